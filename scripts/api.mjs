/**
 * `npm run api`: writes the reports of the public types to `pkg/api/`, and the reference for readers to `docs/api/`, from what
 * is built. The suite `api` compares both, so that no change of the surface goes unseen.
 *
 * Exit code: 0 written · 1 something is wrong with the types themselves, such as a member without documentation.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { ROOT } from './lib/paths.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

await runCommand(async () => {
  await setUp({ report: reportWorkOnly });
  await buildPackage((line) => console.log(line));
  // Imported late: it needs what set-up installs.
  const { makeReport, reportFile, TYPED_ENTRIES } = await import('./api/report.mjs');
  const { makeReference, REFERENCE } = await import('./api/reference.mjs');
  const problems = [];
  const write = async (file, text) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    console.log(path.relative(ROOT, file));
  };
  for (const entry of TYPED_ENTRIES) {
    const report = makeReport(entry);
    await write(reportFile(entry), report.text);
    problems.push(...report.problems);
  }
  const reference = await makeReference();
  for (const [name, page] of reference.pages) await write(path.join(REFERENCE, name), page);
  problems.push(...reference.problems);
  for (const problem of problems) console.error(problem);
  return problems.length > 0 ? 1 : 0;
});
