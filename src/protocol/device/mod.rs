//! What a browser says of itself and of its device, in the words of `session.channel` (wire protocol, section 3).
//!
//! Nearly every browser claims to be several others, so each thing is told by a word that only the right ones say:
//! `names` lists them, in the order of who poses as whom, and `words` finds them. A version that browsers froze for
//! privacy (macOS 10.15.7, Windows 10, iOS 18) stays frozen, unless a hint, an application or Safari's own version knows
//! better. Each list is gone through once, so the time it takes is in proportion to the length of the user agent.

mod names;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod words;

use names::{
    AFTER_MODEL, APPLE_VERSIONS, BROWSERS, ENGINES, FAMILIES, KINDS, NO_MODELS, STATED_MODELS,
    SYSTEMS,
};
use words::{find, push_version};

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
    let (text, hints) = (agent.user_agent, &agent.hints);
    // What tells of system and device.
    let said = match (find(text, SYSTEMS).name, agent.max_touch_points) {
        // No Mac has a touch screen; an iPad poses as one.
        ("macOS", 2..) => "(iPad",
        // Android poses as Linux where it asks for pages made for computers. It never states more than five points; the
        // touch screens of computers do. Television sets and headsets say so.
        ("Linux", 2..=5) if find(text, KINDS).name.is_empty() => "Android",
        _ => text,
    };
    let system = find(said, SYSTEMS);
    let browser = find(text, BROWSERS);
    let engine = find(text, ENGINES);
    let family = find(said, FAMILIES).name;

    let (mut name, mut release) = (browser.name, browser.after);
    if name.is_empty() || name == "Chrome" {
        // Some browsers go by Chrome's user agent and say their own name in the brands alone.
        for brand in hints.brands {
            match find(brand.name, BROWSERS).name {
                "Chrome" => continue,
                "" => name = brand.name,
                known => name = known,
            }
            release = brand.version;
        }
    }

    let stated = find(engine.after, STATED_MODELS);
    let mut number = "";
    let model = if !hints.model.is_empty() {
        hints.model
    } else if matches!(stated.after.as_bytes(), [b'0'..=b'9', ..]) {
        number = stated.after;
        stated.name
    } else if matches!(system.name, "Android" | "HarmonyOS") && !engine.name.is_empty() {
        android_model(engine.before)
    } else {
        family
    };

    let mut platform = system.name;
    let mut version = hints.platform_version;
    if platform.is_empty() {
        platform = hints.platform;
    }
    if platform.starts_with("Win") {
        // The hint counts in its own way: from 13 on it is Windows 11.
        if matches!(
            version.as_bytes(),
            [b'1', b'3'..=b'9', ..] | [b'2'..=b'9', b'0'..=b'9', ..]
        ) {
            platform = "Windows/11";
        }
        version = "";
    } else if version.is_empty() {
        version = system.after;
        if !family.is_empty() {
            // Safari's version goes with the system's, and knows better in two cases, of which the first digit tells: an
            // iPad that poses as a Mac states none, and from 26 on the one that Safari states is frozen at 18. Chrome's
            // copy of Safari's version is frozen as well.
            version = find(text, APPLE_VERSIONS).after;
            let safari = find(text, " Version").after;
            if name != "Chrome" && safari.as_bytes().get(1) > version.as_bytes().get(1) {
                version = safari;
            }
        }
    }

    let device_type = match find(said, KINDS).name {
        "mobile" => DeviceType::Mobile,
        "" | "tablet" if hints.is_mobile => DeviceType::Mobile,
        "tablet" => DeviceType::Tablet,
        _ => DeviceType::Desktop,
    };
    let (mut browser, mut device_info) = (String::new(), String::new());
    browser.push_str(name);
    push_version(&mut browser, " ", release, 2);
    device_info.push_str(platform);
    push_version(&mut device_info, "/", version, 4);
    if !model.is_empty() {
        if !device_info.is_empty() {
            device_info.push_str(", ");
        }
        device_info.push_str(model);
        push_version(&mut device_info, "", number, 2);
    }
    Device {
        browser,
        device_info,
        device_type,
    }
}

/// The model, which is the last of the facts about system and device, but for some of other kinds.
fn android_model(facts: &str) -> &str {
    let facts = find(facts, AFTER_MODEL).before;
    let last = facts.bytes().rposition(|byte| byte == b';');
    let model = last.and_then(|last| facts.get(last + 1..));
    let model = model.unwrap_or_default().trim_ascii_start();
    // One letter ("K" is what Chrome says instead of the model), a language, or no model at all.
    let is_other = matches!(
        model.as_bytes(),
        [] | [_] | [b'a'..=b'z', _, b'-' | b'_', ..]
    ) || find(model, NO_MODELS).before.is_empty();
    if is_other { "" } else { model }
}
