// What a browser says about the device, in the words of `session.channel` (wire protocol, section 3). A version that
// browsers froze for privacy (macOS 10.15.7, Windows 10) stays frozen, unless a hint or Safari's version knows better.

// Names, each with the mark in the user agent that gives it away, where that is not the name itself. The order is given
// by who poses as whom: nearly every browser also claims to be Chrome or Safari, and a view inside another application
// has the engine's version alone. Strings, because they compress better than objects do.
const BROWSERS =
  'Edge=Edg\\w*,Opera=OP[RT],Samsung Internet=SamsungBrowser,Firefox=FxiOS|Firefox,Chrome WebView=wv\\).*Chrome,' +
  'Chrome=CriOS|Chrome,Safari=Version,WebKit=AppleWebKit';

// Windows phones pose as Android and iPhone, Android as Linux. What follows "Linux" is no version of the system.
const PLATFORMS = 'Windows,iOS=iPhone|iPod[ \\w]*,iPadOS=iPad,Android,macOS=Macintosh,ChromeOS=CrOS,Linux=Linux.*';

/** The first name whose mark stands in `text`, the version that `pattern` finds behind the mark, and the mark. */
function find(text, names, pattern) {
  for (const entry of names.split(',')) {
    const [name, mark = name] = entry.split('=');
    const found = RegExp(`(${mark})${pattern}`).exec(text);
    if (found) return [name, found[2], found[1]];
  }
  return [];
}

const join = (separator, ...parts) => parts.filter(Boolean).join(separator);

/**
 * `browser`, `deviceInfo` and `deviceType` out of a `navigator`, and out of what its `getHighEntropyValues` answered.
 * What is not known is the empty string.
 */
export function describeDevice({ userAgent, maxTouchPoints, userAgentData } = {}, details) {
  let [browser, release] = find(userAgent, BROWSERS, '/([\\d.]*)');
  // No Mac has a touch screen; an iPad poses as one.
  const system = maxTouchPoints > 1 && /Macintosh/.test(userAgent) ? 'iPad' : userAgent;
  // The version is the first number behind the mark that follows a space, in the same parentheses.
  let [platform, version, mark] = find(system, PLATFORMS, '(?:[^)]*? (\\d[\\d._]*))?');

  const isApples = /^iP/.test(mark);
  // Safari's version goes with the system's, and knows better in two cases: an iPad that poses as a Mac states none, and
  // from version 26 on the stated one is frozen at 18.
  if (isApples && browser === 'Safari' && (!version || (/^18/.test(version) && parseInt(release) > 19)))
    version = release;
  const hinted = details?.platformVersion;
  // Windows' hint counts in its own way: 1 to 10 is Windows 10, from 13 on it is Windows 11.
  version = platform === 'Windows' ? version?.replace('10.0', parseInt(hinted) > 12 ? '11' : '10') : hinted || version;

  // Android's is the last entry of the parentheses. "K" is what Chrome says instead of the model, "wv" marks a view
  // inside another application, and Firefox puts facts of its own there.
  const model =
    details?.model ||
    (isApples ? mark : /Android[^)]*; (?!Mobile|Tablet|rv:)([^;)]{3,}?)(?: Build|[;)])/.exec(userAgent)?.[1]);

  // Some browsers go by Chrome's user agent and say their own name in the brands alone. Chromium adds a made-up brand
  // ("Not_A Brand", "Not/A)Brand" …), so that nobody counts on a fixed list.
  if (!browser || browser === 'Chrome') {
    for (const { brand, version } of userAgentData?.brands ?? []) {
      if (!/Not|Chrom/.test(brand)) [browser, release] = [brand, version];
    }
  }

  const isMobile = userAgentData?.mobile || /Mobi|iP[ho]/.test(userAgent);
  // Android phones say "Mobile" and tablets do not; that is their convention.
  const isTablet = platform === 'iPadOS' || (platform === 'Android' && !isMobile);
  return {
    browser: join(' ', browser, /^\d+(\.\d+)?/.exec(release)?.[0]),
    deviceInfo: join(', ', join('/', platform ?? userAgentData?.platform, version?.replaceAll('_', '.')), model),
    deviceType: isTablet ? 'tablet' : isMobile ? 'mobile' : 'desktop',
  };
}
