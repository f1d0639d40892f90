// What becomes of the caller’s params: legacy keys, upper case, own keys only, and nothing of it ever touched.
import assert from 'node:assert/strict';
import { envelopes, inPage, invalidFrames } from './helper.mjs';

const ATTRIBUTES = { content: '', instruction: '', variant: 'A' };

const payloads = (control) => envelopes(control).map(({ payload }) => payload);

inPage('own keys only: inherited keys and __proto__ are never copied', async ({ run, control }) => {
  const polluted = await run(async () => {
    const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}';
    const context = Object.assign(Object.create({ userId: 'inherited' }), { organizationId: 'own' });
    const request = params().request;
    Object.defineProperty(request, 'hidden', { value: 'not enumerable', enumerable: false });
    await make().interaction({
      request: { ...request, settings: JSON.parse(evil), attributes: JSON.parse(evil), context },
      session: JSON.parse(`{"channel":${evil},"__proto__":{"polluted":3}}`),
    });
    await make({ request: JSON.parse(evil), session: JSON.parse(evil) }).interaction(params());
    return [{}, [], Object, sdk.OptaveClient.defaultPayload.request].map((item) => 'polluted' in item);
  });
  assert.deepEqual(polluted, [false, false, false, false]);
  const [first, second] = payloads(control);
  for (const payload of [first, second]) {
    assert.equal(JSON.stringify(payload).includes('__proto__'), false);
    assert.equal(payload.request.settings.disableStream, true);
    assert.equal('hidden' in payload.request, false);
  }
  assert.equal(first.request.context.organizationId, 'own');
  assert.notEqual(first.request.context.userId, 'inherited');
});

const NAMES =
  'action actionType aborted cause code content correlationId data details error headers http identifier message note ' +
  'organizationId payload persisted reason request requestId results schemaRef session sessionId signal state status ' +
  'suggestions text timestamp token type until user_id';

inPage('what a page has put on the prototypes of the language changes nothing', async ({ run, control }) => {
  const found = await run(async (names) => {
    const found = {};
    const client = make();
    const wanted = JSON.stringify(await endOf());
    async function endOf() {
      const given = { requestId: 'r', settings: { disableStream: false } };
      const { data, state, updates } = await client.interaction(params(given, { session: { sessionId: 's' } }));
      return [data, state, updates.length];
    }
    const attempt = async (holder, key, value) => {
      holder[key] = value;
      let end;
      try {
        end = await endOf();
      } catch (error) {
        end = `${error.code}: ${error.message}`;
      } finally {
        delete holder[key];
      }
      if (JSON.stringify(end) !== wanted) found[`${key} ${typeof value}`] = end;
    };
    for (const name of names.split(' ')) {
      await attempt(Object.prototype, name, () => {});
      await attempt(Object.prototype, name, 'evil');
    }
    await attempt(Array.prototype, 'toJSON', function () {
      return `[${this.map((item) => JSON.stringify(item)).join(', ')}]`;
    });
    return found;
  }, NAMES);
  assert.deepEqual(found, {});
  assert.deepEqual(invalidFrames(control), []);
  const [first, ...others] = payloads(control).map((payload) => JSON.stringify(payload));
  assert.deepEqual([...new Set(others)], [first]);
});

