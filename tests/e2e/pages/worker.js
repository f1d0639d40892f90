// A dedicated worker with the same tools as the pages: they find `window` where there is none.
self.window = self;
self.rejections = [];
self.addEventListener('unhandledrejection', ({ reason }) => rejections.push(String(reason)));
await import('./tools.js');
self.isReady = true;
