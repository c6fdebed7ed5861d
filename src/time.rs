//! Moments on the wall clock.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::to_json::ToJson;

// In a page there is one already.
#[cfg_attr(all(target_arch = "wasm32", feature = "create"), path = "time/host.rs")]
mod calendar;

/// A moment: milliseconds since 1970-01-01T00:00:00Z. It prints and serialises as ISO 8601 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(u64);

/// The last moment with a year of four digits, which is as far as ISO 8601 goes without further agreement.
const LAST: u64 = 253_402_300_799_999;

impl Timestamp {
    /// The moment so many milliseconds after the start of 1970; later ones than the year 9999 become its end.
    pub fn from_millis(millis: u64) -> Self {
        Self(millis.min(LAST))
    }

    /// That second of that day in UTC; `None` for what no calendar or clock has, or a day before 1970.
    pub(crate) fn from_civil([year, month, day, hour, minute, second]: [u32; 6]) -> Option<Self> {
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > length_of(year, month) {
            return None;
        }
        // Sixty is a leap second.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        // Years begin with March here, so that a leap day is their last.
        let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 1 - BEFORE_1970;
        let minutes = (days * 24 + hour) * 60 + minute;
        Some(Self::from_millis((u64::from(minutes) * 60 + u64::from(second)) * 1_000))
    }

    /// Reads ISO 8601 in UTC as Graph writes it: with any fraction or none, with `Z` or, in errors, without. `None` for
    /// everything else, other zones included.
    pub fn from_iso8601(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let bytes = bytes.strip_suffix(b"Z").unwrap_or(bytes);
        let (head, tail) = bytes.split_at_checked(SHAPE.len())?;
        let fraction = match tail {
            [] => &[],
            [b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => digits,
            _ => return None,
        };
        let whole = Self::from_civil(numbers(head, SHAPE)?)?;
        let (mut millis, mut worth) = (0, 100);
        for digit in fraction {
            millis += worth * u64::from(digit - b'0');
            worth /= 10;
        }
        Some(whole.after(millis))
    }

    /// Milliseconds since the start of 1970.
    pub fn as_millis(self) -> u64 {
        self.0
    }

    /// The moment so many milliseconds later.
    #[must_use]
    pub fn after(self, millis: u64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The moment as ISO 8601 in UTC, to the millisecond.
    pub fn to_iso8601(self) -> String {
        calendar::iso(self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_iso8601())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_iso8601())
    }
}

impl ToJson for Timestamp {
    fn write(&self, out: &mut String) {
        self.to_iso8601().write(out);
    }
}

/// A moment to the second, for [`numbers`].
pub(crate) const SHAPE: &[u8] = b"0000-00-00T00:00:00";

/// The numbers in text of the form of a pattern, in which `0` stands for any digit and all else for itself. `None` for text
/// of another form.
pub(crate) fn numbers(text: &[u8], shape: &[u8]) -> Option<[u32; 6]> {
    let mut numbers = [0; 6];
    let mut at = 0;
    for (byte, wanted) in text.iter().zip(shape) {
        if *wanted != b'0' {
            if byte != wanted {
                return None;
            }
            at += 1;
        } else if !byte.is_ascii_digit() {
            return None;
        } else if let Some(number) = numbers.get_mut(at) {
            *number = *number * 10 + u32::from(byte - b'0');
        }
    }
    (text.len() == shape.len()).then_some(numbers)
}

/// The number that digits write.
pub(crate) fn digits(text: &[u8]) -> u64 {
    text.iter().fold(0, |number, digit| number * 10 + u64::from(digit.wrapping_sub(b'0')))
}

/// The days from the March that begins the year 0 to 1970-01-01.
const BEFORE_1970: u32 = 719_468;

/// How many days a month has.
fn length_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(is_leap),
        // From August on it is the even ones that are long.
        _ => 30 + ((month ^ (month >> 3)) & 1),
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;
    use std::time::{Duration, UNIX_EPOCH};

    #[track_caller]
    fn prints(millis: u64, wanted: &str) {
        assert_eq!(Timestamp::from_millis(millis).to_string(), wanted);
    }

    #[test]
    fn prints_iso_8601() {
        prints(0, "1970-01-01T00:00:00.000Z");
        prints(951_782_400_000, "2000-02-29T00:00:00.000Z");
        prints(1_709_164_799_999, "2024-02-28T23:59:59.999Z");
        prints(4_107_542_399_000, "2100-02-28T23:59:59.000Z");
        prints(4_107_542_400_000, "2100-03-01T00:00:00.000Z");
    }

    #[test]
    fn agrees_with_httpdate_over_the_days_of_four_centuries() {
        for day in (0..146_097).step_by(5) {
            let time = UNIX_EPOCH + Duration::from_secs(day * 86_400 + 3_661);
            let http = httpdate::fmt_http_date(time);
            let iso = Timestamp::from_millis((day * 86_400 + 3_661) * 1_000).to_string();
            let parts: Vec<&str> = iso.split(['-', 'T', '.']).collect();
            let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
                [parts[1].parse::<usize>().unwrap() - 1];
            let same = format!("{} {month} {} {}", parts[2], parts[0], parts[3]);
            assert!(http.contains(&same), "{http} is not {iso}");
        }
    }

    #[test]
    fn knows_every_day_and_no_other() {
        let mut days = 0;
        for year in 1970..=9999 {
            for (month, day) in (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day))) {
                let Some(found) = Timestamp::from_civil([year, month, day, 0, 0, 0]) else { continue };
                let text = format!("{year}-{month:02}-{day:02}T00:00:00.000Z");
                assert_eq!((found.as_millis(), found.to_string()), (days * 86_400_000, text));
                days += 1;
            }
        }
        assert_eq!(days, 2_932_897, "the days to the end of 9999");
    }

    #[test]
    fn reads_what_graph_writes() {
        for (text, wanted) in [
            ("2021-11-10T01:10:09.5220119Z", Some("2021-11-10T01:10:09.522Z")),
            ("2021-11-10T01:10:50.74Z", Some("2021-11-10T01:10:50.740Z")),
            ("2023-09-08T23:07:16", Some("2023-09-08T23:07:16.000Z")),
            ("2016-12-31T23:59:60Z", Some("2017-01-01T00:00:00.000Z")),
            ("2023-09-08T23:07:16+02:00", None),
            ("2023-09-08T23:07:16.", None),
            ("2023-09-08T23:07:16.x", None),
            ("2023-09-08 23:07:16", None),
            ("2023-02-30T23:07:16Z", None),
            ("2023-13-01T23:07:16Z", None),
            ("2023-01-01T24:00:00Z", None),
            ("2023-01-01T00:60:00Z", None),
            ("2023-01-01T00:00:61Z", None),
            ("2023-01-01T00:00", None),
            ("Z", None),
            ("", None),
            ("2023-09-08T23:07:1é", None),
        ] {
            assert_eq!(Timestamp::from_iso8601(text).map(|at| at.to_string()).as_deref(), wanted, "{text:?}");
        }
    }

    #[test]
    fn stays_within_the_year_9999() {
        prints(u64::MAX, "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::from_millis(1).after(u64::MAX), Timestamp::from_millis(u64::MAX));
    }
}
