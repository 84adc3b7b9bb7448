//! Sheets 記入用紙: what is filled in at one go. A questionnaire is a sheet of its own; all physical tests of a
//! programme share one, because they are measured in one round. Which there are follows from the programme.

use serde::{Deserialize, Serialize};

use time::Date;

use super::{Answers, Instrument, checklist, instruments, instruments::Kind, month::Month};
use crate::{
    programmes::{self, Definition, definition::PlannedInstrument},
    sealing::Sealable,
};

/// The code of the sheet that holds all physical tests.
pub const PHYSICAL: &str = "physical";
/// The code of the sheet that is filled in once a month.
pub const MONTHLY: &str = "monthly";

/// The remark that goes with a sheet; sealed with the key of the course or the individual service.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Comment {
    pub text: String,
}

impl Sealable for Comment {
    const TABLE: &'static str = "assessment";
}

/// What is filled in at one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub code: &'static str,
    pub name: &'static str,
    pub instruments: Vec<Instrument>,
    /// May be filled in elsewhere than in the hall. One that holds several tests only if each may.
    pub may_make_up: bool,
}

/// When a sheet is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    Pre,
    /// Once in a calendar month between beginning and end.
    Monthly,
    Post,
}

/// One time a sheet is filled in: the month is given where it is filled in every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    pub timing: Timing,
    pub month: Option<Month>,
}

/// How the answers were got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Hall,
    OtherDay,
    Post,
    Phone,
    Home,
}

/// How far one person's sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Missing,
    /// So many of the sheet's tests, or answers, are still missing.
    Partial {
        given: usize,
        of: usize,
    },
    Done,
    /// Every test was marked 実施不可.
    NotPerformed,
}

/// The sheets of a programme, in its order.
pub fn offered(programme: &'static Definition) -> Vec<Sheet> {
    let planned = programme.measurement.instruments.iter().filter_map(|planned| find_planned(planned));
    let (tests, questionnaires): (Vec<Planned>, Vec<Planned>) =
        planned.partition(|(instrument, _)| matches!(instrument.kind, Kind::Measurement(_)));
    let own = |one: Planned| Sheet::of(programme, one.0.code, one.0.name, vec![one]);
    let mut sheets: Vec<Sheet> = questionnaires.into_iter().map(own).collect();
    if !tests.is_empty() {
        sheets.push(Sheet::of(programme, PHYSICAL, "体力測定", tests));
    }
    sheets
}

/// An instrument with the programme's plan for it.
type Planned = (Instrument, &'static PlannedInstrument);

fn find_planned(planned: &'static PlannedInstrument) -> Option<Planned> {
    Some((instruments::find(planned.instrument.code())?, planned))
}

/// What is taken once a month, when the programme plans any of it.
pub fn monthly(programme: &'static Definition) -> Option<Sheet> {
    let planned = programme
        .measurement
        .instruments
        .iter()
        .filter(|one| one.timing == programmes::definition::Timing::BeforeMonthlyAndAfter);
    let planned: Vec<Planned> = planned.filter_map(find_planned).collect();
    (!planned.is_empty()).then(|| Sheet::of(programme, MONTHLY, "毎月の評価", planned))
}

/// The sheet of that code at that time, when the programme has it.
pub fn find(programme: &'static Definition, code: &str, timing: Timing) -> Option<Sheet> {
    match timing {
        Timing::Monthly => monthly(programme).filter(|sheet| sheet.code == code),
        Timing::Pre | Timing::Post => offered(programme).into_iter().find(|sheet| sheet.code == code),
    }
}

impl Sheet {
    /// A service for one person has no hall, so its sheets are filled in wherever the person is.
    fn of(programme: &Definition, code: &'static str, name: &'static str, planned: Vec<Planned>) -> Self {
        let may_make_up = !programme.style.has_sessions() || planned.iter().all(|(_, one)| one.may_make_up);
        let instruments = planned.into_iter().map(|(instrument, _)| instrument).collect();
        Self { code, name, instruments, may_make_up }
    }

    /// How it may be filled in.
    pub fn modes(&self) -> &'static [Mode] {
        if self.may_make_up { &Mode::ALL } else { &[Mode::Hall] }
    }

    /// The codes of its instruments, as rows are stored.
    pub fn codes(&self) -> Vec<String> {
        self.instruments.iter().map(|instrument| instrument.code.to_owned()).collect()
    }

    /// How far the sheet is, from what was recorded of its instruments.
    pub fn standing(&self, recorded: &[&Answers]) -> Standing {
        let given: Vec<&&Answers> = recorded.iter().filter(|answers| !answers.is_blank()).collect();
        match given.as_slice() {
            [] => Standing::Missing,
            [only] if self.instruments.len() == 1 => of_one(only),
            all if all.iter().all(|answers| is_refused(answers)) && all.len() == self.instruments.len() => {
                Standing::NotPerformed
            }
            all if all.len() >= self.instruments.len() => Standing::Done,
            some => Standing::Partial { given: some.len(), of: self.instruments.len() },
        }
    }
}

