// The adapters in a page, each with its framework.
import assert from 'node:assert/strict';
import { bundleApp } from './adapters/bundle.mjs';
import { envelopes, eventually, inPage, script, superpower } from './helper.mjs';

const APPS = {
  React: await bundleApp('react.jsx'),
  Vue: await bundleApp('vue.js'),
  Svelte: await bundleApp('svelte.js'),
};

/** Loads an app into the page as `app`, with `connect`, which counts the clients that it makes. */
const load = (run, code) =>
  run(async (code) => {
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    window.module = await import(url);
    window.clients = [];
    window.connect = () => {
      clients.push(quick());
      return clients.at(-1);
    };
    window.target = document.body.appendChild(document.createElement('main'));
    window.show = () => (window.app = module.mount(target, connect));
    window.shown = (id) => document.getElementById(id)?.textContent;
    window.messages = () => [...document.querySelectorAll('li')].map(({ textContent }) => textContent);
  }, code);

const streamed = (...texts) => texts.map((text) => superpower('interaction', 'streaming', text));

for (const [name, code] of Object.entries(APPS)) {
  inPage(
    `${name}: a streamed answer shows as it comes, over one socket with one token, from one client`,
    async (test) => {
      const { run, control } = test;
      await load(run, code);
      const texts = ['It', 'It is', 'It is on its way.'];
      script(control, [...streamed(...texts.slice(0, 2)), superpower('interaction', 'completed', texts[2])]);
      const found = await run(async () => {
        show();
        await come(() => app.controls.isReady && shown('connection') === 'idle');
        const seen = [];
        new MutationObserver(() => seen.push(shown('request'))).observe(target, {
          subtree: true,
          childList: true,
          characterData: true,
        });
        const { text } = await app.controls.request.run(params());
        await come(() => shown('request').startsWith('false'));
        await come(() => shown('connection') === 'open');
        return { text, seen, end: shown('request'), clients: clients.length };
      });
      assert.equal(found.text, texts[2]);
      assert.equal(found.end, `false ${texts[2]} 3 `);
      assert.equal(found.seen[0], 'true  0 ');
      assert.equal(found.clients, 1);
      const { tokensIssued, socketsOpened } = control.counts();
      assert.deepEqual([tokensIssued, socketsOpened], [1, 1]);
    },
  );

  inPage(`${name}: what is taken away and brought back at once keeps client, token and socket`, async (test) => {
    const { run, control } = test;
    await load(run, code);
    const ended = await run(async () => {
      show();
      await come(() => app.controls.isReady);
      await app.controls.client.openConnection();
      app.again();
      await come(() => shown('connection') === 'open');
      // Longer than it takes to end a client that nobody needs.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await app.controls.request.run(params());
      return clients.map(({ connection }) => connection.state);
    });
    assert.deepEqual(ended, ['open']);
    const { tokensIssued, socketsOpened } = control.counts();
    assert.deepEqual([tokensIssued, socketsOpened], [1, 1]);
  });

  inPage(`${name}: what is taken away for good gives up its request and ends its client`, async (test) => {
    const { run, control } = test;
    await load(run, code);
    script(control, []);
    const found = await run(async () => {
      show();
      await come(() => app.controls.isReady);
      const asked = app.controls.request.run(params());
      await come(() => asked.state === 'sent');
      app.unmount();
      const code = await codeOf(asked);
      await come(() => clients[0].connection.state === 'closed');
      return { code, left: target.textContent, after: await codeOf(clients[0].interaction(params())) };
    });
    assert.deepEqual(found, { code: 'REQUEST_CANCELLED', left: '', after: 'CONNECTION_CLOSED' });
    await eventually(() => control.log().connections.every(({ closedAt }) => closedAt !== null));
  });

  inPage(`${name}: a component that goes gives up what it asked, and leaves the client to the others`, async (test) => {
    const { run, control } = test;
    await load(run, code);
    script(control, [], []);
    const found = await run(async () => {
      show();
      await come(() => app.controls.isReady);
      const { request, chat } = app.controls;
      const asked = [request.run(params()), chat.send('Hello')];
      await come(() => asked.every(({ state }) => state === 'sent'));
      app.hide();
      const codes = await Promise.all(asked.map((one) => codeOf(one)));
      return { codes, state: clients[0].connection.state };
    });
    assert.deepEqual(found, { codes: ['REQUEST_CANCELLED', 'REQUEST_CANCELLED'], state: 'open' });
  });

  inPage(`${name}: a conversation shows what is said and answered, and asks again for what failed`, async (test) => {
    const { run, control } = test;
    await load(run, code);
    const broken = { ...superpower('interaction', 'error'), error: { code: 'BROKEN', message: 'broken' } };
    script(
      control,
      [...streamed('Hi'), superpower('interaction', 'completed', 'Hi there')],
      [broken],
      [superpower('interaction', 'completed', 'Here')],
    );
    const found = await run(async () => {
      show();
      await come(() => app.controls.isReady);
      await app.controls.chat.send('Hello');
      await come(() => messages()[1]?.includes('done'));
      await app.controls.chat.send('Where is it?').catch(() => {});
      await come(() => messages()[3]?.includes('failed'));
      const failed = messages();
      await app.controls.chat.retry();
      await come(() => messages()[3]?.includes('done'));
      return { failed, end: messages() };
    });
    assert.match(found.failed[3], /^bot .*failed \w+$/);
    assert.deepEqual(found.end, [
      'user Hello done ',
      'bot Hi there done ',
      'user Where is it? done ',
      'bot Here done ',
    ]);
    const asked = envelopes(control).map(({ payload: { request } }) => [
      request.connections.threadId,
      request.scope.conversations[0].messages.map(({ content }) => content).join('|'),
    ]);
    assert.deepEqual(asked, [
      [asked[0][0], 'Hello'],
      [asked[0][0], 'Hello|Hi there|Where is it?'],
      [asked[0][0], 'Hello|Hi there|Where is it?'],
    ]);
    assert.equal(control.counts().framesInvalid, 0);
  });

  inPage(`${name}: a drop shows, and what was not answered is answered after it`, async (test) => {
    const { run, control } = test;
    await load(run, code);
    script(control, { messages: [], close: { code: 1011 } }, [superpower('interaction', 'completed', 'Back')]);
    const found = await run(async () => {
      show();
      await come(() => app.controls.isReady);
      const states = [];
      new MutationObserver(() => states.push(shown('connection'))).observe(target, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      const { text } = await app.controls.chat.send('Hello');
      await come(() => messages()[1]?.includes('done'));
      return { text, states: [...new Set(states)] };
    });
    assert.equal(found.text, 'Back');
    for (const state of ['open', 'waiting']) assert.ok(found.states.includes(state), `${state} was shown`);
  });

  inPage(`${name}: where nothing provides a client, it is said what to do`, async ({ run }) => {
    await load(run, code);
    const told = await run(() => new Promise((resolve) => module.mountLost(target, ({ message }) => resolve(message))));
    assert.match(told, /^There is no .*(<OptaveProvider> around|app\.use\(createOptave|provideOptave)/);
  });
}

inPage('React: what was hidden with its provider, and is shown again, has a client that works', async ({ run }) => {
  await load(run, APPS.React);
  const found = await run(async () => {
    const { controls, hide, show } = module.mountHideable(target, connect);
    await come(() => controls.isReady);
    await controls.client.openConnection();
    hide();
    await come(() => clients[0].connection.state === 'closed');
    show();
    await come(() => controls.client !== clients[0]);
    const { state } = await controls.request.run(params());
    return { state, clients: clients.length, connection: clients[1].connection.state };
  });
  assert.deepEqual(found, { state: 'completed', clients: 2, connection: 'open' });
});
