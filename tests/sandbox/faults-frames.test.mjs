import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { ask, envelope, eventually, faultySandbox, open, ponged } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;
const request = (correlationId) => envelope('summarize', undefined, correlationId && { correlationId });
const connection = () => control.log().connections[0];

test('swallow: frames in are logged and never answered, pings are', async () => {
  const client = await open(running);
  control.fault({ fault: 'swallow', direction: 'in' });
  client.send(request('lost'));
  await ponged(client);
  assert.equal(client.frames.length, 0);
  const [frame] = control.log().frames;
  assert.deepEqual([frame.correlationId, frame.valid, frame.swallowed], ['lost', true, true]);
  control.push({ messages: [{ text: '"out is open"' }] });
  assert.deepEqual(await client.received(1), ['out is open']);
  control.clearFaults();
  client.send(request('found'));
  assert.equal((await client.received(2))[1].headers.correlationId, 'found');
});

test('swallow: frames out are never sent, though the request was dealt with', async () => {
  const client = await open(running);
  control.fault({ fault: 'swallow', direction: 'out' });
  ask(running, client, ['swallowed']);
  await ponged(client);
  await ponged(client);
  assert.equal(client.frames.length, 0);
  const { received, swallowed, sent } = connection();
  assert.deepEqual({ received, swallowed, sent }, { received: 1, swallowed: 0, sent: 0 });
  control.clearFaults();
  ask(running, client, ['next']);
  assert.deepEqual(await client.received(1), ['next'], 'the script of the first request is used up');
});

test('swallow: both directions, from the upgrade on, as some proxies do', async () => {
  control.fault({ fault: 'swallow', to: 'future' });
  const client = await open(running);
  client.send(request());
  control.push({ messages: [{ text: 'x' }] });
  await ponged(client);
  assert.equal(client.frames.length, 0);
  assert.deepEqual([connection().swallowed, connection().sent], [1, 0]);
  client.socket.close(1000);
  assert.equal((await client.closed).code, 1000, 'close frames pass');
});

test('skip and limit pick the frames that are hit', async () => {
  const client = await open(running);
  control.fault({ fault: 'swallow', direction: 'out', skip: 1, limit: 2 });
  ask(running, client, [1, 2, 3, 4, 5]);
  assert.deepEqual(await client.received(3), [1, 4, 5]);
});

test('delay: frames out come later, in their order', async () => {
  const client = await open(running);
  control.fault({ fault: 'delay', ms: 40 });
  const start = performance.now();
  ask(running, client, [1, 2, 3]);
  assert.deepEqual(await client.received(3), [1, 2, 3]);
  assert.ok(performance.now() - start >= 39);
});

test('delay: frames in are logged at once and answered later', async () => {
  const client = await open(running);
  control.fault({ fault: 'delay', ms: 40, direction: 'in' });
  const start = performance.now();
  ask(running, client, [1]);
  await eventually(() => connection().received === 1);
  await client.received(1);
  assert.ok(performance.now() - start >= 39);
});

test('delay: a frame that is not hit does not overtake one that is', async () => {
  const client = await open(running);
  control.fault({ fault: 'delay', ms: 30, limit: 1 });
  ask(running, client, [1, 2, 3]);
  assert.deepEqual(await client.received(3), [1, 2, 3]);
});

test('delay: a close comes after the frames before it', async () => {
  const client = await open(running);
  control.fault({ fault: 'delay', ms: 20 });
  control.script({ answers: [{ messages: [{ text: '1' }, { text: '2' }], close: { code: 4000 } }] });
  client.send(request());
  assert.equal((await client.closed).code, 4000);
  assert.deepEqual(client.frames, [1, 2]);
});

test('delay: cleared, what waits goes out at once', async () => {
  const client = await open(running);
  control.fault({ fault: 'delay', ms: 600_000 });
  ask(running, client, [1, 2]);
  await ponged(client);
  control.clearFaults();
  assert.deepEqual(await client.received(2), [1, 2]);
});

