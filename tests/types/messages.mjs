// What a compiler says to somebody who has left something out: the name of what is missing, in so many words.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { say } from '../../pkg-template/build/log.mjs';
import { target } from '../../pkg-template/build/paths.mjs';

const FILE = 'mistakes.ts';

const HEAD = `
import { OptaveClient } from 'optave-web-sdk';
const websocketUrl = 'wss://a.example';
const client = new OptaveClient({ websocketUrl, organizationId: 'o' });
const connections = { threadId: 't', parentId: 'p' };
const scope = { conversations: [] };
`;

/** @type {[mistake: string, message: RegExp][]} */
const MISTAKES = [
  // The first line says what is missing.
  ['client.recommend({ request: { connections, scope } });', /^error TS2741: Property 'resources' is missing .*offers/],
  [
    'client.recommend({ request: { connections, scope, resources: {} } });',
    /^error TS2741: Property 'offers' is missing in type '{}'/,
  ],
  [
    'client.elevate({ request: { connections: { threadId: `t` }, scope, attributes: { content: `c` } } });',
    /^error TS2741: Property 'parentId' is missing in type '{ threadId: string; }'/,
  ],
  [
    'client.interaction({ request: { scope, connections: {} } });',
    /^error TS2741: Property 'threadId' is missing in type '{}'/,
  ],
  // Where a text may stand in one of two places, and where all is missing, it is in a line that follows.
  [
    "client.adjust({ request: { connections, scope, attributes: { content: 'c' } } });",
    /Property 'instruction' is missing in type '{ content: string; }'/,
  ],
  [
    "client.adjust({ request: { connections, scope, attributes: { instruction: 'i' } } });",
    /Property 'content' is missing/,
  ],
  [
    'client.interaction({});',
    /Property 'request' is missing .*"request\.connections\.threadId" \| "request\.scope\.conversations"/,
  ],
  ["new OptaveClient({ organizationId: 'o' });", /Property 'websocketUrl' is missing/],
  // What is misspelt.
  ['new OptaveClient({ websocketUrl, requestTimoutMs: 5 });', /Did you mean to write 'requestTimeoutMs'\?/],
  ['new OptaveClient({ websocketUrl, queue: { maxRequest: 5 } });', /Did you mean to write 'maxRequests'\?/],
  ['new OptaveClient({ websocketUrl, session: { chanel: {} } });', /Did you mean to write 'channel'\?/],
  ['new OptaveClient({ websocketUrl, request: { conections: {} } });', /Did you mean to write 'connections'\?/],
  [
    'new OptaveClient({ websocketUrl, request: { connections: { thredId: `t` } } });',
    /Did you mean to write 'threadId'\?/,
  ],
  ['client.interaction({ request: { scope, connections, setings: {} } });', /Did you mean to write 'settings'\?/],
  [
    'client.interaction({ request: { scope, connections: { threadId: `t`, parntId: `p` } } });',
    /Did you mean to write 'parentId'\?/,
  ],
  [
    'client.interaction({ request: { connections, scope: { conversations: [{ mesages: [] }] } } });',
    /Did you mean to write 'messages'\?/,
  ],
  ['client.interaction({ request: { scope, connections } }, { timoutMs: 5 });', /Did you mean to write 'timeoutMs'\?/],
  ["new OptaveClient({ websocketUrl, clientSecret: 's' });", /'clientSecret' does not exist in type/],
  // What is of another type.
  [
    'client.interaction({ request: { scope, connections: { threadId: 5 } } });',
    /^error TS2322: Type 'number' is not assignable to type 'string'/,
  ],
  [
    'new OptaveClient({ websocketUrl, requestTimeoutMs: `1` });',
    /^error TS2322: Type 'string' is not assignable to type 'number/,
  ],
];

/** One test for each compiler and mistake. */
export async function checkMessages(versions, compile) {
  const counts = { passed: 0, failed: 0 };
  writeFileSync(path.join(target, 'types', 'esm', FILE), `${HEAD}${MISTAKES.map(([mistake]) => mistake).join('\n')}\n`);
  const first = HEAD.split('\n').length;
  for (const version of versions) {
    const options = { kind: 'esm', module: 'nodenext', moduleResolution: 'nodenext', files: [FILE] };
    const { output } = await compile(version, options);
    // A message goes on in lines that are indented.
    const messages = new Map(
      [...output.matchAll(/^.+?\((\d+),\d+\): (error .*(?:\n .*)*)/gm)].map(([, line, text]) => [Number(line), text]),
    );
    MISTAKES.forEach(([mistake, expected], place) => {
      const message = messages.get(first + place) ?? 'nothing';
      if (expected.test(message)) counts.passed++;
      else {
        counts.failed++;
        say(`FAILED: of ${mistake}\n  ${version.title} says ${message}`);
      }
    });
    say(`${counts.failed ? 'FAILED' : 'ok'}: ${version.title} names ${MISTAKES.length} mistakes`);
  }
  return counts;
}
