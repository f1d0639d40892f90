import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../www-demo/start.mjs', import.meta.url));

/** The command's output until it names the page, or until it ends. */
function start(...args) {
  const child = spawn(process.execPath, [START, ...args]);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  const url = new Promise((resolve) => {
    const read = (data) => {
      output += data;
      const [, address] = /page:\s+(http:\S+)/.exec(output) ?? [];
      if (address) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    exited.then(() => resolve(undefined));
  });
  return { child, exited, url, output: () => output };
}

test('it prints the address of a page that has all it needs on its own origin', async () => {
  const { child, exited, url } = start('--port', '0');
  try {
    const page = await url;
    const html = await (await fetch(page)).text();
    const [, main] = /<script type="module" src="([^"]+)"/.exec(html);
    for (const file of [main, 'page/page.css', 'methods/params.js', 'pkg/index.js', 'sandbox.json']) {
      assert.equal((await fetch(new URL(file, page))).status, 200, file);
    }
  } finally {
    child.kill('SIGTERM');
  }
  assert.equal(await exited, 0);
});

test('a port that is taken or is none is said plainly', async () => {
  const taken = net.createServer();
  await new Promise((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address();
  const busy = start('--port', String(port));
  assert.equal(await busy.exited, 1);
  assert.match(busy.output(), new RegExp(`port ${port} is taken`));
  taken.close();
  const wrong = start('--port', 'http');
  assert.equal(await wrong.exited, 1);
  assert.match(wrong.output(), /--port http is not a port/);
});
