// The CommonJS files where nothing but require() can be had, as Jest runs them.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { pkg } from '../../pkg-template/build/paths.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { read } from './tarball.mjs';

const NAMES = ['module', 'exports', 'require', '__filename', '__dirname'];
const nodes = createRequire(import.meta.url);

/** Loads a file of the package as a loader of somebody's own does. `import()` fails in what it loads. */
function load(name) {
  const module = { exports: {}, require: (id) => (id.startsWith('./') ? load(id.slice(2)) : nodes(id)) };
  const file = path.join(pkg, name);
  const run = vm.compileFunction(read(name).toString(), NAMES, { filename: file });
  run(module, module.exports, module.require, file, pkg);
  return module.exports;
}

const wrong = {
  request: {
    connections: { threadId: 'thread-1' },
    scope: { conversations: [{ messages: [{ content: 7 }] }] },
  },
};

const entries = {
  'index.cjs': (options) => new (load('index.cjs').OptaveClient)(options),
  'js.cjs': (options) => new (load('js.cjs').OptaveClient)(options),
  'auto.cjs': (options) => load('auto.cjs').createClient(options),
};

for (const [name, make] of Object.entries(entries)) {
  test(`${name} loads all that it needs by require(), strict validation among it`, async (t) => {
    const sandbox = await startSandbox({ answerDelayMs: 0 });
    t.after(() => sandbox.close());
    const client = await make({
      transport: 'rest',
      restUrl: sandbox.restUrl,
      tokenUrl: sandbox.tokenUrl,
      organizationId: 'organization-1',
      strictValidation: true,
    });
    t.after(() => client.cleanup());
    await assert.rejects(client.interaction(wrong), ({ code, message }) => {
      assert.match(message, /content/);
      return code === 'PAYLOAD_SCHEMA_MISMATCH';
    });
    const right = structuredClone(wrong);
    right.request.scope.conversations[0].messages[0].content = 'Hello';
    assert.equal((await client.interaction(right)).state, 'completed');
  });
}
