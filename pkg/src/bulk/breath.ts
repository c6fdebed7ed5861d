/** Lets a page breathe: work that takes long stops now and then, for clicks and frames. */

/** How long to work at a time, in milliseconds: half of a frame. */
const STRETCH = 8;

/** Counts the time of one piece of work. */
export class Breath {
  #since = performance.now();

  /** Stops for a moment, if it is time to. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < STRETCH) return;
    await moment();
    this.#since = performance.now();
  }
}

/** Resolves after whatever waits to be done. A timer would wait for milliseconds more. */
function moment(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };
  if (scheduler?.yield) return scheduler.yield();
  // Where nobody waits for frames, such as in a context of Node's `vm`.
  if (!globalThis.MessageChannel) return Promise.resolve();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
