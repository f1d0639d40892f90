// A client's options and a request's: what is taken, what is wrong with them, and what is said about it.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import fc from 'fast-check';
import { ACTIONS } from '../../src/browser/actions.js';
import { readCall, readOptions } from '../../src/browser/options.js';
import { deepFreeze, json } from './helper.mjs';

const URLS = { websocketUrl: 'wss://example.com', restUrl: 'https://example.com' };
const UNTIL = 'expected "completed", "idle", a list of up to 32 action types, or a function; by the name of an action';

// prettier-ignore
const DEFAULTS = {
  websocketUrl: undefined, restUrl: undefined, transport: 'websocket', tokenProvider: undefined, tokenUrl: undefined,
  publishableKey: undefined, tokenTimeoutMs: 10_000, authTransport: 'subprotocol', authRequired: true,
  organizationId: undefined, tenantId: undefined, session: undefined, request: undefined, payloadDefaults: 'full',
  requestTimeoutMs: 30_000, firstUpdateTimeoutMs: 0, idleTimeoutMs: 0, connectionTimeoutMs: 30_000,
  idleDisconnectMs: 0, queue: true, 'queue.maxRequests': 100, 'queue.maxBytes': 1_048_576,
  reconnect: true, 'reconnect.enabled': true, 'reconnect.firstDelayMs': 4000, 'reconnect.baseDelayMs': 1000,
  'reconnect.factor': 1.7, 'reconnect.isFinal': undefined, 'reconnect.maxDelayMs': 9800, 'reconnect.maxAttempts': 0, halfOpenTimeoutMs: 10_000,
  maxConnectionAgeMs: 6_600_000, fallbackAfter: 3, resend: 'unanswered', onMetric: undefined, until: undefined,
  idleMs: 1000, lateUpdatesMs: 5000, correlation: 'lenient', deviceInfo: true, location: false,
  strictValidation: false, logger: undefined, sdkVersion: undefined,
};
const NAMES = Object.keys(DEFAULTS);
const NUMBERS = NAMES.filter((name) => typeof DEFAULTS[name] === 'number');

// What no option may be. Some of it cannot be turned into a text at all, some becomes a good one.
const ODD = [null, 5n, Symbol('s'), [], [5], ['rest'], [true], [false], new Date(0), new Boolean(true)];
const ODD_OBJECTS = [Object.create(null), {}, { toString: () => 'rest' }, { toString: () => 'true' }, { toString: 5 }];
const ODD_NUMBERS = [-1, NaN, Infinity, 2 ** 31];

