import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, eventually, faultySandbox, knock, open, payload, post, rest, ticket } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;
const ask = () => post(running.tokenUrl, '');

test('refuse: with any status, 503 where none is given', async () => {
  for (const [given, status] of [
    [{}, 503],
    ...[401, 403, 200, 302, 429, 500, 599].map((code) => [{ status: code }, code]),
  ]) {
    control.fault({ fault: 'refuse', next: 1, ...given });
    assert.equal((await open(running)).status, status);
  }
  (await open(running)).socket.close();
  const { status, accepted, connection } = control.log().handshakes[0];
  assert.deepEqual({ status, accepted, connection }, { status: 503, accepted: false, connection: null });
});

test('refuse: without an answer, by ending TCP or by a reset', async () => {
  control.fault({ fault: 'refuse', how: 'fin', next: 1 });
  assert.deepEqual(await (await knock(running)).ended, { answer: '', error: undefined });
  control.fault({ fault: 'refuse', how: 'reset', next: 1 });
  assert.deepEqual(await (await knock(running)).ended, { answer: '', error: 'ECONNRESET' });
  assert.deepEqual(control.counts().handshakesBy, { cut: 2 });
});

test('reject-token: a good token is used up and refused with 401, or another status', async () => {
  control.fault({ fault: 'reject-token', next: 1 });
  const token = await ticket(running);
  const offer = () => connect(running.websocketUrl, ['optave-v1', token]);
  assert.equal((await offer()).status, 401);
  assert.equal((await offer()).status, 401);
  assert.deepEqual(
    control.log().handshakes.map(({ reason, reused }) => [reason, reused]),
    [
      ['the token is rejected', false],
      ['the token has been used already', true],
    ],
  );
  control.fault({ fault: 'reject-token', status: 403, next: 1 });
  assert.equal((await open(running)).status, 403);
  (await open(running)).socket.close();
});

test('reject-token: or the connection opens and closes with 1008', async () => {
  control.fault({ fault: 'reject-token', how: 'close' });
  const first = await open(running);
  assert.deepEqual(await first.closed, { code: 1008, reason: 'token rejected' });
  control.clearFaults();
  control.fault({ fault: 'reject-token', how: 'close', code: 4401, reason: 'no' });
  assert.deepEqual(await (await open(running)).closed, { code: 4401, reason: 'no' });
});

test('handshake-delay: the handshake is answered later', async () => {
  control.fault({ fault: 'handshake-delay', ms: 40 });
  const start = performance.now();
  (await open(running)).socket.close();
  assert.ok(performance.now() - start >= 39);
});

test('handshake-delay: works together with a refusal', async () => {
  control.fault([
    { fault: 'handshake-delay', ms: 30 },
    { fault: 'refuse', status: 500 },
  ]);
  const start = performance.now();
  assert.equal((await open(running)).status, 500);
  assert.ok(performance.now() - start >= 29);
});

test('handshake-hang: the handshake is never answered, and the next one is', async () => {
  control.fault({ fault: 'handshake-hang', next: 1 });
  const { socket, ended } = await knock(running);
  await eventually(() => control.counts().handshakesBy.hung === 1);
  (await open(running)).socket.close();
  socket.end();
  assert.deepEqual(await ended, { answer: '', error: undefined });
});

test('handshake-protocol: another subprotocol is selected, or none', async () => {
  control.fault({ fault: 'handshake-protocol', protocol: 'other', next: 1 });
  await assert.rejects(open(running), /subprotocol/);
  control.fault({ fault: 'handshake-protocol', next: 1 });
  await assert.rejects(open(running), /subprotocol/);
});

test('a script goes before a fault', async () => {
  control.fault({ fault: 'refuse', status: 500 });
  control.handshake({ answers: [{ status: 418 }] });
  assert.equal((await open(running)).status, 418);
  assert.equal((await open(running)).status, 500);
  control.fault({ fault: 'token-garbage' });
  control.token({ answers: [{ body: { token: 'scripted' } }] });
  assert.equal(await ticket(running), 'scripted');
});

test('token-delay, token-status, token-garbage', async () => {
  control.fault({ fault: 'token-delay', ms: 40, next: 1 });
  const start = performance.now();
  assert.ok(await ticket(running));
  assert.ok(performance.now() - start >= 39);
  control.fault({ fault: 'token-status', status: 429, body: '{"error":"slow down"}', next: 1 });
  const refused = await ask();
  assert.deepEqual([refused.status, await refused.json()], [429, { error: 'slow down' }]);
  control.fault({ fault: 'token-status', status: 204, next: 1 });
  assert.equal((await ask()).status, 204);
  for (const [what, body] of [
    ['text', /^no JSON/],
    ['html', /^<!doctype html>/],
    ['empty', /^$/],
    ['truncated', /^\{"token": "$/],
    ['object', /^\{\}$/],
  ]) {
    control.fault({ fault: 'token-garbage', what, next: 1 });
    const response = await ask();
    assert.equal(response.status, 200);
    assert.match(await response.text(), body);
  }
  assert.ok(await ticket(running));
  const { tokenRequests, tokensIssued } = control.counts();
  assert.deepEqual({ tokenRequests, tokensIssued }, { tokenRequests: 9, tokensIssued: 2 });
});

test('token-hang: never answered, until the client gives up', async () => {
  control.fault({ fault: 'token-hang', next: 1 });
  const giveUp = new AbortController();
  const asked = fetch(running.tokenUrl, { method: 'POST', signal: giveUp.signal });
  await eventually(() => control.counts().tokenRequests === 1);
  assert.ok(await ticket(running));
  giveUp.abort();
  await assert.rejects(asked, /abort/i);
});

test('rest-delay and rest-status', async () => {
  const asked = () => rest(running, 'summarize', payload());
  control.fault({ fault: 'rest-delay', ms: 40, next: 1 });
  const start = performance.now();
  assert.equal((await asked()).status, 200);
  assert.ok(performance.now() - start >= 39);
  control.fault({ fault: 'rest-status', next: 1 });
  control.fault({ fault: 'rest-status', status: 502, body: 'bad gateway', next: 1 });
  const { status, text } = await asked();
  assert.deepEqual([status, text], [502, 'bad gateway'], 'of two the later one decides');
  assert.equal((await asked()).status, 200);
  control.fault({ fault: 'rest-status', status: 204, next: 1 });
  assert.equal((await asked()).status, 204);
  assert.deepEqual(control.counts().restBy, { 200: 2, 204: 1, 502: 1 });
});

test('rest-swallow: the request is logged and never answered', async () => {
  control.fault({ fault: 'rest-swallow', next: 1 });
  const giveUp = new AbortController();
  const asked = fetch(`${running.restUrl}/message/summarize`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await ticket(running)}` },
    body: JSON.stringify(payload()),
    signal: giveUp.signal,
  });
  const [entry] = await eventually(() => control.log().rest.length && control.log().rest);
  assert.deepEqual([entry.swallowed, entry.status, entry.requestId], [true, null, 'request-1']);
  giveUp.abort();
  await assert.rejects(asked, /abort/i);
  assert.equal((await rest(running, 'summarize', payload())).status, 200);
});
