// `strictValidation: true`: every field of params and answers is checked, by a module that is loaded for it.
import assert from 'node:assert/strict';
import { envelopes, eventually, inPage, script, superpower } from './helper.mjs';

const MODULE = '**/pkg/strict.js';

const says = (content) => ({ ...superpower('interaction'), message: { results: [{ response: [{ content }] }] } });
const FAULTY = says(5);
const FAULT = 'payload.message.results[0].response[0].content: expected string, got number';

/** A test in a page whose requests for the module go through `answer`, which the test can change. */
function withModule(name, body, options) {
  inPage(
    name,
    async (tools) => {
      const { page } = tools;
      const module = { asked: 0, answer: (route) => route.continue(), waiting: [] };
      /** From now on the module does not come before `release`. */
      module.hold = () => (module.answer = (route) => void module.waiting.push(route));
      module.release = async () => {
        module.answer = (route) => route.continue();
        await Promise.all(module.waiting.splice(0).map((route) => route.continue()));
      };
      await page.route(MODULE, (route) => {
        module.asked++;
        return module.answer(route);
      });
      try {
        await body({ ...tools, module });
      } finally {
        await module.release();
        await page.unroute(MODULE);
      }
    },
    { ...options, needs: ['network', ...(options?.needs ?? [])] },
  );
}

withModule('params with faults: all of them by their places, and nothing goes out', async ({ run, control }) => {
  const { error } = await run(() => {
    const { request } = params();
    const [conversation] = request.scope.conversations;
    conversation.messages.push({ content: 'now', timestamp: 1 }, 'hello', { content: null, timestamp: undefined });
    request.settings = { disableStream: 'no', maxResponseLength: 1.5 };
    request.fromTomorrow = { a: [1] };
    return outcome(make({ strictValidation: true }).interaction({ request, session: { channel: { medium: 7 } } }));
  });
  assert.equal(error.code, 'PAYLOAD_SCHEMA_MISMATCH');
  assert.equal(error.category, 'VALIDATION');
  assert.ok(error.isOptaveError && error.correlationId && !error.retryable);
  assert.deepEqual(error.details.toSorted(), [
    'request.scope.conversations[0].messages[1].timestamp: expected string, got number',
    'request.scope.conversations[0].messages[2]: expected object, got string',
    'request.settings.disableStream: expected boolean, got string',
    'request.settings.maxResponseLength: expected integer from 0 to 4294967295, got number',
    'session.channel.medium: expected string, got number',
  ]);
  assert.ok(
    error.details.every((line) => error.message.includes(line)),
    error.message,
  );
  assert.deepEqual(envelopes(control), []);
});

withModule('with the module there, faults are found before anything is opened', async ({ run, control, module }) => {
  script(control, [superpower('interaction')]);
  const found = await run(async () => {
    const first = make({ strictValidation: true });
    await first.interaction(params());
    await first.closeConnection();
    // Another client: it asks for the module, too, and waits at most a moment.
    const bad = params({ requestId: 5 });
    return [
      await codeOf(first.interaction(bad)),
      first.connection.state,
      await codeOf(make({ strictValidation: true }).interaction(bad)),
    ];
  });
  assert.deepEqual(found, ['PAYLOAD_SCHEMA_MISMATCH', 'closed', 'PAYLOAD_SCHEMA_MISMATCH']);
  assert.equal(envelopes(control).length, 1);
  assert.equal(module.asked, 1, 'loaded once for all clients');
});

withModule('a message with many faults stays short, its details do not', async ({ run }) => {
  const { error } = await run(() => {
    const messages = Array.from({ length: 3000 }, () => 5);
    return outcome(make({ strictValidation: true }).interaction(params({ scope: { conversations: [{ messages }] } })));
  });
  assert.equal(error.details.length, 3000);
  assert.ok(error.message.length < 1000 && error.message.endsWith('and 2995 more'), error.message);
});

