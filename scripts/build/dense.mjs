/**
 * Bytes as JavaScript text, denser than hexadecimal digits once it is compressed: of one build, 35,480 bytes by brotli became
 * 37,998 in hexadecimal and 36,428 so.
 *
 * The bytes that are there most often are one sign each, and the others two. Signs of ASCII only: a script tag takes the
 * encoding of its page.
 */

/** What begins the two signs of a byte that is rarer. */
const SHIFTS = '|~';

/** What a string may hold as it is, and HTML does not mind. */
const SIGNS = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at))
  .filter((sign) => !`"\\<${SHIFTS}`.includes(sign))
  .join('');

/**
 * @param {Uint8Array} bytes
 * @returns {string} the source of a module whose default export gives the bytes
 */
export function dense(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  const order = [...counts.keys()].sort((one, other) => counts[other] - counts[one] || one - other);
  const ascending = (some) => some.sort((one, other) => one - other);
  // Those of one sign, and then those of two: each in their own order, which keeps neighbours alike.
  const table = [...ascending(order.slice(0, SIGNS.length)), ...ascending(order.slice(SIGNS.length))];
  const codes = new Map();
  for (const [at, byte] of table.entries()) {
    const sign = SIGNS[at % SIGNS.length];
    const shift = Math.floor(at / SIGNS.length);
    codes.set(byte, shift ? SHIFTS[shift - 1] + sign : sign);
  }
  const text = Array.from(bytes, (byte) => codes.get(byte)).join('');
  const first = Buffer.from(table.slice(0, SIGNS.length)).toString('hex');
  return `
    const text = ${JSON.stringify(text)};
    const signs = ${JSON.stringify(SIGNS)};
    const table = ${JSON.stringify(first)}.match(/../g).map((digits) => parseInt(digits, 16));
    for (let byte = 0; byte < 256; byte++) if (!table.includes(byte)) table.push(byte);
    export default () => {
      const places = {};
      for (let at = 0; at < signs.length; at++) places[signs[at]] = at;
      const bytes = new Uint8Array(${bytes.length});
      for (let i = 0, at = 0; at < text.length; at++) {
        const shift = ${JSON.stringify(SHIFTS)}.indexOf(text[at]) + 1;
        bytes[i++] = table[shift * signs.length + places[text[shift ? ++at : at]]];
      }
      return bytes;
    };`;
}
