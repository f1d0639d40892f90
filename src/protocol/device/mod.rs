//! What a browser says of itself and its device, in the words of `session.channel` (wire protocol, section 3).
//!
//! Nearly every browser claims to be several others, so everything is told by words that few of them say: `names` lists
//! them, in the order of who poses as whom. A version that browsers froze for privacy (macOS 10.15.7, Windows 10, iOS 18)
//! stays frozen, unless a hint, the application or Safari's own version knows better. Each word is looked for in one
//! pass: the time it takes is in proportion to the length of the user agent.

mod names;
mod words;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use names::{BROWSERS, PLATFORMS};
use words::{after, contains, find, has, leading, number};

/// One entry of `navigator.userAgentData.brands`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brand<'a> {
    /// The brand, such as `Google Chrome`.
    pub name: &'a str,
    /// Its version: as a rule the first number alone.
    pub version: &'a str,
}

/// The client hints of `navigator.userAgentData`. What is not known is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The browser's names for itself, among names that are made up so that nobody counts on a fixed list.
    pub brands: &'a [Brand<'a>],
    /// Whether the browser prefers what is made for phones.
    pub is_mobile: bool,
    /// The name of the system, such as `Android`.
    pub platform: &'a str,
    /// The version of the system, out of `getHighEntropyValues`.
    pub platform_version: &'a str,
    /// The model of the device, out of `getHighEntropyValues`.
    pub model: &'a str,
}

/// What a browser says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agent<'a> {
    /// `navigator.userAgent`.
    pub user_agent: &'a str,
    /// `navigator.maxTouchPoints`.
    pub max_touch_points: u32,
    /// `navigator.userAgentData`, where there is one.
    pub hints: Hints<'a>,
}

/// The kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceType {
    /// A phone.
    Mobile,
    /// A tablet.
    Tablet,
    /// Everything else: computers, but television sets, consoles and headsets as well.
    Desktop,
}

impl DeviceType {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            DeviceType::Mobile => "mobile",
            DeviceType::Tablet => "tablet",
            DeviceType::Desktop => "desktop",
        }
    }
}

/// What goes into `session.channel`. What is not known is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Name and version of the browser, such as `Safari 17.0`.
    pub browser: String,
    /// Platform and version, and the model if it is known, such as `iOS/18.2, iPhone15,3`.
    pub device_info: String,
    /// The kind of device.
    pub device_type: DeviceType,
}

/// Tells browser, system, model and kind of device.
pub fn describe(agent: &Agent<'_>) -> Device {
    let platform = platform(agent);
    let (browser, release) = browser(agent, platform);
    let model = model(agent, platform);
    let mut version = String::new();
    for part in version_of(agent, platform, browser).split('_') {
        join(&mut version, ".", part);
    }
    let mut device = Device {
        browser: browser.into(),
        device_info: platform.into(),
        device_type: device_type(agent, platform, model),
    };
    join(&mut device.browser, " ", short(release));
    join(&mut device.device_info, "/", &version);
    join(&mut device.device_info, ", ", model);
    device
}

/// Appends a part that is not empty, with something between if there is something before.
fn join(text: &mut String, separator: &str, part: &str) {
    if !text.is_empty() && !part.is_empty() {
        text.push_str(separator);
    }
    text.push_str(part);
}

/// The first two numbers of a version.
fn short(version: &str) -> &str {
    let mut dots = 0;
    let end = version.find(|character| {
        dots += usize::from(character == '.');
        dots > 1
    });
    end.and_then(|end| version.get(..end)).unwrap_or(version)
}

fn platform<'a>(agent: &Agent<'a>) -> &'a str {
    let is_touched = agent.max_touch_points > 1;
    match find(agent.user_agent, PLATFORMS).0 {
        // No Mac has a touch screen; an iPad poses as one.
        "macOS" if is_touched => "iPadOS",
        // Android states five or two points, and poses as Linux where it asks for the page made for computers; touch
        // screens of computers state ten.
        "Linux" if is_touched && agent.max_touch_points <= 5 => "Android",
        "" | "Linux" if !agent.hints.platform.is_empty() => agent.hints.platform,
        platform => platform,
    }
}

fn browser<'a>(agent: &Agent<'a>, platform: &str) -> (&'a str, &'a str) {
    let text = agent.user_agent;
    let (mut name, rest) = find(text, BROWSERS);
    let mut release = number(rest);
    if name == "Chrome" && platform == "Android" && (has(text, "wv") || has(text, "Version")) && !has(text,"CriOS") {
        name = "Chrome WebView";
    }
    if name.is_empty() || name.starts_with("Chrom") {
        // Some browsers go by Chrome's user agent and say their own name in the brands alone.
        for brand in agent.hints.brands {
            let known = find(brand.name, BROWSERS).0;
            let is_engine = known.starts_with("Chrom") || brand.name == "Yowser" || contains(brand.name, "WebView");
            let letters = brand.name.chars().filter(char::is_ascii_alphabetic);
            if !is_engine && !letters.eq("NotABrand".chars()) {
                (name, release) = (if known.is_empty() { brand.name } else { known }, number(brand.version));
                break;
            }
        }
    }
    (name, release)
}