const KINDS = {
  'a non-empty string': {
    names: ['tokenUrl', 'publishableKey', 'organizationId', 'tenantId', 'sdkVersion'],
    right: ['x', ' ', '\ud800'],
    wrong: ['', 0, 5, true, false, () => {}, new String('x'), ...ODD, ...ODD_OBJECTS],
  },
  'a number, 0 or more': {
    names: NUMBERS,
    right: [0, 0.5, 7, 2 ** 31 - 1],
    wrong: ['', '5', true, false, () => {}, new Number(5), ...ODD_NUMBERS, ...ODD, ...ODD_OBJECTS],
  },
  'a function': {
    names: ['tokenProvider', 'onMetric', 'reconnect.isFinal'],
    right: [() => {}, async () => {}, class {}],
    wrong: ['x', 5, true, false, ...ODD, ...ODD_OBJECTS],
  },
  'an object': {
    names: ['session', 'request', 'logger'],
    right: [{}, Object.create(null), new (class {})()],
    wrong: ['', 'x', 5, true, false, () => {}, null, 5n, Symbol('s')],
  },
  'one of true false': {
    names: ['authRequired', 'deviceInfo', 'queue', 'reconnect', 'reconnect.enabled'],
    right: [true, false],
    wrong: ['true', 'false', '', 0, 1, () => {}, ...ODD],
  },
  'one of false true': {
    names: ['strictValidation'],
    right: [true, false],
    wrong: ['true', 'false', '', 0, 1, () => {}, ...ODD],
  },
  'one of false true prompt': {
    names: ['location'],
    right: [true, false, 'prompt'],
    wrong: ['true', 'false', '', 'Prompt', 0, 1, () => {}, ...ODD, ...ODD_OBJECTS],
  },
  'one of websocket rest auto': {
    names: ['transport'],
    right: ['websocket', 'rest', 'auto'],
    wrong: ['', 'REST', 'websocket|rest', 0, true, false, () => {}, ...ODD, ...ODD_OBJECTS],
  },
  'one of subprotocol query': {
    names: ['authTransport'],
    right: ['subprotocol', 'query'],
    wrong: ['', 'cookie', 0, true, ...ODD, ...ODD_OBJECTS],
  },
  'one of full compact': {
    names: ['payloadDefaults'],
    right: ['full', 'compact'],
    wrong: ['', 'none', 0, true, ...ODD, ...ODD_OBJECTS],
  },
  'one of unanswered never': {
    names: ['resend'],
    right: ['unanswered', 'never'],
    wrong: ['', 'always', 0, true, ...ODD, ...ODD_OBJECTS],
  },
  'one of lenient strict': {
    names: ['correlation'],
    right: ['lenient', 'strict'],
    wrong: ['', 'loose', 0, true, ...ODD, ...ODD_OBJECTS],
  },
};

/** What is read of options: the settings, and what was warned about. */
function read(options) {
  const warnings = [];
  const settings = readOptions(options, (warning) => warnings.push(warning));
  return { settings, faults: settings.faults, warnings };
}

/** One option as it is given, besides good URLs: `queue.maxBytes` inside `queue`. */
function one(name, value) {
  const [first, ...rest] = name.split('.').reverse();
  return { ...URLS, ...rest.reduce((inner, key) => ({ [key]: inner }), { [first]: value }) };
}

afterEach(() => {
  delete globalThis.location;
});

test('without options everything is the default, and the missing URL alone is wrong', () => {
  const { settings, warnings } = read({});
  const faults = ['websocketUrl: expected a wss: URL (ws: to loopback hosts only)'];
  assert.deepEqual(settings, { ...DEFAULTS, faults });
  assert.deepEqual(warnings, []);
});

test('undefined is not given, whatever it is called', () => {
  const nothing = Object.fromEntries(['colour', ...Object.keys(DEFAULTS)].map((name) => [name, undefined]));
  const { settings, warnings } = read({ ...nothing, ...URLS, queue: { maxBytes: undefined, colour: undefined } });
  assert.deepEqual(settings, { ...DEFAULTS, ...URLS, faults: [] });
  assert.deepEqual(warnings, []);
});

test('options that are no object are a fault', () => {
  for (const options of [undefined, null, 'text', 5, true, () => {}]) {
    assert.equal(read(options).faults[0], 'options: expected an object');
  }
});

test('options are not changed', () => {
  const { faults } = read(
    deepFreeze({ ...URLS, queue: { maxBytes: 5 }, until: { adjust: ['a'] }, session: { a: [] } }),
  );
  assert.deepEqual(faults, []);
});

for (const [expected, { names, right, wrong }] of Object.entries(KINDS)) {
  for (const name of names) {
    test(`${name} is ${expected}`, () => {
      for (const value of right) {
        const { settings, faults } = read(one(name, value));
        assert.equal(settings[name], value);
        assert.deepEqual(faults, []);
      }
      wrong.forEach((value, place) => {
        const { settings, faults } = read(one(name, value));
        assert.deepEqual(faults, [`${name}: expected ${expected}`], `value ${place}, of type ${typeof value}`);
        assert.deepEqual(settings, { ...DEFAULTS, ...URLS, faults });
      });
    });
  }
}