withModule(
  'without the option, or before the first use, the module is not loaded',
  async ({ run, control, module }) => {
    script(control, [superpower('interaction')]);
    const found = await run(async () => {
      make({ strictValidation: true });
      await make({ strictValidation: false }).interaction(params());
      return make().validate(params({ requestId: 5 }));
    });
    assert.deepEqual([found, module.asked], [true, 0]);
  },
);

withModule('requests wait for it, queued, and go out in order', async ({ run, control, module }) => {
  script(control, ...Array.from({ length: 4 }, () => [superpower('interaction')]));
  module.hold();
  const states = await run(async () => {
    const client = make({ strictValidation: true });
    const bad = params();
    bad.request.connections.journeyId = false;
    globalThis.requests = [params(), params(), bad, params()].map((each, place) =>
      client.interaction({ ...each, headers: { correlationId: `id-${place}` } }),
    );
    globalThis.ends = Promise.all(globalThis.requests.map(outcome));
    // What the caller does with it afterwards concerns nobody.
    bad.request.connections.journeyId = 'mended';
    await client.openConnection();
    return globalThis.requests.map(({ state }) => state);
  });
  assert.deepEqual(states, ['queued', 'queued', 'queued', 'queued']);
  assert.deepEqual(envelopes(control), []);
  await eventually(() => module.waiting.length === 1);
  await module.release();
  const ends = await run(() => globalThis.ends.then((ends) => ends.map(({ error }) => error?.code ?? 'answered')));
  assert.deepEqual(ends, ['answered', 'answered', 'PAYLOAD_SCHEMA_MISMATCH', 'answered']);
  assert.deepEqual(
    envelopes(control).map(({ headers }) => headers.correlationId),
    ['id-0', 'id-1', 'id-3'],
  );
});

withModule('giving up does not wait for the module, nor do deadlines', async ({ run, control, module }) => {
  module.hold();
  const found = await run(async () => {
    const client = make({ strictValidation: true });
    const ask = (options) => client.interaction(params(), options);
    const abort = new AbortController();
    const [one, two, three] = [ask(), ask({ signal: abort.signal }), ask({ timeoutMs: 60 })];
    const codes = Promise.all([one, two, three].map(codeOf));
    one.cancel();
    abort.abort();
    const found = await codes;
    const closing = codeOf(ask());
    client.closeConnection();
    found.push(await closing);
    const ending = codeOf(ask());
    client.cleanup();
    found.push(await ending);
    return found;
  });
  assert.deepEqual(found, [
    'REQUEST_CANCELLED',
    'REQUEST_CANCELLED',
    'REQUEST_TIMEOUT',
    'CONNECTION_CLOSED',
    'REQUEST_CANCELLED',
  ]);
  await module.release();
  await run(() => import('/pkg/strict.js').then(() => new Promise((resolve) => setTimeout(resolve, 20))));
  assert.deepEqual(envelopes(control), [], 'nothing of it is sent afterwards');
});

/** The module cannot be loaded: what those are told who wait for it. */
async function withoutIt({ run, control, module }) {
  module.answer = (route) => route.abort();
  const found = await run(async () => {
    globalThis.client = make({ strictValidation: true });
    const ends = await Promise.all([1, 2].map(() => outcome(globalThis.client.interaction(params()))));
    return ends.map(({ error }) => error);
  });
  assert.deepEqual(envelopes(control), []);
  return found;
}

withModule('if it cannot be loaded, whoever waits is told which file', async (tools) => {
  for (const error of await withoutIt(tools)) {
    assert.equal(error.code, 'INVALID_CONFIG');
    assert.match(error.message, /strictValidation: strict\.js or strict-js\.js could not be loaded/);
    assert.ok(error.retryable && error.cause && error.correlationId);
  }
});

