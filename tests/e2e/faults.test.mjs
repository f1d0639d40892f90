// The known faults of the vendor’s SDK, one test each, named after the fault. Here each must be absent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { envelopes, eventually, inPage, script, superpower } from './helper.mjs';

const SILENT = { silent: true };
const fault = (name, body, options) => inPage(`fault: ${name}`, body, options);

fault('closeConnection leaves requests hanging', async ({ run, control }) => {
  script(control, SILENT);
  const code = await run(async () => {
    const client = make({ requestTimeoutMs: 0 });
    await client.openConnection();
    const request = codeOf(client.interaction(params()));
    client.closeConnection();
    return request;
  });
  assert.equal(code, 'CONNECTION_CLOSED');
});

fault('size counted in UTF-16 units', async ({ run, control }) => {
  // 60,000 of them are 120,000 units, which would pass, and 240,000 bytes, which must not.
  const code = await run(() => codeOf(make().interaction(params({ attributes: { content: '😀'.repeat(60_000) } }))));
  assert.equal(code, 'PAYLOAD_TOO_LARGE');
  assert.equal(control.log().frames.length, 0);
});

fault('PAYLOAD_TOO_LARGE leaks an entry and its timer', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    await client.interaction(params());
    const before = client.cancelPendingRequests();
    const headers = { correlationId: 'too-large' };
    const code = await codeOf(
      client.interaction(params({ attributes: { content: 'x'.repeat(140_000) } }, { headers })),
    );
    // The id would be taken if the entry were still there.
    const again = await client.interaction(params({}, { headers }));
    return { code, before, pending: client.cancelPendingRequests(), again: again.state };
  });
  assert.deepEqual(found, { code: 'PAYLOAD_TOO_LARGE', before: 0, pending: 0, again: 'completed' });
});

fault('`started` resolves the promise', async ({ run, control }) => {
  script(control, [superpower('interaction', 'started'), { delayMs: 30, body: superpower('interaction') }]);
  assert.equal(await run(async () => (await make().interaction(params())).state), 'completed');
});

fault('reused requestId: one of two promises never settles', async ({ run, control }) => {
  script(control, [superpower('interaction', 'completed', 'one')], [superpower('interaction', 'completed', 'two')]);
  const texts = await run(async () => {
    const client = make();
    const given = params({ requestId: 'same' });
    return (await Promise.all([client.interaction(given), client.interaction(given)])).map(({ text }) => text);
  });
  assert.deepEqual(texts, ['one', 'two']);
});

fault('no reconnect', async ({ run, control }) => {
  script(control, { drop: true });
  const states = await run(async () => {
    const client = quick();
    const lost = (await client.interaction(params())).state;
    return [lost, client.connection.state, (await client.interaction(params())).state];
  });
  assert.deepEqual(states, ['completed', 'open', 'completed']);
  assert.equal(control.log().connections.length, 2);
});

fault('declared `disconnect` and `isConnected` missing', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const before = client.isConnected();
    client.disconnect();
    return [before, client.isConnected()];
  });
  assert.deepEqual(found, [true, false]);
});

fault('calling while closed waits 30 s for a timeout', async ({ run }) => {
  const found = await run(async () => {
    const closed = make({ queue: false });
    const client = make();
    await client.openConnection();
    client.closeConnection();
    return [await codeOf(closed.interaction(params())), (await client.interaction(params())).state];
  });
  assert.deepEqual(found, ['WEBSOCKET_NOT_IN_OPEN_STATE', 'completed'], 'it fails at once or connects');
});

fault('headers duplicated into the payload', async ({ run, control }) => {
  await run(() =>
    make().interaction(params({}, { headers: { traceId: 'trace-1', timestamp: '2024-01-15T10:30:00.000Z' } })),
  );
  const [envelope] = envelopes(control);
  assert.equal('headers' in envelope.payload, false);
  assert.equal(JSON.stringify(envelope).split('trace-1').length, 2);
});

fault('legacy fields leak one client’s text into another client’s requests', async ({ run, control }) => {
  await run(async () => {
    const [first, second] = [make({ logger: new Recorder() }), make({ logger: new Recorder() })];
    await first.interaction(params({ attributes: undefined, content: 'private text', variation: 'Z' }));
    await second.interaction(params({ attributes: undefined }));
    await first.interaction(params({ attributes: undefined }));
  });
  for (const envelope of envelopes(control).slice(1)) {
    assert.equal(JSON.stringify(envelope).includes('private text'), false);
    assert.equal(envelope.payload.request.attributes.variant, 'A');
  }
});

