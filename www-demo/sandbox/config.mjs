// What the sandbox can be told to do differently. `POST /control/config` merges into these, `reset` returns to
// what `startSandbox` was given.

export const DEFAULTS = Object.freeze({
  /** How answers are wrapped: with headers and a correlation id, or as the documentation shows them, without. */
  form: 'envelope',
  /** How failures are told: a superpower in state `error`, a top-level `error`, or `actionType: "error"`. */
  errorForm: 'superpower',
  /** What happens to a frame above `limitBytes`: the socket closes with 1009, or an error message is sent. */
  oversize: 'close',
  limitBytes: 131_072,
  /** Before the first message of a built-in answer. */
  answerDelayMs: 5,
  /** Between the parts of a streamed reply. */
  chunkDelayMs: 1,
  tokenDelayMs: 0,
  handshakeDelayMs: 0,
  /** Answer invalid requests with an error; false answers them as well as it can be done. */
  strict: true,
  /** False lets a WebSocket open, and REST answer, without a token. */
  authRequired: true,
  tokenTtlMs: 60_000,
  /** Entries kept per list of the log, so that a long benchmark does not fill the memory. */
  logLimit: 20_000,
  /** Bytes kept per list of the log, as they were received: large frames fill the memory sooner than many do. */
  logBytes: 64 * 1024 * 1024,
  /** Tokens known, issued ones and others that were offered; those that were not seen for longest go first. */
  tokenLimit: 10_000,
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
});

/** Frames above this are refused by the WebSocket library itself; far above any limit worth configuring. */
export const HARD_LIMIT_BYTES = 64 * 1024 * 1024;

export function createConfig(overrides) {
  const initial = { ...DEFAULTS, ...overrides };
  const config = { ...initial };
  return {
    current: config,
    merge: (patch) => Object.assign(config, patch),
    reset: () => Object.assign(config, initial),
  };
}
