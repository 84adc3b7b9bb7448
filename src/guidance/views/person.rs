//! What is known of one target, in the order in which it is worked with.

use askama::Template;
use time::{Date, OffsetDateTime};

use crate::{
    assessments::Reading,
    assessments::chart::{DayChart, Figure, Limit, Scale},
    guidance::{
        calls::Outcome,
        db::records::ResultRow,
        loading::Target,
        plan::{Standing, Step},
        readings,
        words::TargetWords,
    },
    kit::parts::{Chip, Link, Row, Tone},
    participants::{sex_label, shown_name},
    programmes::{
        InformationItem,
        definition::{Guidance, Threshold},
        guidance::CheckupValue,
    },
    verdict::Finding,
    vocab::{
        dates::{both_eras, everyday_age, jst_stamp, wareki, with_weekday},
        decimal::Decimal,
    },
};

/// A call, opened.
pub struct Call {
    pub at: OffsetDateTime,
    pub outcome: String,
    pub by: Option<String>,
    pub note: String,
}

/// An instruction of the doctor, opened.
pub struct Instruction {
    pub on: Date,
    pub doctor: String,
    pub text: String,
    pub by: String,
}

/// Everything that was recorded.
pub struct Shown {
    pub calls: Vec<Call>,
    pub instructions: Vec<Instruction>,
    pub results: Vec<ResultRow>,
    pub steps: Vec<Step>,
    pub words: TargetWords,
}

#[derive(Template)]
#[template(path = "guidance/person.html")]
pub struct PersonView {
    base: String,
    name: String,
    trail: Vec<Link>,
    chip: Chip,
    facts: Vec<Row>,
    person: Vec<Row>,
    /// Chip and working of the criteria; `None` where the contract doesn't hand over results.
    selection: Option<(Chip, Vec<String>, String)>,
    /// The enrolment, its consents where the programme asks for any, and the person.
    ways: Vec<Link>,
    steps: Vec<StepCells>,
    calls: Vec<CallCells>,
    instructions: Vec<Instructed>,
    values: Option<Values>,
    may_call: bool,
    may_guide: bool,
    may_end: bool,
    may_report: bool,
}

struct StepCells {
    label: String,
    days: String,
    chip: Chip,
    done: String,
    href: String,
    record_href: String,
}

struct CallCells {
    when: String,
    chip: Chip,
    by: String,
    note: String,
}

struct Instructed {
    day: String,
    doctor: String,
    text: String,
    by: String,
}

/// 検査値の推移: a table by day and figures.
pub struct Values {
    pub days: Vec<Day>,
    pub rows: Vec<ValueRow>,
    /// Of values that select.
    pub figures: Vec<Figure>,
    pub more: Vec<Figure>,
}

pub struct Day {
    pub day: String,
    pub source: &'static str,
    /// Where it is corrected; empty for the ward's own.
    pub href: String,
}

pub struct ValueRow {
    pub name: String,
    pub limit: String,
    pub cells: Vec<(String, bool)>,
}

impl PersonView {
    pub fn new(target: &Target, shown: Shown, trail: Vec<Link>, (records, today): (bool, Date)) -> Self {
        let (state, base) = (target.state, format!("/guidance/{}", target.row.id));
        let name = shown_name(&target.person);
        let may_guide = records && state.guide().is_ok();
        let mut trail = trail;
        trail.push(Link::new(&name, "").current());
        Self {
            trail,
            chip: state.chip(),
            facts: facts(target),
            person: person(target, &shown.words, today),
            selection: target.place.shows_records().then(|| selection(target, &shown.words)),
            ways: ways(target),
            steps: shown.steps.iter().map(|step| step_cells(step, &base, may_guide)).collect(),
            calls: shown.calls.into_iter().map(call_cells).collect(),
            instructions: shown.instructions.into_iter().map(instructed).collect(),
            values: target
                .place
                .shows_records()
                .then(|| values(target.place.guidance, &shown.results, may_guide.then_some(base.as_str()))),
            may_call: records && state.call().is_ok(),
            may_guide,
            may_end: records && state.end().is_ok(),
            may_report: state.took_part(),
            base,
            name,
        }
    }
}

