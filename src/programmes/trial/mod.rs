//! 試算: forms for an invented case, put together from what this definition asks. Each becomes a scenario for
//! [`super::simulate`]; the answer comes back as blocks of lines and tables.

mod dates;
mod due;
mod fee;
mod outcome;
mod person;

use time::Date;

use super::{
    Definition,
    forms::field::{Field, Kind},
    simulate::{Scenario, simulate},
};
use crate::{kit::form::Form, vocab::business_days::ClosedDays};

/// One kind of trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    Dates,
    Person,
    Fee,
    Due,
    Scenario,
}

/// A part of the answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Block {
    pub title: String,
    pub lines: Vec<String>,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// The last column holds amounts.
    pub has_amounts: bool,
    /// Something has to be looked at.
    pub is_warning: bool,
}

impl Trial {
    pub const ALL: [Self; 5] = [Self::Dates, Self::Person, Self::Fee, Self::Due, Self::Scenario];

    pub fn code(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::Person => "person",
            Self::Fee => "fee",
            Self::Due => "due",
            Self::Scenario => "scenario",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trial| trial.code() == code)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Dates => "日程",
            Self::Person => "対象者",
            Self::Fee => "委託料",
            Self::Due => "期限",
            Self::Scenario => "まとめて試す",
        }
    }

    pub fn intro(self) -> &'static str {
        match self {
            Self::Dates => "始める日と曜日から、この事業の決まりで日程を作ります。",
            Self::Person => {
                "実在しない人を1人考えて、参加できるかを理由とともに確かめます。わからないことは空欄のままにします。"
            }
            Self::Fee => "1か月の実施状況を仮に決めて、委託料を計算します。",
            Self::Due => "契約の期間と出来事の日から、報告と提出書類の期限を数えます。",
            Self::Scenario => {
                "試算の入力をTOMLかJSONで貼り付けます。書き方は事業の定義の説明書にあります。実在する人の情報は入れないでください。"
            }
        }
    }

    pub fn fields(self, definition: &Definition) -> Vec<Field> {
        match self {
            Self::Dates => dates::fields(),
            Self::Person => person::fields(definition),
            Self::Fee => fee::fields(definition),
            Self::Due => due::fields(definition),
            Self::Scenario => vec![Field::new(Kind::Lines, "scenario", "試算の入力")],
        }
    }

    /// The form before anything was typed.
    pub fn blank(self, definition: &Definition, today: Date) -> Form {
        match self {
            Self::Dates => dates::blank(definition, today),
            Self::Person => person::blank(today),
            Self::Fee => fee::blank(definition, today),
            Self::Due => due::blank(today),
            Self::Scenario => Form::empty(),
        }
    }

    /// Tries the definition; `None` when the form has problems.
    pub fn answer(self, form: &mut Form, definition: &Definition, closed: ClosedDays) -> Option<Vec<Block>> {
        let scenario = match self {
            Self::Dates => dates::scenario(form),
            Self::Person => person::scenario(form, definition),
            Self::Fee => fee::scenario(form, definition),
            Self::Due => due::scenario(form, definition),
            Self::Scenario => pasted(form),
        };
        let mut scenario = scenario.filter(|_| !form.has_problems())?;
        if scenario.closed == ClosedDays::default() {
            scenario.closed = closed;
        }
        Some(outcome::blocks(&simulate(definition, &scenario)))
    }
}

/// Longest scenario, in characters.
const LONGEST: usize = 100_000;

