// How files go out: compressed for who reads that, once; not again to who has them; and a range is the file's own bytes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { cachingOf, encodingFor } from '../../www-demo/sandbox/delivery.mjs';
import { payload, rest, sandbox } from './helper.mjs';

const dir = mkdtempSync(join(tmpdir(), 'statics-'));
after(() => rmSync(dir, { recursive: true }));

const MODULE = `// ${'The same words again and again. '.repeat(400)}\n`;
const policy = "default-src 'self'";
writeFileSync(join(dir, 'index.html'), `<!doctype html><title>page</title>${'<p>text</p>'.repeat(300)}`);
writeFileSync(join(dir, 'module.js'), MODULE);
writeFileSync(join(dir, 'small.js'), 'export default 1;');
writeFileSync(join(dir, 'picture.png'), Buffer.alloc(5000));
writeFileSync(join(dir, 'chunk-5F3KQ7ZA.js'), MODULE);

const running = await sandbox({ static: [{ path: '/', dir, headers: { 'content-security-policy': policy } }] });

/** As it came over the wire: `fetch` would decode it. */
const get = (path, headers = {}, method = 'GET') =>
  new Promise((resolve, reject) => {
    const request = http.request(new URL(path, running.url), { headers, method }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ status: response.statusCode, headers: response.headers, body });
    });
    request.on('error', reject).end();
  });

test('text goes out in Brotli or gzip to who reads that, with all of its headers', async () => {
  for (const [accepted, encoding, decode] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0.5, gzip', 'gzip', gunzipSync],
    [undefined, undefined, (body) => body],
    ['identity', undefined, (body) => body],
    ['deflate', undefined, (body) => body],
  ]) {
    const { status, headers, body } = await get('/module.js', accepted ? { 'accept-encoding': accepted } : {});
    assert.equal(status, 200);
    assert.equal(headers['content-encoding'], encoding, accepted);
    assert.match(headers.vary, /Accept-Encoding/, 'a cache in between keeps them apart');
    assert.equal(headers['content-length'], String(body.length));
    assert.match(headers['content-type'], /javascript/);
    assert.equal(headers['content-security-policy'], policy);
    assert.equal(String(decode(body)), MODULE);
    assert.equal(body.length < MODULE.length / 10, encoding !== undefined);
  }
});

test('which encoding: by weight, then by what is smaller', () => {
  for (const [accepted, expected] of [
    ['br', 'br'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0.8, br;q=0.9', 'br'],
    ['gzip;q=0, br;q=0', undefined],
    ['', undefined],
    [undefined, undefined],
  ]) {
    assert.equal(encodingFor(accepted), expected, accepted);
  }
});

test('what is small, or compressed as it is, goes out as it is', async () => {
  for (const path of ['/small.js', '/picture.png']) {
    const { headers } = await get(path, { 'accept-encoding': 'br, gzip' });
    assert.equal(headers['content-encoding'], undefined, path);
    assert.doesNotMatch(headers.vary ?? '', /Accept-Encoding/, path);
  }
});

test('HEAD says what GET would say', async () => {
  for (const accepted of ['br', 'gzip', 'identity']) {
    const asked = { 'accept-encoding': accepted };
    const [got, head] = [await get('/module.js', asked), await get('/module.js', asked, 'HEAD')];
    const { date: _, ...expected } = got.headers;
    const { date: __, ...headers } = head.headers;
    assert.deepEqual([head.status, headers], [200, expected]);
    assert.equal(head.body.length, 0);
  }
});

test('a range is one of the file’s own bytes', async () => {
  const { status, headers, body } = await get('/module.js', { 'accept-encoding': 'br', range: 'bytes=3-10' });
  assert.equal(status, 206);
  assert.equal(headers['content-encoding'], undefined);
  assert.equal(headers['content-range'], `bytes 3-10/${MODULE.length}`);
  assert.equal(String(body), MODULE.slice(3, 11));
  assert.equal((await get('/module.js', { range: `bytes=${MODULE.length}-` })).status, 416);
});

test('who still has it is told so, in whichever encoding; who has an older one gets the new one', async () => {
  const asked = { 'accept-encoding': 'br' };
  const first = await get('/module.js', asked);
  assert.equal(first.headers['cache-control'], 'no-cache', 'kept, and asked for each time');
  const { etag } = first.headers;
  assert.ok(first.headers['last-modified']);
  for (const accepted of ['br', 'gzip', 'identity']) {
    const again = await get('/module.js', { 'accept-encoding': accepted, 'if-none-match': etag });
    assert.deepEqual([again.status, again.body.length, again.headers.etag], [304, 0, etag]);
    assert.match(again.headers.vary, /Accept-Encoding/);
    assert.equal(again.headers['cache-control'], 'no-cache');
  }
  assert.equal((await get('/module.js', { ...asked, 'if-none-match': '"another"' })).status, 200);
  const changed = MODULE.replaceAll('again', 'twice');
  writeFileSync(join(dir, 'module.js'), changed);
  utimesSync(join(dir, 'module.js'), new Date(), new Date(Date.now() + 5000));
  const later = await get('/module.js', { ...asked, 'if-none-match': etag });
  assert.equal(later.status, 200);
  assert.notEqual(later.headers.etag, etag);
  assert.equal(String(brotliDecompressSync(later.body)), changed);
});

test('only a name with a hash in it is the name of one content for ever', async () => {
  const { headers } = await get('/chunk-5F3KQ7ZA.js');
  assert.match(headers['cache-control'], /max-age=31536000, immutable/);
  for (const [name, isHashed] of [
    ['main.9f86d081.css', true],
    ['assets/index-9f86d081884c7d65.js', true],
    ['optave-position.js', false],
    ['report-20260115.html', false],
    ['a-PICTURES.svg', false],
    ['deadbeef/index.html', false],
    ['index.js', false],
  ]) {
    assert.equal(cachingOf(name).includes('immutable'), isHashed, name);
  }
});

test('answers of the sandbox itself are never compressed', async () => {
  const asked = { 'accept-encoding': 'br, gzip' };
  for (const path of ['/sandbox.json', '/control/log', '/control/faults', '/nothing-here']) {
    assert.equal((await get(path, asked)).headers['content-encoding'], undefined, path);
  }
  const { headers, status } = await rest(running, 'interaction', payload(), { headers: asked });
  assert.equal(status, 200);
  assert.equal(headers.get('content-encoding'), null);
});
