/**
 * The WebAssembly: cargo compiles, wasm-bindgen binds, wasm-opt shrinks, and what comes out is checked.
 *
 * wasm-pack, which runs the crate's tests in browsers, would do the first two, but it compiles each kind of library that the
 * manifest names, and then the compiler leaves the optimisation over all crates half done: measured on the module for
 * creates, 17 % more bytes.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, ROOT } from '../lib/paths.mjs';
import { run } from '../lib/processes.mjs';
import { SetupError } from '../setup/problem.mjs';
import { idleExports, rename } from './names.mjs';

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

const TRIPLE = 'wasm32-unknown-unknown';

/** The facade puts this back where it was when it ends a step of a call. */
const LINKED = ['-Clink-arg=--export=__stack_pointer'];

/**
 * Constant data before the stack, at addresses of two bytes instead of four: a hundredth of the module. An overflow of the
 * stack would not trap then, but nothing comes near: what recurs has a bound (`json::DEPTH`) that takes a hundredth of it.
 */
const DATA_FIRST = ['-Clink-arg=--no-stack-first', '-Clink-arg=--global-base=1024'];

/** Of its own, so that other compiler flags do not make the tests' artefacts stale. */
const TARGET = inRoot('target', 'npm');
/**
 * What Rust keeps by itself: no address below the first page's first kilobyte is used, and no access of memory traps.
 */
const LEAN = ['--low-memory-unused', '--ignore-implicit-traps'];

/** How large a function may be to be copied to where it is called, in wasm-opt's own measure: by trial the smallest module. */
const INLINED = ['--always-inline-max-function-size=4', '--one-caller-inline-max-function-size=20'];

/**
 * The modules: which feature of the crate each has, and what its compilers look at. It is size in both: what reads
 * large files is fast enough all the same (`npm run bench -- bulk-read`).
 */
const MODULES = {
  create: {
    optLevel: 'z',
    linked: DATA_FIRST,
    optimise: [
      ...LEAN,
      ...INLINED,
      '--flatten',
      '--rereloop',
      '-Oz',
      '-Oz',
      '-Oz',
      '--converge',
      '--reorder-functions',
    ],
    // Nothing outlives a step, so nothing is given back.
    unused: ['__wbindgen_free'],
  },
  bulk: {
    optLevel: 'z',
    linked: [],
    optimise: [...LEAN, '--flatten', '--rereloop', '-Oz', '-Oz', '--reorder-functions'],
    // It is left by an exception only when it traps, and then for good.
    unused: ['__stack_pointer'],
  },
};

/**
 * Makes one of the modules.
 *
 * @param {keyof typeof MODULES} name
 * @returns {Promise<{ wasm: Uint8Array, isSmall: boolean }>} the bytes, and whether it is as small as what is published
 */
export async function makeWasm(name) {
  const { optLevel, linked, optimise, unused } = MODULES[name];
  const cargoHome = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
  const library = await standardLibrary();
  const { flags, args, env } = library.hasSources ? SMALL : PLAIN;
  const remaps = [
    [cargoHome, 'cargo'],
    [ROOT, '.'],
    [library.sources, library.publicName],
  ];
  const rustflags = [
    ...remaps.map(([from, to]) => `--remap-path-prefix=${from}=${to}`),
    ...flags,
    ...LINKED,
    ...linked,
  ];
  await step(
    'cargo',
    [
      ...['rustc', '--release', '--lib', '--crate-type', 'cdylib', '--target', TRIPLE, '--locked'],
      ...['--no-default-features', '--features', name, ...args],
    ],
    {
      ...env,
      CARGO_TARGET_DIR: TARGET,
      CARGO_ENCODED_RUSTFLAGS: rustflags.join('\x1f'),
      CARGO_PROFILE_RELEASE_OPT_LEVEL: optLevel,
    },
  );
  const out = path.join(TARGET, `bound-${name}`);
  const compiled = path.join(TARGET, TRIPLE, 'release', 'entra_access_packages.wasm');
  await step('wasm-bindgen', [
    ...['--target', 'web', '--no-typescript', '--out-name', 'glue'],
    '--out-dir',
    out,
    compiled,
  ]);

  const scratch = await mkdtemp(path.join(tmpdir(), 'eap-wasm-'));
  try {
    const bound = path.join(out, 'glue_bg.wasm');
    const optimised = path.join(scratch, 'out.wasm');
    const removed = idleExports(await readFile(bound), unused).flatMap((each) => [
      '--remove-exports',
      `--pass-arg=remove-exports@${each}`,
    ]);
    // The features come from the module's own section, which is dropped last: naming all of them makes
    // wasm-opt 132 write types that no browser knows.
    const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
    await step('wasm-opt', [...removed, ...optimise, ...strip, bound, '-o', optimised]);
    const wasm = rename(await readFile(optimised));
    checkWasm(wasm, [cargoHome, ROOT, homedir()]);
    return { wasm, isSmall: library.hasSources };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
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
        ...['build', '--release', '--lib', '--target', TRIPLE, '--locked'],
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
