import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { REQUIRED_PATHS } from '../../www-demo/sandbox/actions.mjs';
import { completedAll, envelope, open, payload, rest, sandbox } from './helper.mjs';

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
  const messages = (await client.until(completedAll(6))).map((message) => message.payload);
  const parts = messages.filter(({ state }) => state === 'streaming').map(textOf);
  const whole = textOf(messages.find(({ state }) => state === 'completed'));
  assert.equal(parts.length, 11);
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1]?.length ?? 0;
    assert.ok(whole.startsWith(part));
    assert.ok(part.length > before);
    assert.ok(part.slice(before).trim().split(' ').length <= 4, `a small step: “${part.slice(before)}”`);
  }
  client.socket.close();
});

test('of a reply with fewer words than parts no part comes twice', async () => {
  running.control.config({ form: 'bare' });
  const turns = [
    ['u', 'Hello'],
    ['a', '…'],
    ['u', 'Thanks!'],
  ];
  const { json } = await rest(running, 'interaction', said(turns, { settings: { disableStream: false } }));
  running.control.reset();
  const parts = json().filter(({ state }) => state === 'streaming');
  const texts = parts.map(textOf);
  assert.ok(texts.length > 1 && texts.length < 11, `${texts.length} parts`);
  assert.equal(new Set(texts).size, texts.length);
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

test('recommend says why in the words and the language of the customer', async () => {
  const offers = [
    { id: 'a', title: 'Jackets “Tromsø”', description: 'warm' },
    { id: 'b', title: 'Veste “Voss”', description: 'chaude' },
  ];
  const why = async (content) => {
    const { request } = said([['u', content]], { resources: { codes: [], links: [], offers } });
    const { message } = await reply('recommend', request);
    return message.results.map(({ response }) => response[0].content);
  };
  assert.deepEqual(await why('I would like the warm jackets, please.'), [
    'Because you mentioned warm and jackets.',
    'Another possibility.',
  ]);
  assert.deepEqual(await why('Bonjour, je cherche une veste chaude pour la montagne.'), [
    'Parce que vous parlez de veste et chaude.',
    'Une autre possibilité.',
  ]);
});

/** A payload with this conversation, turn by turn: `u` is the customer, `o` the operator, `a` the assistant. */
function said(turns, overrides = {}) {
  const participants = [
    { participantId: 'u', displayName: 'Alice Hawthorne', role: 'user' },
    { participantId: 'o', displayName: 'Tom Callahan', role: 'operator' },
    { participantId: 'a', displayName: 'Assistant', role: 'bot' },
  ];
  const messages = turns.map(([participantId, content]) => ({ participantId, content }));
  const conversation = { conversationId: 'conversation-1', participants, messages, metadata: {} };
  return payload({ scope: { conversations: [conversation] }, ...overrides });
}

const replyTo = async (turns, overrides, action = 'interaction') =>
  textOf(await reply(action, said(turns, overrides).request));

for (const [language, hello, question] of [
  ['English', 'Hello Alice!', 'Where is my order?'],
  ['French', 'Bonjour Alice !', 'Où est ma commande ? Merci pour votre aide.'],
  ['German', 'Hallo Alice!', 'Wo ist meine Bestellung?'],
  ['Spanish', '¡Hola Alice!', '¿Dónde está mi pedido?'],
]) {
  test(`in ${language}, the customer is greeted once, by whoever answers first`, async () => {
    for (const action of ['interaction', 'reception']) {
      assert.ok((await replyTo([['u', question]], {}, action)).startsWith(hello));
      for (const who of ['o', 'a']) {
        const turns = [
          ['u', question],
          [who, '…'],
          ['u', question],
        ];
        const again = await replyTo(turns, {}, action);
        assert.ok(!again.includes(hello) && again.length > 20, again);
      }
    }
  });
}

test('thanks are taken as thanks, whatever was asked before', async () => {
  for (const [question, thanks, expected] of [
    ['Where is my order?', 'Thanks!', 'You are welcome. Have a nice day!'],
    ['Where is my order?', 'That is great, thank you very much', 'You are welcome. Have a nice day!'],
    ['Where is my order?', 'OK', 'You are welcome. Have a nice day!'],
    ['Où est ma commande ?', 'D’accord.', 'Je vous en prie. Bonne journée !'],
    ['Où est ma commande ?', 'Merci beaucoup.', 'Je vous en prie. Bonne journée !'],
    ['Wo ist meine Bestellung?', 'Danke', 'Gern geschehen. Einen schönen Tag noch!'],
    ['¿Dónde está mi pedido?', 'Muchas gracias', 'De nada. ¡Que tenga un buen día!'],
  ]) {
    const turns = [
      ['u', question],
      ['a', '…'],
      ['u', thanks],
    ];
    assert.equal(await replyTo(turns), expected);
  }
  const more = [
    ['u', 'Hello'],
    ['a', '…'],
    ['u', 'Thanks. And where is my order?'],
  ];
  assert.match(await replyTo(more), /on its way/);
});

test('before anything was answered, a polite request is no thanks', async () => {
  for (const [request, expected] of [
    ['Thank you for looking at my problem.', /tell me a little more/],
    ['Thanks!', /tell me a little more/],
    ['Merci de bien vouloir m’aider.', /en dire un peu plus/],
    ['Danke im Voraus für Ihre Hilfe.', /etwas mehr dazu sagen/],
    ['Muchas gracias por su ayuda.', /contarme un poco más/],
  ]) {
    assert.match(await replyTo([['u', request]]), expected, request);
  }
});

test('what is said of a payment fits whatever is asked about one', async () => {
  for (const [request, expected] of [
    ['My card was declined.', /billing/],
    ['You charged me twice!', /billing/],
    ['Where is my invoice?', /billing/],
    ['Vous m’avez débité deux fois !', /facturation/],
    ['Wo ist meine Rechnung?', /Buchhaltung/],
    ['¿Dónde está mi factura?', /facturación/],
  ]) {
    const reply = await replyTo([['u', request]]);
    assert.match(reply, expected, request);
    assert.doesNotMatch(reply, /nothing is charged|refused|refusée|abgelehnt|rechaza/, request);
  }
});

test('a reply says nothing twice: neither what was answered already nor the closing', async () => {
  const asked = [['u', 'Where is my order?']];
  const first = await replyTo(asked);
  assert.match(first, /on its way.*anything else/);
  const answered = [...asked, ['a', first]];
  assert.doesNotMatch(await replyTo([...answered, ['u', 'I see.']]), /on its way|anything else/);
  assert.match(await replyTo([...answered, ['u', 'My payment did not work.']]), /billing/);
  assert.doesNotMatch(await replyTo([...answered, ['u', 'My payment did not work.']]), /anything else/);
  assert.match(await replyTo([...asked, ['u', 'It is about FF-20417.']]), /on its way/, 'what is still to be answered');
});

test('a link stands where it helps: the one to pay with a payment, the one to track with a delivery', async () => {
  const track = { id: 't', type: 'tracking', url: 'https://shop.example/track', label: 'Track it' };
  const pay = { id: 'p', type: 'payment_link', url: 'https://shop.example/pay', label: 'Pay now' };
  const help = { id: 'h', type: 'contact', url: 'https://shop.example/help', label: 'Write to us' };
  for (const links of [
    [track, pay, help],
    [help, pay, track],
  ]) {
    const resources = { links };
    assert.match(
      await replyTo([['u', 'My payment by card did not work.']], { resources }),
      /Pay now: https:\S+\/pay\./,
    );
    assert.match(await replyTo([['u', 'Where is my order?']], { resources }), /Track it: https:\S+\/track\./);
  }
  for (const question of ['My payment did not work.', 'Where is my order?']) {
    assert.doesNotMatch(await replyTo([['u', question]], { resources: { links: [help] } }), /https:/);
  }
});

test('who was charged already is not asked to pay, but shown the invoice where there is one', async () => {
  const pay = { id: 'p', type: 'payment_link', url: 'https://shop.example/pay', label: 'Pay now' };
  const invoice = { id: 'i', type: 'invoice', url: 'https://shop.example/invoice', label: 'Your invoice' };
  for (const question of [
    'You charged me twice!',
    'Where is my invoice?',
    'Vous m’avez débité deux fois !',
    'Sie haben zweimal von meiner Karte abgebucht.',
    'Me han cobrado dos veces.',
  ]) {
    const links = { resources: { links: [pay, invoice] } };
    assert.match(await replyTo([['u', question]], links), /Your invoice ?: https:\S+\/invoice\./, question);
    assert.doesNotMatch(await replyTo([['u', question]], { resources: { links: [pay] } }), /https:/, question);
  }
});

test('a shorter reply is what it says, not its greeting', async () => {
  const attributes = {
    content: 'Hello Alice! Your order is on its way. Anything else?',
    instruction: 'Make it shorter',
  };
  assert.equal(textOf(await reply('adjust', { attributes })), 'Your order is on its way.');
});

test('what takes more than a sentence comes in Markdown, with sources that its numbers lead to', async () => {
  for (const [question, language, expected] of [
    ['How much is shipping?', 'en', /\*\*two ways\*\*.*- From.*\[1\].*\| Express \|.*\[2\]$/s],
    ['Quels sont les frais de livraison pour ma commande ?', 'fr', /\*\*deux façons\*\*.*\| Express \|/s],
    ['Was sind die Versandkosten?', 'de', /\| Express \|/],
    ['¿Cuáles son los gastos de envío?', 'es', /\| Exprés \|/],
  ]) {
    const { message } = await reply('interaction', said([['u', question]]).request);
    const [{ response, sources, suggestions }] = message.results;
    assert.match(response[0].content, expected, language);
    assert.deepEqual(
      sources.map(({ url }) => url),
      ['https://shop.example/shipping', 'https://shop.example/returns'],
    );
    assert.ok(suggestions.length > 0);
    const without = { settings: { disableSources: true } };
    assert.doesNotMatch(await replyTo([['u', question]], without), /\[\d\]/);
  }
  assert.match(await replyTo([['u', 'How do I embed this chat?']]), /```html\n<script.*\n```/s);
});

test('one message is one message', async () => {
  const insights = (turns) => replyTo(turns, {}, 'insights');
  assert.match(await insights([['u', 'Hello']]), /^1 message from the customer, 0 answers;/);
  assert.match(
    await insights([
      ['u', 'Hello'],
      ['a', 'Hello!'],
      ['u', 'Thanks'],
    ]),
    /^2 messages from the customer, 1 answer;/,
  );
});

test('replies follow the conversation and the settings', async () => {
  assert.match(textOf(await reply('interaction')), /^With pleasure/);
  assert.match(textOf(await reply('interaction', { settings: { overrideOutputLanguage: 'fr-FR' } })), /^Avec plaisir/);
  const short = textOf(await reply('interaction', { settings: { maxResponseLength: 20 } }));
  assert.ok(short.length <= 20, short);
  assert.match(textOf(await reply('adjust')), /^Hello Alice! Thanks\. I cannot come\./);
  assert.match(textOf(await reply('elevate')), /I cannot come/);
  assert.match(textOf(await reply('summarize')), /Alice wrote: “Hello, I am looking for holiday/);
  assert.match(textOf(await reply('reception')), /sales/);
  assert.match(textOf(await reply('insights')), /Topics: holiday/);
  const french = [['u', 'Bonjour, je cherche une veste chaude pour la montagne.']];
  assert.match(await replyTo(french, {}, 'insights'), /Topics: veste, chaude, montagne\./);
  const toFrench = { attributes: { content: 'Hello, where is my order?', instruction: 'to French' } };
  assert.equal(textOf(await reply('translate', toFrench)), 'Bonjour, où est ma commande?');
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
