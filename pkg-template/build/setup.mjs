// The set-up: brings a machine with Node and rustup to the point where a command can run, and does no more than that
// command needs. A second run finds everything in place and says nothing.
//
//   node pkg-template/build/setup.mjs [npm | schema | build | check | bench | firefox | webkit | test]...
//
// Without one of these: test, which is nearly everything.
//
// Node built-ins only, here and in what this imports: on a fresh clone node_modules is what this installs.
import { pathToFileURL } from 'node:url';
import { ensureBrowsers, ensureDrivers, ensureWebKit } from './browsers.mjs';
import { duration, Failure, main, say } from './log.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { ensureRust, ensureRustComponent, ensureTool } from './tools.mjs';

const PURPOSES = {
  npm: ensureNodeModules,
  async schema() {
    await ensureRust({ wasm: false });
    await ensureNodeModules();
  },
  async build() {
    await ensureRust({ wasm: true });
    await ensureNodeModules();
    await ensureTool('wasm-bindgen-cli');
  },
  async check() {
    await ensureRust({ wasm: true });
    await ensureRustComponent('fmt', 'rustfmt');
    await ensureRustComponent('clippy', 'clippy');
    await ensureNodeModules();
  },
  async bench() {
    await PURPOSES.build();
    await ensureBrowsers(['chromium']);
  },
  async firefox() {
    await ensureBrowsers(['firefox']);
    await PURPOSES.build();
  },
  async webkit() {
    await ensureWebKit();
    await PURPOSES.build();
  },
  async test() {
    // The browsers first: they are what may be impossible, and nobody likes to hear that after minutes of compiling.
    await ensureBrowsers(['chromium', 'chromedriver', 'firefox']);
    await ensureWebKit();
    await PURPOSES.build();
    await ensureTool('wasm-pack');
    await ensureDrivers();
  },
};

export async function setUp(purpose) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Failure(`Node 20 or newer is needed, this is ${process.versions.node}.`);
  if (!PURPOSES[purpose]) {
    throw new Failure(`There is no set-up for "${purpose}"; there is ${Object.keys(PURPOSES).join(', ')}.`);
  }
  await PURPOSES[purpose]();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    const began = Date.now();
    const purposes = process.argv.slice(2);
    for (const purpose of purposes.length ? purposes : ['test']) await setUp(purpose);
    say(`set-up complete (${duration(Date.now() - began)})`);
  });
}
