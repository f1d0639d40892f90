// A client's options and a request's: read, checked, completed with the defaults. Every fault is found at once.

import { ACTIONS } from './actions.js';
import { hasText, isPlain } from './payload.js';
import { urlParts } from './page.js';

// Each option with what it may be: a non-empty text if nothing is said, a number (milliseconds, unless its name says
// otherwise) by its default, one of several words (the first is the default), or a kind of value. The engine's come first,
// in the order of Rust's `Setting`.
const OPTIONS = /* @__PURE__ */ parse(
  'transport=websocket|rest|auto authRequired=true|false queue=true|false queue.maxRequests=100 queue.maxBytes=1048576 ' +
    'connectionTimeoutMs=30000 tokenTimeoutMs=10000 idleDisconnectMs=0 lateUpdatesMs=5000 correlation=lenient|strict ' +
    'reconnect=true|false reconnect.firstDelayMs=4000 reconnect.baseDelayMs=1000 reconnect.factor=1.7 ' +
    'reconnect.maxDelayMs=9800 reconnect.maxAttempts=0 halfOpenTimeoutMs=10000 maxConnectionAgeMs=6600000 ' +
    'fallbackAfter=3 strictValidation=false|true reconnect.enabled=true|false reconnect.isFinal=function ' +
    'websocketUrl restUrl tokenProvider=function tokenUrl publishableKey authTransport=subprotocol|query ' +
    'organizationId tenantId session=object request=object payloadDefaults=full|compact requestTimeoutMs=30000 ' +
    'firstUpdateTimeoutMs=0 idleTimeoutMs=0 resend=unanswered|never onMetric=function until=until idleMs=1000 ' +
    'deviceInfo=true|false location=false|true|prompt logger=object sdkVersion',
);

/** How many the engine goes by. */
export const ENGINE_COUNT = 20;

// A request's own, in the same way; its numbers replace the client's.
const CALL_OPTIONS = /* @__PURE__ */ parse(
  'timeoutMs=0 firstUpdateTimeoutMs=0 idleTimeoutMs=0 idleMs=0 until=until onUpdate=function signal=object ' +
    'resend=unanswered|never',
);

const UNTIL = '"completed", "idle", a list of up to 32 action types, or a function; by the name of an action';

// What words mean to the engine.
const NUMBERS = { websocket: 0, rest: 1, auto: 2, lenient: 0, strict: 1 };

// However it is spelled, what a server alone may know.
export const SECRET = /client[^a-z]?secret/i;

// The longest time a browser's timer takes: beyond it, it fires at once.
const MAX_NUMBER = 2 ** 31 - 1;

function parse(table) {
  return new Map(table.split(' ').map((entry) => entry.split('=')));
}

const isUntil = (value) =>
  value === 'completed' ||
  value === 'idle' ||
  typeof value === 'function' ||
  (Array.isArray(value) && value.length > 0 && value.length <= 32 && value.every((item) => typeof item === 'string'));

/** The words true and false stand for themselves. */
const meant = (word) => (/^(true|false)$/.test(word) ? word === 'true' : word);

/** A list of the caller's may change, and name a type twice. */
const kept = (value) => (Array.isArray(value) ? [...new Set(value)] : value);

/** What was expected in the place of `value`, if that is not what the table says; and what it is if it is left out. */
function expected(kind, value) {
  if (kind === undefined) return hasText(value) ? undefined : 'a non-empty string';
  if (kind === 'function') return typeof value === kind ? undefined : 'a function';
  if (kind === 'object') return value !== null && typeof value === kind ? undefined : 'an object';
  if (kind === 'until') return isUntil(value) ? undefined : UNTIL;
  if (kind.includes('|')) {
    return kind.split('|').some((word) => meant(word) === value) ? undefined : `one of ${kind.replaceAll('|', ' ')}`;
  }
  return typeof value === 'number' && value >= 0 && value <= MAX_NUMBER ? undefined : 'a number, 0 or more';
}

/** What an option is when it is left out. */
function fallback(kind = 'object') {
  const [word] = kind.split('|');
  return { true: true, false: false }[word] ?? (word === kind ? (/\d/.test(word) ? +word : undefined) : word);
}

/** How many characters have to be added, removed or replaced, letter case aside. */
function distance(a, b) {
  let row = [...b, ''].map((_, index) => index);
  [...a.toLowerCase()].forEach((from, line) => {
    const next = [line + 1];
    [...b.toLowerCase()].forEach((to, cell) => {
      next.push(Math.min(row[cell] + (from !== to), row[cell + 1] + 1, next[cell] + 1));
    });
    row = next;
  });
  return row[b.length];
}

