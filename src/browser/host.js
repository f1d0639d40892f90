// The client's half in JavaScript: it owns what is the page's (listeners, logger, token provider, payloads, promises)
// and does with it what the engine, in the other half (`core.rs`), decides.
//
// The client object owns its host, and the host owns the core; the core refers back weakly, by a HostRef. The page's
// functions usually refer to the client, and a strong reference from wasm, which the garbage collector cannot look
// through, would keep both forever.

import { OptaveError, inServersWords } from './error.js';
import { Listeners } from './listeners.js';
import { metaTokenUrl, tokenOf, urlParts, withParameters } from './page.js';
import { isPlain, readHeaders, strayKey, survey, utf8Bytes } from './payload.js';
import { Payloads } from './payloads.js';
import { Pending } from './request.js';

// The order of Rust's `Action`.
export const ACTIONS = [
  'adjust',
  'elevate',
  'interaction',
  'customerInteraction',
  'reception',
  'summarize',
  'translate',
  'recommend',
  'insights',
];

// Places of Rust's `Choice`.
const TRANSPORT = 0;
const PAYLOAD_DEFAULTS = 3;
const DEVICE_INFO = 5;
const LOCATION = 6;

// What the core's `inbound` answers.
const VERDICT = 3;
const RESOLVE = 1;
const REJECT = 2;
const ASK = 3;
const IS_LATE = 4;
const IS_ERROR = 8;
const IS_ENVELOPED = 16;
const IS_MATCHED = 32;
const IS_LEFT_ALONE = 64;

// Tells the core of clients that were collected: it holds their sockets.
const collected = /* @__PURE__ */ new FinalizationRegistry(([core, number]) => core.dropClient(number));

// Hosts that somebody waits on, for an answer or the connection, even if nobody holds the client any more.
const busy = new Set();

const sameAction = (name, place) => name.toLowerCase() === ACTIONS[place].toLowerCase();

/** Hands an option over as Rust's `Given` has it. */
function give(take, name, value) {
  const type = typeof value;
  if (type === 'string') return take(name, 0, 0, value);
  if (type === 'number') return take(name, 1, value, '');
  if (type === 'boolean') return take(name, 2, +value, '');
  if (type === 'function') return take(name, 3, 0, '');
  if (Array.isArray(value)) return take(name, 4, 0, value.filter((item) => typeof item === 'string').join('\n'));
  return take(name, value !== null && type === 'object' ? 5 : 6, 0, '');
}

export class Host extends Listeners {
  since = Date.now();
  #pending = [];
  #unsettled = 0;
  #waiting = [];
  #warned = new Set();
  #payloads;
  #error;
  #cause;
  #timer;
  #socket;
  #limit;
  #longest;
  #schemaRef;
  #number;

