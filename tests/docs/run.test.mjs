// The pieces of code that are marked `run` do what they say: in a page, or in Node, against the sandbox. They are run as they
// stand in the text, but for the addresses, which become the sandbox's.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { pkg } from '../../pkg-template/build/paths.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { launchChromium } from '../browsers.mjs';
import { allBlocks, chainsOf, kindOf, placeOf, slugOf } from './blocks.mjs';
import { programOf } from './compile.mjs';
import { makeProject } from './project.mjs';

const LIMIT_MS = 20_000;

const folder = makeProject('run');
const pages = path.join(folder, 'pages');
mkdirSync(pages);

/** Programs of which a part is marked, as far as the last marked part and those that go on from it. */
const chains = chainsOf(allBlocks().filter((block) => kindOf(block) === 'program')).filter(([first]) =>
  first.words.includes('run'),
);
const isInNode = ([first]) => first.words.includes('node');

let browser;
let sandbox;

before(async () => {
  sandbox = await startSandbox({
    static: [
      { path: '/page', dir: pages },
      { path: '/pkg', dir: pkg },
    ],
    answerDelayMs: 0,
    chunkDelayMs: 0,
  });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await sandbox?.close();
});

/** The text with the sandbox's addresses in the place of a tenant's, and of a sandbox on the port of the guides. */
function localised(code) {
  return code
    .replace(/wss?:\/\/[^'"`\s]+/g, sandbox.websocketUrl)
    .replace(/https:\/\/[\w-]+\.oco\.optave\.tech|http:\/\/127\.0\.0\.1:8787/g, sandbox.url)
    .replace(/https:\/\/[^'"`\s]+\/(?:ws-ticket|token)(?=['"`])/g, (found) =>
      found.startsWith(sandbox.url) ? found : sandbox.tokenUrl,
    );
}

/** One program with what it imports, but for the package, which is loaded as it is. */
async function bundled(chain, options) {
  const [first] = chain;
  const { outputFiles } = await build({
    // Without what is declared for the compiler alone.
    stdin: {
      contents: localised(programOf(chain, () => '')),
      loader: 'tsx',
      resolveDir: folder,
      sourcefile: first.file,
    },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'silent',
    ...options,
  });
  return outputFiles[0].text;
}

/** A page that has what programs look for, and says when the program has ended. */
const HTML = (slug) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${slug}</title>
<script type="importmap">{ "imports": { "optave-web-sdk": "/pkg/index.js", "optave-web-sdk/": "/pkg/" } }</script>
</head><body><div id="app"></div><div id="root"></div>
<script type="module">
window.ended = import('./${slug}.js').then(() => 'ended', (error) => String(error?.stack ?? error));
</script></body></html>`;

const ENTRIES = ['js', 'auto', 'wasm', 'react', 'vue', 'svelte', 'chat', 'sandbox'];

async function inPage(chain) {
  const slug = slugOf(chain[0]);
  const imported = Object.fromEntries(ENTRIES.map((name) => [`optave-web-sdk/${name}`, `/pkg/${name}.js`]));
  const code = await bundled(chain, {
    // By their addresses: an import map knows nothing of `exports`.
    plugins: [
      {
        name: 'package',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^optave-web-sdk/ }, ({ path: name }) => ({
            path: imported[name] ?? '/pkg/index.js',
            external: true,
          })),
      },
    ],
  });
  writeFileSync(path.join(pages, `${slug}.js`), code);
  writeFileSync(path.join(pages, `${slug}.html`), HTML(slug));
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
  try {
    await page.goto(`${sandbox.url}/page/${slug}.html`);
    const ended = await Promise.race([
      page.waitForFunction(() => window.ended).then((handle) => handle.jsonValue()),
      new Promise((resolve) => setTimeout(resolve, LIMIT_MS, `it did not end within ${LIMIT_MS} ms`).unref()),
    ]);
    assert.equal(ended, 'ended');
    assert.deepEqual(errors, []);
  } finally {
    await page.close();
  }
}

async function inNode(chain) {
  const file = path.join(folder, `${slugOf(chain[0])}.mjs`);
  writeFileSync(file, await bundled(chain, { platform: 'node', packages: 'external' }));
  const flags = globalThis.WebSocket ? [] : ['--experimental-websocket'];
  const child = spawn(process.execPath, ['--enable-source-maps', ...flags, file], {
    cwd: folder,
    env: {
      ...process.env,
      OPTAVE_URL: sandbox.url,
      OPTAVE_CLIENT_ID: 'sandbox-client',
      OPTAVE_CLIENT_SECRET: 'sandbox-secret',
    },
    timeout: LIMIT_MS,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const [code, signal] = await once(child, 'close');
  assert.equal(code, 0, `${signal ? `it did not end within ${LIMIT_MS} ms` : `it ended with ${code}`}: ${said}`);
}

test('there is something to run', () => assert.ok(chains.length > 0));

for (const chain of chains) {
  const where = isInNode(chain) ? 'in Node' : 'in a page';
  test(`${placeOf(chain[0])} runs ${where}`, () => (isInNode(chain) ? inNode(chain) : inPage(chain)));
}
