// The sandbox in somebody's process: the command, the globals that it finds there, and how its own errors look.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import net from 'node:net';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundleSandbox } from '../../pkg-template/build/sandbox.mjs';
import { payload, post } from './helper.mjs';

const MAIN = new URL('../../www-demo/sandbox/main.mjs', import.meta.url).pathname;
const HERE = new URL('.', import.meta.url).pathname;
const SANDBOX = new URL('../../www-demo/sandbox/index.mjs', import.meta.url).href;

/** Runs a program of the user's. */
const run = (program) => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
const running = (...args) => promisify(execFile)(process.execPath, [MAIN, ...args]);

const taken = net.createServer();
await new Promise((resolve) => taken.listen(0, '127.0.0.1', resolve));
const { port } = taken.address();
after(() => taken.close());

// As the package has it.
const packed = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
after(() => rmSync(packed, { recursive: true }));
for (const [file, text] of Object.entries(await bundleSandbox())) writeFileSync(path.join(packed, file), text);
writeFileSync(path.join(packed, 'package.json'), '{ "type": "module" }');
copyFileSync(new URL('../../pkg/schema.json', import.meta.url), path.join(packed, 'schema.json'));
const bundle = pathToFileURL(path.join(packed, 'sandbox.js')).href;

test('it leaves the globals as they were', async () => {
  for (const module of [SANDBOX, bundle]) {
    const { stdout } = await run(`
      // Its first call leaves something there.
      await fetch('data:,');
      const globals = () => new Map(Reflect.ownKeys(globalThis).map((name) => [name, globalThis[name]]));
      const before = globals();
      const { startSandbox } = await import('${module}');
      const { url, close } = await startSandbox();
      const body = new ReadableStream({ start: (stream) => stream.close() });
      const { status } = await fetch(url + '/control/reset', { method: 'POST', body, duplex: 'half' });
      await close();
      const changed = [...globals()].filter(([name, value]) => !Object.is(value, before.get(name)));
      console.log(status, changed.map(([name]) => String(name)).join());`);
    assert.equal(stdout.trim(), '200');
  }
});

/** What happy-dom and jsdom put their own in the place of, or, as Jest has jsdom, have none of. */
const REPLACED = `
  const names = [
    'Request', 'Response', 'Headers', 'FormData', 'Blob', 'File', 'fetch', 'URL', 'URLSearchParams', 'MessagePort',
    'MessageEvent', 'CustomEvent', 'ReadableStream', 'WritableStream', 'TransformStream', 'TextEncoder', 'TextDecoder',
    'WebSocket', 'performance', 'crypto', 'btoa', 'atob', 'structuredClone', 'setImmediate',
  ];
  for (const name of names) {
    const refuse = () => {
      throw new Error(name + ' is not Node’s');
    };
    const value = new Proxy(function () {}, { apply: refuse, construct: refuse, get: refuse, has: refuse });
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  // As jsdom has had them for long.
  globalThis.AbortSignal = class AbortSignal extends EventTarget {
    aborted = false;
  };
  globalThis.AbortController = class AbortController {
    signal = new AbortSignal();
    abort() {
      if (this.signal.aborted) return;
      this.signal.aborted = true;
      this.signal.dispatchEvent(new Event('abort'));
    }
  };`;

