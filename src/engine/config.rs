//! The numbers and choices that the engine runs by.

/// What can be set, in the order of the numbers that whoever reads the options hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Setting {
    /// How requests travel: 0, all share one WebSocket; 1, each is an HTTP POST of its own; 2, over HTTP for as long as
    /// no WebSocket can be opened.
    Transport,
    /// Whether a token is needed at all.
    AuthRequired,
    /// Whether requests may wait while there is no connection; if not, they fail at once.
    Queue,
    /// At most so many requests wait.
    QueueRequests,
    /// At most so many bytes of UTF-8 wait, in all.
    QueueBytes,
    /// For token and handshake together, in milliseconds; 0 is no limit.
    ConnectionMs,
    /// For the token alone, in milliseconds; 0 is no limit.
    TokenMs,
    /// The connection closes after this long without a request, in milliseconds; 0 is never.
    IdleDisconnectMs,
    /// How long a settled request's late updates are known as its own, in milliseconds.
    LateUpdatesMs,
    /// Whether an answer without an id belongs to nobody.
    StrictCorrelation,
    /// Whether a connection that was lost is opened again.
    Reconnect,
    /// The longest first delay before that, in milliseconds.
    FirstDelayMs,
    /// The mean of the delays, before it grows, in milliseconds.
    BaseDelayMs,
    /// How much each mean is larger than the one before.
    Factor,
    /// The largest mean, in milliseconds. A little below ten seconds, so that half of all clients are back five seconds
    /// after their server.
    MaxDelayMs,
    /// Attempts in a row before giving up; 0 is never.
    MaxAttempts,
    /// A request is out and nothing came in: that is noticed within this long, and the socket replaced. In milliseconds; 0
    /// is never.
    HalfOpenMs,
    /// The age at which a socket is replaced by plan, in milliseconds; 0 is never.
    MaxAgeMs,
    /// Attempts in a row that fail before requests go over HTTP.
    FallbackAfter,
    /// Whether requests wait for what is to check them, [`super::Engine::validator_came`].
    AwaitValidator,
    /// What chance begins with.
    Seed,
}

const COUNT: usize = 21;

/// Everything the engine is told once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Config([f64; COUNT]);

impl Default for Config {
    fn default() -> Self {
        Config([
            0.0,
            1.0,
            1.0,
            100.0,
            1_048_576.0,
            30_000.0,
            10_000.0,
            0.0,
            5_000.0,
            0.0,
            1.0,
            4_000.0,
            1_000.0,
            1.7,
            9_800.0,
            0.0,
            10_000.0,
            6_600_000.0,
            3.0,
            0.0,
            1.0,
        ])
    }
}

impl Config {
    /// Changes one setting, by its place in [`Setting`]; another place is none.
    pub fn set(&mut self, place: usize, value: f64) {
        if let Some(slot) = self.0.get_mut(place) {
            *slot = value;
        }
    }

    /// The same with one setting changed.
    pub fn with(mut self, setting: Setting, value: f64) -> Config {
        self.set(setting as usize, value);
        self
    }

    /// A number.
    pub fn number(&self, setting: Setting) -> f64 {
        self.0.get(setting as usize).copied().unwrap_or_default()
    }

    /// A choice.
    pub fn is(&self, setting: Setting) -> bool {
        self.number(setting) != 0.0
    }

    /// When a limit of so many milliseconds that begins at `from` is over; 0 is no limit.
    pub fn limit(&self, setting: Setting, from: f64) -> f64 {
        until(from, self.number(setting))
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
