//! What the pages of the import print.

use askama::Template;

use super::{
    columns,
    deciding::{reason_field, tick_of},
    judging::{Judged, Ready},
    pages::{Outcome, bad},
};
use crate::{
    guidance::loading::Place,
    kit::{
        form::Form,
        parts::{Chip, Link, Tone},
    },
    participants::arrivals::Line,
    verdict::Finding,
    vocab::{
        dates::{both_eras, wareki},
        ids::{ContractId, GuidanceBatchId},
    },
};

#[derive(Template)]
#[template(path = "guidance/import.html")]
pub struct ChooseView {
    form: Form,
    id: ContractId,
    title: String,
    trail: Vec<Link>,
    criteria: Vec<String>,
    headings: String,
}

/// 契約 › 予定一覧 › here.
fn trail(place: &Place, here: &str) -> Vec<Link> {
    vec![
        Link::new(&place.contract.title, format!("/contracts/{}", place.contract.id)),
        Link::new("保健指導", format!("/contracts/{}/guidance", place.contract.id)),
        Link::new(here, "").current(),
    ]
}

impl ChooseView {
    pub fn new(place: &Place, form: Form) -> Self {
        let criterion = |selection: &crate::programmes::definition::Selection| {
            let tests: Vec<String> =
                selection.any.iter().map(|test| place.guidance.test_words(test)).collect();
            format!("{}：{}", selection.label, tests.join("、または"))
        };
        Self {
            form,
            id: place.contract.id,
            title: place.contract.title.clone(),
            trail: trail(place, "対象者の取込み"),
            criteria: place.guidance.selection.iter().map(criterion).collect(),
            headings: columns::headings(place.guidance).join("、"),
        }
    }
}

#[derive(Template)]
#[template(path = "guidance/preview.html")]
pub struct PreviewView {
    form: Form,
    action: String,
    trail: Vec<Link>,
    file_name: String,
    ignored: String,
    met: usize,
    not_met: usize,
    undecidable: usize,
    bad: usize,
    rows: Vec<PreviewRow>,
}

struct PreviewRow {
    number: String,
    name: String,
    under: String,
    chip: Chip,
    sentences: Vec<String>,
    /// Whom of the register the line is taken for; empty for somebody new.
    known: String,
    known_href: String,
    /// 「外す」 or 「加える」; `None` for a line that can't be taken in.
    turn: Option<Turn>,
}

struct Turn {
    field: &'static str,
    label: &'static str,
    reason: String,
}

impl PreviewView {
    pub fn new(
        (place, batch): (&Place, GuidanceBatchId),
        file_name: String,
        (lines, ignored): (&[Line], &[String]),
        judged: &[Judged],
        form: Form,
    ) -> Self {
        let of = |finding: Finding| {
            judged
                .iter()
                .filter(|line| line.found.as_ref().is_ok_and(|ready| ready.verdict.answer == finding))
                .count()
        };
        Self {
            form,
            action: format!("/contracts/{}/guidance/import/{batch}", place.contract.id),
            trail: trail(place, "取込みの確認"),
            file_name,
            ignored: ignored.join("、"),
            met: of(Finding::Met),
            not_met: of(Finding::NotMet),
            undecidable: of(Finding::Undecidable),
            bad: bad(judged),
            rows: lines.iter().zip(judged).map(|(line, judged)| row(line, judged)).collect(),
        }
    }
}

fn row(line: &Line, judged: &Judged) -> PreviewRow {
    match &judged.found {
        Ok(ready) => ready_row(judged.number, ready),
        Err(sentences) => PreviewRow {
            number: judged.number.to_string(),
            name: columns::cell(line, "full_name").to_owned(),
            under: columns::cell(line, "full_kana").to_owned(),
            chip: Chip::new(Tone::Danger, "取り込めません"),
            sentences: sentences.clone(),
            known: String::new(),
            known_href: String::new(),
            turn: None,
        },
    }
}

fn ready_row(number: usize, ready: &Ready) -> PreviewRow {
    let candidate = &ready.candidate;
    let identity = &candidate.entry.identity;
    let tone = match ready.verdict.answer {
        Finding::Met => Tone::Success,
        Finding::NotMet => Tone::Neutral,
        Finding::Undecidable => Tone::Warning,
    };
    let mut sentences = ready.verdict.explanation.clone();
    if ready.verdict.answer == Finding::Undecidable {
        sentences.insert(0, format!("足りない値：{}", ready.missing.join("、")));
    }
    let selects = ready.verdict.answer == Finding::Met;
    PreviewRow {
        number: number.to_string(),
        name: identity.name(),
        under: format!(
            "{}　{}　健診日 {}",
            identity.kana(),
            both_eras(identity.born_on),
            wareki(candidate.checkup_on)
        ),
        chip: Chip::new(tone, ready.verdict.answer.label()),
        sentences,
        known: ready.known.as_ref().map_or_else(String::new, |known| {
            format!("参加者番号 {}（{}、{}）", known.number, known.name, known.address)
        }),
        known_href: ready
            .known
            .as_ref()
            .map_or_else(String::new, |known| format!("/participants/{}", known.id)),
        turn: Some(Turn {
            field: tick_of(ready),
            label: if selects { "対象から外す" } else { "対象に加える" },
            reason: reason_field(number),
        }),
    }
}

#[derive(Template)]
#[template(path = "guidance/taken.html")]
pub struct DoneView {
    id: ContractId,
    trail: Vec<Link>,
    file_name: String,
    taken: usize,
    rows: Vec<(usize, Chip, String)>,
}

impl DoneView {
    pub fn new(place: &Place, file_name: String, outcomes: Vec<Outcome>) -> Self {
        let line = |(number, outcome): Outcome| match outcome {
            Ok(registered) => {
                (number, Chip::new(Tone::Success, "対象者にしました"), format!("参加者番号 {registered}"))
            }
            Err(why) => (number, Chip::new(Tone::Neutral, "対象にしていません"), why),
        };
        Self {
            id: place.contract.id,
            trail: trail(place, "取込みの結果"),
            file_name,
            taken: outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count(),
            rows: outcomes.into_iter().map(line).collect(),
        }
    }
}
