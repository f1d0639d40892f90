//! Replacing a socket without losing or repeating anything: a second one is opened, what is new goes there, the first
//! brings what it still owes, and is closed.
//!
//! A planned hand-over writes nothing twice. One out of suspicion (a request is out and nothing comes in, the clock
//! jumped, the network came back) writes what had no answer on the new socket as well, if the old one has said nothing
//! until then. No socket is given up on suspicion alone: a server that is merely slow may answer on the old one, and
//! what it does anew for the new one may come too late.

use super::Engine;
use super::command::Command;
use super::config::until;
use super::link::{Attempt, ConnectionState, Draining, Rest, Socket, Step};
use super::requests::{Key, Phase};
use crate::protocol::closing::Closing;
use crate::protocol::error::{Code, Detail, Fault};

/// How long a replaced socket may say nothing before what it owes is asked anew; and then, before it is closed; in
/// milliseconds.
const DRAIN_MS: f64 = 30_000.0;

/// How long WebSocket is left alone after one opened and swallowed everything, in milliseconds.
const DISTRUST_MS: f64 = 300_000.0;

/// Between two looks at the clock while the page is in sight, in milliseconds.
const CLOCK_MS: f64 = 2_000.0;

/// Timers are late: so that silence is noticed within the time that is set, it is acted on after this share of it.
const PROMPTNESS: f64 = 0.98;

/// Patience grows to this many times what is set.
const MOST_PATIENCE: f64 = 16.0;

/// The clocks of a machine that slept differ by more than this, in milliseconds.
const JUMP_MS: f64 = 3_000.0;

/// What happens in the life of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// The browser reports that the network is gone.
    Offline,
    /// The browser reports that it is back.
    Online,
    /// The page is out of sight.
    Hidden,
    /// The page is in sight again.
    Visible,
    /// The page was frozen, and runs again.
    Resumed,
    /// The page goes into the back-forward cache: with an open socket it could not.
    Cached,
    /// The page is back from there.
    Restored,
}

impl Engine {
    /// Anything at all came in on a socket.
    pub fn heard(&mut self, now: f64, attempt: Attempt) {
        self.heard_on = attempt;
        let waited_ms = |attempt| {
            let oldest = self.requests.oldest_on(attempt)?;
            Some(now - self.requests.get(oldest)?.made_at)
        };
        let waited_here = waited_ms(attempt);
        let waited_there = self.draining.and_then(|old| waited_ms(old.attempt));
        if let Some(socket) = &mut self.current
            && socket.attempt == attempt
        {
            socket.heard_at = now;
            socket.has_spoken = true;
            socket.is_suspect = false;
            socket.quiet_since = f64::INFINITY;
            if let Some(waited) = waited_here {
                socket.quiet_since = now;
                // Not below what whoever waits longest has needed: quick answers to others are not to have the socket
                // replaced before a slow one can come.
                let needed = 2.0 * waited.max(waited_there.unwrap_or(0.0));
                let least = self.config.half_open_timeout_ms;
                self.patience_ms = self.patience_ms.min(needed.max(least));
            }
        } else if let Some(old) = &mut self.draining
            && old.attempt == attempt
        {
            old.until = now + DRAIN_MS;
        }
    }

    /// When the silence of the socket has become suspicious.
    pub(super) fn quiet_due(&self) -> f64 {
        let patience = self.patience_ms * PROMPTNESS;
        self.current
            .filter(|socket| !socket.is_suspect && self.is_online)
            .map_or(f64::INFINITY, |socket| until(socket.quiet_since, patience))
    }

    /// The next silence may last twice as long: a server that is merely slow is not to be asked again and again.
    pub(super) fn grew_quiet(&mut self, now: f64) {
        let least = self.config.half_open_timeout_ms;
        self.patience_ms = (2.0 * self.patience_ms).min(MOST_PATIENCE * least);
        let is_mute = self.current.is_some_and(|socket| !socket.has_spoken);
        if is_mute && self.is_auto() {
            // Something on the way lets sockets open and swallows what they carry.
            self.patience_ms = least;
            self.is_fallback = true;
            self.pause(now);
            self.retry_at = now + DISTRUST_MS;
        } else {
            self.verify(now);
        }
    }

