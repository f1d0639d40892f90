// What the visitor does, as requests: ask, ask again, see offers, call for a person. What comes back goes into the
// conversation; nothing here knows how that looks.
import { bareSuperpower, offersOf, sourcesOf, suggestionsOf, superpowerOf } from './answers.js';
import { isPending, isSpoken } from './conversation.js';
import { errorOf } from './errors.js';
import { requestParams } from './params.js';

// A request that waits longer than this for the connection says so.
const WAITING_AFTER_MS = 900;

export class ChatSession {
  /** The client, once the visitor has opened the chat. */
  client = null;
  #chat;
  #tell;
  #conversation;
  #makeClient;
  #ready;
  #inFlight = new Map();
  /** The newest answer, for what comes late and without an id. */
  #latest;

  /**
   * @param {object} parts
   * @param {import('./tell.js').Chat} parts.chat
   * @param {import('./tell.js').Tell} parts.tell
   * @param {() => Promise<import('optave-web-sdk').OptaveClient>} parts.makeClient
   */
  constructor({ chat, tell, makeClient }) {
    this.#chat = chat;
    this.#tell = tell;
    this.#conversation = chat.conversation;
    this.#makeClient = makeClient;
    this.#conversation.addEventListener('change', this.#onChange);
  }

  /** The client; an attempt that failed is made again by the next call. */
  ready() {
    this.#ready ??= this.#makeClient().then(
      (client) => {
        this.client = client;
        client.on('message', this.#onMessage);
        return client;
      },
      (error) => {
        this.#ready = undefined;
        throw error;
      },
    );
    return this.#ready;
  }

