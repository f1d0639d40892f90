// Browser, system and kind of device, told from what real browsers say of themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeDevice } from '../../src/browser/device.js';

// User agent and touch points, then browser, device info and device type.
// prettier-ignore
const CASES = [
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1', 5, 'Safari 18.2', 'iOS/18.2, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1', 5, 'Safari 26.0', 'iOS/26.0, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1', 5, 'Chrome 120.0', 'iOS/17.1.2, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/121.0 Mobile/15E148 Safari/605.1.15', 5, 'Firefox 121.0', 'iOS/17.2, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/120.0.2210.126 Mobile/15E148 Safari/605.1.15', 5, 'Edge 120.0', 'iOS/17.2, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1 OPT/4.3.2', 5, 'Opera 4.3', 'iOS/16.6, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21C62 [FBAN/FBIOS;FBAV/444.0.0.32.112;FBDV/iPhone15,3]', 5, 'WebKit 605.1', 'iOS/17.2, iPhone', 'mobile'],
  ['Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1', 5, 'Safari 12.1', 'iOS/12.5.7, iPod touch', 'mobile'],
  ['Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1', 5, 'Safari 15.6', 'iPadOS/15.8, iPad', 'tablet'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15', 5, 'Safari 17.2', 'iPadOS/17.2, iPad', 'tablet'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120 Version/11.1.1 Safari/605.1.15', 5, 'Chrome 120', 'iPadOS, iPad', 'tablet'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15', 0, 'Safari 17.2', 'macOS/10.15.7', 'desktop'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 0, 'Chrome 120.0', 'macOS/10.15.7', 'desktop'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0', 0, 'Firefox 121.0', 'macOS/10.15', 'desktop'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36', 5, 'Chrome 131.0', 'Android/10', 'mobile'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 5, 'Chrome 131.0', 'Android/10', 'tablet'],
  ['Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36', 5, 'Samsung Internet 23.0', 'Android/13, SM-S918B', 'mobile'],
  ['Mozilla/5.0 (Linux; Android 12; SM-X906C Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.119 Safari/537.36', 5, 'Chrome WebView 80.0', 'Android/12, SM-X906C', 'tablet'],
  ['Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UQ1A.231205.015; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36', 5, 'Chrome WebView 120.0', 'Android/14, Pixel 8 Pro', 'mobile'],
  ['Mozilla/5.0 (Android 13; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0', 5, 'Firefox 121.0', 'Android/13', 'mobile'],
  ['Mozilla/5.0 (Android 13; Tablet; rv:121.0) Gecko/121.0 Firefox/121.0', 5, 'Firefox 121.0', 'Android/13', 'tablet'],
  ['Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36 EdgA/120.0.2210.115', 5, 'Edge 120.0', 'Android/10, HD1913', 'mobile'],
  ['Mozilla/5.0 (Linux; Android 10; VOG-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36 OPR/76.2.4027.73374', 5, 'Opera 76.2', 'Android/10, VOG-L29', 'mobile'],
  ['Mozilla/5.0 (Linux; U; Android 4.0.3; ko-kr; LG-L160L Build/IML74K) AppleWebkit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30', 5, 'Safari 4.0', 'Android/4.0.3, LG-L160L', 'mobile'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 0, 'Chrome 120.0', 'Windows/10', 'desktop'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91', 10, 'Edge 120.0', 'Windows/10', 'desktop'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0', 0, 'Firefox 121.0', 'Windows/10', 'desktop'],
  ['Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36 OPR/95.0.0.0', 0, 'Opera 95.0', 'Windows/6.1', 'desktop'],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 0, 'Chrome 120.0', 'ChromeOS/14541.0.0', 'desktop'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36', 0, 'Chrome 120.0', 'Linux', 'desktop'],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0', 0, 'Firefox 121.0', 'Linux', 'desktop'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15', 0, 'Safari 17.0', 'Linux', 'desktop'],
  ['Node.js/22', 0, '', '', 'desktop'],
];

const CHROME_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const CHROME_ON_ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';
const CHROME_ON_MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36';

const info = (userAgent, details) => describeDevice({ userAgent }, details).deviceInfo;
const named = (userAgent, brands) => describeDevice({ userAgent, userAgentData: { brands } }).browser;

for (const [userAgent, maxTouchPoints, browser, deviceInfo, deviceType] of CASES) {
  test(`told apart: ${userAgent}, ${maxTouchPoints} touch points`, () => {
    assert.deepEqual(describeDevice({ userAgent, maxTouchPoints }), { browser, deviceInfo, deviceType });
  });
}

test('a browser that says nothing is a desktop', () => {
  const nothing = { browser: '', deviceInfo: '', deviceType: 'desktop' };
  assert.deepEqual(describeDevice(), nothing);
  assert.deepEqual(describeDevice({}), nothing);
  assert.deepEqual(describeDevice({ userAgent: '', userAgentData: {} }, {}), nothing);
  assert.deepEqual(describeDevice({ userAgent: undefined }, undefined), nothing);
});

test('a hint tells Windows 11 from Windows 10', () => {
  assert.equal(info(CHROME_ON_WINDOWS, { platformVersion: '15.0.0' }), 'Windows/11');
  assert.equal(info(CHROME_ON_WINDOWS, { platformVersion: '13.0.0' }), 'Windows/11');
  assert.equal(info(CHROME_ON_WINDOWS, { platformVersion: '10.0.0' }), 'Windows/10');
  assert.equal(info(CHROME_ON_WINDOWS, { platformVersion: '3.0.0' }), 'Windows/10');
  assert.equal(info(CHROME_ON_WINDOWS, { platformVersion: '' }), 'Windows/10');
});

test('hints know better than a frozen user agent', () => {
  assert.equal(info(CHROME_ON_ANDROID, { platformVersion: '15.0.0', model: 'Pixel 9' }), 'Android/15.0.0, Pixel 9');
  assert.equal(info(CHROME_ON_ANDROID, { platformVersion: '', model: '' }), 'Android/10');
  assert.equal(info(CHROME_ON_MAC, { platformVersion: '14.2.1' }), 'macOS/14.2.1');
});

test('a brand names a browser that poses as Chrome', () => {
  const made = { brand: 'Not_A Brand', version: '8' };
  const chromium = { brand: 'Chromium', version: '131' };
  assert.equal(named(CHROME_ON_WINDOWS, [made, chromium, { brand: 'Brave', version: '131' }]), 'Brave 131');
  const google = { brand: 'Google Chrome', version: '131' };
  assert.equal(named(CHROME_ON_WINDOWS, [google, chromium, { ...made, brand: 'Not/A)Brand' }]), 'Chrome 131.0');
  const edge = `${CHROME_ON_WINDOWS} Edg/131.0.0.0`;
  assert.equal(named(edge, [made, chromium, { brand: 'Microsoft Edge', version: '131' }]), 'Edge 131.0');
});

test('hints alone are enough', () => {
  const brands = [
    { brand: 'Not?A_Brand', version: '24' },
    { brand: 'Somebody’s Browser', version: '7.1.2' },
  ];
  const userAgentData = { brands, platform: 'Fuchsia', mobile: true };
  assert.deepEqual(describeDevice({ userAgent: '', userAgentData }, { platformVersion: '3.1', model: 'Lamp' }), {
    browser: 'Somebody’s Browser 7.1',
    deviceInfo: 'Fuchsia/3.1, Lamp',
    deviceType: 'mobile',
  });
});

// What the tables look for, in any order and cut anywhere, with any characters between.
const userAgents = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['Android ', '; ', ')', ' Build/', ' OS ', 'Version/', 'Windows NT ', 'CrOS ', 'iPad', 'iPod', 'iPhone'],
        ...['Macintosh', 'Chrome/', 'Safari', '; wv) ', 'Edg', 'OPR/', 'Mobile', '18_6', '26.0', 'Linux', '10.0'],
      ),
      fc.stringMatching(/^[0-9._]{0,6}$/),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));
