//! The one way into a session's record: lock and load, decide (`batch`), write, tell. The tablet, the plain form, the
//! page of one person and a decision between two values all come through here.

use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    batch::{self, People, Taken},
    db::record::{self, Change, OperationRow, SettledRow, StateLine},
    entry::Entry,
    fields::{Cells, Texts, sign},
    operations::{OPERATIONS_MAX, OperationIn, OperationsOut, OutcomeCode},
    strokes::{Author, Chains, Stroke, Why},
    tasks,
};
use crate::{
    audit::Event,
    kit::{
        ctx::Act,
        error::{AppError, Result, expect_violation},
        permission::Permission,
    },
    venues,
    vocab::ids::{ParticipantId, SessionId, TabletId},
};

/// What the sender is told, and the event to commit with.
pub struct Recorded {
    pub out: OperationsOut,
    /// Beside each result, why it was refused.
    pub whys: Vec<Option<Why>>,
    pub event: Event,
}

impl Recorded {
    pub fn conflicts(&self) -> usize {
        self.out.results.iter().filter(|result| result.outcome == OutcomeCode::Conflict).count()
    }

    /// The first refusal, for a form whose author reads one sentence.
    pub fn refusal(&self) -> Option<&str> {
        self.out
            .results
            .iter()
            .find(|result| result.outcome == OutcomeCode::Refused)
            .map(|result| result.message.as_str())
    }
}

/// How long a tablet may have kept an entry to itself.
const OLDEST_ENTRY: Duration = Duration::days(60);

const TOO_EARLY: &str = "この回はまだ実施日になっていません。実施日になってから記録してください。";
const CANCELLED: &str = "この回は中止になっています。記録はできません。";
const FROZEN: &str = "この教室の実施報告はもう承認されています。訂正が必要なときは区に連絡してください。";

/// Why a session takes no record now. A closed one does: corrections keep their history until the report is accepted.
pub fn refusal(state: &str, held_on: Date, today: Date, frozen: bool) -> Option<&'static str> {
    match state {
        "cancelled" => Some(CANCELLED),
        _ if frozen => Some(FROZEN),
        _ if held_on > today => Some(TOO_EARLY),
        _ => None,
    }
}

/// Takes operations into a session, in the name of who asks. Nothing is committed yet.
pub async fn record<P: Permission>(
    cx: &mut Act<P>,
    session: SessionId,
    operations: &[OperationIn],
) -> Result<Recorded> {
    let (account, name) = (cx.actor().account, cx.actor().person.clone());
    let author = Author { account, name, tablet: None };
    let stroke = |operation: &OperationIn| Stroke {
        operation: operation.clone(),
        author: author.clone(),
        after: None,
    };
    let strokes: Vec<Stroke> = operations.iter().map(stroke).collect();
    record_strokes(cx, session, &strokes, None).await
}

/// The same of whoever recorded on a tablet.
pub async fn record_strokes<P: Permission>(
    cx: &mut Act<P>,
    session: SessionId,
    strokes: &[Stroke],
    tablet: Option<TabletId>,
) -> Result<Recorded> {
    if strokes.len() > OPERATIONS_MAX {
        return Err(AppError::refused(format!("一度に送れる記録は{OPERATIONS_MAX}件までです。")));
    }
    let keys: Vec<Uuid> =
        strokes.iter().flat_map(|stroke| [Some(stroke.operation.key), stroke.after]).flatten().collect();
    let lines = record::locked_state(cx.db(), session, &keys).await?;
    let Some(first) = lines.first() else { return Err(AppError::NotFound) };
    let (course, contract, state) = (first.course, first.contract, first.state.clone());
    let mut why_not = refusal(&first.state, first.held_on, cx.today(), first.frozen).map(str::to_owned);
    if why_not.is_none() && first.waits_for_venue {
        why_not = venues::keeps_closed(cx.db(), course).await?;
    }
    let mut people = people_of(cx, session, &lines)?;
    let taken = batch::take_strokes(&mut people, strokes, chains_of(&lines, tablet), why_not.as_deref());
    if !taken.stored.is_empty() {
        let mut change = change_of(cx, session, first, &people, &taken)?;
        change.tablet = tablet.map(|tablet| (tablet, cx.actor().account));
        if let Err(error) = record::write(cx.write(), &change).await {
            expect_violation(error, "operation_pkey")?;
            // A key that named an operation of another session: nothing of this request is kept.
            return Err(AppError::refused(batch::REUSED_KEY));
        }
        if state == "closed" {
            tasks::open(cx, session, course, contract).await?;
        }
    }
    let event = event_of(session, &taken, state == "closed").under(contract);
    Ok(Recorded { out: OperationsOut::new(taken.results), whys: taken.whys, event })
}

/// What was answered to this tablet before this request and not contradicted: its entries follow on no other's.
fn chains_of(lines: &[StateLine], tablet: Option<TabletId>) -> Chains {
    let answered = lines.iter().filter_map(|line| Some((line.participant?, line.answered.as_ref()?)));
    answered
        .flat_map(|(participant, answered)| answered.0.iter().map(move |one| (participant, one)))
        .filter(|(_, one)| {
            one.tablet == tablet && matches!(one.outcome, OutcomeCode::Applied | OutcomeCode::Same)
        })
        .map(|(participant, one)| ((participant, one.field, one.key), one.version))
        .collect()
}

