// What the visitor does, as requests: ask, ask again, see offers, call for a person. What comes back goes into the
// conversation; nothing here knows how that looks.
import { bareSuperpower, offersOf, sourcesOf, suggestionsOf, superpowerOf } from './answers.js';
import { changeOf, completedOf, isPending, isSpoken } from './conversation.js';
import { errorOf, isUnsent } from './errors.js';
import { requestParams } from './params.js';
import { People } from './people.js';
import { canBeCalled, isAwaited, isWithPerson, standingIn } from './standing.js';

/**
 * @typedef {import('./conversation.js').Message} Message
 * @typedef {import('optave-web-sdk').OptaveClient<import('optave-web-sdk').RequiredField>} Client
 * @typedef {import('optave-web-sdk').OptaveUpdate} Update
 * @typedef {import('optave-web-sdk').OptaveRequest} Request
 * @typedef {import('optave-web-sdk').OptaveResponse} Response
 * @typedef {{ state: 'failed' | 'stopped', error: import('optave-web-sdk/chat').ChatFailure }} Failed
 */

// A request that waits longer than this for the connection says so.
const WAITING_AFTER_MS = 900;
// The back office reads what the server makes of the conversation, but does not wait for it.
const SUMMARY_MS = 5000;
// An answer has half a dozen; of what a server may send besides, nobody reads more.
const MOST_SUPERPOWERS = 50;

/** What has not come to the people. @type {Failed} */
const NOT_DELIVERED = { state: 'failed', error: { code: 'NOT_DELIVERED', retryable: true } };

/** The same for a request that the visitor need not know of: what becomes of it changes nothing that is seen. @param {Message} message */
const unseen = (message) => ({ ...message, id: message.id + UNSEEN });
const UNSEEN = ':unseen';

const ended = () => Object.assign(new Error('The chat has ended.'), { retryable: false });

export class ChatSession {
  /** The client, once the visitor has opened the chat. @type {Client | null} */
  client = null;
  people;
  #chat;
  #tell;
  #conversation;
  #makeClient;
  #hasEnded = false;
  /** @type {Promise<Client> | undefined} */
  #ready;
  /** @type {Map<string, { stops: AbortController, isSeen: boolean }>} by message id, oldest first */
  #inFlight = new Map();
  /** The newest answer, for what comes late and without an id. @type {Message | undefined} */
  #latest;
  #connecting;
  /** @type {Set<() => void>} */
  #watchers = new Set();

  /**
   * @param {object} parts
   * @param {import('./tell.js').Chat} parts.chat
   * @param {import('./tell.js').Tell} parts.tell
   * @param {() => Promise<Client>} parts.makeClient
   * @param {typeof import('./attempts.js').Attempts} parts.Attempts  comes with the page: the panel's file needs it to get here
   * @param {() => Promise<typeof import('./chat-people.js')>} parts.loadPeople  what speaks with a back office
   */
  constructor({ chat, tell, makeClient, Attempts, loadPeople }) {
    this.#chat = chat;
    this.#tell = tell;
    this.#conversation = chat.conversation;
    this.#makeClient = makeClient;
    this.#connecting = new Attempts(async () => (await this.ready()).openConnection(), this.#onConnection);
    this.people = new People({ chat, tell, Attempts, loadPeople });
    this.#conversation.addEventListener('completed', this.#onCompleted);
    this.#conversation.addEventListener('change', this.#onChange);
  }

