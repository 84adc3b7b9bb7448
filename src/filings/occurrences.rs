//! いつの分か: each time a paper falls due, from the records of the contract. A course that is moved keeps its occurrence, so
//! what was handed in for it still counts.

use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use crate::{
    programmes::{
        Term,
        definition::{DueRule, Event},
        due::{DueDay, Events, due_day},
    },
    vocab::{
        business_days::ClosedDays,
        dates::{fiscal_year, fiscal_year_label, wareki, year_and_month},
    },
};

/// What the due days of a contract follow from.
#[derive(Debug, Clone)]
pub struct ContractDays {
    pub signed_on: Option<Date>,
    pub term: Term,
    /// The 体験・説明会, in any order.
    pub briefings: Vec<BriefingDay>,
    pub courses: Vec<CourseDays>,
    /// Sessions that aren't cancelled; read only when a paper is due by them.
    pub sessions: Vec<SessionDay>,
    /// Everybody's time in the programme; `None` when the reader sees no people.
    pub stays: Option<Vec<StayDays>>,
}

/// A 体験・説明会.
#[derive(Debug, Clone, Deserialize)]
pub struct BriefingDay {
    pub id: Uuid,
    pub on: Date,
}

/// First and last session that isn't cancelled.
#[derive(Debug, Clone, Deserialize)]
pub struct CourseDays {
    pub id: Uuid,
    pub name: String,
    pub first_on: Date,
    pub last_on: Date,
}

#[derive(Debug, Clone)]
pub struct SessionDay {
    pub id: Uuid,
    pub title: String,
    pub on: Date,
}

#[derive(Debug, Clone)]
pub struct StayDays {
    pub enrolment: Uuid,
    /// 参加者番号.
    pub number: i32,
    pub applied_on: Date,
    /// First day; `None` of somebody who never started.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// The key of the contract's end, where no course is registered by whose end to count.
const NO_COURSE: &str = "no_course";

/// One time an event happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Stored with what is handed in for it: `course:…`, `briefing:…`, `day:2026-06-03`, `start`.
    pub key: String,
    pub on: Date,
    /// Which one, in words; empty when there is only one.
    pub subject: String,
}

impl Occurrence {
    /// Its day by this rule; said, where the contract's end stands for that of a course.
    pub fn due(&self, rule: DueRule, closed: &ClosedDays) -> DueDay {
        let day = due_day(rule, self.on, closed);
        if self.key != NO_COURSE {
            return day;
        }
        let explanation = format!("教室が未登録のため、契約の終了日で数えています。{}", day.explanation);
        DueDay { explanation, ..day }
    }

    /// One that is known by its day alone.
    pub fn of_day(on: Date, subject: String) -> Self {
        Self { key: format!("day:{on}"), on, subject }
    }

    /// Whether a paper with this key was handed in for it: by its key, or, of a briefing, by the day that was typed before the
    /// briefing was registered.
    pub fn is_of(&self, key: &str) -> bool {
        self.key == key || (self.key.starts_with("briefing:") && key == format!("day:{}", self.on))
    }
}

/// Every time the event happens, or the sentence that says why no day is known yet.
///
/// # Errors
/// That sentence.
pub fn occurrences(event: Event, facts: &ContractDays) -> Result<Vec<Occurrence>, String> {
    let once = |key: &str, on: Date| vec![Occurrence { key: key.into(), on, subject: String::new() }];
    match event {
        Event::ContractSigned => facts
            .signed_on
            .map(|on| once("signed", on))
            .ok_or_else(|| "契約がまだ締結されていません。".into()),
        Event::ContractStart => Ok(once("start", facts.term.starts_on)),
        Event::ContractEnd => Ok(once("end", facts.term.ends_on)),
        Event::MonthEnd | Event::QuarterEnd | Event::FiscalYearEnd => ends(event, facts.term),
        Event::Briefing if facts.briefings.is_empty() => Err(
            "体験・説明会の日がまだ登録されていません。日が決まっているときは、出すときに入力してください。"
                .into(),
        ),
        Event::Briefing => Ok(facts.briefings.iter().map(of_briefing).collect()),
        Event::CourseStart => of_courses(facts, |course| course.first_on),
        // As with the reports: nothing that is counted by courses goes undated for want of a course.
        Event::CourseEnd if facts.courses.is_empty() => {
            Ok(vec![Occurrence { key: NO_COURSE.into(), on: facts.term.ends_on, subject: String::new() }])
        }
        Event::CourseEnd => of_courses(facts, |course| course.last_on),
        Event::Session => of_sessions(facts),
        Event::Application => of_stays(facts, "申込み", |stay| Some(stay.applied_on)),
        Event::ServiceStart => of_stays(facts, "開始", |stay| stay.from),
        Event::ServiceEnd => of_stays(facts, "終了", |stay| stay.from.and(stay.to)),
        Event::Erasure => {
            Err("持ち出した日または消去した日から数えます。その日は、出すときに入力してください。".into())
        }
        Event::WardNotice => {
            Err("区から通知があった日から数えます。その日は、出すときに入力してください。".into())
        }
    }
}

