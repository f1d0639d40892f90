// The class that users hold; `pkg-template/types/index/client.d.ts` documents it. It starts the wasm when the first client
// is made, not when the module is imported.
import { facts as readFacts, newIds } from 'optave:glue';
import { ACTIONS } from '../../src/browser/actions.js';
import { Host } from '../../src/browser/host.js';

const LegacyEvents = /* @__PURE__ */ Object.freeze({ MESSAGE: 'message', ERROR: 'error' });

const InboundEvents = /* @__PURE__ */ Object.freeze({
  SUPERPOWER_RESPONSE: 'superpower.response',
  SUPERPOWER_ERROR: 'superpower.error',
});

const CATEGORIES = ['AUTHENTICATION', 'ORCHESTRATOR', 'VALIDATION', 'WEBSOCKET'];

function freeze(value) {
  Object.values(value).forEach((item) => typeof item === 'object' && freeze(item));
  return Object.freeze(value);
}

/** Starts the core once; answers its functions. */
export function starter(instantiate) {
  let core;
  return () => (core ??= { ...instantiate(), newIds });
}

/** The class, over a way to start the core, and to load strict validation. */
export function defineClient(start, strict) {
  let known;
  const facts = () => {
    start();
    return (known ??= JSON.parse(readFacts()));
  };

  class OptaveClient {
    #host;

    constructor(options) {
      this.#host = new Host(this, options, facts(), start(), strict);
    }

    send(requestType, action, params, options) {
      return this.#host.request(requestType === 'message' ? action : '', params, options);
    }

    openConnection(token) {
      return this.#host.open(token);
    }

    closeConnection(code = 1000, reason = '') {
      this.#host.close(code, reason);
    }

    disconnect() {
      this.#host.close(1000, '');
    }

    isConnected() {
      return this.#host.isOpen();
    }

    get connection() {
      return this.#host.connection;
    }

    metrics() {
      return this.#host.metrics.read();
    }

    cancelRequest(correlationId, reason) {
      return this.#host.cancel(String(correlationId), reason);
    }

    cancelPendingRequests() {
      return this.#host.cancelAll();
    }

    setSessionId(sessionId) {
      this.#host.payloads.sessionId = String(sessionId);
    }

    getSessionId() {
      return this.#host.payloads.sessionId;
    }

    validate(payload, action) {
      return this.#host.outgoing.validate(payload, action);
    }

    validateEnvelope(envelope) {
      return this.#host.outgoing.validateEnvelope(envelope);
    }

    on(event, listener) {
      this.#host.on(event, listener, false);
      return this;
    }

    once(event, listener) {
      this.#host.on(event, listener, true);
      return this;
    }

    off(event, listener) {
      this.#host.off(event, listener);
      return this;
    }

    removeAllListeners(event) {
      this.#host.removeAll(event);
      return this;
    }

    listenerCount(event) {
      return this.#host.count(event);
    }

    cleanup() {
      this.#host.end();
    }

    static getSdkVersion() {
      return facts()[0];
    }

    static getSpecVersion() {
      return facts()[1];
    }

    static getSchemaRef() {
      return facts()[2];
    }

    static get defaultPayload() {
      return freeze(facts()[5]);
    }

    static get LegacyEvents() {
      return LegacyEvents;
    }

    static get InboundEvents() {
      return InboundEvents;
    }

    static get CONSTANTS() {
      const [, SPEC_VERSION, SCHEMA_REF, MAX_PAYLOAD_SIZE] = facts();
      return freeze({
        SPEC_VERSION,
        SCHEMA_REF,
        MAX_PAYLOAD_SIZE,
        MAX_PAYLOAD_SIZE_KB: MAX_PAYLOAD_SIZE / 1024,
        DEFAULT_REQUEST_TIMEOUT_MS: 30000,
        ErrorCategory: Object.fromEntries(CATEGORIES.map((name) => [name, name])),
        LegacyEvents,
        InboundEvents,
      });
    }

    static {
      const define = (name, value) =>
        Object.defineProperty(this.prototype, name, { value, configurable: true, writable: true });
      for (const action of ACTIONS) {
        const method = function (params, options) {
          return this.#host.request(action, params, options);
        };
        define(action, method);
        define(`${action}Async`, method);
      }
      // Where the language has `using`; elsewhere nobody can ask for it.
      if (Symbol.dispose) define(Symbol.dispose, this.prototype.cleanup);
    }
  }
  return OptaveClient;
}
