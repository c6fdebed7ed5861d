/** `npm run format`: formats everything that `npm test` checks the format of. */
import { runCommand } from './lib/entry.mjs';
import { run } from './lib/processes.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

await runCommand(async () => {
  await setUp({ report: reportWorkOnly });
  for (const [command, ...args] of [
    ['cargo', 'fmt'],
    ['biome', 'check', '--write'],
  ]) {
    const { code, output } = await run(command, args);
    process.stdout.write(output);
    if (code !== 0) return 1;
  }
  return 0;
});
