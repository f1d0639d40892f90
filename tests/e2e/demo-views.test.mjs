// The two views on the conversation from behind, in every engine: what they show when they are opened, and how they
// stand to each other in time.
import assert from 'node:assert/strict';
import { onShop } from './page-helper.mjs';

const LONG = 40;

/** What is seen of an element in the frame that scrolls it: all of it, or not. */
const isInView = (run, selector, frame) =>
  run(
    ({ selector, frame }) => {
      const nodes = document.querySelectorAll(selector);
      const box = nodes[nodes.length - 1].getBoundingClientRect();
      const view = document.querySelector(frame).getBoundingClientRect();
      return box.height > 0 && box.top >= view.top - 1 && box.bottom <= view.bottom + 1 && box.bottom <= innerHeight;
    },
    { selector, frame },
  );

/** Messages that nobody has asked for, as other views and other tabs bring them. */
const say = (run, messages) =>
  run((messages) => {
    const { conversation } = document.querySelector('optave-chat');
    for (const message of messages) conversation.add(message);
  }, messages);

const LONG_TALK = Array.from({ length: LONG }, (_, index) => ({
  role: index % 2 ? 'bot' : 'user',
  text: index % 2 ? `Answer ${index}. ${'It goes on for a while. '.repeat(index % 9)}` : `Question ${index}?`,
}));

onShop(
  'the operator’s side opens at the newest message, with its tools in view',
  async ({ run, show, painted, reload, come }) => {
    await say(run, LONG_TALK);
    await show('operator');
    await painted();
    assert.ok(await isInView(run, '.turn:last-child .turn-said', '.turns-frame'), 'the newest message');
    assert.ok(await isInView(run, '.bench .tools', '.turns-frame'), 'its tools');
    // While another view is open there is no place to be at the end of.
    await show('visitor');
    await say(run, LONG_TALK.slice(0, 20));
    await painted();
    await show('operator');
    await painted();
    assert.equal(await run(() => document.querySelectorAll('.turn').length), LONG + 20);
    assert.ok(await isInView(run, '.turn:last-child .turn-said', '.turns-frame'), 'what came meanwhile');
    assert.ok(await isInView(run, '.bench .tools', '.turns-frame'));
    await come(
      () =>
        run(() =>
          Object.values({ ...localStorage })
            .join()
            .includes('Answer 19.'),
        ),
      'it is kept',
    );
    await reload();
    await come(() => run(() => document.querySelector('.turn') !== null), 'the conversation');
    await painted();
    assert.ok(await isInView(run, '.bench .tools', '.turns-frame'), 'after a reload of this view as well');
  },
  { path: '/#operator' },
);

onShop(
  'who has gone back to an earlier reply finds it again after a look elsewhere',
  async ({ run, show, painted, click }) => {
    await say(run, LONG_TALK);
    await show('operator');
    await painted();
    await click('.turn:nth-child(4) button.turn-said');
    await painted();
    await show('wire');
    await say(run, LONG_TALK.slice(0, 2));
    await show('operator');
    await painted();
    assert.ok(await isInView(run, '.turn.selected .turn-said', '.turns-frame'));
    assert.match(await run(() => document.querySelector('.turn.selected .turn-text').textContent), /^Answer 3\./);
  },
);

onShop(
  'the superpowers are those of the selected reply, else the last that there are, and it says whose',
  async ({ run, ask, show, painted, texts, come }) => {
    await ask('This is unacceptable, I want a refund or I call my lawyer.');
    await show('operator');
    const whose = () =>
      run(() => (({ hidden, textContent }) => !hidden && textContent)(document.querySelector('.whose')));
    await come(async () => /negative/.test((await texts('.superpower'))[0]), 'its own');
    assert.equal(await whose(), false);
    const [reply] = await texts('.turn-bot .turn-text');
    await say(run, [{ role: 'operator', name: 'Tom Callahan', text: 'I will look into it.' }]);
    await come(async () => (await whose()) !== false, 'it says whose they are');
    assert.match(await whose(), /^Of the reply at \d\d:\d\d:\d\d: “/);
    assert.ok((await whose()).includes(reply.slice(0, 40)));
    assert.match((await texts('.superpower'))[0], /negative/);
    assert.match(await run(() => document.querySelector('.turn.selected .turn-text').textContent), /look into it/);
    await ask('Thank you, that is excellent');
    await come(async () => (await whose()) === false, 'the next reply has its own');
    // Chosen by hand, one that has some shows its own.
    await run(() => document.querySelector('button.turn-said').click());
    await painted();
    assert.equal(await whose(), false);
    assert.match((await texts('.superpower'))[0], /negative/);
  },
);

