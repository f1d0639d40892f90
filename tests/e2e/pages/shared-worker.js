// A shared worker with the same tools as the pages: makes one request for each page that connects, and posts what came
// of it.
self.window = self;
const ready = import('./tools.js');

onconnect = async ({ ports: [port] }) => {
  await ready;
  const client = make();
  port.postMessage(await outcome(async () => (await client.interaction(params())).state));
  // Not every engine ends a shared worker with its last page.
  client.cleanup();
};
