// What a handshake offers: subprotocols, session id and query; which URLs are refused; and that a token opens one
// connection only.
import assert from 'node:assert/strict';
import { HUNG_MS } from './engines.mjs';
import { eventually, inPage } from './helper.mjs';

const LAST_FOUR = /^….{4}$/;

inPage('the subprotocols offered are exactly optave-v1 and the raw token', async ({ run, control }) => {
  const protocols = await run(async () => {
    const issued = [];
    const client = make({
      tokenProvider: async () => {
        const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
        issued.push(token);
        return token;
      },
    });
    await client.openConnection();
    return ['optave-v1', issued[0]];
  });
  const [handshake] = control.log().handshakes;
  assert.deepEqual(handshake.protocols, protocols);
  assert.equal(handshake.transport, 'subprotocol');
  assert.equal(handshake.accepted, true);
  assert.equal('Authorization' in handshake.search, false);
});

inPage('a Bearer prefix is stripped, whatever its case', async ({ run, control }) => {
  const tokens = await run(async () => {
    const given = [];
    for (const prefix of ['Bearer ', 'bearer ', 'BEARER  ']) {
      const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      given.push(token);
      const client = make({ tokenProvider: () => prefix + token });
      await client.openConnection();
      client.cleanup();
    }
    return given;
  });
  assert.deepEqual(
    control.log().handshakes.map(({ protocols }) => protocols[1]),
    tokens,
  );
});

inPage('transport query puts the raw token into the URL, with one warning and no subprotocol', async (test) => {
  const { run, control } = test;
  const { lines, token, session } = await run(async () => {
    const logger = new Recorder();
    const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
    const answers = [`Bearer ${token}`];
    const client = make({
      logger,
      authTransport: 'query',
      websocketUrl: `${websocketUrl}?tenant=acme`,
      tokenProvider: async () =>
        answers.shift() ?? (await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()).token,
    });
    await client.openConnection();
    client.closeConnection();
    await client.openConnection();
    return { lines: logger.lines, token, session: client.getSessionId() };
  });
  const [first, second] = control.log().handshakes;
  assert.deepEqual(first.search, { tenant: 'acme', OptaveTraceChatSessionId: session, Authorization: token });
  assert.deepEqual(first.protocols, []);
  assert.equal(second.accepted, true);
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['warn'],
    'one warning per client, not one per connection',
  );
  assert.match(lines[0].text, /query/);
  assert.equal(lines[0].text.includes(token), false);
});

inPage('the session id is in the URL, and an existing query string survives', async ({ run, control }) => {
  const session = await run(async () => {
    const url = `${websocketUrl}?tenant=a%26b&empty=&x=1&x=2`;
    const client = make({ websocketUrl: url });
    await client.openConnection();
    return client.getSessionId();
  });
  const [{ url }] = control.log().handshakes;
  const search = new URL(url, 'ws://127.0.0.1').searchParams;
  assert.equal(search.get('tenant'), 'a&b');
  assert.equal(search.get('empty'), '');
  assert.deepEqual(search.getAll('x'), ['1', '2']);
  assert.deepEqual(search.getAll('OptaveTraceChatSessionId'), [session]);
});

inPage('a session parameter already in the URL is replaced, and characters are encoded', async ({ run, control }) => {
  await run(async () => {
    const client = make({ websocketUrl: `${websocketUrl}?OptaveTraceChatSessionId=old` });
    client.setSessionId('a b&c=ü');
    await client.openConnection();
  });
  const [{ url }] = control.log().handshakes;
  const search = new URL(url, 'ws://127.0.0.1').searchParams;
  assert.deepEqual(search.getAll('OptaveTraceChatSessionId'), ['a b&c=ü']);
});

