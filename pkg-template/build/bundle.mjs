// The entry, the glue and the wasm in one ES module. The entry (pkg-template/entry) sees the rest as three modules:
//
//   optave:glue     wasm-bindgen's JavaScript, as generated
//   optave:imports  `imports`, the object to instantiate the wasm with, and `start(exports)`, which hands the
//                   instance's exports to the glue, runs the module's start function, and answers the crate's own
//                   functions by their names: those that take and give numbers need no glue
//   optave:wasm     `wasmText`, the module's bytes, one character each (code 0 to 255), and `unpackerText`, likewise
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { fitGlue } from './glue.mjs';
import { Failure } from './log.mjs';
import { root, template } from './paths.mjs';
import { unpacker } from './unpacker.mjs';
import { gluePath, work } from './wasm.mjs';

// Stands for the wasm while the minifiers work: they would spend seconds on it, and rewrite its escapes. A name rather
// than a string, because they fold what they can know about a string, such as its length.
const PLACEHOLDER = '__OPTAVE_WASM__';
const UNPACKER = '__OPTAVE_UNPACKER__';

/**
 * Bytes as a string literal of one character per byte. In a UTF-8 file this compresses to 6 % more than the bytes
 * themselves, base64 to a third more. Only what a literal cannot hold is escaped, with the quote that occurs less.
 */
export function latin1Literal(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  const count = (character) => text.split(character).length;
  const quote = count("'") < count('"') ? "'" : '"';
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return quote + body + quote;
}

/**
 * wasm-bindgen copies the crate's own JavaScript next to its glue. The originals are bundled instead: an entry may import
 * them too, and there must be one OptaveError, not two that only look alike.
 */
function original(file) {
  const inCrate = /[\\/]snippets[\\/]optave-web-sdk-[0-9a-f]+[\\/](.*)$/.exec(file)?.[1];
  const source = inCrate && path.join(root, inCrate);
  return source && existsSync(source) ? source : file;
}

/** The source of `optave:imports`. */
function importsModule({ imports, exports }) {
  const modules = [...new Set(imports.map(([module]) => module))];
  const start = exports.find(([name]) => name === '__wbindgen_start')?.[1];
  if (!start) throw new Failure('The wasm has no __wbindgen_start.');
  const lines = modules.map((module, index) => {
    const names = imports.filter(([from]) => from === module).map(([, name, short]) => `${name} as ${short}_${index}`);
    const from =
      module === './optave_web_sdk_bg.js' ? gluePath : original(path.resolve(path.dirname(gluePath), module));
    return `import { ${names.join(', ')} } from ${JSON.stringify(from)};`;
  });
  const own = exports.filter(([name]) => /^[a-z]\w+$/i.test(name) && name !== 'memory');
  return `${lines.join('\n')}
import { __wbg_set_wasm } from ${JSON.stringify(gluePath)};
export const imports = { a: { ${imports.map(([from, , short]) => `${short}: ${short}_${modules.indexOf(from)}`).join(', ')} } };
export function start(exports) {
  __wbg_set_wasm(exports);
  exports.${start}();
  return { ${own.map(([name, short]) => `${name}: exports.${short}`).join(', ')} };
}
`;
}

/**
 * Bundles one entry. `wasm` is what `shrink()` answered.
 * @returns {Promise<{ code: string, withoutWasm: string }>} the module's text, and the same without the wasm
 */
export async function bundle(entry, wasm) {
  const virtual = {
    'optave:imports': () => importsModule(wasm),
    'optave:wasm': () => `export const wasmText = ${PLACEHOLDER}, unpackerText = ${UNPACKER};`,
  };
  const result = await build({
    entryPoints: [path.join(template, 'entry', entry)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    minify: true,
    logLevel: 'error',
    absWorkingDir: work,
    plugins: [
      {
        name: 'optave',
        setup(esbuild) {
          esbuild.onResolve({ filter: /^optave:/ }, ({ path: name }) => {
            if (name === 'optave:glue') return { path: gluePath };
            if (virtual[name]) return { path: name, namespace: 'optave' };
            return { errors: [{ text: `There is no module ${name}.` }] };
          });
          // wasm-bindgen copies the crate's own JavaScript; the entry and the glue must share one instance of it.
          esbuild.onResolve({ filter: /\/src\/browser\/[^/]+\.js$/ }, ({ path: name }) => ({
            path: path.join(root, 'src', 'browser', path.basename(name)),
          }));
          esbuild.onResolve({ filter: /[\\/]snippets[\\/]/ }, ({ path: name, resolveDir }) => ({
            path: original(path.resolve(resolveDir, name)),
          }));
          esbuild.onLoad({ filter: /.*/, namespace: 'optave' }, ({ path: name }) => ({
            contents: virtual[name](),
            resolveDir: path.dirname(gluePath),
          }));
          esbuild.onLoad({ filter: /optave_web_sdk_bg\.js$/ }, ({ path: file }) => ({
            contents: fitGlue(readFileSync(file, 'utf8'), wasm.exports),
          }));
        },
      },
    ],
  });
  const minified = await minify(result.outputFiles[0].text, {
    module: true,
    ecma: 2020,
    compress: { passes: 3, ecma: 2020, unsafe_arrows: true },
    format: { ascii_only: false, comments: false, ecma: 2020 },
  });
  if (minified.code.split(PLACEHOLDER).length !== 2) {
    throw new Failure('The bundle must hold the wasm exactly once; does the entry import it from optave:wasm?');
  }
  // Functions, because a replacement string would have its own escapes.
  const glue = minified.code.replace(UNPACKER, () => latin1Literal(unpacker(wasm.bytes)));
  const withoutWasm = glue.replace(PLACEHOLDER, '""');
  const code = glue.replace(PLACEHOLDER, () => latin1Literal(wasm.bytes));
  writeFileSync(path.join(work, `${path.basename(entry, '.js')}.without-wasm.js`), withoutWasm);
  return { code, withoutWasm };
}
