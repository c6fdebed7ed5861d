/**
 * Bytes as JavaScript text.
 *
 * What pages download is compressed, so the text has to keep the repetitions of the bytes: the commonest bytes are one
 * character each, printable ones themselves, and the others are two, of which the first is one of three that no single byte
 * has. Of one build, 31,012 bytes by brotli became 31,579 that way, 33,265 in hexadecimal, 40,134 in base64, and 35,300
 * deflated first and then in base64.
 */

/** How many characters begin a pair: enough for 256 bytes with the characters that there are. */
const PAIRS = 3;

/**
 * The characters, by their codes: printable, and nothing that a minifier would escape in a string. Part of what is published,
 * as are the functions below that the decoder holds; so they name nothing outside of them.
 */
const characters = () => {
  const codes = [];
  for (let code = 32; code < 127; code++) if (!'"$\'\\`'.includes(String.fromCharCode(code))) codes.push(code);
  return codes;
};

/**
 * Which characters stand for which bytes.
 *
 * @param {number[]} codes the characters
 * @param {(byte: number) => boolean} isSingle whether a byte is one character
 * @returns {Int16Array} for each character, and for each first one of a pair times 128 and the second one, the byte; else -1
 */
const alphabet = (codes, isSingle) => {
  const table = new Int16Array(128 * 128).fill(-1);
  const free = codes.filter((code) => !isSingle(code));
  const rest = [];
  for (let byte = 0; byte < 256; byte++) {
    if (!isSingle(byte)) rest.push(byte);
    else table[codes.includes(byte) ? byte : free.shift()] = byte;
  }
  const seconds = codes.filter((code) => table[code] >= 0);
  rest.forEach((byte, at) => {
    table[free[Math.floor(at / seconds.length)] * 128 + seconds[at % seconds.length]] = byte;
  });
  return table;
};

/**
 * @param {string} text
 * @param {number} length of the bytes
 * @param {Int16Array} table
 */
const decode = (text, length, table) => {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(at++);
    bytes[i] = table[code] < 0 ? table[code * 128 + text.charCodeAt(at++)] : table[code];
  }
  return bytes;
};

/**
 * @param {Uint8Array} bytes
 * @returns {string} the source of a module whose default export gives the bytes
 */
export function inline(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  const codes = characters();
  const byCount = [...counts.keys()].sort((one, other) => counts[other] - counts[one] || one - other);
  const single = new Set(byCount.slice(0, codes.length - PAIRS));
  // Four bytes a digit, which tells of each whether it is one character.
  const digits = Array.from({ length: 64 }, (_, at) =>
    [0, 1, 2, 3].reduce((sum, bit) => sum + (single.has(at * 4 + bit) ? 1 << bit : 0), 0).toString(16),
  ).join('');
  const table = alphabet(codes, (byte) => single.has(byte));
  const written = [];
  for (const [code, byte] of table.entries()) {
    if (byte < 0) continue;
    written[byte] = code < 128 ? String.fromCharCode(code) : String.fromCharCode(Math.floor(code / 128), code % 128);
  }
  const text = Array.from(bytes, (byte) => written[byte]).join('');
  return `
    const isSingle = (byte) => (parseInt(${JSON.stringify(digits)}[byte >> 2], 16) >> (byte & 3)) & 1;
    export default () => (${decode})(${JSON.stringify(text)}, ${bytes.length}, (${alphabet})((${characters})(), isSingle));`;
}
