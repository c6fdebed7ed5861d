/** What shell blocks of a page may say: commands of this project that exist, with arguments that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { SUITES } from '../../scripts/test/suites.mjs';

const readJson = (...location) => JSON.parse(readFileSync(inRoot(...location), 'utf8'));

/** The commands of a shell block, without comments and prompts, with continued lines joined. */
export function commandsOf(code) {
  return code
    .replace(/[ \t]*\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split('&&'))
    .map((command) => command.trim().replace(/^\$ /, ''))
    .filter((command) => command !== '');
}

/** What is wrong with an `npm` command, or `undefined`. */
function npmProblem([verb, ...rest]) {
  const { scripts } = readJson('package.json');
  if (['install', 'i', 'add'].includes(verb)) return installProblem(rest);
  const name = verb === 'run' ? rest.shift() : verb;
  if (!Object.hasOwn(scripts, name)) return `package.json has no script "${name}"`;
  if (rest.length > 0 && rest[0] !== '--') return `npm keeps "${rest.join(' ')}" to itself: "--" is missing`;
  const args = rest.slice(1);
  if (name === 'create') return args.map(fileProblem).find(Boolean);
  if (name === 'test') return args.map(suiteProblem).find(Boolean);
  return undefined;
}

const fileProblem = (name) => (existsSync(inRoot(name)) ? undefined : `there is no file ${name}`);

const suiteProblem = (name) =>
  name === '--list' || SUITES.some((suite) => suite.name === name) ? undefined : `there is no suite ${name}`;

function installProblem(names) {
  const known = Object.keys(readJson('package-lock.json').packages).map((location) =>
    location.replace(/^node_modules\//, ''),
  );
  const unknown = names.filter((name) => !name.startsWith('-') && !known.includes(name));
  return unknown.length > 0 ? `nothing here knows the npm package ${unknown.join(', ')}` : undefined;
}

/** What is wrong with a command, or `undefined`. */
export function commandProblem(command) {
  const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program, ...args] = words;
  if (program === 'npm') return npmProblem(args);
  if (program === undefined || ['git', 'cd', 'export'].includes(program)) return undefined;
  return `"${program}" is not a command of this project`;
}
