// Programs written for the vendor's SDK (pages/vendor), of which nothing was changed but the import line.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { withoutPage } from './engines.mjs';
import { envelopes, eventually, inPage, invalidFrames, script, superpower } from './helper.mjs';

const FOLDER = new URL('./pages/vendor/', import.meta.url);
const PROGRAMS = readdirSync(FOLDER).filter((name) => name.endsWith('.js') && name !== 'conversation.js');

withoutPage('each program has the SDK from one import line, under the vendor’s name', () => {
  assert.ok(PROGRAMS.length >= 6);
  for (const name of PROGRAMS) {
    const imports = readFileSync(new URL(name, FOLDER), 'utf8').match(/^import .*|optave-web-sdk|\bimport\(/gm);
    assert.deepEqual(
      imports.filter((line) => !line.endsWith("'./conversation.js';")),
      ["import OptaveJavaScriptSDK from 'optave-web-sdk';"],
      name,
    );
  }
});

/** A test with one of the programs, as `program` in the page. */
const withProgram = (program, name, body, options) =>
  inPage(
    `${program}: ${name}`,
    async (test) => {
      await test.run(async (file) => {
        window.program = await import(file);
      }, `/page/vendor/${program}.js`);
      await body(test);
    },
    { path: '/page/vendor/index.html', ...options },
  );

withProgram('await', 'connects, asks, waits for the answers, closes', async ({ run, control }) => {
  const { answers, sessionId } = await run(() => program.main());
  assert.equal(answers.length, 3);
  for (const answer of answers) assert.match(answer, / completed$/);
  assert.deepEqual(
    envelopes(control).map(({ headers }) => [headers.action, headers.tenantId]),
    [
      ['interaction', 'tenant-7'],
      ['summarize', 'tenant-7'],
      ['translate', 'tenant-7'],
    ],
  );
  assert.deepEqual(invalidFrames(control), []);
  const [handshake] = control.log().handshakes;
  assert.equal(handshake.search.OptaveTraceChatSessionId, sessionId);
  assert.equal(handshake.transport, 'subprotocol');
  const [connection] = await eventually(() => {
    const { connections } = control.log();
    return connections[0]?.closeCode !== null && connections;
  }, 'the connection is closed');
  assert.equal(connection.closeCode, 1000);
});

withProgram('events', 'sends when it is open, and hears everything from events', async ({ run, control }) => {
  const answered = () => run(() => program.seen.actions.filter((said) => said.endsWith('completed')).length >= 2);
  await eventually(answered, 'both are answered');
  await eventually(() => control.requests().length === 2);
  const { states, legacy, superpowers, errors } = await run(() => program.seen);
  assert.equal(states[0], 'open');
  assert.ok(states.includes('message reception') && states.includes('message interaction'), states.join());
  assert.equal(states.length - 1, legacy.length, 'what was parsed from the text is what came as an object');
  assert.deepEqual(legacy, superpowers);
  assert.deepEqual(errors, []);
});

withProgram('events', 'hears of every failure from events, once, by category and code', async ({ run, control }) => {
  await eventually(() => control.requests().length === 2);
  script(control, [superpower('interaction', 'error', 'the quota is used up')]);
  await run(() => void program.say('Do you hire out sledges?'));
  await eventually(() => run(() => program.seen.errors.length === 1), 'the server’s error');
  await run(() => {
    program.sayNothing();
    program.dance();
  });
  await eventually(() => run(() => program.seen.errors.length === 3), 'the SDK’s own errors');
  control.push({ messages: [{ text: 'no JSON' }] });
  await eventually(() => run(() => program.seen.errors.length === 4), 'an error that belongs to no request');
  const { errors, structured } = await run(() => program.seen);
  assert.deepEqual(errors, [
    'ORCHESTRATOR REMOTE_ERROR',
    'VALIDATION REQUIRED_FIELDS_MISSING',
    'VALIDATION INVALID_ACTION',
    'WEBSOCKET INVALID_JSON',
  ]);
  assert.deepEqual(structured, [[true, 'ORCHESTRATOR', 'REMOTE_ERROR', 'the quota is used up']]);
});

inPage(
  'events: a connection that cannot be opened is told to the event, too',
  async ({ run, control }) => {
    control.token({ answers: [{ status: 403 }] });
    await run(async () => {
      window.program = await import('/page/vendor/events.js');
    });
    await eventually(() => run(() => program.seen.errors.length > 0));
    assert.deepEqual(await run(() => program.seen.errors), ['AUTHENTICATION TOKEN_PROVIDER_FAILED']);
  },
  { path: '/page/vendor/index.html' },
);

withProgram('promises', 'every action by the name that ends in Async', async ({ run, control }) => {
  const states = await run(() => program.all());
  assert.deepEqual(states, Array(9).fill('completed'));
  assert.deepEqual(invalidFrames(control), []);
  assert.deepEqual(
    envelopes(control)
      .map(({ headers }) => headers.action)
      .sort(),
    [
      'adjust',
      'customerinteraction',
      'elevate',
      'insights',
      'interaction',
      'reception',
      'recommend',
      'summarize',
      'translate',
    ],
  );
});

withProgram('promises', 'time limits and cancelling', async ({ run, control }) => {
  script(control, ...Array(4).fill({ silent: true }));
  assert.deepEqual(await run(() => program.impatient()), {
    codes: ['REQUEST_TIMEOUT', ...Array(3).fill('REQUEST_CANCELLED')],
    wasCancelled: true,
    isTwice: false,
    count: 2,
  });
});

withProgram('errors', 'failures are sorted by category and code', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'this failed, as you asked')], { silent: true });
  const found = await run(async () => {
    const found = {};
    for (const name of ['failing', 'incomplete', 'strange', 'slow']) {
      found[name] = await program.attempt(program.attempts[name]);
    }
    return { ...found, signIn: await program.attempt(program.signIn), leak: await program.attempt(program.leak) };
  });
  assert.equal(found.failing.advice, 'this failed, as you asked (REMOTE_ERROR)');
  assert.equal(
    found.incomplete.advice,
    'correct request.attributes.content, request.attributes.instruction (REQUIRED_FIELDS_MISSING)',
  );
  assert.match(found.strange.advice, /^correct colour: .* \(PAYLOAD_SCHEMA_MISMATCH\)$/);
  assert.equal(found.slow.advice, 'try again (REQUEST_TIMEOUT)');
  assert.equal(found.signIn.advice, 'sign in again (TOKEN_PROVIDER_FAILED)');
  assert.match(found.leak.advice, /^correct clientSecret: .* \(CLIENT_SECRET_IN_CLIENT_ENV\)$/);
  assert.ok(Object.values(found).every(({ hasSuggestions }) => hasSuggestions));
});