    /// There is reason to believe that the socket is dead.
    pub(super) fn verify(&mut self, now: f64) {
        if let Some(socket) = &mut self.current {
            socket.is_suspect = true;
            self.hand_over(now);
        }
    }

    /// Opens a second socket, unless one is on its way. One that still drains is let go of.
    pub(super) fn hand_over(&mut self, now: f64) {
        if self.step != Step::None || !self.is_online {
            return;
        }
        if let Some(socket) = &mut self.current {
            socket.replace_at = f64::INFINITY;
        }
        self.end_draining(now);
        self.connect(now, false);
    }

    /// When the socket has reached the age at which it is replaced. As long as one still drains, that comes first.
    pub(super) fn replace_due(&self) -> f64 {
        let may_replace = self.draining.is_none() && self.step == Step::None && self.is_online;
        self.current
            .filter(|_| may_replace)
            .map_or(f64::INFINITY, |socket| socket.replace_at)
    }

    /// The socket that was replaced: what it owes is waited for, and asked anew at once if it is believed dead.
    pub(super) fn drain(&mut self, now: f64, replaced: Socket) {
        self.draining = Some(Draining {
            attempt: replaced.attempt,
            until: now + DRAIN_MS,
            was_asked_anew: false,
        });
        if replaced.is_suspect {
            self.ask_anew(now);
        }
        self.end_if_drained();
    }

    /// The replaced socket has said nothing for too long.
    pub(super) fn drained_too_long(&mut self, now: f64) {
        if self.draining.is_some_and(|old| old.was_asked_anew) || !self.ask_anew(now) {
            self.end_draining(now);
        } else {
            self.flush(now);
        }
    }

    /// What the replaced socket has not begun to answer goes to the new one as well, and whichever answers first is
    /// taken. What is not to be written again stays: nothing else could answer it. Whether anything was asked anew.
    fn ask_anew(&mut self, now: f64) -> bool {
        let Some(mut old) = self.draining else {
            return false;
        };
        for key in 0..self.requests.places() {
            if let Some(request) = self.requests.get_mut(key)
                && request.phase == Phase::Sent
                && request.attempt == old.attempt
                && request.updates == 0
                && request.may_resend
            {
                request.earlier = old.attempt;
                self.enqueue(now, key);
                old.was_asked_anew = true;
                old.until = now + DRAIN_MS;
            }
        }
        self.draining = Some(old);
        old.was_asked_anew
    }

    /// A request returns to the queue, to be written again with the same ids.
    pub(super) fn enqueue(&mut self, now: f64, key: Key) {
        if let Some(request) = self.requests.get(key) {
            self.queued_bytes += request.bytes;
            self.requests.enter(key, Phase::Queued, now);
        }
    }

    /// Closes the replaced socket as soon as it owes nothing.
    pub(super) fn end_if_drained(&mut self) {
        if let Some(old) = self.draining
            && !self.requests.is_owed(old.attempt)
        {
            self.draining = None;
            self.push(Command::CloseSocket {
                attempt: old.attempt,
                code: 1000,
            });
        }
    }

    pub(super) fn end_draining(&mut self, now: f64) {
        if let Some(Draining { attempt, .. }) = self.draining.take() {
            self.push(Command::CloseSocket {
                attempt,
                code: 1000,
            });
            self.part(now, attempt, Fault::new(Code::ConnectionClosed));
            self.flush(now);
        }
    }

