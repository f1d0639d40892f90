//! The options of a client: their names, what they may be, and what is wrong with those given.
//!
//! Whoever holds the caller's object hands each property over as a [`Given`]; all faults are collected, so that a
//! developer reads them at once.

use super::config::{Config, QueueLimits, Transport};
use super::until::Until;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};
use crate::protocol::token::{AuthTransport, is_loopback};

/// A value, as far as options care.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
    /// A boolean.
    Flag(bool),
    /// A function.
    Function,
    /// An array of strings; `None` if one of them is something else.
    List(Option<Vec<String>>),
    /// Any other object.
    Object,
    /// Anything else, `null` included.
    Other,
}

/// When `session.channel.location` is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// Never.
    #[default]
    Off,
    /// If the visitor has granted the permission before.
    Granted,
    /// The visitor is asked.
    Prompt,
}

/// Every option that is not a function or an object of the caller's: those stay where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// What the engine runs by.
    pub config: Config,
    /// `websocketUrl`.
    pub websocket_url: String,
    /// `restUrl`.
    pub rest_url: String,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `publishableKey`.
    pub publishable_key: Option<String>,
    /// `organizationId`.
    pub organization_id: Option<String>,
    /// `tenantId`.
    pub tenant_id: Option<String>,
    /// `sdkVersion`.
    pub sdk_version: String,
    /// `payloadDefaults: "compact"`.
    pub is_compact: bool,
    /// `deviceInfo`.
    pub device_info: bool,
    /// `location`.
    pub location: Location,
    /// `until`, per action.
    pub until: [Until; Action::ALL.len()],
    faults: Vec<String>,
    has_client_secret: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            config: Config::default(),
            websocket_url: String::new(),
            rest_url: String::new(),
            token_url: None,
            publishable_key: None,
            organization_id: None,
            tenant_id: None,
            sdk_version: env!("CARGO_PKG_VERSION").to_owned(),
            is_compact: false,
            device_info: true,
            location: Location::Off,
            until: Default::default(),
            faults: Vec::new(),
            has_client_secret: false,
        }
    }
}

/// What is to be done with an option after [`Options::set`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing more.
    Done,
    /// Set each of the object's properties as `name.property`.
    Descend,
    /// It is not an option: warn, naming this one if one is near.
    Unknown(Option<&'static str>),
}

/// Every name [`Options::set`] knows; nested ones with their dot.
const NAMES: &[&str] = &[
    "websocketUrl",
    "restUrl",
    "transport",
    "tokenProvider",
    "tokenUrl",
    "publishableKey",
    "tokenTimeoutMs",
    "authTransport",
    "authRequired",
    "organizationId",
    "tenantId",
    "session",
    "request",
    "payloadDefaults",
    "requestTimeoutMs",
    "firstUpdateTimeoutMs",
    "idleTimeoutMs",
    "connectionTimeoutMs",
    "idleDisconnectMs",
    "queue",
    "queue.maxRequests",
    "queue.maxBytes",
    "until",
    "idleMs",
    "lateUpdatesMs",
    "correlation",
    "deviceInfo",
    "location",
    "logger",
    "sdkVersion",
];

/// The longest time a browser's timer takes: beyond it, it fires at once.
const MAX_TIMER_MS: f64 = 2_147_483_647.0;

