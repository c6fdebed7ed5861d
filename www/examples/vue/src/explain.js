import { isAccessPackageError } from 'entra-access-packages';

/** Of an error: what to show, and the ticket of a create of which nobody knows yet whether it was done. */
export function explain(error) {
  if (!isAccessPackageError(error)) return { text: `Error: ${error}` };
  const { code, message, cause } = error;
  const text = cause instanceof Error ? `${code}: ${message} (${cause.message})` : `${code}: ${message}`;
  if (!error.ticket) return { text };
  return {
    text: `${text}. It may have been created: do not create it again, press "Look again".`,
    ticket: error.ticket,
  };
}
