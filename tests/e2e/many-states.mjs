/** The states of the view *Many* that have to look right: each is reached from a fresh page. */
import { choose, csv, decided, jobSays, planned, planSample, reported, startJob } from './many-support.mjs';

const only = (page, kind) => page.locator(`#plan .filter[data-kind=${kind}]`).click();

async function running(page, rehearsal) {
  await planSample(page);
  await startJob(page, rehearsal);
}

async function paused(page) {
  await running(page);
  await decided(page, 3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await jobSays(page, 'Paused');
}

async function undo(page) {
  await running(page);
  await reported(page);
  await page.getByRole('button', { name: 'Undo…' }).click();
}

/** @type {Record<string, (page: import('playwright-core').Page) => Promise<unknown>>} */
export const MANY_STATES = {
  'many-empty': async (page) => page.locator('#source-help summary').click(),
  'many-plan': planSample,
  'many-different': async (page) => {
    await planSample(page);
    await only(page, 'different');
  },
  'many-invalid': async (page) => {
    await planSample(page);
    await only(page, 'invalid');
  },
  'many-large': async (page) => {
    await page.getByRole('button', { name: /10,000/ }).click();
    await planned(page);
  },
  'many-error': async (page) => {
    await choose(page, csv('Package,description\r\nx,y\r\n'));
    await page.locator('#source-problem').waitFor();
  },
  'many-question': async (page) => {
    await planSample(page);
    await page.getByRole('button', { name: 'Start…' }).click();
    await page.getByRole('dialog').waitFor();
  },
  'many-running': async (page) => {
    await running(page);
    await decided(page, 3);
  },
  'many-throttled': async (page) => {
    await running(page, 'throttled');
    await page.locator('.job-wait', { hasText: /Goes on in/ }).waitFor();
  },
  'many-paused': paused,
  'many-sign-in': async (page) => {
    await running(page, 'sign-in');
    await jobSays(page, 'Sign in to go on');
  },
  'many-reloaded': async (page) => {
    await paused(page);
    await page.reload();
    await page.locator('#journals').waitFor();
  },
  'many-report': async (page) => {
    await running(page, 'taken');
    await reported(page);
  },
  'many-stopped': async (page) => {
    await running(page, 'role');
    await reported(page);
  },
  'many-undo': undo,
  'many-undone': async (page) => {
    await undo(page);
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.locator('.undo', { hasText: /packages deleted/ }).waitFor();
  },
};
