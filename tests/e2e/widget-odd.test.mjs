// What a page should not do, and what seldom comes: nothing of it stops the conversation or is left unsaid.
import assert from 'node:assert/strict';
import { onPlain } from './widget-plain.mjs';

const add = (run, message) =>
  run((message) => {
    document.querySelector('optave-chat').conversation.add({ role: 'bot', state: 'done', ...message });
  }, message);

const update = (run, id, changes) =>
  run(
    ([id, changes]) => {
      const { conversation } = document.querySelector('optave-chat');
      conversation.update(conversation.get(id), changes);
    },
    [id, changes],
  );

const OFFER = { title: 'Bergen', description: '', reason: '', currency: '', url: '', image: '' };

onPlain('what is wrong in one message or one list leaves the others as they are', async ({ run, chat }) => {
  await run(() => {
    const element = document.querySelector('optave-chat');
    element.resources = { links: [null, { url: 'https://a.example/', label: 'A' }], codes: [null, 5] };
    element.conversation.add({ role: 'bot', text: 5 });
    element.send(7);
    element.send();
  });
  await add(run, { text: 'See https://a.example/' });
  await chat.come(async () => (await chat.texts('.row-bot .text a')).includes('A'), 'the message after');
  await chat.come(async () => (await chat.texts('.row-user .text')).join() === '7', 'a number is sent as text');
  await run(() => document.querySelector('optave-chat').setAttribute('lang', 'fr'));
  await chat.come(
    async () => /Écrivez|Votre/.test(await chat.attribute('.input', 'placeholder').catch(() => '')),
    'another panel',
  );
  await chat.come(async () => (await chat.texts('.row-bot .text a')).includes('A'), 'the same conversation');
});

onPlain('a renderer may answer a fragment, and what cannot be put there is passed over', async ({ run, chat }) => {
  await run(() => {
    document.querySelector('optave-chat').renderers = {
      text(text) {
        if (text === 'document') return document;
        if (text === 'attribute') return document.createAttribute('title');
        const fragment = new DocumentFragment();
        fragment.append(Object.assign(document.createElement('b'), { textContent: text }), '!');
        return fragment;
      },
    };
  });
  await add(run, { id: 'one', text: 'first', state: 'streaming' });
  await chat.come(async () => (await chat.texts('.row-bot .bubble b')).join() === 'first', 'the fragment');
  await update(run, 'one', { text: 'second' });
  await update(run, 'one', { text: 'third', state: 'done' });
  await chat.come(async () => (await chat.texts('.row-bot .bubble b')).join() === 'third', 'the newest alone');
  for (const text of ['document', 'attribute']) {
    await add(run, { text });
    await chat.come(async () => (await chat.texts('.row-bot .text')).includes(text), text);
  }
});

onPlain(
  'a renderer for text sees texts alone, and an answer that is asked again waits in view',
  async ({ run, chat }) => {
    await run((offer) => {
      window.seen = [];
      const element = document.querySelector('optave-chat');
      element.renderers = {
        text(text) {
          window.seen.push(text);
          return Object.assign(document.createElement('b'), { textContent: text });
        },
      };
      element.conversation.add({ role: 'bot', state: 'failed', error: { code: 'REQUEST_TIMEOUT', retryable: true } });
      element.conversation.add({ role: 'bot', text: 'raw', action: 'recommend', offers: [offer] });
      element.conversation.add({ role: 'bot', text: 'an answer', id: 'again' });
    }, OFFER);
    await chat.come(async () => (await chat.texts('.row-bot b')).includes('an answer'), 'the answer');
    assert.deepEqual(await run(() => [...new Set(window.seen)]), ['an answer']);
    await update(run, 'again', { state: 'typing', text: '' });
    await chat.shown('.dots');
    await update(run, 'again', { state: 'done', text: 'another' });
    await chat.come(async () => (await chat.texts('.row-bot b')).includes('another'), 'the next answer');
  },
);

onPlain('numbers that come with “Show all” lead to their sources', async ({ run, chat }) => {
  const sources = [
    { url: 'https://a.example/', label: 'A' },
    { url: 'https://b.example/', label: 'B' },
  ];
  await add(run, { text: `See https://a.example/. ${'Much is said. '.repeat(700)}\n\nThat is so. [2]`, sources });
  await chat.shown('.text + .show-all');
  assert.equal(await chat.count('.source-list > li'), 2);
  await chat.click('.text + .show-all');
  await chat.shown('.cite');
  assert.equal(await chat.attribute('.cite', 'aria-label').then((label) => /B/.test(label)), true);
});

onPlain('failures, offers and files are read out', async ({ run, chat }) => {
  const spoken = () =>
    run(() =>
      [...document.querySelector('optave-chat').shadowRoot.querySelectorAll('[role="log"] p')].map(
        (node) => node.textContent,
      ),
    );
  const said = (text) => chat.come(async () => (await spoken()).at(-1) === text, text);
  await add(run, { id: 'one', state: 'typing', text: '' });
  await update(run, 'one', { state: 'failed', error: { code: 'REQUEST_TIMEOUT', retryable: true } });
  await update(run, 'one', { rating: undefined });
  await chat.come(async () => (await chat.texts('.row-bot .note span')).length === 1, 'it is shown');
  assert.deepEqual(await spoken(), await chat.texts('.row-bot .note span'));
  await add(run, { text: 'raw', action: 'recommend', offers: [OFFER] });
  await said('Assistant: This may fit, Bergen');
  await add(run, {
    role: 'operator',
    name: 'Tom',
    text: '',
    files: [{ name: 'label.pdf', size: 1, type: '', url: '' }],
  });
  await said('Tom: label.pdf');
});

onPlain('rows that are built anew leave the focus in the conversation', async ({ run, chat }) => {
  await add(run, { text: 'A long **answer**.' });
  await chat.shown('.row-bot .copy, .row-bot .action, .row-bot button');
  await chat.focus('.row-bot button');
  await run(() => {
    const { conversation } = document.querySelector('optave-chat');
    const { threadId, messages } = conversation;
    conversation.load({ threadId, mode: 'assistant', unread: 0, messages: [...messages] });
  });
  await chat.come(async () => (await chat.focused()) === 'log', 'the focus');
});

onPlain('Enter of an input method is its own, in Safari too', async ({ run, chat }) => {
  const enter = (keyCode) =>
    run((keyCode) => {
      const input = document.querySelector('optave-chat').shadowRoot.querySelector('.input');
      input.value = 'にほん';
      input.dispatchEvent(new Event('input'));
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      Object.defineProperty(event, 'keyCode', { value: keyCode });
      input.dispatchEvent(event);
    }, keyCode);
  await enter(229);
  assert.equal(await run(() => document.querySelector('optave-chat').conversation.messages.length), 0);
  await enter(13);
  await chat.shown('.row-user');
});

onPlain('the count leaves a page without a title as it was', async ({ run, chat }) => {
  await run(() => {
    document.title = '';
    const element = document.querySelector('optave-chat');
    element.notify = 'title';
    element.hide();
  });
  await add(run, { text: 'News' });
  await chat.come(() => run(() => document.title === '(1)'), 'the count');
  await run(() => document.querySelector('optave-chat').show());
  await chat.come(() => run(() => document.title === ''), 'no title');
});
