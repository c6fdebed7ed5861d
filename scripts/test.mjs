/**
 * `npm test`: sets up what is missing, builds, runs every suite, prints one line a suite.
 *
 * `npm test -- NAME…` runs some of them, `npm test -- --list` names them. Exit code: 0 all passed, 1 something
 * failed, 2 no such suite. The last line is `N passed, N failed`, followed by `, N skipped` where some were.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { buildAll } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './setup/index.mjs';
import { inWords, sum } from './test/counts.mjs';
import { runSuite, summaryLine } from './test/run-suite.mjs';
import { capabilities, capabilitiesFile, SUITES } from './test/suites.mjs';

async function runSuites(suites) {
  const { browsers } = await setUp({ engines: [...new Set(suites.flatMap(({ engines }) => engines))] });
  await buildAll((line) => console.log(`[build] ${line}`));
  await mkdir(inRoot('target'), { recursive: true });
  for (const [engine, browser] of Object.entries(browsers)) {
    await writeFile(capabilitiesFile(engine), JSON.stringify(capabilities(engine, browser)));
  }
  const all = [];
  for (const suite of suites) {
    const start = performance.now();
    const { counts, problems } = await runSuite(suite, browsers);
    if (problems) console.log(`\n${problems}`);
    console.log(summaryLine(suite.name, counts, performance.now() - start));
    all.push(counts);
  }
  const total = sum(all);
  console.log(inWords(total));
  return total.failed > 0 ? 1 : 0;
}

await runCommand(async () => {
  const wanted = process.argv.slice(2);
  if (wanted.includes('--list')) {
    for (const { name, about } of SUITES) console.log(`${name.padEnd(14)} ${about}`);
    return 0;
  }
  const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}; npm test -- --list names them.`);
    return 2;
  }
  return runSuites(SUITES.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));
});