fault('enveloped errors resolve as success', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'quota')]);
  const { error } = await run(() => outcome(make().interaction(params())));
  assert.equal(error.code, 'REMOTE_ERROR');
});

fault('bare errors read "[object Object]"', async ({ run, control }) => {
  script(control, [{ form: 'bare', body: superpower('interaction', 'error', 'quota reached') }]);
  const { error } = await run(() => outcome(make().interaction(params())));
  assert.equal(error.message, 'quota reached');
});

fault('inbound checked against the outbound schema', async ({ run, control }) => {
  const body = {
    action: 'superpower',
    actionType: 'interaction',
    state: 'completed',
    message: { results: [], extra: 1 },
  };
  script(control, [{ schemaRef: 'optave.response.v3', body }]);
  const { data, errors } = await run(async () => {
    const client = make();
    const errors = record(client, 'error');
    return { data: (await client.interaction(params())).data, errors };
  });
  assert.deepEqual(data, body);
  assert.deepEqual(errors, []);
});

fault('`error` fires twice', async ({ run, control }) => {
  script(control, [{ text: 'garbage' }, superpower('interaction')], [superpower('interaction', 'error')]);
  const names = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    await client.interaction(params());
    await outcome(client.interaction(params()));
    return seen.map(({ value }) => value.code);
  });
  assert.deepEqual(names, ['INVALID_JSON'], 'once for the garbage, not at all for what rejected a promise');
});

fault('bare responses never correlate', async ({ run, control }) => {
  script(control, [{ form: 'bare', body: superpower('interaction', 'completed', 'bare') }]);
  assert.equal(await run(async () => (await make().interaction(params())).text), 'bare');
});

fault('a stale connect timer kills a newer healthy socket', async ({ run, control }) => {
  control.handshake({ answers: [{ hang: true }] });
  await run(() => {
    window.client = make({ connectionTimeoutMs: 1000 });
    window.first = codeOf(client.openConnection());
  });
  await eventually(() => control.log().handshakes.length === 1);
  const found = await run(async () => {
    client.closeConnection();
    const code = await first;
    await client.openConnection();
    const seen = record(client, 'close', 'error', 'state');
    // Past the moment at which the first attempt’s timer would have fired.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    return { code, seen, isConnected: client.isConnected(), state: (await client.interaction(params())).state };
  });
  assert.deepEqual(found, { code: 'CONNECTION_CLOSED', seen: [], isConnected: true, state: 'completed' });
});

fault('a second openConnection leaks the first socket, whose close breaks the second', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    await Promise.all([client.openConnection(), client.openConnection()]);
    await client.openConnection();
    client.closeConnection();
    await client.openConnection();
    const seen = record(client, 'close', 'state');
    const { state } = await client.interaction(params());
    return { seen, state };
  });
  assert.deepEqual(found, { seen: [], state: 'completed' });
  const { connections } = await eventually(() => {
    const log = control.log();
    return log.connections[0].closedAt && log;
  });
  assert.equal(connections.length, 2);
  assert.equal(connections[1].closedAt, null);
});

fault('openConnection never settles if the socket closes before open', async ({ run, control }) => {
  control.handshake({ answers: [{ status: 403 }] });
  assert.equal(await run(() => codeOf(make({ connectionTimeoutMs: 0 }).openConnection())), 'CONNECTION_ERROR');
});

fault('openConnection resolves `undefined` on failure', async ({ run, control }) => {
  control.handshake({ answers: [{ status: 500 }] });
  control.token({ answers: [{}, { status: 500 }] });
  const codes = await run(async () => {
    const client = make();
    return [await codeOf(client.openConnection()), await codeOf(client.openConnection())];
  });
  assert.deepEqual(codes, ['CONNECTION_ERROR', 'TOKEN_PROVIDER_FAILED']);
});

fault('token quoted in errors and logs', async ({ run, consoleLines }) => {
  const text = await run(async () => {
    const logger = new Recorder();
    const results = [];
    for (const token of ['not a token', 'refused-token']) {
      for (const authTransport of ['subprotocol', 'query']) {
        results.push(await outcome(make({ logger, authTransport, tokenProvider: () => token }).openConnection()));
      }
    }
    return JSON.stringify([results, logger.lines]);
  });
  // The browser itself may write URLs into its console; what we write is what counts.
  const ours = JSON.stringify(consoleLines.filter((line) => line.text.includes('[optave]')));
  for (const token of ['not a token', 'refused-token']) assert.equal((text + ours).includes(token), false);
});

