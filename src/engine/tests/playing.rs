//! What the driver does about each thing that may happen.

use serde_json::Value;

use super::asking::{End, Record, enveloped, update};
use super::driver::Driver;
use super::interleaving::{Op, STATES};
use crate::engine::Engine;
use crate::engine::command::Command;
use crate::protocol::action::Action;
use crate::protocol::error::{Code, Fault};

impl Driver {
    /// An attempt, by its age, that a socket was built for if `of_socket`, else that a token was asked for.
    fn attempt(&self, of_socket: bool, age: u32) -> Option<u32> {
        let newest = self.said.iter().rev().find_map(|command| match command {
            Command::OpenSocket { attempt, .. } if of_socket => Some(*attempt),
            Command::FetchToken { attempt, .. } if !of_socket => Some(*attempt),
            _ => None,
        });
        newest.map(|attempt| attempt.saturating_sub(age))
    }

    pub fn play(&mut self, op: Op) {
        // While commands are carried out, a page can do what it likes; but nothing comes in, and no time passes.
        let is_the_pages = matches!(
            op,
            Op::Submit(_)
                | Op::Open(_)
                | Op::Close
                | Op::End
                | Op::Cancel(_)
                | Op::CancelAll
                | Op::SayYes(_)
                | Op::CarryOut(_)
        );
        if !is_the_pages {
            self.carry_out(usize::MAX);
        }
        match op {
            Op::Submit(ask) => drop(self.submit(ask)),
            Op::Message {
                id,
                action,
                state,
                socket,
            } => {
                let Some(attempt) = self.open_socket(socket) else {
                    return;
                };
                let bare = update(Action::ALL[action].wire(), STATES[state]);
                let message = id.map_or_else(|| bare.clone(), |id| enveloped(&id, &bare));
                self.inbound_on(attempt, &message);
            }
            // A token of the page's own is not to meet a socket that is about to be built with another.
            Op::Open(true) if !self.engine.commands.is_empty() => {}
            Op::Open(has_token) => self.open(has_token),
            Op::Close => self.tell(|engine, now| engine.close(now, 1000)),
            Op::End => self.tell(Engine::end),
            Op::Cancel(place) if place < self.requests.len() => drop(self.cancel(place)),
            Op::SayYes(place) if place < self.requests.len() => {
                self.settles(place, End::Resolved);
            }
            Op::Cancel(_) | Op::SayYes(_) => {}
            Op::CancelAll => {
                let fault = Fault::new(Code::RequestCancelled);
                self.tell(|engine, now| engine.reject_all(now, fault));
            }
            Op::Token(age, is_good) => {
                let Some(attempt) = self.attempt(false, age) else {
                    return;
                };
                if is_good {
                    return self.token(attempt);
                }
                self.fails(attempt, Code::TokenProviderFailed);
            }
            Op::SocketOpens(age) => {
                let attempt = self
                    .attempt(true, age)
                    .filter(|attempt| self.sockets.contains_key(attempt) || age > 0);
                if let Some(attempt) = attempt {
                    self.opens(attempt);
                }
            }
            Op::SocketCloses(place, code) => {
                let attempt = self.sockets.keys().nth(place).copied();
                self.socket_closed(attempt.unwrap_or(0), code);
            }
            Op::Lose => {
                let current = self.engine.current.map_or(0, |socket| socket.attempt);
                self.socket_closed(current, 1006);
            }
            Op::Block(is_blocked) => self.is_blocked = is_blocked,
            Op::Live(life) => self.live(life),
            Op::ValidatorComes => self.tell(Engine::validator_came),
            Op::HandOver if self.is_open() => self.tell(|engine, now| engine.hand_over(now)),
            Op::HandOver => {}
            Op::SocketRefused(age) => {
                let Some(attempt) = self.attempt(true, age) else {
                    return;
                };
                self.fails(attempt, Code::NoWebSocketImpl);
            }
            Op::Advance(_) | Op::Late(_) | Op::Sleep(_) => {
                let is_lagging = std::mem::replace(&mut self.is_lagging, false);
                match op {
                    Op::Advance(ms) => self.advance(ms.into()),
                    Op::Late(ms) => self.clock += f64::from(ms),
                    Op::Sleep(ms) => self.asleep += f64::from(ms),
                    _ => {}
                }
                self.wake();
                self.is_lagging = is_lagging;
            }
            Op::CarryOut(count) => self.carry_out(count.into()),
            Op::Response(place, status, states) => {
                let was_posted = |request: &Record| request.frames > 0 && request.socket == 0;
                if self.requests.get(place).is_some_and(was_posted) {
                    let body: Option<Vec<Value>> = states.map(|states| {
                        let message = |state: usize| update("interaction", STATES[state]);
                        states.into_iter().map(message).collect()
                    });
                    self.response(place, status, body.as_deref());
                }
            }
        }
    }

    /// One of the open sockets.
    pub fn open_socket(&self, place: usize) -> Option<u32> {
        let open: Vec<u32> = self
            .sockets
            .iter()
            .filter_map(|(attempt, is_open)| is_open.then_some(*attempt))
            .collect();
        open.get(place).or(open.first()).copied()
    }

    /// Nothing more happens but what is due.
    pub fn come_to_rest(&mut self) {
        self.catch_up();
        self.advance(70_000.0);
    }
}
