//! Pages of the import: choose a file, look at every line with the working of the criteria, confirm, see what became of each.

use axum::extract::Path;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::{
    columns,
    deciding::{Decision, decide},
    judging::{Judged, Ready, judge},
    views::{ChooseView, DoneView, PreviewView},
};
use crate::{
    audit::Event,
    documents::{Cell, Column, Table, sheet},
    guidance::{
        SelectTargets,
        db::{
            batches::{self, NewBatch},
            records::{self, Hand},
            targets::{self, NewTarget},
        },
        loading::{FIRST, Place},
        readings,
        words::TargetWords,
    },
    kit::{
        answer::File,
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        handing_out::Whom,
        typed::{Typed, Uploaded},
    },
    obligations::rehearsal,
    participants::arrivals::{self, FileProblem, Line},
    sealing::{Sealable, Unit},
    vocab::ids::{ContractId, EnrolmentId, GuidanceBatchId, GuidanceResultId, ParticipantId},
};

/// An unconfirmed list is forgotten after this.
const KEPT: Duration = Duration::days(1);
/// A batch has no version column: its blob is bound to its state.
const PREVIEWED: i32 = 1;
const CONFIRMED: i32 = 2;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An uploaded list that waits.
#[derive(Serialize, Deserialize)]
struct Waiting {
    lines: Vec<Line>,
    ignored: Vec<String>,
}

impl Sealable for Waiting {
    const TABLE: &'static str = "guidance_batch";
}

/// What became of a line: its number in the file, and the participant's number or why not.
pub type Outcome = (usize, std::result::Result<i32, String>);

#[derive(Serialize, Deserialize)]
struct Done {
    outcomes: Vec<Outcome>,
}

impl Sealable for Done {
    const TABLE: &'static str = "guidance_batch.done";
}

/// The contract, as long as people may be taken in.
async fn open_place<M: Send>(
    cx: &mut crate::kit::ctx::Ctx<SelectTargets, M>,
    id: ContractId,
) -> Result<Place> {
    let place = Place::load(cx, id).await?;
    if !place.contract.is_open() {
        return Err(AppError::refused(
            "この契約では対象者を取り込めません。取り込めるのは、契約を締結してから終了の手続きを始めるまでです。",
        ));
    }
    Ok(place)
}

pub async fn choose(mut cx: View<SelectTargets>, Path(id): Path<ContractId>) -> Result {
    let place = open_place(&mut cx, id).await?;
    cx.show(ChooseView::new(&place, Form::empty())).await
}

/// A workbook with the headings and one invented line.
pub async fn template(mut cx: View<SelectTargets>, Path(id): Path<ContractId>) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let heads = columns::headings(place.guidance);
    let mut example: Vec<Cell> =
        columns::PERSON.iter().map(|(field, ..)| Cell::text(example(field))).collect();
    example.resize(heads.len(), Cell::Empty);
    let table = Table {
        title: "対象者の健診データ".into(),
        columns: heads.iter().map(|heading| Column::new(heading, 16)).collect(),
        rows: vec![example],
        provenance: None,
    };
    let file = File {
        name: "対象者の健診データ（ひな形）.xlsx".into(),
        content_type: XLSX,
        bytes: sheet::xlsx(&table).map_err(AppError::bug)?,
        inline: false,
    };
    cx.hand_out(Event::new("guidance.template").under(id), Whom::Nobody, file).await
}

fn example(field: &str) -> &'static str {
    match field {
        "full_kana" => "（例）ヤマダ　ハナコ",
        "full_name" => "山田　花子",
        "born_on" => "昭和30年4月1日",
        "sex" => "女",
        "address" => "中央町1丁目2-3",
        "telephone" => "03-0000-0000",
        "diagnosis" => "2型糖尿病",
        "treatment" => "内服治療中",
        "checkup_on" => "令和8年6月3日",
        _ => "",
    }
}

