// Files that came with a message: each by its name and size, as a link once it is where it can be read.
import { h } from '../../dom.js';
import { icon } from '../../icons.js';
import { link } from '../../rich-text.js';
import { safeUrl, withoutControls } from '../../safe-url.js';
import { sizeOf } from '../../sizes.js';
import { createLongList } from './long-list.js';

const MOST = 6;

/**
 * @param {readonly import('optave-web-sdk/chat').ChatFile[]} files
 * @param {{ texts: import('../../texts/index.js').Texts, language: string }} parts
 */
export function createFiles(files, { texts, language }) {
  const { nodes } = createLongList({
    list: h('ul', { class: 'files', part: 'files', role: 'list' }),
    items: files,
    most: MOST,
    make: ({ name, size, url }) => {
      const href = safeUrl(url);
      const label = withoutControls(name);
      const bytes = Number.isFinite(size) && h('span', { class: 'size' }, sizeOf(size, language));
      return h(
        'li',
        { class: 'file', part: 'file' },
        icon('file'),
        h('span', { dir: 'auto' }, href ? link(href, label) : label),
        bytes,
      );
    },
    texts,
  });
  return h('div', {}, ...nodes);
}
