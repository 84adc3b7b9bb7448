//! Pages of the import: choose a file, look at every line, confirm, see what became of each.

use askama::Template;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::{
    columns::{self, COLUMNS, Line},
    db::{self, BatchRow},
    file::{self, FileProblem},
    judging::{Judged, judge},
};
use crate::{
    audit::Event,
    documents::{Cell, Column, Table, sheet},
    kit::{
        answer::File,
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        parts::{Chip, Tone},
        typed::{Typed, Uploaded},
    },
    obligations::rehearsal::{self, Accepting},
    participants::{ImportParticipants, db as register_db, register},
    sealing::{Sealable, Unit},
    vocab::{
        dates::both_eras,
        ids::{ImportBatchId, ParticipantId},
    },
};

/// An unconfirmed list is forgotten after this.
const KEPT: Duration = Duration::days(1);
/// A batch has no version column: its blob is bound to its state.
const PREVIEWED: i32 = 1;
const CONFIRMED: i32 = 2;

/// An uploaded list that waits.
#[derive(Serialize, Deserialize)]
struct Waiting {
    lines: Vec<Line>,
    ignored: Vec<String>,
}

impl Sealable for Waiting {
    const TABLE: &'static str = "import_batch";
}

/// What became of a line: its number in the file, and the participant's number or why not.
type Outcome = (usize, std::result::Result<i32, String>);

#[derive(Serialize, Deserialize)]
struct Done {
    outcomes: Vec<Outcome>,
}

impl Sealable for Done {
    const TABLE: &'static str = "import_batch.done";
}

#[derive(Template)]
#[template(path = "participants/import.html")]
pub(super) struct ChooseView {
    form: Form,
    headings: Vec<&'static str>,
    /// Why no list of real people is taken in yet; empty when one may be.
    shut: String,
    /// Who may accept what came of the rehearsal.
    accepting: Accepting,
}

#[derive(Template)]
#[template(path = "participants/preview.html")]
struct PreviewView {
    id: ImportBatchId,
    file_name: String,
    ignored: String,
    good: usize,
    doubtful: usize,
    bad: usize,
    rows: Vec<PreviewRow>,
}

struct PreviewRow {
    number: usize,
    name: String,
    kana: String,
    born: String,
    chip: Chip,
    sentences: Vec<String>,
    /// Offered a tick 「別の人として登録する」.
    doubtful: bool,
}

#[derive(Template)]
#[template(path = "participants/imported.html")]
struct DoneView {
    file_name: String,
    good: usize,
    rows: Vec<(usize, Chip, String)>,
}

pub(super) async fn choose_view<M: Send>(
    cx: &mut Ctx<ImportParticipants, M>,
    form: Form,
) -> Result<ChooseView> {
    let awaited = rehearsal::awaited(cx.db(), None).await?;
    let accepting = rehearsal::accepting(cx, &awaited).await?;
    let shut = rehearsal::keeps_out(cx, None).await?.unwrap_or_default();
    Ok(ChooseView { form, headings: template_headings(), shut, accepting })
}

fn template_headings() -> Vec<&'static str> {
    COLUMNS.iter().filter(|(field, ..)| *field != "full_name").map(|(_, heading, _)| *heading).collect()
}

pub async fn choose(mut cx: View<ImportParticipants>) -> Result {
    let view = choose_view(&mut cx, Form::empty()).await?;
    cx.show(view).await
}

/// An empty workbook with the headings.
pub async fn template(cx: View<ImportParticipants>) -> Result {
    let columns = template_headings().into_iter().map(|heading| Column::new(heading, 16)).collect();
    let example = COLUMNS
        .iter()
        .filter(|(field, ..)| *field != "full_name")
        .map(|(field, ..)| Cell::text(example(field)))
        .collect();
    let table = Table { title: "参加者の登録".into(), columns, rows: vec![example], provenance: None };
    let file = File {
        name: "参加者の登録（ひな形）.xlsx".into(),
        content_type: XLSX,
        bytes: sheet::xlsx(&table).map_err(AppError::bug)?,
        inline: false,
    };
    cx.hand_out(Event::new("participant.template"), Whom::Nobody, file).await
}

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn example(field: &str) -> &'static str {
    match field {
        "family_name" => "（例）山田",
        "given_name" => "花子",
        "family_kana" => "ヤマダ",
        "given_kana" => "ハナコ",
        "born_on" => "昭和16年3月5日",
        "sex" => "女",
        "address" => "中央町1-2-3",
        "telephone" => "03-0000-0000",
        "certification" => "要支援1",
        _ => "",
    }
}

