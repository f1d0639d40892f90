//! The requests that are known: queued, in flight, or settled a moment ago.
//!
//! A slab holds them. Every request stands in exactly one chain, oldest first: the queue, its action's chain while it
//! is in flight, or the settled ones. So the next to send, the one an answer without an id belongs to, and the next to
//! forget are each found in constant time, however many there are. An index of small buckets finds one by its id; it
//! is written out here because the general hash map costs the page four times as many bytes.

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

impl Key {
    /// Tells it from other keys of the same index.
    pub fn serial(self) -> u32 {
        self.serial
    }
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
    pub id: String,
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
    /// When the newest update came; once settled, when it settled.
    pub last_change_at: f64,
    /// Updates so far.
    pub updates: u32,
    /// Over HTTP: whether a refused token was replaced once already.
    pub token_was_replaced: bool,
    serial: u32,
    older: Option<u32>,
    newer: Option<u32>,
    next_in_bucket: Option<u32>,
}

impl Request {
    /// A request just made.
    pub fn new(
        id: &str,
        action: Action,
        progress: Progress,
        head: Head,
        bytes: u32,
        deadlines: Deadlines,
        now: f64,
    ) -> Request {
        Request {
            id: id.to_owned(),
            action,
            phase: Phase::Queued,
            progress,
            head,
            bytes,
            deadlines,
            made_at: now,
            written_at: None,
            first_update_at: None,
            last_change_at: now,
            updates: 0,
            token_was_replaced: false,
            serial: 0,
            older: None,
            newer: None,
            next_in_bucket: None,
        }
    }

    fn chain(&self) -> usize {
        match self.phase {
            Phase::Queued => QUEUE,
            Phase::Sent => self.action as usize,
            Phase::Settled => SETTLED,
        }
    }
}

/// The chains: one for each action's requests in flight, then these.
const QUEUE: usize = Action::ALL.len();
const SETTLED: usize = QUEUE + 1;

#[derive(Clone, Copy, Debug, Default)]
struct Chain {
    oldest: Option<u32>,
    newest: Option<u32>,
    length: u32,
}

/// The table of all known requests.
#[derive(Debug, Default)]
pub struct Requests {
    slots: Vec<Option<Request>>,
    free: Vec<u32>,
    known: u32,
    buckets: Vec<Option<u32>>,
    chains: [Chain; SETTLED + 1],
    next_serial: u32,
}

impl Requests {
    /// Takes a request in, at the end of the queue. The caller has made sure that its id is not known.
    pub fn insert(&mut self, mut request: Request) -> Key {
        if self.known as usize >= self.buckets.len() {
            self.grow_index();
        }
        self.known += 1;
        self.next_serial = self.next_serial.wrapping_add(1);
        let serial = self.next_serial;
        request.serial = serial;
        request.phase = Phase::Queued;
        let index = self.free.pop().unwrap_or(self.slots.len() as u32);
        if index as usize == self.slots.len() {
            self.slots.push(Some(request));
        } else if let Some(slot) = self.slots.get_mut(index as usize) {
            *slot = Some(request);
        }
        self.index(index);
        self.link(index);
        Key { index, serial }
    }

    /// The request, if it is still known.
    pub fn get(&self, key: Key) -> Option<&Request> {
        self.at(key.index)
            .filter(|request| request.serial == key.serial)
    }

