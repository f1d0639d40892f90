// The round button in the corner, with the number of messages that nobody has seen.
import { drawing, h, STROKES } from '../dom.js';

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
    h('slot', { name: 'launcher' }, drawing('chat', STROKES.chat), drawing('down', STROKES.down)),
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