test('queue is on or off, or an object of its limits', () => {
  const { settings, faults } = read({ ...URLS, queue: { maxRequests: 0, maxBytes: 5 } });
  assert.deepEqual([settings.queue, settings['queue.maxRequests'], settings['queue.maxBytes']], [true, 0, 5]);
  assert.deepEqual(faults, []);
  const own = read({ ...URLS, queue: Object.assign(Object.create(null), { maxBytes: 7 }) });
  assert.equal(own.settings['queue.maxBytes'], 7);
});

test('all faults are listed at once, in the order of what was given', () => {
  const { faults, warnings } = read({
    ...URLS,
    transport: 'carrier pigeon',
    authTransport: 'cookie',
    requestTimeoutMs: -1,
    idleTimeoutMs: NaN,
    connectionTimeoutMs: 3e9,
    queue: { maxRequests: true, maxBytes: '5' },
    until: { dance: 'completed', adjust: 'never' },
    tokenProvider: 'token',
    session: () => {},
    tenantId: null,
    location: 'always',
    deviceInfo: 'true',
    restUrl: 'http://example.com',
  });
  assert.deepEqual(faults, [
    'transport: expected one of websocket rest auto',
    'authTransport: expected one of subprotocol query',
    'requestTimeoutMs: expected a number, 0 or more',
    'idleTimeoutMs: expected a number, 0 or more',
    'connectionTimeoutMs: expected a number, 0 or more',
    'queue.maxRequests: expected a number, 0 or more',
    'queue.maxBytes: expected a number, 0 or more',
    `until.dance: ${UNTIL}`,
    `until.adjust: ${UNTIL}`,
    'tokenProvider: expected a function',
    'session: expected an object',
    'tenantId: expected a non-empty string',
    'location: expected one of false true prompt',
    'deviceInfo: expected one of true false',
    'restUrl: expected a https: URL (http: to loopback hosts only)',
  ]);
  assert.deepEqual(warnings, []);
});

test('a client secret is refused however it is spelled', () => {
  const spellings = [
    'client_secret',
    'clientsecret',
    'CLIENT_SECRET',
    'client-secret',
    'client secret',
    'ClientSecret',
  ];
  for (const name of [...spellings, 'optaveClientSecret', 'clientSecretKey']) {
    const { faults, warnings } = read({ ...URLS, [name]: 'hush', tranport: 'rest' });
    assert.deepEqual(faults, [`${name}: must not be here`]);
    assert.deepEqual(warnings, ['there is no option tranport; did you mean transport?']);
    assert.deepEqual(read({ ...URLS, reconnect: { [name]: 'hush' } }).faults, [`reconnect.${name}: must not be here`]);
  }
  const near = read({ ...URLS, clientSecrte: 'x', secret: 'x', clientId: 'x' });
  assert.deepEqual(near.faults, []);
  assert.doesNotMatch(near.warnings.join(), /did you mean client/);
});

test('a client secret is named first', () => {
  for (const clientSecret of ['hush', '', null, 5, false, {}, () => {}]) {
    const { settings, faults } = read({ ...URLS, transport: 'x', clientSecret });
    assert.deepEqual(faults, ['clientSecret: must not be here', 'transport: expected one of websocket rest auto']);
    assert.equal(settings.clientSecret, undefined);
  }
});

test('no value is ever quoted', () => {
  const secret = 'hush-hush';
  const values = [secret, [secret], { toString: () => secret }, `https://${secret}.example.com/?token=${secret}`];
  for (const name of [...Object.keys(DEFAULTS), 'client_secret', 'colour', 'queue.colour', 'until.adjust', 'until.x']) {
    for (const value of values) {
      const { faults, warnings } = read({ ...one(name, value) });
      assert.doesNotMatch([...faults, ...warnings].join(), /hush/, name);
    }
  }
});

