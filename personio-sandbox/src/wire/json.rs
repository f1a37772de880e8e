//! Writes JSON straight into bytes, for rows that are sent by the thousand.
//!
//! It only knows JSON; what is written and in which order is the caller's business.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};
use serde::Serialize;
use uuid::Uuid;

/// What stands, flattened, in a struct that is only read from an object: serde would take a list for it as well.
pub(crate) type OnlyAnObject = ();

/// A JSON text in the making.
pub(crate) struct Json {
    buf: Vec<u8>,
}

impl Json {
    /// An empty text with room for `capacity` bytes.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { buf: Vec::with_capacity(capacity) }
    }

    /// The bytes written so far.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.buf
    }

    /// Adds text that is JSON already.
    pub(crate) fn raw(&mut self, json: &str) -> &mut Self {
        self.buf.extend_from_slice(json.as_bytes());
        self
    }

    /// Adds a string with its quotes and escapes.
    pub(crate) fn string(&mut self, text: &str) -> &mut Self {
        self.buf.push(b'"');
        self.text(text);
        self.buf.push(b'"');
        self
    }

    /// Adds the inside of a string: escaped, without quotes.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        let bytes = text.as_bytes();
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if *byte >= 0x20 && *byte != b'"' && *byte != b'\\' {
                continue;
            }
            self.buf.extend_from_slice(&bytes[from..at]);
            self.escape(*byte);
            from = at + 1;
        }
        self.buf.extend_from_slice(&bytes[from..]);
        self
    }

    fn escape(&mut self, byte: u8) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        match byte {
            b'"' => self.buf.extend_from_slice(b"\\\""),
            b'\\' => self.buf.extend_from_slice(b"\\\\"),
            b'\n' => self.buf.extend_from_slice(b"\\n"),
            b'\r' => self.buf.extend_from_slice(b"\\r"),
            b'\t' => self.buf.extend_from_slice(b"\\t"),
            _ => {
                self.buf.extend_from_slice(b"\\u00");
                self.buf.push(HEX[usize::from(byte >> 4)]);
                self.buf.push(HEX[usize::from(byte & 15)]);
            }
        }
    }

    /// Adds an integer.
    pub(crate) fn int(&mut self, number: i64) -> &mut Self {
        if number < 0 {
            self.buf.push(b'-');
        }
        self.digits(number.unsigned_abs(), 1)
    }

    /// Adds hundredths as a decimal number without trailing zeros: `3850` as `38.5`.
    pub(crate) fn hundredths(&mut self, hundredths: i64) -> &mut Self {
        if hundredths < 0 {
            self.buf.push(b'-');
        }
        let all = hundredths.unsigned_abs();
        self.digits(all / 100, 1);
        match all % 100 {
            0 => self,
            rest if rest % 10 == 0 => {
                self.buf.push(b'.');
                self.digits(rest / 10, 1)
            }
            rest => {
                self.buf.push(b'.');
                self.digits(rest, 2)
            }
        }
    }

    /// Adds a number with at least `width` digits.
    fn digits(&mut self, number: u64, width: usize) -> &mut Self {
        let mut digits = [b'0'; 20];
        let (mut rest, mut from) = (number, digits.len());
        while rest > 0 || digits.len() - from < width {
            from -= 1;
            digits[from] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        self.buf.extend_from_slice(&digits[from..]);
        self
    }

    fn signed(&mut self, number: i16, width: usize) -> &mut Self {
        self.digits(u64::from(number.unsigned_abs()), width)
    }

    fn day(&mut self, date: Date) -> &mut Self {
        self.signed(date.year(), 4).raw("-").signed(i16::from(date.month()), 2);
        self.raw("-").signed(i16::from(date.day()), 2)
    }

    fn time(&mut self, time: civil::Time) -> &mut Self {
        self.signed(i16::from(time.hour()), 2).raw(":").signed(i16::from(time.minute()), 2);
        self.raw(":").signed(i16::from(time.second()), 2)
    }

    fn offset(&mut self, offset: Offset) -> &mut Self {
        let minutes = u64::from(offset.seconds().unsigned_abs() / 60);
        self.raw(if offset.seconds() < 0 { "-" } else { "+" });
        self.digits(minutes / 60, 2).raw(":").digits(minutes % 60, 2)
    }

    /// Adds `"2024-05-01"`.
    pub(crate) fn date(&mut self, date: Date) -> &mut Self {
        self.raw("\"").day(date).raw("\"")
    }

    /// Adds the midnight of a day with the offset of `zone`: `"2024-05-01T00:00:00+02:00"`, the `T` being `separator`.
    pub(crate) fn midnight(&mut self, date: Date, zone: &TimeZone, separator: &str) -> &mut Self {
        // Zones change their clocks hours after midnight, so the offset at 00:00 UTC of that day is
        // the offset of its local midnight in every zone a company of the sandbox uses.
        let near = Offset::UTC.to_timestamp(date.to_datetime(civil::Time::midnight()));
        let offset = near.map_or(Offset::UTC, |it| zone.to_offset(it));
        self.raw("\"").day(date).raw(separator).raw("00:00:00").offset(offset).raw("\"")
    }

    /// Adds a moment in the local time of `zone`: `"2024-05-01T10:12:13+02:00"`.
    pub(crate) fn local(&mut self, at: Timestamp, zone: &TimeZone) -> &mut Self {
        self.local_with(at, zone, "T")
    }

    /// The same with something else in the place of the `T`.
    pub(crate) fn local_with(&mut self, at: Timestamp, zone: &TimeZone, separator: &str) -> &mut Self {
        let offset = zone.to_offset(at);
        let local = offset.to_datetime(at);
        self.raw("\"").day(local.date()).raw(separator).time(local.time()).offset(offset).raw("\"")
    }

    /// Adds a moment in UTC: `"2024-05-01T08:12:13Z"`.
    pub(crate) fn utc(&mut self, at: Timestamp) -> &mut Self {
        let utc = Offset::UTC.to_datetime(at);
        self.raw("\"").day(utc.date()).raw("T").time(utc.time()).raw("Z\"")
    }

    /// Adds a moment in UTC with so many places after its seconds: `"2024-05-01T08:12:13.0Z"`.
    pub(crate) fn utc_to(&mut self, at: Timestamp, places: usize) -> &mut Self {
        let utc = Offset::UTC.to_datetime(at);
        let millis = format!("{:03}", at.subsec_millisecond().max(0));
        self.raw("\"").day(utc.date()).raw("T").time(utc.time());
        self.raw(".").raw(millis.get(..places).unwrap_or(&millis)).raw("Z\"")
    }

    /// Adds a moment in the local time of `zone`, with an offset without a colon: `"2024-05-01T10:12:13+0200"`.
    pub(crate) fn compact(&mut self, at: Timestamp, zone: &TimeZone) -> &mut Self {
        let offset = zone.to_offset(at);
        let local = offset.to_datetime(at);
        let minutes = u64::from(offset.seconds().unsigned_abs() / 60);
        self.raw("\"").day(local.date()).raw("T").time(local.time());
        self.raw(if offset.seconds() < 0 { "-" } else { "+" });
        self.digits(minutes / 60, 2).digits(minutes % 60, 2).raw("\"")
    }

    /// Adds a local time without an offset: `"2024-05-01T08:12:13"`.
    pub(crate) fn civil(&mut self, at: civil::DateTime) -> &mut Self {
        self.raw("\"").day(at.date()).raw("T").time(at.time()).raw("\"")
    }

    /// Adds a uuid as a string.
    pub(crate) fn uuid(&mut self, uuid: Uuid) -> &mut Self {
        let mut text = Uuid::encode_buffer();
        self.raw("\"").raw(uuid.as_hyphenated().encode_lower(&mut text)).raw("\"")
    }

    /// Adds anything that serde can write.
    pub(crate) fn value(&mut self, value: &impl Serialize) -> &mut Self {
        let before = self.buf.len();
        if serde_json::to_writer(&mut self.buf, value).is_err() {
            // Only maps with keys that aren't strings can fail; the sandbox has none.
            self.buf.truncate(before);
            self.raw("null");
        }
        self
    }
}

