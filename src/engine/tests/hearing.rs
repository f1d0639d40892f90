//! What the page does with what comes: a token, a handshake, a frame, the answer to an HTTP request.

use serde_json::Value;

use super::asking::End;
use super::driver::Driver;
use crate::engine::Delivery;
use crate::engine::command::Attempt;
use crate::engine::handover::Life;
use crate::engine::requests::Named;
use crate::engine::rest::Share;
use crate::engine::until::Verdict;
use crate::protocol::error::{Code, Fault};
use crate::protocol::http::Body;
use crate::protocol::inbound::tests::{correlation_id, sight};
use crate::protocol::inbound::{State, classify};

/// A close code of the server's own that the page takes for final.
pub const FINAL: u16 = 4400;

impl Driver {
    /// Wants the connection open, with a token that the caller has, or without.
    pub fn open(&mut self, has_token: bool) {
        let is_new = has_token && !self.engine.is_rest_only() && !self.is_open();
        if is_new {
            self.tokens += 1;
            self.token = Some(self.tokens);
        }
        self.waiting += 1;
        self.engine.open(self.clock, is_new);
        self.tell(|_, _| ());
    }

    /// A token comes.
    pub fn token(&mut self, attempt: Attempt) {
        self.tokens += 1;
        if self.fetches.get(&attempt) == Some(&true) {
            self.last_token = self.tokens;
        } else {
            self.token = Some(self.tokens);
        }
        let lives_ms = self.plan.token_lives.unwrap_or(f64::INFINITY);
        self.tell(|engine, now| engine.token_came(now, attempt, lives_ms));
    }

    /// The handshake of an attempt succeeds.
    pub fn opens(&mut self, attempt: Attempt) {
        if let Some(is_open @ false) = self.sockets.get_mut(&attempt) {
            *is_open = true;
            let others = self.sockets.iter().filter(|(other, _)| **other != attempt);
            for (other, _) in others {
                self.replaced_at.entry(*other).or_insert(self.clock);
            }
        }
        self.tell(|engine, now| engine.socket_opened(now, attempt));
    }

    /// No token comes, or none that can be used; or a socket cannot be built with it.
    pub fn fails(&mut self, attempt: Attempt, code: Code) {
        let fault = Fault::new(code);
        if self.sockets.get(&attempt) == Some(&false) {
            self.sockets.remove(&attempt);
        }
        self.tell(|engine, now| engine.attempt_failed(now, attempt, fault));
    }

    /// The other side ends the socket of an attempt. The page takes [`FINAL`] for final.
    pub fn socket_closed(&mut self, attempt: Attempt, code: u16) {
        self.sockets.remove(&attempt);
        self.tell(|engine, now| engine.socket_closed(now, attempt, code, code == FINAL));
    }

    /// Something happens in the life of the page.
    pub fn live(&mut self, life: Life) {
        match life {
            Life::Cached => self.is_cached = true,
            Life::Restored => self.is_cached = false,
            _ => {}
        }
        self.tell(|engine, now| engine.live(now, life));
    }

    /// A frame with this message comes on the newest socket. Gives the request it belongs to, and what it does to it.
    pub fn inbound(&mut self, message: &Value) -> Option<(usize, Delivery)> {
        let open = self.sockets.iter().rev().find(|(_, is_open)| **is_open);
        self.inbound_on(open.map_or(0, |(attempt, _)| *attempt), message)
    }

    /// A frame with this message comes on the socket of an attempt.
    pub fn inbound_on(&mut self, attempt: Attempt, message: &Value) -> Option<(usize, Delivery)> {
        self.engine.heard(self.clock, attempt);
        if !message.is_object() {
            return None;
        }
        let named = correlation_id(message).map_or(Named::None, |id| {
            let known = self.by_id.get(&id);
            known.map_or(Named::Unknown, |place| {
                Named::Known(self.requests[*place].key)
            })
        });
        self.deliver(message, named, false)
    }

    fn deliver(
        &mut self,
        message: &Value,
        named: Named,
        errors_only: bool,
    ) -> Option<(usize, Delivery)> {
        let inbound = classify(&sight(message));
        let found = self.engine.correlate(inbound, named);
        if errors_only && inbound.state != State::Error {
            return None;
        }
        let Some(key) = found else {
            self.unmatched += 1;
            return None;
        };
        let place = self.place(key);
        let record = &mut self.requests[place];
        let data = if inbound.is_enveloped {
            &message["payload"]
        } else {
            message
        };
        let action_type = data.get("actionType").and_then(Value::as_str);
        let by_name = action_type.and_then(|name| record.ask.names.place_of(name));
        let delivery = self
            .engine
            .deliver(self.clock, key, inbound, by_name)
            .expect("a request that is known");
        record.updates.push(delivery.is_late);
        let is_content = record.updates.len() >= record.ask.content_with;
        match delivery.verdict {
            Verdict::Wait => {}
            Verdict::Resolve => self.settle(place, End::Resolved),
            Verdict::Reject => self.settle(place, End::Refused),
            Verdict::Ask if is_content => {
                self.settles(place, End::Resolved);
            }
            Verdict::Ask => {}
        }
        self.tell(|_, _| ());
        Some((place, delivery))
    }

    /// An HTTP request is answered: by a body that is JSON, or something else.
    pub fn response(&mut self, place: usize, status: u16, body: Option<&[Value]>) {
        let kind = body.map_or(Body::Other, |_| Body::Json);
        self.response_of(place, status, kind, body.unwrap_or_default());
    }

    /// The same, by a body of this kind with these messages.
    pub fn response_of(&mut self, place: usize, status: u16, body: Body, messages: &[Value]) {
        let (key, token) = (self.requests[place].key, self.requests[place].token);
        let mut share = Share::Nothing;
        if self.is_held(place) {
            share = self.engine.post_answered(self.clock, key, status);
            if matches!(status, 401 | 403) {
                self.refused_tokens.insert(token);
            }
        }
        if matches!(share, Share::Errors | Share::Everything) {
            for message in messages {
                if self.is_held(place) {
                    self.deliver(message, Named::Known(key), share == Share::Errors);
                }
            }
        }
        let is_over = share != Share::Forget && self.is_held(place);
        let fault = is_over
            .then(|| self.engine.answer_ended(self.clock, key, status, body))
            .flatten();
        match fault {
            Some(fault) => {
                self.settles(place, End::Rejected(fault));
            }
            None => self.tell(|_, _| ()),
        }
    }
}
