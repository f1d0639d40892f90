// What the tests of the sandbox share: a running sandbox, a WebSocket that remembers what came in, valid requests.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { after, afterEach } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import WebSocket from 'ws';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';

/** A sandbox that ends with the test file. Delays are off unless a test is about them. */
export async function sandbox(options = {}) {
  const running = await startSandbox({ answerDelayMs: 0, chunkDelayMs: 0, ...options });
  after(() => running.close());
  return running;
}

/** The same, without faults, log and connections of an earlier test. */
export async function faultySandbox(options) {
  const running = await sandbox(options);
  afterEach(async () => {
    running.control.reset();
    running.control.drop();
    await eventually(() => running.control.counts().socketsOpen === 0, 'all sockets gone');
    running.control.clearLog();
  });
  return running;
}

/** Resolves to the first truthy value of `look`; a wait for what is certain to come, never for time to pass. */
export async function eventually(look, what = String(look)) {
  for (const end = Date.now() + 5_000; ; await wait(2)) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come to this: ${what}`);
  }
}

/** Resolves when the server has answered a ping, and with it has dealt with everything sent before. */
export const ponged = ({ socket }) =>
  new Promise((resolve) => {
    socket.once('pong', resolve);
    socket.ping();
  });

export async function ticket({ tokenUrl }) {
  const response = await fetch(tokenUrl, { method: 'POST' });
  return (await response.json()).token;
}

/** Resolves to status and text when the handshake was refused, to an open client when it was accepted. */
export function connect(url, protocols, options) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, options);
    const frames = [];
    const waiting = new Set();
    const client = {
      socket,
      frames,
      closed: new Promise((done) => socket.on('close', (code, reason) => done({ code, reason: String(reason) }))),
      send: (value) => socket.send(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)),
      /** Resolves as soon as `count` frames have come in all. */
      received: (count) =>
        new Promise((done) => {
          const check = () => frames.length >= count && (waiting.delete(check), done(frames.slice(0, count)));
          waiting.add(check);
          check();
        }),
      /** The messages of one request up to and including the one that ends it. */
      async until(ends) {
        for (let count = 1; ; count += 1) {
          const all = await client.received(count);
          if (ends(all[count - 1])) return all;
        }
      },
    };
    socket.on('message', (data, isBinary) => {
      let value = data;
      if (!isBinary) {
        try {
          value = JSON.parse(data);
        } catch {
          value = String(data);
        }
      }
      frames.push(value);
      for (const check of [...waiting]) check();
    });
    socket.on('open', () => resolve(client));
    socket.on('unexpected-response', async (_request, response) => {
      resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
    });
    socket.on('error', reject);
  });
}

/** A handshake by hand; answers what came back until the server ended it, if it did. */
export async function knock(running) {
  const { hostname, port } = new URL(running.url);
  const token = await ticket(running);
  const socket = net.connect(Number(port), hostname);
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: optave-v1, ${token}\r\n\r\n`,
  );
  let answer = '';
  let error;
  socket.on('data', (data) => (answer += data));
  socket.on('error', ({ code }) => (error = code));
  const ended = new Promise((resolve) => socket.on('close', () => resolve({ answer, error })));
  return { socket, ended };
}

export async function open(running, { search = '', ...options } = {}) {
  return connect(`${running.websocketUrl}${search}`, ['optave-v1', await ticket(running)], options);
}

export function payload(overrides = {}) {
  return {
    session: { sessionId: 'session-1', channel: { language: 'en-US' }, interface: { type: 'chat' } },
    request: {
      requestId: 'request-1',
      attributes: { variant: 'A', content: 'Thanks. I cannot come.', instruction: 'make it friendly' },
      connections: { threadId: 'thread-1', parentId: 'parent-1' },
      context: { organizationId: 'organization-1' },
      resources: {
        offers: [
          { id: 'ski', title: 'Skiing in the Alps', description: 'Snow and mountains' },
          { id: 'bali', title: 'Bali', description: 'Warm weather, beaches and local culture' },
        ],
      },
      settings: { disableStream: true },
      scope: {
        conversations: [
          {
            conversationId: 'conversation-1',
            participants: [
              { participantId: 'u', displayName: 'Alice Hawthorne', role: 'user' },
              { participantId: 'o', displayName: 'Tom Callahan', role: 'operator' },
            ],
            messages: [
              { participantId: 'u', content: 'Hello, I am looking for holiday destinations in December' },
              { participantId: 'o', content: 'With pleasure. Any preferences?' },
              { participantId: 'u', content: 'I enjoy warm weather and beaches, but also local culture' },
            ],
            metadata: {},
          },
        ],
      },
      ...overrides,
    },
  };
}

export function envelope(action, body = payload(), headers = {}) {
  const now = new Date().toISOString();
  return {
    action: 'message',
    headers: {
      correlationId: randomUUID(),
      traceId: randomUUID(),
      idempotencyKey: randomUUID(),
      identifier: 'message',
      action,
      schemaRef: 'optave.message.v3',
      sdkVersion: 'none',
      timestamp: now,
      issuedAt: now,
      ...headers,
    },
    payload: body,
  };
}

/** Sends a request that is answered with one frame per value. */
export function ask({ control }, client, values) {
  control.script({ answers: [{ messages: values.map((value) => ({ text: JSON.stringify(value) })) }] });
  client.send(envelope('summarize'));
}

export async function rest(running, action, body, { token, headers = {} } = {}) {
  const response = await fetch(`${running.restUrl}/message/${action}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token ?? (await ticket(running))}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

export const post = (url, body) =>
  fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

/** How many messages the built-in answer of each action has. */
export const completedAll = (count) => {
  let seen = 0;
  return (frame) => {
    seen += (frame.payload ?? frame).state === 'completed' ? 1 : 0;
    return seen === count;
  };
};