pub async fn upload(mut cx: Act<ImportParticipants>, Uploaded { mut form, files }: Uploaded) -> Result {
    if let Some(why) = rehearsal::keeps_out(&mut cx, None).await? {
        return cx.refuse(rehearsal::refused::<ImportParticipants>(), why).await;
    }
    let Some(chosen) = files.into_iter().find(|f| f.field == "list") else {
        form.refuse("list", "ファイルを選んでください。");
        let view = choose_view(&mut cx, form).await?;
        return cx.invalid(view).await;
    };
    let bytes = chosen.bytes;
    // On a thread of its own: parsing is work, and a parser that fails on a crafted file must not take the request with it.
    let rows =
        tokio::task::spawn_blocking(move || file::read(&bytes)).await.unwrap_or(Err(FileProblem::Sheet));
    let mapped = rows.map_err(|p| p.to_string()).and_then(|rows| {
        columns::map(&rows).map_err(|missing| {
            format!("見出しが足りません：{}。ひな形と同じ見出しを1行目に入れてください。", missing.join("、"))
        })
    });
    let mapped = match mapped {
        Ok(mapped) => mapped,
        Err(sentence) => {
            form.refuse("list", sentence);
            let view = choose_view(&mut cx, form).await?;
            return cx.invalid(view).await;
        }
    };
    let (id, now, account) = (ImportBatchId(cx.new_id()), cx.now(), cx.actor().account);
    let count = mapped.lines.len();
    let waiting = Waiting { lines: mapped.lines, ignored: mapped.ignored };
    let sealed = cx.seal(Unit::Ward(cx.ward().0), id.0, PREVIEWED, &waiting)?;
    let row = BatchRow {
        file_name: chosen.name.chars().filter(|c| !c.is_control()).take(100).collect(),
        sealed,
        state: String::new(),
    };
    db::insert(cx.write(), id, account, &row, now, now - KEPT).await?;
    let event = Event::new("participant.upload").about(id.0).detail(serde_json::json!({ "lines": count }));
    cx.commit(event).await?.redirect(format!("/participants/import/{id}"))
}

pub async fn preview(mut cx: View<ImportParticipants>, Path(id): Path<ImportBatchId>) -> Result {
    let account = cx.actor().account;
    let row = db::find(cx.db(), id, account).await?.ok_or(AppError::NotFound)?;
    let ward = Unit::Ward(cx.ward().0);
    if row.state == "confirmed" {
        let done: Done = cx.open_paper(ward, id.0, CONFIRMED, &row.sealed)?;
        return cx.show(done_view(row.file_name, done)).await;
    }
    let waiting: Waiting = cx.open_paper(ward, id.0, PREVIEWED, &row.sealed)?;
    let judged = judge(&mut cx, &waiting.lines).await?;
    cx.show(preview_view(id, row.file_name, &waiting, &judged)).await
}

pub async fn confirm(
    mut cx: Act<ImportParticipants>,
    Path(id): Path<ImportBatchId>,
    Typed(form): Typed,
) -> Result {
    if let Some(why) = rehearsal::keeps_out(&mut cx, None).await? {
        return cx.refuse(rehearsal::refused::<ImportParticipants>(), why).await;
    }
    let account = cx.actor().account;
    let ward = Unit::Ward(cx.ward().0);
    let row = db::lock(cx.write(), id, account).await?.ok_or_else(|| {
        AppError::refused("この一覧は、すでに登録したか取り消したものです。参加者の一覧で確かめてください。")
    })?;
    let waiting: Waiting = cx.open_paper(ward, id.0, PREVIEWED, &row.sealed)?;
    let (outcomes, written) = register_lines(&mut cx, &waiting.lines, &form).await?;
    let sealed = cx.seal(ward, id.0, CONFIRMED, &Done { outcomes })?;
    db::confirm(cx.write(), id, &sealed).await?;
    let event = Event::new("participant.import")
        .about(id.0)
        .detail(serde_json::json!({ "registered": written.len() }))
        .of(written);
    cx.commit_taken_in(event, Whom::Opened)
        .await?
        .redirect_with(format!("/participants/import/{id}"), "一覧ファイルの参加者を登録しました。")
}

