// A server whose answers over HTTP a test writes itself, status, headers and body, to the last byte.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before } from 'node:test';

const OPEN = {
  'access-control-allow-headers': '*, authorization, content-type',
  'access-control-expose-headers': 'retry-after',
  'access-control-allow-credentials': 'true',
};

/** Has it for a file's tests. `url(answer)` says where a POST is answered by `answer(response, request)`. */
export function writing() {
  const answers = [];
  let server;

  before(async () => {
    server = createServer((request, response) => {
      for (const [name, value] of Object.entries(OPEN)) response.setHeader(name, value);
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
      if (request.method === 'OPTIONS') return response.end();
      request.resume();
      request.on('end', () => answers[Number(request.url.split('/')[1])](response, request));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  return (answer) => `http://127.0.0.1:${server.address().port}/${answers.push(answer) - 1}`;
}

/** An answer of this status, with this body and these headers. */
export const says =
  (status, body = '', headers = {}) =>
  (response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

/** JSON that is more than 16 MiB, and does not end; tells `stopped` when the other side has had enough. */
export const endless = (stopped) => (response) => {
  response.on('close', stopped);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(' '.repeat(17 * 1024 * 1024));
};
