// Which language a text is in, by its most frequent small words; and the languages the sandbox speaks itself.

const SMALL_WORDS = {
  en: 'the and you i is to can my help with it for what of hello hi please not no thank thanks would have your me',
  fr: 'le la les des et je vous est un une pas pour bonjour merci que mon avec dans suis commande ma votre',
  de: 'der die das und ich sie ist nicht ein eine mit für hallo danke bitte mein meine wie zu haben kann',
  es: 'el los las y yo usted es un una no para hola gracias que mi con por está pedido puede mis quiero',
  it: 'il gli e io lei è un una non per ciao grazie che mio con della sono vorrei ordine',
  nl: 'de het een en ik u is niet voor met hallo dank mijn wat bestelling kunt graag van',
  pt: 'o os as e eu você é um uma não para olá obrigado que meu com por pedido gostaria',
};

const SETS = Object.entries(SMALL_WORDS).map(([code, list]) => [code, new Set(list.split(' '))]);

/** What the sandbox can phrase a reply in; anything else is answered in English. */
export const SPOKEN = ['en', 'fr', 'de', 'es'];

const NAMES = {
  en: ['english', 'anglais', 'englisch', 'inglés'],
  fr: ['french', 'français', 'französisch', 'francés'],
  de: ['german', 'allemand', 'deutsch', 'alemán'],
  es: ['spanish', 'espagnol', 'spanisch', 'español'],
};

const base = (tag) => tag.toLowerCase().split(/[-_]/u)[0];

/** @returns {{ language: string, confidence: number }} */
export function detectLanguage(words) {
  const scores = SETS.map(([code, set]) => [code, words.filter((word) => set.has(word)).length]);
  const [[language, hits]] = scores.toSorted((a, b) => b[1] - a[1]);
  if (!hits) return { language: 'en', confidence: 0 };
  const others = scores.reduce((sum, [, count]) => sum + count, 0) - hits;
  return { language, confidence: Math.round((hits / (hits + others)) * 100) / 100 };
}

/** A language named in an instruction, as in "translate to French". */
export function languageNamedIn(instruction) {
  const text = instruction.toLowerCase();
  return SPOKEN.find((code) => NAMES[code].some((name) => text.includes(name)));
}

/** The language to answer in: what the caller wants, else what the customer speaks, else the interface. */
export function outputLanguage(request, detected) {
  const candidates = [request.outputLanguage, detected.confidence ? detected.language : '', request.interfaceLanguage];
  return candidates.map(base).find((code) => SPOKEN.includes(code)) ?? 'en';
}
