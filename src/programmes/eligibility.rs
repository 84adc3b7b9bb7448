//! 対象者の判定: the tree of conditions held against what is known of a person. Every branch is looked at and shows its
//! finding and the fact it stands on; a fact nobody knows is 判定不能 and never counts as "no".

use serde::Serialize;
use time::Date;

use super::definition::{
    AgeDay, Condition, Definition, Facts, Instrument, Outcome, Priority, Reading, ServiceGroup, Threshold,
};
use super::reading;
use crate::{
    verdict::Finding,
    vocab::{
        certification::Certification,
        dates::{fiscal_year, legal_age, wareki},
        decimal::Decimal,
    },
};

/// A condition with its finding: the rule in words, the fact used, and the findings below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    pub answer: Finding,
    pub rule: String,
    /// The whole condition in one sentence, with the parts below it.
    #[serde(skip)]
    pub plain: String,
    /// Empty where the parts say it.
    pub fact: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Judged>,
}

/// The words for conditions that all have to be met.
const ALL: &str = "次のすべてに当てはまること";

/// What a group asks for, before its conditions are listed; `is_denied` for 「〜ではない」.
pub(in crate::programmes) fn group_words(is_all: bool, is_denied: bool) -> &'static str {
    match (is_all, is_denied) {
        (true, false) => ALL,
        (false, false) => "次のいずれかに当てはまること",
        (true, true) => "次のすべてには当てはまらないこと",
        (false, true) => "次のどれにも当てはまらないこと",
    }
}

impl Judged {
    /// Line by line, parts indented under what they belong to.
    pub fn lines(&self) -> Vec<String> {
        let fact = if self.fact.is_empty() { String::new() } else { format!("（{}）", self.fact) };
        let own = format!("{}：{}{fact}", self.rule, self.answer.label());
        let below = self.parts.iter().flat_map(Self::lines).map(|line| format!("　{line}"));
        std::iter::once(own).chain(below).collect()
    }

    /// The conditions that all have to be met, each by itself.
    pub fn conditions(&self) -> Vec<&Self> {
        if self.rule == ALL { self.parts.iter().collect() } else { vec![self] }
    }

    /// What is not known yet and keeps the answer open.
    pub fn open(&self) -> Vec<String> {
        let undecided: Vec<&Self> = self.conditions();
        undecided.into_iter().filter(|one| one.answer == Finding::Undecidable).map(Self::sentence).collect()
    }

    /// The condition in one sentence with the fact it stands on.
    pub fn sentence(&self) -> String {
        let facts: Vec<&str> = self.facts().into_iter().filter(|fact| !fact.is_empty()).collect();
        if facts.is_empty() {
            self.plain.clone()
        } else {
            format!("{}（{}）", self.plain, facts.join("、"))
        }
    }

    fn facts(&self) -> Vec<&str> {
        let below = self.parts.iter().flat_map(Self::facts);
        std::iter::once(self.fact.as_str()).chain(below).collect()
    }
}

impl Definition {
    /// Whether a person may take part.
    pub fn judge(&self, facts: &Facts) -> Judged {
        self.judge_condition(&self.eligibility.rule, facts)
    }

    /// The person's class of priority: the first whose condition is met. `None` is "after all classes".
    /// 判定不能 doesn't give priority.
    pub fn priority(&self, facts: &Facts) -> Option<&Priority> {
        let met = |priority: &&Priority| self.judge_condition(&priority.when, facts).answer == Finding::Met;
        self.eligibility.priorities.iter().find(met)
    }

    fn judge_condition(&self, condition: &Condition, facts: &Facts) -> Judged {
        let below: &[Condition] = if let Condition::All(parts) | Condition::Any(parts) = condition {
            parts
        } else if let Condition::Not(inner) = condition {
            std::slice::from_ref(inner)
        } else {
            &[]
        };
        let parts: Vec<Judged> = below.iter().map(|part| self.judge_condition(part, facts)).collect();
        let (answer, fact) = find(condition, &parts, facts);
        let (rule, plain) = (self.condition_words(condition), self.plain_words(condition));
        Judged { answer, rule, plain, fact, parts }
    }

    /// The condition with all its parts in one sentence.
    pub(in crate::programmes) fn plain_words(&self, condition: &Condition) -> String {
        let quoted = |parts: &[Condition]| -> String {
            parts.iter().map(|part| format!("「{}」", self.plain_words(part))).collect()
        };
        if let Condition::All(parts) = condition {
            format!("{}のすべてに当てはまること", quoted(parts))
        } else if let Condition::Any(parts) = condition {
            format!("{}のどれかに当てはまること", quoted(parts))
        } else if let Condition::Not(inner) = condition {
            if let Condition::All(parts) = inner.as_ref() {
                format!("{}のすべてには当てはまらないこと", quoted(parts))
            } else if let Condition::Any(parts) = inner.as_ref() {
                format!("{}のどれにも当てはまらないこと", quoted(parts))
            } else {
                negated(&self.plain_words(inner))
            }
        } else {
            self.condition_words(condition)
        }
    }

