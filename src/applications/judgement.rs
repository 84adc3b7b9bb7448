//! 判定: an application held against the programme's rules, on every look anew. Nothing here decides; it says what the rules
//! say, with every reason, and which answer is missing.

use std::collections::BTreeMap;

use time::Date;

use super::{asked::Asked, sheet::Sheet};
use crate::{
    assessments::sarc_f,
    participants::certification,
    programmes::{
        Definition, Term,
        definition::{DecidedBy, Facts, Outcome, Reading, Screening},
        eligibility::Judged,
        screening::{Answers, Screened},
        start::{Start, StartFacts, start},
    },
    verdict::Finding,
    vocab::decimal::Decimal,
};

/// What the rules say of an application.
pub struct Judgement {
    pub eligibility: Judged,
    pub sheets: Vec<SheetOutcome>,
    /// Class from 1, and its name; `None` comes after all classes.
    pub priority: Option<(i32, String)>,
}

/// One screening sheet of an application.
pub struct SheetOutcome {
    pub code: String,
    pub title: String,
    pub hearing_by: DecidedBy,
    /// The questions that were answered, each with the words of its answer.
    pub answers: Vec<(String, String)>,
    /// What the answers lead to, before any hearing.
    pub screened: Screened,
    /// After the hearing, where there was one.
    pub outcome: Option<Outcome>,
}

impl SheetOutcome {
    fn of(sheet: &Screening, application: &Sheet) -> Self {
        let nothing = Answers::new();
        let given = application.answered.screenings.get(&sheet.code).unwrap_or(&nothing);
        let screened = sheet.judge(given);
        let outcome = match (screened.outcome, application.heard.get(&sheet.code)) {
            (Some(Outcome::Hearing), Some(heard)) if heard.fit => Some(Outcome::Fit),
            (Some(Outcome::Hearing), Some(_)) => Some(Outcome::Unfit),
            (outcome, _) => outcome,
        };
        Self {
            code: sheet.code.clone(),
            title: sheet.title.clone(),
            hearing_by: sheet.hearing_by,
            answers: sheet.told(given),
            screened,
            outcome,
        }
    }

    /// Somebody still has to ask the person.
    pub fn is_open(&self) -> bool {
        self.outcome == Some(Outcome::Hearing)
    }
}

impl Judgement {
    pub fn of(definition: &Definition, sheet: &Sheet, applied_on: Date, starts_on: Option<Date>) -> Self {
        let sheets: Vec<SheetOutcome> =
            definition.screenings.iter().map(|screening| SheetOutcome::of(screening, sheet)).collect();
        let facts = facts(definition, sheet, (applied_on, starts_on), &sheets);
        let chosen = definition.priority(&facts);
        let class = chosen.and_then(|chosen| {
            let at = definition.eligibility.priorities.iter().position(|one| one == chosen)?;
            Some((i32::try_from(at).ok()? + 1, chosen.label.clone()))
        });
        Self { eligibility: definition.judge(&facts), sheets, priority: class }
    }

    pub fn finding(&self) -> Finding {
        self.eligibility.answer
    }

    pub fn needs_hearing(&self) -> bool {
        self.sheets.iter().any(SheetOutcome::is_open)
    }

    pub fn class(&self) -> Option<i32> {
        self.priority.as_ref().map(|(class, _)| *class)
    }

    /// The word stored for the sheets together: the strictest that is certain, else what is open; `None` without a sheet.
    pub fn screening(&self) -> Option<&'static str> {
        let any = |wanted: Option<Outcome>| self.sheets.iter().any(|sheet| sheet.outcome == wanted);
        if self.sheets.is_empty() {
            None
        } else if any(Some(Outcome::Unfit)) {
            Some("unfit")
        } else if any(None) {
            Some("undecidable")
        } else if any(Some(Outcome::Hearing)) {
            Some("hearing")
        } else {
            Some("fit")
        }
    }
}

