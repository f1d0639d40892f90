// What the tests use inside the page, as globals: `sdk` is the package, the rest shortens what nearly every test does.
import * as standard from '/pkg/index.js';
import { load } from './entry.js';

// Another entry comes later than the page's `load` event: the test waits for `sdk`.
const entry = new URLSearchParams(location.search).get('entry');
const sdk = entry ? await load(entry) : standard;

const websocketUrl = `ws://${location.host}/ws`;

/** A client of the sandbox that served the page. The token comes from the built-in provider's default path. */
const make = (options) => new sdk.OptaveClient({ websocketUrl, organizationId: 'organization-1', ...options });

/** Params that every action accepts, with `request` laid over their request. */
const params = (request = {}, others = {}) => ({
  request: {
    attributes: { content: 'Thanks. I cannot come.', instruction: 'make it friendly' },
    connections: { threadId: 'thread-1', parentId: 'parent-1' },
    resources: { offers: [{ id: 'bali', title: 'Bali', description: 'Warm weather and beaches' }] },
    scope: {
      conversations: [
        {
          conversationId: 'conversation-1',
          participants: [{ participantId: 'u', displayName: 'Alice', role: 'user' }],
          messages: [{ participantId: 'u', content: 'I like beaches', timestamp: '2026-01-15T10:30:00.000Z' }],
          metadata: {},
        },
      ],
    },
    ...request,
  },
  ...others,
});

/** Everything an error says, as what may leave the page. */
function describe(error) {
  if (!(error instanceof Error)) return { thrown: String(error) };
  const { name, message, category, code, details, suggestions, correlationId, retryable, timestamp } = error;
  return {
    name,
    message,
    category,
    code,
    details,
    suggestions,
    correlationId,
    retryable,
    timestamp,
    cause: error.cause === undefined ? undefined : String(error.cause),
    isOptaveError: error instanceof sdk.OptaveError,
    hasStack: typeof error.stack === 'string' && error.stack.includes('\n'),
  };
}

/** `{ value }` or `{ error }`, whichever a promise, or a function that may throw at once, comes to. */
async function outcome(work) {
  try {
    return { value: await (typeof work === 'function' ? work() : work) };
  } catch (error) {
    return { error: describe(error) };
  }
}

/** The code that it fails with; anything else throws. */
async function codeOf(work) {
  const { error } = await outcome(work);
  if (!error) throw new Error('it succeeded');
  return error.code ?? error.thrown ?? error.message;
}

/** Resolves with the next value of an event. */
const next = (client, name) => new Promise((resolve) => client.once(name, resolve));

/** A live list of `{ name, value }`, errors described, in the order in which the events came. */
function record(client, ...names) {
  const seen = [];
  for (const name of names) {
    client.on(name, (value) => seen.push({ name, value: value instanceof Error ? describe(value) : value }));
  }
  return seen;
}

/** Resolves to the first truthy value of `look`. */
async function come(look) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A client that reconnects almost at once, so that a test need not wait for what it is not about. */
const quick = ({ reconnect, ...options } = {}) =>
  make({ ...options, reconnect: { firstDelayMs: 20, baseDelayMs: 20, maxDelayMs: 40, ...reconnect } });

/** Resolves when the connection of a client is in this state. */
const reached = (client, state) => come(() => client.connection.state === state);

/** What was recorded under a name. */
const valuesOf = (seen, name) => seen.filter((entry) => entry.name === name).map(({ value }) => value);

/** Keeps every socket that the page opens, in `sockets`. */
function keepSockets() {
  window.sockets = [];
  window.WebSocket = class extends window.WebSocket {
    constructor(...rest) {
      super(...rest);
      sockets.push(this);
    }
  };
}

/** A logger that a client cannot use without its `this`. */
class Recorder {
  lines = [];
  #write(level, values) {
    this.lines.push({ level, text: values.map(String).join(' ') });
  }
  debug(...values) {
    this.#write('debug', values);
  }
  info(...values) {
    this.#write('info', values);
  }
  warn(...values) {
    this.#write('warn', values);
  }
  error(...values) {
    this.#write('error', values);
  }
}

/** What an ordinary update tells, without the getters and the identity that do not survive the way out of the page. */
const plain = ({ data, actionType, state, headers, correlationId, index, text }) => ({
  data,
  actionType,
  state,
  headers,
  correlationId,
  index,
  text,
});

function deepFreeze(value) {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

Object.assign(window, {
  sdk,
  websocketUrl,
  make,
  params,
  describe,
  outcome,
  codeOf,
  next,
  record,
  come,
  quick,
  reached,
  valuesOf,
  keepSockets,
  Recorder,
  plain,
  deepFreeze,
});
