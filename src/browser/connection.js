// What a client has of the page for its connection: tokens, sockets, a timer, and listeners for the page's life. It does
// with them what the engine decides, and tells those who listen. Requests and their answers are host.js's, over this: it
// has the payloads, whose session a socket names, and takes the frames in.

import { at, errorOf, known } from './faults.js';
import { followLife } from './life.js';
import { Listeners } from './listeners.js';
import { Metrics } from './metrics.js';
import { utf8Bytes } from './payload.js';
import { Pending } from './request.js';
import { Sockets } from './socket.js';
import { Tokens } from './token.js';

// Rust's `ConnectionState`.
export const STATES = ['idle', 'connecting', 'open', 'waiting', 'offline', 'closed'];
const OPEN = 2;

const hosts = [];

/** The host that the core has under a number, if it is still there. */
export const hostOf = (number) => hosts[number]?.deref();

/** Lets go of what a client holds of the page. */
function letGo({ sockets, aborters, unfollow }) {
  sockets.dropAll();
  aborters.forEach((end) => end.abort());
  unfollow?.();
}

// Tells the core of clients that were collected.
const collected = /* @__PURE__ */ new FinalizationRegistry((line) => {
  letGo(line);
  line.core.dropClient(line.seat);
});

// Hosts that somebody waits on, for an answer or the connection, even if nobody holds the client any more.
const busy = new Set();

export const now = () => performance.now();

export class Connection extends Listeners {
  sockets = new Sockets();
  #since = Date.now();
  #codes;
  /** How much somebody waits for: requests, and the connection. */
  #awaited = 0;
  /** What those got who asked for the connection. */
  #waiting;
  #warned = new Set();
  #timer;
  /** What is needed when the host is gone: its sockets, what asks for tokens, the listeners on the page, its seat. */
  #line = { sockets: this.sockets, aborters: new Map() };
  #attemptAt;
  #closing = {};
  /** What is known of the failure that the core is being told of. */
  #context;
  /** For what outlives a call. */
  weak = new WeakRef(this);
  metrics = new Metrics();
  unmatched = 0;

  constructor(client, logger, core, codes) {
    super(client, logger);
    this.core = core;
    this.#codes = codes;
  }

  /** Has the core make its client, known to it by its seat; `settings` are what was chosen, as `readOptions` answers. */
  begin(settings) {
    const { onMetric } = settings;
    this.chosen = settings;
    this.tokens = new Tokens(settings, this.#line.aborters);
    this.tell = onMetric && ((metric) => this.call(onMetric, metric, 'onMetric'));
    this.#line.core = this.core;
    this.#line.seat = this.seat = this.core.newClient();
    hosts[this.seat] = this.weak;
    collected.register(this, this.#line);
  }

  /** Listens to the page from the first use on. */
  follow() {
    const { weak } = this;
    this.#line.unfollow ??= followLife((life) => {
      const host = weak.deref();
      host?.core.live(host.seat, now(), life);
    });
  }

  // --- Errors ---

