// The documentation’s first example as a widget developer would paste it: a page with the URL and the token provider
// added, and nothing else. The values are ours, the structure is the documentation’s.
import assert from 'node:assert/strict';
import { envelopes, eventually, inPage, invalidFrames } from './helper.mjs';

const OFF = { path: '/page/empty.html' };

inPage(
  'the example prints `Response:` and the data; over REST the same params give the same data',
  async ({ page, run, control, consoleLines }) => {
    await page.addScriptTag({ url: '/page/example.js', type: 'module' });
    await eventually(() => consoleLines.some(({ text }) => text.startsWith('Response:')));
    assert.deepEqual(
      consoleLines.map(({ type, text }) => [type, text.split(' ')[0]]),
      [['log', 'Response:']],
      'and nothing else: no warning, no error',
    );
    const { socket, rest } = await run(async () => {
      const { ask } = await import('/page/example.js');
      const { data } = await window.example;
      return { socket: data, rest: (await ask({ transport: 'rest', restUrl: location.origin })).data };
    });
    assert.equal(socket.actionType, 'interaction');
    assert.equal(socket.state, 'completed');
    assert.notEqual(socket.message.results[0].response[0].content, '');
    assert.deepEqual(rest, socket);
    assert.deepEqual(invalidFrames(control), []);
    assert.ok(control.log().rest.every(({ valid }) => valid));
  },
  OFF,
);

inPage(
  'what the example gives arrives as given',
  async ({ page, run, control }) => {
    await page.addScriptTag({ url: '/page/example.js', type: 'module' });
    await eventually(() => envelopes(control).length === 1);
    const given = await run(async () => (await import('/page/example.js')).interactionParams);
    const [{ headers, payload }] = envelopes(control);
    assert.equal(headers.timestamp, given.headers.timestamp);
    const contains = (actual, expected, path) => {
      if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) {
        assert.deepEqual(actual, expected, path);
        return;
      }
      for (const key of Object.keys(expected)) contains(actual?.[key], expected[key], `${path}.${key}`);
    };
    contains(payload, { session: given.session, request: given.request }, 'payload');
  },
  OFF,
);
