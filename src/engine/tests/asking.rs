//! What tests ask for, what they say in the server's name, and what they look at afterwards.

use serde_json::{Value, json};

use super::driver::Driver;
use crate::engine::command::{Attempt, Command};
use crate::engine::config::Deadlines;
use crate::engine::requests::Key;
use crate::engine::until::Until;
use crate::protocol::action::Action;
use crate::protocol::envelope::{Head, Identity, Sender};
use crate::protocol::error::{Code, Fault};

pub const EPOCH: u64 = 1_705_314_600_000;

/// What a caller asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub id: String,
    pub action: Action,
    pub payload_bytes: u32,
    pub until: Until,
    pub deadlines: Deadlines,
    /// The updates after which the caller's function says yes.
    pub content_with: usize,
}

pub fn ask(id: &str, action: Action) -> Ask {
    Ask {
        id: id.to_owned(),
        action,
        payload_bytes: 2,
        until: Until::Completed,
        deadlines: Deadlines::default(),
        content_with: 1,
    }
}

pub fn interaction(id: &str) -> Ask {
    ask(id, Action::Interaction)
}

/// The payload bytes that make an envelope this large.
pub fn payload_for(id: &str, envelope_bytes: u32) -> u32 {
    envelope_bytes - head(id, Action::Interaction, 0).frame_bytes(0)
}

pub fn head(id: &str, action: Action, epoch: u64) -> Head {
    let sender = Sender {
        sdk_version: "1.2.3".into(),
        tenant_id: None,
    };
    let identity = Identity {
        correlation_id: id.to_owned(),
        ..Identity::default()
    };
    Head::new(&sender, action, &identity, epoch)
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq)]
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
    /// When each frame was written (or posted), and its text.
    pub frames: Vec<(f64, String)>,
    /// The updates, and whether each was late.
    pub updates: Vec<bool>,
    pub end: Option<(f64, End)>,
    pub is_released: bool,
}

impl Driver {
    /// How a request ended, in a word: `-`, `resolved`, `refused`, or the code.
    pub fn end(&self, place: usize) -> &'static str {
        match &self.requests[place].end {
            None => "-",
            Some((_, End::Resolved)) => "resolved",
            Some((_, End::Refused)) => "refused",
            Some((_, End::Rejected(fault))) => fault.code.name(),
        }
    }

    pub fn fault(&self, place: usize) -> &Fault {
        match &self.requests[place].end {
            Some((_, End::Rejected(fault))) => fault,
            end => panic!("{end:?}"),
        }
    }

    pub fn ended_at(&self, place: usize) -> f64 {
        self.requests[place].end.as_ref().unwrap().0
    }

    /// The attempts that a token was asked for.
    pub fn asked(&self) -> Vec<Attempt> {
        let asked = self.said.iter().filter_map(|command| match command {
            Command::FetchToken { attempt } => Some(*attempt),
            _ => None,
        });
        asked.collect()
    }

    pub fn sockets(&self) -> usize {
        let is_socket = |command: &&Command| matches!(command, Command::OpenSocket { .. });
        self.said.iter().filter(is_socket).count()
    }

    /// Why the connection could not be opened, the last time, and whether a request was told.
    pub fn open_failure(&self) -> (&Fault, bool) {
        let failures = self.said.iter().rev().find_map(|command| match command {
            Command::OpenFailed { fault, was_told } => Some((fault, *was_told)),
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

    /// The headers of the newest frame of a request.
    pub fn headers(&self, place: usize) -> Value {
        let (_, frame) = self.requests[place].frames.last().unwrap();
        let frame: Value = serde_json::from_str(frame).unwrap();
        frame["headers"].clone()
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
