//! Which fields an action requires, and what to say when they are not there (wire protocol, section 4).
//!
//! The caller's payload is not held here: whoever holds it looks at every [`Place`] once and says what stands there, in
//! two bits each (see [`Survey`]); this module knows which of the places matter for which action.

use super::action::Action;

/// A place in the payload that some action cares about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Place {
    /// `session`, an object.
    Session,
    /// `request`, an object.
    Request,
    /// `request.connections`, an object.
    Connections,
    /// `request.attributes`, an object.
    Attributes,
    /// `request.context`, an object.
    Context,
    /// `request.scope`, an object.
    Scope,
    /// `request.resources`, an object.
    Resources,
    /// `request.connections.threadId`, a non-empty string.
    ThreadId,
    /// `request.connections.parentId`, a non-empty string.
    ParentId,
    /// `request.attributes.content`, a non-empty string.
    Content,
    /// `request.attributes.instruction`, a non-empty string.
    Instruction,
    /// `request.context.organizationId`, a non-empty string.
    OrganizationId,
    /// `request.scope.conversations`, a non-empty array.
    Conversations,
    /// `request.resources.offers`, a non-empty array.
    Offers,
}

use Place::*;

impl Place {
    /// Every place, in the order of their discriminants, which is the order of the bits of a [`Survey`].
    pub const ALL: [Place; 14] = [
        Session,
        Request,
        Connections,
        Attributes,
        Context,
        Scope,
        Resources,
        ThreadId,
        ParentId,
        Content,
        Instruction,
        OrganizationId,
        Conversations,
        Offers,
    ];

    /// Every place as JSON, in that order: its dotted path, and what belongs there.
    pub const TABLE: &str = r#"[["session","object"],["request","object"],["request.connections","object"],["request.attributes","object"],["request.context","object"],["request.scope","object"],["request.resources","object"],["request.connections.threadId","string"],["request.connections.parentId","string"],["request.attributes.content","string"],["request.attributes.instruction","string"],["request.context.organizationId","string"],["request.scope.conversations","array"],["request.resources.offers","array"]]"#;

    /// The dotted path.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn path(self) -> &'static str {
        match self {
            Session => "session",
            Request => "request",
            Connections => "request.connections",
            Attributes => "request.attributes",
            Context => "request.context",
            Scope => "request.scope",
            Resources => "request.resources",
            ThreadId => "request.connections.threadId",
            ParentId => "request.connections.parentId",
            Content => "request.attributes.content",
            Instruction => "request.attributes.instruction",
            OrganizationId => "request.context.organizationId",
            Conversations => "request.scope.conversations",
            Offers => "request.resources.offers",
        }
    }

    /// The object that holds this place.
    fn holder(self) -> Place {
        match self {
            ThreadId | ParentId => Connections,
            Content | Instruction => Attributes,
            OrganizationId => Context,
            Conversations => Scope,
            Offers => Resources,
            Session | Request | Connections | Attributes | Context | Scope | Resources => Request,
        }
    }
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing: absent, `null`, the empty string, the empty array. Bits 0.
    Nothing,
    /// What belongs there. Bits 1.
    Right,
    /// Something of another type. Bits 2.
    Wrong,
}

/// What stands at every [`Place`]: place `n` in the bits `2n` and `2n + 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Survey(pub u32);

impl Survey {
    fn found(self, place: Place) -> Found {
        match self.0 >> (2 * place as u32) & 3 {
            0 => Found::Nothing,
            1 => Found::Right,
            _ => Found::Wrong,
        }
    }
}

/// The fields an action requires (wire protocol, section 4).
pub fn required(action: Action) -> &'static [Place] {
    match action {
        Action::Adjust => &[
            ThreadId,
            ParentId,
            Content,
            Instruction,
            Conversations,
            OrganizationId,
        ],
        Action::Elevate => &[ThreadId, ParentId, Content, Conversations, OrganizationId],
        Action::Interaction
        | Action::CustomerInteraction
        | Action::Summarize
        | Action::Translate
        | Action::Insights => &[ThreadId, Conversations, OrganizationId],
        Action::Reception => &[ThreadId, OrganizationId],
        Action::Recommend => &[ThreadId, Conversations, Offers, OrganizationId],
    }
}

/// What is wrong with a payload: a bit for each [`Place`], by its discriminant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Where something of another type stands than what belongs there.
    pub wrong: u16,
    /// Where nothing stands that the action requires. None as long as anything is wrong, because that may be what hides
    /// it.
    pub missing: u16,
}

/// Checks the merged payload of a request; without an action, the types at every place. All that is wrong is reported
/// at once, else all that is missing.
pub fn check(action: Option<Action>, survey: Survey) -> Gaps {
    let required = action.map_or(&[][..], required);
    let mut gaps = Gaps::default();
    for place in Place::ALL {
        let concerns = action.is_none()
            || matches!(place, Session | Request)
            || required
                .iter()
                .any(|field| *field == place || field.holder() == place);
        if concerns && survey.found(place) == Found::Wrong {
            gaps.wrong |= 1 << place as u32;
        }
        if required.contains(&place) && survey.found(place) == Found::Nothing {
            gaps.missing |= 1 << place as u32;
        }
    }
    if gaps.wrong != 0 {
        gaps.missing = 0;
    }
    gaps
}