  /** @throws {OptaveError} what is wrong with the options, all of it */
  constructor(client, options, facts, core) {
    super(client, options?.logger);
    this.core = core;
    this.#number = core.newClient(new HostRef(this));
    collected.register(this, [core, this.#number]);
    const [, , schemaRef, limit, longest, defaults] = facts;
    this.#schemaRef = schemaRef;
    this.#limit = limit;
    this.#longest = longest;
    this.#readOptions('', options);
    const isRest = core.choice(this.#number, TRANSPORT) === 1;
    for (const [name, isForRest] of [
      ['websocketUrl', false],
      ['restUrl', true],
    ]) {
      const url = options?.[name];
      if (url !== undefined || isForRest === isRest) core.checkUrl(this.#number, isForRest, ...urlParts(url));
    }
    this.#payloads = new Payloads(defaults, isPlain(options) ? options : {}, {
      isCompact: core.choice(this.#number, PAYLOAD_DEFAULTS) === 1,
      withDevice: core.choice(this.#number, DEVICE_INFO) === 0,
      location: core.choice(this.#number, LOCATION),
      newId: () => this.core.newId(this.#number),
    });
    for (const name of this.#payloads.faults) core.fault(this.#number, name, 'an object that can be written as JSON');
    this.#must(core.start(this.#number));
    this.tokenProvider = options.tokenProvider;
    this.until = options.until;
  }

  #readOptions(prefix, options) {
    if (typeof options !== 'object' || options === null) return this.core.fault(this.#number, 'options', 'an object');
    const take = this.core.option.bind(undefined, this.#number);
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && give(take, prefix + name, value)) this.#readOptions(`${prefix}${name}.`, value);
    }
  }

  get sessionId() {
    return this.#payloads.sessionId;
  }

  set sessionId(id) {
    this.#payloads.sessionId = id;
  }

  get isRest() {
    return this.core.choice(this.#number, TRANSPORT) === 1;
  }

  // --- Errors: Rust raises one, then says what it is about ---

  raise(category, code, message, details, advice, retryable) {
    this.#error = new OptaveError(message, {
      category,
      code,
      details: details ? JSON.parse(details) : undefined,
      suggestions: [advice],
      retryable,
      cause: this.#cause,
    });
  }

  #raised(correlationId) {
    const error = this.#error;
    this.#error = undefined;
    error.correlationId = correlationId;
    return error;
  }

  /** Throws what was raised. */
  #must(isGood) {
    if (!isGood) throw this.#raised();
  }

  /** Throws the error of a code; the note completes its message. */
  #refuse(code, note = '') {
    this.core.raise(this.#number, code, note);
    throw this.#raised();
  }

  /** Calls into the core with what the page's code threw as the cause of whatever fails. */
  #because(cause, call) {
    this.#cause = cause;
    try {
      return call();
    } finally {
      this.#cause = undefined;
    }
  }

  warn(message) {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.log('warn', `[optave] ${message}`);
  }

  // --- Requests ---

  /** Makes a request. One that is refused is rejected already. */
  request(action, params, options) {
    const { core } = this;
    const pending = new Pending(this, core.newId(this.#number));
    try {
      this.#submit(ACTIONS.indexOf(action), params, options, pending);
    } catch (thrown) {
      let error = thrown;
      if (!(thrown instanceof OptaveError)) {
        this.#because(thrown, () => core.raise(this.#number, 'SERIALIZATION_FAILED', ''));
        error = this.#raised();
      }
      error.correlationId = pending.correlationId;
      pending.fail(error);
    }
    // After the index has a request: the first thing that is done may concern it.
    core.run(this.#number);
    return pending.request;
  }

  #submit(action, params, options, pending) {
    const { core } = this;
    if (action < 0) this.#refuse('INVALID_ACTION');
    if (action === 3) this.warn('customerInteraction is deprecated: use interaction');
    const [body, bytes] = this.#print(action, params);
    const [id, traceId, idempotencyKey, timestamp, latencyMs, ...faults] = readHeaders(params.headers) ?? [];
    if (faults.length > 0) this.#refuse('PAYLOAD_SCHEMA_MISMATCH', faults.join('\n'));
    pending.correlationId = id ?? pending.correlationId;
    pending.body = body;
    pending.action = action;
    // Last, because the core keeps these options for whatever is submitted next.
    if (options !== undefined) this.#readCall(options, pending);
    const index = core.submit(
      this.#number,
      action,
      pending.correlationId,
      traceId,
      idempotencyKey,
      timestamp,
      latencyMs,
      bytes,
    );
    this.#must(index >= 0);
    this.#pending[index] = pending;
    this.#unsettled++;
    busy.add(this);
  }

  #readCall(options, pending) {
    const { core } = this;
    if (typeof options !== 'object' || options === null) this.#refuse('INVALID_CONFIG', 'options: expected an object');
    const { signal } = options;
    if (signal?.aborted) this.#because(signal.reason, () => this.#refuse('REQUEST_CANCELLED'));
    if (signal && !signal.addEventListener) this.#refuse('INVALID_CONFIG', 'signal: expected an AbortSignal');
    pending.take(options);
    const take = core.callOption.bind(undefined, this.#number);
    for (const [name, value] of Object.entries(options)) if (value !== undefined) give(take, name, value);
    this.#must(core.checkCall(this.#number));
  }

  /** The payload as JSON, and its size or, if it certainly fits, more than that. */
  #print(action, params) {
    if (typeof params !== 'object' || params === null || Array.isArray(params)) {
      this.#refuse('PAYLOAD_SCHEMA_MISMATCH', 'params: expected an object');
    }
    const stray = strayKey(params);
    if (stray !== undefined) {
      this.#refuse('PAYLOAD_SCHEMA_MISMATCH', `${stray}: not one of headers, session, request`);
    }
    const payload = this.#payloads.compose(params, this.core.newId(this.#number), (name) =>
      this.warn(`request.${name} is deprecated: see request.attributes`),
    );
    this.#must(this.core.check(this.#number, action, survey(payload)));
    const body = JSON.stringify(payload);
    return [body, utf8Bytes(body, this.#limit, !this.core.isOpen(this.#number))];
  }

  /** Whether params could be sent; `action` is optional. */
  validate(params, action) {
    const place = action === undefined ? ACTIONS.length : ACTIONS.indexOf(action);
    try {
      return place >= 0 && this.core.fits(this.#number, this.#print(place, params)[1]);
    } catch {
      return false;
    }
  }

  /** Whether a value is an envelope that a client may send. */
  validateEnvelope(envelope) {
    const { action, headers, payload } = envelope ?? {};
    return (
      action === 'message' &&
      isPlain(headers) &&
      isPlain(payload?.session) &&
      isPlain(payload.request) &&
      ACTIONS.some((name) => name.toLowerCase() === headers.action) &&
      headers.schemaRef === this.#schemaRef &&
      (headers.identifier ?? 'message') === 'message' &&
      [headers.correlationId, payload.request.requestId].every((id) => typeof id === 'string' && id !== '') &&
      this.core.check(this.#number, ACTIONS.length, survey(payload))
    );
  }

  cancel(correlationId, reason) {
    const index = this.core.find(this.#number, correlationId);
    return index >= 0 && this.#because(reason, () => this.core.reject(this.#number, index, 'REQUEST_CANCELLED', ''));
  }

  write(index, head) {
    try {
      const socket = this.#socket;
      if (socket.readyState !== 1) return false;
      const pending = this.#pending[index];
      // The payload is the last of the envelope.
      socket.send(`${head}${pending.body}}`);
      pending.wasSent();
      return true;
    } catch {
      return false;
    }
  }

  resolve(index) {
    this.#settled();
    this.#pending[index].succeed();
  }

  reject(index) {
    const pending = this.#pending[index];
    this.#settled();
    pending.fail(this.#raised(pending.correlationId));
  }

  #settled() {
    this.#unsettled--;
    this.#rest();
  }

  #rest() {
    if (this.#unsettled === 0 && this.#waiting.length === 0) busy.delete(this);
  }

  release(index) {
    this.#pending[index] = undefined;
  }

  // --- Answers ---

  /** A frame came. Whatever it is, the connection stays and nobody else is affected. */
  frame(data) {
    if (typeof data !== 'string') return this.#report('INVALID_MESSAGE', 'a binary frame');
    if (data.length > this.#longest) return this.#report('INVALID_MESSAGE', 'a frame of more than 16 MiB');
    let message;
    try {
      message = JSON.parse(data);
    } catch (thrown) {
      return this.#report('INVALID_JSON', '', thrown);
    }
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return this.#report('INVALID_MESSAGE', 'JSON that is no object');
    }
    this.#deliver(message, -1, false);
  }

  #report(code, note, cause) {
    this.#because(cause, () => this.core.raise(this.#number, code, note));
    this.emit('error', this.#raised());
  }

  #deliver(message, answers, errorsOnly) {
    const bits = this.core.inbound(this.#number, message, answers, errorsOnly);
    if (bits & IS_LEFT_ALONE) return;
    const [data, headers] = bits & IS_ENVELOPED ? [message.payload, message.headers] : [message];
    const index = bits >>> 8;
    const pending = bits & IS_MATCHED ? this.#pending[index] : undefined;
    const error = bits & IS_ERROR ? inServersWords(this.#raised(pending?.correlationId), message, data) : undefined;
    const update = pending?.deliver(data, headers);
    switch (bits & VERDICT) {
      case RESOLVE:
        this.resolve(index);
        break;
      case REJECT:
        this.#settled();
        pending.fail(error);
        break;
      case ASK:
        this.#ask(index, pending, update);
    }
    this.#announce(message, headers, pending, update, error, !pending || bits & IS_LATE);
    this.core.run(this.#number);
  }

  /** Asks the function given as `until`, by the request or else by the client. */
  #ask(index, pending, update) {
    const { until } = this;
    const judge =
      pending.until ??
      (typeof until === 'function'
        ? until
        : Object.entries(until).find(([name]) => sameAction(name, pending.action))[1]);
    // The function may have called back, and the place may have another request by now.
    const isStillHere = () => this.#pending[index] === pending;
    try {
      if (judge(update, pending.updates) === true && isStillHere() && this.core.resolve(this.#number, index)) {
        this.resolve(index);
      }
    } catch (thrown) {
      if (!isStillHere()) return;
      this.#because(thrown, () => this.core.reject(this.#number, index, 'INVALID_CONFIG', 'until: the function threw'));
    }
  }

  /** Tells everybody who listens, the request's own `onUpdate` first. */
  #announce(message, headers, pending, update, error, belongsToNobody) {
    if (pending?.onUpdate) this.call(pending.onUpdate, update, 'onUpdate');
    if (this.isSilent) return;
    if (error) {
      this.emit('superpower.error', error);
      if (belongsToNobody) this.emit('error', error);
    } else {
      for (const name of ['message', 'superpower.response', 'response']) this.emit(name, message);
      const actions = new Set([message.action, headers?.action].filter((name) => typeof name === 'string'));
      for (const name of actions) this.emit(`message.${name.toLowerCase()}`, message);
    }
    if (typeof headers?.schemaRef === 'string') this.emit(headers.schemaRef, message);
    if (update) this.emit('update', update);
  }

  posting(index) {
    return this.#pending[index].posting();
  }

  /** An HTTP request was answered: one message, or several. What comes with a refusal is an error or nothing. */
  posted(index, serial, isSuccess, body) {
    for (const message of [body].flat()) {
      const isStillHere = this.core.serial(this.#number, index) === serial;
      if (typeof message === 'object' && message !== null && isStillHere) this.#deliver(message, index, !isSuccess);
    }
  }

  // --- The connection ---

  open(token) {
    return new Promise((resolve, reject) => {
      this.#waiting.push([resolve, reject]);
      busy.add(this);
      this.core.open(this.#number, token);
    });
  }

  close(code, reason) {
    this.#must(this.core.close(this.#number, code, reason));
  }

  opened() {
    for (const [resolve] of this.#waiting.splice(0)) resolve();
    this.#rest();
  }

  /** Tells whoever waits for the connection, or else the event, unless a request was told. */
  openFailed(wasTold) {
    const error = this.#raised();
    const waiting = this.#waiting.splice(0);
    this.#rest();
    if (waiting.length === 0 && !wasTold) this.emit('error', error);
    for (const [, reject] of waiting) reject(error);
  }

  stateChanged(isOpen) {
    this.since = Date.now();
    const info = this.client.connection;
    this.emit('state', info);
    if (isOpen) this.emit('open', info);
  }

  /** The socket reported an error. The closing that follows tells every request; without one, nobody would know. */
  socketFailed() {
    if (this.isOpen() && this.#unsettled === 0) this.#report('WEBSOCKET_ERROR', '');
  }

  closed(code, reason, wasClean) {
    this.#socket = undefined;
    this.emit('close', { code, reason, wasClean });
  }

  /** False: the page has no token provider. */
  askProvider(attempt) {
    const { tokenProvider, core } = this;
    if (!tokenProvider) return false;
    const failed = (thrown) =>
      this.#because(thrown, () => core.tokenFailed(this.#number, attempt, 'tokenProvider threw', 0));
    new Promise((resolve) => resolve(tokenProvider()))
      .then(tokenOf)
      .then(([token, expiresAt]) => core.token(this.#number, attempt, token, expiresAt), failed);
    return true;
  }

  tokenUrl() {
    return metaTokenUrl();
  }

  tokenCame(attempt, url, status, body) {
    if (status < 200 || status > 299 || body === undefined)
      return this.core.tokenFailed(this.#number, attempt, url, status);
    const [token, expiresAt] = tokenOf(body);
    this.core.token(this.#number, attempt, token, expiresAt);
  }

  /** The socket's URL, or nothing where there are no sockets. */
  socketUrl(url, sessionParameter, tokenParameter, token) {
    if (typeof globalThis.WebSocket !== 'function') return undefined;
    return withParameters(url, { [sessionParameter]: this.sessionId, [tokenParameter]: token });
  }

  connected(socket) {
    this.#socket = socket;
  }

  /** Has the engine look at the time, in so many milliseconds. The timer must not keep a client that is forgotten. */
  wake(delayMs) {
    clearTimeout(this.#timer);
    if (delayMs === Infinity) return;
    const ref = new WeakRef(this);
    // Rounded up, because browsers round down and would call too early again and again; and a browser's timer takes no
    // more than 31 bits.
    const delay = Math.min(Math.max(Math.ceil(delayMs), 0), 2 ** 31 - 1);
    this.#timer = setTimeout(() => ref.deref()?.tick(), delay);
  }

  tick() {
    this.core.tick(this.#number);
  }

  state() {
    return this.core.state(this.#number);
  }

  unmatched() {
    return this.core.unmatched(this.#number);
  }

  isOpen() {
    return this.core.isOpen(this.#number);
  }

  cancelAll() {
    return this.core.cancelAll(this.#number);
  }

  end() {
    this.core.end(this.#number);
    clearTimeout(this.#timer);
    this.removeAll();
  }
}

/** What the wasm side holds: once the host is collected, calls do nothing. */
export class HostRef {
  #host;

  constructor(host) {
    this.#host = new WeakRef(host);
  }

  static {
    for (const name of Object.getOwnPropertyNames(Host.prototype)) {
      const get = Object.getOwnPropertyDescriptor(Host.prototype, name).value;
      if (!get || name === 'constructor') continue;
      this.prototype[name] = function (...values) {
        return this.#host.deref()?.[name](...values);
      };
    }
  }
}
