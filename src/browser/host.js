// The client's half in JavaScript: it owns what is the page's (listeners, tokens, payloads, promises, the socket) and
// does with it what the engine, in Rust, decides. Between the two go numbers: a request is known by its key, an attempt
// to connect by its number.
//
// The client object owns its host. Whatever outlives a call (handlers, timers, promises of others) holds the host
// weakly, so that a client that is forgotten is collected with its socket.

import { ACTIONS } from './actions.js';
import { iso, print, readHeaders, restamp } from './envelope.js';
import { OptaveError, inServersWords } from './error.js';
import { at, errorOf, known } from './faults.js';
import { post } from './http.js';
import { Listeners } from './listeners.js';
import { correlationId, sight } from './message.js';
import { readCall, readOptions } from './options.js';
import { withParameters } from './page.js';
import { isPlain, strayKey, survey, utf8Bytes } from './payload.js';
import { Payloads } from './payloads.js';
import { Pending } from './request.js';
import { closeSocket, openSocket } from './socket.js';
import { fetchToken, readToken } from './token.js';

// What the core's `correlate` answers.
const STATE = 3;
const ERROR = 2;
const IS_ENVELOPED = 4;
const IS_MATCHED = 8;

// What the core's `deliver` answers.
const VERDICT = 3;
const RESOLVE = 1;
const REJECT = 2;
const ASK = 3;
const IS_LATE = 4;

// Rust's `Share`.
const FORGET = 0;
const NOTHING = 1;
const ERRORS = 2;

// Rust's `ConnectionState`.
export const STATES = ['idle', 'connecting', 'open', 'closed'];
const OPEN = 2;

const WIRE = /* @__PURE__ */ ACTIONS.map((action) => action.toLowerCase());

const SUBPROTOCOL = 'optave-v1';

// The methods that the engine's commands stand for, in their order.
export const COMMANDS = [
  'fetchToken',
  'buildSocket',
  'dropSocket',
  'write',
  'post',
  'resolve',
  'reject',
  'release',
  'stateChanged',
  'opened',
  'openFailed',
  'closed',
  'wake',
  'raise',
];

const hosts = [];

/** Called by Rust: has a host do something. 1: it could not be done. */
export function command(client, what, a, b, number) {
  return +(hosts[client]?.deref()?.[COMMANDS[what]](a, b, number) === false);
}

// Tells the core of clients that were collected, and closes their sockets.
const collected = /* @__PURE__ */ new FinalizationRegistry(([core, number, line]) => {
  if (line.socket) closeSocket(line.socket, 1000);
  core.dropClient(number);
});

// Hosts that somebody waits on, for an answer or the connection, even if nobody holds the client any more.
const busy = new Set();

const now = () => performance.now();

export class Host extends Listeners {
  since = Date.now();
  unmatched = 0;
  /** For what outlives a call. */
  #ref = new WeakRef(this);
  #number;
  #facts;
  #settings;
  /** What a request of each action goes by, if its caller says nothing else. */
  #calls = [];
  #payloads;
  #pending = [];
  #byId = new Map();
  #unsettled = 0;
  #waiting = [];
  #warned = new Set();
  #timer;
  #latencyMs;
  /** The socket, in an object of its own: it has to be closed when the host is gone. */
  #line = {};
  #token;
  #closing = {};
  #raised;
  /** What is known of the failure that the core is being told of. */
  #context;

