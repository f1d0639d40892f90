// The package where there is no page: in a realm that has the language and nothing else, and in one without the classes
// that turn texts into UTF-8 (jsdom has neither).
import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
import { test } from 'node:test';
import { packageFiles, read } from './tarball.mjs';

// The adapters need their framework, and the chat loads its other files where there is a page.
const scripts = packageFiles().filter(
  (name) => name.endsWith('.cjs') && !/^(sandbox\.|react\.|vue\.|chat-)/.test(name),
);

/** What a script exports in a realm with these globals, and a way to run more there. */
function load(name, globals = {}) {
  const module = { exports: {} };
  const realm = createContext({ module, exports: module.exports, ...globals });
  runInContext(read(name).toString(), realm, { filename: name });
  return { exports: module.exports, run: (work) => runInContext(`(${work})(module.exports)`, realm) };
}

for (const name of scripts) {
  test(`importing ${name} needs nothing but the language`, () => {
    const { exports, run } = load(name);
    assert.ok(Object.keys(exports).length > 0);
    assert.equal(
      run(() => typeof TextDecoder + typeof TextEncoder + typeof URL + typeof performance),
      'undefined'.repeat(4),
    );
  });
}

for (const name of ['script.js', 'script-js.js']) {
  test(`the classic ${name} needs nothing but the language, and adds one global`, () => {
    const realm = createContext({});
    runInContext(read(name).toString(), realm, { filename: name });
    assert.deepEqual(Object.keys(realm), ['Optave']);
  });
}

/** What a page has that a client may use. */
const ofPage = () => ({
  AbortController,
  Event,
  EventTarget,
  Headers,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  WebSocket: class {},
  console: { warn() {}, error() {} },
  crypto,
  fetch: () => Promise.reject(new TypeError('no network')),
  navigator: { userAgent: 'a page', onLine: true },
  performance,
  setTimeout,
  clearTimeout,
});
const OTHERWISE = {
  AbortController: /^INVALID_CONFIG: .*: AbortController is not defined here$/,
  URL: /^INVALID_CONFIG: .*: URL is not defined here$/,
  performance: /^INVALID_CONFIG: .*: performance is not defined here$/,
  setTimeout: /^INVALID_CONFIG: .*: setTimeout is not defined here$/,
  crypto: /^SEND_FAILED: .*crypto/,
};

for (const name of ['index.cjs', 'js.cjs']) {
  for (const missing of Object.keys(ofPage()).filter((name) => name !== 'clearTimeout')) {
    test(`${name} without ${missing}: a client works, or says what is wrong`, async () => {
      const { [missing]: _, ...left } = ofPage();
      const { run } = load(name, left);
      const end = await run(async ({ OptaveClient, OptaveError }) => {
        try {
          const client = new OptaveClient({
            transport: 'rest',
            restUrl: 'https://example.com',
            websocketUrl: 'wss://example.com',
            tokenProvider: () => 'token',
            organizationId: 'o',
            requestTimeoutMs: 50,
          });
          const scope = { conversations: [{ messages: [{ content: 'hi' }] }] };
          return await client.interaction({ request: { connections: { threadId: 't' }, scope } });
        } catch (error) {
          return error instanceof OptaveError ? `${error.code}: ${error.message}` : String(error);
        }
      });
      assert.match(end, OTHERWISE[missing] ?? /^CONNECTION_ERROR: /);
    });
  }

  test(`${name} works without TextEncoder and TextDecoder`, async () => {
    const warnings = [];
    const console = { warn: (...said) => warnings.push(said.join(' ')) };
    const { run } = load(name, {
      AbortController,
      URL,
      URLSearchParams,
      performance,
      crypto,
      setTimeout,
      clearTimeout,
      console,
    });
    const found = await run(async ({ OptaveClient, OptaveError }) => {
      const client = new OptaveClient({
        websocketUrl: 'wss://example.com',
        tokenProvider: () => '',
        organizationId: 'o',
        wörter: 1,
      });
      const refused = await client.interaction({}).catch((error) => error);
      client.cleanup();
      return [OptaveClient.getSdkVersion(), refused instanceof OptaveError, refused.code];
    });
    const { version } = JSON.parse(read('package.json').toString());
    assert.deepEqual([...found], [version, true, 'REQUIRED_FIELDS_MISSING']);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /wörter/);
  });
}
