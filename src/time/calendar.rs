//! The calendar: which day a moment is.

use super::BEFORE_1970;
use crate::text::push_digit;

/// A moment before the year 10000 as ISO 8601 in UTC, to the millisecond.
pub(super) fn iso(millis: u64) -> String {
    // Four digits of a year are three millions of days.
    let (days, of_day) = ((millis / 86_400_000) as u32, (millis % 86_400_000) as u32);
    let (year, month, day) = civil(days);
    let mut text = String::with_capacity(24);
    pad(&mut text, year, 1_000, '-');
    pad(&mut text, month, 10, '-');
    pad(&mut text, day, 10, 'T');
    pad(&mut text, of_day / 3_600_000, 10, ':');
    pad(&mut text, of_day / 60_000 % 60, 10, ':');
    pad(&mut text, of_day / 1_000 % 60, 10, '.');
    pad(&mut text, of_day % 1_000, 100, 'Z');
    text
}

/// Year, month and day of a day counted from 1970-01-01.
fn civil(days: u32) -> (u32, u32, u32) {
    // The calendar repeats itself every 400 years.
    let days = days + BEFORE_1970;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let months = (5 * of_year + 2) / 153;
    let day = of_year - (153 * months + 2) / 5 + 1;
    let year = era * 400 + years;
    if months < 10 { (year, months + 3, day) } else { (year + 1, months - 9, day) }
}

/// Adds a number from that place on, and a mark behind it.
fn pad(text: &mut String, number: u32, mut place: u32, mark: char) {
    while place > 0 {
        push_digit(text, (number / place).into());
        place /= 10;
    }
    text.push(mark);
}
