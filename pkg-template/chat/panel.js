// What opens: header, connection, conversation, composer. It is loaded with the first opening, and built again when
// the language changes.
import { chatFiles } from 'optave:beside';
import { changeOf, isPending } from './conversation.js';
import { watchConnection } from './connection-status.js';
import { localeOf } from './days.js';
import { hasDesktop, toggleDesktop, wants } from './desktop.js';
import { focusedBeside, h } from './dom.js';
import { icon } from './icons.js';
import { oncePerFrame } from './frame.js';
import { saveTranscript } from './keeping.js';
import { canBeCalled, isCalling, isWithPerson, standingIn } from './standing.js';
import { panelSheets } from './styles/panel.js';
import { textsOf } from './texts/index.js';
import { createAnnouncer } from './views/announcer.js';
import { createComposer } from './views/composer.js';
import { confirmIn } from './views/confirm.js';
import { createLog } from './views/log.js';
import { createReplies } from './views/parts/replies.js';
import { createMenu } from './views/menu.js';
import { createResize } from './views/resize.js';
import { createPresence } from './views/presence.js';
import { createStatusLine } from './views/status-line.js';

// A phone has no room beside the chat: there it takes the screen, and the page behind is out of reach.
const PHONE = '(max-width: 30rem), (max-height: 26rem)';

/**
 * @param {object} parts
 * @param {import('./tell.js').Chat} parts.chat
 * @param {import('./tell.js').Tell} parts.tell
 * @param {import('./session.js').ChatSession} parts.session
 * @param {import('./tab-state.js').TabState} parts.tab
 * @param {(changes: Partial<import('./tab-state.js').TabState>) => void} parts.keepTab
 * @param {number} parts.openedAt  when the visitor first opened it, on the page's clock
 */