test('an unknown option is warned of, and names the nearest known one', () => {
  const warned = (name) => read(one(name, 1)).warnings;
  for (const [name, near] of [
    ['webSocketURL', 'websocketUrl'],
    ['requestTimeout', 'requestTimeoutMs'],
    ['tokenprovider', 'tokenProvider'],
    ['queue.maxRequest', 'queue.maxRequests'],
    ['autTransport', 'authTransport'],
    ['restTimeoutMs', 'requestTimeoutMs'],
    ['idle', 'idleMs'],
    ['log', 'logger'],
  ]) {
    assert.deepEqual(warned(name), [`there is no option ${name}; did you mean ${near}?`]);
  }
  for (const name of ['colour', 'timeoutMs', 'queue.colour', '', 'x'.repeat(5000), '😀', '__proto__x', 'constructor']) {
    assert.deepEqual(warned(name), [`there is no option ${name}`]);
  }
  assert.deepEqual(read(JSON.parse('{"websocketUrl":"wss://x","__proto__":{"transport":"rest"}}')).warnings, [
    'there is no option __proto__',
  ]);
});

test('an option with a character missing, or with one too many, is recognized', () => {
  for (const known of NAMES) {
    const typos = [...known].flatMap((_, place) => [
      known.slice(0, place) + known.slice(place + 1),
      `${known.slice(0, place)}x${known.slice(place)}`,
    ]);
    for (const typo of typos) {
      assert.deepEqual(read({ ...URLS, [typo]: 1 }).warnings, [`there is no option ${typo}; did you mean ${known}?`]);
    }
  }
});

test('what options inherit is not given', () => {
  const { settings, warnings } = read(Object.assign(Object.create({ transport: 'rest', clientSecret: 'x' }), URLS));
  assert.deepEqual(settings, { ...DEFAULTS, ...URLS, faults: [] });
  assert.deepEqual(warnings, []);
});

// --- URLs ---

const SOCKET_FAULT = 'websocketUrl: expected a wss: URL (ws: to loopback hosts only)';
const REST_FAULT = 'restUrl: expected a https: URL (http: to loopback hosts only)';

test('URLs are encrypted, or lead to this machine', () => {
  for (const [rest, isGood] of [
    ['s://example.com', true],
    ['s://example.com:8080/path?query=1', true],
    ['S://EXAMPLE.COM', true],
    ['://localhost', true],
    ['://LOCALHOST:3000/path', true],
    ['://127.0.0.1', true],
    ['://127.255.1.9:80', true],
    ['://[::1]', true],
    ['://[0:0:0:0:0:0:0:1]:3000', true],
    // Other spellings of 127.0.0.1, which the URL API knows.
    ['://2130706433', true],
    ['://0x7f.1', true],
    ['://127.1', true],
    ['://example.com', false],
    ['://127.example.com', false],
    ['://127.0.0.1.example.com', false],
    ['://localhost.example.com', false],
    ['://localhost@example.com', false],
    ['://localhost:80@example.com', false],
    ['://example.com#localhost', false],
    ['://example.com/127.0.0.1', false],
    ['://128.0.0.1', false],
    ['://0.0.0.0', false],
    ['://[::2]', false],
    ['://[::ffff:7f00:1]', false],
    ['://', false],
    ['', false],
    [' nonsense', false],
  ]) {
    const socket = read({ websocketUrl: `ws${rest}` });
    assert.deepEqual(socket.faults, isGood ? [] : [SOCKET_FAULT], `ws${rest}`);
    const http = read({ restUrl: `http${rest}`, transport: 'rest' });
    assert.deepEqual(http.faults, isGood ? [] : [REST_FAULT], `http${rest}`);
  }
});

test('a URL has the scheme of its transport', () => {
  for (const url of [
    'https://example.com',
    'http://localhost',
    'file:///localhost',
    'javascript:1',
    'wss:',
    'data:,',
  ]) {
    assert.deepEqual(read({ websocketUrl: url }).faults, [SOCKET_FAULT], url);
  }
  for (const url of ['wss://example.com', 'ws://localhost', 'file:///localhost', 'javascript:1', 'data:,']) {
    assert.deepEqual(read({ restUrl: url, transport: 'rest' }).faults, [REST_FAULT], url);
  }
});