inPage('ws:// is refused, except to loopback hosts', async ({ run }) => {
  const verdicts = await run(() => {
    const urls = [
      'ws://example.com',
      'ws://127.0.0.1.example.com',
      'ws://localhost.example.com',
      'ws://128.0.0.1',
      'ws://0.0.0.0',
      'ws://192.168.1.1',
      'http://localhost',
      'ftp://localhost',
      'not a url',
      '',
      'wss://',
      'ws://localhost:1234/ws',
      'ws://127.0.0.1',
      'ws://127.255.1.2:9',
      'ws://[::1]/x',
      'ws://127.1',
      'WSS://EXAMPLE.com',
      'wss://ws-acme.oco.optave.tech',
    ];
    return urls.map((url) => {
      try {
        make({ websocketUrl: url });
        return `${url} taken`;
      } catch (error) {
        return `${url} ${error.code}`;
      }
    });
  });
  assert.deepEqual(verdicts, [
    'ws://example.com INVALID_CONFIG',
    'ws://127.0.0.1.example.com INVALID_CONFIG',
    'ws://localhost.example.com INVALID_CONFIG',
    'ws://128.0.0.1 INVALID_CONFIG',
    'ws://0.0.0.0 INVALID_CONFIG',
    'ws://192.168.1.1 INVALID_CONFIG',
    'http://localhost INVALID_CONFIG',
    'ftp://localhost INVALID_CONFIG',
    'not a url INVALID_CONFIG',
    ' INVALID_CONFIG',
    'wss:// INVALID_CONFIG',
    'ws://localhost:1234/ws taken',
    'ws://127.0.0.1 taken',
    'ws://127.255.1.2:9 taken',
    'ws://[::1]/x taken',
    'ws://127.1 taken',
    'WSS://EXAMPLE.com taken',
    'wss://ws-acme.oco.optave.tech taken',
  ]);
});

inPage('each connection asks for a token of its own', async ({ run, control }) => {
  const calls = await run(async () => {
    let count = 0;
    const client = make({
      tokenProvider: async () => {
        count += 1;
        return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      },
    });
    for (let round = 0; round < 3; round += 1) {
      await client.openConnection();
      await client.interaction(params());
      client.closeConnection();
    }
    return count;
  });
  const { handshakes, tokens } = control.log();
  assert.equal(calls, 3);
  assert.equal(new Set(handshakes.map(({ protocols }) => protocols[1])).size, 3);
  assert.ok(handshakes.every(({ accepted }) => accepted));
  assert.deepEqual(
    tokens.map(({ uses }) => uses),
    [1, 1, 1],
  );
  for (const { token } of tokens) assert.match(token, LAST_FOUR);
});

inPage('a token used before is refused by the server, and said so without quoting it', async ({ run, control }) => {
  const { first, second, token, state } = await run(async () => {
    const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
    const client = make({ tokenProvider: () => token });
    const first = await outcome(client.openConnection());
    client.closeConnection();
    const second = await outcome(client.openConnection());
    return { first, second, token, state: client.connection.state };
  });
  assert.equal(first.error, undefined);
  assert.equal(second.error.code, 'CONNECTION_ERROR');
  assert.equal(JSON.stringify(second).includes(token), false);
  assert.equal(state, 'closed');
  assert.equal(control.log().handshakes[1].status, 401);
});

inPage('overlapping opens and first requests share one token and one socket', async ({ run, control }) => {
  const calls = await run(async () => {
    let count = 0;
    const client = make({
      tokenProvider: async () => {
        count += 1;
        return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      },
    });
    await Promise.all([
      client.openConnection(),
      client.openConnection(),
      client.interaction(params()),
      client.openConnection(),
      client.summarize(params()),
    ]);
    await client.openConnection();
    return count;
  });
  assert.equal(calls, 1);
  assert.equal(control.log().handshakes.length, 1);
  assert.equal(control.log().connections.length, 1);
});

