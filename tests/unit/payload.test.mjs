// The merge: what the caller gives over what is there already.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compose, fillSession, isPlain, moveLegacy, overlay, print, strayKey } from '../../src/browser/payload.js';
import { deepFreeze, json, jsonObject, sent } from './helper.mjs';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The merge as anybody would write it first, over JSON only. */
function reference(base, over) {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    if (key === '__proto__') continue;
    merged.set(key, isObject(merged.get(key)) && isObject(value) ? reference(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

test('the merge agrees with a naive one on arbitrary JSON', () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (base, over) => {
      assert.deepEqual(overlay(base, over), reference(base, over));
      assert.equal(JSON.stringify(overlay(base, over)), JSON.stringify(reference(base, over)));
    }),
    { numRuns: 2000 },
  );
});

test('the merge never changes what it is given', () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (base, over) => {
      const before = JSON.stringify([base, over]);
      overlay(deepFreeze(base), deepFreeze(over));
      assert.equal(JSON.stringify([base, over]), before);
    }),
  );
});

test('merging the same once more changes nothing', () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (base, over) => {
      const once = overlay(base, over);
      assert.deepEqual(overlay(once, over), once);
    }),
  );
});

test('merging nothing is a copy, and merging over nothing takes all but __proto__', () => {
  fc.assert(
    fc.property(jsonObject, (value) => {
      assert.deepEqual(overlay(value, {}), value);
      assert.notEqual(overlay(value, {}), value);
      const { ['__proto__']: _, ...others } = value;
      assert.deepEqual(overlay({}, value), others);
    }),
  );
});

test('an own key __proto__ is inert and never copied', () => {
  const evil = JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":2},"constructor":{"x":1}}}');
  const merged = overlay({ a: { b: 1 } }, evil);
  assert.deepEqual(Object.keys(merged), ['a']);
  assert.deepEqual(Object.keys(merged.a), ['b', 'constructor']);
  assert.equal(Object.getPrototypeOf(merged), Object.prototype);
  assert.equal(Object.getPrototypeOf(merged.a), Object.prototype);
  assert.equal('polluted' in merged || 'polluted' in merged.a || 'polluted' in {}, false);
  fc.assert(
    fc.property(jsonObject, jsonObject, (base, over) => {
      const names = Object.getOwnPropertyNames(Object.prototype);
      const merged = overlay(base, over);
      assert.equal(Object.getPrototypeOf(merged), Object.prototype);
      assert.equal(Object.hasOwn(merged, '__proto__'), Object.hasOwn(base, '__proto__'));
      assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), names);
    }),
  );
});

test('inherited and hidden keys are not read, from neither side', () => {
  const over = Object.create(Object.assign(Object.create(null), { inherited: 1 }), {
    shown: { value: 2, enumerable: true },
    hidden: { value: 3, enumerable: false },
  });
  assert.equal(isPlain(over), true);
  assert.deepEqual(overlay({}, over), { shown: 2 });
});

test('what a page adds to Object.prototype is in no payload', (t) => {
  t.after(() => {
    for (const key of ['request', 'content', 'a']) delete Object.prototype[key];
  });
  Object.assign(Object.prototype, { request: { requestId: 'polluted' }, content: 'polluted', a: { polluted: 1 } });
  assert.deepEqual(sent(overlay({}, { a: { own: 1 } })), { a: { own: 1 } });
  assert.deepEqual(sent(composed({}).payload), sent({ ...BASE, request: { ...BASE.request, requestId: 'new id' } }));
  assert.deepEqual(composed({}).warnings, []);
});

test('undefined is not given; null, empty, false and 0 are, and win', () => {
  const base = { a: 1, b: { c: 2, d: 3 }, e: [1] };
  assert.deepEqual(overlay(base, { a: undefined, b: undefined, e: undefined, f: undefined }), base);
  assert.deepEqual(overlay(base, { a: null, b: { c: null, d: undefined }, e: null }), {
    a: null,
    b: { c: null, d: 3 },
    e: null,
  });
  assert.deepEqual(overlay(base, { b: null }).b, null);
  assert.deepEqual(overlay(base, { a: '', b: false, e: 0 }), { a: '', b: false, e: 0 });
});

test('an array replaces whole, in both directions', () => {
  fc.assert(
    fc.property(json, fc.array(json), (below, array) => {
      assert.equal(overlay({ key: below }, { key: array }).key, array);
      assert.equal(overlay({ key: array }, { key: 'text' }).key, 'text');
      assert.deepEqual(overlay({ key: array }, { key: { a: 1 } }).key, { a: 1 });
    }),
  );
});

