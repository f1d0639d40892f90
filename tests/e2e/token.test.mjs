// Where tokens come from, in every shape they may come in, and what happens when none comes.
import assert from 'node:assert/strict';
import { HUNG_MS } from './engines.mjs';
import { endless, says, writing } from './answers-http.mjs';
import { eventually, inPage } from './helper.mjs';

const at = writing();

const requestsTo = (page, path) => {
  const seen = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path) seen.push(request);
  });
  return seen;
};

const builtIn = async ({ page, run, control }) => {
  const asked = requestsTo(page, '/api/optave/ws-ticket');
  await run(async () => make().interaction(params()));
  assert.deepEqual(
    asked.map((request) => request.method()),
    ['POST'],
  );
  assert.equal('x-optave-publishable-key' in control.log().tokens[0].headers, false);
};
inPage('without any option the built-in provider asks /api/optave/ws-ticket', builtIn, { needs: ['network'] });

inPage(
  'the meta tag names the URL, tokenUrl goes before it',
  async ({ page, run }) => {
    const asked = [];
    await page.route('**/tickets/**', async (route) => {
      asked.push(new URL(route.request().url()).pathname);
      const answer = await fetch(new URL('/api/optave/ws-ticket', route.request().url()), { method: 'POST' });
      await route.fulfill({ json: await answer.json() });
    });
    await run(async () => {
      document.head.insertAdjacentHTML('beforeend', '<meta name="optave-token-url" content="/tickets/meta">');
      await make().openConnection();
      await make({ tokenUrl: '/tickets/option' }).openConnection();
    });
    assert.deepEqual(asked, ['/tickets/meta', '/tickets/option']);
  },
  { context: {}, needs: ['network'] },
);

inPage(
  'credentials go along, to other origins too, and the publishable key as a header',
  async ({ context, run, sandbox, control }) => {
    // The same server under another name is another origin, with cookies of its own.
    const other = sandbox.url.replace('127.0.0.1', 'localhost');
    await context.addCookies([{ name: 'visitor', value: '42', domain: 'localhost', path: '/', sameSite: 'Lax' }]);
    await context.addCookies([{ name: 'visitor', value: '7', url: sandbox.url }]);
    const error = await run(async (tokenUrl) => {
      await make({ publishableKey: 'pk_test_1' }).openConnection();
      return (await outcome(make({ tokenUrl, publishableKey: 'pk_test_2' }).openConnection())).error;
    }, `${other}/api/optave/ws-ticket`);
    const [same, foreign] = control.log().tokens;
    assert.equal(same.headers['x-optave-publishable-key'], 'pk_test_1');
    assert.equal(same.headers.cookie, 'visitor=7');
    // Whether a server listens on `localhost` as well depends on how that resolves; where it does, the key goes along.
    if (error === undefined) assert.equal(foreign.headers['x-optave-publishable-key'], 'pk_test_2');
    else assert.equal(error.code, 'TOKEN_PROVIDER_FAILED');
  },
  { context: {}, needs: ['contexts'] },
);

inPage('the fetch asks for credentials: include', async ({ run }) => {
  const seen = await run(async () => {
    const original = window.fetch;
    const seen = [];
    window.fetch = (input, init) => {
      const request = new Request(input, init);
      seen.push({ method: request.method, credentials: request.credentials });
      return original(input, init);
    };
    await make().openConnection();
    return seen;
  });
  assert.deepEqual(seen, [{ method: 'POST', credentials: 'include' }]);
});

inPage('the JSON answer carries token or access_token', async ({ run, control }) => {
  const protocols = await run(async () => {
    const ticket = async () => (await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()).token;
    const tokens = [await ticket(), await ticket(), await ticket(), await ticket()];
    const shapes = [
      (token) => token,
      (token) => ({ token }),
      (token) => ({ access_token: token }),
      (token) => Promise.resolve({ token, expiresAt: new Date(Date.now() + 60_000).toISOString() }),
    ];
    for (const [index, shape] of shapes.entries()) {
      await make({ tokenProvider: () => shape(tokens[index]) }).openConnection();
    }
    return tokens;
  });
  assert.deepEqual(
    control.log().handshakes.map(({ protocols: [, token] }) => token),
    protocols,
  );
});

