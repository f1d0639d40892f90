// Who may ask: by which name the sandbox was called, and from a page of which origin.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { open, sandbox } from './helper.mjs';

const LISTED = 'https://shop.example';
const FOREIGN = 'https://evil.example';
const running = await sandbox({ origins: [`${LISTED}/`, 'HTTPS://Shop.example:8443', 'null'] });
const strict = await sandbox();
const { port } = new URL(running.url);

/** `fetch` would set Host by itself. */
const ask = (path, { server = running, method = 'GET', headers = {} } = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request(`${server.url}${path}`, { method, headers }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, headers: response.headers, text });
    });
    request.on('error', reject).end();
  });

const wherever = [
  ['GET', '/sandbox.json'],
  ['POST', '/api/optave/ws-ticket'],
  ['POST', '/control/reset'],
  ['GET', '/nothing-here'],
];

for (const host of ['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.8.9.10', '[::1]']) {
  test(`it answers to ${host}, with any port and without`, async () => {
    for (const name of [host, `${host}:${port}`, `${host}:1`]) {
      assert.equal((await ask('/sandbox.json', { headers: { host: name } })).status, 200, name);
      (await open(running, { headers: { host: name } })).socket.close();
    }
  });
}

const REBOUND = [
  'evil.example',
  'evil.example:80',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  'notlocalhost',
  '127.0.0.999',
  '128.0.0.1',
  '0.0.0.0',
  '192.168.0.1',
  '[::2]',
];
for (const host of REBOUND) {
  test(`a page that calls it “${host}” gets nothing but a refusal that says why, from WebSocket and HTTP alike`, async () => {
    const said = /Host ".*" is refused: .*localhost.*127\.0\.0\.0\/8.*\[::1\]/;
    for (const [method, path] of wherever) {
      // As after a rebinding: for the browser it is the page's own origin.
      const { status, headers, text } = await ask(path, { method, headers: { host, origin: `http://${host}` } });
      assert.equal(status, 403, path);
      assert.match(JSON.parse(text).error, said);
      assert.equal(headers['access-control-allow-credentials'], undefined);
    }
    const { status, text } = await open(running, { headers: { host } });
    assert.equal(status, 403);
    assert.match(text, said);
  });
}

test('a name that is none gets no further', async () => {
  for (const host of ['127.0.0.1@evil.example', 'localhost/evil.example', 'local host']) {
    for (const [method, path] of wherever) {
      assert.match(String((await ask(path, { method, headers: { host } })).status), /^40[03]$/, host);
    }
    assert.equal((await open(running, { headers: { host } })).status, 403, host);
  }
});

test('pages of loopback names, of any port, may have everything', async () => {
  const names = ['localhost:5173', 'app.localhost', '127.0.0.1:3000', '[::1]:8080'];
  for (const origin of names.flatMap((name) => [`http://${name}`, `https://${name}`])) {
    for (const [method, path] of wherever) {
      const { status, headers } = await ask(path, { server: strict, method, headers: { origin } });
      assert.notEqual(status, 403);
      assert.equal(headers['access-control-allow-origin'], origin);
      assert.equal(headers['access-control-allow-credentials'], 'true');
      assert.match(headers.vary, /origin/i);
    }
    (await open(strict, { origin })).socket.close();
  }
});

test('so may pages of the origins that the option lists, however they are written there', async () => {
  for (const origin of [LISTED, 'https://shop.example:8443', 'null']) {
    const { status, headers } = await ask('/control/counts', { headers: { origin } });
    assert.equal(status, 200);
    assert.equal(headers['access-control-allow-origin'], origin);
    assert.equal(headers['access-control-allow-credentials'], 'true');
    (await open(running, { origin })).socket.close();
  }
});