    /// The condition in words, as the editor's preview and every judgement show it.
    pub fn condition_words(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(_) => group_words(true, false).to_owned(),
            Condition::Any(_) => group_words(false, false).to_owned(),
            Condition::Not(_) => "次に当てはまらないこと".to_owned(),
            Condition::LegalAge { least, most, on } => age_words(*least, *most, *on),
            Condition::Resident => "住民基本台帳に登録されていること".to_owned(),
            Condition::InsuredHere => {
                "この区市町村の介護保険の被保険者であること（住所地特例を含む）".to_owned()
            }
            Condition::Certification(among) => {
                format!("認定が{}であること", join(among.iter().map(|one| one.label())))
            }
            Condition::UsesServices { group, except } if except.is_empty() => {
                format!("{}を利用していること", group.label())
            }
            Condition::UsesServices { group, except } => {
                format!(
                    "{}（{}を除く）を利用していること",
                    group.label(),
                    join(except.iter().map(String::as_str))
                )
            }
            Condition::OwnFacilityUser => "受託者の事業所を定期的に利用していること".to_owned(),
            Condition::Instrument { code, is } => {
                format!("{}が{}であること", self.instrument_name(code), is.words())
            }
            Condition::Restriction(name) => format!("{name}があること"),
            Condition::Question(code) => {
                format!("「{}」に「はい」と答えていること", self.question_text(code))
            }
            Condition::Screening { code, outcome } => {
                format!("{}の結果が「{}」であること", self.screening_title(code), outcome.label())
            }
        }
    }

    fn instrument_name<'a>(&self, code: &'a str) -> &'a str {
        Instrument::from_code(code).map_or(code, |known| known.label())
    }

    fn question_text<'a>(&'a self, code: &'a str) -> &'a str {
        let found = self.eligibility.questions.iter().find(|question| question.code == code);
        found.map_or(code, |question| &question.text)
    }

    fn screening_title<'a>(&'a self, code: &'a str) -> &'a str {
        self.screenings.iter().find(|screening| screening.code == code).map_or(code, |found| &found.title)
    }
}

/// 「認定が要介護1でないこと」 from 「認定が要介護1であること」.
fn negated(words: &str) -> String {
    let endings =
        [("であること", "でないこと"), ("ていること", "ていないこと"), ("があること", "がないこと")];
    let turned = endings.iter().find_map(|(is, not)| Some(format!("{}{not}", words.strip_suffix(is)?)));
    turned.unwrap_or_else(|| format!("「{words}」に当てはまらないこと"))
}

impl Threshold {
    /// 「4以上」.
    pub fn words(self) -> String {
        self.words_in("")
    }

    /// 「6.5以上」, and in the words of a unit that has some 「＋以上」.
    pub fn words_in(self, unit: &str) -> String {
        let said = |limit: Decimal| reading::shown(unit, limit);
        match self {
            Self::AtLeast(limit) => format!("{}以上", said(limit)),
            Self::AtMost(limit) => format!("{}以下", said(limit)),
            Self::Below(limit) => format!("{}未満", said(limit)),
            Self::Above(limit) => format!("{}を超える値", said(limit)),
        }
    }

    /// Whether a value stands so.
    pub fn holds(self, value: Decimal) -> bool {
        match self {
            Self::AtLeast(limit) => value >= limit,
            Self::AtMost(limit) => value <= limit,
            Self::Below(limit) => value < limit,
            Self::Above(limit) => value > limit,
        }
    }
}

impl ServiceGroup {
    pub fn label(self) -> &'static str {
        match self {
            Self::LongTermCare => "介護保険のサービス",
            Self::Prevention => "総合事業のサービス",
        }
    }
}

impl Outcome {
    pub fn label(self) -> &'static str {
        match self {
            Self::Fit => "可",
            Self::Hearing => "要聞き取り",
            Self::Unfit => "不可",
        }
    }
}

impl AgeDay {
    pub fn label(self) -> &'static str {
        match self {
            Self::Application => "申込日",
            Self::Start => "利用開始日",
            Self::FiscalYearEnd => "年度末",
        }
    }

    fn day(self, facts: &Facts) -> Option<Date> {
        match self {
            Self::Application => facts.applied_on,
            Self::Start => facts.starts_on,
            Self::FiscalYearEnd => {
                let year = fiscal_year(facts.starts_on.or(facts.applied_on)?);
                Date::from_calendar_date(year.checked_add(1)?, time::Month::March, 31).ok()
            }
        }
    }
}