impl Options {
    /// Takes one option.
    pub fn set(&mut self, name: &str, value: Given) -> Then {
        let config = &mut self.config;
        let expected = match (name, value) {
            ("clientSecret", value) => {
                self.has_client_secret = value != Given::Other;
                None
            }
            ("websocketUrl", value) => text(value, &mut self.websocket_url),
            ("restUrl", value) => text(value, &mut self.rest_url),
            ("sdkVersion", value) => text(value, &mut self.sdk_version),
            ("tokenUrl", value) => optional_text(value, &mut self.token_url),
            ("publishableKey", value) => optional_text(value, &mut self.publishable_key),
            ("organizationId", value) => optional_text(value, &mut self.organization_id),
            ("tenantId", value) => optional_text(value, &mut self.tenant_id),
            ("requestTimeoutMs", value) => milliseconds(value, &mut config.deadlines.total_ms),
            ("firstUpdateTimeoutMs", value) => milliseconds(value, &mut config.deadlines.first_update_ms),
            ("idleTimeoutMs", value) => milliseconds(value, &mut config.deadlines.idle_ms),
            ("idleMs", value) => milliseconds(value, &mut config.deadlines.quiet_ms),
            ("connectionTimeoutMs", value) => milliseconds(value, &mut config.connection_timeout_ms),
            ("tokenTimeoutMs", value) => milliseconds(value, &mut config.token_timeout_ms),
            ("idleDisconnectMs", value) => milliseconds(value, &mut config.idle_disconnect_ms),
            ("lateUpdatesMs", value) => milliseconds(value, &mut config.late_updates_ms),
            ("authRequired", value) => flag(value, &mut config.auth_required),
            ("deviceInfo", value) => flag(value, &mut self.device_info),
            ("transport", value) => choice(
                value,
                &mut config.transport,
                &[("websocket", Transport::WebSocket), ("rest", Transport::Rest)],
                "\"websocket\" or \"rest\"",
            ),
            ("authTransport", value) => choice(
                value,
                &mut config.auth_transport,
                &[("subprotocol", AuthTransport::Subprotocol), ("query", AuthTransport::Query)],
                "\"subprotocol\" or \"query\"",
            ),
            ("payloadDefaults", value) => {
                choice(value, &mut self.is_compact, &[("full", false), ("compact", true)], "\"full\" or \"compact\"")
            }
            ("correlation", value) => choice(
                value,
                &mut config.strict_correlation,
                &[("lenient", false), ("strict", true)],
                "\"lenient\" or \"strict\"",
            ),
            ("location", Given::Flag(on)) => {
                self.location = if on { Location::Granted } else { Location::Off };
                None
            }
            ("location", value) => {
                choice(value, &mut self.location, &[("prompt", Location::Prompt)], "true, false or \"prompt\"")
            }
            ("queue", Given::Flag(on)) => {
                config.queue = on.then(QueueLimits::default);
                None
            }
            ("queue" | "until", Given::Object) => return Then::Descend,
            ("queue", _) => Some("false, or an object with maxRequests and maxBytes"),
            ("queue.maxRequests", value) => {
                milliseconds(value, &mut config.queue.get_or_insert_default().max_requests)
                    .and(Some("a whole number of requests"))
            }
            ("queue.maxBytes", value) => milliseconds(value, &mut config.queue.get_or_insert_default().max_bytes)
                .and(Some("a whole number of bytes")),
            ("until", value) => match until(value) {
                Ok(until) => {
                    self.until = std::array::from_fn(|_| until.clone());
                    None
                }
                Err(expected) => Some(expected),
            },
            ("tokenProvider", Given::Function) | ("session" | "request" | "logger", Given::Object) => None,
            ("logger", Given::Function) => None,
            ("tokenProvider", _) => Some("a function"),
            ("session" | "request", _) => Some("an object"),
            ("logger", _) => Some("an object with debug, info, warn and error"),
            (name, value) => match name.strip_prefix("until.").map(Action::from_name) {
                Some(Some(action)) => match (until(value), self.until.get_mut(action as usize)) {
                    (Ok(until), Some(slot)) => {
                        *slot = until;
                        None
                    }
                    (Err(expected), _) => Some(expected),
                    (Ok(_), None) => None,
                },
                Some(None) => Some("the name of an action"),
                None => return Then::Unknown(nearest(name)),
            },
        };
        if let Some(expected) = expected {
            self.fault(name, expected);
        }
        Then::Done
    }

    /// Notes that an option is not what it should be.
    pub fn fault(&mut self, name: &str, expected: &str) {
        self.faults.push([name, ": expected ", expected].concat());
    }

    /// Checks a URL that the browser has taken apart; `parts` are its scheme with the colon and its host, or none if it
    /// is no URL. Encrypted, or to this machine.
    pub fn check_url(&mut self, name: &str, schemes: [&str; 2], parts: Option<(&str, &str)>) {
        let [encrypted, clear] = schemes;
        let is_good = |(scheme, host)| scheme == encrypted || (scheme == clear && is_loopback(host));
        if !parts.is_some_and(is_good) {
            self.fault(name, &["a ", encrypted, " URL (", clear, " to loopback hosts only)"].concat());
        }
    }

