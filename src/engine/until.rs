//! When a request counts as answered.

use crate::protocol::action::{Action, plain_name};
use crate::protocol::inbound::{Inbound, State};

/// What has to happen before a request's promise resolves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The reply to the action itself completed; where none comes, silence after everything that has begun has ended.
    Answer(Answer),
    /// The first update in state `completed`.
    Completed,
    /// Nothing came for a while, after at least one update completed.
    Idle,
    /// A function of the caller's says so after each update.
    Asked,
    /// Every superpower of a list has completed: a bit for each that has not yet, by its place among the [`Names`].
    Types(u32),
}

/// The longest list that [`Until::Types`] holds. Of what accompanies an answer, so many are waited for.
pub const MAX_TYPES: u32 = 32;

impl Until {
    /// Until every superpower of a list of so many has completed; of more than [`MAX_TYPES`], the first of them count.
    pub fn types(count: u32) -> Until {
        let unused = MAX_TYPES.saturating_sub(count);
        Until::Types(u32::MAX.checked_shr(unused).unwrap_or(0))
    }

    /// Whether superpowers of a list are waited for that have not completed.
    pub fn has_open_types(self) -> bool {
        matches!(self, Until::Types(1..))
    }

    /// What an update does to its request for `action`. `place` is that of its superpower among the [`Names`], if it
    /// stands there.
    pub fn judge(&mut self, action: Action, inbound: Inbound, place: Option<u32>) -> Verdict {
        let bit = place
            .and_then(|place| 1_u32.checked_shl(place))
            .unwrap_or(0);
        match (self, inbound.state) {
            (Until::Answer(answer), _) => answer.judge(inbound, inbound.is_reply_to(action), bit),
            // The list can still be met if something else failed.
            (Until::Types(open), State::Error)
                if inbound.has_type && !inbound.fails_request && *open & bit == 0 =>
            {
                Verdict::Wait
            }
            (_, State::Error) => Verdict::Reject,
            (Until::Completed, State::Completed) => Verdict::Resolve,
            (Until::Types(open), State::Completed) => {
                *open &= !bit;
                if *open == 0 {
                    Verdict::Resolve
                } else {
                    Verdict::Wait
                }
            }
            (Until::Asked, _) => Verdict::Ask,
            _ => Verdict::Wait,
        }
    }

    /// Whether the request settles when nothing comes for a while.
    pub fn ends_in_silence(self) -> bool {
        match self {
            Until::Answer(answer) => !answer.has_begun && answer.open == 0,
            other => other == Until::Idle,
        }
    }

    /// The connection that brought the updates is gone: that nothing comes says nothing of the reply from now on.
    pub fn lose_sight(&mut self) {
        if let Until::Answer(answer) = self {
            answer.has_begun = true;
        }
    }

    /// What becomes of the request if nothing more comes, after so many updates in state `completed`.
    pub fn conclude(self, completed: u32) -> Verdict {
        match self {
            _ if completed > 0 => Verdict::Resolve,
            Until::Answer(answer) if answer.has_failed => Verdict::Reject,
            _ => Verdict::Wait,
        }
    }
}

/// How far what answers an action is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Whether the reply has begun, or may have where nobody heard of it: silence does not settle it any more.
    has_begun: bool,
    /// The superpowers beside it that have begun and not ended: a bit for each, by its place among the [`Names`].
    open: u32,
    /// Whether one of them failed.
    has_failed: bool,
}

impl Answer {
    fn judge(&mut self, inbound: Inbound, is_reply: bool, bit: u32) -> Verdict {
        match (inbound.state, is_reply) {
            (State::Completed, true) => return Verdict::Resolve,
            (State::Error, _) if is_reply || inbound.fails_request => return Verdict::Reject,
            // What names no superpower says that something has begun, but not that a reply has.
            (State::Other, true) => self.has_begun |= inbound.has_type,
            (State::Other, false) => self.open |= bit,
            (State::Completed | State::Error, _) => {
                self.open &= !bit;
                self.has_failed |= inbound.state == State::Error;
            }
        }
        Verdict::Wait
    }
}

/// The names of superpowers, each of which has a place: of those that a caller waits for, or of those that come.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: Vec<String>,
    is_list: bool,
}

impl Names {
    /// Those of a list, and no others.
    pub fn of_list(names: Vec<String>) -> Names {
        let is_list = true;
        Names { names, is_list }
    }

    /// The place of one. A list is its caller's, and means what is spelled so.
    pub fn place_of(&mut self, name: &str) -> Option<u32> {
        let name = if self.is_list {
            name.to_owned()
        } else {
            plain_name(name)
        };
        let place = self.names.iter().position(|known| *known == name);
        let may_grow = !self.is_list && self.names.len() < MAX_TYPES as usize;
        if place.is_none() && may_grow {
            self.names.push(name);
            return Some(self.names.len() as u32 - 1);
        }
        place.map(|place| place as u32)
    }
}

