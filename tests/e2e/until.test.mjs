// When a request counts as answered, and how long it may take.
import assert from 'node:assert/strict';
import { envelopes, inPage, script, superpower } from './helper.mjs';

const done = (type, text) => superpower(type, 'completed', text);
const later = (delayMs, body) => ({ delayMs, body });
const SILENT = { silent: true };

inPage('the reply settles the promise, whatever completed or failed before it', async ({ run, control }) => {
  const before = [
    done('sentiment_analysis'),
    superpower('risk', 'error', 'no risk'),
    superpower('language', 'started'),
  ];
  const answer = (name, text) => [...before, superpower(name, 'started'), later(60, done(name, text))];
  script(
    control,
    answer('interaction', 'the reply'),
    answer('Customer_Interaction', 'the reply to the old name'),
    answer('adjusted_content', 'the adjusted reply'),
  );
  const found = await run(async () => {
    const client = make();
    const given = params({ settings: {} });
    const asked = [client.interaction, client.customerInteraction, client.adjust].map(
      (ask) => () => ask.call(client, given),
    );
    const texts = [];
    for (const ask of asked) {
      const { text, updates } = await ask();
      texts.push([text, updates.length]);
    }
    return texts;
  });
  assert.deepEqual(found, [
    ['the reply', 5],
    ['the reply to the old name', 5],
    ['the adjusted reply', 5],
  ]);
});

inPage('the error of the reply rejects at once, and so does one that names no superpower', async ({ run, control }) => {
  const nameless = { error: { code: 'QUOTA', message: 'no more' } };
  script(control, [done('sentiment'), superpower('interaction', 'error', 'no reply')], [done('sentiment'), nameless]);
  const found = await run(async () => {
    const client = make();
    const ask = async () => (await outcome(client.interaction(params()))).error;
    return [await ask(), await ask()];
  });
  assert.deepEqual(
    found.map(({ code, message }) => [code, message]),
    [
      ['REMOTE_ERROR', 'no reply'],
      ['QUOTA', 'no more'],
    ],
  );
});

inPage('where no reply comes, silence settles with the last that completed and has text', async ({ run, control }) => {
  const empty = superpower('risk', 'completed', '');
  script(
    control,
    [superpower('search', 'started'), done('language', 'en'), later(400, done('search', 'found')), empty],
    [done('risk', ''), superpower('search', 'error', 'no search')],
    [superpower('risk', 'error', 'no risk'), superpower('search', 'error', 'no search')],
  );
  const found = await run(async () => {
    const client = make({ idleMs: 100 });
    const [first, second] = [await client.interaction(params()), await client.interaction(params())];
    const { error } = await outcome(client.interaction(params()));
    return [[first.actionType, first.text, first.updates.length], [second.actionType, second.updates.length], error];
  });
  assert.deepEqual(found[0], ['search', 'found', 4], 'what had started was waited for');
  assert.deepEqual(found[1], ['risk', 2]);
  assert.deepEqual([found[2].code, found[2].message], ['REMOTE_ERROR', 'no search']);
});

inPage('until a list: resolves when each of its types has completed', async ({ run, control }) => {
  script(control, [done('b'), superpower('a', 'started'), done('b'), done('other'), later(20, done('a', 'last'))]);
  const found = await run(async () => {
    const response = await make().interaction(params(), { until: ['a', 'b'] });
    return [response.text, response.updates.length];
  });
  assert.deepEqual(found, ['last', 5]);
});

inPage('until a list: an error elsewhere does not reject, one of its own does', async ({ run, control }) => {
  script(control, [superpower('risk', 'error', 'no risk'), done('a')], [superpower('a', 'error', 'no a'), done('b')]);
  const found = await run(async () => {
    const client = make();
    const response = await client.interaction(params(), { until: ['a'] });
    return [response.text, await outcome(client.interaction(params(), { until: ['a', 'b'] }))];
  });
  assert.equal(found[0], 'a completed');
  assert.equal(found[1].error.message, 'no a');
});

inPage('until idle: resolves when nothing came for idleMs after at least one completed', async ({ run, control }) => {
  script(control, [
    superpower('a', 'started'),
    later(250, done('a')),
    later(60, done('b')),
    later(60, done('c', 'last')),
  ]);
  const found = await run(async () => {
    const began = performance.now();
    const response = await make().interaction(params(), { until: 'idle', idleMs: 150 });
    return { text: response.text, count: response.updates.length, took: performance.now() - began };
  });
  assert.equal(found.text, 'last');
  assert.equal(found.count, 4, 'silence before anything completed did not settle it');
  assert.ok(found.took >= 500, String(found.took));
});

inPage(
  'until a function: asked after every update with all so far, until its answer is truthy',
  async ({ run, control }) => {
    script(control, [superpower('a', 'started'), done('a'), done('b', 'last'), done('c')]);
    const found = await run(async () => {
      const calls = [];
      const response = await make().interaction(params(), {
        until: (update, updates) => {
          calls.push([update.actionType, updates.length, updates.at(-1) === update]);
          return update.actionType === 'b' ? 'enough' : '';
        },
      });
      return { calls, text: response.text };
    });
    assert.deepEqual(found.calls, [
      ['a', 1, true],
      ['a', 2, true],
      ['b', 3, true],
    ]);
    assert.equal(found.text, 'last');
  },
);

