// A visitor chats: from a page that has asked nobody anything to a conversation that survives a reload.
import assert from 'node:assert/strict';
import { demo, fill, hold, onDemo, partByPart, PARTS } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

const frames = (control) => control.log().frames.map(({ envelope }) => envelope);

onDemo(
  'nothing goes over the network before the chat is opened, and the SDK is not even loaded',
  async ({ page, chat, control, requests }) => {
    await page.waitForTimeout(300);
    assert.deepEqual(
      (await requests()).filter((url) => /^wss?:|\/api\/|\/pkg\/index|\/message\//.test(url)),
      [],
    );
    const { tokens, handshakes, frames: sent } = control.log();
    assert.deepEqual([tokens.length, handshakes.length, sent.length], [0, 0, 0]);
    await chat.open();
    await eventually(() => control.log().connections.length === 1, 'the connection opens ahead of the first question');
    assert.equal(control.log().frames.length, 0, 'and nothing is said yet');
  },
  { open: false },
);

onDemo(
  'an answer streams: it grows, at most once per frame, and its superpowers follow',
  async ({ page, chat, control }) => {
    await page.evaluate(() => {
      const log = document.querySelector('optave-chat').shadowRoot.querySelector('.log');
      window.seen = { texts: [], frames: 0, records: 0 };
      let frame = 0;
      const count = () => {
        window.seen.frames += frame ? 1 : 0;
        frame = 0;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      new MutationObserver(() => {
        frame += 1;
        window.seen.records += 1;
        const text = log.querySelector('.row-bot .text')?.textContent ?? '';
        if (text && text !== window.seen.texts.at(-1)) window.seen.texts.push(text);
        window.seen.dotsBesideText ||= text && log.querySelector('.row-bot .dots') !== null;
      }).observe(log, { childList: true, subtree: true, characterData: true });
    });
    const painted = () => page.evaluate(() => window.seen.texts.length);
    await partByPart(control, PARTS, () => chat.write('Where is my order?'), painted);
    assert.match(await (await chat.answer()).textContent(), /on its way/);
    const seen = await page.evaluate(() => window.seen);
    assert.equal(seen.texts.length, PARTS + 1, `it grew in steps: ${JSON.stringify(seen.texts)}`);
    assert.equal(seen.dotsBesideText, false, 'the dots go when the words come');
    assert.ok(seen.records <= seen.frames + 1, `${seen.records} paints in ${seen.frames} frames`);
    const superpowers = await eventually(
      () =>
        page.evaluate(() => {
          const { superpowers = {} } = document.querySelector('optave-chat').conversation.messages.at(-1);
          return Object.values(superpowers).every(({ state }) => state === 'completed') && Object.keys(superpowers);
        }),
      'all superpowers complete',
    );
    assert.deepEqual(superpowers.sort(), ['escalation_need', 'language', 'risk', 'search_need', 'sentiment']);
  },
);

onDemo('somebody types until the first words are there', async ({ chat, control }) => {
  const release = hold(control);
  await chat.write('Where is my order?');
  await chat.element.locator('.row-bot[data-state="typing"] .dots').waitFor();
  release();
  await chat.answer();
  assert.equal(await chat.element.locator('.dots').count(), 0);
});

onDemo('what the sandbox saw is what the visitor wrote, with history and interface', async ({ chat, control }) => {
  await chat.ask('Where is my order?');
  await chat.ask('And when will it be here?');
  const [first, second] = frames(control);
  assert.deepEqual(
    control.log().frames.map(({ valid, errors }) => [valid, errors]),
    [
      [true, []],
      [true, []],
    ],
  );
  const of = ({ payload }) => payload.request.scope.conversations[0];
  assert.deepEqual(
    of(second).messages.map(({ participantId }) => participantId),
    ['user', 'bot', 'user'],
  );
  assert.equal(of(first).messages.at(-1).content, 'Where is my order?');
  assert.equal(of(second).messages.at(-1).content, 'And when will it be here?');
  assert.match(of(second).messages[1].content, /on its way/);
  assert.equal(second.payload.request.connections.threadId, first.payload.request.connections.threadId);
  const { request, session } = first.payload;
  assert.equal(request.context.organizationId, 'f7e8d9c0-b1a2-4456-8890-123456789abc');
  assert.equal(request.context.userId, 'customer-4711');
  assert.deepEqual(
    request.resources.codes.map(({ value }) => value),
    ['FF-20417'],
  );
  assert.equal(session.interface.language, 'en');
  assert.equal(control.log().connections.length, 1, 'one socket carries both');
});

onDemo(
  'links and codes of the page are found in the answer',
  async ({ chat }) => {
    const answer = await chat.ask('Where is my order?');
    const link = answer.locator('a');
    assert.equal(await link.textContent(), 'Track your order');
    assert.equal(await link.getAttribute('href'), 'https://shop.example/track/FF-20417');
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
    await answer.getByRole('button', { name: 'Copy FF-20417' }).click();
    await answer.getByRole('button', { name: 'FF-20417 copied' }).waitFor();
  },
  { context: { permissions: ['clipboard-read', 'clipboard-write'] } },
);

onDemo('offers come as cards, the best first', async ({ chat, control }) => {
  await chat.ask('I am looking for a warm jacket for hiking.');
  await chat.element.getByRole('button', { name: 'Show me offers' }).click();
  const cards = chat.element.locator('.card');
  await cards.first().waitFor();
  assert.equal(await cards.count(), 3);
  assert.match(await cards.first().textContent(), /Tromsø.*€219\.00/);
  assert.equal(await cards.first().locator('a').getAttribute('href'), 'https://shop.example/tromso');
  assert.equal(frames(control).at(-1).headers.action, 'recommend');
});

onDemo('a person is called, answers, and takes over', async ({ page, chat, control }) => {
  await chat.ask('My parcel arrived broken.');
  await chat.element.getByRole('button', { name: 'Talk to a person' }).click();
  await chat.element.getByText('Your request has been passed on').first().waitFor();
  await eventually(async () => (await chat.focused()) === 'input', 'the button is gone, the focus is not');
  const { headers, payload } = frames(control).at(-1);
  assert.equal(headers.action, 'elevate');
  assert.equal(payload.request.attributes.content, 'My parcel arrived broken.');
  await page.getByRole('tab', { name: 'Operator' }).click();
  await page.getByText('The visitor asks for a person').first().waitFor();
  await page.getByLabel('Your answer').fill('I am Tom, I will look after it.');
  await page.getByLabel('Your answer').press('Enter');
  await chat.element.locator('.row-operator', { hasText: 'I am Tom' }).waitFor();
  assert.equal(await chat.element.locator('.presence').textContent(), 'Tom Callahan is with you');
  // From now on the assistant only suggests.
  await chat.write('Thank you. Where is my refund?');
  await page.getByRole('button', { name: 'Send this reply' }).waitFor();
  assert.equal(await chat.row('bot').count(), 1);
  await page.getByRole('button', { name: 'Send this reply' }).click();
  await eventually(async () => (await chat.row('operator').count()) === 2, 'the suggestion is sent');
});

onDemo('a reload keeps conversation, thread, draft and the open panel', async ({ page, chat, control }) => {
  await chat.ask('Where is my order?');
  const before = await chat.texts('bot');
  await chat.input.fill('half a sen');
  await page.reload();
  await chat.input.waitFor();
  assert.deepEqual(await chat.texts('user'), ['Where is my order?']);
  assert.deepEqual(await chat.texts('bot'), before);
  assert.equal(await chat.input.inputValue(), 'half a sen');
  assert.equal(await chat.focused(), '', 'a reload takes nobody’s focus');
  await chat.ask('And now?');
  const threads = frames(control).map(({ payload }) => payload.request.connections.threadId);
  const sessions = frames(control).map(({ payload }) => payload.session.sessionId);
  assert.deepEqual([new Set(threads).size, new Set(sessions).size], [1, 1]);
  await chat.launcher.click();
  await page.reload();
  await chat.launcher.waitFor();
  assert.equal(await chat.panel.isVisible(), false, 'closed stays closed');
});

onDemo('an answer that a reload breaks off can be asked for again', async ({ page, chat, control }) => {
  const release = hold(control);
  await chat.write('Where is my order?');
  await eventually(() => control.log().frames.length === 1);
  await page.reload();
  await chat.log.getByText('The answer was interrupted.').waitFor();
  release();
  await chat.element.getByRole('button', { name: 'Try again' }).click();
  await chat.answer();
  assert.equal(await chat.element.locator('.retry').count(), 0);
  assert.equal(await chat.row('user').count(), 1, 'the question stands once');
});

onDemo(
  'what failed says so and is asked again with a click',
  async ({ page, chat, control }) => {
    await page.evaluate(() => (document.querySelector('optave-chat').options = { requestTimeoutMs: 1500 }));
    await chat.open();
    control.script({ answers: [{ silent: true }] });
    await chat.write('Where is my order?');
    const retry = chat.element.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    assert.match(await chat.row('user').textContent(), /The answer took too long/);
    await retry.click();
    await chat.answer();
    assert.equal(await chat.focused(), 'input');
    assert.equal(await retry.count(), 0);
    assert.equal(frames(control).length, 2);
  },
  { open: false },
);

onDemo(
  'a question that a lost connection hands back can be asked again',
  async ({ page, chat, control }) => {
    await page.evaluate(() => (document.querySelector('optave-chat').options = { resend: 'never' }));
    await chat.open();
    control.script({ answers: [{ silent: true }] });
    await chat.write('Where is my order?');
    await eventually(() => control.log().frames.length === 1);
    control.fault({ fault: 'kill' });
    const retry = chat.element.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    assert.match(await chat.row('user').textContent(), /This was not sent/);
    await retry.click();
    await chat.answer();
    assert.equal(frames(control).length, 2);
  },
  { open: false },
);

onDemo('the visitor can stop an answer and ask again', async ({ chat, control }) => {
  hold(control);
  await chat.write('Where is my order?');
  await chat.element.getByRole('button', { name: 'Stop answering' }).click();
  await chat.element.getByText('Stopped.').waitFor();
  await chat.element.getByRole('button', { name: 'Try again' }).waitFor();
  assert.equal(await chat.element.locator('.dots').count(), 0);
});

onDemo('French by interface.language, from the next request on', async ({ page, chat, control }) => {
  await chat.ask('Where is my order?');
  await page.locator('#language').selectOption('fr');
  await chat.element.getByPlaceholder('Écrivez un message…').waitFor();
  assert.equal(await chat.element.getByRole('button', { name: 'Fermer la discussion' }).count(), 2);
  assert.deepEqual(await chat.texts('user'), ['Where is my order?'], 'the conversation stays');
  const answer = await chat.ask('Bonjour, où est ma commande ?');
  assert.match(await answer.textContent(), /Votre commande est en route/);
  assert.equal(frames(control).at(-1).payload.session.interface.language, 'fr');
});

onDemo('what comes while the chat is closed is counted on the launcher', async ({ chat, control, page }) => {
  const release = hold(control);
  await chat.write('Where is my order?');
  await chat.launcher.click();
  release();
  const badge = chat.element.locator('.badge');
  await badge.waitFor();
  assert.equal(await badge.textContent(), '1');
  assert.equal(await chat.launcher.getAttribute('aria-label'), 'Open chat, 1 unread message');
  await page.reload();
  await badge.waitFor();
  await chat.open();
  assert.equal(await badge.isVisible(), false);
});

onDemo('two hundred messages and more stay below the limit of an envelope', async ({ page, chat, control }) => {
  await fill(page, 3000);
  await chat.ask('Where is my order?');
  const [{ bytes, valid }] = control.log().frames;
  assert.ok(valid && bytes < 100_000, `${bytes} bytes`);
});

onDemo('an element that is taken out of the page ends its client', async ({ page, chat, control }) => {
  await chat.ask('Where is my order?');
  await page.evaluate(() => document.querySelector('optave-chat').remove());
  await eventually(() => control.log().connections.every(({ closedAt }) => closedAt !== null), 'the socket closes');
  assert.equal(demo.control.log().connections.length, 1);
});
