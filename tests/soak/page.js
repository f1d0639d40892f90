// In the page: clients that ask at a steady rate, and the books on what becomes of each request. The books stay small:
// what is settled leaves nothing but a count, and `report` hands over the rest.
import { OptaveClient } from '/pkg/index.js';

const TICK_MS = 250;
// A request may take 30 s; what has not settled long after that never will.
const LOST_AFTER_MS = 45_000;

// Back quickly, so that minutes are enough for many reconnects.
const eager = { firstDelayMs: 800, baseDelayMs: 300, factor: 1.5, maxDelayMs: 2_000 };

/** Clients of different kinds: what one never does another does all the time. */
const KINDS = {
  default: {},
  eager: { reconnect: eager },
  'short-lived': { reconnect: eager, maxConnectionAgeMs: 8_000 },
  suspicious: { reconnect: eager, halfOpenTimeoutMs: 2_500 },
  auto: { reconnect: eager, transport: 'auto', restUrl: location.origin, fallbackAfter: 2, halfOpenTimeoutMs: 4_000 },
  'no re-send': { reconnect: eager, resend: 'never', halfOpenTimeoutMs: 4_000 },
};

const params = (name, number) => ({
  request: {
    connections: { threadId: `${name}-${number}` },
    scope: {
      conversations: [
        {
          conversationId: name,
          participants: [{ participantId: 'u', displayName: 'Alice', role: 'user' }],
          messages: [
            { participantId: 'u', content: `Question ${number} of ${name}`, timestamp: '2026-01-15T10:30:00.000Z' },
          ],
          metadata: {},
        },
      ],
    },
  },
});

const clients = [];
let made = 0;
let answered = 0;
let refused = 0;
let strangers = 0;
let warnings = 0;
/** By code, then by the kind of client. */
const failed = {};
/** What is not settled: correlation id to the time it was made at. */
const open = new Map();
/** Ids of requests that got the same update twice, with the time of that. */
let repeated = [];

const countWarning = () => {
  warnings += 1;
};
const logger = { debug() {}, info() {}, warn: countWarning, error: countWarning };

/** Whether two updates of an answer are the same one. */
function hasRepeats(updates) {
  const seen = updates.map(({ actionType, state, text }) => `${actionType}\n${state}\n${text}`);
  return new Set(seen).size < seen.length;
}

function settled(id) {
  if (!open.delete(id)) throw new Error(`request ${id} settled, and was not open`);
}

/** Asks once. Resolves to whether it was answered. */
function ask(entry) {
  made += 1;
  entry.asked += 1;
  const { client, name, kind, asked } = entry;
  const request = client.interaction(params(name, asked));
  const id = request.correlationId;
  if (request.state === 'settled') {
    refused += 1;
    entry.refused += 1;
  }
  open.set(id, Date.now());
  return request.then(
    (response) => {
      settled(id);
      answered += 1;
      if (response.correlationId !== id || !response.updates.every(({ correlationId }) => correlationId === id)) {
        strangers += 1;
      }
      if (hasRepeats(response.updates)) repeated.push({ id, at: Date.now() });
      return true;
    },
    ({ code }) => {
      settled(id);
      const byKind = (failed[code] ??= {});
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      return false;
    },
  );
}

function add(number) {
  const names = Object.keys(KINDS);
  const kind = names[number % names.length];
  const entry = { name: `${kind} ${number}`, kind, asked: 0, refused: 0, told: 0, client: undefined };
  entry.client = new OptaveClient({
    websocketUrl: `ws://${location.host}/ws`,
    organizationId: 'organization-1',
    logger,
    onMetric: ({ type }) => {
      if (type === 'request') entry.told += 1;
    },
    ...KINDS[kind],
  });
  // Without a listener, what nobody waits for would go to the console.
  entry.client.on('error', () => {});
  clients.push(entry);
}

let timer;

window.soak = {
  start(count) {
    for (let number = 0; number < count; number += 1) add(number);
    timer = setInterval(() => clients.forEach(ask), TICK_MS);
  },
  stop() {
    clearInterval(timer);
  },
  /** After all of it: how many of the clients still get an answer. */
  async lastWord() {
    const answers = await Promise.all(clients.map(ask));
    return answers.filter(Boolean).length;
  },
  report() {
    const sum = (read) => clients.reduce((total, entry) => total + read(entry), 0);
    const metric = (name) => sum(({ client }) => client.metrics()[name]);
    const limit = Date.now() - LOST_AFTER_MS;
    const news = repeated;
    repeated = [];
    return {
      made,
      answered,
      refused,
      failed,
      inFlight: open.size,
      lost: [...open.values()].filter((at) => at < limit).length,
      /** Requests that the SDK says it settled, beyond those whose promise did. */
      settledTwice:
        sum(({ told }) => told) - (made - refused - open.size) ||
        metric('answered') + metric('failed') - (made - refused - open.size),
      strangers,
      warnings,
      repeated: news,
      attempts: metric('reconnects'),
      reconnects: Math.max(0, metric('connects') - clients.length),
      handOvers: metric('handOvers'),
      resent: metric('resent'),
      unmatched: sum(({ client }) => client.connection.unmatchedMessages),
      wasmBytes: window.memories.reduce((total, { buffer }) => total + buffer.byteLength, 0),
    };
  },
  end() {
    clients.forEach(({ client }) => client.cleanup());
  },
};