test('duplicate: frames out are sent n times', async () => {
  const client = await open(running);
  control.fault({ fault: 'duplicate', copies: 3 });
  ask(running, client, ['a', 'b']);
  assert.deepEqual(await client.received(6), ['a', 'a', 'a', 'b', 'b', 'b']);
});

test('duplicate: frames in are answered twice and logged once', async () => {
  const client = await open(running);
  control.fault({ fault: 'duplicate', direction: 'in' });
  control.script({ answers: [{ messages: [{ text: '1' }] }, { messages: [{ text: '2' }] }] });
  client.send(request());
  assert.deepEqual((await client.received(2)).toSorted(), [1, 2]);
  assert.equal(control.counts().framesReceived, 1);
});

test('reorder: complete groups of frames out are turned around', async () => {
  const client = await open(running);
  control.fault({ fault: 'reorder', group: 3, waitMs: 600_000 });
  ask(running, client, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(await client.received(6), [3, 2, 1, 6, 5, 4]);
});

test('reorder: an incomplete group goes on after its time, or when the fault is cleared', async () => {
  const client = await open(running);
  const { faults } = control.fault({ fault: 'reorder', group: 5, waitMs: 20 });
  ask(running, client, [1, 2]);
  assert.deepEqual(await client.received(2), [2, 1]);
  control.clearFaults(faults[0].id);
  control.fault({ fault: 'reorder', group: 5, waitMs: 600_000 });
  ask(running, client, [3, 4]);
  await ponged(client);
  control.clearFaults();
  assert.deepEqual((await client.received(4)).slice(2), [4, 3]);
});

test('reorder: frames in are answered in reverse', async () => {
  const client = await open(running);
  control.fault({ fault: 'reorder', direction: 'in', waitMs: 600_000 });
  const raw = { form: 'raw', body: '$correlationId' };
  control.script({ answers: [{ messages: [raw] }, { messages: [raw] }] });
  client.send(request('one'));
  client.send(request('two'));
  assert.deepEqual(await client.received(2), ['two', 'one']);
});

test('garbage: text, binary, an array, or half a frame, before, after or instead of frames', async () => {
  const client = await open(running);
  const sent = async (fault) => {
    const before = client.frames.length;
    control.fault({ fault: 'garbage', ...fault });
    ask(running, client, ['the whole frame']);
    const frames = await client.received(before + (fault.when === 'instead' ? 1 : 2));
    control.clearFaults();
    return frames.slice(before);
  };
  assert.deepEqual(await sent({}), ['no JSON at all', 'the whole frame']);
  const [frame, binary] = await sent({ what: 'binary', when: 'after' });
  assert.equal(frame, 'the whole frame');
  assert.ok(Buffer.isBuffer(binary));
  assert.deepEqual(await sent({ what: 'array', when: 'instead' }), [[]]);
  assert.deepEqual(await sent({ what: 'truncated', when: 'instead' }), ['"the who']);
  client.send(request());
  await client.received(8);
});

test('garbage: text that is not UTF-8, which ends the connection', async () => {
  const client = await open(running);
  const failed = once(client.socket, 'error');
  control.fault({ fault: 'garbage', what: 'utf8' });
  ask(running, client, ['x']);
  assert.match((await failed)[0].message, /UTF-8/);
  await client.closed;
  await eventually(() => connection().closedAt);
  assert.deepEqual([connection().closeCode, connection().closedBy], [1007, 'client']);
});

test('oversize: an answer filled up to n bytes is still that answer', async () => {
  const client = await open(running);
  const sizes = [];
  client.socket.on('message', (data) => sizes.push(data.length));
  control.fault({ fault: 'oversize', bytes: 300_000 });
  ask(running, client, ['big']);
  assert.deepEqual(await client.received(1), ['big']);
  assert.deepEqual(sizes, [300_000]);
});

test('oversize: n bytes of text before the answer', async () => {
  const client = await open(running);
  control.fault({ fault: 'oversize', bytes: 70_000, content: 'text', limit: 1 });
  ask(running, client, ['small']);
  assert.deepEqual(await client.received(2), ['x'.repeat(70_000), 'small']);
});
