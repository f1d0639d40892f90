// `--profile`: where the time goes, as self time per function, for sending and receiving at 1.7 KB. wasm functions have
// names only when the package was built with them.
import { freshPage } from './browser.mjs';

function selfTimes({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const totals = new Map();
  let whole = 0;
  samples.forEach((id, at) => {
    const { functionName, url, lineNumber, columnNumber } = byId.get(id).callFrame;
    const place = url ? ` ${url.replace(/^.*\/\/[^/]*/, '')}:${lineNumber + 1}:${columnNumber + 1}` : '';
    const name = `${functionName || '(anonymous)'}${place}`;
    totals.set(name, (totals.get(name) ?? 0) + timeDeltas[at]);
    whole += timeDeltas[at];
  });
  return { whole, totals: [...totals].sort((a, b) => b[1] - a[1]) };
}

/** Answers `{ send, receive }`, each a printed list. */
export async function profile(browser, url, name, { rounds = 40, count = 2_000 } = {}) {
  const page = await freshPage(browser, url);
  const cdp = await page.context().newCDPSession(page);
  await page.evaluate(async (name) => {
    globalThis.target = await (await import('/bench/page.js')).prepareProfile(name);
  }, name);
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 100 });
  const lists = {};
  for (const direction of ['send', 'receive']) {
    const merged = new Map();
    let whole = 0;
    for (let round = -10; round < rounds; round += 1) {
      const measured = async (wanted, work) => {
        if (!wanted || round < 0) return page.evaluate(work, count);
        await cdp.send('Profiler.start');
        await page.evaluate(work, count);
        const result = selfTimes((await cdp.send('Profiler.stop')).profile);
        for (const [key, us] of result.totals) merged.set(key, (merged.get(key) ?? 0) + us);
        whole += result.whole;
      };
      await measured(direction === 'send', (count) => globalThis.target.send(count));
      await page.evaluate(() => globalThis.target.prepare());
      await measured(direction === 'receive', () => globalThis.target.receive());
    }
    const top = [...merged].sort((a, b) => b[1] - a[1]).slice(0, 60);
    const idle = merged.get('(idle)') ?? 0;
    const perMessage = (us) => us / (rounds * count);
    const lines = top.map(
      ([key, us]) =>
        `${perMessage(us).toFixed(3).padStart(8)}  ${((us / (whole - idle)) * 100).toFixed(1).padStart(5)} %  ${key}`,
    );
    const total = perMessage(whole - idle).toFixed(2);
    lists[direction] = `${name}, ${direction}: ${total} µs per message, self time in µs\n${lines.join('\n')}\n`;
  }
  await page.context().close();
  return lists;
}
