//! The options of a client: their names, what they may be, and what is wrong with those given.
//!
//! Whoever holds the caller's object hands each property over as a [`Given`]; all faults are collected, so that a
//! developer reads them at once.

use super::config::{Config, Deadlines, QueueLimits, Transport};
use super::until::Until;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};
use crate::protocol::text::concat;
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
    /// An array of strings; what is no string is left out.
    List(Vec<String>),
    /// Any other object.
    Object,
    /// Anything else, `null` included.
    Other,
}

/// Every option that is not a function or an object of the caller's: those stay where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    texts: [Option<String>; Text::COUNT],
    numbers: [u32; Number::COUNT],
    choices: [u8; Choice::COUNT],
    until: [Until; Action::ALL.len()],
    faults: Vec<String>,
}

/// An option that is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Text {
    /// `websocketUrl`.
    WebSocketUrl,
    /// `restUrl`.
    RestUrl,
    /// `tokenUrl`.
    TokenUrl,
    /// `publishableKey`.
    PublishableKey,
    /// `organizationId`.
    OrganizationId,
    /// `tenantId`.
    TenantId,
    /// `sdkVersion`.
    SdkVersion,
}

impl Text {
    const COUNT: usize = 7;
}

/// An option that is a whole number: milliseconds, unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Number {
    /// `requestTimeoutMs`.
    Total,
    /// `firstUpdateTimeoutMs`.
    FirstUpdate,
    /// `idleTimeoutMs`.
    Idle,
    /// `idleMs`.
    Quiet,
    /// `connectionTimeoutMs`.
    Connection,
    /// `tokenTimeoutMs`.
    Token,
    /// `idleDisconnectMs`.
    IdleDisconnect,
    /// `lateUpdatesMs`.
    LateUpdates,
    /// `queue.maxRequests`, a count.
    QueueRequests,
    /// `queue.maxBytes`, bytes.
    QueueBytes,
}

impl Number {
    const COUNT: usize = 10;
    const DEFAULTS: [u32; Number::COUNT] = [
        30_000, 0, 0, 1_000, 30_000, 10_000, 0, 5_000, 100, 1_048_576,
    ];
}

/// An option with few possible values, each known by its place in the list of them; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Choice {
    /// `transport`.
    Transport,
    /// `authTransport`.
    AuthTransport,
    /// `authRequired`.
    AuthRequired,
    /// `payloadDefaults`.
    PayloadDefaults,
    /// `correlation`.
    Correlation,
    /// `deviceInfo`.
    DeviceInfo,
    /// `location`.
    Location,
    /// `queue`, on or off.
    Queue,
}

impl Choice {
    const COUNT: usize = 8;
}

/// What an option may be.
#[derive(Clone, Copy)]
enum Kind {
    /// A non-empty text.
    Text(Text),
    /// A whole number.
    Number(Number),
    /// One of these texts; `true` and `false` stand for themselves.
    Choice(Choice, &'static [&'static str]),
    /// A function: kept by whoever holds the caller's object.
    Function,
    /// An object: kept by whoever holds the caller's object.
    Object,
    /// When requests count as answered.
    Until,
    /// A secret: never.
    Forbidden,
}

const ON: &[&str] = &["true", "false"];

const OPTIONS: &[(&str, Kind)] = &[
    ("websocketUrl", Kind::Text(Text::WebSocketUrl)),
    ("restUrl", Kind::Text(Text::RestUrl)),
    (
        "transport",
        Kind::Choice(Choice::Transport, &["websocket", "rest"]),
    ),
    ("tokenProvider", Kind::Function),
    ("tokenUrl", Kind::Text(Text::TokenUrl)),
    ("publishableKey", Kind::Text(Text::PublishableKey)),
    ("tokenTimeoutMs", Kind::Number(Number::Token)),
    (
        "authTransport",
        Kind::Choice(Choice::AuthTransport, &["subprotocol", "query"]),
    ),
    ("authRequired", Kind::Choice(Choice::AuthRequired, ON)),
    ("organizationId", Kind::Text(Text::OrganizationId)),
    ("tenantId", Kind::Text(Text::TenantId)),
    ("session", Kind::Object),
    ("request", Kind::Object),
    (
        "payloadDefaults",
        Kind::Choice(Choice::PayloadDefaults, &["full", "compact"]),
    ),
    ("requestTimeoutMs", Kind::Number(Number::Total)),
    ("firstUpdateTimeoutMs", Kind::Number(Number::FirstUpdate)),
    ("idleTimeoutMs", Kind::Number(Number::Idle)),
    ("connectionTimeoutMs", Kind::Number(Number::Connection)),
    ("idleDisconnectMs", Kind::Number(Number::IdleDisconnect)),
    ("queue", Kind::Choice(Choice::Queue, ON)),
    ("queue.maxRequests", Kind::Number(Number::QueueRequests)),
    ("queue.maxBytes", Kind::Number(Number::QueueBytes)),
    ("until", Kind::Until),
    ("idleMs", Kind::Number(Number::Quiet)),
    ("lateUpdatesMs", Kind::Number(Number::LateUpdates)),
    (
        "correlation",
        Kind::Choice(Choice::Correlation, &["lenient", "strict"]),
    ),
    ("deviceInfo", Kind::Choice(Choice::DeviceInfo, ON)),
    (
        "location",
        Kind::Choice(Choice::Location, &["false", "true", "prompt"]),
    ),
    ("logger", Kind::Object),
    ("sdkVersion", Kind::Text(Text::SdkVersion)),
    ("clientSecret", Kind::Forbidden),
];

