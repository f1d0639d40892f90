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
  ['client.recommend({ request: { connections, scope } });', /Property 'resources' is missing .*offers/],
  [
    'client.recommend({ request: { connections, scope, resources: {} } });',
    /Property 'offers' is missing in type '{}'/,
  ],
  [
    "client.adjust({ request: { connections, scope, attributes: { content: 'c' } } });",
    /Property 'instruction' is missing in type '{ content: string; }'/,
  ],
  [
    "client.adjust({ request: { connections, scope, attributes: { instruction: 'i' } } });",
    /Property 'content' is missing/,
  ],
  ['client.interaction({ request: { scope, connections: {} } });', /Property 'threadId' is missing in type '{}'/],
  [
    'client.interaction({});',
    /Property 'request' is missing .*"request\.connections\.threadId" \| "request\.scope\.conversations"/,
  ],
  [
    'client.interaction({ request: { scope, connections: { threadId: 5 } } });',
    /'number' is not assignable to type 'string'/,
  ],
  ["new OptaveClient({ organizationId: 'o' });", /Property 'websocketUrl' is missing/],
  ["new OptaveClient({ websocketUrl, clientSecret: 's' });", /not assignable to type 'NoSuchOption'/],
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
