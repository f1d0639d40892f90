// What a client holds of the page's: listeners, logger, token provider, requests. The client object owns its host, and
// the wasm side refers to it weakly: the page's functions usually refer to the client, and a strong reference from wasm,
// which the garbage collector cannot look through, would keep both forever.

import { deviceDetails, documentLanguage, keepSession, position, recallSession } from './page.js';
import {
  compact,
  compose,
  fillSession,
  isPlain,
  moveLegacy,
  overlay,
  readHeaders,
  strayKey,
  survey,
  utf8Bytes,
} from './payload.js';
import { Pending } from './request.js';

// Hosts with requests that are not settled: those are waited for, even if nobody holds the client any more.
const busy = new Set();

export class Host {
  since = Date.now();
  #listeners = new Map();
  #pending = [];
  #unsettled = 0;
  #waiting = [];
  #known;
  #base;
  #filledBase;
  #path;
  #draft;
  #body;

  constructor(client, options) {
    this.client = client;
    // `newId` and `describeDevice` are set by the client as soon as it can serve them.
    this.logger = options?.logger;
    this.tokenProvider = options?.tokenProvider;
    this.until = options?.until;
  }

  // --- What requests are filled in with ---

  /**
   * Lays the integrator's defaults over the protocol's: copies that nobody else can reach. Answers the name of an option
   * that cannot be written as JSON.
   */
  setBase(defaults, { session, request }, organizationId, isCompact) {
    let base = JSON.parse(defaults);
    for (const [name, value] of Object.entries({ session, request })) {
      try {
        if (isPlain(value)) base = overlay(base, { [name]: JSON.parse(JSON.stringify(value)) });
      } catch {
        return name;
      }
    }
    moveLegacy(base.request, request, 'variation', 'variant');
    moveLegacy(base.request, request, 'content', 'content');
    if (organizationId) base = overlay(base, { request: { context: { organizationId } } });
    this.#base = isCompact ? compact(base) : base;
  }

  /** Notes how the page is to be described, and begins to find out what takes a while. */
  describe(describeDevice, location) {
    this.describeDevice = describeDevice;
    if (describeDevice) {
      deviceDetails().then(
        (details) => details && this.#learn(describeDevice(details)),
        () => {},
      );
    }
    if (location) {
      position(location === 2).then(
        (found) => this.#learn({ location: found }),
        () => {},
      );
    }
  }

  #learn(channel) {
    this.#facts();
    Object.assign(this.#known.channel, channel);
    this.#filledBase = undefined;
  }

