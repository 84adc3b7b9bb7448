//! 条項が求めること: every clause of a set with what is proposed and what was confirmed, one clause to change, all proposals taken
//! at once, and a changed copy of a set that signed contracts carry.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{
        self,
        clauses::SplitClause,
        db::clause_sets::{self, ClauseSet, NewSet},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    obligations::{
        BindClauses, ViewClauseSets,
        binding::Binding,
        db::bindings::{self, Confirmed, New},
        proposal::propose,
        setting_form, views,
    },
    vocab::ids::{ClauseSetId, ContractId},
};

async fn load<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: ClauseSetId,
) -> Result<(ClauseSet, Vec<SplitClause>, Vec<Confirmed>)> {
    let set = clause_sets::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let clauses = clause_sets::clauses(cx.db(), id).await?;
    let confirmed = bindings::of_set(cx.db(), id).await?;
    Ok((set, clauses, confirmed))
}

pub async fn show(mut cx: View<ViewClauseSets>, Path(id): Path<ClauseSetId>) -> Result {
    let (set, clauses, confirmed) = load(&mut cx, id).await?;
    let carriers = clause_sets::carriers(cx.db(), id).await?;
    let may_bind = BindClauses::allows(cx.actor().role);
    cx.show(views::ClauseSetView::new(&set, &clauses, &confirmed, &carriers, may_bind)).await
}

/// Takes every proposal of clauses that nobody has confirmed; those without one stay open.
pub async fn confirm(mut cx: Act<BindClauses>, Path(id): Path<ClauseSetId>, Typed(_): Typed) -> Result {
    let set = clause_sets::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    may_change(&set)?;
    let (taken, open) = take_proposals(&mut cx, id).await?;
    let event = Event::new("clause.confirm")
        .about(id.0)
        .detail(serde_json::json!({ "clauses": taken, "open": open }));
    cx.commit(event).await?.redirect_with(format!("/clause-sets/{id}"), &said(taken, open))
}

/// The same for every text of a draft, from the page of its signature.
pub async fn confirm_all(mut cx: Act<BindClauses>, Path(id): Path<ContractId>, Typed(_): Typed) -> Result {
    contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let mut total = (0, 0);
    for text in clause_sets::texts(cx.db(), id).await? {
        let set = clause_sets::find(cx.db(), text.set).await?.ok_or(AppError::NotFound)?;
        if set.is_signed {
            continue;
        }
        let (taken, open) = take_proposals(&mut cx, text.set).await?;
        total = (total.0 + taken, total.1 + open);
    }
    let detail = serde_json::json!({ "clauses": total.0, "open": total.1 });
    let event = Event::new("clause.confirm").about(id.0).under(id).detail(detail);
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/clauses"), &said(total.0, total.1))
}

fn said(taken: usize, open: usize) -> String {
    if open == 0 {
        format!("{taken}条を提案どおりに確かめました。")
    } else {
        format!("{taken}条を提案どおりに確かめました。提案のない{open}条は、条文を読んで選んでください。")
    }
}

async fn take_proposals(cx: &mut Act<BindClauses>, set: ClauseSetId) -> Result<(usize, usize)> {
    let clauses = clause_sets::clauses(cx.db(), set).await?;
    let confirmed = bindings::of_set(cx.db(), set).await?;
    let is_new =
        |clause: &&SplitClause| confirmed.iter().all(|known| known.number != i32::from(clause.number));
    let (mut taken, mut open) = (0, 0);
    let (now, by) = (cx.now(), cx.actor().account);
    for clause in clauses.iter().filter(is_new) {
        let Some(binding) = Binding::of_proposal(&propose(clause)) else {
            open += 1;
            continue;
        };
        let new = New { set, number: clause.number, after: 0, binding: &binding, as_proposed: true, now, by };
        if !bindings::insert(cx.write(), &new).await? {
            return Err(AppError::stale());
        }
        taken += 1;
    }
    Ok((taken, open))
}

