//! 送る: operations, first reports and rescued envelopes, taken also of a tablet whose permission is over: they were recorded before.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{standing_of, tablet};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Sent,
    },
    sealing::{Place, Unit},
    sessions::{self, Known, operations::OutcomeCode},
    tablets::{
        SendFromTablet,
        db::{PRIVATE, Tablet, packs},
        parking::{Held, Reason, park},
        secrets,
        sending::{self, Recorders},
        wire::{Inside, MOST, Operations, Outcome, Rescue, SCHEMA},
    },
    vocab::ids::{SessionId, TabletId},
};

#[derive(Serialize)]
struct Answered {
    results: Vec<Outcome>,
    state: &'static str,
    unsent_known: u32,
}

fn at_most(n: usize) -> Result<()> {
    if n > MOST {
        return Err(AppError::refused(format!("一度に送れる記録は{MOST}件までです。")));
    }
    Ok(())
}

pub async fn take(
    mut cx: Act<SendFromTablet>,
    Path(id): Path<TabletId>,
    Sent(sent): Sent<Operations>,
) -> Result {
    at_most(sent.operations.len())?;
    if sent.schema > SCHEMA {
        return Err(AppError::refused("端末のプログラムがサーバーより新しいため、受け取れません。"));
    }
    let tablet = tablet(&mut cx, id).await?;
    let recorders = sending::recorders(&mut cx, &tablet).await?;
    let taken = sending::operations(&mut cx, (&tablet, &recorders), &sent.session, &sent.operations).await?;
    let settled = taken.outcomes.iter().filter(|one| one.outcome != OutcomeCode::Refused).count();
    let unsent_known = sent.unsent.saturating_sub(u32::try_from(settled).unwrap_or(u32::MAX));
    let now = cx.now();
    if let Ok(session) = sent.session.parse::<Uuid>() {
        let left = i32::try_from(unsent_known).unwrap_or(i32::MAX);
        let device = sent.device.as_deref().and_then(secrets::device);
        packs::heard(cx.write(), (id, SessionId(session)), device, left, now).await?;
    }
    let state = standing_of(&tablet, cx.today())?.code();
    let parked = taken.parked();
    let event = taken.event.unwrap_or_else(|| {
        Event::new("tablet.contact").about(id.0).with("parked", parked).with("unsent", unsent_known)
    });
    let event = with_reasons(event, &taken.reasons);
    let answer = Answered { results: taken.outcomes, state, unsent_known };
    cx.commit(event.under(tablet.contract).of(taken.participants)).await?.json(&answer)
}

/// Why what was parked was parked, and how often: so that a forged proof is found in the record.
fn with_reasons(event: Event, reasons: &BTreeMap<&'static str, usize>) -> Event {
    if reasons.is_empty() { event } else { event.with("reasons", serde_json::json!(reasons)) }
}

/// What others have entered.
pub async fn tell(
    mut cx: View<SendFromTablet>,
    Path((id, session)): Path<(TabletId, SessionId)>,
    Query(known): Query<Known>,
) -> Result {
    tablet(&mut cx, id).await?;
    let state = sessions::changes(&mut cx, session, &known).await?;
    cx.tell(&state).await
}

pub async fn report(
    mut cx: Act<SendFromTablet>,
    Path(id): Path<TabletId>,
    Sent(sent): Sent<Value>,
) -> Result {
    let tablet = tablet(&mut cx, id).await?;
    let recorders = sending::recorders(&mut cx, &tablet).await?;
    let session = sent.get("session").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut inner = sent;
    // As it stands in an envelope, so that a report that comes both ways is one.
    if let Some(fields) = inner.as_object_mut() {
        fields.remove("session");
    }
    let (outcome, participant) = sending::incident(&mut cx, (&tablet, &recorders), &session, &inner).await?;
    let is_parked = outcome.outcome == OutcomeCode::Parked;
    let event = incident_event(&tablet, &outcome).of(participant).with("parked", usize::from(is_parked));
    cx.commit(event).await?.json(&outcome)
}

fn incident_event(tablet: &Tablet, outcome: &Outcome) -> Event {
    let (action, about) = match (outcome.outcome, outcome.key) {
        (OutcomeCode::Applied, Some(key)) => ("incident.report", key),
        (_, _) => ("tablet.contact", tablet.id.0),
    };
    Event::new(action).about(about).under(tablet.contract).with("tablet", tablet.id.to_string())
}