onShop(
  'before anything has gone over the wire, the view says what will be there and begins it',
  async ({ run, come, texts, click, speak, control }) => {
    const isShown = (selector) => run((selector) => document.querySelector(selector).checkVisibility(), selector);
    await come(() => run(() => document.querySelector('.nothing') !== null), 'the view');
    assert.equal(await isShown('.nothing'), true);
    assert.equal(await isShown('.timeline'), false);
    assert.match((await texts('.nothing'))[0], /Nothing has gone over the wire yet.*connection.*token.*request/s);
    assert.deepEqual([control.log().tokens.length, control.log().frames.length], [0, 0]);
    await speak('fr');
    assert.match((await texts('.nothing'))[0], /Rien n’est encore passé/);
    await click('.nothing button');
    await come(async () => (await texts('.request-line .pill')).join() === 'completed', 'it is asked and answered');
    assert.equal(await isShown('.nothing'), false);
    assert.equal(await isShown('.timeline'), true);
    const [{ messages }] = control.log().frames[0].envelope.payload.request.scope.conversations;
    assert.match(messages.at(-1).content, /où est ma commande/);
  },
  { path: '/#wire' },
);

/** Where the rows have their parts, in pixels, and where the ticks are. */
const drawn = (run) =>
  run(() => {
    const box = (node) => {
      const { left, right, width } = node.getBoundingClientRect();
      return { left, right, width };
    };
    const rows = [...document.querySelectorAll('.timeline .track')].map((track) => ({
      track: box(track),
      parts: [...track.children].map((part) => ({ kind: part.className.replace('part part-', ''), ...box(part) })),
    }));
    return {
      rows,
      ticks: [...document.querySelectorAll('.ticks span')].map((tick) => ({ text: tick.textContent, ...box(tick) })),
    };
  });

onShop(
  'connection, tokens and requests share one axis of time',
  async ({ run, come, ask, show, choose, painted, texts }) => {
    await ask('Where is my order?');
    // A second apart, so that one can see it.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await ask('You charged me twice!');
    await show('wire');
    await come(async () => (await texts('.request-line .pill')).join() === 'completed,completed', 'both');
    await painted();
    const { rows, ticks } = await drawn(run);
    const [connection, tokens, second, first] = rows;
    assert.equal(rows.length, 4);
    for (const { track } of rows) assert.deepEqual(track, connection.track, 'each row from edge to edge');
    const part = ({ parts }, kind) => parts.find((one) => one.kind === kind);
    // As near as two clocks are that are read one after the other, on a machine that may be busy.
    const leeway = pixelsPerSecond(ticks) / 10;
    const near = (a, b, what) => assert.ok(Math.abs(a - b) <= leeway, `${what}: ${a} and ${b}`);
    // What happened at one moment stands below each other.
    near(part(connection, 'open').left, part(first, 'queued').right, 'the first left as the connection opened');
    const token = part(tokens, 'token');
    assert.ok(token.left >= part(connection, 'connecting').left - 1, 'the token came while it connected');
    assert.ok(token.right <= part(connection, 'open').left + leeway);
    // And as much later as it was later.
    const secondsBetween = (part(second, 'waiting').left - part(first, 'queued').left) / pixelsPerSecond(ticks);
    assert.ok(secondsBetween > 1.1 && secondsBetween < 20, `${secondsBetween} s`);
    assert.ok(ticks.length >= 2 && ticks.length <= 7, `${ticks.length} ticks`);
    for (const { text } of ticks) assert.match(text, /^\d\d:\d\d:\d\d(\.\d)?$/);
    // Less of the past: what is older is not squeezed in.
    await run(() => {
      const select = document.querySelector('.time-card select');
      select.value = '10000';
      select.dispatchEvent(new Event('change'));
    });
    await painted();
    const later = await drawn(run);
    for (const { track, parts } of later.rows) {
      for (const one of parts) assert.ok(one.left >= track.left - 1 && one.left <= track.right + 1);
    }
  },
);

