//! The walk through a value's outline: a deserializer that tells the type what it wants to hear.
//!
//! The type asks, place by place, for what it expects. The walker looks at what stands there, notes a difference, and
//! answers with a stand-in (an empty text, zero, an empty list) in either case. So the type never refuses anything, and
//! the walk goes through the whole value once. Objects and arrays are gone into where they are expected; what may be
//! anything is not looked at.

use std::fmt;
use std::slice::Iter;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, StdError, Visitor};
use serde::forward_to_deserialize_any;

use super::outline::Outline;
use super::place::{Place, Report};
use super::room::keep_ahead;
use crate::protocol::types::NAME_OR_NUMBER;

/// A deserializer that reports what does not fit, and goes on.
#[derive(Clone, Copy)]
pub struct Walker<'a, 'de> {
    outline: &'de Outline,
    place: &'a Place<'a>,
    report: &'a Report,
    /// Set where a type has announced that it takes either.
    takes_name_or_number: bool,
}

impl<'a, 'de> Walker<'a, 'de> {
    /// At some place.
    pub fn new(outline: &'de Outline, place: &'a Place<'a>, report: &'a Report) -> Self {
        Walker {
            outline,
            place,
            report,
            takes_name_or_number: false,
        }
    }

    fn expect(self, expected: &str, is_there: bool) {
        if !is_there {
            self.report.note(self.place, expected, self.outline.name());
        }
    }
}

/// Why a type refused: only what the walker does not know can make it, and then it is said where.
#[derive(Debug)]
pub struct Refusal;

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("refused")
    }
}

impl StdError for Refusal {}

impl Error for Refusal {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Refusal
    }

    // As they are, these would put words together.
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Refusal
    }

    fn missing_field(_: &'static str) -> Self {
        Refusal
    }
}

impl<'de> Deserializer<'de> for Walker<'_, 'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if !self.takes_name_or_number {
            return visitor.visit_unit();
        }
        self.expect(
            "string or number",
            matches!(
                self.outline,
                Outline::Text | Outline::Integer | Outline::Number
            ),
        );
        visitor.visit_borrowed_str("")
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.outline {
            Outline::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(Walker {
            takes_name_or_number: name == NAME_OR_NUMBER,
            ..self
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.expect("boolean", *self.outline == Outline::Flag);
        visitor.visit_bool(false)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.expect(
            "number",
            matches!(self.outline, Outline::Integer | Outline::Number),
        );
        visitor.visit_f64(0.0)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.expect(
            "integer from 0 to 4294967295",
            *self.outline == Outline::Integer,
        );
        visitor.visit_u32(0)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.expect("string", *self.outline == Outline::Text);
        visitor.visit_borrowed_str("")
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let items = match self.outline {
            Outline::List(items) => items.as_slice(),
            _ => {
                self.expect("array", false);
                &[]
            }
        };
        visitor.visit_seq(Items {
            around: self,
            next: 0,
            rest: items.iter(),
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let fields = match self.outline {
            Outline::Object(fields) => fields.as_slice(),
            _ => {
                self.expect("object", false);
                &[]
            }
        };
        visitor
            .visit_map(Fields {
                around: self,
                now: None,
                rest: fields.iter(),
            })
            .inspect_err(|_| self.report.give_up(self.place))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_map(visitor)
    }

    // Nothing that the wire types are made of asks for these, but for what is ignored. A type that came to ask would
    // refuse the unit that it gets, and the tests of agreement would fail.
    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
        ignored_any
    }
}

struct Items<'a, 'de> {
    around: Walker<'a, 'de>,
    next: u32,
    rest: Iter<'de, Outline>,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refusal> {
        let Some(item) = self.rest.next() else {
            return Ok(None);
        };
        keep_ahead();
        let place = Place::Item(self.around.place, self.next);
        self.next += 1;
        seed.deserialize(Walker::new(item, &place, self.around.report))
            .map(Some)
    }
}

struct Fields<'a, 'de> {
    around: Walker<'a, 'de>,
    now: Option<&'de (String, Outline)>,
    rest: Iter<'de, (String, Outline)>,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refusal> {
        self.now = self.rest.next();
        match self.now {
            Some((name, _)) => seed
                .deserialize(BorrowedStrDeserializer::new(name))
                .map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Refusal> {
        let (name, field) = self.now.ok_or(Refusal)?;
        keep_ahead();
        let place = Place::Field(self.around.place, name);
        seed.deserialize(Walker::new(field, &place, self.around.report))
    }
}