test('the URL of the transport has to be there, the other one only to be right', () => {
  assert.deepEqual(read({ transport: 'rest' }).faults, [REST_FAULT]);
  assert.deepEqual(read({ restUrl: URLS.restUrl }).faults, [SOCKET_FAULT]);
  assert.deepEqual(read({ websocketUrl: URLS.websocketUrl, restUrl: 'ftp://x' }).faults, [REST_FAULT]);
  assert.deepEqual(read({ restUrl: URLS.restUrl, transport: 'rest', websocketUrl: 'ftp://x' }).faults, [SOCKET_FAULT]);
  for (const websocketUrl of [null, 5, '', ['wss://example.com'], new URL(URLS.websocketUrl)]) {
    assert.equal(read({ websocketUrl }).faults[0], 'websocketUrl: expected a non-empty string');
  }
});

test('a relative URL starts at the page', () => {
  globalThis.location = /** @type {any} */ ({ href: 'https://example.com/page' });
  assert.deepEqual(read({ restUrl: '/api', transport: 'rest' }).faults, []);
  assert.deepEqual(read({ restUrl: '//other.example.com', transport: 'rest' }).faults, []);
  assert.deepEqual(read({ websocketUrl: '/socket' }).faults, [SOCKET_FAULT]);
  globalThis.location = /** @type {any} */ ({ href: 'http://localhost:3000/' });
  assert.deepEqual(read({ restUrl: 'api', transport: 'rest' }).faults, []);
  globalThis.location = /** @type {any} */ ({ href: 'http://example.com/' });
  assert.deepEqual(read({ restUrl: 'api', transport: 'rest' }).faults, [REST_FAULT]);
});

// --- When requests count as answered ---

const types = (count) => Array.from({ length: count }, (_, place) => `type${place}`);
const RIGHT_UNTIL = ['completed', 'idle', types(1), types(32), ['Translate', ''], () => true];
const WRONG_UNTIL = ['', 'Completed', 'never', 5, true, null, 5n, Symbol('s'), [], types(33), [5], ['a', null], [[]]];

test('until is one for all actions', () => {
  for (const until of RIGHT_UNTIL) {
    const { settings, faults } = read({ ...URLS, until });
    assert.deepEqual(faults, []);
    for (const action of ACTIONS) assert.deepEqual(readCall(settings, action).until, until);
  }
  for (const until of [...WRONG_UNTIL, new Date(0), new (class {})()]) {
    assert.deepEqual(read({ ...URLS, until }).faults, [`until: ${UNTIL}`]);
  }
});

test('until is one for each action that is named, in any letter case', () => {
  for (const until of RIGHT_UNTIL) {
    const { settings, faults } = read({ ...URLS, until: { CUSTOMERINTERACTION: until, insights: until } });
    assert.deepEqual(faults, []);
    for (const action of ACTIONS) {
      const isNamed = action === 'customerInteraction' || action === 'insights';
      assert.deepEqual(readCall(settings, action).until, isNamed ? until : undefined, action);
    }
  }
  assert.deepEqual(read({ ...URLS, until: {} }).faults, []);
  assert.deepEqual(read({ ...URLS, until: { adjust: undefined, dance: undefined } }).faults, []);
});

test('until for no action, and a wrong one for an action, are faults', () => {
  for (const until of [...WRONG_UNTIL, {}, { adjust: 'idle' }, new Date(0)]) {
    assert.deepEqual(read({ ...URLS, until: { elevate: until } }).faults, [`until.elevate: ${UNTIL}`]);
  }
  for (const name of ['dance', '', 'message', 'constructor', '__proto__', 'until', ' adjust']) {
    const byAction = JSON.parse(`{${JSON.stringify(name)}:"idle"}`);
    assert.deepEqual(read({ ...URLS, until: byAction }).faults, [`until.${name}: ${UNTIL}`]);
  }
});

