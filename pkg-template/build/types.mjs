// The package's declarations: the public face from pkg-template/types/index, the wire types as tsify wrote them from the
// Rust structs, and the small files of the other entries. Each is made for `import` and for `require`.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { Failure } from './log.mjs';
import { template } from './paths.mjs';

const folder = path.join(template, 'types');

// In the order in which somebody reads them.
const FACE = ['client', 'params', 'options', 'requests', 'events', 'connection', 'errors', 'wire'];

// What goes out and what comes in; the wire types stand in the order in which these lead to them.
const ROOTS = ['OptaveParams', 'RequestEnvelope', 'SuperpowerMessage', 'AnswerEnvelope'];

/** Leaves the comment out that says what the file is, for whoever works on it. */
const readFace = (name) =>
  readFileSync(path.join(folder, 'index', `${name}.d.ts`), 'utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^(\/\/.*\n)+/, '');

/** Every declaration with its doc comment, by name. */
function declarations(generated) {
  const found = new Map();
  // The class is described in pkg-template/types/index/client.d.ts.
  const withoutClass = generated.replace(
    /\/\*\*\n(?: \*.*\n)*? \*\/\nexport class OptaveClient \{\n[\s\S]*?\n\}\n/,
    '',
  );
  const rest = withoutClass.replace(
    /\/\*\*\n(?: \*.*\n)*? \*\/\nexport (?:type (\w+) = .*;|interface (\w+) .*\{\n[\s\S]*?\n\})$/gm,
    (text, type, name = type) => {
      found.set(name, text);
      return '';
    },
  );
  if (rest.replace(/\/\* [te]slint[:-]disable \*\//g, '').trim() !== '')
    throw new Failure(`The generated types hold more than declarations with comments:\n${rest.trim().slice(0, 500)}`);
  return found;
}

/** The declarations that a type is made of, itself first, in the order in which it leads to them. */
function partsOf(root, found, ordered = new Set()) {
  if (!found.has(root) || ordered.has(root)) return ordered;
  ordered.add(root);
  const code = found.get(root).replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [word] of code.matchAll(/\w+/g)) partsOf(word, found, ordered);
  return ordered;
}

/**
 * The wire types as they are read. What Rust cannot say is put in: `undefined` is not given (wire protocol, section 3),
 * and in the lists of params, objects of the caller's own types pass.
 */
function wireTypes(generated) {
  const found = declarations(generated.replaceAll('\r\n', '\n'));
  for (const root of ROOTS) {
    if (!found.has(root)) throw new Failure(`The generated types have no ${root}; see pkg-template/build/types.mjs.`);
  }
  const isObject = (name) => /^export interface/m.test(found.get(name) ?? '');
  for (const name of partsOf('OptaveParams', found)) {
    const open = found.get(name).replace(/\b(\w+)\[\]/g, (list, item) => (isObject(item) ? `Like<${item}>[]` : list));
    found.set(name, open);
  }
  const used = ROOTS.reduce((ordered, root) => partsOf(root, found, ordered), new Set());
  const unused = [...found.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) throw new Failure(`Nothing on the wire is made of the generated type ${unused.join(', ')}.`);
  return [...used]
    .map((name) => found.get(name))
    .join('\n\n')
    .replace(/^( *\w+\?: .*);$/gm, '$1 | undefined;')
    .replace(/^( *)\/\*\*\n *\* (.*)\n *\*\//gm, '$1/** $2 */');
}

/** `index.d.ts`, from the declarations that wasm-bindgen wrote. */
const indexTypes = (generated) =>
  format([...FACE.map(readFace), wireTypes(generated)].join('\n'), {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 120,
  });

/**
 * The declaration files of the package: for each entry one for `import` and one for `require()`.
 * @param {string} generated the one that wasm-bindgen wrote
 * @returns {Promise<Record<string, string>>}
 */
export async function publicTypes(generated) {
  const texts = { 'index.d.ts': await indexTypes(readFileSync(generated, 'utf8')) };
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.d.ts')) texts[name] = readFileSync(path.join(folder, name), 'utf8');
  }
  for (const [name, text] of Object.entries(texts)) {
    texts[name.replace(/\.d\.ts$/, '.d.cts')] = text.replaceAll("'./index.js'", "'./index.cjs'");
  }
  return texts;
}
