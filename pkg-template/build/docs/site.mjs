// The documentation as pages: the guides of pkg-template/docs and the reference of the declarations, with a search, in a
// folder that any server can serve. Nothing in a page asks for more than what lies beside it.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { Failure } from '../log.mjs';
import { pkg, root } from '../paths.mjs';
import { contentsOf, guidesFolder, readGuides } from './guides.mjs';
import { createHighlighter, escapeHtml } from './highlight.mjs';
import { layout, relative } from './layout.mjs';
import { createMarkdown, hrefOnSite } from './markdown.mjs';
import { declarationsOf, readModel } from './reference/model.mjs';
import { referencePages } from './reference/pages.mjs';
import { searchIndex, wordsOfHtml } from './search.mjs';
import { TEXTS } from './texts.mjs';

/** Where the demo serves them from: not in cargo's folder, should that be another one. */
export const site = path.join(root, 'target', 'docs');

const own = path.join(root, 'pkg-template', 'build', 'docs');
const colours = path.join(root, 'www-demo', 'page', 'colours.css');

/** All guides as pages. */
function guidePages(markdown, places) {
  return readGuides().map(({ file, lang, text }) => {
    const page = hrefOnSite(file);
    const env = {
      texts: TEXTS[lang],
      link(name) {
        // A single word, such as `Request` or `Message`, means many things.
        const href = /[a-z][A-Z]|_/.test(name) && places.get(name);
        const to = href && path.posix.join('reference', href);
        return to && !to.startsWith(`${page}#`) ? relative(page, to) : undefined;
      },
    };
    const html = markdown.render(text, env);
    const title = env.headings.find(({ level }) => level === 1)?.text;
    if (!title) throw new Failure(`pkg-template/docs/${file} has no title: a first line that begins with "# ".`);
    return { file: page, lang, title, html, headings: env.headings };
  });
}

/** The codes that have a place of their own in the guide about errors: wherever one is named, it leads there. */
const errorCodes = () =>
  [...readFileSync(path.join(guidesFolder, 'errors.md'), 'utf8').matchAll(/^## ([A-Z]+(?:_[A-Z]+)+)$/gm)].map(
    ([, code]) => code,
  );

/** The first page says of each page what the page says of itself: its first paragraph. */
function withIntroductions(html, pages) {
  return html.replace(/<li>(<a href="([^"]+\.html)">[^<]*<\/a>)<\/li>/g, (item, link, file) => {
    const page = pages.find((each) => each.file === file);
    const [, first] = /<\/h1>\s*<p>([\s\S]*?)<\/p>/.exec(page?.html ?? '') ?? [];
    if (!first) return item;
    // What leads over to the code below it does not belong here.
    const said = wordsOfHtml(first).replace(/(?<=\.) [^.]*:$/, '');
    const lang = page.lang === 'en' ? '' : ` lang="${page.lang}"`;
    return `<li class="card"${lang}>${link}<p>${escapeHtml(said)}</p></li>`;
  });
}

/** The headings of the reference, which is markup from the beginning. */
const headingsOf = (html) =>
  [...html.matchAll(/<h([23]) id="([^"]*)">(?:<a [^>]*>)?(?:<code>)?([^<]*)/g)].map(([, level, id, text]) => ({
    level: Number(level),
    id,
    text,
  }));

