/**
 * Bytes as JavaScript text.
 *
 * What pages download is compressed, so the text has to keep the repetitions of the bytes: the commonest bytes are one
 * character each, printable ones themselves, and the others are two, of which the first is one of three that no single byte
 * has. Of one build, 26,185 bytes by brotli became 26,935 that way with what reads it, where hexadecimal would be 28,740, a
 * list of numbers 30,530, and base64 34,140.
 */

/** How many characters begin a pair: enough for 256 bytes with the characters that there are. */
const PAIRS = 3;

/** The first character that can be the second one of a pair; so many as are needed follow it without a gap. */
const SECOND = 35;
const SECONDS = 57;

/** The characters, by their codes: printable, and nothing that a minifier would escape in a string. */
const CODES = Array.from({ length: 127 - 32 }, (_, at) => at + 32).filter(
  (code) => !'"\\`'.includes(String.fromCharCode(code)),
);

/**
 * Which characters stand for which bytes.
 *
 * @param {Uint8Array} bytes
 * @returns {[first: number, second?: number][]} by byte
 */
function alphabetFor(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  const byCount = [...counts.keys()].sort((one, other) => counts[other] - counts[one] || one - other);
  const singles = new Set(byCount.slice(0, CODES.length - PAIRS));
  const free = CODES.filter((code) => !singles.has(code));
  const firsts = free.splice(0, PAIRS);
  const rest = 256 - singles.size;
  const each = Math.ceil(rest / PAIRS);
  if (each > SECONDS) throw new Error('there are more bytes than characters');
  let paired = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    if (singles.has(byte)) return [CODES.includes(byte) ? byte : free.shift()];
    const at = paired++;
    return [firsts[Math.floor(at / each)], SECOND + (at % each)];
  });
}

/**
 * Part of what is published. The first characters of all bytes are their key: those that have one in common have second ones
 * in that order.
 *
 * @param {string} text
 * @param {string} key
 * @param {number} length of the bytes
 * @param {number} second the first of the second characters
 */
const decode = (text, key, length, second) => {
  const bytes = new Uint8Array(length);
  const lists = [];
  let at = 0;
  for (let byte = 0; byte < 256; byte++) {
    const first = key.charCodeAt(byte);
    lists[first] = (lists[first] ?? []).concat(byte);
  }
  for (let i = 0; i < length; i++) {
    const list = lists[text.charCodeAt(at++)];
    // Zero is nobody's second.
    bytes[i] = list[list[1] ? text.charCodeAt(at++) - second : 0];
  }
  return bytes;
};

/**
 * @param {Uint8Array} bytes
 * @returns {string} the source of a module whose default export gives the bytes
 */
export function inline(bytes) {
  const written = alphabetFor(bytes).map((codes) => String.fromCharCode(...codes));
  const key = written.map(([first]) => first).join('');
  const text = Array.from(bytes, (byte) => written[byte]).join('');
  return `export default function inlined() { return (${decode})(${JSON.stringify(text)}, ${JSON.stringify(key)}, ${bytes.length}, ${SECOND}); }`;
}
