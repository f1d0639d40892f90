// What the superpowers say about the selected exchange, as they arrive. Their results are open objects: a figure is
// drawn where one is known, the sentence for people stands in any case.
import { h } from '../page/dom.js';

const KNOWN = {
  sentiment: 'Sentiment',
  risk: 'Risk',
  escalation_need: 'Escalation need',
  language: 'Language',
  search_need: 'Search need',
};

const asTitle = (actionType) => actionType.replaceAll('_', ' ').replace(/^\w/, (letter) => letter.toUpperCase());
const number = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const percent = (share) => `${Math.round(share * 100)} %`;

/** A bar from one share of its width to another; what it shows stands beside it in words. */
function bar(from, to, tone) {
  const node = h('span', { class: 'meter', 'data-tone': tone, 'aria-hidden': 'true' }, h('i'));
  node.style.setProperty('--from', String(Math.max(0, Math.min(from, to))));
  node.style.setProperty('--to', String(Math.min(1, Math.max(from, to))));
  return node;
}

const pill = (text, tone) => h('span', { class: 'pill', 'data-tone': tone }, text);

const FIGURES = {
  sentiment([{ sentiment, score } = {}]) {
    const tone = sentiment === 'negative' ? 'bad' : sentiment === 'positive' ? 'good' : '';
    // From -1 to 1: the bar begins in the middle.
    const meter = number(score) !== undefined && bar(0.5, (score + 1) / 2, tone);
    return [h('span', { class: 'inline' }, sentiment && pill(sentiment, tone), meter)];
  },
  risk(results) {
    return results.map(({ risk, level, score }) => {
      const tone = level === 'high' ? 'bad' : level === 'medium' ? 'busy' : 'good';
      return h(
        'span',
        { class: 'risk' },
        h('span', {}, String(risk ?? '')),
        bar(0, number(score) ?? 0, tone),
        pill(level ?? '', tone),
      );
    });
  },
  escalation_need([{ escalationNeeded, department } = {}]) {
    if (typeof escalationNeeded !== 'boolean') return [];
    return [
      pill(escalationNeeded ? `to ${department ?? 'a person'}` : 'not needed', escalationNeeded ? 'bad' : 'good'),
    ];
  },
  language([{ language, confidence } = {}]) {
    const sure = number(confidence) !== undefined && h('span', { class: 'muted' }, `${percent(confidence)} sure`);
    return [language && h('span', { class: 'inline' }, pill(language), sure)];
  },
  search_need([{ searchNeeded } = {}]) {
    return typeof searchNeeded === 'boolean'
      ? [pill(searchNeeded ? 'needed' : 'not needed', searchNeeded ? 'busy' : 'good')]
      : [];
  },
};

function card(actionType, superpower) {
  const { state, results = [], text = '' } = superpower ?? {};
  const figures = (superpower && FIGURES[actionType]?.(results)) || [];
  const shown = figures.filter(Boolean);
  const body = !superpower ? '–' : state === 'started' ? 'Looking…' : text;
  return h(
    'li',
    { class: 'superpower', 'data-state': superpower ? state : 'none' },
    h('h4', {}, KNOWN[actionType] ?? asTitle(actionType)),
    shown.length > 0 && h('div', { class: 'figures' }, ...shown),
    // The sentences of the risks say what the rows above have said.
    !(actionType === 'risk' && shown.length) && h('p', { class: 'muted', dir: 'auto' }, body),
  );
}

export function createSuperpowers() {
  const list = h('ol', { class: 'superpowers', role: 'list' });
  return {
    node: list,
    /** @param {import('optave-web-sdk/chat').ChatMessage | undefined} reply */
    show(reply) {
      const found = reply?.superpowers ?? {};
      const names = [...new Set([...Object.keys(KNOWN), ...Object.keys(found)])];
      list.replaceChildren(...names.map((name) => card(name, found[name])));
    },
  };
}