inPage('a token endpoint that answers access_token serves as well', async ({ run, control }) => {
  const { token } = await run(async () => (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json());
  control.token({ answers: [{ body: { access_token: token } }] });
  await run(() => make().openConnection());
  assert.equal(control.log().handshakes[0].protocols[1], token);
});

inPage('malformed tokens are refused before the socket is built, and never quoted', async ({ run, control }) => {
  const outcomes = await run(async () => {
    const bad = [
      'sec ret-one',
      'secret,two',
      'secret"three',
      'secret/four=',
      'sécret-five',
      'secret(six)',
      'secret\u0000seven',
    ];
    const results = [];
    for (const token of bad) {
      const logger = new Recorder();
      const client = make({ tokenProvider: () => token, logger });
      const seen = record(client, 'error');
      const open = await outcome(client.openConnection());
      const request = await outcome(client.interaction(params()));
      const given = await outcome(make({ logger }).openConnection(token));
      const all = JSON.stringify([open, request, given, seen, logger.lines]);
      results.push({
        codes: [open, request, given].map(({ error }) => error?.code),
        leaks: /s.?.?cret/u.test(all),
        all,
      });
    }
    return results;
  });
  for (const { codes, leaks, all } of outcomes) {
    assert.deepEqual(codes, ['INVALID_TOKEN', 'INVALID_TOKEN', 'INVALID_TOKEN']);
    assert.equal(leaks, false, all);
  }
  assert.equal(control.log().handshakes.length, 0);
});

inPage('every RFC 7230 token character is accepted', async ({ run, control }) => {
  const token = "aZ09!#$%&'*+-.^_`|~";
  const error = await run(
    async (token) => (await outcome(make({ tokenProvider: () => token }).openConnection())).error,
    token,
  );
  assert.equal(error.code, 'CONNECTION_ERROR', 'the server does not know it, but it was offered');
  assert.deepEqual(control.log().handshakes[0].protocols, ['optave-v1', token]);
});

inPage('a provider that answers nonsense is MISSING_TOKEN', async ({ run, control }) => {
  const codes = await run(async () => {
    const answers = [
      undefined,
      null,
      '',
      '   ',
      'Bearer ',
      42,
      true,
      {},
      [],
      { token: '' },
      { token: 5 },
      { token: null },
      () => 't',
    ];
    const codes = [];
    for (const answer of answers) {
      codes.push(await codeOf(make({ tokenProvider: () => answer }).openConnection()));
    }
    return codes;
  });
  assert.deepEqual([...new Set(codes)], ['MISSING_TOKEN']);
  assert.equal(control.log().handshakes.length, 0);
});

inPage('a provider that throws or rejects is TOKEN_PROVIDER_FAILED, with its error as the cause', async ({ run }) => {
  const results = await run(async () => {
    const boom = new RangeError('backend down');
    const results = [];
    for (const tokenProvider of [
      () => {
        throw boom;
      },
      () => Promise.reject(boom),
      async () => {
        throw boom;
      },
    ]) {
      const client = make({ tokenProvider });
      const seen = record(client, 'error');
      const cause = await client.openConnection().catch((error) => error.cause);
      results.push({ isCause: cause === boom, open: await outcome(client.openConnection()), seen });
    }
    return results;
  });
  for (const { open, isCause, seen } of results) {
    assert.equal(open.error.code, 'TOKEN_PROVIDER_FAILED');
    assert.equal(open.error.category, 'AUTHENTICATION');
    assert.equal(open.error.isOptaveError, true);
    assert.equal(isCause, true);
    assert.deepEqual(seen, []);
  }
});

inPage(
  'a provider that hangs ends with tokenTimeoutMs; what it answers later changes nothing',
  async ({ run, control }) => {
    const { error, later, state } = await run(async () => {
      let answer;
      const client = make({ tokenTimeoutMs: 100, tokenProvider: () => new Promise((resolve) => (answer = resolve)) });
      const { error } = await outcome(client.openConnection());
      answer('late-token');
      await Promise.resolve();
      return { error, state: client.connection.state };
    });
    assert.equal(error.code, 'TOKEN_PROVIDER_FAILED');
    assert.match(error.message, /tokenTimeoutMs/);
    assert.equal(later, undefined);
    assert.equal(state, 'closed');
    assert.equal(control.log().handshakes.length, 0);
  },
);

inPage('token requests that hang are let go of: however many there were, the next gets through', async (test) => {
  const { run, control } = test;
  // A browser has six connections to a server.
  control.token({ answers: Array.from({ length: 8 }, () => ({ hang: true })) });
  const ends = await run(async (tokenTimeoutMs) => {
    const client = make({ tokenTimeoutMs });
    const ends = [];
    for (let round = 0; round < 9; round += 1) ends.push((await outcome(client.openConnection())).error?.code);
    return ends;
  }, HUNG_MS);
  assert.deepEqual(ends, [...Array.from({ length: 8 }, () => 'TOKEN_PROVIDER_FAILED'), undefined]);
});

inPage('a provider is told when nobody waits for its token any more', async ({ run }) => {
  const aborted = await run(async () => {
    const asked = [];
    const hanging = (options) =>
      make({
        ...options,
        tokenProvider: ({ signal }) => {
          asked.push(signal);
          return new Promise(() => {});
        },
      });
    const late = outcome(hanging({ tokenTimeoutMs: 50 }).openConnection());
    const slow = outcome(hanging({ connectionTimeoutMs: 50 }).openConnection());
    const [closed, ended] = [hanging(), hanging()];
    const others = [closed, ended].map((client) => outcome(client.openConnection()));
    const rest = hanging({ transport: 'rest', restUrl: location.origin, tokenTimeoutMs: 50 });
    others.push(outcome(rest.interaction(params())));
    const before = asked.map((signal) => signal.aborted);
    closed.closeConnection();
    ended.cleanup();
    await Promise.all([late, slow, ...others]);

    let mine;
    const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
    const open = make({ tokenProvider: ({ signal }) => ((mine = signal), token) });
    await open.openConnection();
    const used = mine.aborted;
    open.cleanup();
    return { before, after: asked.map((signal) => signal.aborted), used };
  });
  const all = (value) => Array.from({ length: 5 }, () => value);
  assert.deepEqual(aborted, { before: all(false), after: all(true), used: false });
});

inPage('connectionTimeoutMs covers token and handshake together', async ({ run, control }) => {
  control.token({ answers: [{ hang: true }] });
  const error = await run(
    async () => (await outcome(make({ connectionTimeoutMs: 100, tokenTimeoutMs: 0 }).openConnection())).error,
  );
  assert.equal(error.code, 'CONNECTION_TIMEOUT');
});

inPage(
  'a token endpoint that fails, or answers what is no JSON, is TOKEN_PROVIDER_FAILED',
  async ({ run, control }) => {
    control.token({
      answers: [{ status: 500 }, { status: 401 }, { text: '<html>login</html>' }, { body: { nothing: true } }],
    });
    const results = await run(async () => {
      const results = [];
      for (let round = 0; round < 4; round += 1) results.push((await outcome(make().openConnection())).error);
      results.push((await outcome(make({ tokenUrl: 'http://127.0.0.1:1/nobody' }).openConnection())).error);
      return results;
    });
    assert.deepEqual(
      results.map(({ code }) => code),
      [
        'TOKEN_PROVIDER_FAILED',
        'TOKEN_PROVIDER_FAILED',
        'TOKEN_PROVIDER_FAILED',
        'MISSING_TOKEN',
        'TOKEN_PROVIDER_FAILED',
      ],
    );
    assert.deepEqual(results[0].details, { status: 500, retryAfterMs: undefined });
    assert.equal(control.log().handshakes.length, 0);
  },
);

inPage('a failed token rejects every waiting request and the next call asks again', async ({ run }) => {
  const { codes, text } = await run(async () => {
    let isBroken = true;
    const client = make({
      tokenProvider: async () => {
        if (isBroken) throw new Error('not yet');
        return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      },
    });
    const codes = await Promise.all([codeOf(client.interaction(params())), codeOf(client.translate(params()))]);
    isBroken = false;
    return { codes, text: (await client.interaction(params())).text };
  });
  assert.deepEqual(codes, ['TOKEN_PROVIDER_FAILED', 'TOKEN_PROVIDER_FAILED']);
  assert.notEqual(text, '');
});

inPage('closed and opened anew from within `state`: each socket has its own token', async ({ run, control }) => {
  const found = await run(async () => {
    const offered = [];
    const { WebSocket } = globalThis;
    globalThis.WebSocket = class extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols);
        offered.push(protocols[1]);
      }
    };
    const ticket = async () => (await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()).token;
    const [first, second] = [await ticket(), await ticket()];
    const client = make({ tokenProvider: () => 'from-the-provider' });
    let again;
    client.once('state', () => {
      client.closeConnection();
      again = client.openConnection(second);
    });
    const code = await codeOf(client.openConnection(first));
    await again;
    return { code, state: client.connection.state, offered: offered.map((token) => [first, second].indexOf(token)) };
  });
  assert.equal(found.code, 'CONNECTION_CLOSED');
  assert.equal(found.state, 'open');
  assert.equal(found.offered.at(-1), 1);
  assert.ok(!found.offered.slice(0, -1).includes(1), `${found.offered}`);
  assert.equal(control.counts().tokensReused, 0);
});

