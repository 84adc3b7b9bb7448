//! Due rules in words.

use time::{Date, Month};

use crate::{
    programmes::definition::{DueRule, Event, Offset},
    vocab::business_days::ClosedDayPolicy,
};

impl Event {
    pub const ALL: [Self; 15] = [
        Self::ContractSigned,
        Self::ContractStart,
        Self::ContractEnd,
        Self::Briefing,
        Self::CourseStart,
        Self::CourseEnd,
        Self::Session,
        Self::Application,
        Self::ServiceStart,
        Self::ServiceEnd,
        Self::MonthEnd,
        Self::QuarterEnd,
        Self::FiscalYearEnd,
        Self::Erasure,
        Self::WardNotice,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::ContractSigned => "契約の締結日",
            Self::ContractStart => "契約の開始日",
            Self::ContractEnd => "契約の終了日",
            Self::Briefing => "体験・説明会",
            Self::CourseStart => "教室の初回",
            Self::CourseEnd => "教室の最終回",
            Self::Session => "教室の各回",
            Self::Application => "参加の申込み",
            Self::ServiceStart => "利用の開始日",
            Self::ServiceEnd => "利用の終了日",
            Self::MonthEnd => "各月の末日",
            Self::QuarterEnd => "各四半期の末日",
            Self::FiscalYearEnd => "年度の末日",
            Self::Erasure => "記録媒体の持出し・データの消去",
            Self::WardNotice => "区からの通知",
        }
    }

    /// The same of one day: the last year of a contract ends with the contract, whatever day that is.
    pub fn label_on(self, day: Date) -> &'static str {
        let is_end = match self {
            Self::FiscalYearEnd => (day.month(), day.day()) == (Month::March, 31),
            Self::ContractSigned
            | Self::ContractStart
            | Self::ContractEnd
            | Self::Briefing
            | Self::CourseStart
            | Self::CourseEnd
            | Self::Session
            | Self::Application
            | Self::ServiceStart
            | Self::ServiceEnd
            | Self::MonthEnd
            | Self::QuarterEnd
            | Self::Erasure
            | Self::WardNotice => true,
        };
        if is_end { self.label() } else { Self::ContractEnd.label() }
    }
}

impl Offset {
    /// The distance, as it follows the event: `の3週間前`.
    pub fn words_after(self) -> String {
        match self {
            Self::SameDay => "の当日".to_owned(),
            Self::DaysBefore(days) => format!("の{days}日前"),
            Self::DaysAfter(days) => format!("の{days}日後"),
            Self::WeeksBefore(weeks) => format!("の{weeks}週間前"),
            Self::WeeksAfter(weeks) => format!("の{weeks}週間後"),
            Self::MonthsAfter(months) => format!("の{months}か月後"),
            Self::BusinessDaysAfter(days) => format!("の翌日から数えて{days}開庁日目"),
            Self::DayOfNextMonth(day) => format!("の翌月{day}日"),
        }
    }
}

impl DueRule {
    /// The rule in words, for the editor.
    pub fn sentence(self) -> String {
        let closed = match self.closed_day {
            ClosedDayPolicy::None if self.offset.is_before() => {
                "閉庁日でも期限は動かず、前開庁日までに済ませるよう案内します。"
            }
            ClosedDayPolicy::None => "閉庁日でも期限は動きませんが、翌開庁日までは遅れとして数えません。",
            ClosedDayPolicy::NextOpen => "閉庁日のときは翌開庁日までになります。",
            ClosedDayPolicy::PreviousOpen => "閉庁日のときは前開庁日までになります。",
        };
        format!("{}{}まで。{closed}", self.event.label(), self.offset.words_after())
    }
}
