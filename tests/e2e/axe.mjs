// What axe finds in a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** As sentences. The page must be open to scripts of others, which its own policy forbids. */
export async function findings(page) {
  // Not through a script element: the page's policy allows no foreign one.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (levels) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: levels } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary}`),
    );
  }, LEVELS);
}
