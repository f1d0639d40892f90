// A page that the browser freezes, as it does with those long out of sight, and resumes. Only a page that is not in
// sight can be frozen, and those that Playwright drives always are: so this one is opened beside them.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { lacking, launch } from './engines.mjs';
import { eventually, inPage, SILENT, script, superpower } from './helper.mjs';

const needs = ['devtools'];
let browser;
before(async () => {
  if (!lacking(needs)) browser = await launch();
});
after(() => browser?.close());

/** A page of its own; `run` evaluates in it, `turn` freezes it or makes it active. */
async function openPage(url) {
  const session = await browser.newBrowserCDPSession();
  const { targetId } = await session.send('Target.createTarget', { url });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map();
  const exceptions = [];
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, method, result, params } = JSON.parse(message);
    if (method === 'Runtime.exceptionThrown') exceptions.push(params.exceptionDetails.text);
    waiting.get(id)?.(result);
  });
  const send = (method, params = {}) =>
    new Promise((resolve) => {
      const id = waiting.size + 1;
      waiting.set(id, resolve);
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    });
  const run = async (work) => {
    const expression = `(${work})()`;
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send('Runtime.evaluate', options);
    assert.equal(exceptionDetails?.exception?.description, undefined);
    return result.value;
  };
  await send('Runtime.enable');
  await eventually(() => run(() => typeof make === 'function'), 'the page is ready');
  const turn = (state) => send('Page.setWebLifecycleState', { state });
  return { run, turn, exceptions, close: () => session.send('Target.closeTarget', { targetId }) };
}

/** A test in such a page, with an open client and a request out that the server got. */
const inBackground = (name, answer, body) =>
  inPage(
    name,
    async ({ sandbox, control }) => {
      script(control, answer);
      const { run, turn, exceptions, close } = await openPage(`${sandbox.url}/page/index.html`);
      try {
        await run(async () => {
          window.turns = [];
          for (const turn of ['freeze', 'resume']) document.addEventListener(turn, () => turns.push(turn));
          window.client = make({ reconnect: { firstDelayMs: 200 } });
          window.seen = record(client, 'close', 'error');
          await client.openConnection();
          window.asked = outcome(client.interaction(params())).then(({ error }) => error?.code ?? 'answered');
        });
        await eventually(() => control.counts().framesReceived === 1);
        await turn('frozen');
        const resume = async () => {
          const before = Date.now();
          await turn('active');
          assert.equal(await run(() => asked), 'answered');
          assert.equal(await run(() => turns.join(' ')), 'freeze resume');
          return Date.now() - before;
        };
        await body({ run, control, resume });
        assert.deepEqual(exceptions, []);
        assert.equal(control.counts().tokensReused, 0);
      } finally {
        await close();
      }
    },
    { path: null, needs },
  );

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

inBackground('resumed with a dead socket: what was out is answered within 2 s', SILENT, async ({ control, resume }) => {
  control.fault({ fault: 'half-open', to: 'present' });
  await pause(300);
  const took = await resume();
  console.log(`after a freeze a request on a dead socket was answered within ${took} ms`);
  assert.ok(took < 2_000, `${took} ms`);
  const [{ times }] = control.requests();
  assert.equal(times, 2);
});

inBackground('resumed after the server has gone: it connects again', SILENT, async ({ run, control, resume }) => {
  control.fault({ fault: 'kill' });
  await pause(300);
  assert.ok((await resume()) < 2_000);
  assert.equal(await run(() => client.metrics().connects), 2);
});

inBackground(
  'resumed with a server that is well, whatever became of the socket meanwhile: answered once',
  [{ delayMs: 100, body: superpower('interaction') }],
  async ({ run, resume }) => {
    await pause(300);
    assert.ok((await resume()) < 2_000);
    assert.equal(await run(() => client.metrics().answered), 1);
    assert.equal(await run(() => valuesOf(seen, 'error').length), 0);
  },
);
