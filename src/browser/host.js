// The client's half in JavaScript: it owns what is the page's (payloads, promises, and what connection.js has) and does
// with it what the engine, in Rust, decides. Between the two go numbers: a request is known by its key, an attempt to
// connect by its number. Here are the requests and their answers.
//
// The client object owns its host. Whatever outlives a call (handlers, timers, promises of others) holds the host
// weakly, so that a client that is forgotten is collected with its socket.

import { ACTIONS, WIRE } from './actions.js';
import { Connection, hostOf, now } from './connection.js';
import { iso, newIds, readHeaders, restamp } from './envelope.js';
import { OptaveError, inServersWords } from './error.js';
import { at } from './faults.js';
import { post } from './http.js';
import { correlationId, readFrame, sight } from './message.js';
import { SECRET, forEngine, readCall, readOptions } from './options.js';
import { outgoing } from './outgoing.js';
import { Payloads } from './payloads.js';
import { Pending } from './request.js';

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

// The order of Rust's `Kind`.
const PARAMS = 0;
const ENVELOPE = 1;
const BARE = 2;

/** Called by Rust: has a host do something. 1: it could not be done; 2: it cannot be done now. */
export function command(client, what, a, b, number) {
  const host = hostOf(client);
  return host && COMMANDS[what].call(host, a, b, number) | 0;
}

export class Host extends Connection {
  /** How long the server took for its first update of late: a header says so. */
  latencyMs;
  #maxInbound;
  /** What a request of each action goes by, if its caller says nothing else. */
  #calls = [];
  #pending = [];
  #byId = new Map();
  #raised;
  /** How the module of strict validation is loaded, if it is wanted; that it is on its way; and what it checks with, once it is there. */
  #strict;
  #loading;
  #check;

  /** @throws {OptaveError} what is wrong with the options, all of it */
  constructor(client, options, facts, core, strict) {
    super(client, options?.logger, core, facts[6]);
    this.#strict = strict;
    this.#maxInbound = facts[4];
    const settings = readOptions(options, (message) => this.warn(message));
    this.payloads = new Payloads(facts, settings, core);
    const { faults } = settings;
    this.throwIfAny(SECRET.test(faults[0]) ? 'CLIENT_SECRET_IN_CLIENT_ENV' : 'INVALID_CONFIG', faults);
    this.outgoing = outgoing(this, settings, this.payloads, facts);
    this.begin(settings);
    forEngine(settings).forEach((value, place) => core.set(this.seat, place, value));
  }

  /** From the first use on. */
  follow() {
    const { weak } = this;
    if (this.chosen.strictValidation) {
      this.#loading ??= this.#strict()
        .then(({ start }) => start())
        .then(
          (check) => weak.deref()?.#checkAll(check),
          (cause) => weak.deref()?.#checkAll(undefined, cause),
        );
    }
    super.follow();
  }

  // --- Requests ---

  /** Makes a request. One that is refused is rejected already. */
  request(action, params, options) {
    this.follow();
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
    this.core.run(this.seat, pending.madeAt);
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
    if (check) this.core.validatorCame(this.seat, now());
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
    this.throwIfAny('PAYLOAD_SCHEMA_MISMATCH', given.faults);
    const id = (pending.correlationId = given.correlationId ?? ids[0]);
    const call = this.#readCall(action, options);
    this.throwIfAny('INVALID_CONFIG', call.faults);
    if (call.signal?.aborted) throw this.error('REQUEST_CANCELLED', { cause: call.signal.reason });
    const namesake = this.#byId.get(id);
    if (namesake && namesake.state !== 'settled') throw this.error('DUPLICATE_CORRELATION_ID');
    pending.action = action;
    const bytes = this.outgoing.print(pending, payload, ids, given);
    const fault = this.#faultOf(pending);
    if (fault) throw this.error(...fault);
    const { timeoutMs, firstUpdateTimeoutMs, idleTimeoutMs, idleMs } = call;
    const key = core.submit(
      this.seat,
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
    this.keep(1);
  }

  #readCall(action, options) {
    const general = (this.#calls[action] ??= readCall(this.chosen, ACTIONS[action]));
    return options === undefined
      ? general
      : readCall(this.chosen, ACTIONS[action], options, (message) => this.warn(message));
  }

  cancel(correlationId, reason) {
    const pending = this.#byId.get(correlationId);
    return !!pending && this.#giveUp(pending, 'REQUEST_CANCELLED', { cause: reason });
  }

  /** Rejects a request for a reason that the core does not know. False: it has settled. */
  #giveUp(pending, code, known) {
    const time = now();
    const isMine = this.#pending[pending.key] === pending && this.core.settle(this.seat, time, pending.key) === 1;
    if (isMine) this.#settle(pending, this.error(code, known));
    this.core.run(this.seat, time);
    return isMine;
  }

