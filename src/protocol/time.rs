//! ISO 8601 timestamps, without a date library: the wire needs one format, and it ships to every page.

use super::text::push_number;

/// Appends `epoch_ms` (milliseconds since 1970, UTC) to `out` as `2024-01-15T10:30:00.000Z`.
///
/// Years beyond 9999 do not occur: the argument comes from the browser's clock. They print with five digits.
pub fn push_iso(out: &mut String, epoch_ms: u64) {
    let (days, in_day) = (epoch_ms / 86_400_000, epoch_ms % 86_400_000);
    // Counted from 1 March of year 0, leap days fall at the end of each year and of each 400-year era.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    push_number(out, year, 4);
    for (mark, value, width) in [
        ('-', month, 2),
        ('-', day, 2),
        ('T', in_day / 3_600_000, 2),
        (':', in_day / 60_000 % 60, 2),
        (':', in_day / 1_000 % 60, 2),
        ('.', in_day % 1_000, 3),
    ] {
        out.push(mark);
        push_number(out, value, width);
    }
    out.push('Z');
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn iso(epoch_ms: u64) -> String {
        let mut out = String::new();
        push_iso(&mut out, epoch_ms);
        out
    }

    #[test]
    fn timestamps_are_iso_8601_with_milliseconds_and_z() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(1_705_314_600_007), "2024-01-15T10:30:00.007Z");
        assert_eq!(iso(1_709_251_199_999), "2024-02-29T23:59:59.999Z");
        assert_eq!(iso(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut expected = (1970, 1, 1);
        for day in 0..60_000_u64 {
            let (year, month, date) = expected;
            assert_eq!(
                iso(day * 86_400_000),
                format!("{year:04}-{month:02}-{date:02}T00:00:00.000Z")
            );
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match (month, date) {
                (12, 31) => (year + 1, 1, 1),
                (_, last) if last == length => (year, month + 1, 1),
                _ => (year, month, date + 1),
            };
        }
    }
}
