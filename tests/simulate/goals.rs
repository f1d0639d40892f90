//! What is to be reached: `recovery` in `tests/budgets.json`.

use serde::Deserialize;

use crate::crowd::Outcome;

/// Shares of the clients in per cent, times in seconds.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Goals {
    pub worst_percent_while_down: f64,
    pub worst_percent_after_return: f64,
    pub p50_seconds: f64,
    pub p99_seconds: f64,
}

#[derive(Deserialize)]
struct Budgets {
    recovery: Goals,
}

impl Goals {
    pub fn read() -> Result<Goals, serde_json::Error> {
        let budgets: Budgets = serde_json::from_str(include_str!("../budgets.json"))?;
        Ok(budgets.recovery)
    }

    /// Each goal: its name, what was reached, and what is to be.
    pub fn judge(self, outcome: &Outcome) -> [(&'static str, f64, f64); 4] {
        [
            (
                "% of the clients in the worst 100 ms while down",
                outcome.worst_while_down(),
                self.worst_percent_while_down,
            ),
            (
                "% of the clients in the worst 100 ms after the return",
                outcome.worst_after_return(),
                self.worst_percent_after_return,
            ),
            (
                "s until half of them are back",
                outcome.recovery_s(0.5),
                self.p50_seconds,
            ),
            (
                "s until 99 % of them are back",
                outcome.recovery_s(0.99),
                self.p99_seconds,
            ),
        ]
    }
}
