// An entry, the glue and the core in one file. The entry (pkg-template/entry) sees the rest as modules:
//
//   optave:glue     wasm-bindgen's JavaScript, as generated
//   optave:imports  `imports`, the object to instantiate the core with, and `start(exports)`, which hands the
//                   instance's exports to the glue, runs the module's start function, and answers the exports again.
//                   The functions among them that take and give numbers need no glue: where the crate's JavaScript says
//                   `core.name`, the bundle says `core.` and the short name
//   optave:wasm     `wasmText()`, the module's bytes, one character each (code 0 to 255), and `unpackerText()`, likewise
//   optave:plain    `instantiate(imports)`, the core's twin in plain JavaScript
//   optave:file     `wasmUrl()`, where optave.wasm lies beside the entry, and `wasmIntegrity`, its hash
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { fitGlue } from './glue.mjs';
import { integrityOf } from './integrity.mjs';
import { Failure } from './log.mjs';
import { pkg, root, template } from './paths.mjs';
import { unpacker } from './unpacker.mjs';
import { work } from './wasm.mjs';

// Stand for the two texts, which are put in at the end: the minifiers would spend seconds on them and rewrite their
// escapes.
const WASM = '$OptaveWasm';
const UNPACKER = '$OptaveUnpacker';

/**
 * Members that only the crate's own JavaScript has and knows: the bundle shortens their names, which saves 250 bytes.
 * A name may stand here if nothing else bears it, neither in what users see nor on the wire nor in the browser, and if
 * what has it never goes from one file of the package to another.
 */
export const INTERNAL = (
  'abandon aborters announce attemptFailed begin build buildSocket cancelAll chosen compose connected connectionClosed ' +
  'connectionOpened core coreError count deliver dropAll dropSocket emit fail fault faults fetchToken follow ' +
  'forRest frameCame isAsked isDrop isFresh isOpen keep latencyMs livesMs madeAt newIds nextChange openFailed ' +
  'outgoing payloads posting print quantiles raise release removeAll retryPlanned seat socketClosed socketOpened ' +
  'sockets stateChanged succeed tell throwIfAny tokenCame tokens unfollow unmatched wake wasSent weak'
).split(' ');

/**
 * Bytes as a string literal of one character per byte. In a UTF-8 file this compresses to 6 % more than the bytes
 * themselves, base64 to a third more. Only what a literal cannot hold is escaped, with the quote that occurs less.
 *
 * A classic script is read in the encoding of its page, unless its host names one: there everything is escaped that is
 * not the same in all of them, at 3 % more.
 */
