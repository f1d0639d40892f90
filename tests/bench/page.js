// The part of the benchmark that runs inside the page. `ours` and `reference` answer the same calls; `json` is the floor,
// JSON.stringify of the same envelope and JSON.parse of the same answer and nothing else.

import { ReferenceClient } from './reference.js';
import { ORGANIZATION, PARAMS, answer } from './samples.js';
import { BenchSocket } from './socket.js';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const LONG_MS = 3_600_000;

export function clientOptions(more = {}) {
  return {
    websocketUrl: 'ws://127.0.0.1:9',
    tokenProvider: () => 'bench-token',
    organizationId: ORGANIZATION,
    requestTimeoutMs: LONG_MS,
    logger: SILENT,
    ...more,
  };
}

export async function loadClass(name) {
  return name === 'ours' ? (await import('/pkg/index.js')).OptaveClient : ReferenceClient;
}

// A page listens: without listeners, clients could skip the emitting.
function listen(client) {
  const heard = { messages: 0, updates: 0, errors: 0 };
  client.on('message', () => (heard.messages += 1));
  client.on('update', () => (heard.updates += 1));
  client.on('error', () => (heard.errors += 1));
  return heard;
}

async function openSubject(name) {
  const Client = await loadClass(name);
  const client = new Client(clientOptions(name === 'ours' ? { halfOpenTimeoutMs: LONG_MS } : {}));
  const heard = listen(client);
  await client.openConnection();
  return { name, client, heard, socket: BenchSocket.made.at(-1), waiting: [] };
}

// A text as a real socket hands it over: flat and owned by the browser, not a rope still to be flattened by the parser.
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const frameEvent = (text) => new MessageEvent('message', { data: decoder.decode(encoder.encode(text)) });

const PLACEHOLDER = '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000';

// The frames that answer one request, made from texts that are printed once and only get their correlation id here.
function answers({ size, form }) {
  const text = (type, state) =>
    answer(size === 'large' ? 'large' : 'small', form === 'bare' ? undefined : PLACEHOLDER, type, state);
  if (form !== 'fan-out') return [text('interaction', 'completed')];
  // Five superpowers, each with started and completed, the reply first: what one interaction looks like on the wire.
  const types = ['interaction', 'sentiment', 'risk', 'escalation', 'language'];
  return [...types.map((type) => text(type, 'started')), ...types.map((type) => text(type, 'completed'))];
}

let sink = 0; // keeps the compiler from leaving out what nobody reads

// One block of messages, one after the other: send, answer the oldest that waits, await it. Answers µs per message.
// The clock is read around each step; its 5 µs grain is as often too early as too late and averages out over a block.
async function runBlock(subject, scenario, templates, count) {
  let sendMs = 0;
  let receiveMs = 0;
  const { socket, waiting } = subject;
  const params = PARAMS[scenario.size];
  for (let at = 0; at < count; at += 1) {
    if (subject.name === 'json') {
      const t0 = performance.now();
      socket.last = JSON.stringify(subject.envelope);
      const t1 = performance.now();
      const events = templates.map(frameEvent);
      const t2 = performance.now();
      for (const event of events) sink += Object.keys(JSON.parse(event.data)).length;
      const t3 = performance.now();
      sendMs += t1 - t0;
      receiveMs += t3 - t2;
      continue;
    }
    const before = socket.frames;
    const t0 = performance.now();
    const request = subject.client.interaction(params);
    while (socket.frames === before) await null; // a client may write in a microtask
    const t1 = performance.now();
    waiting.push({ request, correlationId: request.correlationId });
    const oldest = waiting.shift();
    const events = templates.map((text) => frameEvent(text.replace(PLACEHOLDER, oldest.correlationId)));
    const t2 = performance.now();
    for (const event of events) socket.deliver('message', event);
    const response = await oldest.request;
    const t3 = performance.now();
    if (response.data.state !== 'completed') throw new Error(`${subject.name}: wrong answer`);
    sendMs += t1 - t0;
    receiveMs += t3 - t2;
  }
  return { send: (sendMs / count) * 1000, receive: (receiveMs / count / templates.length) * 1000 };
}

// All requests at once, then all answers at once in another order, with the clock read only around the whole.
async function runBurst(subject, scenario, count) {
  const params = PARAMS[scenario.size];
  const { client, socket } = subject;
  const [template] = answers(scenario);
  const requests = [];
  const before = socket.frames;
  const t0 = performance.now();
  for (let at = 0; at < count; at += 1) requests.push(client.interaction(params));
  while (socket.frames < before + count) await null;
  const t1 = performance.now();
  const events = requests.map((request) => frameEvent(template.replace(PLACEHOLDER, request.correlationId)));
  for (let at = events.length - 1; at > 0; at -= 1) {
    const other = (at * 7919) % (at + 1);
    [events[at], events[other]] = [events[other], events[at]];
  }
  const t2 = performance.now();
  for (const event of events) socket.deliver('message', event);
  await Promise.all(requests);
  const t3 = performance.now();
  return { send: ((t1 - t0) / count) * 1000, receive: ((t3 - t2) / count) * 1000 };
}

