// Pages of WebKit as the tests see them: the part of Playwright's Context and Page that they use, over W3C WebDriver.
// Nobody tells what a page says: the pages keep that themselves (pages/report.js), and it is fetched from there.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import webdriver from 'selenium-webdriver';
import { Finder, Locator } from './webkit-locators.mjs';

const { Key, Origin } = webdriver;

const LOOK_EVERY_MS = 50;
/** Only a page that hangs is waited for so long. */
const LOADED_MS = 60_000;

/** A key by Playwright's name for it. */
const keyOf = (name) =>
  name === 'Space' ? ' ' : (Key[name.replace(/(?<=[a-z])(?=[A-Z])/, '_').toUpperCase()] ?? name);

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

/** What runs in the page: a function with its argument, and then what came of it as text. */
const inPage = (source) => `
  const [__text, __done] = arguments;
  const __encode = ${encode};
  (async () => (${source})((${decode})(__text)))().then(
    (value) => __done(__encode({ value })),
    (error) => __done(__encode({ error: String(error?.message ?? error), stack: error?.stack })),
  );`;

/** What another server serves keeps what it says from when it is loaded. */
const REPORT_FROM_NOW = `if (!window.optaveReport) { ${readFileSync(new URL('./pages/report.js', import.meta.url), 'utf8')} }`;

const isLoaded = (url) => location.href === new URL(url).href && document.readyState === 'complete';

/** The tabs of a browser. Its driver is asked about one of them at a time. */
export class Context {
  /** How much is asked of the driver. */
  busy = 0;
  /** The driver tells what a page has said: nothing else may be asked meanwhile. */
  hearing;
  isClosed = false;
  #end;
  #viewport;
  #pages = [];
  #front;
  #turn = Promise.resolve();
  #running = new Set();

  constructor(session, end, viewport) {
    this.session = session;
    this.#end = end;
    this.#viewport = viewport;
  }

  /** @param {string} handle of the tab that `work` is about */
  async run(handle, work) {
    this.busy += 1;
    const turn = this.#turn.then(() => this.#show(handle));
    this.#turn = turn.catch(() => {});
    try {
      await turn;
      const running = work();
      this.#running.add(running);
      await running.finally(() => this.#running.delete(running));
      return running;
    } finally {
      this.busy -= 1;
    }
  }

  async #show(handle) {
    await this.hearing;
    if (this.isInFront(handle)) return;
    await Promise.allSettled(this.#running);
    await this.session.switchTo().window(handle);
    this.#front = handle;
  }

  isInFront(handle) {
    return this.#front === handle;
  }

  /** The tab that a browser begins with, or one more. */
  async newPage() {
    if (this.#front) await this.run(this.#front, () => this.session.switchTo().newWindow('window'));
    this.#front = await this.session.getWindowHandle();
    const page = new Page(this, this.#front);
    this.#pages.push(page);
    if (this.#viewport) await page.setViewportSize(this.#viewport);
    return page;
  }

  pages() {
    return this.#pages.filter((page) => !page.isClosed());
  }

  /** A page that hangs does not end its session either, but its driver can be ended. */
  async close() {
    this.isClosed = true;
    await Promise.race([this.session.quit().catch(() => {}), wait(2_000, undefined, { ref: false })]);
    this.#end();
  }
}

class Page extends Finder {
  #context;
  #session;
  #handle;
  #url = 'about:blank';
  #listeners = { pageerror: new Set(), console: new Set() };
  #isClosed = false;

  constructor(context, handle) {
    super();
    this.#context = context;
    this.#session = context.session;
    this.#handle = handle;
    this.#look();
  }

  context() {
    return this.#context;
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
    while (!this.isClosed()) {
      await wait(LOOK_EVERY_MS, undefined, { ref: false });
      if (this.#context.busy > 0 || !this.#context.isInFront(this.#handle)) continue;
      await (this.#context.hearing = this.#hear());
    }
  }

  /** Hears what the page has said so far. */
  async #hear() {
    await this.#session.executeScript('return window.optaveReport?.splice(0) ?? []').then(
      (said) => {
        for (const { error, type, text } of said) {
          if (error) for (const listener of this.#listeners.pageerror) listener(error);
          else for (const listener of this.#listeners.console) listener({ type: () => type, text: () => text });
        }
      },
      () => {},
    );
  }

  /** Does what the tests ask for. */
  #command(work) {
    return this.#context.run(this.#handle, work);
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
      await this.#session.executeScript(REPORT_FROM_NOW);
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

  /** Runs a function, or an expression. */
  evaluate(work, argument) {
    return this.evaluateSource(typeof work === 'string' ? `() => (${work})` : work, argument);
  }

  async evaluateSource(source, argument) {
    const { value, error, stack } = await this.#command(async () => {
      const text = await this.#session.executeAsyncScript(inPage(source), encode(argument));
      if (this.#context.busy === 1) await this.#hear();
      return decode(text);
    });
    if (error === undefined) return value;
    throw Object.assign(new Error(error), stack && { stack: `Error: ${error}\n${stack}` });
  }

  async waitForFunction(look) {
    while (!(await this.evaluate(`!!(${look})()`))) await wait(LOOK_EVERY_MS);
  }

  within(selector) {
    return new Locator(this, selector);
  }

  waitForTimeout(ms) {
    return wait(ms);
  }

  addScriptTag({ url, type = '' }) {
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
      const keys = names.map(keyOf);
      const actions = this.#session.actions();
      for (const key of keys) actions.keyDown(key);
      for (const key of keys.reverse()) actions.keyUp(key);
      await this.#command(() => actions.perform());
    },
  };

  #moving = (x, y) =>
    this.#session.actions().move({ x: Math.round(x), y: Math.round(y), duration: 0, origin: Origin.VIEWPORT });

  mouse = {
    click: ({ x, y }) => this.#command(() => this.#moving(x, y).press().release().perform()),
    move: (x, y) => this.#command(() => this.#moving(x, y).perform()),
    down: () => this.#command(() => this.#session.actions().press().perform()),
    up: () => this.#command(() => this.#session.actions().release().perform()),
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

  async bringToFront() {
    await this.#command(async () => {});
  }

  isClosed() {
    return this.#isClosed || this.#context.isClosed;
  }

  /** With the last tab the browser ends. */
  async close() {
    if (this.isClosed()) return;
    const isLast = this.#context.pages().length === 1;
    this.#isClosed = true;
    await (isLast ? this.#context.close() : this.#command(() => this.#session.close()));
  }
}