function latin1Literal(bytes, isClassic) {
  const text = Buffer.from(bytes).toString('latin1');
  const count = (character) => text.split(character).length;
  const quote = count("'") < count('"') ? "'" : '"';
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  const escape = (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return quote + (isClassic ? body.replace(/[\x0e\x0f\x1b\x7f-\xff]/g, escape) : body) + quote;
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
function importsModule({ glue, imports, exports }) {
  const modules = [...new Set(imports.map(([module]) => module))];
  const begin = exports.find(([name]) => name === '__wbindgen_start')?.[1];
  const lines = modules.map((module, index) => {
    const names = imports.filter(([from]) => from === module).map(([, name, short]) => `${name} as ${short}_${index}`);
    // What wasm-bindgen leaves over without reference types, fitGlue adds to its JavaScript.
    const from = module === '__wbindgen_externref_xform__' ? glue : path.resolve(path.dirname(glue), module);
    return `import { ${names.join(', ')} } from ${JSON.stringify(from === glue ? glue : original(from))};`;
  });
  return `${lines.join('\n')}
import { __wbg_set_wasm } from ${JSON.stringify(glue)};
export const imports = { a: { ${imports.map(([from, , short]) => `${short}: ${short}_${modules.indexOf(from)}`).join(', ')} } };
export function start(exports) {
  __wbg_set_wasm(exports);
  ${begin ? `exports.${begin}();` : ''}
  return exports;
}
`;
}

// What bundlers recognise as a file to bring along; and for CommonJS, which knows its own place only as a path.
const WASM_URL = {
  esm: "new URL('./optave.wasm', import.meta.url)",
  cjs: "new URL('file:///' + encodeURI(__dirname.replaceAll('\\\\', '/') + '/optave.wasm').replace(/^\\/|[?#]/g, (sign) => sign === '/' ? '' : encodeURIComponent(sign)))",
};

// What answers a text goes through the glue (pkg-template/entry/client.js).
const THROUGH_GLUE = ['newIds'];

/** A file of the crate's JavaScript, calling the core by its short names; padded, because the source map knows columns. */
function shortened(file, { exports }) {
  const short = new Map(exports.filter(([name]) => !THROUGH_GLUE.includes(name)));
  return readFileSync(file, 'utf8').replace(/\bcore\.(\w+)\b(?!\.)/g, (call, name) =>
    short.has(name) ? `core.${short.get(name)}`.padEnd(call.length) : call,
  );
}

/** The source of `optave:file`. */
const fileModule = ({ bytes }, format) => `
export const wasmIntegrity = ${JSON.stringify(integrityOf(bytes))};
export const wasmUrl = () => ${WASM_URL[format]};
`;

/** An ES module as CommonJS, with exports that those see, too, who only read the file. */
function commonJs(code) {
  const list = /export\s*\{([^{}]*)\};?\s*$/.exec(code);
  if (!list) throw new Failure('The bundle does not end in its list of exports any more.');
  const exports = list[1].split(',').map((item) => {
    const [name, as = name] = item.trim().split(/\s+as\s+/);
    return `exports.${as}=${name};`;
  });
  return `${code.slice(0, list.index)}Object.defineProperty(exports,'__esModule',{value:true});${exports.join('')}`;
}

/** As constants. Before the code, the whole compresses to some 30 bytes less than after it. */
const constants = (texts) => (texts.length ? [`const ${texts.map((pair) => pair.join('=')).join(',')};`] : []);

/**
 * How the minified code and the texts go together in one file: the lines before the code, the code, those after it. The
 * code keeps its place on its line.
 *
 * @type {Record<'esm' | 'cjs' | 'iife', (code: string, texts: [string, string][]) => [string[], string, string[]]>}
 */
const FORMATS = {
  esm: (code, texts) => [constants(texts), code, []],
  cjs: (code, texts) => [["'use strict';", ...constants(texts)], commonJs(code), []],
  // Nothing of it may be seen outside, the texts included.
  iife: (code, texts) => [
    [`((${texts.map(([name]) => name)})=>{`],
    code,
    [`})(${texts.map(([, literal]) => literal)});`],
  ],
};

/** Names the sources as the repository does; what is generated is not quoted. */
function readableMap(text, file, linesBefore) {
  const map = JSON.parse(text);
  const inRepository = map.sources.map((source) =>
    path.relative(root, path.resolve(pkg, source)).replaceAll('\\', '/'),
  );
  const isOurs = (source) => /^(src|pkg-template)\//.test(source);
  map.file = file;
  map.sources = inRepository.map((source) => `optave-web-sdk:///${isOurs(source) ? source : path.basename(source)}`);
  map.sourcesContent = inRepository.map((source) =>
    isOurs(source) ? readFileSync(path.join(root, source), 'utf8') : null,
  );
  map.mappings = ';'.repeat(linesBefore) + map.mappings;
  return JSON.stringify(map);
}

/**
 * `module` is what the entry brings along, `external` the files of the package that it loads when they are needed.
 * @typedef {{ format: 'esm' | 'cjs' | 'iife', module?: import('./wasm.mjs').Bound & { script?: string }, external?: string[] }} Options
 */

/**
 * Bundles one entry into one file of the package.
 *
 * @param {string} entry the file in pkg-template/entry
 * @param {string} file the name it is to have in the package
 * @param {Options} options
 * @returns {Promise<{ code: string, withoutWasm: string, map: string }>} the file's text, the same without the wasm, and
 *   its source map
 */
export async function bundle(entry, file, { format, module, external = [] }) {
  const isClassic = format === 'iife';
  const virtual = {
    'optave:imports': () => importsModule(module),
    'optave:wasm': () => `export const wasmText = () => ${WASM}, unpackerText = () => ${UNPACKER};`,
    'optave:file': () => fileModule(module, format),
  };
  const real = { 'optave:glue': module?.glue, 'optave:plain': module?.script };
  const result = await build({
    entryPoints: [path.join(template, 'entry', entry)],
    outfile: path.join(pkg, file),
    bundle: true,
    write: false,
    format: format === 'iife' ? 'iife' : 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'external',
    minify: true,
    logLevel: 'error',
    absWorkingDir: work,
    external: external.map((name) => `./${name}`),
    plugins: [
      {
        name: 'optave',
        setup(esbuild) {
          esbuild.onResolve({ filter: /^optave:/ }, ({ path: name }) => {
            if (real[name]) return { path: real[name] };
            if (virtual[name]) return { path: name, namespace: 'optave' };
            return { errors: [{ text: `There is no module ${name} for ${entry}.` }] };
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
            resolveDir: work,
          }));
          esbuild.onLoad({ filter: /[\\/]src[\\/]browser[\\/][^\\/]+\.js$/ }, ({ path: name }) => ({
            contents: module && shortened(name, module),
          }));
          esbuild.onLoad({ filter: /_bg\.js$/ }, ({ path: name }) => ({
            contents: fitGlue(readFileSync(name, 'utf8'), module.exports),
          }));
        },
      },
    ],
  });
  const output = (ending) => result.outputFiles.find(({ path: name }) => name.endsWith(ending)).text;
  const minified = await minify(output(file), {
    module: format !== 'iife',
    ecma: 2020,
    compress: { passes: 8, ecma: 2020, unsafe_arrows: true },
    mangle: { properties: { regex: new RegExp(`^(${INTERNAL.join('|')})$`), builtins: true } },
    format: { ascii_only: isClassic, comments: false, ecma: 2020 },
    sourceMap: { content: output('.map'), includeSources: true },
  });
  const uses = [WASM, UNPACKER].map((name) => minified.code.split(name).length - 1);
  if (uses.some((count) => count > 1)) throw new Failure(`${file} would hold the wasm more than once.`);
  const compose = (/** @type {string | Buffer} */ bytes) =>
    FORMATS[format](
      minified.code,
      uses[0] === 0
        ? []
        : [
            [UNPACKER, latin1Literal(unpacker(module.bytes), isClassic)],
            [WASM, latin1Literal(bytes, isClassic)],
          ],
    );
  const whole = (lines) => `${lines.flat().join('\n')}\n//# sourceMappingURL=${file}.map\n`;
  const composed = compose(module?.bytes ?? '');
  return {
    code: whole(composed),
    withoutWasm: whole(compose('')),
    map: readableMap(minified.map, file, composed[0].length),
  };
}
