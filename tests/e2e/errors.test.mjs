// Every error code, produced through the public face, and what an error says. Two lists stand for the contract: which
// category a code has, and whether trying again may help.
import assert from 'node:assert/strict';
import { eventually, inPage, script, superpower } from './helper.mjs';

const CATEGORY = {
  AUTHENTICATION: ['UNSUPPORTED_IN_BROWSER', 'TOKEN_PROVIDER_FAILED', 'MISSING_TOKEN', 'INVALID_TOKEN'],
  WEBSOCKET: [
    'INVALID_WEBSOCKET_URL',
    'NO_WEBSOCKET_IMPL',
    'CONNECTION_TIMEOUT',
    'CONNECTION_ERROR',
    'CONNECTION_CLOSED',
    'WEBSOCKET_NOT_IN_OPEN_STATE',
    'SEND_FAILED',
    'REQUEST_TIMEOUT',
    'REQUEST_CANCELLED',
    'INVALID_JSON',
    'INVALID_MESSAGE',
    'QUEUE_FULL',
  ],
  VALIDATION: [
    'INVALID_CONFIG',
    'CLIENT_SECRET_IN_CLIENT_ENV',
    'INVALID_ACTION',
    'PAYLOAD_SCHEMA_MISMATCH',
    'REQUIRED_FIELDS_MISSING',
    'PAYLOAD_TOO_LARGE',
    'DUPLICATE_CORRELATION_ID',
    'SERIALIZATION_FAILED',
  ],
  ORCHESTRATOR: ['REMOTE_ERROR'],
};
const RETRYABLE = [
  'TOKEN_PROVIDER_FAILED',
  'CONNECTION_TIMEOUT',
  'CONNECTION_ERROR',
  'CONNECTION_CLOSED',
  'WEBSOCKET_NOT_IN_OPEN_STATE',
  'SEND_FAILED',
  'REQUEST_TIMEOUT',
  'QUEUE_FULL',
];
// These belong to a request, and say which.
const OF_A_REQUEST = [
  'SEND_FAILED',
  'REQUEST_TIMEOUT',
  'REQUEST_CANCELLED',
  'QUEUE_FULL',
  'WEBSOCKET_NOT_IN_OPEN_STATE',
  'INVALID_ACTION',
  'PAYLOAD_SCHEMA_MISMATCH',
  'REQUIRED_FIELDS_MISSING',
  'PAYLOAD_TOO_LARGE',
  'DUPLICATE_CORRELATION_ID',
  'SERIALIZATION_FAILED',
  'REMOTE_ERROR',
];

function check(code, error) {
  assert.equal(error?.code, code);
  const [category] = Object.entries(CATEGORY).find(([, codes]) => codes.includes(code));
  assert.equal(error.category, category, code);
  assert.equal(error.retryable, RETRYABLE.includes(code), `${code} retryable`);
  assert.equal(error.name, 'OptaveError');
  assert.equal(error.isOptaveError, true);
  assert.equal(error.hasStack, true, `${code} has a stack`);
  assert.ok(error.message.length > 10, error.message);
  assert.ok(error.suggestions.length > 0 && error.suggestions.every((text) => text.length > 5), `${code} suggests`);
  assert.ok(Math.abs(Date.now() - Date.parse(error.timestamp)) < 60_000, error.timestamp);
  if (OF_A_REQUEST.includes(code)) assert.ok(error.correlationId, `${code} names its request`);
}

/** One test per code: `produce` runs in the page and gives the described error. */
function produces(code, produce, prepare = () => {}) {
  inPage(code, async ({ run, control }) => {
    prepare(control);
    check(code, await run(produce));
  });
}

const hang = (control) => control.handshake({ answers: [{ hang: true }] });
const silent = (control) => script(control, { silent: true });

