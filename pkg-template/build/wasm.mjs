// From the crate to a small wasm file and the JavaScript that goes with it: cargo, wasm-bindgen, wasm-opt. Each does what
// it does for everybody; nobody else touches what they made.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Failure, run } from './log.mjs';
import { root, target } from './paths.mjs';
import { toolBinary } from './tools.mjs';

export const work = path.join(target, 'optave-web-sdk');

const TARGET = 'wasm32-unknown-unknown';

/**
 * A WebAssembly module of the crate: its name, and what cargo is to build for it.
 * @typedef {{ name: string, cargo: string[] }} Module
 */

/** @type {Module} */
export const CORE = { name: 'core', cargo: ['--lib'] };

/** @type {Module} */
export const STRICT = { name: 'strict', cargo: ['--lib', '--features', 'strict'] };

/**
 * What wasm-bindgen made of a module: the wasm, the JavaScript for it ("glue"), the TypeScript declarations.
 * @typedef {{ wasm: string, glue: string, types: string }} Bound
 */

/**
 * A module that can be bundled: its bytes, wasm-bindgen's JavaScript for it, and how its imports and exports were
 * shortened.
 * @typedef {{ bytes: Buffer, glue: string, imports: [module: string, name: string, short: string][], exports: [name: string, short: string][] }} Shrunk
 */

// By name, not --all-features: that lets wasm-opt write imports and types which today's browsers refuse. All of these
// are in every engine since 2022.
const FEATURES = [
  'bulk-memory',
  'bulk-memory-opt',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
];

const enable = (features) => features.map((name) => `--enable-${name}`);

// LLVM would copy a small structure field by field; one memory.copy is shorter, which makes 1 % over the whole module. An
// option of LLVM's, not of Rust's: a compiler that does not know it is used without.
const SHORT_COPIES = '-Cllvm-args=-max-store-memcpy=1';

// For src/browser/guard.js, which puts it back when a call is cut off.
const STACK = '-Clink-arg=--export=__stack_pointer';

async function compilerKnows(flag) {
  const args = ['-', '--crate-name', 'probe', '--crate-type', 'lib', '--emit', 'obj', '-o', path.join(work, 'probe.o')];
  return (await run('rustc', [...args, flag], { cwd: root, allowFailure: true })).code === 0;
}

/**
 * Panics name the files that they stand in. Where crates and the standard library lie differs from machine to machine, so
 * that is written under a name that does not.
 */
async function withoutFolders() {
  const output = async (command, args) => (await run(command, args, { cwd: root })).stdout;
  const metadata = await output('cargo', ['metadata', '--format-version', '1', '--filter-platform', TARGET]);
  const folders = JSON.parse(metadata)
    .packages.filter(({ source }) => source)
    .map(({ manifest_path: manifest }) => path.dirname(path.dirname(manifest)));
  // As the compiler itself writes it, but where its sources are installed.
  const library = path.join((await output('rustc', ['--print', 'sysroot'])).trim(), 'lib', 'rustlib', 'src', 'rust');
  const commit = /^commit-hash: (\w+)$/m.exec(await output('rustc', ['-vV']))?.[1];
  return [
    ...[...new Set(folders)].sort().map((folder) => `--remap-path-prefix=${folder}=crates`),
    `--remap-path-prefix=${library}=/rustc/${commit}`,
  ];
}

/** What the compiler is told, as CARGO_ENCODED_RUSTFLAGS. */
export async function cargoFlags() {
  mkdirSync(work, { recursive: true });
  const { RUSTFLAGS = '', CARGO_ENCODED_RUSTFLAGS = RUSTFLAGS.split(' ').filter(Boolean).join('\x1f') } = process.env;
  const known = (await compilerKnows(SHORT_COPIES)) ? [SHORT_COPIES] : [];
  return [CARGO_ENCODED_RUSTFLAGS, STACK, ...known, ...(await withoutFolders())].filter(Boolean).join('\x1f');
}

/** @param {Module} module */
export async function compile(module) {
  await run('cargo', ['build', '--release', ...module.cargo, '--target', TARGET], {
    cwd: root,
    show: 'all',
    env: { ...process.env, CARGO_ENCODED_RUSTFLAGS: await cargoFlags() },
  });
  // Cargo gives all of them the same name.
  copyFileSync(path.join(target, TARGET, 'release', 'optave_web_sdk.wasm'), compiled(module));
}

