// The yardstick: the Optave client as one would write it by hand in plain JavaScript, doing per message what the
// wire protocol (src/protocol/mod.rs) asks of the real one. It is meant to be fast and honest, neither crippled nor relieved of work. What happens once per
// page rather than once per message (reconnecting, REST, option checking) is left out or kept to the minimum.

import {
  ClientError,
  buildHeaders,
  buildPayload,
  checkParams,
  checkRequired,
  clientDefaults,
  isPlainObject,
  printEnvelope,
  readAnswer,
  remoteError,
  textOf,
  uuidV7,
} from './reference-wire.js';

const OPEN = 1;
const LATE_UPDATES_MS = 5_000;

class Update {
  constructor(answer, correlationId, index) {
    this.data = answer.body;
    this.actionType = answer.actionType;
    this.state = answer.state;
    this.headers = answer.headers;
    this.correlationId = correlationId;
    this.index = index;
  }

  get text() {
    return textOf(this.data);
  }
}

// What the client knows of a request. `previous` and `next` chain the requests of one action in flight, oldest first.
class Entry {
  constructor(envelope, options, calledAt, deadline) {
    this.correlationId = envelope.headers.correlationId;
    this.action = envelope.headers.action;
    this.envelope = envelope;
    this.until = options.until ?? 'completed';
    this.onUpdate = options.onUpdate;
    this.calledAt = calledAt;
    this.sentAt = 0;
    this.firstUpdateAt = 0;
    this.deadline = deadline;
    this.state = 'queued';
    this.updates = [];
    this.wake = undefined;
    this.resolve = undefined;
    this.reject = undefined;
    this.signal = undefined;
    this.onAbort = undefined;
    this.previous = undefined;
    this.next = undefined;
  }
}

class Request extends Promise {
  #entry;
  #client;

  static get [Symbol.species]() {
    return Promise;
  }

  constructor(client, entry) {
    super((resolve, reject) => {
      entry.resolve = resolve;
      entry.reject = reject;
    });
    this.#client = client;
    this.#entry = entry;
  }

  get correlationId() {
    return this.#entry.correlationId;
  }

  get state() {
    return this.#entry.state;
  }

  cancel(reason) {
    return this.#client.cancelRequest(this.#entry.correlationId, reason);
  }

  async *[Symbol.asyncIterator]() {
    const entry = this.#entry;
    for (let at = 0; ;) {
      while (at < entry.updates.length) yield entry.updates[at++];
      if (entry.state === 'settled') {
        await this;
        return;
      }
      await new Promise((resolve) => (entry.wake ??= []).push(resolve));
    }
  }
}

export class ReferenceClient {
  #options;
  #defaults;
  #fill;
  #socket;
  #opening;
  #queue = [];
  #inFlight = new Map(); // correlationId -> Entry
  #byAction = new Map(); // action -> { first, last }
  #late = new Map(); // settled entries whose onUpdate still wants to hear
  #listeners = new Map();
  #warned = new Set();
  #latencyMs;
  #timer;
  #timerAt = Infinity;
  #latencies = new Float64Array(256);
  #counts = { sent: 0, settled: 0, failed: 0, updates: 0, unmatched: 0 };

  constructor(options) {
    this.#options = { requestTimeoutMs: 30_000, maxQueued: 100, correlation: 'lenient', ...options };
    this.#defaults = clientDefaults(this.#options);
    this.#fill = {
      sessionId: sessionStorage.getItem('reference-session') ?? uuidV7(),
      device: describeDevice(navigator.userAgent),
      newId: uuidV7,
      warnOnce: (text) => this.#warnOnce(text),
    };
    sessionStorage.setItem('reference-session', this.#fill.sessionId);
  }

  on(event, listener) {
    // A new array each time, so that an emission under way is not disturbed.
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  off(event, listener) {
    const rest = (this.#listeners.get(event) ?? []).filter((other) => other !== listener);
    if (rest.length > 0) this.#listeners.set(event, rest);
    else this.#listeners.delete(event);
    return this;
  }

  #emit(event, value) {
    const listeners = this.#listeners.get(event);
    if (listeners === undefined) return;
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (error) {
        reportError(error);
      }
    }
  }

