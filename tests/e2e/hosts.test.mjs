// Pages that allow little, or hold surprises: a Content-Security-Policy, Trusted Types, frames without an origin,
// storage that throws, workers, prototypes that were extended or frozen.
import assert from 'node:assert/strict';
import { ENTRIES } from './entries.mjs';
import { eventually, inPage, invalidFrames } from './helper.mjs';
import { startWorker } from './in-worker.mjs';
import { POLICIES } from './policies.mjs';

/** The page with this entry of the package, as `sdk`, under a path. */
const pageOf = (entry, path = '/page', file = 'index.html') => `${path}/${file}?entry=${entry}`;

/** Runs `body` in the page that has its tools. */
const inHost = (name, path, body, options) =>
  inPage(
    name,
    async (test) => {
      await eventually(() => test.run(() => !!window.sdk), 'the package is there');
      await body(test);
    },
    { path, ...options },
  );

/** Has every client of the page use everything that a page may refuse; answers what the page refused. */
const useAll = (run) =>
  run(async () => {
    const violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      violations.push([effectiveDirective, blockedURI, sample].join(' '));
    });
    const client = make({ location: true, restUrl: location.origin, transport: 'auto' });
    const [response, ...others] = await Promise.all([
      client.interaction(params(), { until: 'idle', idleMs: 1 }),
      client.translate(params()),
      client.summarize(params()),
    ]);
    const overRest = make({ restUrl: location.origin, transport: 'rest', websocketUrl: undefined });
    others.push(await overRest.insights(params()));
    const isValid = client.validate(params()) && overRest.validate(params());
    const refused = await codeOf(client.interaction({}));
    client.cleanup();
    overRest.cleanup();
    // What was refused is told in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    return { states: [response, ...others].map(({ state }) => state), isValid, refused, violations };
  });

const ALL_WELL = {
  states: Array(4).fill('completed'),
  isValid: true,
  refused: 'REQUIRED_FIELDS_MISSING',
  violations: [],
};

