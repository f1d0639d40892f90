//! The requests that are known: queued, in flight, or settled a moment ago.
//!
//! A slab holds them. Every request stands in exactly one chain, oldest first: the queue, its action's chain while it
//! is in flight, those answered in part by a connection that is gone, or the settled ones. So the next to send, the one
//! that an answer without an id belongs to, and the next to forget are each found in constant time, however many there
//! are. Ids are known to whoever drives the engine: it names the request that an id belongs to.

use super::config::{Correlation, Deadlines};
use super::link::Attempt;
use super::until::{Until, Verdict};
use crate::protocol::action::Action;
use crate::protocol::inbound::Inbound;

/// Names a request: its place in the slab, which is used again after its release.
pub type Key = u32;

/// The key of no request.
pub const NOBODY: Key = u32::MAX;

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The place is free.
    Free,
    /// Accepted, waiting for a connection or a token.
    Queued,
    /// On the wire; in flight.
    Sent,
    /// Answered in part, by a connection that is gone; in flight, and found by its id alone.
    Parted,
    /// Answered or given up; late updates may still come.
    Settled,
}

/// A request.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// What it asks.
    pub action: Action,
    /// Where it stands.
    pub phase: Phase,
    /// What is left of its `until`.
    pub until: Until,
    /// The size of its frame, in bytes.
    pub bytes: u32,
    /// How long it may take.
    pub deadlines: Deadlines,
    /// When it was made, on the monotonic clock.
    pub made_at: f64,
    /// When it was written; infinity if it was not.
    pub written_at: f64,
    /// When the newest update came; once settled, when it settled.
    pub last_change_at: f64,
    /// Updates so far.
    pub updates: u32,
    /// Updates in state `completed` so far.
    pub completed: u32,
    /// How often it was written.
    pub sends: u32,
    /// The attempt whose socket it was written to last; 0 over HTTP.
    pub attempt: Attempt,
    /// The attempt whose replaced socket may answer it still, although it was written again; 0 is none.
    pub earlier: Attempt,
    /// Whether it may be written again if no update came.
    pub may_resend: bool,
    /// Over HTTP: whether a refused token was replaced once already.
    pub token_was_replaced: bool,
    /// Counts through the requests in the order in which they were made.
    serial: u32,
    older: Key,
    newer: Key,
}

impl Request {
    /// A request just made.
    pub fn new(
        action: Action,
        until: Until,
        bytes: u32,
        deadlines: Deadlines,
        now: f64,
    ) -> Request {
        Request {
            action,
            phase: Phase::Queued,
            until,
            bytes,
            deadlines,
            made_at: now,
            written_at: f64::INFINITY,
            last_change_at: now,
            updates: 0,
            completed: 0,
            sends: 0,
            attempt: 0,
            earlier: 0,
            may_resend: true,
            token_was_replaced: false,
            serial: 0,
            older: NOBODY,
            newer: NOBODY,
        }
    }

    /// What becomes of it if nothing more comes; [`Verdict::Wait`] if it is not answered.
    pub fn outcome(&self) -> Verdict {
        self.until.conclude(self.completed)
    }

    fn chain(&self) -> usize {
        match self.phase {
            Phase::Queued => QUEUE,
            Phase::Sent => self.action as usize,
            Phase::Parted => PARTED,
            Phase::Settled | Phase::Free => SETTLED,
        }
    }
}

/// The request that a message names by an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It names none.
    None,
    /// None that is known.
    Unknown,
    /// This one.
    Known(Key),
}

/// The chains: one for each action's requests in flight, then these.
const QUEUE: usize = Action::ALL.len();
const PARTED: usize = QUEUE + 1;
const SETTLED: usize = PARTED + 1;

#[derive(Clone, Copy, Debug)]
struct Chain {
    oldest: Key,
    newest: Key,
    length: u32,
}

/// The table of all known requests.
#[derive(Debug)]
pub struct Requests {
    slots: Vec<Request>,
    free: Vec<Key>,
    chains: [Chain; SETTLED + 1],
    known: u32,
    next_serial: u32,
}

