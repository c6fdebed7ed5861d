/**
 * Takes pictures of the portal in its states.
 *
 *     node tests/e2e/screenshots.mjs FOLDER [STATE …]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPortal } from './harness.mjs';
import { MANY_STATES } from './many-states.mjs';
import { STATES } from './states.mjs';

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('usage: node tests/e2e/screenshots.mjs FOLDER [STATE …]\n');
  process.exit(2);
}
await mkdir(folder, { recursive: true });

/** How each is looked at. @type {Record<string, import('playwright-core').BrowserContextOptions>} */
const VIEWS = {
  light: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 700 } },
  'narrow-dark': { viewport: { width: 320, height: 700 }, colorScheme: 'dark' },
};

for (const [state, reach] of Object.entries({ ...STATES, ...MANY_STATES })) {
  if (wanted.length > 0 && !wanted.includes(state)) continue;
  const portal = await startPortal({ graph: { nameUniqueness: 'none' } });
  try {
    for (const [view, context] of Object.entries(VIEWS)) {
      portal.fake.reset();
      const { page } = await portal.openPage({
        networkErrors: true,
        context,
        path: state in MANY_STATES ? '/#many' : '/',
      });
      await reach(page, portal.fake);
      // The panel beside the form sticks to the window; a picture of the whole page wants it at the top.
      const whole = (await page.getByRole('dialog').count()) === 0;
      if (whole) await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(folder, `${state}-${view}.png`), fullPage: whole });
      await page.context().close();
    }
  } finally {
    await portal.close();
  }
}
