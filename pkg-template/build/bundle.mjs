// An entry, the glue and the core in one file. The entry (pkg-template/entry) sees the rest as modules:
//
//   optave:glue     wasm-bindgen's JavaScript, as generated
//   optave:imports  `imports`, the object to instantiate the core with, and `named(exports)`, the instance's exports as
//                   the glue calls them
//   optave:wasm     `wasmText()`, the module's bytes, one character each (code 0 to 255), and `unpackerText()`, likewise
//   optave:plain    `instantiate(imports)`, the core's twin in plain JavaScript
//   optave:beside   a function for each file of the package that is loaded when it is needed
//   optave:file     `wasmUrl()`, where optave.wasm lies beside the entry, and `wasmIntegrity`, its hash
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { build } from 'esbuild';
import { minify } from 'terser';
import { integrityOf } from './integrity.mjs';
import { Failure } from './log.mjs';
import { pkg, root, template } from './paths.mjs';
import { unpacker } from './unpacker.mjs';
import { work } from './wasm.mjs';

// Stand for the two texts, which are put in at the end: the minifiers would spend seconds on them and rewrite their
// escapes.
const WASM = '$OptaveWasm';
const UNPACKER = '$OptaveUnpacker';

const inEntry = (name) => path.join(template, 'entry', name);

/**
 * Bytes as a string literal of one character per byte. In a UTF-8 file this compresses to 2 % more than the bytes
 * themselves, base64 to 28 % more. Only what a literal cannot hold is escaped, with the quote that occurs less.
 *
 * A classic script is read in the encoding of its page, unless its host names one: there everything is escaped that is
 * not the same in all of them, at 2 % more.
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

/**
 * The names of exports that only wasm-bindgen gives: the minifier shortens them in the glue to what wasm-opt made of them.
 * What the others are called (the memory, functions without a class), others may be called too: `named` puts them back.
 */
export const SHORTENED = /^(?:__|wasm_bindgen__|optaveclient_)\w+$/;
const isShortened = ([name]) => SHORTENED.test(name);

/**
 * The source of `optave:beside`. What is CommonJS loads CommonJS, also where `import()` cannot be had, as in Jest. A classic
 * script from another host has no address that a relative one could start from, unless it notes its own.
 */
export function besideModule(files, format) {
  const nameOf = (file) => file.replace(/\.js$/, '').replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const loading = {
    esm: (file) => `() => import('./${file}')`,
    cjs: (file) => `async () => module.require('./${file.replace(/js$/, 'cjs')}')`,
    iife: (file) => `() => import(here ? new URL('./${file}', here).href : './${file}')`,
  }[format];
  return [
    ...(format === 'iife' ? ['const here = globalThis.document?.currentScript?.src;'] : []),
    ...files.map((file) => `export const ${nameOf(file)} = ${loading(file)};`),
  ].join('\n');
}

/** The source of `optave:imports`. */
function importsModule({ glue, imports, exports }) {
  const modules = [...new Set(imports.map(([module]) => module))];
  const fileOf = (module) =>
    module.startsWith('.') ? original(path.resolve(path.dirname(glue), module)) : inEntry(`${module}.js`);
  const lines = modules.map((module, index) => {
    const names = imports.filter(([from]) => from === module).map(([, name, short]) => `${name} as ${short}_${index}`);
    return `import { ${names.join(', ')} } from ${JSON.stringify(fileOf(module))};`;
  });
  const given = imports.map(([from, , short]) => `${short}: ${short}_${modules.indexOf(from)}`);
  const others = exports.filter((pair) => !isShortened(pair)).map(([name, short]) => `${name}: exports.${short}`);
  return `${lines.join('\n')}
export const imports = { a: { ${given.join(', ')} } };
export const named = (exports) => ({ ...exports, ${others.join(', ')} });
`;
}

// What bundlers recognise as a file to bring along; and for CommonJS, which knows its own place only as a path.
const WASM_URL = {
  esm: "new URL('./optave.wasm', import.meta.url)",
  cjs: "new URL('file:///' + encodeURI(__dirname.replaceAll('\\\\', '/') + '/optave.wasm').replace(/^\\/|[?#]/g, (sign) => sign === '/' ? '' : encodeURIComponent(sign)))",
};

/** The source of `optave:file`. */
const fileModule = ({ bytes }, format) => `
export const wasmIntegrity = ${JSON.stringify(integrityOf(bytes))};
export const wasmUrl = () => ${WASM_URL[format]};
`;

/**
 * What the glue is to have instead of the globals of that name (pkg-template/entry): it makes a decoder as soon as it is
 * imported, and believes that a memory which has grown takes its old views away.
 */
