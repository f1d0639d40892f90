// The page: one client, one button per method. Nothing here is needed to use the SDK but the lines marked with `SDK`.
import { OptaveClient } from '/pkg/index.js'; // SDK
import { byId, h } from '../page/dom.js';
import { say } from '../page/language.js';
import { startSettings } from '../page/settings.js';
import { createConnectionView } from './connection-view.js';
import { asText, hideError, showError } from './errors.js';
import { DEFAULT_PARAMS } from './params.js';
import { createRequestView } from './request-view.js';

const METHODS = [
  'interaction',
  'reception',
  'elevate',
  'adjust',
  'summarize',
  'translate',
  'recommend',
  'insights',
  'customerInteraction',
];

const connection = createConnectionView();
const pageError = byId('page-error');
const params = byId('params');
const paramsError = byId('params-error');
const transport = byId('transport');
const requests = byId('requests');
let client;

/** Where the sandbox is; a page in production has this in its configuration. */
async function findSandbox() {
  const response = await fetch('/sandbox.json');
  if (!response.ok) throw new Error(say('noSandbox', response.status));
  return response.json();
}

function connectClient(urls) {
  client?.cleanup();
  hideError(pageError);
  client = new OptaveClient({ ...urls, transport: transport.value }); // SDK
  const current = client;
  current.on('state', () => current === client && connection.show(current.connection)); // SDK
  current.on('error', (error) => current === client && showError(pageError, error)); // SDK
  connection.show(current.connection);
}

function readParams() {
  try {
    const value = JSON.parse(params.value);
    hideError(paramsError);
    params.removeAttribute('aria-invalid');
    return value;
  } catch (error) {
    params.setAttribute('aria-invalid', 'true');
    showError(paramsError, new Error(say('notJson', error.message)));
    params.focus();
    return undefined;
  }
}

async function call(method) {
  const value = readParams();
  if (value === undefined) return;
  hideError(pageError);
  const view = createRequestView(method);
  byId('empty').hidden = true;
  requests.prepend(view.node);
  try {
    const request = client[method](value, { onUpdate: view.update }); // SDK
    view.sent(request);
    byId('news').textContent = view.completed(await request); // SDK
  } catch (error) {
    byId('news').textContent = view.failed(error);
  }
}

const resetParams = () => {
  params.value = asText(DEFAULT_PARAMS, 2);
  readParams();
};

async function start() {
  resetParams();
  const { websocketUrl, tokenUrl, restUrl } = await findSandbox();
  const urls = { websocketUrl, tokenUrl, restUrl };
  connectClient(urls);
  byId('actions').append(
    ...METHODS.map((method) => h('button', { type: 'button', onclick: () => call(method) }, method)),
  );
  transport.addEventListener('change', () => connectClient(urls));
  byId('reset').addEventListener('click', resetParams);
  byId('clear').addEventListener('click', () => {
    requests.replaceChildren();
    byId('empty').hidden = false;
  });
  byId('connect').addEventListener('click', async () => {
    hideError(pageError);
    try {
      await client.openConnection(); // SDK
    } catch (error) {
      showError(pageError, error);
    }
  });
  byId('disconnect').addEventListener('click', () => client.closeConnection()); // SDK
}

await startSettings();
start().catch((error) => showError(pageError, error));