/// What an update does to its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The request goes on.
    Wait,
    /// The promise resolves.
    Resolve,
    /// The promise rejects.
    Reject,
    /// The caller's function decides; the engine is told by [`super::Engine::settle`].
    Ask,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::protocol::action::Action;
    use crate::protocol::options::sample::{Sample, plain};
    use crate::protocol::options::{Reader, UntilChoice, Whose};

    const OF: Action = Action::Interaction;

    fn update(state: State) -> Inbound {
        Inbound {
            is_answer: true,
            state,
            action: None,
            has_type: true,
            fails_request: false,
            is_enveloped: true,
        }
    }

    #[test]
    fn the_first_completed_resolves_and_started_or_unknown_never_does() {
        let mut until = Until::Completed;
        assert_eq!(until.judge(OF, update(State::Other), None), Verdict::Wait);
        assert_eq!(
            until.judge(OF, update(State::Completed), None),
            Verdict::Resolve
        );
    }

    #[test]
    fn a_list_waits_for_each_of_its_superpowers_in_any_order() {
        let mut until = Until::types(2);
        assert_eq!(until, Until::Types(0b11));
        assert_eq!(
            until.judge(OF, update(State::Completed), Some(1)),
            Verdict::Wait
        );
        assert_eq!(
            until.judge(OF, update(State::Completed), None),
            Verdict::Wait
        );
        assert_eq!(
            until.judge(OF, update(State::Completed), Some(1)),
            Verdict::Wait
        );
        assert_eq!(
            until.judge(OF, update(State::Other), Some(0)),
            Verdict::Wait
        );
        assert!(until.has_open_types());
        assert_eq!(
            until.judge(OF, update(State::Completed), Some(0)),
            Verdict::Resolve
        );
        assert!(!until.has_open_types());
    }

    #[test]
    fn a_list_holds_up_to_thirty_two() {
        assert_eq!(Until::types(0), Until::Types(0));
        assert_eq!(Until::types(1), Until::Types(1));
        assert_eq!(Until::types(MAX_TYPES), Until::Types(u32::MAX));
        assert_eq!(Until::types(u32::MAX), Until::Types(u32::MAX));
        let mut until = Until::Types(1 << 31);
        assert_eq!(
            until.judge(OF, update(State::Completed), Some(32)),
            Verdict::Wait
        );
        assert_eq!(
            until.judge(OF, update(State::Completed), Some(31)),
            Verdict::Resolve
        );
    }

    #[test]
    fn the_longest_list_that_the_options_take_is_one_that_fits() {
        let read = |count: u32| {
            let names = (0..count).map(|place| Sample::Text(place.to_string()));
            let options = plain([("until", Sample::List(names.collect()))]);
            let mut reader = Reader::new(&options, Whose::Request);
            let untils = reader.until("until", UntilChoice::Answer);
            (untils.of(Action::Adjust), reader.finish().faults.len())
        };
        let (longest, faults) = read(MAX_TYPES);
        assert!(
            matches!(longest, UntilChoice::Types(list) if list.len() == MAX_TYPES as usize)
                && faults == 0
        );
        assert_eq!(read(MAX_TYPES + 1), (UntilChoice::Answer, 1));
    }

    #[test]
    fn an_error_rejects_unless_the_list_can_still_be_met() {
        for mut until in [Until::Completed, Until::Idle, Until::Asked] {
            assert_eq!(until.judge(OF, update(State::Error), None), Verdict::Reject);
        }
        let mut until = Until::Types(0b11);
        assert_eq!(until.judge(OF, update(State::Error), None), Verdict::Wait);
        assert_eq!(
            until.judge(OF, update(State::Completed), Some(0)),
            Verdict::Wait
        );
        assert_eq!(
            until.judge(OF, update(State::Error), Some(0)),
            Verdict::Wait
        );
        assert_eq!(
            until.judge(OF, update(State::Error), Some(1)),
            Verdict::Reject
        );
        let whole = Inbound {
            fails_request: true,
            ..update(State::Error)
        };
        assert_eq!(Until::Types(1).judge(OF, whole, None), Verdict::Reject);
        let nameless = Inbound {
            has_type: false,
            ..update(State::Error)
        };
        assert_eq!(Until::Types(1).judge(OF, nameless, None), Verdict::Reject);
    }

    #[test]
    fn a_function_is_asked_after_every_update_that_is_no_error() {
        let mut until = Until::Asked;
        assert_eq!(until.judge(OF, update(State::Other), None), Verdict::Ask);
        assert_eq!(
            until.judge(OF, update(State::Completed), None),
            Verdict::Ask
        );
    }

    #[test]
    fn silence_alone_settles_what_waits_for_it() {
        let mut until = Until::Idle;
        assert_eq!(
            until.judge(OF, update(State::Completed), None),
            Verdict::Wait
        );
        assert_eq!(until, Until::Idle);
    }
}
