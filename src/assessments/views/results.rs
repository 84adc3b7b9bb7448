//! One person's results: before and after side by side, the outcome with its rule, figures, the checklist's working.

use askama::Template;

use crate::{
    assessments::{
        Answers, Change, Comparison, Finding, Instrument, Policy,
        chart::{Figure, SlopeChart},
        checklist::{self, Answer, ChecklistAnswers},
        compare,
        db::{Place, Stored},
        instruments::{self, Kind},
        measures::Sex,
        recording::entry_href,
        score_for,
        sheets::{self, Mode, Timing},
    },
    kit::parts::{Chip, Link, Row, Tone},
    vocab::dates::short,
};

#[derive(Template)]
#[template(path = "assessments/person.html")]
pub struct PersonView {
    pub name: String,
    pub trail: Vec<Link>,
    pub places: Vec<Results>,
}

/// The results of one course or individual service.
pub struct Results {
    title: String,
    contract: String,
    sheets: Vec<SheetLinks>,
    rows: Vec<ResultRow>,
    rules: Vec<String>,
    figures: Vec<Figure>,
    checklist: Option<Checklist>,
    comments: Vec<Row>,
}

struct SheetLinks {
    name: &'static str,
    links: Vec<Link>,
}

struct ResultRow {
    name: &'static str,
    pre: Occasion,
    post: Occasion,
    chip: Option<Chip>,
    working: String,
}

#[derive(Default)]
struct Occasion {
    summary: String,
    /// Day, and the mode when it was not the hall.
    when: String,
    explanation: Vec<String>,
}

