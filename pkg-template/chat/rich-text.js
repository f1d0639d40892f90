// What a message says, as nodes: text, links that are allowed, and codes that can be copied. Addresses stand in the
// text as they are, or belong to one of the page's own `resources` and then carry its label.
import { h } from './dom.js';
import { icon } from './icons.js';
import { safeUrl } from './safe-url.js';

const ADDRESS = /\b(?:https:\/\/[^\s<>"'`]+|mailto:[^\s<>"'`]+)/giu;
// What ends a sentence does not belong to the address before it.
const TRAILING = /[.,;:!?…)\]}»”’]+$/u;

export function link(href, label) {
  const outside = { target: '_blank', rel: 'noopener noreferrer' };
  return h('a', { href, part: 'link', ...(href.startsWith('https:') && outside) }, label);
}

/** A code that a click copies. */
export function codeChip(value, texts) {
  const button = h(
    'button',
    { type: 'button', class: 'code', part: 'code', 'aria-label': texts.copyCode(value) },
    h('span', { dir: 'ltr' }, value),
    icon('copy'),
  );
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      return; // not allowed here: the code can still be selected
    }
    button.classList.add('copied');
    button.setAttribute('aria-label', texts.copied(value));
    setTimeout(() => {
      button.classList.remove('copied');
      button.setAttribute('aria-label', texts.copyCode(value));
    }, 1600);
  });
  return button;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Splits by the codes that the page has given; only whole words count. */
function withCodes(text, codes, texts) {
  const values = codes.map(({ value }) => value).filter((value) => typeof value === 'string' && value.length > 2);
  if (!values.length) return [text];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${values.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return text.split(pattern).map((piece, index) => (index % 2 ? codeChip(piece, texts) : piece));
}

/**
 * @param {string} text
 * @param {{ links?: object[], codes?: object[] }} resources the page's own
 */
export function richText(text, { links = [], codes = [] } = {}, texts) {
  const nodes = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const written = found.replace(TRAILING, '');
    const href = safeUrl(written);
    if (!href) continue;
    nodes.push(...withCodes(text.slice(end, index), codes, texts));
    const known = links.find(({ url }) => safeUrl(url) === href);
    nodes.push(link(href, known?.label || written.replace(/^(?:https:\/\/|mailto:)/iu, '')));
    end = index + written.length;
  }
  nodes.push(...withCodes(text.slice(end), codes, texts));
  return withoutRepeatedLabels(nodes);
}

/** “Track your order: https://…” becomes one link, not the label twice. */
function withoutRepeatedLabels(nodes) {
  return nodes
    .map((node, index) => {
      const next = nodes[index + 1];
      if (typeof node !== 'string' || !(next instanceof HTMLAnchorElement)) return node;
      const label = next.textContent;
      const before = node.replace(/\s*:\s*$/u, '');
      return before !== node && before.endsWith(label) ? before.slice(0, before.length - label.length) : node;
    })
    .filter((node) => node !== '');
}
