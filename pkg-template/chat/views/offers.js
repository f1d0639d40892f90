// Recommended offers as cards, best first.
import { h } from '../dom.js';
import { link } from '../rich-text.js';
import { safeUrl } from '../safe-url.js';

const MOST = 3;

function priceOf({ price, currency }, language) {
  if (price === undefined) return '';
  try {
    if (!currency) return new Intl.NumberFormat(language).format(price);
    return new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 2 }).format(price);
  } catch {
    return `${price} ${currency}`; // a currency that nobody knows
  }
}

export function createOfferCards(offers, { texts, language }) {
  const cards = offers.slice(0, MOST).map((offer, index) => {
    const href = safeUrl(offer.url);
    const view = href && link(href, texts.viewOffer);
    view?.setAttribute('aria-label', `${texts.viewOffer}: ${offer.title}`);
    const price = priceOf(offer, language);
    return h(
      'li',
      { class: 'card', part: `card${index === 0 ? ' card-best' : ''}` },
      h('p', { class: 'card-title', dir: 'auto' }, offer.title),
      offer.description && h('p', { class: 'card-text', dir: 'auto' }, offer.description),
      (price || view) && h('p', { class: 'card-foot' }, price && h('span', { class: 'price' }, price), view),
    );
  });
  return h('ol', { class: 'cards', role: 'list' }, ...cards);
}
