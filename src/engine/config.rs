//! The numbers and choices that the engine runs by.

use crate::protocol::token::AuthTransport;

/// How requests travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transport {
    /// Over one WebSocket.
    #[default]
    WebSocket,
    /// Each as an HTTP POST of its own.
    Rest,
}

/// Bounds on the requests that wait while the connection opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLimits {
    /// At most this many.
    pub max_requests: u32,
    /// At most this many bytes of UTF-8 in all.
    pub max_bytes: u32,
}

impl Default for QueueLimits {
    fn default() -> Self {
        QueueLimits {
            max_requests: 100,
            max_bytes: 1_048_576,
        }
    }
}

/// How long a request may take, in milliseconds; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// From the call to its settling.
    pub total_ms: u32,
    /// From the writing to the first update.
    pub first_update_ms: u32,
    /// From one update to the next.
    pub idle_ms: u32,
    /// The silence that settles a request under `until: "idle"`. Here 0 means at once.
    pub quiet_ms: u32,
}

impl Default for Deadlines {
    fn default() -> Self {
        Deadlines {
            total_ms: 30_000,
            first_update_ms: 0,
            idle_ms: 0,
            quiet_ms: 1_000,
        }
    }
}

/// Everything the engine is told once.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// How requests travel.
    pub transport: Transport,
    /// How a token reaches the server when a socket opens.
    pub auth_transport: AuthTransport,
    /// Bounds of the queue; none: a request fails at once while there is no connection.
    pub queue: Option<QueueLimits>,
    /// For token and handshake together, in milliseconds; 0 is no limit.
    pub connection_timeout_ms: u32,
    /// For the token alone, in milliseconds; 0 is no limit.
    pub token_timeout_ms: u32,
    /// The connection closes after this long without a request, in milliseconds; 0 is never.
    pub idle_disconnect_ms: u32,
    /// How long a settled request's late updates are known as its own, in milliseconds.
    pub late_updates_ms: u32,
    /// Whether an answer without an id belongs to nobody.
    pub strict_correlation: bool,
    /// Whether a token is needed at all.
    pub auth_required: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            transport: Transport::WebSocket,
            auth_transport: AuthTransport::Subprotocol,
            queue: Some(QueueLimits::default()),
            connection_timeout_ms: 30_000,
            token_timeout_ms: 10_000,
            idle_disconnect_ms: 0,
            late_updates_ms: 5_000,
            strict_correlation: false,
            auth_required: true,
        }
    }
}
