// What an answer leans on: a numbered list below it, and in the text the numbers that lead there.
import { h } from '../../dom.js';
import { link } from '../../rich-text.js';
import { safeUrl, withoutControls, withoutScheme } from '../../safe-url.js';
import { createLongList } from './long-list.js';

const MOST = 5;

/**
 * @param {readonly import('optave-web-sdk/chat').ChatSource[]} sources
 * @param {import('../../texts/index.js').Texts} texts
 */
export function createSources(sources, texts) {
  const { nodes, reveal } = createLongList({
    list: h('ol', { class: 'source-list', role: 'list' }),
    items: sources,
    most: MOST,
    make: ({ url, label }, index) => {
      const href = safeUrl(url);
      const text = withoutControls(label) || (href ? withoutScheme(href) : '');
      const number = h('span', { class: 'number', 'aria-hidden': 'true' }, `${index + 1}`);
      return h(
        'li',
        { part: 'source', value: `${index + 1}` },
        number,
        h('span', { dir: 'auto' }, href ? link(href, text) : text),
      );
    },
    texts,
  });
  const node = h('div', { class: 'sources', part: 'sources' }, h('p', { class: 'label' }, texts.sources), ...nodes);
  return { node, reveal };
}

/**
 * Makes buttons of the numbers in the text that have a source.
 *
 * @param {{ node: HTMLElement, number: number }[]} citations
 * @param {readonly import('optave-web-sdk/chat').ChatSource[]} sources
 * @param {import('../../texts/index.js').Texts} texts
 * @param {(index: number) => void} reveal
 */
export function linkCitations(citations, sources, texts, reveal) {
  for (const { node, number } of citations) {
    const source = sources[number - 1];
    if (!source || node.firstElementChild) continue;
    // A number stays with the word that it is about.
    const before = node.previousSibling?.lastChild ?? node.previousSibling;
    if (before instanceof Text && before.data.endsWith(' ')) before.replaceData(before.length - 1, 1, '\u00a0');
    const label = texts.source(number, withoutControls(source.label));
    const onclick = () => reveal(number - 1);
    node.replaceChildren(
      h('button', { type: 'button', class: 'cite', part: 'citation', 'aria-label': label, onclick }, `${number}`),
    );
  }
}
