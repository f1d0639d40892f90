// Tokens: what of an answer is one, how long it lives, and where it comes from.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import fc from 'fast-check';
import { fetchToken, readToken } from '../../src/browser/token.js';
import { json } from './helper.mjs';

const raw = (answer) => {
  const { token, fault } = readToken(answer, true);
  assert.ok(!fault, `${fault}`);
  return token;
};
const faultOf = (answer, isSubprotocol = true) => readToken(answer, isSubprotocol).fault;

test('bearer is stripped in any case, and so are blanks around it', () => {
  for (const token of ['abc', 'Bearer abc', 'bearer  abc', ' BEARER abc\n', '\tabc\r\n'])
    assert.equal(raw(token), 'abc');
  assert.equal(raw('bearerabc'), 'bearerabc');
  assert.equal(raw('Bearer '), 'Bearer');
  assert.equal(faultOf('Bearer Bearer abc')[0], 'INVALID_TOKEN');
});

test('a token is in a text, or in an object', () => {
  assert.equal(raw({ token: 'abc' }), 'abc');
  assert.equal(raw({ access_token: 'Bearer abc', token_type: 'bearer' }), 'abc');
  assert.equal(raw({ token: 'abc', access_token: 'def' }), 'abc');
  assert.equal(raw({ token: null, access_token: 'def' }), 'def');
});

test('without a token there is none', () => {
  const empty = ['', '  ', '\n', undefined, null, 5, true, [], ['abc'], {}, () => 'abc', 5n, Symbol('s')];
  const objects = empty.map((token) => ({ token }));
  for (const answer of [
    ...empty,
    ...objects,
    { access_token: '' },
    { token: '', access_token: 'abc' },
    { Token: 'x' },
  ]) {
    for (const isSubprotocol of [true, false]) {
      assert.deepEqual(faultOf(answer, isSubprotocol), ['MISSING_TOKEN']);
      assert.equal(readToken(answer, isSubprotocol).token, '');
    }
  }
});

test('a token offered as subprotocol consists of token characters of RFC 7230', () => {
  const all = "eyJhbGciOi.JIUzI1-NiIsInR5_c~+!#$%&'*^`|09AZaz";
  assert.equal(raw(all), all);
  // Every other character of ASCII, and some that look similar to a careless expression.
  const others = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((one) => !/\w/.test(one));
  for (const one of [...others, 'é', 'ſ', '\u212a', '\ufeff', '\ud800', '😀', '\u00a0']) {
    const token = `abc${one}def`;
    if (all.includes(one)) assert.equal(raw(token), token);
    else
      assert.deepEqual(faultOf(token), [
        'INVALID_TOKEN',
        { note: 'the character at position 4 is not allowed in a token' },
      ]);
  }
});

test('a token in a URL or a header is visible ASCII', () => {
  const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, place) => 33 + place));
  assert.deepEqual(readToken(visible, false), { token: visible, livesMs: Infinity, fault: false });
  for (const bad of ['a b', 'a\u0000b', 'a\tb', 'a\u007fb', 'aéb', 'a\ud800b', 'a\u00a0b']) {
    assert.deepEqual(faultOf(bad, false), [
      'INVALID_TOKEN',
      { note: 'the character at position 2 is not allowed in a token' },
    ]);
  }
});

test('the position counts from the token’s own start', () => {
  assert.match(faultOf('  Bearer   ,abc')[1].note, /position 1 /);
});

test('a token that is refused is not quoted', () => {
  const tokens = fc.stringMatching(/^[a-z]{6,20}$/);
  fc.assert(
    fc.property(tokens, fc.constantFrom(' ', ',', 'é', '"', '\n', '😀'), tokens, (start, stray, end) => {
      const [code, { note }] = faultOf(start + stray + end);
      assert.equal(code, 'INVALID_TOKEN');
      assert.equal(note, `the character at position ${start.length + 1} is not allowed in a token`);
    }),
  );
});

