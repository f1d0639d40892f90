// Playwright's locators for WebKit, as far as the tests use them. What a locator finds, and when it can be clicked, is
// told by the very script that Playwright puts into the pages of its own browsers; so it is the same in every engine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import vm from 'node:vm';

const require = createRequire(import.meta.url);
const BUNDLE = 'playwright-core/lib/coreBundle';
const LOOK_EVERY_MS = 30;
/** As with Playwright. */
const PATIENCE_MS = 30_000;

/** The script is a text in Playwright's bundle. With it `window.optaveFinder` finds, and tells states. */
function finder() {
  const texts = readFileSync(require.resolve(BUNDLE), 'utf8').matchAll(/^ *source\d* = ('.*');$/gm);
  const [literal] = [...texts].map(([, text]) => text).filter((text) => text.includes('InjectedScript = class'));
  assert.ok(literal, `${BUNDLE} has no script that finds elements`);
  const options = { browserName: 'webkit', sdkLanguage: 'javascript', stableRafCount: 1, customEngines: [] };
  return `(() => {
    const module = {};
    ${vm.runInNewContext(literal)}
    const value = new (module.exports.InjectedScript())(globalThis, ${JSON.stringify(options)});
    Object.defineProperty(window, 'optaveFinder', { value });
  })()`;
}

let script;

/** How Playwright writes down what is looked for. */
const { escapeForAttributeSelector: inAttribute, escapeForTextSelector: inText } = require(BUNDLE).iso;
const conditions = ({ hasText, has, visible } = {}) =>
  [
    ...(hasText === undefined ? [] : [`internal:has-text=${inText(hasText, false)}`]),
    ...(has === undefined ? [] : [`internal:has=${JSON.stringify(has.selector)}`]),
    ...(visible === undefined ? [] : [`visible=${visible}`]),
  ].map((condition) => ` >> ${condition}`);

/** What a page and a locator have in common. `within` answers a locator for what is looked for in them. */
export class Finder {
  /** @param {string} selector @returns {Locator} */
  within(selector) {
    throw new Error(`nothing to look for ${selector} in`);
  }

  locator(css, options) {
    return this.within([css, ...conditions(options)].join(''));
  }

  getByRole(role, { name, exact = false } = {}) {
    return this.within(`internal:role=${role}${name === undefined ? '' : `[name=${inAttribute(name, exact)}]`}`);
  }

  getByText(text, { exact = false } = {}) {
    return this.within(`internal:text=${inText(text, exact)}`);
  }

  getByLabel(text) {
    return this.within(`internal:label=${inText(text, false)}`);
  }

  getByPlaceholder(text) {
    return this.within(`internal:attr=[placeholder=${inAttribute(text, false)}]`);
  }
}

// These run in the page. They answer what came of it, or why they wait.

/** Where the mouse gets at an element: it is brought into view, and out from under what stands above it. */
function pointAt(node, _, finder) {
  let waits = 'it is out of view';
  for (const block of [undefined, 'end', 'center', 'start']) {
    if (block) node.scrollIntoView({ block, behavior: 'instant' });
    else node.scrollIntoViewIfNeeded();
    for (const { left, top, right, bottom } of node.getClientRects()) {
      const [x0, y0] = [Math.max(left, 0), Math.max(top, 0)];
      const [x1, y1] = [Math.min(right, innerWidth), Math.min(bottom, innerHeight)];
      if (x1 - x0 < 1 || y1 - y0 < 1) continue;
      const point = { x: Math.floor((x0 + x1) / 2), y: Math.floor((y0 + y1) / 2) };
      const hit = finder.expectHitTarget(point, finder.retarget(node, 'button-link'));
      if (hit === 'done') return { value: point };
      waits = `it is under ${hit.hitTargetDescription}`;
      break;
    }
  }
  return { waits };
}

function fill(node, text, finder) {
  if (finder.fill(node, text) === 'needsinput') document.execCommand(text ? 'insertText' : 'delete', false, text);
  return {};
}

function select(node, valueOrLabel, finder) {
  const selected = finder.selectOptions(node, [{ valueOrLabel }]);
  return Array.isArray(selected) ? { value: selected } : { waits: selected };
}

export class Locator extends Finder {
  #page;

  constructor(page, selector) {
    super();
    this.#page = page;
    this.selector = selector;
  }

