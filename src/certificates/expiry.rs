//! 有効期限: how a certificate stands on a day.

use time::Date;

use crate::kit::parts::{Chip, Tone};

/// Days before its last day from which on both sides are reminded.
pub const REMIND: i64 = 60;

pub fn chip(state: &str, valid_to: Date, today: Date) -> Chip {
    let left = (valid_to - today).whole_days();
    match (state, left) {
        ("declined", _) => Chip::new(Tone::Danger, "確認できない"),
        (_, ..0) => Chip::new(Tone::Danger, "期限切れ"),
        (_, 0..=REMIND) => Chip::new(Tone::Warning, format!("あと{left}日で期限")),
        ("registered", _) => Chip::new(Tone::Info, "区の確認待ち"),
        _ => Chip::new(Tone::Success, "有効"),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn sixty_days_before_its_last_day_somebody_is_told() {
        let on = |state, today| chip(state, date!(2026 - 12 - 31), today).text;
        assert_eq!(on("confirmed", date!(2026 - 11 - 01)), "あと60日で期限");
        assert_eq!(on("confirmed", date!(2026 - 10 - 31)), "有効");
        assert_eq!(on("registered", date!(2026 - 10 - 31)), "区の確認待ち");
        assert_eq!(on("confirmed", date!(2026 - 12 - 31)), "あと0日で期限");
        assert_eq!(on("confirmed", date!(2027 - 01 - 01)), "期限切れ");
        assert_eq!(on("declined", date!(2026 - 06 - 01)), "確認できない");
    }
}
