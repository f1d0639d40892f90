import assert from 'node:assert/strict';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { connect, open, post, sandbox, ticket } from './helper.mjs';

const running = await sandbox();

test('a token opens exactly one WebSocket', async () => {
  const token = await ticket(running);
  const first = await connect(running.websocketUrl, ['optave-v1', token]);
  assert.equal(first.socket.protocol, 'optave-v1');
  assert.equal((await connect(running.websocketUrl, ['optave-v1', token])).status, 401);
  first.socket.close();
});

test('a token in the query opens a WebSocket without a subprotocol', async () => {
  const token = await ticket(running);
  const client = await connect(`${running.websocketUrl}?Authorization=${token}`);
  assert.equal(client.socket.protocol, '');
  client.socket.close();
  assert.equal((await connect(`${running.websocketUrl}?Authorization=${token}`)).status, 401);
});

test('no token, an unknown one, or one with a Bearer prefix is refused', async () => {
  assert.equal((await connect(running.websocketUrl)).status, 401);
  assert.equal((await connect(running.websocketUrl, ['optave-v1', 'unknown'])).status, 401);
  const prefixed = encodeURIComponent(`Bearer ${await ticket(running)}`);
  assert.equal((await connect(`${running.websocketUrl}?Authorization=${prefixed}`)).status, 401);
});

test('the subprotocols must be optave-v1 and the token, in this order', async () => {
  assert.equal((await connect(running.websocketUrl, [await ticket(running), 'optave-v1'])).status, 401);
  assert.equal((await connect(running.websocketUrl, ['optave-v1', await ticket(running), 'more'])).status, 401);
});

test('an expired token is refused', async () => {
  running.control.config({ tokenTtlMs: -1 });
  const token = await ticket(running);
  running.control.reset();
  assert.equal((await connect(running.websocketUrl, ['optave-v1', token])).status, 401);
});

test('another path is not a WebSocket', async () => {
  assert.equal((await connect(running.websocketUrl.replace('/ws', '/other'))).status, 404);
});

test('without authRequired a WebSocket opens without a token', async () => {
  running.control.config({ authRequired: false });
  const client = await connect(running.websocketUrl, ['optave-v1']);
  assert.equal(client.socket.protocol, 'optave-v1');
  client.socket.close();
  running.control.reset();
});

test('client id and secret give an access token, which opens a WebSocket', async () => {
  const ask = (form) => fetch(`${running.url}/auth/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const good = { client_id: 'sandbox-client', client_secret: 'sandbox-secret', grant_type: 'client_credentials' };
  const response = await ask(good);
  assert.equal(response.status, 200);
  const { access_token: token, token_type: type, expires_in: seconds } = await response.json();
  assert.equal(type, 'Bearer');
  assert.equal(seconds, 60);
  (await connect(running.websocketUrl, ['optave-v1', token])).socket.close();
  assert.equal((await ask({ ...good, client_secret: 'wrong' })).status, 401);
  assert.equal((await ask({ ...good, grant_type: 'password' })).status, 400);
  assert.equal((await post(`${running.url}/auth/oauth2/token`, '')).status, 400);
});

test('the log tells of tokens, handshakes and connections, and quotes no issued token', async () => {
  running.control.reset();
  const response = await fetch(running.tokenUrl, { method: 'POST', headers: { 'x-optave-publishable-key': 'pk' } });
  const { token, expiresAt } = await response.json();
  assert.ok(Date.parse(expiresAt) > Date.now());
  const url = `${running.websocketUrl}?keep=1&OptaveTraceChatSessionId=session-9`;
  const client = await connect(url, ['optave-v1', token]);
  client.socket.close(1000, 'done');
  await client.closed;
  await new Promise((resolve) => setTimeout(resolve, 20));
  const log = await (await fetch(`${running.url}/control/log`)).json();
  assert.equal(log.tokens[0].token, `…${token.slice(-4)}`);
  assert.equal(log.tokens[0].kind, 'ticket');
  assert.equal(log.tokens[0].uses, 1);
  assert.equal(log.tokens[0].headers['x-optave-publishable-key'], 'pk');
  const [handshake] = log.handshakes;
  assert.deepEqual(handshake.search, { keep: '1', OptaveTraceChatSessionId: 'session-9' });
  assert.deepEqual(handshake.protocols, ['optave-v1', token]);
  assert.deepEqual([handshake.transport, handshake.accepted, handshake.status], ['subprotocol', true, 101]);
  const [connection] = log.connections;
  assert.equal(connection.sessionId, 'session-9');
  assert.deepEqual([connection.closeCode, connection.closeReason], [1000, 'done']);
  await fetch(`${running.url}/control/log`, { method: 'DELETE' });
  assert.deepEqual(running.control.log(), { tokens: [], handshakes: [], connections: [], frames: [], rest: [] });
});

test('handshakes are scripted: refused, delayed, with another subprotocol, with none', async () => {
  running.control.handshake({ answers: [{ status: 503 }, { protocol: 'other' }, { protocol: null }, { delayMs: 40 }] });
  assert.equal((await open(running)).status, 503);
  const token = await ticket(running);
  await assert.rejects(connect(running.websocketUrl, ['optave-v1', token]), /subprotocol/);
  await assert.rejects(open(running), /subprotocol/);
  const start = Date.now();
  const client = await open(running);
  assert.ok(Date.now() - start >= 35);
  client.socket.close();
});

test('a handshake that hangs ends when the client gives up', async () => {
  running.control.handshake({ answers: [{ hang: true }] });
  const { hostname, port } = new URL(running.url);
  const socket = net.connect(Number(port), hostname);
  socket.write('GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  const answered = await Promise.race([
    new Promise((resolve) => socket.once('data', () => resolve(true))),
    new Promise((resolve) => setTimeout(resolve, 60, false)),
  ]);
  assert.equal(answered, false);
  socket.resetAndDestroy();
  (await open(running)).socket.close();
});

test('ticket answers are scripted', async () => {
  running.control.token({
    answers: [{ status: 500 }, { body: { access_token: 'x' } }, { text: 'no json' }, { hang: true }, { delayMs: 40 }],
  });
  assert.equal((await post(running.tokenUrl, '')).status, 500);
  assert.deepEqual(await (await post(running.tokenUrl, '')).json(), { access_token: 'x' });
  assert.equal(await (await post(running.tokenUrl, '')).text(), 'no json');
  await assert.rejects(fetch(running.tokenUrl, { method: 'POST', signal: AbortSignal.timeout(60) }), /timeout/i);
  assert.ok(await ticket(running));
});

test('it listens on the loopback interface only', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  assert.equal(new URL(running.url).hostname, '127.0.0.1');
  if (!outside) return;
  const reached = await new Promise((resolve) => {
    const socket = net.connect({ port: Number(new URL(running.url).port), host: outside.address, timeout: 500 });
    socket.on('connect', () => resolve(true));
    for (const event of ['error', 'timeout']) socket.on(event, () => resolve(false));
    socket.on('close', () => socket.destroy());
  });
  assert.equal(reached, false);
});