/// What was sealed to the server, sent by whoever has the tablet now.
pub async fn rescue(
    mut cx: Act<SendFromTablet>,
    Path(id): Path<TabletId>,
    Sent(sent): Sent<Rescue>,
) -> Result {
    at_most(sent.envelopes.len())?;
    let tablet = tablet(&mut cx, id).await?;
    let recorders = sending::recorders(&mut cx, &tablet).await?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let unit = Unit::Unit(tablet.contract.0);
    let private =
        zeroize::Zeroizing::new(cx.app().keys.unseal_raw(unit, PRIVATE, place, &tablet.rescue_private)?);
    let mut rescued = Rescued::new(&tablet, &recorders, sent.envelopes.len());
    for (at, envelope) in sent.envelopes.iter().enumerate() {
        let plain = envelope.open(&private, id);
        match plain.as_deref().and_then(|plain| serde_json::from_slice::<Inside>(plain).ok()) {
            Some(Inside { session, operation: Some(operation), .. }) => {
                rescued.operation(&mut cx, at, session, operation).await?;
            }
            Some(Inside { session, incident: Some(incident), .. }) => {
                rescued.flush(&mut cx).await?;
                let of = (&tablet, &recorders);
                let (outcome, participant) = sending::incident(&mut cx, of, &session, &incident).await?;
                rescued.participants.extend(participant);
                rescued.outcomes[at] = Some(outcome);
            }
            Some(Inside { .. }) | None => {
                // What opens is kept as it reads: the tablet's own copy goes.
                let (kind, sent) = match &plain {
                    Some(plain) => ("text", Value::from(String::from_utf8_lossy(plain))),
                    None => ("envelope", serde_json::to_value(envelope).unwrap_or_default()),
                };
                let held = Held { session: String::new(), kind: kind.into(), sent };
                park(&mut cx, &tablet, &held, Reason::Unreadable).await?;
                let message = Reason::Unreadable.message();
                let outcome = Outcome::plain(None, OutcomeCode::Parked, &message);
                rescued.outcomes[at] = Some(Outcome { index: Some(at), ..outcome });
            }
        }
    }
    rescued.flush(&mut cx).await?;
    let state = standing_of(&tablet, cx.today())?.code();
    let Rescued { outcomes, participants, reasons, .. } = rescued;
    let results: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    let parked = results.iter().filter(|one| one.outcome == OutcomeCode::Parked).count();
    let event = Event::new("tablet.rescue").about(id.0).under(tablet.contract).of(participants);
    let event = with_reasons(event.with("entries", results.len()).with("parked", parked), &reasons);
    cx.commit(event).await?.json(&Answered { results, state, unsent_known: 0 })
}

/// Entries of one session after the other are taken together.
struct Rescued<'a> {
    of: (&'a Tablet, &'a Recorders),
    outcomes: Vec<Option<Outcome>>,
    participants: Vec<crate::vocab::ids::ParticipantId>,
    reasons: BTreeMap<&'static str, usize>,
    /// Not taken yet: the session, and each entry with its place.
    waiting: (String, Vec<(usize, Value)>),
}

impl<'a> Rescued<'a> {
    fn new(tablet: &'a Tablet, recorders: &'a Recorders, n: usize) -> Self {
        let outcomes = (0..n).map(|_| None).collect();
        let of = (tablet, recorders);
        Self { of, outcomes, participants: Vec::new(), reasons: BTreeMap::new(), waiting: Default::default() }
    }

    async fn operation(
        &mut self,
        cx: &mut Act<SendFromTablet>,
        at: usize,
        session: String,
        operation: Value,
    ) -> Result<()> {
        if self.waiting.0 != session {
            self.flush(cx).await?;
            self.waiting.0 = session;
        }
        self.waiting.1.push((at, operation));
        Ok(())
    }

    async fn flush(&mut self, cx: &mut Act<SendFromTablet>) -> Result<()> {
        let (session, waiting) = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let (places, entries): (Vec<usize>, Vec<Value>) = waiting.into_iter().unzip();
        let taken = sending::operations(cx, self.of, &session, &entries).await?;
        for (at, outcome) in places.into_iter().zip(taken.outcomes) {
            let index = outcome.index.map(|_| at);
            self.outcomes[at] = Some(Outcome { index, ..outcome });
        }
        self.participants.extend(taken.participants);
        for (reason, n) in taken.reasons {
            *self.reasons.entry(reason).or_default() += n;
        }
        Ok(())
    }
}