/// Options of a single request, in the words of the client's.
const CALL_OPTIONS: &[(&str, &str)] = &[
    ("timeoutMs", "requestTimeoutMs"),
    ("firstUpdateTimeoutMs", "firstUpdateTimeoutMs"),
    ("idleTimeoutMs", "idleTimeoutMs"),
    ("idleMs", "idleMs"),
    ("until", "until"),
    ("onUpdate", "tokenProvider"),
    ("signal", "session"),
];

/// The longest time a browser's timer takes: beyond it, it fires at once.
const MAX_NUMBER: f64 = 2_147_483_647.0;

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

impl Default for Options {
    fn default() -> Self {
        let mut options = Options {
            texts: Default::default(),
            numbers: Number::DEFAULTS,
            choices: Default::default(),
            until: Default::default(),
            faults: Vec::new(),
        };
        if let Some(version) = options.texts.get_mut(Text::SdkVersion as usize) {
            *version = Some(env!("CARGO_PKG_VERSION").to_owned());
        }
        options
    }
}

impl Options {
    /// Takes one option of a client.
    pub fn set(&mut self, name: &str, value: Given) -> Then {
        if let (Some(action), Ok(until)) = (
            name.strip_prefix("until.").and_then(Action::from_name),
            until(&value),
        ) {
            if let Some(slot) = self.until.get_mut(action as usize) {
                *slot = until;
            }
            return Then::Done;
        }
        if value == Given::Object && matches!(name, "queue" | "until") {
            return Then::Descend;
        }
        match OPTIONS.iter().find(|(known, _)| *known == name) {
            Some((_, kind)) => {
                self.take(name, *kind, value);
                Then::Done
            }
            None if name.starts_with("until.") => {
                self.fault(name, UNTIL);
                Then::Done
            }
            None => Then::Unknown(nearest(name)),
        }
    }

    /// Takes one option of a single request, over the client's. False if it is not one.
    pub fn set_for_call(&mut self, name: &str, value: Given) -> bool {
        let known = CALL_OPTIONS.iter().find(|(known, _)| *known == name);
        let kind = known.and_then(|(_, like)| OPTIONS.iter().find(|(name, _)| name == like));
        if let Some((_, kind)) = kind {
            self.take(name, *kind, value);
        }
        kind.is_some()
    }

    fn take(&mut self, name: &str, kind: Kind, value: Given) {
        let expected = match (kind, value) {
            (Kind::Text(text), Given::Text(value)) if !value.is_empty() => {
                if let Some(slot) = self.texts.get_mut(text as usize) {
                    *slot = Some(value);
                }
                return;
            }
            (Kind::Number(number), Given::Number(value)) if (0.0..=MAX_NUMBER).contains(&value) => {
                if let Some(slot) = self.numbers.get_mut(number as usize) {
                    *slot = value as u32;
                }
                return;
            }
            (Kind::Choice(choice, names), value) => {
                let given = match &value {
                    Given::Text(text) if names != ON => text.as_str(),
                    Given::Flag(true) => "true",
                    Given::Flag(false) => "false",
                    _ => "",
                };
                let place = names.iter().position(|name| *name == given);
                if let (Some(place), Some(slot)) = (place, self.choices.get_mut(choice as usize)) {
                    *slot = place as u8;
                    return;
                }
                self.faults.push(concat(&[name, ": expected one of"]));
                for choice in names {
                    self.extend_fault(choice);
                }
                return;
            }
            (Kind::Until, value) => {
                match until(&value) {
                    Ok(until) => self.until.fill(until),
                    Err(expected) => self.fault(name, expected),
                }
                return;
            }
            (Kind::Function, Given::Function) | (Kind::Object, Given::Object) => return,
            (Kind::Forbidden, _) => {
                self.faults
                    .insert(0, concat(&[SECRET, ": must not be here"]));
                return;
            }
            (Kind::Text(_), _) => "a non-empty string",
            (Kind::Number(_), _) => "a number, 0 or more",
            (Kind::Function, _) => "a function",
            (Kind::Object, _) => "an object",
        };
        self.fault(name, expected);
    }