for (const origin of [FOREIGN, 'http://localhost.evil.example', 'http://evil.example?localhost', 'null', LISTED]) {
  test(`${origin}, where it is not listed: CORS without credentials, no WebSocket, no control`, async () => {
    const headers = { origin };
    const before = strict.control.counts().tokensIssued;
    const answer = await ask('/api/optave/ws-ticket', { server: strict, method: 'POST', headers });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.equal(answer.headers['access-control-allow-credentials'], undefined);
    assert.equal(strict.control.counts().tokensIssued, before + 1);
    for (const [method, path] of [
      ['GET', '/control/log'],
      ['GET', '/%63ontrol/log'],
      ['POST', '/control/down'],
      ['DELETE', '/control/log'],
      ['OPTIONS', '/control/down'],
    ]) {
      const { status, text } = await ask(path, { server: strict, method, headers });
      assert.equal(status, 403, `${method} ${path}`);
      assert.match(JSON.parse(text).error, /Origin .* is refused.*origins/);
    }
    assert.deepEqual(strict.control.faults().active, []);
    const refused = await open(strict, headers);
    assert.equal(refused.status, 403);
    assert.match(refused.text, /Origin .* is refused.*origins/);
    const { reason, reused, token } = strict.control.log().handshakes.at(-1);
    assert.match(reason, /Origin .* is refused/, 'the log tells why');
    assert.deepEqual([reused, token], [false, null], 'the token is not used up');
  });
}

test('a page of another site that asks without an origin gets nothing of the control either', async () => {
  const asks = (site) => ask('/control/counts', { headers: { 'sec-fetch-site': site } });
  const { status, text } = await asks('cross-site');
  assert.equal(status, 403);
  assert.match(JSON.parse(text).error, /another site/);
  for (const site of ['same-origin', 'same-site', 'none']) assert.equal((await asks(site)).status, 200, site);
});

test('what the sandbox says of itself, and the files that it serves, are not for foreign pages to read', async () => {
  const served = await sandbox({ static: [{ path: '/files', dir: import.meta.dirname }] });
  for (const path of ['/sandbox.json', '/files/gate.test.mjs', '/nothing-here']) {
    const { headers } = await ask(path, { server: served, headers: { origin: FOREIGN } });
    assert.equal(headers['access-control-allow-origin'], undefined, path);
    const own = await ask(path, { server: served, headers: { origin: 'http://localhost:5173' } });
    assert.equal(own.headers['access-control-allow-origin'], 'http://localhost:5173', path);
  }
});

test('what sends no origin is no page, and may have everything', async () => {
  const { status, headers } = await ask('/control/counts', { server: strict });
  assert.equal(status, 200);
  assert.equal(headers['access-control-allow-origin'], undefined);
  (await open(strict)).socket.close();
});

test('a preflight allows what the SDK sends', async () => {
  for (const [origin, credentials] of [
    ['http://localhost:5173', 'true'],
    [FOREIGN, undefined],
  ]) {
    for (const path of ['/api/optave/ws-ticket', '/message/interaction']) {
      const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
      const { status, headers } = await ask(path, { server: strict, method: 'OPTIONS', headers: { origin, ...asks } });
      assert.equal(status, 204);
      assert.equal(headers['access-control-allow-credentials'], credentials);
      assert.match(headers['access-control-allow-headers'], /authorization.*content-type.*x-optave-publishable-key/);
      assert.match(headers['access-control-allow-methods'], /POST.*DELETE/);
    }
  }
});

test('what is no origin cannot be listed', async () => {
  const rejects = (origins, said) =>
    assert.rejects(startSandbox({ origins }), ({ name, message }) => name === 'TypeError' && message.includes(said));
  for (const origin of ['shop.example', 'https://shop.example/shop', 'https://user@shop.example', '*', '']) {
    await rejects([origin], `${JSON.stringify(origin)} in origins is no origin; write "https:`);
  }
  await rejects(
    [LISTED, 'https://*.example', '*'],
    '"https://*.example", "*" in origins are no origins; write "https:',
  );
  await assert.rejects(startSandbox({ origins: 'https://shop.example' }), /origins must be array/);
});
