/** The WebAssembly: wasm-pack compiles and binds, wasm-opt shrinks, and what comes out is checked. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, ROOT } from '../lib/paths.mjs';
import { run } from '../lib/processes.mjs';
import { SetupError } from '../setup/problem.mjs';

/**
 * What makes the module a tenth smaller than the stable compiler's: the standard library is compiled too, so
 * that a panic is a trap and nothing else, without texts, places and the machinery that formats them. The
 * facade catches traps either way. It needs the component `rust-src`, and a stable compiler that is told to
 * take options which are not stable yet; without the component the build is a plain one.
 */
const SMALL = {
  flags: ['-Zunstable-options', '-Cpanic=immediate-abort'],
  args: ['-Z', 'build-std=std,panic_abort', '-Z', 'build-std-features=optimize_for_size'],
  env: { RUSTC_BOOTSTRAP: '1' },
};
const PLAIN = { flags: [], args: [], env: {} };

/** Of its own, so that other compiler flags do not make the tests' artefacts stale. */
const TARGET = inRoot('target', 'npm');
/**
 * The modules: which feature of the crate each has, and what its compilers look at: size. What reads large files is fast
 * enough all the same (`npm run bench -- bulk-read`).
 */
const MODULES = {
  create: { optLevel: 'z', optimise: ['-Oz', '-Oz'] },
  bulk: { optLevel: 'z', optimise: ['--flatten', '--rereloop', '-Oz', '-Oz', '--reorder-functions'] },
};

/**
 * Makes one of the modules.
 *
 * @param {keyof typeof MODULES} name
 * @returns {Promise<{ wasm: Uint8Array, glue: string, isSmall: boolean }>} the bytes, the path of wasm-bindgen's
 *   JavaScript, and whether it is as small as what is published
 */
export async function makeWasm(name) {
  const { optLevel, optimise } = MODULES[name];
  // wasm-pack deletes what it does not know in its folder, so it gets one where nothing else is.
  const out = path.join(TARGET, `wasm-pack-${name}`);
  const cargoHome = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
  const library = await standardLibrary();
  const { flags, args, env } = library.hasSources ? SMALL : PLAIN;
  const remaps = [
    [cargoHome, 'cargo'],
    [ROOT, '.'],
    [library.sources, library.publicName],
  ];
  const rustflags = [...remaps.map(([from, to]) => `--remap-path-prefix=${from}=${to}`), ...flags];
  await step(
    'wasm-pack',
    [
      ...['build', '--release', '--mode', 'no-install', '--target', 'web', '--no-pack', '--no-typescript'],
      ...['--out-dir', out, '--out-name', 'glue', await moduleCrate(), '--', '--locked'],
      ...['--no-default-features', '--features', name, ...args],
    ],
    {
      ...env,
      CARGO_TARGET_DIR: TARGET,
      CARGO_ENCODED_RUSTFLAGS: rustflags.join('\x1f'),
      CARGO_PROFILE_RELEASE_OPT_LEVEL: optLevel,
    },
  );

  const scratch = await mkdtemp(path.join(tmpdir(), 'eap-wasm-'));
  try {
    const optimised = path.join(scratch, 'out.wasm');
    // The features come from the module's own section, which is dropped last: naming all of them makes
    // wasm-opt 132 write types that no browser knows.
    const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
    await step('wasm-opt', [...optimise, ...strip, path.join(out, 'glue_bg.wasm'), '-o', optimised]);
    const wasm = await readFile(optimised);
    checkWasm(wasm, [cargoHome, ROOT, homedir()]);
    return { wasm, glue: path.join(out, 'glue.js'), isSmall: library.hasSources };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * The crate as a module alone, without what native tests link: told to make both, the compiler leaves a tenth more in the
 * module.
 *
 * @returns {Promise<string>} the folder of its manifest
 */
async function moduleCrate() {
  const folder = path.join(TARGET, 'crate');
  const manifest = await readFile(inRoot('Cargo.toml'), 'utf8');
  const alone = manifest
    .replace(/^crate-type = .*$/m, `crate-type = ["cdylib"]\npath = ${JSON.stringify(inRoot('src', 'lib.rs'))}`)
    .replace(/^(readme|include) = .*\n/gm, '');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'Cargo.toml'), `${alone}\n[workspace]\n`);
  await copyFile(inRoot('Cargo.lock'), path.join(folder, 'Cargo.lock'));
  return folder;
}

/**
 * What cargo would compile for each module, as it tells it (`--unit-graph`), without compiling.
 *
 * @returns {Promise<{ library: string, rustVersion: string, graphs: { units: any[] }[] }>} `library`: the folder of the
 *   standard library's sources, whether they are installed or not
 */
export async function unitGraph() {
  const { sources, hasSources } = await standardLibrary();
  const rustVersion = (await step('rustc', ['--version'])).split(' ')[1];
  const graphs = [];
  for (const [feature, { optLevel }] of Object.entries(MODULES)) {
    const output = await step(
      'cargo',
      [
        ...['build', '--release', '--lib', '--target', 'wasm32-unknown-unknown', '--locked'],
        ...['--no-default-features', '--features', feature, '-Z', 'unstable-options', '--unit-graph'],
        ...(hasSources ? SMALL : PLAIN).args,
      ],
      { RUSTC_BOOTSTRAP: '1', CARGO_TARGET_DIR: TARGET, CARGO_PROFILE_RELEASE_OPT_LEVEL: optLevel },
    );
    graphs.push(JSON.parse(output));
  }
  return { library: path.join(sources, 'library'), rustVersion, graphs };
}

/** Whether this machine builds what is published: without the sources of the standard library it is larger. */
export const isPublishedBuild = async () => (await standardLibrary()).hasSources;

/** What may not be published: bytes that do not load, and paths of the machine that built them. */
function checkWasm(wasm, paths) {
  if (!WebAssembly.validate(wasm)) throw new SetupError('wasm-opt wrote a module that Node does not take.');
  const text = Buffer.from(wasm).toString('latin1');
  for (const found of paths.filter((each) => each.length > 1 && text.includes(each))) {
    throw new SetupError(`The WebAssembly names a path of this machine: ${found}`);
  }
}

/** Where the standard library's sources are if they are installed, and the name that they have if they are not. */
async function standardLibrary() {
  const sysroot = await step('rustc', ['--print', 'sysroot']);
  const commit = (await step('rustc', ['-vV'])).match(/^commit-hash: (.*)$/m)?.[1];
  const sources = path.join(sysroot.trim(), 'lib', 'rustlib', 'src', 'rust');
  return {
    sources,
    hasSources: existsSync(path.join(sources, 'library', 'Cargo.lock')),
    publicName: `/rustc/${commit}`,
  };
}

async function step(command, args, env) {
  const { code, output, stdout } = await run(command, args, { env });
  if (code !== 0) throw new SetupError(`${output}\n${command} failed, see the output above.`);
  return stdout;
}