fn of_one(answers: &Answers) -> Standing {
    let (given, of) = match answers {
        Answers::Checklist(sheet) => {
            (checklist::COUNT - checklist::score(sheet).missing.len(), checklist::COUNT)
        }
        Answers::SarcF(sheet) => (sheet.0.iter().flatten().count(), sheet.0.len()),
        Answers::SelfHealth(_) => (1, 1),
        Answers::Measured(_) if is_refused(answers) => return Standing::NotPerformed,
        Answers::Measured(_) => (1, 1),
    };
    if given == of { Standing::Done } else { Standing::Partial { given, of } }
}

fn is_refused(answers: &Answers) -> bool {
    matches!(answers, Answers::Measured(record) if matches!(record.outcome, super::physical::Outcome::NotPerformed { .. }))
}

impl Timing {
    pub const ALL: [Self; 3] = [Self::Pre, Self::Monthly, Self::Post];
    /// The two times at which every sheet is filled in.
    pub const ENDS: [Self; 2] = [Self::Pre, Self::Post];

    pub fn code(self) -> &'static str {
        match self {
            Self::Pre => "pre",
            Self::Monthly => "monthly",
            Self::Post => "post",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|timing| timing.code() == code)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Pre => "開始時",
            Self::Monthly => "毎月",
            Self::Post => "終了時",
        }
    }
}

impl Occasion {
    /// The occasion an address or form names; a monthly sheet needs its month.
    pub fn named(timing: &str, month: &str) -> Option<Self> {
        match Timing::from_code(timing)? {
            Timing::Monthly => {
                month.parse().ok().map(|month| Self { timing: Timing::Monthly, month: Some(month) })
            }
            timing @ (Timing::Pre | Timing::Post) => Some(Self { timing, month: None }),
        }
    }

    /// The occasion that a stored answer of that timing and day belongs to.
    pub fn of(timing: Timing, done_on: Date) -> Self {
        Self { timing, month: (timing == Timing::Monthly).then(|| Month::of(done_on)) }
    }

    pub fn holds(self, day: Date) -> bool {
        self.month.is_none_or(|month| month.holds(day))
    }

    /// 「開始時」「5月」
    pub fn word(self) -> String {
        self.month.map_or_else(|| self.timing.word().to_owned(), Month::word)
    }
}

impl Mode {
    pub const ALL: [Self; 5] = [Self::Hall, Self::OtherDay, Self::Post, Self::Phone, Self::Home];

    pub fn code(self) -> &'static str {
        match self {
            Self::Hall => "hall",
            Self::OtherDay => "other_day",
            Self::Post => "post",
            Self::Phone => "phone",
            Self::Home => "home",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Hall => "会場",
            Self::OtherDay => "別日",
            Self::Post => "郵送",
            Self::Phone => "電話",
            Self::Home => "自宅",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assessments::{Reading, measures, physical::MeasureRecord, self_health::SelfHealthAnswer},
        programmes,
    };