function pixelsPerSecond(ticks) {
  const seconds = ticks.map(({ text }) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
  return (ticks[1].left - ticks[0].left) / (seconds[1] - seconds[0]);
}

const kinds = async (run, row) => (await drawn(run)).rows[row].parts.map(({ kind }) => kind);

onShop('a connection that is lost, and is back, is seen on the axis', async ({ run, come, ask, show, control }) => {
  await ask('Where is my order?');
  await show('wire');
  control.fault({ fault: 'down', how: 'status', parts: ['websocket', 'token'] });
  control.fault({ fault: 'kill' });
  const connecting = async () => (await kinds(run, 0)).filter((kind) => kind === 'connecting');
  await come(async () => (await connecting()).length >= 2, 'it connects again');
  control.clearFaults();
  await come(async () => (await kinds(run, 0)).at(-1) === 'open', 'and it is back');
  assert.equal((await kinds(run, 0)).filter((kind) => kind === 'open').length, 2);
});

onShop(
  'a token that was asked for in vain is seen as such',
  async ({ run, come, ask, show, control, texts }) => {
    await ask('Where is my order?');
    await show('wire');
    control.fault({ fault: 'down', how: 'status', parts: ['token'] });
    control.fault({ fault: 'kill' });
    await come(async () => (await kinds(run, 1)).includes('lost'), 'a token in vain');
    assert.match((await texts('.time-row'))[1], /in vain/);
  },
  { needs: ['statuses'] },
);

const MANY = 10_000;
const WORDS = 500;

onShop(
  'whatever comes is shown in its place: words without an end, texts and lists without one',
  async ({ run, show, painted, texts, click, come }) => {
    await show('operator');
    await run(
      ({ many, words }) => {
        const word = 'x'.repeat(400);
        const said = (content) => [{ response: [{ content }] }];
        const superpowers = {
          sentiment: { state: 'completed', results: [{ sentiment: word, score: 7 }], text: word },
          risk: { state: 'completed', results: Array(many).fill({ risk: word, level: word, score: -3 }), text: word },
          escalation_need: { state: 'completed', results: [{ escalationNeeded: true, department: word }], text: word },
          language: { state: 'completed', results: [{ language: word, confidence: 2 }], text: word.repeat(100) },
          [word]: { state: 'completed', results: said(word), text: word },
        };
        for (let count = 0; count < many; count += 1)
          superpowers[`other_${count}`] = { state: 'completed', results: [], text: 'x' };
        const { conversation } = document.querySelector('optave-chat');
        conversation.add({ role: 'user', text: word });
        conversation.add({ role: 'bot', text: `${word} `.repeat(words), superpowers });
      },
      { many: MANY, words: WORDS },
    );
    await come(async () => (await texts('.superpower')).length > 5, 'the superpowers');
    await painted();
    const count = () => run(() => document.querySelectorAll('.operator *').length);
    assert.ok((await count()) < 400, `${await count()} elements`);
    const letters = () => run(() => document.querySelector('.turn.selected .turn-text').textContent.length);
    assert.ok((await letters()) < 5_000);
    const wide = await run(() =>
      [...document.querySelectorAll('.desk, .turns-frame, .turn, .side, .superpower, .superpower *')]
        .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline')
        .map((node) => node.className),
    );
    assert.deepEqual(wide, []);
    assert.ok(await run(() => document.documentElement.scrollWidth <= innerWidth));
    // All of it is there for who wants it, in steps.
    assert.equal((await texts('.superpowers .more')).join(), `Show more of ${MANY + 6}`);
    await click('.superpowers .more');
    await come(async () => (await texts('.superpower')).length === 120, 'more superpowers');
    await click('.turn.selected .more');
    assert.equal(await letters(), 40_001);
    await click('.turn.selected .more');
    assert.equal(await letters(), 401 * WORDS);
    assert.equal((await texts('.turn.selected .more:not([hidden])')).length, 0);
  },
);
