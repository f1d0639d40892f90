// WebKit as the tests see it: the part of Playwright's Browser and Page that they use, over W3C WebDriver. A driver
// serves one browser with one tab, so each page has a driver of its own. Nobody tells what a page says: the pages
// keep that themselves (pages/report.js, which `reporting` puts into them), and it is fetched from there.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import webdriver from 'selenium-webdriver';

const { Builder, Capabilities, Key } = webdriver;

const LOOK_EVERY_MS = 50;
/** Only a page that hangs is waited for so long. */
const LOADED_MS = 60_000;
const KEYS = { Enter: Key.ENTER, Escape: Key.ESCAPE, Tab: Key.TAB, Shift: Key.SHIFT, Space: ' ' };

/** JSON that keeps what JSON has no word for. Runs in the page as well, hence on its own. */
function encode(value) {
  return JSON.stringify([value], function (key, item) {
    const raw = this[key];
    if (raw === undefined || typeof raw === 'function' || typeof raw === 'symbol') return { $: 'undefined' };
    if (typeof raw === 'bigint') return { $: 'bigint', as: String(raw) };
    if (typeof raw === 'number' && !Number.isFinite(raw)) return { $: 'number', as: String(raw) };
    if (raw instanceof Date) return { $: 'date', as: raw.getTime() };
    return item;
  });
}

function decode(text) {
  const revive = (item) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$' in item) {
      return { undefined: () => undefined, bigint: BigInt, number: Number, date: (ms) => new Date(ms) }[item.$](
        item.as,
      );
    }
    for (const key of Object.keys(item)) item[key] = revive(item[key]);
    return item;
  };
  return revive(JSON.parse(text))[0];
}

/** What runs in the page: `work` with its argument, and then what came of it as text. */
const inPage = (work) => `
  const [__text, __done] = arguments;
  const __encode = ${encode};
  (async () => (${typeof work === 'string' ? work : `(${work})((${decode})(__text))`}))().then(
    (value) => __done(__encode({ value })),
    (error) => __done(__encode({ error: String(error?.message ?? error), stack: error?.stack })),
  );`;

const isLoaded = (url) => location.href === new URL(url).href && document.readyState === 'complete';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

class Page {
  #session;
  #end;
  #url = 'about:blank';
  #listeners = { pageerror: new Set(), console: new Set() };
  #busy = 0;
  #looking;
  #isClosed = false;

  constructor(session, end) {
    this.#session = session;
    this.#end = end;
    this.#look();
  }

  on(name, listener) {
    this.#listeners[name].add(listener);
    return this;
  }

  off(name, listener) {
    this.#listeners[name].delete(listener);
    return this;
  }

  /** Fetches what the page has said, whenever the tests leave the page alone. */
  async #look() {
    while (!this.#isClosed) {
      await wait(LOOK_EVERY_MS, undefined, { ref: false });
      if (this.#busy === 0) await this.#hear();
    }
  }

  /** Hears what the page has said so far. The driver is asked one thing at a time. */
  async #hear() {
    this.#looking = this.#session.executeScript('return window.optaveReport?.splice(0) ?? []').then(
      (said) => {
        for (const { error, type, text } of said) {
          if (error) for (const listener of this.#listeners.pageerror) listener(error);
          else for (const listener of this.#listeners.console) listener({ type: () => type, text: () => text });
        }
      },
      () => {},
    );
    await this.#looking;
  }

