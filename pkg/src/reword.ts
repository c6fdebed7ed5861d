/** Puts a caller's texts in the place of the English ones. */
import type { RowProblem } from './bulk/types.js';
import type { MessageOptions, ValidationIssue } from './types.js';

/** Changes issues that nobody else has seen yet, and gives them back. */
export function reword<T extends ValidationIssue | RowProblem>(issues: T[], message: MessageOptions['message']): T[] {
  for (const issue of message ? issues : []) {
    const text = message?.(issue);
    if (typeof text !== 'string') continue;
    issue.message = text;
    // English advice beside it would be of no use.
    delete issue.hint;
  }
  return issues;
}
