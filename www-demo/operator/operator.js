// The operator's side: the visitor's conversation, what the superpowers say about it, what can be done with a reply,
// and a field to answer in person.
import { h } from '../page/dom.js';
import { oncePerFrame } from '../page/frame.js';
import { createBench } from './bench.js';
import { createDesk } from './desk.js';
import { createSuperpowers } from './superpowers.js';
import { createTurns, isReply } from './turns.js';

function createAnswerField({ name, onSend, onMode }) {
  const input = h('textarea', {
    rows: '2',
    'aria-label': 'Your answer',
    placeholder: `Answer as ${name}…`,
    dir: 'auto',
  });
  const mode = h('button', { type: 'button', onclick: onMode });
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) onSend(text);
    input.value = '';
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  const send = h('button', { type: 'submit', class: 'primary' }, 'Send');
  const node = h(
    'form',
    { class: 'answer', onsubmit: submit },
    input,
    h('div', { class: 'answer-buttons' }, mode, send),
  );
  return {
    node,
    showMode: (isPerson) => (mode.textContent = isPerson ? 'Hand back to the assistant' : 'Take over'),
  };
}

/**
 * @param {HTMLElement} host
 * @param {import('optave-web-sdk/chat').OptaveChat} chat
 * @param {{ name: string, offers: object[] }} operator
 */
export function createOperator(host, chat, { name, offers }) {
  const { conversation } = chat;
  const desk = createDesk(chat);
  const benches = new Map();
  let selected;
  let newest;

  const say = (text, more = {}) => conversation.add({ role: 'operator', name, text, ...more });
  const takeOver = () => {
    if (conversation.mode === 'person') return;
    conversation.setMode('person');
    conversation.add({ role: 'system', text: `${name} has joined.` });
  };
  const onSend = ({ text, offers: found }) => {
    takeOver();
    say(text, found?.length ? { offers: found } : {});
  };

  const superpowers = createSuperpowers();
  const turns = createTurns({ conversation, customer: chat.customer, onSelect: (message) => select(message) });
  const answer = createAnswerField({
    name,
    onSend: (text) => onSend({ text }),
    onMode: () => {
      if (conversation.mode === 'person') conversation.setMode('assistant');
      else takeOver();
    },
  });
  const note = h('div', { class: 'handover', hidden: true });
  const empty = h(
    'p',
    { class: 'empty' },
    'The visitor has not written yet. Open the chat in the corner and ask something: it appears here as well.',
  );
  const scroller = h(
    'div',
    { class: 'turns-frame', tabindex: '0', role: 'region', 'aria-label': 'What was said' },
    empty,
    turns.node,
  );

  host.append(
    h('h2', { class: 'visually-hidden' }, 'Operator'),
    h('div', { class: 'desk card' }, note, scroller, answer.node),
    h('aside', { class: 'card side', 'aria-label': 'Superpowers' }, h('h3', {}, 'Superpowers'), superpowers.node),
  );

  const benchOf = (reply) => {
    if (!benches.has(reply.id)) {
      const bench = createBench({ reply, desk, offers, onSend });
      if (reply.draft) {
        const send = h(
          'button',
          { type: 'button', class: 'primary', onclick: () => sendDraft(reply) },
          'Send this reply',
        );
        bench.node.firstElementChild.prepend(send);
      }
      benches.set(reply.id, bench);
    }
    return benches.get(reply.id);
  };

  const sendDraft = (draft) => {
    conversation.remove(draft);
    say(draft.text);
  };

  function select(message) {
    if (selected) benches.get(selected.id)?.node.remove();
    selected = message;
    frame.ask();
  }

  /** The newest reply is selected of itself, unless the operator has gone back to another or is at work. */
  const follow = () => {
    const before = newest;
    newest = conversation.messages.findLast(isReply);
    if (selected && !conversation.get(selected.id)) select(newest);
    else if (newest !== before && selected === before && !benches.get(selected?.id)?.isUsed()) select(newest);
  };

  const paintNote = () => {
    const call = conversation.messages.findLast(({ action, state }) => action === 'elevate' && state === 'done');
    note.hidden = !call || conversation.mode === 'person';
    if (!note.hidden)
      note.replaceChildren(h('b', {}, 'The visitor asks for a person'), h('p', { dir: 'auto' }, call.note ?? ''));
  };

  const frame = oncePerFrame(() => {
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    empty.hidden = conversation.messages.length > 0;
    turns.paint(selected);
    superpowers.show(selected);
    answer.showMode(conversation.mode === 'person');
    paintNote();
    const row = selected && turns.rowOf(selected);
    if (row && isReply(selected)) row.node.append(benchOf(selected).node);
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  });
  conversation.addEventListener('change', ({ detail: { kind } }) => {
    if (kind === 'reset') {
      benches.clear();
      turns.reset();
    }
    follow();
    frame.ask();
  });
  follow();
  frame.ask();
}