function globalsFor({ glue, script }) {
  const views = [...readFileSync(glue, 'utf8').matchAll(/new (\w+)\(wasm\.memory\.buffer\)/g)].map(([, view]) => view);
  const unknown = views.filter((view) => !['DataView', 'Uint8Array'].includes(view));
  if (script && unknown.length > 0) throw new Failure(`pkg-template/entry/views.js lacks ${unknown.join(', ')}.`);
  return [
    `import { TextDecoder, TextEncoder } from ${JSON.stringify(inEntry('text.js'))};`,
    script ? `import { DataView, Uint8Array } from ${JSON.stringify(inEntry('views.js'))};` : '',
  ].join('');
}

// What is generated tells a debugger nothing, and the twins in plain JavaScript would be most of a map: all of it is one
// source, of one line, which debuggers step over.
const GENERATED = 'generated.js';
const GENERATED_TEXT = '// Made by wasm-bindgen, wasm2js or the build of optave-web-sdk.';
const GENERATED_MAP = JSON.stringify({ version: 3, sources: [GENERATED], mappings: 'AAAA' });

/** The text of a file that is generated. */
export const generated = (text) =>
  `${text}\n//# sourceMappingURL=data:application/json,${encodeURIComponent(GENERATED_MAP)}`;

/** As constants. Before the code, the whole compresses to some 30 bytes less than after it. */
const constants = (texts) => (texts.length ? [`const ${texts.map((pair) => pair.join('=')).join(',')};`] : []);

/**
 * How the minified code and the texts go together in one file: the lines before the code, those after it. The code keeps
 * its place on its line.
 *
 * @type {Record<'esm' | 'cjs' | 'iife', (texts: [string, string][]) => [string[], string[]]>}
 */
const FORMATS = {
  esm: (texts) => [constants(texts), []],
  cjs: (texts) => [["'use strict';", ...constants(texts)], []],
  // Nothing of it may be seen outside, the texts included.
  iife: (texts) => [[`((${texts.map(([name]) => name)})=>{`], [`})(${texts.map(([, literal]) => literal)});`]],
};

/** The mappings of a line, in which a stretch of what is generated is one: of its insides nobody learns anything. */
function shortened(segments, isGenerated) {
  let wasGenerated = false;
  return segments.filter(([, source]) => {
    const isWanted = !wasGenerated || !isGenerated(source);
    wasGenerated = isGenerated(source);
    return isWanted;
  });
}

/** Of the names only those that the mappings still speak of. */
function keepNames(map, lines) {
  const kept = new Map();
  for (const segment of lines.flat()) {
    if (segment.length < 5) continue;
    const name = map.names[segment[4]];
    if (!kept.has(name)) kept.set(name, kept.size);
    segment[4] = kept.get(name);
  }
  map.names = [...kept.keys()];
}

/**
 * Names the sources as the repository does, and quotes them. `linesBefore` is how many were put before the code; with
 * `isByLine` the beginnings of lines are enough, as for code that stands there as it was written.
 */
export function readableMap(text, file, { linesBefore = 0, isByLine = false } = {}) {
  const map = JSON.parse(text);
  const isGenerated = (source) => path.basename(source) === GENERATED;
  const ofGenerated = (index) => index !== undefined && isGenerated(map.sources[index]);
  const lines = decode(map.mappings).map((segments) =>
    isByLine ? segments.slice(0, 1) : shortened(segments, ofGenerated),
  );
  keepNames(map, lines);
  const inRepository = (source) => path.relative(root, path.resolve(pkg, source)).replaceAll('\\', '/');
  map.file = file;
  map.ignoreList = [...map.sources.keys()].filter((index) => isGenerated(map.sources[index]));
  map.sourcesContent = map.sources.map((source) =>
    isGenerated(source) ? GENERATED_TEXT : readFileSync(path.join(root, inRepository(source)), 'utf8'),
  );
  map.sources = map.sources.map(
    (source) => `optave-web-sdk:///${isGenerated(source) ? GENERATED : inRepository(source)}`,
  );
  map.mappings = ';'.repeat(linesBefore) + encode(lines);
  return JSON.stringify(map);
}

/**
 * `module` is what the entry brings along, `external` the files of the package that it loads when they are needed.
 * @typedef {{ format: 'esm' | 'cjs' | 'iife', module?: import('./wasm.mjs').Shrunk & { script?: string }, external?: string[] }} Options
 */

