//! Counts and times of one client, for its `metrics()`, for `onMetric`, and for the browser's performance panel. Never a
//! word of what was said.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::js::{Record, text};
use super::pending::Timings;
use super::reports::{OptaveMetrics, Quantiles};
use super::slot::Slot;
use crate::protocol::action::Action;

/// So many of the last times are looked at.
const KEPT: usize = 256;

/// A page with more requests in one go has no use for a span of each.
const MOST_SPANS: usize = 50;

#[derive(Default)]
struct Times {
    values: Vec<f64>,
    next: usize,
}

impl Times {
    fn add(&mut self, value: f64) {
        match self.values.get_mut(self.next % KEPT) {
            Some(slot) => *slot = value,
            None => self.values.push(value),
        }
        self.next += 1;
    }

    fn quantiles(&self) -> Quantiles {
        Quantiles {
            p50: self.at(0.5),
            p95: self.at(0.95),
        }
    }

    /// The one that would stand there if they were sorted: sorting costs every page more than looking for it.
    fn at(&self, share: f64) -> Option<f64> {
        let place = (self.values.len() as f64 * share) as usize;
        let count = |is_before: &dyn Fn(f64) -> bool| {
            self.values
                .iter()
                .filter(|value| is_before(**value))
                .count()
        };
        let stands_there = |value: &&f64| {
            let (first, end) = (
                count(&|other| other < **value),
                count(&|other| other <= **value),
            );
            first <= place && place < end
        };
        self.values.iter().find(stands_there).copied()
    }
}

#[derive(Default)]
pub struct Counts {
    pub requests: u32,
    pub answered: u32,
    pub failed: u32,
    pub resent: u32,
    pub connects: u32,
    pub hand_overs: u32,
    pub drops: u32,
    pub reconnects: u32,
}

struct Span {
    action: Action,
    start: f64,
    end: f64,
}

#[derive(Default)]
struct Measured {
    counts: Counts,
    first_update: Times,
    total: Times,
    connect: Times,
    spans: Vec<Span>,
}

#[derive(Default)]
pub struct Metrics(Slot<Option<Box<Measured>>>);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, catch)]
    fn measure(name: &str, span: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = performance, js_name = clearMeasures, catch)]
    fn clear_measures(name: &str) -> Result<(), JsValue>;
}

impl Metrics {
    pub fn count(&self, count: fn(&mut Counts) -> &mut u32) {
        self.0
            .with_boxed(|measured| *count(&mut measured.counts) += 1);
    }

    /// A connection opened, after so long.
    pub fn connected(&self, ms: f64, is_hand_over: bool) {
        self.0.with_boxed(|measured| {
            match is_hand_over {
                true => measured.counts.hand_overs += 1,
                false => measured.counts.connects += 1,
            }
            measured.connect.add(ms);
        });
    }

    /// A request settled. True if the spans are to be drawn when there is time.
    pub fn settled(
        &self,
        action: Action,
        made_at: f64,
        timings: Timings,
        is_answered: bool,
    ) -> bool {
        self.0.with_boxed(|measured| {
            match is_answered {
                true => measured.counts.answered += 1,
                false => measured.counts.failed += 1,
            }
            if let Some(ms) = timings.first_update_ms {
                measured.first_update.add(ms);
            }
            if is_answered {
                measured.total.add(timings.total_ms);
            }
            if measured.spans.len() < MOST_SPANS {
                measured.spans.push(Span {
                    action,
                    start: made_at,
                    end: made_at + timings.total_ms,
                });
            }
            measured.spans.len() == 1
        })
    }

    /// Shows the spans in the browser's performance panel.
    pub fn draw(&self) {
        for span in self
            .0
            .with_boxed(|measured| std::mem::take(&mut measured.spans))
        {
            let name = text(&["optave ", span.action.method()]);
            let interval = Record::new()
                .with("start", span.start)
                .with("end", span.end)
                .end();
            // Some hosts have no user timing.
            if measure(&name, &interval).is_ok() {
                // The panel has it by now; what is kept besides would grow for as long as the page lives.
                let _ = clear_measures(&name);
            }
        }
    }

    pub fn read(&self) -> OptaveMetrics {
        self.0.with_boxed(
            |Measured {
                 counts,
                 connect,
                 first_update,
                 total,
                 ..
             }| OptaveMetrics {
                requests: counts.requests,
                answered: counts.answered,
                failed: counts.failed,
                resent: counts.resent,
                connects: counts.connects,
                hand_overs: counts.hand_overs,
                drops: counts.drops,
                reconnects: counts.reconnects,
                connect_ms: connect.quantiles(),
                first_update_ms: first_update.quantiles(),
                total_ms: total.quantiles(),
            },
        )
    }
}
