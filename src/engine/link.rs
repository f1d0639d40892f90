//! The connection as the engine sees it: a state, and the attempt it belongs to.

/// Numbers the attempts to connect. Whatever is reported about an older attempt is ignored, so that a late timer or
/// event of one socket can never touch the next.
pub type Attempt = u32;

/// What the connection is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// Nothing was asked of it yet, or it rests until the next request.
    Idle,
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
    /// Frames pass.
    Open,
    /// It was closed, or could not be opened.
    Closed,
}

/// The state that users see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ConnectionState {
    /// Not connected, and no need to be.
    Idle,
    /// Token and handshake are under way.
    Connecting,
    /// Requests pass.
    Open,
    /// Closed by the caller or the server, or never opened. The next request tries again.
    Closed,
}

impl Link {
    /// The state that users see.
    pub fn state(self) -> ConnectionState {
        match self {
            Link::Idle => ConnectionState::Idle,
            Link::AwaitingToken { .. } | Link::Handshaking { .. } => ConnectionState::Connecting,
            Link::Open => ConnectionState::Open,
            Link::Closed => ConnectionState::Closed,
        }
    }

    /// When the current step has taken too long, if ever.
    pub fn due(self) -> f64 {
        match self {
            Link::AwaitingToken {
                token_due,
                open_due,
            } => token_due.min(open_due),
            Link::Handshaking { open_due } => open_due,
            Link::Idle | Link::Open | Link::Closed => f64::INFINITY,
        }
    }
}
