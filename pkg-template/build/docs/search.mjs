// The index of the search: a document for each section of each page, made at build time. The pages load it with the first
// search, by the same settings.
import MiniSearch from 'minisearch';
import { SETTINGS } from './page/search-settings.js';

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** The words of markup. */
export const wordsOfHtml = (html) =>
  html
    .replace(/<a class="anchor"[^>]*>#<\/a>|<span class="kind">\w+<\/span>/g, '')
    // What stands within a sentence parts no words.
    .replace(/<\/?(?:a|code|em|span|strong)(?: [^>]*)?>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity])
    .replace(/\s+/g, ' ')
    .trim();

/** The sections of a page: what stands under each heading that has an anchor, and before the first. */
export function sectionsOf(html) {
  const parts = html.split(/(?=<h[1-6][ >])/);
  return parts.flatMap((part) => {
    const [, heading, id = '', title] = /^<(h[1-6])(?: id="([^"]*)")?[^>]*>([\s\S]*?)<\/h[1-6]>/.exec(part) ?? [];
    const text = wordsOfHtml(heading ? part.slice(part.indexOf(`</${heading}>`)) : part);
    return heading || text ? [{ id, title: title ? wordsOfHtml(title) : '', text }] : [];
  });
}

/** @param {{ file: string, title: string, html: string }[]} pages */
export function searchIndex(pages) {
  const index = new MiniSearch(SETTINGS);
  let id = 0;
  for (const { file, title, html } of pages) {
    for (const section of sectionsOf(html)) {
      index.add({
        id: (id += 1),
        href: section.id && section.title !== title ? `${file}#${section.id}` : file,
        page: title,
        title: section.title || title,
        text: section.text,
      });
    }
  }
  return JSON.stringify(index);
}
