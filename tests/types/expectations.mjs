/**
 * What a case says of itself: behind a line that must not compile stands `// TS2322: why`, with each code that one of the
 * compilers may give. Every other line has to compile.
 */

/** @param {string} source @returns {Map<number, string[]>} the codes by line, from 1 */
export function expectedIn(source) {
  const expected = new Map();
  for (const [index, line] of source.split('\n').entries()) {
    const codes = line.match(/\/\/ (TS\d+(?: TS\d+)*)(?=:|$)/)?.[1];
    if (codes) expected.set(index + 1, codes.split(' '));
  }
  return expected;
}

/**
 * Compares what was found in a file with what it says of itself.
 *
 * @param {Map<number, string[]>} expected
 * @param {{ line: number, code: string, text: string }[]} found
 * @returns {string[]} what is not as it should be
 */
export function differences(expected, found) {
  const surplus = found
    .filter(({ line, code }) => !expected.get(line)?.includes(code))
    .map(({ line, code, text }) => `line ${line} does not compile: ${code} ${text}`);
  const lines = new Set(found.map(({ line }) => line));
  const missing = [...expected]
    .filter(([line]) => !lines.has(line))
    .map(([line, codes]) => `line ${line} compiles, and should be ${codes.join(' or ')}`);
  return [...surplus, ...missing];
}