withModule(
  'if it could not be loaded, the next request tries again',
  async (tools) => {
    const { run, control, module } = tools;
    script(control, [superpower('interaction')]);
    await withoutIt(tools);
    await module.release();
    const again = await run(() => globalThis.client.interaction(params()).then(({ state }) => state));
    assert.equal(again, 'completed');
    assert.equal(module.asked, 2);
  },
  { needs: ['secondImports'] },
);

withModule('a faulty answer rejects its request; only listeners of message hear it', async ({ run, control }) => {
  script(control, [superpower('risk'), FAULTY, superpower('interaction')], [superpower('interaction')]);
  const found = await run(async () => {
    const client = make({ strictValidation: true });
    const seen = record(client, 'message', 'update', 'response', 'superpower.response', 'error');
    const heard = [];
    const end = await outcome(
      client.interaction(params(), { until: ['interaction'], onUpdate: ({ text }) => heard.push(text) }),
    );
    const after = await outcome(client.interaction(params()));
    const names = seen.filter(({ value }) => JSON.stringify(value).includes('"content":5'));
    return [
      end,
      heard,
      names.map(({ name }) => name),
      seen.filter(({ name }) => name === 'error').length,
      after.value?.state,
    ];
  });
  const [{ error }, heard, names, errors, after] = found;
  assert.equal(error.code, 'INVALID_MESSAGE');
  assert.deepEqual(error.details, [FAULT]);
  assert.ok(error.message.includes(FAULT) && error.correlationId);
  assert.equal(heard[0], 'risk completed');
  assert.ok(!heard.includes('5'));
  assert.deepEqual([names, errors, after], [['message'], 0, 'completed']);
});

withModule(
  'a faulty answer in an envelope, and one that is an error in the server’s words',
  async ({ run, control }) => {
    script(
      control,
      [{ ...superpower('interaction'), correlationId: 9 }],
      [{ form: 'bare', body: { state: 'error', actionType: 'interaction', error: 'no more today' } }],
    );
    const found = await run(async () => {
      const client = make({ strictValidation: true });
      return [await outcome(client.interaction(params())), await outcome(client.interaction(params()))];
    });
    const [first, second] = found.map(({ error }) => error);
    assert.deepEqual([first?.code, second?.code], ['INVALID_MESSAGE', 'INVALID_MESSAGE']);
    assert.deepEqual(second.details, ['error: expected object, got string']);
    assert.match(second.cause, /no more today/);
    assert.deepEqual(first.details, ['payload.correlationId: expected string, got number']);
  },
);

withModule('one that belongs to nobody, or comes too late, is an error event', async ({ run, control }) => {
  script(control, [superpower('interaction'), FAULTY]);
  const found = await run(async () => {
    const client = make({ strictValidation: true });
    const seen = record(client, 'error', 'update');
    await client.interaction(params());
    const late = await come(() => seen.find(({ name }) => name === 'error'));
    return [late.value, seen.length, client.connection.unmatchedMessages];
  });
  assert.equal(found[0].code, 'INVALID_MESSAGE');
  assert.deepEqual(found[0].details, [FAULT]);
  assert.deepEqual(found.slice(1), [2, 0]);

  await run(async () => {
    const client = make({ strictValidation: true });
    await client.openConnection();
    await import('/pkg/strict.js');
    globalThis.client = client;
    globalThis.seen = record(client, 'error', 'message');
  });
  control.push({ messages: [{ form: 'bare', body: { state: 7, from: 'nobody' } }] });
  const events = await run(async () => {
    await come(() => globalThis.seen.length === 2);
    return [
      globalThis.seen.map(({ name, value }) => [name, value.details ?? value.from]),
      globalThis.client.connection.unmatchedMessages,
    ];
  });
  assert.deepEqual(events, [
    [
      ['error', ['state: expected string, got number']],
      ['message', 'nobody'],
    ],
    1,
  ]);
});

