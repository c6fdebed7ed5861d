/** How pages are judged by their looks: by axe-core, and by what does not fit. */
import { createRequire } from 'node:module';

const { source: axeSource } = createRequire(import.meta.url)('axe-core');

/** What axe-core finds wrong. It is evaluated by the debugger, to which the page's policy does not apply. */
export async function violations(page) {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** What is wider than the window. */
export const sticksOut = (page) =>
  page.evaluate(() => {
    const width = innerWidth;
    const out = [...document.querySelectorAll('main *, dialog *')].filter(
      (each) => each.getBoundingClientRect().right > width + 0.5,
    );
    return { page: document.documentElement.scrollWidth - width, out: out.map((each) => each.outerHTML.slice(0, 80)) };
  });
