//! Which fields an action requires, and what to say when they are not there (wire protocol, section 4).
//!
//! The caller's payload is not held here: whoever holds it looks at a [`Place`] when it is asked what stands there; this
//! module knows which of the places matter for which action.

use super::action::Action;

pub mod typescript;

/// A place in the payload that some action cares about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Every place, objects before what they hold: the order in which gaps are told.
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

    /// The dotted path.
    pub fn path(self) -> &'static str {
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

    /// What belongs there.
    pub fn expected(self) -> &'static str {
        match self {
            ThreadId | ParentId | Content | Instruction | OrganizationId => "a string",
            Conversations | Offers => "an array",
            Session | Request | Connections | Attributes | Context | Scope | Resources => {
                "an object"
            }
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
    /// Nothing: absent, `null`, the empty string, the empty array.
    Nothing,
    /// What belongs there.
    Right,
    /// Something of another type.
    Wrong,
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

/// What is wrong with a payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Where something of another type stands than what belongs there.
    pub wrong: Vec<Place>,
    /// Where nothing stands that the action requires. None as long as anything is wrong, because that may be what hides
    /// it.
    pub missing: Vec<Place>,
}

/// Checks the merged payload of a request; without an action, the types at every place. All that is wrong is reported
/// at once, else all that is missing. `look` is asked once about each place that matters, and about no other.
pub fn check(action: Option<Action>, look: &dyn Fn(Place) -> Found) -> Gaps {
    let required = action.map_or(&[][..], required);
    let mut gaps = Gaps::default();
    for place in Place::ALL {
        let is_required = required.contains(&place);
        let matters = action.is_none()
            || is_required
            || matches!(place, Session | Request)
            || required.iter().any(|field| field.holder() == place);
        if !matters {
            continue;
        }
        match look(place) {
            Found::Wrong => gaps.wrong.push(place),
            Found::Nothing if is_required => gaps.missing.push(place),
            Found::Nothing | Found::Right => {}
        }
    }
    if !gaps.wrong.is_empty() {
        gaps.missing.clear();
    }
    gaps
}

