// The adapter as a program with its framework sees it.
import { OptaveClient, type ConnectionInfo, type OptaveError, type OptaveRequest } from 'optave-web-sdk';
import type { ChatMessage } from 'optave-web-sdk/svelte';
import { provideOptave, useConnection, useConversation, useOptave, useRequest } from 'optave-web-sdk/svelte';
import { get, type Readable } from 'svelte/store';

const options = { websocketUrl: 'wss://example.com', organizationId: 'o' };
provideOptave(() => new OptaveClient(options));

const client: OptaveClient = useOptave();
const state: Readable<ConnectionInfo> = useConnection();
const request = useRequest('summarize');
const { run } = request;
const said: string = get(request).text;
const failed: OptaveError | undefined = get(request).error;
const chat = useConversation({ threadId: 't' });
const messages: readonly ChatMessage[] = get(chat).messages;
const asked: OptaveRequest = run({
  request: { connections: { threadId: 't' }, scope: { conversations: [{ messages: [{ content: 'Hello' }] }] } },
});
// @ts-expect-error a field that the action requires is missing
run({ request: {} });
// What was stored, with what was not there.
useConversation({ messages: [{ id: '1', role: 'user', text: 'Hello', at: 0, state: 'done', error: undefined }] });

export { asked, chat, client, failed, messages, said, state };
