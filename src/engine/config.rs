//! What the engine is told once: a client's options, as far as they decide how talking to the server goes.

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

/// Whom an answer without an id belongs to (the option `correlation`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Correlation {
    /// The oldest request in flight of its action, else the only one in flight.
    #[default]
    Lenient,
    /// Nobody.
    Strict,
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
    /// The silence that settles a request under `until: "idle"`. Here 0 means at once.
    pub quiet_ms: f64,
}

impl Default for Deadlines {
    fn default() -> Self {
        Deadlines {
            total_ms: 30_000.0,
            first_update_ms: 0.0,
            idle_ms: 0.0,
            quiet_ms: 1_000.0,
        }
    }
}
