// What is found in the text of a message: addresses, which become links, and codes of the page, which a click copies.
// An address that belongs to one of the page's own `resources` carries its label. Nothing here costs more than the text
// is long, however many links and codes the page has.
import { isObject } from './answers.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { hostOf, safeUrl, saysHost, withoutControls, withoutScheme } from './safe-url.js';
import { makeCopy } from './views/parts/copying.js';

/**
 * @typedef {import('optave-web-sdk/chat').ChatResources} Resources
 * @typedef {import('./texts/index.js').Texts} Texts
 * @typedef {{ from: number, to: number, node: Node }} Finding  `node` stands for the text from here to there
 * @typedef {{ values: Set<string>, shapes: [lead: number, length: number][] }} Codes  those with the same first word, and
 *   how long they are, with what stands before the word
 */

const ADDRESS = /\b(?:https:\/\/|mailto:)[^\s<>"'`]+/giu;
const WORD = /[\p{L}\p{N}]+/gu;
const IN_WORD = /[\p{L}\p{N}]/u;
// What ends a sentence does not belong to the address before it.
const TRAILING = '.,;:!?…)]}»”’*|';

/** @param {string} href @param {Child[]} label @typedef {import('./dom.js').Child} Child */
const anchor = (href, ...label) => {
  const outside = { target: '_blank', rel: 'noopener noreferrer' };
  return h('a', { href, part: 'link', ...(href.startsWith('https:') && outside) }, ...label);
};

/**
 * A link; where its label does not say where it leads, that stands beside it.
 *
 * @param {string} href @param {...Child} label
 */
export function link(href, ...label) {
  const node = anchor(href, ...label);
  if (saysHost(node.textContent, href)) return node;
  // Letters of another direction in the label cannot turn this around.
  return h('span', {}, node, ' ', h('bdi', { class: 'host', part: 'link-host', dir: 'ltr' }, hostOf(href)));
}

/** A code that a click copies. @param {string} value @param {Texts} texts */
export function codeChip(value, texts) {
  const button = h(
    'button',
    { type: 'button', class: 'code', part: 'code' },
    h('span', { dir: 'ltr' }, value),
    icon('copy'),
  );
  return makeCopy(button, () => value, { copy: texts.copyCode(value), copied: texts.copied(value) });
}

/**
 * Keeps what was made from a list of the page as long as that is the same.
 *
 * @template Item, Made
 * @param {(list: readonly Item[]) => Made} make
 */
function kept(make) {
  /** @type {WeakMap<readonly Item[], { length: number, made: Made }>} */
  const all = new WeakMap();
  return (/** @type {readonly Item[]} */ list) => {
    let found = all.get(list);
    if (found?.length !== list.length) all.set(list, (found = { length: list.length, made: make(list) }));
    return /** @type {{ made: Made }} */ (found).made;
  };
}

const labelsOf = kept((/** @type {NonNullable<Resources['links']>} */ links) => {
  const labels = new Map();
  for (const { url, label } of links.filter(isObject)) {
    const href = safeUrl(url);
    if (href && label && !labels.has(href)) labels.set(href, withoutControls(String(label)));
  }
  return /** @type {Map<string, string>} */ (labels);
});

const codesOf = kept((/** @type {NonNullable<Resources['codes']>} */ codes) => {
  /** @type {Map<string, Codes>} */
  const byWord = new Map();
  for (const { value } of codes.filter(isObject)) {
    if (typeof value !== 'string' || value.length < 3) continue;
    const [found] = value.matchAll(WORD);
    if (!found) continue;
    const entry = byWord.get(found[0]) ?? { values: new Set(), shapes: [] };
    byWord.set(found[0], entry);
    entry.values.add(value);
    const { index: lead } = found;
    if (!entry.shapes.some((shape) => shape[0] === lead && shape[1] === value.length))
      entry.shapes.push([lead, value.length]);
  }
  for (const { shapes } of byWord.values()) shapes.sort((a, b) => b[1] - a[1]);
  return byWord;
});

/** Whether a text is one of the page's codes. @param {string} text @param {Resources} resources */
export function isCode(text, { codes = [] }) {
  const [word] = text.matchAll(WORD);
  return word !== undefined && codesOf(codes).get(word[0])?.values.has(text) === true;
}

/** The code at a word, if there is one; only whole words count. @param {string} text @param {RegExpExecArray} word @param {Map<string, Codes>} codes */
function codeAt(text, { 0: word, index }, codes) {
  const { values, shapes = [] } = codes.get(word) ?? {};
  for (const [lead, length] of shapes) {
    const from = index - lead;
    const to = from + length;
    if (from < 0 || !values?.has(text.slice(from, to))) continue;
    if ((lead && IN_WORD.test(text[from - 1] ?? '')) || IN_WORD.test(text[to] ?? '')) continue;
    return { from, to };
  }
  return undefined;
}

/** Without what ends the sentence; a bracket that the address has opened itself belongs to it. @param {string} found */
function addressIn(found) {
  let end = found.length;
  let open = 0;
  for (const char of found) open += char === '(' ? 1 : char === ')' ? -1 : 0;
  for (; TRAILING.includes(found[end - 1] ?? ' '); end -= 1) {
    if (found[end - 1] !== ')') continue;
    if (open >= 0) break;
    open += 1;
  }
  return found.slice(0, end);
}

/** “Track your order: https://…” becomes one link, not the label twice. @param {string} before @param {string} label */
function repeated(before, label) {
  const end = before.trimEnd();
  if (!end.endsWith(':')) return 0;
  const said = end.slice(0, -1).trimEnd();
  return said.endsWith(label) ? before.length - said.length + label.length : 0;
}

/**
 * @param {string} text
 * @param {Resources} resources the page's own
 * @param {Texts} texts
 * @returns {Finding[]} in the order of the text
 */
export function findingsIn(text, { links = [], codes = [] }, texts) {
  const labels = labelsOf(links);
  const known = codesOf(codes);
  /** @type {Finding[]} */
  const findings = [];
  /** @param {number} from @param {number} to */
  const findCodes = (from, to) => {
    if (!known.size) return;
    let end = from;
    const part = text.slice(0, to);
    WORD.lastIndex = from;
    for (let word = WORD.exec(part); word; word = WORD.exec(part)) {
      const code = word.index < end ? undefined : codeAt(part, word, known);
      if (!code || code.from < end) continue;
      findings.push({ ...code, node: codeChip(part.slice(code.from, code.to), texts) });
      end = code.to;
    }
  };
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const written = addressIn(found);
    const href = safeUrl(written);
    if (!href) continue;
    const label = labels.get(href);
    const from = label ? index - repeated(text.slice(Math.max(end, index - label.length - 8), index), label) : index;
    findCodes(end, from);
    end = index + written.length;
    findings.push({ from, to: end, node: link(href, label ?? withoutScheme(written)) });
  }
  findCodes(end, text.length);
  return findings;
}
