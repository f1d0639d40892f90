import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FAULTS } from '../../www-demo/sandbox/faults/table.mjs';
import { envelope, eventually, faultySandbox, open, post } from './helper.mjs';

const running = await faultySandbox();
const { control } = running;
const url = (path) => `${running.url}/control/${path}`;
const faultOver = async (body) => {
  const response = await post(url('fault'), body);
  return { status: response.status, ...(await response.json()) };
};
const ids = () => control.log().connections.map(({ id }) => id);

/** Which of the clients get their pushed frame twice. */
async function doubled(...clients) {
  control.push({ messages: [{ text: '"push"' }, { text: '"end"' }] });
  const frames = await Promise.all(clients.map((client) => client.until((frame) => frame === 'end')));
  return frames.map((all) => all.filter((frame) => frame === 'push').length > 1);
}

test('all: present and future connections', async () => {
  const present = await open(running);
  control.fault({ fault: 'duplicate' });
  const future = await open(running);
  assert.deepEqual(await doubled(present, future), [true, true]);
});

test('present: not those that open later', async () => {
  const present = await open(running);
  control.fault({ fault: 'duplicate', to: 'present' });
  const future = await open(running);
  assert.deepEqual(await doubled(present, future), [true, false]);
});

test('future: not those that are open', async () => {
  const present = await open(running);
  control.fault({ fault: 'duplicate', to: 'future' });
  const future = await open(running);
  assert.deepEqual(await doubled(present, future), [false, true]);
});

test('next n: only so many that open from now on', async () => {
  const present = await open(running);
  control.fault({ fault: 'duplicate', next: 2 });
  const later = [await open(running), await open(running), await open(running)];
  assert.deepEqual(await doubled(present, ...later), [false, true, true, false]);
});

test('an id: this connection only', async () => {
  const [one, two] = [await open(running), await open(running)];
  const { faults } = control.fault({ fault: 'duplicate', to: ids()[1] });
  assert.deepEqual(faults[0].connections, [ids()[1]]);
  assert.deepEqual(await doubled(one, two), [false, true]);
});

test('close and kill at once mean present connections, unless future ones are named', async () => {
  const present = await open(running);
  control.fault({ fault: 'close', code: 4000 });
  assert.equal((await present.closed).code, 4000);
  (await open(running)).socket.terminate();
  control.fault({ fault: 'close', code: 4001, to: 'future' });
  assert.equal((await (await open(running)).closed).code, 4001);
  assert.equal((await (await open(running)).closed).code, 4001);
});

test('next n for handshakes: so many are refused, then they pass', async () => {
  control.fault({ fault: 'refuse', status: 500, next: 2 });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await open(running)).status);
  assert.deepEqual(statuses, [500, 500, undefined]);
});

test('the list of faults in force tells whom each hits, and forgets what is over', async () => {
  await open(running);
  control.fault([
    { fault: 'delay', ms: 5 },
    { fault: 'refuse', next: 3 },
    { fault: 'garbage', to: ids()[0] },
  ]);
  await open(running);
  const { active } = await (await fetch(url('faults'))).json();
  assert.deepEqual(
    active.map(({ fault, to, next, applied, connections }) => ({ fault, to, next, applied, connections })),
    [
      { fault: 'delay', to: 'all', next: undefined, applied: 1, connections: [ids()[0]] },
      { fault: 'refuse', to: undefined, next: 2, applied: 1, connections: undefined },
      { fault: 'garbage', to: ids()[0], next: undefined, applied: 1, connections: [ids()[0]] },
    ],
  );
  assert.equal(active[0].ms, 5);
  control.drop();
  await eventually(() => control.faults().active.length === 2, 'the fault of one connection ends with it');
});

test('faults are cleared one by one, or all at once', async () => {
  const { faults } = await faultOver([{ fault: 'refuse' }, { fault: 'token-hang' }, { fault: 'down' }]);
  const cleared = async (path) => (await fetch(url(path), { method: 'DELETE' })).json();
  assert.deepEqual(await cleared(`faults/${faults[0].id}`), { cleared: 1 });
  assert.match((await cleared(`faults/${faults[0].id}`)).error, /no fault \d+ is active; active are \[\d+, \d+\]/);
  assert.deepEqual(await cleared('faults'), { cleared: 2 });
  assert.deepEqual(control.faults().active, []);
  (await open(running)).socket.close();
});

