// What the declarations name is there at run time, and nothing else: exports, members, statics, options, error codes. Read
// with the compiler's own API.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
// The newest TypeScript has no API for JavaScript.
import ts from 'typescript-5.0';
import { say } from '../../pkg-template/build/log.mjs';
import { pkg, root } from '../../pkg-template/build/paths.mjs';

const sorted = (names) => [...names].sort();

const known = new Map();

/** The declarations of an entry, to be asked for names. */
function declared(entry) {
  if (!known.has(entry)) known.set(entry, read(entry));
  return known.get(entry);
}

function read(entry) {
  const file = path.join(pkg, `${entry}.d.ts`);
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = checker.getSymbolAtLocation(source);
  const find = (name) => checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  const typeOf = (name) => {
    const symbol = find(name);
    return checker.getDeclaredTypeOfSymbol(
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    );
  };
  const namesOf = (type) => checker.getPropertiesOfType(type).map((symbol) => symbol.name);
  const ownExports = () =>
    checker.getExportsOfModule(module).filter((symbol) => !(symbol.flags & ts.SymbolFlags.Alias));
  const hasNoComment = (symbol) =>
    symbol.getDocumentationComment(checker).length === 0 && symbol.getJsDocTags().length === 0;
  return {
    /** What `import * as` gives: no types. This TypeScript takes those of `export type *` for values. */
    values() {
      const isOfTypes = /^export type \* from/m.test(source.text);
      const names = namesOf(checker.getTypeOfSymbolAtLocation(module, source));
      return names.filter((name) => !isOfTypes || module.exports.has(ts.escapeLeadingUnderscores(name)));
    },
    /** The members of a type; of a union, those of each. But for names that are symbols. */
    members(name) {
      const type = typeOf(name);
      const all = (type.isUnion() ? type.types : [type]).flatMap(namesOf);
      return sorted(new Set(all.filter((member) => !member.startsWith('__@'))));
    },
    /** Only what stands in the declaration itself. */
    own: (name) =>
      sorted(
        find(name)
          .declarations.filter(ts.isClassDeclaration)
          .flatMap((declaration) => [...declaration.members])
          .map((member) => member.name && ts.isIdentifier(member.name) && member.name.text)
          .filter(Boolean),
      ),
    /** The members of the type of a member. */
    membersOf(name, member) {
      const type = checker.getTypeOfSymbol(typeOf(name).getProperty(member));
      return sorted(namesOf(checker.getNonNullableType(type)));
    },
    /** The strings of a union of strings. */
    words(name) {
      const type = typeOf(name);
      return type.isUnion() ? sorted(type.types.map((word) => word.isStringLiteral() && word.value)) : [];
    },
    /** Exported declarations without a comment. */
    uncommented: () =>
      ownExports()
        .filter(hasNoComment)
        .map(({ name }) => name),
    /** Their members without one, but for `type`, which tells metrics from each other, and those named for actions. */
    uncommentedMembers: () =>
      ownExports()
        .filter(({ name }) => name !== 'RequiredFields')
        .flatMap(({ name, members = new Map() }) =>
          [...members.values()]
            .filter((member) => !(member.flags & ts.SymbolFlags.TypeParameter) && !/^(__|type$)/.test(member.name))
            .filter(hasNoComment)
            .map((member) => `${name}.${member.name}`),
        ),
  };
}

const { exports } = JSON.parse(readFileSync(path.join(pkg, 'package.json'), 'utf8'));
/** The entries that have types, by their names, with their module. */
const promised = new Map(
  Object.entries(exports)
    .filter(([, to]) => typeof to === 'object')
    .map(([name, to]) => [name === '.' ? 'index' : name.slice(2), (to.import ?? to).default]),
);
const load = (entry) => import(pathToFileURL(path.join(pkg, promised.get(entry))).href);
const entries = readdirSync(pkg)
  .filter((name) => name.endsWith('.d.ts'))
  .map((name) => name.replace(/\.d\.ts$/, ''))
  // The types that the adapters share, which is no entry.
  .filter((name) => name !== 'adapters');

/** The names that objects of a class have from it and from those it is derived from; or those of the class itself. */
function namesOfClass(of, side = (one) => one.prototype) {
  const names = new Set();
  for (let one = of; one?.prototype && !BUILT_IN.has(one); one = Object.getPrototypeOf(one))
    Object.getOwnPropertyNames(side(one)).forEach((name) => names.add(name));
  return [...names].filter((name) => !OF_THE_MACHINE.test(name));
}
const ownNames = (of) => namesOfClass(of).filter((name) => name !== 'constructor');
const staticNames = (of) => namesOfClass(of, (one) => one).filter((name) => !['length', 'name'].includes(name));
const BUILT_IN = new Set([Error, Promise]);
// What wasm-bindgen gives a class.
const OF_THE_MACHINE = /^(free|__\w+)$/;