/// The finding of one condition, and the fact it stands on.
fn find(condition: &Condition, parts: &[Judged], facts: &Facts) -> (Finding, String) {
    let answers = parts.iter().map(|part| part.answer);
    match condition {
        Condition::All(_) => (answers.fold(Finding::Met, Finding::and), String::new()),
        Condition::Any(_) => (answers.fold(Finding::NotMet, Finding::or), String::new()),
        Condition::Not(_) => (answers.fold(Finding::NotMet, Finding::or).negated(), String::new()),
        Condition::LegalAge { least, most, on } => judge_age(*least, *most, *on, facts),
        Condition::Resident => yes_no(facts.resident, "住民基本台帳に登録あり", "住民基本台帳に登録なし"),
        Condition::InsuredHere => yes_no(facts.insured_here, "この区市町村の被保険者", "ほかの保険者"),
        Condition::Certification(among) => judge_certification(among, facts.certification),
        Condition::UsesServices { group, except } => judge_services(*group, except, facts),
        Condition::OwnFacilityUser => yes_no(facts.own_facility_user, "利用あり", "利用なし"),
        Condition::Instrument { code, is } => judge_reading(*is, facts.instruments.get(code)),
        Condition::Restriction(name) => yes_no(facts.restrictions.get(name).copied(), "あり", "なし"),
        Condition::Question(code) => yes_no(facts.answers.get(code).copied(), "はい", "いいえ"),
        Condition::Screening { code, outcome } => judge_outcome(*outcome, facts.screenings.get(code)),
    }
}

fn judge_age(least: Option<u8>, most: Option<u8>, on: AgeDay, facts: &Facts) -> (Finding, String) {
    let (Some(born_on), Some(day)) = (facts.born_on, on.day(facts)) else {
        let missing = if facts.born_on.is_none() { "生年月日" } else { on.label() };
        return (Finding::Undecidable, format!("{missing}が未確認"));
    };
    let age = legal_age(born_on, day);
    let in_range =
        least.is_none_or(|least| age >= i32::from(least)) && most.is_none_or(|most| age <= i32::from(most));
    (in_range.into(), format!("{}生まれ、{}に{age}歳", wareki(born_on), wareki(day)))
}

fn age_words(least: Option<u8>, most: Option<u8>, on: AgeDay) -> String {
    let range = match (least, most) {
        (Some(least), Some(most)) => format!("{least}歳以上{most}歳以下"),
        (Some(least), None) => format!("{least}歳以上"),
        (None, Some(most)) => format!("{most}歳以下"),
        (None, None) => "年齢を問わない".to_owned(),
    };
    format!("{}に{range}であること（法律上の年齢。誕生日の前日に1歳加わる）", on.label())
}

fn judge_certification(among: &[Certification], known: Option<Certification>) -> (Finding, String) {
    known.map_or_else(unknown, |found| (among.contains(&found).into(), found.label().to_owned()))
}

fn judge_services(group: ServiceGroup, except: &[String], facts: &Facts) -> (Finding, String) {
    let Some(used) = facts.services.get(&group) else { return unknown() };
    if used.is_empty() {
        return (Finding::NotMet, "利用なし".to_owned());
    }
    let counted = used.iter().any(|service| !except.contains(service));
    (counted.into(), join(used.iter().map(String::as_str)))
}

fn judge_reading(is: Threshold, reading: Option<&Reading>) -> (Finding, String) {
    match reading {
        None => unknown(),
        Some(Reading::Value(value)) => (is.holds(*value).into(), value.to_string()),
        Some(Reading::Between([least, most])) => {
            let answer = match (is.holds(*least), is.holds(*most)) {
                (low, high) if low == high => low.into(),
                _ => Finding::Undecidable,
            };
            (answer, format!("未回答があり、{least}から{most}までのいずれか"))
        }
    }
}

/// 要聞き取り is not the end: until the hearing was held, 可 and 不可 are both open.
fn judge_outcome(asked: Outcome, found: Option<&Outcome>) -> (Finding, String) {
    match found {
        None => unknown(),
        Some(Outcome::Hearing) if asked != Outcome::Hearing => {
            (Finding::Undecidable, "要聞き取り（聞き取りの結果が未確認）".to_owned())
        }
        Some(found) => ((*found == asked).into(), found.label().to_owned()),
    }
}

fn yes_no(known: Option<bool>, yes: &str, no: &str) -> (Finding, String) {
    known.map_or_else(unknown, |met| (met.into(), if met { yes } else { no }.to_owned()))
}

fn unknown() -> (Finding, String) {
    (Finding::Undecidable, "未確認".to_owned())
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
#[path = "eligibility_tests.rs"]
mod tests;
