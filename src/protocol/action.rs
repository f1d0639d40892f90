//! The nine things a client can ask for.

/// An action of the protocol (the header `action`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Change an earlier answer by an instruction.
    Adjust,
    /// Hand the conversation to a person.
    Elevate,
    /// Answer a conversation.
    Interaction,
    /// The deprecated name of [`Action::Interaction`].
    CustomerInteraction,
    /// Receive a visitor.
    Reception,
    /// Sum a conversation up.
    Summarize,
    /// Translate a conversation.
    Translate,
    /// Choose among offers.
    Recommend,
    /// Say what a conversation shows.
    Insights,
}

impl Action {
    /// Every action, in the order of their discriminants.
    pub const ALL: [Action; 9] = [
        Action::Adjust,
        Action::Elevate,
        Action::Interaction,
        Action::CustomerInteraction,
        Action::Reception,
        Action::Summarize,
        Action::Translate,
        Action::Recommend,
        Action::Insights,
    ];

    /// The name on the wire: all lower case.
    pub fn wire(self) -> &'static str {
        match self {
            Action::Adjust => "adjust",
            Action::Elevate => "elevate",
            Action::Interaction => "interaction",
            Action::CustomerInteraction => "customerinteraction",
            Action::Reception => "reception",
            Action::Summarize => "summarize",
            Action::Translate => "translate",
            Action::Recommend => "recommend",
            Action::Insights => "insights",
        }
    }

    /// The action of that name in any letter case, so that `customerInteraction` is found too.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL
            .into_iter()
            .find(|action| name.eq_ignore_ascii_case(action.wire()))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_wire_name_and_stands_at_its_discriminant() {
        for (index, action) in Action::ALL.into_iter().enumerate() {
            assert_eq!(Action::from_name(action.wire()), Some(action));
            assert_eq!(action as usize, index);
            assert_eq!(action.wire(), action.wire().to_ascii_lowercase());
        }
        assert_eq!(
            Action::from_name("customerInteraction"),
            Some(Action::CustomerInteraction)
        );
        assert_eq!(Action::from_name("message"), None);
    }
}
