// What is measured, one function per part of the report. Each drives pages; the loops themselves are in page.js.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pkg, root, target } from '../../pkg-template/build/paths.mjs';
import { sizesOfFile } from '../../pkg-template/build/sizes.mjs';
import { freshPage } from './browser.mjs';

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

export async function messages(browser, url, names, { quick, progress }) {
  const page = await freshPage(browser, url, { progress });
  const run = async ([names, quick]) => (await import('/bench/page.js')).measureMessages(names, quick);
  const result = await page.evaluate(run, [names, quick]);
  await page.context().close();
  return result;
}

const MODULES = {
  ours: { module: '/pkg/index.js', name: 'OptaveClient' },
  reference: { module: '/bench/reference.js', also: ['/bench/reference-wire.js'], name: 'ReferenceClient' },
  empty: { module: '/bench/empty.js', name: 'Empty' },
  'first version': { module: '/first/index.js', name: 'OptaveClient' },
};

// From nothing to a client. The file is fetched before, but neither parsed nor compiled, since loopback says nothing of a
// network; `empty` says what an import costs that finds nothing in the module.
async function firstClientInPage({ module, also = [], name }) {
  const preload = (href) =>
    new Promise((resolve, reject) => {
      const link = Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', href });
      link.crossOrigin = 'anonymous';
      link.onload = resolve;
      link.onerror = reject;
      document.head.append(link);
    });
  await Promise.all([module, ...also].map(preload));
  const options = {
    websocketUrl: 'ws://127.0.0.1:9',
    organizationId: 'f7e8d9c0-b1a2-3456-7890-123456789abc',
    tokenProvider: () => 'bench-token',
  };
  const start = performance.now();
  const loaded = await import(module);
  const imported = performance.now();
  const first = new loaded[name](options);
  const made = performance.now();
  const second = new loaded[name](options);
  const end = performance.now();
  globalThis.kept = [first, second];
  return {
    importMs: imported - start,
    constructMs: made - imported,
    totalMs: made - start,
    secondConstructMs: end - made,
  };
}

/** Medians over fresh pages, each in a context of its own. */
export async function firstClient(browser, url, names, runs) {
  const samples = Object.fromEntries([...names, 'empty'].map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const name of Object.keys(samples)) {
      const page = await freshPage(browser, url);
      // A page that has just loaded is still busy with itself.
      await page.waitForTimeout(30);
      samples[name].push(await page.evaluate(firstClientInPage, MODULES[name]));
      await page.context().close();
    }
  }
  const summary = {};
  for (const [name, list] of Object.entries(samples)) {
    summary[name] = { runs: list.length };
    for (const key of Object.keys(list[0])) summary[name][key] = median(list.map((sample) => sample[key]));
    summary[name].totalMsMax = Math.max(...list.map((sample) => sample.totalMs));
  }
  return summary;
}

/** Download sizes. wasm and glue apart are known to the build only, which leaves them in its stamp. */
export function sizes() {
  const stamp = path.join(target, 'optave-web-sdk', 'stamp.json');
  const parts = existsSync(stamp) ? (JSON.parse(readFileSync(stamp, 'utf8')).sizes ?? {}) : {};
  return { ...parts, 'pkg/index.js': sizesOfFile(path.join(pkg, 'index.js')) };
}

// Runs before anything else in the page and remembers the memory and tables of every wasm instance.
function watchWebAssembly() {
  globalThis.benchMemories = [];
  globalThis.benchTables = [];
  const keep = (instance) => {
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) globalThis.benchMemories.push(value);
      if (value instanceof WebAssembly.Table) globalThis.benchTables.push(value);
    }
    return instance;
  };
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct: (Instance, args) => keep(new Instance(...args)),
  });
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await original.apply(WebAssembly, args);
      keep(result.instance ?? result);
      return result;
    };
  }
}

/** What grows over many requests, of which a hundred are always in flight: it should be nothing. */
export async function endurance(browser, url, name, requests) {
  const page = await freshPage(browser, url, { initScript: watchWebAssembly });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.evaluate(async (name) => {
    globalThis.endurance = await (await import('/bench/page.js')).prepareEndurance(name);
  }, name);
  const after = async (count) => {
    const own = await page.evaluate((count) => globalThis.endurance.run(count), count);
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const engine = Object.fromEntries(metrics.map((metric) => [metric.name, metric.value]));
    return { ...own, engineListeners: engine.JSEventListeners, heapBytes: engine.JSHeapUsedSize };
  };
  const before = await after(Math.min(10_000, requests / 10));
  const end = await after(requests);
  await page.context().close();
  return { requests, before, end };
}

/** Round trips over a real socket; undefined when there is no sandbox to talk to. */
export async function roundTrips(browser, url, names, quick) {
  const sandboxFile = path.join(root, 'www-demo', 'sandbox', 'index.mjs');
  if (!existsSync(sandboxFile)) return undefined;
  const { startSandbox } = await import(pathToFileURL(sandboxFile).href);
  const sandbox = await startSandbox({ port: 0, answerDelayMs: 0, chunkDelayMs: 0 });
  try {
    const page = await freshPage(browser, url);
    const { websocketUrl, tokenUrl } = sandbox;
    const run = async ([names, urls, rounds, count]) =>
      (await import('/bench/page.js')).measureRoundTrips(names, urls, rounds, count);
    const result = await page.evaluate(run, [names, { websocketUrl, tokenUrl }, quick ? 3 : 15, quick ? 20 : 100]);
    await page.context().close();
    return result;
  } finally {
    await sandbox.close();
  }
}
