//! When requests count as answered.

use super::super::sample::{FUNCTION, object};
use super::*;

fn types(count: usize) -> Vec<Sample> {
    (0..count)
        .map(|place| Sample::from(format!("type{place}").as_str()))
        .collect()
}

fn right_untils() -> Vec<(Sample, UntilChoice<Sample>)> {
    let list = |items: Vec<Sample>| {
        let names = items.iter().filter_map(Sample::text).collect();
        (Sample::List(items), UntilChoice::Types(names))
    };
    vec![
        ("answer".into(), UntilChoice::Answer),
        ("completed".into(), UntilChoice::Completed),
        ("idle".into(), UntilChoice::Idle),
        (FUNCTION, UntilChoice::Asked(FUNCTION)),
        list(types(1)),
        list(types(32)),
        list(vec!["Translate".into(), "".into()]),
    ]
}

pub fn wrong_untils() -> Vec<Sample> {
    vec![
        "".into(),
        "Completed".into(),
        "never".into(),
        5.0.into(),
        true.into(),
        Sample::Null,
        Sample::Symbol,
        Sample::List(vec![]),
        Sample::List(types(33)),
        Sample::List(vec![5.0.into()]),
        Sample::List(vec!["a".into(), Sample::Null]),
        Sample::List(vec![Sample::List(vec![])]),
        object([]),
    ]
}

#[test]
fn until_is_one_for_all_actions() {
    for (until, choice) in right_untils() {
        let client = read(&with([("until", until)]));
        assert_eq!(client.faults(), [""; 0]);
        for action in Action::ALL {
            assert_eq!(client.until.of(action), choice);
        }
    }
    for until in wrong_untils() {
        let client = read(&with([("until", until)]));
        assert_eq!(client.faults(), [format!("until: {UNTIL}")]);
        assert_eq!(client.until.of(Action::Adjust), UntilChoice::Answer);
    }
}

#[test]
fn until_is_one_for_each_action_that_is_named_in_any_letter_case() {
    for (until, choice) in right_untils() {
        let by_action = [
            ("CUSTOMERINTERACTION", until.clone()),
            ("insights", until.clone()),
        ];
        let client = read(&with([("until", plain(by_action))]));
        assert_eq!(client.faults(), [""; 0]);
        for action in Action::ALL {
            let is_named = matches!(action, Action::CustomerInteraction | Action::Insights);
            let expected = if is_named {
                &choice
            } else {
                &UntilChoice::Answer
            };
            assert_eq!(client.until.of(action), *expected);
        }
    }
    assert_eq!(read(&with([("until", plain([]))])).faults(), [""; 0]);
}

#[test]
fn of_two_spellings_of_an_action_the_last_one_counts() {
    let by_action = [("Adjust", "idle".into()), ("adjust", "answer".into())];
    let client = read(&with([("until", plain(by_action))]));
    assert_eq!(client.until.of(Action::Adjust), UntilChoice::Answer);
}

#[test]
fn until_for_no_action_and_a_wrong_one_for_an_action_are_faults() {
    for until in wrong_untils()
        .into_iter()
        .chain([plain([]), plain([("adjust", "idle".into())])])
    {
        let client = read(&with([("until", plain([("elevate", until)]))]));
        assert_eq!(client.faults(), [format!("until.elevate: {UNTIL}")]);
        assert_eq!(client.until.of(Action::Elevate), UntilChoice::Answer);
    }
    for name in [
        "dance",
        "",
        "message",
        "constructor",
        "__proto__",
        "until",
        " adjust",
    ] {
        let client = read(&with([("until", plain([(name, "idle".into())]))]));
        assert_eq!(client.faults(), [format!("until.{name}: {UNTIL}")]);
    }
}

#[test]
fn a_type_that_a_list_names_twice_is_waited_for_once() {
    let list = || Sample::from(["a", "b", "a"]);
    let once = UntilChoice::Types(vec!["a".into(), "b".into()]);
    let general = read(&with([("until", list())]));
    assert_eq!(general.until.of(Action::Adjust), once);
    let named = read(&with([("until", plain([("adjust", list())]))]));
    assert_eq!(named.until.of(Action::Adjust), once);
}
