import { defineStore } from 'pinia';
import { ref } from 'vue';
import { useOptave } from 'optave-web-sdk/vue';

// A store that has the client, and what it answered.
export const useSupport = defineStore('support', () => {
  const client = useOptave();
  const response = ref();
  async function ask(content) {
    response.value = await client.interaction({
      request: {
        connections: { threadId: 'ticket-12345' },
        scope: { conversations: [{ messages: [{ participantId: '1', content }] }] },
      },
    });
  }
  return { client, response, ask };
});
