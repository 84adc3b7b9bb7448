//! 記載事項: what a paper has to say besides its file, one field for each, so that nobody has to guess what the other side
//! wants to know. Data in `particulars.toml`; a paper that isn't there has its words alone.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    kit::form::Form,
    obligations::{library::library, paper_code},
    programmes::fee::yen,
    vocab::dates::wareki,
};

const LONGEST_LINE: usize = 200;
const LONGEST_LINES: usize = 2_000;
/// Yen that one person may be asked for at once.
const MOST_YEN: i64 = 1_000_000;

/// One thing a paper has to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particular {
    pub label: String,
    #[serde(default)]
    pub hint: String,
    /// Several lines.
    #[serde(default)]
    pub lines: bool,
    #[serde(default)]
    pub day: bool,
    /// A day that must have come.
    #[serde(default)]
    is_past: bool,
    #[serde(default)]
    pub yen: bool,
}

/// What was said, as it was asked at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub label: String,
    pub value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Papers {
    papers: Vec<PaperParticulars>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PaperParticulars {
    codes: Vec<String>,
    particulars: Vec<Particular>,
}

static PAPERS: LazyLock<Papers> = LazyLock::new(shipped);

#[expect(clippy::expect_used, reason = "the text ships with the program, and a test reads it")]
fn shipped() -> Papers {
    toml::from_str(include_str!("particulars.toml")).expect("the particulars of papers")
}

/// What the paper of this code has to say; a paper that stands for several duties says what each asks.
pub fn of(code: &str) -> Vec<&'static Particular> {
    let rules: Vec<&str> = library()
        .rules
        .iter()
        .filter(|rule| paper_code(&rule.code) == code || rule.same_filings.iter().any(|same| same == code))
        .map(|rule| rule.code.as_str())
        .collect();
    let is_it = |known: &String| known == code || rules.contains(&known.as_str());
    PAPERS
        .papers
        .iter()
        .filter(|paper| paper.codes.iter().any(is_it))
        .flat_map(|it| &it.particulars)
        .collect()
}

/// The form's field of the particular at this place.
pub fn field(at: usize) -> String {
    format!("particular_{}", at + 1)
}

/// Reads them all from the form, or records the problems.
pub fn read(form: &mut Form, asked: &[&Particular], today: Date) -> Option<Vec<Said>> {
    let said: Vec<Option<Said>> = asked
        .iter()
        .enumerate()
        .map(|(at, particular)| {
            let value = particular.read(form, &field(at), today)?;
            Some(Said { label: particular.label.clone(), value })
        })
        .collect();
    said.into_iter().collect()
}

impl Particular {
    fn read(&self, form: &mut Form, field: &str, today: Date) -> Option<String> {
        if self.day {
            let day = form.date(field, &self.label)?;
            if self.is_past && day > today {
                form.refuse(field, format!("今日（{}）以前の日を入力してください。", wareki(today)));
                return None;
            }
            return Some(wareki(day));
        }
        if self.yen {
            return form.yen(field, &self.label, 0..=MOST_YEN).map(yen);
        }
        if self.lines {
            return form.required_lines(field, &self.label, LONGEST_LINES);
        }
        form.required(field, &self.label, LONGEST_LINE)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::macros::date;

    use super::*;
    use crate::{obligations::library::Evidence, programmes::presets};

    const TODAY: Date = date!(2026 - 06 - 17);

    #[test]
    fn every_code_is_a_paper_that_somebody_asks_for() {
        let rules = library().rules.iter().filter(|rule| rule.evidence == Evidence::Filing);
        let mut known: BTreeSet<&str> = rules.map(|rule| rule.code.as_str()).collect();
        known.extend(
            presets::all()
                .into_iter()
                .flat_map(|preset| preset.filings.iter().map(|filing| filing.code.as_str())),
        );
        for code in PAPERS.papers.iter().flat_map(|paper| &paper.codes) {
            assert!(known.contains(code.as_str()), "nobody asks for {code}");
        }
    }

    #[test]
    fn every_paper_without_a_file_asks_for_more_than_free_words() {
        for rule in library().rules.iter().filter(|rule| rule.evidence == Evidence::Filing) {
            let is_words = rule.form == Some(crate::programmes::definition::FilingForm::Text);
            assert!(!is_words || !of(&paper_code(&rule.code)).is_empty(), "{}", rule.code);
        }
    }

    #[test]
    fn a_paper_for_two_duties_says_what_both_ask() {
        let labels: Vec<&str> = of("emergency_manual").iter().map(|it| it.label.as_str()).collect();
        assert!(labels.contains(&"証券番号") && labels.contains(&"マニュアルの版"), "{labels:?}");
        assert!(of("results").is_empty());
    }

    #[test]
    fn what_is_missing_is_said_at_its_field_and_days_are_days() {
        let asked = of("clause/skill_training");
        let mut form = Form::empty().with("particular_1", "従事者研修").with("particular_2", "R8.7.1");
        assert!(read(&mut form, &asked, TODAY).is_none());
        assert!(form.problem("particular_2").is_some_and(|problem| problem.contains("以前の日")));
        assert!(form.problem("particular_3").is_some_and(|problem| problem.contains("参加した人")));
        let mut form = Form::empty()
            .with("particular_1", "従事者研修")
            .with("particular_2", "R8.6.1")
            .with("particular_3", "田中 花子");
        let said = read(&mut form, &asked, TODAY).unwrap();
        assert_eq!((said[1].label.as_str(), said[1].value.as_str()), ("受けた日", "令和8年6月1日"));
        let mut form = Form::empty();
        read(&mut form, &of("transport_fee"), TODAY);
        assert!(form.problem("particular_2").is_some());
    }
}
