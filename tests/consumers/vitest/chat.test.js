import { afterEach, expect, inject, test, vi } from 'vitest';
import { createChat } from './chat.js';

afterEach(() => vi.useRealTimers());

test('an order is found', async () => {
  const { ask, client } = createChat({ transport: 'rest', ...inject('optave') });
  expect(await ask('Where is my order?')).toMatch(/on its way/);
  client.cleanup();
});

test('an answer that does not come is given up, without waiting for it', async () => {
  vi.useFakeTimers();
  const { ask, client } = createChat({
    websocketUrl: 'ws://localhost:1',
    tokenProvider: () => new Promise(() => {}),
    tokenTimeoutMs: 10_000,
  });
  const asked = expect(ask('Where is my order?')).rejects.toMatchObject({ code: 'TOKEN_PROVIDER_FAILED' });
  await vi.advanceTimersByTimeAsync(10_000);
  await asked;
  client.cleanup();
});