inPage(
  'an answer of a provider that throws when it is read is TOKEN_PROVIDER_FAILED, with that as cause',
  async (test) => {
    const found = await test.run(async () => {
      const locked = new RangeError('the vault is locked');
      const fail = () => {
        throw locked;
      };
      const revoked = Proxy.revocable({}, {});
      revoked.revoke();
      const answers = {
        getter: () => Object.defineProperty({}, 'token', { get: fail }),
        other: () => Object.defineProperty({}, 'access_token', { get: fail }),
        expiry: () => Object.defineProperty({ token: 't' }, 'expires_in', { get: fail }),
        trap: () => new Proxy({}, { getOwnPropertyDescriptor: fail }),
        then: () => Object.defineProperty({}, 'then', { get: fail }),
        promise: () => Object.defineProperty(Promise.resolve('t'), 'then', { get: fail }),
        constructor: () => Object.defineProperty(Promise.resolve('t'), 'constructor', { get: fail }),
        revoked: () => revoked.proxy,
        within: () => ({ token: revoked.proxy }),
      };
      const seen = {};
      for (const [name, tokenProvider] of Object.entries(answers)) {
        const client = make({ tokenProvider });
        const error = await client.openConnection().catch((thrown) => thrown);
        const again = await client.openConnection().catch((thrown) => thrown);
        seen[name] = [error.code, error.cause === locked || error.cause?.name, again.code];
      }
      return seen;
    });
    const { revoked, within, ...others } = found;
    for (const [name, seen] of Object.entries(others)) {
      assert.deepEqual(seen, ['TOKEN_PROVIDER_FAILED', true, 'TOKEN_PROVIDER_FAILED'], name);
    }
    assert.deepEqual(revoked, ['TOKEN_PROVIDER_FAILED', 'TypeError', 'TOKEN_PROVIDER_FAILED']);
    assert.deepEqual(within, ['MISSING_TOKEN', undefined, 'MISSING_TOKEN']);
  },
);

