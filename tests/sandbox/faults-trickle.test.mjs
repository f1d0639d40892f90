import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { ask, eventually, faultySandbox, open, ponged } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;
const connection = () => control.log().connections[0];

test('trickle: a frame comes in many small segments and is whole in the end', async () => {
  const client = await open(running);
  const pieces = [];
  client.socket._socket.on('data', (data) => pieces.push(data.length));
  control.fault({ fault: 'trickle', bytes: 20, ms: 10 });
  ask(running, client, ['t'.repeat(98)]);
  assert.deepEqual(await client.received(1), ['t'.repeat(98)]);
  // Two bytes of head and a hundred of text, less than six pieces only where the kernel joined some.
  assert.equal(
    pieces.reduce((sum, length) => sum + length),
    102,
  );
  assert.ok(pieces.length > 1 && pieces.length <= 6, String(pieces));
});

test('trickle: pongs, further frames and the close wait until the frame is through', async () => {
  const client = await open(running);
  const order = [];
  client.socket.on('pong', () => order.push('pong'));
  client.socket.on('message', (data) => order.push(data.length));
  control.fault({ fault: 'trickle', bytes: 10, ms: 5 });
  ask(running, client, ['a'.repeat(40), 'b'.repeat(30)]);
  await eventually(() => connection().sent === 2);
  client.socket.ping();
  await eventually(() => connection().pings === 1);
  control.close({ code: 4000 });
  assert.equal((await client.closed).code, 4000);
  assert.deepEqual(order, [42, 32, 'pong']);
});

test('trickle: cleared, the rest of the frame follows at once', async () => {
  const client = await open(running);
  control.fault({ fault: 'trickle', ms: 600_000 });
  ask(running, client, ['slow']);
  await once(client.socket._socket, 'data');
  assert.equal(client.frames.length, 0);
  control.clearFaults();
  assert.deepEqual(await client.received(1), ['slow']);
  await ponged(client);
});

test('faults of one connection work together, in the order they were added', async () => {
  const client = await open(running);
  control.fault([
    { fault: 'duplicate' },
    { fault: 'reorder', group: 4, waitMs: 600_000 },
    { fault: 'delay', ms: 5 },
    { fault: 'trickle', bytes: 50 },
    { fault: 'close', code: 4003, framesOut: 4 },
  ]);
  ask(running, client, [1, 2]);
  assert.equal((await client.closed).code, 4003);
  assert.deepEqual(client.frames, [2, 2, 1, 1]);
});
