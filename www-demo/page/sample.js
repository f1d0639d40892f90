// What a shop's own page would know: who the visitor is, the order that is open, what could be offered.

export const CUSTOMER = { id: 'customer-4711', name: 'Alice Hawthorne' };

const ORDER = 'FF-20417';

// The order is paid and on its way: there is a parcel to follow and an invoice to see, and nothing left to pay.
const LINKS = [
  { id: 'tracking', type: 'tracking', url: `https://shop.example/track/${ORDER}` },
  { id: 'invoice', type: 'invoice', url: `https://shop.example/invoice/${ORDER}` },
  { id: 'help', type: 'contact', url: 'mailto:help@shop.example' },
];

const GOODS = [
  { id: 'tromso', price: 219 },
  { id: 'voss', price: 164.5 },
  { id: 'lofoten', price: 349 },
];

const WORDS = {
  en: {
    order: 'Order',
    links: { tracking: 'Track your order', invoice: 'Your invoice', help: 'Write to us' },
    goods: {
      tromso: ['Down jacket “Tromsø”', 'Warm and light, for hiking in the cold'],
      voss: ['Hiking boots “Voss”', 'Waterproof, with a sole for wet rock'],
      lofoten: ['Tent “Lofoten” for two', 'Stands in the storm, packs small for a weekend'],
    },
    starters: ['Where is my order?', 'What does shipping cost?', 'I want to return something'],
    prompts: [
      'Where is my order?',
      'I am looking for a warm jacket for hiking. What would you recommend?',
      'You charged me twice!',
      'This is unacceptable, my parcel arrived broken. I want a refund or I call my lawyer.',
    ],
  },
  fr: {
    order: 'Commande',
    links: { tracking: 'Suivre la commande', invoice: 'Votre facture', help: 'Nous écrire' },
    goods: {
      tromso: ['Doudoune «\u00a0Tromsø\u00a0»', 'Chaude et légère, pour la montagne en hiver'],
      voss: ['Chaussures de randonnée «\u00a0Voss\u00a0»', 'Étanches, avec une semelle pour la roche mouillée'],
      lofoten: ['Tente «\u00a0Lofoten\u00a0» pour deux', 'Tient dans la tempête, se glisse dans un sac'],
    },
    starters: ['Où est ma commande ?', 'Quels sont les frais de livraison ?', 'Je voudrais un remboursement'],
    prompts: [
      'Bonjour, où est ma commande ?',
      'Je cherche une veste chaude pour la montagne.',
      'Vous m’avez débité deux fois !',
      'Je voudrais un remboursement pour ma commande.',
    ],
  },
};

export const promptsIn = (language) => WORDS[language].prompts;

/** What the chat itself proposes, before anything was said. */
export const startersIn = (language) => WORDS[language].starters;

export const offersIn = (language) =>
  GOODS.map(({ id, price }) => {
    const [title, description] = WORDS[language].goods[id];
    return {
      id,
      title,
      description,
      price,
      currency: 'EUR',
      url: `https://shop.example/${id}`,
      image: `/page/pictures/${id}.svg`,
    };
  });

export const resourcesIn = (language) => ({
  links: LINKS.map((link) => ({ ...link, label: WORDS[language].links[link.id] })),
  codes: [{ id: 'order', type: 'order_number', value: ORDER, label: WORDS[language].order }],
  offers: offersIn(language),
});
