//! 閉庁日: what a ward adds to the holidays of the law, read from its form, and what it all comes to in a year. Pure.

use serde::Deserialize;
use time::{Date, Duration, Month};

use crate::{
    kit::form::Form,
    vocab::{
        business_days::{ClosedDays, ClosedSpan, WhyClosed},
        dates::{fiscal_year, wareki, with_weekday},
    },
};

/// Longest time closed that one entry may name, in days.
const LONGEST: i64 = 365;

/// What an entry does to its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Closed,
    Holiday,
    Open,
}

/// One entry of the ward.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    pub kind: Kind,
    pub from: Date,
    pub to: Date,
    pub reason: String,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Closed, Self::Holiday, Self::Open];

    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Holiday => "holiday",
            Self::Open => "open",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Closed => "この区市町村だけの閉庁日",
            Self::Holiday => "新しく決まった祝日",
            Self::Open => "特別に開庁する日",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The ward's days with its entries.
pub fn closed_days(entries: &[Entry]) -> ClosedDays {
    let mut days = ClosedDays::default();
    for entry in entries {
        match entry.kind {
            Kind::Closed if entry.from == entry.to => days.local.push(entry.from),
            Kind::Closed => days.spans.push(ClosedSpan { from: entry.from, to: entry.to }),
            Kind::Holiday => days.holidays.push(entry.from),
            Kind::Open => days.open.push(entry.from),
        }
    }
    days
}

/// Reads an entry. `None`: the problems are on the form.
pub fn read(form: &mut Form) -> Option<Entry> {
    let codes = Kind::ALL.map(Kind::code);
    let kind = form.choice("kind", "種類", &codes).as_deref().and_then(Kind::from_code);
    let from = form.date("from", "日");
    let to = if form.value("to").trim().is_empty() { from } else { form.date("to", "終わりの日") };
    let reason = form.required("reason", "名前または理由", 60);
    let entry = Entry { kind: kind?, from: from?, to: to?, reason: reason? };
    if entry.to < entry.from {
        form.refuse("to", "終わりの日は、始まりの日より後の日を入力してください。");
    } else if (entry.to - entry.from).whole_days() >= LONGEST {
        form.refuse("to", "1年より長い期間は登録できません。分けて登録してください。");
    } else if entry.kind != Kind::Closed && entry.from != entry.to {
        form.refuse("to", format!("「{}」は1日ずつ登録してください。", entry.kind.label()));
    }
    (!form.has_problems()).then_some(entry)
}

/// A closed day beyond the weekends, for the list of a year.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    pub day: String,
    pub why: String,
}

/// The holidays and the ward's own days of the fiscal year that holds a day; plain weekends are left out.
pub fn of_year(entries: &[Entry], today: Date) -> (i32, Vec<Listed>) {
    let days = closed_days(entries);
    let year = fiscal_year(today);
    let first = Date::from_calendar_date(year, Month::April, 1).unwrap_or(today);
    let last = Date::from_calendar_date(year.saturating_add(1), Month::March, 31).unwrap_or(today);
    let all = std::iter::successors(Some(first), |day| day.checked_add(Duration::DAY));
    let listed = all.take_while(|day| *day <= last).filter_map(|day| {
        let why = days.why_closed(day)?;
        let is_weekend = matches!(why, WhyClosed::Saturday | WhyClosed::Sunday);
        let own = entries.iter().find(|entry| {
            why == WhyClosed::Local && entry.kind == Kind::Closed && (entry.from..=entry.to).contains(&day)
        });
        let why = own.map_or_else(|| why.to_string(), |entry| entry.reason.clone());
        (!is_weekend).then(|| Listed { day: with_weekday(day), why })
    });
    (year, listed.collect())
}

/// 「令和8年8月13日」 or 「令和8年8月13日〜令和8年8月15日」
pub fn span(entry: &Entry) -> String {
    if entry.from == entry.to {
        wareki(entry.from)
    } else {
        format!("{}〜{}", wareki(entry.from), wareki(entry.to))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn typed(kind: &str, from: &str, to: &str) -> Form {
        let form = Form::empty().with("kind", kind).with("from", from).with("to", to);
        form.with("reason", "夏季の休業")
    }

    #[test]
    fn a_span_and_a_single_day_are_read() {
        let entry = read(&mut typed("closed", "令和8年8月13日", "令和8年8月15日")).unwrap();
        assert_eq!((entry.from, entry.to), (date!(2026 - 08 - 13), date!(2026 - 08 - 15)));
        assert_eq!(span(&entry), "令和8年8月13日〜令和8年8月15日");
        let entry = read(&mut typed("open", "2026/11/23", "")).unwrap();
        assert_eq!(
            (entry.kind, entry.from, entry.to),
            (Kind::Open, date!(2026 - 11 - 23), date!(2026 - 11 - 23))
        );
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        for (kind, to) in [("closed", "2026/8/12"), ("closed", "2027/8/13"), ("holiday", "2026/8/14")] {
            let mut form = typed(kind, "2026/8/13", to);
            assert_eq!(read(&mut form), None, "{kind} {to}");
            assert!(form.problem("to").is_some());
        }
        assert!(read(&mut Form::empty()).is_none());
    }

    #[test]
    fn entries_close_and_open_days() {
        let entry = |kind, from, to| Entry { kind, from, to, reason: "慰霊の日".into() };
        let entries = [
            entry(Kind::Closed, date!(2026 - 08 - 12), date!(2026 - 08 - 14)),
            entry(Kind::Closed, date!(2026 - 06 - 23), date!(2026 - 06 - 23)),
            entry(Kind::Holiday, date!(2026 - 06 - 24), date!(2026 - 06 - 24)),
            entry(Kind::Open, date!(2026 - 11 - 23), date!(2026 - 11 - 23)),
        ];
        let days = closed_days(&entries);
        for closed in [date!(2026 - 08 - 13), date!(2026 - 06 - 23), date!(2026 - 06 - 24)] {
            assert!(days.is_closed(closed), "{closed}");
        }
        assert!(!days.is_closed(date!(2026 - 11 - 23)));
        let (year, listed) = of_year(&entries, date!(2027 - 02 - 01));
        assert_eq!(year, 2026);
        assert!(
            listed.iter().any(|one| one.why == "慰霊の日") && listed.iter().all(|one| one.why != "土曜日")
        );
        assert!(listed.iter().any(|one| one.why.contains("元日") || one.why == "年末年始"));
    }
}
