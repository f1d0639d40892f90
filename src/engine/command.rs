//! What the engine wants done.

pub use super::link::Attempt;
use super::link::ConnectionState;
use super::requests::Key;
use crate::protocol::error::Fault;

/// One thing to do. Commands are carried out in the order in which they were given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Get a token and keep it, then report with [`super::Engine::token_came`] or [`super::Engine::attempt_failed`].
    FetchToken {
        /// To be reported back.
        attempt: Attempt,
        /// Whether it is for requests over HTTP, which use it until the next.
        is_for_rest: bool,
    },
    /// Build a socket with the token that came for this attempt, then report what becomes of it. The token is used up.
    OpenSocket {
        /// To be reported back.
        attempt: Attempt,
    },
    /// Close the socket and drop it, or give up getting its token: nothing of it is to be reported any more.
    CloseSocket {
        /// The socket's, or the token's.
        attempt: Attempt,
        /// The close code.
        code: u16,
    },
    /// Write a frame. Report what is in the way with [`super::Engine::send_failed`] or [`super::Engine::write_blocked`].
    Write {
        /// The request.
        key: Key,
        /// The socket's.
        attempt: Attempt,
    },
    /// Send a request over HTTP, with the token for it that came last; report the end with
    /// [`super::Engine::post_answered`], then, when its messages have been delivered, [`super::Engine::answer_ended`].
    Post {
        /// The request.
        key: Key,
    },
    /// Nothing more comes for the request, and it is answered: its promise resolves with the last of its updates that
    /// completed and has text, else with the last that completed, else with the last.
    Resolve {
        /// The request.
        key: Key,
    },
    /// Nothing more comes for the request, and nothing but errors came: its promise rejects with the last of them.
    Refuse {
        /// The request.
        key: Key,
    },
    /// The request failed: its promise rejects. What still runs for it over HTTP is to be ended.
    Reject {
        /// The request.
        key: Key,
        /// Why.
        fault: Fault,
    },
    /// The request's late updates are over: forget what is held for it.
    Release {
        /// The request.
        key: Key,
    },
    /// The connection has another state.
    StateChanged {
        /// Which.
        state: ConnectionState,
    },
    /// The browser reports something else of the network than before, or requests go another way, and the connection has the
    /// same state.
    SameState,
    /// The connection is open: whoever waits for it is told.
    Opened,
    /// The connection could not be opened: whoever waits for it is told why, as is the `error` event if nobody was.
    OpenFailed {
        /// Why.
        fault: Fault,
        /// Whether a request was rejected for it.
        was_told: bool,
    },
    /// The connection, having been open, is closed: the event `close`.
    Closed {
        /// The close code.
        code: u16,
    },
    /// The connection is lost, and opened again after a while: the event `reconnecting`.
    Reconnecting {
        /// Counts the attempts since the connection worked, from 1.
        attempt: u32,
        /// Milliseconds until it begins; infinity while there is no network.
        delay_ms: f64,
    },
}

/// What is to be done, in order.
#[derive(Debug, Default)]
pub(super) struct Commands {
    list: Vec<Command>,
    /// So many of the list have been given out. It is emptied when all have: whoever drives the engine asks until there
    /// are no more.
    given: usize,
}

impl Commands {
    pub(super) fn push(&mut self, command: Command) {
        self.list.push(command);
    }

    pub(super) fn next(&mut self) -> Option<Command> {
        let command = self.list.get(self.given).copied();
        self.given += 1;
        if self.given >= self.list.len() {
            self.list.clear();
            self.given = 0;
        }
        command
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
