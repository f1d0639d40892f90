//! The rules of options, a client's and a request's: what each may be, and what is said about what it may not be. Options
//! are read by a [`Reader`]: whoever needs one asks for it by name, kind and default, and that call is the only place
//! where it is declared. Every fault is found at once, and what nobody asked for is warned of ([`Findings`]).
//!
//! The rules know nothing of JavaScript. What they look at implements [`Value`]; what they hand on stays the value that it
//! was, so that no text is copied that nobody reads.

mod nearest;
mod reader;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod sample;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use reader::Reader;

use super::action::Action;

/// A value from outside, as far as the rules look at it.
pub trait Value: Clone {
    /// What it is.
    fn kind(&self) -> Kind;
    /// The text, of [`Kind::Text`] alone.
    fn text(&self) -> Option<String>;
    /// The object's own property of that name, if it has one.
    fn own(&self, name: &str) -> Option<Self>;
    /// The object's own enumerable properties with text keys, in their order; nothing if they cannot be read.
    fn entries(&self) -> Option<Vec<(String, Self)>>;
    /// The items, of [`Kind::List`].
    fn items(&self) -> Vec<Self>;
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// `undefined`: not given.
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Flag(bool),
    /// A number, of any kind.
    Number(f64),
    /// A string.
    Text {
        /// Whether it says nothing.
        is_empty: bool,
    },
    /// What can be called.
    Function,
    /// An array.
    List,
    /// An object that is nothing but its properties.
    PlainObject,
    /// Any other object.
    Object,
    /// A symbol, a big integer.
    Other,
}

impl Kind {
    /// Whether it is an object that is not called, a list included.
    pub fn is_object(self) -> bool {
        matches!(self, Kind::List | Kind::PlainObject | Kind::Object)
    }
}

/// One of several words.
pub trait Choice: Copy + 'static {
    /// Each word with what it means, the usual one first. `true` and `false` stand for the booleans, not for texts.
    const WORDS: &'static [(&'static str, Self)];
}

/// Whose options are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A client's. Some are inside others (`queue.maxRequests`), and a client secret must not be among them.
    Client,
    /// A request's own.
    Request,
}

/// What was found in options, besides what was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What is wrong, in the order in which it was given, but secrets first and what a URL has to be last. No value is
    /// quoted.
    pub faults: Vec<String>,
    /// What there is no such option for.
    pub warnings: Vec<String>,
    /// Whether the first fault is a secret.
    pub has_secret: bool,
}

/// When a request counts as answered, as an option says it.
#[derive(Clone, Debug, PartialEq)]
pub enum UntilChoice<V> {
    /// With the reply to its action.
    Answer,
    /// With the first update that completed.
    Completed,
    /// When nothing more comes.
    Idle,
    /// When each of these action types has completed.
    Types(Vec<String>),
    /// When this function says so.
    Asked(V),
}

/// When requests count as answered, by their action.
#[derive(Clone, Debug)]
pub struct Untils<V> {
    general: UntilChoice<V>,
    by_action: Vec<(Action, UntilChoice<V>)>,
}

impl<V> UntilChoice<V> {
    /// Puts something else in the place of the function, if there is one.
    pub fn replace_function(&mut self, replace: impl Fn(&V) -> V) {
        if let UntilChoice::Asked(function) = self {
            *function = replace(function);
        }
    }
}

impl<V: Value> Untils<V> {
    /// Puts something else in the place of each function.
    pub fn replace_functions(&mut self, replace: impl Fn(&V) -> V) {
        let named = self.by_action.iter_mut().map(|(_, until)| until);
        for until in named.chain([&mut self.general]) {
            until.replace_function(&replace);
        }
    }

    /// When a request of that action does.
    pub fn of(&self, action: Action) -> UntilChoice<V> {
        let mut named = self.by_action.iter().rev();
        let own = named.find(|(named, _)| *named == action);
        own.map_or(&self.general, |(_, until)| until).clone()
    }
}
