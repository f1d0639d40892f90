//! The connection as the engine sees it: at most one socket that requests are written to, one on its way, and one that
//! drains after a hand-over.

/// Numbers the attempts to connect. Whatever is reported about an older attempt is ignored, so that a late timer or
/// event of one socket can never touch the next.
pub type Attempt = u32;

/// An open socket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Socket {
    /// The attempt that opened it.
    pub attempt: Attempt,
    /// When it opened.
    pub opened_at: f64,
    /// When anything at all came in last; its opening counts.
    pub heard_at: f64,
    /// Whether a frame has ever come in.
    pub has_spoken: bool,
    /// Since when a request is out and nothing has come in; infinity if none is out.
    pub quiet_since: f64,
    /// Whether there is reason to believe that it is dead. It is used until another has opened.
    pub is_suspect: bool,
    /// When it is to be replaced by plan.
    pub replace_at: f64,
}

/// How far the next socket is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// None is wanted.
    None,
    /// The token has been asked for.
    AwaitingToken {
        /// When the token has taken too long.
        token_due: f64,
        /// When token and handshake together have taken too long.
        open_due: f64,
    },
    /// The socket has been built.
    Handshaking {
        /// When token and handshake together have taken too long.
        open_due: f64,
    },
}

impl Step {
    /// When it has taken too long, if ever.
    pub fn due(self) -> f64 {
        match self {
            Step::None => f64::INFINITY,
            Step::AwaitingToken {
                token_due,
                open_due,
            } => token_due.min(open_due),
            Step::Handshaking { open_due } => open_due,
        }
    }
}

/// A socket that was replaced, and still brings the answers to what was written to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draining {
    /// The attempt that opened it.
    pub attempt: Attempt,
    /// When it has said nothing for too long: what it owes is asked anew, or it is closed if that is done.
    pub until: f64,
    /// Whether the new socket was asked anew for anything that is owed.
    pub was_asked_anew: bool,
}

/// Why there is no socket, while there is none and none on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing was asked of it yet, or it rests until the next request.
    Idle,
    /// The next attempt waits for its time, or for the network.
    Waiting,
    /// It was closed, or could not be opened.
    Closed,
}

/// What a connection is doing, as users see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    serde(rename_all = "lowercase")
)]
pub enum ConnectionState {
    /// Not connected, and no need to be.
    Idle,
    /// Token and handshake are under way.
    Connecting,
    /// Requests pass.
    Open,
    /// The next attempt follows by itself.
    Waiting,
    /// The next attempt follows when the network is back, or when something is asked anew.
    Offline,
    /// Closed by the caller or the server, or never opened. The next request tries again.
    Closed,
}

impl ConnectionState {
    /// The word that users read.
    pub fn name(self) -> &'static str {
        match self {
            ConnectionState::Idle => "idle",
            ConnectionState::Connecting => "connecting",
            ConnectionState::Open => "open",
            ConnectionState::Waiting => "waiting",
            ConnectionState::Offline => "offline",
            ConnectionState::Closed => "closed",
        }
    }
}
