//! 送信: what a tablet sends goes the one way into a session's record, in the name of who recorded it; what can't go that way is parked.
//! In the order in which it was entered, and never half of it: an answer tells what became of every entry.

use std::collections::BTreeMap;

use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    SendFromTablet,
    db::{self, Recorder, Tablet},
    parking::{Held, Reason, park},
    secrets,
    states::was_permitted,
    wire::{self, Outcome, SentOperation},
};
use crate::{
    audit::Event,
    incidents::{self, Arrived, TabletReport},
    kit::{
        ctx::Act,
        error::{AppError, Result},
    },
    sessions::{
        operations::{OperationIn, OutcomeCode},
        recorder::{self, believable},
        strokes::{Author, Stroke, Why},
    },
    vocab::ids::{AccountId, IncidentId, ParticipantId, SessionId},
};

/// Who has an unlock on the tablet, by account.
pub type Recorders = BTreeMap<Uuid, Recorder>;

pub async fn recorders(cx: &mut Act<SendFromTablet>, tablet: &Tablet) -> Result<Recorders> {
    let all = db::recorders(cx.db(), tablet.id).await?;
    Ok(all.into_iter().map(|one| (one.account.0, one)).collect())
}

/// What became of the entries of one session, and whose record was touched.
pub struct Taken {
    pub outcomes: Vec<Outcome>,
    pub event: Option<Event>,
    pub participants: Vec<ParticipantId>,
    /// Why what was parked was parked, and how often.
    pub reasons: BTreeMap<&'static str, usize>,
}

impl Taken {
    pub fn parked(&self) -> usize {
        self.reasons.values().sum()
    }
}

/// Takes entries of one session, in their order.
pub async fn operations(
    cx: &mut Act<SendFromTablet>,
    (tablet, recorders): (&Tablet, &Recorders),
    session: &str,
    sent: &[Value],
) -> Result<Taken> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; sent.len()];
    let mut strokes = Vec::new();
    let mut parked: Vec<(usize, Reason)> = Vec::new();
    for (at, one) in sent.iter().enumerate() {
        match judge(cx, (tablet, recorders), session, one) {
            Ok(stroke) => strokes.push((at, stroke)),
            Err(reason) => parked.push((at, reason)),
        }
    }
    let id = session.parse::<Uuid>().ok().map(SessionId);
    let named_elsewhere = elsewhere(cx, id, &strokes).await?;
    let (strokes, reused): (Vec<_>, Vec<_>) =
        strokes.into_iter().partition(|(_, stroke)| !named_elsewhere.contains(&stroke.operation.key));
    parked.extend(reused.into_iter().map(|(at, _)| (at, Reason::Value)));
    let all: Vec<Stroke> = strokes.iter().map(|(_, stroke)| stroke.clone()).collect();
    let mut event = None;
    let mut participants = Vec::new();
    match (id, all.is_empty()) {
        (_, true) => {}
        (None, false) => parked.extend(strokes.iter().map(|(at, _)| (*at, Reason::Session))),
        (Some(session), false) => match recorder::record_strokes(cx, session, &all, Some(tablet.id)).await {
            Err(AppError::NotFound) => parked.extend(strokes.iter().map(|(at, _)| (*at, Reason::Session))),
            Err(other) => return Err(other),
            Ok(recorded) => {
                for (((at, stroke), result), why) in
                    strokes.iter().zip(recorded.out.results).zip(recorded.whys)
                {
                    match why.map(reason_of) {
                        Some(reason) => parked.push((*at, reason)),
                        None => {
                            participants.push(ParticipantId(stroke.operation.participant));
                            outcomes[*at] = Some(result.into());
                        }
                    }
                }
                event = Some(recorded.event);
            }
        },
    }
    let mut reasons = BTreeMap::new();
    for (at, reason) in &parked {
        *reasons.entry(reason.code()).or_default() += 1;
        let held = Held { session: session.to_owned(), kind: "operation".into(), sent: sent[*at].clone() };
        park(cx, tablet, &held, *reason).await?;
        let key = wire::key_of(&sent[*at]);
        let index = key.is_none().then_some(*at);
        outcomes[*at] =
            Some(Outcome { index, ..Outcome::plain(key, OutcomeCode::Parked, &reason.message()) });
    }
    let others = strokes.iter().filter(|(_, stroke)| stroke.author.account != cx.actor().account).count();
    let event = event.map(|event| {
        event.with("tablet", tablet.id.to_string()).with("parked", parked.len()).with("of_others", others)
    });
    Ok(Taken { outcomes: outcomes.into_iter().flatten().collect(), event, participants, reasons })
}

/// The keys that name another entry of the ward: of another session, person or field. They would stop the whole request.
async fn elsewhere(
    cx: &mut Act<SendFromTablet>,
    session: Option<SessionId>,
    strokes: &[(usize, Stroke)],
) -> Result<Vec<Uuid>> {
    let Some(session) = session.filter(|_| !strokes.is_empty()) else { return Ok(Vec::new()) };
    let operations: Vec<&OperationIn> = strokes.iter().map(|(_, stroke)| &stroke.operation).collect();
    Ok(db::keys_elsewhere(cx.db(), session, &operations).await?)
}