/** What esbuild is told in any case. */
function settings(entry, file, { format, module, external = [] }) {
  const virtual = {
    'optave:imports': () => importsModule(module),
    'optave:wasm': () => `export const wasmText = () => ${WASM}, unpackerText = () => ${UNPACKER};`,
    'optave:file': () => fileModule(module, format),
    'optave:beside': () => besideModule(external, format),
  };
  const real = { 'optave:glue': module?.glue, 'optave:plain': module?.script };
  const shortened = module?.exports.filter(isShortened) ?? [];
  /** @type {import('esbuild').Plugin} */
  const plugin = {
    name: 'optave',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^optave:/ }, ({ path: name }) => {
        if (real[name]) return { path: real[name] };
        if (virtual[name]) return { path: name, namespace: 'optave' };
        return { errors: [{ text: `There is no module ${name} for ${entry}.` }] };
      });
      esbuild.onResolve({ filter: /[\\/]snippets[\\/]/ }, ({ path: name, resolveDir }) => ({
        path: original(path.resolve(resolveDir, name)),
      }));
      esbuild.onLoad({ filter: /.*/, namespace: 'optave' }, ({ path: name }) => ({
        contents: generated(virtual[name]()),
        resolveDir: work,
      }));
      esbuild.onLoad({ filter: /_bg\.js$/ }, ({ path: name }) => ({
        contents: generated(globalsFor(module) + readFileSync(name, 'utf8')),
      }));
      esbuild.onLoad({ filter: /-plain\.js$/ }, ({ path: name }) => ({
        contents: generated(readFileSync(name, 'utf8')),
      }));
    },
  };
  return {
    entryPoints: [inEntry(entry)],
    outfile: path.join(pkg, file),
    bundle: true,
    /** @type {false} */
    write: false,
    /** @type {'esm' | 'iife'} */
    format: format === 'iife' ? 'iife' : 'esm',
    target: 'es2022',
    /** @type {'utf8'} */
    charset: 'utf8',
    /** @type {'none'} */
    legalComments: 'none',
    /** @type {'external'} */
    sourcemap: 'external',
    minify: true,
    ...(shortened.length > 0 && {
      mangleProps: new RegExp(`^(?:${shortened.map(([name]) => name).join('|')})$`),
      mangleCache: Object.fromEntries(shortened),
    }),
    /** @type {'error'} */
    logLevel: 'error',
    absWorkingDir: work,
    external: external.map((name) => `./${name}`),
    plugins: [plugin],
  };
}

/**
 * The same for CommonJS: an entry that hands the other one's exports on, each by its name, for those who only read the
 * file to see what it exports.
 */
async function commonJs(options, file) {
  const { metafile } = await build({ ...options, metafile: true });
  const { exports } = Object.values(metafile.outputs).find((output) => output.entryPoint);
  const [entry] = options.entryPoints;
  const contents = [
    // An ES module still, for esbuild: `exports` is a name that Node gives it.
    'export {};',
    `import * as entry from ${JSON.stringify(entry)};`,
    "Object.defineProperty(exports, '__esModule', { value: true });",
    ...exports.map((name) => `exports.${name} = entry.${name};`),
  ].join('\n');
  return {
    ...options,
    entryPoints: undefined,
    stdin: { contents: generated(contents), resolveDir: work, sourcefile: file },
  };
}

/** Makes what esbuild has bundled smaller still. Directives stay: frameworks go by theirs. */
export const shrink = (code, map, isClassic = false) =>
  minify(code, {
    module: !isClassic,
    ecma: 2020,
    compress: { passes: 2, ecma: 2020, unsafe_arrows: true, directives: false },
    format: { ascii_only: isClassic, comments: false, ecma: 2020 },
    sourceMap: map && { content: map, includeSources: true },
  });

/**
 * Bundles one entry into one file of the package.
 *
 * @param {string} entry the file in pkg-template/entry
 * @param {string} file the name it is to have in the package
 * @param {Options} options
 * @returns {Promise<{ code: string, withoutWasm: string, map?: string }>} the file's text, the same without the wasm, and
 *   its source map, if it has one
 */
export async function bundle(entry, file, { format, module, external }) {
  const isClassic = format === 'iife';
  const options = settings(entry, file, { format, module, external });
  const result = await build(format === 'cjs' ? await commonJs(options, file) : options);
  const output = (ending) => result.outputFiles.find(({ path: name }) => name.endsWith(ending)).text;
  const minified = await shrink(output(file), output('.map'), isClassic);
  const uses = [WASM, UNPACKER].map((name) => minified.code.split(name).length - 1);
  if (uses.some((count) => count > 1)) throw new Failure(`${file} would hold the wasm more than once.`);
  const around = (/** @type {string | Buffer} */ bytes) =>
    FORMATS[format](
      uses[0] === 0
        ? []
        : [
            [UNPACKER, latin1Literal(unpacker(module.bytes), isClassic)],
            [WASM, latin1Literal(bytes, isClassic)],
          ],
    );
  // In CommonJS it is the same code, of which one map is enough.
  const isMapped = format !== 'cjs';
  const end = isMapped ? `//# sourceMappingURL=${file}.map\n` : '';
  const whole = ([before, after]) => `${[...before, minified.code, ...after].join('\n')}\n${end}`;
  const lines = around(module?.bytes ?? '');
  return {
    code: whole(lines),
    withoutWasm: whole(around('')),
    map: isMapped ? readableMap(minified.map, file, { linesBefore: lines[0].length }) : undefined,
  };
}
