/** What npm publishes: its files, its manifest, and that every entry can be reached. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { EXAMPLE, makeConsumer, ROOT, runScript } from './consumer.mjs';

const exec = promisify(execFile);
let consumer;

before(async () => {
  consumer = await makeConsumer();
});

test('holds exactly these files', async () => {
  const found = (await readdir(consumer.installed, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(consumer.installed, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
  const entries = ['index', 'slim', 'bulk', 'msal', 'testing'].flatMap((name) =>
    ['.cjs', '.d.cts', '.d.ts', '.js'].map((extension) => `dist/${name}${extension}`),
  );
  assert.deepEqual(
    found,
    [
      ...[
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-NOTICES.txt',
        'package.json',
        'dist/entra_access_packages.wasm',
      ],
      ...['dist/index.global.js', 'dist/bulk.global.js'],
      ...entries,
      // For resolvers that do not read `exports`.
      ...['bulk', 'msal', 'slim', 'testing'].map((name) => `${name}/package.json`),
    ].sort(),
  );
});

test('has no dependencies and runs nothing when it is installed', async () => {
  const manifest = JSON.parse(await readFile(path.join(consumer.installed, 'package.json'), 'utf8'));
  for (const field of ['dependencies', 'optionalDependencies', 'scripts', 'bin']) {
    assert.equal(manifest[field], undefined, field);
  }
  assert.deepEqual(manifest.peerDependencies, { '@azure/msal-browser': '>=4 <6' });
  assert.deepEqual(manifest.peerDependenciesMeta, { '@azure/msal-browser': { optional: true } });
  assert.equal(manifest.sideEffects, false);
});

test('names no path of the machine that built it, and no console', async () => {
  const dist = path.join(consumer.installed, 'dist');
  for (const file of await readdir(dist)) {
    const text = await readFile(path.join(dist, file), 'latin1');
    for (const place of [ROOT, homedir(), '.cargo/', '.rustup/']) {
      assert.ok(!text.includes(place), `${file} names ${place}`);
    }
    if (/\.c?js$/.test(file)) {
      assert.doesNotMatch(text, /console\s*\./, file);
      // What is fetched when it is used lies beside it, where every bundler finds it.
      const others = text.replace(/\bimport\("\.\/bulk\.js"\)/, '');
      assert.doesNotMatch(others, /\beval\(|new Function\b|import\.meta|\bimport\(/, file);
    }
  }
});

test('publint finds nothing', async () => {
  const { stdout } = await exec('npx', ['publint', '--strict', consumer.installed], { cwd: ROOT });
  assert.match(stdout, /All good/);
});

test('are the types wrong? They are not', async () => {
  // `./wasm` is a file, which has no types. The profile is the strictest: it includes resolvers that read no `exports`.
  const args = ['attw', consumer.tarball, '--profile', 'strict', '--exclude-entrypoints', './wasm'];
  await exec('npx', args, { cwd: ROOT }).catch(({ stdout }) => assert.fail(stdout));
});

test('resolvers that do not read `exports` find the same entries', async () => {
  // Node reads no `exports` where it is given a path.
  const source = `
    const { existsSync } = require('node:fs');
    const { join } = require('node:path');
    for (const entry of ['', '/slim', '/bulk', '/msal', '/testing']) {
      const folder = ${JSON.stringify(consumer.installed)} + entry;
      const { module, types } = require(join(folder, 'package.json'));
      const isSame = require(folder) === require('entra-access-packages' + entry);
      console.log(entry, isSame, existsSync(join(folder, module)), existsSync(join(folder, types)));
    }`;
  const expected = ['', '/slim', '/bulk', '/msal', '/testing'].map((entry) => `${entry} true true true`);
  assert.equal(await runScript(consumer.folder, 'folders.cjs', source), `${expected.join('\n')}\n`);
});

const CREATE = `
  const fake = createFakeGraph();
  const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  client.create(${JSON.stringify(EXAMPLE)}).then(({ outcome, accessPackage }) => {
    console.log(outcome, accessPackage.displayName, fake.accessPackages.some(({ id }) => id === accessPackage.id));
  });
`;

test('creates a package through `import`', async () => {
  const source = `
    import { createAccessPackageClient } from 'entra-access-packages';
    import { createFakeGraph } from 'entra-access-packages/testing';
    ${CREATE}`;
  assert.equal(await runScript(consumer.folder, 'esm.mjs', source), 'created sales reps true\n');
});

test('creates a package through `require`', async () => {
  const source = `
    const { createAccessPackageClient } = require('entra-access-packages');
    const { createFakeGraph } = require('entra-access-packages/testing');
    ${CREATE}`;
  assert.equal(await runScript(consumer.folder, 'cjs.cjs', source), 'created sales reps true\n');
});

test('creates a package through the slim entry and the file', async () => {
  const source = `
    import { readFile } from 'node:fs/promises';
    import { createAccessPackageClient, init } from 'entra-access-packages/slim';
    import { createFakeGraph } from 'entra-access-packages/testing';
    await init(readFile(new URL(import.meta.resolve('entra-access-packages/wasm'))));
    ${CREATE}`;
  assert.equal(await runScript(consumer.folder, 'slim.mjs', source), 'created sales reps true\n');
});

test('importing does nothing, not even with what a browser has missing', async () => {
  const source = `
    for (const name of ['fetch', 'WebAssembly', 'TextDecoder', 'TextEncoder', 'AbortController', 'Response']) {
      Object.defineProperty(globalThis, name, { get() { throw new Error(name + ' was touched'); } });
    }
    const before = Reflect.ownKeys(globalThis).length;
    for (const entry of ['', '/slim', '/bulk', '/msal', '/testing']) await import('entra-access-packages' + entry);
    console.log(Reflect.ownKeys(globalThis).length - before);`;
  assert.equal(await runScript(consumer.folder, 'inert.mjs', source), '0\n');
});

test('the types hold under every way of resolving them', async () => {
  const source = `
    import { clouds, createAccessPackageClient, isAccessPackageError } from 'entra-access-packages';
    import type { AccessPackage, AccessPackageEvent, CreateTicket } from 'entra-access-packages';
    import { createFakeGraph, serveFakeGraph } from 'entra-access-packages/testing';
    import { init } from 'entra-access-packages/slim';
    const fake = createFakeGraph();
    const client = createAccessPackageClient({ getToken: async ({ scopes, signal }) => scopes.join() + signal.aborted, fetch: fake.fetch });
    export async function main(): Promise<AccessPackage | undefined> {
      await init(new URL('https://example.org/x.wasm'));
      for await (const { id, displayName } of client.listCatalogs()) void [id, displayName];
      void serveFakeGraph;
      for await (const each of client.list({ catalogId: 'x', signal: AbortSignal.timeout(1) })) each satisfies AccessPackage;
      (await client.delete('x')).outcome satisfies 'deleted' | 'absent';
      (await client.update('x', { isHidden: true })).attempts satisfies readonly object[];
      clouds.usGovL5.authority satisfies string;
      const onEvent = ({ type, until, ticket }: AccessPackageEvent) => void [type, until, ticket];
      try {
        return (await client.create({ displayName: 'n', catalog: { id: 'x' } }, { ifExists: 'return', verify: false, onEvent })).accessPackage;
      } catch (error) {
        if (!isAccessPackageError(error)) throw error;
        switch (error.code) {
          case 'ERR_VALIDATION': error.issues[0]?.path satisfies string[] | undefined; break;
          case 'ERR_OUTCOME_UNKNOWN':
            error.reason satisfies 'serverError' | 'connectionLost' | 'timedOut' | 'aborted' | 'unreadable' | 'throttled' | 'conflict' | 'lookFailed' | 'crashed';
            error.candidates satisfies AccessPackage[];
            if (error.ticket) {
              const { outcome, existing } = await client.recheck(JSON.parse(JSON.stringify(error.ticket)));
              outcome satisfies 'adopted' | 'notCreated';
              return existing;
            }
            break;
          case 'ERR_CONFLICT': return error.existing;
          case 'ERR_THROTTLED': error.ticket satisfies CreateTicket | undefined; error.retryAt satisfies string | undefined; break;
          case 'ERR_GRAPH':
            error.status satisfies number;
            for (const { missing, fix } of error.denial?.remedies ?? []) void [missing satisfies string, fix satisfies string];
            break;
        }
        return undefined;
      }
    }
    // @ts-expect-error: a catalog is required
    void client.create({ displayName: 'n' });
    // @ts-expect-error: so is its id
    void client.create({ displayName: 'n', catalog: {} });
    // @ts-expect-error: no other properties
    void client.create({ displayName: 'n', catalog: { id: 'x' }, catalogId: 'x' });
    // @ts-expect-error: either a callback or a token
    createAccessPackageClient({});
    // @ts-expect-error: not both
    createAccessPackageClient({ token: 'x', getToken: () => 'x' });
    // @ts-expect-error: one of two
    void client.create({ displayName: 'n', catalog: { id: 'x' } }, { ifExists: 'adopt' });
    // @ts-expect-error: a package cannot move to another catalog
    void client.update('x', { catalog: { id: 'y' } });
    // @ts-expect-error: a known cloud
    createAccessPackageClient({ token: 'x', cloud: 'germany' });
  `;
  for (const extension of ['mts', 'cts']) await writeFile(path.join(consumer.folder, `types.${extension}`), source);
  for (const [module, moduleResolution, file] of [
    ['nodenext', 'nodenext', 'types.mts'],
    ['nodenext', 'nodenext', 'types.cts'],
    ['esnext', 'bundler', 'types.mts'],
  ]) {
    const compilerOptions = {
      module,
      moduleResolution,
      ...{ strict: true, skipLibCheck: false, noEmit: true, types: [] },
    };
    const lib = { target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'] };
    const config = path.join(consumer.folder, 'tsconfig.json');
    await writeFile(config, JSON.stringify({ compilerOptions: { ...compilerOptions, ...lib }, files: [file] }));
    await exec('npx', ['tsc', '--project', config], { cwd: ROOT }).catch(({ stdout }) => {
      assert.fail(`${moduleResolution} ${file}\n${stdout}`);
    });
  }
});
