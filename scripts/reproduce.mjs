/**
 * `npm run reproduce`: builds the last commit twice, in new folders with other names, another time zone and language, and
 * nothing that was built before, and compares the two tarballs byte by byte. It takes some minutes.
 */
import { runCommand } from './lib/entry.mjs';
import { ROOT } from './lib/paths.mjs';
import { buildElsewhere, differences } from './release/twice.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

/** What may differ between the machines of two people. */
const PLACES = [
  { name: 'one', env: { TZ: 'UTC', LC_ALL: 'C' } },
  { name: 'the-other-one', env: { TZ: 'Asia/Kathmandu', LC_ALL: 'C.UTF-8' } },
];

await runCommand(async () => {
  await setUp({ report: reportWorkOnly });
  const builds = [];
  for (const place of PLACES) {
    const start = performance.now();
    const build = await buildElsewhere(ROOT, place);
    builds.push(build);
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`${build.tarball.length} bytes, sha256 ${build.sha256}, in ${seconds} s`);
  }
  const different = differences(builds[0], builds[1]);
  console.log(different.length ? `different: ${different.join(', ')}` : 'the same bytes');
  return different.length ? 1 : 0;
});