    /// The options, if nothing is wrong with them.
    ///
    /// # Errors
    /// `CLIENT_SECRET_IN_CLIENT_ENV` if there is one, else `INVALID_CONFIG`; `details` names every fault.
    pub fn finish(mut self) -> Result<Options, Fault> {
        if self.has_client_secret {
            self.faults.insert(0, "clientSecret: must not be here".to_owned());
            return Err(Fault::at(Code::ClientSecretInClientEnv, self.faults));
        }
        if self.faults.is_empty() { Ok(self) } else { Err(Fault::at(Code::InvalidConfig, self.faults)) }
    }
}

/// The `until` that a value means.
///
/// # Errors
/// What was expected instead.
pub fn until(value: Given) -> Result<Until, &'static str> {
    match value {
        Given::Text(name) if name == "completed" => Ok(Until::Completed),
        Given::Text(name) if name == "idle" => Ok(Until::Idle),
        Given::List(Some(types)) if !types.is_empty() => Ok(Until::Types(types)),
        Given::Function => Ok(Until::Asked),
        _ => Err("\"completed\", \"idle\", a list of action types, or a function"),
    }
}

/// Takes a time in milliseconds. Gives what was expected if it is none.
pub fn milliseconds(value: Given, slot: &mut u32) -> Option<&'static str> {
    match value {
        Given::Number(number) if (0.0..=MAX_TIMER_MS).contains(&number) => {
            *slot = number as u32;
            None
        }
        _ => Some("a number of milliseconds, 0 or more"),
    }
}

fn text(value: Given, slot: &mut String) -> Option<&'static str> {
    match value {
        Given::Text(text) if !text.is_empty() => {
            *slot = text;
            None
        }
        _ => Some("a non-empty string"),
    }
}

fn optional_text(value: Given, slot: &mut Option<String>) -> Option<&'static str> {
    text(value, slot.get_or_insert_default())
}

fn flag(value: Given, slot: &mut bool) -> Option<&'static str> {
    match value {
        Given::Flag(flag) => {
            *slot = flag;
            None
        }
        _ => Some("true or false"),
    }
}

fn choice<T: Copy>(
    value: Given,
    slot: &mut T,
    choices: &[(&str, T)],
    expected: &'static str,
) -> Option<&'static str> {
    let chosen = match &value {
        Given::Text(text) => choices.iter().find(|(name, _)| name == text),
        _ => None,
    };
    match chosen {
        Some((_, choice)) => {
            *slot = *choice;
            None
        }
        None => Some(expected),
    }
}

/// The known name that differs least from an unknown one, if it is near enough to be meant.
fn nearest(name: &str) -> Option<&'static str> {
    let distances = NAMES.iter().map(|known| (distance(name, known), *known));
    distances.min_by_key(|(distance, _)| *distance).filter(|(distance, _)| *distance <= 3).map(|(_, known)| known)
}

