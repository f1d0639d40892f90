// What is filled in from the browser: channel, interface, and the session id in payload, URL and sessionStorage.
import assert from 'node:assert/strict';
import { envelopes, eventually, inPage } from './helper.mjs';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 ' +
  'Mobile/15E148 Safari/604.1';

const sessions = (control) => envelopes(control).map(({ payload }) => payload.session);

inPage(
  'channel and interface are filled in from the browser',
  async ({ run, control }) => {
    const language = await run(async () => {
      await make().interaction(params());
      return navigator.language;
    });
    const [{ channel, interface: face }] = sessions(control);
    assert.match(channel.browser, /^\S.* \d+\.\d+$/);
    assert.match(channel.deviceInfo, /^Linux/);
    assert.equal(channel.deviceType, 'desktop');
    assert.equal(channel.language, language);
    assert.equal(channel.section, '/page/index.html');
    assert.equal(channel.location, '');
    assert.equal(channel.medium, 'chat');
    assert.equal(face.language, 'en-GB', 'the document’s language goes before the navigator’s');
  },
  { context: { locale: 'fr-FR' } },
);

inPage(
  'a phone is told by its user agent',
  async ({ run, control }) => {
    await run(() => make().interaction(params()));
    const [{ channel }] = sessions(control);
    assert.equal(channel.deviceType, 'mobile');
    assert.match(channel.deviceInfo, /^iOS\/17\.0, iPhone/);
  },
  { context: { userAgent: SAFARI, isMobile: true, hasTouch: true } },
);

inPage('without a language on the document, interface.language is the navigator’s', async ({ run, control }) => {
  await run(async () => {
    document.documentElement.removeAttribute('lang');
    await make().interaction(params());
  });
  const [{ channel, interface: face }] = sessions(control);
  assert.equal(face.language, channel.language);
  assert.notEqual(face.language, '');
});

inPage('section follows the page’s path, as single-page applications change it', async ({ run, control }) => {
  await run(async () => {
    const client = make();
    await client.interaction(params());
    history.pushState({}, '', '/shop/cart?secret=1#top');
    await client.interaction(params());
  });
  assert.deepEqual(
    sessions(control).map(({ channel }) => channel.section),
    ['/page/index.html', '/shop/cart'],
  );
});

inPage('what the caller or an option gives is not overwritten', async ({ run, control }) => {
  await run(async () => {
    const channel = { browser: 'mine', language: 'xx', section: 'support_page', deviceType: 'tablet' };
    await make().interaction(params({}, { session: { channel, interface: { language: 'yy' } } }));
    await make({ session: { channel, interface: { language: 'yy' } } }).interaction(params());
    await make({ session: { channel } }).interaction(params({}, { session: { channel: { browser: '' } } }));
  });
  const [call, option, emptied] = sessions(control);
  for (const session of [call, option]) {
    assert.equal(session.channel.browser, 'mine');
    assert.equal(session.channel.language, 'xx');
    assert.equal(session.channel.section, 'support_page');
    assert.equal(session.channel.deviceType, 'tablet');
    assert.match(session.channel.deviceInfo, /^Linux/, 'what they left empty is still filled in');
    assert.equal(session.interface.language, 'yy');
  }
  assert.notEqual(emptied.channel.browser, '', 'empty is not given');
});

inPage('deviceInfo: false fills in nothing about the device', async ({ run, control }) => {
  await run(() => make({ deviceInfo: false }).interaction(params()));
  const [{ channel }] = sessions(control);
  assert.deepEqual([channel.browser, channel.deviceInfo, channel.deviceType], ['', '', '']);
});

inPage(
  'location is sent with four decimals, only if the option is on and permission is granted',
  async ({ run, control, context }) => {
    // Asking for the permission's state is all that happens before a position is asked for.
    await run(async () => {
      const client = make({ location: true });
      await navigator.permissions.query({ name: 'geolocation' });
      await client.interaction(params());
      await client.interaction(params());
    });
    const located = sessions(control)
      .map(({ channel }) => channel.location)
      .filter((location) => location !== '');
    assert.deepEqual(located, [], 'not granted, not asked');
    control.clearLog();
    await context.grantPermissions(['geolocation']);
    await run(() => {
      window.client = make({ location: true });
    });
    await eventually(async () => {
      await run(() => client.interaction(params()));
      return sessions(control).at(-1).channel.location === '40.7128,-74.0060';
    }, 'the position with four decimals');
    control.clearLog();
    await run(async () => {
      const client = make({ location: false });
      await client.interaction(params());
      await client.interaction(params());
    });
    assert.ok(
      sessions(control).every(({ channel }) => channel.location === ''),
      'granted, but the option is off',
    );
  },
  { context: { geolocation: { latitude: 40.71280001, longitude: -74.006 } } },
);

