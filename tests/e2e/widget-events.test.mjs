// What the chat tells the page of requests: each event once, from one place, and what a page can keep from happening.
import assert from 'node:assert/strict';
import { onChat } from './chat-helper.mjs';

const OPEN = { open: '' };

onChat(
  'a message and its answer are told once each, the answer when all of it is there',
  async ({ run, until }) => {
    await until(() => all('.input').length === 1);
    await run(() => send('Where is my order?'));
    await until(() => told.some(([name]) => name === 'answer'));
    await until(() => chat().conversation.messages.every(({ state }) => state === 'done'));
    const events = (await run(() => told)).filter(([name]) => name !== 'open' && name !== 'client');
    assert.deepEqual(
      events.map(([name]) => name),
      ['send', 'answer'],
    );
    const shown = await run(() => chat().conversation.messages.at(-1).text);
    assert.deepEqual(
      events.map(([, { text }]) => text),
      ['Where is my order?', shown],
    );
  },
  { attributes: OPEN },
);

onChat(
  'what the page does not let go stays in the field, and goes when it does',
  async ({ run, until, control }) => {
    await until(() => all('.input').length === 1);
    await run(() => {
      window.refuse = (event) => event.preventDefault();
      chat().addEventListener('optave-send', window.refuse);
    });
    await run(() => send('My card number is 4111 1111'));
    await run(() => chat().send('By the page'));
    assert.equal(await run(() => all('.input')[0].value), 'My card number is 4111 1111');
    assert.equal(await run(() => chat().conversation.messages.length), 0);
    assert.equal(control.log().frames.length, 0);
    await run(() => chat().removeEventListener('optave-send', window.refuse));
    await run(() => all('.composer')[0].requestSubmit());
    await until(() => told.some(([name]) => name === 'answer'));
    assert.equal(await run(() => all('.input')[0].value), '');
  },
  { attributes: OPEN },
);

onChat('what a person says is told as an answer, and a draft is not', async ({ run, until }) => {
  await run(() => {
    agents.standBy = true;
    place({ open: '' }, { agents });
  });
  await until(() => all('.input').length === 1);
  await run(() => send('Hello'));
  await until(() => told.filter(([name]) => name === 'answer').length === 1);
  await until(() => office.desks.length === 1);
  await run(() => desk().joined({ name: 'Mira' }));
  await run(() => send('Thank you'));
  await until(() => chat().conversation.messages.some(({ draft, state }) => draft && state === 'done'));
  await run(() => desk().said({ text: 'You are welcome.' }));
  const answers = (await run(() => told)).filter(([name]) => name === 'answer').map(([, { role }]) => role);
  assert.deepEqual(answers, ['bot', 'operator']);
});

onChat(
  'a failure is told with the message and why; what the visitor stops is none',
  async ({ run, until, control }) => {
    await until(() => all('.input').length === 1);
    const body = { action: 'superpower', actionType: 'interaction', state: 'error' };
    control.script({ answers: [{ messages: [{ body }] }, { silent: true }] });
    await run(() => send('Where is my order?'));
    await until(() => told.some(([name]) => name === 'fail'));
    await run(() => send('And now?'));
    await until(() => button('Stop answering'));
    await run(() => button('Stop answering').click());
    await until(() => button('Try again'));
    const fails = (await run(() => told)).filter(([name]) => name === 'fail').map(([, detail]) => detail);
    assert.deepEqual(fails, [
      { text: 'Where is my order?', role: 'user', error: { code: 'REMOTE_ERROR', retryable: false } },
    ]);
  },
  { attributes: OPEN },
);

onChat(
  'a new conversation ends what was under way in the old one',
  async ({ run, until, control }) => {
    await until(() => all('.input').length === 1);
    control.script({ answers: [{ silent: true }] });
    await run(() => send('Where is my order?'));
    await until(() => button('Stop answering'));
    await run(() => chat().reset());
    await until(() => button('Stop answering') === undefined);
    assert.deepEqual(await run(() => chat().conversation.messages.length), 0);
    assert.deepEqual(
      (await run(() => told)).filter(([name]) => name === 'fail'),
      [],
    );
  },
  { attributes: OPEN },
);
