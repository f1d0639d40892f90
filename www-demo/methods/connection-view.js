// The state of the connection, as the client tells it.
import { byId } from '../page/dom.js';
import { tell } from '../page/language.js';

const TONES = { open: 'good', closed: 'bad', offline: 'bad', idle: '' };

export function createConnectionView() {
  const pill = byId('connection');
  const note = byId('connection-note');
  return {
    show({ state, retryInMs, transport }) {
      pill.textContent = state;
      pill.dataset.tone = TONES[state] ?? 'busy';
      if (state === 'waiting' && retryInMs > 0) tell(note, 'nextAttemptIn', retryInMs / 1000);
      else tell(note, 'code', { rest: 'REST', websocket: 'WebSocket' }[transport] ?? '');
    },
  };
}
