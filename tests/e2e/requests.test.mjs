// What a method returns: a promise, an async iterable, and a handle to cancel it by.
import assert from 'node:assert/strict';
import { envelopes, eventually, inPage, script, superpower } from './helper.mjs';

const done = (type, text) => superpower(type, 'completed', text);
const later = (delayMs, body) => ({ delayMs, body });
const SILENT = { silent: true };

inPage('a request is an OptaveRequest, a Promise, and has its id and state at once', async ({ run, control }) => {
  script(control, [superpower('interaction', 'started'), later(60, done('interaction'))]);
  const found = await run(async () => {
    const client = make();
    const request = client.interaction(params());
    const states = [request.state];
    await client.openConnection();
    states.push(request.state);
    await next(client, 'update');
    states.push(request.state);
    const response = await request;
    states.push(request.state);
    const derived = request.then(() => {});
    return {
      states,
      isRequest: request instanceof sdk.OptaveRequest,
      isPromise: request instanceof Promise,
      isDerivedPlain: derived.constructor === Promise,
      sameId: response.correlationId === request.correlationId,
      all: await Promise.all([request, request.finally(() => {})]).then((both) => both[0] === both[1]),
    };
  });
  assert.deepEqual(found.states, ['queued', 'sent', 'answering', 'settled']);
  for (const name of ['isRequest', 'isPromise', 'isDerivedPlain', 'sameId', 'all'])
    assert.equal(found[name], true, name);
});

inPage('a response holds the deciding update, all so far, and timings', async ({ run, control }) => {
  script(control, [
    superpower('interaction', 'started'),
    superpower('interaction', 'streaming'),
    later(200, done('interaction')),
  ]);
  const response = await run(async () => {
    const response = await make().interaction(params());
    const last = response.updates.at(-1);
    return {
      ...plain(response),
      isLast: last.data === response.data,
      updates: response.updates.map(plain),
      timings: response.timings,
    };
  });
  assert.equal(response.actionType, 'interaction');
  assert.equal(response.isLast, true);
  assert.deepEqual(
    response.updates.map(({ index, state, actionType }) => [index, state, actionType]),
    [
      [0, 'started', 'interaction'],
      [1, 'streaming', 'interaction'],
      [2, 'completed', 'interaction'],
    ],
  );
  const { queuedMs, firstUpdateMs, totalMs } = response.timings;
  assert.ok(queuedMs > 0 && queuedMs <= firstUpdateMs && firstUpdateMs < totalMs, JSON.stringify(response.timings));
  assert.ok(totalMs - firstUpdateMs >= 100, JSON.stringify(response.timings));
});

inPage('iterating gives every update in order and ends with the promise', async ({ run, control }) => {
  script(control, [
    superpower('a', 'started'),
    later(10, superpower('b', 'started')),
    later(10, done('interaction')),
    done('late'),
  ]);
  const found = await run(async () => {
    const request = make().interaction(params());
    const first = (async () => {
      const types = [];
      for await (const { actionType } of request) types.push(actionType);
      return types;
    })();
    const [types, response] = await Promise.all([first, request]);
    const again = [];
    for await (const { actionType } of request) again.push(actionType);
    return { types, again, awaited: response.actionType };
  });
  assert.deepEqual(found.types, ['a', 'b', 'interaction']);
  assert.deepEqual(found.again, ['a', 'b', 'interaction'], 'a second iteration, even afterwards, sees them all');
  assert.equal(found.awaited, 'interaction');
});

inPage(
  'iterating throws where the promise rejects, and leaving the loop early harms nothing',
  async ({ run, control }) => {
    script(
      control,
      [superpower('a', 'started'), superpower('interaction', 'error', 'no')],
      [superpower('a', 'started'), later(20, done('interaction'))],
    );
    const found = await run(async () => {
      const client = make();
      const failing = client.interaction(params());
      const types = [];
      const thrown = await outcome(async () => {
        for await (const { actionType } of failing) types.push(actionType);
      });
      const leaving = client.interaction(params());
      for await (const update of leaving) {
        types.push(update.actionType);
        break;
      }
      return { types, thrown, text: (await leaving).text };
    });
    assert.equal(found.thrown.error.code, 'REMOTE_ERROR');
    assert.deepEqual(found.types, ['a', 'interaction', 'a']);
    assert.equal(found.text, 'interaction completed');
  },
);