inPage('until a function that answers a promise is INVALID_CONFIG, whatever becomes of that', async ({ run }) => {
  const errors = await run(async () => {
    const client = make();
    const ask = async (until) => (await outcome(client.interaction(params(), { until }))).error;
    return [await ask(async () => true), await ask(() => Promise.reject(new Error('no')))];
  });
  for (const { code, message } of errors) {
    assert.equal(code, 'INVALID_CONFIG');
    assert.match(message, /until: .* no promise$/);
  }
});

inPage('until a function that throws rejects that request, with its error as the cause', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const failed = await outcome(
      client.interaction(params(), {
        until() {
          throw new TypeError('my bug');
        },
      }),
    );
    return { failed, next: (await client.interaction(params())).state };
  });
  assert.equal(found.failed.error.isOptaveError, true);
  assert.equal(found.failed.error.cause, 'TypeError: my bug');
  assert.equal(found.next, 'completed');
});

inPage('until may be given per client and per action; the call’s goes first', async ({ run, control }) => {
  const both = () => [done('first'), done('second')];
  script(control, both(), both(), both(), both());
  const found = await run(async () => {
    const type = async (request) => (await request).actionType;
    const all = make({ until: ['second'] });
    const some = make({ until: { interaction: ['second'], translate: 'completed' } });
    return [
      await type(all.interaction(params())),
      await type(some.interaction(params())),
      await type(some.translate(params())),
      await type(some.interaction(params(), { until: 'completed' })),
    ];
  });
  assert.deepEqual(found, ['second', 'second', 'first', 'first']);
});

inPage('until a list: it stays what it was, and a type that it names twice is waited for once', async (test) => {
  const { run, control } = test;
  const answer = () => [done('a'), later(20, done('b', 'both'))];
  script(control, answer(), answer(), answer());
  const texts = await run(async () => {
    const list = ['a', 'b', 'a'];
    const [general, byAction] = [make({ until: list }), make({ until: { Interaction: list } })];
    const ask = (client, options) => client.interaction(params(), options);
    const asked = [ask(general), ask(byAction), ask(make(), { until: list })];
    list.push('c');
    return Promise.all(asked.map(async (request) => (await request).text));
  });
  assert.deepEqual(texts, ['both', 'both', 'both']);
});

inPage('wrong call options are named; an unknown one only warns', async ({ run, control }) => {
  const found = await run(async () => {
    const logger = new Recorder();
    const client = make({ logger });
    const bad = [
      { until: 'never' },
      { until: [] },
      { until: [1] },
      { timeoutMs: -1 },
      { timeoutMs: '5' },
      { firstUpdateTimeoutMs: NaN },
      { onUpdate: {} },
      { signal: 'stop' },
    ];
    const codes = [];
    for (const options of bad) codes.push(await codeOf(client.interaction(params(), options)));
    const nothing = logger.lines.length;
    await client.interaction(params(), { timeout: 5, until: undefined, signal: undefined });
    return { codes, nothing, lines: logger.lines };
  });
  assert.deepEqual(new Set(found.codes), new Set(['INVALID_CONFIG']));
  assert.equal(found.nothing, 0);
  assert.equal(found.lines.length, 1);
  assert.match(found.lines[0].text, /timeout/);
  assert.equal(envelopes(control).length, 1);
});

inPage('the three deadlines: overall, until the first update, between updates', async ({ run, control }) => {
  const started = superpower('interaction', 'started');
  const slow = [started, ...Array.from({ length: 6 }, () => later(40, superpower('x', 'started')))];
  script(control, slow, SILENT, [started, later(4000, done('interaction'))], slow, SILENT);
  const found = await run(async () => {
    const client = make({ requestTimeoutMs: 4000 });
    await client.openConnection();
    const per = async (options) => (await outcome(client.interaction(params(), options))).error;
    return [
      await per({ timeoutMs: 150 }),
      await per({ firstUpdateTimeoutMs: 60 }),
      await per({ idleTimeoutMs: 60 }),
      await per({ firstUpdateTimeoutMs: 3000, idleTimeoutMs: 3000, timeoutMs: 120 }),
      (await outcome(make({ requestTimeoutMs: 150 }).interaction(params()))).error,
    ];
  });
  for (const [index, option] of ['', 'firstUpdateTimeoutMs', 'idleTimeoutMs', '', 'requestTimeoutMs'].entries()) {
    assert.equal(found[index].code, 'REQUEST_TIMEOUT');
    assert.equal(found[index].retryable, true);
    assert.ok(found[index].correlationId);
    assert.ok(found[index].message.includes(option), found[index].message);
  }
});

inPage('a timeout of 0 is none, and updates that keep coming satisfy the deadline between them', async (test) => {
  const { run, control } = test;
  const trickle = Array.from({ length: 5 }, () => later(60, superpower('x', 'started')));
  script(control, [...trickle, later(60, done('interaction'))]);
  const state = await run(async () => {
    const options = { timeoutMs: 0, firstUpdateTimeoutMs: 2000, idleTimeoutMs: 2000 };
    return (await make({ requestTimeoutMs: 100 }).interaction(params(), options)).state;
  });
  assert.equal(state, 'completed');
});
