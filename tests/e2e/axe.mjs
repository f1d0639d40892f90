// What axe finds in a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ENGINE } from './engines.mjs';

const FILE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
export const AXE = readFileSync(FILE, 'utf8');

/** For a server whose pages may load it, in an engine that has no other way. */
export const AXE_STATIC = { path: '/axe', dir: path.dirname(FILE) };

/** Of a context: axe builds markup of its own, which a page's policy may refuse. What drives WebKit has no such option, but needs none. */
export const PAST_POLICY = ENGINE === 'webkit' ? {} : { bypassCSP: true };

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * As sentences. Where the page has a policy, no script element may bring axe, but what looks at the page from outside may.
 *
 * @param {{ isServed?: boolean }} [options] whether the page's server has `AXE_STATIC`
 */
export async function findings(page, { isServed = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await (isServed
      ? page.addScriptTag({ url: '/axe/axe.min.js', type: 'text/javascript' })
      : page.evaluate(`(() => { ${AXE} })()`));
  }
  return page.evaluate(async (levels) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: levels } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary}`),
    );
  }, LEVELS);
}
