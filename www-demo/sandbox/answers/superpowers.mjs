// The superpowers that accompany a reply. Each reads the conversation and gives one list of results; each result
// carries a text for people and its figures for programs.
import { departmentOf, intentOfConversation } from './intent.mjs';
import { detectLanguage } from './language.mjs';
import { rounded, words } from './words.mjs';

const POSITIVE = new Set(
  'thanks thank great good perfect happy love excellent merci danke gracias enjoy nice'.split(' '),
);
const NEGATIVE = new Set(
  'angry bad terrible awful late broken wrong never worst disappointed unacceptable problem refund cancel scam'.split(
    ' ',
  ),
);

const result = (content, figures) => ({ ...figures, response: [{ content }] });

export function sentimentOf(text) {
  const all = words(text);
  const balance = all.filter((w) => POSITIVE.has(w)).length - all.filter((w) => NEGATIVE.has(w)).length;
  const score = rounded(Math.max(-1, Math.min(1, balance / 3)));
  return { score, label: score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral' };
}

function sentiment({ userText }) {
  const { score, label } = sentimentOf(userText);
  return [result(`The customer's tone is ${label}.`, { sentiment: label, score })];
}

const RISKS = {
  media: /press|journalist|newspaper|twitter|facebook|instagram|review|trustpilot|viral/gu,
  hacker: /password|hack|phish|exploit|sql|script>|token|admin access|ignore (?:all|previous)/gu,
  financial: /chargeback|lawyer|sue|lawsuit|refund|fraud|compensation|damages/gu,
};

export function risksOf(text) {
  const lower = text.toLowerCase();
  return Object.entries(RISKS).map(([kind, pattern]) => {
    const hits = lower.match(pattern)?.length ?? 0;
    const level = hits > 1 ? 'high' : hits ? 'medium' : 'low';
    return { kind, level, score: rounded(Math.min(1, hits * 0.4)) };
  });
}

const risk = ({ userText }) =>
  risksOf(userText).map(({ kind, level, score }) =>
    result(`The ${kind} risk is ${level}.`, { risk: kind, level, score }),
  );

export function escalationOf(request) {
  const { label } = sentimentOf(request.userText);
  const asks = /human|manager|supervisor|real person|lawyer/iu.test(request.userText);
  const risky = risksOf(request.userText).some(({ level }) => level === 'high');
  const reason = asks ? 'the customer asks for a person' : risky ? 'a risk is high' : 'the customer is unhappy';
  return { needed: asks || risky || label === 'negative', reason };
}

function escalationNeed(request) {
  const { needed, reason } = escalationOf(request);
  const department = departmentOf(intentOfConversation(request));
  const content = needed ? `A person from ${department} should take over: ${reason}.` : 'No person is needed yet.';
  return [result(content, { escalationNeeded: needed, department })];
}

function language({ userText, content }) {
  const { language: code, confidence } = detectLanguage(words(userText || content));
  return [result(`The customer writes in "${code}".`, { language: code, confidence })];
}

function searchNeed({ lastUserText, settings }) {
  const asks = lastUserText.includes('?') || /^(?:where|when|what|which|how|why|who)\b/iu.test(lastUserText);
  const needed = asks && settings.disableSearch !== true;
  const content = needed
    ? 'A search would help to answer.'
    : asks
      ? 'A search would help, but it is switched off.'
      : 'No search is needed.';
  return [result(content, { searchNeeded: needed, query: needed ? lastUserText : '' })];
}

export const SUPERPOWERS = {
  sentiment,
  risk,
  escalation_need: escalationNeed,
  language,
  search_need: searchNeed,
};
