// The client's half in JavaScript: it owns what is the page's (listeners, tokens, payloads, promises, the socket) and
// does with it what the engine, in Rust, decides. Between the two go numbers: a request is known by its key, an attempt
// to connect by its number.
//
// The client object owns its host. Whatever outlives a call (handlers, timers, promises of others) holds the host
// weakly, so that a client that is forgotten is collected with its socket.

import { ACTIONS, WIRE } from './actions.js';
import { iso, newIds, readHeaders, restamp } from './envelope.js';
import { OptaveError, inServersWords } from './error.js';
import { at, errorOf, known } from './faults.js';
import { post } from './http.js';
import { followLife } from './life.js';
import { Listeners } from './listeners.js';
import { correlationId, readFrame, sight } from './message.js';
import { Metrics } from './metrics.js';
import { SECRET, forEngine, readCall, readOptions } from './options.js';
import { outgoing } from './outgoing.js';
import { utf8Bytes } from './payload.js';
import { Payloads } from './payloads.js';
import { Pending } from './request.js';
import { Sockets } from './socket.js';
import { Tokens } from './token.js';

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
export const STATES = ['idle', 'connecting', 'open', 'waiting', 'offline', 'closed'];
const OPEN = 2;

// The order of Rust's `Kind`.
const PARAMS = 0;
const ENVELOPE = 1;
const BARE = 2;

const hosts = [];

/** Called by Rust: has a host do something. 1: it could not be done; 2: it cannot be done now. */
export function command(client, what, a, b, number) {
  const host = hosts[client]?.deref();
  return host && COMMANDS[what].call(host, a, b, number) | 0;
}

/** Lets go of what a client holds of the page. */
function letGo({ sockets, aborters, unfollow }) {
  sockets.dropAll();
  aborters.forEach((end) => end.abort());
  unfollow?.();
}

// Tells the core of clients that were collected.
const collected = /* @__PURE__ */ new FinalizationRegistry(([core, number, line]) => {
  letGo(line);
  core.dropClient(number);
});

// Hosts that somebody waits on, for an answer or the connection, even if nobody holds the client any more.
const busy = new Set();

const now = () => performance.now();

export class Host extends Listeners {
  #since = Date.now();
  #unmatched = 0;
  /** How long the server took for its first update of late: a header says so. */
  latencyMs;
  /** For what outlives a call. */
  #ref = new WeakRef(this);
  #number;
  #codes;
  #maxInbound;
  #settings;
  /** What a request of each action goes by, if its caller says nothing else. */
  #calls = [];
  #tokens;
  #pending = [];
  #byId = new Map();
  #unsettled = 0;
  /** What those got who asked for the connection. */
  #waiting;
  #warned = new Set();
  #timer;
  /** What has to be let go of when the host is gone: its sockets, what asks for tokens, and the listeners on the page. */
  #line = { sockets: new Sockets(), aborters: new Map() };
  metrics = new Metrics();
  #attemptAt;
  /** Calls `onMetric`, if there is one. */
  #tell;
  #closing = {};
  #raised;
  /** What is known of the failure that the core is being told of. */
  #context;
  /** How the module of strict validation is loaded, if it is wanted; that it is on its way; and what it checks with, once it is there. */
  #strict;
  #loading;
  #check;

