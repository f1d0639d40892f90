// The page the benchmark runs in: a server for pkg/ and this folder, and a Chromium that can be told to collect its garbage.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pkg, root } from '../../pkg-template/build/paths.mjs';
import { launchChromium } from '../browsers.mjs';

const FOLDERS = { '/pkg/': pkg, '/bench/': path.join(root, 'tests', 'bench') };
const TYPES = { '.js': 'text/javascript; charset=utf-8', '.json': 'application/json' };

const VIRTUAL = {
  '/': ['text/html; charset=utf-8', '<!doctype html><html lang="en"><title>bench</title></html>'],
  '/favicon.ico': ['image/x-icon', ''],
  // What importing costs when there is nothing in it, to hold the others against.
  '/bench/empty.js': [TYPES['.js'], 'export class Empty {}'],
};

async function load(pathname, folders) {
  if (VIRTUAL[pathname]) return VIRTUAL[pathname];
  for (const [prefix, folder] of Object.entries(folders)) {
    if (!pathname.startsWith(prefix)) continue;
    const file = path.join(folder, path.normalize(`/${pathname.slice(prefix.length)}`));
    return [TYPES[path.extname(file)] ?? 'application/octet-stream', await readFile(file)];
  }
  throw new Error('not found');
}

/** @param {string} [firstVersion] the folder of the package as it was first built */
export async function startServer(firstVersion) {
  const folders = { ...FOLDERS, ...(firstVersion && { '/first/': path.resolve(firstVersion) }) };
  const cache = new Map(); // the disk is not what is measured
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      if (!cache.has(pathname)) cache.set(pathname, await load(pathname, folders));
      const [type, body] = cache.get(pathname);
      // Isolated pages get a clock of 5 µs instead of 100.
      response.writeHead(200, {
        'content-type': type,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cache-control': 'no-store',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export const launch = () => launchChromium({ args: ['--js-flags=--expose-gc'] });

/** A page of its own context: nothing is shared with another, no cache and no compiled code. */
export async function freshPage(browser, url, { progress, initScript } = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (initScript) await page.addInitScript(initScript);
  if (progress) page.on('console', (message) => progress(message.text()));
  await page.goto(url);
  return page;
}
