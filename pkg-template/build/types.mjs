// The package's index.d.ts, from the one that wasm-bindgen wrote. What wasm-bindgen cannot know is added here: the
// default export and the vendor's name for the class.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './log.mjs';
import { template } from './paths.mjs';

/** Replaces every match and fails when there is none: a silent miss would ship wrong types. */
function replaceAll(text, pattern, replacement, what) {
  if (!pattern.test(text))
    throw new Failure(`The generated types have no ${what} any more; see pkg-template/build/types.mjs.`);
  pattern.lastIndex = 0;
  return text.replace(pattern, replacement);
}

function indexTypes(generated) {
  let text = generated.replaceAll('\r\n', '\n');
  text = replaceAll(text, /^\/\* [te]slint[:-]disable \*\/\n/gm, '', 'lint header');
  if (!/^export declare class OptaveClient\b/m.test(text))
    throw new Failure('The generated types have no class OptaveClient.');
  text = text.replace(/\n{3,}/g, '\n\n').trim();
  const has = (name) =>
    new RegExp(`^export (declare )?(class|const|function|type|interface) ${name}\\b`, 'm').test(text);
  const alias = has('OptaveJavaScriptSDK')
    ? ''
    : `
/** The same class under the name that users of the vendor's SDK know. */
export declare const OptaveJavaScriptSDK: typeof OptaveClient;
export type OptaveJavaScriptSDK = OptaveClient;
`;
  // For [Symbol.dispose], which the consumer's own lib setting may not know yet.
  return `/// <reference lib="esnext.disposable" />\n${text}\n${alias}\nexport default OptaveClient;\n`;
}

/**
 * The declaration files of the package: for each entry one for `import` and one for `require()`.
 * @param {string} generated the one that wasm-bindgen wrote
 * @returns {Record<string, string>}
 */
export function publicTypes(generated) {
  const folder = path.join(template, 'types');
  const texts = { 'index.d.ts': indexTypes(readFileSync(generated, 'utf8')) };
  for (const name of readdirSync(folder)) texts[name] = readFileSync(path.join(folder, name), 'utf8');
  for (const [name, text] of Object.entries(texts)) {
    texts[name.replace(/\.d\.ts$/, '.d.cts')] = text.replaceAll("'./index.js'", "'./index.cjs'");
  }
  return texts;
}