fn may_change(set: &ClauseSet) -> Result<()> {
    if set.is_signed {
        return Err(AppError::refused(
            "この文書は締結した契約が持っているため、変えられません。変えるときは、次の版を作ってください。",
        ));
    }
    Ok(())
}

/// A clause of a set with what holds for it.
async fn one<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    set: ClauseSetId,
    number: u16,
) -> Result<(ClauseSet, SplitClause, Vec<Confirmed>)> {
    let (set, clauses, _) = load(cx, set).await?;
    let clause = clauses.into_iter().find(|clause| clause.number == number).ok_or(AppError::NotFound)?;
    let history = bindings::history(cx.db(), set.id, number).await?;
    Ok((set, clause, history))
}

pub async fn clause(mut cx: View<BindClauses>, Path((id, number)): Path<(ClauseSetId, u16)>) -> Result {
    let (set, clause, history) = one(&mut cx, id, number).await?;
    may_change(&set)?;
    let proposal = propose(&clause);
    let shown = history.first().map(Confirmed::binding).or_else(|| Binding::of_proposal(&proposal));
    let version = history.first().map_or(0, |known| known.version);
    let form = setting_form::filled(&shown.unwrap_or_default()).with("version", version.to_string());
    cx.show(views::ClauseForm::new(&set, &clause, &proposal, &history, form)).await
}

pub async fn confirm_clause(
    mut cx: Act<BindClauses>,
    Path((id, number)): Path<(ClauseSetId, u16)>,
    Typed(mut form): Typed,
) -> Result {
    let (set, clause, history) = one(&mut cx, id, number).await?;
    may_change(&set)?;
    let proposal = propose(&clause);
    let Some(binding) = setting_form::read(&mut form) else {
        return cx.invalid(views::ClauseForm::new(&set, &clause, &proposal, &history, form)).await;
    };
    let as_proposed = Binding::of_proposal(&proposal).is_some_and(|proposed| proposed == binding);
    let after = form.value("version").parse().unwrap_or(-1);
    let (now, by) = (cx.now(), cx.actor().account);
    let new = New { set: id, number, after, binding: &binding, as_proposed, now, by };
    if after < 0 || !bindings::insert(cx.write(), &new).await? {
        return Err(AppError::stale());
    }
    let detail = serde_json::json!({ "number": number, "clauses": 1 });
    let event = Event::new("clause.confirm").about(id.0).detail(detail);
    let to = format!("/clause-sets/{id}#clause-{number}");
    cx.commit(event).await?.redirect_with(to, &format!("{}を確かめました。", clause.label))
}

/// A copy of a set that is only read, to be changed and then applied to contracts.
pub async fn copy(mut cx: Act<BindClauses>, Path(id): Path<ClauseSetId>, Typed(_): Typed) -> Result {
    let (set, clauses, confirmed) = load(&mut cx, id).await?;
    let (next, now, by) = (ClauseSetId(cx.new_id()), cx.now(), cx.actor().account);
    let new = NewSet {
        id: next,
        name: &set.name,
        kind: &set.kind,
        version: set.version + 1,
        follows: Some(id),
        now,
    };
    clause_sets::insert(cx.write(), &new).await?;
    for clause in &clauses {
        let clause_id = cx.new_id();
        clause_sets::insert_clause(cx.write(), next, clause_id, clause).await?;
    }
    for known in &confirmed {
        let number = u16::try_from(known.number).map_err(AppError::bug)?;
        let binding = known.binding();
        let copied =
            New { set: next, number, after: 0, binding: &binding, as_proposed: known.as_proposed, now, by };
        bindings::insert(cx.write(), &copied).await?;
    }
    let detail = serde_json::json!({ "set": next, "clauses": clauses.len() });
    let event = Event::new("clause.copy").about(id.0).detail(detail);
    cx.commit(event).await?.redirect_with(
        format!("/clause-sets/{next}"),
        &format!("第{}版を作りました。条項の結び付けを変えてから、契約に当てはめます。", set.version + 1),
    )
}
