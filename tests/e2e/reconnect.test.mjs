// A connection that was lost comes back by itself, whatever ended it and whatever the next attempts meet; and it does
// not come back where that was meant to be the end.
import assert from 'node:assert/strict';
import { HUNG_MS, lacking } from './engines.mjs';
import { eventually, inPage, SILENT, script } from './helper.mjs';

/** An open client in the page as `client`, with all its events in `seen`. */
const openClient = (run, options) =>
  run(async (options) => {
    window.client = quick(options);
    window.seen = record(client, 'state', 'open', 'close', 'reconnecting', 'error');
    await client.openConnection();
  }, options);

/** What the page saw, once it has been open so many times. */
const reopened = (run, times) =>
  run(async (times) => {
    await come(() => valuesOf(seen, 'open').length >= times && client.isConnected());
    return {
      states: valuesOf(seen, 'state').map(({ state }) => state),
      closes: valuesOf(seen, 'close').map(({ code, wasClean }) => [code, wasClean]),
      attempts: valuesOf(seen, 'reconnecting').map(({ attempt }) => attempt),
      errors: valuesOf(seen, 'error'),
      answer: (await client.interaction(params())).state,
    };
  }, times);

const ENDINGS = [
  ['a close with 1001', { fault: 'close', code: 1001 }, 1001, true],
  ['a close with 1011', { fault: 'close', code: 1011 }, 1011, true],
  ['a close with 1012', { fault: 'close', code: 1012 }, ...(lacking(['closeCodes']) ? [1006, false] : [1012, true])],
  ['a close with 1013', { fault: 'close', code: 1013 }, ...(lacking(['closeCodes']) ? [1006, false] : [1013, true])],
  ['a close with 4000', { fault: 'close', code: 4000 }, 4000, true],
  ['a close with 4999', { fault: 'close', code: 4999 }, 4999, true],
  ['a close frame without a code', { fault: 'close', code: null }, 1005, true],
  ['the end of TCP without a close frame', { fault: 'kill' }, 1006, false],
  ['a TCP reset', { fault: 'kill', how: 'reset' }, 1006, false],
];

for (const [ending, fault, code, wasClean] of ENDINGS) {
  inPage(`after ${ending} the connection comes back, with a token of its own`, async ({ run, control }) => {
    await openClient(run);
    control.fault(fault);
    const found = await reopened(run, 2);
    assert.deepEqual(found, {
      states: ['connecting', 'open', 'waiting', 'connecting', 'open'],
      closes: [[code, wasClean]],
      attempts: [1],
      errors: [],
      answer: 'completed',
    });
    const { handshakes, tokensIssued, tokensReused } = control.counts();
    assert.deepEqual([handshakes, tokensIssued, tokensReused], [2, 2, 0]);
  });
}

