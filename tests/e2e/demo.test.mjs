// The page with a button per method, as `npm start` serves it: every button, both transports, and what goes wrong.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inPage } from './helper.mjs';

const START = fileURLToPath(new URL('../../www-demo/start.mjs', import.meta.url));
let server;
let address;

before(async () => {
  server = spawn(process.execPath, [START, '--port', '0']);
  let output = '';
  address = await new Promise((resolve, reject) => {
    server.stdout.on('data', (data) => {
      output += data;
      const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(output) ?? [];
      if (url) resolve(url);
    });
    server.stderr.on('data', (data) => (output += data));
    server.once('exit', () => reject(new Error(`the server ended: ${output}`)));
  });
});

after(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
});

const onPage = (name, body) =>
  inPage(
    name,
    async (test) => {
      await test.page.goto(`${address}/methods/`);
      await test.page.locator('#actions button').first().waitFor();
      await body(test);
    },
    { path: null, timeout: 30_000 },
  );

const METHODS = [
  'interaction',
  'reception',
  'elevate',
  'adjust',
  'summarize',
  'translate',
  'recommend',
  'insights',
  'customerInteraction',
];

async function clickAll(page) {
  const buttons = page.locator('#actions button');
  assert.deepEqual(await buttons.allTextContents(), METHODS);
  for (const button of await buttons.all()) await button.click();
  const completed = page.locator('.request .pill', { hasText: /^completed$/ });
  await completed.nth(METHODS.length - 1).waitFor();
  assert.deepEqual(await page.locator('.request .pill').allTextContents(), Array(METHODS.length).fill('completed'));
  assert.equal(await page.locator('.request .error:visible').count(), 0);
  assert.equal(await page.locator('#page-error').isVisible(), false);
}

onPage('a click on each of the nine buttons completes over the WebSocket', async ({ page, consoleLines }) => {
  await clickAll(page);
  assert.equal(await page.locator('#connection').textContent(), 'open');
  // customerInteraction warns that it is deprecated; there is nothing else to say.
  assert.deepEqual(
    consoleLines.map(({ type, text }) => [type, text.includes('customerInteraction')]),
    [['warning', true]],
  );
});

onPage('and over REST', async ({ page }) => {
  await page.locator('#transport').selectOption('rest');
  await clickAll(page);
});

onPage('connect and disconnect show the state; the next click connects again', async ({ page }) => {
  const state = (text) => page.locator('#connection', { hasText: new RegExp(`^${text}$`) }).waitFor();
  await state('idle');
  await page.locator('#connect').click();
  await state('open');
  await page.locator('#disconnect').click();
  await state('closed');
  await page.locator('#actions button', { hasText: /^summarize$/ }).click();
  await page.locator('.request .pill', { hasText: /^completed$/ }).waitFor();
  await state('open');
});

onPage('params that are no JSON, or miss a field, are told beside them', async ({ page }) => {
  const button = page.locator('#actions button', { hasText: /^interaction$/ });
  await page.locator('#params').fill('{ not json');
  await button.click();
  await page.locator('#params-error').waitFor();
  assert.equal(await page.locator('.request').count(), 0);
  await page.locator('#params').fill('{"request":{}}');
  await button.click();
  const error = page.locator('.request .error');
  await error.waitFor();
  assert.match(await error.textContent(), /REQUIRED_FIELDS_MISSING.*threadId/s);
});
