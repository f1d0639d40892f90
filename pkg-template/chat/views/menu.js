// A button with a menu: arrow keys go through it, Escape and a click beside it close it.
import { focusedBeside, h } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @typedef {object} Item
 * @property {Parameters<typeof icon>[0]} icon
 * @property {string} label
 * @property {() => void} onSelect
 * @property {() => boolean} [isHidden]
 * @property {() => boolean} [isOn]  a switch, and how it stands
 */

/** @param {{ label: string, items: Item[] }} parts */
export function createMenu({ label, items }) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'menu-button tool',
      part: 'menu-button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      onclick: () => toggle(menu.hidden === true),
    },
    icon('more'),
  );
  const entries = items.map((item) => {
    const onclick = () => {
      toggle(false);
      button.focus();
      item.onSelect();
    };
    const role = item.isOn ? 'menuitemcheckbox' : 'menuitem';
    const node = h(
      'button',
      { type: 'button', class: 'menu-item', part: 'menu-item', role, tabindex: '-1', onclick },
      icon(item.icon),
      h('span', {}, item.label),
      item.isOn && icon('done'),
    );
    return { item, node };
  });
  const menu = h(
    'div',
    { class: 'menu', part: 'menu', role: 'menu', 'aria-label': label, hidden: true },
    ...entries.map((entry) => entry.node),
  );
  const node = h('div', { class: 'menu-frame' }, button, menu);

  /** @param {boolean} isOpen */
  const toggle = (isOpen) => {
    for (const { item, node: entry } of entries) {
      entry.hidden = item.isHidden?.() ?? false;
      if (item.isOn) entry.setAttribute('aria-checked', String(item.isOn()));
    }
    menu.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      document.addEventListener('pointerdown', onBeside);
      shown()[0]?.focus();
    } else document.removeEventListener('pointerdown', onBeside);
  };

  const shown = () => entries.map((entry) => entry.node).filter((entry) => !entry.hidden);

  /** @param {Event} event */
  const onBeside = (event) => {
    if (!event.composedPath().includes(node)) toggle(false);
  };

  node.addEventListener('keydown', (event) => {
    if (menu.hidden) return;
    const all = shown();
    const index = all.findIndex((entry) => entry === focusedBeside(node));
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 };
    if (event.key in steps) all.at(steps[event.key] % all.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') {
      toggle(false);
      button.focus();
      if (event.key === 'Tab') return; // goes on from the button
    } else return;
    event.preventDefault();
    event.stopPropagation(); // Escape would close the chat
  });

  return { node, close: () => toggle(false) };
}