  /** @throws {OptaveError} what is wrong with the options, all of it */
  constructor(client, options, facts, core) {
    super(client, options?.logger);
    this.core = core;
    this.#facts = facts;
    const settings = readOptions(options, (message) => this.warn(message));
    this.#settings = settings;
    this.#payloads = new Payloads(facts[5], settings, () => JSON.parse(core.newIds(Date.now()))[0]);
    const { faults } = settings;
    const isSecret = faults[0]?.startsWith('clientSecret');
    if (faults.length > 0) throw this.#error(isSecret ? 'CLIENT_SECRET_IN_CLIENT_ENV' : 'INVALID_CONFIG', at(faults));
    this.#number = core.newClient();
    hosts[this.#number] = this.#ref;
    collected.register(this, [core, this.#number, this.#line]);
    // The order of Rust's `Setting`.
    [
      this.isRest,
      settings.authRequired,
      settings.queue,
      settings['queue.maxRequests'],
      settings['queue.maxBytes'],
      settings.connectionTimeoutMs,
      settings.tokenTimeoutMs,
      settings.idleDisconnectMs,
      settings.lateUpdatesMs,
      settings.correlation === 'strict',
    ].forEach((value, place) => core.set(this.#number, place, +value));
  }

  get isRest() {
    return this.#settings.transport === 'rest';
  }

  get sessionId() {
    return this.#payloads.sessionId;
  }

  set sessionId(id) {
    this.#payloads.sessionId = id;
  }

  // --- Errors ---

  #error(code, known) {
    return errorOf(this.#facts[6], code, known);
  }

  /** The error that the core put into two numbers. */
  #fault(fault, number) {
    return this.#error(fault & 255, { ...known(fault, number, this.#closing.reason), ...this.#context });
  }

  raise(fault, _, number) {
    this.#raised = this.#fault(fault, number);
  }

  /** Tells the core of a failure about which more is known here. */
  #because(context, tell) {
    this.#context = context;
    try {
      tell();
    } finally {
      this.#context = undefined;
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
    const ids = JSON.parse(this.core.newIds(Date.now()));
    const pending = new Pending(this, ids[0], now());
    try {
      this.#submit(pending, ACTIONS.indexOf(action), params, options, ids);
    } catch (thrown) {
      const error = thrown instanceof OptaveError ? thrown : this.#error('SERIALIZATION_FAILED', { cause: thrown });
      error.correlationId = pending.correlationId;
      pending.fail(error);
    }
    // After the table has the request: the first thing that is done may concern it.
    this.core.run(this.#number, pending.madeAt);
    pending.isFresh = false;
    return pending.request;
  }

  #submit(pending, action, params, options, ids) {
    const { core } = this;
    if (action < 0) throw this.#error('INVALID_ACTION');
    if (action === 3) this.warn('customerInteraction is deprecated: use interaction');
    const payload = this.#compose(action, params, ids[3]);
    const given = readHeaders(params.headers);
    if (given.faults?.length > 0) throw this.#error('PAYLOAD_SCHEMA_MISMATCH', at(given.faults));
    const id = (pending.correlationId = given.correlationId ?? ids[0]);
    const call = this.#readCall(action, options);
    if (call.faults?.length > 0) throw this.#error('INVALID_CONFIG', at(call.faults));
    if (call.signal?.aborted) throw this.#error('REQUEST_CANCELLED', { cause: call.signal.reason });
    const namesake = this.#byId.get(id);
    if (namesake && namesake.state !== 'settled') throw this.#error('DUPLICATE_CORRELATION_ID');
    pending.action = action;
    pending.bytes = this.#print(pending, payload, ids, given);
    const { timeoutMs, firstUpdateTimeoutMs, idleTimeoutMs, idleMs } = call;
    const key = core.submit(
      this.#number,
      pending.madeAt,
      action,
      pending.bytes,
      call.kind,
      timeoutMs,
      firstUpdateTimeoutMs,
      idleTimeoutMs,
      idleMs,
    );
    if (key < 0) throw this.#raised;
    pending.take(key, call);
    this.#pending[key] = pending;
    this.#byId.set(id, pending);
    this.#unsettled++;
    busy.add(this);
  }

  #readCall(action, options) {
    const general = (this.#calls[action] ??= readCall(this.#settings, ACTIONS[action]));
    return options === undefined
      ? general
      : readCall(this.#settings, ACTIONS[action], options, (message) => this.warn(message));
  }

  /** Prints a request's envelope, and says how large it is. */
  #print(pending, payload, ids, given) {
    const settings = this.#settings;
    const issuedAt = iso(Date.now());
    const headers = {
      correlationId: given.correlationId ?? ids[0],
      traceId: given.traceId ?? ids[1],
      idempotencyKey: given.idempotencyKey ?? ids[2],
      identifier: 'message',
      action: WIRE[pending.action],
      schemaRef: this.#facts[2],
      sdkVersion: settings.sdkVersion ?? this.#facts[0],
      tenantId: settings.tenantId,
      timestamp: given.timestamp ?? issuedAt,
      networkLatencyMs: given.networkLatencyMs ?? this.#latencyMs,
      issuedAt,
    };
    pending.text = print(headers, payload);
    let bytes = this.#measure(pending.text);
    if (bytes > this.#facts[3] && given.networkLatencyMs === undefined) {
      // What nobody asked for must not make it too large.
      headers.networkLatencyMs = undefined;
      pending.text = print(headers, payload);
      bytes = this.#measure(pending.text);
    }
    // Over HTTP the payload goes alone.
    if (this.isRest) pending.text = JSON.stringify(payload);
    return bytes;
  }

  /** The size of an envelope in bytes; what is written at once and certainly fits need not be counted. */
  #measure(text) {
    const limit = this.#facts[3];
    const most = 3 * text.length;
    return most <= limit && this.isOpen() ? most : utf8Bytes(text, limit);
  }

  /** The payload of a request; `action` beyond the list is any. */
  #compose(action, params, requestId) {
    const mismatch = (place) => this.#error('PAYLOAD_SCHEMA_MISMATCH', at([place]));
    if (typeof params !== 'object' || params === null || Array.isArray(params)) {
      throw mismatch('params: expected an object');
    }
    const stray = strayKey(params);
    if (stray !== undefined) throw mismatch(`${stray}: not one of headers, session, request`);
    const payload = this.#payloads.compose(params, requestId, (name) =>
      this.warn(`request.${name} is deprecated: see request.attributes`),
    );
    const seen = survey(payload);
    const error = this.#gaps(this.core.check(action, seen));
    if (error) throw error;
    // Reception is to have a conversation by the documentation, and may go without by the schema.
    if (action === 4 && (seen >> 24) % 4 === 0) {
      this.warn('reception without request.scope.conversations: the documentation asks for one');
    }
    return payload;
  }

  /** The error about the places that the core found wrong, or else missing. */
  #gaps(gaps) {
    if (gaps === 0) return undefined;
    const isWrong = (gaps & 65535) !== 0;
    const places = this.#facts[7].filter((_, place) => (gaps >>> (isWrong ? place : place + 16)) & 1);
    return isWrong
      ? this.#error(
          'PAYLOAD_SCHEMA_MISMATCH',
          at(places.map(([path, kind]) => `${path}: expected ${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`)),
        )
      : this.#error('REQUIRED_FIELDS_MISSING', at(places.map(([path]) => path)));
  }

  /** Whether params could be sent; `action` is optional. */
  validate(params, action) {
    const place = action === undefined ? ACTIONS.length : ACTIONS.indexOf(action);
    try {
      const ids = Array(4).fill('0'.repeat(36));
      const payload = this.#compose(place, params, ids[3]);
      return place >= 0 && this.#print({ action: 2 }, payload, ids, {}) <= this.#facts[3];
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
      WIRE.includes(headers.action) &&
      headers.schemaRef === this.#facts[2] &&
      (headers.identifier ?? 'message') === 'message' &&
      [headers.correlationId, payload.request.requestId].every((id) => typeof id === 'string' && id !== '') &&
      this.core.check(ACTIONS.length, survey(payload)) === 0
    );
  }

  cancel(correlationId, reason) {
    const pending = this.#byId.get(correlationId);
    return !!pending && this.#giveUp(pending, 'REQUEST_CANCELLED', { cause: reason });
  }

  /** Rejects a request for a reason that the core does not know. False: it has settled. */
  #giveUp(pending, code, known) {
    const time = now();
    const isMine = this.#pending[pending.key] === pending && this.core.settle(this.#number, time, pending.key);
    if (isMine) this.#settle(pending, this.#error(code, known));
    this.core.run(this.#number, time);
    return isMine;
  }

  write(key) {
    const { socket } = this.#line;
    const pending = this.#pending[key];
    if (socket?.readyState !== 1) return false;
    try {
      socket.send(pending.isFresh ? pending.text : restamp(pending.text, iso(Date.now())));
    } catch {
      return false;
    }
    pending.wasSent();
    return true;
  }

  resolve(key) {
    this.#settle(this.#pending[key]);
  }

  reject(key, fault, number) {
    this.#settle(this.#pending[key], this.#fault(fault, number));
  }

  /** Settles a request's promise: with its newest update, or with an error. */
  #settle(pending, error) {
    this.#unsettled--;
    this.#rest();
    if (error) {
      error.correlationId = pending.correlationId;
      pending.fail(error);
    } else pending.succeed();
  }

  #rest() {
    if (this.#unsettled === 0 && this.#waiting.length === 0) busy.delete(this);
  }

  release(key) {
    const { correlationId } = this.#pending[key];
    if (this.#byId.get(correlationId) === this.#pending[key]) this.#byId.delete(correlationId);
    this.#pending[key] = undefined;
  }

  // --- Answers ---

  /** A frame came. Whatever it is, the connection stays and nobody else is affected. */
  frame(data) {
    if (typeof data !== 'string') return this.#report('INVALID_MESSAGE', { note: 'a binary frame' });
    if (data.length > this.#facts[4]) return this.#report('INVALID_MESSAGE', { note: 'a frame of more than 16 MiB' });
    let message;
    try {
      message = JSON.parse(data);
    } catch (cause) {
      return this.#report('INVALID_JSON', { cause });
    }
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return this.#report('INVALID_MESSAGE', { note: 'JSON that is no object' });
    }
    const id = correlationId(message);
    this.#deliver(message, id === undefined ? -1 : (this.#byId.get(id)?.key ?? -2));
  }

  #report(code, known) {
    this.emit('error', this.#error(code, known));
  }

  #deliver(message, named, errorsOnly) {
    const { core } = this;
    const time = now();
    const seen = sight(message);
    const found = core.correlate(this.#number, seen, named);
    const isError = (found & STATE) === ERROR;
    if (errorsOnly && !isError) return;
    const isEnveloped = found & IS_ENVELOPED;
    const data = isEnveloped ? message.payload : message;
    const headers = isEnveloped ? message.headers : undefined;
    const pending = found & IS_MATCHED ? this.#pending[found >>> 4] : undefined;
    const error = isError
      ? inServersWords(this.#error('REMOTE_ERROR', { correlationId: pending?.correlationId }), message, data)
      : undefined;
    let judged = IS_LATE;
    let update;
    if (pending) {
      judged = core.deliver(this.#number, time, pending.key, seen, pending.types?.indexOf(data.actionType) ?? -1);
      this.#latencyMs = pending.latencyMs(time) ?? this.#latencyMs;
      update = pending.deliver(data, headers, time);
      const verdict = judged & VERDICT;
      if (verdict === RESOLVE) this.#settle(pending);
      else if (verdict === REJECT) this.#settle(pending, error);
      else if (verdict === ASK) this.#ask(pending, update);
    } else this.unmatched++;
    this.#announce(message, headers, pending, update, error, judged & IS_LATE);
    core.run(this.#number, time);
  }

  /** Asks the function given as `until`, by the request or else by the client. */
  #ask(pending, update) {
    try {
      const isEnough = pending.until(update, pending.updates) === true;
      // The function may have called back, and the place may have another request by now.
      const isMine = this.#pending[pending.key] === pending;
      if (isEnough && isMine && this.core.settle(this.#number, now(), pending.key)) this.#settle(pending);
    } catch (cause) {
      this.#giveUp(pending, 'INVALID_CONFIG', { ...at(['until: the function threw']), cause });
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

  // --- Requests over HTTP ---

  post(key) {
    const pending = this.#pending[key];
    const { restUrl } = this.#settings;
    const headers = { 'Content-Type': 'application/json' };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    const url = `${restUrl.replace(/\/$/, '')}/message/${WIRE[pending.action]}`;
    // Held weakly while it waits: a server that never answers must not keep a forgotten client.
    const ref = this.#ref;
    post(url, { headers, ...pending.posting() }).then(([status, body]) =>
      ref.deref()?.#postAnswered(pending, status, body),
    );
  }

  /** An HTTP request was answered: by one message, or several. */
  #postAnswered(pending, status, body) {
    const { core } = this;
    const { key } = pending;
    const isStillHere = () => this.#pending[key] === pending;
    const time = now();
    const share = isStillHere() ? core.postAnswered(this.#number, time, key, status) : NOTHING;
    if (share > NOTHING) {
      for (const message of [body].flat()) {
        if (typeof message === 'object' && message !== null && isStillHere()) {
          this.#deliver(message, key, share === ERRORS);
        }
      }
    }
    if (share !== FORGET && isStillHere()) {
      core.answerEnded(this.#number, time, key, status, body !== undefined);
    } else core.run(this.#number, time);
  }

  // --- The connection ---

  open(token) {
    return new Promise((resolve, reject) => {
      const isNew = token !== undefined && !this.isRest && !this.isOpen();
      const given = isNew && readToken(token, this.#isSubprotocol);
      if (given?.fault) return reject(this.#tokenFault(given.fault));
      if (isNew) this.#token = given.token;
      this.#waiting.push([resolve, reject]);
      busy.add(this);
      this.core.open(this.#number, now(), isNew);
    });
  }

  get #isSubprotocol() {
    return !this.isRest && this.#settings.authTransport === 'subprotocol';
  }

  close(code, reason) {
    const faults = [];
    if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code < 5000))
      faults.push('code: expected 1000, or 3000 to 4999');
    if (utf8Bytes(`${reason}`, 123) > 123) faults.push('reason: expected at most 123 bytes');
    if (faults.length > 0) throw this.#error('INVALID_CONFIG', at(faults));
    this.#closing = { reason: `${reason}`, wasClean: true };
    this.core.close(this.#number, now(), code);
  }

  opened() {
    for (const [resolve] of this.#waiting.splice(0)) resolve();
    this.#rest();
  }

  /** Tells whoever waits for the connection, or else the event, unless a request was told. */
  openFailed(wasTold, fault, number) {
    const error = this.#fault(fault, number);
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

  closed(code) {
    this.#line.socket = undefined;
    this.emit('close', { code, ...this.#closing });
  }

  fetchToken(attempt) {
    const ref = this.#ref;
    fetchToken(this.#settings).then(
      (answer) => ref.deref()?.#tokenCame(attempt, answer),
      (context) => ref.deref()?.#tokenFailed(attempt, 'TOKEN_PROVIDER_FAILED', context),
    );
  }

  #tokenCame(attempt, answer) {
    const { token, livesMs, fault } = readToken(answer, this.#isSubprotocol);
    if (fault) return this.#tokenFailed(attempt, fault[0], { note: fault[1] });
    this.#token = token;
    this.core.tokenCame(this.#number, now(), attempt, livesMs);
  }

  #tokenFailed(attempt, code, context) {
    const place = this.#facts[6].findIndex((row) => row[0] === code);
    this.#because(context, () => this.core.tokenFailed(this.#number, now(), attempt, place));
  }

  #tokenFault([code, note]) {
    return this.#error(code, { note });
  }

  /** Builds the socket: session id in the URL, token as second subprotocol or in the URL. */
  buildSocket(attempt) {
    const token = this.#token;
    this.#token = undefined;
    if (typeof WebSocket !== 'function') return this.#tokenFailed(attempt, 'NO_WEBSOCKET_IMPL');
    const isSubprotocol = this.#isSubprotocol;
    if (!isSubprotocol) {
      this.warn('authTransport "query" puts the token into the URL, where proxies and logs may keep it');
    }
    const url = withParameters(this.#settings.websocketUrl, {
      OptaveTraceChatSessionId: this.sessionId,
      Authorization: isSubprotocol ? undefined : token,
    });
    const protocols = isSubprotocol ? [SUBPROTOCOL, token].filter(Boolean) : [];
    try {
      this.#line.socket = openSocket(this.#ref, attempt, url, protocols);
    } catch {
      // The browser's own words are left out: they may quote the URL or the protocols, and with them the token.
      this.#tokenFailed(attempt, 'INVALID_WEBSOCKET_URL');
    }
  }

  dropSocket(_, code) {
    const { socket } = this.#line;
    this.#line.socket = undefined;
    if (socket) closeSocket(socket, code, this.#closing.reason);
  }

  socketOpened(attempt, protocol) {
    if (this.#isSubprotocol && protocol !== SUBPROTOCOL) {
      this.warn(`the server did not select the subprotocol ${SUBPROTOCOL}`);
    }
    this.core.opened(this.#number, now(), attempt);
  }

  /** The socket reported an error. The closing that follows tells every request; without one, nobody would know. */
  socketFailed() {
    if (this.isOpen() && this.#unsettled === 0) this.#report('WEBSOCKET_ERROR');
  }

  socketClosed(attempt, code, reason, wasClean) {
    this.#closing = { reason, wasClean };
    this.core.closed(this.#number, now(), attempt, code);
  }

  /** Has the engine look at the time, in so many milliseconds. The timer must not keep a client that is forgotten. */
  wake(_, __, delayMs) {
    clearTimeout(this.#timer);
    if (delayMs === Infinity) return;
    const ref = this.#ref;
    // Rounded up, because browsers round down and would call too early again and again; and a browser's timer takes no
    // more than 31 bits.
    const delay = Math.min(Math.max(Math.ceil(delayMs), 0), 2 ** 31 - 1);
    this.#timer = setTimeout(() => ref.deref()?.#tick(), delay);
  }

  #tick() {
    // What an open connection is closed for by the clock.
    this.#closing = { reason: 'idle', wasClean: true };
    this.core.tick(this.#number, now());
  }

  state() {
    return STATES[this.core.state(this.#number)];
  }

  isOpen() {
    return this.core.state(this.#number) === OPEN;
  }

  cancelAll() {
    return this.core.cancelAll(this.#number, now());
  }

  end() {
    this.#closing = { reason: '', wasClean: true };
    this.core.end(this.#number, now());
    clearTimeout(this.#timer);
    this.removeAll();
  }
}
