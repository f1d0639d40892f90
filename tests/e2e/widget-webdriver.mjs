// Browsers other than Chromium, over W3C WebDriver: one small client, because plain HTTP to a driver is all it takes.
// Firefox needs geckodriver, which the set-up installs; WebKit needs Debian's webkit2gtk-driver and xvfb-run.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram } from '../../pkg-template/build/browsers.mjs';
import { toolBinary } from '../../pkg-template/build/tools.mjs';

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));

/** MiniBrowser stands below a folder that names the machine and the version. */
function findMiniBrowser() {
  const root = '/usr/lib';
  const folders = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []);
  return folders(root)
    .filter((folder) => folder.endsWith('-linux-gnu'))
    .flatMap(folders)
    .map((folder) => path.join(folder, 'MiniBrowser'))
    .find((file) => existsSync(file));
}

const ENGINES = {
  firefox() {
    const binary = findProgram('firefox');
    const driver = process.env.GECKODRIVER || toolBinary('geckodriver');
    if (!binary || !existsSync(driver)) return undefined;
    return {
      command: (port) => [driver, ['--port', String(port)]],
      capabilities: { browserName: 'firefox', 'moz:firefoxOptions': { binary, args: ['-headless'] } },
    };
  },
  webkit() {
    const driver = onPath('WebKitWebDriver');
    const xvfb = onPath('xvfb-run');
    const binary = findMiniBrowser();
    if (!driver || !xvfb || !binary) return undefined;
    return {
      command: (port) => [xvfb, ['-a', driver, `--port=${port}`]],
      // Its sandbox refuses to start as root, which is what containers run as.
      env: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
      capabilities: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } },
    };
  },
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The keys that WebDriver has code points of its own for. */
export const KEY = { enter: '\uE007', tab: '\uE004', escape: '\uE00C', shift: '\uE008', right: '\uE014' };

/** Which of the browsers are there. */
export const engines = Object.keys(ENGINES).map((name) => ({ name, isThere: ENGINES[name]() !== undefined }));

/** @param {'firefox' | 'webkit'} name */
export async function openBrowser(name) {
  const { command, env, capabilities } = ENGINES[name]();
  const port = await freePort();
  const [program, args] = command(port);
  // A group of its own, so that what xvfb-run starts ends with it.
  const driver = spawn(program, args, { stdio: 'ignore', detached: true, env: { ...process.env, ...env } });
  const base = `http://127.0.0.1:${port}`;

  const call = async (method, route, body) => {
    const response = await fetch(base + route, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const end = () => {
    try {
      process.kill(-driver.pid);
    } catch {
      // It has ended already.
    }
  };

  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await call('GET', '/status');
        break;
      } catch (error) {
        if (attempt > 100) throw error;
        await wait(100);
      }
    }
    const { sessionId } = await call('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
    const session = `/session/${sessionId}`;
    return {
      goto: (url) => call('POST', `${session}/url`, { url }),
      reload: () => call('POST', `${session}/refresh`, {}),
      /** Runs a function in the page; what it needs comes as arguments. */
      run: (work, ...given) =>
        call('POST', `${session}/execute/sync`, { script: `return (${work})(...arguments)`, args: given }),
      /** Types into whatever has the focus. */
      type: (text) =>
        call('POST', `${session}/actions`, {
          actions: [
            {
              type: 'key',
              id: 'keyboard',
              actions: [...text].flatMap((value) => [
                { type: 'keyDown', value },
                { type: 'keyUp', value },
              ]),
            },
          ],
        }),
      screenshot: async () => Buffer.from(await call('GET', `${session}/screenshot`), 'base64'),
      async close() {
        await call('DELETE', session).catch(() => {});
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}
