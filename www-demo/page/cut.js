// Texts and lists of any length: what is more than one can look at is put into the page when it is asked for, each time
// ten times as much, so that no step takes long.
import { h } from './dom.js';
import { tell } from './language.js';

const MOST_LETTERS = 4_000;
const TIMES = 10;

/**
 * @param {Element} node  where the text goes
 * @param {number} [most]
 * @returns {{ more: HTMLElement, show: (text: string) => void }} `more` is the button for the rest, to be placed
 */
export function cutText(node, most = MOST_LETTERS) {
  let whole = '';
  const more = h('button', { type: 'button', class: 'more', hidden: true, onclick: () => open() });
  const paint = () => {
    const isCut = whole.length > most;
    const text = isCut ? `${whole.slice(0, most)}…` : whole;
    if (node.textContent !== text) node.textContent = text;
    more.hidden = !isCut;
    if (isCut) tell(more, 'moreLetters', whole.length);
  };
  const open = () => {
    most *= TIMES;
    paint();
  };
  return {
    more,
    show(text) {
      whole = text;
      paint();
    },
  };
}

/**
 * Fills a list with a node for each item, or for as many as one can look at.
 *
 * @template T
 * @param {HTMLElement} list
 * @param {T[]} items
 * @param {(item: T) => Node} create
 * @param {number} most
 */
export function fillList(list, items, create, most) {
  const shown = items.slice(0, Number(list.dataset.most ?? most));
  const nodes = shown.map(create);
  if (shown.length < items.length) {
    const open = () => {
      list.dataset.most = String(shown.length * TIMES);
      fillList(list, items, create, most);
    };
    nodes.push(
      h('li', {}, h('button', { type: 'button', class: 'more', say: ['moreOf', items.length], onclick: open })),
    );
  }
  list.replaceChildren(...nodes);
}
