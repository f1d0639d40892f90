// The state of the connection, as the client tells it.
import { byId } from './dom.js';

const TONES = { open: 'good', closed: 'bad', offline: 'bad' };

export function createConnectionView() {
  const pill = byId('connection');
  const note = byId('connection-note');
  return {
    show({ state, retryInMs, transport }) {
      pill.textContent = state;
      pill.dataset.tone = TONES[state] ?? '';
      const parts = [];
      if (transport) parts.push(transport === 'rest' ? 'REST' : 'WebSocket');
      if (state === 'waiting' && retryInMs > 0) parts.push(`next attempt in ${Math.ceil(retryInMs / 1000)} s`);
      note.textContent = parts.join(', ');
    },
  };
}
