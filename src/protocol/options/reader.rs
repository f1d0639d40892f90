//! Reads options one by one, and keeps what is wrong with each beside it until all have been read.

use super::nearest::nearest;
use super::{Choice, Findings, Kind, UntilChoice, Untils, Value, Whose};
use crate::protocol::action::Action;
use crate::protocol::text::concat;
use crate::protocol::url::{self, Scheme};

/// The longest time a browser's timer takes: beyond it, it fires at once.
const MAX_NUMBER: f64 = 2_147_483_647.0;

/// The longest list of action types.
const MAX_TYPES: usize = 32;

/// The client's options that may hold others.
const HOLDERS: [&str; 3] = ["queue", "reconnect", "until"];

const AN_OBJECT: &str = "an object";
const A_NUMBER: &str = "a finite number, 0 to 2147483647";
const UNTIL: &str = "\"answer\", \"completed\", \"idle\", a list of up to 32 action types, or a function; by the name of an action";

/// Reads the options of a client or of a request: see [the module](super).
pub struct Reader<V> {
    whose: Whose,
    /// What was given, `queue.maxRequests` for what is inside another.
    entries: Vec<Entry<V>>,
    /// Every name that was asked for.
    known: Vec<&'static str>,
    secrets: Vec<String>,
    /// What is found when everything has been read.
    late_faults: Vec<String>,
}

struct Entry<V> {
    name: String,
    value: V,
    state: State,
}

enum State {
    /// Nobody has asked for it.
    Unknown,
    Right,
    /// With what was expected instead.
    Wrong(String),
}

impl<V: Value> Reader<V> {
    /// Begins to read. What is `undefined` is not given, whatever it is called.
    pub fn new(options: &V, whose: Whose) -> Reader<V> {
        let mut reader = Reader {
            whose,
            entries: Vec::new(),
            known: Vec::new(),
            secrets: Vec::new(),
            late_faults: Vec::new(),
        };
        if !options.kind().is_object() || !reader.take_in("", options) {
            let readable = "an object that can be read";
            reader.late_faults.push(fault("options", readable));
        }
        reader
    }

    /// False if they cannot be read.
    fn take_in(&mut self, holder: &str, options: &V) -> bool {
        let Some(entries) = options.entries() else {
            return false;
        };
        for (key, value) in entries {
            let kind = value.kind();
            if kind == Kind::Undefined {
                continue;
            }
            let name = concat(&[holder, &key]);
            let is_client = self.whose == Whose::Client;
            if is_client && is_secret(&key) {
                self.secrets.push(concat(&[&name, ": must not be here"]));
                continue;
            }
            let is_holder =
                is_client && kind == Kind::PlainObject && HOLDERS.contains(&name.as_str());
            if !is_holder || !self.take_in(&concat(&[&name, "."]), &value) {
                let state = State::Unknown;
                self.entries.push(Entry { name, value, state });
            }
        }
        true
    }

    /// Has what was given by that name judged: by a text that says what was expected, if it is not that.
    fn judge(&mut self, name: &'static str, judge: &mut dyn FnMut(&V) -> Result<(), String>) {
        self.known.push(name);
        for entry in &mut self.entries {
            if entry.name == name {
                entry.state = State::of(judge(&entry.value));
            }
        }
    }

    /// A value of a kind that needs no further look.
    fn value(
        &mut self,
        name: &'static str,
        expected: &str,
        is_right: fn(Kind) -> bool,
    ) -> Option<V> {
        let mut found = None;
        self.judge(name, &mut |value| {
            if is_right(value.kind()) {
                found = Some(value.clone());
                Ok(())
            } else {
                Err(expected.to_owned())
            }
        });
        found
    }

    /// A text that says something.
    pub fn text(&mut self, name: &'static str) -> Option<V> {
        let is_right = |kind| matches!(kind, Kind::Text { is_empty: false });
        self.value(name, "a non-empty string", is_right)
    }