inPage('instances of classes are objects like any other: their own fields are merged and sent', async (test) => {
  const { run, control } = test;
  const states = await run(async () => {
    class Fields {
      #secret = 'secret';
      constructor(fields) {
        Object.assign(this, fields);
      }
      get inherited() {
        return this.#secret;
      }
    }
    class Session extends Fields {
      metadata = { page: 'checkout' };
    }
    class Options extends Fields {
      session = new Session({ interface: new Fields({ name: 'app' }) });
    }
    const client = new sdk.OptaveClient(new Options({ websocketUrl, organizationId: 'o' }));
    const given = params();
    given.request.scope = new Fields(given.request.scope);
    const calls = [
      new Fields({ request: new Fields(given.request), session: new Session({ sessionId: 's' }) }),
      { ...params(), session: new Session() },
    ];
    return Promise.all(calls.map(async (params) => (await client.interaction(params)).state));
  });
  assert.deepEqual(states, ['completed', 'completed']);
  assert.deepEqual(invalidFrames(control), []);
  const [first, second] = payloads(control);
  assert.deepEqual(first.request.scope, second.request.scope);
  assert.deepEqual([first.session.sessionId, typeof second.session.sessionId], ['s', 'string']);
  for (const { session } of [first, second]) {
    assert.deepEqual([session.metadata, session.interface.name], [{ page: 'checkout' }, 'app']);
  }
  assert.equal(JSON.stringify([first, second]).includes('secret'), false);
});

inPage('legacy keys fill their new places, each with one warning per client, and are not sent', async (test) => {
  const { run, control } = test;
  const lines = await run(async () => {
    const logger = new Recorder();
    const client = make({ logger });
    const attributes = undefined;
    await client.interaction(params({ attributes, variation: 'b', content: 'legacy text' }));
    await client.interaction(
      params({ attributes: { variant: 'c', content: 'new text' }, variation: 'b', content: 'old' }),
    );
    await client.interaction(params({ attributes }));
    const second = new Recorder();
    await make({ logger: second }).interaction(params({ attributes, variation: 'd' }));
    return { first: logger.lines, second: second.lines };
  });
  const [filled, kept, later, other] = payloads(control).map(({ request }) => request);
  assert.equal(filled.attributes.variant, 'B');
  assert.equal(filled.attributes.content, 'legacy text');
  assert.equal(filled.attributes.instruction, '');
  assert.equal(kept.attributes.variant, 'C');
  assert.equal(kept.attributes.content, 'new text');
  assert.deepEqual(later.attributes, ATTRIBUTES, 'nothing of an earlier request is left');
  assert.deepEqual(other.attributes, { ...ATTRIBUTES, variant: 'D' });
  for (const request of [filled, kept, later, other]) {
    assert.equal('variation' in request, false);
    assert.equal('content' in request, false);
  }
  assert.deepEqual(
    lines.first.map(({ level, text }) => [level, /variation/.test(text), /content/.test(text)]),
    [
      ['warn', true, false],
      ['warn', false, true],
    ],
  );
  assert.equal(lines.second.length, 1);
});

inPage('legacy keys of the client’s own defaults move as well, with the same warnings', async ({ run, control }) => {
  const lines = await run(async () => {
    const logger = new Recorder();
    const client = make({ logger, request: { variation: 'b', content: 'of all' } });
    await client.interaction(params({ attributes: undefined }));
    await client.interaction(params({ attributes: undefined, content: 'of one' }));
    return logger.lines;
  });
  assert.deepEqual(
    payloads(control).map(({ request: { attributes, content, variation } }) => [attributes, content, variation]),
    [
      [{ ...ATTRIBUTES, content: 'of all', variant: 'B' }, undefined, undefined],
      [{ ...ATTRIBUTES, content: 'of one', variant: 'B' }, undefined, undefined],
    ],
  );
  assert.deepEqual(
    lines.map(({ level, text }) => [level, text.match(/request\.(variation|content) is deprecated/)?.[1]]),
    [
      ['warn', 'variation'],
      ['warn', 'content'],
    ],
  );
});

inPage('a legacy content counts for the required fields', async ({ run, control }) => {
  await run(() => make({ logger: new Recorder() }).elevate(params({ attributes: {}, content: 'please help' })));
  assert.equal(payloads(control)[0].request.attributes.content, 'please help');
});

inPage('variant is upper-cased, wherever it comes from', async ({ run, control }) => {
  await run(async () => {
    await make().interaction(params({ attributes: { variant: 'b' } }));
    await make({ request: { attributes: { variant: 'c' } } }).interaction(params({ attributes: undefined }));
    await make({ request: { attributes: { variant: 'c' } } }).interaction(params());
    await make({ logger: new Recorder() }).interaction(params({ attributes: undefined, variation: 'd' }));
  });
  assert.deepEqual(
    payloads(control).map(({ request }) => request.attributes.variant),
    ['B', 'C', 'C', 'D'],
  );
});

