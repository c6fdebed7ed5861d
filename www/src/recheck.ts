/** Looks what became of a create that did not settle. */
import { type CreateTicket, isAccessPackageError } from 'entra-access-packages';
import type { Surroundings } from './creation.js';
import { element } from './dom.js';
import { explainThrown } from './explain-thrown.js';
import type { Order } from './order.js';
import type { View } from './result-panel.js';
import { keyOf } from './unsettled-store.js';

/** Looks, and shows what came of it. */
export async function lookAgain(order: Order, ticket: CreateTicket, around: Surroundings): Promise<void> {
  const { work, panel, views, store } = around;
  const { client, identity, place } = order;
  const { input } = ticket;
  await work.run(async (signal) => {
    panel.clear(keyOf(place, input));
    const progress = panel.showWork(`Looking for “${input.displayName}”`, 'Getting ready.', work.cancel);
    try {
      const result = await client.recheck(ticket, { signal, onEvent: progress.tell });
      progress.stop();
      store.settle(place, input);
      panel.show(views.rechecked(result, order));
    } catch (error) {
      progress.stop();
      if (isTicketProblem(error)) {
        store.settle(place, input);
        panel.show(views.failed(NO_TICKET, error, order));
        return;
      }
      const explanation = explainThrown(error, { identity: identity.kind, doing: 'recheck' }, signal);
      panel.show(views.failed(explanation, error, order, ticket));
    }
  });
}

/** The package does not take the ticket: it is of another version, or of another root. */
function isTicketProblem(error: unknown): boolean {
  return error instanceof TypeError && !isAccessPackageError(error);
}

const NO_TICKET = {
  title: 'This page cannot find out any more',
  done: 'unknown' as const,
  text: 'What it kept of the create cannot be used: it may come from another version of this page.',
  next: [
    'Look at the catalog in the Entra admin center. If the package is there, you are done.',
    'If it is not there, create it again.',
  ],
};

/** Tells that the create went to another tenant than the one that somebody is signed in to. */
export function elsewhere({ input }: Order): View {
  return {
    verdict: 'unknown',
    title: 'That create went to another tenant',
    parts: [
      element(
        'p',
        {},
        `“${input.displayName}” was sent to another tenant than the one that you are signed in to, where a look would ` +
          'find nothing and prove nothing. Sign in to the tenant that it was sent to, then look again.',
      ),
    ],
  };
}