for (const { entry, needsWasm, isModule } of ENTRIES) {
  for (const path of ['/page', '/wasm-only', '/typed', ...(needsWasm ? [] : ['/strict'])]) {
    inHost(`${entry}: everything works under ${POLICIES[path] ?? 'no policy'}`, pageOf(entry, path), async (test) => {
      assert.deepEqual(await useAll(test.run), ALL_WELL);
      assert.deepEqual(invalidFrames(test.control), []);
    });
  }

  inHost(
    `${entry}: with prototypes that an old library extended`,
    pageOf(entry, '/page', 'extended.html'),
    async (test) => {
      assert.deepEqual(await useAll(test.run), ALL_WELL);
      assert.deepEqual(invalidFrames(test.control), []);
      const sent = JSON.stringify(test.control.log().frames.map(({ envelope }) => envelope));
      assert.equal(sent.includes('evil'), false, 'what is inherited is not sent');
      assert.deepEqual(await test.run(() => inherited), [], 'nor is it called');
    },
  );

  inHost(`${entry}: with intrinsics that are frozen`, pageOf(entry, '/page', 'frozen.html'), async (test) => {
    assert.deepEqual(await useAll(test.run), ALL_WELL);
    const error = await test.run(() => outcome(make().send('message', 'dance', {})));
    assert.equal(error.error.name, 'OptaveError');
    assert.equal(error.error.isOptaveError, true);
    // Keys that the frozen prototypes have, too.
    await test.run(async () => {
      const metadata = { constructor: 'a', toString: 'b', valueOf: 'c' };
      await make({ session: { metadata } }).interaction(params({ metadata }, { session: { metadata } }));
    });
    const { payload } = test.control.log().frames.at(-1).envelope;
    const metadata = { constructor: 'a', toString: 'b', valueOf: 'c' };
    assert.deepEqual([payload.request.metadata, payload.session.metadata], [metadata, metadata]);
  });

  inPage(
    `${entry}: no global and no prototype is another one afterwards`,
    async ({ run }) => {
      const found = await run(async (entry) => {
        const { survey, ...surveys } = await import('/page/survey.js');
        // Some getters answer with another array each time.
        const fickle = surveys.changes(survey(), survey());
        const changes = (...both) =>
          surveys.changes(...both).filter((name) => !name.startsWith('Optave.') && !fickle.includes(name));
        const { load } = await import('/page/entry.js');
        const before = survey();
        const sdk = await load(entry);
        const found = { imported: changes(before, survey()) };
        const client = new sdk.OptaveClient({
          websocketUrl: `ws://${location.host}/ws`,
          restUrl: location.origin,
          transport: 'auto',
          organizationId: 'o',
          location: true,
        });
        found.made = changes(before, survey());
        const conversations = [{ messages: [{ participantId: 'u', content: 'hello' }] }];
        const request = { connections: { threadId: 't' }, scope: { conversations } };
        found.state = (await client.interaction({ request })).state;
        found.code = await client.interaction({}).catch(({ code }) => code);
        found.asked = changes(before, survey());
        client.cleanup();
        found.ended = changes(before, survey());
        // That it would have been seen.
        Array.prototype.last = () => {};
        found.probe = changes(before, survey());
        return found;
      }, entry);
      const expected = isModule ? [] : ['Optave'];
      assert.deepEqual(found, {
        imported: expected,
        made: expected,
        asked: expected,
        ended: expected,
        probe: ['Array.prototype.last', ...expected],
        state: 'completed',
        code: 'REQUIRED_FIELDS_MISSING',
      });
    },
    { path: '/page/empty.html' },
  );

  inHost(
    `${entry}: in a sandboxed frame, without origin and storage`,
    '/page/index.html',
    async ({ page, run, control }) => {
      const frame = await addFrame(page, run, pageOf(entry), { sandbox: 'allow-scripts' });
      const found = await frame.evaluate(async () => {
        const storage = await outcome(() => sessionStorage.length);
        const [first, second] = [make(), make()];
        const { state } = await first.interaction(params());
        return {
          origin: self.origin,
          storage: storage.error.thrown ?? storage.error.name,
          state,
          ids: [first.getSessionId().length, first.getSessionId() === second.getSessionId()],
        };
      });
      assert.deepEqual(found, { origin: 'null', storage: 'SecurityError', state: 'completed', ids: [36, false] });
      assert.equal(control.log().frames.at(-1).envelope.payload.session.sessionId.length, 36);
    },
    { needs: ['frames'] },
  );

  inHost(
    `${entry}: in a frame of another site`,
    '/page/index.html',
    async ({ page, run, sandbox }) => {
      const elsewhere = sandbox.url.replace('127.0.0.1', 'localhost');
      const frame = await addFrame(page, run, elsewhere + pageOf(entry));
      const state = await frame.evaluate(async () => (await make().interaction(params())).state);
      assert.equal(state, 'completed');
    },
    { needs: ['frames'] },
  );

  if (isModule) {
    inPage(`${entry}: in a module worker and in a shared worker`, async ({ page, run }) => {
      const inWorker = await startWorker(page, `?entry=${entry}`);
      assert.equal(await inWorker(async () => (await make().interaction(params())).state), 'completed');
      await run(() => worker.terminate());
      const shared = await run(
        (query) =>
          new Promise((resolve, reject) => {
            const shared = new SharedWorker(`/page/shared-worker.js${query}`, { type: 'module' });
            shared.onerror = () => reject(new Error('the shared worker failed'));
            shared.port.onmessage = ({ data }) => resolve(data);
          }),
        `?entry=${entry}`,
      );
      assert.deepEqual(shared, { value: 'completed' });
    });
  }
}

for (const { entry } of ENTRIES.filter(({ needsWasm }) => needsWasm)) {
  inPage(
    `${entry}: a page that refuses WebAssembly is told which entry to use instead`,
    async ({ run }) => {
      const error = await run(async (entry) => {
        const { load } = await import('/page/entry.js');
        try {
          const { OptaveClient } = await load(entry);
          new OptaveClient({ websocketUrl: 'wss://example.com' });
          return undefined;
        } catch ({ name, code, message, suggestions, stack }) {
          return { name, code, message, suggestions, hasStack: stack.includes('\n') };
        }
      }, entry);
      assert.deepEqual([error.name, error.code, error.hasStack], ['OptaveError', 'UNSUPPORTED_IN_BROWSER', true]);
      assert.match(error.message, /WebAssembly/);
      assert.match(error.suggestions.join(' '), /optave-web-sdk\/js\b.*optave-web-sdk\/auto\b/);
    },
    { path: '/strict/empty.html' },
  );
}

for (const [path, twin] of [
  ['/page', 'index'],
  ['/strict', 'js'],
]) {
  inPage(
    `auto: under ${POLICIES[path] ?? 'no policy'} it loads ${twin}.js, when the first client is made, and nothing else`,
    async ({ page, run }) => {
      const requests = [];
      page.on('request', (request) => requests.push(new URL(request.url()).pathname));
      await run(async () => void (window.auto = await import('/pkg/auto.js')));
      assert.deepEqual(requests, ['/pkg/auto.js']);
      const make = async () => {
        const client = await auto.createClient({ websocketUrl: 'wss://example.com' });
        client.cleanup();
      };
      await run(make);
      await run(make);
      assert.deepEqual(requests, ['/pkg/auto.js', `/pkg/${twin}.js`]);
    },
    { path: `${path}/empty.html`, needs: ['network'] },
  );
}

