// The classic script: a global, and types for it without an import.
/// <reference types="optave-web-sdk/script" />
import { same } from './same.js';

const request = { connections: { threadId: 't' } };

const client = new Optave.OptaveClient({ websocketUrl: 'wss://ws-acme.oco.optave.tech', organizationId: 'o' });
client.reception({ request }).catch((error) => error instanceof Optave.OptaveError && error.code);
same<typeof Optave.OptaveJavaScriptSDK, typeof Optave.OptaveClient>(true);
// @ts-expect-error no thread
const isRequest = client.reception({ request: {} }) instanceof Optave.OptaveRequest;
// @ts-expect-error nothing else is there
Optave.createClient;

export const used = [isRequest];
