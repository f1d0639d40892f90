//! What a browser's user-agent string and client hints say about the device, in the words of `session.channel`:
//! `browser`, `deviceInfo`, `deviceType` (wire protocol, section 3).
//!
//! This ships to every page, so it is plain byte search over short tables. It states what the browser states:
//! a version that browsers froze for privacy (macOS 10.15.7, Windows 10) stays frozen unless a hint knows better.

/// What a browser tells beside its user-agent string. All of it is optional.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// `navigator.maxTouchPoints`. An iPad that poses as a Mac gives itself away by it.
    pub max_touch_points: u32,
    /// `navigator.userAgentData.brands`, as pairs of brand and version.
    pub brands: &'a [(&'a str, &'a str)],
    /// `userAgentData.platform`.
    pub platform: &'a str,
    /// `platformVersion` of the high-entropy values.
    pub platform_version: &'a str,
    /// `model` of the high-entropy values.
    pub model: &'a str,
    /// `userAgentData.mobile`.
    pub mobile: Option<bool>,
}

/// Marks of browsers, more telling ones first: nearly all of them also claim to be Chrome or Safari.
static BROWSERS: [(&str, &str); 12] = [
    ("EdgiOS/", "Edge"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("; wv) ", CHROME_WEBVIEW),
    ("CriOS/", CHROME),
    ("Chrome/", CHROME),
];
const CHROME: &str = "Chrome";
const CHROME_WEBVIEW: &str = "Chrome WebView";

/// Name and version of the browser, major and minor as it states them, such as `"Safari 17.0"`; empty when it is
/// none that is known.
pub fn browser(user_agent: &str, hints: &Hints<'_>) -> String {
    let (mut name, mut version) = ("", "");
    for (mark, known) in &BROWSERS {
        if let Some(rest) = after(user_agent, mark) {
            (name, version) = (known, rest);
            break;
        }
    }
    if name == CHROME_WEBVIEW {
        version = after(version, "Chrome/").unwrap_or("");
    } else if name.is_empty() {
        // Safari states its own version beside the engine's; a view inside another application has the latter alone.
        if let Some(rest) = after(user_agent, "Version/") {
            (name, version) = ("Safari", rest);
        } else if let Some(rest) = after(user_agent, "AppleWebKit/") {
            (name, version) = ("WebKit", rest);
        }
    }
    // Some browsers go by Chrome's user-agent string and say their own name in the brands alone.
    if name.is_empty() || name == CHROME {
        for (brand, stated) in hints.brands {
            // Chromium adds a made-up brand ("Not_A Brand", "Not/A)Brand" …) so that nobody counts on a fixed list.
            if !has(brand, "Not") && !has(brand, "Chrom") {
                (name, version) = (brand, stated);
            }
        }
    }
    let mut text = String::from(name);
    let (major, rest) = cut(numeric(version), ".");
    let (minor, _) = cut(rest, ".");
    if !major.is_empty() {
        text.push(' ');
        text.push_str(major);
    }
    if !minor.is_empty() {
        text.push('.');
        text.push_str(minor);
    }
    text
}

/// Platform and version, then the model where it is known, such as `"iOS/18.2, iPhone"`; empty when nothing is
/// known.
pub fn device_info(user_agent: &str, hints: &Hints<'_>) -> String {
    let platform;
    let mut version = "";
    let mut model = "";
    let mut hinted = hints.platform_version;
    match family(user_agent, hints) {
        Family::Ios => {
            (platform, model) = (
                "iOS",
                if has(user_agent, "iPod") {
                    "iPod touch"
                } else {
                    "iPhone"
                },
            );
            version = apple_version(user_agent);
        }
        Family::Ipad => {
            (platform, model) = ("iPadOS", "iPad");
            version = apple_version(user_agent);
        }
        Family::Android => {
            platform = "Android";
            version = numeric(after(user_agent, "Android ").unwrap_or(""));
            model = android_model(user_agent);
        }
        Family::Windows => {
            // The hint counts in Windows' own way: 1 to 10 is Windows 10, from 13 on it is Windows 11.
            let eleven = matches!(
                hinted.as_bytes(),
                [b'1', b'3'..=b'9', ..] | [b'2'..=b'9', b'0'..=b'9', ..]
            );
            platform = "Windows";
            version = numeric(after(user_agent, "Windows NT ").unwrap_or(""));
            if version == "10.0" {
                version = if eleven { "11" } else { "10" };
            }
            hinted = "";
        }
        Family::Mac => {
            platform = "macOS";
            version = numeric(after(user_agent, "Mac OS X ").unwrap_or(""));
        }
        Family::ChromeOs => {
            platform = "ChromeOS";
            // Behind the architecture: `CrOS x86_64 14541.0.0`.
            version = numeric(after(after(user_agent, "CrOS ").unwrap_or(""), " ").unwrap_or(""));
        }
        Family::Other => {
            platform = if has(user_agent, "Linux") {
                "Linux"
            } else {
                hints.platform
            }
        }
    }
    let mut info = String::from(platform);
    let mut rest = if hinted.is_empty() { version } else { hinted };
    let mut separator = "/";
    while !rest.is_empty() {
        // Apple writes 18_2 for 18.2.
        let (number, next) = cut(rest, "_");
        info.push_str(separator);
        info.push_str(number);
        (separator, rest) = (".", next);
    }
    let model = if hints.model.is_empty() {
        model
    } else {
        hints.model
    };
    if !model.is_empty() {
        info.push_str(", ");
        info.push_str(model);
    }
    info
}

/// `"mobile"`, `"tablet"` or `"desktop"`.
pub fn device_type(user_agent: &str, hints: &Hints<'_>) -> &'static str {
    let mobile = hints.mobile == Some(true) || has(user_agent, "Mobi");
    match family(user_agent, hints) {
        Family::Ios => "mobile",
        Family::Ipad => "tablet",
        Family::Windows | Family::Mac | Family::ChromeOs => "desktop",
        Family::Android | Family::Other if mobile => "mobile",
        // Android phones say "Mobile" and tablets do not; that is their convention.
        Family::Android => "tablet",
        Family::Other => "desktop",
    }
}

#[derive(Clone, Copy)]
enum Family {
    Windows,
    /// iPhone and iPod.
    Ios,
    Ipad,
    Android,
    Mac,
    ChromeOs,
    Other,
}

/// The order is given by who poses as whom: Windows phones as Android and iPhone, Android as Linux.
static FAMILIES: [(&str, Family); 7] = [
    ("Windows", Family::Windows),
    ("iPhone", Family::Ios),
    ("iPod", Family::Ios),
    ("iPad", Family::Ipad),
    ("Android", Family::Android),
    ("Macintosh", Family::Mac),
    ("CrOS ", Family::ChromeOs),
];

#[inline(never)]
fn family(user_agent: &str, hints: &Hints<'_>) -> Family {
    for (mark, family) in &FAMILIES {
        if has(user_agent, mark) {
            // No Mac has a touch screen; an iPad poses as one.
            let ipad = matches!(family, Family::Mac) && hints.max_touch_points > 1;
            return if ipad { Family::Ipad } else { *family };
        }
    }
    Family::Other
}

/// iOS states its version in the platform part. Two cases know better by Safari's own version, which goes with the
/// system's: an iPad posing as a Mac states none, and from version 26 on the stated one is frozen at 18.
#[inline(never)]
fn apple_version(user_agent: &str) -> &str {
    let stated = numeric(after(user_agent, " OS ").unwrap_or(""));
    let safari = numeric(after(user_agent, "Version/").unwrap_or(""));
    let frozen =
        stated.starts_with("18") && matches!(safari.as_bytes(), [b'2'..=b'9', b'0'..=b'9', ..]);
    // Other browsers copy a `Version/` of some Safari, which says nothing about the system.
    if stated.is_empty() && !has(user_agent, "iOS/") || frozen {
        safari
    } else {
        stated
    }
}

/// The last entry of the platform part: `(Linux; Android 13; SM-S918B Build/TP1A)`.
fn android_model(user_agent: &str) -> &str {
    let (mut rest, _) = cut(after(user_agent, "Android").unwrap_or(""), ")");
    let mut model = "";
    while let Some(next) = after(rest, "; ") {
        rest = next;
        let (entry, _) = cut(cut(rest, ";").0, " Build/");
        // "K" is what Chrome says instead of the model, "wv" marks a view inside another application, and Firefox puts
        // facts of its own there.
        if entry.len() > 2 && !has("Mobile Tablet", entry) && !entry.starts_with("rv:") {
            model = entry;
        }
    }
    model
}

/// The version that `text` starts with: digits with `.` or `_` between them.
#[inline(never)]
fn numeric(text: &str) -> &str {
    let mut end = 0;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => end = index + 1,
            b'.' | b'_' => {}
            _ => break,
        }
    }
    text.get(..end).unwrap_or("")
}

/// Where `mark` stands. Byte by byte on purpose: the standard library's search costs kilobytes of wasm.
#[inline(never)]
fn position(text: &str, mark: &str) -> Option<usize> {
    text.as_bytes()
        .windows(mark.len().max(1))
        .position(|window| window == mark.as_bytes())
}

#[inline(never)]
fn has(text: &str, mark: &str) -> bool {
    position(text, mark).is_some()
}

#[inline(never)]
fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.get(position(text, mark)? + mark.len()..)
}

/// What stands before `mark`, the whole when it is not there, and what stands behind it.
#[inline(never)]
fn cut<'a>(text: &'a str, mark: &str) -> (&'a str, &'a str) {
    match position(text, mark) {
        Some(end) => (
            text.get(..end).unwrap_or(""),
            text.get(end + mark.len()..).unwrap_or(""),
        ),
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests;