/** Adds a frame and waits for the package in it. */
async function addFrame(page, run, url, attributes = {}) {
  const [frame] = await Promise.all([
    page.waitForEvent('frameattached'),
    run(
      ([src, attributes]) => {
        const frame = document.createElement('iframe');
        Object.entries(attributes).forEach(([name, value]) => frame.setAttribute(name, value));
        frame.src = src;
        document.body.append(frame);
      },
      [url, attributes],
    ),
  ]);
  await eventually(() => frame.evaluate(() => !!window.sdk).catch(() => false), 'the package is in the frame');
  return frame;
}

inHost(
  'storage that throws, or is full, costs nothing but the session id of the next page',
  '/page/index.html',
  async ({ run }) => {
    const found = await run(async () => {
      const found = [];
      const refuse = () => {
        throw new DOMException('no', 'SecurityError');
      };
      const broken = [
        { get: refuse },
        { value: null },
        { value: { getItem: refuse, setItem: refuse } },
        { value: { getItem: () => null, setItem: refuse } },
      ];
      for (const storage of broken) {
        Object.defineProperty(window, 'sessionStorage', { configurable: true, ...storage });
        const client = make();
        found.push([(await client.interaction(params())).state, client.getSessionId().length]);
        client.setSessionId('mine');
        found.push([(await client.interaction(params())).state, client.getSessionId()]);
      }
      return found;
    });
    assert.equal(found.length, 8);
    for (const [state, id] of found) assert.ok(state === 'completed' && (id === 36 || id === 'mine'), `${state} ${id}`);
  },
  { context: {} },
);

inHost(
  'a page whose connect-src lacks the socket: said at once, and with what to do',
  '/no-sockets/index.html',
  async ({ run }) => {
    const { error } = await run(() => outcome(make().openConnection()));
    assert.equal(error.code, 'CONNECTION_ERROR');
    assert.match(error.suggestions.join(' '), /connect-src/);
  },
);

inHost(
  'a page whose connect-src lacks the socket: "auto" goes over HTTP',
  '/no-sockets/index.html',
  async ({ run, control }) => {
    const found = await run(async () => {
      const client = quick({ transport: 'auto', restUrl: location.origin, fallbackAfter: 1 });
      const { state } = await client.interaction(params());
      return [state, client.connection.transport];
    });
    assert.deepEqual(found, ['completed', 'rest']);
    assert.equal(control.counts().handshakes, 0);
  },
);

inHost('a page whose connect-src is empty: the token is what fails', '/no-requests/index.html', async ({ run }) => {
  const { error } = await run(() => outcome(make().interaction(params())));
  assert.deepEqual([error.category, error.code], ['AUTHENTICATION', 'TOKEN_PROVIDER_FAILED']);
});

inPage('a service worker makes requests, and is told what it cannot have there', async ({ run }) => {
  const { state, auto, checked } = await run(async () => {
    const { serviceWorker } = navigator;
    const heard = new Promise((resolve) =>
      serviceWorker.addEventListener('message', ({ data }) => resolve(data), { once: true }),
    );
    const registered = await serviceWorker.register('/page/service-worker.js', { type: 'module' });
    try {
      (await serviceWorker.ready).active.postMessage('go');
      serviceWorker.startMessages();
      return await heard;
    } finally {
      await registered.unregister();
    }
  });
  assert.equal(state, 'completed');
  assert.equal(auto.code, 'CONNECTION_ERROR');
  assert.match(auto.suggestions.join(), /service worker.*import optave-web-sdk or optave-web-sdk\/js/);
  assert.equal(checked.code, 'INVALID_CONFIG');
  assert.match(checked.message, /strictValidation: .*service worker.*leave it out/);
});

inPage(
  'the default entry that a page has pasted into its HTML says that it was changed, and what to do',
  async ({ run }) => {
    const error = await run(async () => {
      const code = await (await fetch('/pkg/index.js')).text();
      const name = /([\w$]+) as OptaveClient\b/.exec(code)[1];
      const frame = document.createElement('iframe');
      const found = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
      frame.srcdoc = `<script type="module">${code}
try { new ${name}({ websocketUrl: 'wss://example.com' }); parent.postMessage({}); } catch ({ message, code, suggestions }) {
  parent.postMessage({ message, code, suggestions });
}</script>`;
      document.body.append(frame);
      return found;
    });
    assert.equal(error.code, 'UNSUPPORTED_IN_BROWSER');
    assert.match(error.message, /was changed on its way/);
    assert.match(error.suggestions.join(), /address of its own.*script-js/);
  },
);

inPage('where there is no WebAssembly at all, the default entry says so', async ({ run }) => {
  const { error } = await run(() => {
    delete window.WebAssembly;
    return outcome(() => make());
  });
  assert.equal(error.code, 'UNSUPPORTED_IN_BROWSER');
  assert.match(error.message, /does not allow WebAssembly/);
});
