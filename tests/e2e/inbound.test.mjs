// What comes in: every form of an answer, which request it belongs to, and what is no message at all.
import assert from 'node:assert/strict';
import { eventually, inPage, script, superpower } from './helper.mjs';

/** Sends one request, scripted with these messages, and returns its outcome. */
const ask = async ({ run, control }, messages, options) => {
  script(control, messages);
  return run(async (options) => {
    const result = await outcome(make(options).interaction(params()));
    return result.value ? { value: plain(result.value) } : result;
  }, options);
};

inPage('the envelope form: data is the payload exactly as sent, headers beside it', async (test) => {
  const body = { ...superpower('interaction'), extra: { kept: [1, null] } };
  const { value } = await ask(test, [body]);
  assert.deepEqual(value.data, body);
  assert.equal(value.headers.schemaRef, 'optave.response.v3');
  assert.equal(value.headers.correlationId, value.correlationId);
  assert.equal(value.actionType, 'interaction');
  assert.equal(value.state, 'completed');
  assert.equal(value.text, 'interaction completed');
});

inPage('the bare form, without a correlation id', async (test) => {
  const body = superpower('interaction');
  const { value } = await ask(test, [{ form: 'bare', body }]);
  assert.deepEqual(value.data, body);
  assert.equal(value.headers, undefined);
  assert.ok(value.correlationId);
});

inPage('data is the very object that listeners get, not a copy', async ({ run }) => {
  const isSame = await run(async () => {
    const client = make();
    const message = next(client, 'message');
    const [response, event] = await Promise.all([client.interaction(params(), { until: () => true }), message]);
    return event.payload === response.data && response.updates[0].data === response.data;
  });
  assert.equal(isSame, true);
});

inPage('the id is looked for in headers, then at the top, then in the payload', async ({ run, control }) => {
  const silent = { silent: true };
  script(control, silent, silent, silent);
  const texts = await run(async () => {
    const client = make();
    await client.openConnection();
    window.asked = ['a', 'b', 'c'].map((correlationId) =>
      client.interaction(params({}, { headers: { correlationId } })),
    );
    return asked.map(({ state }) => state);
  });
  assert.deepEqual(texts, ['sent', 'sent', 'sent']);
  await eventually(() => control.log().frames.length === 3);
  const raw = (body) => ({ form: 'raw', body });
  control.push({
    messages: [
      raw({ correlationId: 'c', payload: { ...superpower('x'), correlationId: 'a' }, headers: { correlationId: 'b' } }),
      raw({ ...superpower('interaction', 'completed', 'by the top'), correlationId: 'a' }),
      raw({
        headers: {},
        payload: { ...superpower('interaction', 'completed', 'by the payload'), correlationId: 'c' },
      }),
    ],
  });
  const found = await run(async () => (await Promise.all(asked)).map(({ text }) => text));
  assert.deepEqual(found, ['by the top', 'x completed', 'by the payload']);
});

inPage('without an id: the oldest request whose action is the actionType', async ({ run, control }) => {
  const silent = { silent: true };
  script(control, silent, silent, silent);
  await run(async () => {
    const client = make();
    await client.openConnection();
    window.asked = [client.interaction(params()), client.translate(params()), client.translate(params())];
  });
  await eventually(() => control.log().frames.length === 3);
  const bare = (type, text) => ({ form: 'bare', body: superpower(type, 'completed', text) });
  control.push({
    messages: [
      bare('sentiment', 'belongs to none of three'),
      bare('translate', 'first'),
      bare('translate', 'second'),
      bare('sentiment', 'the only one left'),
    ],
  });
  const found = await run(async () => (await Promise.all(asked)).map(({ text, updates }) => [text, updates.length]));
  assert.deepEqual(found, [
    ['the only one left', 1],
    ['first', 1],
    ['second', 1],
  ]);
});

inPage('customerInteraction is found by the actionType in any case', async ({ run, control }) => {
  script(control, { silent: true }, { silent: true });
  await run(async () => {
    const client = make({ logger: new Recorder() });
    await client.openConnection();
    window.asked = [client.interaction(params()), client.customerInteraction(params())];
  });
  await eventually(() => control.log().frames.length === 2);
  control.push({ messages: [{ form: 'bare', body: superpower('customerInteraction', 'completed', 'this one') }] });
  assert.equal(await run(async () => (await asked[1]).text), 'this one');
  assert.equal(await run(() => asked[0].state), 'sent');
});

inPage('correlation strict: an answer without an id belongs to nobody', async ({ run, control }) => {
  script(control, [
    { form: 'bare', body: superpower('interaction', 'completed', 'nobody’s') },
    { body: superpower('interaction', 'completed', 'mine') },
  ]);
  const { text, heard, unmatched } = await run(async () => {
    const client = make({ correlation: 'strict' });
    const heard = record(client, 'message');
    const { text } = await client.interaction(params());
    return { text, heard: heard.length, unmatched: client.connection.unmatchedMessages };
  });
  assert.equal(text, 'mine');
  assert.equal(heard, 2, 'listeners hear both');
  assert.equal(unmatched, 1);
});