fn of_briefing(briefing: &BriefingDay) -> Occurrence {
    let subject = format!("{}の分", wareki(briefing.on));
    Occurrence { key: format!("briefing:{}", briefing.id), on: briefing.on, subject }
}

/// Whether the day counted from is typed when the paper is handed in, because no record holds it.
pub fn is_typed(event: Event) -> bool {
    matches!(event, Event::Briefing | Event::Erasure | Event::WardNotice)
}

fn ends(event: Event, term: Term) -> Result<Vec<Occurrence>, String> {
    let known = Events { term: Some(term), ..Events::default() };
    let subject = |on: Date| {
        if event == Event::FiscalYearEnd {
            fiscal_year_label(fiscal_year(on))
        } else if event == Event::QuarterEnd {
            format!("{}までの四半期", year_and_month(on))
        } else {
            format!("{}分", year_and_month(on))
        }
    };
    Ok(known.of(event)?.into_iter().map(|on| Occurrence::of_day(on, subject(on))).collect())
}

fn of_courses(facts: &ContractDays, day: fn(&CourseDays) -> Date) -> Result<Vec<Occurrence>, String> {
    if facts.courses.is_empty() {
        return Err("教室がまだ登録されていません。区が教室を登録すると、期限が決まります。".into());
    }
    let one = |course: &CourseDays| Occurrence {
        key: format!("course:{}", course.id),
        on: day(course),
        subject: course.name.clone(),
    };
    Ok(facts.courses.iter().map(one).collect())
}

fn of_sessions(facts: &ContractDays) -> Result<Vec<Occurrence>, String> {
    if facts.sessions.is_empty() {
        return Err("教室の日程がまだ登録されていません。".into());
    }
    let one = |session: &SessionDay| Occurrence {
        key: format!("session:{}", session.id),
        on: session.on,
        subject: session.title.clone(),
    };
    Ok(facts.sessions.iter().map(one).collect())
}

