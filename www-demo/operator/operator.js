// The operator's side: the visitor's conversation, what the superpowers say about it, what can be done with a reply,
// and a field to answer in person.
import { h, oncePerFrame } from '../page/dom.js';
import { tell, translate } from '../page/language.js';
import { createBench } from './bench.js';
import { createDesk } from './desk.js';
import { createSuperpowers } from './superpowers.js';
import { createTurns, isReply } from './turns.js';

const NEAR_END_PX = 60;

function createAnswerField({ name, agent, onSend }) {
  const input = h('textarea', { rows: '2', label: 'yourAnswer', hint: ['answerAs', name], dir: 'auto' });
  const mode = h('button', {
    type: 'button',
    onclick: () => (agent.isHere() ? agent.leave() : agent.join()),
  });
  const send = h('button', { type: 'submit', class: 'primary', say: 'send' });
  const typing = h('p', { class: 'visitor-types', role: 'status' });
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text || !agent.canJoin()) return;
    onSend(text);
    input.value = '';
  };
  input.addEventListener('input', () => agent.type(input.value.trim() !== ''));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  const node = h(
    'form',
    { class: 'answer', onsubmit: submit },
    typing,
    input,
    h('div', { class: 'answer-buttons' }, mode, send),
  );
  return {
    node,
    paint() {
      tell(mode, agent.isHere() ? 'handBack' : 'takeOver');
      // Nobody has written yet: there is nobody to answer.
      mode.disabled = send.disabled = !agent.canJoin();
      if (agent.isVisitorTyping()) tell(typing, 'visitorTypes');
      else tell(typing, 'code', '');
    },
  };
}

/** That the visitor asks for a person, above the conversation as long as nobody has come, and what else can be done. */
function createCall(agent) {
  const text = h('p', { dir: 'auto' });
  const place = h(
    'select',
    { label: 'placeInQueue', onchange: () => agent.queue(Number(place.value)) },
    ...[1, 2, 3, 5, 10].map((value) => h('option', { value: String(value) }, String(value))),
  );
  const buttons = h(
    'div',
    { class: 'handover-buttons' },
    h('label', {}, h('span', { say: 'placeInQueue' }), place),
    h('button', { type: 'button', say: 'nobodyFree', onclick: () => agent.turnAway() }),
  );
  const node = h('div', { class: 'handover', hidden: true }, h('b', { say: 'asksForPersonNow' }), text, buttons);
  return {
    node,
    paint(call) {
      node.hidden = !agent.isCalled();
      text.textContent = call?.note ?? '';
      place.value = String(call?.agent?.position ?? '');
    },
  };
}

/**
 * @param {HTMLElement} host
 * @param {import('optave-web-sdk/chat').OptaveChat} chat
 * @param {{ name: string, agent: ReturnType<typeof import('./agent.js').createAgent>, offers: () => object[] }} operator
 */
export function createOperator(host, chat, { name, agent, offers }) {
  const { conversation } = chat;
  const desk = createDesk(chat);
  const benches = new Map();
  let selected;
  let newest;
  let isVisible = false;

  const onSend = ({ text, offers: found }) => agent.answer(text, found);

  const superpowers = createSuperpowers();
  const turns = createTurns({ conversation, customer: () => chat.customer, onSelect: (message) => select(message) });
  const answer = createAnswerField({
    name,
    agent,
    onSend: (text) => onSend({ text }),
  });
  const call = createCall(agent);
  const empty = h('p', { class: 'empty', say: 'noMessageYet' });
  const scroller = h(
    'div',
    { class: 'turns-frame', tabindex: '0', role: 'region', label: 'whatWasSaid' },
    empty,
    turns.node,
  );

  host.append(
    h('h2', { class: 'visually-hidden', say: 'operator' }),
    h(
      'div',
      { class: 'operator' },
      h('div', { class: 'desk card' }, call.node, scroller, answer.node),
      h('aside', { class: 'card side', label: 'superpowers' }, h('h3', { say: 'superpowers' }), superpowers.node),
    ),
  );

  const benchOf = (reply) => {
    if (!benches.has(reply.id)) {
      const onSendDraft = () => agent.sendDraft(reply);
      benches.set(reply.id, createBench({ reply, desk, offers, onSend, onSendDraft }));
    }
    return benches.get(reply.id);
  };

  function select(message) {
    if (selected) benches.get(selected.id)?.node.remove();
    selected = message;
    askToPaint();
  }

  /** The newest reply is selected of itself, unless the operator has gone back to another or is at work. */
  const follow = () => {
    const before = newest;
    newest = conversation.messages.findLast(isReply);
    if (selected && !conversation.get(selected.id)) select(newest);
    else if (newest !== before && selected === before && !benches.get(selected?.id)?.isUsed()) select(newest);
  };

  const putBench = () => {
    const row = selected && isReply(selected) && turns.rowOf(selected);
    if (!row) return;
    const { node } = benchOf(selected);
    if (node.parentElement === row.node) return;
    row.node.append(node);
    translate(node);
  };

  const paint = () => {
    const { messages } = conversation;
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    empty.hidden = messages.length > 0;
    turns.paint(selected);
    superpowers.show(messages, selected);
    answer.paint();
    call.paint(messages.findLast(({ agent }) => agent));
    putBench();
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  // What cannot be seen has no height, and with it no end to stay at: it is painted when it is shown.
  const askToPaint = oncePerFrame(() => isVisible && paint());

  conversation.addEventListener('change', ({ detail: { kind } }) => {
    if (kind === 'reset') {
      benches.clear();
      turns.reset();
    }
    follow();
    askToPaint();
  });
  agent.onChange(askToPaint);
  follow();

  return {
    /** It opens at the newest message, unless the operator was at work on an earlier one. */
    setVisible(value) {
      if (isVisible === value) return;
      isVisible = value;
      if (!isVisible) return;
      paint();
      const row = selected !== newest && selected && turns.rowOf(selected);
      if (row) row.node.scrollIntoView({ block: 'nearest' });
      else scroller.scrollTop = scroller.scrollHeight;
    },
  };
}