async function bundlePage() {
  const { outputFiles } = await build({
    entryPoints: [path.join(own, 'page', 'docs.js'), path.join(own, 'page', 'docs.css')],
    outdir: site,
    bundle: true,
    write: false,
    format: 'iife',
    target: ['es2022', 'chrome115', 'firefox93', 'safari16.4'],
    // Pictures of the demo, which no page of these shows.
    external: ['/page/*'],
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
    absWorkingDir: root,
  });
  return Object.fromEntries(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
}

/** Every page and what they load, by their names. */
async function makeSite() {
  const [highlight, entries] = [await createHighlighter(), await readModel()];
  const markdown = createMarkdown({ highlight });
  const codes = errorCodes().map((code) => [code, `../errors.html#${code.toLowerCase()}`]);
  const { pages: reference, places } = referencePages({
    entries,
    // A tag in a comment is spoken of.
    markdown: createMarkdown({ highlight, html: false }),
    highlight,
    texts: TEXTS.en,
    others: codes,
  });
  const guides = guidePages(markdown, places);
  const pages = [...guides, ...reference.map((page) => ({ ...page, headings: headingsOf(page.html) }))];

  const first = pages.find(({ file }) => file === 'index.html');
  first.html = withIntroductions(first.html, pages);

  const readme = readFileSync(path.join(guidesFolder, 'README.md'), 'utf8');
  const langOf = (file) => (file.startsWith('fr/') ? 'fr' : 'en');
  const sections = contentsOf(markdown, readme).map(({ title, links }) => ({
    title,
    lang: links.every(({ file }) => langOf(file) === 'fr') ? 'fr' : 'en',
    links: links.map((link) => ({ ...link, file: hrefOnSite(link.file), lang: langOf(link.file) })),
  }));
  const contents = [
    ...sections,
    { title: TEXTS.en.reference, lang: 'en', links: reference.map(({ file, title, lang }) => ({ file, title, lang })) },
  ];

  const files = await bundlePage();
  const order = contents.flatMap(({ links }) => links);
  for (const page of pages) {
    const sameLanguage = order.filter(({ lang }) => lang === page.lang);
    const at = sameLanguage.findIndex(({ file }) => file === page.file);
    const other = page.lang === 'en' ? `fr/${page.file}` : page.file.replace(/^fr\//, '');
    const isOwn = ({ lang }) => lang === page.lang;
    files[page.file] = layout(page, {
      contents: page.lang === 'en' ? contents : [...contents.filter(isOwn), ...contents.filter((each) => !isOwn(each))],
      twin: pages.find(({ file }) => file === other),
      previous: at > 0 ? sameLanguage[at - 1] : undefined,
      next: at >= 0 ? sameLanguage[at + 1] : page.file === 'index.html' ? sameLanguage[0] : undefined,
    });
  }
  // Who reads French reads it first, and what is not translated as it is.
  for (const lang of Object.keys(TEXTS)) {
    const isShadowed = ({ file }) => lang !== 'en' && pages.some((page) => page.file === `${lang}/${file}`);
    // What lists other pages says nothing that they do not.
    const isList = ({ file }) => /(^|\/)index\.html$/.test(file);
    const searched = pages
      .filter((page) => !isList(page))
      .filter((page) => page.lang === lang || (page.lang === 'en' && !isShadowed(page)));
    files[`search-${lang}.json`] = searchIndex(searched);
  }
  return files;
}

/** One hash over all that the pages are made from. */
function hashOfSources() {
  const hash = createHash('sha256');
  const listed = (folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .sort();
  const declared = declarationsOf().map((file) => path.join(pkg, file));
  for (const file of [
    ...listed(guidesFolder),
    ...listed(own),
    ...declared,
    colours,
    path.join(root, 'package-lock.json'),
  ]) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Makes the pages, if they are not those of the sources already. The declarations have to be in pkg/.
 * @param {(work: () => Promise<void>) => Promise<void>} [said] how it is said that it takes a while
 */
export async function buildSite(said = (work) => work()) {
  const stamp = `${site}.stamp`;
  const sources = hashOfSources();
  if (existsSync(path.join(site, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  await said(writeSite);
  writeFileSync(stamp, sources);
}

async function writeSite() {
  const files = await makeSite();
  // Put into place whole: a server may be serving the folder meanwhile.
  const scratch = `${site}.partial`;
  rmSync(scratch, { recursive: true, force: true });
  cpSync(guidesFolder, scratch, { recursive: true, filter: (file) => !file.endsWith('.md') });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(scratch, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  rmSync(site, { recursive: true, force: true });
  renameSync(scratch, site);
}
