//! Fields of a JSON body as v2 wants them: of the right type, and sent, null or left out.
//!
//! It must not know which fields there are, nor how a route tells that one is wrong.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

use crate::wire::call::Call;

/// A body, or a field of it, that isn't what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unfit;

/// A field as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sent<T> {
    Not,
    Null,
    Value(T),
}

impl<T> Sent<T> {
    /// The value, if there is one.
    pub(super) fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Not | Self::Null => None,
        }
    }

    /// The value that a field has afterwards which had another one before.
    pub(super) fn or(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Not => before,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The same field with another kind of value.
    pub(super) fn map<R>(self, value: impl FnOnce(T) -> R) -> Sent<R> {
        match self {
            Self::Not => Sent::Not,
            Self::Null => Sent::Null,
            Self::Value(it) => Sent::Value(value(it)),
        }
    }

    /// The same field with another kind of value, if it can be that.
    pub(super) fn try_map<R, E>(self, value: impl FnOnce(T) -> Result<R, E>) -> Result<Sent<R>, E> {
        match self {
            Self::Not => Ok(Sent::Not),
            Self::Null => Ok(Sent::Null),
            Self::Value(it) => value(it).map(Sent::Value),
        }
    }

    fn read(value: Option<&Value>, read: impl FnOnce(&Value) -> Option<T>) -> Result<Self, Unfit> {
        match value {
            None => Ok(Self::Not),
            Some(Value::Null) => Ok(Self::Null),
            Some(value) => read(value).map(Self::Value).ok_or(Unfit),
        }
    }
}

/// The fields of an object.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Reads the body of a call.
    pub(super) fn read(call: &Call<'_>) -> Result<Self, Unfit> {
        serde_json::from_slice(call.body).map(Self).map_err(|_| Unfit)
    }

    /// Whether a field was sent.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A field as it was sent.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A field that `read` can make something of.
    pub(super) fn read_as<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Sent<T>, Unfit> {
        Sent::read(self.0.get(name), read)
    }

    /// A text of at most so many characters.
    pub(super) fn text(&self, name: &str, most: usize) -> Result<Sent<String>, Unfit> {
        Sent::read(self.0.get(name), |it| short(it, most))
    }

    /// A yes or no.
    pub(super) fn truth(&self, name: &str) -> Result<Sent<bool>, Unfit> {
        Sent::read(self.0.get(name), Value::as_bool)
    }

    /// A list of texts, each of at most so many characters.
    pub(super) fn texts(&self, name: &str, most: usize) -> Result<Sent<Vec<String>>, Unfit> {
        Sent::read(self.0.get(name), |it| it.as_array()?.iter().map(|it| short(it, most)).collect())
    }

    /// An object of texts, each of at most so many characters.
    pub(super) fn named_texts(&self, name: &str, most: usize) -> Result<Sent<Vec<(String, String)>>, Unfit> {
        let read = |it: &Value| {
            let pairs = it.as_object()?.iter();
            pairs.map(|(name, value)| Some((name.clone(), short(value, most)?))).collect()
        };
        Sent::read(self.0.get(name), read)
    }

    /// An object.
    pub(super) fn object(&self, name: &str) -> Result<Sent<Map<String, Value>>, Unfit> {
        Sent::read(self.0.get(name), |it| it.as_object().cloned())
    }

    /// A moment with its offset.
    pub(super) fn moment(&self, name: &str) -> Result<Sent<Timestamp>, Unfit> {
        Sent::read(self.0.get(name), |it| it.as_str()?.parse().ok())
    }

    /// The id of `{"id": …}`.
    pub(super) fn id(&self, name: &str) -> Result<Sent<String>, Unfit> {
        Sent::read(self.0.get(name), |it| id(it.get("id")?))
    }

    /// A day.
    pub(super) fn day(&self, name: &str) -> Result<Sent<Date>, Unfit> {
        Sent::read(self.0.get(name), |it| it.as_str().and_then(day))
    }

    /// The day of `{"date": …}`.
    pub(super) fn date(&self, name: &str) -> Result<Sent<Date>, Unfit> {
        Sent::read(self.0.get(name), |it| it.get("date")?.as_str().and_then(day))
    }

    /// The time of `{"date_time": …}`, which has no offset.
    pub(super) fn date_time(&self, name: &str) -> Result<Sent<DateTime>, Unfit> {
        Sent::read(self.0.get(name), |it| it.get("date_time")?.as_str().and_then(local))
    }
}

/// A text of at most so many characters.
fn short(value: &Value, most: usize) -> Option<String> {
    value.as_str().filter(|it| it.chars().count() <= most).map(str::to_owned)
}

/// An id: a text, or the number that some clients send instead.
pub(super) fn id(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|it| it.to_string()))
}

/// A day like `2026-06-01`.
pub(super) fn day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| text.len() == 10)
}

/// A time without an offset like `2026-06-01T09:00:00`, to the second.
pub(super) fn local(text: &str) -> Option<DateTime> {
    let time = text.get(11..).filter(|_| text.as_bytes()[10] == b'T')?;
    if !time.bytes().all(|it| it.is_ascii_digit() || matches!(it, b':' | b'.')) {
        return None;
    }
    let at: DateTime = text.parse().ok()?;
    at.with().subsec_nanosecond(0).build().ok()
}

#[cfg(test)]
mod tests {
    use super::{day, local};

    #[test]
    fn times_have_no_offset() {
        assert_eq!(local("2026-06-01T09:00:00").unwrap().to_string(), "2026-06-01T09:00:00");
        assert_eq!(local("2026-06-01T09:00").unwrap().to_string(), "2026-06-01T09:00:00");
        assert_eq!(local("2026-06-01T09:00:00.25").unwrap().to_string(), "2026-06-01T09:00:00");
        let bad = [
            "",
            "2026-06-01",
            "2026-06-01T",
            "2026-06-01 09:00:00",
            "2026-06-01T09:00:00Z",
            "2026-06-01T9:00",
            "2026-06-01T09:00:00+02:00",
            "2026-02-30T09:00:00",
            "2026-06-01T24:00:00",
            "tomorrow at 9",
        ];
        for text in bad {
            assert_eq!(local(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_whole() {
        assert_eq!(day("2026-06-01").unwrap().to_string(), "2026-06-01");
        for text in ["2026-06-01T00:00:00", "2026-6-1", "01.06.2026", "20260601"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