inPage('an error that a socket tells of itself is nothing to tell: its closing decides', async ({ run, control }) => {
  await run(() => keepSockets());
  await openClient(run);
  const found = await run(async () => {
    sockets[0].dispatchEvent(new Event('error'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { errors: valuesOf(seen, 'error'), answer: (await client.interaction(params())).state };
  });
  assert.deepEqual(found, { errors: [], answer: 'completed' });
  assert.equal(control.counts().handshakes, 1, 'and it was used on');
});

const OBSTACLES = [
  ['handshakes refused with 401', { fault: 'refuse', status: 401 }],
  ['handshakes refused with 503', { fault: 'refuse', status: 503 }],
  ['handshakes cut by the end of TCP', { fault: 'refuse', how: 'fin' }],
  ['handshakes cut by a TCP reset', { fault: 'refuse', how: 'reset' }],
  ['tokens rejected in the handshake', { fault: 'reject-token' }],
  ['handshakes without the subprotocol', { fault: 'handshake-protocol' }, {}, ['subprotocols']],
  ['handshakes that hang', { fault: 'handshake-hang' }, { connectionTimeoutMs: HUNG_MS }],
  ['a token endpoint that answers 503', { fault: 'token-status' }],
  ['a token endpoint that answers with a page', { fault: 'token-garbage', what: 'html' }],
  ['a token endpoint that hangs', { fault: 'token-hang' }, { tokenTimeoutMs: HUNG_MS }],
];

for (const [obstacle, fault, options, needs] of OBSTACLES) {
  const body = async ({ run, control }) => {
    await openClient(run, options);
    control.fault({ ...fault, next: 2 });
    control.fault({ fault: 'kill' });
    await eventually(() => run(() => !client.isConnected()));
    await run(() => void (window.asked = outcome(client.interaction(params()))));
    const found = await reopened(run, 2);
    assert.deepEqual(found.attempts, [1, 2, 3]);
    assert.deepEqual(found.errors, []);
    assert.equal((await run(() => asked)).error, undefined);
    assert.equal(control.counts().tokensReused, 0);
    assert.equal(control.requests().length, 2);
  };
  inPage(`${obstacle} are tried again: what was asked meanwhile is answered`, body, { needs });
}

inPage('a token provider that throws once is asked again', async ({ run, control }) => {
  const calls = await run(async () => {
    let calls = 0;
    const client = quick({
      tokenProvider: async () => {
        calls += 1;
        if (calls === 2) throw new Error('the backend is restarting');
        return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      },
    });
    window.seen = record(client, 'error', 'open');
    await client.openConnection();
    window.client = client;
    window.callsOf = () => calls;
  });
  assert.equal(calls, undefined);
  control.fault({ fault: 'kill' });
  await run(() => come(() => valuesOf(seen, 'open').length === 2));
  assert.deepEqual(await run(() => [callsOf(), valuesOf(seen, 'error').length]), [3, 0]);
});

inPage('a server that is down and returns: everything asked meanwhile is answered, in order', async (test) => {
  const { run, control } = test;
  await openClient(run);
  control.down();
  const asked = await run(async () => {
    await come(() => !client.isConnected());
    window.asked = ['interaction', 'translate', 'summarize', 'insights'].map((name) => client[name](params()));
    window.answers = Promise.all(asked);
    await come(() => valuesOf(seen, 'reconnecting').length >= 4);
    return asked.map(({ state }) => state);
  });
  assert.deepEqual([...new Set(asked)], ['queued']);
  control.up();
  await run(() => answers);
  assert.deepEqual(
    control.log().frames.map(({ action }) => action),
    ['interaction', 'translate', 'summarize', 'insights'],
  );
  assert.equal(control.counts().tokensReused, 0);
});

inPage('a port on which nobody listens for a while is the same', async ({ run, control }) => {
  await openClient(run);
  control.down({ how: 'closed', forMs: 300 });
  const found = await reopened(run, 2);
  assert.equal(found.answer, 'completed');
  assert.ok(found.attempts.length >= 2, String(found.attempts));
});

inPage('a close with 1000 is the end: nothing is tried, until the next request', async ({ run, control }) => {
  await openClient(run);
  control.fault({ fault: 'close', code: 1000, reason: 'chat is over' });
  const found = await run(async () => {
    await reached(client, 'closed');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { state, retryInMs } = client.connection;
    return { state, retryInMs, reconnecting: valuesOf(seen, 'reconnecting'), close: valuesOf(seen, 'close')[0] };
  });
  assert.deepEqual(found, {
    state: 'closed',
    retryInMs: undefined,
    reconnecting: [],
    close: { code: 1000, reason: 'chat is over', wasClean: true },
  });
  assert.equal(control.counts().handshakes, 1);
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
});

inPage(
  'a code of the server’s own is the end if `isFinal` says so, and passes if it does not',
  async ({ run, control }) => {
    await run(async () => {
      window.asked = [];
      window.answers = { 4001: () => false, 4002: () => Promise.resolve(true), 4401: () => true };
      const isFinal = (close) => {
        asked.push(close);
        return answers[close.code]();
      };
      window.client = quick({ reconnect: { isFinal }, logger: {} });
      window.seen = record(client, 'open', 'close', 'error');
      await client.openConnection();
    });
    // 4003 makes the function throw; about the codes below 4000 it is not asked.
    let opened = 1;
    for (const code of [4001, 4002, 4003, 1011]) {
      control.fault({ fault: 'close', code });
      await run((times) => come(() => valuesOf(seen, 'open').length === times), ++opened);
    }
    script(control, SILENT);
    await run(() => void (window.last = outcome(client.interaction(params()))));
    await eventually(() => control.counts().framesReceived === 1);
    control.fault({ fault: 'close', code: 4401, reason: 'chat was handed over' });
    const { error } = await run(() => last);
    assert.deepEqual(
      [error.code, error.retryable, error.details],
      ['CONNECTION_CLOSED', false, { code: 4401, reason: 'chat was handed over' }],
    );
    const found = await run(async () => {
      await reached(client, 'closed');
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { state: client.connection.state, asked, close: valuesOf(seen, 'close').at(-1) };
    });
    const close = { code: 4401, reason: 'chat was handed over', wasClean: true };
    assert.deepEqual([found.state, found.asked.at(-1), found.close], ['closed', close, close]);
    assert.deepEqual(
      found.asked.map(({ code }) => code),
      [4001, 4002, 4003, 4401],
    );
    assert.equal(control.counts().handshakes, 5);
  },
);

inPage('1008 once: one fresh token is tried, and the connection is back', async ({ run, control }) => {
  await openClient(run);
  control.fault({ fault: 'close', code: 1008, reason: 'token expired' });
  const found = await reopened(run, 2);
  assert.deepEqual(found.closes, [[1008, true]]);
  assert.equal(found.answer, 'completed');
  const { tokensIssued, tokensReused } = control.counts();
  assert.deepEqual([tokensIssued, tokensReused], [2, 0]);
});

inPage('1008 again with the fresh token: it stops, and says why and what to do', async ({ run, control }) => {
  await openClient(run);
  script(control, SILENT);
  await run(() => void (window.asked = outcome(client.interaction(params()))));
  await eventually(() => control.counts().framesReceived === 1);
  control.fault({ fault: 'reject-token', how: 'close', next: 2 });
  control.fault({ fault: 'close', code: 1001 });
  const { error } = await run(() => asked);
  assert.equal(error.code, 'CONNECTION_CLOSED');
  assert.deepEqual(error.details, { code: 1008, reason: 'token rejected' });
  assert.equal(error.retryable, false);
  assert.match(error.suggestions.join(' '), /token/i);
  const found = await run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { state, retryInMs } = client.connection;
    return { state, retryInMs, codes: valuesOf(seen, 'close').map(({ code }) => code) };
  });
  assert.deepEqual(found, { state: 'closed', retryInMs: undefined, codes: [1001, 1008, 1008] });
  const { handshakes, tokensReused } = control.counts();
  assert.deepEqual([handshakes, tokensReused], [3, 0]);
  assert.equal(
    await run(async () => (await client.interaction(params())).state),
    'completed',
    'a later one tries anew',
  );
});