/// The words for a stored screening.
pub fn screening_label(code: &str) -> &'static str {
    match code {
        "fit" => Outcome::Fit.label(),
        "hearing" => Outcome::Hearing.label(),
        "unfit" => Outcome::Unfit.label(),
        _ => Finding::Undecidable.label(),
    }
}

/// The words for a stored verdict.
pub fn verdict_of(code: &str) -> Finding {
    Finding::ALL.into_iter().find(|finding| finding.code() == code).unwrap_or(Finding::Undecidable)
}

/// What is known of the applicant; what nobody said is absent.
fn facts(
    definition: &Definition,
    sheet: &Sheet,
    (applied_on, starts_on): (Date, Option<Date>),
    sheets: &[SheetOutcome],
) -> Facts {
    let asked = Asked::of(definition);
    let mut instruments: BTreeMap<String, Reading> =
        sheet.answered.values.iter().map(|(code, value)| (code.clone(), Reading::Value(*value))).collect();
    if asked.sarc_f {
        instruments.extend(sarc_f_reading(sheet).map(|reading| ("sarc_f".to_owned(), reading)));
    }
    let outcomes = sheets.iter().filter_map(|sheet| Some((sheet.code.clone(), sheet.outcome?)));
    Facts {
        born_on: Some(sheet.applicant.identity.born_on),
        applied_on: Some(applied_on),
        starts_on,
        resident: sheet.answered.resident,
        insured_here: sheet.answered.insured_here,
        certification: certification::known(&sheet.applicant.certification),
        services: sheet.answered.services.clone(),
        own_facility_user: sheet.answered.own_facility_user,
        instruments,
        restrictions: sheet.answered.restrictions.clone(),
        answers: sheet.answered.answers.clone(),
        screenings: outcomes.collect(),
    }
}

/// `None` while nothing is answered; a range while something is open.
fn sarc_f_reading(sheet: &Sheet) -> Option<Reading> {
    if sheet.answered.sarc_f.0.iter().all(Option::is_none) {
        return None;
    }
    let points = sarc_f::score(&sheet.answered.sarc_f).points;
    let whole = |points: u8| Decimal::whole(i32::from(points));
    Some(match points.settled() {
        Some(points) => Reading::Value(whole(points)),
        None => Reading::Between([whole(points.lo), whole(points.hi)]),
    })
}