struct Checklist {
    criteria: Vec<Criterion>,
    explanation: Vec<(&'static str, Vec<String>)>,
    items: Vec<Item>,
}

struct Criterion {
    name: String,
    pre: Option<(Chip, String)>,
    post: Option<(Chip, String)>,
}

struct Item {
    label: String,
    pre: String,
    post: String,
}

/// The results of one place, from what was stored there. `comments` are already opened; `number` makes ids unique.
pub fn results_of(
    place: &Place,
    stored: &[Stored],
    comments: Vec<Row>,
    sex: Option<Sex>,
    may_record: bool,
    number: usize,
) -> Results {
    let of = |instrument: &Instrument, timing: Timing| {
        stored.iter().find(|row| {
            row.instrument == instrument.code && row.timing == timing.code() && !row.answers.0.is_blank()
        })
    };
    let mut results = Results {
        title: place.course_name.clone().unwrap_or_else(|| "個別支援".to_owned()),
        contract: place.contract_title.clone(),
        sheets: if may_record { links(place) } else { Vec::new() },
        rows: Vec::new(),
        rules: Vec::new(),
        figures: Vec::new(),
        checklist: None,
        comments,
    };
    for instrument in instruments::all() {
        let (pre, post) = (of(&instrument, Timing::Pre), of(&instrument, Timing::Post));
        if pre.is_none() && post.is_none() {
            continue;
        }
        let comparison =
            compare(pre.map(|row| &row.answers.0), post.map(|row| &row.answers.0), &Policy::default());
        results.figures.extend(figure(&instrument, &comparison, number));
        results.rules.push(comparison.rule.clone());
        results.rows.push(ResultRow {
            name: instrument.name,
            pre: occasion(pre, sex),
            post: occasion(post, sex),
            chip: (pre.is_some() && post.is_some()).then(|| change_chip(comparison.change)),
            working: if pre.is_some() && post.is_some() { comparison.working } else { String::new() },
        });
        if matches!(instrument.kind, Kind::Checklist { .. }) {
            results.checklist = Some(checklist_of(answers_of(pre), answers_of(post)));
        }
    }
    results
}

fn links(place: &Place, offered: &[Sheet]) -> Vec<SheetLinks> {
    let to = |code: &str, timing: Timing| Link::new(timing.word(), entry_href(place.enrolment, code, timing));
    offered
        .iter()
        .map(|sheet| SheetLinks {
            name: sheet.name,
            links: Timing::ALL.map(|timing| to(sheet.code, timing)).to_vec(),
        })
        .collect()
}

fn occasion(row: Option<&Stored>, sex: Option<Sex>) -> Occasion {
    let Some(row) = row else { return Occasion::default() };
    let scored = score_for(&row.answers.0, sex);
    let mode = Mode::from_code(&row.mode)
        .filter(|mode| *mode != Mode::Hall)
        .map_or_else(String::new, |mode| format!("・{}", mode.word()));
    let is_checklist = matches!(row.answers.0, Answers::Checklist(_));
    Occasion {
        summary: scored.summary,
        when: format!("{}{mode}", short(row.done_on)),
        // The checklist has a table of its own.
        explanation: if is_checklist { Vec::new() } else { scored.explanation },
    }
}

fn change_chip(change: Change) -> Chip {
    let tone = match change {
        Change::Improved => Tone::Success,
        Change::Kept => Tone::Info,
        Change::Worsened => Tone::Warning,
        Change::Excluded => Tone::Neutral,
    };
    Chip::new(tone, change.word())
}

/// Ranks of a scale are words, not amounts, so they have no figure.
fn figure(instrument: &Instrument, comparison: &Comparison, number: usize) -> Option<Figure> {
    let (pre, post) = comparison.values?;
    if matches!(instrument.kind, Kind::SelfHealth { .. }) {
        return None;
    }
    let id = format!("slope-{number}-{}", instrument.code.replace('_', "-"));
    Some(SlopeChart::of_person(&id, instrument.yardstick(), pre, post).figure())
}

fn answers_of(row: Option<&Stored>) -> Option<&ChecklistAnswers> {
    match row.map(|row| &row.answers.0) {
        Some(Answers::Checklist(answers)) => Some(answers),
        Some(Answers::SarcF(_) | Answers::SelfHealth(_) | Answers::Measured(_)) | None => None,
    }
}

fn checklist_of(pre: Option<&ChecklistAnswers>, post: Option<&ChecklistAnswers>) -> Checklist {
    let (before, after) = (pre.map(checklist::score), post.map(checklist::score));
    let found = |result: &Option<checklist::ChecklistResult>, id: &str| {
        let criterion = result.as_ref()?.criteria.iter().find(|criterion| criterion.id == id)?;
        Some((finding_chip(criterion.finding), criterion.working.clone()))
    };
    let criterion = |criterion: &checklist::Criterion| Criterion {
        name: format!("{}{}", criterion.mark, criterion.name),
        pre: found(&before, criterion.id),
        post: found(&after, criterion.id),
    };
    let item = |item: &checklist::Item| Item {
        label: format!("{} {}", item.no, item.question),
        pre: pre.map(|answers| answer_words(answers, item.no)).unwrap_or_default(),
        post: post.map(|answers| answer_words(answers, item.no)).unwrap_or_default(),
    };
    let sentences = |timing: Timing, result: Option<checklist::ChecklistResult>| {
        Some((timing.word(), result?.explanation))
    };
    Checklist {
        criteria: checklist::CRITERIA.iter().map(criterion).collect(),
        items: checklist::ITEMS.iter().map(item).collect(),
        explanation: [sentences(Timing::Pre, before), sentences(Timing::Post, after)]
            .into_iter()
            .flatten()
            .collect(),
    }
}

fn finding_chip(finding: Finding) -> Chip {
    let tone = match finding {
        Finding::Applies => Tone::Warning,
        Finding::DoesNotApply => Tone::Success,
        Finding::Undecided => Tone::Neutral,
    };
    Chip::new(tone, finding.word())
}

/// 「いいえ（該当）」; the body size for No.12.
fn answer_words(answers: &ChecklistAnswers, no: u8) -> String {
    let said = if no == checklist::BMI_ITEM {
        answers.body().map_or_else(|| "未回答".to_owned(), |body| format!("BMI {}", body.bmi_shown()))
    } else {
        match answers.answer(no) {
            Answer::Yes => "はい",
            Answer::No => "いいえ",
            Answer::Missing => "未回答",
        }
        .to_owned()
    };
    if answers.scores(no) == Some(true) { format!("{said}（該当）") } else { said }
}
