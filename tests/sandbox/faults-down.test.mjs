import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { connect, envelope, eventually, faultySandbox, knock, open, payload, post, rest, ticket } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;

test('down: handshakes and REST get the status, open sockets are cut, tokens are still handed out', async () => {
  const client = await open(running);
  client.socket.on('error', () => {});
  control.fault([
    { fault: 'handshake-hang', next: 1 },
    { fault: 'rest-swallow', next: 1 },
  ]);
  const hung = await knock(running);
  const swallowed = assert.rejects(rest(running, 'summarize', payload()), /fetch failed/);
  await eventually(() => control.counts().handshakesBy.hung === 1 && control.counts().restRequests === 1);
  control.down();
  assert.equal((await client.closed).code, 1006);
  assert.equal((await hung.ended).answer, '');
  await swallowed;
  assert.equal((await open(running)).status, 503);
  assert.equal((await rest(running, 'summarize', payload())).status, 503);
  assert.equal(control.counts().socketsOpen, 0);
  assert.deepEqual(control.up(), { cleared: 1 });
  const again = await open(running);
  again.send(envelope('summarize'));
  await again.received(1);
});

test('down: by a TCP reset, with any status, and of some parts only', async () => {
  control.down({ how: 'reset', parts: ['websocket', 'token'] });
  assert.equal((await rest(running, 'summarize', payload(), { token: 'x' })).status, 401);
  await assert.rejects(post(running.tokenUrl, ''), /fetch failed/);
  control.up();
  control.down({ how: 'reset', parts: ['websocket'] });
  assert.deepEqual(await (await knock(running)).ended, { answer: '', error: 'ECONNRESET' });
  control.up();
  const stays = await open(running);
  control.down({ status: 502, sockets: 'stay' });
  assert.equal((await open(running)).status, 502);
  stays.send(envelope('summarize'));
  await stays.received(1);
});

test('down: nobody listens for a while, then it is back by itself', async () => {
  const client = await open(running);
  client.socket.on('error', () => {});
  const token = await ticket(running);
  control.down({ how: 'closed', forMs: 1000 });
  await client.closed;
  const offer = () => connect(running.websocketUrl, ['optave-v1', token]);
  await assert.rejects(offer(), /ECONNREFUSED/);
  await eventually(() => control.faults().active.length === 0);
  (await eventually(() => offer().catch(() => undefined))).socket.close();
  assert.equal(control.counts().tokensReused, 0, 'what nobody heard was not offered');
});

test('down: in process, it can be brought back earlier, or be closed for good', async () => {
  control.down({ how: 'closed', forMs: 600_000 });
  control.up();
  (await open(running)).socket.close();
  for (const isUp of [false, true]) {
    const other = await startSandbox();
    other.control.down({ how: 'closed', forMs: 600_000 });
    if (isUp) other.control.up();
    await other.close();
    await assert.rejects(fetch(other.url), /fetch failed/);
  }
});

test('while the server is down, no script is used up', async () => {
  control.handshake({ answers: [{ status: 418 }] });
  control.down({ how: 'reset' });
  await assert.rejects(open(running), /ECONNRESET|socket hang up/);
  control.up();
  assert.equal((await open(running)).status, 418);
});