produces('TOKEN_PROVIDER_FAILED', async () => {
  const client = make({ tokenProvider: () => Promise.reject(new Error('no')) });
  return (await outcome(client.interaction(params()))).error;
});
produces('MISSING_TOKEN', async () => (await outcome(make({ tokenProvider: () => '' }).openConnection())).error);
produces('INVALID_TOKEN', async () => (await outcome(make({ tokenProvider: () => 'a b' }).openConnection())).error);
produces('NO_WEBSOCKET_IMPL', async () => {
  delete window.WebSocket;
  return (await outcome(make({ tokenProvider: () => 't' }).interaction(params()))).error;
});
produces('INVALID_WEBSOCKET_URL', async () => {
  // The constructor refuses what the URL standard takes but sockets do not; the page’s wrapper stands for such a case.
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor() {
      throw new DOMException('the URL with its token', 'SyntaxError');
    }
  };
  return (await outcome(make().interaction(params()))).error;
});
produces(
  'CONNECTION_TIMEOUT',
  async () => (await outcome(make({ connectionTimeoutMs: 200 }).openConnection())).error,
  hang,
);
produces('CONNECTION_ERROR', async () => {
  const websocketUrl = 'ws://127.0.0.1:9/nobody';
  const client = make({ websocketUrl, tokenProvider: () => 'token', reconnect: { enabled: false } });
  return (await outcome(client.interaction(params()))).error;
});
produces(
  'CONNECTION_CLOSED',
  async () => (await outcome(make({ reconnect: { enabled: false } }).interaction(params()))).error,
  (control) => script(control, { close: { code: 1011 } }),
);
produces(
  'WEBSOCKET_NOT_IN_OPEN_STATE',
  async () => (await outcome(make({ queue: false }).interaction(params()))).error,
);
produces('SEND_FAILED', async () => {
  keepSockets();
  const client = make();
  await client.openConnection();
  // What browsers throw for a socket that is not open yet; the page’s wrapper stands for whatever else they may.
  sockets[0].send = () => {
    throw new DOMException('not now', 'InvalidStateError');
  };
  return (await outcome(client.interaction(params()))).error;
});
inPage(
  'a socket that is closing loses what is written to it: a request waits for the next',
  async ({ run, control }) => {
    const state = await run(async () => {
      keepSockets();
      const client = quick();
      await client.openConnection();
      sockets[0].close();
      return (await client.interaction(params())).state;
    });
    assert.equal(state, 'completed');
    assert.deepEqual([control.counts().socketsOpened, control.requests()[0].times], [2, 1]);
  },
);
produces(
  'REQUEST_TIMEOUT',
  async () => (await outcome(make().interaction(params(), { timeoutMs: 200 }))).error,
  silent,
);
produces('REQUEST_CANCELLED', async () => {
  const request = make().interaction(params());
  request.cancel();
  return (await outcome(request)).error;
});
for (const [code, message] of [
  ['INVALID_JSON', { text: 'garbage' }],
  ['INVALID_MESSAGE', { base64: 'AAAA' }],
]) {
  produces(
    code,
    async () => {
      const client = make();
      const error = next(client, 'error');
      await client.interaction(params());
      return describe(await error);
    },
    (control) => script(control, [message, superpower('interaction')]),
  );
}
produces('QUEUE_FULL', async () => {
  return (await outcome(make({ queue: { maxRequests: 0 } }).interaction(params()))).error;
});
produces('INVALID_CONFIG', async () => (await outcome(() => make({ transport: 'pigeon' }))).error);
produces('CLIENT_SECRET_IN_CLIENT_ENV', async () => (await outcome(() => make({ clientSecret: 's3cret' }))).error);
produces('INVALID_ACTION', async () => (await outcome(make().send('message', 'dance', params()))).error);
produces('PAYLOAD_SCHEMA_MISMATCH', async () => (await outcome(make().interaction({ extra: 1 }))).error);
produces('REQUIRED_FIELDS_MISSING', async () => (await outcome(make().interaction({}))).error);
produces('PAYLOAD_TOO_LARGE', async () => {
  return (await outcome(make().interaction(params({ attributes: { content: 'x'.repeat(131_072) } })))).error;
});
produces(
  'DUPLICATE_CORRELATION_ID',
  async () => {
    const client = make();
    const headers = { correlationId: 'same' };
    client.interaction(params({}, { headers })).catch(() => {});
    return (await outcome(client.interaction(params({}, { headers })))).error;
  },
  silent,
);
produces('SERIALIZATION_FAILED', async () => (await outcome(make().interaction(params({ big: 1n })))).error);
produces(
  'REMOTE_ERROR',
  async () => (await outcome(make().interaction(params()))).error,
  (control) => script(control, [superpower('interaction', 'error', 'the server says no')]),
);

inPage(
  'UNSUPPORTED_IN_BROWSER: a page that refuses WebAssembly',
  async ({ run }) => {
    const error = await run(async () => {
      const { error } = await outcome(() => make());
      return error;
    });
    check('UNSUPPORTED_IN_BROWSER', error);
    assert.match([error.message, ...error.suggestions].join(' '), /Content-Security-Policy/);
  },
  { path: '/strict/index.html' },
);

