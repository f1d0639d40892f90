import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { envelope, eventually, open, payload, post, rest, sandbox } from './helper.mjs';

const running = await sandbox();
const control = (name, body) => post(`${running.url}/control/${name}`, body);
const done = (content = 'scripted') => ({
  action: 'superpower',
  actionType: 'summarize',
  state: 'completed',
  message: { results: [{ response: [{ content }] }] },
});

test('a scripted answer is taken once, by the action it names', async () => {
  const response = await control('script', { answers: [{ action: 'summarize', messages: [{ body: done() }] }] });
  assert.deepEqual(await response.json(), { queued: 1 });
  const client = await open(running);
  client.send(envelope('insights'));
  assert.equal((await client.received(1))[0].payload.actionType, 'insights');
  await client.received(8);
  client.send(envelope('summarize'));
  assert.deepEqual((await client.received(9))[8].payload, done());
  client.send(envelope('summarize'));
  assert.equal((await client.received(10))[9].payload.state, 'started');
  client.socket.close();
});

test('scripted messages come in every form', async () => {
  const raw = { correlationId: '$correlationId', deep: ['$correlationId'] };
  running.control.script({
    answers: [
      {
        messages: [
          { form: 'bare', body: done() },
          { form: 'bare', body: done(), correlationId: 'bare-id' },
          { form: 'envelope', body: done(), correlationId: 'foreign', schemaRef: 'optave.response.v9' },
          { form: 'envelope', body: done(), correlationId: null },
          { form: 'envelope', body: { ...done(), state: 'error' } },
          { form: 'raw', body: raw },
          { text: '{ not json' },
          { base64: Buffer.from([0, 1, 2]).toString('base64') },
          { body: done('twice'), repeat: 2, delayMs: 5 },
          { body: done('big'), form: 'bare', size: 200_000 },
          { size: 1000 },
        ],
      },
    ],
  });
  const client = await open(running);
  const sizes = [];
  client.socket.on('message', (data) => sizes.push(data.length));
  const request = envelope('summarize', payload(), { correlationId: 'with "quotes"' });
  client.send(request);
  const frames = await client.received(12);
  const { correlationId } = request.headers;
  assert.deepEqual(frames[0], done());
  assert.equal(frames[1].correlationId, 'bare-id');
  assert.deepEqual([frames[2].headers.correlationId, frames[2].headers.schemaRef], ['foreign', 'optave.response.v9']);
  assert.equal('correlationId' in frames[3].headers, false);
  assert.equal(frames[4].headers.schemaRef, 'optave.error.v3');
  assert.deepEqual(frames[5], { correlationId, deep: [correlationId] });
  assert.equal(frames[6], '{ not json');
  assert.deepEqual([...frames[7]], [0, 1, 2]);
  assert.deepEqual(frames[8], frames[9]);
  assert.deepEqual(frames[10], done('big'));
  assert.equal(sizes[10], 200_000);
  assert.equal(frames[11], 'x'.repeat(1000));
  client.socket.close();
});

test('an answer can close, drop, or stay silent', async () => {
  running.control.script({
    answers: [
      { silent: true },
      { messages: [{ body: done() }], close: { code: 4001, reason: 'enough' } },
      { drop: true },
    ],
  });
  const first = await open(running);
  first.send(envelope('summarize'));
  first.send(envelope('summarize'));
  assert.deepEqual(await first.closed, { code: 4001, reason: 'enough' });
  assert.equal(first.frames.length, 1);
  const second = await open(running);
  second.send(envelope('summarize'));
  assert.equal((await second.closed).code, 1006);
});

test('a close reason too long for a close frame costs its connection only', async () => {
  running.control.script({ answers: [{ close: { reason: 'r'.repeat(200) } }] });
  const client = await open(running);
  client.send(envelope('summarize'));
  assert.equal((await client.closed).code, 1006);
  (await open(running)).socket.close();
});

test('REST takes scripts as well', async () => {
  running.control.script({
    answers: [
      { action: 'summarize', messages: [{ body: done(), form: 'bare' }] },
      { status: 500, messages: [{ text: 'broken' }] },
      { drop: true },
    ],
  });
  assert.deepEqual((await rest(running, 'summarize', payload())).json(), [done()]);
  const { status, text } = await rest(running, 'summarize', payload());
  assert.deepEqual([status, text], [500, 'broken']);
  await assert.rejects(rest(running, 'summarize', payload()), /fetch failed/);
});