inPage('cancel rejects with the reason as cause, once; the others go on', async ({ run, control }) => {
  script(control, SILENT, [later(20, done('interaction', 'other'))]);
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const [request, other] = [client.interaction(params()), client.interaction(params())];
    const reason = new Error('closed the chat');
    const answers = [request.cancel(reason), request.cancel('again'), client.cancelRequest(request.correlationId)];
    const error = await request.catch((error) => error);
    return {
      answers,
      isCause: error.cause === reason,
      error: describe(error),
      own: request.correlationId,
      state: request.state,
      other: (await other).text,
    };
  });
  assert.deepEqual(found.answers, [true, false, false]);
  assert.equal(found.isCause, true);
  assert.equal(found.error.code, 'REQUEST_CANCELLED');
  assert.equal(found.error.correlationId, found.own);
  assert.equal(found.error.retryable, false);
  assert.equal(found.state, 'settled');
  assert.equal(found.other, 'other');
});

inPage('a request cancelled while it is queued is never sent', async ({ run, control }) => {
  const codes = await run(async () => {
    const client = make();
    const first = client.interaction(params());
    const second = client.translate(params());
    const third = client.summarize(params());
    const cancelled = [codeOf(first), codeOf(third)];
    client.cancelRequest(first.correlationId);
    third.cancel();
    await second;
    return [...(await Promise.all(cancelled)), client.cancelRequest('unknown')];
  });
  assert.deepEqual(codes, ['REQUEST_CANCELLED', 'REQUEST_CANCELLED', false]);
  assert.deepEqual(
    envelopes(control).map(({ headers }) => headers.action),
    ['translate'],
  );
});

inPage('cancelPendingRequests cancels all that is queued or in flight and says how many', async ({ run, control }) => {
  script(control, SILENT, SILENT);
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const requests = [client.interaction(params()), client.reception(params())];
    const count = client.cancelPendingRequests();
    const codes = await Promise.all(requests.map(codeOf));
    return { count, codes, again: client.cancelPendingRequests(), connected: client.isConnected() };
  });
  assert.deepEqual(found, { count: 2, codes: ['REQUEST_CANCELLED', 'REQUEST_CANCELLED'], again: 0, connected: true });
});

inPage('an AbortSignal cancels before and after sending, and is let go when the request settles', async (test) => {
  const { run, control } = test;
  script(control, SILENT);
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const counts = { added: 0, removed: 0 };
    const watch = (signal) => {
      const { addEventListener, removeEventListener } = signal;
      signal.addEventListener = (...rest) => (counts.added++, addEventListener.apply(signal, rest));
      signal.removeEventListener = (...rest) => (counts.removed++, removeEventListener.apply(signal, rest));
      return signal;
    };
    const before = await outcome(client.interaction(params(), { signal: AbortSignal.abort('too late') }));
    const controller = new AbortController();
    const request = client.interaction(params(), { signal: watch(controller.signal) });
    controller.abort(new Error('navigated'));
    const after = await outcome(request);
    const kept = new AbortController();
    await client.interaction(params(), { signal: watch(kept.signal) });
    kept.abort();
    const timeout = client.interaction(params(), { signal: AbortSignal.timeout(1) });
    return { before, after, counts, isTimeout: (await outcome(timeout)).error?.code ?? 'answered in time' };
  });
  assert.equal(found.before.error.code, 'REQUEST_CANCELLED');
  assert.equal(found.before.error.cause, 'too late');
  assert.equal(found.after.error.code, 'REQUEST_CANCELLED');
  assert.equal(found.after.error.cause, 'Error: navigated');
  assert.equal(found.counts.added, found.counts.removed);
  assert.ok(['REQUEST_CANCELLED', 'answered in time'].includes(found.isTimeout));
  assert.ok(envelopes(control).length <= 3, 'what was aborted before was never sent');
});

