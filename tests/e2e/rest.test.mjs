// transport "rest": the same requests as HTTP POSTs, with the same answers, events and errors.
import assert from 'node:assert/strict';
import { endless, says, writing } from './answers-http.mjs';
import { eventually, inPage, script, superpower } from './helper.mjs';

const at = writing();

const METHODS = ['interaction', 'reception', 'elevate', 'adjust', 'summarize', 'translate', 'recommend', 'insights'];

/** Makes `rest(options)` known in the page. */
const withRest = (name, body, options) =>
  inPage(
    name,
    async (test) => {
      await test.run(() => {
        window.rest = (options) =>
          make({ transport: 'rest', restUrl: location.origin, websocketUrl: undefined, ...options });
      });
      await body(test);
    },
    options,
  );

withRest('every method gives the same data as over the WebSocket, and the same updates', async ({ run, control }) => {
  const found = await run(async (methods) => {
    const session = { sessionId: 's' };
    const given = () => params({ requestId: 'r', settings: { disableStream: false } }, { session });
    const [socket, http] = [make(), rest()];
    const differing = [];
    for (const method of methods) {
      const until = { until: 'idle', idleMs: 100 };
      const [one, two] = await Promise.all([socket[method](given(), until), http[method](given(), until)]);
      const told = ({ updates }) => JSON.stringify(updates.map(({ data }) => data));
      if (told(one) !== told(two)) differing.push(method);
      const [first, second] = await Promise.all([socket[method](given()), http[method](given())]);
      if (JSON.stringify(first.data) !== JSON.stringify(second.data)) differing.push(`${method} data`);
    }
    return differing;
  }, METHODS);
  assert.deepEqual(found, []);
  assert.ok(control.log().rest.every(({ valid, status }) => valid && status === 200));
});

withRest(
  'the body is the bare payload, the URL names the action, the token is a bearer token',
  async (test) => {
    const { page, run, control } = test;
    const requests = [];
    page.on('request', (request) => request.url().includes('/message/') && requests.push(request));
    await run(async () => {
      const client = rest({ restUrl: `${location.origin}/`, logger: new Recorder() });
      await client.interaction(params({}, { headers: { traceId: 't' } }));
      await client.customerInteraction(params());
    });
    const { rest, handshakes } = control.log();
    assert.deepEqual(
      rest.map(({ action }) => action),
      ['interaction', 'customerinteraction'],
    );
    assert.deepEqual(Object.keys(rest[0].body).sort(), ['request', 'session']);
    assert.equal(rest[0].body.session.channel.medium, 'chat');
    assert.match(rest[0].authorization, /^Bearer …/);
    assert.equal(requests[0].method(), 'POST');
    assert.match(requests[0].headers()['content-type'], /^application\/json/);
    assert.match(requests[0].headers().authorization, /^Bearer \S+$/);
    assert.equal(handshakes.length, 0);
    assert.deepEqual(rest.map(({ errors }) => errors).flat(), []);
  },
  { needs: ['network'] },
);

withRest('one token serves many requests; a refused one is replaced once, and the request goes again', async (test) => {
  const { run, control } = test;
  const found = await run(async () => {
    let calls = 0;
    const good = async () => (await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()).token;
    const client = rest({ tokenProvider: async () => ((calls += 1) === 1 ? 'stale-token' : good()) });
    const first = await client.interaction(params());
    const all = await Promise.all([client.translate(params()), client.summarize(params())]);
    return { calls, states: [first, ...all].map(({ state }) => state) };
  });
  assert.deepEqual(found, { calls: 2, states: ['completed', 'completed', 'completed'] });
  assert.deepEqual(
    control.log().rest.map(({ status }) => status),
    [401, 200, 200, 200],
  );
});

withRest('a token that stays refused is INVALID_TOKEN after one more try', async ({ run, control }) => {
  const found = await run(async () => {
    let calls = 0;
    const client = rest({ tokenProvider: () => ((calls += 1), 'never-valid') });
    return { error: (await outcome(client.interaction(params()))).error, calls };
  });
  assert.equal(found.calls, 2);
  assert.equal(control.log().rest.length, 2);
  assert.equal(found.error.category === 'AUTHENTICATION' || found.error.category === 'ORCHESTRATOR', true);
  assert.equal(JSON.stringify(found.error).includes('never-valid'), false);
  assert.ok(found.error.correlationId);
});

