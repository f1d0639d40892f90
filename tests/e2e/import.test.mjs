// Importing does nothing but define names, in a page and in Node; the names are those that users know.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { withoutPage } from './engines.mjs';
import { inPage } from './helper.mjs';

const ENTRY = fileURLToPath(new URL('../../pkg/index.js', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../../pkg/package.json', import.meta.url)));

/** What drives Firefox adds a global of its own, at a time of its own. */
const isOfThePage = (name) => !name.startsWith('__pw_');

inPage(
  'importing makes no wasm, no global, no listener, no storage, no request, no log',
  async ({ page, run, consoleLines }) => {
    const requests = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    const effects = await run(async () => {
      const effects = [];
      const watch = (holder, name, label = name) => {
        const original = holder[name];
        holder[name] = new Proxy(original, {
          apply: (target, self, rest) => (effects.push(label), Reflect.apply(target, self, rest)),
          construct: (target, rest) => (effects.push(label), Reflect.construct(target, rest)),
        });
      };
      for (const name of ['Instance', 'Module', 'instantiate', 'compile', 'Memory']) watch(WebAssembly, name);
      watch(EventTarget.prototype, 'addEventListener');
      for (const name of ['fetch', 'setTimeout', 'setInterval', 'requestAnimationFrame', 'queueMicrotask'])
        watch(window, name);
      watch(Storage.prototype, 'getItem');
      watch(Storage.prototype, 'setItem');
      watch(crypto, 'getRandomValues');
      watch(Document.prototype, 'createElement');
      window.WebSocket = new Proxy(WebSocket, {
        construct: (target, rest) => (effects.push('WebSocket'), new target(...rest)),
      });
      const globals = Reflect.ownKeys(window);
      const prototypes = [Object, Array, Promise, Function, String].map(
        ({ prototype }) => Reflect.ownKeys(prototype).length,
      );
      await import('/pkg/index.js');
      const added = Reflect.ownKeys(window).filter((key) => !globals.includes(key));
      const after = [Object, Array, Promise, Function, String].map(
        ({ prototype }) => Reflect.ownKeys(prototype).length,
      );
      return { effects, added: added.map(String), isUnchanged: String(after) === String(prototypes) };
    });
    effects.added = effects.added.filter(isOfThePage);
    assert.deepEqual(effects, { effects: [], added: [], isUnchanged: true });
    assert.deepEqual(requests, ['/pkg/index.js']);
    assert.deepEqual(consoleLines, []);
  },
  { path: '/page/empty.html', needs: ['network'] },
);

inPage(
  'using it adds no global and changes none either',
  async ({ run }) => {
    const found = await run(async () => {
      const globals = new Map(
        Reflect.ownKeys(window).map((key) => [key, Object.getOwnPropertyDescriptor(window, key)?.value]),
      );
      const { randomUUID, getRandomValues } = crypto;
      const { OptaveClient } = await import('/pkg/index.js');
      const client = new OptaveClient({ websocketUrl: `ws://${location.host}/ws`, organizationId: 'o' });
      await client.openConnection();
      client.cleanup();
      const changed = Reflect.ownKeys(window).filter(
        (key) => !globals.has(key) || !Object.is(globals.get(key), Object.getOwnPropertyDescriptor(window, key)?.value),
      );
      return {
        changed: changed.map(String),
        crypto: crypto.randomUUID === randomUUID && crypto.getRandomValues === getRandomValues,
      };
    });
    assert.deepEqual(found.changed.filter(isOfThePage), []);
    assert.equal(found.crypto, true);
  },
  { path: '/page/empty.html' },
);

inPage('the exports are what the API says, under both names', async ({ run }) => {
  const found = await run(() => ({
    names: Object.keys(sdk).sort(),
    isSame: sdk.OptaveJavaScriptSDK === sdk.OptaveClient && sdk.default === sdk.OptaveClient,
    isError: sdk.OptaveError.prototype instanceof Error,
    isPromise: sdk.OptaveRequest.prototype instanceof Promise,
  }));
  assert.deepEqual(found, {
    names: ['OptaveClient', 'OptaveError', 'OptaveJavaScriptSDK', 'OptaveRequest', 'default'],
    isSame: true,
    isError: true,
    isPromise: true,
  });
});

inPage('the statics', async ({ run }) => {
  const found = await run(() => {
    const { OptaveClient } = sdk;
    return {
      sdk: OptaveClient.getSdkVersion(),
      spec: OptaveClient.getSpecVersion(),
      schema: OptaveClient.getSchemaRef(),
      constants: typeof OptaveClient.CONSTANTS,
      legacy: Object.values(OptaveClient.LegacyEvents),
      inbound: Object.values(OptaveClient.InboundEvents),
      isFrozen: ['CONSTANTS', 'LegacyEvents', 'InboundEvents', 'defaultPayload'].every((name) =>
        Object.isFrozen(OptaveClient[name]),
      ),
    };
  });
  assert.equal(found.sdk, version);
  assert.equal(found.spec, '3.2.1');
  assert.equal(found.schema, 'optave.message.v3');
  assert.equal(found.constants, 'object');
  assert.ok(found.legacy.includes('message') && found.legacy.includes('error'));
  assert.ok(found.inbound.includes('superpower.response') && found.inbound.includes('superpower.error'));
  assert.equal(found.isFrozen, true);
});

inPage('every name of the vendor’s that users know is there', async ({ run }) => {
  const missing = await run(() => {
    const actions =
      'interaction reception elevate adjust summarize translate recommend insights customerInteraction'.split(' ');
    const others =
      'openConnection closeConnection send cancelRequest cancelPendingRequests setSessionId getSessionId validate ' +
      'validateEnvelope cleanup on once off removeAllListeners listenerCount disconnect isConnected';
    const names = [...actions, ...actions.map((name) => `${name}Async`), ...others.split(' ')];
    const client = make();
    return names.filter((name) => typeof client[name] !== 'function');
  });
  assert.deepEqual(missing, []);
});

inPage('a subclass is a client too, and its methods may be called from it', async ({ run }) => {
  const found = await run(async () => {
    class Widget extends sdk.OptaveClient {
      ask() {
        return this.interaction(params());
      }
    }
    const widget = new Widget({ websocketUrl, organizationId: 'o' });
    return { isClient: widget instanceof sdk.OptaveClient, state: (await widget.ask()).state };
  });
  assert.deepEqual(found, { isClient: true, state: 'completed' });
});

inPage('crypto.randomUUID is not needed, as on insecure origins', async ({ run }) => {
  const state = await run(async () => {
    Object.defineProperty(crypto, 'randomUUID', { value: undefined });
    return (await make().interaction(params())).state;
  });
  assert.equal(state, 'completed');
});

/** Runs a script in a Node of its own, without anything that a browser has and Node has not. */
function inNode(source) {
  const code = `import * as sdk from ${JSON.stringify(pathToFileURL(ENTRY).href)};\n${source}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

withoutPage('importing in Node is without effect, and the process ends by itself', () => {
  const found = inNode(`
    const globals = Reflect.ownKeys(globalThis).length;
    console.log(JSON.stringify({ names: Object.keys(sdk).length, handles: process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Immediate/.test(name)) }));
  `);
  assert.deepEqual(found, { names: 5, handles: [] });
});

withoutPage('in Node a client can be made, and validates; without a page nothing is missing but the page', () => {
  const found = inNode(`
    const client = new sdk.OptaveClient({ websocketUrl: 'wss://example.com', tokenProvider: () => '', organizationId: 'o' });
    const error = await client.interaction({}).catch((error) => error);
    const open = await client.openConnection().catch((error) => error);
    client.cleanup();
    console.log(JSON.stringify({ id: client.getSessionId().length, code: error.code, isError: error instanceof sdk.OptaveError, open: open.code }));
  `);
  assert.deepEqual(found, { id: 36, code: 'REQUIRED_FIELDS_MISSING', isError: true, open: 'MISSING_TOKEN' });
});
