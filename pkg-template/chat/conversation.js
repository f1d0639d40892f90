// The conversation as everybody around it sees it: the visitor's panel, the operator's side, the store. It knows no
// server and no page; it says what changed, and each view paints that when it wants to.
//
// Events: `change` with `{ kind, message }`; `completed` with `{ message }`, once, when the visitor can read all of it.
import { newId } from './ids.js';

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {'user' | 'bot' | 'operator' | 'system'} role
 * @property {string} text
 * @property {number} at  milliseconds since 1970
 * @property {'sending' | 'typing' | 'streaming' | 'done' | 'failed' | 'stopped'} state  `sending` and `typing`: nothing
 *   of the answer is there yet; `streaming`: it grows
 * @property {string} [name]  who speaks, where it is a person
 * @property {string} [replyTo]  the message that this one answers
 * @property {'interaction' | 'recommend' | 'elevate'} [action]  what was asked for; a retry asks for it again
 * @property {string} [correlationId]
 * @property {{ code: string, retryable: boolean }} [error]
 * @property {boolean} [waiting]  not sent yet, for want of a connection
 * @property {boolean} [draft]  for the operator's eyes only
 * @property {object[]} [offers]
 * @property {object[]} [sources]  what the answer leans on: entries of the page's `resources.links`
 * @property {string} [note]  what `elevate` wrote for the person who takes over
 * @property {Record<string, { state: string, results: object[], text: string }>} [superpowers]  by action type
 */

export class Conversation extends EventTarget {
  threadId = newId();
  /** Who answers: the assistant, or a person whom it only hands drafts to. */
  mode = 'assistant';
  unread = 0;
  /** @type {Message[]} oldest first */
  messages = [];
  #byId = new Map();
  /** What has been told as completed: later changes, such as a superpower that comes late, are no news. */
  #told = new WeakSet();

  get(id) {
    return this.#byId.get(id);
  }

  /** @returns {Message} */
  add(message) {
    const added = { id: newId(), at: Date.now(), text: '', state: 'done', ...message };
    this.messages.push(added);
    this.#byId.set(added.id, added);
    this.#tell('add', added);
    return added;
  }

  update(message, changes) {
    if (!this.#byId.has(message.id)) return;
    Object.assign(message, changes);
    this.#tell('update', message);
  }

  remove(message) {
    if (!this.#byId.delete(message.id)) return;
    this.messages.splice(this.messages.indexOf(message), 1);
    this.#tell('remove', message);
  }

  setMode(mode) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.#tell('mode');
  }

  setUnread(count) {
    if (count === this.unread) return;
    this.unread = count;
    this.#tell('unread');
  }

  /** Takes over what was stored; views start anew. */
  load({ threadId, mode, unread, messages }) {
    Object.assign(this, { threadId, mode, unread, messages });
    this.#byId = new Map(messages.map((message) => [message.id, message]));
    this.#told = new WeakSet(messages);
    this.#tell('reset');
  }

  clear() {
    this.load({ threadId: newId(), mode: 'assistant', unread: 0, messages: [] });
  }

  /** @param {'add' | 'update' | 'remove' | 'mode' | 'unread' | 'reset'} kind */
  #tell(kind, message) {
    this.dispatchEvent(new CustomEvent('change', { detail: { kind, message } }));
    if (!message || message.state !== 'done' || message.role === 'user' || message.draft) return;
    if (kind === 'remove' || this.#told.has(message)) return;
    this.#told.add(message);
    this.dispatchEvent(new CustomEvent('completed', { detail: { message } }));
  }
}

/** What the visitor sees: all but the drafts. */
export const isVisible = (message) => !message.draft;

/** Whether something is still to come for this message. */
export const isPending = ({ state }) => state === 'sending' || state === 'typing' || state === 'streaming';

/** What both sides have said, as opposed to what the widget noted. */
export const isSpoken = ({ role, text, draft }) => role !== 'system' && text !== '' && !draft;
