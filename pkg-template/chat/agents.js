// The people behind the assistant, as the page's back office tells of them through `chat.agents`: nothing else carries
// what they write. Where a call for a person stands is noted in the conversation, so that it outlives a reload in
// whatever keeps that, and reads the same in every view. Only pages with `agents` load this; see people.js.
import { offersOf } from './answers.js';
import { complain } from './complain.js';
import { changeOf } from './conversation.js';
import { withoutControls } from './safe-url.js';
import { isAwaited, isConcerned, standingOf } from './standing.js';

/**
 * @typedef {import('./conversation.js').Message} Message
 * @typedef {import('optave-web-sdk/chat').ChatDesk} Desk
 * @typedef {import('optave-web-sdk/chat').ChatAgents} Agents
 * @typedef {NonNullable<Message['agent']>} Standing
 */

// A name is a name, not a text.
const MOST_OF_NAME = 80;
const MOST_CHARS = 100_000;
const MOST_ITEMS = 20;
// A back office that has lost its person lets nobody type for ever.
const TYPING_MS = 30_000;
// Who has not touched a key for this long has stopped.
const STOPPED_MS = 4000;
// A back office that has not said by then that it has a message may never say so.
const DELIVERY_MS = 30_000;

/** @param {unknown} value @param {number} most */
const textOf = (value, most) => (typeof value === 'string' ? value.trim().slice(0, most) : '');
/** @param {unknown} value @returns {Record<string, unknown>} */
const objectOf = (value) => (typeof value === 'object' && value !== null ? { ...value } : {});
/** @param {unknown} value @param {number} least @returns {number | undefined} */
const numberOf = (value, least) => (typeof value === 'number' && value >= least && value < 1e9 ? value : undefined);
/** @param {unknown} value */
const listOf = (value) => (Array.isArray(value) ? value.slice(0, MOST_ITEMS).map(objectOf) : []);

/** @param {unknown} value @returns {import('optave-web-sdk/chat').ChatFile[]} */
const filesOf = (value) =>
  listOf(value).map(({ name, size, type, url }) => ({
    name: textOf(name, 200),
    size: numberOf(size, 0) ?? 0,
    type: textOf(type, 100),
    url: textOf(url, MOST_CHARS) || undefined,
  }));

export class BackOffice {
  #chat;
  #tell;
  #texts;
  #conversation;
  #threadId;
  /** The line to the back office. @type {{ agents: Agents, stops: AbortController, isCalled: boolean } | undefined} */
  #line;
  /** @type {Message | undefined} */
  #dots;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #dotsTimer;
  #isTyping = false;
  #hasEnded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typingTimer;

  /**
   * @param {object} parts
   * @param {import('./tell.js').Chat} parts.chat
   * @param {import('./tell.js').Tell} parts.tell
   * @param {() => import('./texts/index.js').Texts} parts.texts  of the language that is spoken now
   */
  constructor({ chat, tell, texts }) {
    this.#chat = chat;
    this.#tell = tell;
    this.#texts = texts;
    this.#conversation = chat.conversation;
    this.#threadId = chat.conversation.threadId;
    this.#conversation.addEventListener('change', this.#onChange);
    this.resume();
  }

  /** The visitor asks for a person, which this message notes. @param {Message} message */
  call(message) {
    this.#stand('waiting', { message });
    this.#connect(true);
  }

