//! The `Retry-After` header.

use crate::time::{Timestamp, digits, numbers};

/// How long a service that sent this `Retry-After` asks to be left alone, in milliseconds. `None` where it cannot be
/// read.
///
/// Graph documents seconds; HTTP also allows a date, and Microsoft's own clients accept both. A date is by the
/// service's clock: it counts from `service_now`, which error bodies tell, or else from `now` by this machine's, which
/// may be wrong. Of the three forms of a date, the one that HTTP still allows to be sent is read. Where there are several headers, which
/// browsers join by commas, the longest wait counts.
///
/// Sources: <https://learn.microsoft.com/graph/throttling>, RFC 9110 sections 5.6.7 and 10.2.3.
pub fn parse(header: &str, now: Timestamp, service_now: Option<Timestamp>) -> Option<u64> {
    let now = service_now.unwrap_or(now).as_millis();
    let mut longest = None;
    let mut weekday = false;
    for part in header.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
        let wait = match part {
            // A date has a comma itself, behind the day of the week.
            [_, _, _] if part.iter().all(u8::is_ascii_alphabetic) => {
                weekday = true;
                continue;
            }
            _ if weekday => date(part).map(|at| at.as_millis().saturating_sub(now)),
            _ => seconds(part),
        };
        weekday = false;
        longest = longest.max(wait);
    }
    longest
}

/// Reads seconds. Digits that no number can hold mean "not in our time", not "unreadable": a wait is never shortened.
fn seconds(text: &[u8]) -> Option<u64> {
    let all_digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let in_our_time = text.len() < 16;
    all_digits.then(|| if in_our_time { digits(text) * 1_000 } else { u64::MAX })
}

/// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT` from behind its comma; every part has its place.
fn date(text: &[u8]) -> Option<Timestamp> {
    let name = text.get(3..6)?;
    let month = MONTHS.iter().position(|month| month.as_bytes() == name)?;
    let [day, ..] = numbers(text.get(..3)?, b"00 ")?;
    let [_, year, hour, minute, second, _] = numbers(text.get(6..)?, b" 0000 00:00:00 GMT")?;
    Timestamp::from_civil([year, month as u32 + 1, day, hour, minute, second])
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::time::Timestamp;

    #[track_caller]
    fn reads(header: &str, wanted: Option<u64>) {
        assert_eq!(parse(header, Timestamp::from_millis(1_000), None), wanted, "{header:?}");
    }

    #[test]
    fn reads_seconds() {
        reads("0", Some(0));
        reads(" 315\t", Some(315_000));
        reads("999999999999999", Some(999_999_999_999_999_000));
        reads("9999999999999999", Some(u64::MAX));
        reads("99999999999999999999999", Some(u64::MAX));
    }

    #[test]
    fn reads_dates() {
        reads("Thu, 01 Jan 1970 00:00:31 GMT", Some(30_000));
        reads("Thu, 01 Jan 1970 00:00:00 GMT", Some(0));
        reads("Sat, 31 Dec 2016 23:59:60 GMT", Some(1_483_228_800_000 - 1_000));
    }

    #[test]
    fn a_date_counts_from_the_time_of_the_service() {
        let service_now = Some(Timestamp::from_millis(20_000));
        let date = "Thu, 01 Jan 1970 00:00:31 GMT";
        assert_eq!(parse(date, Timestamp::from_millis(86_400_000), service_now), Some(11_000));
        assert_eq!(parse("5", Timestamp::from_millis(86_400_000), service_now), Some(5_000));
    }

    #[test]
    fn of_several_the_longest_counts() {
        reads("1, 120", Some(120_000));
        reads("120,1", Some(120_000));
        reads("soon, 2", Some(2_000));
        reads("5, Thu, 01 Jan 1970 00:00:31 GMT", Some(30_000));
        reads("Thu, 01 Jan 1970 00:00:31 GMT, 40", Some(40_000));
        reads("Thu, 01 Jan 1970 00:00:31 GMT, Thu, 01 Jan 1970 00:00:41 GMT", Some(40_000));
    }

    #[test]
    fn agrees_with_the_crate_for_dates() {
        for day in (0..40_000).step_by(17) {
            let millis = (day * 86_400 + day) * 1_000;
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(millis);
            reads(&httpdate::fmt_http_date(time), Some(millis.saturating_sub(1_000)));
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
            "Sun, Sun, 01 Feb 2026 00:00:00 GM",
            "01 Feb 2026 00:00:00 GMT",
            "Sun,",
            ",",
        ] {
            reads(header, None);
        }
    }
}
