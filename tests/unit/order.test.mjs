// Between Rust and JavaScript go numbers: what they count through stands in the same order on both sides. Read from the
// sources, because no side can see the other's.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { ACTIONS } from '../../src/browser/actions.js';
import { STATES } from '../../src/browser/connection.js';
import { errorOf, known, LIMITS } from '../../src/browser/faults.js';
import { COMMANDS, Host } from '../../src/browser/host.js';
import { sight } from '../../src/browser/message.js';
import { ENGINE_COUNT, forEngine, readCall, readOptions } from '../../src/browser/options.js';
import { survey } from '../../src/browser/payload.js';

const source = (file) => readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');

/** The variants of an enum, in their order. */
function variants(file, name) {
  const body = new RegExp(`^pub enum ${name} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(source(file))?.[1];
  const found = [...(body ?? '').matchAll(/^ {4}(\w+)/gm)].map(([, variant]) => variant);
  assert.ok(found.length > 1, `enum ${name} in ${file}`);
  return found;
}

/** A constant's value, in either language. */
function constant(file, name) {
  const found = new RegExp(`\\bconst ${name}\\b[^=]*= r?#?("?)([^;]*?)\\1#?;`).exec(source(file))?.[2];
  assert.ok(found !== undefined, `${name} in ${file}`);
  return found;
}

/** What a match in Rust makes of its arms, by the pattern's last name. */
function arms(file, begin, end, arm) {
  const text = source(file);
  const start = text.indexOf(begin);
  assert.ok(start >= 0, `${begin} in ${file}`);
  return [...text.slice(start, text.indexOf(end, start)).matchAll(arm)].map(([, variant, number]) => [variant, number]);
}

const withPlaces = (names) => names.map((name, place) => [name, String(place)]);
const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);

test('actions', () => {
  assert.deepEqual(ACTIONS, variants('protocol/action.rs', 'Action').map(lowerFirst));
  assert.deepEqual(
    arms('protocol/action.rs', 'fn wire', '\n    }', /Action::(\w+) => "(\w+)"/g),
    ACTIONS.map((action) => [action[0].toUpperCase() + action.slice(1), action.toLowerCase()]),
  );
});

// The host's method for each of the engine's commands.
const METHODS = {
  FetchToken: 'fetchToken',
  OpenSocket: 'buildSocket',
  CloseSocket: 'dropSocket',
  Write: 'write',
  Post: 'post',
  Resolve: 'resolve',
  Reject: 'reject',
  Release: 'release',
  StateChanged: 'stateChanged',
  Opened: 'connectionOpened',
  OpenFailed: 'openFailed',
  Closed: 'connectionClosed',
  Reconnecting: 'retryPlanned',
};