for (const [when, first, then] of [
  ['before it is loaded', REPLACED, ''],
  ['after it was loaded', '', REPLACED],
]) {
  test(`packed, it serves where the globals are not Node’s, replaced ${when}`, async () => {
    const { stdout } = await run(`
      import http from 'node:http';
      import { setTimeout as wait } from 'node:timers/promises';
      import { WebSocket } from '${import.meta.resolve('ws')}';
      ${first}
      const { startSandbox } = await import('${bundle}');
      ${then}
      const { Request, Response } = globalThis;
      const sandbox = await startSandbox({ chunkDelayMs: 1, static: [{ path: '/', dir: '${HERE}' }] });
      const ask = (path, method = 'GET', body = '', headers = {}) =>
        new Promise((resolve) => {
          const request = http.request(sandbox.url + path, { method, headers }, async (response) => {
            let text = '';
            for await (const chunk of response) text += chunk;
            resolve({ status: response.statusCode, text });
          });
          request.on('error', ({ code }) => resolve({ status: code })).end(body);
        });
      const statuses = [];
      const said = async (...asked) => {
        const answer = await ask(...asked);
        statuses.push(answer.status);
        return answer.text;
      };
      await said('/gate.test.mjs');
      const form = 'grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret';
      await said('/auth/oauth2/token', 'POST', form, { 'content-type': 'application/x-www-form-urlencoded' });
      const { token } = JSON.parse(await said('/api/optave/ws-ticket', 'POST'));
      const faults = [{ fault: 'delay', ms: 1 }, { fault: 'trickle', bytes: 50 }, { fault: 'kill', ageMs: 500 }];
      await said('/control/fault', 'POST', JSON.stringify(faults));
      const payload = ${JSON.stringify(payload({ settings: { disableStream: false } }))};
      await said('/message/interaction', 'POST', JSON.stringify(payload), { authorization: 'Bearer ' + token });
      const socket = new WebSocket(sandbox.websocketUrl, ['optave-v1', token]);
      const frames = [];
      socket.on('message', (data) => frames.push(data));
      socket.on('open', () => socket.send('{}'));
      await new Promise((resolve) => socket.on('close', resolve));
      const { frames: logged } = JSON.parse(await said('/control/log'));
      sandbox.control.token({ answers: [{ hang: true }] });
      const hanging = said('/api/optave/ws-ticket', 'POST');
      while (sandbox.control.counts().tokenRequests < 3) await wait(2);
      sandbox.control.reset();
      await hanging;
      await sandbox.close();
      const kept = globalThis.Request === Request && globalThis.Response === Response;
      console.log(JSON.stringify([statuses, frames.length, logged.length, kept]));`);
    assert.deepEqual(JSON.parse(stdout), [[200, 200, 200, 200, 200, 200, 'ECONNRESET'], 1, 1, true]);
  });
}

test('packed as CommonJS it serves as well', async () => {
  const { stdout } = await run(`
    import { createRequire } from 'node:module';
    const { startSandbox } = createRequire('${bundle}')('./sandbox.cjs');
    const { tokenUrl, close } = await startSandbox();
    console.log((await fetch(tokenUrl, { method: 'POST' })).status);
    await close();`);
  assert.equal(stdout, '200\n');
});

