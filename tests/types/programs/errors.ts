// Errors: `category` and `code` tell what `details` hold.
import { OptaveClient, OptaveError } from 'optave-web-sdk';
import type { HttpDetails, OptaveParams, ParamsOf, RemoteDetails, SdkError } from 'optave-web-sdk';
import * as auto from 'optave-web-sdk/auto';
import { same } from './same.js';

declare const client: OptaveClient;

function describe(error: unknown): string {
  if (!(error instanceof OptaveError)) return '';
  const name: 'OptaveError' = error.name;
  if (error.category === 'VALIDATION' && error.code === 'REQUIRED_FIELDS_MISSING') return error.details.join();
  if (error.category === 'ORCHESTRATOR') {
    same<typeof error.details, RemoteDetails>(true);
    return error.details.message?.results?.[0]?.response?.[0]?.content ?? '';
  }
  // @ts-expect-error no such category
  if (error.category === 'NETWORK') return '';
  // @ts-expect-error details have to be looked at first
  error.details.code;
  return `${name} ${error.message} ${error.retryable} ${error.timestamp} ${error.correlationId ?? ''} ${error.stack}`;
}

/** By the code alone, which a server may use too. */
function wait(error: OptaveError): number | undefined {
  switch (error.code) {
    // The server's own codes are strings.
    case 'RATE_LIMITED':
      same<typeof error.category, 'ORCHESTRATOR'>(true);
      return error.details.retryAfterMs;
    case 'REQUEST_TIMEOUT':
      return error.details.ms;
    case 'PAYLOAD_TOO_LARGE':
      // @ts-expect-error a server that calls its error by that code says nothing of it
      error.details.bytes.toFixed();
      return error.details.bytes;
    case 'TOKEN_PROVIDER_FAILED':
      return error.details?.retryAfterMs;
  }
  return undefined;
}

async function again(params: ParamsOf<'interaction'>) {
  try {
    await client.interaction(params);
  } catch (error) {
    if (!(error instanceof OptaveError) || error.category !== 'WEBSOCKET') throw error;
    if (error.code === 'CONNECTION_CLOSED') {
      same<typeof error, SdkError<'WEBSOCKET', 'CONNECTION_CLOSED'>>(true);
      const code: number | undefined = error.details?.code;
      const sent: OptaveParams | undefined = error.details?.unsent?.params;
      // @ts-expect-error nobody else is named
      if (error.details?.initiator === 'server') return undefined;
      if (error.details?.initiator === 'page') return undefined;
      return [code, sent];
    }
    if (error.code === 'REQUEST_TIMEOUT') return `${error.details.option}: ${error.details.ms.toFixed()}`;
    // @ts-expect-error misspelt, where only the SDK's own codes are left
    if (error.code === 'REQUEST_TIMOUT') return;
    if (error.code === 'INVALID_JSON') same<typeof error.details, HttpDetails | undefined>(true);
    // @ts-expect-error that is a code of another category
    if (error.code === 'INVALID_CONFIG') return;
  }
}

// An error of any kind, and one of the entry that does not know yet which half it will load.
const code = (error: Error) => (error instanceof OptaveError ? error.code : error.message);
const codeOf = (error: unknown) => (error instanceof auto.OptaveError ? error.code : '');
client.on('error', (error) => error.category === 'VALIDATION' && error.code === 'INVALID_CONFIG' && error.details?.[0]);
const asError: Error = null as unknown as OptaveError;

// @ts-expect-error an error is made by the SDK alone
new OptaveError('x');
// @ts-expect-error and so are those of classes made of it
class Own extends OptaveError {}

export const used = [describe, wait, again, code, codeOf, asError, Own];