test('commands', () => {
  const commands = variants('engine/command.rs', 'Command');
  const methods = [...commands.map((command) => METHODS[command]), 'wake', 'raise'];
  assert.deepEqual(
    COMMANDS,
    methods.map((method) => Host.prototype[method]),
  );
  assert.equal(+constant('browser/clients.rs', 'WAKE'), methods.indexOf('wake'));
  assert.equal(+constant('browser/clients.rs', 'RAISE'), methods.indexOf('raise'));
  const sent = arms('browser/clients.rs', 'match wanted {', '\n    };', /Command::(\w+)[\s\S]*?\((\d+),/g);
  assert.deepEqual(
    sent.sort(([, one], [, other]) => one - other),
    withPlaces(commands),
  );
  for (const command of COMMANDS) assert.equal(typeof command, 'function');
});

test('states of the connection', () => {
  assert.deepEqual(STATES, variants('engine/link.rs', 'ConnectionState').map(lowerFirst));
  assert.equal(STATES[+constant('browser/connection.js', 'OPEN')], 'open');
});

// The option behind each of the engine's limits.
const OPTIONS = {
  Request: 'requestTimeoutMs',
  FirstUpdate: 'firstUpdateTimeoutMs',
  Idle: 'idleTimeoutMs',
  Connection: 'connectionTimeoutMs',
  Token: 'tokenTimeoutMs',
};

test('limits', () => {
  assert.deepEqual(
    LIMITS,
    variants('protocol/error.rs', 'Limit').map((limit) => OPTIONS[limit]),
  );
});

// What the host answers about each of the engine's details, with the number 7 and the reason `r`.
const DETAILS = {
  None: {},
  Ended: { note: 'cleanup() has ended this client; make a new one' },
  RanOut: { note: 'requestTimeoutMs (7) ran out', details: { option: 'requestTimeoutMs', ms: 7 } },
  Closed: { note: 'r', details: { code: 7, reason: 'r' } },
  Status: { note: 'HTTP status 7', details: { status: 7 } },
  Size: { note: 'more than 131072 bytes', details: { bytes: 7, limit: 131_072 } },
  Empty: { note: 'the answer was empty' },
  Incomplete: { note: 'the answer ended before all that until names had completed' },
};

test('details of faults', () => {
  const details = variants('protocol/error.rs', 'Detail');
  // For the page a connection was closed, whether it opens again or not.
  assert.equal(details.pop(), 'Lost');
  assert.match(source('browser/clients.rs'), /Detail::Closed\(code, _\) \| Detail::Lost\(code, _\) =>/);
  assert.deepEqual(
    arms('browser/clients.rs', 'match fault.detail {', '\n    };', /Detail::(\w+).*? => \((\d+),/g),
    withPlaces(details),
  );
  assert.match(source('browser/clients.rs'), /fault\.code as u32 \| u32::from\(.*\) << 8 \| kind << 9 \| limit << 16/);
  details.forEach((detail, kind) => {
    assert.deepEqual(known(kind << 9, 7, 'r'), { ...DETAILS[detail], retryable: false }, detail);
  });
  assert.equal(+constant('protocol/limits.rs', 'MAX_ENVELOPE_BYTES').replace('_', ''), DETAILS.Size.details.limit);
});

test('error codes: every one that is named here is in the table', () => {
  const codes = [...source('protocol/error.rs').matchAll(/^ {4}(\w+) = "(\w+)", "(\w+)", (true|false),$/gm)];
  const table = [
    ...codes.map(([, , name, category, retryable]) => [name, category, retryable === 'true', 'm', 'a']),
    0,
  ];
  assert.ok(codes.length > 20);
  const folder = new URL('../../src/browser/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    for (const [, name] of source(`browser/${file}`).matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)) {
      assert.equal(errorOf(table, name).code, name);
    }
  }
});

// The option behind each of the engine's settings.
const SETTINGS = {
  Transport: 'transport',
  AuthRequired: 'authRequired',
  Queue: 'queue',
  QueueRequests: 'queue.maxRequests',
  QueueBytes: 'queue.maxBytes',
  ConnectionMs: 'connectionTimeoutMs',
  TokenMs: 'tokenTimeoutMs',
  IdleDisconnectMs: 'idleDisconnectMs',
  LateUpdatesMs: 'lateUpdatesMs',
  StrictCorrelation: 'correlation',
  Reconnect: 'reconnect',
  FirstDelayMs: 'reconnect.firstDelayMs',
  BaseDelayMs: 'reconnect.baseDelayMs',
  Factor: 'reconnect.factor',
  MaxDelayMs: 'reconnect.maxDelayMs',
  MaxAttempts: 'reconnect.maxAttempts',
  HalfOpenMs: 'halfOpenTimeoutMs',
  MaxAgeMs: 'maxConnectionAgeMs',
  FallbackAfter: 'fallbackAfter',
  AwaitValidator: 'strictValidation',
};

test('kinds of what strict validation checks', () => {
  const kinds = variants('strict/mod.rs', 'Kind');
  assert.deepEqual(
    ['PARAMS', 'ENVELOPE', 'BARE'].map((name) => kinds[+constant('browser/host.js', name)]),
    ['Params', 'AnswerEnvelope', 'SuperpowerMessage'],
  );
});

test('settings, and their defaults', () => {
  const settings = variants('engine/config.rs', 'Setting');
  const { faults: _, ...options } = readOptions({ websocketUrl: 'wss://example.com' }, assert.fail);
  assert.deepEqual(
    Object.keys(options).slice(0, ENGINE_COUNT),
    settings.slice(0, -1).map((setting) => SETTINGS[setting]),
  );
  assert.equal(settings.at(-1), 'Seed');
  const written = /impl Default for Config[\s\S]*?Config\(\[([\s\S]*?)\]\)/.exec(source('engine/config.rs'))?.[1];
  const numbers = written?.match(/[\d_.]+/g)?.map((number) => +number.replaceAll('_', ''));
  const read = (options) => forEngine(readOptions({ websocketUrl: 'wss://example.com', ...options }, assert.fail));
  assert.deepEqual(read({}).slice(0, -1), numbers?.slice(0, -1));
  const seeds = Array.from({ length: 20 }, () => read({}).at(-1));
  assert.ok(new Set(seeds).size > 15 && seeds.every((seed) => seed >= 0 && seed < 2 ** 32), `${seeds}`);
  const of = (setting, options) => read({ restUrl: 'https://example.com', ...options })[settings.indexOf(setting)];
  assert.deepEqual(
    ['websocket', 'rest', 'auto'].map((transport) => of('Transport', { transport })),
    [0, 1, 2],
  );
  assert.match(source('engine/rest.rs'), /fn is_rest_only[^}]*== 1\.0[\s\S]*fn is_auto[^}]*== 2\.0/);
  assert.deepEqual(
    [false, { enabled: false }, { enabled: true }, true].map((reconnect) => of('Reconnect', { reconnect })),
    [0, 0, 1, 1],
  );
  assert.deepEqual(
    ['lenient', 'strict'].map((correlation) => of('StrictCorrelation', { correlation })),
    [0, 1],
  );
});

