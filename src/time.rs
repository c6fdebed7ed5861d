//! Moments on the wall clock.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::text::push_digit;

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

    /// That second of that day in UTC; `None` for a day that no calendar has, or one before 1970.
    pub(crate) fn from_civil(year: u64, month: usize, day: u64, second: u64) -> Option<Self> {
        let months = month_lengths(year);
        let before = month.checked_sub(1)?;
        if !(1970..=9999).contains(&year) || day == 0 || day > *months.get(before)? {
            return None;
        }
        let days = (1970..year).map(year_length).sum::<u64>() + months.iter().take(before).sum::<u64>() + day - 1;
        Some(Self::from_millis((days * 86_400 + second) * 1_000))
    }

    /// Milliseconds since the start of 1970.
    pub fn as_millis(self) -> u64 {
        self.0
    }

    /// The moment so much later.
    #[must_use]
    pub fn after(self, wait: Duration) -> Self {
        Self::from_millis(self.0.saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The moment as ISO 8601 in UTC, to the millisecond.
    pub fn to_iso8601(self) -> String {
        let (days, of_day) = (self.0 / 86_400_000, self.0 % 86_400_000);
        let (year, month, day) = civil(days);
        let mut text = String::with_capacity(24);
        pad(&mut text, year, 4);
        for (mark, number, width) in [
            ('-', month, 2),
            ('-', day, 2),
            ('T', of_day / 3_600_000, 2),
            (':', of_day / 60_000 % 60, 2),
            (':', of_day / 1_000 % 60, 2),
            ('.', of_day % 1_000, 3),
        ] {
            text.push(mark);
            pad(&mut text, number, width);
        }
        text.push('Z');
        text
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

/// Year, month and day of a day counted from 1970-01-01.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    while days >= year_length(year) {
        days -= year_length(year);
        year += 1;
    }
    let mut month = 1;
    for length in month_lengths(year) {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

fn year_length(year: u64) -> u64 {
    month_lengths(year).iter().sum()
}

fn month_lengths(year: u64) -> [u64; 12] {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// Adds a number with leading zeros.
fn pad(text: &mut String, number: u64, width: u32) {
    for place in (0..width).rev() {
        push_digit(text, usize::try_from(number / 10_u64.pow(place)).unwrap_or(0));
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
    fn stays_within_the_year_9999() {
        prints(u64::MAX, "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::from_millis(1).after(Duration::MAX), Timestamp::from_millis(u64::MAX));
    }
}
