//! Why days cannot be made, in a sentence for whoever chose them.

use thiserror::Error;
use time::Date;

use super::{DatesAsked, Skipped};
use crate::{
    programmes::definition::{Calendar, Per},
    vocab::dates::wareki,
};

/// Most sessions somebody may ask for where the programme sets no number.
const MOST_ASKED: u16 = 999;

/// Days named in a refusal at most.
const NAMED_DAYS: usize = 6;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatesRefusal {
    #[error("曜日を選んでください。例：月曜日")]
    NoWeekday,
    #[error("曜日の数（{chosen}日）が、事業の決まり（{rule}）と合いません。曜日を選び直してください。")]
    WeekdaysOffRhythm { chosen: usize, rule: String },
    #[error("第何週かは1から5までで入力してください。例：1、3")]
    BadWeekOfMonth,
    #[error("期間が0か月のため、日程を作れません。事業の日程の「期間」を1か月以上にしてください。")]
    NoPeriod,
    #[error("回数は{least}回から{most}回までで入力してください。")]
    CountOutOfRange { least: u16, most: u16 },
    #[error("開始日が契約の終わり（{term_end}）より後です。開始日を選び直してください。", term_end = wareki(*.0))]
    AfterTerm(Date),
    #[error(
        "{period}に{needed}回は入りません（入るのは{held}回です）。{passed}開始日か曜日を選び直してください。"
    )]
    DoesNotFit { period: String, needed: u16, held: u16, passed: String },
}

/// Refuses what contradicts the programme before any day is looked at.
pub(super) fn check(calendar: &Calendar, asked: &DatesAsked) -> Result<(), DatesRefusal> {
    let mut weekdays: Vec<u8> = asked.weekdays.iter().map(|day| day.number_days_from_monday()).collect();
    weekdays.sort_unstable();
    weekdays.dedup();
    if weekdays.is_empty() {
        return Err(DatesRefusal::NoWeekday);
    }
    let (chosen, rhythm) = (weekdays.len(), calendar.rhythm);
    let is_off = chosen < usize::from(rhythm.least) || chosen > usize::from(rhythm.most);
    if rhythm.per == Per::Week && is_off {
        return Err(DatesRefusal::WeekdaysOffRhythm { chosen, rule: rhythm.sentence() });
    }
    if asked.weeks_of_month.iter().any(|week| !(1..=5).contains(week)) {
        return Err(DatesRefusal::BadWeekOfMonth);
    }
    if calendar.months == 0 {
        return Err(DatesRefusal::NoPeriod);
    }
    let (least, most) = calendar.sessions.map_or((1, MOST_ASKED), |range| (range.least.max(1), range.most));
    match asked.count {
        Some(count) if !(least..=most).contains(&count) => {
            return Err(DatesRefusal::CountOutOfRange { least, most });
        }
        Some(_) | None => {}
    }
    match asked.term_ends_on {
        Some(term_end) if asked.start > term_end => Err(DatesRefusal::AfterTerm(term_end)),
        Some(_) | None => Ok(()),
    }
}

impl DatesRefusal {
    pub(super) fn does_not_fit(
        calendar: &Calendar,
        asked: &DatesAsked,
        until: Date,
        needed: u16,
        held: u16,
        passed: &[Skipped],
    ) -> Self {
        let period = format!(
            "{}から{}か月（{}まで）、{}",
            wareki(asked.start),
            calendar.months,
            wareki(until),
            calendar.rhythm.sentence()
        );
        let named: Vec<String> = passed.iter().take(NAMED_DAYS).map(Skipped::words).collect();
        let rest = passed.len().saturating_sub(NAMED_DAYS);
        let more = if rest > 0 { format!("、ほか{rest}日") } else { String::new() };
        let passed = if named.is_empty() {
            String::new()
        } else {
            format!("できない日：{}{more}。", named.join("、"))
        };
        Self::DoesNotFit { period, needed, held, passed }
    }
}