  write(key, attempt) {
    const pending = this.#pending[key];
    // A listener may have given it up a moment ago.
    if (pending.state === 'settled') return;
    const text = pending.isFresh ? pending.text : restamp(pending.text, iso(Date.now()));
    const fault = this.sockets.write(attempt, text);
    if (fault) return fault;
    if (pending.wasSent()) this.metrics.count('resent');
  }

  raise(fault, _, number) {
    this.#raised = this.coreError(fault, number);
  }

  resolve(key) {
    this.#settle(this.#pending[key]);
  }

  reject(key, fault, number) {
    const pending = this.#pending[key];
    const error = this.coreError(fault, number);
    // What was never sent is handed back.
    if (pending.state === 'queued' && error.category === 'WEBSOCKET') {
      error.details = { ...error.details, unsent: { action: ACTIONS[pending.action], params: pending.params } };
    }
    this.#settle(pending, error);
  }

  /** Settles a request's promise: with its newest update, or with an error. */
  #settle(pending, error, time = now()) {
    this.keep(-1);
    const timings = pending.timings(time);
    const action = ACTIONS[pending.action];
    if (error) {
      error.correlationId = pending.correlationId;
      pending.fail(error);
    } else pending.succeed(timings);
    this.metrics.settled(`optave ${action}`, pending.madeAt, timings, !error);
    this.tell?.({ type: 'request', action, code: error?.code, updates: pending.updates.length, ...timings });
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
    this.core.heard(this.seat, time, attempt);
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
    const found = core.correlate(this.seat, seen, named);
    const isError = (found & STATE) === ERROR;
    if (errorsOnly && !isError) return;
    const isEnveloped = found & IS_ENVELOPED;
    const data = isEnveloped ? message.payload : message;
    const headers = isEnveloped ? message.headers : undefined;
    const pending = found & IS_MATCHED ? this.#pending[found >>> 4] : undefined;
    const error = isError
      ? inServersWords(this.error('REMOTE_ERROR', { correlationId: pending?.correlationId }), message, data)
      : undefined;
    if (!pending) this.unmatched++;
    const known = this.#check?.(isEnveloped ? ENVELOPE : BARE, message);
    if (known) {
      known.cause = error;
      if (!pending || !this.#giveUp(pending, 'INVALID_MESSAGE', known)) this.#report('INVALID_MESSAGE', known);
      this.emit('message', message);
      return core.run(this.seat, time);
    }
    let judged = IS_LATE;
    let update;
    if (pending) {
      judged = core.deliver(this.seat, time, pending.key, seen, pending.types?.indexOf(data.actionType) ?? -1);
      this.latencyMs = pending.latencyMs(time) ?? this.latencyMs;
      update = pending.deliver(data, headers, time);
      const verdict = judged & VERDICT;
      if (verdict === RESOLVE) this.#settle(pending, undefined, time);
      else if (verdict === REJECT) this.#settle(pending, error, time);
      else if (verdict === ASK) this.#ask(pending, update);
    }
    if (pending?.onUpdate) this.call(pending.onUpdate, update, 'onUpdate');
    this.announce(message, headers, update, error, judged & IS_LATE);
    core.run(this.seat, time);
  }

  /** Asks the function given as `until`, by the request or else by the client. */
  #ask(pending, update) {
    try {
      const isEnough = pending.until(update, pending.updates) === true;
      // The function may have called back, and the place may have another request by now.
      const isMine = this.#pending[pending.key] === pending;
      if (isEnough && isMine && this.core.settle(this.seat, now(), pending.key)) this.#settle(pending);
    } catch (cause) {
      this.#giveUp(pending, 'INVALID_CONFIG', { ...at(['until: the function threw']), cause });
    }
  }

  // --- Requests over HTTP ---

  post(key) {
    const pending = this.#pending[key];
    if (pending.state === 'settled') return;
    const { restUrl } = this.chosen;
    const headers = { 'Content-Type': 'application/json' };
    const token = this.tokens.forRest;
    if (token) headers.Authorization = `Bearer ${token}`;
    const url = `${restUrl.replace(/\/$/, '')}/message/${WIRE[pending.action]}`;
    // Held weakly while it waits: a server that never answers must not keep a forgotten client.
    const { weak } = this;
    post(url, { headers, ...pending.posting() }).then(([status, body]) =>
      weak.deref()?.#postAnswered(pending, status, body),
    );
  }

  /** An HTTP request was answered: by one message, or several. */
  #postAnswered(pending, status, body) {
    const { core } = this;
    const { key } = pending;
    const isStillHere = () => this.#pending[key] === pending;
    const time = now();
    const share = isStillHere() ? core.postAnswered(this.seat, time, key, status) : NOTHING;
    if (share > NOTHING) {
      for (const message of [body].flat()) {
        if (typeof message === 'object' && message !== null && isStillHere()) {
          this.#deliver(message, key, time, share === ERRORS);
        }
      }
    }
    if (share !== FORGET && isStillHere()) {
      core.answerEnded(this.seat, time, key, status, body !== undefined);
    } else core.run(this.seat, time);
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
