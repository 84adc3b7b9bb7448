//! One report.

use askama::Template;

use super::paper::Wanted;
use crate::{
    erasure::{
        clock::base_day,
        db::PhotoFacts,
        details::Details,
        loading::{Destroyed, Loaded},
        methods::Shows,
        states::ErasureState,
    },
    kit::parts::{Chip, Link, Row},
    vocab::dates::{jst_date, jst_stamp, wareki},
};

/// Who reads a report.
pub struct Reader {
    pub decides: bool,
    pub reports: bool,
    pub prints: bool,
}

#[derive(Template)]
#[template(path = "erasure/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    returned: String,
    rows: Vec<Row>,
    things: Vec<ThingLine>,
    photos: Vec<(String, &'static str, String)>,
    decide: Vec<Link>,
    again: Option<String>,
    replaced_by: Option<String>,
    papers: Vec<Link>,
    history: Vec<Row>,
}

struct ThingLine {
    href: Option<String>,
    name: String,
    amount: String,
    method: &'static str,
    medium: String,
}

impl ShowView {
    pub fn new(
        report: &Loaded,
        details: Details,
        returned: String,
        things: Vec<Destroyed>,
        photos: Vec<PhotoFacts>,
        reader: &Reader,
    ) -> Self {
        let (row, id) = (&report.row, report.row.id);
        let is_open = report.state == ErasureState::Reported;
        let again = report.state == ErasureState::Returned && row.replaced_by.is_none() && reader.reports;
        Self {
            trail: vec![
                Link::new("契約", "/contracts"),
                Link::new(&row.contract_title, format!("/contracts/{}", row.contract)),
                Link::new("返還・消去", format!("/contracts/{}/erasures", row.contract)),
            ],
            title: format!("返還・消去の報告：{}", report.unit_name()),
            chip: report.state.chip(),
            returned,
            rows: rows(report, details),
            things: things.into_iter().map(thing_line).collect(),
            photos: photos.iter().map(photo_line).collect(),
            decide: if is_open && reader.decides {
                vec![
                    Link::new("受理する", format!("/erasures/{id}/acceptance")),
                    Link::new("差し戻す", format!("/erasures/{id}/return")),
                ]
            } else {
                Vec::new()
            },
            again: again.then(|| format!("/contracts/{}/erasures/new?again={id}", row.contract)),
            replaced_by: row.replaced_by.map(|next| format!("/erasures/{next}")),
            papers: if reader.prints { papers(report) } else { Vec::new() },
            history: history(report),
        }
    }
}

fn rows(report: &Loaded, details: Details) -> Vec<Row> {
    let row = &report.row;
    let base = base_day(row.carried_out_on, row.erased_on);
    let from = if row.carried_out_on.is_some() {
        "媒体を区の敷地から持ち出した日"
    } else {
        "消去した日"
    };
    let late = if jst_date(row.reported_at) > row.due_on {
        "　期限を過ぎて報告されました"
    } else {
        ""
    };
    let mut rows = vec![
        Row::new("消去・返還が済んだ日", wareki(row.erased_on)),
        Row::new(
            "報告の期限",
            format!("{}（{from}（{}）から5営業日）{late}", wareki(row.due_on), wareki(base)),
        ),
        Row::new(
            "Kayoiの情報",
            if row.ends_reading {
                "受理されると、受託者はこの単位の情報を見られなくなります。"
            } else {
                "この報告では返しません。"
            },
        ),
        Row::new("行った人", details.person),
        Row::new("行った場所", details.place),
    ];
    let duties: Vec<&str> =
        row.answers.iter().map(|one| one.title.as_str()).filter(|title| !title.is_empty()).collect();
    let others = [
        ("立ち会った人", details.witness),
        ("補足", details.remarks),
        ("この報告で済む義務", duties.join("、")),
    ];
    rows.extend(
        others.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| Row::new(label, text)),
    );
    rows
}

fn thing_line(thing: Destroyed) -> ThingLine {
    let name = thing.title();
    let words = [thing.words.model, thing.words.serial, thing.words.tool];
    let words: Vec<String> = words.into_iter().filter(|text| !text.is_empty()).collect();
    ThingLine {
        href: thing.item.map(|item| format!("/held-items/{item}")),
        name,
        amount: thing.amount,
        method: thing.method.label(),
        medium: words.join("　"),
    }
}

fn photo_line(photo: &PhotoFacts) -> (String, &'static str, String) {
    let shows = Shows::from_code(&photo.shows).map_or("", Shows::label);
    (format!("/erasure-photos/{}", photo.id), shows, format!("{}KB", photo.size / 1024 + 1))
}

fn papers(report: &Loaded) -> Vec<Link> {
    Wanted::ALL
        .map(|wanted| {
            Link::new(
                format!("{}（PDF）", wanted.title()),
                format!("/erasures/{}/papers/{}", report.row.id, wanted.code()),
            )
        })
        .to_vec()
}

fn history(report: &Loaded) -> Vec<Row> {
    let row = &report.row;
    let named = |name: &Option<String>| name.clone().unwrap_or_else(|| "受託者の担当者".into());
    let mut rows =
        vec![Row::new("報告", format!("{}　{}", jst_stamp(row.reported_at), named(&row.reported_by)))];
    if let Some(at) = row.decided_at {
        let what = if report.state == ErasureState::Accepted { "受理" } else { "差戻し" };
        rows.push(Row::new(
            what,
            format!("{}　{}", jst_stamp(at), row.decided_by.clone().unwrap_or_else(|| "区の担当者".into())),
        ));
    }
    rows
}
