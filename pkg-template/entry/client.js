// The class that users hold. It starts the wasm when the first client is made, not when the module is imported, and
// owns what must be visible to the garbage collector. What it does is decided in the wasm.
import * as glue from 'optave:glue';
import { OptaveError } from '../../src/browser/error.js';
import { Host } from '../../src/browser/host.js';

const LegacyEvents = /* @__PURE__ */ Object.freeze({ MESSAGE: 'message', ERROR: 'error' });

const InboundEvents = /* @__PURE__ */ Object.freeze({
  SUPERPOWER_RESPONSE: 'superpower.response',
  SUPERPOWER_ERROR: 'superpower.error',
});

const ErrorCategory = /* @__PURE__ */ Object.freeze({
  AUTHENTICATION: 'AUTHENTICATION',
  ORCHESTRATOR: 'ORCHESTRATOR',
  VALIDATION: 'VALIDATION',
  WEBSOCKET: 'WEBSOCKET',
});

const ACTIONS = [
  'interaction',
  'reception',
  'elevate',
  'adjust',
  'summarize',
  'translate',
  'recommend',
  'insights',
  'customerInteraction',
];

function freeze(value) {
  Object.values(value).forEach((item) => typeof item === 'object' && freeze(item));
  return Object.freeze(value);
}

function describeDevice(details) {
  const { userAgent, maxTouchPoints, userAgentData } = globalThis.navigator ?? {};
  const [browser, deviceInfo, deviceType] = glue
    .describeDevice(
      userAgent ?? '',
      (userAgentData?.brands ?? []).map(({ brand, version }) => `${brand}/${version}`).join('\n'),
      userAgentData?.platform ?? '',
      details?.platformVersion ?? '',
      details?.model ?? '',
      maxTouchPoints ?? 0,
      userAgentData?.mobile,
    )
    .split('\n');
  return { browser, deviceInfo, deviceType };
}

/** Starts the wasm once, and says what to do where the page forbids it. */
export function starter(instantiate) {
  let isStarted = false;
  return () => {
    if (isStarted) return;
    try {
      instantiate();
    } catch (cause) {
      throw new OptaveError('This page does not allow WebAssembly', {
        category: 'AUTHENTICATION',
        code: 'UNSUPPORTED_IN_BROWSER',
        suggestions: ["Add 'wasm-unsafe-eval' to script-src in the page's Content-Security-Policy."],
        retryable: false,
        cause,
      });
    }
    isStarted = true;
  };
}

/** The class, over a way to start the wasm. */
export function defineClient(start) {
  let known;
  const facts = () => {
    start();
    return (known ??= freeze(JSON.parse(glue.facts())));
  };

  class OptaveClient {
    #core;
    #host;

    constructor(options) {
      start();
      this.#host = new Host(this, options);
      this.#core = new glue.Core(options, this.#host);
      this.#host.newId = () => this.#core.newId();
      this.#host.describe(this.#core.withDevice ? describeDevice : undefined, this.#core.location);
    }

    send(requestType, action, params, options) {
      return this.#core.request(requestType === 'message' ? String(action) : '', params, options);
    }

    openConnection(token) {
      return new Promise((resolve, reject) => {
        this.#host.wait(resolve, reject);
        this.#core.open(token);
      });
    }

    closeConnection(code = 1000, reason = '') {
      this.#core.close(code, reason);
    }

    disconnect() {
      this.closeConnection();
    }

    isConnected() {
      return this.#core.state() === 'open';
    }

    get connection() {
      return {
        state: this.#core.state(),
        since: this.#host.since,
        transport: this.#core.isRest() ? 'rest' : 'websocket',
        unmatchedMessages: this.#core.unmatched(),
      };
    }

    cancelRequest(correlationId, reason) {
      return this.#core.cancel(String(correlationId), reason);
    }

    cancelPendingRequests() {
      return this.#core.cancelAll();
    }

    setSessionId(sessionId) {
      this.#host.setSessionId(String(sessionId));
    }

    getSessionId() {
      return this.#host.sessionId();
    }

    validate(payload, action) {
      return this.#core.validate(payload, action);
    }

    validateEnvelope(envelope) {
      return glue.isRequestEnvelope(envelope);
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
      this.#core.end();
      this.#host.removeAll();
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
      return facts()[4];
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
        ErrorCategory,
        LegacyEvents,
        InboundEvents,
      });
    }

    static {
      const define = (name, value) =>
        Object.defineProperty(this.prototype, name, { value, configurable: true, writable: true });
      for (const action of ACTIONS) {
        const method = function (params, options) {
          return this.#core.request(action, params, options);
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
