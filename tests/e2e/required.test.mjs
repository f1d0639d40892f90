// The table of required fields, for every action, on the merged payload and before anything is sent.
import assert from 'node:assert/strict';
import { envelopes, inPage, invalidFrames } from './helper.mjs';

const T = 'request.connections.threadId';
const P = 'request.connections.parentId';
const AC = 'request.attributes.content';
const AI = 'request.attributes.instruction';
const O = 'request.context.organizationId';
const C = 'request.scope.conversations';
const OF = 'request.resources.offers';

const TABLE = {
  adjust: [T, P, AC, AI, C, O],
  elevate: [T, P, AC, C, O],
  interaction: [T, C, O],
  customerInteraction: [T, C, O],
  summarize: [T, C, O],
  translate: [T, C, O],
  insights: [T, C, O],
  reception: [T, O],
  recommend: [T, C, OF, O],
};
const ALL = [T, P, AC, AI, O, C, OF];

inPage('each action names all it misses at once, and nothing is sent', async ({ run, control }) => {
  const found = await run(async (methods) => {
    const client = make({ organizationId: undefined, logger: new Recorder() });
    const found = {};
    for (const method of methods) {
      for (const empty of [{}, { request: {} }, { session: {}, request: { connections: {} } }]) {
        const { error } = await outcome(client[method](empty));
        found[method] = [...(found[method] ?? []), error];
      }
    }
    return found;
  }, Object.keys(TABLE));
  for (const [method, required] of Object.entries(TABLE)) {
    for (const error of found[method]) {
      assert.equal(error.code, 'REQUIRED_FIELDS_MISSING', method);
      assert.equal(error.category, 'VALIDATION');
      assert.equal(error.retryable, false);
      assert.deepEqual([...error.details].sort(), [...required].sort(), method);
      for (const path of required) assert.ok(error.message.includes(path), `${method}: ${error.message}`);
    }
  }
  assert.equal(control.log().handshakes.length, 0, 'not even a connection');
});

inPage('exactly the required fields suffice, and leaving any one out is noticed', async ({ run, control }) => {
  const wrong = await run(
    async ({ table, all }) => {
      const client = make({ organizationId: undefined, logger: new Recorder() });
      const set = (target, path, value) => {
        const keys = path.split('.');
        const last = keys.pop();
        keys.reduce((node, key) => (node[key] ??= {}), target)[last] = value;
      };
      const valueAt = (path) =>
        path.endsWith('conversations')
          ? [{ conversationId: 'c', participants: [], messages: [], metadata: {} }]
          : path.endsWith('offers')
            ? [{ id: 'offer' }]
            : 'given';
      const build = (paths) => {
        const built = {};
        for (const path of paths) set(built, path, valueAt(path));
        return built;
      };
      const wrong = [];
      for (const [method, required] of Object.entries(table)) {
        const { error } = await outcome(client[method](build(required)));
        if (error) wrong.push([method, 'refused', error.code, error.message]);
        for (const path of all) {
          const others = all.filter((one) => one !== path);
          const isRequired = required.includes(path);
          const isTaken = client.validate(build(others), method);
          if (isTaken === isRequired) wrong.push([method, path, isTaken]);
          if (isRequired) {
            const { error } = await outcome(client[method](build(others)));
            if (String(error?.details) !== path) wrong.push([method, path, error?.details]);
          }
        }
      }
      return wrong;
    },
    { table: TABLE, all: ALL },
  );
  assert.deepEqual(wrong, []);
  assert.equal(envelopes(control).length, Object.keys(TABLE).length);
  assert.deepEqual(invalidFrames(control), []);
});

inPage('empty strings, empty arrays and null count as missing', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const details = async (method, request) => (await outcome(client[method](params(request)))).error?.details;
    return [
      await details('interaction', { connections: { threadId: '' } }),
      await details('interaction', { connections: { threadId: null } }),
      await details('interaction', { scope: { conversations: [] } }),
      await details('interaction', { scope: { conversations: null } }),
      await details('interaction', { context: { organizationId: '' } }),
      await details('recommend', { resources: { offers: [] } }),
      await details('elevate', { attributes: { content: '' } }),
      await details('interaction', { connections: null }),
    ];
  });
  assert.deepEqual(found, [[T], [T], [C], [C], [O], [OF], [AC], [T]]);
});

inPage('the organization id counts as given when an option sets it', async ({ run, control }) => {
  await run(async () => {
    await make({ organizationId: 'from-option' }).interaction(params());
    await make({
      organizationId: undefined,
      request: { context: { organizationId: 'from-request-option' } },
    }).interaction(params());
    await make({ organizationId: 'from-option' }).interaction(params({ context: { organizationId: 'from-call' } }));
    await make({ organizationId: undefined }).interaction(params({ context: { organizationId: 'from-call' } }));
  });
  assert.deepEqual(
    envelopes(control).map(({ payload }) => payload.request.context.organizationId),
    ['from-option', 'from-request-option', 'from-call', 'from-call'],
  );
});

