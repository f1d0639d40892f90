// What does not work at once is tried again: after delays that grow, of which no two visitors have the same, and at
// once where there is reason to hope. It is the same for the panel's file as for the first connection.

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** @param {number} failures in a row, from 1 @param {number} [chance] from 0 to 1 */
export const delayMs = (failures, chance = Math.random()) =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + chance / 2);

export class Attempts {
  /** In a row, so far. */
  failures = 0;
  /** When the next attempt begins, if one is planned, in milliseconds since 1970. @type {number | undefined} */
  retryAt;
  #work;
  #onChange;
  /** @type {Promise<boolean> | undefined} */
  #running;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isListening = false;
  #isWanted = false;

  /** @param {() => Promise<unknown>} work @param {() => void} onChange something of it is another than before */
  constructor(work, onChange) {
    this.#work = work;
    this.#onChange = onChange;
  }

  get isTrying() {
    return this.#running !== undefined;
  }

  /** Tries now, whatever was planned, and again until it works; answers whether it has worked this time. */
  now() {
    clearTimeout(this.#timer);
    this.retryAt = undefined;
    this.#isWanted = true;
    this.#running ??= this.#try();
    this.#onChange();
    return this.#running;
  }

  /** Not any more, whatever becomes of an attempt that is under way. */
  stop() {
    this.#isWanted = false;
    this.#rest();
    if (this.#isListening) this.#listen(false);
  }

  async #try() {
    try {
      await this.#work();
      this.stop();
      return true;
    } catch (error) {
      if (!this.#isWanted) return false;
      this.failures += 1;
      if (!this.#isListening) this.#listen(true);
      // What can be seen to be hopeless waits for a click, or for the network to be another.
      if (/** @type {{ retryable?: unknown } | undefined} */ (error)?.retryable !== false) this.#plan();
      return false;
    } finally {
      this.#running = undefined;
      this.#onChange();
    }
  }

  #plan() {
    const delay = delayMs(this.failures);
    this.retryAt = Date.now() + delay;
    this.#timer = setTimeout(this.#hope, delay);
  }

  #rest() {
    clearTimeout(this.#timer);
    this.failures = 0;
    this.retryAt = undefined;
  }

  /** @param {boolean} listens */
  #listen(listens) {
    this.#isListening = listens;
    const change = listens ? 'addEventListener' : 'removeEventListener';
    globalThis[change]('online', this.#hope);
    document[change]('visibilitychange', this.#hope);
  }

  // Nobody waits in a page that nobody sees: it is tried when it is looked at again.
  #hope = () => {
    if (!document.hidden) this.now();
  };
}