inPage('a token endpoint tells of its failures by status, wait and cause, and never of a token', async ({ run }) => {
  let reached = 0;
  let isStopped = false;
  const elsewhere = at((response) => (reached++, response.end('{"token":"t"}')));
  const fails = (answer) =>
    run(async (tokenUrl) => (await outcome(make({ tokenUrl }).openConnection())).error, at(answer));
  const answers = {
    busy: says(503, '<html>', { 'retry-after': '3' }),
    empty: says(204),
    moved: says(307, '', { location: elsewhere }),
    bare: says(200, 'eyJhbGciOi.secret'),
    large: endless(() => (isStopped = true)),
  };
  const errors = {};
  for (const [name, answer] of Object.entries(answers)) {
    errors[name] = await fails(answer);
    assert.equal(errors[name].code, 'TOKEN_PROVIDER_FAILED', name);
  }
  assert.deepEqual(errors.busy.details, { status: 503, retryAfterMs: 3000 });
  assert.match(errors.empty.message, /the answer was empty/);
  assert.match(errors.moved.cause, /TypeError/);
  assert.equal(reached, 0);
  assert.doesNotMatch(JSON.stringify(errors.bare), /eyJ|secret/);
  assert.match(errors.large.message, /16 MiB/);
  await eventually(() => isStopped);
});

inPage('expires_in of the built-in provider is understood', async ({ run, control }) => {
  const ticket = async () => (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
  for (const [expires_in, asked] of [
    [4, 2],
    [600, 1],
  ]) {
    const tokens = [(await run(ticket)).token, (await run(ticket)).token];
    control.token({ answers: tokens.map((token) => ({ body: { access_token: token, expires_in } })) });
    const before = await run(async () => {
      const { fetch } = window;
      let asked = 0;
      window.fetch = (input, init) => ((asked += String(input.url ?? input).includes('ws-ticket')), fetch(input, init));
      const client = make({ transport: 'rest', restUrl: location.origin, websocketUrl: undefined });
      for (let round = 0; round < 2; round += 1) await client.interaction(params());
      window.fetch = fetch;
      return asked;
    });
    assert.equal(before, asked);
    control.token({ answers: [] });
  }
});
