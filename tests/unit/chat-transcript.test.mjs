// The conversation as a text, and what stands between its messages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayLabel, localeOf, opensDay, opensGroup } from '../../pkg-template/chat/days.js';
import { en } from '../../pkg-template/chat/texts/en.js';
import { fr } from '../../pkg-template/chat/texts/fr.js';
import { fileDate, transcriptOf } from '../../pkg-template/chat/transcript.js';

const at = (day, hour, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const message = (role, text, time, more = {}) => ({ id: text, role, text, at: time, state: 'done', ...more });

test('the transcript says who, when and what, with offers, sources and files by their addresses', () => {
  const messages = [
    message('user', 'Which one?', at(27, 12), {
      files: [{ name: 'a.png', size: 1, type: 'image/png', url: 'https://f.example/a' }],
    }),
    message('bot', 'This **one**.', at(27, 12, 1), {
      offers: [
        {
          title: 'Jacket',
          price: 219,
          currency: 'EUR',
          url: 'https://shop.example/j',
          description: '',
          image: '',
          reason: '',
        },
      ],
      sources: [
        { label: 'Sizes', url: 'https://shop.example/s' },
        { label: '', url: 'https://shop.example/t' },
      ],
    }),
    message('operator', 'A draft', at(27, 12, 2), { draft: true }),
    message('system', '', at(27, 12, 3), { action: 'elevate' }),
    message('operator', 'Hello, I am here.', at(27, 12, 4), { name: 'Tom' }),
  ];
  const text = transcriptOf({ messages, texts: en, language: 'en-US', heading: 'Support' }).replaceAll('\u202f', ' ');
  assert.equal(
    text,
    `Support

You, Nov 27, 2026, 12:00 PM
Which one?
Files:
- a.png: https://f.example/a

Assistant, Nov 27, 2026, 12:01 PM
This **one**.
This may fit:
- Jacket, 219 EUR: https://shop.example/j
Sources:
- Sizes: https://shop.example/s
- https://shop.example/t

Nov 27, 2026, 12:03 PM
Your request has been passed on. You can keep writing.

Tom, Nov 27, 2026, 12:04 PM
Hello, I am here.
`,
  );
  assert.match(transcriptOf({ messages, texts: fr, language: 'fr', heading: 'Aide' }), /^Aide\n\nVous, 27 nov\. 2026/);
  assert.equal(fileDate(new Date(2026, 0, 5)), '2026-01-05');
});

test('a new group begins with another speaker, after a pause, or on another day', () => {
  const first = message('user', 'a', at(27, 12));
  const opens = (role, time, more) => opensGroup(message(role, 'b', time, more), first);
  assert.deepEqual(
    [
      opens('user', at(27, 12, 4)),
      opens('bot', at(27, 12, 1)),
      opens('user', at(27, 12, 6)),
      opensGroup(first, undefined),
    ],
    [false, true, true, true],
  );
  assert.equal(opens('user', at(27, 12, 1), { name: 'Ann' }), true);
  const late = message('user', 'c', at(27, 23, 59));
  const early = message('user', 'd', at(28, 0, 1));
  assert.deepEqual([opensGroup(early, late), opensDay(early, late), opensDay(late, first)], [true, true, false]);
});

test('days have names in the visitor’s language, whatever a page calls that', () => {
  const now = at(27, 12);
  const labels = [at(27, 1), at(26, 23), at(20, 12), new Date(2025, 4, 1).getTime()];
  assert.deepEqual(
    labels.map((time) => dayLabel(time, now, 'en-US')),
    ['today', 'yesterday', 'Friday, November 20', 'Thursday, May 1, 2025'],
  );
  assert.deepEqual(
    labels.slice(0, 3).map((time) => dayLabel(time, now, 'fr')),
    ['aujourd’hui', 'hier', 'vendredi 20 novembre'],
  );
  for (const language of ['', 'en_US', 'not a language', 'x', '--', 'fr_FR']) {
    assert.ok(localeOf(language) === undefined || typeof localeOf(language) === 'string');
  }
});
