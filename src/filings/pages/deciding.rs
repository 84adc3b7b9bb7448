//! What the receiving side does with a paper: 受理, 承認, or 差戻し with its reason.

use axum::extract::Path;

use crate::{
    audit::Event,
    filings::{
        DecideFiling,
        db::{self, DECIDED, Decided, FiledPaper, Remark},
        states::{FilingAct, FilingRefusal, FilingState, decision_of},
        views::ReturnView,
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    obligations::{self, Named},
    sealing::Unit,
    vocab::{dates::jst_date, ids::FilingId, side::Side},
};

/// Characters of a reason.
const LONGEST: usize = 1_000;

pub async fn receive(mut cx: Act<DecideFiling>, Path(id): Path<FilingId>, _: Typed) -> Result {
    let (paper, state) = match load(&mut cx, id, FilingAct::Receive).await? {
        Ok(loaded) => loaded,
        Err((event, refusal)) => return cx.refuse(event, refusal).await,
    };
    settle(&mut cx, &paper, state, None).await?;
    let event = Event::new("filing.receive").about(id.0).under(paper.contract);
    cx.commit(event).await?.redirect_with(format!("/filings/{id}"), "受理しました。")
}

pub async fn approve(mut cx: Act<DecideFiling>, Path(id): Path<FilingId>, _: Typed) -> Result {
    let (paper, state) = match load(&mut cx, id, FilingAct::Approve).await? {
        Ok(loaded) => loaded,
        Err((event, refusal)) => return cx.refuse(event, refusal).await,
    };
    settle(&mut cx, &paper, state, None).await?;
    let event = Event::new("filing.approve").about(id.0).under(paper.contract);
    cx.commit(event).await?.redirect_with(format!("/filings/{id}"), "承認しました。")
}

pub async fn return_form(mut cx: View<DecideFiling>, Path(id): Path<FilingId>) -> Result {
    let (paper, _) =
        load(&mut cx, id, FilingAct::Return).await?.map_err(|(_, refusal)| AppError::refused(refusal))?;
    cx.show(ReturnView::new(&paper, Form::empty())).await
}

pub async fn give_back(
    mut cx: Act<DecideFiling>,
    Path(id): Path<FilingId>,
    Typed(mut form): Typed,
) -> Result {
    let (paper, state) = match load(&mut cx, id, FilingAct::Return).await? {
        Ok(loaded) => loaded,
        Err((event, refusal)) => return cx.refuse(event, refusal).await,
    };
    let Some(reason) = form.required_lines("reason", "差し戻す理由", LONGEST) else {
        return cx.invalid(ReturnView::new(&paper, form)).await;
    };
    let remark = cx.seal(Unit::Unit(paper.contract.0), id.0, DECIDED, &Remark(reason))?;
    settle(&mut cx, &paper, state, Some(&remark)).await?;
    let event = Event::new("filing.return").about(id.0).under(paper.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/filings/{id}"), "差し戻しました。出した側の画面に理由が出ます。")
}

/// The paper and what it becomes; or, when its state or its side doesn't allow the act, why not, as the audit stream knows it.
type Decidable = std::result::Result<(FiledPaper, FilingState), (Event, FilingRefusal)>;

async fn load<M>(cx: &mut Ctx<DecideFiling, M>, id: FilingId, act: FilingAct) -> Result<Decidable> {
    let paper = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let read = FilingState::from_code(&paper.state).zip(decision_of(&paper.decision));
    let (state, decision) = read.ok_or_else(|| AppError::bug("unknown state of a filing"))?;
    let side = Side::from_code(&paper.side).ok_or_else(|| AppError::bug("unknown side of a filing"))?;
    let next = state.next(decision, act, (side, cx.actor().role.side()));
    let denied = Event::new("filing.refused").about(id.0).under(paper.contract);
    Ok(next.map_err(|refusal| (denied, refusal)).map(|state| (paper, state)))
}

async fn settle<P: Permission>(
    cx: &mut Act<P>,
    paper: &FiledPaper,
    state: FilingState,
    remark: Option<&[u8]>,
) -> Result<()> {
    let (by, now) = (cx.actor().account, cx.now());
    let decided = Decided { state: state.code(), by, now, remark };
    if !db::decide(cx.write(), paper.id, &decided).await? {
        return Err(AppError::stale());
    }
    let named = Named::of_paper(paper.contract, &paper.code, &paper.occurrence, &paper.side);
    if state == FilingState::Returned {
        return obligations::hand_back(cx, &named).await;
    }
    let on = jst_date(paper.filed_at);
    obligations::settle(cx, &named, on, obligations::DONE_BY_PAPER).await?;
    Ok(())
}