test('keys that only one side has stay, at every depth', () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (base, over) => {
      const merged = overlay(base, over);
      for (const key of Object.keys(base)) assert.ok(Object.hasOwn(merged, key));
      for (const key of Object.keys(over)) assert.ok(key === '__proto__' || Object.hasOwn(merged, key));
    }),
  );
});

test('objects of a class are merged by their own fields, and not changed', () => {
  class Cursor {
    since = 'then';
    get inherited() {
      return 'no';
    }
  }
  const cursor = Object.freeze(new Cursor());
  assert.deepEqual(overlay({ key: { a: 1 } }, { key: cursor }).key, { a: 1, since: 'then' });
  assert.deepEqual(overlay({ key: cursor }, { key: { a: 1 } }).key, { since: 'then', a: 1 });
});

test('what is no object of fields replaces, as JSON writes it', () => {
  for (const value of [new Map(), /x/, () => {}, new Error('x'), new String('x'), [1]]) {
    assert.equal(isPlain(value), false);
    assert.equal(overlay({ key: { a: 1 } }, { key: value }).key, value);
  }
  assert.equal(overlay({ key: { a: 1 } }, { key: new Date(0) }).key, '1970-01-01T00:00:00.000Z');
  assert.deepEqual(overlay({ key: { a: 1 } }, { key: { b: 2, toJSON: () => ({ c: 3 }) } }).key, { a: 1, c: 3 });
});

test('a toJSON that a page gives all lists or all objects changes nothing of what is printed', (t) => {
  t.after(() => {
    for (const { prototype } of [Array, Object]) delete prototype.toJSON;
  });
  const value = { list: [1, { a: [2] }], when: new Date(0), text: 'x', nothing: undefined };
  const printed = JSON.stringify(value);
  assert.equal(print(value), printed);
  for (const { prototype } of [Array, Object]) {
    prototype.toJSON = () => 'spoilt';
    assert.equal(print(value), printed);
    assert.deepEqual(overlay({ list: [0] }, value).list, value.list);
    delete prototype.toJSON;
  }
});

test('keys that a page has locked on all prototypes can be given', (t) => {
  t.after(() => delete Object.prototype.locked);
  Object.defineProperty(Object.prototype, 'locked', { value: 'no', configurable: true });
  assert.deepEqual(overlay({ a: 1 }, { locked: 'yes' }), { a: 1, locked: 'yes' });
});

test('an object that holds itself is left for JSON.stringify to explain', () => {
  const over = { a: { b: 1 } };
  over.a.self = over;
  const merged = overlay({ a: { c: 1 } }, over);
  assert.throws(() => JSON.stringify(merged), /circular/i);
});

test('the first stray key of params is named, undefined ones are not there', () => {
  assert.equal(strayKey({}), undefined);
  assert.equal(strayKey({ session: {}, request: null, headers: 1, other: undefined }), undefined);
  assert.equal(strayKey({ session: {}, requests: {}, message: 1 }), 'requests');
  assert.equal(strayKey(Object.create({ inherited: 1 })), undefined);
  assert.equal(strayKey(JSON.parse('{"__proto__":1}')), '__proto__');
});

const KNOWN = deepFreeze({
  session: { sessionId: 'known' },
  channel: { browser: 'Safari 17.0', language: undefined, deviceInfo: '' },
  interface: { language: 'de' },
});
const filled = (session) => sent(fillSession(deepFreeze({ session, request: {} }), KNOWN)).session;

test('what the page knows stands where nothing was given', () => {
  assert.deepEqual(
    filled({ sessionId: '', channel: { browser: '', language: '', medium: 'chat' }, interface: { language: '' } }),
    {
      sessionId: 'known',
      channel: { browser: 'Safari 17.0', language: '', medium: 'chat' },
      interface: { language: 'de' },
    },
    'a default stays where nothing is known',
  );
});

test('what was given is not overwritten, null included', () => {
  const given = { sessionId: 'mine', channel: { browser: null }, interface: { language: 'fr' } };
  assert.deepEqual(filled(given), given);
  for (const wrong of [null, 'text', 5, []]) {
    const given = { sessionId: 'mine', channel: wrong, interface: wrong };
    assert.deepEqual(filled(given), given);
    assert.deepEqual(filled(wrong), wrong);
  }
});

