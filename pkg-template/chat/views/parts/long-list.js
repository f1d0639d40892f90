// A list that begins with a few, and has a button for the others. Of very many it shows some more with each click: nobody
// reads ten thousand, and no browser lays them out at once.
import { h } from '../../dom.js';

const STEP = 50;

/**
 * @template Item
 * @param {object} parts
 * @param {HTMLElement} parts.list
 * @param {readonly Item[]} parts.items
 * @param {number} parts.most  how many are shown at first
 * @param {(item: Item, index: number) => HTMLElement} parts.make
 * @param {import('../../texts/index.js').Texts} parts.texts
 */
export function createLongList({ list, items, most, make, texts }) {
  let shown = 0;
  const showTo = (/** @type {number} */ to) => {
    list.append(...items.slice(shown, to).map((item, index) => make(item, shown + index)));
    shown = Math.max(shown, Math.min(to, items.length));
    more.hidden = shown >= items.length;
    more.textContent = items.length - shown > STEP ? texts.showMore(STEP) : texts.showAll(items.length);
  };
  const onclick = () => {
    const next = shown;
    showTo(shown + STEP);
    focusOn(list.children[next]);
  };
  const more = h('button', { type: 'button', class: 'show-all', part: 'show-all', onclick });
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