async function errorOf(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

const TESTS = {
  async 'every entry exports what is declared'() {
    assert.deepEqual(sorted(entries), sorted(promised.keys()));
    // A classic script exports nothing, but makes a global.
    for (const entry of entries.filter((name) => name !== 'script')) {
      assert.deepEqual(sorted(declared(entry).values()), sorted(Object.keys(await load(entry))), entry);
    }
  },
  'everything has a comment, and nothing is any'() {
    for (const entry of entries) {
      assert.deepEqual(declared(entry).uncommented(), [], entry);
      if (entry === 'index') assert.deepEqual(declared(entry).uncommentedMembers(), []);
      const text = readFileSync(path.join(pkg, `${entry}.d.ts`), 'utf8');
      assert.doesNotMatch(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''), /\bany\b/, entry);
    }
  },
  'nothing tells of how it is made'() {
    const text = readFileSync(path.join(pkg, 'index.d.ts'), 'utf8');
    const machine =
      /__wbg|wasm-bindgen|tsify|\bfree\(|Symbol\.dispose\]\(|wire protocol|\bcrate\b|, section \d|\br#?"/i;
    assert.doesNotMatch(text, machine);
  },
  async 'the classes have the members that are declared'() {
    const { OptaveClient, OptaveRequest } = await load('index');
    const types = declared('index');
    assert.deepEqual(types.members('OptaveClient'), sorted(ownNames(OptaveClient)));
    assert.deepEqual(types.members('OptaveClientConstructor'), sorted(staticNames(OptaveClient)));
    for (const group of ['CONSTANTS', 'LegacyEvents', 'InboundEvents']) {
      assert.deepEqual(types.membersOf('OptaveClientConstructor', group), sorted(Object.keys(OptaveClient[group])));
    }
    assert.deepEqual(types.words('ErrorCategory'), sorted(Object.keys(OptaveClient.CONSTANTS.ErrorCategory)));
    // What it overrides is declared with every promise.
    const own = ownNames(OptaveRequest).filter((name) => !(name in Promise.prototype));
    assert.deepEqual(types.own('OptaveRequest'), sorted(own));
    assert.equal(typeof OptaveRequest.prototype[Symbol.asyncIterator], 'function');
    for (const action of types.words('Action'))
      assert.equal(typeof OptaveClient.prototype[`${action}Async`], 'function');
  },
  async 'what a client tells has the fields that are declared'() {
    const { OptaveClient } = await load('index');
    const types = declared('index');
    const client = new OptaveClient({ websocketUrl: 'ws://localhost:9', deviceInfo: false });
    assert.deepEqual(types.members('ConnectionInfo'), sorted(Object.keys(client.connection)));
    assert.deepEqual(types.members('OptaveMetrics'), sorted(Object.keys(client.metrics())));
    assert.deepEqual(types.members('Quantiles'), sorted(Object.keys(client.metrics().totalMs)));
    const { defaultPayload } = OptaveClient;
    assert.deepEqual(types.members('Scope'), sorted([...Object.keys(defaultPayload.request.scope), 'resources']));
    client.cleanup();
  },
  async 'errors have the fields that are declared, and their codes are all'() {
    const { OptaveClient, OptaveError } = await load('index');
    const types = declared('index');
    const client = new OptaveClient({ websocketUrl: 'ws://localhost:9', organizationId: 'o', logger: { warn() {} } });
    const params = { request: { connections: { threadId: 't' } } };
    const errors = [
      await errorOf(() => new OptaveClient({})),
      await errorOf(() => client.interaction({})),
      await errorOf(() => client.reception(params, { signal: AbortSignal.abort(new Error('gone')) })),
    ];
    for (const error of errors) assert.ok(error instanceof OptaveError);
    // That of the entry that does not know which of two it will load knows those of both.
    const [auto, js] = await Promise.all([load('auto'), load('js')]);
    errors.push(await errorOf(() => new js.OptaveClient({})));
    for (const error of errors) assert.ok(error instanceof auto.OptaveError);
    for (const other of [new Error('OptaveError'), { name: 'OptaveError' }, null])
      assert.ok(!(other instanceof auto.OptaveError));
    const found = new Set(errors.flatMap((error) => [...Object.getOwnPropertyNames(error), ...ownNames(OptaveError)]));
    assert.deepEqual(types.members('ErrorFields'), sorted(found));
    const table = readFileSync(path.join(root, 'src', 'protocol', 'error.rs'), 'utf8');
    const codes = [...table.matchAll(/^ {4}\w+ = "([A-Z_]+)", [A-Z]\w+,/gm)].map(([, code]) => code);
    // What is told without the table, and what is known to older programs alone.
    const besides = ['UNSUPPORTED_IN_BROWSER', 'WEBSOCKET_ERROR'];
    assert.deepEqual(types.words('OptaveErrorCode'), sorted([...codes, ...besides]));
    client.cleanup();
  },
  async 'what superpowers say beside their texts has the fields that are declared'() {
    const { OptaveClient } = await load('index');
    const { startSandbox } = await load('sandbox');
    const types = declared('index');
    const { restUrl, tokenUrl, close } = await startSandbox();
    const client = new OptaveClient({ transport: 'rest', restUrl, tokenUrl, organizationId: 'o', deviceInfo: false });
    const request = {
      connections: { threadId: 't' },
      scope: { conversations: [{ messages: [{ content: 'Where is my lamp?' }] }] },
      resources: { offers: [{ name: 'lamp' }] },
    };
    const names = types.members('SuperpowerResults');
    const answers = await Promise.all([
      client.interaction({ request }, { until: names.filter((name) => name !== 'recommend') }),
      client.recommend({ request }),
    ]);
    client.cleanup();
    await close();
    const updates = answers.flatMap((answer) => answer.updates).filter(({ state }) => state === 'completed');
    const found = new Map(updates.map(({ actionType, data }) => [actionType, Object.keys(data.message.results[0])]));
    for (const name of names) {
      const fields = found.get(name)?.filter((field) => field !== 'response');
      assert.deepEqual(types.membersOf('SuperpowerResults', name), sorted(fields ?? []), name);
    }
  },
  async 'answers have the fields that are declared'() {
    const { OptaveClient } = await load('index');
    const { startSandbox } = await load('sandbox');
    const types = declared('index');
    const { restUrl, tokenUrl, close } = await startSandbox();
    const client = new OptaveClient({ transport: 'rest', restUrl, tokenUrl, organizationId: 'o', deviceInfo: false });
    const request = client.interaction({
      request: { connections: { threadId: 't' }, scope: { conversations: [{ conversationId: 'c' }] } },
    });
    const response = await request;
    const [update] = response.updates;
    client.cleanup();
    await close();
    const fields = sorted(new Set([...Object.keys(update), 'text']));
    assert.equal(typeof update.text, 'string');
    assert.deepEqual(types.members('OptaveUpdate'), fields);
    assert.deepEqual(types.members('UpdateFields'), fields);
    assert.deepEqual(
      types.members('ResponseFields'),
      sorted(Object.keys(response).filter((name) => !fields.includes(name))),
    );
    assert.deepEqual(types.membersOf('ResponseFields', 'timings'), sorted(Object.keys(response.timings)));
  },
  // That no others are read, and what their defaults are, is tested beside this, in declarations.rs.
  async 'every option that is declared is looked at'() {
    const { OptaveClient } = await load('index');
    const types = declared('index');
    const unfit = (names) => Object.fromEntries(names.map((name) => [name, Symbol('nothing that fits')]));
    const named = ({ code, details }) => {
      assert.equal(code, 'INVALID_CONFIG');
      return sorted(new Set(details.map((place) => place.split(':')[0])));
    };
    const [reconnect, queue] = [types.members('ReconnectOptions'), types.members('QueueOptions')];
    const inside = { reconnect: unfit(reconnect), queue: unfit(queue) };
    const outside = types.members('OptaveOptions').filter((name) => !(name in inside));
    const error = await errorOf(() => new OptaveClient({ ...unfit(outside), ...inside }));
    const expected = [
      ...outside,
      ...reconnect.map((name) => `reconnect.${name}`),
      ...queue.map((name) => `queue.${name}`),
    ];
    assert.deepEqual(named(error), sorted(expected));

    const client = new OptaveClient({ websocketUrl: 'ws://localhost:9', organizationId: 'o', logger: { warn() {} } });
    const options = types.members('RequestOptions');
    const params = { request: { connections: { threadId: 't' } } };
    assert.deepEqual(named(await errorOf(() => client.reception(params, unfit(options)))), options);
    client.cleanup();
  },
};

/** The tests, one after the other. */
export async function checkNames() {
  const counts = { passed: 0, failed: 0 };
  for (const [title, test] of Object.entries(TESTS)) {
    try {
      await test();
      counts.passed++;
      say(`ok: ${title}`);
    } catch (error) {
      counts.failed++;
      say(`FAILED: ${title}\n${error.stack}`);
    }
  }
  return counts;
}
