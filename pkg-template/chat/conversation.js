// The conversation as everybody around it sees it: the visitor's panel, the operator's side, the store. It knows no
// server and no page; it says what changed, and each view paints that when it wants to.
//
// Events: `change` with `{ kind, message }`; `completed` with `{ message }`, once, when the visitor can read all of it. What
// another tab has said tells both as well; `isElsewhere` is true meanwhile.
import { newId } from './ids.js';

/**
 * @typedef {import('optave-web-sdk/chat').ChatMessage} Message
 * @typedef {'add' | 'update' | 'remove' | 'mode' | 'unread' | 'reset'} ChangeKind
 * @typedef {{ kind: ChangeKind, message?: Message }} Change  `message`: which one was added, updated, removed
 */

/** What a `change` says. @param {Event} event @returns {Change} */
export const changeOf = (event) => /** @type {CustomEvent<Change>} */ (event).detail;

/** The message of a `completed`. @param {Event} event @returns {Message} */
export const completedOf = (event) => /** @type {CustomEvent<{ message: Message }>} */ (event).detail.message;

/** Where there is no page there may be none. */
const Base = /** @type {typeof EventTarget} */ (globalThis.EventTarget ?? class {});

export class Conversation extends Base {
  threadId = newId();
  /** Who answers: the assistant, or a person whom it only hands drafts to. @type {'assistant' | 'person'} */
  mode = 'assistant';
  unread = 0;
  /** Whether what is told now happened in another tab. */
  isElsewhere = false;
  /** @type {Message[]} oldest first */
  messages = [];
  /** @type {Map<string, Message>} */
  #byId = new Map();
  /** What has been told as completed: later changes, such as a superpower that comes late, are no news. @type {WeakSet<Message>} */
  #told = new WeakSet();

  /** @param {string} id */
  get(id) {
    return this.#byId.get(id);
  }

  /** @param {Partial<Message> & Pick<Message, 'role'>} message @returns {Message} */
  add(message) {
    /** @type {Message} */
    const added = { id: newId(), at: Date.now(), text: '', state: 'done', ...message };
    let index = this.messages.length;
    // What another tab has said may be older than the newest here.
    while (this.isElsewhere && index > 0 && this.messages[index - 1].at > added.at) index -= 1;
    this.messages.splice(index, 0, added);
    this.#byId.set(added.id, added);
    this.#tell('add', added);
    return added;
  }

  /** @param {Message} message @param {Partial<Message>} changes */
  update(message, changes) {
    let known = this.#byId.get(message.id);
    if (!known) return;
    if (Object.isFrozen(known)) {
      // A page has put it into a state of its own that nothing may change: here goes on a copy.
      const copy = { ...known };
      this.messages[this.messages.indexOf(known)] = copy;
      this.#byId.set(copy.id, copy);
      if (this.#told.has(known)) this.#told.add(copy);
      known = copy;
    }
    Object.assign(known, changes);
    this.#tell('update', known);
  }

  /** @param {Message} message */
  remove(message) {
    const known = this.#byId.get(message.id);
    if (!known) return;
    this.#byId.delete(message.id);
    this.messages.splice(this.messages.indexOf(known), 1);
    this.#tell('remove', known);
  }

  /** @param {'assistant' | 'person'} mode */
  setMode(mode) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.#tell('mode');
  }

  /** @param {number} count */
  setUnread(count) {
    if (count === this.unread) return;
    this.unread = count;
    this.#tell('unread');
  }

  /**
   * Takes over what was stored; views start anew.
   *
   * @param {Pick<Conversation, 'threadId' | 'mode' | 'unread' | 'messages'>} stored
   */
  load({ threadId, mode, unread, messages }) {
    Object.assign(this, { threadId, mode, unread, messages });
    this.#byId = new Map(messages.map((message) => [message.id, message]));
    this.#told = new WeakSet(messages.filter(({ state }) => state === 'done'));
    this.#tell('reset');
  }

  clear() {
    this.load({ threadId: newId(), mode: 'assistant', unread: 0, messages: [] });
  }

  /** @param {ChangeKind} kind @param {Message} [message] */
  #tell(kind, message) {
    this.dispatchEvent(new CustomEvent('change', { detail: { kind, message } }));
    if (!message || message.state !== 'done' || message.role === 'user' || message.draft) return;
    if (kind === 'remove' || this.#told.has(message)) return;
    this.#told.add(message);
    this.dispatchEvent(new CustomEvent('completed', { detail: { message } }));
  }
}

/** What the visitor sees: all but the drafts. @param {Message} message */
export const isVisible = (message) => !message.draft;

/** Whether something is still to come for this message. @param {Pick<Message, 'state'>} message */
export const isPending = ({ state }) => state === 'sending' || state === 'typing' || state === 'streaming';

/** Who has said it. @param {Pick<Message, 'role' | 'name'>} message @param {import('./texts/index.js').Texts} texts */
export const speakerOf = ({ role, name }, texts) =>
  name || (role === 'system' ? '' : texts[role === 'user' ? 'you' : role]);

/** What both sides have said, as opposed to what the widget noted. @param {Message} message */
export const isSpoken = ({ role, text, files, draft }) =>
  role !== 'system' && (text !== '' || Boolean(files?.length)) && !draft;
