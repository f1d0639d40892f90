import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, envelope, open, payload, rest, sandbox, ticket } from './helper.mjs';

const LIMIT = 131_072;
const running = await sandbox();

/** A valid request of exactly so many bytes of UTF-8, most of them emoji of four bytes. */
function sized(bytes, build) {
  const wrap = (content) => build(payload({ attributes: { content } }));
  const room = bytes - Buffer.byteLength(JSON.stringify(wrap('')));
  const value = wrap('😀'.repeat(Math.floor(room / 4)) + 'x'.repeat(room % 4));
  assert.equal(Buffer.byteLength(JSON.stringify(value)), bytes);
  return value;
}

const errorOf = ({ payload: { message } }) => message.results[0].response[0];

test('131,072 bytes of UTF-8 pass, one more closes with 1009', async () => {
  const client = await open(running);
  client.send(sized(LIMIT, (body) => envelope('summarize', body)));
  assert.equal((await client.received(1))[0].payload.state, 'started');
  client.send(sized(LIMIT + 1, (body) => envelope('summarize', body)));
  assert.equal((await client.closed).code, 1009);
});

test('or is answered with an error, and the connection stays', async () => {
  running.control.config({ oversize: 'error' });
  const client = await open(running);
  const request = sized(LIMIT + 1, (body) => envelope('summarize', body));
  client.send(request);
  const [error] = await client.received(1);
  assert.equal(error.headers.correlationId, request.headers.correlationId);
  assert.equal(error.headers.schemaRef, 'optave.error.v3');
  assert.equal(errorOf(error).error_code, 'PAYLOAD_TOO_LARGE');
  client.send(envelope('summarize'));
  assert.equal((await client.received(2))[1].payload.state, 'started');
  client.socket.close();
  running.control.reset();
});

test('REST has the same limit', async () => {
  assert.equal(
    (
      await rest(
        running,
        'summarize',
        sized(LIMIT, (body) => body),
      )
    ).status,
    200,
  );
  assert.equal(
    (
      await rest(
        running,
        'summarize',
        sized(LIMIT + 1, (body) => body),
      )
    ).status,
    413,
  );
});

test('garbage is answered with an error and touches nothing else', async () => {
  const client = await open(running);
  const other = await open(running);
  const garbage = ['', '{', 'null', '[]', '"text"', '{}', '\u0000', Buffer.from([1, 2, 3])];
  for (const frame of garbage) client.send(frame);
  const answers = await client.received(garbage.length);
  assert.ok(answers.every(({ payload: { state, actionType } }) => state === 'error' && actionType === 'error'));
  assert.deepEqual(
    answers.map((answer) => errorOf(answer).error_code),
    ['INVALID_JSON', 'INVALID_JSON', 'INVALID_MESSAGE', 'INVALID_MESSAGE', 'INVALID_MESSAGE'].concat([
      'PAYLOAD_SCHEMA_MISMATCH',
      'INVALID_JSON',
      'INVALID_MESSAGE',
    ]),
  );
  other.send(envelope('summarize'));
  assert.equal((await other.received(1))[0].payload.state, 'started');
  client.socket.close();
  other.socket.close();
});

test('a frame that breaks the WebSocket protocol ends its own connection only', async () => {
  const client = await open(running);
  client.socket._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await client.closed;
  (await open(running)).socket.close();
});

test('the JSON Schema is applied, and the log tells why a frame is invalid', async () => {
  running.control.reset();
  const client = await open(running);
  client.send(envelope('summarize', payload({ connections: { threadId: 7 } })));
  client.send(envelope('summarize'));
  const [error] = await client.received(2);
  assert.equal(errorOf(error).error_code, 'PAYLOAD_SCHEMA_MISMATCH');
  assert.match(errorOf(error).content, /threadId must be string/);
  const [bad, good] = running.control.log().frames;
  assert.equal(bad.valid, false);
  assert.match(bad.errors.join(), /threadId/);
  assert.deepEqual([good.valid, good.errors], [true, []]);
  assert.equal(good.bytes, Buffer.byteLength(JSON.stringify(good.envelope)));
  client.socket.close();
});

test('the fields an action needs are named when they are missing', async () => {
  const client = await open(running);
  client.send(envelope('adjust', payload({ connections: {}, attributes: {}, context: { organizationId: '' } })));
  const [error] = await client.received(1);
  assert.equal(errorOf(error).error_code, 'REQUIRED_FIELDS_MISSING');
  for (const path of [
    'request.connections.threadId',
    'request.connections.parentId',
    'request.attributes.content',
    'request.attributes.instruction',
    'request.context.organizationId',
  ]) {
    assert.ok(errorOf(error).content.includes(path), path);
  }
  client.socket.close();
});

test('errors come in every form the protocol knows', async () => {
  const bad = envelope('summarize', payload({ scope: {} }));
  const ask = async (config) => {
    running.control.config(config);
    const client = await open(running);
    client.send(bad);
    const [error] = await client.received(1);
    client.socket.close();
    running.control.reset();
    return error;
  };
  const state = await ask({ form: 'bare' });
  assert.deepEqual([state.action, state.actionType, state.state], ['superpower', 'summarize', 'error']);
  const type = await ask({ form: 'bare', errorForm: 'actionType' });
  assert.deepEqual([type.actionType, type.state], ['error', 'error']);
  const top = await ask({ form: 'bare', errorForm: 'top-level' });
  assert.equal(top.error.code, 'REQUIRED_FIELDS_MISSING');
  const enveloped = await ask({ errorForm: 'top-level' });
  assert.equal(enveloped.error.code, 'REQUIRED_FIELDS_MISSING');
  assert.equal(enveloped.headers.schemaRef, 'optave.error.v3');
});

test('REST needs a known bearer token, which it does not use up', async () => {
  const token = await ticket(running);
  const ask = (headers) => rest(running, 'summarize', payload(), { token, headers });
  assert.equal((await ask({})).status, 200);
  assert.equal((await ask({})).status, 200);
  assert.equal((await ask({ authorization: 'Bearer unknown' })).status, 401);
  assert.equal((await ask({ authorization: token })).status, 401);
  (await connect(running.websocketUrl, ['optave-v1', token])).socket.close();
});

test('REST refuses what it does not know, and logs what it saw', async () => {
  running.control.reset();
  assert.equal((await rest(running, 'nonsense', payload())).status, 404);
  assert.equal((await rest(running, 'summarize', '{')).status, 400);
  assert.equal((await rest(running, 'summarize', { session: {} })).status, 400);
  assert.equal((await rest(running, 'customerInteraction', payload())).status, 200);
  const { rest: entries } = running.control.log();
  assert.deepEqual(
    entries.map(({ action, status, valid }) => [action, status, valid]),
    [
      ['nonsense', 404, false],
      ['summarize', 400, false],
      ['summarize', 400, false],
      ['customerInteraction', 200, true],
    ],
  );
  assert.match(entries[0].authorization, /^Bearer ….{4}$/);
});