test('a request knows its until by the number that Rust has for it', () => {
  const { settings } = read(URLS);
  const kind = (until) => readCall(settings, 'interaction', { until }, assert.fail).kind;
  assert.equal(readCall(settings, 'interaction').kind, 0);
  assert.deepEqual([kind('completed'), kind('idle'), kind(() => true)], [0, 1, 2]);
  assert.deepEqual([kind(types(1)), kind(types(2)), kind(types(32))], [3, 4, 34]);
  const { settings: own } = read({ ...URLS, until: { adjust: ['a', 'b'], elevate: 'idle' } });
  assert.deepEqual(
    [readCall(own, 'adjust').kind, readCall(own, 'elevate').kind, readCall(own, 'insights').kind],
    [4, 1, 0],
  );
  assert.equal(readCall(own, 'adjust', { until: 'completed' }, assert.fail).kind, 0);
});

test('a list that names a type twice waits for it once', () => {
  const list = ['a', 'b', 'a'];
  for (const call of [
    readCall(read(URLS).settings, 'adjust', { until: list }, assert.fail),
    readCall(read({ ...URLS, until: list }).settings, 'adjust'),
    readCall(read({ ...URLS, until: { adjust: list } }).settings, 'adjust'),
  ]) {
    // The host finds a type by its first place in the list: a place that it never finds would stay open for ever.
    assert.deepEqual(call.until, ['a', 'b']);
    assert.equal(call.kind, 4);
  }
});

test('a list that its owner changes afterwards stays what it was', () => {
  const list = ['a', 'b'];
  const { settings } = read({ ...URLS, until: list });
  const call = readCall(settings, 'adjust', { until: list }, assert.fail);
  list.push('c');
  assert.deepEqual([call.until, call.kind], [['a', 'b'], 4]);
  assert.deepEqual(readCall(settings, 'adjust').until, ['a', 'b']);
});

// --- A request's own options ---

const call = (options, client = {}) => {
  const warnings = [];
  const read = readCall(readOptions({ ...URLS, ...client }, assert.fail), 'adjust', options, (warning) =>
    warnings.push(warning),
  );
  return { ...read, warnings };
};

test('a request without options goes by the client’s', () => {
  const limits = { firstUpdateTimeoutMs: 2, idleTimeoutMs: 3, idleMs: 4, until: 'idle', resend: 'never' };
  const client = { requestTimeoutMs: 1, ...limits };
  const expected = { timeoutMs: 1, ...limits, kind: 1 };
  assert.deepEqual(call(undefined, client), { ...expected, warnings: [] });
  assert.deepEqual(call({}, client), { ...expected, faults: [], warnings: [] });
  const nothing = Object.fromEntries(
    [
      'timeoutMs',
      'firstUpdateTimeoutMs',
      'idleTimeoutMs',
      'idleMs',
      'until',
      'resend',
      'onUpdate',
      'signal',
      'colour',
    ].map((name) => [name, undefined]),
  );
  assert.deepEqual(call(nothing, client), { ...expected, faults: [], warnings: [] });
});

test('a request’s own options go first', () => {
  const { signal } = new AbortController();
  const own = {
    timeoutMs: 0,
    firstUpdateTimeoutMs: 6,
    idleTimeoutMs: 7.5,
    idleMs: 2 ** 31 - 1,
    until: () => true,
    resend: 'never',
    onUpdate() {},
    signal,
  };
  assert.deepEqual(call(own, { until: 'idle' }), { ...own, kind: 2, faults: [], warnings: [] });
});

