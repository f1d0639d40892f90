// The reply of each action: the results of the message whose `actionType` is the action itself.
import { departmentOf, intentOf, intentOfConversation, latestIntent } from './intent.mjs';
import { detectLanguage, languageNamedIn, outputLanguage } from './language.mjs';
import { GUIDES } from './guides.mjs';
import { PHRASES } from './phrases.mjs';
import { recommend as recommended } from './recommend.mjs';
import { escalationOf, sentimentOf } from './superpowers.mjs';
import { translate as translated } from './translator.mjs';
import { keywords, sentences, words } from './words.mjs';

const result = (content, figures = {}) => ({ ...figures, response: [{ content }] });

const spokenBy = (request) => detectLanguage(words(request.userText || request.content));
const languageFor = (request) => outputLanguage(request, spokenBy(request));
const phrasesFor = (request) => PHRASES[languageFor(request)];

/** Whoever has been answered already is not greeted again. */
const greeting = (say, { customer, operators }) => (operators.length ? [] : [say.hello(customer)]);

const isSaid = ({ operators }, text) => operators.some((turn) => turn.text.includes(text));

/** What the newest message is about; where that is nothing in particular, what is still to be answered. */
function intentToAnswer(request, say) {
  const intent = latestIntent(request);
  const topic = intentOfConversation(request);
  const answer = say[topic] ?? GUIDES[languageFor(request)][topic].text;
  return intent === 'general' && !isSaid(request, answer) ? topic : intent;
}

const INVOICE = /invoice|bill|receipt/iu;
/** What is said of money that has been taken, or of the paper about it. */
const CHARGED = /charg|twice|invoice|receipt|débit|deux fois|factur|abgebucht|doppelt|rechnung|cobr|dos veces/iu;
/** The links that help with it, by what their page says they are for. Who has paid is not asked to pay. */
const HELPFUL = {
  payment: ({ lastUserText }) => (CHARGED.test(lastUserText) ? INVOICE : /pay|checkout/iu),
  delivery: () => /track|deliver|ship/iu,
};
/** What is settled with it, so that there may be something else. */
const SETTLING = ['refund', 'payment', 'account', 'cancel', 'delivery', 'technical'];

/** An answer that takes more than a sentence. */
function guided({ text, sources, suggestions }, request, say, intent) {
  const said = [...greeting(say, request), text].join('\n\n');
  // Without sources there is nothing for a number to lead to.
  if (request.settings.disableSources === true) return [result(said.replace(/ \[\d\]/gu, ''), { intent, sources: [] })];
  return [result(said, { intent, sources, suggestions })];
}

function interaction(request) {
  const say = phrasesFor(request);
  const intent = intentToAnswer(request, say);
  const guide = GUIDES[languageFor(request)][intent];
  if (guide) return guided(guide, request, say, intent);
  const parts = [...greeting(say, request), say[intent]];
  const sources = [];
  const helpful = HELPFUL[intent]?.(request);
  if (helpful) {
    const link = request.links.find(
      ({ url, type, id, label }) => typeof url === 'string' && [type, id, label].some((name) => helpful.test(name)),
    );
    const code = intent === 'delivery' && request.codes.find(({ value }) => typeof value === 'string');
    if (link) parts.push(`${say.link(link.label ?? link.type ?? 'Link', link.url)}.`);
    if (code) parts.push(`${say.code(code.label ?? code.type ?? 'Code', code.value)}.`);
    if (link && request.settings.disableSources !== true) sources.push({ id: link.id, url: link.url });
  }
  const closing = say.closing[request.variant] ?? say.closing.A;
  if (SETTLING.includes(intent) && !isSaid(request, closing)) parts.push(closing);
  return [result(parts.join(' '), { intent, sources })];
}

function reception(request) {
  const intent = request.lastUserText ? intentOfConversation(request) : intentOf(request.content);
  const department = departmentOf(intent);
  const say = phrasesFor(request);
  return [result([...greeting(say, request), say.reception(department)].join(' '), { intent, department })];
}

