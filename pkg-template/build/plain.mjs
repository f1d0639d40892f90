// A module's twin in plain JavaScript, for pages whose Content-Security-Policy refuses WebAssembly: the same compiled
// code, taken through wasm2js.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bind, binaryen, compiled, declareFeatures, shrink, work } from './wasm.mjs';

// All that the compiler uses but what plain JavaScript has no counterpart for: reference-types, multivalue.
const FEATURES = ['bulk-memory', 'bulk-memory-opt', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'];

// wasm2js knows the instructions of the first WebAssembly only.
const LOWERING = ['--llvm-memory-copy-fill-lowering', '--signext-lowering', '--llvm-nontrapping-fptoint-lowering'];

/**
 * The twin, ready to be bundled.
 * @param {import('./wasm.mjs').Module} module
 * @returns {Promise<import('./wasm.mjs').Shrunk & { script: string }>} `script` is the path of its JavaScript
 */
export async function plainTwin(module) {
  const name = `${module.name}-plain`;
  const bound = await bind(name, await declareFeatures(name, compiled(module), FEATURES));
  const shrunk = await shrink(name, bound, { features: FEATURES, lowering: LOWERING });
  // As emscripten wants it, the script is one function, `instantiate(imports)`, which answers what the module exports.
  const { stdout } = await binaryen('wasm2js', [shrunk.file, '-Oz', '--enable-mutable-globals', '--emscripten']);
  const script = path.join(work, `${name}.js`);
  writeFileSync(script, `${stdout}\nexport { instantiate };\n`);
  return { ...shrunk, script };
}