impl Default for Requests {
    fn default() -> Self {
        let empty = Chain {
            oldest: NOBODY,
            newest: NOBODY,
            length: 0,
        };
        Requests {
            slots: Vec::new(),
            free: Vec::new(),
            chains: [empty; SETTLED + 1],
            known: 0,
            next_serial: 0,
        }
    }
}

impl Requests {
    /// Takes a request in, at the end of the queue.
    pub fn insert(&mut self, mut request: Request) -> Key {
        self.next_serial = self.next_serial.wrapping_add(1);
        request.serial = self.next_serial;
        let key = self.free.pop().unwrap_or(self.slots.len() as Key);
        match self.slots.get_mut(key as usize) {
            Some(slot) => *slot = request,
            None => self.slots.push(request),
        }
        self.known += 1;
        self.link(key);
        key
    }

    /// The request, if it is still known.
    pub fn get(&self, key: Key) -> Option<&Request> {
        self.slots
            .get(key as usize)
            .filter(|request| request.phase != Phase::Free)
    }

    /// The request, if it is still known.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut Request> {
        self.slots
            .get_mut(key as usize)
            .filter(|request| request.phase != Phase::Free)
    }

    /// The request a message belongs to: by its id; else, if `correlation` is lenient, the oldest in flight whose action is the
    /// message's action type; else the only one in flight. A message with an unknown id belongs to none (wire protocol,
    /// section 5). While two sockets are open, what came in on that of `attempt` belongs to what was written there.
    pub fn correlate(
        &self,
        inbound: Inbound,
        named: Named,
        correlation: Correlation,
        attempt: Attempt,
    ) -> Option<Key> {
        match named {
            Named::Known(key) => self
                .get(key)
                .is_some_and(|request| request.sends > 0)
                .then_some(key),
            Named::None if correlation == Correlation::Lenient => {
                let of_action = inbound.action.and_then(|action| {
                    self.first_on(action as usize, attempt)
                        .or_else(|| self.first_on(action.namesake() as usize, attempt))
                });
                let is_there =
                    |request: &&Request| request.phase == Phase::Sent && request.attempt == attempt;
                of_action.or_else(|| match self.slots.iter().filter(is_there).count() {
                    1 => self.oldest_on(attempt),
                    0 if self.in_flight() == 1 => self.oldest_in_flight(),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// Moves a request to the chain of another phase. False if it is not known, or settled already.
    pub fn enter(&mut self, key: Key, phase: Phase, now: f64) -> bool {
        if self
            .get(key)
            .is_none_or(|request| request.phase == Phase::Settled)
        {
            return false;
        }
        self.unlink(key);
        if let Some(request) = self.get_mut(key) {
            request.phase = phase;
            match phase {
                Phase::Sent => {
                    request.written_at = now;
                    request.sends += 1;
                }
                Phase::Settled => request.last_change_at = now,
                Phase::Queued => request.written_at = f64::INFINITY,
                Phase::Parted => request.until.lose_sight(),
                Phase::Free => {}
            }
        }
        self.link(key);
        true
    }

    /// Forgets a request. Its place is not used again before [`Requests::recycle`].
    pub fn release(&mut self, key: Key) {
        self.unlink(key);
        if let Some(request) = self.get_mut(key) {
            request.phase = Phase::Free;
            self.known -= 1;
        }
    }

    /// Whoever held something under a released key has let go of it.
    pub fn recycle(&mut self, key: Key) {
        self.free.push(key);
    }

    /// The oldest request in flight that was written to the socket of `attempt`.
    pub fn oldest_on(&self, attempt: Attempt) -> Option<Key> {
        let mut oldest = None;
        let mut serial = u32::MAX;
        for chain in 0..QUEUE {
            if let Some(key) = self.first_on(chain, attempt)
                && let Some(request) = self.get(key)
                && request.serial < serial
            {
                (oldest, serial) = (Some(key), request.serial);
            }
        }
        oldest
    }

    /// Whether a request waits that the socket of `attempt` may answer.
    pub fn is_owed(&self, attempt: Attempt) -> bool {
        self.slots.iter().any(|request| match request.phase {
            Phase::Sent if request.attempt == attempt => true,
            Phase::Settled | Phase::Free => false,
            _ => request.earlier == attempt,
        })
    }

    fn first_on(&self, chain: usize, attempt: Attempt) -> Option<Key> {
        let mut key = self.oldest(chain);
        while let Some(request) = self.get(key?) {
            if request.attempt == attempt {
                return key;
            }
            key = Some(request.newer);
        }
        None
    }

    /// The request that has waited longest.
    pub fn first_queued(&self) -> Option<Key> {
        self.oldest(QUEUE)
    }

    /// The request that settled longest ago.
    pub fn first_settled(&self) -> Option<Key> {
        self.oldest(SETTLED)
    }

    /// The request that has been in flight longest.
    pub fn oldest_in_flight(&self) -> Option<Key> {
        let mut oldest = None;
        let mut serial = u32::MAX;
        for chain in self.chains.iter().take(SETTLED) {
            if let Some(request) = self.get(chain.oldest)
                && request.phase != Phase::Queued
                && request.serial < serial
            {
                (oldest, serial) = (Some(chain.oldest), request.serial);
            }
        }
        oldest
    }

    /// How many wait.
    pub fn queued(&self) -> u32 {
        self.length(QUEUE)
    }

    /// How many are settled and not forgotten.
    pub fn settled(&self) -> u32 {
        self.length(SETTLED)
    }

    /// How many are in flight.
    pub fn in_flight(&self) -> u32 {
        self.known() - self.queued() - self.settled()
    }

    /// How many are known, settled ones included.
    pub fn known(&self) -> u32 {
        self.known
    }

    /// Every key is below.
    pub fn places(&self) -> Key {
        self.slots.len() as Key
    }

    fn length(&self, chain: usize) -> u32 {
        self.chains.get(chain).map_or(0, |chain| chain.length)
    }

    fn oldest(&self, chain: usize) -> Option<Key> {
        let oldest = self.chains.get(chain)?.oldest;
        (oldest != NOBODY).then_some(oldest)
    }

    /// Puts a request into its chain: before whatever was made later, but at the end if it has settled.
    fn link(&mut self, key: Key) {
        let Some(request) = self.slots.get(key as usize).copied() else {
            return;
        };
        let Some(chain) = self.chains.get_mut(request.chain()) else {
            return;
        };
        chain.length += 1;
        let (mut older, mut newer) = (chain.newest, NOBODY);
        while let Some(neighbour) = self.slots.get(older as usize)
            && request.phase != Phase::Settled
            && neighbour.serial > request.serial
        {
            (older, newer) = (neighbour.older, older);
        }
        match self.slots.get_mut(older as usize) {
            Some(neighbour) => neighbour.newer = key,
            None => chain.oldest = key,
        }
        match self.slots.get_mut(newer as usize) {
            Some(neighbour) => neighbour.older = key,
            None => chain.newest = key,
        }
        if let Some(request) = self.slots.get_mut(key as usize) {
            request.older = older;
            request.newer = newer;
        }
    }

    /// Takes a request out of its chain.
    fn unlink(&mut self, key: Key) {
        let Some(request) = self.get(key).copied() else {
            return;
        };
        let Some(chain) = self.chains.get_mut(request.chain()) else {
            return;
        };
        let (older, newer) = (request.older, request.newer);
        chain.length -= 1;
        match self.slots.get_mut(older as usize) {
            Some(neighbour) => neighbour.newer = newer,
            None => chain.oldest = newer,
        }
        match self.slots.get_mut(newer as usize) {
            Some(neighbour) => neighbour.older = older,
            None => chain.newest = older,
        }
    }
}
