// The tests of the crate that run in a page: wasm-pack compiles them, and its runner opens a browser with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram } from '../pkg-template/build/browsers.mjs';
import { Failure } from '../pkg-template/build/log.mjs';
import { root } from '../pkg-template/build/paths.mjs';
import { toolBinary } from '../pkg-template/build/tools.mjs';
import { cargoTests } from './runners.mjs';

/**
 * Starts a sandbox and leaves its addresses where a page under test finds them: the runner of wasm-bindgen serves the
 * working directory, so browser tests fetch /target/sandbox.json.
 */
async function withSandbox(work) {
  const sandbox = spawn(process.execPath, [path.join('www-demo', 'sandbox', 'main.mjs'), '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const file = path.join(root, 'target', 'sandbox.json');
  try {
    const [line] = await Promise.race([
      once(createInterface(sandbox.stdout), 'line'),
      once(sandbox, 'exit').then(([code]) => {
        throw new Failure(`The sandbox ended with code ${code} before it was ready.`);
      }),
    ]);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(JSON.parse(line)));
    return await work();
  } finally {
    sandbox.kill();
    rmSync(file, { force: true });
  }
}

async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

/**
 * Asks the runner's server one thing at a time. It starts four threads, and of more connections at once it may leave one
 * waiting for ever (TaskPool::spawn of tiny_http 0.12 counts a thread as idle until it has woken); the page asks for more
 * modules at once than that. `work` gets the port that the server is to take, and the one to ask instead.
 */
async function withQueue(work) {
  const unused = createServer();
  const port = await listening(unused);
  await new Promise((resolve) => unused.close(resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const queue = createServer(({ method, url, headers }, response) => {
    const passed = request({ host: '127.0.0.1', port, method, path: url, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    passed.end();
  });
  try {
    return await work(port, await listening(queue));
  } finally {
    agent.destroy();
    queue.closeAllConnections();
    queue.close();
  }
}

/** webdriver.json with the programs and addresses of this machine filled in. */
function capabilities(port, queue) {
  const found = JSON.parse(readFileSync(path.join(root, 'webdriver.json'), 'utf8'));
  found['goog:chromeOptions'].binary = findProgram('chromium');
  found['goog:chromeOptions'].args.push(`--host-resolver-rules=MAP 127.0.0.1:${port} 127.0.0.1:${queue}`);
  found['moz:firefoxOptions'].binary = findProgram('firefox');
  const file = path.join(root, 'target', 'webdriver.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(found));
  return file;
}

export const inBrowser = (browser) => withSandbox(() => withQueue((port, queue) => run(browser, port, queue)));

function run(browser, port, queue) {
  const chromedriver = findProgram('chromedriver');
  const geckodriver = process.env.GECKODRIVER || toolBinary('geckodriver');
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    // wasm-pack looks for all of its helpers on the PATH only.
    PATH: [toolBinary('wasm-bindgen-cli'), chromedriver, geckodriver]
      .map((file) => path.dirname(file))
      .concat(process.env.PATH)
      .join(path.delimiter),
    WASM_BINDGEN_TEST_ADDRESS: `127.0.0.1:${port}`,
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities(port, queue),
    WASM_BINDGEN_TEST_TIMEOUT: '300',
    WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '60',
    // The tests run in a page like any other, not in one that is isolated from other origins.
    WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION: '1',
  };
  // The runner takes the first driver that the environment names, whichever browser was asked for.
  delete env.CHROMEDRIVER;
  delete env.GECKODRIVER;
  const args = ['test', '--headless', `--${browser}`, '--mode', 'no-install', '.', '--lib', '--test', '*'];
  return cargoTests(toolBinary('wasm-pack'), args, { env });
}