function nearest(name) {
  let least = 4;
  let near;
  for (const known of OPTIONS.keys()) {
    const far = distance(name, known);
    if (far < least) [least, near] = [far, known];
  }
  return near;
}

/** Whether a host, as the URL API writes it, is this machine: only there may a socket be unencrypted. */
const isLoopback = (host) => /^(localhost|\[::1\]|127[\d.]+)$/.test(host);

function checkUrl(settings, name, encrypted, clear) {
  const [scheme, host] = urlParts(settings[name]);
  if (scheme !== encrypted && !(scheme === clear && isLoopback(host))) {
    settings.faults.push(`${name}: expected a ${encrypted} URL (${clear} to loopback hosts only)`);
  }
}

/**
 * Every option by its name (`queue.maxRequests` for what is inside another), and `faults`, the list of what is wrong.
 * `warn` is called about what is no option.
 */
export function readOptions(options, warn) {
  const settings = Object.fromEntries([...OPTIONS].map(([name, kind]) => [name, fallback(kind)]));
  settings.faults = [];
  if (typeof options !== 'object' || options === null) settings.faults.push('options: expected an object');
  else readInto(settings, '', options, warn);
  settings.reconnect &&= settings['reconnect.enabled'];
  const isRest = settings.transport === 'rest';
  if (settings.websocketUrl || !isRest) checkUrl(settings, 'websocketUrl', 'wss:', 'ws:');
  if (settings.restUrl || settings.transport !== 'websocket') checkUrl(settings, 'restUrl', 'https:', 'http:');
  return settings;
}

/** The settings that the engine goes by, as numbers; and the seed of chance. */
export const forEngine = (settings) => [
  ...Object.values(settings)
    .slice(0, ENGINE_COUNT)
    .map((value) => NUMBERS[value] ?? +value),
  Math.random() * 2 ** 32,
];

function readInto(settings, prefix, options, warn) {
  const { faults } = settings;
  for (const [key, value] of Object.entries(options)) {
    const name = prefix + key;
    const kind = OPTIONS.get(name);
    if (value === undefined) continue;
    if (SECRET.test(key)) faults.unshift(`${name}: must not be here`);
    else if (/^(queue|reconnect)$/.test(name) && isPlain(value)) readInto(settings, `${name}.`, value, warn);
    else if (name === 'until' && isPlain(value)) settings.until = readByAction(value, faults);
    else if (OPTIONS.has(name)) {
      const wanted = expected(kind, value);
      if (wanted) faults.push(`${name}: expected ${wanted}`);
      else settings[name] = kept(value);
    } else {
      const near = nearest(name);
      warn(`there is no option ${name}${near ? `; did you mean ${near}?` : ''}`);
    }
  }
}

/** An `until` for each action that one is named for. */
function readByAction(byAction, faults) {
  const known = {};
  for (const [name, until] of Object.entries(byAction)) {
    const action = ACTIONS.find((action) => action.toLowerCase() === name.toLowerCase());
    if (action && isUntil(until)) known[action] = kept(until);
    else if (until !== undefined) faults.push(`until.${name}: expected ${UNTIL}`);
  }
  return known;
}

/**
 * A request's own options over the client's; `kind` is the number that its `until` goes by in Rust. With `options` there
 * is `faults`, the list of what is wrong with them.
 */
export function readCall(settings, action, options, warn) {
  const { requestTimeoutMs, firstUpdateTimeoutMs, idleTimeoutMs, idleMs, resend, until } = settings;
  const call = { __proto__: null, timeoutMs: requestTimeoutMs, firstUpdateTimeoutMs, idleTimeoutMs, idleMs, resend };
  call.until = isPlain(until) ? until[action] : until;
  if (options !== undefined) readOwn(call, options, (call.faults = []), warn);
  call.kind = kindOf(call.until);
  return call;
}

function readOwn(call, options, faults, warn) {
  if (typeof options !== 'object' || options === null) faults.push('options: expected an object');
  else {
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined) continue;
      if (CALL_OPTIONS.has(name)) {
        const wanted = expected(CALL_OPTIONS.get(name), value);
        if (wanted) faults.push(`${name}: expected ${wanted}`);
        call[name] = kept(value);
      } else warn(`a request has no option ${name}`);
    }
    if (call.signal && typeof call.signal.addEventListener !== 'function')
      faults.push('signal: expected an AbortSignal');
  }
}

function kindOf(until) {
  if (Array.isArray(until)) return 2 + until.length;
  return until === 'idle' ? 1 : typeof until === 'function' ? 2 : 0;
}
