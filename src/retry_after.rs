//! The `Retry-After` header.

use std::time::Duration;

use crate::time::Timestamp;

/// When a service that sent this `Retry-After` may be asked again. `None` where it cannot be read.
///
/// Graph documents seconds; HTTP also allows a date, and Microsoft's own clients accept both. Seconds count
/// from `now`, the moment when the answer was received. Of the three forms of a date, the one that HTTP still
/// allows to be sent is read.
///
/// Sources: <https://learn.microsoft.com/graph/throttling>, RFC 9110 sections 5.6.7 and 10.2.3.
pub fn parse(header: &str, now: Timestamp) -> Option<Timestamp> {
    let header = header.trim_ascii();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that no u64 can hold mean "not in our time", not "unreadable": a wait is never shortened.
        return Some(now.after(Duration::from_secs(header.parse().unwrap_or(u64::MAX))));
    }
    http_date(header.as_bytes())
}

/// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT`; every part has its place.
fn http_date(text: &[u8]) -> Option<Timestamp> {
    let shape = b"www, 00 mmm 0000 00:00:00 GMT";
    let fits = |(byte, wanted): (&u8, &u8)| match wanted {
        b'0' => byte.is_ascii_digit(),
        b'w' | b'm' => byte.is_ascii_alphabetic(),
        exact => byte == exact,
    };
    if text.len() != shape.len() || !text.iter().zip(shape).all(fits) {
        return None;
    }
    let number = |from: usize, to: usize| {
        text.get(from..to).unwrap_or_default().iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    };
    let month = MONTHS.iter().position(|name| text.get(8..11) == Some(name.as_bytes()))?;
    let (hour, minute, second) = (number(17, 19), number(20, 22), number(23, 25));
    // Sixty is a leap second.
    let of_day = (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3_600 + minute * 60 + second)?;
    Timestamp::from_civil(number(12, 16), month + 1, number(5, 7), of_day)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::time::Timestamp;

    #[track_caller]
    fn reads(header: &str, wanted: Option<&str>) {
        let now = Timestamp::from_millis(1_000);
        assert_eq!(parse(header, now).map(|at| at.to_string()).as_deref(), wanted, "{header:?}");
    }

    #[test]
    fn reads_seconds() {
        reads("0", Some("1970-01-01T00:00:01.000Z"));
        reads(" 315\t", Some("1970-01-01T00:05:16.000Z"));
        reads("99999999999999999999999", Some("9999-12-31T23:59:59.999Z"));
    }

    #[test]
    fn reads_dates() {
        reads("Sun, 06 Nov 1994 08:49:37 GMT", Some("1994-11-06T08:49:37.000Z"));
        reads("Sat, 31 Dec 2016 23:59:60 GMT", Some("2017-01-01T00:00:00.000Z"));
    }

    #[test]
    fn agrees_with_the_crate_for_dates() {
        for day in (0..40_000).step_by(17) {
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(day * 86_400 + day);
            let wanted = Timestamp::from_millis((day * 86_400 + day) * 1_000).to_string();
            reads(&httpdate::fmt_http_date(time), Some(&wanted));
        }
    }

    #[test]
    fn leaves_the_rest_unread() {
        for header in [
            "",
            " ",
            "-1",
            "1.5",
            "1e3",
            "+5",
            "soon",
            "5 seconds",
            "５",
            "2026-11-23T00:00:00Z",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 31 Feb 2026 00:00:00 GMT",
            "Sun, 00 Feb 2026 00:00:00 GMT",
            "Sun, 01 Feb 2026 24:00:00 GMT",
            "Sun, 01 Feb 2026 00:60:00 GMT",
            "Sun, 01 Feb 2026 00:00:61 GMT",
            "Sun, 01 Feb 2026 00:00:00 CET",
            "Sun, 01 Foo 2026 00:00:00 GMT",
            "Sun, 01 Feb 1969 00:00:00 GMT",
            "Sün, 01 Feb 2026 00:00:00 GMT",
        ] {
            reads(header, None);
        }
    }
}
