// The lines and the table that a soak prints, and what fails it.
import { grows } from './memory.mjs';

const whole = (value) => value.toLocaleString('en');
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(2)} MB`;
/** @param {Record<string, number>} counts */
const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

// How much more is no growth: a few objects that an engine keeps for itself, and a page of wasm or two.
const HEAP_TOLERANCE = 2 ** 20;
const WASM_TOLERANCE = 2 ** 17;

export function line(seconds, page, heap, troubles) {
  const parts = [
    `${String(Math.round(seconds)).padStart(5)} s`,
    `${whole(page.made)} made`,
    `${whole(page.answered)} answered`,
    `${whole(page.made - page.answered - page.inFlight)} failed`,
    `${page.inFlight} in flight`,
    `${page.reconnects} reconnects`,
    `${page.handOvers} hand-overs`,
    `${page.lost} lost`,
    `heap ${megabytes(heap)}`,
    `wasm ${megabytes(page.wasmBytes)}`,
  ];
  return `${parts.join(', ')}\n        ${troubles.join(', ') || 'no trouble'}`;
}

/** How often, and to which kinds of clients. @returns {[string, string]} */
function failure([code, byKind]) {
  const kinds = Object.entries(byKind).map(([kind, count]) => `${kind} ${whole(count)}`);
  return [`failed: ${code}`, `${whole(sum(byKind))} (${kinds.join(', ')})`];
}

/** @returns {[string, string | number][]} */
function rows({ page, server, samples, troubles, deliveredTwice, answeredTwice, errors, working, clients }) {
  const first = samples[Math.floor(samples.length / 4)];
  const last = samples.at(-1);
  return [
    ['troubles', troubles.length],
    ['requests made', page.made],
    ['answered', page.answered],
    ...Object.entries(page.failed).sort().map(failure),
    ['lost: never settled', page.lost],
    ['settled twice', page.settledTwice],
    ['delivered twice', deliveredTwice],
    ['answered by somebody else’s answer', page.strangers],
    ['reconnects', page.reconnects],
    ['attempts to reconnect', page.attempts],
    ['hand-overs', page.handOvers],
    ['handshakes', server.handshakes],
    ['tokens reused', server.tokensReused],
    ['written again by the SDK', page.resent],
    ['arrived again (same idempotency key)', server.again],
    ['arrived again with another key', server.torn],
    ['answered twice by the server, shown twice', answeredTwice],
    ['over HTTP', server.restRequests],
    ['invalid frames', server.framesInvalid],
    ['messages that belong to nobody', page.unmatched],
    ['page errors', errors.length],
    ['clients that work afterwards', `${working} of ${clients}`],
    ['heap after a quarter, at the end', `${megabytes(first.heap)}, ${megabytes(last.heap)}`],
    ['wasm after a quarter, at the end', `${megabytes(first.wasm)}, ${megabytes(last.wasm)}`],
  ];
}

export function table(run) {
  const shown = rows(run).map(([name, value]) => [name, typeof value === 'number' ? whole(value) : value]);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** What must not be, in words. */
export function faults({ page, server, samples, deliveredTwice, errors, working, clients }) {
  const heap = samples.map((sample) => sample.heap);
  const wasm = samples.map((sample) => sample.wasm);
  return [
    page.lost > 0 && `${page.lost} requests never settled`,
    page.settledTwice !== 0 && `the SDK says it settled ${page.settledTwice} more requests than promises did`,
    deliveredTwice > 0 && `${deliveredTwice} requests got an update twice that was sent once`,
    page.strangers > 0 && `${page.strangers} requests were answered by another's answer`,
    server.tokensReused > 0 && `${server.tokensReused} tokens were used again`,
    server.torn > 0 && `${server.torn} requests arrived again with another idempotency key`,
    server.framesInvalid > 0 && `${server.framesInvalid} frames were invalid`,
    errors.length > 0 && `the page reported ${errors.length} errors, the first: ${errors[0]}`,
    working < clients && `${clients - working} clients do not work any more`,
    grows(heap, HEAP_TOLERANCE) && 'the JavaScript heap grows steadily',
    grows(wasm, WASM_TOLERANCE) && 'the wasm memory grows steadily',
  ].filter((fault) => typeof fault === 'string');
}