const SCENARIOS = [
  { name: '1.7 KB', size: 'small', form: 'envelope', inFlight: 1, rounds: 31, count: 300, warmUp: 3000 },
  { name: '80 KB', size: 'large', form: 'envelope', inFlight: 1, rounds: 21, count: 40, warmUp: 300 },
  { name: '1.7 KB, bare answers', size: 'small', form: 'bare', inFlight: 1, rounds: 21, count: 200, warmUp: 500 },
  { name: '1.7 KB, 10 answers each', size: 'small', form: 'fan-out', inFlight: 1, rounds: 21, count: 100, warmUp: 200 },
  { name: '0.3 KB, all filled in', size: 'sparse', form: 'envelope', inFlight: 1, rounds: 21, count: 200, warmUp: 500 },
  { name: '1.7 KB', size: 'small', form: 'envelope', inFlight: 10_000, rounds: 31, count: 300, warmUp: 600 },
  { name: '80 KB', size: 'large', form: 'envelope', inFlight: 10_000, rounds: 21, count: 40, warmUp: 60 },
  { name: '1.7 KB, bare answers', size: 'small', form: 'bare', inFlight: 10_000, rounds: 21, count: 200, warmUp: 300 },
  { name: '1.7 KB, burst', size: 'small', form: 'envelope', inFlight: 10_000, rounds: 7, count: 10_000, warmUp: 1 },
];

// Only the young generation: a full collection would also drop what the optimising compiler has learned.
const collect = () => globalThis.gc?.({ type: 'minor' });

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

export async function measureMessages(names, quick) {
  globalThis.WebSocket = BenchSocket;
  const subjects = [];
  for (const name of names) subjects.push(await openSubject(name));
  const differences = await compareFrames(subjects);
  const floor = { name: 'json', envelope: undefined, socket: { last: '' } };
  const rows = [];
  for (const scenario of SCENARIOS) {
    const burst = scenario.name.endsWith('burst');
    const templates = answers(scenario);
    const run = (subject, count) =>
      burst ? runBurst(subject, scenario, scenario.count) : runBlock(subject, scenario, templates, count);
    const wanted = burst ? 0 : scenario.inFlight - 1;
    for (const subject of subjects) await fill(subject, wanted);
    const all = burst ? subjects : [...subjects, floor];
    for (const subject of subjects) {
      await run(subject, quick ? scenario.warmUp / 5 : scenario.warmUp);
      floor.envelope = JSON.parse(subject.socket.last);
    }
    const frameBytes = Object.fromEntries(subjects.map((s) => [s.name, s.socket.last.length]));
    if (!burst) await run(floor, 300);

    const samples = Object.fromEntries(all.map((s) => [s.name, []]));
    const rounds = quick ? 5 : scenario.rounds;
    for (let round = 0; round < rounds; round += 1) {
      for (let turn = 0; turn < all.length; turn += 1) {
        const subject = all[(turn + round) % all.length];
        collect();
        samples[subject.name].push(await run(subject, scenario.count));
      }
    }
    for (const direction of ['send', 'receive']) {
      const of = (name) => samples[name]?.map((sample) => sample[direction]);
      const ratio = (over, under) =>
        of(over) && of(under) ? median(of(over).map((value, at) => value / of(under)[at])) : undefined;
      rows.push({
        direction,
        scenario: scenario.name,
        inFlight: scenario.inFlight,
        frameBytes: direction === 'send' ? frameBytes : { all: templates[0].length },
        us: Object.fromEntries(all.map((s) => [s.name, median(of(s.name))])),
        oursOverReference: ratio('ours', 'reference'),
        oursOverJson: ratio('ours', 'json'),
        referenceOverJson: ratio('reference', 'json'),
      });
    }
    console.log(`${scenario.name}, ${scenario.inFlight} in flight`);
  }
  for (const subject of subjects) {
    await fill(subject, 0);
    const { name, heard, client } = subject;
    if (heard.errors > 0) throw new Error(`${name}: ${heard.errors} errors`);
    if (heard.messages === 0 || heard.updates === 0) throw new Error(`${name}: its listeners heard nothing`);
    await client.closeConnection();
  }
  return { rows, differences };
}

// Places of an object with what stands there, as far as two clients must agree on it: ids, times and names differ, but
// not whether they are there.
function outline(value, path = '', places = new Map()) {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const key of Object.keys(value)) outline(value[key], `${path}.${key}`, places);
  } else if (path !== '.headers.networkLatencyMs') {
    places.set(path, typeof value === 'string' ? value !== '' : JSON.stringify(value));
  }
  return places;
}