  openConnection() {
    return (this.#opening ??= this.#connect());
  }

  async #connect() {
    const token = await this.#options.tokenProvider();
    const url = new URL(this.#options.websocketUrl);
    url.searchParams.set('OptaveTraceChatSessionId', this.#fill.sessionId);
    const socket = new WebSocket(url, ['optave-v1', token]);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onclose = () =>
        reject(new ClientError('WEBSOCKET', 'CONNECTION_ERROR', 'the socket closed before it opened'));
    });
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#lost(event);
    this.#socket = socket;
    this.#emit('open');
    for (const entry of this.#queue.splice(0)) if (entry.state === 'queued') this.#write(entry);
  }

  closeConnection(code = 1000, reason = '') {
    this.#socket?.close(code, reason);
  }

  #lost(event) {
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket = this.#opening = undefined;
    for (const entry of [...this.#inFlight.values()]) {
      this.#fail(entry, new ClientError('WEBSOCKET', 'CONNECTION_CLOSED', `the connection closed (${event.code})`));
    }
    this.#emit('close', event);
  }

  interaction(params, options) {
    return this.send('message', 'interaction', params, options);
  }

  // Throws nothing: every fault rejects the promise.
  send(requestType, action, params, options = {}) {
    try {
      return this.#request(requestType, action.toLowerCase(), params, options);
    } catch (error) {
      this.#counts.failed += 1;
      return Promise.reject(error);
    }
  }

  #request(requestType, action, params, options) {
    const now = Date.now();
    const calledAt = performance.now();
    checkParams(params);
    const payload = buildPayload(this.#defaults, params, this.#fill);
    checkRequired(action, payload.request);
    const given = params.headers ?? {};
    const headers = buildHeaders(action, given, now, this.#latencyMs, this.#options.tenantId, uuidV7);
    const { correlationId } = headers;
    if (this.#inFlight.has(correlationId)) {
      const message = 'the correlation id is in flight already';
      throw new ClientError('VALIDATION', 'DUPLICATE_CORRELATION_ID', message, { correlationId });
    }
    options.signal?.throwIfAborted();

    const timeoutMs = options.timeoutMs ?? this.#options.requestTimeoutMs;
    const deadline = timeoutMs > 0 ? calledAt + timeoutMs : Infinity;
    const entry = new Entry({ action: requestType, headers, payload }, options, calledAt, deadline);
    const open = this.#socket?.readyState === OPEN;
    if (!open && this.#queue.length >= this.#options.maxQueued) {
      throw new ClientError('WEBSOCKET', 'QUEUE_FULL', 'too many requests wait for the connection', { correlationId });
    }
    const request = new Request(this, entry);
    this.#inFlight.set(correlationId, entry);
    this.#link(entry);
    if (options.signal !== undefined) {
      entry.signal = options.signal;
      entry.onAbort = () => this.cancelRequest(correlationId, options.signal.reason);
      entry.signal.addEventListener('abort', entry.onAbort, { once: true });
    }
    if (deadline < this.#timerAt) this.#arm(deadline);
    if (open) this.#write(entry);
    else {
      this.#queue.push(entry);
      this.openConnection().catch((error) => this.#fail(entry, error));
    }
    return request;
  }

  #write(entry) {
    const { envelope } = entry;
    entry.envelope = undefined;
    envelope.headers.issuedAt = new Date().toISOString();
    try {
      const text = printEnvelope(envelope);
      if (this.#socket?.readyState !== OPEN) {
        throw new ClientError('WEBSOCKET', 'WEBSOCKET_NOT_IN_OPEN_STATE', 'the connection is not open');
      }
      this.#socket.send(text);
      entry.sentAt = performance.now();
      entry.state = 'sent';
      this.#counts.sent += 1;
    } catch (error) {
      this.#fail(entry, error);
    }
  }

  cancelRequest(correlationId, reason) {
    const entry = this.#inFlight.get(correlationId);
    if (entry === undefined) return false;
    const extra = { correlationId, cause: reason };
    this.#fail(entry, new ClientError('WEBSOCKET', 'REQUEST_CANCELLED', 'the request was cancelled', extra));
    return true;
  }

  #receive(data) {
    let frame;
    try {
      if (typeof data !== 'string') throw new TypeError('a binary frame');
      frame = JSON.parse(data);
    } catch (cause) {
      const code = typeof data === 'string' ? 'INVALID_JSON' : 'INVALID_MESSAGE';
      this.#emit('error', new ClientError('WEBSOCKET', code, 'a frame could not be read', { cause }));
      return;
    }
    if (!isPlainObject(frame)) {
      this.#emit('error', new ClientError('WEBSOCKET', 'INVALID_MESSAGE', 'a frame is not an object'));
      return;
    }
    const answer = readAnswer(frame);
    this.#emit('message', frame);
    this.#emit(answer.failed ? 'superpower.error' : 'superpower.response', answer.body);
    if (this.#listeners.size > 0) this.#emitNamed(answer);

    const entry = this.#ownerOf(answer);
    if (entry === undefined) {
      this.#counts.unmatched += 1;
      return;
    }
    this.#update(entry, answer);
  }

  #emitNamed(answer) {
    if (!answer.failed) this.#emit('response', answer.body);
    const { headers } = answer;
    if (typeof headers?.action === 'string') this.#emit(`message.${headers.action}`, answer.frame);
    if (typeof headers?.schemaRef === 'string') this.#emit(headers.schemaRef, answer.frame);
  }

  #ownerOf(answer) {
    const { correlationId } = answer;
    if (correlationId !== undefined) return this.#inFlight.get(correlationId) ?? this.#late.get(correlationId);
    if (this.#options.correlation === 'strict') return undefined;
    const oldest = this.#byAction.get(answer.actionType)?.first;
    if (oldest !== undefined) return oldest;
    return this.#inFlight.size === 1 ? this.#inFlight.values().next().value : undefined;
  }

  #update(entry, answer) {
    const now = performance.now();
    const update = new Update(answer, entry.correlationId, entry.updates.length);
    const settled = entry.state === 'settled';
    this.#counts.updates += 1;
    if (entry.updates.length === 0) {
      entry.firstUpdateAt = now;
      this.#latencyMs = Math.round(now - entry.sentAt);
    }
    entry.updates.push(update);
    if (!settled) entry.state = 'answering';
    this.#emit('update', update);
    if (entry.onUpdate !== undefined) {
      try {
        entry.onUpdate(update);
      } catch (error) {
        reportError(error);
      }
    }
    if (entry.wake !== undefined) this.#wake(entry);
    if (settled || entry.state === 'settled') return; // a listener may have cancelled it
    if (answer.failed) this.#fail(entry, remoteError(answer, entry.correlationId));
    else if (isReached(entry, update)) this.#succeed(entry, update, now);
  }

  #succeed(entry, update, now) {
    this.#remove(entry);
    this.#latencies[this.#counts.settled % this.#latencies.length] = now - entry.calledAt;
    this.#counts.settled += 1;
    entry.resolve({
      data: update.data,
      actionType: update.actionType,
      state: update.state,
      headers: update.headers,
      correlationId: update.correlationId,
      index: update.index,
      updates: entry.updates.slice(),
      timings: {
        queuedMs: entry.sentAt - entry.calledAt,
        firstUpdateMs: entry.firstUpdateAt - entry.calledAt,
        totalMs: now - entry.calledAt,
      },
    });
    if (entry.onUpdate !== undefined) {
      this.#late.set(entry.correlationId, entry);
      setTimeout(() => this.#late.delete(entry.correlationId), LATE_UPDATES_MS);
    }
  }

  #fail(entry, error) {
    if (entry.state === 'settled') return;
    this.#remove(entry);
    this.#counts.failed += 1;
    entry.reject(error);
  }

