//! What the engine is told once: a client's options, as far as they decide how talking to the server goes. Each of them
//! is declared here, by its name ([`Config::read`]) and its default.

use crate::protocol::options::{Choice, Reader, Value};

/// How requests travel (the option `transport`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transport {
    /// All share one WebSocket.
    #[default]
    WebSocket,
    /// Each is an HTTP POST of its own.
    Rest,
    /// Over WebSocket, but over HTTP for as long as none can be opened.
    Auto,
}

impl Choice for Transport {
    const WORDS: &'static [(&'static str, Transport)] = &[
        ("websocket", Transport::WebSocket),
        ("rest", Transport::Rest),
        ("auto", Transport::Auto),
    ];
}

/// Whom an answer without an id belongs to (the option `correlation`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Correlation {
    /// The oldest request in flight of its action, else the only one in flight.
    #[default]
    Lenient,
    /// Nobody.
    Strict,
}

impl Choice for Correlation {
    const WORDS: &'static [(&'static str, Correlation)] = &[
        ("lenient", Correlation::Lenient),
        ("strict", Correlation::Strict),
    ];
}

/// How much may wait. The numbers are the caller's, and need not be whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// At most so many requests.
    pub max_requests: f64,
    /// At most so many bytes of UTF-8, in all.
    pub max_bytes: f64,
}

impl Default for Queue {
    fn default() -> Self {
        Queue {
            max_requests: 100.0,
            max_bytes: 1_048_576.0,
        }
    }
}

impl Queue {
    fn read<V: Value>(reader: &mut Reader<V>) -> Option<Queue> {
        let usual = Queue::default();
        let is_on = reader.flag("queue", true);
        let queue = Queue {
            max_requests: reader.number("queue.maxRequests", usual.max_requests),
            max_bytes: reader.number("queue.maxBytes", usual.max_bytes),
        };
        is_on.then_some(queue)
    }
}

/// How a connection that was lost is opened again. The delays also space the attempts to replace a connection that still
/// works, which are made even if lost ones are not opened again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reconnect {
    /// Whether it is at all.
    pub enabled: bool,
    /// The longest delay before the first attempt, in milliseconds.
    pub first_delay_ms: f64,
    /// The mean of the later delays, before it grows, in milliseconds.
    pub base_delay_ms: f64,
    /// How much each mean is larger than the one before.
    pub factor: f64,
    /// The largest mean, in milliseconds. A little below ten seconds, so that half of all clients are back five seconds
    /// after their server.
    pub max_delay_ms: f64,
    /// Attempts in a row before giving up; 0 is never.
    pub max_attempts: f64,
}

impl Default for Reconnect {
    fn default() -> Self {
        Reconnect {
            enabled: true,
            first_delay_ms: 4_000.0,
            base_delay_ms: 1_000.0,
            factor: 1.7,
            max_delay_ms: 9_800.0,
            max_attempts: 0.0,
        }
    }
}

impl Reconnect {
    fn read<V: Value>(reader: &mut Reader<V>) -> Reconnect {
        let usual = Reconnect::default();
        let is_on = reader.flag("reconnect", usual.enabled);
        Reconnect {
            enabled: reader.flag("reconnect.enabled", usual.enabled) && is_on,
            first_delay_ms: reader.number("reconnect.firstDelayMs", usual.first_delay_ms),
            base_delay_ms: reader.number("reconnect.baseDelayMs", usual.base_delay_ms),
            factor: reader.number("reconnect.factor", usual.factor),
            max_delay_ms: reader.number("reconnect.maxDelayMs", usual.max_delay_ms),
            max_attempts: reader.number("reconnect.maxAttempts", usual.max_attempts),
        }
    }
}

