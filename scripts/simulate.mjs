/**
 * `npm run simulate`: the create procedure against simulated worlds, as many of them as wanted.
 *
 *   npm run simulate -- --creates 1000000     so many creates in random mixes (default: 100,000)
 *   npm run simulate -- --seed 7              other worlds (default: 1)
 *   npm run simulate -- --cells 5000          so many cells of the fault matrix; `all` for its whole product, which takes
 *                                             an hour (default: those that tests/simulation/cells.rs tells of)
 *   npm run simulate -- --replay mix:7:1234   one world, step by step, by the key that a failure prints
 *
 * Exit code: 0 nothing went wrong · 1 something did · 2 wrong usage.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { runCommand } from './lib/entry.mjs';
import { ROOT } from './lib/paths.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

const NUMBER = /^\d{1,15}$/;

/** The options, by their environment variables, with the form that each must have. */
const OPTIONS = {
  creates: { variable: 'SIMULATED_CREATES', form: NUMBER },
  cells: { variable: 'SIMULATED_CELLS', form: /^(\d{1,15}|all)$/ },
  seed: { variable: 'SIMULATION_SEED', form: NUMBER },
  replay: { variable: 'SIMULATION_REPLAY', form: /^(cell|mix|lost):\d{1,20}:\d{1,20}$/ },
};

/** Reads the command line into environment variables; a string says what is wrong with it. */
function readArguments(args) {
  try {
    const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' }]));
    const { values } = parseArgs({ args, options });
    const env = {};
    for (const [name, value] of Object.entries(values)) {
      const { variable, form } = OPTIONS[name];
      if (!form.test(value)) return `--${name} cannot be ${JSON.stringify(value)}.`;
      env[variable] = value;
    }
    return env;
  } catch (error) {
    return error.message;
  }
}

/** The process group of the simulation. @type {import('node:child_process').ChildProcess | undefined} */
let simulation;

function endSimulation() {
  if (simulation?.pid === undefined || simulation.exitCode !== null) return;
  try {
    process.kill(-simulation.pid, 'SIGKILL');
  } catch {
    simulation.kill('SIGKILL');
  }
}

process.on('exit', endSimulation);

async function simulate() {
  const env = readArguments(process.argv.slice(2));
  if (typeof env === 'string') {
    console.error(env);
    return 2;
  }
  await setUp({ report: reportWorkOnly });
  const tests = env.SIMULATION_REPLAY ? 'simulation::replayed' : 'simulation::';
  const args = ['test', '--profile', 'simulation', '--lib', tests, '--', '--nocapture'];
  // Shown as it comes, for a long run has something to say before its end.
  simulation = spawn('cargo', args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const code = await new Promise((resolve, reject) => {
    simulation?.on('error', reject);
    simulation?.on('exit', resolve);
  });
  return code === 0 ? 0 : 1;
}

await runCommand(simulate, {
  onSignal: async () => {
    endSimulation();
    return 130;
  },
});
