/** What a page does with its candidate, as the address says. The bundle of each page is this and one candidate. */

/** What somebody has typed. */
export const form = (displayName) => ({
  displayName,
  description: 'What the people of sales need: the sites, the apps and the reports that they work with every day',
  isHidden: false,
  catalogId: '66584aae-98bb-48cc-9458-7bee5d2a6577',
});

/** @param {{ open: (to: { origin: string, token: string }) => (form: object) => Promise<string>, init?: () => Promise<void> }} candidate */
export function start({ open, init }) {
  const asked = new URLSearchParams(location.search);
  const to = { origin: asked.get('graph') ?? '', token: asked.get('token') ?? '' };
  const mode = asked.get('mode');
  if (mode === 'at-once') {
    globalThis.created = open(to)(form('sales reps'));
    return;
  }
  // With a form in between: what can be loaded ahead of time is.
  if (mode === 'form') init?.();
  const create = open(to);
  let made = 0;
  globalThis.press = () => {
    globalThis.created = create(form('sales reps'));
  };
  /** Creates so many, one after the other, each of a name of its own; gives how long one took, in milliseconds. */
  globalThis.createMany = async (count, prefix) => {
    const start = performance.now();
    for (let at = 0; at < count; at++) {
      made += 1;
      globalThis.beingCreated = `${prefix} ${made}`;
      await create(form(globalThis.beingCreated));
    }
    return (performance.now() - start) / count;
  };
  globalThis.ready = true;
}