pub async fn upload(
    mut cx: Act<SelectTargets>,
    Path(id): Path<ContractId>,
    Uploaded { mut form, files }: Uploaded,
) -> Result {
    let place = open_place(&mut cx, id).await?;
    if let Some(why) = rehearsal::keeps_out(&mut cx, Some(id)).await? {
        return cx.refuse(rehearsal::refused::<SelectTargets>().under(id), why).await;
    }
    let Some(chosen) = files.into_iter().find(|file| file.field == "list") else {
        form.refuse("list", "ファイルを選んでください。");
        return cx.invalid(ChooseView::new(&place, form)).await;
    };
    let bytes = chosen.bytes;
    // On a thread of its own: parsing is work, and a parser that fails on a crafted file must not take the request with it.
    let rows = tokio::task::spawn_blocking(move || arrivals::read(&bytes)).await;
    let rows = rows.unwrap_or(Err(FileProblem::Sheet)).map_err(|problem| problem.to_string());
    let (lines, ignored) = match rows.and_then(|rows| columns::map(&rows, place.guidance)) {
        Ok(mapped) => mapped,
        Err(sentence) => {
            form.refuse("list", sentence);
            return cx.invalid(ChooseView::new(&place, form)).await;
        }
    };
    let (batch, now, account) = (GuidanceBatchId(cx.new_id()), cx.now(), cx.actor().account);
    let count = lines.len();
    let sealed = cx.seal(Unit::Ward(cx.ward().0), batch.0, PREVIEWED, &Waiting { lines, ignored })?;
    let file_name: String = chosen.name.chars().filter(|c| !c.is_control()).take(100).collect();
    let new = NewBatch { id: batch, contract: id, account, file_name: &file_name, sealed: &sealed };
    batches::insert(cx.write(), &new, now, now - KEPT).await?;
    let event = Event::new("guidance.upload").about(batch.0).under(id);
    cx.commit(event.detail(serde_json::json!({ "lines": count })))
        .await?
        .redirect(format!("/contracts/{id}/guidance/import/{batch}"))
}

pub async fn preview(
    mut cx: View<SelectTargets>,
    Path((id, batch)): Path<(ContractId, GuidanceBatchId)>,
) -> Result {
    let account = cx.actor().account;
    let place = Place::load(&mut cx, id).await?;
    let row = batches::find(cx.db(), id, batch, account).await?.ok_or(AppError::NotFound)?;
    let ward = Unit::Ward(cx.ward().0);
    if row.state == "confirmed" {
        let done: Done = cx.open_paper(ward, batch.0, CONFIRMED, &row.sealed)?;
        return cx.show(DoneView::new(&place, row.file_name, done.outcomes)).await;
    }
    let waiting: Waiting = cx.open_paper(ward, batch.0, PREVIEWED, &row.sealed)?;
    let judged = judge(&mut cx, &place, &waiting.lines).await?;
    let view = PreviewView::new(
        (&place, batch),
        row.file_name,
        (&waiting.lines, &waiting.ignored),
        &judged,
        Form::empty(),
    );
    cx.show(view).await
}

pub async fn confirm(
    mut cx: Act<SelectTargets>,
    Path((id, batch)): Path<(ContractId, GuidanceBatchId)>,
    Typed(mut form): Typed,
) -> Result {
    let account = cx.actor().account;
    let place = open_place(&mut cx, id).await?;
    if let Some(why) = rehearsal::keeps_out(&mut cx, Some(id)).await? {
        return cx.refuse(rehearsal::refused::<SelectTargets>().under(id), why).await;
    }
    let ward = Unit::Ward(cx.ward().0);
    let Some(row) = batches::lock(cx.write(), id, batch, account).await? else {
        batches::find(cx.db(), id, batch, account).await?.ok_or(AppError::NotFound)?;
        return Err(AppError::refused(
            "この一覧は、すでに取り込んだものです。対象者の予定一覧で確かめてください。",
        ));
    };
    let waiting: Waiting = cx.open_paper(ward, batch.0, PREVIEWED, &row.sealed)?;
    // Taken before the judging: the ward's row is then locked, so nobody registers the same people meanwhile.
    let first = arrivals::take_numbers(cx.write(), 0).await? + 1;
    let judged = judge(&mut cx, &place, &waiting.lines).await?;
    let Some(decisions) = decide(&mut form, &judged) else {
        let lists = (&*waiting.lines, &*waiting.ignored);
        let view = PreviewView::new((&place, batch), row.file_name, lists, &judged, form);
        return cx.invalid(view).await;
    };
    let (outcomes, taken) = take_in(&mut cx, &place, &decisions, (first, &form)).await?;
    let sealed = cx.seal(ward, batch.0, CONFIRMED, &Done { outcomes })?;
    batches::confirm(cx.write(), batch, &sealed).await?;
    let event = Event::new("guidance.take_in").about(batch.0).under(id);
    let event = event.detail(serde_json::json!({ "targets": taken.len() })).of(taken);
    cx.commit_taken_in(event, Whom::Opened)
        .await?
        .redirect_with(format!("/contracts/{id}/guidance/import/{batch}"), "対象者を取り込みました。")
}