    fn test_of(code: &str) -> Answers {
        let measure = measures::find(code).unwrap();
        Answers::Measured(MeasureRecord::performed(
            measure,
            measure.protocols[0].id,
            &[Some(Reading::whole(9))],
        ))
    }

    #[test]
    fn every_planned_instrument_is_on_exactly_one_sheet() {
        for programme in programmes::presets::all() {
            let on_sheets: Vec<String> = offered(programme).iter().flat_map(Sheet::codes).collect();
            let mut planned: Vec<&str> =
                programme.measurement.instruments.iter().map(|p| p.instrument.code()).collect();
            let mut found: Vec<&str> = on_sheets.iter().map(String::as_str).collect();
            planned.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, planned, "{}", programme.code);
        }
    }

    #[test]
    fn physical_tests_share_the_last_sheet() {
        let sheets = offered(programmes::meguro());
        let codes: Vec<&str> = sheets.iter().map(|sheet| sheet.code).collect();
        assert_eq!(codes, ["kcl", "health", "sarc_f", PHYSICAL]);
        assert_eq!(sheets[3].instruments.len(), 6);
        assert_eq!(find(programmes::shinjuku(), "health", Timing::Pre), None);
    }

    #[test]
    fn only_what_may_be_made_up_is_filled_in_outside_the_hall() {
        let elsewhere = |programme, code| {
            find(programme, code, Timing::Pre).is_some_and(|sheet| sheet.modes().contains(&Mode::Post))
        };
        assert!(elsewhere(programmes::meguro(), "kcl") && elsewhere(programmes::meguro(), "health"));
        assert!(!elsewhere(programmes::meguro(), "sarc_f") && !elsewhere(programmes::meguro(), PHYSICAL));
        assert!(elsewhere(programmes::shinjuku(), PHYSICAL), "a service for one person has no hall");
    }

    #[test]
    fn a_month_has_the_instruments_that_are_planned_for_it() {
        let sheet = find(programmes::shinjuku(), MONTHLY, Timing::Monthly).unwrap();
        assert_eq!(sheet.codes(), ["tug"]);
        assert_eq!(find(programmes::shinjuku(), PHYSICAL, Timing::Monthly), None);
        assert_eq!(find(programmes::shinjuku(), MONTHLY, Timing::Pre), None);
        assert_eq!(monthly(programmes::meguro()), None);
    }

    #[test]
    fn a_round_of_tests_is_partial_until_each_has_a_value_or_a_reason() {
        let sheet = find(programmes::shinjuku(), PHYSICAL, Timing::Pre).unwrap();
        let (grip, tug) = (test_of("grip"), test_of("tug"));
        assert_eq!(sheet.standing(&[]), Standing::Missing);
        assert_eq!(sheet.standing(&[&grip, &tug]), Standing::Partial { given: 2, of: 3 });
        let walk = test_of("walk5_u");
        assert_eq!(sheet.standing(&[&grip, &tug, &walk]), Standing::Done);
    }

    #[test]
    fn a_blank_row_counts_as_missing_and_open_answers_as_partial() {
        let health = find(programmes::meguro(), "health", Timing::Pre).unwrap();
        assert_eq!(health.standing(&[&Answers::SelfHealth(SelfHealthAnswer::blank())]), Standing::Missing);
        let kcl = find(programmes::meguro(), "kcl", Timing::Pre).unwrap();
        let mut answers = checklist::ChecklistAnswers::default();
        answers.set(1, checklist::Answer::Yes);
        assert_eq!(kcl.standing(&[&Answers::Checklist(answers)]), Standing::Partial { given: 1, of: 25 });
    }

    #[test]
    fn codes_read_back() {
        for mode in Mode::ALL {
            assert_eq!(Mode::from_code(mode.code()), Some(mode));
        }
        for timing in Timing::ALL {
            assert_eq!(Timing::from_code(timing.code()), Some(timing));
        }
        assert_eq!(Timing::from_code("weekly"), None);
    }
}