    /// A function.
    pub fn function(&mut self, name: &'static str) -> Option<V> {
        self.value(name, "a function", |kind| kind == Kind::Function)
    }

    /// An object of any kind.
    pub fn object(&mut self, name: &'static str) -> Option<V> {
        self.value(name, AN_OBJECT, Kind::is_object)
    }

    /// An object that `is_signal` says is one to listen to.
    pub fn signal(&mut self, name: &'static str, is_signal: impl Fn(&V) -> bool) -> Option<V> {
        let signal = self.object(name)?;
        if is_signal(&signal) {
            return Some(signal);
        }
        self.late_faults.push(fault(name, "an AbortSignal"));
        None
    }

    /// A number: milliseconds, unless its name says otherwise.
    pub fn number(&mut self, name: &'static str, default: f64) -> f64 {
        let mut number = default;
        self.judge(name, &mut |value| match value.kind() {
            Kind::Number(given) if (0.0..=MAX_NUMBER).contains(&given) => {
                number = given;
                Ok(())
            }
            _ => Err(A_NUMBER.to_owned()),
        });
        number
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &'static str, default: bool) -> bool {
        let words = if default {
            ["true", "false"]
        } else {
            ["false", "true"]
        };
        match self.word(name, &|place| words.get(place).copied()) {
            Some(place) => default == (place == 0),
            None => default,
        }
    }

    /// One of several words.
    pub fn choice<T: Choice>(&mut self, name: &'static str, default: T) -> T {
        let place = self.word(name, &|place| T::WORDS.get(place).map(|(word, _)| *word));
        let chosen = place.and_then(|place| T::WORDS.get(place));
        chosen.map_or(default, |(_, meaning)| *meaning)
    }

    /// The place of the word that was given, among those that `word_at` knows.
    fn word(
        &mut self,
        name: &'static str,
        word_at: &dyn Fn(usize) -> Option<&'static str>,
    ) -> Option<usize> {
        let mut found = None;
        self.judge(name, &mut |value| {
            let given = value.text();
            let mut expected = "one of".to_owned();
            for place in 0.. {
                let Some(word) = word_at(place) else { break };
                // The words true and false stand for themselves.
                let is_it = match boolean(word) {
                    Some(flag) => value.kind() == Kind::Flag(flag),
                    None => given.as_deref() == Some(word),
                };
                if is_it {
                    found = Some(place);
                    return Ok(());
                }
                expected.push(' ');
                expected.push_str(word);
            }
            if HOLDERS.contains(&name) {
                expected.push_str(", or an object");
            }
            Err(expected)
        });
        found
    }

    /// When requests count as answered. A client's may be given by the name of an action, in any letter case.
    pub fn until(&mut self, name: &'static str, default: UntilChoice<V>) -> Untils<V> {
        let mut general = default;
        self.judge(name, &mut |value| {
            general = until_of(value)?;
            Ok(())
        });
        let mut by_action = Vec::new();
        if self.whose == Whose::Client {
            for entry in &mut self.entries {
                let Some(action) = inside(&entry.name, name) else {
                    continue;
                };
                let judged = match Action::from_name(action) {
                    Some(action) => {
                        until_of(&entry.value).map(|until| by_action.push((action, until)))
                    }
                    None => Err(UNTIL.to_owned()),
                };
                entry.state = State::of(judged);
            }
        }
        Untils { general, by_action }
    }

    /// A URL. `parse` answers its scheme and host as the URL API writes them (`protocol`, `hostname`).
    pub fn url(
        &mut self,
        name: &'static str,
        scheme: Scheme,
        is_required: bool,
        parse: impl Fn(&V) -> Option<(String, String)>,
    ) -> Option<V> {
        let given = self.text(name);
        let parts = given.as_ref().and_then(parse);
        self.checked_url(name, scheme, is_required, given, parts)
    }