/// Everything the engine is told once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Config {
    /// How requests travel.
    pub transport: Transport,
    /// Whether a token is needed at all.
    pub auth_required: bool,
    /// How much may wait while there is no connection. Without one, requests fail at once; what waits for anything else
    /// than a connection is then bounded by the defaults.
    pub queue: Option<Queue>,
    /// For token and handshake together, in milliseconds; 0 is no limit.
    pub connection_timeout_ms: f64,
    /// For the token alone, in milliseconds; 0 is no limit.
    pub token_timeout_ms: f64,
    /// The connection closes after this long without a request, in milliseconds; 0 is never.
    pub idle_disconnect_ms: f64,
    /// How long a settled request's late updates are known as its own, in milliseconds.
    pub late_updates_ms: f64,
    /// Whom an answer without an id belongs to.
    pub correlation: Correlation,
    /// How a connection that was lost is opened again.
    pub reconnect: Reconnect,
    /// A request is out and nothing came in: that is noticed within this long, and the socket replaced. In milliseconds; 0
    /// is never.
    pub half_open_timeout_ms: f64,
    /// The age at which a socket is replaced by plan, in milliseconds; 0 is never.
    pub max_connection_age_ms: f64,
    /// Attempts in a row that fail before requests go over HTTP.
    pub fallback_after: f64,
    /// Whether requests wait for what is to check them, [`super::Engine::validator_came`].
    pub awaits_validator: bool,
    /// What chance begins with.
    pub seed: u32,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            transport: Transport::WebSocket,
            auth_required: true,
            queue: Some(Queue::default()),
            connection_timeout_ms: 30_000.0,
            token_timeout_ms: 10_000.0,
            idle_disconnect_ms: 0.0,
            late_updates_ms: 5_000.0,
            correlation: Correlation::Lenient,
            reconnect: Reconnect::default(),
            half_open_timeout_ms: 10_000.0,
            max_connection_age_ms: 6_600_000.0,
            fallback_after: 3.0,
            awaits_validator: false,
            seed: 1,
        }
    }
}

impl Config {
    /// What a client's options say. The seed stays the default: it is none of them.
    pub fn read<V: Value>(reader: &mut Reader<V>) -> Config {
        let usual = Config::default();
        Config {
            transport: reader.choice("transport", usual.transport),
            auth_required: reader.flag("authRequired", usual.auth_required),
            queue: Queue::read(reader),
            connection_timeout_ms: reader
                .number("connectionTimeoutMs", usual.connection_timeout_ms),
            token_timeout_ms: reader.number("tokenTimeoutMs", usual.token_timeout_ms),
            idle_disconnect_ms: reader.number("idleDisconnectMs", usual.idle_disconnect_ms),
            late_updates_ms: reader.number("lateUpdatesMs", usual.late_updates_ms),
            correlation: reader.choice("correlation", usual.correlation),
            reconnect: Reconnect::read(reader),
            half_open_timeout_ms: reader.number("halfOpenTimeoutMs", usual.half_open_timeout_ms),
            max_connection_age_ms: reader.number("maxConnectionAgeMs", usual.max_connection_age_ms),
            fallback_after: reader.number("fallbackAfter", usual.fallback_after),
            awaits_validator: reader.flag("strictValidation", usual.awaits_validator),
            seed: usual.seed,
        }
    }
}

/// `ms` after `from`; never for 0.
pub fn until(from: f64, ms: f64) -> f64 {
    if ms == 0.0 { f64::INFINITY } else { from + ms }
}

/// How long a request may take, in milliseconds; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deadlines {
    /// From the call to its settling.
    pub total_ms: f64,
    /// From the writing to the first update.
    pub first_update_ms: f64,
    /// From one update to the next.
    pub idle_ms: f64,
    /// The silence that settles a request under `until: "idle"`, or where no answer of its action's own name comes. Here 0
    /// means at once.
    pub quiet_ms: f64,
}

impl Default for Deadlines {
    fn default() -> Self {
        Deadlines {
            total_ms: 30_000.0,
            first_update_ms: 0.0,
            idle_ms: 0.0,
            quiet_ms: 3_000.0,
        }
    }
}