withRest('a token that has expired is not used again', async ({ run, control }) => {
  const calls = await run(async () => {
    let calls = 0;
    const client = rest({
      tokenProvider: async () => {
        calls += 1;
        const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
        return { token, expiresAt: Date.now() - 1 };
      },
    });
    await client.interaction(params());
    await client.interaction(params());
    return calls;
  });
  assert.equal(calls, 2);
  assert.deepEqual(
    control.log().rest.map(({ status }) => status),
    [200, 200],
  );
});

withRest('how long a token lives is said in any form, and what says nothing is for ever', async ({ run }) => {
  const found = await run(async () => {
    /** How often the provider is asked for two requests, if its answers say this of the token. */
    const callsFor = async (more) => {
      let calls = 0;
      const client = rest({
        tokenProvider: async () => {
          calls += 1;
          const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
          return { token, ...more };
        },
      });
      for (let round = 0; round < 2; round += 1) await client.interaction(params());
      return calls;
    };
    const [past, future] = [Date.now() - 1, Date.now() + 600_000];
    const forms = (time) => [time, new Date(time), new Date(time).toISOString()].map((expiresAt) => ({ expiresAt }));
    const noDate = Object.create(Date.prototype);
    const unknown = [noDate, null, '', 'tomorrow', NaN, {}, { toString: 0 }, 5n, Symbol('s'), [past], true];
    const all = async (answers) => (await Promise.all(answers.map(callsFor))).join('');
    return {
      expired: await all([...forms(past), { expires_in: 0 }, { expires_in: -5 }, { expires_in: '4' }]),
      alive: await all([
        ...forms(future),
        { expires_in: 600 },
        { expires_in: '600' },
        { expiresAt: future, expires_in: 0 },
      ]),
      unknown: await all([...unknown.map((expiresAt) => ({ expiresAt })), { expires_in: 'soon' }]),
    };
  });
  assert.deepEqual(found, { expired: '222222', alive: '111111', unknown: '111111111111' });
});

withRest('status errors reject, retryable where trying again may help', async ({ run, control }) => {
  const statuses = [400, 404, 429, 500, 503];
  script(control, ...statuses.map((status) => ({ status, messages: [] })));
  const errors = await run(async (count) => {
    const client = rest();
    const errors = [];
    for (let round = 0; round < count; round += 1) errors.push((await outcome(client.interaction(params()))).error);
    return errors;
  }, statuses.length);
  assert.deepEqual(
    errors.map(({ retryable }) => retryable),
    [false, false, true, true, true],
  );
  for (const [index, status] of statuses.entries()) {
    assert.ok(errors[index].message.includes(status), errors[index].message);
    assert.ok(errors[index].correlationId);
    assert.equal(errors[index].isOptaveError, true);
  }
});

withRest('what the server says with a status comes first: its text and its code', async ({ run, control }) => {
  const body = superpower('interaction', 'error', 'Kontingent erschöpft');
  body.message.results[0].response[0].error_code = 'QUOTA';
  script(control, { status: 402, messages: [{ body }] }, { status: 200, messages: [{ body }] });
  const errors = await run(async () => {
    const client = rest();
    return [(await outcome(client.interaction(params()))).error, (await outcome(client.interaction(params()))).error];
  });
  for (const error of errors) {
    assert.equal(error.code, 'QUOTA');
    assert.equal(error.message, 'Kontingent erschöpft');
    assert.equal(error.category, 'ORCHESTRATOR');
  }
});

withRest('201 is success, and a lone message is as good as a list of one', async ({ run, control }) => {
  const body = superpower('interaction', 'completed', 'alone');
  script(control, { status: 201, messages: [{ body }] }, { messages: [{ text: JSON.stringify(body) }] });
  const texts = await run(async () => {
    const client = rest();
    return [(await client.interaction(params())).text, (await client.interaction(params())).text];
  });
  assert.deepEqual(texts, ['alone', 'alone']);
});

