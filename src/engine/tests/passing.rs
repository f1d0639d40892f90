//! How time passes for the driver.

use super::asking::completed;
use super::driver::{Driver, Event};

/// What the wall clock shows when the driver's shows 0.
const EPOCH: f64 = 1_700_000_000_000.0;

impl Driver {
    /// Lets time pass, and what is due in it happen.
    pub fn advance(&mut self, ms: f64) {
        let target = self.clock + ms;
        loop {
            let timeout = self.engine.next_timeout();
            let event = (0..self.events.len())
                .min_by(|a, b| self.events[*a].0.total_cmp(&self.events[*b].0));
            let event_at = event.map_or(f64::INFINITY, |event| self.events[event].0);
            let next = timeout.min(event_at);
            if next > target {
                break;
            }
            self.clock = self.clock.max(next);
            match event {
                Some(event) if event_at <= timeout => {
                    let (_, event) = self.events.remove(event);
                    self.happen(event);
                }
                _ => self.wake(),
            }
        }
        self.clock = target;
    }

    /// Calls for what is due now, be it early or late.
    pub fn wake(&mut self) {
        let epoch = EPOCH + self.clock + self.asleep;
        self.tell(|engine, now| engine.timeout(now, epoch));
        let next = self.engine.next_timeout();
        assert!(next > self.clock, "{next} was asked for at {}", self.clock);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Token(attempt) => self.token(attempt),
            Event::Opened(attempt) => self.opens(attempt),
            Event::Frame(attempt, message) if self.sockets.contains_key(&attempt) => {
                self.inbound_on(attempt, &message);
            }
            Event::Frame(..) => {}
            Event::Response(place, status) => {
                self.response(place, status, Some(&[completed("x")]));
            }
        }
    }
}