const anyText = fc.string({ unit: 'binary' });
const some = (fields) => fc.record(fields, { requiredKeys: [] });

test('any strings get an answer, and a device type that the protocol knows', () => {
  const navigators = some({
    userAgent: userAgents,
    maxTouchPoints: fc.nat(),
    userAgentData: some({
      brands: fc.array(some({ brand: anyText, version: anyText })),
      platform: anyText,
      mobile: fc.boolean(),
    }),
  });
  const answers = fc.option(some({ platformVersion: anyText, model: anyText }), { nil: undefined });
  fc.assert(
    fc.property(navigators, answers, (navigator, details) => {
      const described = describeDevice(navigator, details);
      assert.deepEqual(Object.keys(described), ['browser', 'deviceInfo', 'deviceType']);
      assert.equal(typeof described.browser, 'string');
      assert.equal(typeof described.deviceInfo, 'string');
      assert.ok(['mobile', 'tablet', 'desktop'].includes(described.deviceType));
    }),
    { numRuns: 2000 },
  );
});

test('what is told is never much longer than the user agent', () => {
  fc.assert(
    fc.property(userAgents, (userAgent) => {
      const { browser, deviceInfo } = describeDevice({ userAgent });
      assert.ok(browser.length <= userAgent.length + 20);
      assert.ok(deviceInfo.length <= userAgent.length + 20);
    }),
  );
});

test('a user agent of 20 KB that is made to be slow is read at once', () => {
  for (const piece of ['; wv) ', 'Android; ', 'iPhone', 'Macintosh (', 'Edg', ' 1', 'Version/', 'Linux']) {
    const began = performance.now();
    describeDevice({ userAgent: piece.repeat(20_000 / piece.length), maxTouchPoints: 5 });
    assert.ok(performance.now() - began < 1000, piece);
  }
});