test('push, close and drop reach one connection or all', async () => {
  running.control.reset();
  const [one, two] = [await open(running), await open(running)];
  const ids = running.control.log().connections.map(({ id }) => id);
  await control('push', { connection: ids[1], messages: [{ body: done('only two') }] });
  assert.deepEqual(await (await control('push', { messages: [{ body: done('both') }] })).json(), { connections: 2 });
  assert.equal((await two.received(2))[1].payload.message.results[0].response[0].content, 'both');
  assert.equal((await one.received(1)).length, 1);
  await control('close', { connection: ids[0], code: 1011, reason: 'bye' });
  assert.deepEqual(await one.closed, { code: 1011, reason: 'bye' });
  assert.equal((await control('close', { connection: ids[0] })).status, 400);
  await control('drop', {});
  assert.equal((await two.closed).code, 1006);
});

test('reset cuts what hangs', async () => {
  running.control.reset();
  running.control.handshake({ answers: [{ hang: true }] });
  running.control.token({ answers: [{ hang: true }] });
  const ended = [
    new Promise((resolve) => new WebSocket(running.websocketUrl).on('error', resolve)),
    fetch(running.tokenUrl, { method: 'POST' }).catch((error) => error),
  ];
  for (const isThere of ['handshakes', 'tokenRequests']) {
    await eventually(() => running.control.counts()[isThere], isThere);
  }
  running.control.reset();
  const [socket, token] = await Promise.all(ended);
  assert.match(socket.message, /hang up/);
  assert.match(token.message, /fetch failed/);
});

test('bad control bodies get 400 and a message that names the fault', async () => {
  const bad = [
    ['config', { form: 'loud' }, /form must be equal to one of the allowed values: envelope, bare/],
    ['config', { frm: 'bare' }, /additional properties: frm/],
    ['config', '{', /JSON/],
    ['config', 'null', /must be object/],
    ['script', {}, /answers/],
    ['script', { answers: [{ messages: [{ delayMs: 'soon' }] }] }, /delayMs must be number/],
    ['close', { code: 1006 }, /code/],
    ['push', { connection: 99_999, messages: [] }, /no open connection 99999/],
  ];
  for (const [name, body, message] of bad) {
    const response = await control(name, body);
    assert.equal(response.status, 400, JSON.stringify(body));
    assert.match((await response.json()).error, message);
  }
  assert.throws(() => running.control.config({ strict: 'yes' }), TypeError);
  await assert.rejects(startSandbox({ answerDelay: 5 }), /answerDelay/);
});

test('delays are kept, and a reset returns to how it was started', async () => {
  running.control.config({ answerDelayMs: 40 });
  const client = await open(running);
  const start = Date.now();
  client.send(envelope('summarize'));
  await client.received(1);
  assert.ok(Date.now() - start >= 35);
  client.socket.close();
  assert.equal((await (await control('reset', '')).json()).answerDelayMs, 0);
});

test('directories are served from the same origin, and nothing beside them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  try {
    writeFileSync(join(dir, 'index.html'), '<title>page</title>');
    writeFileSync(join(dir, 'module.js'), 'export default 1;');
    const policy = "script-src 'self'";
    const served = await sandbox({
      static: [
        { path: '/', dir },
        { path: '/pkg/', dir, headers: { 'content-security-policy': policy } },
      ],
    });
    assert.match(await (await fetch(served.url)).text(), /page/);
    const module = await fetch(`${served.url}/pkg/module.js`);
    assert.match(module.headers.get('content-type'), /javascript/);
    assert.equal(module.headers.get('content-security-policy'), policy);
    assert.equal(module.headers.get('cache-control'), 'no-cache');
    assert.equal((await fetch(`${served.url}/pkg/..%2f..%2fetc/passwd`)).status, 404);
    const urls = await (await fetch(`${served.url}/sandbox.json`)).json();
    assert.equal(urls.websocketUrl, served.websocketUrl);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
