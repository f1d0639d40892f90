// What the page holds of a request: a promise of the language's own kind, which no type of Rust's can be, and plain
// objects that it may keep, change and copy.

const list = (value) => (Array.isArray(value) ? value : []);

/** The text of a superpower message: its `results[].response[].content`. */
export function contents(data) {
  let text;
  for (const result of list(data?.message?.results)) {
    for (const item of list(result?.response)) {
      const content = item?.content;
      // Put together, not joined: a long text is not copied until somebody reads it.
      if (typeof content === 'string') text = text === undefined ? content : `${text}\n${content}`;
    }
  }
  return text ?? '';
}

/** What an action's method returns: a promise that can also be iterated, looked at and cancelled. */
export class OptaveRequest extends Promise {
  #outcome;

  // then() and its kin give ordinary promises: a derived one has no request of its own.
  static get [Symbol.species]() {
    return Promise;
  }

  constructor(outcome) {
    super((resolve, reject) => {
      outcome.resolve = resolve;
      outcome.reject = reject;
    });
    this.#outcome = outcome;
  }

  then(...handlers) {
    this.#outcome.isAsked = true;
    return super.then(...handlers);
  }

  get correlationId() {
    return this.#outcome.correlationId;
  }

  get state() {
    return this.#outcome.state;
  }

  cancel(reason) {
    const asked = { correlationId: this.correlationId, reason, isDone: false };
    if (this.state !== 'settled') this.#outcome.cancel(asked);
    return asked.isDone;
  }

  async *[Symbol.asyncIterator]() {
    const outcome = this.#outcome;
    // Whoever iterates learns of a failure here; the promise must not report it once more as unhandled.
    this.catch(() => {});
    for (let next = 0; ;) {
      while (next < outcome.updates.length) yield outcome.updates[next++];
      if (outcome.state === 'settled') break;
      await outcome.nextChange();
    }
    await this;
  }
}

/** How Rust settles a request, or a call for the connection. `key` is the engine's. */
export class Outcome {
  updates = [];
  state = 'queued';
  key = -1;
  #wake;
  #changed;

  constructor(correlationId, cancel) {
    this.correlationId = correlationId;
    this.cancel = cancel;
    this.request = new OptaveRequest(this);
  }

  sent() {
    this.state = 'sent';
  }

  /** Takes an update in. One that comes after the request has settled is made, but not kept. */
  deliver(data, headers) {
    const { actionType, state } = data;
    const { correlationId, updates } = this;
    const update = { data, actionType, state, headers, correlationId, index: updates.length, text: contents(data) };
    if (this.state !== 'settled') {
      this.state = 'answering';
      updates.push(update);
      this.#wake?.();
    }
    return update;
  }

  /** Resolves with the newest update. */
  answer(queuedMs, firstUpdateMs, totalMs) {
    const { updates } = this;
    this.#settle();
    this.resolve({ ...updates[updates.length - 1], updates, timings: { queuedMs, firstUpdateMs, totalMs } });
  }

  succeed() {
    this.#settle();
    this.resolve();
  }

  /** Rejects. If nobody asks for the outcome, `report` is told instead, if there is one. */
  async fail(error, report) {
    this.#settle();
    this.reject(error);
    // An `await` asks one turn after it was given the promise.
    await await 0;
    if (report && !this.isAsked) {
      this.request.catch(() => {});
      report(error);
    }
  }

  #settle() {
    this.state = 'settled';
    this.#wake?.();
  }

  /** Resolves with the next update or the settling. */
  nextChange() {
    return (this.#changed ??= new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = this.#changed = undefined;
        resolve();
      };
    }));
  }
}
