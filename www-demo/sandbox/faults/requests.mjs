// Faults of what is asked and answered once: handshakes, tokens, REST. Each gives the instruction that a script would
// give, in the same words; see `handshake.mjs`, `auth.mjs` and `rest.mjs`.
import { choice, duration, option, reason, status, text } from './options.mjs';

const anyStatus = option(
  { type: 'integer', minimum: 100, maximum: 599, not: { const: 101 } },
  'the HTTP status, any but 101',
  503,
);

const HANDSHAKE = [
  {
    name: 'refuse',
    does: 'Refuses the handshake: with an HTTP status, or by cutting TCP without an answer.',
    options: {
      status: anyStatus,
      how: choice(['status', 'fin', 'reset'], 'with the status, or without an answer', 'status'),
    },
    instruct: ({ how, status: code }) => (how === 'status' ? { status: code } : { drop: how }),
  },
  {
    name: 'reject-token',
    does: 'Uses the token up and rejects it: with an HTTP status, or by opening and closing at once.',
    options: {
      how: choice(['status', 'close'], 'instead of opening, or after it', 'status'),
      status: { ...anyStatus, default: 401 },
      code: option(
        { type: 'integer', minimum: 0, maximum: 65_535 },
        'with `how: "close"`: the code of the close frame',
        1008,
      ),
      reason: { ...reason, default: 'token rejected' },
    },
    instruct: ({ how, status: refusal, code, reason: words }) => ({
      reject: how === 'status' ? { status: refusal } : { close: { code, reason: words } },
    }),
  },
  {
    name: 'handshake-delay',
    does: 'Answers the handshake later.',
    options: { ms: duration('how much later') },
    instruct: ({ ms }) => ({ delayMs: ms }),
  },
  {
    name: 'handshake-hang',
    does: 'Never answers the handshake.',
    options: {},
    instruct: () => ({ hang: true }),
  },
  {
    name: 'handshake-protocol',
    does: 'Selects another subprotocol than it should.',
    options: { protocol: option({ type: ['string', 'null'] }, 'the subprotocol; null selects none', null) },
    instruct: ({ protocol }) => ({ protocol }),
  },
];

const TOKEN_GARBAGE = {
  text: 'no JSON at all',
  html: '<!doctype html><title>Sign in</title>',
  empty: '',
  truncated: '{"token": "',
  // JSON, but no token in it.
  object: '{}',
};

const TOKEN = [
  {
    name: 'token-delay',
    does: 'Answers for tokens later.',
    options: { ms: duration('how much later') },
    instruct: ({ ms }) => ({ delayMs: ms }),
  },
  {
    name: 'token-status',
    does: 'Answers for tokens with a status instead of a token.',
    options: { status: status('the HTTP status', 503), body: text('the body of the answer', '') },
    instruct: ({ status: code, body }) => ({ status: code, text: body }),
  },
  {
    name: 'token-hang',
    does: 'Never answers for tokens.',
    options: {},
    instruct: () => ({ hang: true }),
  },
  {
    name: 'token-garbage',
    does: 'Answers for tokens with a body that holds none: no JSON, a page, nothing, half an object, an empty object.',
    options: {
      what: choice(Object.keys(TOKEN_GARBAGE), 'what is sent', 'text'),
      status: status('the HTTP status', 200),
    },
    instruct: ({ what, status: code }) => ({ status: code, text: TOKEN_GARBAGE[what] }),
  },
];

const REST = [
  {
    name: 'rest-delay',
    does: 'Answers REST later.',
    options: { ms: duration('how much later') },
    instruct: ({ ms }) => ({ delayMs: ms }),
  },
  {
    name: 'rest-status',
    does: 'Answers REST with a status instead of an answer.',
    options: { status: status('the HTTP status', 503), body: text('the body of the answer', '') },
    instruct: ({ status: code, body }) => ({ status: code, text: body }),
  },
  {
    name: 'rest-swallow',
    does: 'Reads and logs REST requests, but never answers them.',
    options: {},
    instruct: () => ({ silent: true }),
  },
];

export const REQUEST_FAULTS = [
  ...HANDSHAKE.map((fault) => ({ place: 'handshake', ...fault })),
  ...TOKEN.map((fault) => ({ place: 'token', ...fault })),
  ...REST.map((fault) => ({ place: 'rest', ...fault })),
];
