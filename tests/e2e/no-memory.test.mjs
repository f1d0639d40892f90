// The wasm's memory can have an end: a browser gives no more, or a page is on a small device. Whoever needs more fails with
// an error of ours; everybody else goes on, and once something has been let go of there is room again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cuttingOff } from './cut-off.mjs';
import { eventually } from './helper.mjs';

const cutOff = cuttingOff();

const MEMORY_SECTION = 5;

/** A whole number in LEB128, and where it ends. */
function readLeb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);

/** The same module, whose memory cannot have more than so many pages more than at first. */
function limited(bytes, pages) {
  for (let at = 8; at < bytes.length;) {
    const [size, begin] = readLeb(bytes, at + 1);
    if (bytes[at] === MEMORY_SECTION) {
      const [count, limits] = readLeb(bytes, begin);
      const [least, end] = readLeb(bytes, limits + 1);
      assert.deepEqual([count, bytes[limits], end], [1, 0, begin + size], 'one memory without a maximum');
      const section = [1, 1, ...leb(least), ...leb(least + pages)];
      const head = bytes.subarray(0, at);
      return [...head, MEMORY_SECTION, ...leb(section.length), ...section, ...bytes.subarray(begin + size)];
    }
    at = begin + size;
  }
  throw new Error('a module without memory');
}

// What uses memory up, as functions of a client.
const fillings = () => {
  window.FILLINGS = {
    'requests in flight': (client) => client.interaction(waiting),
    listeners: (client) => void client.on('update', () => {}),
    clients: () => {
      const client = noticed(connect());
      kept.push(client);
      return client.openConnection();
    },
    'requests out of a listener': (client) => {
      client.once('update', () => inListener.push(endOf(client.interaction(waiting))));
      return client.interaction(params());
    },
  };
};

/** Does it until it has failed twenty times. */
async function fill({ bytes, what }) {
  const own = await import(`/pkg/wasm.js?${encodeURIComponent(what)}`);
  await own.init(new Uint8Array(bytes).buffer);
  useSdk(own);
  window.kept = [];
  window.inListener = [];
  // A client that was cut off tells so; one that is refused something goes on.
  const cutOff = [];
  window.noticed = (client) =>
    client.on('error', ({ message, cause }) => /cut off/.test(message) && cutOff.push(String(cause)));
  window.other = noticed(connect());
  const client = noticed(connect());
  const before = [await endOf(() => other.interaction(params())), await endOf(() => client.openConnection())];
  const pending = [];
  let failed = 0;
  while (failed < 20) {
    try {
      const promise = FILLINGS[what](client);
      if (!promise) continue;
      pending.push(endOf(promise));
      if (promise.state === 'settled') failed += 1;
      // What comes in has to come in between.
      if (pending.length % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 5));
    } catch (error) {
      failed += 1;
      pending.push(endOf(Promise.reject(error)));
    }
  }
  const meanwhile = await endOf(() => other.interaction(params()));
  client.cleanup();
  for (const client of kept) client.cleanup();
  const ends = new Set(await Promise.all([...pending, ...inListener]));
  return { before, meanwhile, cutOff, ends: [...ends].sort() };
}

const wasm = readFileSync(new URL('../../pkg/optave.wasm', import.meta.url));

const OURS = /^(done|SEND_FAILED|REQUEST_CANCELLED|CONNECTION_CLOSED)$/;

// So many pages there are for it.
const AMOUNTS = {
  'requests in flight': [8],
  listeners: [8, 32],
  clients: [8],
  'requests out of a listener': [8],
};

const runs = Object.entries(AMOUNTS).flatMap(([what, amounts]) => amounts.map((pages) => [what, pages]));

for (const [what, pages] of runs) {
  cutOff(
    `${pages} pages of memory, used up by ${what}: those are refused, and there is room again when they have gone`,
    async ({ run, page, context }) => {
      await run(fillings);
      const { before, meanwhile, cutOff, ends } = await run(fill, { bytes: limited(wasm, pages), what });
      assert.deepEqual(before, ['done', 'done']);
      assert.deepEqual(cutOff, [], 'nobody was cut off');
      assert.match(meanwhile, /^(done|SEND_FAILED)$/, 'of a client that had no part in it');
      assert.ok(ends.includes('SEND_FAILED'), 'the memory was used up');
      const strange = ends.filter((end) => !OURS.test(end));
      assert.deepEqual(strange, []);
      // What a client has in the wasm goes with the client.
      const session = await context.newCDPSession(page);
      await eventually(async () => {
        await session.send('HeapProfiler.collectGarbage');
        return run(async () => {
          window.kept = [];
          return (await othersWork(other).catch(() => false)) === true;
        });
      }, 'there is memory again, for a new client too');
    },
    { context: {}, needs: ['collector'] },
  );
}