test('what a page adds to Object.prototype is no reason to leave something out', (t) => {
  t.after(() => delete Object.prototype.sessionId);
  Object.prototype.sessionId = 'polluted';
  assert.equal(filled({}).sessionId, 'known');
});

test('a session without channel and interface is completed with what is known', () => {
  const whole = { sessionId: 'known', channel: { browser: 'Safari 17.0' }, interface: { language: 'de' } };
  assert.deepEqual(filled({}), whole);
  assert.deepEqual(filled(undefined), whole);
  const nothing = { session: { sessionId: 'known' }, channel: { language: undefined }, interface: { language: '' } };
  const session = { sessionId: 'known', channel: {}, interface: {} };
  assert.deepEqual(sent(fillSession({ request: {} }, nothing)), { request: {}, session });
});

const BASE = deepFreeze({
  session: { sessionId: 'known', channel: { browser: 'Safari 17.0', medium: 'chat' }, interface: { language: 'de' } },
  request: { requestId: '', attributes: { content: '', variant: 'A' }, scope: { conversations: [] } },
});
const composed = (params, base = BASE) => {
  const warnings = [];
  const payload = compose(base, deepFreeze(params), KNOWN, 'new id', false, (name) => warnings.push(name));
  return { payload, warnings, request: payload.request };
};

test('a request gets an id unless it has one', () => {
  assert.equal(composed({}).request.requestId, 'new id');
  assert.equal(composed({ request: { requestId: 'mine' } }).request.requestId, 'mine');
  assert.equal(composed({ request: { requestId: '' } }).request.requestId, 'new id');
  assert.equal(composed({}, deepFreeze({ session: {} })).payload.request, undefined);
});

test('headers, and what params inherit, are not part of the payload', () => {
  assert.deepEqual(Object.keys(composed({ headers: { traceId: 't' } }).payload), ['session', 'request']);
  const inherited = Object.create({ request: { requestId: 'inherited' }, session: { sessionId: 'inherited' } });
  const { payload } = composed(inherited);
  assert.equal(payload.request.requestId, 'new id');
  assert.equal(payload.session.sessionId, 'known');
});

test('what a caller empties in the session is filled in again', () => {
  const { payload } = composed({ session: { sessionId: '', channel: { browser: '', medium: 'voice' } } });
  assert.deepEqual(sent(payload.session), {
    sessionId: 'known',
    channel: { browser: 'Safari 17.0', medium: 'voice' },
    interface: { language: 'de' },
  });
});

test('variation and content of earlier versions move to the attributes', () => {
  const both = composed({ request: { variation: 'b', content: 'text' } });
  assert.deepEqual(both.request.attributes, { content: 'text', variant: 'B' });
  assert.deepEqual(Object.keys(both.request), ['requestId', 'attributes', 'scope']);
  assert.deepEqual(both.warnings, ['variation', 'content']);
  assert.deepEqual(composed({ request: { variation: 'b' } }).warnings, ['variation']);
  assert.deepEqual(composed({ request: { content: 'b' } }).warnings, ['content']);
  assert.deepEqual(composed({ request: { content: undefined } }).warnings, []);
  assert.deepEqual(composed({}).warnings, []);
});

test('those in an integrator’s defaults move as well', () => {
  const request = { requestId: '', content: 'old', attributes: { content: '', variant: 'A' } };
  assert.equal(moveLegacy(request, deepFreeze({ content: 'old' }), 'content', 'content'), true);
  assert.deepEqual(request, { requestId: '', attributes: { content: 'old', variant: 'A' } });
  assert.equal(moveLegacy(request, undefined, 'content', 'content'), false);
  for (const none of [undefined, null, 'text', []]) assert.equal(moveLegacy(none, none, 'content', 'content'), false);
});

test('attributes that are given go before those of earlier versions', () => {
  const attributes = { variant: 'c', content: '' };
  const { request, warnings } = composed({ request: { variation: 'b', content: 'old', attributes } });
  assert.deepEqual(request.attributes, { variant: 'C', content: '' });
  assert.equal('variation' in request || 'content' in request, false);
  assert.deepEqual(warnings, ['variation', 'content']);
  const inherited = {
    attributes: Object.create(Object.assign(Object.create(null), { content: 'no' })),
    content: 'old',
  };
  assert.equal(composed({ request: inherited }).request.attributes.content, 'old');
});

