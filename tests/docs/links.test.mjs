// No link leads nowhere: from text to text in the repository, within the package, and from page to page of the
// documentation. Addresses on the internet are not asked.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createMarkdown } from '../../pkg-template/build/docs/markdown.mjs';
import { site } from '../../pkg-template/build/docs/site.mjs';
import { run } from '../../pkg-template/build/log.mjs';
import { root, template } from '../../pkg-template/build/paths.mjs';

const markdown = createMarkdown({ highlight: () => '' });

/** The links and pictures of a text, each with its line; and the anchors that it has. */
function readText(text) {
  const env = {};
  const links = [];
  const anchors = new Set();
  let line = 1;
  for (const token of markdown.parse(text, env)) {
    // The cells of a table have their row's.
    if (token.map) line = token.map[0] + 1;
    for (const { 1: id } of token.content.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
    for (const child of token.children ?? []) {
      const href = child.attrGet?.('href') ?? child.attrGet?.('src');
      if (href) links.push({ href, line });
    }
  }
  for (const { id } of env.headings) anchors.add(id);
  return { links, anchors };
}

const isElsewhere = (href) => /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(href);

const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
});
const files = stdout.split('\0').filter((file) => file && existsSync(path.join(root, file)));
const texts = new Map(files.map((file) => [file, readText(readFileSync(path.join(root, file), 'utf8'))]));
const { files: shipped } = JSON.parse(readFileSync(path.join(template, 'package.json'), 'utf8'));

/** Whether a path of the repository is in the package too: what is made by the build, or lies there as it is. */
function isShipped(file) {
  const within = path.posix.relative('pkg-template', file);
  return shipped.some((name) => within === name || within.startsWith(`${name}/`)) && !within.startsWith('..');
}

/** What is wrong with a link of a text. */
function faultOf(file, href) {
  const [target, anchor] = href.split('#').map(decodeURIComponent);
  const to = target ? path.posix.join(path.posix.dirname(file), target.replace(/\?.*$/, '')).replace(/\/$/, '') : file;
  // In the package everything else lies beside it, or nowhere.
  if (isShipped(file) && !isShipped(to)) return 'is not in the package';
  if (!isShipped(to) && !existsSync(path.join(root, to))) return 'is not there';
  if (anchor && texts.has(to) && !texts.get(to).anchors.has(anchor)) return 'has no such heading';
}

test('every link of a text leads somewhere', () => {
  assert.ok(files.length > 0);
  const faults = [];
  for (const [file, { links }] of texts) {
    for (const { href, line } of links) {
      const fault = !isElsewhere(href) && faultOf(file, href);
      if (fault) faults.push(`${file}:${line}: ${href} ${fault}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('every guide is in the table of contents', () => {
  const listed = texts.get('pkg-template/docs/README.md').links.map(({ href }) => href.replace(/^\.\/|#.*$/g, ''));
  const guides = files
    .filter((file) => /^pkg-template\/docs\/(?!README)/.test(file))
    .map((file) => path.posix.relative('pkg-template/docs', file));
  assert.deepEqual(
    guides.filter((file) => !listed.includes(file)),
    [],
  );
});

const pages = new Map(
  readdirSync(site, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => name.endsWith('.html'))
    .map((name) => {
      const html = readFileSync(path.join(site, name), 'utf8');
      const attributes = (attribute) =>
        [...html.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value]) =>
          value.replaceAll('&amp;', '&'),
        );
      return [name, { html, ids: attributes('id'), targets: [...attributes('href'), ...attributes('src')] }];
    }),
);

test('every link of a page leads somewhere', () => {
  // What is in the list of pages is on every page: once is enough.
  const faults = new Map();
  for (const [name, { targets }] of pages) {
    for (const href of targets.filter((each) => !isElsewhere(each))) {
      const [target, anchor] = href.split('#').map(decodeURIComponent);
      const to = target
        ? path.posix.join(path.posix.dirname(name), target).replace(/(^|\/)\.?$/, '$1index.html')
        : name;
      if (!pages.has(to) && !existsSync(path.join(site, to))) faults.set(to, `${name}: ${href} is not there`);
      else if (anchor && !pages.get(to)?.ids.includes(anchor))
        faults.set(`${to}#${anchor}`, `${name}: ${href} has no such heading`);
    }
  }
  assert.deepEqual([...faults.values()], []);
});

test('no page shows what is for the checks alone, nor has what the policy forbids', () => {
  const faults = [...pages].flatMap(([name, { html }]) =>
    [/<!--/, /declare const client: import/, / style="/, /<script(?! src="[^"]+"><\/script>)/, / on\w+="/]
      .filter((pattern) => pattern.test(html))
      .map((pattern) => `${name}: ${pattern}`),
  );
  assert.deepEqual(faults, []);
});

test('no page has an id twice', () => {
  const faults = [...pages].flatMap(([name, { ids }]) =>
    ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${name}: ${id}`),
  );
  assert.deepEqual(faults, []);
});