/** What was asked and answered, in order, without greetings and thanks. */
function summaryOf(request) {
  const asked = request.users.map(({ text }) => text).filter((text) => keywords(text).length > 0);
  const answered = request.operators.map(({ text }) => text).filter((text) => keywords(text).length > 0);
  const who = request.customer || 'The customer';
  if (!asked.length) return `${who} has not asked for anything specific yet.`;
  const parts = [`${who} wrote: “${asked.map((text) => sentences(text)[0]).join(' ')}”`];
  if (answered.length) parts.push(`The last answer was: “${sentences(answered.at(-1))[0]}”`);
  const open = request.turns.at(-1)?.role === 'user';
  parts.push(open ? 'The customer is waiting for an answer.' : 'It is the customer’s turn.');
  return parts.join(' ');
}

function summarize(request) {
  return [result(summaryOf(request), { intent: intentOfConversation(request), messageCount: request.turns.length })];
}

function elevate(request) {
  const department = departmentOf(intentOfConversation(request));
  const { reason, needed } = escalationOf(request);
  const urgency = needed ? 'high' : 'normal';
  const note =
    `For ${department}, urgency ${urgency}: ${request.content} — ${summaryOf(request)}` +
    (needed ? ` Reason: ${reason}.` : '');
  return [result(note, { department, urgency })];
}

/** What a text says in one sentence: not its greeting, if there is more. */
function essenceOf(text) {
  const all = sentences(text);
  return all.find((sentence) => words(sentence).length > 3) ?? all[0] ?? text;
}

const SHORTER = /short|brief|concise|kürzer|court|breve/iu;
const FORMAL = /formal|polite|professional/iu;
const FRIENDLY = /friendl|warm|casual|empath/iu;

function formal(text) {
  return text
    .replace(/\bcan't\b/giu, 'cannot')
    .replace(/n't\b/giu, ' not')
    .replace(/\b(I|you|we|they)'ll\b/giu, '$1 will')
    .replace(/\b(I|you|we|they)'ve\b/giu, '$1 have')
    .replace(/\bI'm\b/gu, 'I am')
    .replace(/^(?:hi|hey|hello)\b[,!]?/iu, 'Dear customer,')
    .replace(/\bthanks\b/giu, 'thank you');
}

function adjust(request) {
  const { instruction, customer } = request;
  const steps = [];
  let text = request.content;
  const step = (name, changed) => {
    steps.push(name);
    text = changed;
  };
  if (SHORTER.test(instruction)) step('shorter', essenceOf(text));
  if (FORMAL.test(instruction)) step('formal', formal(text));
  if (FRIENDLY.test(instruction)) step('friendly', `${PHRASES.en.hello(customer)} ${text} Have a lovely day!`);
  const target = languageNamedIn(instruction);
  if (target) step('translated', translated(text, detectLanguage(words(text)).language, target));
  if (!steps.length) step('rephrased', `${text.replace(/[.!?]*$/u, '')}. (${instruction})`);
  return [result(text, { original: request.content, steps })];
}

function translate(request) {
  const texts = request.content ? [request.content] : request.turns.map((turn) => turn.text);
  const { language: from, confidence } = detectLanguage(words(texts.join(' ')));
  const wanted = languageNamedIn(request.instruction) ?? outputLanguage(request, { language: '', confidence: 0 });
  // Without a wish that differs from the text, the likeliest one is the other way round.
  const to = wanted !== from ? wanted : from === 'en' ? 'fr' : 'en';
  return [{ from, to, confidence, response: texts.map((text) => ({ content: translated(text, from, to) })) }];
}

const recommend = (request) => recommended(request, phrasesFor(request), languageFor(request));

const counted = ({ length }, noun) => `${length} ${noun}${length === 1 ? '' : 's'}`;

function insights(request) {
  const { label, score } = sentimentOf(request.userText);
  const topics = keywords(request.userText).slice(0, 5);
  const openQuestions = request.users.map((turn) => turn.text).filter((text) => text.includes('?'));
  return [
    result(
      `${counted(request.users, 'message')} from the customer, ${counted(request.operators, 'answer')}; tone ${label}.`,
      {
        insight: 'conversation',
        sentiment: label,
        score,
      },
    ),
    result(topics.length ? `Topics: ${topics.join(', ')}.` : 'No topic stands out.', { insight: 'topics', topics }),
    result(openQuestions.length ? `Questions: ${openQuestions.join(' ')}` : 'No question is open.', {
      insight: 'questions',
      openQuestions,
    }),
  ];
}

export const REPLIES = {
  interaction,
  customerinteraction: interaction,
  reception,
  elevate,
  adjust,
  summarize,
  translate,
  recommend,
  insights,
};