withRest('an answer that is no JSON, or holds no answer, rejects clearly', async ({ run, control }) => {
  script(control, { messages: [{ text: '<html>' }] }, { messages: [] }, [superpower('interaction', 'started')], {
    messages: [{ text: '5' }],
  });
  const errors = await run(async () => {
    const client = rest();
    const errors = [];
    for (let round = 0; round < 4; round += 1) {
      errors.push((await outcome(client.interaction(params(), { timeoutMs: 3000 }))).error ?? 'resolved');
    }
    return errors;
  });
  assert.equal(errors[0].code, 'INVALID_JSON');
  assert.equal(errors[1].code, 'INVALID_MESSAGE');
  assert.equal(errors[3].code, 'INVALID_MESSAGE');
  assert.notEqual(errors[2].code, 'REQUEST_TIMEOUT', 'nothing more can come, so it must not wait');
});

withRest(
  'timeout and cancel end the HTTP request too',
  async ({ page, run, control }) => {
    script(control, { silent: true }, { silent: true }, { silent: true });
    const failed = [];
    page.on('requestfailed', (request) => failed.push(request.url()));
    const codes = await run(async () => {
      const client = rest();
      const timedOut = codeOf(client.interaction(params(), { timeoutMs: 300 }));
      const request = client.interaction(params());
      const cancelled = codeOf(request);
      const controller = new AbortController();
      const aborted = codeOf(client.interaction(params(), { signal: controller.signal }));
      setTimeout(() => (request.cancel(), controller.abort()), 200);
      return Promise.all([timedOut, cancelled, aborted]);
    });
    assert.deepEqual(codes, ['REQUEST_TIMEOUT', 'REQUEST_CANCELLED', 'REQUEST_CANCELLED']);
    await eventually(() => failed.length === 3);
  },
  { needs: ['network'] },
);

withRest('a server that is not there is CONNECTION_ERROR', async ({ run }) => {
  const { error } = await run(() =>
    outcome(rest({ restUrl: 'http://127.0.0.1:9', tokenProvider: () => 'token' }).interaction(params())),
  );
  assert.equal(error.code, 'CONNECTION_ERROR');
  assert.equal(error.retryable, true);
  assert.equal(error.message.includes('token'), false);
});

withRest('validation, until, iteration and events work as over the WebSocket', async ({ run, control }) => {
  script(control, [superpower('a', 'started'), superpower('a'), superpower('b')]);
  const found = await run(async () => {
    const client = rest();
    const missing = await codeOf(client.interaction({}));
    const heard = record(client, 'message', 'update');
    const request = client.interaction(params(), { until: ['a', 'b'] });
    const types = [];
    for await (const { actionType, state } of request) types.push([actionType, state]);
    return { missing, types, heard: heard.length, transport: client.connection.transport };
  });
  assert.equal(found.missing, 'REQUIRED_FIELDS_MISSING');
  assert.deepEqual(found.types, [
    ['a', 'started'],
    ['a', 'completed'],
    ['b', 'completed'],
  ]);
  assert.equal(found.heard, 6);
  assert.equal(found.transport, 'rest');
});

withRest('restUrl: https, or http to loopback; required for this transport', async ({ run }) => {
  const codes = await run(async () => {
    const codes = [];
    for (const restUrl of [undefined, 'http://example.com', 'ftp://localhost', 'https://acme.oco.optave.tech']) {
      codes.push((await outcome(() => typeof rest({ restUrl }))).error?.code ?? 'taken');
    }
    return codes;
  });
  assert.deepEqual(codes, ['INVALID_CONFIG', 'INVALID_CONFIG', 'INVALID_CONFIG', 'taken']);
});

withRest('cleanup rejects what is under way', async ({ run, control }) => {
  script(control, { silent: true });
  const codes = await run(async () => {
    const client = rest();
    const pending = codeOf(client.interaction(params()));
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.cleanup();
    return [await pending, await codeOf(() => client.interaction(params()))];
  });
  assert.deepEqual(codes, ['REQUEST_CANCELLED', 'CONNECTION_CLOSED']);
});

withRest('closeConnection() says closed; the next use says idle, and works', async ({ run }) => {
  const found = await run(async () => {
    const client = rest();
    const seen = record(client, 'state');
    await client.interaction(params());
    client.closeConnection();
    const closed = client.connection.state;
    const { state } = await client.interaction(params());
    return { closed, state, after: client.connection.state, told: valuesOf(seen, 'state').map((info) => info.state) };
  });
  assert.deepEqual(found, { closed: 'closed', state: 'completed', after: 'idle', told: ['closed', 'idle'] });
});

/** What a request over HTTP rejects with that is answered so. */
const refusedBy = (run, answer) =>
  run(
    async (restUrl) => (await outcome(rest({ restUrl, tokenProvider: () => 'token' }).interaction(params()))).error,
    at(answer),
  );