/// The day on which the person is expected to begin: as wished, as the rule says while every place is free, or with the
/// course.
pub fn expected_start(
    definition: &Definition,
    sheet: &Sheet,
    applied_on: Date,
    term: Term,
    course_begins: Option<Date>,
) -> Option<Date> {
    let facts =
        StartFacts { applied_on, term: Some(term), users: BTreeMap::new(), waiting: 0, by_hand: None };
    let by_rule = || match start(&definition.calendar, definition.places, &facts).ok()?.start {
        Start::On { on, .. } => Some(on),
        Start::Waiting { .. } | Start::OutsideTerm | Start::ToBeAgreed => None,
    };
    sheet.wished_start.or_else(by_rule).or(course_begins)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{
        applications::sheet::{Heard, sample},
        assessments::sarc_f::Grade,
        programmes::{definition::ServiceGroup, meguro, presets::sendai},
    };

    const DAY: Date = date!(2024 - 08 - 10);
    const START: Option<Date> = Some(date!(2024 - 09 - 01));

    fn tick(sheet: &mut Sheet, answers: &[(&str, &str)]) {
        let of = sheet.answered.screenings.entry("condition".to_owned()).or_default();
        for (question, answer) in answers {
            of.entry((*question).to_owned()).or_default().insert((*answer).to_owned());
        }
    }

    const ALL_NO: [(&str, &str); 6] =
        [("a", "no"), ("b", "no"), ("c1", "no"), ("c2", "no"), ("c3", "no"), ("c4", "no")];

    /// A4.1 case 1: nothing else, the sheet 可.
    fn fit() -> Sheet {
        let mut sheet = sample();
        sheet.applicant.certification = "none".to_owned();
        (sheet.answered.resident, sheet.answered.own_facility_user) = (Some(true), Some(false));
        let [yes, no] = [Some(Grade::One), Some(Grade::Zero)];
        sheet.answered.sarc_f.0 = [yes, no, yes, yes, yes];
        tick(&mut sheet, &ALL_NO);
        sheet
    }

    #[test]
    fn somebody_fit_is_in_and_one_point_less_is_out() {
        let judged = Judgement::of(sendai(), &fit(), DAY, START);
        assert_eq!((judged.finding(), judged.screening()), (Finding::Met, Some("fit")));
        assert!(!judged.needs_hearing());
        let mut less = fit();
        less.answered.sarc_f.0[4] = Some(Grade::Zero);
        assert_eq!(Judgement::of(sendai(), &less, DAY, START).finding(), Finding::NotMet);
        less.answered.sarc_f.0[4] = None;
        let open = Judgement::of(sendai(), &less, DAY, START);
        assert_eq!(open.finding(), Finding::Undecidable);
        assert!(open.eligibility.lines().iter().any(|line| line.contains("3から5までのいずれか")));
    }

    /// A4.2 cases 3, 5 and 7: 要聞き取り leaves it open until somebody has asked.
    #[test]
    fn a_hearing_decides_what_the_sheet_leaves_open() {
        let mut sheet = fit();
        sheet.answered.screenings.get_mut("condition").unwrap().remove("c2");
        assert_eq!(Judgement::of(sendai(), &sheet, DAY, START).screening(), Some("undecidable"));
        tick(&mut sheet, &[("c2", "unknown")]);
        let open = Judgement::of(sendai(), &sheet, DAY, START);
        assert_eq!((open.finding(), open.screening()), (Finding::Undecidable, Some("hearing")));
        assert!(open.needs_hearing());
        for (is_fit, finding, screening) in [(true, Finding::Met, "fit"), (false, Finding::NotMet, "unfit")] {
            let heard = Heard { on: DAY, by: "保健師".into(), fit: is_fit, words: "聞いた".into() };
            sheet.heard.insert("condition".to_owned(), heard);
            let after = Judgement::of(sendai(), &sheet, DAY, START);
            assert_eq!((after.finding(), after.screening()), (finding, Some(screening)));
            assert!(!after.needs_hearing());
        }
    }

    /// A4.1 cases 3, 4 and 10.
    #[test]
    fn services_and_the_contractors_own_facility_exclude() {
        let mut sheet = fit();
        sheet.applicant.certification = "support_1".to_owned();
        assert_eq!(Judgement::of(sendai(), &sheet, DAY, START).finding(), Finding::Undecidable);
        for (service, finding) in [("福祉用具貸与", Finding::Met), ("通所リハビリ", Finding::NotMet)]
        {
            sheet.answered.services.insert(ServiceGroup::LongTermCare, [service.to_owned()].into());
            assert_eq!(Judgement::of(sendai(), &sheet, DAY, START).finding(), finding, "{service}");
        }
        let mut own = fit();
        own.answered.own_facility_user = Some(true);
        assert_eq!(Judgement::of(sendai(), &own, DAY, START).finding(), Finding::NotMet);
    }

    #[test]
    fn the_start_is_the_wish_or_the_rule_or_the_course() {
        let term = Term { starts_on: date!(2024 - 07 - 01), ends_on: date!(2025 - 03 - 31) };
        let mut sheet = fit();
        assert_eq!(expected_start(sendai(), &sheet, DAY, term, None), START);
        let course = Some(date!(2024 - 10 - 03));
        assert_eq!(expected_start(meguro(), &sheet, DAY, term, course), course);
        assert_eq!(expected_start(meguro(), &sheet, DAY, term, None), None);
        sheet.wished_start = Some(date!(2024 - 11 - 01));
        assert_eq!(expected_start(sendai(), &sheet, DAY, term, course), sheet.wished_start);
    }
}