// Where the frames of two clients for the same params differ. A comparison of speed means nothing if they do.
async function compareFrames(subjects) {
  const differences = [];
  for (const [name, params] of Object.entries(PARAMS)) {
    const outlines = [];
    for (const subject of subjects) {
      const { socket, client } = subject;
      const before = socket.frames;
      const request = client.interaction(params);
      while (socket.frames === before) await null;
      outlines.push(outline(JSON.parse(socket.last)));
      subject.waiting.push({ request, correlationId: request.correlationId });
      await fill(subject, 0);
    }
    const [one, other] = outlines;
    if (other === undefined) return [];
    for (const path of new Set([...one.keys(), ...other.keys()])) {
      if (one.get(path) !== other.get(path)) differences.push(`${name}${path}`);
    }
  }
  return differences;
}

// Brings the number of requests that wait for an answer to `wanted`.
async function fill(subject, wanted) {
  const [template] = answers({ size: 'small', form: 'envelope' });
  while (subject.waiting.length < wanted) {
    const before = subject.socket.frames;
    const request = subject.client.interaction(PARAMS.small);
    while (subject.socket.frames === before) await null;
    subject.waiting.push({ request, correlationId: request.correlationId });
  }
  while (subject.waiting.length > wanted) {
    const { request, correlationId } = subject.waiting.shift();
    subject.socket.deliver('message', frameEvent(template.replace(PLACEHOLDER, correlationId)));
    await request;
  }
}

// Many requests through one client; the caller reads the engine's own counters before and after.
export async function prepareEndurance(name) {
  globalThis.WebSocket = BenchSocket;
  const otherListeners = countListeners();
  const subject = await openSubject(name);
  const scenario = { size: 'small', form: 'envelope' };
  const templates = answers(scenario);
  await fill(subject, 99);
  return {
    async run(count) {
      await runBlock(subject, scenario, templates, count);
      return {
        socketListeners: subject.socket.listenerCount,
        sockets: BenchSocket.made.length,
        otherListeners: otherListeners(),
        wasmBytes: globalThis.benchMemories?.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
        wasmTableEntries: globalThis.benchTables?.reduce((sum, table) => sum + table.length, 0),
      };
    },
  };
}

// Listeners added to anything that is not our socket (window, document, abort signals), minus those taken away.
function countListeners() {
  let count = 0;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (...args) {
    count += 1;
    return addEventListener.apply(this, args);
  };
  EventTarget.prototype.removeEventListener = function (...args) {
    count -= 1;
    return removeEventListener.apply(this, args);
  };
  return () => count;
}

const ROUND_TRIP = {
  ...PARAMS.small,
  request: { ...PARAMS.small.request, settings: { disableStream: true } },
};

// Round trips over a real socket to the sandbox, one request at a time, in turns.
export async function measureRoundTrips(names, { websocketUrl, tokenUrl }, rounds, count) {
  const tokenProvider = async () => (await (await fetch(tokenUrl, { method: 'POST' })).json()).token;
  const clients = [];
  for (const name of names) {
    const Client = await loadClass(name);
    const client = new Client(clientOptions({ websocketUrl, tokenProvider }));
    await client.openConnection();
    for (let at = 0; at < count; at += 1) await client.interaction(ROUND_TRIP);
    clients.push({ name, client, samples: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < clients.length; turn += 1) {
      const { client, samples } = clients[(turn + round) % clients.length];
      const start = performance.now();
      for (let at = 0; at < count; at += 1) await client.interaction(ROUND_TRIP);
      samples.push((performance.now() - start) / count);
    }
  }
  const result = Object.fromEntries(clients.map(({ name, samples }) => [name, median(samples)]));
  const pair = (at) => clients[0].samples[at] / clients[1]?.samples[at];
  const ratio = clients.length > 1 ? median(clients[0].samples.map((_, at) => pair(at))) : undefined;
  for (const { client } of clients) await client.closeConnection();
  return { ms: result, oursOverReference: ratio };
}

// What a profiler is pointed at: nothing but sending, then nothing but receiving.
export async function prepareProfile(name) {
  globalThis.WebSocket = BenchSocket;
  const subject = await openSubject(name);
  const { client, socket } = subject;
  let requests = [];
  let events = [];
  const [template] = answers({ size: 'small', form: 'envelope' });
  return {
    async send(count) {
      requests = [];
      const before = socket.frames;
      for (let at = 0; at < count; at += 1) requests.push(client.interaction(PARAMS.small));
      while (socket.frames < before + count) await null;
    },
    prepare() {
      events = requests.map((request) => frameEvent(template.replace(PLACEHOLDER, request.correlationId)));
    },
    async receive() {
      for (const event of events) socket.deliver('message', event);
      await Promise.all(requests);
    },
  };
}