  /**
   * Takes up the line again that a stored conversation had, or another tab has, or that somebody is to stand by: after
   * whatever changes the conversation just now, because who is connected may change it too.
   */
  resume() {
    queueMicrotask(this.#takeUp);
  }

  #takeUp = () => {
    const { messages } = this.#conversation;
    if (!this.#hasEnded && !this.#line && isConcerned(this.#chat.agents, messages)) this.#connect(isAwaited(messages));
  };

  /**
   * What the visitor has written, for the people.
   *
   * @param {Message} message @returns {Promise<boolean>} whether they have it, as far as the adapter knows
   */
  async deliver(message) {
    this.#takeUp();
    const { agents, stops } = this.#line ?? {};
    if (!agents || !stops || !(agents.standBy || isAwaited(this.#conversation.messages))) return false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('It has not settled.')), DELIVERY_MS);
    });
    try {
      await Promise.race([agents.onMessage?.(message), tooLate]);
      return true;
    } catch (error) {
      complain('agents.onMessage', 'The visitor can send the message again.', error);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The visitor types, or has stopped: told when it changes, not with each key. @param {boolean} isTyping */
  async typing(isTyping) {
    clearTimeout(this.#typingTimer);
    if (isTyping) this.#typingTimer = setTimeout(() => this.typing(false), STOPPED_MS);
    const { agents } = this.#line ?? {};
    if (isTyping === this.#isTyping || !agents || !isAwaited(this.#conversation.messages)) return;
    this.#isTyping = isTyping;
    try {
      await agents.onTyping?.(isTyping);
    } catch (error) {
      complain('agents.onTyping', 'Nothing is lost.', error);
    }
  }

  /** Nothing is told or heard any more. */
  end() {
    this.#hasEnded = true;
    this.#conversation.removeEventListener('change', this.#onChange);
    this.#hangUp();
  }

  get #standing() {
    return standingOf(this.#conversation.messages);
  }

  /** @param {Event} event */
  #onChange = (event) => {
    const { kind, message } = changeOf(event);
    const { threadId } = this.#conversation;
    if (kind === 'reset' && threadId !== this.#threadId) {
      this.#threadId = threadId;
      this.#hangUp();
    }
    if (!this.#line && (kind === 'reset' || message?.agent || (kind === 'add' && this.#chat.agents?.standBy))) {
      this.resume();
    }
  };

  #hangUp() {
    clearTimeout(this.#typingTimer);
    clearTimeout(this.#dotsTimer);
    this.#isTyping = false;
    this.#dots = undefined;
    const line = this.#line;
    this.#line = undefined;
    line?.stops.abort();
  }

  /** Each call has a line of its own. @param {boolean} isCalled */
  #connect(isCalled) {
    const { agents } = this.#chat;
    if (!agents) return;
    this.#hangUp();
    const stops = new AbortController();
    const { signal } = stops;
    this.#line = { agents, stops, isCalled };
    /** @param {unknown} end */
    const atEnd = (end) => {
      if (typeof end !== 'function') return;
      const run = () => {
        try {
          end();
        } catch (error) {
          complain('What agents.connect has answered', 'It has ended all the same.', error);
        }
      };
      if (signal.aborted) run();
      else signal.addEventListener('abort', run, { once: true });
    };
    /** @param {unknown} error */
    const onFailure = (error) => {
      complain('agents.connect', 'The visitor is told that nobody can be reached.', error);
      if (signal.aborted) return;
      this.#hangUp();
      if (isCalled) this.#unavailable();
    };
    try {
      const answer = /** @type {unknown} */ (agents.connect(this.#desk(signal, isCalled)));
      Promise.resolve(answer).then(atEnd, onFailure);
    } catch (error) {
      onFailure(error);
    }
  }

  /** What the back office gets: calls that never throw, and after the end do nothing. @param {AbortSignal} signal @param {boolean} isCalled @returns {Desk} */
  #desk(signal, isCalled) {
    /** @param {(given?: unknown) => void} work */
    const call =
      (work) =>
      (/** @type {unknown[]} */ ...[given]) => {
        if (signal.aborted) return;
        try {
          work(given);
        } catch (error) {
          complain('A call of the desk', 'What was given cannot be read.', error);
        }
      };
    return Object.freeze({
      conversation: this.#conversation,
      signal,
      isCalled,
      waiting: call((queue) => {
        const { position, waitMs } = objectOf(queue);
        const place = numberOf(position, 1);
        this.#stand('waiting', { position: place && Math.floor(place), waitMs: numberOf(waitMs, 0) });
      }),
      joined: call((agent) => this.#joined(objectOf(agent))),
      typing: call((isTyping) => this.#showDots(isTyping === true)),
      said: call((message) => this.#said(typeof message === 'string' ? { text: message } : objectOf(message))),
      left: call(() => {
        const standing = this.#standing;
        if (standing?.state === 'joined') this.#stand('left', { text: this.#texts().personLeft(standing.name ?? '') });
      }),
      unavailable: call(() => this.#unavailable()),
    });
  }

  #unavailable() {
    if (this.#standing?.state !== 'unavailable') this.#stand('unavailable', { text: this.#texts().nobodyThere });
  }

  /** @param {Record<string, unknown>} agent */
  #joined(agent) {
    const name = withoutControls(textOf(agent.name, MOST_OF_NAME)) || this.#texts().operator;
    const avatar = textOf(agent.avatar, MOST_CHARS) || undefined;
    const standing = this.#standing;
    if (standing?.state === 'joined' && standing.name === name && standing.avatar === avatar) return;
    this.#stand('joined', { name, avatar, text: this.#texts().personJoined(name) });
  }

  /** @param {Record<string, unknown>} given */
  #said(given) {
    const conversation = this.#conversation;
    const text = textOf(given.text, MOST_CHARS);
    // As they are read from an answer.
    const offers = offersOf({ data: { message: { results: listOf(given.offers).map((offer) => ({ offer })) } } });
    const files = filesOf(given.files);
    if (!text && !offers.length && !files.length) return;
    this.#showDots(false);
    const said = { text, ...(offers.length > 0 && { offers }), ...(files.length > 0 && { files }) };
    const id = textOf(given.id, 200);
    const before = id && conversation.get(id);
    if (before) {
      if (before.role === 'operator') conversation.update(before, { offers: undefined, files: undefined, ...said });
      return;
    }
    const draft = conversation.get(textOf(given.replaces, 200));
    if (draft?.draft) conversation.remove(draft);
    const standing = this.#standing;
    const name = (standing?.state === 'joined' && standing.name) || this.#texts().operator;
    conversation.add({ role: 'operator', name, ...(id && { id }), ...said });
  }

  /** @param {boolean} isTyping */
  #showDots(isTyping) {
    clearTimeout(this.#dotsTimer);
    const conversation = this.#conversation;
    const standing = this.#standing;
    if (isTyping && standing?.state === 'joined') {
      this.#dotsTimer = setTimeout(() => this.#showDots(false), TYPING_MS);
      if (this.#dots) return;
      // As an answer to what was said last, so that nothing of it is kept.
      const replyTo = conversation.messages.at(-1)?.id;
      this.#dots = conversation.add({ role: 'operator', state: 'typing', name: standing.name, replyTo });
    } else if (this.#dots) {
      conversation.remove(this.#dots);
      this.#dots = undefined;
    }
  }

  /**
   * Notes where it stands now.
   *
   * @param {Standing['state']} state
   * @param {Omit<Standing, 'state'> & { text?: string, message?: Message }} more `text`: what the conversation says of it
   */
  #stand(state, { text = '', message, ...more }) {
    const conversation = this.#conversation;
    const before = this.#standing;
    const agent = { state, ...more };
    const isSame = before?.state === state;
    this.#showDots(false);
    const newest = conversation.messages.findLast((each) => each.agent || each === message);
    // The place in the queue changes often: the note that is there says the newest.
    if (newest && state === 'waiting' && (isSame || newest === message)) conversation.update(newest, { agent });
    else {
      // Each tab hears of it: by an id that comes of the note before, what they all note is kept once.
      const [root, count = 0] = (newest?.id ?? conversation.threadId).split('~');
      const id = `${root}~${Number(count) + 1}~${state}`;
      conversation.add({ id, role: 'system', text: text || this.#texts().personComing, agent });
    }
    conversation.setMode(state === 'joined' ? 'person' : 'assistant');
    if (isSame && state === 'waiting') return;
    const known = state === 'joined' ? agent : before;
    const who = known?.name ? { name: known.name, ...(known.avatar && { avatar: known.avatar }) } : null;
    this.#tell('optave-agent', { state, agent: state === 'joined' || state === 'left' ? who : null });
  }
}
