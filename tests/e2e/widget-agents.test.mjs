// People behind the assistant: whatever a back office tells the chat, in any order, and what it hears of the visitor.
import assert from 'node:assert/strict';
import { onChat } from './chat-helper.mjs';
import { eventually } from './helper.mjs';

const OPEN = { open: '' };
const called = async ({ run, until }) => {
  await run(() => {
    chat().agents = agents;
  });
  await until(() => button('Talk to a person'));
  await run(() => button('Talk to a person').click());
  await until(() => office.desks.length === 1, 'the back office is called');
};

onChat(
  'a person is called, waited for, joins, types, answers and leaves',
  async (test) => {
    const { run, until, control } = test;
    await called(test);
    assert.deepEqual(
      control.log().frames.map(({ envelope }) => envelope.headers.action),
      ['elevate'],
      'after the server was asked',
    );
    await until(() => texts('.presence')[0] === 'Waiting for a person');
    assert.equal(await run(() => button('Talk to a person') === undefined), true, 'one call is enough');
    await run(() => desk().waiting({ position: 3, waitMs: 250_000 }));
    await until(() => texts('.presence')[0] === 'Number 3 in line, about 5 min');
    await run(() => desk().waiting({ position: 1 }));
    await until(() => texts('.presence')[0] === 'You are next');
    assert.equal(await run(() => all('.row-system').length), 1, 'the queue moves, and nothing is said again');

    await run(() => desk().joined({ name: 'Mira Solheim' }));
    await until(() => texts('.presence')[0] === 'Mira Solheim is with you');
    assert.deepEqual(await run(() => texts('.avatar')), ['MS']);
    await until(() => texts('.row-system .text').includes('Mira Solheim has joined.'));
    assert.equal(await run(() => chat().conversation.mode), 'person');

    await run(() => desk().typing(true));
    await until(() => all('.row-operator .dots').length === 1);
    assert.match((await run(() => texts('.row-operator .meta')))[0], /^Mira Solheim/);
    await run(() => desk().said({ text: 'Hello, I am Mira.' }));
    await until(() => texts('.row-operator .text')[0] === 'Hello, I am Mira.');
    assert.equal(await run(() => all('.dots').length), 0, 'who has spoken does not type');

    await run(() => desk().left());
    await until(() => texts('.presence')[0] === 'Back to the assistant');
    assert.deepEqual((await run(() => texts('.row-system .text'))).slice(-1), [
      'Mira Solheim has left. The assistant answers again.',
    ]);
    assert.ok(await run(() => button('Talk to a person') !== undefined), 'and may be called again');
    assert.deepEqual(
      (await run(() => told)).filter(([name]) => name === 'agent' || name === 'handover').map(([, detail]) => detail),
      [
        {},
        { agent: null, state: 'waiting' },
        { agent: { name: 'Mira Solheim' }, state: 'joined' },
        { agent: { name: 'Mira Solheim' }, state: 'left' },
      ],
    );
  },
  { attributes: OPEN },
);

onChat(
  'what the visitor writes and types goes to the back office, and the assistant drafts',
  async (test) => {
    const { run, until, control } = test;
    await called(test);
    await run(() => send('Is anybody there?'));
    await until(() => office.messages.length === 1);
    await until(
      () => texts('.row-bot[data-state="done"] .text').length === 1,
      'while one waits, the assistant answers',
    );
    await run(() => desk().joined({ name: 'Mira' }));
    await run(() => void office.typing.splice(0));
    await run(() => write('My par'));
    await run(() => write('My parcel'));
    await until(() => office.typing.join() === 'true', 'told once');
    await run(() => send('My parcel is broken.'));
    await until(() => office.messages.at(-1) === 'My parcel is broken.');
    assert.equal(await run(() => office.typing.join()), 'true,false');
    await until(() => chat().conversation.messages.some(({ draft, state }) => draft && state === 'done'), 'a draft');
    assert.equal(await run(() => all('.row-bot').length), 1, 'which the visitor does not see');
    await until(() => chat().conversation.messages.findLast(({ role }) => role === 'user').state === 'done');
    assert.equal(await run(() => button('Stop answering') === undefined), true, 'and cannot stop');
    await run(() => (agents.drafts = false));
    const before = control.log().frames.length;
    await run(() => send('Hello?'));
    await until(() => office.messages.at(-1) === 'Hello?');
    await until(() => chat().conversation.messages.at(-1).state === 'done');
    assert.equal(control.log().frames.length, before, 'nobody is asked who is not wanted');
  },
  { attributes: OPEN },
);

