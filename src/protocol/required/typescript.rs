//! The table of required fields as TypeScript has it, so that a compiler finds what is missing before a request is made.
//!
//! Types can say which fields are there, not that a text or a list is empty: that remains for [`super::check`].

/// What [`super::required`] says of each action.
pub const REQUIRED_FIELDS: &str = "
/** The fields that each action requires, by the paths that `REQUIRED_FIELDS_MISSING` reports. Texts and lists must not be
 * empty either, which only the request itself finds out. */
export interface RequiredFields {
  /** Of `adjust`. */
  adjust:
    | 'request.connections.threadId'
    | 'request.connections.parentId'
    | 'request.attributes.content'
    | 'request.attributes.instruction'
    | 'request.scope.conversations'
    | 'request.context.organizationId';
  /** Of `elevate`. */
  elevate:
    | 'request.connections.threadId'
    | 'request.connections.parentId'
    | 'request.attributes.content'
    | 'request.scope.conversations'
    | 'request.context.organizationId';
  /** Of `interaction`. */
  interaction:
    | 'request.connections.threadId'
    | 'request.scope.conversations'
    | 'request.context.organizationId';
  /** Of `customerInteraction`. */
  customerInteraction: RequiredFields['interaction'];
  /** Of `reception`; a conversation is advised. */
  reception: 'request.connections.threadId' | 'request.context.organizationId';
  /** Of `summarize`. */
  summarize: RequiredFields['interaction'];
  /** Of `translate`. */
  translate: RequiredFields['interaction'];
  /** Of `recommend`. */
  recommend: RequiredFields['interaction'] | 'request.resources.offers';
  /** Of `insights`. */
  insights: RequiredFields['interaction'];
}
";

/// What belongs at each of the places.
pub const REQUIRED_VALUES: &str = "
interface RequiredValues {
  threadId: string;
  parentId: string;
  content: string;
  instruction: string;
  organizationId: string;
  conversations: Conversation[];
  offers: AnyObject[];
}
";

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::required;
    use super::*;
    use crate::protocol::action::Action;

    type Fields = BTreeSet<String>;

    /// The declared members: of each its name and its type.
    fn members(interface: &str) -> Vec<(String, String)> {
        let (_, body) = interface.split_once(" {\n").unwrap();
        let (body, _) = body.rsplit_once('}').unwrap();
        let lines = body.lines().map(str::trim);
        let code: String = lines.filter(|line| !line.starts_with("/**")).collect();
        code.split(';')
            .filter_map(|member| member.split_once(':'))
            .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
            .collect()
    }

    /// The fields that a type names, itself or by way of an action that was declared before.
    fn fields(kind: &str, before: &BTreeMap<String, Fields>) -> Fields {
        kind.split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .flat_map(|part| match part.strip_prefix("RequiredFields['") {
                Some(other) => before[other.strip_suffix("']").unwrap()].clone(),
                None => Fields::from([part.trim_matches('\'').to_owned()]),
            })
            .collect()
    }

    #[test]
    fn a_compiler_requires_what_the_request_requires() {
        let mut declared = BTreeMap::new();
        for (action, kind) in members(REQUIRED_FIELDS) {
            let fields = fields(&kind, &declared);
            declared.insert(action, fields);
        }
        let checked: BTreeMap<String, Fields> = Action::ALL
            .into_iter()
            .map(|action| {
                let paths = required(action).iter().map(|place| place.path().to_owned());
                (action.method().to_owned(), paths.collect())
            })
            .collect();
        assert_eq!(declared, checked);
    }

    #[test]
    fn a_compiler_expects_of_each_required_field_what_the_request_expects() {
        let declared: BTreeMap<String, String> = members(REQUIRED_VALUES)
            .into_iter()
            .map(|(name, kind)| {
                let expected = match kind.trim() {
                    "string" => "a string",
                    list if list.ends_with("[]") => "an array",
                    other => other,
                };
                (name, expected.to_owned())
            })
            .collect();
        let checked: BTreeMap<String, String> = Action::ALL
            .into_iter()
            .flat_map(required)
            .map(|place| {
                let name = place.path().rsplit('.').next().unwrap();
                (name.to_owned(), place.expected().to_owned())
            })
            .collect();
        assert_eq!(declared, checked);
    }
}