    /// The request, if it is still known.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut Request> {
        self.at_mut(key.index)
            .filter(|request| request.serial == key.serial)
    }

    /// The request with that correlation id.
    pub fn find(&self, id: &str) -> Option<Key> {
        let mut next = self.buckets.get(self.bucket(id)).copied().flatten();
        while let Some(index) = next {
            let request = self.at(index)?;
            if request.id == id {
                return self.key_at(index);
            }
            next = request.next_in_bucket;
        }
        None
    }

    /// The request a message belongs to: by its id; else, unless `strict`, the oldest in flight whose action is the
    /// message's action type; else the only one in flight. A message with an unknown id belongs to none (wire protocol,
    /// section 5).
    pub fn correlate(&self, inbound: &Inbound, strict: bool) -> Option<Key> {
        if let Some(id) = &inbound.correlation_id {
            return self.find(id).filter(|key| {
                self.get(*key)
                    .is_some_and(|request| request.written_at.is_some())
            });
        }
        if strict {
            return None;
        }
        let named = inbound.action_type.as_deref().and_then(Action::from_name);
        named
            .and_then(|action| self.oldest(action as usize))
            .or_else(|| {
                if self.in_flight() == 1 {
                    self.oldest_in_flight()
                } else {
                    None
                }
            })
    }

    /// Moves a request to the chain of another phase. False if it is not known, or settled already.
    pub fn enter(&mut self, key: Key, phase: Phase, now: f64) -> bool {
        if self
            .get(key)
            .is_none_or(|request| request.phase == Phase::Settled)
        {
            return false;
        }
        self.unlink(key.index);
        if let Some(request) = self.at_mut(key.index) {
            request.phase = phase;
            match phase {
                Phase::Queued => {}
                Phase::Sent => request.written_at = Some(now),
                Phase::Settled => request.last_change_at = now,
            }
        }
        self.link(key.index);
        true
    }

    /// Forgets a request. Its place is not used again before [`Requests::recycle`].
    pub fn release(&mut self, key: Key) {
        if self.get(key).is_none() {
            return;
        }
        self.unlink(key.index);
        self.unindex(key.index);
        if let Some(slot) = self.slots.get_mut(key.index as usize) {
            *slot = None;
        }
        self.known -= 1;
    }

    /// Whoever held something under a released key has let go of it.
    pub fn recycle(&mut self, key: Key) {
        self.free.push(key.index);
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
        (0..QUEUE)
            .filter_map(|chain| self.oldest(chain))
            .min_by_key(|key| key.serial)
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
        self.known - self.queued() - self.settled()
    }

    /// How many are known, settled ones included.
    pub fn known(&self) -> u32 {
        self.known
    }

    /// The request at a place of the slab.
    pub fn key_at(&self, index: u32) -> Option<Key> {
        self.at(index).map(|request| Key {
            index,
            serial: request.serial,
        })
    }

    /// Every request that is not settled.
    pub fn unsettled(&self) -> impl Iterator<Item = (Key, &Request)> {
        let known = (0_u32..)
            .zip(&self.slots)
            .filter_map(|(index, slot)| Some((index, slot.as_ref()?)));
        known
            .filter(|(_, request)| request.phase != Phase::Settled)
            .map(|(index, request)| {
                (
                    Key {
                        index,
                        serial: request.serial,
                    },
                    request,
                )
            })
    }

    fn length(&self, chain: usize) -> u32 {
        self.chains.get(chain).map_or(0, |chain| chain.length)
    }

    fn oldest(&self, chain: usize) -> Option<Key> {
        self.chains
            .get(chain)?
            .oldest
            .and_then(|index| self.key_at(index))
    }

    /// Puts a request at the new end of its chain.
    fn link(&mut self, index: u32) {
        let Some(chain) = self
            .at(index)
            .map(Request::chain)
            .and_then(|chain| self.chains.get_mut(chain))
        else {
            return;
        };
        chain.length += 1;
        let older = chain.newest.replace(index);
        if older.is_none() {
            chain.oldest = Some(index);
        }
        if let Some(request) = self.at_mut(index) {
            request.older = older;
            request.newer = None;
        }
        if let Some(neighbour) = older.and_then(|older| self.at_mut(older)) {
            neighbour.newer = Some(index);
        }
    }

    /// Takes a request out of its chain.
    fn unlink(&mut self, index: u32) {
        let Some(request) = self.at(index) else {
            return;
        };
        let (chain, older, newer) = (request.chain(), request.older, request.newer);
        if let Some(neighbour) = older.and_then(|older| self.at_mut(older)) {
            neighbour.newer = newer;
        }
        if let Some(neighbour) = newer.and_then(|newer| self.at_mut(newer)) {
            neighbour.older = older;
        }
        if let Some(chain) = self.chains.get_mut(chain) {
            chain.length -= 1;
            if older.is_none() {
                chain.oldest = newer;
            }
            if newer.is_none() {
                chain.newest = older;
            }
        }
    }

    /// The bucket of an id. The buckets are a power of two in number, or none.
    fn bucket(&self, id: &str) -> usize {
        // FNV-1a: short, and good enough for ids that the client itself draws at random.
        let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        hash as usize & self.buckets.len().wrapping_sub(1)
    }

    fn index(&mut self, index: u32) {
        let Some(bucket) = self.at(index).map(|request| self.bucket(&request.id)) else {
            return;
        };
        let next = self
            .buckets
            .get_mut(bucket)
            .and_then(|first| first.replace(index));
        if let Some(request) = self.at_mut(index) {
            request.next_in_bucket = next;
        }
    }

    fn unindex(&mut self, index: u32) {
        let Some(request) = self.at(index) else {
            return;
        };
        let (bucket, following) = (self.bucket(&request.id), request.next_in_bucket);
        let mut next = self.buckets.get(bucket).copied().flatten();
        if next == Some(index) {
            if let Some(first) = self.buckets.get_mut(bucket) {
                *first = following;
            }
            return;
        }
        while let Some(request) = next.and_then(|next| self.at_mut(next)) {
            if request.next_in_bucket == Some(index) {
                request.next_in_bucket = following;
                return;
            }
            next = request.next_in_bucket;
        }
    }

    fn grow_index(&mut self) {
        let count = (self.buckets.len() * 2).max(16);
        self.buckets.clear();
        self.buckets.resize(count, None);
        for index in 0..self.slots.len() as u32 {
            self.index(index);
        }
    }

    fn at(&self, index: u32) -> Option<&Request> {
        self.slots.get(index as usize).and_then(Option::as_ref)
    }

    fn at_mut(&mut self, index: u32) -> Option<&mut Request> {
        self.slots.get_mut(index as usize).and_then(Option::as_mut)
    }
}
