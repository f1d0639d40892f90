// A phrase book, not a translator: the longest known phrase wins, what it does not know stays as it is.
import { SPOKEN } from './language.mjs';

// One row per phrase, in the order of SPOKEN.
const ROWS = [
  ['what can i help you with', 'comment puis-je vous aider', 'womit kann ich Ihnen helfen', 'en qué puedo ayudarle'],
  [
    "i'd be happy to assist you today",
    "je serais ravi de vous aider aujourd'hui",
    'ich helfe Ihnen heute gern',
    'estaré encantado de ayudarle hoy',
  ],
  ['thank you for your message', 'merci pour votre message', 'danke für Ihre Nachricht', 'gracias por su mensaje'],
  ['thanks for your message', 'merci pour votre message', 'danke für Ihre Nachricht', 'gracias por su mensaje'],
  ['i cannot book that', 'je ne peux pas réserver cela', 'das kann ich nicht buchen', 'no puedo reservarlo'],
  ["i can't book that", 'je ne peux pas réserver cela', 'das kann ich nicht buchen', 'no puedo reservarlo'],
  ['i will send you', 'je vous enverrai', 'ich schicke Ihnen', 'le enviaré'],
  ["i'll send you", 'je vous enverrai', 'ich schicke Ihnen', 'le enviaré'],
  ['our winter offers', "nos offres d'hiver", 'unsere Winterangebote', 'nuestras ofertas de invierno'],
  ['dear customer', 'chère cliente, cher client', 'guten Tag', 'estimado cliente'],
  ['can you help me', "pouvez-vous m'aider", 'können Sie mir helfen', 'puede ayudarme'],
  ['where is my order', 'où est ma commande', 'wo ist meine Bestellung', 'dónde está mi pedido'],
  ['i am looking for', 'je cherche', 'ich suche', 'busco'],
  ['i would like', 'je voudrais', 'ich möchte', 'quisiera'],
  ['i have a problem', "j'ai un problème", 'ich habe ein Problem', 'tengo un problema'],
  ['good morning', 'bonjour', 'guten Morgen', 'buenos días'],
  ['thank you very much', 'merci beaucoup', 'vielen Dank', 'muchas gracias'],
  ['thank you', 'merci', 'danke', 'gracias'],
  ['of course', 'bien sûr', 'natürlich', 'por supuesto'],
  ['my order', 'ma commande', 'meine Bestellung', 'mi pedido'],
  ['my account', 'mon compte', 'mein Konto', 'mi cuenta'],
  ['a refund', 'un remboursement', 'eine Erstattung', 'un reembolso'],
  ['two days', 'deux jours', 'zwei Tage', 'dos días'],
  ['hello', 'bonjour', 'hallo', 'hola'],
  ['hi', 'salut', 'hallo', 'hola'],
  ['please', "s'il vous plaît", 'bitte', 'por favor'],
  ['thanks', 'merci', 'danke', 'gracias'],
  ['sorry', 'désolé', 'Entschuldigung', 'perdón'],
  ['yes', 'oui', 'ja', 'sí'],
  ['no', 'non', 'nein', 'no'],
  ['and', 'et', 'und', 'y'],
  ['but', 'mais', 'aber', 'pero'],
  ['or', 'ou', 'oder', 'o'],
  ['with', 'avec', 'mit', 'con'],
  ['for', 'pour', 'für', 'para'],
  ['in', 'en', 'in', 'en'],
  ['order', 'commande', 'Bestellung', 'pedido'],
  ['delivery', 'livraison', 'Lieferung', 'entrega'],
  ['parcel', 'colis', 'Paket', 'paquete'],
  ['payment', 'paiement', 'Zahlung', 'pago'],
  ['invoice', 'facture', 'Rechnung', 'factura'],
  ['refund', 'remboursement', 'Erstattung', 'reembolso'],
  ['password', 'mot de passe', 'Passwort', 'contraseña'],
  ['account', 'compte', 'Konto', 'cuenta'],
  ['problem', 'problème', 'Problem', 'problema'],
  ['today', "aujourd'hui", 'heute', 'hoy'],
  ['tomorrow', 'demain', 'morgen', 'mañana'],
  ['now', 'maintenant', 'jetzt', 'ahora'],
  ['help', 'aide', 'Hilfe', 'ayuda'],
  ['beach', 'plage', 'Strand', 'playa'],
  ['beaches', 'plages', 'Strände', 'playas'],
  ['culture', 'culture', 'Kultur', 'cultura'],
  ['weather', 'temps', 'Wetter', 'tiempo'],
  ['warm', 'chaud', 'warm', 'cálido'],
  ['holiday', 'vacances', 'Urlaub', 'vacaciones'],
  ['december', 'décembre', 'Dezember', 'diciembre'],
];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
const books = new Map();

function book(from, to) {
  const key = `${from}>${to}`;
  if (!books.has(key)) {
    const entries = ROWS.map((row) => [row[SPOKEN.indexOf(from)].toLowerCase(), row[SPOKEN.indexOf(to)]])
      .toReversed() // of two rows with the same source, the first one shall stay
      .toSorted((a, b) => b[0].length - a[0].length);
    const pattern = new RegExp(
      `(?<![\\p{L}'])(?:${entries.map(([source]) => escaped(source)).join('|')})(?![\\p{L}'])`,
      'giu',
    );
    books.set(key, { pattern, target: new Map(entries) });
  }
  return books.get(key);
}

const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export function translate(text, from, to) {
  if (from === to || !SPOKEN.includes(from) || !SPOKEN.includes(to)) return text;
  const { pattern, target } = book(from, to);
  return text.replaceAll('’', "'").replace(pattern, (found, offset, whole) => {
    const known = target.get(found.toLowerCase()) ?? found;
    // A capital within a sentence, as in "I", says nothing about the other language.
    return /(?:^|[.!?]\s*)$/u.test(whole.slice(0, offset)) ? capitalised(known) : known;
  });
}