inPage('location: true never prompts', async ({ run }) => {
  const asked = await run(async () => {
    let asked = 0;
    const original = navigator.geolocation.getCurrentPosition;
    navigator.geolocation.getCurrentPosition = (...rest) => {
      asked += 1;
      return original.apply(navigator.geolocation, rest);
    };
    await make({ location: true }).interaction(params());
    await make().interaction(params());
    return asked;
  });
  assert.equal(asked, 0);
});

inPage('the session id is one UUIDv7 in payload and URL, kept for the tab', async ({ page, run, control }) => {
  const first = await run(async () => {
    const client = make();
    await client.interaction(params());
    const second = make();
    await second.interaction(params());
    return [client.getSessionId(), second.getSessionId(), Object.values({ ...sessionStorage })];
  });
  assert.match(first[0], UUID_V7);
  assert.equal(first[1], first[0]);
  assert.ok(first[2].includes(first[0]), 'in sessionStorage');
  await page.reload();
  const later = await run(async () => {
    const client = make();
    await client.interaction(params());
    return client.getSessionId();
  });
  assert.equal(later, first[0], 'a reload is the same session');
  const { connections } = control.log();
  assert.deepEqual([...new Set(connections.map(({ sessionId }) => sessionId))], [first[0]]);
  assert.deepEqual([...new Set(sessions(control).map(({ sessionId }) => sessionId))], [first[0]]);
});

inPage(
  'another tab is another session',
  async ({ context, run, sandbox }) => {
    const first = await run(() => make().getSessionId());
    const page = await context.newPage();
    await page.goto(`${sandbox.url}/page/index.html`);
    assert.notEqual(await page.evaluate(() => make().getSessionId()), first);
  },
  { context: {} },
);

inPage('setSessionId replaces it, in payload and URL alike', async ({ run, control }) => {
  await run(async () => {
    const client = make();
    client.setSessionId('session-2');
    await client.interaction(params());
    client.setSessionId('session-3');
    await client.interaction(params());
    client.closeConnection();
    await client.interaction(params());
    await client.interaction(params({}, { session: { sessionId: 'of this call' } }));
  });
  assert.deepEqual(
    sessions(control).map(({ sessionId }) => sessionId),
    ['session-2', 'session-3', 'session-3', 'of this call'],
  );
  assert.deepEqual(
    control.log().connections.map(({ sessionId }) => sessionId),
    ['session-2', 'session-3'],
  );
});

inPage('the option session.sessionId is the session’s id, in payload and URL alike', async ({ run, control }) => {
  const id = await run(async () => {
    const client = make({ session: { sessionId: 'chosen' } });
    await client.interaction(params());
    client.setSessionId('replaced');
    await client.interaction(params());
    return client.getSessionId();
  });
  assert.equal(id, 'replaced');
  assert.equal(control.log().connections[0].sessionId, 'chosen');
  assert.deepEqual(
    sessions(control).map(({ sessionId }) => sessionId),
    ['chosen', 'replaced'],
  );
});

inPage('storage that is refused costs only the memory of the session id', async ({ run, control }) => {
  const id = await run(async () => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
    const client = make();
    await client.interaction(params());
    return client.getSessionId();
  });
  assert.match(id, UUID_V7);
  assert.equal(sessions(control)[0].sessionId, id);
});

inPage('setSessionId() takes a text that says something; of anything else the id stays as it was', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const before = client.getSessionId();
    const errors = [];
    for (const bad of [null, undefined, '', {}, 5]) errors.push((await outcome(() => client.setSessionId(bad))).error);
    return { errors, isKept: client.getSessionId() === before };
  });
  for (const { code, details } of found.errors) {
    assert.deepEqual([code, details], ['INVALID_CONFIG', ['sessionId: expected a non-empty string']]);
  }
  assert.equal(found.isKept, true);
});
