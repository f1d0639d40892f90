// A server that a project's tool brings with it: started on a free port of the loopback interface, stopped by its handle.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../pkg-template/build/log.mjs';
import { environment } from './project.mjs';

const READY_MS = 60_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (url) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * `[file, ...args]`: a script, by its path from node_modules, and `{port}` in its arguments; many are told in PORT and
 * HOST. Resolves when it answers.
 */
export async function startServer(dir, [file, ...args]) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(
    process.execPath,
    [path.join(dir, 'node_modules', file), ...args.map((arg) => arg.replace('{port}', String(port)))],
    { cwd: dir, env: { ...environment(), HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(server, 'exit');
  const kill = () => server.kill();
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    const late = setTimeout(() => server.kill('SIGKILL'), 5_000);
    kill();
    await ended;
    clearTimeout(late);
  };
  for (const end = Date.now() + READY_MS; ; await wait(50)) {
    if (server.exitCode !== null) throw new Failure(`${file} ended with code ${server.exitCode}.\n${said}`);
    if (await answers(url)) return { url, stop };
    if (Date.now() > end) {
      await stop();
      throw new Failure(`${file} did not answer within ${READY_MS} ms.\n${said}`);
    }
  }
}
