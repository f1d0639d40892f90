// What an editor shows where the pointer rests on an option or a field: its documentation. Asked of the oldest TypeScript
// by its language service, and of the newest, which has no API for JavaScript, by the language server protocol.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript-5.0';
import { say } from '../../pkg-template/build/log.mjs';
import { target } from '../../pkg-template/build/paths.mjs';

const FOLDER = path.join(target, 'types', 'esm');
const FILE = path.join(FOLDER, 'editor.ts');

const PROGRAM = `import { OptaveClient } from 'optave-web-sdk';
const client = new OptaveClient({
  websocketUrl: 'wss://a.example',
  organizationId: 'o',
  requestTimeoutMs: 5,
  queue: { maxRequests: 5 },
  session: { interface: { appVersion: '1' } },
});
client.interaction(
  {
    request: {
      connections: { threadId: 't' },
      scope: { conversations: [{ conversationId: 'c' }] },
      settings: { disableStream: false },
    },
  },
  { timeoutMs: 5 },
);
`;

/** @type {Record<string, RegExp>} */
const OPTIONS = {
  websocketUrl: /socket's URL/,
  organizationId: /Your organization's id/,
  requestTimeoutMs: /Milliseconds from the call to its settling/,
  queue: /Bounds on the requests that wait/,
  maxRequests: /How many requests/,
  session: /Your own defaults/,
  appVersion: /Version of your application/,
  conversationId: /Identifies the conversation/,
  disableStream: /Send the reply whole/,
  timeoutMs: /Milliseconds from the call to its settling/,
};

// Fields of a type that is made of others, of which the newest TypeScript shows no documentation, whatever the package.
const FIELDS = {
  request: /What is asked/,
  connections: /The thread that the request belongs to/,
  threadId: /One id for all requests/,
  conversations: /The conversations so far/,
};

const placeOf = (name) => PROGRAM.search(new RegExp(`\\b${name}:`));

/** What the oldest TypeScript says of names in the program. */
function fromService(names) {
  const service = ts.createLanguageService({
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot(name) {
      const text = name === FILE ? PROGRAM : ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => FOLDER,
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
  });
  const said = (name) => service.getQuickInfoAtPosition(FILE, placeOf(name))?.documentation;
  return new Map(names.map((name) => [name, ts.displayPartsToString(said(name))]));
}

/** What the newest TypeScript says of names in the program. */
async function fromServer({ tsc }, names) {
  const server = spawn(process.execPath, [tsc, '--lsp', '--stdio'], {
    cwd: FOLDER,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map();
  const gone = new Promise((_, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the language server ended with ${code}`)));
  });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const ask = (method, params) => {
    const id = waiting.size;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    return Promise.race([answer, gone]);
  };
  const came = ({ id, method, params, result }) => {
    if (!method) waiting.get(id)?.(result);
    // It asks for settings, of which there are none.
    else if (id !== undefined) send({ id, result: params?.items?.map(() => null) ?? null });
  };
  let read = Buffer.alloc(0);
  server.stdout.on('data', (chunk) => {
    read = Buffer.concat([read, chunk]);
    for (;;) {
      const head = read.indexOf('\r\n\r\n');
      const end = head + 4 + Number(/Content-Length: (\d+)/i.exec(read.subarray(0, head).toString())?.[1]);
      if (head < 0 || !(read.length >= end)) return;
      const message = JSON.parse(read.subarray(head + 4, end).toString());
      read = read.subarray(end);
      came(message);
    }
  });

  const uri = pathToFileURL(FILE).href;
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(FOLDER).href,
    capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
  });
  send({ method: 'initialized', params: {} });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'typescript', version: 1, text: PROGRAM } },
  });
  const said = new Map();
  for (const name of names) {
    const before = PROGRAM.slice(0, placeOf(name)).split('\n');
    const position = { line: before.length - 1, character: before.at(-1).length };
    const hover = await ask('textDocument/hover', { textDocument: { uri }, position });
    said.set(name, hover?.contents.value ?? '');
  }
  gone.catch(() => {});
  server.kill();
  return said;
}

/** One test for each compiler and name. */
export async function checkEditor(oldest, newest) {
  const counts = { passed: 0, failed: 0 };
  const check = (title, said, expected) => {
    let failed = 0;
    for (const [name, words] of Object.entries(expected)) {
      if (words.test(said.get(name))) continue;
      failed++;
      say(`FAILED: of ${name}\n  ${title} shows ${JSON.stringify(said.get(name))}`);
    }
    const all = Object.keys(expected).length;
    counts.failed += failed;
    counts.passed += all - failed;
    say(`${failed ? 'FAILED' : 'ok'}: ${title} shows the documentation of ${all} names`);
  };
  const all = { ...OPTIONS, ...FIELDS };
  check(oldest.title, fromService(Object.keys(all)), all);
  check(newest.title, await fromServer(newest, Object.keys(OPTIONS)), OPTIONS);
  return counts;
}