withModule('what is sent is checked: the defaults too, and nothing that JSON has mended', async ({ run, control }) => {
  script(control, ...Array.from({ length: 3 }, () => [superpower('interaction')]));
  const found = await run(async () => {
    const client = make({ strictValidation: true });
    const of = (request) => outcome(client.interaction(params(request))).then(({ error }) => error?.code ?? 'answered');
    const defaults = make({ strictValidation: true, session: { interface: { name: 3 } } });
    class Text {
      toJSON = () => 'text';
    }
    const circle = {};
    circle.circle = circle;
    return [
      await outcome(defaults.interaction(params())).then(({ error }) => error.details),
      await of({ cursor: { since: new Date(), until: new Text() } }),
      await of({ settings: { maxResponseLength: NaN }, a: Symbol('a'), b: () => 1, reference: new Map() }),
      await of({ cursor: new Proxy({ since: 'x' }, {}) }),
      await of({ cursor: new Date() }),
      await of({ a2a: [undefined] }),
      await of({ cursor: { since: 5n } }),
      await of({ cursor: circle }),
      await of({
        cursor: {
          get since() {
            throw new Error('no');
          },
        },
      }),
    ];
  });
  assert.deepEqual(found, [
    ['session.interface.name: expected string, got number'],
    'answered',
    'answered',
    'answered',
    'PAYLOAD_SCHEMA_MISMATCH',
    'PAYLOAD_SCHEMA_MISMATCH',
    'SERIALIZATION_FAILED',
    'SERIALIZATION_FAILED',
    'SERIALIZATION_FAILED',
  ]);
});

withModule('validate() and validateEnvelope() answer as without it', async ({ run, module }) => {
  const found = await run(async () => {
    const answers = (client) => {
      const { request } = params();
      return [
        client.validate(params(), 'interaction'),
        client.validate(params({ requestId: 5 })),
        client.validate(params({ scope: {} }), 'interaction'),
        client.validate({ request, other: 1 }),
        client.validateEnvelope({ action: 'message' }),
      ];
    };
    await codeOf(make({ strictValidation: true }).interaction(params({ requestId: 5 })));
    return [answers(make()), answers(make({ strictValidation: true }))];
  });
  assert.deepEqual(found[0], [true, true, false, false, false]);
  assert.deepEqual(found[1], found[0]);
  assert.equal(module.asked, 1);
});

withModule('over HTTP likewise', async ({ run, control, module }) => {
  script(control, [superpower('interaction')], [FAULTY]);
  module.hold();
  await run(() => {
    const client = make({
      strictValidation: true,
      transport: 'rest',
      restUrl: location.origin,
      websocketUrl: undefined,
    });
    globalThis.ends = Promise.all(
      [params(), params({ requestId: 5 }), params()].map((each) => outcome(client.interaction(each))),
    );
  });
  await eventually(() => module.waiting.length === 1);
  assert.deepEqual(control.requests(), []);
  await module.release();
  const ends = await run(() => globalThis.ends.then((ends) => ends.map(({ error }) => error?.code ?? 'answered')));
  assert.deepEqual(ends.toSorted(), ['INVALID_MESSAGE', 'PAYLOAD_SCHEMA_MISMATCH', 'answered']);
  assert.equal(ends[1], 'PAYLOAD_SCHEMA_MISMATCH');
});

withModule(
  'where the page refuses WebAssembly, the plain JavaScript has its own',
  async ({ run, control, module }) => {
    script(control, [superpower('interaction')]);
    const found = await run(async () => {
      const { OptaveClient } = await import('/pkg/js.js');
      const { websocketUrl, organizationId } = { websocketUrl: `ws://${location.host}/ws`, organizationId: 'o' };
      const client = new OptaveClient({ websocketUrl, organizationId, strictValidation: true });
      const { error } = await outcome(client.interaction(params({ requestId: 5 })));
      const { value } = await outcome(client.interaction(params()));
      return [error.details, value.state];
    });
    assert.deepEqual(found, [['request.requestId: expected string, got number'], 'completed']);
    assert.equal(module.asked, 0);
  },
  { path: '/strict/index.html' },
);
