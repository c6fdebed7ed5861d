/** Deletes a package that was just created, after a question. */
import type { AccessPackage } from 'entra-access-packages';
import type { Surroundings } from './creation.js';
import { ask } from './dialog.js';
import { explainThrown } from './explain-thrown.js';
import type { Order } from './order.js';
import { askBeforeLeaving } from './work.js';

/** Asks, deletes, and shows what came of it. */
export async function remove(order: Order, accessPackage: AccessPackage, around: Surroundings): Promise<void> {
  const { work, panel, views } = around;
  const { client, identity, input } = order;
  const name = accessPackage.displayName ?? input.displayName;
  await work.run(async (signal) => {
    const answer = await ask(
      `Delete “${name}”?`,
      'The package that was just created is deleted. This cannot be undone; it can be created again.',
      [
        { value: 'keep', label: 'Keep it', look: 'primary' },
        { value: 'delete', label: 'Delete it', look: 'danger' },
      ],
      'keep',
    );
    if (answer === 'keep') return;
    const stay = askBeforeLeaving();
    const progress = panel.showWork(`Deleting “${name}”`, 'Getting ready.', work.cancel);
    const stop = () => {
      stay();
      progress.stop();
    };
    try {
      const result = await client.delete(accessPackage.id, { signal, onEvent: progress.tell });
      stop();
      panel.show(views.deleted(result, accessPackage));
    } catch (error) {
      stop();
      const explanation = explainThrown(error, { identity: identity.kind, doing: 'delete' }, signal);
      panel.show(views.notDeleted(explanation, error, order, accessPackage));
    }
  });
}
