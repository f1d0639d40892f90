// What `init()` of optave-web-sdk/wasm takes, and what it says when nothing comes of it.
import assert from 'node:assert/strict';
import { inPage } from './helper.mjs';

/** The entry anew, each with an instance of its own: `fresh()`. And the file's bytes. */
const withEntry = (run) =>
  run(async () => {
    let entries = 0;
    window.fresh = () => import(`/pkg/wasm.js?init=${++entries}`);
    window.bytes = await (await fetch('/pkg/optave.wasm')).arrayBuffer();
    /** What becomes of it: a client of that entry answers a request, or an error. */
    window.endOf = async (given) => {
      const { init, OptaveClient } = await fresh();
      try {
        await init(given);
        const client = new OptaveClient({ websocketUrl, organizationId: 'o' });
        const { state } = await client.interaction(params());
        client.cleanup();
        return state;
      } catch (error) {
        return error;
      }
    };
  });

inPage(
  'init takes a compiled module, its bytes, an answer of fetch, an address, or a promise of any',
  async ({ run }) => {
    await withEntry(run);
    const found = await run(async () => {
      const GIVEN = {
        nothing: undefined,
        'a module': await WebAssembly.compile(bytes),
        'a promise of a module': WebAssembly.compile(bytes),
        'an ArrayBuffer': bytes.slice(),
        'a view': new Uint8Array(bytes),
        'an answer': await fetch('/pkg/optave.wasm'),
        'an answer of another type': new Response(bytes.slice(), {
          headers: { 'content-type': 'application/octet-stream' },
        }),
        'a promise of an answer': fetch('/pkg/optave.wasm'),
        'an address': '/pkg/optave.wasm',
        'a URL': new URL('/pkg/optave.wasm', location.href),
      };
      const found = {};
      for (const [name, given] of Object.entries(GIVEN)) found[name] = String(await endOf(given));
      return found;
    });
    assert.deepEqual([...new Set(Object.values(found))], ['completed'], JSON.stringify(found));
  },
);

// Of which Firefox tells as of errors, although no script sees any.
inPage(
  'a download that breaks off is CONNECTION_ERROR and may be tried again',
  async ({ run }) => {
    await withEntry(run);
    const found = await run(async () => {
      const broken = (type) => {
        const pull = (controller) => {
          controller.enqueue(new Uint8Array(bytes.slice(0, 500)));
          controller.error(new TypeError('network error'));
        };
        return new Response(new ReadableStream({ pull }), { headers: { 'content-type': type } });
      };
      const found = [];
      for (const given of [
        broken('application/wasm'),
        broken('text/plain'),
        bytes.slice(0, 500),
        '/pkg/nowhere.wasm',
      ]) {
        const { name, code, retryable } = await endOf(given);
        found.push([name, code, retryable].join(' '));
      }
      const { init, OptaveClient } = await fresh();
      const first = await codeOf(init(broken('application/wasm')));
      await init();
      const state = (await new OptaveClient({ websocketUrl, organizationId: 'o' }).interaction(params())).state;
      return { kinds: [...new Set(found)], again: [first, state] };
    });
    assert.deepEqual(found, {
      kinds: ['OptaveError CONNECTION_ERROR true'],
      again: ['CONNECTION_ERROR', 'completed'],
    });
  },
  { pageErrors: true },
);
