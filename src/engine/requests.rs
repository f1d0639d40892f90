//! The requests that are known: queued, in flight, or settled a moment ago.
//!
//! A slab holds them; an index finds one by its correlation id; one chain per action links those in flight from oldest
//! to newest, so that an answer without an id finds its request in constant time, however many there are.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use super::config::Deadlines;
use super::until::Progress;
use crate::protocol::action::Action;
use crate::protocol::envelope::Head;
use crate::protocol::inbound::Inbound;

/// Names a request for as long as it is known, and nothing afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The place in the slab; used again after a release.
    pub index: u32,
    serial: u32,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Accepted, waiting for a connection or a token.
    Queued,
    /// On the wire; in flight.
    Sent,
    /// Answered or given up; late updates may still come.
    Settled,
}

/// A request.
#[derive(Debug)]
pub struct Request {
    /// Its correlation id.
    pub id: Rc<str>,
    /// What it asks.
    pub action: Action,
    /// Where it stands.
    pub phase: Phase,
    /// What has been met of its `until`.
    pub progress: Progress,
    /// Its headers.
    pub head: Head,
    /// The size of its frame, in bytes.
    pub bytes: u32,
    /// How long it may take.
    pub deadlines: Deadlines,
    /// When it was made, on the monotonic clock.
    pub made_at: f64,
    /// When it was written.
    pub written_at: Option<f64>,
    /// When the first update came.
    pub first_update_at: Option<f64>,
    /// When the newest update came.
    pub last_update_at: f64,
    /// Updates so far.
    pub updates: u32,
    /// The time its entry in the deadline heap stands for.
    pub armed_for: f64,
    /// Over HTTP: whether a refused token was replaced once already.
    pub token_was_replaced: bool,
    serial: u32,
    older: Option<u32>,
    newer: Option<u32>,
}

impl Request {
    /// A request just made.
    pub fn new(id: &str, action: Action, progress: Progress, head: Head, bytes: u32, deadlines: Deadlines, now: f64) -> Request {
        Request {
            id: Rc::from(id),
            action,
            phase: Phase::Queued,
            progress,
            head,
            bytes,
            deadlines,
            made_at: now,
            written_at: None,
            first_update_at: None,
            last_update_at: now,
            updates: 0,
            armed_for: f64::INFINITY,
            token_was_replaced: false,
            serial: 0,
            older: None,
            newer: None,
        }
    }
}

/// The table of all known requests.
#[derive(Debug, Default)]
pub struct Requests {
    slots: Vec<Option<Request>>,
    free: Vec<u32>,
    by_id: HashMap<Rc<str>, u32, BuildHasherDefault<Fnv>>,
    chains: [Chain; Action::ALL.len()],
    in_flight: u32,
    next_serial: u32,
}

/// The ends of one action's chain.
#[derive(Clone, Copy, Debug, Default)]
struct Chain {
    oldest: Option<u32>,
    newest: Option<u32>,
}

impl Requests {
    /// Takes a request in. The caller has made sure that its id is not known.
    pub fn insert(&mut self, mut request: Request) -> Key {
        self.next_serial = self.next_serial.wrapping_add(1);
        request.serial = self.next_serial;
        let id = request.id.clone();
        let index = match self.free.pop() {
            Some(index) => {
                if let Some(slot) = self.slots.get_mut(index as usize) {
                    *slot = Some(request);
                }
                index
            }
            None => {
                self.slots.push(Some(request));
                (self.slots.len() - 1) as u32
            }
        };
        self.by_id.insert(id, index);
        Key { index, serial: self.next_serial }
    }

    /// The request, if it is still known.
    pub fn get(&self, key: Key) -> Option<&Request> {
        self.at(key.index).filter(|request| request.serial == key.serial)
    }