inPage('an id that matches nothing is for listeners only, even if one request waits', async ({ run, control }) => {
  script(control, [
    { correlationId: 'foreign', body: superpower('interaction', 'completed', 'foreign') },
    { correlationId: 'foreign', body: superpower('interaction', 'error', 'foreign trouble') },
    { delayMs: 20, body: superpower('interaction', 'completed', 'mine') },
  ]);
  const { response, heard, updates } = await run(async () => {
    const client = make();
    const heard = record(client, 'message', 'superpower.error', 'error');
    const response = await client.interaction(params());
    return { response: response.text, updates: response.updates.length, heard };
  });
  assert.equal(response, 'mine');
  assert.equal(updates, 1);
  assert.ok(heard.some(({ value }) => JSON.stringify(value).includes('foreign')));
});

inPage('started and unknown states never settle, unknown fields pass', async (test) => {
  const { value } = await ask(test, [
    superpower('interaction', 'started'),
    superpower('interaction', 'streaming', 'half'),
    superpower('interaction', 'pondering'),
    { ...superpower('interaction'), state: undefined },
    { ...superpower('interaction'), state: 7 },
    { ...superpower('interaction', 'completed', 'whole'), novelty: { a: 1 } },
  ]);
  assert.equal(value.text, 'whole');
  assert.equal(value.index, 5);
  assert.deepEqual(value.data.novelty, { a: 1 });
});

inPage('answers interleave by id, in any order', async ({ run, control }) => {
  const count = 30;
  script(control, ...Array.from({ length: count }, () => ({ silent: true })));
  await run(async (count) => {
    const client = make();
    await client.openConnection();
    window.asked = Array.from({ length: count }, (_, index) =>
      client.interaction(params({}, { headers: { correlationId: `id-${index}` } }), { until: ['one', 'two'] }),
    );
  }, count);
  await eventually(() => control.log().frames.length === count);
  // A fixed shuffle: every request gets its two messages, spread over all the others’.
  const order = Array.from({ length: count * 2 }, (_, index) => (index * 37) % (count * 2));
  control.push({
    messages: order.map((place) => {
      const index = place % count;
      const type = place < count ? 'one' : 'two';
      return { correlationId: `id-${index}`, body: superpower(type, 'completed', `${type} of ${index}`) };
    }),
  });
  const found = await run(async () =>
    (await Promise.all(asked)).map(({ updates }) => updates.map(({ text }) => text.split(' of ')[1])),
  );
  assert.deepEqual(
    found,
    Array.from({ length: count }, (_, index) => [String(index), String(index)]),
  );
});

const ERRORS = {
  'bare state error': [{ form: 'bare', body: superpower('interaction', 'error', 'Nicht möglich') }],
  'enveloped state error': [{ body: superpower('interaction', 'error', 'Nicht möglich') }],
  'error schema without a state': [
    { schemaRef: 'optave.error.v3', body: { ...superpower('interaction', '', 'Nicht möglich'), state: undefined } },
  ],
  'actionType error': [{ body: superpower('error', '', 'Nicht möglich') }],
  'top-level error': [{ form: 'raw', body: { error: { code: 'QUOTA', message: 'Nicht möglich' } } }],
  'top-level error beside headers': [
    { form: 'raw', body: { headers: { correlationId: '$correlationId' }, error: { message: 'Nicht möglich' } } },
  ],
  'error in the payload': [{ body: { action: 'superpower', error: { code: 'QUOTA', message: 'Nicht möglich' } } }],
};

for (const [form, messages] of Object.entries(ERRORS)) {
  inPage(`error form: ${form}`, async (test) => {
    const { error } = await ask(test, messages);
    assert.ok(error, 'it rejects');
    assert.equal(error.message, 'Nicht möglich', 'the text of the server, in its own language');
    assert.equal(error.category, 'ORCHESTRATOR');
    assert.equal(error.code, JSON.stringify(messages).includes('QUOTA') ? 'QUOTA' : 'REMOTE_ERROR');
    assert.ok(error.correlationId);
    assert.ok(error.details, 'the server’s answer');
  });
}

inPage('the server’s own error_code becomes the code, several texts one message', async (test) => {
  const body = superpower('interaction', 'error');
  body.message.results = [
    { response: [{ content: 'One.', error_code: 'TENANT_QUOTA' }, { content: 'Two.' }] },
    { response: [{ content: 'Three.' }] },
  ];
  const { error } = await ask(test, [body]);
  assert.equal(error.code, 'TENANT_QUOTA');
  for (const text of ['One.', 'Two.', 'Three.']) assert.ok(error.message.includes(text), error.message);
});

inPage('an error without any text is still a sentence', async (test) => {
  for (const message of [undefined, null, {}, { results: null }, { results: [{}] }, { results: [null, 5] }]) {
    const body = { action: 'superpower', actionType: 'interaction', state: 'error', message };
    const { error } = await ask(test, [{ body }]);
    assert.equal(error.code, 'REMOTE_ERROR');
    assert.ok(error.message.length > 10 && !error.message.includes('[object'), error.message);
  }
});

