//! What a browser says of itself and its device, in the words of `session.channel` (wire protocol, section 3).
//!
//! Nearly every browser claims to be several others, so everything is told by words that few of them say: `names` lists
//! them, in the order of who poses as whom. A version that browsers froze for privacy (macOS 10.15.7, Windows 10, iOS 18)
//! stays frozen, unless a hint, the application or Safari's own version knows better. Each word is looked for in one
//! pass: the time it takes is in proportion to the length of the user agent.

mod names;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod words;

use names::{BROWSERS, ENGINES, EXACT, KINDS, LATER_FACTS, NO_MODELS, STATED, SYSTEMS};
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
    let said = match (find(text, SYSTEMS).name, agent.max_touch_points) {
        // No Mac has a touch screen; an iPad poses as one.
        ("macOS", 2..) => "(iPad",
        // Android poses as Linux where it asks for pages made for computers. It states five points at most; the touch
        // screens of computers state more.
        ("Linux", 2..=5) => "Android",
        _ => text,
    };
    let system = find(said, SYSTEMS);
    let browser = find(text, BROWSERS);
    let engine = find(text, ENGINES);
    let is_apples = system.name.starts_with('i');

    let (mut name, mut release) = (browser.name, browser.after);
    if name.is_empty() || name == "Chrome" {
        // Some browsers go by Chrome's user agent and say their own name in the brands alone.
        for brand in hints.brands {
            let known = find(brand.name, BROWSERS).name;
            if known != "Chrome" {
                name = if known.is_empty() { brand.name } else { known };
                release = brand.version;
            }
        }
    }

    // Applications state it behind what the system says.
    let exact = find(engine.after, EXACT);
    let model = if !hints.model.is_empty() {
        hints.model
    } else if exact
        .after
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_digit)
    {
        exact.name
    } else if is_apples {
        find(said, "(iPad=iPad|(iPhone=iPhone|(iPod=iPod touch").name
    } else if matches!(system.name, "Android" | "HarmonyOS") {
        android_model(engine.before)
    } else {
        ""
    };

    let mut platform = system.name;
    let mut version = hints.platform_version;
    if platform.is_empty() {
        platform = hints.platform
    }
    if platform.starts_with('W') {
        // A hint counts Windows in its own way: from 13 on it is Windows 11.
        if matches!(version.as_bytes(), [b'1', b'3'..=b'9', ..]) {
            platform = "Windows/11";
        }
        version = "";
    } else if version.is_empty() {
        version = system.after;
        if is_apples {
            // Safari's version goes with the system's, and knows better in two cases: an iPad that poses as a Mac states
            // none, and from version 26 on the stated one is frozen at 18. Chrome's copy of it is frozen as well.
            let safari = find(text, " Version");
            let stated = find(said, STATED);
            version = if name != "Chrome"
                && safari.after.as_bytes().get(1) > stated.after.as_bytes().get(1)
            {
                safari.after
            } else {
                stated.after
            };
        }
    }

    let mut device = Device {
        browser: String::new(),
        device_info: String::new(),
        device_type: match find(said, KINDS).name {
            _ if hints.is_mobile => DeviceType::Mobile,
            "mobile" => DeviceType::Mobile,
            "tablet" => DeviceType::Tablet,
            _ => DeviceType::Desktop,
        },
    };
    device.browser.push_str(name);
    push_version(&mut device.browser, " ", release, 2);
    device.device_info.push_str(platform);
    push_version(&mut device.device_info, "/", version, 4);
    if !model.is_empty() {
        device.device_info.push_str(", ");
        device.device_info.push_str(model);
        push_version(&mut device.device_info, "", exact.after, 2);
    }
    device
}

/// The model: what is said last in the first parentheses, but for some facts of other kinds.
fn android_model(said: &str) -> &str {
    let facts = find(said, LATER_FACTS).before;
    let last = facts
        .bytes()
        .rposition(|byte| byte == b';')
        .unwrap_or_default();
    let model = facts.get(last + 2..).unwrap_or_default();
    // One letter ("K" is what Chrome says instead of the model), a language, or a fact of another kind.
    let is_other = matches!(model.as_bytes(), [] | [_]) || find(model, NO_MODELS).before.is_empty();
    if is_other { "" } else { model }
}