  /** @throws {OptaveError} what is wrong with the options, all of it */
  constructor(client, options, facts, core, strict) {
    super(client, options?.logger);
    this.core = core;
    this.#strict = strict;
    [, , , , this.#maxInbound, , this.#codes] = facts;
    const settings = readOptions(options, (message) => this.warn(message));
    this.#settings = settings;
    this.payloads = new Payloads(facts, settings, core);
    const { faults, onMetric } = settings;
    if (faults.length > 0) {
      throw this.error(SECRET.test(faults[0]) ? 'CLIENT_SECRET_IN_CLIENT_ENV' : 'INVALID_CONFIG', at(faults));
    }
    this.outgoing = outgoing(this, settings, this.payloads, facts);
    this.#tokens = new Tokens(settings, this.#line.aborters);
    this.#tell = onMetric && ((metric) => this.call(onMetric, metric, 'onMetric'));
    this.#number = core.newClient();
    hosts[this.#number] = this.#ref;
    collected.register(this, [core, this.#number, this.#line]);
    forEngine(settings).forEach((value, place) => core.set(this.#number, place, value));
  }

  /** Listens to the page from the first use on, and loads strict validation if that is wanted and not here. */
  #follow() {
    const ref = this.#ref;
    if (this.#settings.strictValidation) {
      this.#loading ??= this.#strict()
        .then(({ start }) => start())
        .then(
          (check) => ref.deref()?.#checkAll(check),
          (cause) => ref.deref()?.#checkAll(undefined, cause),
        );
    }
    this.#line.unfollow ??= followLife((life) => {
      const host = ref.deref();
      host?.core.live(host.#number, now(), life);
    });
  }

  // --- Errors ---

  error(code, known) {
    return errorOf(this.#codes, code, known);
  }

  /** The error that the core put into two numbers. */
  #fault(fault, number) {
    return this.error(fault & 255, { ...known(fault, number, this.#closing.reason), ...this.#context });
  }

  raise(fault, _, number) {
    this.#raised = this.#fault(fault, number);
  }

  warn(message) {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.log('warn', `[optave] ${message}`);
  }

  // --- Requests ---

  /** Makes a request. One that is refused is rejected already. */
  request(action, params, options) {
    this.#follow();
    const ids = newIds(this.core);
    const pending = new Pending(this, ids[0], now());
    try {
      this.#submit(pending, ACTIONS.indexOf(action), params, options, ids);
    } catch (thrown) {
      const error = thrown instanceof OptaveError ? thrown : this.error('SERIALIZATION_FAILED', { cause: thrown });
      error.correlationId = pending.correlationId;
      pending.fail(error);
    }
    // After the table has the request: the first thing that is done may concern it.
    this.core.run(this.#number, pending.madeAt);
    pending.isFresh = false;
    return pending.request;
  }

  /** Strict validation is there: what has waited for it is checked, and can go. Or it could not be had. */
  #checkAll(check, cause) {
    this.#check = this.#loading = check;
    const note = 'strictValidation: strict.js or strict-js.js could not be loaded';
    for (const pending of this.#byId.values()) {
      const fault = check ? this.#faultOf(pending) : ['INVALID_CONFIG', { note, retryable: true, cause }];
      if (fault) this.#giveUp(pending, ...fault);
    }
    if (check) this.core.validatorCame(this.#number, now());
  }

  /** What strict validation has against a request that was not sent. It sees what would be sent. */
  #faultOf({ text }) {
    const known = text && this.#check?.(PARAMS, JSON.parse(text).payload);
    return known && ['PAYLOAD_SCHEMA_MISMATCH', known];
  }

  #submit(pending, action, params, options, ids) {
    const { core } = this;
    if (action < 0) throw this.error('INVALID_ACTION');
    if (action === 3) this.warn('customerInteraction is deprecated: use interaction');
    const payload = this.outgoing.compose(action, params, ids[3]);
    const given = readHeaders(params.headers);
    if (given.faults?.length > 0) throw this.error('PAYLOAD_SCHEMA_MISMATCH', at(given.faults));
    const id = (pending.correlationId = given.correlationId ?? ids[0]);
    const call = this.#readCall(action, options);
    if (call.faults?.length > 0) throw this.error('INVALID_CONFIG', at(call.faults));
    if (call.signal?.aborted) throw this.error('REQUEST_CANCELLED', { cause: call.signal.reason });
    const namesake = this.#byId.get(id);
    if (namesake && namesake.state !== 'settled') throw this.error('DUPLICATE_CORRELATION_ID');
    pending.action = action;
    const bytes = this.outgoing.print(pending, payload, ids, given);
    const fault = this.#faultOf(pending);
    if (fault) throw this.error(...fault);
    const { timeoutMs, firstUpdateTimeoutMs, idleTimeoutMs, idleMs } = call;
    const key = core.submit(
      this.#number,
      pending.madeAt,
      action,
      bytes,
      call.kind,
      timeoutMs,
      firstUpdateTimeoutMs,
      idleTimeoutMs,
      idleMs,
      call.resend !== 'never',
    );
    if (key < 0) throw this.#raised;
    this.metrics.count('requests');
    pending.params = params;
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

  cancel(correlationId, reason) {
    const pending = this.#byId.get(correlationId);
    return !!pending && this.#giveUp(pending, 'REQUEST_CANCELLED', { cause: reason });
  }

  /** Rejects a request for a reason that the core does not know. False: it has settled. */
  #giveUp(pending, code, known) {
    const time = now();
    const isMine = this.#pending[pending.key] === pending && this.core.settle(this.#number, time, pending.key) === 1;
    if (isMine) this.#settle(pending, this.error(code, known));
    this.core.run(this.#number, time);
    return isMine;
  }

  write(key, attempt) {
    const pending = this.#pending[key];
    // A listener may have given it up a moment ago.
    if (pending.state === 'settled') return;
    const text = pending.isFresh ? pending.text : restamp(pending.text, iso(Date.now()));
    const fault = this.#line.sockets.write(attempt, text);
    if (fault) return fault;
    if (pending.wasSent()) this.metrics.count('resent');
  }

  resolve(key) {
    this.#settle(this.#pending[key]);
  }

  reject(key, fault, number) {
    const pending = this.#pending[key];
    const error = this.#fault(fault, number);
    // What was never sent is handed back.
    if (pending.state === 'queued' && error.category === 'WEBSOCKET') {
      error.details = { ...error.details, unsent: { action: ACTIONS[pending.action], params: pending.params } };
    }
    this.#settle(pending, error);
  }

  /** Settles a request's promise: with its newest update, or with an error. */
  #settle(pending, error, time = now()) {
    this.#unsettled--;
    this.#rest();
    const timings = pending.timings(time);
    const action = ACTIONS[pending.action];
    if (error) {
      error.correlationId = pending.correlationId;
      pending.fail(error);
    } else pending.succeed(timings);
    this.metrics.settled(`optave ${action}`, pending.madeAt, timings, !error);
    this.#tell?.({ type: 'request', action, code: error?.code, updates: pending.updates.length, ...timings });
  }

  #rest() {
    if (this.#unsettled === 0 && !this.#waiting) busy.delete(this);
  }

  release(key) {
    const { correlationId } = this.#pending[key];
    if (this.#byId.get(correlationId) === this.#pending[key]) this.#byId.delete(correlationId);
    this.#pending[key] = undefined;
  }

  // --- Answers ---

  /** A frame came. Whatever it is, the connection stays and nobody else is affected. */
  frameCame(attempt, data) {
    const time = now();
    this.core.heard(this.#number, time, attempt);
    const { message, fault } = readFrame(data, this.#maxInbound);
    if (fault) return this.#report(...fault);
    const id = correlationId(message);
    this.#deliver(message, id === undefined ? -1 : (this.#byId.get(id)?.key ?? -2), time);
  }

  #report(code, known) {
    this.emit('error', this.error(code, known));
  }

  #deliver(message, named, time, errorsOnly) {
    const { core } = this;
    const seen = sight(message);
    const found = core.correlate(this.#number, seen, named);
    const isError = (found & STATE) === ERROR;
    if (errorsOnly && !isError) return;
    const isEnveloped = found & IS_ENVELOPED;
    const data = isEnveloped ? message.payload : message;
    const headers = isEnveloped ? message.headers : undefined;
    const pending = found & IS_MATCHED ? this.#pending[found >>> 4] : undefined;
    const error = isError
      ? inServersWords(this.error('REMOTE_ERROR', { correlationId: pending?.correlationId }), message, data)
      : undefined;
    if (!pending) this.#unmatched++;
    const known = this.#check?.(isEnveloped ? ENVELOPE : BARE, message);
    if (known) {
      known.cause = error;
      if (!pending || !this.#giveUp(pending, 'INVALID_MESSAGE', known)) this.#report('INVALID_MESSAGE', known);
      this.emit('message', message);
      return core.run(this.#number, time);
    }
    let judged = IS_LATE;
    let update;
    if (pending) {
      judged = core.deliver(this.#number, time, pending.key, seen, pending.types?.indexOf(data.actionType) ?? -1);
      this.latencyMs = pending.latencyMs(time) ?? this.latencyMs;
      update = pending.deliver(data, headers, time);
      const verdict = judged & VERDICT;
      if (verdict === RESOLVE) this.#settle(pending, undefined, time);
      else if (verdict === REJECT) this.#settle(pending, error, time);
      else if (verdict === ASK) this.#ask(pending, update);
    }
    if (pending?.onUpdate) this.call(pending.onUpdate, update, 'onUpdate');
    this.announce(message, headers, update, error, judged & IS_LATE);
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

  // --- Requests over HTTP ---

  post(key) {
    const pending = this.#pending[key];
    if (pending.state === 'settled') return;
    const { restUrl } = this.#settings;
    const headers = { 'Content-Type': 'application/json' };
    const token = this.#tokens.forRest;
    if (token) headers.Authorization = `Bearer ${token}`;
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
          this.#deliver(message, key, time, share === ERRORS);
        }
      }
    }
    if (share !== FORGET && isStillHere()) {
      core.answerEnded(this.#number, time, key, status, body !== undefined);
    } else core.run(this.#number, time);
  }

  // --- The connection ---

  open(token) {
    this.#follow();
    const isNew = token !== undefined && this.#settings.transport !== 'rest' && !this.isOpen();
    const { fault } = isNew ? this.#tokens.take(token, 0) : {};
    const waiting = (!fault && this.#waiting) || new Pending(this);
    if (fault) waiting.fail(this.error(...fault));
    else {
      this.#waiting = waiting;
      busy.add(this);
      this.core.open(this.#number, now(), isNew);
    }
    return waiting.request;
  }

  close(code, reason) {
    const faults = [];
    if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code < 5000))
      faults.push('code: expected 1000, or 3000 to 4999');
    if (utf8Bytes(`${reason}`, 123) > 123) faults.push('reason: expected at most 123 bytes');
    if (faults.length > 0) throw this.error('INVALID_CONFIG', at(faults));
    this.#closing = { reason: `${reason}`, wasClean: true };
    this.core.close(this.#number, now(), code);
    this.#closing = {};
  }

  connectionOpened() {
    this.#waiting?.resolve();
    this.#waiting = undefined;
    this.#rest();
  }

  /** Tells whoever waits for the connection, or else the event, unless a request was told. */
  openFailed(wasTold, fault, number) {
    const error = this.#fault(fault, number);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#rest();
    if (waiting) waiting.fail(error);
    else if (!wasTold) this.emit('error', error);
  }

  stateChanged(state) {
    this.#since = Date.now();
    const info = this.connection;
    this.emit('state', info);
    if (state === OPEN) this.emit('open', info);
  }

  connectionClosed(code) {
    const { reason = 'idle', wasClean = true, isDrop } = this.#closing;
    if (isDrop) {
      this.metrics.count('drops');
      this.#tell?.({ type: 'drop', code, wasClean });
    }
    this.emit('close', { code, reason, wasClean });
  }

  retryPlanned(attempt, _, delayMs) {
    this.metrics.count('reconnects');
    this.#tell?.({ type: 'reconnect', attempt, delayMs });
    this.emit('reconnecting', { attempt, delayMs });
  }

  fetchToken(attempt, isForRest) {
    this.#attemptAt = now();
    this.#tokens.ask(this.#ref, attempt, isForRest);
  }

  tokenCame(attempt, isForRest, answer) {
    const read = this.#tokens.take(answer, isForRest, attempt);
    if (read?.fault) this.attemptFailed(attempt, ...read.fault);
    else if (read) this.core.tokenCame(this.#number, now(), attempt, read.livesMs);
  }

  attemptFailed(attempt, code, context) {
    this.#tokens.abandon(attempt);
    const place = this.#codes.findIndex((row) => row[0] === code);
    this.#context = context;
    this.core.attemptFailed(this.#number, now(), attempt, place);
    this.#context = undefined;
  }

  buildSocket(attempt) {
    if (this.#settings.authTransport === 'query') {
      this.warn('authTransport "query" puts the token into the URL, where proxies and logs may keep it');
    }
    const { sockets } = this.#line;
    const fault = sockets.build(this.#ref, attempt, this.#settings, this.payloads.sessionId, this.#tokens.use());
    if (fault) this.attemptFailed(attempt, fault);
  }

  dropSocket(attempt, code) {
    this.#tokens.abandon(attempt);
    this.#line.sockets.drop(attempt, code, this.#closing.reason ?? '');
  }

  /** `refused` is the subprotocol that the server did not select. */
  socketOpened(attempt, refused) {
    if (refused) this.warn(`the server did not select the subprotocol ${refused}`);
    const isHandOver = this.isOpen();
    const time = now();
    const durationMs = time - this.#attemptAt;
    this.metrics.connected(durationMs, isHandOver);
    this.#tell?.({ type: 'connect', durationMs, isHandOver });
    this.core.opened(this.#number, time, attempt);
  }

  socketClosed(attempt, code, reason, wasClean) {
    this.dropSocket(attempt, 1000);
    const decide = this.#settings['reconnect.isFinal'];
    // What the codes from 4000 on mean is between the page and its server.
    const isFinal =
      decide && code > 3999 && this.call(decide, { code, reason, wasClean }, 'reconnect.isFinal') === true;
    this.#closing = { reason, wasClean, isDrop: true };
    this.core.closed(this.#number, now(), attempt, code, isFinal);
    this.#closing = {};
  }

  /** Has the engine look at the time, in so many milliseconds. The timer must not keep a client that is forgotten. */
  wake(_, __, delayMs) {
    clearTimeout(this.#timer);
    if (delayMs === Infinity) return;
    const ref = this.#ref;
    const tick = () => {
      const host = ref.deref();
      host?.core.tick(host.#number, now(), Date.now());
    };
    // Rounded up, because browsers round down and would call too early again and again; and a browser's timer takes no
    // more than 31 bits.
    this.#timer = setTimeout(tick, Math.min(Math.ceil(delayMs), 2 ** 31 - 1));
  }

  /** What users see of the connection. */
  get connection() {
    const { core } = this;
    const retryAt = core.retryAt(this.#number);
    return {
      state: STATES[core.state(this.#number)],
      since: this.#since,
      transport: core.isRest(this.#number) ? 'rest' : 'websocket',
      // Nothing if no attempt is planned.
      retryInMs: retryAt === Infinity || this.isOpen() ? undefined : Math.max(0, Math.round(retryAt - now())),
      unmatchedMessages: this.#unmatched,
    };
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
    letGo(this.#line);
    this.#line.unfollow = () => {};
    this.removeAll();
  }
}

// What the engine's commands have done, in their order. By reference: the bundle shortens the names.
export const COMMANDS = /* @__PURE__ */ (({ prototype: host }) => [
  host.fetchToken,
  host.buildSocket,
  host.dropSocket,
  host.write,
  host.post,
  host.resolve,
  host.reject,
  host.release,
  host.stateChanged,
  host.connectionOpened,
  host.openFailed,
  host.connectionClosed,
  host.retryPlanned,
  host.wake,
  host.raise,
])(Host);