test('a reset clears them as well', async () => {
  control.fault({ fault: 'refuse' });
  control.down();
  await post(url('reset'), '');
  assert.deepEqual(control.faults().active, []);
  (await open(running)).socket.close();
});

test('down and up over HTTP', async () => {
  assert.equal((await (await post(url('down'), { status: 500 })).json()).faults[0].status, 500);
  assert.equal((await open(running)).status, 500);
  assert.deepEqual(await (await post(url('up'), '')).json(), { cleared: 1 });
  (await open(running)).socket.close();
});

test('bad requests get 400, say what is wrong, and name what is allowed', async () => {
  const bad = [
    [{ fault: 'dely', ms: 5 }, /there is no fault "dely"; allowed are close, kill, half-open/, 'delay'],
    [{}, /there is no fault undefined/, 'refuse'],
    [{ fault: 'delay', mss: 5 }, /fault delay has no option mss; allowed are ms, direction/, 'ms'],
    [{ fault: 'refuse', to: 'all' }, /fault refuse has no option to/, 'next'],
    [{ fault: 'delay' }, /fault delay: .*required property 'ms'/],
    [{ fault: 'delay', ms: -1 }, /\/ms must be >= 0/],
    [{ fault: 'delay', ms: 2 ** 31 }, /\/ms must be <= 2147483647/],
    [{ fault: 'swallow', direction: 'up' }, /\/direction must be equal to one of the allowed values: in, out, both/],
    [{ fault: 'swallow', to: 'everyone' }, /\/to must be .*all, present, future/],
    [{ fault: 'swallow', to: 99_999 }, /no open connection 99999/],
    [{ fault: 'close', code: 70_000 }, /\/code must be <= 65535/],
    [{ fault: 'close', reason: '…'.repeat(50) }, /\/reason must have at most 123 bytes/],
    [{ fault: 'refuse', status: 101 }, /\/status/],
    [{ fault: 'kill', framesIn: 0 }, /\/framesIn must be >= 1/],
    [{ fault: 'down', how: 'closed' }, /needs forMs/],
    [{ fault: 'down', parts: ['token', 'cache'] }, /websocket, rest, token/],
    ['null', /a fault is an object/],
    ['{', /JSON/],
    [[{ fault: 'refuse' }, { fault: 'nonsense' }], /nonsense/, 'close'],
  ];
  for (const [body, message, allowed] of bad) {
    const { status, error, allowed: names } = await faultOver(body);
    assert.equal(status, 400, JSON.stringify(body));
    assert.match(error, message);
    if (allowed) assert.ok(names.includes(allowed), error);
  }
  assert.deepEqual(control.faults().active, [], 'nor does a part of them take effect');
  assert.throws(() => control.fault({ fault: 'dely' }), TypeError);
});

test('the endpoint describes every fault, and so does the README', async () => {
  const { known } = await (await fetch(url('faults'))).json();
  assert.deepEqual(
    known.map(({ name }) => name),
    FAULTS.map(({ name }) => name),
  );
  const readme = readFileSync(new URL('../../www-demo/sandbox/README.md', import.meta.url), 'utf8');
  for (const { name, does, options } of known) {
    assert.ok(does.endsWith('.'), name);
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    assert.ok(row, `the README has no row for ${name}`);
    for (const option of Object.keys(options)) {
      const common = ['to', 'next', 'skip', 'limit'].includes(option);
      assert.ok(common || row.includes(`\`${option}\``), `the README does not name ${option} of ${name}`);
    }
  }
});

test('every fault can be put in force and cleared over a live connection', async () => {
  const required = {
    delay: { ms: 1 },
    oversize: { bytes: 10 },
    'handshake-delay': { ms: 1 },
    'token-delay': { ms: 1 },
  };
  required['rest-delay'] = { ms: 1 };
  for (const { name, place } of FAULTS) {
    const client = await open(running);
    client.socket.on('error', () => {});
    const scope = place === 'connection' ? { to: 'all' } : {};
    const { faults } = await faultOver({ fault: name, ...required[name], ...scope });
    assert.equal(faults[0].fault, name);
    control.clearFaults();
    const after = await open(running);
    after.send(envelope('summarize'));
    assert.equal((await after.received(1))[0].payload.state, 'started', name);
    for (const { socket } of [client, after]) socket.terminate();
  }
});