export function createPanel({ chat, tell, session, tab, keepTab, openedAt }) {
  const { conversation } = chat;
  // What a page says of its language is for people; what formats dates and prices wants a tag.
  const language = localeOf(chat.language) ?? 'en';
  const texts = textsOf({ language, texts: chat.texts });
  const onClose = () => chat.hide();
  const phone = matchMedia(PHONE);
  let isMeasuring = true;
  const wasSaid = () => conversation.messages.length > 0;

  const presence = createPresence(texts);
  const menu = createMenu({
    label: texts.menu,
    items: [
      { icon: 'new', label: texts.newConversation, onSelect: () => beginAnew(), isHidden: () => !wasSaid() },
      { icon: 'download', label: texts.download, onSelect: () => save(), isHidden: () => !wasSaid() },
      {
        icon: 'bell',
        label: texts.desktop,
        onSelect: () => switchDesktop(),
        isOn: hasDesktop,
        isHidden: () => !canNotify(),
      },
    ],
  });
  const resize = createResize({ texts, tab, keepTab, panel: () => node });
  const header = h(
    'div',
    { class: 'header', part: 'header' },
    resize.handle,
    presence.avatar,
    h(
      'slot',
      { name: 'header' },
      h(
        'div',
        { class: 'titles' },
        h('h2', { id: 'title', part: 'title' }, chat.heading || texts.title),
        presence.line,
      ),
    ),
    menu.node,
    resize.expand,
    h(
      'button',
      { type: 'button', class: 'close tool', part: 'close', 'aria-label': texts.closeChat, onclick: onClose },
      icon('close'),
    ),
  );

  const connect = () => session.connect();
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
    empty: h('slot', { name: 'empty' }, welcome),
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
      onPerson: () => {
        session.callPerson();
        composer.input.focus();
      },
      canCallPerson: () => canBeCalled(chat),
    },
    onPainted: (message) => measureFirstAnswer(message),
  });
  const announcer = createAnnouncer(conversation, texts);
  const composer = createComposer({
    texts,
    // A draft belongs to the conversation that it was written in.
    draft: tab.thread === conversation.threadId || !wasSaid() ? tab.draft : '',
    onSend: (text, files) => session.ask(text, files),
    onStop: () => session.stop(),
    onDraft: (draft) => {
      session.people.typing(draft.trim() !== '');
      keepTab({ draft, thread: conversation.threadId });
    },
  });
  const notice = h('p', { class: 'notice', part: 'notice' }, h('slot', { name: 'notice' }, texts.notice));
  const chip = (
    /** @type {Parameters<typeof icon>[0]} */ name,
    /** @type {string} */ label,
    /** @type {() => void} */ onclick,
  ) => h('button', { type: 'button', class: 'chip', part: 'chip', onclick }, icon(name), label);
  const offers = chip('offers', texts.showOffers, () => session.showOffers());
  const person = chip('person', texts.talkToPerson, () => session.callPerson());
  const chips = h('div', { class: 'chips', part: 'chips' }, offers, person);
  const slot = h('slot', { name: 'unavailable' });
  const unavailable = h('div', { class: 'unavailable', part: 'unavailable', hidden: true }, slot);

  const node = h(
    'dialog',
    { class: 'panel', part: 'panel', 'aria-labelledby': 'title' },
    header,
    status.node,
    log.node,
    unavailable,
    chips,
    composer.aside,
    composer.node,
    notice,
    announcer.node,
    status.live,
  );
  resize.paint();

  const sheets = panelSheets();
  /** @type {ReturnType<typeof import('./views/attachments.js').createAttachments> | undefined} */
  let attachments;
  /** @type {Promise<void> | undefined} */
  let coming;
  /** Files come with a page that can take them. One whose file could not be loaded is asked again by the next change. */
  const takeFiles = async () => {
    const { createAttachments } = await chatFiles();
    const root = node.getRootNode();
    if (!(root instanceof ShadowRoot)) return; // gone meanwhile
    attachments = createAttachments({
      chat,
      texts,
      language,
      panel: node,
      say: composer.say,
      onChange: composer.onFiles,
      onLeft: () => composer.input.focus(),
    });
    sheets.push(attachments.sheet);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, attachments.sheet];
    composer.take(attachments);
  };

  /** @type {(() => void) | undefined} */
  let stopAsking;
  const canNotify = () => wants(chat, 'desktop') && 'Notification' in globalThis && isSecureContext;

  const beginAnew = async () => {
    const asked = confirmIn(node, {
      question: texts.newConversationAsk,
      yes: texts.newConversationYes,
      no: texts.cancel,
    });
    stopAsking = asked.cancel;
    if (await asked.answer) chat.reset();
    composer.input.focus();
  };

  const save = () => {
    composer.say('');
    saveTranscript(chat, texts.fileName).catch(() => composer.say(texts.downloadFailed));
  };

  const switchDesktop = async () => {
    const wanted = !hasDesktop();
    if ((await toggleDesktop()) !== wanted) composer.say(texts.desktopRefused);
  };

  /**
   * How long the visitor waited for the first words: visible in the browser's own performance panel.
   *
   * @param {import('./conversation.js').Message} message
   */
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
    const { messages } = conversation;
    const isPerson = isWithPerson(chat);
    presence.show(chat, node.hasAttribute('data-trouble'));
    unavailable.hidden = standingIn(chat)?.state !== 'unavailable' || slot.assignedNodes().length === 0;
    composer.setAnswering(session.isAnswering);
    if (chat.upload && node.isConnected) coming ??= takeFiles().catch(() => (coming = undefined));
    // What the assistant says is for the team while a person is there.
    offers.hidden = isPerson || !chat.resources.offers?.length;
    const busy = (/** @type {string} */ action) =>
      messages.some((message) => message.action === action && isPending(message));
    // Still there while it works: what had the focus keeps it.
    offers.setAttribute('aria-disabled', String(busy('recommend')));
    const hadFocus = focusedBeside(node) === person;
    person.hidden = !canBeCalled(chat) && !isCalling(messages);
    person.setAttribute('aria-disabled', String(isCalling(messages)));
    if (person.hidden && hadFocus) composer.input.focus();
  };
  const frame = oncePerFrame(paint);
  slot.addEventListener('slotchange', frame.ask);
  const stopWatching = watchConnection(session, (shown) => {
    status.show(shown);
    node.toggleAttribute('data-trouble', shown !== null && shown.key !== 'back' && shown.key !== 'reportedOffline');
    frame.ask();
  });
  const onChange = (/** @type {Event} */ event) => {
    if (changeOf(event).kind === 'reset' && !wasSaid()) {
      composer.setText('');
      attachments?.clear();
    }
    frame.ask();
  };
  conversation.addEventListener('change', onChange);

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
      if (/** @type {Element} */ (event.target).closest('[aria-disabled="true"]')) event.stopPropagation();
    },
    { capture: true },
  );

  const present = () => {
    const focused = focusedBeside(node);
    if (node.open) node.close();
    if (phone.matches) node.showModal();
    // By the attribute: `show()` would move the focus, which is not wanted where a reload opens the panel again.
    else node.open = true;
    /** @type {HTMLElement | null} */ (focused)?.focus();
  };
  const onPhone = () => node.open && present();
  phone.addEventListener('change', onPhone);
  paint();

  return {
    node,
    sheets,
    open({ focus = true } = {}) {
      paint();
      present();
      frame.ask();
      log.toEnd();
      if (focus) composer.input.focus();
      connect();
    },
    close() {
      menu.close();
      stopAsking?.();
      if (node.open) node.close();
    },
    /** Something that the page may set has changed. */
    refresh: frame.ask,
    stop() {
      conversation.removeEventListener('change', onChange);
      menu.close();
      attachments?.stop();
      phone.removeEventListener('change', onPhone);
      stopWatching();
      frame.cancel();
      announcer.stop();
      log.stop();
      node.remove();
    },
  };
}
