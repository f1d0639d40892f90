// What the page holds of a request: a promise of the language's own kind, which no type of Rust's can be, and plain
// objects that it may keep, change and copy.

import { own } from './payload.js';

/** The items of a list that an object has; none where there is no list. */
function items(object, key) {
  const list = own(object, key);
  return Array.isArray(list) ? list : [];
}

/** The text of a superpower message: its `results[].response[].content`. */
export function contents(data) {
  let text;
  for (const result of items(own(data, 'message'), 'results')) {
    for (const item of items(result, 'response')) {
      const content = own(item, 'content');
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
    // Of a call for the connection there is nothing to cancel.
    if (this.state !== 'settled') this.#outcome.cancel?.(asked);
    return asked.isDone;
  }

  [Symbol.asyncIterator]() {
    return this.#outcome.iterate();
  }
}

/** How Rust settles a request, or a call for the connection. `key` is the engine's. */
export class Outcome {
  state = 'queued';
  key = -1;
  isAsked = false;
  #delivered = 0;
  #updates = [];
  #waiting = [];

  constructor(correlationId, cancel) {
    this.correlationId = correlationId;
    this.cancel = cancel;
    this.request = new OptaveRequest(this);
  }

  /** All updates so far, in a list that the page may change or freeze. */
  get updates() {
    return this.#updates.slice();
  }

  sent() {
    this.state = 'sent';
  }

  /** Takes an update in. One that comes after the request has settled is made, but not kept. */
  deliver(data, headers) {
    const [actionType, state] = [own(data, 'actionType'), own(data, 'state')];
    const { correlationId } = this;
    const index = this.#delivered++;
    const update = { data, actionType, state, headers, correlationId, index, text: contents(data) };
    if (this.state !== 'settled') {
      this.#updates.push(update);
      this.#turn('answering');
    }
    return update;
  }

  /** Resolves with the newest update, or with the fullest: the last that completed and has text, else that completed. */
  answer(isFullest, queuedMs, firstUpdateMs, totalMs) {
    const { updates } = this;
    const completed = isFullest ? updates.filter(({ state }) => state === 'completed') : [];
    const update = completed.findLast(({ text }) => text) ?? completed.at(-1) ?? updates.at(-1);
    this.#turn('settled');
    this.resolve({ ...update, updates, timings: { queuedMs, firstUpdateMs, totalMs } });
  }

  /** Resolves with nothing: what was asked for has come to pass. */
  succeed() {
    this.#turn('settled');
    this.resolve();
  }

  /** Rejects. If nobody asks for the outcome, `report` is told instead, if there is one; `true` if it has been told. */
  async fail(error, report) {
    this.#turn('settled');
    this.reject(error);
    // An `await` asks one turn after it was given the promise.
    await await 0;
    if (report && !this.isAsked) {
      this.request.catch(() => {});
      if (report !== true) report(error);
    }
  }

  iterate() {
    let isLeft = false;
    const walk = this.#walk(() => isLeft);
    // A generator that waits would first come to its next update, or to its end.
    for (const way of ['return', 'throw']) {
      const leave = walk[way];
      walk[way] = (value) => {
        isLeft = true;
        this.#turn(this.state);
        return leave.call(walk, value);
      };
    }
    return walk;
  }

  async *#walk(isLeft) {
    // Whoever iterates learns of a failure here; the promise must not report it once more as unhandled.
    this.request.catch(() => {});
    for (let next = 0; !isLeft();) {
      if (next < this.#updates.length) yield this.#updates[next++];
      else if (this.state !== 'settled') await new Promise((resume) => this.#waiting.push(resume));
      else return void (await this.request);
    }
  }

  /** Whoever iterates looks again. */
  #turn(state) {
    this.state = state;
    for (const resume of this.#waiting.splice(0)) resume();
  }
}