fault('logger methods called unbound crash class-based loggers', async ({ run }) => {
  const lines = await run(async () => {
    const logger = new Recorder();
    const client = make({ logger, authTransport: 'query' });
    await client.interaction(params());
    return logger.lines.length;
  });
  assert.ok(lines > 0);
});

fault('overwrites the page’s `crypto.randomUUID`', async ({ run }) => {
  const found = await run(async () => {
    const mine = () => 'mine';
    crypto.randomUUID = mine;
    const request = make().interaction(params());
    await request;
    return { isMine: crypto.randomUUID === mine, id: request.correlationId };
  });
  assert.equal(found.isMine, true);
  assert.notEqual(found.id, 'mine');
});

fault('`suggestions` always empty', async ({ run }) => {
  const suggestions = await run(async () => {
    const errors = [await outcome(make().interaction({})), await outcome(() => make({ transport: 'x' }))];
    return errors.map(({ error }) => error.suggestions);
  });
  for (const list of suggestions) assert.ok(list.length > 0 && list.every((text) => text.length > 10));
});

fault('unknown `authTransport` puts the token in the URL', async ({ run, control }) => {
  const code = await run(() => codeOf(() => make({ authTransport: 'cookie' })));
  assert.equal(code, 'INVALID_CONFIG');
  assert.equal(control.log().handshakes.length, 0);
});

fault('circular or BigInt params leak a pending entry and a raw TypeError', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const circular = params();
    circular.request.self = circular.request;
    const results = [];
    for (const bad of [circular, params({ count: 5n })]) {
      const { error } = await outcome(() => client.interaction(bad));
      results.push([error.code, error.isOptaveError]);
    }
    return { results, pending: client.cancelPendingRequests() };
  });
  assert.deepEqual(found.results, [
    ['SERIALIZATION_FAILED', true],
    ['SERIALIZATION_FAILED', true],
  ]);
  assert.equal(found.pending, 0);
});

fault('`off` after `once` does nothing', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    let calls = 0;
    const listener = () => (calls += 1);
    client.once('open', listener);
    client.off('open', listener);
    await client.openConnection();
    return [calls, client.listenerCount('open')];
  });
  assert.deepEqual(found, [0, 0]);
});

fault('a throwing listener stops the others', async ({ run }) => {
  const calls = await run(async () => {
    const client = make({ logger: {} });
    let calls = 0;
    client.on('message', () => {
      throw new Error('first');
    });
    client.on('message', () => (calls += 1));
    await client.interaction(params());
    return calls;
  });
  assert.ok(calls > 0);
});

fault('types describe methods that do not exist and omit those that do', async ({ run }) => {
  const types = readFileSync(new URL('../../pkg/index.d.ts', import.meta.url), 'utf8');
  const { instance, statics } = await run(() => {
    const namesOf = (holder) =>
      Object.getOwnPropertyNames(holder).filter(
        (name) => !['constructor', 'length', 'name', 'prototype'].includes(name),
      );
    const namesUpTo = (end, first) => {
      const names = [];
      for (let holder = first; holder !== end; holder = Object.getPrototypeOf(holder)) names.push(...namesOf(holder));
      return [...new Set(names)];
    };
    return {
      instance: namesUpTo(Object.prototype, make()),
      statics: namesUpTo(Function.prototype, sdk.OptaveClient),
    };
  });
  const membersOf = (name) => {
    const body = new RegExp(`^export interface ${name}\\b[^\\n]*\\{\\n([\\s\\S]*?)\\n\\}`, 'm').exec(types)?.[1] ?? '';
    const code = body.replace(/\/\*[\s\S]*?\*\//g, '');
    return new Set([...code.matchAll(/^ {2}(?:readonly )?([A-Za-z]\w*)\s*[<(:?]/gm)].map(([, name]) => name));
  };
  const named = { instance: membersOf('OptaveClient'), statics: membersOf('OptaveClientConstructor') };
  for (const name of ['new', 'prototype']) named.statics.delete(name);
  assert.ok(named.instance.size > 30, `${named.instance.size} members were found in the declarations`);
  const phantom = [...named.instance].filter((name) => !instance.includes(name));
  assert.deepEqual(phantom, [], 'declared, but not there');
  // What the glue needs for itself is no method of the users’.
  const internal = /^(?:__|free$)/;
  const undeclared = instance.filter((name) => !named.instance.has(name) && !internal.test(name));
  assert.deepEqual(undeclared, [], 'there, but not declared');
  assert.ok(named.statics.size > 5, `${named.statics.size} statics were found in the declarations`);
  const missing = [...named.statics].filter((name) => !statics.includes(name));
  assert.deepEqual(missing, [], 'declared static, but not there');
});