    /// The request, if it is still known.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut Request> {
        self.at_mut(key.index).filter(|request| request.serial == key.serial)
    }

    /// The request with that correlation id.
    pub fn find(&self, id: &str) -> Option<Key> {
        self.by_id.get(id).and_then(|index| self.key_at(*index))
    }

    /// The request a message belongs to: by its id; else, unless `strict`, the oldest in flight whose action is the
    /// message's action type; else the only one in flight. A message with an unknown id belongs to none.
    pub fn correlate(&self, inbound: &Inbound, strict: bool) -> Option<Key> {
        if let Some(id) = &inbound.correlation_id {
            return self.find(id).filter(|key| self.get(*key).is_some_and(|request| request.phase != Phase::Queued));
        }
        if strict {
            return None;
        }
        let named = inbound.action_type.as_deref().and_then(Action::from_name);
        let oldest = |action: Action| self.chains.get(action as usize).and_then(|chain| chain.oldest);
        named
            .and_then(oldest)
            .or_else(|| if self.in_flight == 1 { Action::ALL.into_iter().find_map(oldest) } else { None })
            .and_then(|index| self.key_at(index))
    }

    /// Puts a queued request in flight.
    pub fn sent(&mut self, key: Key, now: f64) {
        let Some(request) = self.get_mut(key).filter(|request| request.phase == Phase::Queued) else { return };
        request.phase = Phase::Sent;
        request.written_at = Some(now);
        let action = request.action;
        self.in_flight += 1;
        let older = self.chains.get_mut(action as usize).and_then(|chain| {
            chain.oldest = chain.oldest.or(Some(key.index));
            chain.newest.replace(key.index)
        });
        if let Some(request) = self.at_mut(key.index) {
            request.older = older;
        }
        if let Some(neighbour) = older.and_then(|older| self.at_mut(older)) {
            neighbour.newer = Some(key.index);
        }
    }

    /// Settles a request: it is no longer in flight, but its late updates are still known as its own. False if it was
    /// settled already or is not known.
    pub fn settle(&mut self, key: Key) -> bool {
        let Some(request) = self.get_mut(key).filter(|request| request.phase != Phase::Settled) else { return false };
        let was_sent = request.phase == Phase::Sent;
        request.phase = Phase::Settled;
        request.armed_for = f64::INFINITY;
        let (action, older, newer) = (request.action, request.older.take(), request.newer.take());
        if was_sent {
            self.in_flight -= 1;
            match older.and_then(|older| self.at_mut(older)) {
                Some(neighbour) => neighbour.newer = newer,
                None => self.chain_ends(action, |chain| chain.oldest = newer),
            }
            match newer.and_then(|newer| self.at_mut(newer)) {
                Some(neighbour) => neighbour.older = older,
                None => self.chain_ends(action, |chain| chain.newest = older),
            }
        }
        true
    }

    /// Forgets a settled request.
    pub fn release(&mut self, key: Key) {
        if self.get(key).is_none_or(|request| request.phase != Phase::Settled) {
            return;
        }
        if let Some(request) = self.slots.get_mut(key.index as usize).and_then(Option::take) {
            self.by_id.remove(&request.id);
            self.free.push(key.index);
        }
    }

    /// Every request that is not settled, in the order in which they were made.
    pub fn unsettled(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = (0_u32..)
            .zip(&self.slots)
            .filter_map(|(index, slot)| slot.as_ref().map(|request| (index, request)))
            .filter(|(_, request)| request.phase != Phase::Settled)
            .map(|(index, request)| Key { index, serial: request.serial })
            .collect();
        keys.sort_unstable_by_key(|key| key.serial);
        keys
    }

    /// How many are in flight.
    pub fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// How many are known, settled ones included.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    fn chain_ends(&mut self, action: Action, change: impl FnOnce(&mut Chain)) {
        if let Some(chain) = self.chains.get_mut(action as usize) {
            change(chain);
        }
    }

    fn at(&self, index: u32) -> Option<&Request> {
        self.slots.get(index as usize).and_then(Option::as_ref)
    }

    fn at_mut(&mut self, index: u32) -> Option<&mut Request> {
        self.slots.get_mut(index as usize).and_then(Option::as_mut)
    }

    fn key_at(&self, index: u32) -> Option<Key> {
        self.at(index).map(|request| Key { index, serial: request.serial })
    }
}

/// The hash FNV-1a: small in wasm, and good enough for ids that the client itself draws at random.
#[derive(Clone, Copy)]
pub struct Fnv(u32);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0x811c_9dc5)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // The table takes its tag from the topmost bits, and its bucket from the lowest.
        u64::from(self.0) << 32 | u64::from(self.0)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
}