fn reason_of(why: Why) -> Reason {
    match why {
        Why::Shut => Reason::Closed,
        Why::NotOnRoster => Reason::Person,
        Why::Value | Why::UnknownVersion | Why::ReusedKey => Reason::Value,
    }
}

/// The stroke that an entry is, when it is its recorder's and was recorded while the tablet was permitted.
fn judge(
    cx: &Act<SendFromTablet>,
    (tablet, recorders): (&Tablet, &Recorders),
    session: &str,
    sent: &Value,
) -> std::result::Result<Stroke, Reason> {
    let entry: SentOperation = serde_json::from_value(sent.clone()).map_err(|_| Reason::Unreadable)?;
    let at = OffsetDateTime::parse(&entry.at, &Rfc3339).map_err(|_| Reason::Unreadable)?;
    let words = wire::operation_words(&tablet.id.to_string(), session, sent);
    let at = believable(at, cx.now());
    let name = signed(cx, (tablet, recorders), (entry.recorder, at), (&words, &entry.proof))?;
    if !was_permitted(at, (tablet.decided_at, tablet.permitted_until), tablet.revoked_at) {
        return Err(Reason::TooLate);
    }
    let name = format!("{}／{name}", tablet.label);
    let author = Author { account: AccountId(entry.recorder), name, tablet: Some(tablet.id) };
    let SentOperation { key, participant, field, value, base, after, .. } = entry;
    Ok(Stroke { operation: OperationIn { key, participant, field, value, base, at }, author, after })
}

/// The name of the recorder whose proof it is, and who stood in the 従事者名簿 then.
fn signed(
    cx: &Act<SendFromTablet>,
    (tablet, recorders): (&Tablet, &Recorders),
    (recorder, at): (Uuid, OffsetDateTime),
    (words, proof): (&str, &str),
) -> std::result::Result<String, Reason> {
    let known = recorders.get(&recorder).filter(|one| one.was_designated(at)).ok_or(Reason::Recorder)?;
    let key = secrets::proof_key(&cx.app().keys, tablet.contract, (tablet.id, AccountId(recorder)))
        .map_err(|_| Reason::Proof)?;
    if !secrets::proves(&key, words, proof) {
        return Err(Reason::Proof);
    }
    Ok(known.name.clone().unwrap_or_else(|| "従事者".into()))
}

/// Takes a first report.
pub async fn incident(
    cx: &mut Act<SendFromTablet>,
    (tablet, recorders): (&Tablet, &Recorders),
    session: &str,
    sent: &Value,
) -> Result<(Outcome, Option<ParticipantId>)> {
    let reason = match judge_incident(cx, (tablet, recorders), session, sent) {
        Err(reason) => reason,
        Ok((id, entry, happened_at, at, name)) => {
            let own = entry.recorder == cx.actor().account.0;
            let participant = entry.participants.first().copied().map(ParticipantId);
            let report = TabletReport {
                id: IncidentId(entry.key),
                session: id,
                kind: &entry.kind,
                happened_at,
                words: &entry.words,
                participant,
                told: &entry.told,
                at,
                written_by: (!own).then_some(name.as_str()),
            };
            let outcome = match incidents::arrive(cx, tablet.contract, &report).await? {
                Arrived::Reported => Some(OutcomeCode::Applied),
                Arrived::Known => Some(OutcomeCode::Duplicate),
                Arrived::Unfit => None,
            };
            if let Some(outcome) = outcome {
                let url = Some(format!("/incidents/{}", entry.key));
                let message = "区に報告しました。";
                return Ok((
                    Outcome { url, ..Outcome::plain(Some(entry.key), outcome, message) },
                    participant,
                ));
            }
            Reason::Value
        }
    };
    let held = Held { session: session.to_owned(), kind: "incident".into(), sent: sent.clone() };
    park(cx, tablet, &held, reason).await?;
    let url = Some(format!("/contracts/{}/parked", tablet.contract));
    let outcome = Outcome::plain(wire::key_of(sent), OutcomeCode::Parked, &reason.message());
    Ok((Outcome { url, ..outcome }, None))
}

type Judged = (SessionId, wire::Incident, OffsetDateTime, OffsetDateTime, String);

fn judge_incident(
    cx: &Act<SendFromTablet>,
    of: (&Tablet, &Recorders),
    session: &str,
    sent: &Value,
) -> std::result::Result<Judged, Reason> {
    let entry: wire::Incident = serde_json::from_value(sent.clone()).map_err(|_| Reason::Unreadable)?;
    let time = |text: &str| OffsetDateTime::parse(text, &Rfc3339).map_err(|_| Reason::Unreadable);
    let (happened_at, at) = (time(&entry.happened_at)?, time(&entry.at)?);
    let id = session.parse::<Uuid>().map(SessionId).map_err(|_| Reason::Session)?;
    let words = wire::incident_words(&of.0.id.to_string(), session, sent);
    let at = believable(at, cx.now());
    let name = signed(cx, of, (entry.recorder, at), (&words, &entry.proof))?;
    // What happened is reported also when the permission had ended: nobody waits with an accident.
    Ok((id, entry, happened_at.min(cx.now()), at, name))
}