inPage('openConnection(token) uses that token once and does not ask the provider', async ({ run, control }) => {
  const { token, calls, resolved } = await run(async () => {
    const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
    let calls = 0;
    const client = make({
      tokenProvider: async () => {
        calls += 1;
        return (await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()).token;
      },
    });
    await client.openConnection(`Bearer ${token}`);
    const before = calls;
    client.closeConnection();
    const resolved = await client.openConnection();
    return { token, calls: [before, calls], resolved: resolved === undefined };
  });
  const [first, second] = control.log().handshakes;
  assert.equal(first.protocols[1], token);
  assert.notEqual(second.protocols[1], token);
  assert.deepEqual(calls, [0, 1]);
  assert.equal(resolved, true);
});

inPage(
  'authRequired: false opens without a token',
  async ({ run, control }) => {
    const calls = await run(async () => {
      let calls = 0;
      const client = make({ authRequired: false, tokenProvider: () => (calls += 1) });
      await client.interaction(params());
      return calls;
    });
    assert.equal(calls, 0);
    const [handshake] = control.log().handshakes;
    assert.equal(handshake.accepted, true);
    assert.ok(handshake.protocols.every((name) => name === 'optave-v1'));
  },
  { sandbox: { authRequired: false } },
);

inPage('a server that selects no subprotocol, or another, does not hang the client', async ({ run, control }) => {
  control.handshake({ answers: [{ protocol: null }] });
  const { error } = await run(() => outcome(make().openConnection()));
  // The browser itself fails the handshake when an offer is not taken up.
  if (error) assert.equal(error.code, 'CONNECTION_ERROR');
  control.handshake({ answers: [{ protocol: 'other' }] });
  const other = await run(() => outcome(make().openConnection()));
  assert.equal(other.error.code, 'CONNECTION_ERROR');
});

inPage('without reconnect a refused handshake rejects the open and the waiting request', async ({ run, control }) => {
  control.handshake({ answers: [{ status: 503 }] });
  const { open, request, errors, state } = await run(async () => {
    const client = make({ reconnect: { enabled: false } });
    const seen = record(client, 'error');
    const opening = outcome(client.openConnection());
    const asking = outcome(client.interaction(params()));
    const [open, request] = await Promise.all([opening, asking]);
    return { open, request, errors: seen, state: client.connection.state };
  });
  assert.equal(open.error.code, 'CONNECTION_ERROR');
  assert.equal(open.error.retryable, true);
  assert.equal(request.error.code, 'CONNECTION_ERROR');
  assert.ok(request.error.correlationId);
  assert.deepEqual(errors, [], 'both promises were told, so no event');
  assert.equal(state, 'closed');
});

inPage('a handshake that hangs ends with CONNECTION_TIMEOUT, and its socket is given up', async ({ run, control }) => {
  control.handshake({ answers: [{ hang: true }] });
  const { first, second } = await run(async (connectionTimeoutMs) => {
    const client = make({ connectionTimeoutMs });
    const first = await outcome(client.openConnection());
    const second = await outcome(client.openConnection());
    return { first, second, state: client.connection.state };
  }, HUNG_MS);
  assert.equal(first.error.code, 'CONNECTION_TIMEOUT');
  assert.equal(first.error.category, 'WEBSOCKET');
  assert.equal(first.error.retryable, true);
  assert.match(first.error.message, /connectionTimeoutMs/);
  assert.equal(second.error, undefined, 'the next attempt is not touched by the first');
  await eventually(() => control.log().handshakes.length === 2);
  assert.equal(control.log().handshakes[0].accepted, false);
});

inPage('the query of websocketUrl arrives as it was given, with what is added at its end', async ({ run, control }) => {
  await run(async () => {
    const query = 'sig=a%20b~c+d&flag&latin=%E9&&x=';
    const client = make({ websocketUrl: `${websocketUrl}?${query}#part`, authTransport: 'query', logger: {} });
    client.setSessionId('a b&c=d+e#é');
    await client.openConnection();
  });
  const [{ url }] = control.log().handshakes;
  assert.match(
    url,
    /^\/ws\?sig=a%20b~c\+d&flag&latin=%E9&&x=&OptaveTraceChatSessionId=a%20b%26c%3Dd%2Be%23%C3%A9&Authorization=/,
  );
});
