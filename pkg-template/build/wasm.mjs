// From the crate to a small wasm file and the JavaScript that goes with it: cargo, wasm-bindgen, wasm-opt.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, run } from './log.mjs';
import { removePanics } from './panics.mjs';
import { root, target } from './paths.mjs';
import { toolBinary } from './tools.mjs';

export const work = path.join(target, 'optave-web-sdk');

/**
 * A WebAssembly module of the crate: its name, what cargo is to build for it, and features of WebAssembly that
 * wasm-bindgen is not to use for it.
 * @typedef {{ name: string, cargo: string[], without: string[] }} Module
 */

/** Only numbers and texts cross its boundary, so that it needs no table of references. @type {Module} */
export const CORE = { name: 'core', cargo: ['--lib'], without: ['reference-types'] };

/** @type {Module} */
export const STRICT = { name: 'strict', cargo: ['--lib', '--features', 'strict'], without: [] };

/**
 * A module that can be bundled: `glue` is wasm-bindgen's JavaScript for it, and the lists say how its imports and
 * exports were shortened.
 * @typedef {{ bytes: Buffer, glue: string, imports: [module: string, name: string, short: string][], exports: [name: string, short: string][] }} Bound
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
].map((name) => `--enable-${name}`);

// LLVM would copy a small structure field by field; one memory.copy is shorter, which makes 3 % over the whole module.
// An option of LLVM's, not of Rust's: a compiler that does not know it is used without.
const SHORT_COPIES = '-Cllvm-args=-max-store-memcpy=1';

async function compilerKnows(flag) {
  const args = ['-', '--crate-name', 'probe', '--crate-type', 'lib', '--emit', 'obj', '-o', path.join(work, 'probe.o')];
  const { code } = await run('rustc', [...args, flag], { cwd: root, allowFailure: true });
  return code === 0;
}

/** @param {Module} module */
export async function compile(module) {
  mkdirSync(work, { recursive: true });
  const flags = process.env.RUSTFLAGS ?? '';
  const env = { ...process.env };
  if (await compilerKnows(SHORT_COPIES)) env.RUSTFLAGS = `${flags} ${SHORT_COPIES}`.trim();
  await run('cargo', ['build', '--release', ...module.cargo, '--target', 'wasm32-unknown-unknown'], {
    cwd: root,
    show: 'all',
    env,
  });
  // Cargo gives all of them the same name.
  copyFileSync(path.join(target, 'wasm32-unknown-unknown', 'release', 'optave_web_sdk.wasm'), compiled(module));
}

/** What cargo made of a module. */
export const compiled = ({ name }) => path.join(work, `${name}.compiled.wasm`);

/** Takes back that a module uses a feature: in the list, a plus before the name becomes a minus. */
function withoutFeatures(wasm, features) {
  const bytes = Buffer.from(wasm);
  const [list] = WebAssembly.Module.customSections(new WebAssembly.Module(bytes), 'target_features');
  if (!list) throw new Failure('The wasm does not list the features it uses; was it stripped?');
  const begin = bytes.indexOf(Buffer.from(list));
  for (const feature of features) {
    const entry = Buffer.from(`+${String.fromCharCode(feature.length)}${feature}`);
    const at = bytes.indexOf(entry, begin);
    if (at >= 0) bytes.write('-', at);
  }
  return bytes;
}

/**
 * Runs wasm-bindgen. The "bundler" target is the one whose glue leaves loading the wasm to us. Answers where the
 * JavaScript, the wasm and the types are.
 */
export async function bind(name, compiledWasm, without) {
  const input = path.join(work, `${name}.wasm`);
  const out = path.join(work, `bindgen-${name}`);
  writeFileSync(input, withoutFeatures(readFileSync(compiledWasm), without));
  rmSync(out, { recursive: true, force: true });
  await run(
    toolBinary('wasm-bindgen-cli', 'wasm-bindgen'),
    ['--target', 'bundler', '--out-name', name, '--out-dir', out, input],
    { cwd: root },
  );
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
 * shorten: they become one or two letters, and the answer says which is which, so that the glue can follow.
 * @param {string[]} [lowering] passes that go first
 * @returns {Promise<Bound>}
 */
export async function shrink(name, { wasm, glue }, lowering = []) {
  const file = (step) => path.join(work, `${name}.${step}.wasm`);
  writeFileSync(file('trimmed'), removePanics(readFileSync(wasm)));
  await binaryen('wasm-opt', [
    file('trimmed'),
    '-o',
    file('optimised'),
    ...FEATURES,
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
    ...FEATURES,
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
  return { bytes, glue, ...names };
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