/// Whether a `reception` goes out without a conversation: the server's documentation asks for one, its schema does not,
/// so the request is sent and the developer is told once.
pub fn lacks_advised_conversation(action: Action, look: &dyn Fn(Place) -> Found) -> bool {
    action == Action::Reception && look(Conversations) == Found::Nothing
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::RefCell;

    const FIELDS: [Place; 7] = [
        ThreadId,
        ParentId,
        Content,
        Instruction,
        OrganizationId,
        Conversations,
        Offers,
    ];

    /// A payload with this at these places, and nothing at the others.
    fn payload(places: &[(Place, Found)]) -> impl Fn(Place) -> Found {
        |place| {
            let given = places.iter().find(|(other, _)| *other == place);
            given.map_or(Found::Nothing, |(_, found)| *found)
        }
    }

    fn wrong(place: Place) -> Gaps {
        Gaps {
            wrong: vec![place],
            missing: Vec::new(),
        }
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
    fn every_place_says_where_it_is_and_what_belongs_there() {
        let places = Place::ALL.map(|place| (place.path(), place.expected()));
        let expected = [
            ("session", "an object"),
            ("request", "an object"),
            ("request.connections", "an object"),
            ("request.attributes", "an object"),
            ("request.context", "an object"),
            ("request.scope", "an object"),
            ("request.resources", "an object"),
            ("request.connections.threadId", "a string"),
            ("request.connections.parentId", "a string"),
            ("request.attributes.content", "a string"),
            ("request.attributes.instruction", "a string"),
            ("request.context.organizationId", "a string"),
            ("request.scope.conversations", "an array"),
            ("request.resources.offers", "an array"),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn the_holder_of_a_field_is_the_object_that_its_path_names() {
        for field in FIELDS {
            let (holder, _) = field.path().rsplit_once('.').unwrap();
            assert_eq!(field.holder().path(), holder);
        }
    }

    #[test]
    fn a_wrong_type_is_reported_as_such_and_not_as_missing() {
        for place in [ThreadId, Connections] {
            let gaps = check(Some(Action::Reception), &payload(&[(place, Found::Wrong)]));
            assert_eq!(gaps, wrong(place));
        }
    }

    #[test]
    fn a_wrong_type_where_the_action_does_not_look_is_let_through() {
        let mut places = FIELDS.map(|place| (place, Found::Right));
        places[6] = (Offers, Found::Wrong);
        let with_odd_offers = payload(&places);
        assert_eq!(
            check(Some(Action::Interaction), &with_odd_offers),
            Gaps::default()
        );
        assert_eq!(
            check(Some(Action::Recommend), &with_odd_offers),
            wrong(Offers)
        );
        assert_eq!(check(None, &with_odd_offers), wrong(Offers));
    }

    #[test]
    fn without_an_action_nothing_is_missing_and_every_type_counts() {
        assert_eq!(check(None, &|_| Found::Nothing), Gaps::default());
        assert_eq!(check(None, &|_| Found::Wrong).wrong, Place::ALL);
    }

    #[test]
    fn reception_without_conversation_is_sent_with_a_warning() {
        let places = [(ThreadId, Found::Right), (OrganizationId, Found::Right)];
        let sparse = payload(&places);
        assert_eq!(check(Some(Action::Reception), &sparse), Gaps::default());
        assert!(lacks_advised_conversation(Action::Reception, &sparse));
        assert!(!lacks_advised_conversation(Action::Interaction, &sparse));
        let full = |_| Found::Right;
        assert!(!lacks_advised_conversation(Action::Reception, &full));
    }

    #[test]
    fn what_matters_is_looked_at_once_and_nothing_else() {
        for action in [None].into_iter().chain(Action::ALL.map(Some)) {
            let seen = RefCell::new(Vec::new());
            check(action, &|place| {
                seen.borrow_mut().push(place);
                Found::Right
            });
            let matters = |place: &Place| {
                action.is_none_or(|action| {
                    let of_field = |field: &Place| {
                        let path = format!("{}.", field.path());
                        path.starts_with(&format!("{}.", place.path()))
                    };
                    *place == Session || required(action).iter().any(of_field)
                })
            };
            let expected: Vec<Place> = Place::ALL.into_iter().filter(matters).collect();
            assert_eq!(seen.into_inner(), expected, "{action:?}");
        }
    }

    fn any_action() -> impl Strategy<Value = Action> {
        prop::sample::select(Action::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn exactly_the_missing_fields_are_reported_and_all_at_once(action in any_action(), given in proptest::array::uniform7(any::<bool>())) {
            let given = |place| FIELDS.into_iter().zip(given).any(|(field, given)| field == place && given);
            let look = |place| if given(place) { Found::Right } else { Found::Nothing };
            let gaps = check(Some(action), &look);
            let missing: Vec<Place> = FIELDS.into_iter().filter(|place| required(action).contains(place) && !given(*place)).collect();
            prop_assert_eq!(gaps, Gaps { wrong: Vec::new(), missing });
        }

        #[test]
        fn any_payload_gets_an_answer(
            action in proptest::option::of(any_action()),
            found in proptest::array::uniform14(prop::sample::select(vec![Found::Nothing, Found::Right, Found::Wrong])),
        ) {
            let places: Vec<(Place, Found)> = Place::ALL.into_iter().zip(found).collect();
            let look = payload(&places);
            let gaps = check(action, &look);
            prop_assert!(gaps.wrong.is_empty() || gaps.missing.is_empty());
            prop_assert!(gaps.wrong.iter().all(|place| look(*place) == Found::Wrong));
            prop_assert!(gaps.missing.iter().all(|place| look(*place) == Found::Nothing));
        }
    }
}