    /// Notes that an option is not what it should be.
    pub fn fault(&mut self, name: &str, expected: &str) {
        self.faults.push(concat(&[name, ": expected ", expected]));
    }

    fn extend_fault(&mut self, word: &str) {
        if let Some(fault) = self.faults.last_mut() {
            fault.push(' ');
            fault.push_str(word);
        }
    }

    /// Checks a URL that the browser has taken apart, `scheme` with its colon: encrypted, or to this machine.
    pub fn check_url(&mut self, name: &str, schemes: [&str; 2], scheme: &str, host: &str) {
        let [encrypted, clear] = schemes;
        if scheme != encrypted && !(scheme == clear && is_loopback(host)) {
            self.fault(
                name,
                &concat(&["a ", encrypted, " URL (", clear, " to loopback hosts only)"]),
            );
        }
    }

    /// What is wrong with the options, if anything is.
    ///
    /// # Errors
    /// `CLIENT_SECRET_IN_CLIENT_ENV` if there is one, else `INVALID_CONFIG`; `details` names every fault.
    pub fn check(&mut self) -> Result<(), Fault> {
        let Some(first) = self.faults.first() else {
            return Ok(());
        };
        let code = if first.starts_with(SECRET) {
            Code::ClientSecretInClientEnv
        } else {
            Code::InvalidConfig
        };
        let faults = std::mem::take(&mut self.faults);
        let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
        Err(Fault::at(code, &faults))
    }

    /// A text, if it was given.
    pub fn text(&self, text: Text) -> Option<&str> {
        self.texts.get(text as usize).and_then(Option::as_deref)
    }

    /// A number.
    pub fn number(&self, number: Number) -> u32 {
        self.numbers
            .get(number as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Which of an option's possible values was chosen; 0 is the default.
    pub fn choice(&self, choice: Choice) -> u8 {
        self.choices
            .get(choice as usize)
            .copied()
            .unwrap_or_default()
    }

    /// [`Options::choice`], of the option at a place of [`Choice`].
    pub fn choice_at(&self, place: u8) -> u8 {
        self.choices
            .get(place as usize)
            .copied()
            .unwrap_or_default()
    }

    /// When requests of an action count as answered.
    pub fn until(&self, action: Action) -> Until {
        self.until.get(action as usize).cloned().unwrap_or_default()
    }

    /// How long a request may take.
    pub fn deadlines(&self) -> Deadlines {
        Deadlines {
            total_ms: self.number(Number::Total),
            first_update_ms: self.number(Number::FirstUpdate),
            idle_ms: self.number(Number::Idle),
            quiet_ms: self.number(Number::Quiet),
        }
    }

    /// What the engine runs by.
    pub fn config(&self) -> Config {
        let is_default = |choice: Choice| self.choice(choice) == 0;
        Config {
            transport: if is_default(Choice::Transport) {
                Transport::WebSocket
            } else {
                Transport::Rest
            },
            auth_transport: if is_default(Choice::AuthTransport) {
                AuthTransport::Subprotocol
            } else {
                AuthTransport::Query
            },
            queue: is_default(Choice::Queue).then(|| QueueLimits {
                max_requests: self.number(Number::QueueRequests),
                max_bytes: self.number(Number::QueueBytes),
            }),
            connection_timeout_ms: self.number(Number::Connection),
            token_timeout_ms: self.number(Number::Token),
            idle_disconnect_ms: self.number(Number::IdleDisconnect),
            late_updates_ms: self.number(Number::LateUpdates),
            strict_correlation: !is_default(Choice::Correlation),
            auth_required: is_default(Choice::AuthRequired),
        }
    }
}

const SECRET: &str = "clientSecret";

const UNTIL: &str =
    "\"completed\", \"idle\", a list of action types, or a function; by the name of an action";

/// The `until` that a value means.
fn until(value: &Given) -> Result<Until, &'static str> {
    match value {
        Given::Text(name) if name == "completed" => Ok(Until::Completed),
        Given::Text(name) if name == "idle" => Ok(Until::Idle),
        Given::List(types) if !types.is_empty() => Ok(Until::Types(types.clone())),
        Given::Function => Ok(Until::Asked),
        _ => Err(UNTIL),
    }
}

/// The known name that differs least from an unknown one, if it is near enough to be meant.
fn nearest(name: &str) -> Option<&'static str> {
    let distances = OPTIONS
        .iter()
        .map(|(known, _)| (distance(name, known), *known));
    distances
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, known)| known)
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
