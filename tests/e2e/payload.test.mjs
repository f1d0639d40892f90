// The final payload: the defaults, the integrator's own, the caller's params on top, and what is never touched.
import assert from 'node:assert/strict';
import { envelopes, inPage, invalidFrames } from './helper.mjs';

const SCOPE =
  'accounts appointments assets bookings cases conversations documents events interactions items locations offers ' +
  'operators orders organizations persons policies products properties services subscriptions tickets transactions users';

const DEFAULTS = {
  session: {
    sessionId: '',
    channel: {
      browser: '',
      deviceInfo: '',
      deviceType: '',
      language: '',
      location: '',
      medium: 'chat',
      metadata: [],
      section: '',
    },
    interface: { appVersion: '', category: '', language: '', name: '', type: '' },
  },
  request: {
    requestId: '',
    attributes: { content: '', instruction: '', variant: 'A' },
    connections: { journeyId: '', parentId: '', threadId: '' },
    context: { caseId: '', departmentId: '', operatorId: '', organizationId: '', userId: '' },
    reference: { ids: [], labels: [], tags: [] },
    resources: { codes: [], links: [], offers: [] },
    scope: Object.fromEntries(SCOPE.split(' ').map((name) => [name, []])),
    settings: {
      disableBrowsing: false,
      disableSearch: false,
      disableSources: false,
      disableStream: true,
      disableTools: false,
      maxResponseLength: 0,
      overrideInterfaceLanguage: '',
      overrideOutputLanguage: '',
    },
    a2a: [],
    cursor: { since: '', until: '' },
  },
};

const payloads = (control) => envelopes(control).map(({ payload }) => payload);

inPage('the default payload is the protocol’s, frozen all the way down', async ({ run }) => {
  const { defaults, isFrozen, isSame } = await run(() => {
    const defaults = sdk.OptaveClient.defaultPayload;
    const isFrozen = (value) =>
      typeof value !== 'object' || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    return { defaults, isFrozen: isFrozen(defaults), isSame: sdk.OptaveClient.defaultPayload === defaults };
  });
  assert.deepEqual(defaults, DEFAULTS);
  assert.equal(isFrozen, true);
  assert.equal(isSame, true);
});

inPage('defaults that the caller omits stay, at every depth', async ({ run, control }) => {
  const given = await run(async () => {
    const client = make({ deviceInfo: false });
    await client.interaction(params({ settings: { maxResponseLength: 5 } }));
    return params().request;
  });
  const [{ session, request }] = payloads(control);
  assert.match(request.requestId, /-7/);
  assert.deepEqual(request, {
    ...DEFAULTS.request,
    requestId: request.requestId,
    attributes: { ...DEFAULTS.request.attributes, ...given.attributes },
    connections: { ...DEFAULTS.request.connections, ...given.connections },
    context: { ...DEFAULTS.request.context, organizationId: 'organization-1' },
    resources: { ...DEFAULTS.request.resources, ...given.resources },
    scope: { ...DEFAULTS.request.scope, ...given.scope },
    settings: { ...DEFAULTS.request.settings, maxResponseLength: 5 },
  });
  assert.deepEqual(session.channel, DEFAULTS.session.channel);
  assert.deepEqual(invalidFrames(control), []);
});

inPage('an array replaces the default array whole', async ({ run, control }) => {
  await run(async () => {
    const client = make({ request: { reference: { tags: ['x', 'y', 'z'], labels: ['l'] } } });
    await client.interaction(params({ reference: { tags: ['only'], ids: [{ name: 'n', value: 'v' }] } }));
    await client.interaction(params({ reference: { tags: [] } }));
  });
  const [first, second] = payloads(control).map(({ request }) => request.reference);
  assert.deepEqual(first, { tags: ['only'], labels: ['l'], ids: [{ name: 'n', value: 'v' }] });
  assert.deepEqual(second.tags, []);
});

inPage('unknown keys inside session and request are kept and sent', async ({ run, control }) => {
  await run(() =>
    make().interaction({
      session: { network: { quality: 'good' }, channel: { carrier: 'x' } },
      request: {
        ...params().request,
        future: { deep: [1, { two: null }] },
        settings: { overrideChannelMedium: 'voice', newFlag: true },
        context: { tenantId: 'tenant-1' },
        scope: { ...params().request.scope, resources: { links: [{ id: 'l' }], codes: [] }, robots: [1] },
      },
    }),
  );
  const [{ session, request }] = payloads(control);
  assert.deepEqual(session.network, { quality: 'good' });
  assert.equal(session.channel.carrier, 'x');
  assert.equal(session.channel.medium, 'chat');
  assert.deepEqual(request.future, { deep: [1, { two: null }] });
  assert.equal(request.settings.overrideChannelMedium, 'voice');
  assert.equal(request.settings.newFlag, true);
  assert.equal(request.settings.disableStream, true);
  assert.equal(request.context.tenantId, 'tenant-1');
  assert.equal(request.context.organizationId, 'organization-1');
  assert.deepEqual(request.scope.resources, { links: [{ id: 'l' }], codes: [] });
  assert.deepEqual(request.scope.robots, [1]);
  assert.deepEqual(invalidFrames(control), []);
});

