import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { REQUIRED_PATHS } from '../../www-demo/sandbox/actions.mjs';
import { envelope, open, payload, rest, sandbox } from './helper.mjs';

const running = await sandbox();
const ACTIONS = Object.keys(REQUIRED_PATHS);

const textOf = (message) =>
  message.message.results.flatMap((result) => result.response.map((part) => part.content)).join('\n');

/** The reply of an action, over REST, in the bare form. */
async function reply(action, overrides) {
  running.control.config({ form: 'bare' });
  const { status, json, text } = await rest(running, action, payload(overrides));
  running.control.reset();
  assert.equal(status, 200, text);
  return json().find(({ actionType, state }) => actionType === action && state === 'completed');
}

for (const action of ACTIONS) {
  test(`${action}: the reply completes first, and REST says the same as the WebSocket`, async () => {
    running.control.config({ form: 'bare' });
    const messages = (await rest(running, action, payload())).json();
    const client = await open(running);
    client.send(envelope(action));
    assert.deepEqual(await client.received(messages.length), messages);
    client.socket.close();
    running.control.reset();
    const completed = messages.filter(({ state }) => state === 'completed');
    assert.equal(completed[0].actionType, action);
    assert.ok(textOf(completed[0]).length > 0);
    const types = new Set(messages.map(({ actionType }) => actionType));
    assert.equal(completed.length, types.size);
    assert.equal(messages.length, types.size * 2);
  });
}

test('answers and errors are what the wire types say an answer is', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../pkg/schema.json', import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(schema, 'contract');
  const form = {
    envelope: ajv.compile({ $ref: 'contract#/$defs/AnswerEnvelope' }),
    bare: ajv.compile({ $ref: 'contract#/$defs/SuperpowerMessage' }),
  };
  for (const [name, valid] of Object.entries(form)) {
    for (const errorForm of ['superpower', 'top-level', 'actionType']) {
      running.control.config({ form: name, errorForm });
      const good = await Promise.all(ACTIONS.map((action) => rest(running, action, payload())));
      const messages = good.flatMap(({ json }) => json());
      messages.push((await rest(running, 'summarize', payload({ scope: {} }))).json());
      for (const message of messages) {
        assert.ok(valid(message), `${JSON.stringify(message)} ${ajv.errorsText(valid.errors)}`);
      }
    }
  }
  running.control.reset();
});

test('interaction fans out to the superpowers, enveloped with the ids of the request', async () => {
  const client = await open(running);
  const request = envelope('interaction', payload(), { tenantId: 'tenant-1' });
  client.send(request);
  const messages = await client.received(12);
  for (const { action, headers } of messages) {
    assert.equal(action, 'message');
    assert.equal(headers.correlationId, request.headers.correlationId);
    assert.equal(headers.traceId, request.headers.traceId);
    assert.equal(headers.tenantId, 'tenant-1');
    assert.equal(headers.action, 'interaction');
    assert.equal(headers.schemaRef, 'optave.response.v3');
  }
  assert.deepEqual(
    messages.filter(({ payload: { state } }) => state === 'completed').map(({ payload: { actionType } }) => actionType),
    ['interaction', 'sentiment', 'risk', 'escalation_need', 'language', 'search_need'],
  );
  client.socket.close();
});

test('with streaming the text grows before it completes', async () => {
  const client = await open(running);
  client.send(envelope('interaction', payload({ settings: { disableStream: false } })));
  const messages = (await client.received(15)).map((message) => message.payload);
  const parts = messages.filter(({ state }) => state === 'streaming').map(textOf);
  const whole = textOf(messages.find(({ state }) => state === 'completed'));
  assert.equal(parts.length, 3);
  for (const [index, part] of parts.entries()) {
    assert.ok(whole.startsWith(part));
    assert.ok(part.length > (parts[index - 1]?.length ?? 0));
  }
  client.socket.close();
});

test('recommend ranks the offers of the caller and hands them back unchanged', async () => {
  const { message } = await reply('recommend');
  assert.deepEqual(
    message.results.map(({ offer }) => offer.id),
    ['bali', 'ski'],
  );
  assert.deepEqual(message.results[0].offer, payload().request.resources.offers[1]);
  assert.ok(message.results[0].score > message.results[1].score);
});

test('replies follow the conversation and the settings', async () => {
  assert.match(textOf(await reply('interaction')), /Hello Alice!/);
  assert.match(textOf(await reply('interaction', { settings: { overrideOutputLanguage: 'fr-FR' } })), /Bonjour Alice/);
  const short = textOf(await reply('interaction', { settings: { maxResponseLength: 20 } }));
  assert.ok(short.length <= 20, short);
  assert.match(textOf(await reply('adjust')), /^Hello Alice! Thanks\. I cannot come\./);
  assert.match(textOf(await reply('elevate')), /I cannot come/);
  assert.match(textOf(await reply('summarize')), /Alice wrote: “Hello, I am looking for holiday/);
  assert.match(textOf(await reply('reception')), /sales/);
  assert.match(textOf(await reply('insights')), /Topics: holiday/);
  const french = { attributes: { content: 'Hello, where is my order?', instruction: 'to French' } };
  assert.equal(textOf(await reply('translate', french)), 'Bonjour, où est ma commande?');
});

test('what is not strict is answered, or refused, but never fatal', async () => {
  running.control.config({ strict: false });
  const client = await open(running);
  const odd = [null, 1, [], { request: 1 }, { request: { scope: { conversations: [null, { messages: [0] }] } } }];
  for (const body of odd) for (const action of [...ACTIONS, 'toString', 7, null]) client.send(envelope(action, body));
  client.send({ action: 'message' });
  client.send(envelope('summarize', payload(), { correlationId: 'last' }));
  const all = await client.until(({ headers }) => headers.correlationId === 'last');
  assert.ok(all.some(({ headers }) => headers.schemaRef === 'optave.error.v3'));
  client.socket.close();
  running.control.reset();
});
