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
    sign: 'typeof FinalizationRegistry',
    pattern:
      /\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{ register: \(\) => \{\}, unregister: \(\) => \{\} \}\s*: /g,
    replacement: '',
  },
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
    // The three that js-sys tries when there is no globalThis.
    sign: '__wbg_static_accessor_SELF',
    pattern: /(export function __wbg_static_accessor_(?:GLOBAL|SELF|WINDOW)_[0-9a-f]+\(\)) \{[\s\S]*?\n\}/g,
    replacement: '$1 {\n    return 0;\n}',
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
    // Users hold the entry's class, not this one; its memory is given back when it is collected.
    sign: 'free() {',
    pattern: / {4}__destroy_into_raw\(\) \{[\s\S]*?\n {4}\}\n {4}free\(\) \{[\s\S]*?\n {4}\}\n/g,
    replacement: '',
  },
  {
    sign: 'if (Symbol.dispose)',
    pattern: /^if \(Symbol\.dispose\) \w+\.prototype\[Symbol\.dispose\] = \w+\.prototype\.free;\n/gm,
    replacement: '',
  },
];

const CATCHING = `
function catching(f) {
    return (...args) => {
        try {
            return f(...args);
        } catch (e) {
            wasm.__wbindgen_exn_store(addToExternrefTable0(e));
        }
    };
}
`;

/** The glue as the bundle uses it; `exports` are the pairs of long and short names. */
export function fitGlue(source, exports) {
  let glue = source;
  for (const { sign, pattern, replacement } of REMOVALS) {
    if (!glue.includes(sign)) continue;
    const before = glue;
    glue = glue.replace(pattern, /** @type {string} */ (replacement));
    if (glue === before) throw new Failure(`wasm-bindgen writes "${sign}" in another way now; see build/glue.mjs.`);
  }
  if (glue.includes('catching(')) {
    glue = glue.replace(/^function handleError\(f, args\) \{[\s\S]*?\n\}\n/m, '') + CATCHING;
  }
  return renameExports(glue, exports);
}
