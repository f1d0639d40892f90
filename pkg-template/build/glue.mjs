// wasm-bindgen's JavaScript, fitted to the shortened wasm and relieved of what no browser needs that can run this
// module at all: whoever has reference types in WebAssembly (2022 at the latest) has globalThis, FinalizationRegistry
// and TextEncoder.encodeInto. Written for the one version of wasm-bindgen that Cargo.toml pins.
import { Failure } from './log.mjs';

/** Calls into the wasm by its short names. */
function renameExports(glue, exports) {
  const short = new Map(exports);
  const renamed = glue.replace(/\bwasm\.([A-Za-z_$][\w$]*)/g, (whole, name) => {
    if (!short.has(name)) throw new Failure(`The glue uses wasm.${name}, which the module does not export.`);
    return `wasm.${short.get(name)}`;
  });
  if (/\bwasm\s*\[/.test(renamed)) throw new Failure('The glue reads an export by computed name.');
  return renamed;
}

/**
 * Removals: where `sign` occurs, `pattern` must match, or wasm-bindgen has changed and somebody has to look.
 * @type {{ sign: string, pattern: RegExp, replacement: string | ((...groups: string[]) => string) }[]}
 */
const REMOVALS = [
  {
    sign: "'encodeInto' in",
    pattern: /if \(!\('encodeInto' in cachedTextEncoder\)\) \{[\s\S]*?\n\}\n/g,
    replacement: '',
  },
  {
    sign: 'if (realloc === undefined)',
    pattern: / {4}if \(realloc === undefined\) \{[\s\S]*?\n {4}\}\n/g,
    replacement: '',
  },
  {
    sign: 'handleError(function',
    pattern: /export function (\w+)\(\) \{ return handleError\((function \([\s\S]*?\n\}), arguments\); \}/g,
    replacement: 'export const $1 = /* @__PURE__ */ catching($2);',
  },
  {
    // How errors describe a foreign value; the long form tells apart what nobody here asks for.
    sign: 'function debugString(val)',
    pattern: /function debugString\(val\) \{[\s\S]*?\n\}\n/g,
    replacement: `function debugString(val) {
    try {
        return String(val);
    } catch {
        return typeof val;
    }
}
`,
  },
  {
    // Only a memory that is shared, or grown by somebody else, could be detached without being another buffer.
    sign: 'cachedDataViewMemory0.buffer.detached',
    pattern: /if \(cachedDataViewMemory0 === null \|\| cachedDataViewMemory0\.buffer\.detached[^\n]*\) \{/g,
    replacement: 'if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {',
  },
  {
    // A memory of WebAssembly takes its old buffer away when it grows, one of plain JavaScript leaves it.
    sign: 'cachedUint8ArrayMemory0.byteLength === 0',
    pattern: /if \(cachedUint8ArrayMemory0 === null \|\| cachedUint8ArrayMemory0\.byteLength === 0\) \{/g,
    replacement: 'if (cachedUint8ArrayMemory0?.buffer !== wasm.memory.buffer) {',
  },
  {
    // Safari's decoder gives up after 2 GiB. What is decoded here are ids, 150 bytes a request, and the texts of faults.
    // A decoder that does not skip the mark of byte order is of no use either: no text of the crate's begins with one.
    sign: 'const MAX_SAFARI_DECODE_BYTES',
    pattern:
      /^(?:let|const) cachedTextDecoder = new TextDecoder\(.*\ncachedTextDecoder\.decode\(\);\nconst MAX_SAFARI_DECODE_BYTES = [\s\S]*?\n\}\n/m,
    replacement: `const cachedTextDecoder = new TextDecoder();
const decodeText = (bytes) => cachedTextDecoder.decode(bytes);
`,
  },
  {
    // All strings travel through the one allocator.
    sign: ', wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)',
    pattern: /, wasm\.__wbindgen_malloc, wasm\.__wbindgen_realloc\)/g,
    replacement: ')',
  },
  {
    sign: 'function passStringToWasm0(arg, malloc, realloc)',
    pattern: /function passStringToWasm0\(arg, malloc, realloc\) \{/g,
    replacement: `function passStringToWasm0(arg) {
    const malloc = wasm.__wbindgen_malloc;
    const realloc = wasm.__wbindgen_realloc;`,
  },
  {
    sign: 'let deferred1_0;\n    let deferred1_1;\n    try {\n        const ret =',
    pattern:
      /^ {4}let deferred(\d+)_0;\n {4}let deferred\1_1;\n {4}try \{\n((?: {8}.*\n)*?) {8}const ret = (.*);\n {8}deferred.*\n {8}deferred.*\n {8}return getStringFromWasm0\(ret\[0\], ret\[1\]\);\n {4}\} finally \{\n.*\n {4}\}\n/gm,
    replacement: '$2    return takeString($3);\n',
  },
  {
    sign: 'getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, ',
    pattern:
      /^ {4}getDataViewMemory0\(\)\.setInt32\(\(arg0 >>> 0\) \+ 4 \* 1, (len\d+), true\);\n {4}getDataViewMemory0\(\)\.setInt32\(\(arg0 >>> 0\) \+ 4 \* 0, (ptr\d+), true\);\n/gm,
    replacement: '    giveString(arg0, $2, $1);\n',
  },
];

// What the replacements call.
const HELPERS = {
  takeString: `
function takeString(pair) {
    try {
        return getStringFromWasm0(pair[0], pair[1]);
    } finally {
        wasm.__wbindgen_free(pair[0], pair[1], 1);
    }
}`,
  giveString: `
function giveString(place, ptr, len) {
    const view = getDataViewMemory0();
    view.setInt32(place >>> 0, ptr, true);
    view.setInt32((place >>> 0) + 4, len, true);
}`,
  catching: `
function catching(f) {
    return (...args) => {
        try {
            return f(...args);
        } catch (e) {
            wasm.__wbindgen_exn_store(addToExternrefTable0(e));
        }
    };
}`,
};

/** The glue as the bundle uses it; `exports` are the pairs of long and short names. */
export function fitGlue(source, exports) {
  let glue = source;
  for (const { sign, pattern, replacement } of REMOVALS) {
    if (!glue.includes(sign)) continue;
    const before = glue;
    glue = glue.replace(pattern, /** @type {string} */ (replacement));
    if (glue === before) throw new Failure(`wasm-bindgen writes "${sign}" in another way now; see build/glue.mjs.`);
  }
  // Without reference types, objects are kept in a list of JavaScript's; wasm-bindgen forgets to say where it begins.
  const isPlain = glue.includes('function addHeapObject(');
  if (isPlain) glue += `const begin = heap.length;\nexport const __wbindgen_externref_statics_end = () => begin;\n`;
  // Where no object crosses the boundary, nothing is ever in that list.
  else glue = glue.replace(/^let heap = .*\nheap\.push\(.*\n\s*let heap_next = .*\n/m, 'let heap = [], heap_next;\n');
  for (const [name, source] of Object.entries(HELPERS)) {
    if (!glue.includes(`${name}(`)) continue;
    glue += `${isPlain ? source.replace('addToExternrefTable0', 'addHeapObject') : source}\n`;
  }
  const withoutHandler = glue.replace(/^function handleError\(f, args\) \{[\s\S]*?\n\}\n/m, '');
  if (!withoutHandler.includes('handleError(')) glue = withoutHandler;
  return renameExports(glue, exports);
}
