import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, envelope, eventually, faultySandbox, open, payload, post, rest, ticket } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;
const get = async (path) => (await fetch(`${running.url}/control/${path}`)).json();

test('a frame is logged with its ids, its connection, its token and its time', async () => {
  const client = await open(running);
  const sent = envelope('summarize');
  const before = Date.now();
  client.send(sent);
  await client.received(1);
  const { frames, connections, tokens, handshakes } = await get('log');
  const [frame] = frames;
  for (const name of ['correlationId', 'idempotencyKey', 'issuedAt', 'action']) {
    assert.equal(frame[name], sent.headers[name]);
  }
  assert.equal(frame.requestId, 'request-1');
  assert.equal(frame.connection, connections[0].id);
  assert.equal(frame.token, tokens[0].id);
  assert.ok(frame.at >= before && frame.at <= Date.now());
  assert.deepEqual([connections[0].token, handshakes[0].token], [tokens[0].id, tokens[0].id]);
  assert.equal(handshakes[0].connection, connections[0].id);
});

test('a frame without ids is logged as well', async () => {
  const client = await open(running);
  for (const frame of ['{', '[]', '{"headers":7}', '{"headers":{"correlationId":7},"payload":null}'])
    client.send(frame);
  await client.received(4);
  assert.deepEqual(
    control.log().frames.map(({ correlationId, valid }) => [correlationId, valid]),
    [
      [null, false],
      [null, false],
      [null, false],
      [7, false],
    ],
  );
  const { framesReceived, framesInvalid } = control.counts();
  assert.deepEqual([framesReceived, framesInvalid], [4, 4]);
});

test('requests are counted by correlation id, over all connections', async () => {
  const [one, two] = [await open(running), await open(running)];
  const again = envelope('summarize');
  const once = envelope('insights');
  control.fault({ fault: 'swallow', direction: 'in', to: control.log().connections[0].id });
  one.send(again);
  await eventually(() => control.counts().framesReceived === 1);
  const issuedAt = new Date(Date.now() + 1).toISOString();
  two.send({ ...again, headers: { ...again.headers, issuedAt } });
  two.send(once);
  await two.received(2);
  const requests = await get('requests');
  assert.deepEqual(
    requests.map(({ correlationId, action, times }) => ({ correlationId, action, times })),
    [
      { correlationId: again.headers.correlationId, action: 'summarize', times: 2 },
      { correlationId: once.headers.correlationId, action: 'insights', times: 1 },
    ],
  );
  const [first, second] = requests[0].received;
  assert.equal(first.idempotencyKey, second.idempotencyKey);
  assert.deepEqual([first.issuedAt, second.issuedAt], [again.headers.issuedAt, issuedAt]);
  assert.notEqual(first.connection, second.connection);
  assert.notEqual(first.token, second.token);
  assert.deepEqual([first.swallowed, second.swallowed], [true, false]);
  assert.ok(first.at <= second.at && first.bytes > 0 && first.valid);
});

test('a token offered twice counts as reused, whether or not the first handshake was accepted', async () => {
  const token = await ticket(running);
  const offer = (text = token) => connect(running.websocketUrl, ['optave-v1', text]);
  control.fault({ fault: 'refuse', next: 1 });
  assert.equal((await offer()).status, 503);
  (await offer()).socket.close();
  assert.equal((await offer()).status, 401);
  await offer('somebody-elses');
  await offer('somebody-elses');
  const { tokens, handshakes } = control.log();
  assert.deepEqual(
    handshakes.map(({ reused, status }) => [reused, status]),
    [
      [false, 503],
      [true, 101],
      [true, 401],
      [false, 401],
      [true, 401],
    ],
  );
  assert.equal(new Set(handshakes.map((entry) => entry.token)).size, 2);
  assert.deepEqual([tokens[0].offers, tokens[0].uses], [3, 2]);
  assert.equal(control.counts().tokensReused, 3);
});

test('a token that goes with several REST requests is not reused', async () => {
  const token = await ticket(running);
  await rest(running, 'summarize', payload(), { token });
  await rest(running, 'summarize', payload(), { token });
  const { tokens, rest: entries } = control.log();
  assert.deepEqual(
    entries.map((entry) => entry.token),
    [tokens[0].id, tokens[0].id],
  );
  assert.equal(control.counts().tokensReused, 0);
});

test('no list that is new quotes a token', async () => {
  const token = await ticket(running);
  const client = await connect(running.websocketUrl, ['optave-v1', token]);
  client.send(envelope('summarize'));
  await client.received(1);
  const { frames, connections, tokens } = control.log();
  const told = JSON.stringify([frames, connections, tokens, control.requests(), control.counts(), control.faults()]);
  assert.equal(told.includes(token), false);
});

test('everything that happened stands in the counts', async () => {
  const [one, two] = [await open(running), await open(running)];
  one.send(envelope('summarize'));
  one.socket.ping();
  await one.received(2);
  one.socket.close(1000);
  await one.closed;
  control.fault({ fault: 'kill' });
  await two.closed;
  control.fault({ fault: 'token-status', next: 1 });
  await post(running.tokenUrl, '');
  await eventually(() => control.counts().socketsOpen === 0);
  const three = await open(running);
  const { framesSent, ...counts } = await get('counts');
  assert.ok(framesSent >= 2);
  assert.deepEqual(counts, {
    tokenRequests: 4,
    tokensIssued: 3,
    tokensReused: 0,
    handshakes: 3,
    handshakesBy: { open: 3 },
    socketsOpened: 3,
    socketsOpen: 1,
    socketsMost: 2,
    closes: { 1000: 1, 1006: 1 },
    framesReceived: 1,
    framesInvalid: 0,
    framesSwallowed: 0,
    pings: 1,
    restRequests: 0,
    restBy: {},
    trimmed: 0,
  });
  await fetch(`${running.url}/control/log`, { method: 'DELETE' });
  const { socketsOpen, socketsMost, socketsOpened } = control.counts();
  assert.deepEqual([socketsOpen, socketsMost, socketsOpened], [1, 1, 0], 'what is open stays open');
  three.socket.close();
});

test('each connection tells who closed it, with which code', async () => {
  const clients = [];
  for (let count = 0; count < 4; count += 1) clients.push(await open(running));
  const [byClient, byServer, gone, broken] = clients;
  const ids = control.log().connections.map(({ id }) => id);
  byClient.socket.close(4100, 'enough');
  control.close({ connection: ids[1], code: 1012 });
  gone.socket.terminate();
  broken.socket._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await Promise.all(clients.map(({ closed }) => closed));
  await eventually(() => control.counts().socketsOpen === 0);
  assert.deepEqual(
    control.log().connections.map(({ closedBy, closeCode, closeFrameAt }) => [closedBy, closeCode, closeFrameAt > 0]),
    [
      ['client', 4100, true],
      ['server', 1012, true],
      ['client', 1006, false],
      ['server', 1006, false],
    ],
  );
  assert.equal(byServer.socket.readyState, byServer.socket.CLOSED);
});

test('the counts stay exact where the log has been trimmed', async () => {
  control.config({ logLimit: 8 });
  const client = await open(running);
  for (let count = 0; count < 50; count += 1) client.send('{}');
  await client.received(50);
  const { framesReceived, trimmed } = control.counts();
  assert.equal(framesReceived, 50);
  assert.equal(control.log().frames.length + trimmed, 50);
  assert.equal(control.log().connections[0].received, 50);
});
