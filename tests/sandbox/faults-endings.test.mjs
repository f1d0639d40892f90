import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { envelope, eventually, faultySandbox, open, ponged } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;
const request = () => envelope('summarize');
const connection = (index = 0) => control.log().connections[index];

/** The TCP error that ended a client, if one did. */
const tcpError = ({ socket }) => new Promise((resolve) => socket._socket.once('close', resolve));

test('close: now, with any code that a close frame may carry', async () => {
  for (const code of [1000, 1001, 1008, 1011, 1012, 3000, 4999]) {
    const client = await open(running);
    control.fault({ fault: 'close', code, reason: 'so it is' });
    assert.deepEqual(await client.closed, { code, reason: 'so it is' });
  }
});

test('close: with no code, which reads as 1005', async () => {
  const client = await open(running);
  control.fault({ fault: 'close', code: null });
  assert.deepEqual(await client.closed, { code: 1005, reason: '' });
});

test('close: with a code that no close frame may carry', async () => {
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535]) {
    const client = await open(running);
    const failed = once(client.socket, 'error');
    control.fault({ fault: 'close', code });
    assert.match((await failed)[0].message, new RegExp(`invalid status code ${code}$`));
    assert.equal((await client.closed).code, 1006);
  }
});

test('close: after n frames in, the last of which is not answered', async () => {
  const client = await open(running);
  control.script({ answers: [{ messages: [{ body: { first: true } }] }] });
  control.fault({ fault: 'close', code: 1011, framesIn: 2 });
  client.send(request());
  await client.received(1);
  client.send(request());
  assert.equal((await client.closed).code, 1011);
  assert.equal(client.frames.length, 1);
  assert.equal(control.counts().framesReceived, 2);
});

test('close: after n frames out', async () => {
  const client = await open(running);
  control.fault({ fault: 'close', code: 1001, framesOut: 3 });
  client.send(request());
  assert.equal((await client.closed).code, 1001);
  assert.equal(client.frames.length, 3);
});

test('close: in the middle of a message, of which nothing arrives', async () => {
  const client = await open(running);
  control.fault({ fault: 'close', code: 1012, inFrame: 2 });
  client.send(request());
  assert.equal((await client.closed).code, 1012);
  assert.equal(client.frames.length, 1);
});

test('close: at a given age, counted from the opening', async () => {
  control.fault({ fault: 'close', code: 1001, ageMs: 40, to: 'all' });
  const client = await open(running);
  assert.equal((await client.closed).code, 1001);
  const { openedAt, closedAt } = await eventually(() => connection().closedAt && connection());
  assert.ok(closedAt - openedAt >= 39, `${closedAt - openedAt} ms`);
});

test('close: a connection older than the age closes at once', async () => {
  const client = await open(running);
  await eventually(() => Date.now() > connection().openedAt);
  control.fault({ fault: 'close', code: 1001, ageMs: 1 });
  assert.equal((await client.closed).code, 1001);
});

test('close: the first trigger that comes true decides', async () => {
  const client = await open(running);
  control.fault({ fault: 'close', code: 4000, framesOut: 1, framesIn: 50, ageMs: 60_000 });
  client.send(request());
  assert.equal((await client.closed).code, 4000);
  assert.equal(client.frames.length, 1);
});

test('kill: without a close frame, by ending TCP or by a reset', async () => {
  for (const [how, hadError] of [
    ['fin', false],
    ['reset', true],
  ]) {
    const client = await open(running);
    const failed = tcpError(client);
    client.socket.on('error', () => {});
    control.fault({ fault: 'kill', how });
    assert.equal((await client.closed).code, 1006);
    assert.equal(await failed, hadError);
  }
});

test('kill: after n frames in or out', async () => {
  const first = await open(running);
  control.fault({ fault: 'kill', framesIn: 1, next: 1 });
  control.fault({ fault: 'kill', framesOut: 2, to: connection().id });
  first.send(request());
  assert.equal((await first.closed).code, 1006);
  assert.equal(first.frames.length, 2);
  const second = await open(running);
  second.send(request());
  assert.equal((await second.closed).code, 1006);
  assert.equal(second.frames.length, 0);
});

