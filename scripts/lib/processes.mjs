/** Child processes: run to the end with their output kept, and never left behind. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends a child with everything it started: each child leads a process group of its own. */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left, or this system has no groups.
    child.kill(signal);
  }
}

/** How long children may take to end when they are asked to, in milliseconds. */
const GRACE_MS = 3_000;

/** Asks every child that still runs to end, and waits for it. */
export async function endChildren() {
  for (const child of running) endGroup(child, 'SIGTERM');
  const waitUntil = performance.now() + GRACE_MS;
  while (running.size > 0 && performance.now() < waitUntil) await sleep(20);
}

process.on('exit', () => {
  for (const child of running) endGroup(child, 'SIGKILL');
});

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 128 when a signal ended it, 127 when it could not be started
 * @property {string} output standard output and standard error as they came
 * @property {string} stdout standard output alone
 * @property {boolean} timedOut whether it was ended because `timeoutMs` had passed
 */

/**
 * Runs a command to its end and keeps its output. Never rejects.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options] `env` is added to ours
 * @returns {Promise<Finished>}
 */
export function run(command, args, { cwd = ROOT, env = {}, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let output = '';
    let stdout = '';
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        endGroup(child, 'SIGKILL');
      }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output, stdout, timedOut });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    // What it started and left behind goes with it; it might hold our pipes open for ever.
    child.on('exit', () => endGroup(child, 'SIGKILL'));
    child.on('close', (code) => finish(code ?? 128));
  });
}

/** Whether a path is a file that may be executed. */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first executable of one of these names on PATH, then in further directories. */
export function which(names, furtherDirectories = []) {
  const directories = [...(process.env.PATH ?? '').split(path.delimiter), ...furtherDirectories];
  for (const name of [names].flat()) {
    for (const directory of directories) {
      const file = path.join(directory, name);
      if (directory && isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** Puts a directory first on the PATH of this process and of all its children. */
export function prependPath(directory) {
  const rest = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== directory);
  process.env.PATH = [directory, ...rest].join(path.delimiter);
}
