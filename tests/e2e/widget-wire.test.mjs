// The wire view: what it shows is what the sandbox saw, and its switches do what they say.
import assert from 'node:assert/strict';
import { onDemo, PARTS, STARTED } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

const options = { hash: '#wire' };

onDemo(
  'each request stands there in time, with every envelope out and in',
  async ({ page, chat, control }) => {
    await chat.ask('Where is my order?');
    const line = page.locator('.request-line');
    await line.locator('.pill', { hasText: 'completed' }).waitFor();
    const { correlationId } = control.log().frames[0].envelope.headers;
    assert.equal(await line.locator('code').textContent(), correlationId);
    assert.match(
      await line.locator('.steps-line').textContent(),
      /queued 0 ms.*sent .*ms.*first update .*ms.*completed .*ms/,
    );
    const out = page.locator('tr', { has: page.locator('.arrow.out') });
    await out.locator('.state', { hasText: 'arrived' }).waitFor();
    await out.getByRole('button').click();
    const body = JSON.parse(await page.locator('td pre').filter({ visible: true }).textContent());
    assert.deepEqual(body, control.log().frames[0].envelope, 'the envelope as it arrived');
    // 1 out; started for the reply and five superpowers, the parts, completed for six.
    await eventually(
      async () => (await page.locator('tbody tr:not([id])').count()) === 1 + STARTED + PARTS + 6,
      'all envelopes',
    );
    const ids = await page.locator('td.correlation').evaluateAll((cells) => cells.map(({ title }) => title));
    assert.deepEqual([...new Set(ids)], [correlationId]);
  },
  options,
);

onDemo(
  'what the server tells of a request before its first answer is that it arrived, not that it was sent again',
  async ({ page, chat, control }) => {
    control.fault({ fault: 'token-delay', ms: 700 });
    await chat.open();
    const answered = chat.ask('Where is my order?');
    const states = page.locator('tr', { has: page.locator('.arrow.out') }).locator('.state');
    await answered;
    await eventually(
      async () => /arrived|again/.test((await states.allTextContents()).join()),
      'the server tells of it',
    );
    assert.deepEqual(await states.allTextContents(), ['arrived']);
  },
  { ...options, open: false, pace: { answerDelayMs: 1_500 } },
);

onDemo(
  'what came before the view was opened is there as well, and nothing is asked while it is closed',
  async ({ page, chat, requests }) => {
    await chat.ask('Where is my order?');
    await page.waitForTimeout(800);
    const asked = async () => (await requests()).filter((path) => path === '/control/log').length;
    assert.equal(await asked(), 0);
    await page.getByRole('tab', { name: 'Wire' }).click();
    await page.locator('.state', { hasText: 'arrived' }).waitFor();
    const before = await asked();
    await page.waitForTimeout(1500);
    assert.equal(await asked(), before, 'nor when nothing is missing');
  },
);

onDemo(
  'a bare answer without an id is told to its request, and what comes after the end to nobody',
  async ({ page, chat, control }) => {
    control.config({ form: 'bare' });
    await chat.ask('Where is my order?');
    await page.locator('.request-line .pill', { hasText: 'completed' }).waitFor();
    const { correlationId } = control.log().frames[0].envelope.headers;
    const rows = page.locator('tbody tr:not([id])');
    await eventually(async () => (await rows.count()) === 1 + STARTED + PARTS + 6, 'all envelopes');
    const ids = await rows.evaluateAll((all) => all.map((row) => row.querySelector('.correlation').title).reverse());
    // The request, those that started, the parts and the reply: those the SDK can tell whose they are.
    const told = 1 + STARTED + PARTS + 1;
    assert.deepEqual(
      [new Set(ids.slice(0, told)), new Set(ids.slice(told))],
      [new Set([correlationId]), new Set([''])],
    );
    // The widget puts the late ones to the newest answer all the same.
    await page.getByRole('tab', { name: 'Operator' }).click();
    await page.locator('.superpower[data-state="completed"]').nth(4).waitFor();
  },
  options,
);

onDemo(
  'connection and metrics are as the client has them',
  async ({ page, chat }) => {
    await chat.ask('Where is my order?');
    const card = page.locator('section', { has: page.getByRole('heading', { name: 'Connection' }) });
    await card.locator('.pill', { hasText: 'open' }).waitFor();
    const has = await page.evaluate(() => typeof document.querySelector('optave-chat').client.metrics === 'function');
    assert.equal(await card.getByText('This build has none.').isVisible(), !has);
  },
  options,
);

onDemo(
  'the switches: garbage is shown and harms nobody; off is off',
  async ({ page, chat, control }) => {
    const garbage = page.getByRole('switch', { name: 'Garbage' });
    await chat.ask('Hello');
    await garbage.click();
    await eventually(() => control.faults().active.length === 1);
    await chat.ask('Where is my order?');
    await page.locator('tr[data-state="error"]', { hasText: 'INVALID_JSON' }).first().waitFor();
    // A reload forgets nothing that the sandbox knows.
    await page.reload();
    await page.locator('[role="switch"][aria-checked="true"]', { hasText: 'Garbage' }).waitFor();
    await garbage.click();
    await eventually(() => control.faults().active.length === 0);
    await page.locator('[role="switch"][aria-checked="false"]', { hasText: 'Garbage' }).waitFor();
  },
  options,
);

onDemo(
  'the switches: slow is slow, and cut ends the socket',
  async ({ page, chat, control }) => {
    await chat.ask('Hello');
    await page.getByRole('switch', { name: 'Slow' }).click();
    await eventually(() => control.faults().active.length === 1);
    const began = Date.now();
    await chat.ask('Where is my order?');
    assert.ok(Date.now() - began >= 1500);
    await page.getByRole('switch', { name: 'Slow' }).click();
    await page.getByRole('button', { name: 'Cut', exact: true }).click();
    await eventually(() => control.log().connections[0].closedAt !== null, 'the socket is cut');
    assert.equal(control.log().connections[0].closeCode, 1006);
  },
  options,
);

onDemo(
  'the switches: every one of them is known to the sandbox',
  async ({ page, control }) => {
    for (const name of ['Refuse', 'Slow', 'Garbage', 'Offline']) {
      const one = page.getByRole('switch', { name });
      await one.click();
      await eventually(() => control.faults().active.length === 1, `${name} is on`);
      await one.click();
      await eventually(() => control.faults().active.length === 0, `${name} is off`);
    }
    assert.equal(await page.locator('#wire [role="alert"]').isVisible(), false);
  },
  options,
);