fn pasted(form: &mut Form) -> Option<Scenario> {
    let text = form.required_lines("scenario", "試算の入力", LONGEST)?;
    Scenario::read(&text).map_err(|problem| form.refuse("scenario", problem)).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets;

    #[test]
    fn every_trial_of_every_preset_answers_with_what_its_form_begins_with() {
        for preset in presets::all() {
            for trial in [Trial::Dates, Trial::Person, Trial::Fee, Trial::Due] {
                let prices =
                    trial.fields(preset).into_iter().filter(|field| field.name.starts_with("price."));
                let mut form = prices.fold(trial.blank(preset, date!(2026 - 06 - 17)), |form, field| {
                    assert_eq!(form.value(&field.name), "", "nobody invents the contract's price");
                    form.with(&field.name, "10000")
                });
                let answer = trial.answer(&mut form, preset, ClosedDays::default());
                assert_eq!(form.problems(), [], "{} {trial:?}", preset.code);
                assert!(!answer.unwrap().is_empty(), "{} {trial:?}", preset.code);
            }
        }
    }

    #[test]
    fn sixteen_weekly_sessions_from_a_day() {
        let mut form = Form::empty().with("start", "R6.6.4").with("weekdays", "Tuesday");
        let answer = Trial::Dates.answer(&mut form, presets::meguro(), ClosedDays::default()).unwrap();
        let table = answer.iter().find(|block| !block.rows.is_empty()).unwrap();
        assert_eq!(table.rows.len(), 16);
    }

    #[test]
    fn what_is_not_known_of_a_person_is_undecidable_and_not_no() {
        let mut form = Form::empty().with("born_on", "S16.3.5").with("starts_on", "R8.6.1");
        let answer = Trial::Person.answer(&mut form, presets::sendai(), ClosedDays::default()).unwrap();
        let text = format!("{answer:?}");
        assert!(text.contains("判定不能"), "{text}");
    }

    /// domain-rules A4: 4 sessions of 7 users, base for 5 and one more price for each above.
    #[test]
    fn a_month_of_tiers_shows_its_arithmetic() {
        let mut form = Form::empty()
            .with("month", "R6.8")
            .with("held", "4")
            .with("users", "7")
            .with("enrolled", "7")
            .with("price.class_base", "20000")
            .with("price.class_further", "2000")
            .with("price.oral", "0")
            .with("price.nutrition", "0");
        let answer = Trial::Fee.answer(&mut form, presets::sendai(), ClosedDays::default());
        let text = format!("{:?} {:?}", form.problems(), answer.unwrap());
        assert!(text.contains("96,000"), "4 × (20,000 + 2 × 2,000): {text}");
    }

    /// Once for each person, three times in the contract: what the limits allow points nobody out.
    #[test]
    fn add_ons_go_round_among_the_people_as_far_as_the_limits_allow() {
        let mut month = Form::empty().with("month", "R6.8").with("held", "4").with("enrolled", "7");
        for price in ["class_base", "class_further", "oral", "nutrition"] {
            month = month.with(&format!("price.{price}"), "1000");
        }
        let told = |users: &str, times: &str| {
            let mut form = month.clone().with("users", users).with("add_on.oral", times);
            let answer = Trial::Fee.answer(&mut form, presets::sendai(), ClosedDays::default());
            answer.map(|blocks| format!("{blocks:?}")).ok_or(form)
        };
        let three = told("7", "3").unwrap();
        assert!(!three.contains("確かめること") && three.contains("3回 × 1,000円"), "{three}");
        assert!(told("2", "3").unwrap().contains("1人の利用期間で1回までです。すでに1回行ったため"));
        assert!(told("7", "4").unwrap().contains("契約全体で3回までです。すでに3回行ったため"));
        assert!(told("7", "5").unwrap_err().problem("add_on.oral").unwrap().contains("（4回）まで"));
    }

    #[test]
    fn a_cancelled_session_says_whether_it_is_paid_and_why() {
        let told = |definition: &Definition| {
            let mut form = Form::empty().with("month", "2026-6").with("held", "1").with("late", "1");
            form = form.with("users", "5").with("enrolled", "5");
            for field in Trial::Fee.fields(definition) {
                form = if field.name.starts_with("price.") { form.with(&field.name, "1000") } else { form };
            }
            format!("{:?}", Trial::Fee.answer(&mut form, definition, ClosedDays::default()).unwrap())
        };
        let mut uncounted = presets::meguro().clone();
        assert!(told(&uncounted).contains("実施したものとみなし、委託料の対象になります。"));
        uncounted.fees[0].rules[0].counts_paid_cancellations = false;
        assert!(told(&uncounted).contains("数える決まりが委託料にないため、委託料の対象になりません。"));
        uncounted.cancellation.pay = super::super::definition::CancellationPay::Never;
        assert!(told(&uncounted).contains("支払わない決まりのため、委託料の対象になりません。"));
    }

    #[test]
    fn due_days_of_a_year_are_listed_report_by_report() {
        let mut form = Trial::Due.blank(presets::sendai(), date!(2024 - 06 - 17));
        let answer = Trial::Due.answer(&mut form, presets::sendai(), ClosedDays::default()).unwrap();
        assert!(format!("{answer:?}").contains("事業実績報告書"));
    }

    #[test]
    fn a_pasted_scenario_says_the_line_that_is_wrong() {
        let mut form = Form::empty().with("scenario", "title = \"試し\"\nsesions = []\n");
        assert_eq!(Trial::Scenario.answer(&mut form, presets::meguro(), ClosedDays::default()), None);
        assert!(form.problem("scenario").unwrap().contains("2行目"), "{:?}", form.problem("scenario"));
    }
}
