// What a shop's own page would know: who the visitor is, the order that is open, what could be offered.

export const CUSTOMER = { id: 'customer-4711', name: 'Alice Hawthorne' };

const LABELS = {
  en: { tracking: 'Track your order', pay: 'Pay now', help: 'Write to us', order: 'Order' },
  fr: { tracking: 'Suivre la commande', pay: 'Payer maintenant', help: 'Nous écrire', order: 'Commande' },
};

export const OFFERS = [
  {
    id: 'tromso',
    title: 'Down jacket “Tromsø”',
    description: 'Warm and light, for hiking in the cold',
    price: 219,
    currency: 'EUR',
    url: 'https://shop.example/tromso',
  },
  {
    id: 'voss',
    title: 'Hiking boots “Voss”',
    description: 'Waterproof, with a sole for wet rock',
    price: 164.5,
    currency: 'EUR',
    url: 'https://shop.example/voss',
  },
  {
    id: 'lofoten',
    title: 'Tent “Lofoten” for two',
    description: 'Stands in the storm, fits beside a jacket in a pack',
    price: 349,
    currency: 'EUR',
    url: 'https://shop.example/lofoten',
  },
];

export const resourcesIn = (language) => {
  const { tracking, pay, help, order } = LABELS[language];
  return {
    links: [
      { id: 'tracking', type: 'tracking', url: 'https://shop.example/track/FF-20417', label: tracking },
      { id: 'payment', type: 'payment_link', url: 'https://shop.example/pay/FF-20417', label: pay },
      { id: 'help', type: 'contact', url: 'mailto:help@shop.example', label: help },
    ],
    codes: [{ id: 'order', type: 'order_number', value: 'FF-20417', label: order }],
    offers: OFFERS,
  };
};

export const PROMPTS = {
  en: [
    'Where is my order?',
    'I am looking for a warm jacket for hiking. What would you recommend?',
    'My payment by card did not work.',
    'This is unacceptable, my parcel arrived broken. I want a refund or I call my lawyer.',
  ],
  fr: [
    'Bonjour, où est ma commande ?',
    'Je cherche une veste chaude pour la montagne.',
    'Mon paiement par carte n’a pas marché.',
    'Je voudrais un remboursement pour ma commande.',
  ],
};