// What happens in the life of a page, by the name it has in JavaScript.
test('the life of a page', () => {
  variants('engine/handover.rs', 'Life').forEach((life, place) => {
    assert.equal(+constant('browser/life.js', life.toUpperCase()), place, life);
  });
});

test('answers of the engine: how far a superpower is, verdicts, shares', () => {
  const number = (name) => +constant('browser/host.js', name);
  const states = variants('protocol/inbound.rs', 'State');
  assert.equal(states[number('ERROR')], 'Error');
  const verdicts = variants('engine/until.rs', 'Verdict');
  assert.deepEqual(
    ['RESOLVE', 'REJECT', 'ASK'].map((name) => verdicts[number(name)]),
    ['Resolve', 'Reject', 'Ask'],
  );
  const shares = variants('engine/rest.rs', 'Share');
  assert.deepEqual(
    ['FORGET', 'NOTHING', 'ERRORS'].map((name) => shares[number(name)]),
    ['Forget', 'Nothing', 'Errors'],
  );
  assert.equal(shares.length, 4);
});

test('when a request counts as answered', () => {
  const settings = readOptions({ websocketUrl: 'wss://example.com' }, assert.fail);
  const kind = (until) => String(readCall(settings, 'adjust', { until }, assert.fail).kind);
  assert.deepEqual(arms('engine/until.rs', 'match number {', '\n        }', /(\d) => Until::(\w+)/g), [
    [kind('completed'), 'Completed'],
    [kind('idle'), 'Idle'],
    [kind(() => true), 'Asked'],
  ]);
  assert.match(
    source('engine/until.rs'),
    /_ => Until::Types\(u32::MAX >> \(MAX_TYPES \+ 2\)\.saturating_sub\(number\)\)/,
  );
  const longest = +constant('engine/until.rs', 'MAX_TYPES');
  const list = (count) => Array.from({ length: count }, (_, place) => `type${place}`);
  assert.deepEqual([kind(list(1)), kind(list(longest))], ['3', String(2 + longest)]);
  assert.equal(readCall(settings, 'adjust', { until: list(longest + 1) }, assert.fail).faults.length, 1);
});

test('places of a payload', () => {
  const places = JSON.parse(constant('protocol/required.rs', 'TABLE'));
  assert.equal(places.length, variants('protocol/required.rs', 'Place').length);
  const right = { object: {}, string: 'x', array: [1] };
  places.forEach(([path, kind], place) => {
    const payload = path.split('.').reduceRight((inner, name) => ({ [name]: inner }), right[kind]);
    assert.equal((survey(payload) >> (2 * place)) & 3, 1, path);
    assert.equal(survey(payload) >> (2 * place + 2), 0, path);
  });
});

test('the words that messages are seen by', () => {
  const actionType = constant('protocol/inbound.rs', 'ERROR_ACTION_TYPE');
  assert.equal(sight({ actionType }), 10 << 9);
  assert.match(source('protocol/inbound.rs'), /is_error_type = action_type == 10;/);
  assert.equal(sight({ headers: { schemaRef: constant('protocol/inbound.rs', 'ERROR_SCHEMA') } }), 1 | 4);
});
