/** What is said of many measurements: the middle, and how far they spread. */

/** @typedef {{ median: number, q1: number, q3: number, least: number, most: number, count: number }} Spread */

/** The value below which that part of the values lies, between the two nearest where there is none. */
function quantile(sorted, part) {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}

/** @param {number[]} values @returns {Spread} */
export function spreadOf(values) {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((one, other) => one - other);
  const [median, q1, q3] = [0.5, 0.25, 0.75].map((part) => quantile(sorted, part));
  return { median, q1, q3, least: sorted[0], most: sorted[sorted.length - 1], count: sorted.length };
}

/** The spread of what each measurement is more than the one of the same round. */
export const differenceOf = (values, others) => spreadOf(values.map((value, at) => value - others[at]));

/** The width of the middle half: what two medians may differ by without meaning anything. */
export const noiseOf = (...spreads) => Math.max(...spreads.map(({ q1, q3 }) => q3 - q1));
