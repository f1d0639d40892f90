// The adapters as somebody's server loads them: what they render there, and what they bring along.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import { pkg } from '../../pkg-template/build/paths.mjs';
import { bundleSvelteServer } from '../e2e/adapters/bundle.mjs';
import { read } from './tarball.mjs';

const ADAPTERS = { react: ['react'], vue: ['vue'], svelte: ['svelte'] };

/** A server has no client, and needs none. */
const connect = () => {
  throw new Error('a client was made');
};

const load = (file) => import(path.join(pkg, file));

test('they import their framework and nothing else: the client is whichever the page uses', () => {
  for (const [name, expected] of Object.entries(ADAPTERS)) {
    const imported = [
      ...read(`${name}.js`)
        .toString()
        .matchAll(/from\s*"([^"]+)"|import\s*"([^"]+)"/g),
    ];
    assert.deepEqual(
      imported.map(([, from, bare]) => from ?? bare),
      expected,
      name,
    );
  }
});

test('that of React begins by saying that it is for the browser', () => {
  assert.match(read('react.js').toString(), /^"use client";/);
  assert.match(read('react.cjs').toString(), /^"use strict";\s*"use client";|^"use client";/);
});

test('require() finds the same as import', async () => {
  const require = createRequire(import.meta.url);
  for (const name of ['react', 'vue']) {
    const required = require(path.join(pkg, `${name}.cjs`));
    assert.deepEqual(Object.keys(required).sort(), Object.keys(await load(`${name}.js`)).sort(), name);
  }
});

test('React renders on a server what stands there before anything happens, and makes no client', async () => {
  const { OptaveProvider, useConnection, useConversation, useRequest } = await load('react.js');
  const Chat = () => {
    const { state } = useConnection();
    const { isPending, text } = useRequest('interaction');
    const { messages, threadId } = useConversation();
    return createElement('p', null, JSON.stringify([state, isPending, text, threadId, messages]));
  };
  const app = createElement(OptaveProvider, { client: connect }, createElement(Chat));
  assert.equal(renderReact(app).replaceAll('&quot;', '"'), '<p>["idle",false,"","",[]]</p>');
});

test('so does Vue', async () => {
  const { createOptave, useConnection, useConversation, useRequest } = await load('vue.js');
  const Chat = {
    setup() {
      const connection = useConnection();
      const { isPending, text } = useRequest('interaction');
      const { messages, threadId } = useConversation();
      return () =>
        h('p', JSON.stringify([connection.value.state, isPending.value, text.value, threadId.value, messages.value]));
    },
  };
  const html = await renderVue(createSSRApp(Chat).use(createOptave(connect)));
  assert.equal(html.replaceAll('&quot;', '"'), '<p>["idle",false,"","",[]]</p>');
});

test('and so does Svelte', async () => {
  const code = await bundleSvelteServer('ServerChat.svelte');
  const { App, render } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const { body } = render(App, { props: { connect } });
  assert.match(body.replaceAll('&quot;', '"'), /<p>\["idle",false,"","",\[\]\]<\/p>/);
});

test('visitors of a server who render with the same function share no client', async () => {
  const { OptaveProvider, useOptave } = await load('react.js');
  const made = [];
  const connect = () => made[made.push({ number: made.length }) - 1];
  const Number = () => createElement('p', null, useOptave().number);
  for (const number of [0, 1]) {
    const app = createElement(OptaveProvider, { client: connect }, createElement(Number));
    assert.equal(renderReact(app), `<p>${number}</p>`);
  }
});
