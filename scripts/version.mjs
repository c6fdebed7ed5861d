/**
 * `npm run version`: prints the version and checks that everything agrees on it.
 *
 * `npm run version -- 1.2.3` sets it everywhere and dates the CHANGELOG; `npm run version -- --tag v1.2.3` tells whether
 * that tag may be published. Exit code: 0 all is well, 1 it is not.
 */
import { runCommand } from './lib/entry.mjs';
import { ROOT } from './lib/paths.mjs';
import { checkVersion, setVersion, tagProblems } from './release/places.mjs';
import { SetupError } from './setup/problem.mjs';

/** The repository that a workflow of GitHub runs in. */
function home({ GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env) {
  return GITHUB_SERVER_URL && GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : undefined;
}

await runCommand(async () => {
  const [first, second] = process.argv.slice(2);
  if (first !== undefined && first !== '--tag') {
    await setVersion(ROOT, first, new Date().toISOString().slice(0, 10)).catch((error) => {
      throw error instanceof RangeError ? new SetupError(error.message) : error;
    });
  }
  const { version, problems } =
    first === '--tag'
      ? { version: second, problems: await tagProblems(ROOT, second ?? '', home()) }
      : await checkVersion(ROOT);
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(version);
  return problems.length > 0 ? 1 : 0;
});
