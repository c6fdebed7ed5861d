/** Locks that all tabs of an origin know. */

/** Takes a lock. Gives the function that lets go of it, or `undefined` where somebody else has it. */
export function hold(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}

/** Whether anybody has it. */
export async function isHeld(name: string): Promise<boolean> {
  const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
  return held.some((lock) => lock.name === name);
}