test('all that is wrong with a request’s options is listed at once', () => {
  const { faults, warnings } = call({
    timeoutMs: '5',
    firstUpdateTimeoutMs: -1,
    idleTimeoutMs: Infinity,
    idleMs: null,
    until: { adjust: 'idle' },
    onUpdate: 'x',
    signal: 'x',
  });
  assert.deepEqual(faults.slice(0, 7), [
    'timeoutMs: expected a number, 0 or more',
    'firstUpdateTimeoutMs: expected a number, 0 or more',
    'idleTimeoutMs: expected a number, 0 or more',
    'idleMs: expected a number, 0 or more',
    `until: ${UNTIL}`,
    'onUpdate: expected a function',
    'signal: expected an object',
  ]);
  assert.deepEqual(warnings, []);
  for (const until of WRONG_UNTIL) assert.deepEqual(call({ until }).faults, [`until: ${UNTIL}`]);
});

test('a signal is one to listen to', () => {
  assert.deepEqual(call({ signal: new EventTarget() }).faults, []);
  for (const signal of [{}, [], new AbortController(), { addEventListener: 5 }]) {
    assert.deepEqual(call({ signal }).faults, ['signal: expected an AbortSignal']);
  }
  assert.equal(call({ signal: null }).faults[0], 'signal: expected an object');
});

test('a request’s options are an object, and have nothing of the client’s', () => {
  for (const options of [null, 'text', 5, true, () => {}]) {
    assert.deepEqual(call(options).faults, ['options: expected an object']);
  }
  const { faults, warnings, ...rest } = call({ websocketUrl: 'wss://x', clientSecret: 'hush', requestTimeoutMs: 1 });
  assert.deepEqual(faults, []);
  assert.deepEqual(
    warnings,
    ['websocketUrl', 'clientSecret', 'requestTimeoutMs'].map((name) => `a request has no option ${name}`),
  );
  assert.deepEqual({ ...rest, warnings: [] }, call());
});

// --- Anything ---

const anything = fc.oneof(json, fc.anything({ withBigInt: true, withNullPrototype: true, withBoxedValues: true }));

test('any options are read without a throw: a good value, the default, or a fault', () => {
  const fields = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, anything]));
  const inQueue = fc.record({ maxRequests: anything, maxBytes: anything, colour: anything }, { requiredKeys: [] });
  fields.queue = fc.oneof(anything, inQueue);
  fields.until = fc.oneof(anything, fc.record({ adjust: anything, dance: anything }, { requiredKeys: [] }));
  fc.assert(
    fc.property(fc.oneof(anything, fc.record(fields, { requiredKeys: [] })), (options) => {
      const { settings, faults } = read(options);
      for (const fault of faults) assert.match(fault, /^.+: (expected .+|must not be here)$/s);
      for (const name of NUMBERS) assert.ok(settings[name] >= 0 && settings[name] < 2 ** 31);
      for (const [expected, { names, wrong }] of Object.entries(KINDS)) {
        for (const name of names.filter((name) => expected.startsWith('one of '))) {
          const words = expected.split(' ').slice(2);
          assert.ok(words.includes(String(settings[name])), name);
          assert.ok(!wrong.includes(settings[name]), name);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('any options of a request are read without a throw', () => {
  const names = ['timeoutMs', 'firstUpdateTimeoutMs', 'idleTimeoutMs', 'idleMs', 'until', 'onUpdate', 'signal', 'x'];
  const fields = Object.fromEntries(names.map((name) => [name, anything]));
  const { settings } = read(URLS);
  fc.assert(
    fc.property(fc.oneof(anything, fc.record(fields, { requiredKeys: [] })), (options) => {
      const { faults = [], kind, ...read } = readCall(settings, 'adjust', options, () => {});
      for (const fault of faults) assert.match(fault, /^\w+: expected /);
      if (faults.length > 0) return;
      assert.ok(Number.isInteger(kind) && kind >= 0 && kind <= 34);
      for (const name of names.slice(0, 4)) assert.ok(read[name] >= 0 && read[name] < 2 ** 31);
    }),
    { numRuns: 2000 },
  );
});