/// From the guidance to what else there is of the person.
fn ways(target: &Target) -> Vec<Link> {
    let own = format!("/enrolments/{}", target.row.id);
    let mut ways = Vec::new();
    if target.place.asks_consents {
        ways.push(Link::new("同意の記録", format!("{own}/consents")));
    }
    ways.push(Link::new("参加の登録を見る", own));
    ways.push(Link::new("本人の画面を見る", format!("/participants/{}", target.row.participant)));
    ways
}

pub fn facts(target: &Target) -> Vec<Row> {
    let row = &target.row;
    let mut rows = vec![
        Row::new("契約", &target.place.contract.title),
        Row::new("対象者になった日", wareki(row.selected_on)),
        Row::new("参加を始める日", row.started_on.map_or_else(|| "まだ決まっていません".into(), wareki)),
    ];
    if let Some(on) = row.ended_on {
        rows.push(Row::new("終わった日", wareki(on)));
    }
    if let Some(reason) = &row.reason {
        let reason = crate::enrolments::withdrawal::reason_label(reason);
        rows.push(Row::new("辞退・途中終了の理由", reason));
    }
    rows
}

/// One thing that is known of a person, or that nobody recorded.
pub struct Known {
    pub item: InformationItem,
    pub label: &'static str,
    pub text: Option<String>,
}

impl Known {
    fn row(self) -> Row {
        Row::new(self.label, self.text.unwrap_or_else(|| "記録なし".to_owned()))
    }
}

/// Who it is, as far as the reader may know it.
pub fn known(target: &Target, words: &TargetWords, today: Date) -> Vec<Known> {
    let identity = &target.person.identity;
    let born = if identity.born_on == Date::MIN {
        String::new()
    } else {
        format!("{}・{}歳", both_eras(identity.born_on), everyday_age(identity.born_on, today))
    };
    let all = [
        (InformationItem::Kana, "カナ", identity.kana()),
        (InformationItem::BirthDate, "生年月日", born),
        (InformationItem::Sex, "性別", sex_label(&target.person.sex).to_owned()),
        (InformationItem::Phone, "電話番号", identity.telephone.clone()),
        (InformationItem::Email, "メールアドレス", words.email.clone()),
        (InformationItem::Address, "住所", identity.address.clone()),
        (InformationItem::Diagnosis, "傷病名", words.diagnosis.clone()),
        (InformationItem::Treatment, "治療状況", words.treatment.clone()),
    ];
    let shown = all.into_iter().filter(|(item, ..)| target.place.shows(*item));
    let one = |(item, label, text): (InformationItem, &'static str, String)| {
        let text = Some(text).filter(|text| !text.trim().is_empty());
        Known { item, label, text }
    };
    shown.map(one).collect()
}

/// The same for a page, where what nobody recorded is said.
pub fn person(target: &Target, words: &TargetWords, today: Date) -> Vec<Row> {
    known(target, words, today).into_iter().map(Known::row).collect()
}

fn selection(target: &Target, words: &TargetWords) -> (Chip, Vec<String>, String) {
    let found = Finding::ALL.into_iter().find(|finding| finding.code() == target.row.finding);
    let tone = match found {
        Some(Finding::Met) => Tone::Success,
        Some(Finding::NotMet) | None => Tone::Neutral,
        Some(Finding::Undecidable) => Tone::Warning,
    };
    let chip = Chip::new(tone, found.map_or("不明", Finding::label));
    (chip, words.working.clone(), words.reason.clone())
}

fn step_cells(step: &Step, base: &str, may_guide: bool) -> StepCells {
    let href = format!("{base}/contacts/{}", step.code);
    let is_done = step.done_on.is_some();
    StepCells {
        label: step.label.clone(),
        days: step.days_words(),
        chip: step.standing.chip(),
        done: step.done_on.map(with_weekday).unwrap_or_default(),
        record_href: if may_guide && !is_done && step.standing != Standing::NotDue {
            format!("{href}/edit")
        } else {
            String::new()
        },
        href: if is_done { href } else { String::new() },
    }
}