  /** The client; an attempt that failed is made again by the next call. */
  ready() {
    if (this.#hasEnded) return Promise.reject(ended());
    this.#ready ??= this.#makeClient().then(
      (client) => {
        if (this.#hasEnded) {
          // Nobody else knows of it, unless it is the page's own.
          if (client !== this.#chat.client) client.cleanup();
          throw ended();
        }
        this.client = client;
        client.on('message', this.#onMessage).on('state', this.#onConnection).on('reconnecting', this.#onConnection);
        return client;
      },
      (error) => {
        this.#ready = undefined;
        throw error;
      },
    );
    return this.#ready;
  }

  /** Opens the connection, now and by itself again until it is open; afterwards the client sees to that. */
  connect() {
    const state = this.client?.connection.state;
    if (state === 'waiting' || state === 'offline') this.client?.openConnection().catch(() => {});
    else this.#connecting.now();
  }

  /** What can be said of the connection. @returns {import('./connection-status.js').Connection} */
  get connection() {
    const { isTrying, failures, retryAt } = this.#connecting;
    const known = this.client?.connection;
    if (!known) return { state: isTrying ? 'connecting' : failures ? 'closed' : 'idle', retryAt };
    const { state, isReportedOffline } = known;
    return { state, isReportedOffline, retryAt: known.retryAt ?? retryAt };
  }

  /** Calls back when the connection is another than before. @param {() => void} listener @returns {() => void} ends that */
  watch(listener) {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /**
   * @param {string} text
   * @param {import('optave-web-sdk/chat').ChatFile[]} [files]
   * @returns {boolean} whether it was taken
   */
  ask(text, files = []) {
    if (!this.#tell('optave-send', { text, files })) return false;
    const more = files.length > 0 ? { files } : {};
    this.people.typing(false);
    this.#send(this.#conversation.add({ role: 'user', text, state: 'sending', action: 'interaction', ...more }));
    return true;
  }

  showOffers() {
    return this.#recommend(this.#conversation.add({ role: 'bot', state: 'typing', action: 'recommend' }));
  }

  /** @returns {Promise<void> | undefined} */
  callPerson() {
    if (!canBeCalled(this.#chat) || !this.#tell('optave-handover', null)) return undefined;
    return this.#elevate(this.#conversation.add({ role: 'system', state: 'sending', action: 'elevate' }));
  }

  /** Asks again for what failed: for a message, or for the one that a broken answer belongs to. @param {Message} message */
  retry(message) {
    const asked = message.replyTo ? this.#conversation.get(message.replyTo) : message;
    if (!asked || isPending(asked)) return undefined;
    if (asked !== message) this.#conversation.remove(message);
    if (asked.action === 'recommend') return this.#recommend(asked);
    if (asked.action === 'elevate') return this.#elevate(asked);
    return asked.action && this.#send(asked);
  }

  /** Gives up the newest answer that is still to come. */
  stop() {
    [...this.#inFlight.values()].findLast(({ isSeen }) => isSeen)?.stops.abort('stopped by the visitor');
  }

  get isAnswering() {
    return [...this.#inFlight.values()].some(({ isSeen }) => isSeen);
  }

  /** Nothing is under way afterwards. */
  end() {
    this.#hasEnded = true;
    for (const { stops } of this.#inFlight.values()) stops.abort('the chat has ended');
    this.#conversation.removeEventListener('completed', this.#onCompleted);
    this.#conversation.removeEventListener('change', this.#onChange);
    this.#connecting.stop();
    this.people.end();
    this.client
      ?.off('message', this.#onMessage)
      .off('state', this.#onConnection)
      .off('reconnecting', this.#onConnection);
    this.client = null;
    this.#ready = undefined;
  }

  #onConnection = () => {
    for (const watcher of [...this.#watchers]) watcher();
  };

  /** What was asked in one conversation is not answered in the next; the same one may come to have another id. @param {Event} event */
  #onChange = (event) => {
    if (changeOf(event).kind !== 'reset') return;
    const isGone = (/** @type {string} */ id) => !this.#conversation.get(id.replace(UNSEEN, ''));
    if (this.#latest && isGone(this.#latest.id)) this.#latest = undefined;
    for (const [id, { stops }] of this.#inFlight) if (isGone(id)) stops.abort('a new conversation has begun');
  };

  /** @param {Event} event */
  #onCompleted = (event) => {
    const message = completedOf(event);
    // What came to another tab was told there.
    if (!this.#conversation.isElsewhere && message.role !== 'system') this.#tell('optave-answer', { message });
  };

  /** @param {import('optave-web-sdk').InboundMessage} message */
  #onMessage = (message) => {
    const update = bareSuperpower(message);
    // While something is in flight, the SDK says whose it is.
    if (!update || this.#inFlight.size || !this.#latest || update.actionType === 'interaction') return;
    this.#addSuperpower(this.#latest, update);
  };

  /** @param {Message} reply @param {any} update */
  #addSuperpower(reply, update) {
    const name = String(update.actionType ?? '');
    const known = this.#conversation.get(reply.id)?.superpowers ?? {};
    if (!Object.hasOwn(known, name) && Object.keys(known).length >= MOST_SUPERPOWERS) return;
    this.#conversation.update(reply, { superpowers: { ...known, [name]: superpowerOf(update) } });
  }

  /** To the person who is there, else to the assistant. @param {Message} message */
  async #send(message) {
    const { agents } = this.#chat;
    const delivery = this.people.reach().then((office) => office?.deliver(message));
    if (standingIn(this.#chat)?.state !== 'joined') return this.#interact(message);
    // What the assistant would say is for the team, and whether it can is not the visitor's concern.
    if (agents?.drafts !== false) this.#interact(unseen(message), message);
    this.#conversation.update(message, { state: 'sending', error: undefined });
    if (await delivery) this.#conversation.update(message, { state: 'done' });
    else this.#fail(message, NOT_DELIVERED);
  }

  /** @param {Message} message what is asked on behalf of @param {Message} [shown] the one that the visitor sees */
  async #interact(message, shown = message) {
    const conversation = this.#conversation;
    const draft = isWithPerson(this.#chat) || undefined;
    /** @type {Message | undefined} */
    let reply;
    let isOver = false;
    const typing = () => {
      reply ??= this.#latest = conversation.add({ role: 'bot', state: 'typing', replyTo: shown.id, draft });
      // Where a page has frozen it, the conversation goes on with a copy.
      return conversation.get(reply.id) ?? reply;
    };
    /** @param {Update} update */
    const onUpdate = (update) => {
      const { actionType, state, text } = update;
      // After the end superpowers may still come for an answer that is there, and nothing else.
      if (state === 'error' || (isOver && !reply)) return;
      const answer = typing();
      if (actionType !== 'interaction') {
        this.#addSuperpower(answer, update);
      } else if (isPending(answer) && text) {
        const done = state === 'completed';
        const more = done && { sources: sourcesOf(update, this.#chat.resources), suggestions: suggestionsOf(update) };
        conversation.update(answer, { text, state: done ? 'done' : 'streaming', ...more });
      }
    };
    const isSeen = shown === message;
    const { response, failed } = await this.#run(message, { onUpdate, onSent: () => draft || typing(), isSeen });
    isOver = true;
    // Its type is told, or TypeScript would hold that nobody has written to it.
    const answer = /** @type {Message | undefined} */ (reply) && typing();
    if (!failed) {
      conversation.update(message, { state: 'done', waiting: false });
      if (answer && isPending(answer)) {
        const text = response.text || answer.text;
        // Completed without a word: there is nothing to show.
        if (text) conversation.update(answer, { text, state: 'done' });
        else conversation.remove(answer);
      }
    } else if (answer?.text) {
      // The part that is there stays to be read.
      conversation.update(message, { state: 'done', waiting: false });
      this.#fail(answer, failed);
    } else {
      if (answer) conversation.remove(answer);
      this.#fail(message, failed);
    }
    return response;
  }

  /** @param {Message} message */
  async #recommend(message) {
    const { offers = [] } = this.#chat.resources;
    const { response, failed } = await this.#run(message, { extra: { resources: { offers } }, state: 'typing' });
    if (failed) this.#fail(message, failed);
    else this.#conversation.update(message, { state: 'done', text: response.text, offers: offersOf(response) });
  }

  /** @param {Message} message */
  async #elevate(message) {
    const conversation = this.#conversation;
    const spoken = conversation.messages.filter(isSpoken);
    const extra = {
      // Both are required; a visitor may want a person before a word has been said.
      attributes: { content: spoken.findLast(({ role }) => role === 'user')?.text ?? 'The visitor asks for a person.' },
      connections: { parentId: spoken.at(-1)?.id ?? conversation.threadId },
    };
    if (!this.#chat.agents) {
      const { response, failed } = await this.#run(message, { extra });
      if (failed) this.#fail(message, failed);
      else conversation.update(message, { state: 'done', waiting: false, note: response.text });
      return;
    }
    // A back office can take over without the server's word, so that a failure of that is none.
    conversation.update(message, { state: 'sending', error: undefined });
    const answered = this.#run(unseen(message), { extra, isSeen: false });
    await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, SUMMARY_MS))]);
    const office = await this.people.reach();
    if (!conversation.get(message.id) || this.#hasEnded) return;
    if (!office) {
      this.#fail(message, NOT_DELIVERED);
      return;
    }
    conversation.update(message, { state: 'done' });
    // Somebody may have come meanwhile.
    if (!isAwaited(conversation.messages)) office.call(message);
    const { response } = await answered;
    if (response) conversation.update(message, { note: response.text });
  }

  /** The one place where something fails for the visitor. @param {Message} message @param {Failed} failed */
  #fail(message, failed) {
    if (!this.#conversation.get(message.id)) return;
    this.#conversation.update(message, { waiting: false, ...failed });
    if (failed.state === 'failed' && !message.draft) this.#tell('optave-fail', { message, error: failed.error });
  }

  /**
   * One request on behalf of a message; never throws. What has not left for want of a connection goes when there is one.
   *
   * @param {Message} message
   * @param {object} how
   * @param {import('optave-web-sdk/chat').ChatRequestExtra} [how.extra]
   * @param {(update: Update) => void} [how.onUpdate]
   * @param {() => void} [how.onSent]
   * @param {'sending' | 'typing'} [how.state]
   * @param {boolean} [how.isSeen] whether the visitor knows of it, and can stop it
   * @returns {Promise<{ response: Response, failed?: undefined } | { failed: Failed, response?: undefined }>}
   */
  async #run(message, { extra, onUpdate, onSent, state = 'sending', isSeen = true }) {
    const stops = new AbortController();
    const { signal } = stops;
    this.#inFlight.set(message.id, { stops, isSeen });
    this.#conversation.update(message, { state, error: undefined, waiting: false });
    try {
      for (;;) {
        try {
          return { response: await this.#request(message, { extra, onUpdate, onSent, signal }) };
        } catch (error) {
          if (signal.aborted || !isUnsent(error, this.client) || this.#isOpen) throw error;
          this.#conversation.update(message, { waiting: true });
          await this.#opened(signal);
        }
      }
    } catch (error) {
      const { code } = /** @type {{ code?: unknown }} */ (error ?? {});
      // Whoever has stopped it may think better of it.
      const isStopped = signal.aborted || code === 'REQUEST_CANCELLED';
      if (isStopped) return { failed: { state: 'stopped', error: { code: 'REQUEST_CANCELLED', retryable: true } } };
      return { failed: { state: 'failed', error: errorOf(error) } };
    } finally {
      this.#inFlight.delete(message.id);
    }
  }

  get #isOpen() {
    const { state } = this.connection;
    return this.client !== null && (state === 'open' || state === 'idle');
  }

  /** Waits for the connection, and sees to it that somebody opens it. @param {AbortSignal} signal @returns {Promise<void>} */
  #opened(signal) {
    if (!this.#connecting.failures && this.connection.state !== 'waiting' && this.connection.state !== 'offline') {
      this.#connecting.now();
    }
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!signal.aborted && !this.#isOpen) return;
        unwatch();
        signal.removeEventListener('abort', look);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const unwatch = this.watch(look);
      signal.addEventListener('abort', look);
    });
  }

  /**
   * @param {Message} message
   * @param {{ extra?: import('optave-web-sdk/chat').ChatRequestExtra, onUpdate?: (update: Update) => void, onSent?: () => void, signal: AbortSignal }} how
   */
  async #request(message, { extra, onUpdate, onSent, signal }) {
    const client = await this.ready();
    signal.throwIfAborted();
    // The types of params and of actions belong together, which TypeScript cannot see of a name.
    const ask = /** @type {(params: object, options: object) => Request} */ (client[message.action ?? 'interaction']);
    const request = ask.call(client, requestParams(this.#chat, extra, message.files), { onUpdate, signal });
    this.#conversation.update(message, { correlationId: request.correlationId });
    const stopWatching = this.#watchSending(request, message, onSent);
    try {
      return await request;
    } finally {
      stopWatching();
    }
  }

  /**
   * The request itself tells nobody when it leaves; it can only do so when the connection changes.
   *
   * @param {Request} request @param {Message} message @param {(() => void) | undefined} onSent
   */
  #watchSending(request, message, onSent) {
    let isSent = false;
    const look = () => {
      if (isSent || request.state === 'queued' || request.state === 'settled') return;
      isSent = true;
      if (message.waiting) this.#conversation.update(message, { waiting: false });
      onSent?.();
    };
    const timer = setTimeout(() => {
      if (request.state === 'queued') this.#conversation.update(message, { waiting: true });
    }, WAITING_AFTER_MS);
    // What has waited is written after the event, so it is looked at after that too.
    const unwatch = this.watch(() => queueMicrotask(look));
    look();
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }
}