    /// What was written to a socket that is gone: without an update it returns to the queue; with one it keeps waiting,
    /// for its deadline. What its caller does not want written again is rejected.
    pub(super) fn part(&mut self, now: f64, attempt: Attempt, fault: Fault) {
        let is_to_blame = matches!(fault.detail, Detail::Lost(_, Closing::BlamesFrame));
        while let Some(key) = self.requests.oldest_on(attempt) {
            let Some(request) = self.requests.get(key) else {
                return;
            };
            let has_updates = request.updates > 0;
            if !request.may_resend || is_to_blame {
                self.reject(now, key, fault);
            } else if has_updates {
                self.requests.enter(key, Phase::Parted, now);
            } else {
                self.enqueue(now, key);
            }
        }
    }

    /// A frame cannot be written yet: the socket has more to send than it should, or is closing.
    pub fn write_blocked(&mut self, now: f64, key: Key) {
        if let Some(request) = self.requests.get_mut(key)
            && request.phase == Phase::Sent
        {
            request.sends -= 1;
            self.enqueue(now, key);
        }
        self.blocked_until = now + 50.0;
    }

    /// Something happened in the life of the page.
    pub fn live(&mut self, now: f64, life: Life) {
        match life {
            Life::Offline => {
                self.is_reported_offline = true;
                self.is_online = false;
                self.retry_at = f64::INFINITY;
                // An attempt that has begun would hang until its time is up, even if the network came back soon.
                self.leave_attempt(1000);
            }
            Life::Online => {
                self.is_reported_offline = false;
                self.is_online = true;
                self.connect_or_verify(now);
            }
            Life::Hidden => self.is_hidden = true,
            Life::Visible => {
                self.is_hidden = false;
                // A clock that was not looked at yet tells nothing by the first look.
                if self.clock_due > 0.0 {
                    self.clock_due = now;
                }
                let patience = self.config.half_open_timeout_ms;
                if self
                    .current
                    .is_some_and(|socket| now - socket.heard_at > patience)
                {
                    self.verify(now);
                }
            }
            Life::Resumed => self.verify(now),
            Life::Cached => self.pause(now),
            Life::Restored => self.connect_or_verify(now),
        }
        self.tell_state();
        // Whether requests go over HTTP may be another answer now.
        self.flush(now);
    }

    /// Something answered over HTTP, whatever it said: there is a network, even if the browser reports that there is none.
    pub fn network_answered(&mut self, now: f64) {
        let was_offline = self.state() == ConnectionState::Offline;
        self.is_online = true;
        if was_offline {
            let wait = self.wait(now);
            self.push(wait);
        }
    }

    fn connect_or_verify(&mut self, now: f64) {
        if self.current.is_some() {
            self.verify(now);
        } else if self.rest == Rest::Waiting && self.step == Step::None && self.is_online {
            self.retry(now);
        }
    }

    /// Closes every socket. What was written and is not answered waits for the next, as does whoever waits for one.
    fn pause(&mut self, now: f64) {
        let was_open = self.current.is_some();
        if was_open {
            self.rest = Rest::Waiting;
        }
        self.retry_at = f64::INFINITY;
        self.leave_sockets(now, 1000);
        self.tell_state();
        if was_open {
            self.push(Command::Closed { code: 1000 });
        }
    }

    /// When the clock is to be looked at.
    pub(super) fn clock_due(&self) -> f64 {
        if self.current.is_some() && !self.is_hidden {
            self.clock_due
        } else {
            f64::INFINITY
        }
    }

    /// Looks at the clock: when the machine slept, the wall clock went on, or this look comes far too late.
    pub(super) fn look_at_clock(&mut self, now: f64, epoch: f64) {
        let drift = epoch - now;
        let slept = drift - self.clock_drift > JUMP_MS || now - self.clock_due > 5.0 * CLOCK_MS;
        let is_first = self.clock_due == 0.0;
        self.clock_drift = drift;
        self.clock_due = now + CLOCK_MS;
        if slept && !is_first {
            self.verify(now);
        }
    }
}
