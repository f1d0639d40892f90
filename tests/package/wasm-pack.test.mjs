// The crate by itself, for who wants no npm package of ours: what `wasm-pack build --target web` makes of it works in a
// page as it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../pkg-template/build/log.mjs';
import { root } from '../../pkg-template/build/paths.mjs';
import { setUp } from '../../pkg-template/build/setup.mjs';
import { ensureTool, toolBinary } from '../../pkg-template/build/tools.mjs';
import { cargoFlags, work } from '../../pkg-template/build/wasm.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { launch } from '../e2e/engines.mjs';

const OUT = path.join(work, 'pkg-web');

let browser;
let sandbox;

before(async () => {
  await setUp('bench');
  await ensureTool('wasm-pack');
  rmSync(OUT, { recursive: true, force: true });
  const helpers = [path.dirname(toolBinary('wasm-bindgen-cli')), path.join(root, 'node_modules', '.bin')];
  await run(
    toolBinary('wasm-pack'),
    ['build', '--release', '--target', 'web', '--mode', 'no-install', '--out-dir', OUT, '.'],
    {
      cwd: root,
      // The flags of the build, which name no other code but the same folders, so that cargo finds it compiled.
      env: {
        ...process.env,
        CARGO_ENCODED_RUSTFLAGS: await cargoFlags(),
        PATH: [...helpers, process.env.PATH].join(path.delimiter),
      },
    },
  );
  browser = await launch();
  sandbox = await startSandbox({ static: [{ path: '/bare', dir: OUT }], answerDelayMs: 0 });
});

after(async () => {
  await browser?.close();
  await sandbox?.close();
});

test('what wasm-pack makes of the crate answers in a page', { timeout: 60_000 }, async () => {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${sandbox.url}/bare/package.json`);
  const found = await page.evaluate(async () => {
    const { default: init, OptaveClient } = await import('/bare/optave_web_sdk.js');
    await init();
    const client = new OptaveClient({ websocketUrl: `ws://${location.host}/ws`, organizationId: 'o' });
    const conversations = [{ messages: [{ participantId: 'u', content: 'hello' }] }];
    const request = { connections: { threadId: 't' }, scope: { conversations } };
    const { state, text } = await client.interaction({ request });
    const { code, name } = await client.interaction({}).catch((error) => error);
    client.cleanup();
    return { version: OptaveClient.getSdkVersion(), state, hasText: text.length > 0, code, name };
  });
  const { version } = JSON.parse(await (await fetch(`${sandbox.url}/bare/package.json`)).text());
  assert.deepEqual(found, {
    version,
    state: 'completed',
    hasText: true,
    code: 'REQUIRED_FIELDS_MISSING',
    name: 'OptaveError',
  });
  assert.deepEqual(errors, []);
  assert.equal(sandbox.control.log().frames.length, 1);
});