inPage(
  'the caller’s value wins, null included; undefined means not given',
  async ({ run, control }) => {
    await run(() =>
      make().interaction(
        params({
          cursor: null,
          a2a: undefined,
          settings: { disableStream: null, disableSearch: undefined, maxResponseLength: 0 },
          attributes: { variant: undefined, content: '', instruction: null },
          context: { userId: null, organizationId: undefined },
          requestId: undefined,
        }),
      ),
    );
    const [{ request }] = payloads(control);
    assert.equal(request.cursor, null);
    assert.deepEqual(request.a2a, []);
    assert.equal(request.settings.disableStream, null);
    assert.equal(request.settings.disableSearch, false);
    assert.equal(request.attributes.variant, 'A');
    assert.equal(request.attributes.instruction, null);
    assert.equal(request.context.userId, null);
    assert.equal(request.context.organizationId, 'organization-1');
    assert.match(request.requestId, /-7/);
  },
  { sandbox: { strict: false } },
);

inPage('a non-plain object replaces, and is written as JSON writes it', async ({ run, control }) => {
  await run(() => {
    class Cursor {
      since = 'class';
      toJSON() {
        return { since: 'toJSON', until: '' };
      }
    }
    return make().interaction(params({ cursor: new Cursor(), when: new Date(0), pairs: new Map([[1, 2]]) }));
  });
  const [{ request }] = payloads(control);
  assert.deepEqual(request.cursor, { since: 'toJSON', until: '' });
  assert.equal(request.when, '1970-01-01T00:00:00.000Z');
  assert.deepEqual(request.pairs, {});
});

inPage('objects without a prototype, and from another frame, merge as plain objects', async ({ run, control }) => {
  await run(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const foreign = frame.contentWindow.JSON.parse(JSON.stringify(params({ settings: { disableSearch: true } })));
    const bare = Object.assign(Object.create(null), { maxResponseLength: 7 });
    const client = make();
    await client.interaction(foreign);
    await client.interaction(params({ settings: bare }));
  });
  const [foreign, bare] = payloads(control);
  assert.deepEqual(foreign.request.settings, { ...DEFAULTS.request.settings, disableSearch: true });
  assert.deepEqual(bare.request.settings, { ...DEFAULTS.request.settings, maxResponseLength: 7 });
});

inPage('an integrator’s defaults lie between the protocol’s and the caller’s', async ({ run, control }) => {
  await run(async () => {
    const client = make({
      session: { interface: { name: 'widget', type: 'chat' }, channel: { medium: 'voice' } },
      request: { settings: { disableSearch: true, maxResponseLength: 9 }, context: { userId: 'u' } },
    });
    await client.interaction(
      params({ settings: { maxResponseLength: 1 } }, { session: { interface: { name: 'own' } } }),
    );
    await client.interaction(params());
  });
  const [first, second] = payloads(control);
  assert.equal(first.session.interface.name, 'own');
  assert.equal(first.session.interface.type, 'chat');
  assert.equal(first.session.channel.medium, 'voice');
  assert.equal(first.request.settings.disableSearch, true);
  assert.equal(first.request.settings.maxResponseLength, 1);
  assert.equal(first.request.context.userId, 'u');
  assert.equal(second.session.interface.name, 'widget');
  assert.equal(second.request.settings.maxResponseLength, 9);
});

inPage('compact sends only what is not empty, and the server accepts it', async ({ run, control }) => {
  await run(async () => {
    const client = make({ payloadDefaults: 'compact', deviceInfo: false });
    await client.interaction(params());
    await client.interaction(params({ attributes: undefined, resources: undefined }));
  });
  for (const { session, request } of payloads(control)) {
    const empty = [];
    const walk = (value, path) => {
      if (value === '' || (Array.isArray(value) && value.length === 0)) empty.push(path);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      if (Object.keys(value).length === 0) empty.push(path);
      for (const [key, item] of Object.entries(value)) walk(item, `${path}.${key}`);
    };
    walk(session, 'session');
    const { scope, ...others } = request;
    walk(others, 'request');
    assert.deepEqual(empty, []);
    assert.deepEqual(Object.keys(scope), ['conversations']);
    assert.ok(session.sessionId);
    assert.ok(request.requestId);
  }
  assert.deepEqual(invalidFrames(control), []);
});

inPage('a requestId given is kept, and may be used twice', async ({ run, control }) => {
  const states = await run(async () => {
    const client = make();
    const both = [client.interaction(params({ requestId: 'mine' })), client.interaction(params({ requestId: 'mine' }))];
    return (await Promise.all(both)).map(({ state }) => state);
  });
  assert.deepEqual(states, ['completed', 'completed']);
  assert.deepEqual(
    payloads(control).map(({ request }) => request.requestId),
    ['mine', 'mine'],
  );
});
