//! The nine things a client can ask for.

/// What a client can ask for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    serde(rename_all = "camelCase")
)]
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

/// What the answer to [`Action::Adjust`] is called besides, without `_`.
const ADJUSTED: [&str; 2] = ["adjustedcontent", "adjustsuggestion"];

/// The name of a superpower without letter case, `-` and `_`: servers write the same one in several ways.
pub fn plain_name(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.chars() {
        if !matches!(letter, '-' | '_') {
            plain.push(letter.to_ascii_lowercase());
        }
    }
    plain
}

impl Action {
    /// Every action, in the order of their declaration.
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

    /// The name of the client's method.
    pub fn method(self) -> &'static str {
        match self {
            Action::CustomerInteraction => "customerInteraction",
            other => other.wire(),
        }
    }

    /// The action whose method has exactly this name.
    pub fn from_method(name: &str) -> Option<Action> {
        Action::ALL
            .into_iter()
            .find(|action| name == action.method())
    }

    /// The action of that name in any letter case, so that `customerInteraction` is found too.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL
            .into_iter()
            .find(|action| name.eq_ignore_ascii_case(action.wire()))
    }

    /// The action that a superpower of this name answers: it has the action's name, without letter case, `-` and `_`, or is
    /// called what the server's documents call the answer to [`Action::Adjust`].
    pub fn from_answer(name: &str) -> Option<Action> {
        let plain = plain_name(name);
        if ADJUSTED.contains(&plain.as_str()) {
            return Some(Action::Adjust);
        }
        Action::ALL
            .into_iter()
            .find(|action| plain == action.wire())
    }

    /// The same action by its other name, if it has two: each is answered under either.
    pub fn namesake(self) -> Action {
        match self {
            Action::Interaction => Action::CustomerInteraction,
            Action::CustomerInteraction => Action::Interaction,
            other => other,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_wire_name_in_any_letter_case() {
        for (index, action) in Action::ALL.into_iter().enumerate() {
            let name = action.wire();
            assert_eq!(action as usize, index);
            assert_eq!(name, name.to_ascii_lowercase());
            for name in [name, &name.to_ascii_uppercase(), action.method()] {
                assert_eq!(Action::from_name(name), Some(action));
            }
        }
    }

    #[test]
    fn what_is_no_action_is_found_by_no_name() {
        // Some with letters that become others in lower or upper case.
        for name in [
            "",
            "message",
            "constructor",
            " translate",
            "ſummarize",
            "tranſlate",
            "İnsights",
            "ınsights",
        ] {
            assert_eq!(Action::from_name(name), None, "{name}");
            assert_eq!(Action::from_method(name), None, "{name}");
        }
    }

    #[test]
    fn an_answer_bears_the_name_of_its_action_however_it_is_written() {
        for (name, action) in [
            ("interaction", Action::Interaction),
            ("Customer_Interaction", Action::CustomerInteraction),
            ("-SUMMARIZE_", Action::Summarize),
            ("adjust", Action::Adjust),
            ("adjusted_content", Action::Adjust),
            ("adjustSuggestion", Action::Adjust),
            ("adjust-suggestion", Action::Adjust),
        ] {
            assert_eq!(Action::from_answer(name), Some(action), "{name}");
        }
        for name in [
            "",
            "_",
            "adjusted",
            "adjusted content",
            "sentiment",
            "interactions",
        ] {
            assert_eq!(Action::from_answer(name), None, "{name}");
        }
        for action in Action::ALL {
            assert_eq!(Action::from_answer(action.wire()), Some(action));
            assert_eq!(action.namesake().namesake(), action);
            let has_two = action.wire().ends_with("interaction");
            assert_eq!(action.namesake() != action, has_two);
        }
    }

    #[test]
    fn methods_are_named_as_on_the_wire_but_for_the_deprecated_one() {
        for action in Action::ALL {
            assert_eq!(Action::from_method(action.method()), Some(action));
            assert_eq!(Action::from_method(&action.wire().to_uppercase()), None);
            let is_same = action.method() == action.wire();
            assert_eq!(is_same, action != Action::CustomerInteraction);
        }
        assert_eq!(Action::CustomerInteraction.method(), "customerInteraction");
        assert_eq!(Action::from_method("customerinteraction"), None);
    }
}
