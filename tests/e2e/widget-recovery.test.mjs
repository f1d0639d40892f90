// The network breaks in the middle of a chat, and the chat goes on: over real sockets, broken by the sandbox's fault
// kit. What the SDK does is asserted by what the sandbox saw; what a person is told, by the widget.
import assert from 'node:assert/strict';
import { hold, onDemo, picture, STARTED } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

const timesSeen = (control) => {
  const times = {};
  for (const { envelope } of control.log().frames) {
    const { correlationId } = envelope.headers;
    times[correlationId] = (times[correlationId] ?? 0) + 1;
  }
  return Object.values(times);
};

onDemo(
  'a cut while nothing is asked heals by itself, and the next question is answered',
  async ({ chat, control }) => {
    await chat.ask('Hello');
    control.fault({ fault: 'kill' });
    await eventually(() => control.log().connections[0].closedAt !== null);
    await eventually(() => control.log().connections.length === 2, 'it reconnects'); // within 4 s
    await chat.ask('Where is my order?');
    assert.deepEqual(timesSeen(control), [1, 1], 'nothing was sent twice');
  },
  { timeout: 40_000 },
);

onDemo(
  'a cut before the first words: the question goes out again with its id, and is answered once',
  async ({ chat, control }) => {
    control.script({ answers: [{ silent: true }] });
    await chat.write('Where is my order?');
    await eventually(() => control.log().frames.length === 1);
    control.fault({ fault: 'kill' });
    await chat.answer();
    assert.deepEqual(timesSeen(control), [2], 'the same correlation id twice');
    const [first, second] = control.log().frames.map(({ envelope }) => envelope.headers);
    assert.equal(first.idempotencyKey, second.idempotencyKey);
    assert.equal(await chat.row('bot').count(), 1);
    assert.equal(await chat.element.locator('.retry').count(), 0);
    const tokens = control.log().tokens.filter(({ kind }) => kind === 'ticket');
    assert.deepEqual(
      tokens.map(({ uses }) => uses),
      tokens.map(() => 1),
      'a fresh token for each socket',
    );
  },
  { timeout: 40_000 },
);

onDemo(
  'a cut in the middle of an answer: what is there stays, and can be asked for again',
  async ({ chat, control }) => {
    const release = hold(control, STARTED + 1);
    await chat.write('Where is my order?');
    await chat.element.locator('.row-bot[data-state="streaming"]').waitFor();
    control.fault({ fault: 'kill' });
    release();
    // It had updates, so it is not sent again; it waits for its deadline, or is handed back.
    await chat.element.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 40_000 });
    assert.match(await chat.row('bot').last().textContent(), /Hello/);
    await chat.element.getByRole('button', { name: 'Try again' }).click();
    await chat.answer();
    assert.equal(await chat.row('user').count(), 1);
  },
  { timeout: 60_000 },
);

onDemo(
  'a server that is down: a countdown, then the answer to what was asked meanwhile',
  async ({ page, chat, control }) => {
    await chat.ask('Hello');
    const { faults } = control.fault({ fault: 'refuse', status: 503 });
    control.fault({ fault: 'kill' });
    await chat.status.getByText(/Reconnecting/).waitFor({ timeout: 20_000 });
    await chat.write('Where is my order?');
    await chat.element.getByText('Will be sent when you are connected').waitFor();
    await page.screenshot({ path: picture('recovering') });
    assert.equal(control.log().frames.length, 1, 'nothing gets through');
    control.clearFaults(faults[0].id);
    await chat.answer(1);
    await chat.status.waitFor({ state: 'hidden' });
    assert.deepEqual(timesSeen(control), [1, 1]);
  },
  { timeout: 60_000 },
);

onDemo(
  '“Connect now” does not wait for the countdown',
  async ({ page, chat, control }) => {
    // A countdown of days.
    await page.evaluate(() => {
      const ms = 2 ** 31 - 1;
      document.querySelector('optave-chat').options = {
        reconnect: { firstDelayMs: ms, baseDelayMs: ms, maxDelayMs: ms },
      };
    });
    await chat.open();
    await chat.ask('Hello');
    control.fault({ fault: 'kill' });
    await chat.element.getByRole('button', { name: 'Connect now' }).click();
    await eventually(() => control.log().connections.length === 2, 'connected at once');
  },
  { open: false },
);

onDemo(
  'offline and back: what was written meanwhile is sent and answered',
  async ({ page, chat, control }) => {
    await chat.ask('Hello');
    await page.context().setOffline(true);
    control.fault({ fault: 'kill' });
    await chat.status.getByText('You are offline.', { exact: false }).waitFor({ timeout: 20_000 });
    await chat.write('Where is my order?');
    await chat.element.getByText('Will be sent when you are connected').waitFor();
    await page.screenshot({ path: picture('recovering-offline') });
    await page.context().setOffline(false);
    await chat.answer(1);
    assert.deepEqual(timesSeen(control), [1, 1]);
  },
  { timeout: 60_000, needs: ['offline'] },
);

onDemo(
  'a socket that swallows everything is replaced, the answer comes, and the wire view shows both envelopes',
  async ({ page, chat, control }) => {
    await chat.ask('Hello');
    await page.getByRole('button', { name: 'Swallow' }).click();
    await eventually(() => control.faults().active.length === 1);
    await chat.write('Where is my order?');
    // halfOpenTimeoutMs is 10 s.
    await chat.answer(1);
    assert.equal(control.log().connections.length, 2);
    assert.deepEqual(timesSeen(control), [1, 2]);
    const states = page.locator('tr:has(.arrow.out) .state');
    await eventually(
      async () => (await states.allTextContents()).join() === 'again,swallowed,arrived',
      'three went out',
    );
  },
  { hash: '#wire', timeout: 60_000 },
);

onDemo(
  'the wire view counts down, and its figures are the client’s',
  async ({ page, chat, control }) => {
    await chat.ask('Hello');
    control.fault({ fault: 'refuse', status: 503 });
    control.fault({ fault: 'kill' });
    await page.locator('.countdown', { hasText: /Next attempt in \d/ }).waitFor({ timeout: 20_000 });
    await page.screenshot({ path: picture('wire-reconnecting') });
    control.clearFaults();
    await page.locator('#wire .pill', { hasText: /^open$/ }).waitFor({ timeout: 30_000 });
    const figures = await page.locator('.facts').last().locator('dt').count();
    assert.ok(figures > 3, 'metrics()');
  },
  { hash: '#wire', timeout: 60_000 },
);

onDemo(
  'a server that rejects every token: not connected, and a click connects when it has changed its mind',
  async ({ chat, control }) => {
    await chat.ask('Hello');
    const { faults } = control.fault({ fault: 'reject-token', how: 'close', code: 1008 });
    control.close({ code: 1008 });
    await chat.status.getByText('Not connected.').waitFor({ timeout: 20_000 });
    control.clearFaults(faults[0].id);
    await chat.element.getByRole('button', { name: 'Connect now' }).click();
    await chat.ask('Where is my order?');
    await chat.status.waitFor({ state: 'hidden' });
  },
  { timeout: 40_000 },
);
