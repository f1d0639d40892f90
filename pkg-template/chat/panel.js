// What opens: header, connection, conversation, composer. It is loaded with the first opening, and built again when
// the language changes.
import { isPending } from './conversation.js';
import { watchConnection } from './connection-status.js';
import { focusedBeside, h } from './dom.js';
import { icon } from './icons.js';
import { oncePerFrame } from './frame.js';
import { panelSheets } from './styles/panel.js';
import { textsFor } from './texts/index.js';
import { createAnnouncer } from './views/announcer.js';
import { createComposer } from './views/composer.js';
import { createLog } from './views/log.js';
import { createReplies } from './views/parts/replies.js';
import { createStatusLine } from './views/status-line.js';

// A phone has no room beside the chat: there it takes the screen, and the page behind is out of reach.
const PHONE = '(max-width: 30rem), (max-height: 26rem)';

/**
 * @param {object} parts
 * @param {import('./tell.js').Chat} parts.chat
 * @param {import('./tell.js').Tell} parts.tell
 * @param {import('./session.js').ChatSession} parts.session
 * @param {{ open: boolean, draft: string }} parts.state
 * @param {number} parts.openedAt  when the visitor first opened it, on the page's clock
 * @param {() => void} parts.onDraft
 */
export function createPanel({ chat, tell, session, state, openedAt, onDraft }) {
  const { conversation, language } = chat;
  const texts = { ...textsFor(language), ...chat.texts };
  const onClose = () => chat.hide();
  const phone = matchMedia(PHONE);
  let stopWatching = () => {};
  let isMeasuring = true;

  const presence = h('p', { class: 'presence' });
  const header = h(
    'div',
    { class: 'header', part: 'header' },
    h('span', { class: 'avatar', part: 'avatar', 'aria-hidden': 'true' }, icon('chat')),
    h('div', { class: 'titles' }, h('h2', { id: 'title', part: 'title' }, chat.heading || texts.title), presence),
    h(
      'button',
      { type: 'button', class: 'close', part: 'close', 'aria-label': texts.closeChat, onclick: onClose },
      icon('close'),
    ),
  );

  const connect = async () => {
    try {
      await (await session.ready()).openConnection();
    } catch {
      // The status line says it; what waits for the connection says it beside each message.
    }
  };
  const status = createStatusLine({ texts, onConnect: connect });
  const starters = h('div', {});
  const welcome = h(
    'div',
    { class: 'welcome', part: 'welcome' },
    h('p', { class: 'welcome-title' }, texts.welcomeTitle),
    h('p', {}, texts.welcomeText),
    starters,
  );
  const onSend = (/** @type {string} */ text) => {
    chat.send(text);
    composer.input.focus(); // as below: the button is gone
  };
  const log = createLog({
    conversation,
    empty: welcome,
    row: {
      texts,
      language,
      chat,
      tell,
      onSend,
      onRetry: (message) => {
        session.retry(message);
        composer.input.focus(); // the button that had it is gone
      },
    },
    onPainted: (message) => measureFirstAnswer(message),
  });
  const announcer = createAnnouncer(conversation, texts);
  const composer = createComposer({
    texts,
    draft: state.draft,
    onSend: (text) => session.ask(text),
    onStop: () => session.stop(),
    onDraft: (text) => {
      state.draft = text;
      onDraft();
    },
  });
  const chip = (name, label, onclick) =>
    h('button', { type: 'button', class: 'chip', part: 'chip', onclick }, icon(name), label);
  const offers = chip('offers', texts.showOffers, () => session.showOffers());
  const person = chip('person', texts.talkToPerson, () => session.callPerson());
  const chips = h('div', { class: 'chips', part: 'chips' }, offers, person);

  const node = h(
    'dialog',
    { class: 'panel', part: 'panel', 'aria-labelledby': 'title' },
    header,
    status.node,
    log.node,
    chips,
    composer.node,
    announcer.node,
    status.live,
  );

  /** How long the visitor waited for the first words: visible in the browser's own performance panel. */
  function measureFirstAnswer({ role, text }) {
    if (!isMeasuring || role !== 'bot' || !text) return;
    performance.measure('optave-chat: first answer', { start: openedAt, end: performance.now() });
    isMeasuring = false;
  }

  /** @type {readonly string[]} */
  let shownStarters = [];
  const paint = () => {
    if (chat.starters !== shownStarters) {
      shownStarters = chat.starters;
      const replies = createReplies({ replies: shownStarters, name: 'starter', label: texts.starters, onSend });
      starters.replaceChildren(...(shownStarters.length ? [replies] : []));
    }
    const { messages, mode } = conversation;
    presence.textContent = mode === 'person' ? texts.presencePerson : texts.presence;
    composer.setAnswering(session.isAnswering);
    offers.hidden = !chat.resources.offers?.length;
    const busy = (action) => messages.some((message) => message.action === action && isPending(message));
    // Still there while it works: what had the focus keeps it.
    offers.setAttribute('aria-disabled', String(busy('recommend')));
    const hadFocus = focusedBeside(node) === person;
    person.hidden = mode === 'person' || messages.some(({ action, state }) => action === 'elevate' && state === 'done');
    person.setAttribute('aria-disabled', String(busy('elevate')));
    if (person.hidden && hadFocus) composer.input.focus();
  };
  const frame = oncePerFrame(paint);
  conversation.addEventListener('change', frame.ask);

  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    onClose();
  });
  // Escape on a modal dialog, where the key did not pass through here.
  node.addEventListener('cancel', (event) => {
    event.preventDefault();
    onClose();
  });
  chips.addEventListener(
    'click',
    (event) => {
      if (event.target.closest('[aria-disabled="true"]')) event.stopPropagation();
    },
    { capture: true },
  );

  const present = () => {
    const focused = focusedBeside(node);
    if (node.open) node.close();
    if (phone.matches) node.showModal();
    // By the attribute: `show()` would move the focus, which is not wanted where a reload opens the panel again.
    else node.open = true;
    focused?.focus();
  };
  const onPhone = () => node.open && present();
  phone.addEventListener('change', onPhone);
  paint();

  return {
    node,
    sheets: panelSheets(),
    open({ focus }) {
      paint();
      present();
      log.toEnd();
      if (focus) composer.input.focus();
      connect();
    },
    close() {
      if (node.open) node.close();
    },
    /** Something that the page may set has changed. */
    refresh: frame.ask,
    /** The client is there: from now on its connection is shown. */
    follow(client) {
      stopWatching();
      stopWatching = watchConnection(client, (shown) => {
        status.show(shown);
        node.toggleAttribute('data-trouble', shown !== null && shown.key !== 'back');
      });
    },
    stop() {
      conversation.removeEventListener('change', frame.ask);
      phone.removeEventListener('change', onPhone);
      stopWatching();
      frame.cancel();
      announcer.stop();
      log.stop();
      node.remove();
    },
  };
}