test('the command prints one JSON line and serves', async () => {
  const child = spawn(process.execPath, [MAIN, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  const urls = JSON.parse(line);
  assert.deepEqual(Object.keys(urls), ['url', 'websocketUrl', 'tokenUrl', 'restUrl']);
  assert.equal(urls.websocketUrl, `${urls.url.replace('http', 'ws')}/ws`);
  assert.equal((await post(urls.tokenUrl, '')).status, 200);
  child.kill('SIGTERM');
  assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0);
});

test('the command says in one line what is wrong and what to do', async () => {
  const lines = [
    [['--schema', 'absent.json'], /absent\.json is missing.*npm run build/],
    [['--port', String(port)], new RegExp(`port ${port} is taken; choose another, or 0 for any free one`)],
    [['--port', 'http'], /--port http is no port/],
    [['--origin', 'shop.example'], /"shop\.example" in origins is no origin; write "https:/],
  ];
  for (const [args, expected] of lines) {
    await assert.rejects(running(...args), ({ code, stderr }) => {
      assert.match(stderr, expected);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      return code === 1;
    });
  }
});

test('an error at the start shows the line that asked for it, and none of the sandbox’s', async () => {
  const asked = [
    [`{ answerDelay: 5 }`, /TypeError: startSandbox: .*answerDelay; allowed are port, origins/],
    [`{ port: 'http' }`, /TypeError: startSandbox: \/port must be integer/],
    [`null`, /TypeError: startSandbox: .*must be object/],
    [`{ port: ${port} }`, new RegExp(`Error: startSandbox: port ${port} is taken; choose another`)],
    [`{ static: [{ path: '/', dir: '/absent' }] }`, /\/absent is not a directory/],
    [`{ schemaFile: '/absent.json' }`, /\/absent\.json is missing/],
  ];
  for (const [options, expected] of asked) {
    for (const [module, how] of [
      [SANDBOX, 'await '],
      [SANDBOX, ''],
      [bundle, 'await '],
    ]) {
      const program = `import { startSandbox } from '${module}';\n${how}startSandbox(${options});`;
      await assert.rejects(run(program), ({ code, stderr }) => {
        assert.match(stderr, expected);
        assert.match(stderr, /at file:.*\[eval1\]:2:\d+/, 'the line of the call');
        assert.ok(!stderr.includes('www-demo/sandbox/') && !stderr.includes(packed), stderr);
        return code === 1;
      });
    }
  }
});

test('whoever catches it finds the code, too', async () => {
  const { stdout } = await run(`
    import { startSandbox } from '${SANDBOX}';
    await startSandbox({ port: ${port} }).catch(({ code, name, message }) => console.log(code, name, message));`);
  assert.match(stdout, /^EADDRINUSE Error startSandbox: port \d+ is taken/);
});

test('an exception within is answered with 500, told in one line, and ends nothing', async () => {
  const { stdout, stderr } = await run(`
    import { startSandbox } from '${SANDBOX}';
    import { guarded } from '${new URL('complain.mjs', SANDBOX)}';
    const { url, control, close } = await startSandbox();
    control.log = () => { throw new Error('broken\\nwithin'); };
    const { status } = await fetch(url + '/control/log');
    const next = await fetch(url + '/control/counts');
    await close();
    await guarded('a frame', () => { throw new Error('broken\\nagain'); }, () => console.log('after'))();
    console.log(status, next.status);`);
  assert.equal(stdout, 'after\n500 200\n');
  assert.match(
    stderr,
    /^sandbox: GET \/control\/log: broken within \(.*report it\)\nsandbox: a frame: broken again \(.*\)\n$/,
  );
});

test('of a request that its sender gives up there is nothing to tell', async () => {
  const { stdout, stderr } = await run(`
    import { subscribe } from 'node:diagnostics_channel';
    import { connect } from 'node:net';
    import { startSandbox } from '${SANDBOX}';
    const { url, control, close } = await startSandbox();
    const cutOff = [];
    subscribe('http.server.request.start', ({ request, socket }) => {
      if (request.method === 'POST') cutOff.push(new Promise((resolve) => socket.once('close', resolve)));
    });
    const headers = 'Host: localhost\\r\\nAuthorization: Bearer none\\r\\nContent-Length: 100\\r\\n';
    for (const path of ['/control/config', '/message/interaction', '/auth/oauth2/token']) {
      const socket = connect(new URL(url).port, '127.0.0.1');
      await new Promise((resolve) => socket.write('POST ' + path + ' HTTP/1.1\\r\\n' + headers + '\\r\\n{"', resolve));
      const { status } = await fetch(url + '/control/counts');
      socket.destroy();
      console.log(status);
    }
    console.log((await Promise.all(cutOff)).length);
    await fetch(url + '/control/counts');
    await close();`);
  assert.equal(stdout, '200\n200\n200\n3\n');
  assert.equal(stderr, '');
});

test('what the control refuses shows the line that asked for it', async () => {
  for (const module of [SANDBOX, bundle]) {
    for (const [call, expected] of [
      [`fault({ fault: 'absent' })`, /absent/],
      [`config({ limitByte: 1 })`, /limitByte/],
      [`clearFaults(7)`, /no fault 7/],
    ]) {
      const { stdout } = await run(`
        import { startSandbox } from '${module}';
        const { control, close } = await startSandbox();
        try {
          control.${call};
        } catch ({ stack }) {
          console.log(stack);
        }
        await close();`);
      const [message, where] = stdout.split('\n');
      assert.match(message, expected);
      assert.match(where, /\[eval1\]:5:\d+/);
    }
  }
});
