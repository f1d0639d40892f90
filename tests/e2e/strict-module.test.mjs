// The modules of strict validation as they are shipped, against the schema that is shipped with them. They run in Node as
// they do in a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { withoutPage } from './engines.mjs';
import { superpower } from './helper.mjs';

const schema = JSON.parse(readFileSync(new URL('../../pkg/schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(schema, 'contract');

// What can be checked, by the module's names and the schema's.
const KINDS = { payload: 'Params', envelope: 'AnswerEnvelope', message: 'SuperpowerMessage' };
const NAMES = Object.keys(KINDS);
const bySchema = Object.values(KINDS).map((name) => ajv.getSchema(`contract#/$defs/${name}`));

const MODULES = await Promise.all(
  ['strict.js', 'strict-js.js'].map(async (file) => [file, (await import(`../../pkg/${file}`)).start()]),
);

const answer = {
  ...superpower('interaction'),
  message: { results: [{ response: [{ content: 'text', error_code: 'NO' }, { error_code: 5 }], score: 0.5 }] },
  error: { code: 'X', message: 'text' },
};

const SAMPLES = [
  {
    headers: { networkLatencyMs: 1.5, timestamp: 'now' },
    session: { channel: { medium: 'chat', metadata: [1, 'a'] }, interface: { name: 'n' }, sessionId: 's' },
    request: {
      requestId: '1',
      a2a: [{ id: '1' }],
      settings: { disableStream: true, maxResponseLength: 10 },
      scope: {
        conversations: [{ participants: [{ role: 'user' }], messages: [{ content: 'Hello' }], metadata: { a: 1 } }],
        products: [{ id: '1' }],
        tickets: [{ anything: [] }],
      },
      resources: { links: [{ html: false, expires_at: 'x' }], offers: [{ id: 1 }] },
    },
  },
  { headers: { correlationId: '1', action: 'interaction', schemaRef: 'optave.response.v3' }, payload: answer },
  answer,
];

/** Every place in a value, as the keys that lead there. */
function places(value, path = []) {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inside.flatMap(([key, item]) => places(item, [...path, key]))];
}

function replaced(value, [key, ...rest], by) {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(value[key], rest, by);
  return copy;
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(0, -1, 1.5, 2 ** 32 - 1, 2 ** 32, 1e300, '', [], {}, null, true),
);

for (const [file, check] of MODULES) {
  withoutPage(`${file} agrees with the schema on whatever stands anywhere`, () => {
    let wrong = 0;
    fc.assert(
      fc.property(fc.nat(2), fc.array(fc.tuple(fc.nat(1000), anything), { maxLength: 4 }), (kind, changes) => {
        let value = SAMPLES[kind];
        for (const [place, by] of changes) {
          const found = places(value);
          value = replaced(value, found[place % found.length], by);
        }
        const faults = check(NAMES[kind], value);
        assert.equal(faults.length === 0, bySchema[kind](value), JSON.stringify([value, faults]));
        wrong += faults.length > 0;
      }),
      { numRuns: 2000 },
    );
    assert.ok(wrong > 200 && wrong < 1950, `${wrong} of 2000 were wrong`);
  });

  withoutPage(`${file} knows the ends of a whole number's range`, () => {
    const isRight = (maxResponseLength) =>
      check('payload', { request: { settings: { maxResponseLength } } }).length === 0;
    assert.deepEqual([0, 2 ** 31, 2 ** 32 - 1].map(isRight), [true, true, true]);
    assert.deepEqual([-1, 0.5, 2 ** 32].map(isRight), [false, false, false]);
  });

  withoutPage(`${file} says the place and the kinds`, () => {
    assert.deepEqual(
      check('payload', { request: { scope: { conversations: [{}, { messages: [{}, {}, { timestamp: 5 }] }] } } }),
      ['request.scope.conversations[1].messages[2].timestamp: expected string, got number'],
    );
    const kinds = { null: null, boolean: true, number: 5, array: [], object: {} };
    for (const [name, value] of Object.entries(kinds)) {
      const faults = check('message', { action: value });
      assert.deepEqual(faults, name === 'null' ? [] : [`action: expected string, got ${name}`]);
    }
  });

  withoutPage(`${file} survives what JSON never holds`, () => {
    const circle = {};
    circle.request = circle;
    assert.deepEqual(check('payload', circle), [], 'a circle of unknown fields passes');
    const hostile = [
      { request: { requestId: circle } },
      {
        get request() {
          throw new Error('no');
        },
      },
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('no');
          },
        },
      ),
      { request: Symbol('s') },
      { request: 5n ** 99n },
      { request: () => 1 },
      { request: new Set([1]) },
      { headers: { networkLatencyMs: NaN } },
      { request: { requestId: new Date() } },
      { request: { requestId: new Uint8Array(3) } },
      Symbol('whole'),
    ];
    for (const value of hostile) {
      const faults = check('payload', value);
      assert.ok(
        faults.length > 0 && faults.every((line) => typeof line === 'string' && line.includes(': ')),
        `${faults}`,
      );
    }
    assert.deepEqual(check('payload', { headers: { networkLatencyMs: NaN } }), [
      'headers.networkLatencyMs: expected number, got a number that JSON does not have',
    ]);
    assert.deepEqual(check('payload', SAMPLES[0]), [], 'and goes on');
    assert.deepEqual(check('nothing', 5), [], 'what nobody knows is not checked');
  });

  withoutPage(`${file} looks at no more than it must, however deep or large`, () => {
    let deep = {};
    for (let level = 0; level < 100_000; level++) deep = { deep };
    assert.deepEqual(check('message', { ...answer, deep }), []);
    const result = { response: [{ content: 'x'.repeat(20) }] };
    const large = (length, last = result) => ({
      ...answer,
      message: { results: Array.from({ length }, (_, place) => (place === length - 1 ? last : result)) },
    });
    const timed = (length) => {
      const begin = performance.now();
      assert.deepEqual(check('message', large(length)), []);
      return performance.now() - begin;
    };
    // The first warms up.
    const [, few, many] = [5_000, 20_000, 100_000].map(timed);
    assert.ok(many < 15 * few, `five times as many took ${Math.round(many)} ms instead of ${Math.round(few)}`);
    assert.deepEqual(check('message', large(100_000, 1)), ['message.results[99999]: expected object, got number']);
  });
}
