// A server that does nothing but answer: the sandbox would spend most of the time checking what it is sent.
import { once } from 'node:events';
import { after, before } from 'node:test';
import { WebSocketServer } from 'ws';

/** Has it for a file's tests. Answers a function that says its port. */
export function answering() {
  let server;

  before(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'optave-v1' });
    const answer = (socket, { id, action }) =>
      socket.send(`{"correlationId":"${id}","actionType":"${action}","state":"completed"}`);
    server.on('connection', (socket) => {
      const held = [];
      socket.on('message', (data) => {
        const text = data.toString();
        const [, id] = /"correlationId":"([^"]*)"/.exec(text);
        const [, action] = /"action":"(?!message")([^"]*)"/.exec(text);
        const request = { id, action };
        // What is to wait is answered when somebody says so, all of it.
        if (text.includes('"content":"wait"')) held.push(request);
        else answer(socket, request);
        if (text.includes('"content":"go on"')) held.splice(0).forEach((request) => answer(socket, request));
      });
    });
    await once(server, 'listening');
  });

  after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });

  return () => server.address().port;
}