test('attributes of a wrong type are not hidden by a move', () => {
  for (const attributes of ['text', 5, ['x']]) {
    const { request } = composed({ request: { content: 'old', attributes } });
    assert.equal(request.attributes, attributes);
    assert.equal('content' in request, false);
  }
  assert.deepEqual(composed({ request: { content: 'old', attributes: null } }).request.attributes, { content: 'old' });
});

test('one caller’s legacy text is not in the next caller’s request', () => {
  composed({ request: { content: 'private', variation: 'b' } });
  assert.deepEqual(composed({}).request.attributes, { content: '', variant: 'A' });
});

test('the variant is upper-cased, if it is a text', () => {
  assert.equal(composed({ request: { attributes: { variant: 'ab' } } }).request.attributes.variant, 'AB');
  assert.equal(composed({}, deepFreeze({ request: { attributes: { variant: 'x' } } })).request.attributes.variant, 'X');
  for (const variant of [null, 5, ['b']]) {
    assert.equal(composed({ request: { attributes: { variant } } }).request.attributes.variant, variant);
  }
});

// --- Compact ---

const compact = (request) => compose(NOTHING, { request }, KNOWN, 'id', true, assert.fail).request;
const NOTHING = deepFreeze({ session: { channel: {} }, request: { attributes: { variant: '' }, a: [] } });

test('compact leaves out empty strings, arrays and objects, and nothing else', () => {
  const payload = compose(NOTHING, {}, KNOWN, 'id', true, assert.fail);
  assert.deepEqual(payload, { request: { requestId: 'id' } });
  const given = { a: '', b: [], c: {}, d: { e: '', f: { g: [] } }, h: { i: '', j: 1 } };
  assert.deepEqual(compact(given), { requestId: 'id', h: { j: 1 } });
  const kept = { zero: 0, no: false, nothing: null, list: [''], more: [{}], holes: [,], date: '1970-01-01' };
  assert.deepEqual(compact(kept), { requestId: 'id', ...kept });
});

test('without compact everything stays', () => {
  const given = { b: [], c: {}, d: { e: '' } };
  const { request } = compose(NOTHING, { request: given }, KNOWN, 'id', false, assert.fail);
  assert.deepEqual(request, { ...NOTHING.request, ...given, requestId: 'id' });
});

test('compact changes nothing, leaves nothing empty, and is done after one go', () => {
  const isEmpty = (value) => value === '' || (typeof value === 'object' && value && Object.keys(value).length === 0);
  const walk = (value) => {
    if (!isObject(value)) return;
    for (const item of Object.values(value)) {
      assert.ok(!isEmpty(item));
      walk(item);
    }
  };
  fc.assert(
    fc.property(jsonObject, (value) => {
      const small = compact({ deep: deepFreeze(value) });
      walk(small);
      assert.deepEqual(compact(small), small);
    }),
  );
});

test('a request of a class is laid over the defaults by its own fields, and not changed', () => {
  class Request {
    attributes = { variant: 'b' };
    variation = 'c';
  }
  const request = new Request();
  const { payload, warnings } = composed({ request });
  assert.deepEqual(payload.request, {
    ...BASE.request,
    requestId: 'new id',
    attributes: { content: '', variant: 'B' },
  });
  assert.deepEqual(sent(request), { attributes: { variant: 'b' }, variation: 'c' });
  assert.deepEqual(warnings, ['variation']);
});

test('a caller’s request is not changed where there is none to lay it over', () => {
  for (const request of [undefined, null, 'text']) {
    const params = { request: { content: 'old', attributes: { variant: 'b' } } };
    const { payload } = composed(params, deepFreeze({ session: {}, request }));
    assert.deepEqual(payload.request, { attributes: { variant: 'B', content: 'old' }, requestId: 'new id' });
    assert.deepEqual(params, { request: { content: 'old', attributes: { variant: 'b' } } });
  }
});

test('any params are composed without changing them or the base', () => {
  const before = JSON.stringify(BASE);
  fc.assert(
    fc.property(fc.record({ session: json, request: json }, { requiredKeys: [] }), (params) => {
      const text = JSON.stringify(params);
      const { request } = composed(params);
      assert.equal(JSON.stringify(params), text);
      if (isObject(request)) {
        assert.ok(request.requestId);
        assert.equal('variation' in request || 'content' in request, false);
      }
    }),
    { numRuns: 1000 },
  );
  assert.equal(JSON.stringify(BASE), before);
});
