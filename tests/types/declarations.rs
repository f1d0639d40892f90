//! The options that are declared for TypeScript are those that are read, and their comments give the defaults that they
//! have. Both stand in the source alone: what is declared makes nothing at run time.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use std::collections::{BTreeMap, BTreeSet};

use optave_web_sdk::engine::config::{Config, Deadlines, Queue, Reconnect};

const DECLARED: &str = include_str!("../../src/browser/declarations/options.rs");
const READ_FOR_THE_ENGINE: &str = include_str!("../../src/engine/config.rs");
const READ_FOR_THE_BROWSER: &str = include_str!("../../src/browser/options.rs");

/// The methods of the reader of options, and how deadlines are told what the longest of them is called.
const CALLS: [&str; 10] = [
    "choice(",
    "flag(",
    "function(",
    "number(",
    "object(",
    "signal(",
    "text(",
    "until(",
    "url(",
    "read(&mut reader, ",
];

struct Field {
    of: String,
    name: String,
    comment: String,
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1);
        name + &head.to_uppercase() + tail
    })
}

/// Every field of every struct that is declared.
fn declared() -> Vec<Field> {
    let (mut of, mut comment, mut fields) = (String::new(), String::new(), Vec::new());
    for line in DECLARED.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("pub struct ") {
            of = name.trim_end_matches([' ', '{', ';']).to_owned();
            comment.clear();
        } else if line == "}" {
            of.clear();
        } else if let Some(words) = line.strip_prefix("///") {
            comment += words;
        } else if let Some((name, _)) = line.split_once(": ")
            && name
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '_')
            && !of.is_empty()
        {
            fields.push(Field {
                of: of.clone(),
                name: camel_case(name),
                comment: std::mem::take(&mut comment),
            });
        }
    }
    fields
}

/// The options of a client's, those inside others by their full names.
fn of_clients(field: &Field) -> Option<String> {
    match field.of.as_str() {
        "ReconnectOptions" => Some(format!("reconnect.{}", field.name)),
        "QueueOptions" => Some(format!("queue.{}", field.name)),
        "ClientOptions" | "WebSocketTransport" => Some(field.name.clone()),
        _ => None,
    }
}

/// The names of the options that are read in a piece of source.
fn read_in(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for call in CALLS {
        for call in source.split(&format!(".{call}")).skip(1) {
            // What is called with something else than a text reads no option.
            if let Some(name) = call.trim_start().strip_prefix('"') {
                names.insert(name.split('"').next().unwrap().to_owned());
            }
        }
    }
    names
}

#[test]
fn the_options_of_a_client_are_those_that_are_read() {
    let (browser, _) = READ_FOR_THE_BROWSER.split_once("Whose::Request").unwrap();
    let (engine, _) = READ_FOR_THE_ENGINE.split_once("mod tests").unwrap();
    let read = &read_in(browser) | &read_in(engine);
    let declared: BTreeSet<String> = declared().iter().filter_map(of_clients).collect();
    assert_eq!(declared, read);
}

#[test]
fn the_options_of_a_request_are_those_that_are_read() {
    let (_, request) = READ_FOR_THE_BROWSER.split_once("Whose::Request").unwrap();
    let fields = declared().into_iter();
    let declared: BTreeSet<String> = fields
        .filter(|field| field.of == "RequestOptions")
        .map(|field| field.name)
        .collect();
    let (_, deadlines) = READ_FOR_THE_ENGINE.split_once("\nimpl Deadlines").unwrap();
    assert_eq!(declared, &read_in(request) | &read_in(deadlines));
}

#[test]
fn comments_give_the_defaults_that_hold() {
    let Config {
        connection_timeout_ms,
        token_timeout_ms,
        idle_disconnect_ms,
        late_updates_ms,
        half_open_timeout_ms,
        max_connection_age_ms,
        fallback_after,
        ..
    } = Config::default();
    let Deadlines {
        total_ms,
        first_update_ms,
        idle_ms,
        quiet_ms,
    } = Deadlines::default();
    let reconnect = Reconnect::default();
    let queue = Queue::default();
    let hold = [
        ("connectionTimeoutMs", connection_timeout_ms),
        ("tokenTimeoutMs", token_timeout_ms),
        ("idleDisconnectMs", idle_disconnect_ms),
        ("lateUpdatesMs", late_updates_ms),
        ("halfOpenTimeoutMs", half_open_timeout_ms),
        ("maxConnectionAgeMs", max_connection_age_ms),
        ("fallbackAfter", fallback_after),
        ("requestTimeoutMs", total_ms),
        ("firstUpdateTimeoutMs", first_update_ms),
        ("idleTimeoutMs", idle_ms),
        ("idleMs", quiet_ms),
        ("reconnect.firstDelayMs", reconnect.first_delay_ms),
        ("reconnect.baseDelayMs", reconnect.base_delay_ms),
        ("reconnect.factor", reconnect.factor),
        ("reconnect.maxDelayMs", reconnect.max_delay_ms),
        ("reconnect.maxAttempts", reconnect.max_attempts),
        ("queue.maxRequests", queue.max_requests),
        ("queue.maxBytes", queue.max_bytes),
    ];
    let said: BTreeMap<String, f64> = declared()
        .iter()
        .filter_map(|field| {
            let (_, number) = field.comment.rsplit_once("Default ")?;
            let end = number
                .find(|letter: char| !letter.is_ascii_digit() && letter != ',' && letter != '.')
                .unwrap_or(number.len());
            let number = number[..end].trim_end_matches('.').replace(',', "");
            Some((of_clients(field)?, number.parse().ok()?))
        })
        .collect();
    let hold: BTreeMap<String, f64> = hold
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    assert_eq!(said, hold);
}
