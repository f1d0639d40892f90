// The other entries: what they export, as values and as types.
import { OptaveClient as Default, OptaveError as DefaultError } from 'optave-web-sdk';
import JsDefault, * as js from 'optave-web-sdk/js';
import * as auto from 'optave-web-sdk/auto';
import { OptaveClient as AutoClient } from 'optave-web-sdk/auto';
import type { OptaveOptions, ParamsOf } from 'optave-web-sdk/auto';
import init, * as wasm from 'optave-web-sdk/wasm';
import { startSandbox } from 'optave-web-sdk/sandbox';
import type { Sandbox, SandboxFault } from 'optave-web-sdk/sandbox';
import { same } from './same.js';

const websocketUrl = 'wss://ws-acme.oco.optave.tech';
const request = { connections: { threadId: 't' } };

same<typeof js.OptaveClient, typeof Default>(true);
same<typeof JsDefault, typeof Default>(true);
same<js.OptaveParams['session'], auto.OptaveParams['session']>(true);

async function withAuto(options: OptaveOptions, params: ParamsOf<'reception'>) {
  const client = await auto.createClient({ websocketUrl, organizationId: 'o', onMetric: (metric) => metric.type });
  same<typeof client, AutoClient<'request.context.organizationId'>>(true);
  client.reception({ request });
  // @ts-expect-error no thread
  client.reception({ request: {} });
  const plain: AutoClient = await auto.createClient(options);
  plain.reception(params);
  // @ts-expect-error misspelt
  auto.createClient({ websocketUrl, organisationId: 'o' });
  // @ts-expect-error misspelt
  auto.createClient({ websocketUrl, request: { conections: {} } });
  // @ts-expect-error the class is a type here, and nothing to call
  new AutoClient({ websocketUrl });
  same<auto.OptaveError, DefaultError>(true);
  same<typeof auto.OptaveError, typeof DefaultError>(true);
}

async function withWasm() {
  await init();
  await init('/assets/optave.wasm');
  same<typeof init, typeof wasm.init>(true);
  await init(new URL('https://a.example/optave.wasm'));
  await init(fetch('/assets/optave.wasm'));
  await init(new Uint8Array(8));
  await init(WebAssembly.compileStreaming(fetch('/assets/optave.wasm')));
  same<ReturnType<typeof init>, Promise<void>>(true);
  return new wasm.OptaveClient({ websocketUrl, organizationId: 'o' }).reception({ request });
}

async function withSandbox() {
  const sandbox: Sandbox = await startSandbox({
    port: 0,
    static: [{ path: '/', dir: 'public', headers: { 'content-security-policy': "default-src 'self'" } }],
    answerDelayMs: 0,
  });
  const { websocketUrl, tokenUrl, control } = sandbox;
  new Default({ websocketUrl, tokenUrl });
  const fault: SandboxFault = { fault: 'kill', inFrame: 1, next: 1 };
  for (const { id } of control.fault([fault, { fault: 'delay', ms: 200 }]).faults) control.clearFaults(id);
  control.down({ how: 'closed', forMs: 100 });
  control.config({ form: 'bare' }).answerDelayMs.toFixed();
  control.script({ answers: [{ action: 'interaction', messages: [{ body: { state: 'error' }, delayMs: 5 }] }] });
  const [first] = control.requests();
  const reused: number = control.counts().tokensReused + (first?.times ?? 0);
  await sandbox.close();
  // @ts-expect-error no such fault
  control.fault({ fault: 'earthquake' });
  // @ts-expect-error that fault needs a time
  control.fault({ fault: 'delay' });
  // @ts-expect-error no such setting
  startSandbox({ delayMs: 5 });
  // @ts-expect-error a list of answers
  control.script({ answers: {} });
  return reused;
}

export const used = [withAuto, withWasm, withSandbox];
