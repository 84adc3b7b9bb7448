//! Days on which no session takes place, and the sentence for each kind.

use time::{Date, Weekday};

use crate::{
    programmes::definition::Forbidden,
    vocab::business_days::{ClosedDays, WhyClosed, is_year_end},
};

impl Forbidden {
    /// Why no session takes place on the day under this rule, as people say it; `None` when one may.
    pub fn why(self, day: Date, closed: &ClosedDays) -> Option<String> {
        match self {
            Self::YearEnd => (is_year_end(day) && !closed.open.contains(&day)).then(|| "年末年始".to_owned()),
            Self::NationalHolidays => closed.holiday(day).map(|name| WhyClosed::Holiday(name).to_string()),
            Self::Saturdays => (day.weekday() == Weekday::Saturday).then(|| "土曜日".to_owned()),
            Self::Sundays => (day.weekday() == Weekday::Sunday).then(|| "日曜日".to_owned()),
            Self::WardClosedDays => closed.is_local(day).then(|| "区の閉庁日".to_owned()),
            Self::Between { .. } => self.holds(day).then(|| format!("休みの期間（{}）", self.sentence())),
        }
    }

    /// What is left out, as a part of a sentence: `12月29日から1月3日まで`.
    pub fn sentence(self) -> String {
        match self {
            Self::YearEnd => "年末年始（12月29日から1月3日まで）".to_owned(),
            Self::NationalHolidays => "祝日・振替休日・国民の休日".to_owned(),
            Self::Saturdays => "土曜日".to_owned(),
            Self::Sundays => "日曜日".to_owned(),
            Self::WardClosedDays => "区の閉庁日".to_owned(),
            Self::Between { from_month, from_day, to_month, to_day } => {
                format!("{from_month}月{from_day}日から{to_month}月{to_day}日まで")
            }
        }
    }

    /// Whether a day of the year lies between the two of [`Forbidden::Between`], over the new year if they are turned.
    fn holds(self, day: Date) -> bool {
        let Self::Between { from_month, from_day, to_month, to_day } = self else { return false };
        let at = (u8::from(day.month()), day.day());
        let (from, to) = ((from_month, from_day), (to_month, to_day));
        if from <= to { (from..=to).contains(&at) } else { at >= from || at <= to }
    }
}

/// The first reason of the list for which no session takes place on the day.
pub fn why_forbidden(forbidden: &[Forbidden], day: Date, closed: &ClosedDays) -> Option<String> {
    forbidden.iter().find_map(|rule| rule.why(day, closed))
}
