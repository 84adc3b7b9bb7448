//! 当日の記録: the screen of the class, the plain form, and what the tablet sends and asks.

use axum::extract::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    kit::{
        ctx::{Act, Ctx, View},
        db::Reads,
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::{Sent, Typed},
    },
    sessions::{
        RecordSession,
        db::roster::sum_of_versions,
        fields::shown,
        operations::{OperationIn, OperationsIn, SessionState},
        plain_form,
        record_view::{FormError, Record, Row},
        recorder::{self, Recorded},
        roster::{self, Head, Roster},
    },
    venues,
    vocab::ids::SessionId,
};

pub async fn show(mut cx: View<RecordSession>, Path(id): Path<SessionId>) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    may_record(&cx, &roster.head)?;
    may_begin(cx.db(), &roster.head).await?;
    let view = view_of(&roster);
    cx.show(view).await
}

/// The first session waits for its venue.
pub(super) async fn may_begin(reads: &mut Reads, head: &Head) -> Result<()> {
    if !head.waits_for_venue {
        return Ok(());
    }
    match venues::keeps_closed(reads, head.course).await? {
        Some(sentence) => Err(AppError::refused(sentence)),
        None => Ok(()),
    }
}

/// The report's acceptance is asked when something is sent; here the day and the state are enough.
pub(super) fn may_record<P: Permission, M>(cx: &Ctx<P, M>, head: &Head) -> Result<()> {
    match recorder::refusal(&head.state, head.held_on, cx.today(), false) {
        Some(sentence) => Err(AppError::refused(sentence)),
        None => Ok(()),
    }
}

pub(super) fn view_of(roster: &Roster) -> Record {
    let href = roster.head.href();
    let correcting = roster.head.state == "closed";
    Record {
        title: roster.head.title(),
        date: roster.head.date(),
        attendance_url: format!("{href}/attendance"),
        operations_url: format!("{href}/operations"),
        close_url: if correcting { href.clone() } else { format!("{href}/close") },
        back_url: "/today".into(),
        incident_url: format!("{href}/incidents/new"),
        soft_limits: serde_json::to_string(&roster.head.limits).unwrap_or_default(),
        notice: if correcting {
            "この回の記録は確定しています。ここで変えた値は「訂正」として履歴に残ります。".into()
        } else {
            String::new()
        },
        errors: Vec::new(),
        rows: roster.rows(),
    }
}

/// What a tablet sends: answered one by one, in the order sent.
pub async fn take(
    mut cx: Act<RecordSession>,
    Path(id): Path<SessionId>,
    Sent(sent): Sent<OperationsIn>,
) -> Result {
    let recorded = recorder::record(&mut cx, id, &sent.operations).await?;
    cx.commit(recorded.event).await?.json(&recorded.out)
}

/// `versions`: the sum of all versions that the tablet knows.
#[derive(Deserialize)]
pub struct Known {
    versions: Option<i64>,
}

/// What other tablets have entered: nothing, and no reading of anybody's record, while the tablet has missed nothing.
pub async fn tell(
    mut cx: View<RecordSession>,
    Path(id): Path<SessionId>,
    Query(known): Query<Known>,
) -> Result {
    let state = changes(&mut cx, id, &known).await?;
    cx.tell(&state).await
}

/// See [`tell`]; for a tablet's page too.
pub(crate) async fn changes<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: SessionId,
    known: &Known,
) -> Result<SessionState> {
    if known.versions == Some(sum_of_versions(cx.db(), id).await?) {
        return Ok(SessionState::default());
    }
    let roster = roster::load(cx, id).await?;
    let fields = |someone: &roster::Someone| (someone.id(), shown(&someone.cells));
    Ok(SessionState { participants: roster.people.iter().map(fields).collect() })
}

/// The plain form: all people on it, or the one of the page it came from.
pub async fn post(mut cx: Act<RecordSession>, Path(id): Path<SessionId>, Typed(form): Typed) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    let (operations, errors) = typed(&cx, &roster, &form);
    if !errors.is_empty() {
        let mut view = view_of(&roster);
        view.errors = errors;
        retype(&mut view.rows, &form);
        return cx.invalid(view).await;
    }
    let back = back_of(id, form.value("from"));
    finish(cx, id, &operations, &back).await
}

/// What was typed of everybody on the form, or what is wrong with it.
pub(super) fn typed(
    cx: &Act<RecordSession>,
    roster: &Roster,
    form: &Form,
) -> (Vec<OperationIn>, Vec<FormError>) {
    let ids: Vec<Uuid> = roster.people.iter().map(roster::Someone::id).collect();
    let (mut operations, mut errors) = (Vec::new(), Vec::new());
    for participant in plain_form::people(form, &ids) {
        match plain_form::operations_of(form, participant, cx.now(), || cx.new_id()) {
            Ok(made) => operations.extend(made),
            Err(problems) => {
                errors.extend(problems.iter().map(|problem| error_of(roster, participant, problem)))
            }
        }
    }
    (operations, errors)
}

/// Puts what was typed back into the rows that the form carried.
pub(super) fn retype(rows: &mut [Row], form: &Form) {
    let sent = |row: &&mut Row| !form.values(&format!("seen.{}", row.id)).is_empty();
    rows.iter_mut().filter(sent).for_each(|row| plain_form::retype(row, form));
}

fn error_of(roster: &Roster, participant: Uuid, problem: &plain_form::Problem) -> FormError {
    let name = roster.people.iter().find(|someone| someone.id() == participant).map(roster::Someone::name);
    plain_form::error_at(participant, &name.unwrap_or_default(), problem)
}

/// The page the form stood on: a person's own, or the whole class.
fn back_of(session: SessionId, from: &str) -> String {
    match from.parse::<Uuid>() {
        Ok(participant) => format!("/sessions/{session}/people/{participant}"),
        Err(_) => format!("/sessions/{session}/record"),
    }
}

/// Records, commits and goes back with a sentence that says what happened.
pub(super) async fn finish(
    mut cx: Act<RecordSession>,
    id: SessionId,
    operations: &[OperationIn],
    back: &str,
) -> Result {
    let recorded = recorder::record(&mut cx, id, operations).await?;
    if let Some(why) = recorded.refusal() {
        return Err(AppError::refused(why));
    }
    let notice = notice_of(&recorded);
    cx.commit(recorded.event).await?.redirect_with(back, &notice)
}

fn notice_of(recorded: &Recorded) -> String {
    match (recorded.out.results.len(), recorded.conflicts()) {
        (0, _) => "変わったところはありませんでした。".into(),
        (_, 0) => "記録しました。".into(),
        (_, clashes) => format!(
            "記録しました。ほかの端末と値が違うところが{clashes}件あります。「要確認」を見て、正しい方を選んでください。"
        ),
    }
}
