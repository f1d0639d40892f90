// The adapters, as far as their types say the same whichever framework it is.
import { OptaveClient, type OptaveError, type OptaveRequest, type OptaveResponse } from 'optave-web-sdk';
import {
  OptaveProvider,
  useConnection,
  useConversation,
  useOptave,
  useRequest,
  type ChatMessage,
  type ClientSource,
} from 'optave-web-sdk/react';

const options = { websocketUrl: 'wss://example.com', organizationId: 'o' };
const sources: ClientSource[] = [new OptaveClient(options), () => new OptaveClient(options)];
for (const client of sources) OptaveProvider({ client, children: 'anything that React renders' });
// @ts-expect-error options are no client
OptaveProvider({ client: options });

const client: OptaveClient = useOptave();
const state: 'idle' | 'connecting' | 'open' | 'waiting' | 'offline' | 'closed' = useConnection().state;

const { run, cancel, text, error, response, isPending, updates } = useRequest('summarize');
const params = {
  request: { connections: { threadId: 't' }, scope: { conversations: [{ messages: [{ content: 'Hello' }] }] } },
};
const asked: OptaveRequest = run(params, { timeoutMs: 5 });
// @ts-expect-error a field that the action requires is missing
run({ request: { connections: { threadId: 't' } } });
// @ts-expect-error there is no such action
useRequest('summarise');
const failed: OptaveError | undefined = error;
const answered: OptaveResponse | undefined = response;
// @ts-expect-error it can only be read
useRequest('adjust').text = 'text';

const chat = useConversation({ threadId: 't', params: ({ request }) => ({ request: { ...request, context: {} } }) });
const last: ChatMessage | undefined = chat.messages[0];
const again: OptaveRequest | undefined = chat.retry();
const said: Promise<OptaveResponse> = chat.send('Hello');

export { again, answered, asked, cancel, client, failed, isPending, last, said, state, text, updates };
