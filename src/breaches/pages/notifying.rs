//! 通知する: the contractor is told what the ward means to do; or the ward keeps why it does nothing of the kind.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    audit::Event,
    breaches::{
        WriteBreach,
        case::Case,
        db::{
            Entry,
            consequences::{self, About, Begun},
            sources::{self, ClauseLine},
        },
        duties,
        forms::{decision::Decision, notice},
        kinds::{ConsequenceKind, Outcome},
        states::BreachRefusal,
        views::{DismissalView, NoticeView},
        words::{DecisionWords, VERSION},
    },
    contracts,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    obligations,
    vocab::ids::{BreachId, ClauseId, ConsequenceDecisionId, ConsequenceId},
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    kind: String,
}

/// What is begun: the case, the kind, and the clauses it may rest on.
struct Beginning {
    case: Case,
    kind: ConsequenceKind,
    clauses: Vec<ClauseLine>,
}

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: BreachId, kind: &str) -> Result<Beginning> {
    let case = Case::find(cx, id).await?;
    let kind = ConsequenceKind::from_code(kind).ok_or(AppError::NotFound)?;
    case.may_begin(kind).map_err(AppError::refused)?;
    let clauses = sources::clauses(cx.db(), case.breach.contract).await?;
    Ok(Beginning { case, kind, clauses })
}

/// The clause that was confirmed to be about this kind of consequence.
async fn proposed<P: Permission, M>(cx: &mut Ctx<P, M>, of: &Beginning) -> Result<Option<ClauseId>> {
    let bound = obligations::db::bindings::of_contract(cx.db(), of.case.breach.contract).await?;
    let speaks = |clause: &&obligations::BoundClause| {
        clause.binding.rules.iter().any(|rule| rule.code == of.kind.code())
    };
    let Some(found) = bound.iter().find(speaks).map(|clause| &clause.clause) else { return Ok(None) };
    let is_it = |line: &&ClauseLine| line.set == found.set && line.number == i32::from(found.number);
    Ok(of.clauses.iter().find(is_it).map(|line| line.id))
}

pub async fn new(mut cx: View<WriteBreach>, Path(id): Path<BreachId>, Query(asked): Query<Asked>) -> Result {
    let of = load(&mut cx, id, &asked.kind).await?;
    if of.kind == ConsequenceKind::Termination {
        ends_later(&mut cx, &of.case).await?;
    }
    let clause = proposed(&mut cx, &of).await?;
    let form = notice::blank(cx.today(), clause);
    cx.show(NoticeView::new(&of.case, of.kind, &of.clauses, form)).await
}

/// The last day of the contract, which is still to come.
async fn ends_later<P: Permission, M>(cx: &mut Ctx<P, M>, case: &Case) -> Result<time::Date> {
    let contract = contracts::db::find(cx.db(), case.breach.contract).await?.ok_or(AppError::NotFound)?;
    if contract.ends_on <= cx.today() {
        return Err(AppError::refused(BreachRefusal::AlreadyOver));
    }
    Ok(contract.ends_on)
}

pub async fn notify(mut cx: Act<WriteBreach>, Path(id): Path<BreachId>, Typed(mut form): Typed) -> Result {
    let of = load(&mut cx, id, form.value("kind")).await;
    if let Err(AppError::Refused(why)) = &of {
        return cx.refuse(refused(id), why).await;
    }
    let of = of?;
    let today = cx.today();
    let ends_on = match of.kind {
        ConsequenceKind::Termination => ends_later(&mut cx, &of.case).await?,
        ConsequenceKind::Guidance | ConsequenceKind::Publication | ConsequenceKind::Damages => today,
    };
    let Some(new) = notice::read(&mut form, of.kind, &of.clauses, (today, ends_on)) else {
        return cx.invalid(NoticeView::new(&of.case, of.kind, &of.clauses, form)).await;
    };
    let row = ConsequenceId(cx.new_id());
    let sealed = cx.seal(of.case.unit(), row.0, VERSION, &new.words)?;
    let begun =
        Begun { id: row, breach: id, kind: of.kind, clause: new.clause, told: Some((&new, &sealed, today)) };
    let entry = Entry { contract: of.case.breach.contract, by: cx.actor().account, now: cx.now() };
    if !consequences::begin(cx.write(), entry, &begun).await? {
        return Err(AppError::stale());
    }
    let event = event("breach.notify", id, &of.case).detail(serde_json::json!({ "kind": of.kind.code() }));
    let notice = "受託者に通知しました。受託者の画面に、弁明の期限とともに出ます。";
    cx.commit(event).await?.redirect_with(format!("/breaches/{id}"), notice)
}

fn event(action: &'static str, id: BreachId, case: &Case) -> Event {
    Event::new(action).about(id.0).under(case.breach.contract)
}

/// An attempt that a rule stopped.
fn refused(id: BreachId) -> Event {
    Event::new("breach.refused").about(id.0)
}

pub async fn dismissal(
    mut cx: View<WriteBreach>,
    Path(id): Path<BreachId>,
    Query(asked): Query<Asked>,
) -> Result {
    let of = load(&mut cx, id, &asked.kind).await?;
    let form = match proposed(&mut cx, &of).await? {
        Some(clause) => Form::empty().with("clause", clause.to_string()),
        None => Form::empty(),
    };
    cx.show(DismissalView::new(&of.case, of.kind, &of.clauses, form)).await
}

pub async fn dismiss(mut cx: Act<WriteBreach>, Path(id): Path<BreachId>, Typed(mut form): Typed) -> Result {
    let of = load(&mut cx, id, form.value("kind")).await?;
    let Some((clause, reason)) = notice::read_dismissal(&mut form, &of.clauses) else {
        return cx.invalid(DismissalView::new(&of.case, of.kind, &of.clauses, form)).await;
    };
    store_dismissal(&mut cx, &of, clause, reason).await?;
    duties::decided(&mut cx, &of.case, of.kind, None).await?;
    let event = event("breach.drop", id, &of.case).detail(serde_json::json!({ "kind": of.kind.code() }));
    let notice = format!("「{}」と決定しました。", of.kind.outcome_label(Outcome::Dropped));
    cx.commit(event).await?.redirect_with(format!("/breaches/{id}"), &notice)
}

async fn store_dismissal(
    cx: &mut Act<WriteBreach>,
    of: &Beginning,
    clause: ClauseId,
    reason: String,
) -> Result<()> {
    let (consequence, row) = (ConsequenceId(cx.new_id()), ConsequenceDecisionId(cx.new_id()));
    let begun = Begun { id: consequence, breach: of.case.id(), kind: of.kind, clause, told: None };
    let words = DecisionWords { reason, ..DecisionWords::default() };
    let sealed = cx.seal(of.case.unit(), row.0, VERSION, &words)?;
    let decision = Decision { outcome: Outcome::Dropped, from_on: None, until_on: None, amount: None, words };
    let entry = Entry { contract: of.case.breach.contract, by: cx.actor().account, now: cx.now() };
    let about = About { consequence, kind: of.kind };
    if consequences::begin(cx.write(), entry, &begun).await?
        && consequences::decide(cx.write(), (row, about), entry, (&decision, &sealed, None)).await?
    {
        Ok(())
    } else {
        Err(AppError::stale())
    }
}