fn call_cells(call: Call) -> CallCells {
    CallCells {
        when: jst_stamp(call.at),
        chip: Outcome::from_code(&call.outcome)
            .map_or_else(|| Chip::new(Tone::Neutral, call.outcome.clone()), Outcome::chip),
        by: call.by.unwrap_or_default(),
        note: call.note,
    }
}

fn instructed(one: Instruction) -> Instructed {
    Instructed { day: wareki(one.on), doctor: one.doctor, text: one.text, by: one.by }
}

/// 「健診」 or 「かかりつけ医」
pub fn source_label(source: &str) -> &'static str {
    if source == "checkup" { "健診" } else { "かかりつけ医" }
}

/// Table and figures; `base`: of the person's pages, for whoever may correct values.
pub fn values(guidance: &Guidance, results: &[ResultRow], base: Option<&str>) -> Values {
    let day = |row: &ResultRow| Day {
        day: wareki(row.taken_on),
        source: source_label(&row.source),
        href: base
            .filter(|_| row.source == "clinic")
            .map_or_else(String::new, |base| format!("{base}/results/{}", row.id)),
    };
    let known: Vec<CheckupValue<'_>> = guidance
        .values()
        .filter(|value| results.iter().any(|row| row.figures.0.contains_key(value.code)))
        .collect();
    let (figures, more): (Vec<_>, Vec<_>) =
        known.iter().filter_map(|value| figure(guidance, value, results)).partition(|(selects, _)| *selects);
    let figures_of = |all: Vec<(bool, Figure)>| all.into_iter().map(|(_, figure)| figure).collect();
    Values {
        days: results.iter().map(day).collect(),
        rows: known.iter().map(|value| value_row(guidance, value, results)).collect(),
        figures: figures_of(figures),
        more: figures_of(more),
    }
}

/// A cell is marked where the value stands so to its limit that it selects.
fn value_row(guidance: &Guidance, value: &CheckupValue<'_>, results: &[ResultRow]) -> ValueRow {
    let limit = guidance.limit(value.code);
    let cell = |row: &ResultRow| match row.figures.0.get(value.code) {
        Some(number) => {
            let selects = limit.is_some_and(|limit| limit.holds(*number));
            (readings::shown(value.unit, *number), selects)
        }
        None => ("—".to_owned(), false),
    };
    ValueRow {
        name: readings::name(value),
        limit: limit.map_or_else(String::new, |limit| limit.words_in(value.unit)),
        cells: results.iter().map(cell).collect(),
    }
}

/// Whether the value selects, and its curve; a value of one day and words make none.
fn figure(guidance: &Guidance, value: &CheckupValue<'_>, results: &[ResultRow]) -> Option<(bool, Figure)> {
    let taken: Vec<(Date, Decimal)> =
        results.iter().filter_map(|row| Some((row.taken_on, *row.figures.0.get(value.code)?))).collect();
    if taken.len() < 2 || readings::is_worded(value.unit) {
        return None;
    }
    let limit = guidance.limit(value.code).map(|limit| {
        let (Threshold::AtLeast(at) | Threshold::AtMost(at) | Threshold::Below(at) | Threshold::Above(at)) =
            limit;
        Limit {
            at: Reading::hundredths(at.0), words: format!("選定の基準 {}", limit.words_in(value.unit))
        }
    });
    let chart = DayChart {
        id: &format!("value-{}", value.code.replace('_', "-")),
        title: &value.name,
        scale: Scale { unit: value.unit, decimals: decimals(&taken) },
        taken: taken.iter().map(|(day, number)| (*day, Reading::hundredths(number.0))).collect(),
        limit,
    };
    Some((chart.limit.is_some(), chart.figure()))
}

/// As many decimals as the finest of the numbers has.
fn decimals(taken: &[(Date, Decimal)]) -> u8 {
    let of = |number: Decimal| match number.0 % 100 {
        0 => 0,
        rest if rest % 10 == 0 => 1,
        _ => 2,
    };
    taken.iter().map(|(_, number)| of(*number)).max().unwrap_or(0)
}
