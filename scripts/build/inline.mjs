/**
 * Bytes as JavaScript text.
 *
 * Two hexadecimal digits a byte look wasteful beside base64, but what pages download is compressed, and
 * base64 hides the repetitions: of one build, 25,022 bytes by brotli became 32,743 in base64, 29,228 deflated
 * first and then in base64, and 27,156 in hexadecimal.
 */

/**
 * @param {Uint8Array} bytes
 * @returns {string} the source of a module whose default export gives the bytes
 */
export function inline(bytes) {
  return `
    const hex = ${JSON.stringify(Buffer.from(bytes).toString('hex'))};
    export default () => {
      const bytes = new Uint8Array(hex.length / 2);
      for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(i * 2, i * 2 + 2), 16);
      return bytes;
    };`;
}
