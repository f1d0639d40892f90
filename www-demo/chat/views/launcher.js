// The round button in the corner, with the number of messages that nobody has seen.
import { h, icon } from '../dom.js';

const MOST = 99;

export function createLauncher({ onToggle }) {
  const badge = h('span', { class: 'badge', part: 'badge', 'aria-hidden': 'true', hidden: true });
  const node = h(
    'button',
    {
      type: 'button',
      class: 'launcher',
      part: 'launcher',
      'aria-expanded': 'false',
      'aria-haspopup': 'dialog',
      onclick: onToggle,
    },
    icon('chat'),
    icon('down'),
    badge,
  );
  return {
    node,
    show({ isOpen, unread, texts }) {
      node.setAttribute('aria-expanded', String(isOpen));
      node.setAttribute('aria-label', isOpen ? texts.closeChat : texts.openChat(unread));
      badge.hidden = isOpen || unread === 0;
      badge.textContent = unread > MOST ? `${MOST}+` : String(unread);
    },
  };
}