  #remove(entry) {
    entry.state = 'settled';
    this.#inFlight.delete(entry.correlationId);
    this.#unlink(entry);
    entry.signal?.removeEventListener('abort', entry.onAbort);
    if (entry.wake !== undefined) this.#wake(entry);
  }

  #wake(entry) {
    for (const wake of entry.wake) wake();
    entry.wake = undefined;
  }

  // A linked list rather than a Set: taking the oldest again and again makes a Set walk over its own deleted slots.
  #link(entry) {
    const chain = this.#byAction.get(entry.action);
    if (chain === undefined) {
      this.#byAction.set(entry.action, { first: entry, last: entry });
      return;
    }
    entry.previous = chain.last;
    if (chain.last === undefined) chain.first = entry;
    else chain.last.next = entry;
    chain.last = entry;
  }

  #unlink(entry) {
    const chain = this.#byAction.get(entry.action);
    if (entry.previous === undefined) chain.first = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === undefined) chain.last = entry.previous;
    else entry.next.previous = entry.previous;
    entry.previous = entry.next = undefined;
  }

  // One timer for all deadlines. It is set for the earliest that was asked for and not taken back when that request
  // settles: it then finds nothing due and moves on to the next, which costs less than a timer per request.
  #arm(deadline) {
    clearTimeout(this.#timer);
    this.#timerAt = deadline;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, deadline - performance.now()));
  }

  #expire() {
    const now = performance.now();
    this.#timerAt = Infinity;
    let next = Infinity;
    for (const entry of this.#inFlight.values()) {
      if (entry.deadline > now) {
        next = Math.min(next, entry.deadline);
        continue;
      }
      const extra = { correlationId: entry.correlationId, retryable: true };
      this.#fail(entry, new ClientError('WEBSOCKET', 'REQUEST_TIMEOUT', 'no answer came in time', extra));
    }
    if (next < this.#timerAt) this.#arm(next);
  }

  #warnOnce(text) {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#options.logger?.warn(text);
  }
}

function isReached(entry, update) {
  const { until } = entry;
  if (typeof until === 'function') return until(update, entry.updates);
  if (update.state !== 'completed') return false;
  if (until === 'completed') return true;
  return until.every((type) => entry.updates.some((one) => one.state === 'completed' && one.actionType === type));
}

function describeDevice(userAgent) {
  const [, name = '', version = ''] = /(Edg|Firefox|Chrome|Version)\/(\d+\.\d+)/.exec(userAgent) ?? [];
  const [, platform = ''] = /\(([^;)]+)/.exec(userAgent) ?? [];
  return { browser: `${name} ${version}`, info: platform, type: /Mobi/.test(userAgent) ? 'mobile' : 'desktop' };
}