inPage('nothing the caller passed is ever mutated, not even frozen objects', async ({ run, control }) => {
  const result = await run(async () => {
    const given = params({
      variation: 'b',
      content: 'legacy',
      attributes: { variant: 'x', instruction: 'shorter' },
      cursor: { since: 's' },
    });
    given.session = { channel: { section: 'mine' }, interface: {} };
    given.headers = { traceId: 't' };
    const options = {
      logger: new Recorder(),
      request: { attributes: { variant: 'q' }, reference: { tags: ['t'] } },
      session: { interface: { name: 'app' } },
    };
    const defaults = JSON.stringify(sdk.OptaveClient.defaultPayload);
    const before = JSON.stringify([given, options.request, options.session]);
    deepFreeze(given);
    deepFreeze(options.request);
    deepFreeze(options.session);
    const client = make(options);
    await Promise.all([client.interaction(given), client.adjust(given), client.interaction(given)]);
    const after = JSON.stringify([given, options.request, options.session]);
    return { isSame: before === after, isDefault: JSON.stringify(sdk.OptaveClient.defaultPayload) === defaults };
  });
  assert.equal(result.isSame, true);
  assert.equal(result.isDefault, true);
  const [first, , third] = payloads(control);
  assert.deepEqual({ ...first.request, requestId: '' }, { ...third.request, requestId: '' });
  assert.equal(first.session.interface.name, 'app');
});

inPage('what the caller changes after the call does not reach the request', async ({ run, control }) => {
  await run(async () => {
    const given = params();
    const options = { request: { context: { userId: 'before' } } };
    const client = make(options);
    const request = client.interaction(given);
    given.request.connections.threadId = 'changed';
    given.request.scope.conversations.length = 0;
    options.request.context.userId = 'changed';
    await request;
    await client.interaction(params());
  });
  const [first, second] = payloads(control);
  assert.equal(first.request.connections.threadId, 'thread-1');
  assert.equal(first.request.scope.conversations.length, 1);
  assert.equal(second.request.context.userId, 'before');
});

inPage('validate says what would be sent, without sending', async ({ run, control }) => {
  const verdicts = await run(() => {
    const client = make();
    return [
      client.validate(params()),
      client.validate(params(), 'adjust'),
      client.validate(params({ connections: {} }), 'interaction'),
      client.validate(params({ connections: { threadId: 5 } })),
      client.validate({ ...params(), other: 1 }),
      client.validate(null),
      client.validate(params(), 'dance'),
      client.validate(params({ attributes: { content: 'x'.repeat(140_000) } })),
    ];
  });
  assert.deepEqual(verdicts, [true, true, false, false, false, false, false, false]);
  assert.equal(control.log().handshakes.length, 0);
});

inPage('validateEnvelope accepts what was sent and refuses what is broken', async ({ run, control }) => {
  await run(() => make().interaction(params()));
  const [envelope] = envelopes(control);
  const verdicts = await run((envelope) => {
    const client = make();
    const changed = (change) => {
      const copy = structuredClone(envelope);
      change(copy);
      return client.validateEnvelope(copy);
    };
    return [
      client.validateEnvelope(envelope),
      changed((copy) => delete copy.headers),
      changed((copy) => delete copy.payload),
      changed((copy) => delete copy.headers.correlationId),
      changed((copy) => (copy.headers.action = 'dance')),
      changed((copy) => (copy.action = 'other')),
      changed((copy) => (copy.payload.request.scope.conversations = {})),
      client.validateEnvelope(null),
      client.validateEnvelope('text'),
    ];
  }, envelope);
  assert.deepEqual(verdicts, [true, ...Array(8).fill(false)]);
});
