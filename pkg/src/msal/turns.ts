/** One window at a time: what asks for tokens of one application waits for the window of another. */
import type { MsalApp } from './app.js';
import type { InteractionRequiredError } from './interaction-required.js';

/** How an interaction ended: well, given up by who wanted it, or in vain. */
export type Ending = 'signedIn' | 'abandoned' | InteractionRequiredError;

/** The interaction that is under way, by application. */
const underWay = new WeakMap<MsalApp, Promise<Ending>>();

/** Gives the interaction of an application that is under way. It never rejects. */
export function turnOf(app: MsalApp): Promise<Ending> | undefined {
  return underWay.get(app);
}

/** Takes the turn. The function that it gives ends it. */
export function takeTurn(app: MsalApp): (ending: Ending) => void {
  let end: (ending: Ending) => void = () => {};
  const turn = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  underWay.set(app, turn);
  return (ending) => {
    underWay.delete(app);
    end(ending);
  };
}
