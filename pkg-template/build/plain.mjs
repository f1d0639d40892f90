// A module's twin in plain JavaScript, for pages whose Content-Security-Policy refuses WebAssembly: the same compiled
// code, taken through wasm2js.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './log.mjs';
import { bind, binaryen, compiled, shrink, work } from './wasm.mjs';

// wasm-bindgen uses these where the module says that it was compiled for them. Plain JavaScript has no counterpart.
const UNSUPPORTED = ['multivalue', 'reference-types'];

// wasm2js knows the instructions of the first WebAssembly only.
const LOWERING = ['--llvm-memory-copy-fill-lowering', '--signext-lowering', '--llvm-nontrapping-fptoint-lowering'];

/** The JavaScript of a module: `instantiate(imports)` answers the exports, as an instance of the wasm has them. */
async function script(shortened) {
  const { stdout } = await binaryen('wasm2js', [shortened, '-O2', '--enable-mutable-globals']);
  const parts = /^import \* as a from 'a';\n([\s\S]*)\nvar retasmFunc = asmFunc\(\{\s*"a": a,?\s*\}\);\n/.exec(stdout);
  if (!parts) throw new Failure('wasm2js no longer writes what pkg-template/build/plain.mjs expects.');
  return `${parts[1]}\nexport const instantiate = asmFunc;\n`;
}

/**
 * The twin, ready to be bundled.
 * @param {import('./wasm.mjs').Module} module
 * @returns {Promise<import('./wasm.mjs').Bound & { script: string }>} `script` is the path of its JavaScript
 */
export async function plainTwin(module) {
  const name = `${module.name}-plain`;
  const bound = await shrink(name, await bind(name, compiled(module), UNSUPPORTED), LOWERING);
  const file = path.join(work, `${name}.js`);
  writeFileSync(file, await script(path.join(work, `${name}.shortened.wasm`)));
  return { ...bound, script: file };
}
