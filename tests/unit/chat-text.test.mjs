// What the chat reads of a text and of what the page says of it, without a page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf } from '../../pkg-template/chat/errors.js';
import { readable } from '../../pkg-template/chat/markdown.js';
import { findingsIn, isCode } from '../../pkg-template/chat/rich-text.js';
import { safeImage, withoutControls } from '../../pkg-template/chat/safe-url.js';
import { en } from '../../pkg-template/chat/texts/en.js';
import { textsOf } from '../../pkg-template/chat/texts/index.js';
import { launcherTexts } from '../../pkg-template/chat/texts/launcher.js';

const DIRECTIONS = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';

test('what turns the direction is taken out of labels, answers and errors alike', () => {
  const text = `a${[...DIRECTIONS].join('b')}c`;
  const wanted = `a${'b'.repeat(DIRECTIONS.length - 1)}c`;
  const details = { message: { results: [{ response: [{ content: text }] }] } };
  assert.equal(withoutControls(text), wanted);
  assert.equal(readable(text, 100), wanted);
  assert.equal(errorOf({ name: 'OptaveError', category: 'ORCHESTRATOR', details }).text, wanted);
});

test('what is no link or code in the lists of the page is passed over', () => {
  const resources = { links: [null, 5, {}], codes: [null, 'AB-1', { value: 'CD-2' }] };
  assert.deepEqual(findingsIn('Nothing here.', resources, en), []);
  assert.equal(isCode('CD-2', resources), true);
});

test('hosts of pictures are a list: parts of a text are none', () => {
  Object.assign(globalThis, {
    document: { baseURI: 'https://shop.example/' },
    location: new URL('https://shop.example/'),
  });
  assert.equal(safeImage('https://img.example/a', ['img.example']), 'https://img.example/a');
  assert.equal(safeImage('https://img.example/a', 'cdn.img.example'), undefined);
});

test('a text of the page’s own counts where it is of the kind that its name wants', () => {
  const own = { title: 'Ski shop', placeholder: 5, withYou: 'Somebody', personJoined: (name) => `${name} is here.` };
  for (const language of ['en', 'fr']) {
    const plain = textsOf({ language, texts: {} });
    const { title, placeholder, withYou, personJoined } = textsOf({ language, texts: { ...own, unknown: 'x' } });
    assert.deepEqual([title, placeholder, withYou], ['Ski shop', plain.placeholder, plain.withYou]);
    assert.equal(personJoined('Mira'), 'Mira is here.');
    const { openChat, closeChat } = launcherTexts({ language, texts: { openChat: 'Chat', closeChat: 'Away' } });
    assert.equal(openChat(0), launcherTexts({ language, texts: {} }).openChat(0));
    assert.equal(closeChat, 'Away');
  }
});
