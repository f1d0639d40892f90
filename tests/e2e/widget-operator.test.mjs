// The operator's side: the same conversation, the superpowers beside it, and what can be done with a reply.
import assert from 'node:assert/strict';
import { onDemo } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

const options = { hash: '#operator' };
const lastFrame = (control) => control.log().frames.at(-1).envelope;

onDemo(
  'the conversation and its superpowers appear as they arrive',
  async ({ page, chat }) => {
    await chat.write('This is unacceptable, I want a refund or I call my lawyer.');
    const cards = page.locator('.superpower');
    assert.equal(await cards.count(), 5);
    await page.locator('.superpower[data-state="completed"]').nth(4).waitFor();
    const texts = await cards.allTextContents();
    assert.match(texts[0], /Sentiment.*negative/);
    assert.match(texts[1], /Risk.*financial.*high/);
    assert.match(texts[2], /Escalation need.*to billing/);
    assert.match(texts[3], /Language.*en/);
    assert.match(texts[4], /Search need.*not needed/);
    assert.deepEqual(await page.locator('.turn-meta b').allTextContents(), ['Alice Hawthorne', 'Assistant']);
  },
  options,
);

onDemo(
  'each action works on the selected reply and shows its result below it',
  async ({ page, chat, control }) => {
    await chat.ask('Where is my order?');
    await chat.ask('I am looking for a warm jacket.');
    // The first reply, not the newest.
    await page.locator('button.turn-said').first().click();
    const turn = page.locator('.turn.selected', { hasText: 'on its way' });
    const content = await turn.locator('.turn-text').textContent();
    assert.match(content, /on its way/);
    const results = turn.locator('.result[data-state="done"]');
    const runs = [
      ['Summarize', 'summarize', /Alice/],
      ['Translate', 'translate', /Votre|votre|commande/],
      ['Recommend', 'recommend', /Tromsø/],
      ['Insights', 'insights', /Topics/],
    ];
    for (const [index, [label, action, expected]] of runs.entries()) {
      await turn.getByRole('button', { name: label, exact: true }).click();
      await results.nth(index).waitFor();
      assert.match(await results.first().textContent(), expected);
      assert.equal(lastFrame(control).headers.action, action);
    }
    await turn.getByRole('button', { name: 'Adjust', exact: true }).first().click();
    await turn.getByRole('button', { name: 'Make it shorter' }).click();
    await results.nth(4).waitFor();
    const { attributes, connections } = lastFrame(control).payload.request;
    assert.deepEqual([attributes.content, attributes.instruction], [content, 'Make it shorter']);
    assert.notEqual(connections.parentId, '');
    assert.deepEqual(
      control.log().frames.filter(({ valid }) => !valid),
      [],
    );
    // In place means in place: another reply has none of it.
    await page.locator('button.turn-said').nth(1).click();
    await eventually(async () => (await page.locator('.result').count()) === 0, 'no results here');
    await page.locator('button.turn-said').first().click();
    await results.nth(4).waitFor();
  },
  options,
);

onDemo(
  'a result can go to the customer, who sees that a person has joined',
  async ({ page, chat }) => {
    await chat.ask('Where is my order?');
    await page.getByRole('button', { name: 'Translate' }).click();
    await page.getByRole('button', { name: 'Send to customer' }).click();
    await chat.row('operator').waitFor();
    assert.match(await chat.row('operator').textContent(), /Tom Callahan/);
    assert.match(await chat.row('system').textContent(), /Tom Callahan has joined/);
    await page.getByRole('button', { name: 'Hand back to the assistant' }).click();
    const answer = await chat.ask('Hello?');
    assert.ok(await answer.isVisible(), 'the assistant answers again');
  },
  options,
);

onDemo(
  'an action that fails says why, in place, and can be tried again where that may help',
  async ({ page, chat, control }) => {
    await page.evaluate(() => (document.querySelector('optave-chat').options = { requestTimeoutMs: 2000 }));
    await chat.open();
    await chat.ask('Where is my order?');
    const body = {
      action: 'superpower',
      actionType: 'insights',
      state: 'error',
      message: { results: [{ response: [{ content: 'busy', error_code: 'BUSY' }] }] },
    };
    control.script({ answers: [{ messages: [{ body }] }, { silent: true }] });
    const failed = page.locator('.result[data-state="failed"]');
    const again = failed.getByRole('button', { name: 'Try again' });
    await page.getByRole('button', { name: 'Insights' }).click();
    await failed.getByText(/^BUSY/).waitFor();
    assert.equal(await again.count(), 0, 'the SDK says that it is of no use');
    await failed.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('button', { name: 'Insights' }).click();
    await failed.getByText(/^REQUEST_TIMEOUT/).waitFor();
    await again.click();
    await page.locator('.result[data-state="done"]').waitFor();
    assert.equal(await page.locator('.result').count(), 1);
  },
  { ...options, open: false },
);

onDemo(
  'after a reload the operator has the conversation again',
  async ({ page, chat }) => {
    await chat.ask('Where is my order?');
    await chat.launcher.click();
    await page.reload();
    await eventually(async () => (await page.locator('.turn').count()) === 2, 'both turns are back');
    await page.getByRole('button', { name: 'Insights' }).click();
    await page.locator('.result[data-state="done"]').waitFor();
  },
  options,
);

onDemo(
  'the newest reply is selected of itself, but never takes an earlier one from under the operator’s hands',
  async ({ page, chat }) => {
    const selected = page.locator('.turn.selected .turn-text');
    await chat.ask('Where is my order?');
    await eventually(async () => /on its way/.test(await selected.textContent()), 'the first');
    await chat.ask('My password does not work.');
    await eventually(async () => /account/.test(await selected.textContent()), 'the second');
    await page.locator('button.turn-said').first().click();
    await eventually(async () => /on its way/.test(await selected.textContent()), 'the first again');
    await chat.ask('Hello');
    await page.waitForTimeout(300);
    assert.match(await selected.textContent(), /on its way/);
  },
  options,
);