  error(code, known) {
    return errorOf(this.#codes, code, known);
  }

  /** Throws if there is anything at fault: all of it, as places. */
  throwIfAny(code, places) {
    if (places?.length > 0) throw this.error(code, at(places));
  }

  /** The error that the core put into two numbers. */
  coreError(fault, number) {
    return this.error(fault & 255, { ...known(fault, number, this.#closing.reason), ...this.#context });
  }

  warn(message) {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.log('warn', `[optave] ${message}`);
  }

  // --- Who waits ---

  /** One more thing is waited for, or with -1 one less: as long as there is any, the client is kept. */
  keep(more) {
    busy[(this.#awaited += more) ? 'add' : 'delete'](this);
  }

  /** What those got who asked for the connection; they need not be told by another way then. */
  #takeWaiting() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.keep(-1);
    return waiting;
  }

  // --- The connection ---

  open(token) {
    this.follow();
    const isNew = token !== undefined && this.chosen.transport !== 'rest' && !this.isOpen();
    const { fault } = isNew ? this.tokens.take(token, 0) : {};
    const waiting = (!fault && this.#waiting) || new Pending(this);
    if (fault) waiting.fail(this.error(...fault));
    else {
      if (!this.#waiting) this.keep(1);
      this.#waiting = waiting;
      this.core.open(this.seat, now(), isNew);
    }
    return waiting.request;
  }

  close(code, reason) {
    const faults = [];
    if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code < 5000))
      faults.push('code: expected 1000, or 3000 to 4999');
    if (utf8Bytes(`${reason}`, 123) > 123) faults.push('reason: expected at most 123 bytes');
    this.throwIfAny('INVALID_CONFIG', faults);
    this.#closing = { reason: `${reason}` };
    this.core.close(this.seat, now(), code);
    this.#closing = {};
  }

  connectionOpened() {
    this.#takeWaiting()?.resolve();
  }

  /** Tells whoever waits for the connection, or else the event, unless a request was told. */
  openFailed(wasTold, fault, number) {
    const error = this.coreError(fault, number);
    const waiting = this.#takeWaiting();
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
      this.tell?.({ type: 'drop', code, wasClean });
    }
    this.emit('close', { code, reason, wasClean });
  }

  retryPlanned(attempt, _, delayMs) {
    this.metrics.count('reconnects');
    this.tell?.({ type: 'reconnect', attempt, delayMs });
    this.emit('reconnecting', { attempt, delayMs });
  }

  fetchToken(attempt, isForRest) {
    this.#attemptAt = now();
    this.tokens.ask(this.weak, attempt, isForRest);
  }

  tokenCame(attempt, isForRest, answer) {
    const read = this.tokens.take(answer, isForRest, attempt);
    if (read?.fault) this.attemptFailed(attempt, ...read.fault);
    else if (read) this.core.tokenCame(this.seat, now(), attempt, read.livesMs);
  }

  attemptFailed(attempt, code, context) {
    this.tokens.abandon(attempt);
    const place = this.#codes.findIndex((row) => row[0] === code);
    this.#context = context;
    this.core.attemptFailed(this.seat, now(), attempt, place);
    this.#context = undefined;
  }

  buildSocket(attempt) {
    if (this.chosen.authTransport === 'query') {
      this.warn('authTransport "query" puts the token into the URL, where proxies and logs may keep it');
    }
    const fault = this.sockets.build(this.weak, attempt, this.chosen, this.payloads.sessionId, this.tokens.use());
    if (fault) this.attemptFailed(attempt, fault);
  }

  dropSocket(attempt, code) {
    this.tokens.abandon(attempt);
    this.sockets.drop(attempt, code, this.#closing.reason);
  }

  /** `refused` is the subprotocol that the server did not select. */
  socketOpened(attempt, refused) {
    if (refused) this.warn(`the server did not select the subprotocol ${refused}`);
    const isHandOver = this.isOpen();
    const time = now();
    const durationMs = time - this.#attemptAt;
    this.metrics.connected(durationMs, isHandOver);
    this.tell?.({ type: 'connect', durationMs, isHandOver });
    this.core.opened(this.seat, time, attempt);
  }

  socketClosed(attempt, code, reason, wasClean) {
    this.dropSocket(attempt, 1000);
    const decide = this.chosen['reconnect.isFinal'];
    // What the codes from 4000 on mean is between the page and its server.
    const isFinal =
      decide && code > 3999 && this.call(decide, { code, reason, wasClean }, 'reconnect.isFinal') === true;
    this.#closing = { reason, wasClean, isDrop: true };
    this.core.closed(this.seat, now(), attempt, code, isFinal);
    this.#closing = {};
  }

  /** Has the engine look at the time, in so many milliseconds. The timer must not keep a client that is forgotten. */
  wake(_, __, delayMs) {
    clearTimeout(this.#timer);
    if (delayMs === Infinity) return;
    const { weak } = this;
    const tick = () => {
      const host = weak.deref();
      host?.core.tick(host.seat, now(), Date.now());
    };
    // Rounded up, because browsers round down and would call too early again and again; and a browser's timer takes no
    // more than 31 bits.
    this.#timer = setTimeout(tick, Math.min(Math.ceil(delayMs), 2 ** 31 - 1));
  }

  /** What users see of the connection. */
  get connection() {
    const { core } = this;
    const retryAt = core.retryAt(this.seat);
    return {
      state: STATES[core.state(this.seat)],
      since: this.#since,
      transport: core.isRest(this.seat) ? 'rest' : 'websocket',
      // Nothing if no attempt is planned.
      retryInMs: retryAt === Infinity || this.isOpen() ? undefined : Math.max(0, Math.round(retryAt - now())),
      unmatchedMessages: this.unmatched,
    };
  }

  isOpen() {
    return this.core.state(this.seat) === OPEN;
  }

  cancelAll() {
    return this.core.cancelAll(this.seat, now());
  }

  end() {
    this.#closing = { reason: '' };
    this.core.end(this.seat, now());
    clearTimeout(this.#timer);
    letGo(this.#line);
    this.#line.unfollow = () => {};
    this.removeAll();
  }
}
