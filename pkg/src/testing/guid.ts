const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID in the form with hyphens. */
export function isGuid(text: string): boolean {
  return pattern.test(text);
}

/** A random GUID. Not from `crypto`, which insecure pages and jsdom lack in parts: nothing here needs to be secret. */
export function newGuid(): string {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));
}
