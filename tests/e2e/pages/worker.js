// A dedicated worker with the same tools as the pages: they find `window` where there is none.
self.window = self;
self.rejections = [];
self.addEventListener('unhandledrejection', ({ reason }) => rejections.push(String(reason)));
// What arrives before the tools are there waits for them.
const tools = import('./tools.js');
self.addEventListener('message', async ({ data: { id, source, argument } }) => {
  try {
    await tools;
    const value = await (0, eval)(`(${source})`)(argument);
    postMessage({ id, value });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
});
