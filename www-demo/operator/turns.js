// The same conversation as the visitor's, as a list in which a reply can be selected.
import { cutText } from '../page/cut.js';
import { h } from '../page/dom.js';
import { tell } from '../page/language.js';

const SHOWN = 60;

const NAMES = { user: 'theVisitor', bot: 'theAssistant', operator: 'you', system: 'note' };

export const isReply = ({ role, text }) => (role === 'bot' || role === 'operator') && text !== '';

/** A text of the page's, where the message has none of its own. */
function noteOn({ role, action, state, error }) {
  if (action !== 'elevate' || role !== 'system') return undefined;
  if (state === 'failed') return ['askingFailed', error?.code];
  return [state === 'done' ? 'asksForPerson' : 'isAskingForPerson'];
}

function stateOf({ role, state, draft, waiting, error }) {
  if (state === 'failed' || state === 'stopped') return ['code', error?.code ?? state];
  if (waiting) return ['waitsForConnection'];
  if (draft) return ['suggested'];
  return role === 'user' && state === 'sending' ? ['notAnswered'] : ['code', ''];
}

function createTurn(message, customer, onSelect) {
  const { role } = message;
  const name = role === 'user' && customer.name ? h('b', {}, customer.name) : h('b', { say: NAMES[role] });
  const state = h('span', { class: 'turn-state' });
  const text = h('span', { class: 'turn-text', dir: 'auto' });
  const whole = cutText(text);
  const said = h('div', { class: 'turn-said' }, text);
  const node = h(
    'li',
    { class: `turn turn-${role}` },
    h('p', { class: 'turn-meta' }, name, h('time', { say: ['timeOfDay', message.at] }), state),
    said,
    whole.more,
  );
  let button;
  return {
    node,
    paint(isSelected) {
      const note = noteOn(message);
      if (note) tell(text, ...note);
      else whole.show(message.state === 'typing' ? '…' : message.text);
      tell(state, ...stateOf(message));
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

/** @param {{ conversation: object, customer: () => { name?: string }, onSelect: (message: object) => void }} parts */
export function createTurns({ conversation, customer, onSelect }) {
  const rows = new Map();
  const list = h('ol', { class: 'turns', role: 'list', label: 'conversation' });
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
        const row = rows.get(message.id) ?? createTurn(message, customer(), onSelect);
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
