// Recommended offers as cards, best first: picture, name, price, why, and the way there.
import { h } from '../dom.js';
import { link } from '../rich-text.js';
import { safeImage, safeUrl, withoutControls } from '../safe-url.js';
import { createLongList } from './parts/long-list.js';

const MOST = 3;

/** @typedef {import('optave-web-sdk/chat').ChatOffer} Offer */

/** @param {Offer} offer @param {string} language */
function priceOf({ price, currency }, language) {
  if (price === undefined) return '';
  try {
    if (!currency) return new Intl.NumberFormat(language).format(price);
    return new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 2 }).format(price);
  } catch {
    return `${price} ${currency}`; // a currency that nobody knows
  }
}

/**
 * @param {readonly Offer[]} offers
 * @param {object} parts
 * @param {import('../texts/index.js').Texts} parts.texts
 * @param {string} parts.language
 * @param {import('../tell.js').Chat} parts.chat
 */
export function createOfferCards(offers, { texts, language, chat }) {
  const { nodes } = createLongList({
    list: h('ol', { class: 'cards', role: 'list' }),
    items: offers,
    most: MOST,
    make: (offer, index) => {
      const title = withoutControls(offer.title);
      const href = safeUrl(offer.url);
      const view = href && link(href, texts.viewOffer, h('span', { class: 'visually-hidden' }, `: ${title}`));
      const price = priceOf(offer, language);
      const line = (/** @type {string} */ name, /** @type {string} */ text) =>
        text && h('p', { class: name, part: name, dir: 'auto' }, withoutControls(text));
      return h(
        'li',
        { class: 'card', part: `card${index === 0 ? ' card-best' : ''}` },
        picture(offer, chat.imageHosts),
        h(
          'div',
          { class: 'card-body' },
          line('card-title', title),
          line('card-text', offer.description),
          line('card-reason', offer.reason),
          (price || view) &&
            h('p', { class: 'card-foot' }, price && h('span', { class: 'price', part: 'price' }, price), view),
        ),
      );
    },
    texts,
  });
  return h('div', { part: 'cards' }, ...nodes);
}

/** Beside its name a picture says nothing new; one that does not load leaves no hole. @param {Offer} offer @param {readonly string[]} hosts */
function picture({ image }, hosts) {
  const src = safeImage(image, hosts);
  const attributes = {
    class: 'card-image',
    part: 'card-image',
    alt: '',
    loading: 'lazy',
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  };
  const node = src && h('img', { src, ...attributes });
  if (node) node.addEventListener('error', () => node.remove());
  return node;
}
