// What a page may do to a client without meaning to: answer it promises that reject, hand it what throws, call its methods
// without it, keep it when its frame is gone.
import assert from 'node:assert/strict';
import { inPage, script } from './helper.mjs';

inPage(
  'what a listener or onUpdate, a metric or a logger rejects with is logged, and nobody else feels it',
  async (test) => {
    const { run } = test;
    const found = await run(async () => {
      const lines = [];
      const logger = {
        error: async (text, error) => (lines.push([text, error.message]), Promise.reject(new Error('log'))),
      };
      const fail = (text) => async () => {
        throw new Error(text);
      };
      const client = make({ logger, onMetric: fail('metric') });
      client.on('open', fail('open')).on('update', fail('update'));
      const { state } = await client.interaction(params(), { until: ['interaction'], onUpdate: fail('render') });
      const told = () => [...new Set(lines.map((line) => line.join(': ')))].sort();
      await come(() => told().length >= 4);
      return { state, lines: told() };
    });
    assert.equal(found.state, 'completed');
    assert.deepEqual(found.lines, [
      '[optave] a listener of "open" rejected: open',
      '[optave] a listener of "update" rejected: update',
      '[optave] onMetric rejected: metric',
      '[optave] onUpdate rejected: render',
    ]);
  },
);

inPage('reconnect.isFinal that rejects is logged, and the connection opens again', async ({ run, control }) => {
  script(control, { close: { code: 4001 } });
  const found = await run(async () => {
    const logger = new Recorder();
    const client = quick({ logger, reconnect: { isFinal: () => Promise.reject(new Error('no')) } });
    const { state } = await client.interaction(params());
    return { state, lines: logger.lines.map(({ text }) => text) };
  });
  assert.deepEqual(found, { state: 'completed', lines: ['[optave] reconnect.isFinal rejected Error: no'] });
});