withRest('a passing refusal is retryable and keeps its status, whatever body came', async ({ run }) => {
  const body = { ...superpower('interaction', 'error', 'busy'), status: 'mine' };
  for (const status of [408, 425, 429, 500, 502, 503, 599]) {
    for (const text of ['<html>busy</html>', '', '{"error":{"code":"BUSY","message":"later"}}', '5', body]) {
      const { code, retryable, details } = await refusedBy(run, says(status, text));
      assert.deepEqual([retryable, details.status], [true, status], `${status} ${text} ${code}`);
    }
  }
  const { details, message } = await refusedBy(run, says(503, body));
  assert.equal(message, 'busy');
  assert.equal(details.actionType, 'interaction', 'the message of the server’s is there as well');
  const final = await refusedBy(run, says(422, body));
  assert.deepEqual([final.retryable, final.details.status], [false, 422]);
});

withRest('Retry-After is told in milliseconds, given in seconds or as a date', async ({ run }) => {
  const wait = async (header, body) => (await refusedBy(run, says(429, body, { 'retry-after': header }))).details;
  assert.equal((await wait('7')).retryAfterMs, 7000);
  assert.equal((await wait('7', { error: { code: 'BUSY' } })).retryAfterMs, 7000);
  const soon = (await wait(new Date(Date.now() + 600_000).toUTCString())).retryAfterMs;
  assert.ok(soon > 300_000 && soon <= 600_000, `${soon}`);
  assert.equal((await wait(new Date(0).toUTCString())).retryAfterMs, 0);
  for (const header of ['soon', '-5', '1.5']) assert.equal((await wait(header)).retryAfterMs, undefined, header);
});

withRest('an answer without a body is told as empty', async ({ run }) => {
  for (const status of [200, 204, 205, 304]) {
    const { code, message, details } = await refusedBy(run, says(status));
    assert.deepEqual([code, details.status], ['INVALID_MESSAGE', status]);
    assert.match(message, /the answer was empty/);
  }
});

withRest('a redirect is an error: neither body nor token goes elsewhere', async ({ run }) => {
  let reached = 0;
  const elsewhere = at((response) => (reached++, response.end('[]')));
  for (const status of [301, 302, 303, 307, 308]) {
    const error = await refusedBy(run, says(status, '', { location: elsewhere }));
    assert.deepEqual([error.code, /TypeError/.test(error.cause)], ['CONNECTION_ERROR', true]);
  }
  assert.equal(reached, 0);
});

withRest('a body of more than 16 MiB is given up on while it arrives', async ({ run }) => {
  let isStopped = false;
  const { code, message } = await refusedBy(
    run,
    endless(() => (isStopped = true)),
  );
  assert.equal(code, 'INVALID_MESSAGE');
  assert.match(message, /16 MiB/);
  await eventually(() => isStopped);
});

withRest('an answer that breaks off is a connection that broke, and says why', async ({ run }) => {
  const error = await refusedBy(run, (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('[');
    setTimeout(() => response.destroy(), 50);
  });
  assert.deepEqual([error.code, error.retryable], ['CONNECTION_ERROR', true]);
  assert.match(error.cause, /Error/);
});

withRest('what fetch throws is the cause, whatever it is, and the client goes on', async ({ run }) => {
  const found = await run(async () => {
    const { fetch } = window;
    const client = rest();
    const causes = [];
    const throwing = [
      () => Promise.reject('gone'),
      () => Promise.reject(new DOMException('too slow', 'TimeoutError')),
      () => {
        throw new RangeError('at once');
      },
      () => ({ ok: true, status: 200 }),
      (input) => fetch(new Request(input, { signal: AbortSignal.abort('elsewhere') })),
    ];
    await client.interaction(params());
    for (const instead of throwing) {
      window.fetch = instead;
      const error = await client.interaction(params()).catch((thrown) => thrown);
      causes.push([error.code, String(error.cause)]);
    }
    window.fetch = fetch;
    return { causes, state: (await client.interaction(params())).state };
  });
  assert.deepEqual(found, {
    causes: ['gone', 'TimeoutError: too slow', 'RangeError: at once', '[object Object]', 'elsewhere'].map((cause) => [
      'CONNECTION_ERROR',
      cause,
    ]),
    state: 'completed',
  });
});