/// A JSON object in the making; [`Object::close`] ends it.
pub(crate) struct Object<'a> {
    json: &'a mut Json,
    empty: bool,
}

impl<'a> Object<'a> {
    /// Begins an object.
    pub(crate) fn open(json: &'a mut Json) -> Self {
        json.raw("{");
        Self { json, empty: true }
    }

    /// Writes a key; the caller writes its value next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Json {
        self.json.raw(if self.empty { "\"" } else { ",\"" }).raw(key).raw("\":");
        self.empty = false;
        self.json
    }

    /// Writes a key with a string or null.
    pub(crate) fn text(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        let json = self.key(key);
        match value {
            Some(text) => json.string(text),
            None => json.raw("null"),
        };
        self
    }

    /// Writes a key with a date or null.
    pub(crate) fn date(&mut self, key: &str, value: Option<Date>) -> &mut Self {
        let json = self.key(key);
        match value {
            Some(date) => json.date(date),
            None => json.raw("null"),
        };
        self
    }

    /// Writes a key with `{"id": …}`, or nothing.
    pub(crate) fn reference(&mut self, key: &str, id: Option<u32>) -> &mut Self {
        if let Some(id) = id {
            self.key(key).raw("{\"id\":\"").int(i64::from(id)).raw("\"}");
        }
        self
    }

    /// Ends the object.
    pub(crate) fn close(&mut self) {
        self.json.raw("}");
    }
}

#[cfg(test)]
mod tests {
    use super::Json;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    fn text(write: impl FnOnce(&mut Json)) -> String {
        let mut json = Json::with_capacity(16);
        write(&mut json);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[test]
    fn numbers_are_written_plainly() {
        assert_eq!(text(|it| _ = it.int(-40)), "-40");
        assert_eq!(text(|it| _ = it.int(0)), "0");
        assert_eq!(text(|it| _ = it.hundredths(3850)), "38.5");
        assert_eq!(text(|it| _ = it.hundredths(4000)), "40");
        assert_eq!(text(|it| _ = it.hundredths(705)), "7.05");
    }

    #[test]
    fn dates_carry_the_offset_of_the_day() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        assert_eq!(
            text(|it| _ = it.midnight(date(2026, 3, 29), &zone, "T")),
            "\"2026-03-29T00:00:00+01:00\""
        );
        assert_eq!(text(|it| _ = it.midnight(date(2026, 7, 1), &zone, "T")), "\"2026-07-01T00:00:00+02:00\"");
        let at = "2026-07-01T08:09:10Z".parse().unwrap();
        assert_eq!(text(|it| _ = it.local(at, &zone)), "\"2026-07-01T10:09:10+02:00\"");
        assert_eq!(text(|it| _ = it.utc(at)), "\"2026-07-01T08:09:10Z\"");
        assert_eq!(text(|it| _ = it.utc_to(at, 1)), "\"2026-07-01T08:09:10.0Z\"");
        assert_eq!(text(|it| _ = it.utc_to(at, 3)), "\"2026-07-01T08:09:10.000Z\"");
        assert_eq!(text(|it| _ = it.compact(at, &zone)), "\"2026-07-01T10:09:10+0200\"");
    }

    proptest! {
        #[test]
        fn any_string_comes_back(input: String) {
            let json = text(|it| _ = it.string(&input));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), input);
        }
    }
}
