// What goes over the wire, as far as the SDK tells it. Nothing global is replaced: inbound messages come from the
// client's own events, and requests are seen because this one client's methods are wrapped. What the SDK does not
// tell, the envelope of a request as it was sent, the sandbox's log has; see `outbound.js`.
const METHODS = ['interaction', 'reception', 'elevate', 'adjust', 'summarize', 'translate', 'recommend', 'insights'];
// Enough to look back; a wire view that fills the memory would be a poor witness.
const KEPT_REQUESTS = 60;
const KEPT_MESSAGES = 400;
const KEPT_STATES = 400;
const KEPT_TOKENS = 100;

const encoder = new TextEncoder();
export const bytesOf = (value) => encoder.encode(JSON.stringify(value)).length;

/**
 * @typedef {object} RequestRecord  times on the page's clock, in milliseconds
 * @property {string} action
 * @property {string} correlationId
 * @property {number} calledAt
 * @property {number} [sentAt]
 * @property {number} [firstUpdateAt]
 * @property {number} [settledAt]
 * @property {'queued' | 'sent' | 'answering' | 'completed' | 'failed' | 'cancelled'} state
 * @property {number} updates
 * @property {Error} [error]
 *
 * @typedef {object} MessageRecord
 * @property {number} id
 * @property {'out' | 'in'} direction
 * @property {number} at
 * @property {string} [correlationId]
 * @property {string} name  the action, or the superpower
 * @property {string} state
 * @property {number} [latencyMs]  since the request was sent
 * @property {unknown} [body]
 *
 * @typedef {object} StateRecord  the connection from then on
 * @property {string} state
 * @property {number} at
 *
 * @typedef {object} TokenRecord  one request for a token, as the browser timed it
 * @property {number} startedAt
 * @property {number} endedAt
 * @property {boolean} failed
 */

export class Recorder extends EventTarget {
  /** @type {RequestRecord[]} oldest first */
  requests = [];
  /** @type {MessageRecord[]} oldest first */
  messages = [];
  /** @type {StateRecord[]} oldest first */
  states = [];
  /** @type {TokenRecord[]} oldest first */
  tokens = [];
  reconnects = 0;
  client = null;
  #lastId = 0;

  /** Before the first request; a client is observed once. */
  observe(client) {
    if (client === this.client) return;
    this.client = client;
    for (const method of METHODS) this.#wrap(client, method);
    this.#connectionIs(client.connection.state);
    client
      .on('message', (body) => this.#received(body))
      .on('superpower.error', (error) => this.#failed(error))
      .on('error', (error) => this.#unreadable(error))
      .on('update', (update) => this.#matched(update))
      .on('reconnecting', () => (this.reconnects += 1))
      .on('state', ({ state }) => {
        this.#connectionIs(state);
        for (const record of this.requests) this.#look(record);
        this.changed();
      });
    this.changed();
  }

  /** The SDK fetches its tokens by itself, and the browser keeps the time of whatever is fetched. */
  watchTokens(url) {
    const observer = new PerformanceObserver((list) => {
      for (const { name, startTime, responseEnd, responseStatus } of list.getEntries()) {
        if (name !== url) continue;
        // One that was not answered has the status 0; a browser that tells none tells no failure either.
        const failed = responseStatus !== undefined && Math.floor(responseStatus / 100) !== 2;
        this.tokens.push({ startedAt: startTime, endedAt: responseEnd, failed });
        if (this.tokens.length > KEPT_TOKENS) this.tokens.shift();
        this.changed();
      }
    });
    observer.observe({ type: 'resource', buffered: true });
  }

  #connectionIs(state) {
    if (this.states.at(-1)?.state === state) return;
    this.states.push({ state, at: performance.now() });
    if (this.states.length > KEPT_STATES) this.states.shift();
  }

  find(correlationId) {
    return this.requests.findLast((record) => record.correlationId === correlationId);
  }

  /** @param {Omit<MessageRecord, 'id'>} message */
  addMessage(message) {
    this.#lastId += 1;
    const record = { id: this.#lastId, ...message };
    this.messages.push(record);
    if (this.messages.length > KEPT_MESSAGES) this.messages.shift();
    this.changed();
    return record;
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  #wrap(client, method) {
    const original = client[method];
    client[method] = (...given) => {
      const calledAt = performance.now();
      const request = original.apply(client, given);
      this.#follow(method, request, calledAt);
      return request;
    };
  }

  #follow(action, request, calledAt) {
    const { correlationId } = request;
    // Refused before it could become one: that is the caller's to see.
    if (!correlationId) return;
    const record = { action, correlationId, calledAt, state: 'queued', updates: 0, request };
    this.requests.push(record);
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift();
    this.#look(record);
    this.changed();
    request.then(
      ({ timings }) => this.#settled(record, 'completed', { timings }),
      (error) => this.#settled(record, error.code === 'REQUEST_CANCELLED' ? 'cancelled' : 'failed', { error }),
    );
  }

  /** A request tells nobody that it was sent; it is asked whenever something has happened. */
  #look(record) {
    if (record.state !== 'queued' || record.request.state === 'queued' || record.request.state === 'settled') return;
    record.state = 'sent';
    record.sentAt = performance.now();
    record.out ??= this.addMessage({
      direction: 'out',
      at: record.sentAt,
      correlationId: record.correlationId,
      name: record.action,
      state: 'sent',
    });
  }

  #settled(record, state, { timings, error }) {
    this.#look(record);
    record.settledAt = performance.now();
    if (timings) {
      // The SDK's own figures are exact, what was looked at from outside is not.
      record.sentAt = record.calledAt + timings.queuedMs;
      if (timings.firstUpdateMs !== undefined) record.firstUpdateAt = record.calledAt + timings.firstUpdateMs;
      record.settledAt = record.calledAt + timings.totalMs;
    }
    Object.assign(record, { state, error, request: { state: 'settled' } });
    this.changed();
  }

  #received(body) {
    const payload = body.payload ?? body;
    const correlationId = body.headers?.correlationId ?? body.correlationId ?? payload.correlationId;
    this.addMessage({
      direction: 'in',
      at: performance.now(),
      correlationId,
      name: String(payload.actionType ?? body.action ?? ''),
      state: String(payload.state ?? ''),
      latencyMs: this.#latency(correlationId),
      body,
    });
  }

  #failed({ correlationId, code, details, message }) {
    this.addMessage({
      direction: 'in',
      at: performance.now(),
      correlationId,
      name: String(code),
      state: 'error',
      latencyMs: this.#latency(correlationId),
      body: details ?? message,
    });
  }

  #unreadable({ code, message, correlationId }) {
    if (code !== 'INVALID_JSON' && code !== 'INVALID_MESSAGE') return;
    this.addMessage({
      direction: 'in',
      at: performance.now(),
      correlationId,
      name: code,
      state: 'error',
      body: message,
    });
  }

  /** A message without an id belongs to the request that the SDK found for it. */
  #matched({ data, correlationId }) {
    const record = this.find(correlationId);
    if (record) {
      this.#look(record);
      record.updates += 1;
      record.firstUpdateAt ??= performance.now();
      if (record.state === 'sent' || record.state === 'queued') record.state = 'answering';
    }
    const message = this.messages.findLast(({ body }) => body === data || body?.payload === data);
    if (message && !message.correlationId) {
      message.correlationId = correlationId;
      message.latencyMs = this.#latency(correlationId);
    }
    this.changed();
  }

  #latency(correlationId) {
    const sentAt = correlationId && this.find(correlationId)?.sentAt;
    return sentAt ? performance.now() - sentAt : undefined;
  }
}
