//! A value as the tests of the rules have it: what JavaScript could hand over, as far as the rules can tell.

use proptest::prelude::*;

use super::{Kind, Value};

/// What a page may pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    Undefined,
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    /// Known by a name, so that one can be told from another.
    Function(&'static str),
    List(Vec<Sample>),
    Plain(Vec<(String, Sample)>),
    /// An instance of some class.
    Object(Vec<(String, Sample)>),
    /// A proxy that is revoked.
    Unreadable,
    Symbol,
}

impl Value for Sample {
    fn kind(&self) -> Kind {
        match self {
            Sample::Undefined => Kind::Undefined,
            Sample::Null => Kind::Null,
            Sample::Flag(flag) => Kind::Flag(*flag),
            Sample::Number(number) => Kind::Number(*number),
            Sample::Text(text) => Kind::Text {
                is_empty: text.is_empty(),
            },
            Sample::Function(_) => Kind::Function,
            Sample::List(_) => Kind::List,
            Sample::Plain(_) => Kind::PlainObject,
            Sample::Object(_) | Sample::Unreadable => Kind::Object,
            Sample::Symbol => Kind::Other,
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Sample::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn own(&self, name: &str) -> Option<Sample> {
        let mut entries = self.entries()?.into_iter();
        entries.find(|(key, _)| key == name).map(|(_, value)| value)
    }

    fn entries(&self) -> Option<Vec<(String, Sample)>> {
        Some(match self {
            Sample::Plain(entries) | Sample::Object(entries) => entries.clone(),
            Sample::List(items) => {
                let keys = (0..items.len()).map(|place| place.to_string());
                keys.zip(items.iter().cloned()).collect()
            }
            Sample::Unreadable => return None,
            _ => Vec::new(),
        })
    }

    fn items(&self) -> Vec<Sample> {
        match self {
            Sample::List(items) => items.clone(),
            _ => Vec::new(),
        }
    }
}

impl From<&str> for Sample {
    fn from(text: &str) -> Sample {
        Sample::Text(text.to_owned())
    }
}

impl From<f64> for Sample {
    fn from(number: f64) -> Sample {
        Sample::Number(number)
    }
}

impl From<bool> for Sample {
    fn from(flag: bool) -> Sample {
        Sample::Flag(flag)
    }
}

impl<const N: usize> From<[&str; N]> for Sample {
    fn from(texts: [&str; N]) -> Sample {
        Sample::List(texts.into_iter().map(Sample::from).collect())
    }
}

/// Any function.
pub const FUNCTION: Sample = Sample::Function("any");

/// A plain object.
pub fn plain<const N: usize>(entries: [(&str, Sample); N]) -> Sample {
    Sample::Plain(named(entries))
}

/// An instance of some class.
pub fn object<const N: usize>(entries: [(&str, Sample); N]) -> Sample {
    Sample::Object(named(entries))
}

fn named<const N: usize>(entries: [(&str, Sample); N]) -> Vec<(String, Sample)> {
    let own = |(name, value): (&str, Sample)| (name.to_owned(), value);
    entries.into_iter().map(own).collect()
}

/// Anything at all.
pub fn any_sample() -> impl Strategy<Value = Sample> {
    let number = prop_oneof![any::<f64>(), (-2.0..5e9), Just(f64::NAN), Just(-0.0)];
    let word = prop_oneof![
        Just(String::new()),
        "(true|false|rest|auto|idle|completed|prompt|client_?secret)",
        any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Sample::Undefined),
        Just(Sample::Null),
        any::<bool>().prop_map(Sample::Flag),
        number.prop_map(Sample::Number),
        word.clone().prop_map(Sample::Text),
        Just(FUNCTION),
        Just(Sample::Symbol),
        Just(Sample::Unreadable),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        let entries = prop::collection::vec((word.clone(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Sample::List),
            entries.clone().prop_map(Sample::Plain),
            entries.prop_map(Sample::Object),
        ]
    })
}

/// An object with some of these names, each with a value of the strategy or with anything.
pub fn any_object(
    names: &'static [&'static str],
    likely: impl Strategy<Value = Sample> + 'static,
) -> impl Strategy<Value = Sample> {
    let value = prop_oneof![likely, any_sample()];
    let entry = (prop::sample::select(names), value);
    let entries = prop::collection::vec(entry, 0..8);
    entries.prop_map(|entries| {
        let mut own: Vec<(String, Sample)> = Vec::new();
        for (name, value) in entries {
            if own.iter().all(|(other, _)| other != name) {
                own.push((name.to_owned(), value));
            }
        }
        Sample::Plain(own)
    })
}
