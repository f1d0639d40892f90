// The frame around a page: header, pages at the left, contents at the right, the pages before and after. Everything it
// loads lies beside it, so that it works from any folder, and under a policy that allows nothing else.
import path from 'node:path';
import { escapeHtml } from './highlight.mjs';
import { TEXTS } from './texts.mjs';

/** How one page of the site gets to another. */
export const relative = (from, to) => path.posix.relative(path.posix.dirname(from), to) || path.posix.basename(to);

const navigation = (page, contents, texts) => `<nav class="pages" id="pages" aria-label="${texts.menu}">
${contents
  .map(
    (
      { title, lang, links },
      index,
    ) => `<p class="title" id="pages-${index}"${lang === page.lang ? '' : ` lang="${lang}"`}>${escapeHtml(title)}</p>
<ul aria-labelledby="pages-${index}">
${links
  .map(({ title: label, file, lang: of }) => {
    const isHere = file === page.file;
    return `<li><a href="${relative(page.file, file)}"${of === page.lang ? '' : ` lang="${of}" hreflang="${of}"`}${isHere ? ' aria-current="page"' : ''}>${escapeHtml(label)}</a></li>`;
  })
  .join('\n')}
</ul>`,
  )
  .join('\n')}
</nav>`;

const onThisPage = ({ headings }, texts) => {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  const isLong = shown.length > 30;
  const listed = isLong ? shown.filter(({ level }) => level === 2) : shown;
  if (listed.length < 2) return '<div class="contents"></div>';
  return `<nav class="contents" aria-label="${texts.contents}">
<p class="title" aria-hidden="true">${texts.contents}</p>
<ul>
${listed.map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${escapeHtml(text).replaceAll('_', '_<wbr>')}</a></li>`).join('\n')}
</ul>
</nav>`;
};

function sequence(page, { previous, next }, texts) {
  if (!previous && !next) return '';
  const link = (to, rel, label) =>
    to
      ? `<a rel="${rel}" href="${relative(page.file, to.file)}"><span>${label}</span> ${escapeHtml(to.title)}</a>`
      : '<span></span>';
  return `<nav class="sequence" aria-label="${texts.sequence}">${link(previous, 'prev', texts.previous)}${link(next, 'next', texts.next)}</nav>`;
}

const twinLink = (page, twin) =>
  twin
    ? `<a class="language" href="${relative(page.file, twin.file)}" lang="${twin.lang}" hreflang="${twin.lang}">${TEXTS[twin.lang].name}</a>`
    : '';

/**
 * @typedef {{ file: string, title: string, lang: string }} Link
 * @typedef {Link & { html: string, headings: { level: number, id: string, text: string }[] }} Page
 */

/**
 * @param {Page} page
 * @param {{ contents: { title: string, lang: string, links: Link[] }[], previous?: Link, next?: Link, twin?: Link }} around
 *   the pages by sections, those before and after, and the same in the other language
 */
export function layout(page, { contents, twin, previous, next }) {
  const texts = TEXTS[page.lang];
  const at = (file) => relative(page.file, file);
  const said = JSON.stringify({
    copy: texts.copy,
    copied: texts.copied,
    nothing: texts.nothing,
    failed: texts.failed,
    found: texts.found,
  });
  return `<!doctype html>
<html lang="${page.lang}" data-root="${at('index.html').replace(/index\.html$/, '')}" data-texts="${escapeHtml(said)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.file === 'index.html' ? '' : `${escapeHtml(page.title)} · `}${texts.site}</title>
<link rel="icon" href="data:,">
${twin ? `<link rel="alternate" hreflang="${twin.lang}" href="${at(twin.file)}">` : ''}
<link rel="stylesheet" href="${at('docs.css')}">
<script src="${at('docs.js')}"></script>
</head>
<body>
<a class="skip" href="#text">${texts.skip}</a>
<header class="bar">
<a class="home" href="${at('index.html')}">${texts.site}</a>
<button type="button" class="menu" aria-controls="pages" aria-expanded="false" hidden>${texts.menu}</button>
<button type="button" class="open-search" aria-haspopup="dialog" aria-keyshortcuts="/" hidden><span>${texts.search}</span> <kbd aria-hidden="true">/</kbd></button>
<div class="settings">
<a class="to-reference" href="${at('reference/index.html')}">${texts.reference}</a>
${twinLink(page, twin)}
<label class="theme" hidden><span>${texts.theme}</span> <select>${Object.entries(texts.themes)
    .map(([value, label]) => `<option value="${value}">${label}</option>`)
    .join('')}</select></label>
</div>
</header>
<div class="columns">
${navigation(page, contents, texts)}
<main id="text" tabindex="-1">
<article>
${page.html}
</article>
${sequence(page, { previous, next }, texts)}
</main>
${onThisPage(page, texts)}
</div>
<dialog class="search" aria-label="${texts.searchHint}">
<form method="dialog">
<input type="search" aria-label="${texts.searchHint}" placeholder="${texts.searchHint}" autocomplete="off" spellcheck="false" autofocus>
<button>${texts.close}</button>
</form>
<p class="status" role="status"></p>
<ul class="results"></ul>
</dialog>
</body>
</html>
`;
}