inPage('bad options are all listed at once, by name', async ({ run }) => {
  const error = await run(async () => {
    const bad = {
      websocketUrl: 'ws://example.com',
      transport: 'pigeon',
      authTransport: 'cookie',
      requestTimeoutMs: -1,
      connectionTimeoutMs: 3e9,
      tokenProvider: 'token',
      organizationId: 7,
      queue: 'big',
      until: 'never',
      session: 'x',
      logger: 5,
      correlation: 'maybe',
      payloadDefaults: 'half',
    };
    return { ...(await outcome(() => new sdk.OptaveClient(bad))).error, names: Object.keys(bad) };
  });
  assert.equal(error.code, 'INVALID_CONFIG');
  assert.equal(error.details.length, error.names.length);
  for (const name of error.names) assert.ok(error.message.includes(name), `${name} in ${error.message}`);
});

inPage('options that are missing, or no object, are INVALID_CONFIG', async ({ run }) => {
  const codes = await run(async () => {
    const codes = [];
    for (const bad of [undefined, null, 'wss://x', 5, {}, { websocketUrl: undefined }]) {
      codes.push(await codeOf(() => new sdk.OptaveClient(bad)));
    }
    return codes;
  });
  assert.deepEqual([...new Set(codes)], ['INVALID_CONFIG']);
});

inPage('what options inherit is not given', async ({ run }) => {
  const found = await run(async () => {
    const inherited = { transport: 'rest', clientSecret: 's3cret', colour: 'red', queue: 'big' };
    const logger = new Recorder();
    const own = Object.assign(Object.create(inherited), { websocketUrl: 'wss://example.com', logger });
    const { error, value } = await outcome(() => new sdk.OptaveClient(own));
    return { code: error?.code, state: value?.connection.state, lines: logger.lines };
  });
  assert.deepEqual(found, { code: undefined, state: 'idle', lines: [] });
});

inPage('a URL is what the browser makes of it: spelled in any way, relative to the page', async ({ run }) => {
  const isTaken = (urls, { name, transport }) =>
    run(
      async ({ urls, name, transport }) => {
        const codes = [];
        for (const url of urls) {
          const { error } = await outcome(() => new sdk.OptaveClient({ transport, [name]: url }));
          codes.push(error?.details ?? 'taken');
        }
        return codes;
      },
      { urls, name, transport },
    );
  // Other spellings of this machine's address.
  const good = [
    'S://EXAMPLE.COM',
    '://LOCALHOST:3000/path',
    '://2130706433',
    '://0x7f.1',
    '://127.1',
    '://[0:0:0:0:0:0:0:1]',
  ];
  // What only looks like it.
  const bad = [
    '://localhost@example.com',
    '://localhost:80@example.com',
    '://example.com#localhost',
    '://example.com/127.0.0.1',
    '://',
  ];
  for (const { name, transport, scheme } of [
    { name: 'websocketUrl', transport: 'websocket', scheme: 'ws' },
    { name: 'restUrl', transport: 'rest', scheme: 'http' },
  ]) {
    const fault = `${name}: expected a ${scheme}s: URL (${scheme}: to loopback hosts only)`;
    const of = (endings) =>
      isTaken(
        endings.map((ending) => scheme + ending),
        { name, transport },
      );
    assert.deepEqual(
      await of(good),
      good.map(() => 'taken'),
    );
    assert.deepEqual(
      await of(bad),
      bad.map(() => [fault]),
    );
  }
  const relative = ['/api', 'api', '//other.localhost', '//example.com'];
  assert.deepEqual(await isTaken(relative, { name: 'restUrl', transport: 'rest' }), [
    'taken',
    'taken',
    'taken',
    ['restUrl: expected a https: URL (http: to loopback hosts only)'],
  ]);
  assert.deepEqual(await isTaken(['/socket'], { name: 'websocketUrl', transport: 'websocket' }), [
    ['websocketUrl: expected a wss: URL (ws: to loopback hosts only)'],
  ]);
});

inPage('a client secret is refused and not quoted, with every other fault beside it', async ({ run }) => {
  const error = await run(
    async () => (await outcome(() => make({ clientSecret: 's3cret-value', transport: 'pigeon' }))).error,
  );
  assert.equal(error.code, 'CLIENT_SECRET_IN_CLIENT_ENV');
  assert.equal(JSON.stringify(error).includes('s3cret-value'), false);
  assert.equal(error.details.length, 2);
});