/// Named by the number of the person, because whoever reads the list needn't know the name.
fn of_stays(
    facts: &ContractDays,
    what: &str,
    day: fn(&StayDays) -> Option<Date>,
) -> Result<Vec<Occurrence>, String> {
    let Some(stays) = &facts.stays else {
        return Err("参加者ごとの期限です。参加者の情報を見られる人の画面に出ます。".into());
    };
    let one = |stay: &StayDays| {
        let on = day(stay)?;
        let subject = format!("参加者番号{}　{}{what}", stay.number, wareki(on));
        Some(Occurrence { key: format!("enrolment:{}", stay.enrolment), on, subject })
    };
    let all: Vec<Occurrence> = stays.iter().filter_map(one).collect();
    if all.is_empty() { Err("当てはまる参加者がまだいません。".into()) } else { Ok(all) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{programmes::definition::Offset, vocab::business_days::ClosedDayPolicy};

    fn facts() -> ContractDays {
        ContractDays {
            signed_on: Some(date!(2026 - 04 - 10)),
            term: Term { starts_on: date!(2026 - 05 - 01), ends_on: date!(2027 - 03 - 31) },
            briefings: Vec::new(),
            courses: Vec::new(),
            sessions: Vec::new(),
            stays: None,
        }
    }

    #[test]
    fn every_event_has_days_or_says_why_it_has_none() {
        for event in Event::ALL {
            match occurrences(event, &facts()) {
                Ok(found) => assert!(!found.is_empty(), "{event:?}"),
                Err(why) => assert!(why.ends_with('。'), "{event:?}: {why}"),
            }
        }
    }

    #[test]
    fn without_a_course_its_end_is_that_of_the_contract() {
        let found = occurrences(Event::CourseEnd, &facts()).unwrap();
        assert_eq!((found.len(), found[0].on), (1, date!(2027 - 03 - 31)));
        let rule = DueRule {
            event: Event::CourseEnd,
            offset: Offset::WeeksAfter(2),
            closed_day: ClosedDayPolicy::None,
        };
        let day = found[0].due(rule, &ClosedDays::default());
        assert_eq!(day.due_on, date!(2027 - 04 - 14));
        assert!(day.explanation.starts_with("教室が未登録のため"), "{}", day.explanation);
    }

    #[test]
    fn a_course_that_moves_keeps_its_occurrence() {
        let course =
            |first_on, last_on| CourseDays {
                id: Uuid::from_u128(7), name: "木曜".into(), first_on, last_on
            };
        let mut facts = facts();
        facts.courses = vec![course(date!(2026 - 06 - 04), date!(2026 - 09 - 17))];
        let before = occurrences(Event::CourseEnd, &facts).unwrap();
        facts.courses = vec![course(date!(2026 - 06 - 04), date!(2026 - 09 - 24))];
        let after = occurrences(Event::CourseEnd, &facts).unwrap();
        assert_eq!(before[0].key, after[0].key);
        assert_eq!((before[0].on, after[0].on), (date!(2026 - 09 - 17), date!(2026 - 09 - 24)));
    }

    #[test]
    fn a_briefing_is_known_by_its_day_whether_typed_or_stored() {
        assert!(occurrences(Event::Briefing, &facts()).unwrap_err().contains("説明会"));
        let day = date!(2026 - 06 - 03);
        let briefing = BriefingDay { id: Uuid::from_u128(3), on: day };
        let facts = ContractDays { briefings: vec![briefing], ..facts() };
        let stored = occurrences(Event::Briefing, &facts).unwrap().remove(0);
        assert!(stored.is_of(&Occurrence::of_day(day, String::new()).key) && stored.is_of(&stored.key));
        assert!(!stored.is_of("day:2026-06-04") && !stored.is_of(""));
    }

    #[test]
    fn quarters_and_years_are_named() {
        let quarters = occurrences(Event::QuarterEnd, &facts()).unwrap();
        assert_eq!(quarters.len(), 4);
        assert_eq!(quarters[0].on, date!(2026 - 06 - 30));
        assert_eq!(occurrences(Event::FiscalYearEnd, &facts()).unwrap()[0].key, "day:2027-03-31");
    }

    #[test]
    fn stays_are_not_told_to_who_sees_no_people() {
        assert!(occurrences(Event::ServiceEnd, &facts()).unwrap_err().contains("見られる人"));
        let stay = |to| StayDays {
            enrolment: Uuid::from_u128(1),
            number: 12,
            applied_on: date!(2026 - 05 - 02),
            from: Some(date!(2026 - 06 - 01)),
            to,
        };
        let one = ContractDays { stays: Some(vec![stay(None)]), ..facts() };
        assert!(occurrences(Event::ServiceEnd, &one).unwrap_err().contains("まだいません"));
        assert_eq!(occurrences(Event::ServiceStart, &one).unwrap()[0].on, date!(2026 - 06 - 01));
        let ended = stay(Some(date!(2026 - 07 - 16)));
        let declined = StayDays { from: None, ..ended.clone() };
        let both = ContractDays { stays: Some(vec![ended, declined]), ..facts() };
        let ends = occurrences(Event::ServiceEnd, &both).unwrap();
        assert_eq!(ends.len(), 1, "who declined before starting has no end");
        assert_eq!(ends[0].subject, "参加者番号12　令和8年7月16日終了");
    }
}
