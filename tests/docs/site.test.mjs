// The pages of the documentation as `npm start` serves them, under the demo's policy: they load without a complaint, fit on
// any screen, can be used by everybody, and their search, theme and buttons work.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { site } from '../../pkg-template/build/docs/site.mjs';
import { startDemo } from '../../www-demo/demo.mjs';
import { launchChromium } from '../browsers.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const pages = readdirSync(site, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(path.sep, '/'))
  .filter((name) => name.endsWith('.html'))
  .sort();
const isFrench = (name) => name.startsWith('fr/');

let browser;
let demo;

before(async () => {
  demo = await startDemo({ port: 0 });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await demo?.close();
});

/** A tab in a context of its own. What a page complains of while `body` runs fails the test. */
async function inTab(options, body) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
    });
    await body(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const open = (page, name) => page.goto(`${demo.url}/docs/${name}`);

const visit = (name, options, body) =>
  inTab(options, async (page) => {
    await open(page, name);
    await body(page);
  });

/** One page after the other, in as many tabs as there are processors. */
async function visitAll(names, options, body) {
  const queue = [...names];
  const tab = () =>
    inTab(options, async (page) => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        await open(page, name);
        await body(page, name);
      }
    });
  await Promise.all(Array.from({ length: availableParallelism() }, tab));
}

/** What axe finds, as sentences. */
async function findings(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (levels) => {
    const { violations } = await window.axe.run(document, {
      runOnly: { type: 'tag', values: levels },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary}`),
    );
  }, LEVELS);
}

/** What reaches beyond the right edge, but for what is scrolled by itself. */
const tooWide = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest('pre, .table'))
      .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)
      .slice(0, 5),
  );

// Every kind of page, and every kind of thing that can stand on one.
const SAMPLES = [
  'index.html',
  'getting-started.html',
  'errors.html',
  'vue.html',
  'reference/index.html',
  'reference/react.html',
];
const MORE = ['tokens.html', 'migration.html', 'performance.html', 'recovery.html', ...pages.filter(isFrench)];

// 640 px are what is left of 1280 at 200 %.
for (const { width, height, names } of [
  { width: 320, height: 640, names: pages },
  { width: 640, height: 400, names: SAMPLES },
]) {
  test(`at ${width} px nothing has to be scrolled sideways but code and tables`, () =>
    visitAll(names, { viewport: { width, height } }, async (page, name) => {
      assert.deepEqual(await tooWide(page), [], name);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, name);
    }));
}

for (const { colorScheme, names } of [
  { colorScheme: 'light', names: [...SAMPLES, ...MORE] },
  { colorScheme: 'dark', names: SAMPLES },
]) {
  // axe builds markup of its own, which the page's policy would refuse.
  test(`axe finds nothing in the ${colorScheme} theme`, () =>
    visitAll(names, { colorScheme, bypassCSP: true }, async (page, name) => {
      assert.deepEqual(await findings(page), [], name);
    }));
}

test('axe finds nothing in the list of pages of a phone, nor in the search', () =>
  visit('tokens.html', { viewport: { width: 320, height: 640 }, bypassCSP: true }, async (page) => {
    await page.getByRole('button', { name: 'Pages' }).click();
    assert.deepEqual(await findings(page), []);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('token');
    await page.locator('.results a').first().waitFor();
    assert.deepEqual(await findings(page), []);
  }));

test('a page says which language it is in, has one title, and leads to the one before and after', () =>
  visit('tokens.html', {}, async (page) => {
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.locator('h1').count(), 1);
    assert.match(await page.title(), /^Tokens · /);
    assert.equal(await page.locator('.pages [aria-current="page"]').textContent(), 'Tokens');
    await page.locator('.sequence [rel="next"]').click();
    await page.locator('.sequence [rel="prev"]').click();
    assert.match(page.url(), /\/docs\/tokens\.html$/);
  }));

test('a page that is there in French leads to it, and back', { skip: !pages.some(isFrench) }, () =>
  visit(pages.find(isFrench), {}, async (page) => {
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    for (const lang of ['en', 'fr']) {
      await page.locator('a.language').click();
      await page.locator(`html[lang="${lang}"]`).waitFor();
    }
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await page.getByRole('searchbox').fill('jeton');
    assert.match(await page.locator('.results a').first().getAttribute('href'), /fr\//);
  }),
);

test('the search finds words and names by keyboard alone, also with a slip', () =>
  visit('getting-started.html', {}, async (page) => {
    await page.keyboard.press('/');
    const first = page.locator('.results a').first();
    for (const [asked, found] of [
      ['websocketUrl', 'websocketUrl'],
      ['recconecting', 'reconnect'],
      ['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT'],
    ]) {
      await page.getByRole('searchbox').fill(asked);
      await first.getByText(found).first().waitFor();
    }
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.results') !== null), true);
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
    await page.getByRole('searchbox').fill('xyzzyplugh');
    await page.getByText('Nothing found').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog').isVisible(), false);
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('OptaveClient');
    await first.waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/docs\/.+#/);
  }));

test('a theme that is chosen stays, on the next page and before the first paint', () =>
  visit('', { colorScheme: 'light' }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByLabel('Theme').selectOption('Dark');
    const dark = await background();
    assert.notEqual(dark, light);
    await page.goto(`${demo.url}/docs/reference/`);
    assert.equal(await background(), dark);
    await page.getByLabel('Theme').selectOption('System');
    assert.equal(await background(), light);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await background(), dark);
  }));

test('code is copied as it stands there', () =>
  visit('getting-started.html', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const block = page.locator('.code', { hasText: 'new OptaveClient' }).first();
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied.trim(), (await block.locator('code').textContent()).trim());
  }));

test('the first key leads past the list of pages, and a heading has a link to itself', () =>
  visit('tokens.html', {}, async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the text');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'text');
    const heading = page.locator('article h2').nth(1);
    await heading.hover();
    await heading.locator('.anchor').click();
    assert.equal(new URL(page.url()).hash, `#${await heading.getAttribute('id')}`);
  }));

test('without JavaScript every page can be read, and what cannot work is not there', () =>
  visit('tokens.html', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }, async (page) => {
    assert.equal(await page.locator('.pages a').first().isVisible(), true);
    assert.equal(await page.locator('.open-search').isVisible(), false);
    assert.equal(await page.locator('label.theme').isVisible(), false);
    assert.equal(await page.locator('article h1').isVisible(), true);
  }));
