//! 決定する: whether what was told comes about. A termination ends the contract.

use axum::extract::Path;

use crate::{
    audit::Event,
    breaches::{
        WriteBreach,
        case::{Case, Opened},
        db::{Entry, consequences},
        duties,
        forms::decision::{self, Decided, Decision},
        kinds::{ConsequenceKind, Outcome},
        states::{BreachRefusal, Standing},
        views::DecideView,
        words::VERSION,
    },
    contracts::{self, db::Contract},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    vocab::ids::{ConsequenceDecisionId, ConsequenceId},
};

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ConsequenceId) -> Result<(Case, Contract)> {
    let case = Case::about(cx, id).await?;
    let contract = contracts::db::find(cx.db(), case.breach.contract).await?.ok_or(AppError::NotFound)?;
    Ok((case, contract))
}

fn decided<P: Permission, M>(cx: &Ctx<P, M>, of: &Opened, contract: &Contract) -> Decided {
    let (starts_on, ends_on) = (contract.starts_on, contract.ends_on);
    Decided { kind: of.kind, standing: of.standing, starts_on, ends_on, today: cx.today() }
}

/// Whether the reader may decide so.
fn check<P: Permission, M>(
    cx: &Ctx<P, M>,
    of: &Opened,
    (read, outcome): (Decided, Outcome),
) -> std::result::Result<(), BreachRefusal> {
    let people = (of.row.made_by, cx.actor().account);
    of.standing.decide((of.kind, outcome), people, read.ends_on < read.today)
}

/// What the reader may decide: who told it may only let it be where it takes two.
fn offered<P: Permission, M>(cx: &Ctx<P, M>, of: &Opened, read: Decided) -> Vec<Outcome> {
    Outcome::ALL.into_iter().filter(|outcome| check(cx, of, (read, *outcome)).is_ok()).collect()
}

pub async fn new(mut cx: View<WriteBreach>, Path(id): Path<ConsequenceId>) -> Result {
    let (case, contract) = load(&mut cx, id).await?;
    let of = case.consequence(id)?;
    if matches!(of.standing, Standing::Decided(_)) {
        return Err(AppError::refused(BreachRefusal::Decided));
    }
    let read = decided(&cx, of, &contract);
    let offered = offered(&cx, of, read);
    let view = DecideView::new(&case, of, &offered, Form::empty());
    cx.show(view).await
}

pub async fn decide(
    mut cx: Act<WriteBreach>,
    Path(id): Path<ConsequenceId>,
    Typed(mut form): Typed,
) -> Result {
    let (case, contract) = load(&mut cx, id).await?;
    let of = case.consequence(id)?;
    let read = decided(&cx, of, &contract);
    let outcome = Outcome::from_code(form.value("outcome")).unwrap_or(Outcome::Dropped);
    if let Err(why) = check(&cx, of, (read, outcome)) {
        let event = Event::new("breach.refused").about(id.0).under(contract.id);
        return cx.refuse(event, why).await;
    }
    let Some(decision) = decision::read(&mut form, read) else {
        let offered = offered(&cx, of, read);
        return cx.invalid(DecideView::new(&case, of, &offered, form)).await;
    };
    store(&mut cx, (&case, of), &contract, &decision).await?;
    let event = Event::new("breach.decide").about(id.0).under(contract.id);
    let detail = serde_json::json!({ "kind": of.kind.code(), "state": decision.outcome.code() });
    let notice = format!("「{}」と決定しました。", of.kind.outcome_label(decision.outcome));
    cx.commit(event.detail(detail)).await?.redirect_with(format!("/breaches/{}", case.id()), &notice)
}

async fn store(
    cx: &mut Act<WriteBreach>,
    (case, of): (&Case, &Opened),
    contract: &Contract,
    decision: &Decision,
) -> Result<()> {
    let row = ConsequenceDecisionId(cx.new_id());
    let sealed = cx.seal(case.unit(), row.0, VERSION, &decision.words)?;
    let entry = Entry { contract: contract.id, by: cx.actor().account, now: cx.now() };
    let last = decision.from_on.filter(|_| of.kind == ConsequenceKind::Termination);
    let made = (decision, sealed.as_slice(), last.map(|_| contract.ends_on));
    if !consequences::decide(cx.write(), (row, of.about()), entry, made).await? {
        return Err(AppError::stale());
    }
    let pay_by = decision.until_on.filter(|_| of.kind == ConsequenceKind::Damages);
    duties::decided(cx, case, of.kind, pay_by).await?;
    match last {
        Some(last) => contracts::terminate(cx, contract, last).await,
        None => Ok(()),
    }
}