  within(selector) {
    return new Locator(this.#page, `${this.selector} >> ${selector}`);
  }

  filter(options) {
    return new Locator(this.#page, [this.selector, ...conditions(options)].join(''));
  }

  first() {
    return this.nth(0);
  }

  last() {
    return this.nth(-1);
  }

  nth(index) {
    return this.within(`nth=${index}`);
  }

  async all() {
    return Array.from({ length: await this.count() }, (_, index) => this.nth(index));
  }

  /** Lets the finder do something in the page, once it is there. */
  async #ask(work, argument) {
    const source = `async (argument) => {
      const finder = window.optaveFinder;
      if (!finder) return { isMissing: true };
      return { answer: await (${work})(finder, finder.parseSelector(${JSON.stringify(this.selector)}), argument) };
    }`;
    for (;;) {
      const { isMissing, answer } = await this.#page.evaluateSource(source, argument);
      if (!isMissing) return answer;
      await this.#page.evaluate((script ??= finder()));
    }
  }

  /** Works with the one element that is meant, as soon as it is there and in these states. */
  async #with(work, argument, { states = [], timeout = PATIENCE_MS } = {}) {
    const source = `async (finder, selector, argument) => {
      const node = finder.querySelector(selector, document, true);
      if (!node) return { waits: 'it is not there' };
      const missing = ${states.length > 0} && (await finder.checkElementStates(node, ${JSON.stringify(states)}, true));
      if (missing) return { waits: 'it is not ' + (missing.missingState ?? 'there') };
      return (${work})(node, argument, finder);
    }`;
    for (const end = performance.now() + timeout; ; await wait(LOOK_EVERY_MS)) {
      const { waits, value } = await this.#ask(source, argument);
      if (!waits) return value;
      if (performance.now() > end) throw new Error(`after ${timeout} ms: ${waits}: ${this.selector}`);
    }
  }

  evaluate(work, argument) {
    return this.#with(`async (node, argument) => ({ value: await (${work})(node, argument) })`, argument);
  }

  evaluateAll(work, argument) {
    return this.#ask(
      `(finder, selector, argument) => (${work})(finder.querySelectorAll(selector, document), argument)`,
      argument,
    );
  }

  count() {
    return this.evaluateAll((all) => all.length);
  }

  allTextContents() {
    return this.evaluateAll((all) => all.map((node) => node.textContent));
  }

  textContent() {
    return this.evaluate((node) => node.textContent);
  }

  inputValue() {
    return this.evaluate((node) => node.value);
  }

  getAttribute(name) {
    return this.evaluate((node, name) => node.getAttribute(name), name);
  }

  boundingBox() {
    return this.evaluate((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  isVisible() {
    return this.#ask((finder, selector) => {
      const node = finder.querySelector(selector, document, true);
      return node !== undefined && finder.elementState(node, 'visible', true).matches;
    });
  }

  async waitFor({ state = 'visible', timeout = PATIENCE_MS } = {}) {
    const isSo = (finder, selector, state) => {
      const node = finder.querySelector(selector, document, true);
      if (!node || state === 'attached') return node ? state === 'attached' : state === 'hidden';
      return finder.elementState(node, state, true).matches;
    };
    for (const end = performance.now() + timeout; !(await this.#ask(isSo, state)); await wait(LOOK_EVERY_MS)) {
      if (performance.now() > end) throw new Error(`after ${timeout} ms: it is not ${state}: ${this.selector}`);
    }
  }

  async click() {
    await this.#page.mouse.click(await this.#with(pointAt, null, { states: ['visible', 'enabled', 'stable'] }));
  }

  async hover() {
    const { x, y } = await this.#with(pointAt, null, { states: ['visible', 'stable'] });
    await this.#page.mouse.move(x, y);
  }

  fill(text) {
    return this.#with(fill, text, { states: ['visible', 'enabled', 'editable'] });
  }

  focus() {
    return this.#with((node, _, finder) => ({ value: void finder.focusNode(node) }));
  }

  async press(keys) {
    await this.focus();
    await this.#page.keyboard.press(keys);
  }

  selectOption(value) {
    return this.#with(select, value, { states: ['visible', 'enabled'] });
  }

  dispatchEvent(type) {
    return this.#with((node, type, finder) => ({ value: finder.dispatchEvent(node, type, {}) }), type);
  }
}
