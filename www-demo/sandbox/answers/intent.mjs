// What the customer wants, by the words used: one rule per intent, the first that fits wins.

const RULES = [
  [
    'shipping',
    /(?:shipping|delivery) (?:cost|option|price|time)|how (?:long|much) .*(?:shipping|delivery)|(?:frais|options?|délais?) de livraison|versand(?:kosten|arten|optionen)|(?:gastos|opciones|plazos) de envío/u,
  ],
  [
    'embed',
    /\b(?:embed|install|integrate)\b.*\bchat\b|(?:intégrer|installer) .*(?:chat|discussion)|chat (?:einbetten|einbauen)|(?:integrar|instalar) .*chat/u,
  ],
  ['refund', /refund|money back|return|rembours|rückerstatt|erstatt|zurückgeben|reembols|devol/u],
  ['payment', /pay|invoice|bill|charge|card|paiement|factur|débit|zahl|rechnung|abgebucht|pago|cobr/u],
  ['account', /login|log in|password|account|sign in|mot de passe|compte|passwort|konto|anmeld|contraseña|cuenta/u],
  ['cancel', /cancel|unsubscribe|terminate|annul|résili|kündig|stornier|cancelar/u],
  ['delivery', /order|deliver|parcel|package|shipping|shipment|commande|livr|colis|bestell|liefer|paket|pedido|envío/u],
  ['technical', /error|bug|broken|crash|doesn't work|not working|panne|fehler|kaputt|no funciona/u],
  [
    'advice',
    /recommend|suggest|looking for|which|advice|holiday|destination|recommand|cherche|empfehl|suche|recomiend/u,
  ],
  ['thanks', /^[^?]*\b(?:thanks?|thx|merci|danke|gracias)\b[^?]*$/u],
  ['thanks', /^\W*(?:ok|okay|all right|great|perfect|no|d['’]accord|parfait|non|alles klar|nein|vale|perfecto)\W*$/u],
  ['greeting', /^\W*(?:hi|hello|hey|bonjour|hallo|hola)\b/u],
];

const DEPARTMENTS = {
  refund: 'billing',
  payment: 'billing',
  cancel: 'retention',
  delivery: 'logistics',
  account: 'technical support',
  technical: 'technical support',
  advice: 'sales',
};

export function intentOf(text) {
  const lower = text.toLowerCase();
  return RULES.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'general';
}

const SMALL_TALK = ['general', 'greeting', 'thanks'];

/** As it is meant by somebody in the conversation: before anything was answered, nobody is thanked for it. */
function intentWithin({ operators }, text) {
  const intent = intentOf(text);
  return intent === 'thanks' && !operators.length ? 'general' : intent;
}

export const latestIntent = (request) => intentWithin(request, request.lastUserText);

/** The latest thing that was more than small talk decides. */
export function intentOfConversation(request) {
  const intents = request.users.map((turn) => intentWithin(request, turn.text)).reverse();
  return intents.find((intent) => !SMALL_TALK.includes(intent)) ?? intents[0] ?? 'general';
}

export const departmentOf = (intent) => DEPARTMENTS[intent] ?? 'customer service';