onChat(
  'nobody can be reached: what the page has for that is shown, and the assistant goes on',
  async (test) => {
    const { run, until } = test;
    await run(() => {
      const form = document.createElement('form');
      form.slot = 'unavailable';
      form.textContent = 'Write to us';
      chat().append(form);
    });
    assert.equal(await run(() => all('.unavailable')[0]?.checkVisibility?.() ?? false), false);
    await called(test);
    await run(() => desk().unavailable());
    await until(() => !all('.unavailable')[0].hidden);
    await until(() => texts('.presence')[0] === 'Nobody is available now');
    await run(() => send('And you?'));
    await until(() => texts('.row-bot[data-state="done"]').length === 1, 'the assistant answers');
    // Somebody comes all the same.
    await run(() => desk().joined({ name: 'Mira' }));
    await until(() => all('.unavailable')[0].hidden);
    // And without anything of the page's there is no empty box.
    await run(() => chat().replaceChildren());
    await run(() => desk().unavailable());
    await until(() => texts('.presence')[0] === 'Nobody is available now');
    assert.equal(await run(() => all('.unavailable')[0].hidden), true);
  },
  { attributes: OPEN },
);

onChat(
  'calls in any order, any number of times, with any values',
  async (test) => {
    const { run, until, consoleLines } = test;
    await called(test);
    const thrown = await run(() => {
      const { conversation, signal, isCalled, ...calls } = desk();
      const values = [
        undefined,
        null,
        0,
        -1,
        NaN,
        1e300,
        '',
        'x',
        [],
        {},
        { name: 7 },
        { name: ' ' },
        { position: 'two' },
      ];
      values.push(
        { text: 5 },
        { text: '', offers: [null, 3], files: 'none' },
        { position: -3, waitMs: Infinity },
        true,
      );
      const thrown = [];
      const names = Object.keys(calls);
      for (let round = 0; round < 400; round += 1) {
        const name = names[(round * 7 + (round >> 3)) % names.length];
        try {
          calls[name](values[round % values.length]);
        } catch (error) {
          thrown.push(`${name}: ${error}`);
        }
      }
      return thrown;
    });
    assert.deepEqual(thrown, []);
    await run(() => desk().joined({ name: 'Mira', avatar: 'http://127.0.0.1:1/none.png' }));
    await until(() => texts('.presence')[0] === 'Mira is with you');
    const rows = await run(() => chat().conversation.messages.length);
    await run(() => desk().joined({ name: 'Mira', avatar: 'http://127.0.0.1:1/none.png' }));
    await run(() => desk().said({ id: 'one', text: 'Once' }));
    await run(() => desk().said({ id: 'one', text: 'Once, mended' }));
    await until(
      () =>
        texts('.row-operator .text')
          .filter((text) => text.startsWith('Once'))
          .join() === 'Once, mended',
    );
    assert.equal(await run(() => chat().conversation.messages.length), rows + 1, 'who is there does not join');
    // After the end nothing is heard, and nothing is thrown.
    await run(() => (window.late = desk()));
    await run(() => chat().reset());
    assert.equal(await run(() => late.signal.aborted), true);
    await until(() => office.ended === 1);
    await run(() => late.said({ text: 'Too late' }));
    await run(() => late.joined({ name: 'Mira' }));
    assert.deepEqual(await run(() => chat().conversation.messages.length), 0);
    assert.deepEqual(
      consoleLines.filter(({ type, text }) => type === 'error' && text.includes('optave-chat')),
      [],
    );
  },
  { attributes: OPEN },
);

onChat(
  'an adapter that throws is told so, and nothing of the visitor’s is lost',
  async (test) => {
    const { run, until, consoleLines } = test;
    const complaints = () => consoleLines.filter(({ text }) => text.startsWith('optave-chat: agents.')).length;
    await called(test);
    await run(() => desk().joined({ name: 'Mira' }));
    await run(() => Object.assign(office.fails, { onMessage: true, onTyping: true }));
    await run(() => send('My parcel is broken.'));
    await until(() => button('Try again'));
    assert.deepEqual(await run(() => texts('.row-user .text')), ['My parcel is broken.']);
    assert.deepEqual(
      (await run(() => told)).filter(([name]) => name === 'fail').map(([, { text, error }]) => [text, error]),
      [['My parcel is broken.', { code: 'NOT_DELIVERED', retryable: true }]],
    );
    await run(() => (office.fails = {}));
    await run(() => button('Try again').click());
    await until(() => office.messages.join() === 'My parcel is broken.');
    await until(() => button('Try again') === undefined);
    assert.ok(complaints() >= 1);
    // One that cannot be reached at all: nobody waits for ever.
    await run(() => desk().left());
    await run(() => (office.fails.connect = true));
    await until(() => button('Talk to a person'));
    await run(() => button('Talk to a person').click());
    await until(() => texts('.presence')[0] === 'Nobody is available now');
  },
  { attributes: OPEN },
);

