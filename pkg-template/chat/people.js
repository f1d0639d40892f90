// The way to the people behind the assistant. What speaks with a back office is a file of its own, which only pages with
// `agents` load; whoever has something for it meanwhile waits until it is there.
import { complain } from './complain.js';
import { textsOf } from './texts/index.js';

export class People {
  #parts;
  #loadPeople;
  #loading;
  #hasEnded = false;
  /** Whether the visitor types, for when it is there. */
  #isTyping = false;
  /** @type {import('./agents.js').BackOffice | undefined} */
  #office;

  /**
   * @param {object} parts
   * @param {import('./tell.js').Chat} parts.chat
   * @param {import('./tell.js').Tell} parts.tell
   * @param {typeof import('./attempts.js').Attempts} parts.Attempts
   * @param {() => Promise<typeof import('./chat-people.js')>} parts.loadPeople
   */
  constructor({ chat, tell, Attempts, loadPeople }) {
    this.#loadPeople = loadPeople;
    this.#parts = { chat, tell, texts: () => textsOf(chat) };
    this.#loading = new Attempts(
      () => this.#load(),
      () => {},
    );
    this.resume();
  }

  /** What speaks with the back office; nothing where there is none, or where it cannot be loaded now. */
  async reach() {
    if (!this.#office && this.#parts.chat.agents) await this.#loading.now();
    return this.#office;
  }

  /** Takes up the line again that a stored conversation had, or that somebody is to stand by. */
  async resume() {
    const office = await this.reach();
    office?.resume();
  }

  /** The visitor types, or has stopped. @param {boolean} isTyping */
  typing(isTyping) {
    this.#isTyping = isTyping;
    this.#office?.typing(isTyping);
  }

  /** Nothing is told or heard any more. */
  end() {
    this.#hasEnded = true;
    this.#loading.stop();
    this.#office?.end();
  }

  async #load() {
    try {
      const { BackOffice } = await this.#loadPeople();
      if (this.#office || this.#hasEnded) return;
      this.#office = new BackOffice(this.#parts);
      if (this.#isTyping) this.#office.typing(true);
    } catch (error) {
      if (this.#hasEnded) return;
      complain('Loading what speaks with `agents`', 'It is tried again.', error);
      throw error;
    }
  }
}
