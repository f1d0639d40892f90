// What of the shop's page comes from what the shop knows: the offers with their prices, and the questions to try.
import { h } from './dom.js';
import { offersIn, promptsIn } from './sample.js';

const priceOf = ({ price, currency }, language) =>
  new Intl.NumberFormat(language, { style: 'currency', currency }).format(price);

/** @param {HTMLElement} list @param {string} language */
export function showOffers(list, language) {
  const cards = offersIn(language).map((offer) =>
    h(
      'li',
      { class: 'product' },
      h(
        'span',
        { class: 'tile' },
        h('img', { src: offer.image, alt: '', width: '240', height: '200', loading: 'lazy', decoding: 'async' }),
      ),
      h('h3', {}, offer.title),
      h('p', { class: 'muted' }, offer.description),
      h('p', { class: 'price' }, priceOf(offer, language)),
    ),
  );
  list.replaceChildren(...cards);
}

/** @param {HTMLElement} list @param {string} language @param {(text: string) => void} ask */
export function showPrompts(list, language, ask) {
  const buttons = promptsIn(language).map((text) => h('button', { type: 'button', onclick: () => ask(text) }, text));
  list.replaceChildren(...buttons);
}