inPage('a client secret is refused however it is spelled', async ({ run }) => {
  const errors = await run(() =>
    Promise.all(
      ['client_secret', 'clientsecret', 'CLIENT_SECRET'].map(
        async (name) => (await outcome(() => make({ [name]: 's3cret-value' }))).error,
      ),
    ),
  );
  for (const error of errors) {
    assert.equal(error.code, 'CLIENT_SECRET_IN_CLIENT_ENV');
    assert.equal(JSON.stringify(error).includes('s3cret-value'), false);
  }
});

inPage('an unknown option is a warning that names the nearest known one', async ({ run }) => {
  const lines = await run(() => {
    const logger = new Recorder();
    make({ logger, websocketURL: 'x', tokenProvder: () => 't', somethingElseEntirely: 1, reqestTimeoutMs: 5 });
    return logger.lines;
  });
  assert.deepEqual([...new Set(lines.map(({ level }) => level))], ['warn']);
  assert.equal(lines.length, 4);
  const text = lines.map((line) => line.text).join('\n');
  for (const name of ['websocketUrl', 'tokenProvider', 'requestTimeoutMs', 'somethingElseEntirely']) {
    assert.ok(text.includes(name), `${name} in ${text}`);
  }
});

inPage('no token appears in any error, event or log, whatever goes wrong', async ({ run, control, consoleLines }) => {
  control.handshake({ answers: [{ status: 401 }, { status: 500 }, { hang: true }, {}, {}, {}] });
  const said = await run(async () => {
    const said = [];
    const tokens = [];
    const logger = new Recorder();
    const provider = async () => {
      const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      tokens.push(token);
      return token;
    };
    for (const authTransport of ['subprotocol', 'query']) {
      const client = make({ authTransport, tokenProvider: provider, logger, connectionTimeoutMs: 400 });
      const seen = record(client, 'error', 'state', 'open', 'close', 'message');
      for (let round = 0; round < 3; round += 1) {
        const { error } = await outcome(client.interaction(params(), { timeoutMs: 3000 }));
        said.push(error, client.connection);
        client.closeConnection();
      }
      said.push(seen);
    }
    const malformed = `${tokens[0]} ${tokens[1]}`;
    said.push(await outcome(make({ tokenProvider: () => malformed, logger }).openConnection()));
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(url, protocols) {
        throw new DOMException(`${url} ${protocols}`, 'SyntaxError');
      }
    };
    for (const authTransport of ['subprotocol', 'query']) {
      const client = make({ authTransport, tokenProvider: provider, logger });
      said.push(
        await outcome(client.openConnection()),
        await client.openConnection().catch((error) => String(error.stack)),
      );
    }
    const text = JSON.stringify([said, logger.lines]);
    return { count: tokens.length, found: tokens.filter((token) => text.includes(token)), tokens };
  });
  assert.ok(said.count >= 8, String(said.count));
  assert.deepEqual(said.found, []);
  const ours = consoleLines.filter(({ text }) => text.includes('optave]'));
  for (const token of said.tokens) assert.equal(JSON.stringify(ours).includes(token), false);
});

inPage('instanceof, cause and JSON of an error', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'no')]);
  const found = await run(async () => {
    const circular = params();
    circular.request.self = circular;
    const client = make();
    const error = await client.interaction(circular).catch((error) => error);
    const remote = await client.interaction(params()).catch((error) => error);
    return {
      isError: error instanceof Error,
      text: String(error),
      cause: error.cause instanceof TypeError,
      noCause: 'cause' in remote,
      keys: Object.keys(JSON.parse(JSON.stringify(remote))).sort(),
    };
  });
  assert.equal(found.isError, true);
  assert.match(found.text, /^OptaveError: /);
  assert.equal(found.cause, true);
  assert.equal(found.noCause, false);
  for (const key of ['category', 'code', 'correlationId', 'details', 'retryable', 'suggestions', 'timestamp']) {
    assert.ok(found.keys.includes(key), key);
  }
});

inPage('an error that concerns nobody is told once, even when nobody opened explicitly', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    window.errors = record(client, 'error');
    await client.openConnection();
  });
  assert.equal(found, undefined);
  control.push({ messages: [{ text: '{' }] });
  await eventually(() => run(() => errors.length === 1));
  assert.equal(await run(() => errors[0].value.cause?.startsWith('SyntaxError')), true);
});
