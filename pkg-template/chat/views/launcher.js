// The round button in the corner, with the number of messages that nobody has seen.
import { drawing, h } from '../dom.js';

const MOST = 99;

/** @param {{ onToggle: () => void, onIntent: () => void }} actions `onIntent`: it may be opened soon */
export function createLauncher({ onToggle, onIntent }) {
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
      onpointerenter: onIntent,
      onfocus: onIntent,
    },
    h(
      'slot',
      { name: 'launcher' },
      drawing('chat', 'M20 11.5a7.5 7.5 0 0 1-11.1 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5Z M9 10h6 M9 13h4'),
      drawing('down', 'M6 10l6 6 6-6'),
    ),
    badge,
  );
  return {
    node,
    /** @param {{ isOpen: boolean, hasFailed: boolean, unread: number, texts: ReturnType<typeof import('../texts/launcher.js').launcherTexts> }} shown */
    show({ isOpen, hasFailed, unread, texts }) {
      node.setAttribute('aria-expanded', String(isOpen && !hasFailed));
      const label = hasFailed ? texts.loadFailed : isOpen ? texts.closeChat : texts.openChat(unread);
      node.setAttribute('aria-label', label);
      node.title = hasFailed ? label : '';
      badge.hidden = !hasFailed && (isOpen || unread === 0);
      badge.textContent = hasFailed ? '!' : unread > MOST ? `${MOST}+` : String(unread);
    },
  };
}
