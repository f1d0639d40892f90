// WebKit as the tests see it: the part of Playwright's Browser that they use, over W3C WebDriver. A driver serves one
// browser, whose tabs share what they store; so each context has a driver and a browser of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import webdriver from 'selenium-webdriver';
import { Context } from './webkit-page.mjs';

const { Builder, Capabilities } = webdriver;

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** A folder that goes with this process. */
function ownFolder(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `optave-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** By whether anything is to move on it. */
const desktops = new Map();

/**
 * The settings of a desktop. Its scroll bars stay: to fade one out WebKit paints the whole page, over and over, for
 * seconds after each page is loaded.
 */
function desktop(isStill) {
  if (desktops.has(isStill)) return desktops.get(isStill);
  const folder = ownFolder('settings');
  const settings = ['[Settings]', 'gtk-overlay-scrolling=0', `gtk-enable-animations=${isStill ? 0 : 1}`];
  for (const version of ['gtk-3.0', 'gtk-4.0']) {
    mkdirSync(path.join(folder, version));
    writeFileSync(path.join(folder, version, 'settings.ini'), settings.join('\n'));
  }
  desktops.set(isStill, folder);
  return folder;
}

/** Starts a driver on a display of its own, and the browser with it. */
async function openContext({ driver, browser, display }, options) {
  // What asks for permissions is about the clipboard: WebKit lets a page write to it after each click.
  const { colorScheme, reducedMotion, locale = 'en-US', viewport, permissions, ...others } = options;
  assert.deepEqual(others, {}, 'what a context of WebKit cannot be told');
  const port = await freePort();
  const server = spawn(display, ['-a', '-s', '-screen 0 1600x1200x24', driver, `--port=${port}`], {
    stdio: 'ignore',
    // A group of its own, so that what xvfb-run starts ends with it.
    detached: true,
    env: {
      ...process.env,
      LC_ALL: `${locale.replace('-', '_')}.UTF-8`,
      // WebKit's sandbox refuses to start as root, which is what containers run as.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      XDG_CONFIG_HOME: desktop(reducedMotion === 'reduce'),
    },
  });
  const end = () => {
    process.off('exit', end);
    try {
      process.kill(-server.pid);
    } catch {
      // It has ended already.
    }
  };
  process.on('exit', end);
  const address = `http://127.0.0.1:${port}`;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const isReady = await fetch(`${address}/status`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) break;
      if (attempt > 200 || server.exitCode !== null) throw new Error('the WebDriver of WebKit did not start');
      await wait(100);
    }
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        binary: browser,
        args: ['--automation', ...(colorScheme === 'dark' ? ['--dark-mode'] : [])],
      },
    });
    const session = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(address)
      .withCapabilities(capabilities)
      .build();
    // The tests have limits of their own.
    await session.manage().setTimeouts({ script: 600_000 });
    return new Context(session, end, viewport);
  } catch (error) {
    end();
    throw error;
  }
}

/** @param {{ driver: string, browser: string, display: string }} programs */
export function openWebKit(programs) {
  const contexts = [];
  return {
    async newContext(options = {}) {
      const context = await openContext(programs, options);
      contexts.push(context);
      return context;
    },
    async newPage() {
      return (await this.newContext()).newPage();
    },
    async close() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
  };
}

const REPORT = fileURLToPath(new URL('./pages/report.js', import.meta.url));

/** The same folders to serve, with a first script in every page that keeps what the page says. */
export function reporting(statics) {
  const copies = ownFolder('pages');
  return statics.map((mount, index) => {
    const files = readdirSync(mount.dir, { recursive: true, encoding: 'utf8' });
    const pages = files.filter((name) => name.endsWith('.html'));
    if (pages.length === 0) return mount;
    const dir = path.join(copies, String(index));
    cpSync(mount.dir, dir, { recursive: true });
    cpSync(REPORT, path.join(dir, 'report.js'));
    const prefix = mount.path.replace(/\/$/, '');
    for (const page of pages) {
      const file = path.join(dir, page);
      const html = readFileSync(file, 'utf8');
      const withReport = html.replace(/<!doctype html>/i, `$&<script src="${prefix}/report.js"></script>`);
      assert.notEqual(withReport, html, `${page} has no <!doctype html> for the first script to follow`);
      writeFileSync(file, withReport);
    }
    return { ...mount, dir };
  });
}