inPage('onUpdate gets every update, late ones after settling included, until lateUpdatesMs', async (test) => {
  const { run, control } = test;
  script(control, [
    superpower('a', 'started'),
    done('interaction'),
    later(40, done('late')),
    later(400, done('too late')),
  ]);
  const found = await run(async () => {
    const client = make({ lateUpdatesMs: 200 });
    const seen = [];
    const heard = record(client, 'message', 'update');
    const request = client.interaction(params(), {
      onUpdate: (update) => seen.push([update.actionType, update.index]),
    });
    const response = await request;
    const atOnce = seen.length;
    const count = response.updates.length;
    while (!heard.some(({ name, value }) => name === 'message' && value.payload.actionType === 'too late')) {
      await next(client, 'message');
    }
    return {
      seen,
      atOnce,
      count,
      kept: response.updates.length,
      updates: heard.filter(({ name }) => name === 'update').length,
    };
  });
  assert.deepEqual(found.seen, [
    ['a', 0],
    ['interaction', 1],
    ['late', 2],
  ]);
  assert.equal(found.count, 2);
  assert.equal(found.kept, 2, 'a response does not change any more');
  assert.equal(found.updates, 3);
});

inPage('what the page is given of an answer it may freeze, all the way down', async ({ run, control }) => {
  const answer = { form: 'bare', body: done('interaction') };
  script(control, [{ form: 'bare', body: superpower('a', 'started') }, answer], [answer]);
  const found = await run(async () => {
    const freeze = (value) => {
      if (typeof value === 'object' && value && !Object.isFrozen(value))
        Object.values(Object.freeze(value)).forEach(freeze);
    };
    const client = make();
    const heard = record(client, 'message', 'update', 'error');
    const response = await client.interaction(params(), {
      until: (...given) => (freeze(given), given[0].state === 'completed'),
      onUpdate: freeze,
    });
    freeze(response);
    const names = heard.map(({ name }) => name);
    const again = await client.interaction(params());
    return { names, updates: response.updates.length, again: again.state };
  });
  assert.deepEqual(found, { names: ['message', 'update', 'message', 'update'], updates: 2, again: 'completed' });
});

inPage('an onUpdate that throws is told to the logger and harms nothing', async ({ run }) => {
  const found = await run(async () => {
    const logger = new Recorder();
    const response = await make({ logger }).interaction(params(), {
      onUpdate() {
        throw new Error('my bug');
      },
    });
    return { state: response.state, lines: logger.lines };
  });
  assert.equal(found.state, 'completed');
  assert.ok(found.lines.length > 0 && found.lines.every(({ level, text }) => level === 'error' && /my bug/.test(text)));
});

inPage(
  'an ignored failure is one unhandled rejection, as with any promise; a handled one is none',
  async ({ page, run, errors }) => {
    const seen = await run(async () => {
      const seen = [];
      window.addEventListener('unhandledrejection', (event) => seen.push(event.reason.code));
      const client = make();
      const turns = async () => {
        // Rejections are reported after the microtasks; two tasks later they have been.
        for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve));
      };
      const handled = client.interaction({});
      handled.catch(() => {});
      const iterated = client.interaction({});
      const loop = (async () => {
        for await (const update of iterated) return update;
      })().catch(() => {});
      await loop;
      await Promise.allSettled([client.interaction({}), client.translate({})]);
      await turns();
      const before = seen.length;
      client.interaction({});
      await turns();
      return { before, after: seen };
    });
    assert.equal(seen.before, 0);
    assert.deepEqual(seen.after, ['REQUIRED_FIELDS_MISSING']);
    await eventually(() => errors.length === 1);
    assert.ok(page);
  },
  { pageErrors: true },
);