inPage('garbage frames: an error event each, the connection kept, nothing else affected', async ({ run, control }) => {
  script(control, [
    { form: 'raw', text: 'not json' },
    { form: 'raw', text: '{"half":' },
    { form: 'raw', text: '[]' },
    { form: 'raw', text: '42' },
    { form: 'raw', text: 'null' },
    { form: 'raw', text: '"text"' },
    { base64: 'AAECAw==' },
    { base64: Buffer.from('{}').toString('base64') },
    { delayMs: 20, body: superpower('interaction', 'completed', 'unharmed') },
  ]);
  const { text, errors, connections } = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    const { text } = await client.interaction(params());
    const again = await client.interaction(params());
    return { text, again: again.text, errors: seen.map(({ value }) => [value.code, value.isOptaveError]) };
  });
  assert.equal(text, 'unharmed');
  assert.deepEqual(errors, [
    ['INVALID_JSON', true],
    ['INVALID_JSON', true],
    ['INVALID_MESSAGE', true],
    ['INVALID_MESSAGE', true],
    ['INVALID_MESSAGE', true],
    ['INVALID_MESSAGE', true],
    ['INVALID_MESSAGE', true],
    ['INVALID_MESSAGE', true],
  ]);
  assert.equal(connections, undefined);
  assert.equal(control.log().connections.length, 1);
});

inPage('odd objects are messages that settle nothing and break nothing', async ({ run, control }) => {
  const odd = [
    {},
    { headers: null, payload: null },
    { headers: 5, payload: 'x' },
    { headers: { correlationId: 5 }, payload: [] },
    { state: {}, actionType: [] },
    { message: { results: 'none' } },
    { __proto__: null, constructor: 1, toString: 2 },
    JSON.parse('{"__proto__":{"state":"completed"}}'),
  ];
  script(control, [...odd.map((body) => ({ form: 'raw', body })), superpower('interaction', 'completed', 'unharmed')]);
  const { texts, errors } = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    const { updates } = await client.interaction(params());
    return { texts: updates.map(({ text }) => text), errors: seen };
  });
  assert.equal(texts.at(-1), 'unharmed');
  assert.deepEqual(errors, []);
});

inPage(
  'a frame of 100 MB is an error event; the page and the other requests live on',
  async ({ run, control }) => {
    script(control, [
      { form: 'raw', text: '{}', size: 100 * 1024 * 1024 },
      { body: superpower('interaction', 'completed', 'after the flood') },
    ]);
    const { text, errors } = await run(async () => {
      const client = make();
      const seen = record(client, 'error');
      const { text } = await client.interaction(params());
      return { text, errors: seen.map(({ value }) => value.code) };
    });
    assert.equal(text, 'after the flood');
    assert.deepEqual(errors, ['INVALID_MESSAGE']);
  },
  { timeout: 40_000 },
);

inPage('text joins every content, and is empty where there is none', async ({ run, control }) => {
  const many = superpower('interaction');
  many.message.results = [
    { response: [{ content: 'a' }, { content: 'b' }] },
    { response: 'none' },
    null,
    { response: [{ content: 5 }, null, { content: 'c' }] },
  ];
  script(control, [many], [{ action: 'superpower', actionType: 'interaction', state: 'completed' }]);
  const texts = await run(async () => {
    const client = make();
    return [(await client.interaction(params())).text, (await client.interaction(params())).text];
  });
  assert.deepEqual(texts, ['a\nb\nc', '']);
});

inPage('pushed messages reach listeners under every name that fits', async ({ run, control }) => {
  await run(async () => {
    const client = make();
    const names = ['message', 'response', 'superpower.response', 'message.superpower', 'optave.response.v3'];
    window.heard = record(client, ...names, 'message.translate', 'message.message', 'update', 'error');
    await client.openConnection();
  });
  await eventually(() => control.log().connections.length === 1);
  control.push({
    messages: [
      { form: 'bare', body: superpower('news') },
      { form: 'envelope', body: superpower('more') },
    ],
  });
  const heard = await (async () => {
    await eventually(() => run(() => heard.some(({ name }) => name === 'optave.response.v3')));
    return run(() => heard.map(({ name }) => name));
  })();
  for (const name of ['message', 'response', 'superpower.response', 'optave.response.v3']) {
    assert.ok(heard.includes(name), `${name} in ${heard}`);
  }
  assert.equal(heard.includes('error'), false);
});

inPage('an enveloped error is heard under its schema’s name and under superpower.error', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'no')]);
  const heard = await run(async () => {
    const client = make();
    const heard = record(client, 'optave.error.v3', 'superpower.error', 'error');
    await outcome(client.interaction(params()));
    return heard.map(({ name }) => name).sort();
  });
  assert.deepEqual(heard, ['optave.error.v3', 'superpower.error']);
});
