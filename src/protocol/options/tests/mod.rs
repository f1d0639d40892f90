//! What is taken of a client's options and of a request's, what is wrong with them, and what is said about it. Here is
//! what the tests share: a client with every form of options.

mod anything;
mod kinds;
mod names;
mod request;
mod until;
mod urls;

use super::sample::{Sample, plain};
use super::*;
use crate::protocol::url::Scheme;

const UNTIL: &str = "expected \"answer\", \"completed\", \"idle\", a list of up to 32 action types, or a function; by the name of an action";
const SOCKET_FAULT: &str = "websocketUrl: expected a wss: URL (ws: to loopback hosts only)";
const REST_FAULT: &str = "restUrl: expected a https: URL (http: to loopback hosts only)";
const MOST: f64 = 2_147_483_647.0;

/// Words that mean themselves.
macro_rules! words {
    ($name:ident: $($word:literal)*) => {
        #[derive(Clone, Copy)]
        struct $name(&'static str);
        impl Choice for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, $name($word)),)*];
        }
    };
}

words! { Transport: "websocket" "rest" "auto" }
words! { Correlation: "lenient" "strict" }
words! { AuthTransport: "subprotocol" "query" }
words! { Defaults: "full" "compact" }
words! { Resend: "unanswered" "never" }
words! { Location: "false" "true" "prompt" }

/// What an option of the tests' client is.
#[derive(Clone, Copy)]
enum Is {
    Text,
    Function,
    Object,
    Number(f64),
    Flag(bool),
    Word(fn(&mut Reader<Sample>, &'static str) -> &'static str),
}

fn word<T: Choice>(
    reader: &mut Reader<Sample>,
    name: &'static str,
    default: T,
    of: fn(T) -> &'static str,
) -> &'static str {
    of(reader.choice(name, default))
}

/// A client of the tests': as many options as the real one, in the same forms. URLs and `until` are read apart.
#[rustfmt::skip]
const OPTIONS: &[(&str, Is)] = &[
    ("transport", Is::Word(|reader, name| word(reader, name, Transport("websocket"), |word| word.0))),
    ("authRequired", Is::Flag(true)),
    ("queue", Is::Flag(true)),
    ("queue.maxRequests", Is::Number(100.0)),
    ("queue.maxBytes", Is::Number(1_048_576.0)),
    ("connectionTimeoutMs", Is::Number(30_000.0)),
    ("tokenTimeoutMs", Is::Number(10_000.0)),
    ("idleDisconnectMs", Is::Number(0.0)),
    ("lateUpdatesMs", Is::Number(5_000.0)),
    ("correlation", Is::Word(|reader, name| word(reader, name, Correlation("lenient"), |word| word.0))),
    ("reconnect", Is::Flag(true)),
    ("reconnect.firstDelayMs", Is::Number(4_000.0)),
    ("reconnect.baseDelayMs", Is::Number(1_000.0)),
    ("reconnect.factor", Is::Number(1.7)),
    ("reconnect.maxDelayMs", Is::Number(9_800.0)),
    ("reconnect.maxAttempts", Is::Number(0.0)),
    ("halfOpenTimeoutMs", Is::Number(10_000.0)),
    ("maxConnectionAgeMs", Is::Number(6_600_000.0)),
    ("fallbackAfter", Is::Number(3.0)),
    ("strictValidation", Is::Flag(false)),
    ("reconnect.enabled", Is::Flag(true)),
    ("reconnect.isFinal", Is::Function),
    ("tokenProvider", Is::Function),
    ("tokenUrl", Is::Text),
    ("publishableKey", Is::Text),
    ("authTransport", Is::Word(|reader, name| word(reader, name, AuthTransport("subprotocol"), |word| word.0))),
    ("organizationId", Is::Text),
    ("tenantId", Is::Text),
    ("session", Is::Object),
    ("request", Is::Object),
    ("payloadDefaults", Is::Word(|reader, name| word(reader, name, Defaults("full"), |word| word.0))),
    ("requestTimeoutMs", Is::Number(30_000.0)),
    ("firstUpdateTimeoutMs", Is::Number(0.0)),
    ("idleTimeoutMs", Is::Number(0.0)),
    ("resend", Is::Word(|reader, name| word(reader, name, Resend("unanswered"), |word| word.0))),
    ("onMetric", Is::Function),
    ("idleMs", Is::Number(3_000.0)),
    ("deviceInfo", Is::Flag(true)),
    ("location", Is::Word(|reader, name| word(reader, name, Location("false"), |word| word.0))),
    ("logger", Is::Object),
    ("sdkVersion", Is::Text),
];

/// What was read of a client's options.
struct Client {
    values: Vec<(&'static str, Sample)>,
    websocket_url: Option<Sample>,
    rest_url: Option<Sample>,
    until: Untils<Sample>,
    findings: Findings,
}

impl Client {
    fn get(&self, name: &str) -> &Sample {
        let (_, value) = self.values.iter().find(|(own, _)| *own == name).unwrap();
        value
    }

    fn faults(&self) -> Vec<&str> {
        self.findings.faults.iter().map(String::as_str).collect()
    }

    fn warnings(&self) -> Vec<&str> {
        self.findings.warnings.iter().map(String::as_str).collect()
    }
}

/// Scheme and host of a URL that is written as the URL API writes it.
fn parse(url: &Sample) -> Option<(String, String)> {
    let url = url.text()?;
    let (scheme, rest) = url.split_once("//")?;
    let host = rest.split(['/', '?']).next()?;
    Some((scheme.to_owned(), host.to_owned()))
}

fn read(options: &Sample) -> Client {
    let mut reader = Reader::new(options, Whose::Client);
    let mut values = Vec::new();
    for (name, is) in OPTIONS {
        let value = match *is {
            Is::Text => reader.text(name).unwrap_or(Sample::Undefined),
            Is::Function => reader.function(name).unwrap_or(Sample::Undefined),
            Is::Object => reader.object(name).unwrap_or(Sample::Undefined),
            Is::Number(default) => reader.number(name, default).into(),
            Is::Flag(default) => reader.flag(name, default).into(),
            Is::Word(read) => meant(read(&mut reader, name)),
        };
        values.push((*name, value));
    }
    let until = reader.until("until", UntilChoice::Answer);
    let transport = values[0].1.text().unwrap();
    let is_needed = (transport != "rest", transport != "websocket");
    let websocket_url = reader.url("websocketUrl", Scheme::WebSocket, is_needed.0, parse);
    let rest_url = reader.url("restUrl", Scheme::Http, is_needed.1, parse);
    Client {
        values,
        websocket_url,
        rest_url,
        until,
        findings: reader.finish(),
    }
}

fn meant(word: &str) -> Sample {
    match word {
        "true" | "false" => Sample::Flag(word == "true"),
        _ => word.into(),
    }
}

/// The defaults, as they are read of nothing but good URLs.
fn defaults() -> Vec<(&'static str, Sample)> {
    read(&with([])).values
}

/// Good URLs, and these.
fn with<const N: usize>(options: [(&str, Sample); N]) -> Sample {
    let (Sample::Plain(mut all), Sample::Plain(own)) = (
        plain([
            ("websocketUrl", "wss://example.com".into()),
            ("restUrl", "https://example.com".into()),
        ]),
        plain(options),
    ) else {
        unreachable!()
    };
    all.extend(own);
    Sample::Plain(all)
}

/// One option beside good URLs: `queue.maxBytes` inside `queue`.
fn one(name: &str, value: Sample) -> Sample {
    match name.split_once('.') {
        Some((holder, key)) => with([(holder, plain([(key, value)]))]),
        None => with([(name, value)]),
    }
}