impl Deadlines {
    /// With what the options say of them; `total` is what they call [`Deadlines::total_ms`].
    pub fn read<V: Value>(self, reader: &mut Reader<V>, total: &'static str) -> Deadlines {
        Deadlines {
            total_ms: reader.number(total, self.total_ms),
            first_update_ms: reader.number("firstUpdateTimeoutMs", self.first_update_ms),
            idle_ms: reader.number("idleTimeoutMs", self.idle_ms),
            quiet_ms: reader.number("idleMs", self.quiet_ms),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::protocol::options::sample::{Sample, plain};
    use crate::protocol::options::{Findings, Whose};

    fn read(options: &Sample) -> (Config, Findings) {
        let mut reader = Reader::new(options, Whose::Client);
        let config = Config::read(&mut reader);
        (config, reader.finish())
    }

    /// Options that nothing is wrong with.
    fn good<const N: usize>(options: [(&str, Sample); N]) -> Config {
        let (config, findings) = read(&plain(options));
        assert_eq!(findings, Findings::default());
        config
    }

    #[test]
    fn without_options_everything_is_the_default() {
        assert_eq!(good([]), Config::default());
        let named = good([
            ("transport", "websocket".into()),
            ("correlation", "lenient".into()),
        ]);
        assert_eq!(named, Config::default());
    }

    #[test]
    fn each_option_changes_what_it_names_and_nothing_else() {
        let check = |name, value: Sample, change: fn(&mut Config)| {
            let config = good([(name, value)]);
            assert_eq!(config, Config::default().with(change), "{name}");
            assert_ne!(config, Config::default(), "{name}");
        };
        check("transport", "rest".into(), |it| {
            it.transport = Transport::Rest
        });
        check("transport", "auto".into(), |it| {
            it.transport = Transport::Auto
        });
        check("authRequired", false.into(), |it| it.auth_required = false);
        check("connectionTimeoutMs", 7.0.into(), |it| {
            it.connection_timeout_ms = 7.0
        });
        check("tokenTimeoutMs", 7.0.into(), |it| it.token_timeout_ms = 7.0);
        check("idleDisconnectMs", 7.0.into(), |it| {
            it.idle_disconnect_ms = 7.0
        });
        check("lateUpdatesMs", 0.5.into(), |it| it.late_updates_ms = 0.5);
        check("correlation", "strict".into(), |it| {
            it.correlation = Correlation::Strict
        });
        check("halfOpenTimeoutMs", 7.0.into(), |it| {
            it.half_open_timeout_ms = 7.0
        });
        check("maxConnectionAgeMs", 0.0.into(), |it| {
            it.max_connection_age_ms = 0.0
        });
        check("fallbackAfter", 7.0.into(), |it| it.fallback_after = 7.0);
        check("strictValidation", true.into(), |it| {
            it.awaits_validator = true
        });
    }

    #[test]
    fn the_queue_is_turned_off_or_bounded() {
        let queue = |value: Sample| good([("queue", value)]).queue;
        assert_eq!(queue(false.into()), None);
        assert_eq!(queue(true.into()), Some(Queue::default()));
        assert_eq!(queue(plain([])), Some(Queue::default()));
        let bounds = plain([("maxRequests", 2.0.into()), ("maxBytes", 0.0.into())]);
        let small = Queue {
            max_requests: 2.0,
            max_bytes: 0.0,
        };
        assert_eq!(queue(bounds), Some(small));
    }

    #[test]
    fn reconnecting_is_turned_off_in_either_way_and_its_delays_are_known_then_too() {
        let reconnect = |value: Sample| good([("reconnect", value)]).reconnect;
        let off = Reconnect {
            enabled: false,
            ..Reconnect::default()
        };
        assert_eq!(reconnect(false.into()), off);
        assert_eq!(reconnect(plain([("enabled", false.into())])), off);
        assert_eq!(reconnect(true.into()), Reconnect::default());
        assert_eq!(
            reconnect(plain([("enabled", true.into())])),
            Reconnect::default()
        );
        let all = Reconnect {
            enabled: false,
            first_delay_ms: 1.0,
            base_delay_ms: 2.0,
            factor: 3.0,
            max_delay_ms: 4.0,
            max_attempts: 5.0,
        };
        let options = plain([
            ("maxAttempts", 5.0.into()),
            ("maxDelayMs", 4.0.into()),
            ("factor", 3.0.into()),
            ("baseDelayMs", 2.0.into()),
            ("firstDelayMs", 1.0.into()),
            ("enabled", false.into()),
        ]);
        assert_eq!(reconnect(options), all);
    }

    #[test]
    fn what_an_option_cannot_be_is_named_and_changes_nothing() {
        let options = plain([
            ("transport", "REST".into()),
            ("authRequired", 1.0.into()),
            ("queue", plain([("maxBytes", "many".into())])),
            (
                "reconnect",
                plain([("enabled", "no".into()), ("factor", (-1.0).into())]),
            ),
            ("correlation", true.into()),
            ("strictValidation", "strict".into()),
            ("fallbackAfter", f64::NAN.into()),
            ("maxConnectionAge", 7.0.into()),
        ]);
        let (config, findings) = read(&options);
        assert_eq!(config, Config::default());
        let faults = [
            "transport: expected one of websocket rest auto",
            "authRequired: expected one of true false",
            "queue.maxBytes: expected a finite number, 0 to 2147483647",
            "reconnect.enabled: expected one of true false",
            "reconnect.factor: expected a finite number, 0 to 2147483647",
            "correlation: expected one of lenient strict",
            "strictValidation: expected one of false true",
            "fallbackAfter: expected a finite number, 0 to 2147483647",
        ];
        assert_eq!(findings.faults, faults);
        let warning = "there is no option maxConnectionAge; did you mean maxConnectionAgeMs?";
        assert_eq!(findings.warnings, [warning]);
    }
}
