/** Tells listeners of the steps of a call. */
import type { AccessPackageEvent } from './types.js';

type Listener = ((event: AccessPackageEvent) => void) | undefined;

/** What is told. What is undefined is left out. */
export type Told = { [Name in keyof AccessPackageEvent]: AccessPackageEvent[Name] | undefined };

/** Tells them one after the other. What a listener throws is reported as uncaught, where there is a way to. */
export function tell(listeners: readonly Listener[], event: Told): void {
  for (const listener of listeners) {
    try {
      // To each its own: what one does to it is not the next one's affair.
      listener?.(JSON.parse(JSON.stringify(event)));
    } catch (error) {
      try {
        globalThis.reportError?.(error);
      } catch {
        // Whoever took its place fails: nobody is left to be told, and the call has to go on.
      }
    }
  }
}
