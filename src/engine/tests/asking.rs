//! What tests ask for, what they say in the server's name, and what they look at afterwards.

use serde_json::{Value, json};

use super::driver::Driver;
use crate::engine::command::{Attempt, Command};
use crate::engine::config::Deadlines;
use crate::engine::requests::Key;
use crate::engine::until::{Names, Until};
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};

/// What a caller asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub id: String,
    pub action: Action,
    /// The size of its envelope.
    pub bytes: u32,
    pub until: Until,
    /// The superpowers that are waited for by name.
    pub names: Names,
    pub deadlines: Deadlines,
    /// The updates after which the caller's function says yes.
    pub content_with: usize,
    pub may_resend: bool,
}

/// Answered by whatever completes first.
pub fn ask(id: &str, action: Action) -> Ask {
    Ask {
        id: id.to_owned(),
        action,
        bytes: 500,
        until: Until::Completed,
        names: Names::default(),
        deadlines: Deadlines::default(),
        content_with: 1,
        may_resend: true,
    }
}

pub fn interaction(id: &str) -> Ask {
    ask(id, Action::Interaction)
}

impl Ask {
    /// The same, of another size.
    pub fn sized(self, bytes: u32) -> Ask {
        Ask { bytes, ..self }
    }

    /// The same, answered when this is.
    pub fn until(self, until: Until) -> Ask {
        Ask { until, ..self }
    }

    /// The same, answered when each of these has completed.
    pub fn until_all(self, names: &[&str]) -> Ask {
        Ask {
            until: Until::types(names.len() as u32),
            names: Names::of_list(names.iter().map(|name| name.to_string()).collect()),
            ..self
        }
    }

    /// The same, within these limits.
    pub fn within(self, deadlines: Deadlines) -> Ask {
        Ask { deadlines, ..self }
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Resolved,
    /// By a message of the server's.
    Refused,
    Rejected(Fault),
}

/// A request as the page sees it.
#[derive(Debug)]
pub struct Record {
    pub key: Key,
    pub ask: Ask,
    pub made_at: f64,
    /// How many times it was written, or posted.
    pub frames: usize,
    /// The socket that it was written to last; 0 over HTTP.
    pub socket: Attempt,
    /// The number of the token that it was posted with.
    pub token: u32,
    /// The updates, and whether each was late.
    pub updates: Vec<bool>,
    pub end: Option<(f64, End)>,
    pub is_released: bool,
}

impl Driver {
    /// How a request ended, in a word: `-`, `resolved`, `refused`, or the code.
    pub fn end(&self, place: usize) -> &'static str {
        match self.requests[place].end {
            None => "-",
            Some((_, End::Resolved)) => "resolved",
            Some((_, End::Refused)) => "refused",
            Some((_, End::Rejected(fault))) => fault.code.name(),
        }
    }

    pub fn fault(&self, place: usize) -> Fault {
        match self.requests[place].end {
            Some((_, End::Rejected(fault))) => fault,
            end => panic!("{end:?}"),
        }
    }

    pub fn ended_at(&self, place: usize) -> f64 {
        self.requests[place].end.unwrap().0
    }

    /// The attempts that a token was asked for.
    pub fn asked(&self) -> Vec<Attempt> {
        let asked = self.said.iter().filter_map(|command| match command {
            Command::FetchToken { attempt, .. } => Some(*attempt),
            _ => None,
        });
        asked.collect()
    }

    pub fn sockets(&self) -> usize {
        let is_socket = |command: &&Command| matches!(command, Command::OpenSocket { .. });
        self.said.iter().filter(is_socket).count()
    }

    /// Why the connection could not be opened, the last time, and whether a request was told.
    pub fn open_failure(&self) -> (Fault, bool) {
        let failures = self.said.iter().rev().find_map(|command| match command {
            Command::OpenFailed { fault, was_told } => Some((*fault, *was_told)),
            _ => None,
        });
        failures.unwrap()
    }

    /// Why a request is refused. It leaves nothing behind.
    pub fn refusal(&mut self, ask: Ask) -> Code {
        let known = self.engine.known_requests();
        let code = self.submit(ask).unwrap_err().code;
        assert_eq!(self.engine.known_requests(), known);
        assert!(self.engine.commands.is_empty());
        code
    }
}

pub fn update(action_type: &str, state: &str) -> Value {
    json!({ "action": "superpower", "actionType": action_type, "state": state, "message": { "results": [] } })
}

pub fn completed(action_type: &str) -> Value {
    update(action_type, "completed")
}

pub fn enveloped(id: &str, payload: &Value) -> Value {
    json!({ "action": "message", "headers": { "correlationId": id, "schemaRef": "optave.response.v3" }, "payload": payload })
}