test('kill: in the middle of a frame, after so many of its bytes', async () => {
  control.fault({ fault: 'kill', inFrame: 2, bytes: 7, next: 1 });
  const client = await open(running);
  client.send(request());
  await client.received(1);
  let bytes = 0;
  client.socket._socket.on('data', (data) => (bytes += data.length));
  assert.equal((await client.closed).code, 1006);
  assert.equal(client.frames.length, 1);
  const whole = await open(running);
  control.fault({ fault: 'kill', inFrame: 1 });
  let half = 0;
  whole.socket._socket.on('data', (data) => (half += data.length));
  whole.send(request());
  await whole.closed;
  assert.ok(half > 50, 'half of the frame where no number was given');
  assert.equal(whole.frames.length, 0);
});

test('kill: at a given age, as a front end does to every connection', async () => {
  control.fault({ fault: 'kill', ageMs: 30 });
  const clients = [await open(running), await open(running)];
  for (const client of clients) assert.equal((await client.closed).code, 1006);
  await eventually(() => control.counts().socketsOpen === 0);
  for (const { openedAt, closedAt } of control.log().connections) assert.ok(closedAt - openedAt >= 29);
  assert.deepEqual(control.counts().closes, { 1006: 2 });
});

test('half-open: frames, pings and close frames arrive, and nothing comes back', async () => {
  const client = await open(running);
  let bytes = 0;
  client.socket._socket.on('data', (data) => (bytes += data.length));
  control.fault({ fault: 'half-open' });
  client.send(request());
  control.push({ messages: [{ text: 'pushed' }] });
  control.close({ code: 1001 });
  client.socket.ping();
  client.socket.close(4001, 'given up');
  const { received, swallowed, sent, pings } = await eventually(() => connection().closeFrameAt && connection());
  assert.deepEqual({ received, swallowed, sent, pings }, { received: 1, swallowed: 1, sent: 0, pings: 1 });
  assert.equal(connection().closedAt, null);
  assert.equal(bytes, 0);
  client.socket.terminate();
  await eventually(() => connection().closedAt);
  assert.equal(connection().closeCode, 4001);
});

test('half-open: cleared, it answers again, the withheld close frame included', async () => {
  const client = await open(running);
  let pongs = 0;
  client.socket.on('pong', () => (pongs += 1));
  control.fault({ fault: 'half-open' });
  client.send(request());
  client.socket.ping();
  await eventually(() => connection().pings === 1);
  control.clearFaults();
  const later = request();
  client.send(later);
  const [first] = await client.received(1);
  assert.equal(first.headers.correlationId, later.headers.correlationId);
  assert.equal(pongs, 0);
  control.fault({ fault: 'half-open' });
  client.socket.close(4002);
  await eventually(() => connection().closeFrameAt);
  control.clearFaults();
  assert.equal((await client.closed).code, 4002);
});

test('half-open: without reading, what the client sends piles up on its side', async () => {
  const client = await open(running);
  control.fault({ fault: 'half-open', reads: false });
  const chunk = 'x'.repeat(1 << 20);
  // More than the kernel's buffers of both sides take.
  for (let count = 0; count < 32; count += 1) client.send(chunk);
  assert.ok(client.socket.bufferedAmount > 0);
  const left = await eventually(() => {
    const before = client.socket.bufferedAmount;
    return new Promise((resolve) => setTimeout(() => resolve(client.socket.bufferedAmount === before && before), 20));
  });
  assert.ok(left > 0);
  assert.equal(connection().received, 0);
  control.clearFaults();
  assert.equal((await client.closed).code, 1009, 'read at last, and refused for its size');
});

test('half-open: a killed one ends for good', async () => {
  const client = await open(running);
  control.fault({ fault: 'half-open' });
  control.fault({ fault: 'kill' });
  assert.equal((await client.closed).code, 1006);
});

test('withhold: pings get no pong, frames are answered', async () => {
  const client = await open(running);
  let pongs = 0;
  client.socket.on('pong', () => (pongs += 1));
  const { faults } = control.fault({ fault: 'withhold', close: false });
  client.socket.ping();
  client.send(request());
  await client.received(1);
  assert.equal(pongs, 0);
  control.clearFaults(faults[0].id);
  await ponged(client);
  client.socket.close();
  await client.closed;
});

test('withhold: a close frame gets no reply until it is cleared', async () => {
  const client = await open(running);
  control.fault({ fault: 'withhold', pong: false });
  await ponged(client);
  client.socket.close(1000);
  await eventually(() => connection().closeFrameAt);
  assert.equal(client.socket.readyState, client.socket.CLOSING);
  assert.deepEqual([connection().closedAt, connection().closedBy], [null, 'client']);
  control.clearFaults();
  assert.equal((await client.closed).code, 1000);
});
