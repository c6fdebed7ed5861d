/** Asks before a create is sent of which the last one is not settled. */
import { ask } from './dialog.js';
import type { Unsettled } from './unsettled-store.js';

/** What to do: look what became of the last one, send all the same, or nothing. */
export type RepeatAnswer = 'look' | 'send' | 'nothing';

/** Asks what to do about a create whose last one is not settled. */
export function askBeforeRepeat({ ticket }: Unsettled): Promise<RepeatAnswer> {
  return ask<RepeatAnswer>(
    'Send it again?',
    `Whether “${ticket.input.displayName}” was created before is not known yet. Look first: if it was, sending it ` +
      'again can make a second one.',
    [
      { value: 'look', label: 'Look first', look: 'primary' },
      { value: 'nothing', label: 'Do not send' },
      { value: 'send', label: 'Send again anyway', look: 'danger' },
    ],
    'nothing',
  );
}
