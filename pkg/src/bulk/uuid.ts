/** A random (version 4) UUID. `crypto.randomUUID` is missing on pages without https. */
export function uuid(): string {
  // Each digit that is not fixed by random bits: four of them, or of an 8 the last two.
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (+digit ^ (random & (15 >> (+digit / 4)))).toString(16);
  });
}