/** What cargo made of a module. */
export const compiled = ({ name }) => path.join(work, `${name}.compiled.wasm`);

/**
 * Runs wasm-bindgen. The "bundler" target is the one whose glue leaves loading the wasm to us.
 * @returns {Promise<Bound>}
 */
export async function bind(name, wasm) {
  const out = path.join(work, `bindgen-${name}`);
  rmSync(out, { recursive: true, force: true });
  // encodeInto is in every engine that has reference types.
  const options = ['--target', 'bundler', '--encode-into', 'always', '--out-name', name, '--out-dir', out];
  await run(toolBinary('wasm-bindgen-cli', 'wasm-bindgen'), [...options, wasm], { cwd: root });
  return {
    glue: path.join(out, `${name}_bg.js`),
    wasm: path.join(out, `${name}_bg.wasm`),
    types: path.join(out, `${name}.d.ts`),
  };
}

/** Runs one of binaryen's programs. */
export async function binaryen(program, args) {
  // Started with this very node: the launcher in node_modules/.bin is a shell script on one system and a .cmd on
  // another.
  const launcher = path.join(root, 'node_modules', 'binaryen', 'bin', program);
  return run(process.execPath, [launcher, ...args], { cwd: root });
}

/**
 * Shrinks what wasm-bindgen made. Its names for imports and exports are long and end in a hash, which no compressor can
 * shorten: they become one or two letters, and the answer says which is which, so that the bundle can follow.
 * @param {string} name
 * @param {Bound} bound
 * @param {{ features?: string[], lowering?: string[] }} [options] what the module may use, and passes that go first
 * @returns {Promise<Shrunk & { file: string }>} `file` is where the bytes are
 */
export async function shrink(name, { wasm, glue }, options = {}) {
  const { features = FEATURES, lowering = [] } = options;
  const file = (step) => path.join(work, `${name}.${step}.wasm`);
  await binaryen('wasm-opt', [
    wasm,
    '-o',
    file('optimised'),
    ...enable(features),
    ...lowering,
    // Nothing lives below address 1024 but the far end of the stack, so offsets may be folded into loads and stores.
    // Flat code first: it lets the later passes arrange the blocks anew, which is worth 1 %.
    '--low-memory-unused',
    '--flatten',
    '--rereloop',
    '-Oz',
    '-Oz',
    '--strip-debug',
    '--strip-producers',
    '--strip-target-features',
  ]);
  const { stdout } = await binaryen('wasm-opt', [
    file('optimised'),
    '-o',
    file('shortened'),
    ...enable(features),
    '--minify-imports-and-exports-and-modules',
  ]);
  let names;
  try {
    names = JSON.parse(stdout);
  } catch {
    throw new Failure(`wasm-opt no longer prints the shortened names as JSON:\n${stdout.slice(0, 500)}`);
  }
  const bytes = readFileSync(file('shortened'));
  checkNames(bytes, names);
  return { bytes, glue, file: file('shortened'), ...names };
}

/** The printed names must be the module's own, or the page would find out instead. */
function checkNames(bytes, { imports, exports }) {
  const module = new WebAssembly.Module(bytes);
  const present = [
    ...WebAssembly.Module.imports(module).map(({ module: from, name }) => `import ${from} ${name}`),
    ...WebAssembly.Module.exports(module).map(({ name }) => `export ${name}`),
  ];
  const printed = [
    ...imports.map(([, , short]) => `import a ${short}`),
    ...exports.map(([, short]) => `export ${short}`),
  ];
  const missing = present.filter((name) => !printed.includes(name));
  if (missing.length > 0) throw new Failure(`wasm-opt did not say what it named: ${missing.join(', ')}`);
}

/**
 * The same module, compiled already, as if it had been compiled for these features alone: it lists what it was compiled
 * for, and wasm-bindgen goes by that list.
 */
export async function declareFeatures(name, wasm, features) {
  const file = (step) => path.join(work, `${name}.${step}.wasm`);
  // -g, because wasm-bindgen finds what it looks for by its name.
  await binaryen('wasm-opt', [wasm, '-g', '-o', file('undeclared'), ...enable(FEATURES), '--strip-target-features']);
  const declared = ['--mvp-features', ...enable(features), '--emit-target-features'];
  await binaryen('wasm-opt', [file('undeclared'), '-g', '-o', file('declared'), ...declared]);
  return file('declared');
}
