// What the options at the start and the bodies for the control endpoint may look like, as JSON Schemas: a misspelt field
// is told, not ignored.
import Ajv2020 from 'ajv/dist/2020.js';

export const closed = (properties, required = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const ms = { type: 'number', minimum: 0 };
const bytes = { type: 'integer', minimum: 0, maximum: 1 << 29 };
const text = { type: 'string' };
const flag = { type: 'boolean' };
const connection = { type: 'integer' };
const httpStatus = { type: 'integer', minimum: 200, maximum: 599 };
const list = (items) => ({ type: 'array', items });
// The codes that may stand in a close frame.
const closeCode = {
  type: 'integer',
  anyOf: [
    { minimum: 1000, maximum: 1003 },
    { minimum: 1007, maximum: 1014 },
    { minimum: 3000, maximum: 4999 },
  ],
};
const closing = closed({ code: closeCode, reason: text });

const message = closed({
  delayMs: ms,
  form: { enum: ['envelope', 'bare', 'raw'] },
  body: true,
  correlationId: { type: ['string', 'null'] },
  schemaRef: text,
  text,
  base64: text,
  repeat: { type: 'integer', minimum: 0 },
  size: bytes,
});

const answer = closed({
  action: text,
  messages: list(message),
  close: closing,
  silent: flag,
  drop: flag,
  status: httpStatus,
});

const SETTINGS = {
  form: { enum: ['envelope', 'bare'] },
  errorForm: { enum: ['superpower', 'top-level', 'actionType'] },
  oversize: { enum: ['close', 'error'] },
  limitBytes: bytes,
  answerDelayMs: ms,
  chunkDelayMs: ms,
  tokenDelayMs: ms,
  handshakeDelayMs: ms,
  strict: flag,
  authRequired: flag,
  tokenTtlMs: { type: 'number' },
  logLimit: { type: 'integer', minimum: 1 },
  logBytes: { type: 'integer', minimum: 1 },
  tokenLimit: { type: 'integer', minimum: 1 },
  clientId: text,
  clientSecret: text,
};

const SHAPES = {
  start: closed({
    port: { type: 'integer', minimum: 0, maximum: 65_535 },
    origins: list(text),
    static: list(
      closed({ path: text, dir: text, headers: { type: 'object', additionalProperties: text } }, ['path', 'dir']),
    ),
    schemaFile: text,
    schema: { type: 'object' },
    ...SETTINGS,
  }),
  config: closed(SETTINGS),
  script: closed({ answers: list(answer) }, ['answers']),
  push: closed({ connection, messages: list(message) }, ['messages']),
  close: closed({ connection, code: closeCode, reason: text }),
  drop: closed({ connection }),
  token: closed({ answers: list(closed({ status: httpStatus, body: true, delayMs: ms, hang: flag, text })) }, [
    'answers',
  ]),
  handshake: closed(
    {
      answers: list(
        closed({
          status: { type: 'integer', minimum: 100, maximum: 599 },
          hang: flag,
          delayMs: ms,
          protocol: { type: ['string', 'null'] },
        }),
      ),
    },
    ['answers'],
  ),
};

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false, verbose: true });
// The reason in a close frame is limited in bytes, not in characters.
ajv.addKeyword({
  keyword: 'maxBytes',
  type: 'string',
  schemaType: 'number',
  error: { message: ({ schema }) => `must have at most ${schema} bytes` },
  validate: (limit, data) => Buffer.byteLength(data) <= limit,
});

function explain({ instancePath, message: problem, params, parentSchema }) {
  const where = instancePath || 'what is given';
  if (params.additionalProperty !== undefined) {
    const allowed = Object.keys(parentSchema.properties).join(', ');
    return `${where} ${problem}: ${params.additionalProperty}; allowed are ${allowed}`;
  }
  const what = params.allowedValues?.map(String).join(', ');
  return `${where} ${problem}${what ? `: ${what}` : ''}`;
}

/** @returns {(value: unknown) => string[]} every fault of a value, in words */
export function compileShape(schema) {
  const check = ajv.compile(schema);
  return (value) => (check(value) ? [] : check.errors.map(explain));
}

const checks = Object.fromEntries(Object.entries(SHAPES).map(([name, schema]) => [name, compileShape(schema)]));

/** @throws {TypeError} that lists every fault */
export function checkShape(name, body) {
  const errors = checks[name](body);
  const where = name === 'start' ? 'startSandbox' : `control/${name}`;
  if (errors.length) throw new TypeError(`${where}: ${errors.join('; ')}`);
}