  /** Does what the tests ask for. */
  async #command(work) {
    this.#busy += 1;
    try {
      await this.#looking;
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  url() {
    return this.#url;
  }

  goto(url) {
    return this.#command(async () => {
      await this.#hear();
      await this.#session.get(url);
      // The driver may take the end of what was left for the end of what is loaded.
      await this.#session.wait(() => this.#session.executeScript(isLoaded, url), LOADED_MS, `${url} did not load`);
      this.#url = url;
    });
  }

  reload() {
    return this.#command(async () => {
      await this.#hear();
      await this.#session.executeScript('window.isLeft = true');
      await this.#session.navigate().refresh();
      const isNew = `return !window.isLeft && document.readyState === 'complete'`;
      await this.#session.wait(() => this.#session.executeScript(isNew), LOADED_MS, 'the page did not load again');
    });
  }

  async evaluate(work, argument) {
    const { value, error, stack } = await this.#command(async () => {
      const text = await this.#session.executeAsyncScript(inPage(work), encode(argument));
      if (this.#busy === 1) await this.#hear();
      return decode(text);
    });
    if (error === undefined) return value;
    throw Object.assign(new Error(error), stack && { stack: `Error: ${error}\n${stack}` });
  }

  async waitForFunction(look) {
    while (!(await this.evaluate(`!!(${look})()`))) await wait(LOOK_EVERY_MS);
  }

  addScriptTag({ url, type }) {
    return this.evaluate(
      ({ url, type }) =>
        new Promise((onload, onerror) =>
          document.head.append(Object.assign(document.createElement('script'), { src: url, type, onload, onerror })),
        ).then(() => {}),
      { url, type },
    );
  }

  keyboard = {
    type: (text) => this.#command(() => this.#session.actions().sendKeys(text).perform()),
    press: async (combination) => {
      const names = combination.split('+');
      const keys = names.map((name) => KEYS[name] ?? name);
      const actions = this.#session.actions();
      for (const key of keys) actions.keyDown(key);
      for (const key of keys.reverse()) actions.keyUp(key);
      await this.#command(() => actions.perform());
    },
  };

  /** A window of MiniBrowser is never narrower than its own buttons: some 450 px. */
  async setViewportSize({ width, height }) {
    const around = await this.evaluate(() => [outerWidth - innerWidth, outerHeight - innerHeight]);
    const [x, y] = [width + around[0], height + around[1]];
    await this.#command(() => this.#session.manage().window().setRect({ x: 0, y: 0, width: x, height: y }));
  }

  async screenshot({ path: file }) {
    writeFileSync(file, await this.#command(() => this.#session.takeScreenshot()), 'base64');
  }

  isClosed() {
    return this.#isClosed;
  }

  async close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // A page that hangs does not end its session either, but its driver can be ended.
    await Promise.race([this.#session.quit().catch(() => {}), wait(2_000, undefined, { ref: false })]);
    this.#end();
  }
}

/** Starts a driver on a display of its own, and the browser with it. */
async function openPage({ driver, browser, display }) {
  const port = await freePort();
  const server = spawn(display, ['-a', driver, `--port=${port}`], {
    stdio: 'ignore',
    // A group of its own, so that what xvfb-run starts ends with it.
    detached: true,
    // WebKit's sandbox refuses to start as root, which is what containers run as.
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
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
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    });
    const session = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(address)
      .withCapabilities(capabilities)
      .build();
    // The tests have limits of their own.
    await session.manage().setTimeouts({ script: 600_000 });
    return new Page(session, end);
  } catch (error) {
    end();
    throw error;
  }
}

/** @param {{ driver: string, browser: string, display: string }} programs */
export function openWebKit(programs) {
  const pages = [];
  return {
    async newPage() {
      const page = await openPage(programs);
      pages.push(page);
      return page;
    },
    async close() {
      await Promise.all(pages.map((page) => page.close()));
    },
    isConnected: () => true,
  };
}

const REPORT = fileURLToPath(new URL('./pages/report.js', import.meta.url));

/** The same folders to serve, with a first script in every page that keeps what the page says. */
export function reporting(statics) {
  const copies = mkdtempSync(path.join(tmpdir(), 'optave-pages-'));
  process.on('exit', () => rmSync(copies, { recursive: true, force: true }));
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
      writeFileSync(file, html.replace(/<head>/, `<head><script src="${prefix}/report.js"></script>`));
    }
    return { ...mount, dir };
  });
}