inPage('send names the action; another request type or action is INVALID_ACTION', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const bad = [
      ['message', 'dance'],
      ['message', ''],
      ['message', null],
      ['other', 'interaction'],
      [undefined, undefined],
      [{}, 5],
    ];
    const errors = [];
    for (const [type, action] of bad) errors.push((await outcome(() => client.send(type, action, params()))).error);
    return { errors, state: (await client.send('message', 'translate', params())).state };
  });
  for (const error of found.errors) {
    assert.equal(error.code, 'INVALID_ACTION');
    assert.equal(error.category, 'VALIDATION');
  }
  assert.match(found.errors[0].message, /: send\(message, dance\)$/);
  assert.match(found.errors[2].message, /: send\(message, null\)$/);
  assert.match(found.errors[3].message, /: send\(other, interaction\)$/);
  assert.equal(found.state, 'completed');
});

inPage('customerInteraction warns once that it is deprecated', async ({ run }) => {
  const lines = await run(async () => {
    const logger = new Recorder();
    const client = make({ logger });
    await client.customerInteraction(params());
    await client.customerInteractionAsync(params());
    await client.interaction(params());
    return logger.lines;
  });
  assert.equal(lines.length, 1);
  assert.match(lines[0].text, /customerInteraction.*deprecated/);
});

inPage('the options of a request that is refused do not reach the next one', async ({ run, control }) => {
  script(control, [later(150, done('interaction'))]);
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const refused = await client.interaction({}, { timeoutMs: 1 }).catch((error) => error.code);
    const { state } = await client.interaction(params());
    const signal = await client.interaction(params(), { signal: {}, timeoutMs: 1 }).catch((error) => error);
    return { refused, state, signal: [signal.code, signal.details] };
  });
  assert.equal(found.refused, 'REQUIRED_FIELDS_MISSING');
  assert.equal(found.state, 'completed');
  assert.deepEqual(found.signal, ['INVALID_CONFIG', ['signal: expected an AbortSignal']]);
});

inPage('a signal that is none of this page’s works, or is INVALID_CONFIG, and the client goes on', async ({ run }) => {
  const found = await run(async () => {
    class Polyfill {
      aborted = false;
      listeners = [];
      addEventListener(type, listener) {
        this.listeners.push(listener);
      }
      abort() {
        // Some tell of it before it is so.
        for (const listener of this.listeners) listener({ type: 'abort' });
        this.aborted = true;
      }
    }
    const thrower = () => {
      throw new Error('no');
    };
    const frame = document.body.appendChild(document.createElement('iframe'));
    const foreign = new frame.contentWindow.AbortController();
    const controller = new AbortController();
    const polyfill = new Polyfill();
    const stubborn = Object.assign(new Polyfill(), { removeEventListener: thrower });
    const client = make();
    const ask = (signal) => client.interaction(params(), { signal });
    const working = {
      foreign: [foreign.signal, () => foreign.abort('left')],
      polyfill: [polyfill, () => polyfill.abort()],
      stubborn: [stubborn, () => stubborn.abort()],
    };
    const seen = {};
    for (const [name, [signal, abort]] of Object.entries(working)) {
      // Awaited first: WebKit reports what a signal of a frame's rejects before the line after it could.
      const code = codeOf(ask(signal));
      abort();
      seen[name] = await code;
    }
    const bad = {
      deaf: Object.assign(new Polyfill(), { addEventListener: thrower }),
      reading: Object.defineProperty(new Polyfill(), 'aborted', { get: thrower }),
      target: new EventTarget(),
      wrapped: new Proxy(controller.signal, {}),
    };
    for (const [name, signal] of Object.entries(bad)) seen[name] = await codeOf(ask(signal));
    // A listener that stays on its signal concerns no later request.
    const late = new Polyfill();
    await client.interaction(params(), { signal: late });
    const next = client.interaction(params());
    late.abort();
    seen.next = (await next).state;
    return seen;
  });
  assert.deepEqual(found, {
    foreign: 'REQUEST_CANCELLED',
    polyfill: 'REQUEST_CANCELLED',
    stubborn: 'REQUEST_CANCELLED',
    deaf: 'INVALID_CONFIG',
    reading: 'INVALID_CONFIG',
    target: 'INVALID_CONFIG',
    wrapped: 'INVALID_CONFIG',
    next: 'completed',
  });
});
