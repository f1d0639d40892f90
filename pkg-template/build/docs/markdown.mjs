// Markdown to markup, as the guides are written: headings with the anchors that code hosts give them, links from page to
// page, code in colours. Comments are for those who read the source, and for the checks; no page shows them.
import MarkdownIt from 'markdown-it';
import { escapeHtml } from './highlight.mjs';

/** The anchor of a heading, by the rules of code hosts; `taken` has those of the page so far. */
export function slugOf(text, taken = new Map()) {
  const slug = text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
  const count = taken.get(slug) ?? 0;
  taken.set(slug, count + 1);
  return count ? `${slug}-${count}` : slug;
}

/** The words of an inline token, without its marks. */
export const wordsOf = (inline) =>
  (inline.children ?? [])
    .filter(({ type }) => ['text', 'code_inline', 'softbreak'].includes(type))
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('');

const isExternal = (href) => /^[a-z][a-z+.-]*:/i.test(href);

/** Where a link of a guide leads on the site. */
export const hrefOnSite = (href) =>
  isExternal(href)
    ? href
    : href.replace(/^([^#?]*?)\.md(?=$|[#?])/, (_, path) => `${path.replace(/(^|\/)README$/, '$1index')}.html`);

/**
 * @param {object} options
 * @param {(code: string, language: string, link?: (name: string) => string | undefined) => string} options.highlight
 * @param {boolean} [options.html]  whether markup in a text is markup, and no words
 * @returns what parses and renders a text; `env` carries the page's `link` (where a name of the reference leads) and texts
 */
export function createMarkdown({ highlight, html = true }) {
  const markdown = new MarkdownIt({ html });
  const { rules } = markdown.renderer;

  markdown.core.ruler.push('anchors', ({ tokens, env }) => {
    const taken = new Map();
    env.headings = [];
    tokens.forEach((token, index) => {
      if (token.type !== 'heading_open') return;
      const text = wordsOf(tokens[index + 1]);
      const id = slugOf(text, taken);
      token.attrSet('id', id);
      env.headings.push({ level: Number(token.tag.slice(1)), id, text });
    });
  });

  rules.heading_close = (tokens, index, _options, { texts }) => {
    const { tag } = tokens[index];
    if (tag === 'h1') return '</h1>\n';
    const id = tokens[index - 2].attrGet('id');
    return ` <a class="anchor" href="#${id}" aria-label="${escapeHtml(`${texts.anchor}: ${wordsOf(tokens[index - 1])}`)}">#</a></${tag}>\n`;
  };

  rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    token.attrSet('href', hrefOnSite(token.attrGet('href')));
    return self.renderToken(tokens, index, options);
  };

  const withoutComments = (tokens, index) => tokens[index].content.replace(/<!--[\s\S]*?-->\n?/g, '');
  rules.html_block = withoutComments;
  rules.html_inline = withoutComments;

  rules.fence = (tokens, index, _options, { link }) => {
    const { content, info } = tokens[index];
    const language = info.trim().split(/\s+/)[0];
    return codeBlock(highlight(content.replace(/\n$/, ''), language, link), language);
  };
  rules.code_block = (tokens, index) => codeBlock(escapeHtml(tokens[index].content.replace(/\n$/, '')), '');

  rules.code_inline = (tokens, index, _options, { link }) => {
    const { content } = tokens[index];
    // A name of the reference leads there, unless it stands in a link or a heading.
    const isFree = !tokens.some(({ type }, at) => type === 'link_open' && at < index && !closes(tokens, at, index));
    const href = isFree && link?.(content);
    const code = `<code>${escapeHtml(content)}</code>`;
    return href ? `<a class="name" href="${href}">${code}</a>` : code;
  };

  // What the row of dashes says of a column is a style to markdown-it, and no policy lets that through.
  const cell = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    const side = /text-align:(\w+)/.exec(token.attrGet('style') ?? '')?.[1];
    token.attrs = side ? [['class', side]] : null;
    return self.renderToken(tokens, index, options);
  };
  rules.th_open = cell;
  rules.td_open = cell;

  // Each has a name of its own, by its heading: it can be scrolled, and so it is a place to go to.
  rules.table_open = (tokens, index, _options, env) => {
    const heading = tokens.slice(0, index).findLast(({ type }) => type === 'heading_open');
    const under = env.headings.find(({ id }) => id === heading?.attrGet('id'))?.text;
    env.tables = (env.tables ?? 0) + 1;
    const label = `${env.texts.table} ${env.tables}${under ? `: ${under}` : ''}`;
    return `<div class="table" role="region" tabindex="0" aria-label="${escapeHtml(label)}"><table>\n`;
  };
  rules.table_close = () => '</table></div>\n';

  return markdown;
}

/** Whether the link that opens at `from` closes before `to`. */
const closes = (tokens, from, to) => tokens.slice(from, to).some(({ type }) => type === 'link_close');

const codeBlock = (markup, language) =>
  `<div class="code"${language ? ` data-language="${escapeHtml(language)}"` : ''}><pre tabindex="0"><code>${markup}</code></pre></div>\n`;