onChat(
  'a back office takes over although the server could not be asked',
  async (test) => {
    const { run, until, control } = test;
    control.script({
      answers: [{ messages: [{ body: { action: 'superpower', actionType: 'elevate', state: 'error' } }] }],
    });
    await called(test);
    await until(() => texts('.presence')[0] === 'Waiting for a person');
    assert.deepEqual(
      (await run(() => told)).filter(([name]) => name === 'fail'),
      [],
    );
  },
  { attributes: OPEN },
);

onChat(
  'without a back office a call ends with the server’s answer, and no more is said than is known',
  async ({ run, until }) => {
    await until(() => button('Talk to a person'));
    await run(() => button('Talk to a person').click());
    await until(() => texts('.note').includes('Your request has been passed on. You can keep writing.'));
    await until(() => texts('.presence')[0] === 'A person was asked to join');
    assert.equal(await run(() => button('Talk to a person') === undefined), true);
    assert.deepEqual(
      (await run(() => told)).filter(([name]) => name === 'agent'),
      [],
    );
  },
  { attributes: OPEN },
);

onChat(
  'the page may keep the call to itself',
  async ({ run, until, control }) => {
    await run(() => {
      chat().agents = agents;
      chat().addEventListener('optave-handover', (event) => event.preventDefault());
    });
    await until(() => button('Talk to a person'));
    await run(() => button('Talk to a person').click());
    await until(() => told.some(([name]) => name === 'handover'));
    assert.deepEqual(await run(() => [office.desks.length, chat().conversation.messages.length]), [0, 0]);
    assert.equal(control.log().frames.length, 0);
  },
  { attributes: OPEN },
);

onChat(
  'a reload finds the person again, closed or open, and the page that gives the adapter late',
  async (test) => {
    const { page, run, until } = test;
    await called(test);
    await run(() => desk().joined({ name: 'Mira' }));
    await run(() => desk().typing(true));
    await until(() => all('.dots').length === 1);
    await run(() => chat().hide());
    await page.reload();
    await until(() => window.isReady);
    await run(() => void place());
    await run(() => (chat().agents = agents));
    await until(() => office.desks.length === 1, 'connected again, although it is closed');
    assert.equal(await run(() => chat().open), false);
    await run(() => desk().said({ text: 'Are you still there?' }));
    await until(() => chat().conversation.unread === 1);
    await run(() => chat().show());
    await until(() => texts('.presence')[0] === 'Mira is with you');
    await until(() => texts('.row-operator .text').join() === 'Are you still there?');
    assert.equal(await run(() => all('.dots').length), 0, 'nobody types from before');
    await run(() => chat().remove());
    await until(() => office.ended === 1, 'who takes the element away ends it');
  },
  { attributes: OPEN },
);

onChat('a back office that stands by joins unasked', async ({ run, until }) => {
  await run(() => (agents.standBy = true));
  await run(() => void place({ open: '' }, { agents }));
  await until(() => all('.input').length === 1);
  assert.equal(await run(() => office.desks.length), 0, 'nobody has written');
  await run(() => send('Where is my order?'));
  await until(() => office.desks.length === 1 && office.messages.length === 1);
  assert.equal(await run(() => desk().isCalled), false);
  await run(() => desk().joined({ name: 'Mira' }));
  await until(() => texts('.presence')[0] === 'Mira is with you');
  await run(() => desk().left());
  await until(() => button('Talk to a person'));
  await run(() => button('Talk to a person').click());
  await until(() => office.desks.length === 2 && desk().isCalled, 'a call is a line of its own');
  assert.equal(await run(() => office.desks[0].signal.aborted && office.ended === 1), true);
});

onChat(
  'a second tab writes to the same person, and what is noted is noted once',
  async (test) => {
    const { page, run, until } = test;
    await called(test);
    const other = await page.context().newPage();
    await other.goto(page.url());
    const there = (work) => eventually(() => other.evaluate(work), String(work));
    await there(() => window.isReady);
    await other.evaluate(() => void place({ open: '' }, { agents }));
    await there(() => office.desks.length === 1);
    await run(() => desk().joined({ name: 'Mira' }));
    await other.evaluate(() => desk().joined({ name: 'Mira' }));
    await there(() => texts('.presence')[0] === 'Mira is with you');
    await other.evaluate(() => send('From the other tab'));
    await there(() => office.messages.join() === 'From the other tab');
    await until(() => chat().conversation.messages.some(({ text }) => text === 'From the other tab'));
    const joins = () => chat().conversation.messages.filter(({ agent }) => agent?.state === 'joined').length;
    assert.deepEqual([await run(joins), await other.evaluate(joins)], [1, 1]);
    await other.close();
  },
  { attributes: OPEN, context: { locale: 'en-US' } },
);