inPage('a wrong type is reported as such, not as missing', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    const cases = [
      ['interaction', { connections: { threadId: 42 } }],
      ['interaction', { connections: { threadId: {} } }],
      ['interaction', { scope: { conversations: {} } }],
      ['interaction', { scope: { conversations: 'none' } }],
      ['interaction', { context: { organizationId: true } }],
      ['interaction', { scope: [] }],
      ['interaction', { connections: 'thread' }],
      ['recommend', { resources: { offers: 'all' } }],
      ['adjust', { attributes: { content: 1, instruction: [] } }],
    ];
    return Promise.all(cases.map(async ([method, request]) => (await outcome(client[method](params(request)))).error));
  });
  const paths = [[T], [T], [C], [C], [O], ['request.scope'], ['request.connections'], [OF], [AC, AI]];
  for (const [index, error] of found.entries()) {
    assert.equal(error.code, 'PAYLOAD_SCHEMA_MISMATCH', String(paths[index]));
    const named = error.details.map((detail) => detail.split(':')[0]);
    for (const path of paths[index]) assert.ok(named.includes(path), `${path} in ${error.details}`);
  }
  assert.equal(control.log().handshakes.length, 0);
});

inPage('params that are no object, and request or session that are none, are clear errors', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const cases = [undefined, null, 'text', 42, true, [], () => {}, Symbol('s'), { request: 'r' }, { session: 's' }];
    cases.push({ request: [] }, { request: params().request, session: [] }, { request: null }, { request: 7 });
    const found = [];
    for (const bad of cases) {
      const { error } = await outcome(() => client.interaction(bad));
      found.push([String(typeof bad), error?.code ?? 'sent', error?.isOptaveError]);
    }
    return found;
  });
  for (const [type, code, isOptaveError] of found) {
    assert.ok(['PAYLOAD_SCHEMA_MISMATCH', 'REQUIRED_FIELDS_MISSING'].includes(code), `${type}: ${code}`);
    assert.equal(isOptaveError, true);
  }
});

inPage('an unknown top-level key is PAYLOAD_SCHEMA_MISMATCH naming the key', async ({ run, control }) => {
  const errors = await run(async () => {
    const client = make();
    const found = [];
    for (const key of ['conversations', 'payload', 'Session', 'settings']) {
      found.push((await outcome(client.interaction({ ...params(), [key]: {} }))).error);
    }
    return found;
  });
  for (const [index, key] of ['conversations', 'payload', 'Session', 'settings'].entries()) {
    assert.equal(errors[index].code, 'PAYLOAD_SCHEMA_MISMATCH');
    assert.ok(errors[index].message.includes(key), errors[index].message);
  }
  assert.equal(envelopes(control).length, 0);
});

inPage('null anywhere in the params never throws a foreign error and never hangs', async ({ run, control }) => {
  const wrong = await run(async () => {
    const client = make({ requestTimeoutMs: 4000 });
    const paths = [];
    const walk = (value, path) => {
      if (typeof value !== 'object' || value === null) return;
      for (const key of Object.keys(value)) {
        paths.push([...path, key]);
        walk(value[key], [...path, key]);
      }
    };
    const whole = () => {
      const { session, request } = structuredClone(sdk.OptaveClient.defaultPayload);
      const given = params();
      return { session, request: { ...request, ...given.request, context: { organizationId: 'o' } } };
    };
    walk(whole(), []);
    const results = await Promise.all(
      paths.map(async (path) => {
        const built = whole();
        const last = path.at(-1);
        const holder = path.slice(0, -1).reduce((node, key) => node[key], built);
        holder[last] = null;
        const { error } = await outcome(() => client.adjust(built));
        return { path: path.join('.'), code: error?.code, isOurs: error === undefined || error.isOptaveError };
      }),
    );
    // What the client lets through, the server's own schema may still refuse; then its error is the answer.
    const expected = [undefined, 'REQUIRED_FIELDS_MISSING', 'PAYLOAD_SCHEMA_MISMATCH'];
    return results.filter(({ code, isOurs }) => !isOurs || !expected.includes(code));
  });
  assert.deepEqual(wrong, []);
  assert.ok(envelopes(control).length > 0);
});

inPage('reception without a conversation is sent, with one warning', async ({ run, control }) => {
  const lines = await run(async () => {
    const logger = new Recorder();
    const client = make({ logger });
    await client.reception(params({ scope: {} }));
    await client.reception(params({ scope: { conversations: [] } }));
    await client.reception(params());
    return logger.lines;
  });
  assert.equal(envelopes(control).length, 3);
  assert.equal(lines.length, 1);
  assert.equal(lines[0].level, 'warn');
  assert.match(lines[0].text, /conversations/);
});

inPage('a valid conversation warns about nothing', async ({ run }) => {
  const lines = await run(async () => {
    const logger = new Recorder();
    await make({ logger }).reception(params());
    return logger.lines;
  });
  assert.deepEqual(lines, []);
});