inPage('a server that greets and closes is asked more and more seldom', async ({ run, control }) => {
  script(control, ...Array.from({ length: 4 }, () => [{ text: '{"type":"hello"}' }]));
  control.fault({ fault: 'close', code: 1011, framesOut: 1, next: 4 });
  const found = await run(async () => {
    window.client = quick();
    window.seen = record(client, 'reconnecting');
    const { state } = await client.interaction(params());
    return { state, attempts: valuesOf(seen, 'reconnecting').map(({ attempt }) => attempt) };
  });
  assert.deepEqual(found, { state: 'completed', attempts: [1, 2, 3, 4] });
});

inPage('a client that stops for good, and has nobody waiting, tells the `error` event', async ({ run, control }) => {
  await openClient(run);
  control.fault({ fault: 'reject-token', how: 'close', next: 2 });
  control.fault({ fault: 'close', code: 1001 });
  await eventually(() => run(() => client.connection.state === 'closed'));
  const errors = await run(() => valuesOf(seen, 'error'));
  assert.equal(errors.length, 1, 'told once');
  assert.equal(errors[0].details.code, 1008);
  assert.match(errors[0].suggestions.join(' '), /token/i);
});

inPage('a token that is refused from the first connection on ends the same way', async ({ run, control }) => {
  control.fault({ fault: 'reject-token', how: 'close', next: 2 });
  const { error } = await run(async () => {
    window.client = quick();
    return outcome(client.interaction(params()));
  });
  assert.equal(error.code, 'CONNECTION_CLOSED');
  assert.equal(error.details.code, 1008);
  assert.equal(await run(() => client.connection.state), 'closed');
  assert.equal(control.counts().handshakes, 2);
});
