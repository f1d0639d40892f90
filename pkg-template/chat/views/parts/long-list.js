// A list that begins with a few, and has a button for the others: they are made in slices, one a frame.
import { h } from '../../dom.js';

const SLICE = 40;

/**
 * @template Item
 * @param {object} parts
 * @param {HTMLElement} parts.list
 * @param {readonly Item[]} parts.items
 * @param {number} parts.most  how many are shown at first
 * @param {(item: Item, index: number) => HTMLElement} parts.make
 * @param {(count: number) => string} parts.label  what the button says
 */
export function createLongList({ list, items, most, make, label }) {
  let shown = 0;
  const showTo = (/** @type {number} */ to) => {
    list.append(...items.slice(shown, to).map((item, index) => make(item, shown + index)));
    shown = Math.max(shown, Math.min(to, items.length));
    more.hidden = shown >= items.length;
  };
  const showMore = () => {
    showTo(shown + SLICE);
    more.hidden = true;
    if (shown < items.length) requestAnimationFrame(() => list.isConnected && showMore());
  };
  const more = h('button', { type: 'button', class: 'show-all', part: 'show-all' }, label(items.length));
  more.addEventListener('click', () => {
    const next = shown;
    showMore();
    focusOn(list.children[next]);
  });
  showTo(most);
  return {
    nodes: [list, more],
    /** Brings one of them into view, with the focus on it. @param {number} index */
    reveal(index) {
      if (index >= shown) showTo(index + 1);
      focusOn(list.children[index]);
    },
  };
}

/** @param {Element | undefined} item */
function focusOn(item) {
  if (!(item instanceof HTMLElement)) return;
  item.tabIndex = -1;
  item.focus();
}