fn version_of<'a>(agent: &Agent<'a>, platform: &str, browser: &str) -> &'a str {
    let (text, hinted) = (agent.user_agent, agent.hints.platform_version);
    let stated = system_version(find(text, PLATFORMS).1);
    match platform {
        "Windows" => windows(stated, hinted),
        _ if !hinted.is_empty() => hinted,
        "iOS" | "iPadOS" => apple(text, browser),
        "macOS" => system_version(after(text, "OS")),
        "Linux" => "",
        _ => stated,
    }
}

fn windows<'a>(stated: &'a str, hinted: &str) -> &'a str {
    match (leading(hinted), stated) {
        (13.., _) => "11",
        (_, "10.0") => "10",
        (_, "6.3") => "8.1",
        (_, "6.2") => "8",
        (_, "6.1") => "7",
        (_, "6.0") => "Vista",
        (_, "5.1" | "5.2") => "XP",
        _ => stated,
    }
}

fn apple<'a>(text: &'a str, browser: &str) -> &'a str {
    let safari = number(after(text, "Version"));
    let mut stated = "";
    if !has(text, "Macintosh") {
        for word in ["FBSV", "iOS", "OS"] {
            if stated.is_empty() {
                stated = system_version(after(text, word));
            }
        }
    }
    let knows_better = if stated.is_empty() {
        browser != "Chrome"
    } else {
        leading(safari) > 25 && leading(stated) < 26
    };
    if knows_better { safari } else { stated }
}

fn system_version(text: &str) -> &str {
    let item = text.split([';', ')']).next().unwrap_or_default();
    let mut words = item.split([' ', '/']);
    words.find(|word| !word.is_empty() && number(word) == *word).unwrap_or_default()
}

fn model<'a>(agent: &Agent<'a>, platform: &str) -> &'a str {
    let text = agent.user_agent;
    if !agent.hints.model.is_empty() {
        return agent.hints.model;
    }
    match platform {
        "iPadOS" => apple_model(text, "iPad", "iPad"),
        "iOS" if has(text, "iPod") => apple_model(text, "iPod", "iPod touch"),
        "iOS" => apple_model(text, "iPhone", "iPhone"),
        _ => android_model(after(text, "Android")),
    }
}

fn apple_model<'a>(text: &'a str, family: &'static str, otherwise: &'static str) -> &'a str {
    let mut rest = text;
    loop {
        rest = after(rest, family);
        if rest.is_empty() { return otherwise; }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
        if end > 0 {
            let at = text.len() - rest.len();
            return text.get(at - family.len()..at + end).unwrap_or_default();
        }
    }
}

fn android_model(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c| {
        match c { '(' => depth += 1, ')' => depth -= 1, _ => {} }
        depth == 0
    });
    let facts = end.and_then(|end| text.get(..end)).unwrap_or_default();
    for fact in facts.split(';').skip(1) {
        let model = words::before(fact, "Build").trim();
        if !model.is_empty() && !is_no_model(model) {
            return model.strip_prefix("SAMSUNG ").unwrap_or(model);
        }
    }
    ""
}

fn is_no_model(fact: &str) -> bool {
    let is_locale = fact.get(..2).is_some_and(|l| l.bytes().all(|b| b.is_ascii_lowercase())) && matches!(fact.as_bytes().get(2), None | Some(b'-' | b'_'));
    is_locale || matches!(fact, "K" | "U" | "wv" | "Mobile" | "Tablet") || contains(fact, "/") || ["rv:", "HarmonyOS", "HMSCore", "GMSCore", "arm_64"].iter().any(|w| fact.starts_with(w))
}

fn device_type(agent: &Agent<'_>, platform: &str, model: &str) -> DeviceType {
    let text = agent.user_agent;
    let is_handheld = matches!(platform, "Android" | "HarmonyOS" | "iPadOS");
    let is_large = matches!(platform, "Xbox" | "Nintendo" | "PlayStation" | "webOS") || has(text, "VR") || has(text, "TV") || has(text, "CrKey") || contains(model, "TV") || model.starts_with("AFT") || contains(model, "BRAVIA") || contains(model, "Chromecast");
    if is_large {
        DeviceType::Desktop
    } else if platform == "iOS" || agent.hints.is_mobile || (platform != "iPadOS" && (has(text, "Mobile") || has(text, "Mobi"))) {
        DeviceType::Mobile
    } else if is_handheld && !has(text, "PC") {
        DeviceType::Tablet
    } else {
        DeviceType::Desktop
    }
}
