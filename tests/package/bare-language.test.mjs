// The package where there is no page: in a realm that has the language and nothing else, and in one without the classes
// that turn texts into UTF-8 (jsdom has neither).
import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
import { test } from 'node:test';
import { packageFiles, read } from './tarball.mjs';

const scripts = packageFiles().filter((name) => name.endsWith('.cjs') && name !== 'sandbox.cjs');

/** What a script exports in a realm with these globals, and a way to run more there. */
function load(name, globals = {}) {
  const realm = createContext({ exports: {}, ...globals });
  runInContext(read(name).toString(), realm, { filename: name });
  return { exports: realm.exports, run: (work) => runInContext(`(${work})(exports)`, realm) };
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

for (const name of ['index.cjs', 'js.cjs']) {
  test(`${name} works without TextEncoder and TextDecoder`, async () => {
    const warnings = [];
    const console = { warn: (...said) => warnings.push(said.join(' ')) };
    const { run } = load(name, { URL, URLSearchParams, performance, crypto, setTimeout, clearTimeout, console });
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