/// How many characters have to be added, removed or replaced, letter case aside.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.bytes().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(b.bytes()) {
            let replaced = diagonal + usize::from(!from.eq_ignore_ascii_case(&to));
            diagonal = *cell;
            left = replaced.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::error::Details;

    fn faults(options: Options) -> (Code, Vec<String>) {
        let fault = options.finish().unwrap_err();
        match fault.details {
            Details::Places(places) => (fault.code, places),
            other => panic!("{other:?}"),
        }
    }

    fn text(text: &str) -> Given {
        Given::Text(text.to_owned())
    }

    #[test]
    fn all_faults_are_listed_at_once() {
        let mut options = Options::default();
        for (name, value) in [
            ("websocketUrl", Given::Number(1.0)),
            ("transport", text("carrier pigeon")),
            ("authTransport", text("cookie")),
            ("requestTimeoutMs", Given::Number(-1.0)),
            ("idleTimeoutMs", Given::Number(f64::NAN)),
            ("connectionTimeoutMs", Given::Number(3e9)),
            ("queue", text("big")),
            ("queue.maxRequests", Given::Flag(true)),
            ("until", Given::List(Some(vec![]))),
            ("until.dance", text("completed")),
            ("tokenProvider", text("token")),
            ("session", Given::Function),
            ("tenantId", Given::Other),
            ("location", text("always")),
        ] {
            assert_eq!(options.set(name, value), Then::Done);
        }
        let (code, places) = faults(options);
        assert_eq!(code, Code::InvalidConfig);
        assert_eq!(places.len(), 14, "{places:#?}");
        assert_eq!(places[1], "transport: expected \"websocket\" or \"rest\"");
        assert_eq!(places[7], "queue.maxRequests: expected a whole number of requests");
    }

    #[test]
    fn good_values_are_taken() {
        let mut options = Options::default();
        for (name, value) in [
            ("websocketUrl", text("wss://example.com")),
            ("transport", text("rest")),
            ("authTransport", text("query")),
            ("requestTimeoutMs", Given::Number(0.0)),
            ("queue.maxRequests", Given::Number(7.0)),
            ("until", text("idle")),
            ("until.summarize", Given::List(Some(vec!["summarize".into()]))),
            ("until.customerInteraction", Given::Function),
            ("location", Given::Flag(true)),
            ("payloadDefaults", text("compact")),
            ("correlation", text("strict")),
            ("logger", Given::Object),
        ] {
            assert_eq!(options.set(name, value), Then::Done);
        }
        let options = options.finish().unwrap();
        assert_eq!(options.config.transport, Transport::Rest);
        assert_eq!(options.config.auth_transport, AuthTransport::Query);
        assert_eq!(options.config.deadlines.total_ms, 0);
        assert_eq!(options.config.queue, Some(QueueLimits { max_requests: 7, ..QueueLimits::default() }));
        assert_eq!(options.until[Action::Interaction as usize], Until::Idle);
        assert_eq!(options.until[Action::Summarize as usize], Until::Types(vec!["summarize".into()]));
        assert_eq!(options.until[Action::CustomerInteraction as usize], Until::Asked);
        assert!(options.is_compact && options.config.strict_correlation);
        assert_eq!(options.location, Location::Granted);
    }

    #[test]
    fn queue_false_turns_queueing_off() {
        let mut options = Options::default();
        options.set("queue", Given::Flag(false));
        assert_eq!(options.config.queue, None);
    }

    #[test]
    fn a_client_secret_is_named_first_and_never_quoted() {
        let mut options = Options::default();
        options.set("clientSecret", text("hush"));
        options.set("transport", text("x"));
        let (code, places) = faults(options);
        assert_eq!(code, Code::ClientSecretInClientEnv);
        assert_eq!(places.len(), 2);
        assert!(!places.concat().contains("hush"));
    }

    #[test]
    fn an_unknown_option_names_the_nearest_known_one() {
        let mut options = Options::default();
        for (name, near) in [
            ("webSocketURL", Some("websocketUrl")),
            ("requestTimeout", Some("requestTimeoutMs")),
            ("tokenprovider", Some("tokenProvider")),
            ("queue.maxRequest", Some("queue.maxRequests")),
            ("colour", None),
        ] {
            assert_eq!(options.set(name, Given::Other), Then::Unknown(near), "{name}");
        }
        assert!(options.finish().is_ok());
    }

    #[test]
    fn every_name_is_known_to_set() {
        for name in NAMES {
            assert!(!matches!(Options::default().set(name, Given::Other), Then::Unknown(_)), "{name}");
        }
    }

    #[test]
    fn urls_are_encrypted_or_local() {
        for (parts, is_good) in [
            (Some(("wss:", "example.com")), true),
            (Some(("ws:", "localhost")), true),
            (Some(("ws:", "example.com")), false),
            (Some(("https:", "example.com")), false),
            (None, false),
        ] {
            let mut options = Options::default();
            options.check_url("websocketUrl", ["wss:", "ws:"], parts);
            assert_eq!(options.finish().is_ok(), is_good, "{parts:?}");
        }
    }
}