test('a token lives until it expires, for ever if nothing is known of that', () => {
  mock.method(Date, 'now', () => 1_705_314_600_000);
  const lives = (expiresAt) => readToken({ token: 'abc', expiresAt }, true).livesMs;
  assert.equal(lives(1_705_314_660_000), 60_000);
  assert.equal(lives('2024-01-15T10:31:00.000Z'), 60_000);
  assert.equal(lives('2024-01-15T11:31:00+01:00'), 60_000);
  assert.equal(lives(new Date(1_705_314_660_000)), 60_000);
  assert.equal(lives(1_705_314_599_000), -1000);
  assert.equal(lives(0), -1_705_314_600_000);
  // The last ones cannot be turned into a time at all: not even JSON is safe from that.
  for (const unknown of [undefined, null, '', 'tomorrow', NaN, Infinity, {}, 9e99, { toString: 0 }, 5n, Symbol('s')]) {
    assert.equal(lives(unknown), Infinity);
  }
  assert.equal(readToken('abc', true).livesMs, Infinity);
});

test('any answer is read: a token that can be used, or why not', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^([bB]earer )?[\w.-]{0,9}$/), json);
  const answers = fc.oneof(text, fc.record({ token: text, access_token: text, expiresAt: text }, { requiredKeys: [] }));
  fc.assert(
    fc.property(answers, fc.boolean(), (answer, isSubprotocol) => {
      const { token, livesMs, fault } = readToken(answer, isSubprotocol);
      assert.ok(livesMs <= Infinity);
      if (fault) assert.ok(['MISSING_TOKEN', 'INVALID_TOKEN'].includes(fault[0]));
      else assert.match(token, isSubprotocol ? /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/ : /^[!-~]+$/);
    }),
    { numRuns: 2000 },
  );
});

// --- Where they come from ---

afterEach(() => {
  mock.restoreAll();
  delete globalThis.document;
});

/** Answers every request likewise; gives what was asked. */
function serve(respond) {
  const asked = [];
  mock.method(globalThis, 'fetch', async (url, init) => {
    asked.push([url, init]);
    return respond();
  });
  return asked;
}

test('the page’s own provider is asked, and nobody else', async () => {
  const asked = serve(() => Response.json({ token: 'theirs' }));
  assert.equal(await fetchToken({ tokenProvider: () => 'mine', tokenUrl: '/token' }), 'mine');
  assert.deepEqual(await fetchToken({ tokenProvider: async () => ({ token: 'mine' }) }), { token: 'mine' });
  assert.equal(asked.length, 0);
});

test('what the page’s own provider throws is the cause', async () => {
  const cause = new Error('no session');
  const explained = { note: 'tokenProvider threw', cause };
  const failing = () => {
    throw cause;
  };
  await assert.rejects(fetchToken({ tokenProvider: failing }), (thrown) => (assert.deepEqual(thrown, explained), true));
  await assert.rejects(
    fetchToken({ tokenProvider: () => Promise.reject(cause) }),
    (thrown) => (assert.deepEqual(thrown, explained), true),
  );
});

test('without a provider the server is asked, with its cookies', async () => {
  const asked = serve(() => Response.json({ token: 'theirs' }));
  assert.deepEqual(await fetchToken({}), { token: 'theirs' });
  globalThis.document = /** @type {any} */ ({ querySelector: () => ({ content: '/from-the-page' }) });
  await fetchToken({});
  const { signal } = new AbortController();
  await fetchToken({ tokenUrl: '/own', publishableKey: 'pk' }, signal);
  const init = { method: 'POST', credentials: 'include', signal: undefined };
  assert.deepEqual(asked, [
    ['/api/optave/ws-ticket', { ...init, headers: {} }],
    ['/from-the-page', { ...init, headers: {} }],
    ['/own', { ...init, signal, headers: { 'X-Optave-Publishable-Key': 'pk' } }],
  ]);
});

test('a server that gives no token is named, with its status', async () => {
  for (const [respond, details] of [
    [() => Response.json({ token: 'theirs' }, { status: 403 }), { status: 403 }],
    [() => new Response('no JSON'), { status: 200 }],
    [() => new Response(null, { status: 204 }), { status: 204 }],
    [() => Promise.reject(new TypeError('offline')), undefined],
  ]) {
    serve(/** @type {() => any} */ (respond));
    await assert.rejects(
      fetchToken({ tokenUrl: '/token' }),
      (thrown) => (assert.deepEqual(thrown, { note: '/token', details }), true),
    );
    mock.restoreAll();
  }
});
