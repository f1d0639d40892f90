// The adapter as a program with its framework sees it.
import { OptaveClient, type ConnectionInfo, type OptaveError, type OptaveRequest } from 'optave-web-sdk';
import type { ChatMessage } from 'optave-web-sdk/vue';
import { createOptave, provideOptave, useConnection, useConversation, useOptave, useRequest } from 'optave-web-sdk/vue';
import type { App, ComputedRef } from 'vue';

const options = { websocketUrl: 'wss://example.com', organizationId: 'o' };
export function begin(app: App) {
  app.use(createOptave(() => new OptaveClient(options)));
}
provideOptave(new OptaveClient(options));

const client: OptaveClient = useOptave();
const state: ComputedRef<ConnectionInfo> = useConnection();
const { run, text, error } = useRequest('summarize');
const said: string = text.value;
const failed: OptaveError | undefined = error.value;
// @ts-expect-error it can only be read
text.value = '';
const chat = useConversation({ threadId: 't' });
const messages: readonly ChatMessage[] = chat.messages.value;
const asked: OptaveRequest = run({
  request: { connections: { threadId: 't' }, scope: { conversations: [{ messages: [{ content: 'Hello' }] }] } },
});
// @ts-expect-error a field that the action requires is missing
run({ request: {} });
// What was stored, with what was not there.
useConversation({ messages: [{ id: '1', role: 'user', text: 'Hello', at: 0, state: 'done', error: undefined }] });

export { asked, chat, client, failed, messages, said, state };
