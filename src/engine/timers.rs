//! When requests run out of time: a heap with one live entry per request.
//!
//! Most changes move a deadline later. The entry then stays where it is; when it comes up early, the request is asked
//! again and re-armed. Entries of settled requests are skipped when they come up, and swept out before they outnumber
//! the live ones, so that memory follows the requests in flight and not those of the last half minute.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::requests::{Key, Phase, Request, Requests};

/// Which limit ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// The whole request took too long.
    Total,
    /// No update came at all.
    FirstUpdate,
    /// No further update came.
    Idle,
    /// Nothing more came after something had completed: the request is answered.
    Quiet,
}

/// When `request` next runs out of time, and of which; the earliest first.
pub fn due(request: &Request) -> (f64, Expiry) {
    let limits = &request.deadlines;
    let after = |start: Option<f64>, ms: u32| match start {
        Some(start) if ms > 0 => start + f64::from(ms),
        _ => f64::INFINITY,
    };
    let has_updates = request.updates > 0;
    let last_update = has_updates.then_some(request.last_change_at);
    let quiet = if request.progress.settles_when_quiet() {
        request.last_change_at + f64::from(limits.quiet_ms)
    } else {
        f64::INFINITY
    };
    let first_update = if has_updates { None } else { request.written_at };
    [
        (quiet, Expiry::Quiet),
        (after(first_update, limits.first_update_ms), Expiry::FirstUpdate),
        (after(last_update, limits.idle_ms), Expiry::Idle),
        (after(Some(request.made_at), limits.total_ms), Expiry::Total),
    ]
    .into_iter()
    .min_by(|a, b| a.0.total_cmp(&b.0))
    .unwrap_or((f64::INFINITY, Expiry::Total))
}

#[derive(Debug)]
struct Entry {
    time: f64,
    key: Key,
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives its greatest first; the earliest is wanted.
        other.time.total_cmp(&self.time)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

/// The deadlines of all requests.
#[derive(Debug, Default)]
pub struct Timers {
    heap: BinaryHeap<Entry>,
}

impl Timers {
    /// Notes a request's next deadline, unless its entry comes up no later anyway.
    pub fn arm(&mut self, requests: &mut Requests, key: Key) {
        let Some(request) = requests.get_mut(key).filter(|request| request.phase != Phase::Settled) else { return };
        let (time, _) = due(request);
        if time < request.armed_for {
            request.armed_for = time;
            self.heap.push(Entry { time, key });
            if self.heap.len() > 2 * requests.len() + 64 {
                self.heap.retain(|entry| is_live(requests, entry));
            }
        }
    }

    /// When to look next, if ever.
    pub fn next(&mut self, requests: &Requests) -> Option<f64> {
        loop {
            let entry = self.heap.peek()?;
            if is_live(requests, entry) {
                return Some(entry.time);
            }
            self.heap.pop();
        }
    }

    /// The next request that has run out of time by `now`, and of what. Call until it gives none.
    pub fn expired(&mut self, requests: &mut Requests, now: f64) -> Option<(Key, Expiry)> {
        while self.next(requests).is_some_and(|time| time <= now) {
            let Some(Entry { key, .. }) = self.heap.pop() else { break };
            let Some(request) = requests.get_mut(key) else { continue };
            request.armed_for = f64::INFINITY;
            match due(request) {
                (time, expiry) if time <= now => return Some((key, expiry)),
                _ => self.arm(requests, key),
            }
        }
        None
    }
}

fn is_live(requests: &Requests, entry: &Entry) -> bool {
    requests.get(entry.key).is_some_and(|request| request.armed_for == entry.time)
}
