// The types require of params exactly what the client does: every set of fields for every action, with nothing, with an
// organization id and with more given by the client's options, once to tsc and once to `validate()`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from '../../pkg-template/build/log.mjs';
import { pkg, target } from '../../pkg-template/build/paths.mjs';

/** @type {[part: string, name: string, value: unknown][]} */
const FIELDS = [
  ['connections', 'threadId', 't'],
  ['connections', 'parentId', 'p'],
  ['attributes', 'content', 'Hello'],
  ['attributes', 'instruction', 'Shorter'],
  ['context', 'organizationId', 'o'],
  ['scope', 'conversations', [{ conversationId: 'c' }]],
  ['resources', 'offers', [{ sku: 1 }]],
];

const ACTIONS = [
  'adjust',
  'elevate',
  'interaction',
  'customerInteraction',
  'reception',
  'summarize',
  'translate',
  'recommend',
  'insights',
];

const OPTIONS = {
  bare: { websocketUrl: 'ws://localhost' },
  usual: { websocketUrl: 'ws://localhost', organizationId: 'o' },
  full: {
    websocketUrl: 'ws://localhost',
    request: {
      connections: { threadId: 't' },
      scope: { conversations: [{ conversationId: 'c' }] },
      attributes: { content: 'Hi' },
    },
  },
};

const FILE = 'required-by-all.ts';

/** Params with the fields whose bits are set. */
function paramsOf(bits) {
  const request = {};
  FIELDS.forEach(([part, name, value], place) => {
    if (bits & (1 << place)) (request[part] ??= {})[name] = value;
  });
  return { request };
}

function allCases() {
  const cases = [];
  for (const client of Object.keys(OPTIONS)) {
    for (const action of ACTIONS) {
      for (let bits = 0; bits < 1 << FIELDS.length; bits++) cases.push({ client, action, params: paramsOf(bits) });
    }
  }
  return cases;
}

/** Which of the cases the client takes. */
async function atRunTime(cases) {
  const { OptaveClient } = await import(pathToFileURL(path.join(pkg, 'index.js')).href);
  const quiet = { warn() {} };
  const clients = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, options]) => [name, new OptaveClient({ ...options, logger: quiet })]),
  );
  const taken = cases.map(({ client, action, params }) => clients[client].validate(params, action));
  Object.values(clients).forEach((client) => client.cleanup());
  return taken;
}

/** Which of the cases a compiler takes. */
async function atCompileTime(version, compile, cases) {
  const head = [
    `import { OptaveClient } from 'optave-web-sdk';`,
    ...Object.entries(OPTIONS).map(
      ([name, options]) => `const ${name} = new OptaveClient(${JSON.stringify(options)});`,
    ),
  ];
  const lines = cases.map(({ client, action, params }) => `${client}.${action}(${JSON.stringify(params)});`);
  writeFileSync(path.join(target, 'types', 'esm', FILE), [...head, ...lines, ''].join('\n'));
  const options = { kind: 'esm', module: 'nodenext', moduleResolution: 'nodenext', files: [FILE] };
  const { output } = await compile(version, options);
  const wrong = new Set(
    [...output.matchAll(/^(.+?)\((\d+),\d+\): error TS/gm)].map(([, file, line]) => `${file}:${line}`),
  );
  const taken = lines.map((_, place) => !wrong.delete(`${FILE}:${head.length + place + 1}`));
  if (wrong.size > 0) throw new Error(`errors elsewhere: ${[...wrong].join(', ')}\n${output.slice(0, 2000)}`);
  return taken;
}

/** One test for each compiler. */
export async function checkRequired(versions, compile) {
  const counts = { passed: 0, failed: 0 };
  const cases = allCases();
  const taken = await atRunTime(cases);
  for (const version of versions) {
    const compiled = await atCompileTime(version, compile, cases);
    const apart = cases.filter((_, place) => taken[place] !== compiled[place]);
    const good = taken.filter(Boolean).length;
    const isRight = apart.length === 0 && good > 0 && good < cases.length;
    isRight ? counts.passed++ : counts.failed++;
    say(
      `${isRight ? 'ok' : 'FAILED'}: ${version.title} and the client agree on ${cases.length} params, of which ${good} are complete`,
    );
    for (const wrong of apart.slice(0, 5)) say(`  they do not on ${JSON.stringify(wrong)}`);
  }
  return counts;
}
