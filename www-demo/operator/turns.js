// The same conversation as the visitor's, as a list in which a reply can be selected.
import { h } from '../page/dom.js';

const SHOWN = 60;

const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const NAMES = { user: 'Visitor', bot: 'Assistant', operator: 'You', system: 'Note' };

export const isReply = ({ role, text }) => (role === 'bot' || role === 'operator') && text !== '';

function textOf({ role, action, state, text, error }) {
  if (action === 'elevate' && role === 'system') {
    if (state === 'failed') return `The visitor asked for a person, which failed (${error?.code}).`;
    return state === 'done' ? 'The visitor asks for a person.' : 'The visitor is asking for a person…';
  }
  return state === 'typing' ? '…' : text;
}

function stateOf({ role, state, draft, waiting, error }) {
  if (state === 'failed' || state === 'stopped') return error?.code ?? state;
  if (waiting) return 'waiting for the connection';
  if (draft) return 'suggested reply, not sent';
  return role === 'user' && state === 'sending' ? 'sent, not answered' : '';
}

function createTurn(message, customer, onSelect) {
  const { role } = message;
  const name = role === 'user' ? (customer.name ?? NAMES.user) : NAMES[role];
  const state = h('span', { class: 'turn-state' });
  const text = h('span', { class: 'turn-text', dir: 'auto' });
  const said = h('div', { class: 'turn-said' }, text);
  const node = h(
    'li',
    { class: `turn turn-${role}` },
    h('p', { class: 'turn-meta' }, h('b', {}, name), h('time', {}, time.format(message.at)), state),
    said,
  );
  let button;
  return {
    node,
    get button() {
      return button;
    },
    paint(isSelected) {
      text.textContent = textOf(message);
      state.textContent = stateOf(message);
      node.dataset.state = message.state;
      node.classList.toggle('draft', message.draft === true);
      node.classList.toggle('selected', isSelected);
      // What has no text yet cannot be worked on.
      if (isReply(message) && !button) {
        button = h('button', { type: 'button', class: 'turn-said', onclick: () => onSelect(message) }, text);
        said.replaceWith(button);
      }
      button?.setAttribute('aria-pressed', String(isSelected));
    },
  };
}

/** @param {{ conversation: import('optave-web-sdk/chat').ChatConversation, customer: object, onSelect: (message: object) => void }} parts */
export function createTurns({ conversation, customer, onSelect }) {
  const rows = new Map();
  const list = h('ol', { class: 'turns', role: 'list', 'aria-label': 'Conversation' });
  return {
    node: list,
    rowOf: (message) => rows.get(message.id),
    paint(selected) {
      const shown = conversation.messages.slice(-SHOWN);
      const kept = new Set(shown.map(({ id }) => id));
      for (const [id, { node }] of rows) {
        if (kept.has(id)) continue;
        node.remove();
        rows.delete(id);
      }
      let before = null;
      for (const message of shown) {
        const row = rows.get(message.id) ?? createTurn(message, customer, onSelect);
        if (!rows.has(message.id)) {
          rows.set(message.id, row);
          if (before) before.after(row.node);
          else list.prepend(row.node);
        }
        before = row.node;
        row.paint(message === selected);
      }
    },
    /** Another conversation: the same ids may stand for other messages. */
    reset() {
      rows.clear();
      list.replaceChildren();
    },
  };
}
