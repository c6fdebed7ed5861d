/** Numbers as the tables have them. */

const fixed = (digits) => (value) => value.toFixed(digits);

/** With as many digits after the point as are worth it. */
export const milliseconds = (ms, digits = ms < 10 ? 2 : 1) => ms.toFixed(digits);
export const microseconds = (ms) => (ms * 1_000).toFixed(ms < 0.01 ? 1 : 0);
/** In kB of 1,000 bytes. */
export const bytes = (count) => (count / 1_000).toFixed(count < 10_000 ? 2 : 1);
/** In MB of 1,000,000 bytes. */
export const megabytes = (count) => (count / 1e6).toFixed(2);
/** How many times ours; one digit that matters where it is little. */
export const ratio = (value, ours) => (value < ours / 10 ? (value / ours).toPrecision(1) : (value / ours).toFixed(2));

/** A difference, with its sign. */
export const more = (difference, show = fixed(1)) => {
  const shown = show(Math.abs(difference));
  return Number(shown) === 0 ? '0' : `${difference < 0 ? '−' : '+'}${shown}`;
};

/** The middle half of what was measured. */
export const spread = ({ q1, q3 }, show = (ms) => milliseconds(ms)) =>
  [q1, q3].map((each) => (each < 0 ? `−${show(-each)}` : show(each))).join('–');