/// Everybody's fields, with the operations of this request that were answered before.
fn people_of<P: Permission>(cx: &Act<P>, session: SessionId, lines: &[StateLine]) -> Result<People> {
    let mut people = People::new();
    for line in lines {
        let Some(participant) = line.participant else { continue };
        let texts =
            Texts { keys: &cx.app().keys, ward: cx.ward().0, course: line.course.0, session: session.0 };
        let kept = line.kept.as_ref().map_or(&[][..], |kept| kept.0.as_slice());
        let mut cells = texts.cells(line.attendance.as_deref(), kept)?;
        sign(&mut cells, &line.names);
        for answered in line.answered.iter().flat_map(|answered| &answered.0) {
            cells.entry(answered.field).or_default().state.answered.insert(answered.key, answered.version);
        }
        people.insert(participant, cells);
    }
    Ok(people)
}

fn change_of<P: Permission>(
    cx: &Act<P>,
    session: SessionId,
    line: &StateLine,
    people: &People,
    taken: &Taken,
) -> Result<Change> {
    let texts = Texts { keys: &cx.app().keys, ward: cx.ward().0, course: line.course.0, session: session.0 };
    let touched = people.iter().filter(|(id, _)| taken.touched.contains(id));
    let rows = touched
        .map(|(id, cells): (&Uuid, &Cells)| texts.row(*id, cells))
        .collect::<std::result::Result<_, _>>()?;
    let now = cx.now();
    let operations =
        taken.stored.iter().map(|stored| operation_row(&texts, stored, now)).collect::<Result<_>>()?;
    let settled = taken
        .settled
        .iter()
        .map(|s| SettledRow { participant_id: s.participant, field: s.field, resolved_by: s.by })
        .collect();
    let (present, absent) = batch::counts(people);
    Ok(Change {
        session,
        course: line.course,
        contract: line.contract,
        rows,
        operations,
        settled,
        tablet: None,
        now,
        present,
        absent,
    })
}

fn operation_row(
    texts: &Texts<'_>,
    stored: &batch::StoredOperation,
    now: OffsetDateTime,
) -> Result<OperationRow> {
    let (value, sealed) = match &stored.value {
        Some(Entry::Memo(text) | Entry::Reason(text)) => {
            (None, Some(texts.seal_operation(stored.key, stored.version, text)?))
        }
        Some(entry) => (Some(entry.to_string()), None),
        None => (None, None),
    };
    Ok(OperationRow {
        key: stored.key,
        participant_id: stored.participant,
        field: stored.field,
        value,
        sealed,
        base_version: stored.base,
        version: stored.version,
        outcome: stored.outcome,
        resolved_by: stored.resolved_by,
        account_id: stored.by,
        at: believable(stored.at, now),
    })
}

/// The device's time of entry where it can be right; a clock that is ahead or far behind gives way to ours.
pub fn believable(at: OffsetDateTime, now: OffsetDateTime) -> OffsetDateTime {
    if at > now || at < now - OLDEST_ENTRY { now } else { at }
}

/// Counts only: what was entered stays out of the audit stream.
fn event_of(session: SessionId, taken: &Taken, correction: bool) -> Event {
    let of = |code| taken.results.iter().filter(|result| result.outcome == code).count();
    let detail = serde_json::json!({
        "applied": of(OutcomeCode::Applied), "conflict": of(OutcomeCode::Conflict), "same": of(OutcomeCode::Same),
        "duplicate": of(OutcomeCode::Duplicate), "refused": of(OutcomeCode::Refused), "decided": taken.settled.len(),
    });
    let action = if correction { "attendance.correct" } else { "attendance.record" };
    Event::new(action).about(session.0).of(taken.touched.iter().map(|id| ParticipantId(*id))).detail(detail)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_clock_that_cannot_be_right_gives_way() {
        let now = datetime!(2026-11-20 10:00 +9);
        let entered = datetime!(2026-11-18 14:03 +9);
        assert_eq!(believable(entered, now), entered);
        assert_eq!(believable(datetime!(9999-12-31 0:00 UTC), now), now);
        assert_eq!(believable(datetime!(0000-01-01 0:00 UTC), now), now);
    }

    #[test]
    fn a_session_takes_records_from_its_day_until_the_report_is_accepted() {
        let day = date!(2026 - 11 - 20);
        assert_eq!(refusal("planned", day, day, false), None);
        assert_eq!(refusal("open", day, date!(2026 - 11 - 25), false), None);
        assert_eq!(refusal("closed", day, date!(2026 - 11 - 25), false), None);
        assert_eq!(refusal("closed", day, date!(2026 - 11 - 25), true), Some(FROZEN));
        assert_eq!(refusal("planned", day, date!(2026 - 11 - 19), false), Some(TOO_EARLY));
        assert_eq!(refusal("cancelled", day, day, false), Some(CANCELLED));
    }
}
