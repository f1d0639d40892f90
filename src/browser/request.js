// A request as its caller holds it, and as the client does until it is settled.

const list = (value) => (Array.isArray(value) ? value : []);

/** The text of a superpower message: its `results[].response[].content`. */
export function contents(data) {
  return list(data?.message?.results)
    .flatMap((result) => list(result?.response))
    .map((item) => item?.content)
    .filter((content) => typeof content === 'string')
    .join('\n');
}

/** One message of an answer. `data` is the very object that the server's JSON became. */
export class OptaveUpdate {
  constructor(data, headers, correlationId, index) {
    this.data = data;
    this.actionType = data.actionType;
    this.state = data.state;
    this.headers = headers;
    this.correlationId = correlationId;
    this.index = index;
  }

  get text() {
    return contents(this.data);
  }
}

/** The update that settled a request, with all that came before it. */
class OptaveResponse extends OptaveUpdate {
  constructor(update, updates, timings) {
    super(update.data, update.headers, update.correlationId, update.index);
    this.updates = updates;
    this.timings = timings;
  }
}

/** What an action's method returns: a promise that can also be iterated, looked at and cancelled. */
export class OptaveRequest extends Promise {
  #pending;

  // then() and its kin give ordinary promises: a derived one has no request of its own.
  static get [Symbol.species]() {
    return Promise;
  }

  constructor(pending) {
    super((resolve, reject) => {
      pending.resolve = resolve;
      pending.reject = reject;
    });
    this.#pending = pending;
  }

  then(...handlers) {
    this.#pending.isAsked = true;
    return super.then(...handlers);
  }

  get correlationId() {
    return this.#pending.correlationId;
  }

  get state() {
    return this.#pending.state;
  }

  cancel(reason) {
    return this.#pending.cancel(reason);
  }

  async *[Symbol.asyncIterator]() {
    const pending = this.#pending;
    // Whoever iterates learns of a failure here; the promise must not report it once more as unhandled.
    this.catch(() => {});
    for (let next = 0; ;) {
      while (next < pending.updates.length) yield pending.updates[next++];
      if (pending.state === 'settled') break;
      await pending.nextChange();
    }
    await this;
  }
}

/**
 * What the client keeps of a request; or of a call for the connection, which has nothing but an outcome. Times are on
 * `performance.now()`'s clock.
 */
export class Pending {
  updates = [];
  state = 'queued';
  /** Whether it is being made just now: what it printed a moment ago need not say another time. */
  isFresh = true;
  #host;
  #sentAt;
  #firstUpdateAt;
  #wake;
  #changed;
  #unfollow;
  #fetch;

  constructor(host, correlationId, madeAt) {
    this.#host = host;
    this.correlationId = correlationId;
    this.madeAt = madeAt;
    this.request = new OptaveRequest(this);
  }

  /** Takes over its key, and what the caller gave for this one request. */
  take(key, { onUpdate, until, signal }) {
    this.key = key;
    this.onUpdate = onUpdate;
    this.until = until;
    this.types = Array.isArray(until) ? until : undefined;
    if (!signal) return;
    const abort = () => this.cancel(signal.reason);
    signal.addEventListener('abort', abort);
    this.#unfollow = () => signal.removeEventListener('abort', abort);
  }

  cancel(reason) {
    return this.state !== 'settled' && this.#host.cancel(this.correlationId, reason);
  }

  /** True if it was sent before. */
  wasSent() {
    const isAgain = this.#sentAt !== undefined;
    this.#sentAt ??= performance.now();
    this.state = 'sent';
    return isAgain;
  }

  /** What its HTTP request is made of. */
  posting() {
    this.#sentAt ??= performance.now();
    this.state = 'sent';
    this.#fetch ??= new AbortController();
    return { body: this.body, signal: this.#fetch.signal };
  }

  /** How long its first update took, if it comes now; nothing after that. */
  latencyMs(time) {
    if (this.#firstUpdateAt === undefined && this.#sentAt !== undefined) return Math.round(time - this.#sentAt);
  }

  /** Takes an update in. One that comes after the request has settled is made, but not kept. */
  deliver(data, headers, time) {
    this.#firstUpdateAt ??= time;
    const update = new OptaveUpdate(data, headers, this.correlationId, this.updates.length);
    if (this.state !== 'settled') {
      this.state = 'answering';
      this.updates.push(update);
      this.#wake?.();
    }
    return update;
  }

  timings(time) {
    const since = (then) => (then === undefined ? undefined : then - this.madeAt);
    return { queuedMs: since(this.#sentAt), firstUpdateMs: since(this.#firstUpdateAt), totalMs: since(time) };
  }

  succeed(timings) {
    const { updates } = this;
    this.#settle();
    this.resolve(new OptaveResponse(updates[updates.length - 1], updates, timings));
  }

  /** Rejects. If nobody asks for the outcome, the event `error` is told instead, where that has listeners. */
  async fail(error) {
    this.#fetch?.abort();
    this.#settle();
    this.reject(error);
    const isHeard = this.#host.count('error');
    // An `await` asks one turn after it was given the promise.
    await await 0;
    if (isHeard && !this.isAsked) {
      this.request.catch(() => {});
      this.#host.emit('error', error);
    }
  }

  #settle() {
    this.state = 'settled';
    this.text = this.body = this.params = this.until = this.#fetch = undefined;
    this.#unfollow?.();
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