/// Registers who is new, makes everybody a target: what became of each line, and the people.
async fn take_in(
    cx: &mut Act<SelectTargets>,
    place: &Place,
    decisions: &[(usize, Decision<'_>)],
    (first, form): (i32, &Form),
) -> Result<(Vec<Outcome>, Vec<ParticipantId>)> {
    let (mut outcomes, mut taken) = (Vec::with_capacity(decisions.len()), Vec::new());
    let mut next = first;
    for (line, decision) in decisions {
        let (ready, reason) = match decision {
            Decision::Take(ready, reason) => (*ready, reason),
            Decision::Leave(why) => {
                outcomes.push((*line, Err(why.clone())));
                continue;
            }
        };
        let same = ready.known.as_ref().filter(|_| !form.checked("other_person", &line.to_string()));
        let (participant, number) = match same {
            Some(known) => (known.id, known.number),
            None => {
                let entry = &ready.candidate.entry;
                next += 1;
                (arrivals::store_new(cx, entry, next - 1).await?, next - 1)
            }
        };
        store(cx, place, participant, ready, reason).await?;
        taken.push(participant);
        outcomes.push((*line, Ok(number)));
    }
    arrivals::take_numbers(cx.write(), next - first).await?;
    Ok((outcomes, taken))
}

/// The enrolment with its key, what makes it a target, and the values of the check-up.
async fn store(
    cx: &mut Act<SelectTargets>,
    place: &Place,
    participant: ParticipantId,
    ready: &Ready,
    reason: &str,
) -> Result<()> {
    let (id, result) = (EnrolmentId(cx.new_id()), GuidanceResultId(cx.new_id()));
    let candidate = &ready.candidate;
    cx.app().keys.make(Unit::Unit(id.0))?;
    let words = TargetWords {
        email: candidate.email.clone(),
        diagnosis: candidate.diagnosis.clone(),
        treatment: candidate.treatment.clone(),
        working: ready.verdict.explanation.clone(),
        reason: reason.to_owned(),
    };
    let sealed = cx.seal(Unit::Unit(id.0), id.0, FIRST, &words)?;
    let (by, on, now) = (cx.actor().account, cx.today(), cx.now());
    let new = NewTarget {
        id,
        contract: place.contract.id,
        participant,
        on,
        finding: ready.verdict.answer.code(),
        by_hand: !reason.is_empty(),
        sealed: &sealed,
        by,
    };
    if let Err(error) = targets::insert(cx.write(), &new).await {
        expect_violation(error, "enrolment_live_once")?;
        return Err(AppError::refused(
            "取り込んでいる間に、同じ人がこの契約に登録されました。もう一度内容を確かめてください。",
        ));
    }
    if candidate.readings.is_empty() {
        return Ok(());
    }
    let readings: &readings::Readings = &candidate.readings;
    let who = (place.contract.id, id, participant);
    records::insert_result(
        cx.write(),
        result,
        who,
        (candidate.checkup_on, "checkup", readings),
        Hand { by, now },
    )
    .await?;
    Ok(())
}

pub async fn discard(
    mut cx: Act<SelectTargets>,
    Path((id, batch)): Path<(ContractId, GuidanceBatchId)>,
    Typed(_): Typed,
) -> Result {
    let account = cx.actor().account;
    Place::load(&mut cx, id).await?;
    if !batches::discard(cx.write(), id, batch, account).await? {
        return Err(AppError::NotFound);
    }
    cx.commit(Event::new("guidance.discard").about(batch.0).under(id)).await?.redirect_with(
        format!("/contracts/{id}/guidance/import"),
        "一覧ファイルを取り消しました。対象者は取り込んでいません。",
    )
}

/// Lines that can't be taken in, for the heading of the preview.
pub(super) fn bad(judged: &[Judged]) -> usize {
    judged.iter().filter(|line| line.found.is_err()).count()
}
