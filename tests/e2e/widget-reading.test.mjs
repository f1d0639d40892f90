// Where the log is while an answer grows: its beginning stays in sight, until the visitor goes elsewhere.
import assert from 'node:assert/strict';
import { onChat } from './chat-helper.mjs';

const OPEN = { attributes: { open: '' } };
const PARAGRAPHS = 40;
const isOpen = () => texts('.input').length === 1;

/** A question, and an answer to it that has just begun. */
const begin = () => {
  const { conversation } = chat();
  conversation.add({ role: 'user', text: 'What is in the parcel?' });
  window.answer = conversation.add({ role: 'bot', text: 'It holds:', state: 'streaming' });
};

/** The answer, so many paragraphs later. */
const grow = (count) => {
  const text = Array.from({ length: count }, (_, line) => `Thing number ${line}.`).join('\n\n');
  chat().conversation.update(window.answer, { text });
};

const isShown = (count) => texts('.row-bot .text p').length >= count;

/** How far the newest row begins below the top of the log, and how far it is to the end. */
const place = () => {
  const log = chat().shadowRoot.querySelector('.log');
  const row = [...chat().shadowRoot.querySelectorAll('.row')].at(-1);
  return {
    top: Math.round(row.getBoundingClientRect().top - log.getBoundingClientRect().top),
    below: Math.round(log.scrollHeight - log.scrollTop - log.clientHeight),
    jump: texts('.jump').length,
  };
};

onChat(
  'a long answer stays where it begins, with a way to its end; who has gone there sees what comes',
  async ({ run, until }) => {
    await until(isOpen);
    await run(begin);
    for (const count of [PARAGRAPHS / 2, PARAGRAPHS]) {
      await run(grow, count);
      await until(isShown, 'it has grown', count);
      await until(() => texts('.jump').length === 1, 'the way to the end');
      const { top, below } = await run(place);
      assert.ok(top >= 0 && top < 30, `the answer begins at ${top}`);
      assert.ok(below > 100, `its end is ${below} px away`);
    }
    await run(() => chat().shadowRoot.querySelector('.jump').click());
    await until(() => texts('.jump').length === 0, 'the end');
    assert.ok((await run(place)).below < 2);
    await run(grow, 2 * PARAGRAPHS);
    await until(isShown, 'it has grown', 2 * PARAGRAPHS);
    assert.ok((await run(place)).below < 2, 'the end is followed');
    await run(() => chat().conversation.add({ role: 'bot', text: 'And a note.' }));
    await until(() => texts('.row-bot').length === 2);
    assert.ok((await run(place)).below < 2, 'a short message is shown whole');
  },
  OPEN,
);

onChat(
  'who has scrolled while an answer grows stays there, and comes along again from the end',
  async ({ run, until }) => {
    await until(isOpen);
    await run(begin);
    await run(grow, PARAGRAPHS);
    await until(isShown, 'it has grown', PARAGRAPHS);
    const scrollTo = (top) =>
      run(async (top) => {
        const log = chat().shadowRoot.querySelector('.log');
        const told = new Promise((resolve) => log.addEventListener('scroll', resolve, { once: true }));
        log.scrollTop = top;
        await told;
        return log.scrollTop;
      }, top);
    const kept = await scrollTo(200);
    await run(grow, 2 * PARAGRAPHS);
    await until(isShown, 'it has grown', 2 * PARAGRAPHS);
    assert.equal(await run(() => chat().shadowRoot.querySelector('.log').scrollTop), kept);
    await scrollTo(1_000_000);
    await run(grow, 3 * PARAGRAPHS);
    await until(isShown, 'it has grown', 3 * PARAGRAPHS);
    assert.ok((await run(place)).below < 2, 'the end is followed');
  },
  OPEN,
);
