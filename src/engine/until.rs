//! When a request counts as answered.

use crate::protocol::inbound::{Inbound, State};

/// What has to happen before a request's promise resolves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Until {
    /// The first update in state `completed`.
    #[default]
    Completed,
    /// Every superpower of this list has completed.
    Types(Vec<String>),
    /// Nothing came for a while, after at least one update completed.
    Idle,
    /// A function of the caller's says so after each update.
    Asked,
}

/// What an update does to its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The request goes on.
    Wait,
    /// The promise resolves with this update.
    Resolve,
    /// The promise rejects with this update.
    Reject,
    /// The caller's function decides; the engine is told by [`super::Engine::resolve`].
    Ask,
}

/// How much of an [`Until`] has been met.
#[derive(Clone, Debug)]
pub struct Progress {
    until: Until,
    /// Updates in state `completed` so far.
    pub completed: u32,
}

impl Progress {
    /// Nothing has come yet.
    pub fn new(until: Until) -> Progress {
        Progress {
            until,
            completed: 0,
        }
    }

    /// Whether silence may settle the request now.
    pub fn settles_when_quiet(&self) -> bool {
        self.until == Until::Idle && self.completed > 0
    }

    /// Takes an update in.
    pub fn judge(&mut self, inbound: &Inbound) -> Verdict {
        if inbound.state == State::Error {
            return self.judge_error(inbound);
        }
        let is_completed = inbound.state == State::Completed;
        self.completed += u32::from(is_completed);
        match &mut self.until {
            Until::Completed if is_completed => Verdict::Resolve,
            Until::Types(open) if is_completed => {
                open.retain(|name| Some(name.as_str()) != inbound.action_type.as_deref());
                if open.is_empty() {
                    Verdict::Resolve
                } else {
                    Verdict::Wait
                }
            }
            Until::Asked => Verdict::Ask,
            _ => Verdict::Wait,
        }
    }

    /// An error ends the request, unless it waits for a list of superpowers and this was not one of those still open.
    fn judge_error(&self, inbound: &Inbound) -> Verdict {
        match (&self.until, &inbound.action_type) {
            (Until::Types(open), Some(failed))
                if !inbound.fails_request && !open.contains(failed) =>
            {
                Verdict::Wait
            }
            _ => Verdict::Reject,
        }
    }

    /// The superpowers that are waited for by name.
    pub fn open_types(&self) -> &[String] {
        match &self.until {
            Until::Types(open) => open,
            _ => &[],
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn update(action_type: &str, state: State) -> Inbound {
        Inbound {
            correlation_id: None,
            action_type: Some(action_type.into()),
            state,
            fails_request: false,
            is_enveloped: true,
        }
    }

    fn types(names: &[&str]) -> Until {
        Until::Types(names.iter().map(|name| name.to_string()).collect())
    }

    #[test]
    fn the_first_completed_resolves_and_started_or_unknown_never_does() {
        let mut progress = Progress::new(Until::Completed);
        assert_eq!(
            progress.judge(&update("sentiment", State::Other)),
            Verdict::Wait
        );
        assert_eq!(
            progress.judge(&update("risk", State::Completed)),
            Verdict::Resolve
        );
    }

    #[test]
    fn a_list_waits_for_each_of_its_superpowers_in_any_order() {
        let mut progress = Progress::new(types(&["a", "b"]));
        assert_eq!(
            progress.judge(&update("b", State::Completed)),
            Verdict::Wait
        );
        assert_eq!(
            progress.judge(&update("c", State::Completed)),
            Verdict::Wait
        );
        assert_eq!(
            progress.judge(&update("b", State::Completed)),
            Verdict::Wait
        );
        assert_eq!(progress.judge(&update("a", State::Other)), Verdict::Wait);
        assert_eq!(
            progress.judge(&update("a", State::Completed)),
            Verdict::Resolve
        );
    }

    #[test]
    fn an_error_rejects_unless_the_list_can_still_be_met() {
        assert_eq!(
            Progress::new(Until::Completed).judge(&update("a", State::Error)),
            Verdict::Reject
        );
        assert_eq!(
            Progress::new(Until::Idle).judge(&update("a", State::Error)),
            Verdict::Reject
        );
        assert_eq!(
            Progress::new(Until::Asked).judge(&update("a", State::Error)),
            Verdict::Reject
        );
        let mut progress = Progress::new(types(&["a", "b"]));
        assert_eq!(progress.judge(&update("c", State::Error)), Verdict::Wait);
        assert_eq!(
            progress.judge(&update("a", State::Completed)),
            Verdict::Wait
        );
        assert_eq!(progress.judge(&update("a", State::Error)), Verdict::Wait);
        assert_eq!(progress.judge(&update("b", State::Error)), Verdict::Reject);
        let whole = Inbound {
            fails_request: true,
            ..update("c", State::Error)
        };
        assert_eq!(Progress::new(types(&["a"])).judge(&whole), Verdict::Reject);
        let nameless = Inbound {
            action_type: None,
            ..update("c", State::Error)
        };
        assert_eq!(
            Progress::new(types(&["a"])).judge(&nameless),
            Verdict::Reject
        );
    }

    #[test]
    fn silence_settles_only_after_something_completed() {
        let mut progress = Progress::new(Until::Idle);
        assert!(!progress.settles_when_quiet());
        assert_eq!(
            progress.judge(&update("a", State::Completed)),
            Verdict::Wait
        );
        assert!(progress.settles_when_quiet());
        assert!(
            !Progress {
                completed: 1,
                ..Progress::new(Until::Completed)
            }
            .settles_when_quiet()
        );
    }

    #[test]
    fn a_function_is_asked_after_every_update_that_is_no_error() {
        let mut progress = Progress::new(Until::Asked);
        assert_eq!(progress.judge(&update("a", State::Other)), Verdict::Ask);
        assert_eq!(progress.judge(&update("a", State::Completed)), Verdict::Ask);
    }
}