withProgram('reconnect', 'its own reconnecting and ours do not get in each other’s way', async ({ run, control }) => {
  await run(() => program.started);
  assert.equal(await run(() => program.ask()), 'completed');
  control.fault({ fault: 'kill' });
  await eventually(() => run(() => program.seen.filter((what) => what === 'open').length === 2), 'open again');
  assert.equal(await run(() => program.ask()), 'completed');
  assert.deepEqual(await run(() => program.seen), ['open', 1006, 'open']);
  const { socketsOpened, socketsOpen, tokensReused } = control.counts();
  assert.deepEqual({ socketsOpened, socketsOpen, tokensReused }, { socketsOpened: 2, socketsOpen: 1, tokensReused: 0 });
});

withProgram('cleanup', 'checks, looks, listens, and takes its listeners away', async ({ run }) => {
  assert.deepEqual(await run(() => program.versions()), ['3.2.1', 'optave.message.v3', 128, 'chat', true]);
  assert.deepEqual(await run(() => program.check()), [true, false, false]);
  assert.deepEqual(await run(() => program.main()), {
    states: [false, true, false],
    counts: [2, 1, 0, 0],
    heard: ['open', 'open'],
  });
});

withProgram('cleanup', 'leaves nothing behind', async ({ run, control }) => {
  script(control, { silent: true });
  assert.equal(await run(() => program.leave()), 'REQUEST_CANCELLED');
  await eventually(() => control.counts().socketsOpen === 0, 'the socket is closed');
  const [handshake] = control.log().handshakes;
  assert.equal(handshake.transport, 'query');
  const lines = await run(() => program.logger.lines);
  assert.equal(lines.length, 1, 'one warning: the token in the URL');
});
