// The size limit, counted in bytes of UTF-8, and params that cannot be written: refused before anything is kept.
import assert from 'node:assert/strict';
import { envelopes, inPage } from './helper.mjs';

const LIMIT = 131_072;

/** Makes `ofSize(bytes, unit)` known in the page: params whose whole envelope has exactly that size. */
const withSizes = (name, body) =>
  inPage(name, async (test) => {
    await test.run(async () => {
      window.fixed = { requestId: 'r', cursor: { since: '' } };
      // Everything in the envelope is of a fixed length then, but the content.
      window.client = make({ deviceInfo: false, sdkVersion: 'none' });
      client.setSessionId('s');
      window.contentOf = (content) => params({ ...fixed, attributes: { content } });
      await client.interaction(contentOf(''));
    });
    const [{ bytes: base }] = test.control.log().frames;
    test.control.clearLog();
    await test.run((base) => {
      window.ofSize = (bytes, unit) => {
        const room = bytes - base;
        const size = new TextEncoder().encode(unit).length;
        return contentOf(unit.repeat(Math.floor(room / size)) + 'x'.repeat(room % size));
      };
      // A fresh client, because the latency header comes once something has been measured.
      client.cleanup();
      window.client = make({ deviceInfo: false, sdkVersion: 'none' });
      client.setSessionId('s');
    }, base);
    await body(test);
  });

withSizes('131,072 bytes exactly go', async ({ run, control }) => {
  for (const unit of ['x', 'é', '€', '😀']) {
    const state = await run(async (unit) => {
      const fresh = make({ deviceInfo: false, sdkVersion: 'none' });
      fresh.setSessionId('s');
      return (await fresh.interaction(ofSize(131_072, unit))).state;
    }, unit);
    assert.equal(state, 'completed', unit);
    assert.equal(control.log().frames.at(-1).bytes, LIMIT, unit);
  }
});

withSizes('131,073 bytes do not, in characters of any width, and leave nothing behind', async ({ run, control }) => {
  const found = await run(async () => {
    const results = [];
    for (const unit of ['x', 'é', '€', '😀']) {
      const { error } = await outcome(client.interaction(ofSize(131_073, unit), {}));
      results.push([error?.code, client.cancelRequest(error?.correlationId ?? ''), client.cancelPendingRequests()]);
    }
    return { results, state: client.connection.state };
  });
  for (const [code, cancelled, pending] of found.results) {
    assert.equal(code, 'PAYLOAD_TOO_LARGE');
    assert.equal(cancelled, false);
    assert.equal(pending, 0);
  }
  assert.equal(found.state, 'idle', 'a request that cannot be sent does not even connect');
  assert.equal(control.log().frames.length, 0);
});

withSizes('the error says how large the request is, in characters of any width', async ({ run }) => {
  const sizes = [131_073, 200_001, 1_000_003];
  const found = await run(async (sizes) => {
    const all = ['x', 'é', '€', '😀'].flatMap((unit) => sizes.map((size) => ofSize(size, unit)));
    return Promise.all(all.map((large) => client.interaction(large).catch(({ details }) => details)));
  }, sizes);
  const expected = sizes.map((bytes) => ({ bytes, limit: LIMIT }));
  assert.deepEqual(found, [expected, expected, expected, expected].flat());
});

withSizes('the error says the limit, and the queue is not charged for it', async ({ run }) => {
  const found = await run(async () => {
    const narrow = make({ queue: { maxRequests: 1, maxBytes: 140_000 } });
    const { error } = await outcome(narrow.interaction(params({ attributes: { content: '😀'.repeat(60_000) } })));
    return { error, next: (await narrow.interaction(params())).state };
  });
  assert.equal(found.error.code, 'PAYLOAD_TOO_LARGE');
  assert.match(found.error.message, /131.?072/);
  assert.equal(found.error.details.limit, LIMIT);
  assert.equal(found.next, 'completed');
});

withSizes('a request of the largest size stays within it when the latency header joins', async ({ run, control }) => {
  const state = await run(async () => {
    await client.interaction(contentOf(''));
    return (await client.interaction(ofSize(131_072, 'x'))).state;
  });
  assert.equal(state, 'completed');
  assert.ok(control.log().frames.at(-1).bytes <= LIMIT);
});

inPage('lone surrogates are counted as what is written', async ({ run, control }) => {
  const state = await run(
    async () => (await make().interaction(params({ attributes: { content: '\ud800x\udc00' } }))).state,
  );
  assert.equal(state, 'completed');
  assert.equal(envelopes(control).length, 1);
});

inPage(
  'circular params, BigInt, throwing getters and toJSON are SERIALIZATION_FAILED and leave nothing',
  async (test) => {
    const { run, control } = test;
    const found = await run(async () => {
      const client = make();
      const circular = params();
      circular.request.scope.conversations[0].metadata.self = circular;
      const getter = params();
      Object.defineProperty(getter.request, 'bad', {
        enumerable: true,
        get() {
          throw new RangeError('getter');
        },
      });
      const proxy = params();
      proxy.request.settings = new Proxy(
        {},
        {
          ownKeys() {
            throw new RangeError('trap');
          },
        },
      );
      const toJSON = params({ cursor: { toJSON: () => JSON.parse('{') } });
      const results = [];
      for (const bad of [circular, params({ big: 10n }), params({ deep: [{ big: 1n }] }), getter, proxy, toJSON]) {
        const { error } = await outcome(() => client.interaction(bad));
        results.push([error?.code, error?.isOptaveError, typeof error?.cause]);
      }
      return { results, pending: client.cancelPendingRequests(), state: client.connection.state };
    });
    for (const result of found.results) assert.deepEqual(result, ['SERIALIZATION_FAILED', true, 'string']);
    assert.equal(found.pending, 0);
    assert.equal(found.state, 'idle');
    assert.equal(control.log().tokens.length, 0);
  },
);

inPage('params of great depth are sent or refused, never a crash', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    const nested = (depth) => {
      const root = {};
      let node = root;
      for (let level = 0; level < depth; level += 1) node = node.a = {};
      return root;
    };
    const results = [];
    for (const depth of [100, 1_000_000]) {
      const { error } = await outcome(() => client.interaction(params({ future: nested(depth) })));
      results.push(error?.code ?? 'done');
    }
    results.push((await client.interaction(params())).state);
    return results;
  });
  // The log is copied recursively; what was that deep is not for looking at.
  control.clearLog();
  assert.equal(found[0], 'done');
  assert.ok(['SERIALIZATION_FAILED', 'PAYLOAD_TOO_LARGE'].includes(found[1]), found[1]);
  assert.equal(found[2], 'completed');
});

inPage('a server that refuses the size, by closing or by an error, is told clearly', async ({ run, control }) => {
  control.config({ limitBytes: 500, oversize: 'close' });
  const closed = await run(async () => (await outcome(quick().interaction(params()))).error);
  assert.equal(closed.code, 'CONNECTION_CLOSED');
  assert.equal(closed.details.code, 1009);
  assert.equal(closed.retryable, false);
  assert.equal(control.requests()[0].times, 1, 'what the server will never take is not written again and again');
  control.config({ oversize: 'error' });
  const refused = await run(async () => (await outcome(make().interaction(params()))).error);
  assert.equal(refused.code, 'PAYLOAD_TOO_LARGE');
  assert.equal(refused.category, 'ORCHESTRATOR');
});
