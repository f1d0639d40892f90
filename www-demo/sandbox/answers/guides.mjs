// Answers that take more than a sentence: a list and a table with sources and replies to choose from, and a block of code.

const SHIPPING = 'https://shop.example/shipping';
const RETURNS = 'https://shop.example/returns';

const shipping = (intro, [free, tracked, weekend], heads, rows, back, [source, other], suggestions) => ({
  text: [
    intro,
    `- ${free} [1]\n- ${tracked}\n- ${weekend}`,
    [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    `${back} [2]`,
  ].join('\n\n'),
  sources: [
    { url: SHIPPING, label: source },
    { url: RETURNS, label: other },
  ],
  suggestions,
});

const CODE =
  '```html\n<script type="module" src="/chat.js"></script>\n<optave-chat token-url="/api/token"></optave-chat>\n```';

const embed = (before, after) => ({ text: [before, CODE, after].join('\n\n'), sources: [], suggestions: [] });

/** By language and intent. */
export const GUIDES = {
  en: {
    shipping: shipping(
      'There are **two ways** to get it:',
      ['From €50 on shipping is free', 'Every parcel can be tracked', 'Nothing is delivered on Sundays'],
      ['', 'Takes', 'Costs'],
      [
        ['Standard', '2 to 3 days', '€4.90'],
        ['Express', '1 day', '€9.90'],
      ],
      '> What does not fit goes back free of charge within 30 days.',
      ['Shipping', 'Returns'],
      ['Where is my order?', 'I want to return something'],
    ),
    embed: embed('Two lines are all that a page needs:', 'The `token-url` is on **your** server: it holds the secret.'),
  },
  fr: {
    shipping: shipping(
      'Il y a **deux façons** de le recevoir :',
      ['Dès 50 €, la livraison est offerte', 'Chaque colis est suivi', 'Rien n’est livré le dimanche'],
      ['', 'Délai', 'Prix'],
      [
        ['Standard', '2 à 3 jours', '4,90 €'],
        ['Express', '1 jour', '9,90 €'],
      ],
      '> Ce qui ne va pas se renvoie sans frais sous 30 jours.',
      ['Livraison', 'Retours'],
      ['Où est ma commande ?', 'Je voudrais un remboursement'],
    ),
    embed: embed(
      'Deux lignes suffisent à une page :',
      'L’adresse `token-url` est sur **votre** serveur, qui garde le secret.',
    ),
  },
  de: {
    shipping: shipping(
      'Es gibt **zwei Wege**:',
      ['Ab 50 € ist der Versand frei', 'Jedes Paket lässt sich verfolgen', 'Sonntags wird nicht geliefert'],
      ['', 'Dauer', 'Preis'],
      [
        ['Standard', '2 bis 3 Tage', '4,90 €'],
        ['Express', '1 Tag', '9,90 €'],
      ],
      '> Was nicht passt, geht innerhalb von 30 Tagen kostenlos zurück.',
      ['Versand', 'Rückgabe'],
      ['Wo ist meine Bestellung?'],
    ),
    embed: embed(
      'Zwei Zeilen genügen einer Seite:',
      'Die `token-url` liegt auf **Ihrem** Server, der das Geheimnis hat.',
    ),
  },
  es: {
    shipping: shipping(
      'Hay **dos formas** de recibirlo:',
      ['Desde 50 € el envío es gratis', 'Cada paquete se puede seguir', 'Los domingos no se entrega'],
      ['', 'Plazo', 'Precio'],
      [
        ['Estándar', '2 a 3 días', '4,90 €'],
        ['Exprés', '1 día', '9,90 €'],
      ],
      '> Lo que no quede bien se devuelve gratis en 30 días.',
      ['Envíos', 'Devoluciones'],
      ['¿Dónde está mi pedido?'],
    ),
    embed: embed(
      'A una página le bastan dos líneas:',
      'La `token-url` está en **su** servidor, que guarda el secreto.',
    ),
  },
};