  /** Nothing is asked of the page before the first request: storage and document cost milliseconds to touch. */
  #facts() {
    const language = globalThis.navigator?.language;
    return (this.#known ??= {
      session: {},
      channel: this.describeDevice ? { language, ...this.describeDevice() } : {},
      interface: { language: documentLanguage() ?? language },
    });
  }

  /** The client's base, complete with what is known of the page now. */
  #complete() {
    const known = this.#facts();
    if (this.describeDevice) {
      // A single-page application moves on without a new client.
      const path = globalThis.location?.pathname;
      if (path !== this.#path) {
        this.#path = known.channel.section = path;
        this.#filledBase = undefined;
      }
    }
    return (this.#filledBase ??= fillSession(this.#base, known));
  }

  sessionId() {
    const { session } = this.#facts();
    if (!session.sessionId) {
      this.setSessionId(this.#base.session?.sessionId || recallSession() || this.newId());
    }
    return session.sessionId;
  }

  setSessionId(id) {
    this.#facts().session.sessionId = id;
    // The id that is set replaces one of the options, too.
    if (this.#base.session?.sessionId) this.#base = overlay(this.#base, { session: { sessionId: id } });
    this.#filledBase = undefined;
    keepSession(id);
  }

  // --- Requests ---

  /**
   * Composes a payload and looks at it. Answers what stands where (see `survey`), or the text of what does not belong,
   * and keeps the payload for `print`. Bits 28 and 29: legacy keys were given.
   */
  draft(params, requestId) {
    if (typeof params !== 'object' || params === null || Array.isArray(params)) return 'params: expected an object';
    const stray = strayKey(params);
    if (stray !== undefined) return `${stray}: not one of headers, session, request`;
    this.sessionId();
    const [payload, hadVariation, hadContent] = compose(this.#complete(), params, this.#known, requestId);
    this.#draft = payload;
    return survey(payload) | (hadVariation << 28) | (hadContent << 29);
  }

  readHeaders(params) {
    return readHeaders(params.headers);
  }

  /** Prints the payload of the last draft, and answers its size. */
  print(limit, mustBeExact) {
    const draft = this.#draft;
    this.#draft = undefined;
    const body = JSON.stringify(draft);
    this.#body = body;
    return utf8Bytes(body, limit, mustBeExact);
  }

  /** Takes what was printed last as a request of the engine's. */
  add(index, correlationId, options) {
    const pending = new Pending(this.client, correlationId, this.#body, options);
    this.#body = undefined;
    this.#pending[index] = pending;
    if (this.#unsettled++ === 0) busy.add(this);
    return pending.request;
  }

  /** A request that failed before the engine took it. */
  refuse(correlationId, error) {
    const pending = new Pending(this.client, correlationId);
    pending.fail(error);
    return pending.request;
  }

  /** Writes a frame around the payload. False when the socket no longer takes it. */
  write(index, socket, head, tail) {
    const pending = this.#pending[index];
    if (socket.readyState !== 1) return false;
    socket.send(head + pending.body + tail);
    pending.body = undefined;
    pending.state = 'sent';
    return true;
  }

  pending(index) {
    return this.#pending[index];
  }

  release(index) {
    this.#pending[index] = undefined;
  }

  deliver(index, data, headers, updateIndex) {
    return this.#pending[index]?.deliver(data, headers, updateIndex);
  }

  /** Asks the function given as `until`, by the request or else by the client. */
  ask(index, update, action) {
    const pending = this.#pending[index];
    const { until } = this;
    const ofAction = () => Object.entries(until).find(([name]) => name.toLowerCase() === action)[1];
    const judge = pending.until ?? (typeof until === 'function' ? until : ofAction());
    return judge(update, pending.updates) === true;
  }

  succeed(index, queuedMs, firstUpdateMs, totalMs) {
    this.#pending[index]?.succeed({ queuedMs, firstUpdateMs, totalMs });
    this.#settled();
  }

  fail(index, error) {
    this.#pending[index]?.fail(error);
    this.#settled();
  }

  #settled() {
    if (--this.#unsettled === 0) busy.delete(this);
  }

  correlationId(index) {
    return this.#pending[index]?.correlationId;
  }

  // --- The connection ---

  wait(resolve, reject) {
    this.#waiting.push([resolve, reject]);
  }

  opened() {
    for (const [resolve] of this.#waiting.splice(0)) resolve();
  }

  /** Tells whoever waits for the connection, or else the event, unless a request was told. */
  openFailed(error, wasTold) {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0 && !wasTold) this.emit('error', error);
    for (const [, reject] of waiting) reject(error);
  }

  stateChanged(isOpen) {
    this.since = Date.now();
    const info = this.client.connection;
    this.emit('state', info);
    if (isOpen) this.emit('open', info);
  }

  closed(code, reason, wasClean) {
    this.emit('close', { code, reason, wasClean });
  }

  // --- Listeners and logger ---

  /** Calls the logger's method. Without a logger, warnings and errors go to the console. A logger cannot hurt us. */
  log(level, ...values) {
    const logger = this.logger ?? (level === 'warn' || level === 'error' ? console : undefined);
    try {
      logger?.[level]?.(...values);
    } catch {
      // There is nowhere left to say so.
    }
  }

  warn(message) {
    this.log('warn', `[optave] ${message}`);
  }

  on(name, listener, once) {
    const entry = { listener, once };
    const entries = this.#listeners.get(name);
    if (entries) entries.push(entry);
    else this.#listeners.set(name, [entry]);
  }

  off(name, listener) {
    const entries = this.#listeners.get(name) ?? [];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index < 0) return;
    const others = entries.filter((_, place) => place !== index);
    if (others.length > 0) this.#listeners.set(name, others);
    else this.#listeners.delete(name);
  }

  removeAll(name) {
    if (name === undefined) this.#listeners.clear();
    else this.#listeners.delete(name);
  }

  count(name) {
    return this.#listeners.get(name)?.length ?? 0;
  }

  /** Calls every listener that was there when the event happened; one that throws affects nobody else. */
  emit(name, value) {
    const entries = this.#listeners.get(name);
    if (!entries) return;
    for (const { listener, once } of entries.slice()) {
      if (once) this.off(name, listener);
      try {
        listener.call(this.client, value);
      } catch (error) {
        this.log('error', `[optave] a listener of "${name}" threw`, error);
      }
    }
  }

  /** Tells everybody who listens of a message from the server, the request's own `onUpdate` first. */
  announce(index, message, headers, update, error, belongsToNobody) {
    try {
      if (update) this.#pending[index]?.onUpdate?.(update);
    } catch (thrown) {
      this.log('error', '[optave] onUpdate threw', thrown);
    }
    if (this.#listeners.size === 0) return;
    if (error) {
      this.emit('superpower.error', error);
      if (belongsToNobody) this.emit('error', error);
    } else {
      for (const name of ['message', 'superpower.response', 'response']) this.emit(name, message);
      const names = new Set([message.action, headers?.action].filter((name) => typeof name === 'string'));
      for (const name of names) this.emit(`message.${name.toLowerCase()}`, message);
      if (typeof headers?.schemaRef === 'string') this.emit(headers.schemaRef, message);
    }
    if (update) this.emit('update', update);
  }
}
