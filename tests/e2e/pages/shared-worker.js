// A shared worker with the same tools as the pages: makes one request for each page that connects, and posts what came
// of it.
self.window = self;
const ready = import('./tools.js');

onconnect = async ({ ports: [port] }) => {
  await ready;
  port.postMessage(await outcome(async () => (await make().interaction(params())).state));
};