/// Whether a `reception` goes out without a conversation: the server's documentation asks for one, its schema does not,
/// so the request is sent and the developer is told once.
pub fn lacks_advised_conversation(action: Action, survey: Survey) -> bool {
    action == Action::Reception && survey.found(Conversations) == Found::Nothing
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIELDS: [Place; 7] = [
        ThreadId,
        ParentId,
        Content,
        Instruction,
        OrganizationId,
        Conversations,
        Offers,
    ];

    fn survey(places: impl IntoIterator<Item = (Place, Found)>) -> Survey {
        let mut bits = 0;
        for (place, found) in places {
            let value = match found {
                Found::Nothing => 0,
                Found::Right => 1,
                Found::Wrong => 2,
            };
            bits |= value << (2 * place as u32);
        }
        Survey(bits)
    }

    fn names(action: Action) -> Vec<&'static str> {
        required(action)
            .iter()
            .map(|place| place.path().rsplit('.').next().unwrap())
            .collect()
    }

    #[test]
    fn the_table_of_required_fields_is_the_protocols() {
        assert_eq!(
            names(Action::Adjust),
            [
                "threadId",
                "parentId",
                "content",
                "instruction",
                "conversations",
                "organizationId"
            ]
        );
        assert_eq!(
            names(Action::Elevate),
            [
                "threadId",
                "parentId",
                "content",
                "conversations",
                "organizationId"
            ]
        );
        assert_eq!(names(Action::Reception), ["threadId", "organizationId"]);
        assert_eq!(
            names(Action::Recommend),
            ["threadId", "conversations", "offers", "organizationId"]
        );
        for action in [
            Action::Interaction,
            Action::CustomerInteraction,
            Action::Summarize,
            Action::Translate,
            Action::Insights,
        ] {
            assert_eq!(
                names(action),
                ["threadId", "conversations", "organizationId"]
            );
        }
    }

    #[test]
    fn the_page_learns_the_places_in_their_order() {
        let table: Vec<(String, String)> = serde_json::from_str(Place::TABLE).unwrap();
        let paths: Vec<&str> = table.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, Place::ALL.map(Place::path));
        for (place, (_, expected)) in Place::ALL.into_iter().zip(&table) {
            let is_text = FIELDS.contains(&place) && !matches!(place, Conversations | Offers);
            let is_list = matches!(place, Conversations | Offers);
            assert_eq!(
                expected,
                if is_text {
                    "string"
                } else if is_list {
                    "array"
                } else {
                    "object"
                }
            );
        }
    }

    #[test]
    fn places_stand_at_the_bits_of_their_discriminants() {
        for (index, place) in Place::ALL.into_iter().enumerate() {
            assert_eq!(place as usize, index);
            assert_eq!(survey([(place, Found::Wrong)]).found(place), Found::Wrong);
        }
    }

    fn bits(places: impl IntoIterator<Item = Place>) -> u16 {
        places
            .into_iter()
            .fold(0, |bits, place| bits | 1 << place as u32)
    }

    #[test]
    fn a_wrong_type_is_reported_as_such_and_not_as_missing() {
        for place in [ThreadId, Connections] {
            let gaps = check(Some(Action::Reception), survey([(place, Found::Wrong)]));
            assert_eq!(
                gaps,
                Gaps {
                    wrong: bits([place]),
                    missing: 0
                }
            );
        }
    }

    #[test]
    fn a_wrong_type_where_the_action_does_not_look_is_let_through() {
        let all_right = FIELDS.map(|place| (place, Found::Right));
        let with_odd_offers = survey(
            all_right
                .into_iter()
                .filter(|(place, _)| *place != Offers)
                .chain([(Offers, Found::Wrong)]),
        );
        assert_eq!(
            check(Some(Action::Interaction), with_odd_offers),
            Gaps::default()
        );
        assert_eq!(
            check(Some(Action::Recommend), with_odd_offers).wrong,
            bits([Offers])
        );
        assert_eq!(check(None, with_odd_offers).wrong, bits([Offers]));
    }

    #[test]
    fn reception_without_conversation_is_sent_with_a_warning() {
        let sparse = survey([(ThreadId, Found::Right), (OrganizationId, Found::Right)]);
        assert_eq!(check(Some(Action::Reception), sparse), Gaps::default());
        assert!(lacks_advised_conversation(Action::Reception, sparse));
        assert!(!lacks_advised_conversation(Action::Interaction, sparse));
    }

    proptest! {
        #[test]
        fn exactly_the_missing_fields_are_reported_and_all_at_once(action in 0..9_usize, given in proptest::array::uniform7(any::<bool>())) {
            let action = Action::ALL[action];
            let found = FIELDS.into_iter().zip(given).map(|(place, given)| (place, if given { Found::Right } else { Found::Nothing }));
            let missing = required(action)
                .iter()
                .copied()
                .filter(|place| !given[FIELDS.iter().position(|field| field == place).unwrap()]);
            prop_assert_eq!(check(Some(action), survey(found)), Gaps { wrong: 0, missing: bits(missing) });
        }

        #[test]
        fn any_bits_get_an_answer(action in proptest::option::of(0..9_usize), bits in any::<u32>()) {
            let gaps = check(action.map(|action| Action::ALL[action]), Survey(bits));
            prop_assert!(gaps.wrong == 0 || gaps.missing == 0);
        }
    }
}
