//! The time in the envelopes of requests. The rest of their heads is printed by [`crate::protocol::headers`].

use js_sys::Date;

use super::slot::Slot;

/// Prints the time in ISO 8601. Most of what is printed belongs to the same millisecond.
#[derive(Default)]
pub struct Clock(Slot<(f64, String)>);

impl Clock {
    pub fn print(&self, epoch: f64) -> String {
        let (printed_at, printed) = self.0.get();
        if printed_at == epoch {
            return printed;
        }
        let printed = String::from(Date::new(&epoch.into()).to_iso_string());
        self.0.set((epoch, printed.clone()));
        printed
    }
}
