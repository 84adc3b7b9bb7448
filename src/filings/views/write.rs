//! The form with which a paper is handed in.

use askama::Template;

use crate::{
    filings::{
        filing_form,
        pages::writing::Scene,
        particulars::{self, Particular},
    },
    kit::{
        form::Form,
        parts::{Link, Row},
    },
    programmes::definition::FilingForm,
    vocab::dates::{jst_stamp, wareki_with_weekday},
};

#[derive(Template)]
#[template(path = "filings/write.html")]
pub struct WriteView {
    form: Form,
    trail: Vec<Link>,
    title: String,
    rows: Vec<Row>,
    /// Why the paper came back in whose place this one will stand; empty unless one did.
    returned: String,
    /// The file that came back, by name: it has to be chosen anew.
    file_before: String,
    action: String,
    back: String,
    /// 記載事項, each with its field.
    asked: Vec<(String, &'static Particular)>,
    words_label: &'static str,
    words_required: bool,
    file_required: bool,
    file_hint: String,
    /// What the day counted from is called; empty when no day is asked for.
    event_label: String,
    /// What the day the paper is about is called; empty when none is asked for.
    day_label: String,
    sends_to: &'static str,
}

impl WriteView {
    pub fn new(scene: &Scene, form: Form) -> Self {
        let contract = &scene.contract;
        let wants_file = scene.filing.form == FilingForm::Attachment;
        let in_words = filing_form::says_it_in_words(&scene.filing);
        let asked = particulars::of(&scene.filing.code).into_iter().enumerate();
        let came_back = scene.came_back.as_ref();
        let file_before = came_back.and_then(|it| it.content.as_ref()?.file_name.clone());
        Self {
            form,
            trail: vec![
                Link::new("契約", "/contracts"),
                Link::new(
                    format!("{}　{}", contract.number, contract.title),
                    format!("/contracts/{}", contract.id),
                ),
                Link::new("提出物", scene.back()),
            ],
            title: scene.filing.title.clone(),
            rows: scene_rows(scene),
            returned: came_back.and_then(|it| it.remark.clone()).unwrap_or_default(),
            file_before: file_before.unwrap_or_default(),
            action: scene.back(),
            back: scene.back(),
            asked: asked.map(|(at, particular)| (particulars::field(at), particular)).collect(),
            words_label: if in_words { "内容" } else { "補足" },
            words_required: in_words,
            file_required: wants_file,
            file_hint: filing_form::file_hint(),
            event_label: scene.typed().map(|event| format!("{}の日", event.label())).unwrap_or_default(),
            day_label: scene.filing.day.clone().unwrap_or_default(),
            sends_to: scene.side.other().label(),
        }
    }
}

fn scene_rows(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some((occurrence, day)) = &scene.due {
        if !occurrence.subject.is_empty() {
            rows.push(Row::new("いつの分か", &occurrence.subject));
        }
        rows.push(Row::new("期限", wareki_with_weekday(day.due_on)));
        rows.push(Row::new("期限の決まり方", &day.explanation));
    } else if let Some(rule) = scene.filing.due {
        rows.push(Row::new("期限の決まり方", rule.sentence()));
    } else if let Some(occasion) = &scene.filing.occasion {
        rows.push(Row::new("出すとき", occasion));
    }
    rows.push(Row::new("出したあと", format!("{}。", scene.filing.decision.label())));
    if let Some(paper) = &scene.replaces {
        rows.push(Row::new(
            "出し直し",
            format!("{}に出したものの代わりになります。", jst_stamp(paper.filed_at)),
        ));
    }
    rows
}
