// What the bundled sandbox has in place of globals. Under happy-dom or jsdom those are not Node's, some are not there at
// all, and they may come and go while it runs; so it takes them from Node's modules.
export { Blob, Buffer, File, atob, btoa } from 'node:buffer';
export { webcrypto as crypto } from 'node:crypto';
export { performance } from 'node:perf_hooks';
export { ReadableStream, TransformStream, WritableStream } from 'node:stream/web';
export { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } from 'node:timers';
export { URL, URLSearchParams } from 'node:url';
export { TextDecoder, TextEncoder } from 'node:util';
export { MessagePort } from 'node:worker_threads';

// No module has these two. Those that are found at the start do, whosever they are, as long as both stay the same.
export const { AbortController, AbortSignal } = globalThis;