    fn checked_url(
        &mut self,
        name: &str,
        scheme: Scheme,
        is_required: bool,
        given: Option<V>,
        parts: Option<(String, String)>,
    ) -> Option<V> {
        let is_right =
            parts.is_some_and(|(protocol, host)| url::is_allowed(scheme, &protocol, &host));
        if is_right {
            return given;
        }
        if is_required || given.is_some() {
            let (encrypted, clear) = (scheme.encrypted(), scheme.clear());
            self.late_faults.push(concat(&[
                name,
                ": expected a ",
                encrypted,
                " URL (",
                clear,
                " to loopback hosts only)",
            ]));
        }
        None
    }

    /// What was found besides, when every option has been asked for.
    pub fn finish(self) -> Findings {
        let mut findings = Findings {
            has_secret: !self.secrets.is_empty(),
            faults: self.secrets,
            warnings: Vec::new(),
        };
        for Entry { name, state, .. } in self.entries {
            match state {
                State::Right => {}
                State::Wrong(expected) => findings.faults.push(fault(&name, &expected)),
                State::Unknown => findings.warnings.push(match self.whose {
                    Whose::Request => concat(&["a request has no option ", &name]),
                    Whose::Client => no_option(&name, &self.known),
                }),
            }
        }
        findings.faults.extend(self.late_faults);
        findings
    }
}

impl State {
    fn of(judged: Result<(), String>) -> State {
        match judged {
            Ok(()) => State::Right,
            Err(expected) => State::Wrong(expected),
        }
    }
}

/// What `value` says, or what was expected.
fn until_of<V: Value>(value: &V) -> Result<UntilChoice<V>, String> {
    let until = match value.kind() {
        Kind::Function => Some(UntilChoice::Asked(value.clone())),
        Kind::List => types_of(value),
        _ => match value.text().as_deref() {
            Some("answer") => Some(UntilChoice::Answer),
            Some("completed") => Some(UntilChoice::Completed),
            Some("idle") => Some(UntilChoice::Idle),
            _ => None,
        },
    };
    until.ok_or_else(|| UNTIL.to_owned())
}

fn types_of<V: Value>(list: &V) -> Option<UntilChoice<V>> {
    let mut types = Vec::new();
    for item in list.items() {
        let name = item.text()?;
        if !types.contains(&name) {
            types.push(name);
        }
    }
    matches!(types.len(), 1..=MAX_TYPES).then_some(UntilChoice::Types(types))
}

/// What stands in `name` after `holder.`.
fn inside<'a>(name: &'a str, holder: &str) -> Option<&'a str> {
    name.strip_prefix(holder)?.strip_prefix('.')
}

fn boolean(word: &str) -> Option<bool> {
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Whether a name is that of what a server alone may know, however it is spelled: `client` and `secret` somewhere in it,
/// with nothing or one sign between them that is no letter.
fn is_secret(name: &str) -> bool {
    let mut rest = name;
    loop {
        if let Some(after) = after_word(rest, "client") {
            let mut signs = after.chars();
            let is_apart = signs.next().is_some_and(|sign| !sign.is_ascii_alphabetic());
            if after_word(after, "secret").is_some()
                || (is_apart && after_word(signs.as_str(), "secret").is_some())
            {
                return true;
            }
        }
        let mut signs = rest.chars();
        if signs.next().is_none() {
            return false;
        }
        rest = signs.as_str();
    }
}

/// What follows `word`, if `text` begins with it in any letter case.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, after) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(after)
}

fn no_option(name: &str, known: &[&str]) -> String {
    let mut warning = concat(&["there is no option ", name]);
    if let Some(near) = nearest(name, known) {
        warning.push_str("; did you mean ");
        warning.push_str(near);
        warning.push('?');
    }
    warning
}

fn fault(name: &str, expected: &str) -> String {
    concat(&[name, ": expected ", expected])
}