  ask(text, files) {
    return this.#interact(
      this.#conversation.add({ role: 'user', text, files, state: 'sending', action: 'interaction' }),
    );
  }

  showOffers() {
    return this.#recommend(this.#conversation.add({ role: 'bot', state: 'typing', action: 'recommend' }));
  }

  callPerson() {
    return this.#elevate(this.#conversation.add({ role: 'system', state: 'sending', action: 'elevate' }));
  }

  /** Asks again for what failed: for a message, or for the one that a broken answer belongs to. */
  retry(message) {
    const asked = message.replyTo ? this.#conversation.get(message.replyTo) : message;
    if (asked !== message) this.#conversation.remove(message);
    if (!asked || isPending(asked)) return undefined;
    const again = { interaction: this.#interact, recommend: this.#recommend, elevate: this.#elevate }[asked.action];
    return again?.call(this, asked);
  }

  /** Gives up the newest answer that is still to come. */
  stop() {
    [...this.#inFlight.values()].at(-1)?.cancel('stopped by the visitor');
  }

  get isAnswering() {
    return this.#inFlight.size > 0;
  }

  /** Nothing is under way afterwards. */
  end() {
    this.#conversation.removeEventListener('change', this.#onChange);
    for (const request of this.#inFlight.values()) request.cancel('the chat has ended');
    this.client?.off('message', this.#onMessage);
    this.client = null;
    this.#ready = undefined;
  }

  /** Nobody waits for an answer in a conversation that is over. */
  #onChange = () => {
    for (const [id, request] of this.#inFlight) {
      if (!this.#conversation.get(id)) request.cancel('the conversation is over');
    }
  };

  #onMessage = (message) => {
    const update = bareSuperpower(message);
    // While something is in flight, the SDK says whose it is.
    if (!update || this.#inFlight.size || !this.#latest || update.actionType === 'interaction') return;
    this.#addSuperpower(this.#latest, update);
  };

  #addSuperpower(reply, update) {
    const superpowers = { ...reply.superpowers, [update.actionType ?? '']: superpowerOf(update) };
    this.#conversation.update(reply, { superpowers });
  }

  async #interact(message) {
    const conversation = this.#conversation;
    const draft = conversation.mode === 'person' || undefined;
    let reply;
    let isOver = false;
    const typing = () => {
      reply ??= this.#latest = conversation.add({ role: 'bot', state: 'typing', replyTo: message.id, draft });
    };
    const onUpdate = (update) => {
      const { actionType, state, text } = update;
      // After the end superpowers may still come for an answer that is there, and nothing else.
      if (state === 'error' || (isOver && !reply)) return;
      typing();
      if (actionType !== 'interaction') {
        this.#addSuperpower(reply, update);
      } else if (isPending(reply) && text) {
        const done = state === 'completed';
        const more = done && { sources: sourcesOf(update, this.#chat.resources), suggestions: suggestionsOf(update) };
        conversation.update(reply, { text, state: done ? 'done' : 'streaming', ...more });
      }
    };
    const { response, failure } = await this.#run(message, { onUpdate, onSent: () => draft || typing() });
    isOver = true;
    if (response) {
      conversation.update(message, { state: 'done', waiting: false });
      // Completed without a word: there is nothing to show.
      if (reply && isPending(reply)) conversation.remove(reply);
    } else if (reply?.text) {
      // The part that is there stays to be read.
      conversation.update(message, { state: 'done', waiting: false });
      conversation.update(reply, failure);
    } else {
      if (reply) conversation.remove(reply);
      conversation.update(message, { waiting: false, ...failure });
    }
  }

  async #recommend(message) {
    this.#conversation.update(message, { state: 'typing', error: undefined });
    const { offers = [] } = this.#chat.resources ?? {};
    const { response, failure } = await this.#run(message, { extra: { resources: { offers } }, state: 'typing' });
    const found = response && { state: 'done', waiting: false, text: response.text, offers: offersOf(response) };
    this.#conversation.update(message, found ?? { waiting: false, ...failure });
  }

  async #elevate(message) {
    const spoken = this.#conversation.messages.filter(isSpoken);
    const extra = {
      // Both are required; a visitor may want a person before a word has been said.
      attributes: { content: spoken.findLast(({ role }) => role === 'user')?.text ?? 'The visitor asks for a person.' },
      connections: { parentId: spoken.at(-1)?.id ?? this.#conversation.threadId },
    };
    const { response, failure } = await this.#run(message, { extra });
    const done = response && { state: 'done', waiting: false, note: response.text };
    this.#conversation.update(message, done ?? { waiting: false, ...failure });
  }

  /** One request on behalf of a message; never throws. */
  async #run(message, { extra, onUpdate, onSent, state = 'sending' }) {
    const conversation = this.#conversation;
    const { action } = message;
    conversation.update(message, { state, error: undefined, waiting: false });
    let stopWatching;
    try {
      const client = await this.ready();
      const params = requestParams(this.#chat, extra, message.files);
      const request = client[action](params, { onUpdate });
      this.#inFlight.set(message.id, request);
      conversation.update(message, { correlationId: request.correlationId });
      stopWatching = this.#watchSending(client, request, message, onSent);
      return { response: await request };
    } catch (error) {
      const stopped = error?.code === 'REQUEST_CANCELLED';
      return { failure: { state: stopped ? 'stopped' : 'failed', error: errorOf(error) } };
    } finally {
      stopWatching?.();
      this.#inFlight.delete(message.id);
    }
  }

  /** The request itself tells nobody when it leaves; it can only do so when the connection changes. */
  #watchSending(client, request, message, onSent) {
    let isSent = false;
    const look = () => {
      if (isSent || request.state === 'queued' || request.state === 'settled') return;
      isSent = true;
      if (message.waiting) this.#conversation.update(message, { waiting: false });
      onSent?.();
    };
    // What has waited is written after the event, so it is looked at after that too.
    const onState = () => queueMicrotask(look);
    const timer = setTimeout(() => {
      if (request.state === 'queued') this.#conversation.update(message, { waiting: true });
    }, WAITING_AFTER_MS);
    client.on('state', onState);
    look();
    return () => {
      clearTimeout(timer);
      client.off('state', onState);
    };
  }
}