/// Registers the lines that are good, or doubtful and confirmed: what became of each, and the people who are new.
async fn register_lines(
    cx: &mut Act<ImportParticipants>,
    lines: &[Line],
    form: &Form,
) -> Result<(Vec<Outcome>, Vec<ParticipantId>)> {
    // Taken before the judging: the ward's row is then locked, so nobody registers the same people meanwhile.
    let first = register_db::take_numbers(cx.write(), 0).await? + 1;
    let (mut outcomes, mut written) = (Vec::with_capacity(lines.len()), Vec::new());
    let mut number = first;
    for (line, judged) in lines.iter().zip(judge(cx, lines).await?) {
        let refused = match judged {
            Judged::Doubtful(_, sentence) if !form.checked("other_person", &line.number.to_string()) => {
                sentence
            }
            Judged::Bad(sentences) => sentences.join(" "),
            Judged::Good(entry) | Judged::Doubtful(entry, _) => {
                written.push(register::store_new(cx, &entry, number).await?);
                outcomes.push((line.number, Ok(number)));
                number += 1;
                continue;
            }
        };
        outcomes.push((line.number, Err(refused)));
    }
    register_db::take_numbers(cx.write(), number - first).await?;
    Ok((outcomes, written))
}

pub async fn discard(
    mut cx: Act<ImportParticipants>,
    Path(id): Path<ImportBatchId>,
    Typed(_): Typed,
) -> Result {
    let account = cx.actor().account;
    if !db::discard(cx.write(), id, account).await? {
        return Err(AppError::NotFound);
    }
    cx.commit(Event::new("participant.discard").about(id.0))
        .await?
        .redirect_with("/participants/import", "一覧ファイルを取り消しました。参加者は登録していません。")
}

fn preview_view(id: ImportBatchId, file_name: String, waiting: &Waiting, judged: &[Judged]) -> PreviewView {
    let count = |wanted: fn(&Judged) -> bool| judged.iter().filter(|j| wanted(j)).count();
    PreviewView {
        id,
        file_name,
        ignored: waiting.ignored.join("、"),
        good: count(|j| matches!(j, Judged::Good(_))),
        doubtful: count(|j| matches!(j, Judged::Doubtful(..))),
        bad: count(|j| matches!(j, Judged::Bad(_))),
        rows: waiting.lines.iter().zip(judged).map(|(line, judged)| preview_row(line, judged)).collect(),
    }
}

fn preview_row(line: &Line, judged: &Judged) -> PreviewRow {
    let (entry, chip, sentences) = match judged {
        Judged::Good(entry) => (Some(entry), Chip::new(Tone::Success, "登録できます"), Vec::new()),
        Judged::Doubtful(entry, sentence) => {
            (Some(entry), Chip::new(Tone::Warning, "重複のおそれ"), vec![sentence.clone()])
        }
        Judged::Bad(sentences) => (None, Chip::new(Tone::Danger, "登録できません"), sentences.clone()),
    };
    let cell = |field: &str| line.cells.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value);
    PreviewRow {
        number: line.number,
        name: entry.map_or_else(
            || {
                format!("{}{}　{}", cell("full_name"), cell("family_name"), cell("given_name"))
                    .trim()
                    .to_owned()
            },
            |e| e.identity.name(),
        ),
        kana: entry.map_or_else(String::new, |e| e.identity.kana()),
        born: entry.map_or_else(|| cell("born_on").to_owned(), |e| both_eras(e.identity.born_on)),
        chip,
        sentences,
        doubtful: matches!(judged, Judged::Doubtful(..)),
    }
}

fn done_view(file_name: String, done: Done) -> DoneView {
    DoneView {
        file_name,
        good: done.outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count(),
        rows: done
            .outcomes
            .into_iter()
            .map(|(number, outcome)| match outcome {
                Ok(registered) => {
                    (number, Chip::new(Tone::Success, "登録しました"), format!("参加者番号 {registered}"))
                }
                Err(sentence) => (number, Chip::new(Tone::Neutral, "登録していません"), sentence),
            })
            .collect(),
    }
}
