// What the sandbox keeps is bounded, however long it runs and whatever is sent to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, envelope, open, payload, ponged, rest, sandbox, ticket } from './helper.mjs';

const running = await sandbox();
const { control } = running;

test('each list of the log keeps the newest entries, as many as logLimit says', async () => {
  control.config({ logLimit: 8 });
  control.clearLog();
  for (let count = 0; count < 30; count += 1) await rest(running, 'summarize', payload(), { token: 'none' });
  assert.ok(control.log().rest.length <= 10);
  control.reset();
});

test('and the newest bytes, as many as logBytes says; the counts know what is gone', async () => {
  const logBytes = 200_000;
  control.config({ logBytes, strict: false });
  control.clearLog();
  const client = await open(running);
  const content = 'x'.repeat(30_000);
  for (let count = 0; count < 50; count += 1) {
    client.send(envelope('summarize', payload({ attributes: { content } }), { correlationId: `frame ${count}` }));
    await rest(running, 'summarize', payload({ attributes: { content } }));
  }
  await ponged(client);
  const { frames, rest: posts } = control.log();
  for (const list of [frames, posts]) {
    const bytes = JSON.stringify(list).length;
    assert.ok(bytes > logBytes / 2 && bytes <= logBytes * 1.25, `${bytes} bytes`);
  }
  assert.equal(frames.at(-1).correlationId, 'frame 49');
  assert.equal(control.counts().framesReceived, 50);
  assert.equal(control.counts().trimmed, 100 - frames.length - posts.length);
  client.socket.close();
  control.reset();
});

test('the newest entry stays, though it alone is more than logBytes', async () => {
  control.config({ logBytes: 2_000 });
  control.clearLog();
  const client = await open(running);
  client.send(envelope('interaction', payload()));
  client.send(envelope('interaction', payload({ attributes: { content: 'x'.repeat(10_000) } })));
  await ponged(client);
  const { frames } = control.log();
  assert.deepEqual([frames.length, control.counts().trimmed > 0], [1, true]);
  assert.ok(JSON.stringify(frames[0]).includes('x'.repeat(10_000)));
  client.socket.close();
  control.reset();
});

test('what is found wrong with a frame counts as well', async () => {
  const logBytes = 30_000;
  control.config({ logBytes });
  control.clearLog();
  const client = await open(running);
  // What is found wrong with them is longer than what came.
  const messages = Array.from({ length: 20 }, () => ({ content: 7 }));
  for (let count = 0; count < 40; count += 1) {
    client.send(envelope('summarize', payload({ scope: { conversations: [{ messages }] } })));
  }
  await ponged(client);
  const { frames } = control.log();
  assert.ok(frames.length > 0 && frames.length < 40, `${frames.length} frames`);
  assert.ok(frames.every(({ errors }) => errors.join().length > 1_000));
  const bytes = JSON.stringify(frames).length;
  assert.ok(bytes <= logBytes * 1.25, `${bytes} bytes`);
  client.socket.close();
  control.reset();
});

test('of tokens it knows the newest, as many as tokenLimit says, and numbers them on', async () => {
  control.config({ tokenLimit: 5 });
  control.clearLog();
  const oldest = await ticket(running);
  const kept = await ticket(running);
  for (let count = 0; count < 4; count += 1) {
    await ticket(running);
    // What is asked for is not old.
    assert.equal((await rest(running, 'summarize', payload(), { token: kept })).status, 200);
  }
  const numbers = control.log().tokens.map(({ id }) => id);
  assert.deepEqual(
    numbers.map((id) => id - numbers[0]),
    [0, 1, 2, 3, 4, 5],
  );
  assert.equal((await connect(running.websocketUrl, ['optave-v1', oldest])).status, 401);
  (await connect(running.websocketUrl, ['optave-v1', kept])).socket.close();
  // Tokens of nobody's are bounded just so.
  for (let count = 0; count < 6; count += 1) await connect(running.websocketUrl, ['optave-v1', `nobody-${count}`]);
  assert.equal((await connect(running.websocketUrl, ['optave-v1', 'nobody-0'])).status, 401);
  assert.equal(control.log().handshakes.at(-1).reused, false, 'it has been forgotten');
  control.reset();
});
