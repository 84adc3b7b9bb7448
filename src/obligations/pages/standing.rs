//! 現況: one page that answers whether a contract is in order, and the same on paper with every clause.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{
        self,
        clauses::SplitClause,
        db::{
            Contract,
            clause_sets::{self, Text},
        },
        open::{self, DUTY, Open},
    },
    documents::Issue,
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    obligations::{
        PrintStanding, ViewObligations,
        db::{self, Obligation, bindings::Confirmed},
        enforced::GateState,
        keeping::gates,
        views,
    },
    vocab::ids::ContractId,
};

/// Most obligations of one contract that are looked at.
const MOST: i64 = 2_000;

/// Everything the question follows from.
pub struct Standing {
    pub contract: Contract,
    pub texts: Vec<(Text, Vec<SplitClause>, Vec<Confirmed>)>,
    pub obligations: Vec<Obligation>,
    /// What else keeps the contract open.
    pub matters: Vec<Open>,
    pub gates: Vec<GateState>,
    pub today: time::Date,
}

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Standing> {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let mut texts = Vec::new();
    for text in clause_sets::texts(cx.db(), id).await? {
        let clauses = clause_sets::clauses(cx.db(), text.set).await?;
        let confirmed = db::bindings::of_set(cx.db(), text.set).await?;
        texts.push((text, clauses, confirmed));
    }
    let today = cx.today();
    let wanted = db::Wanted { contract: Some(id), state: "", owed_by: "", today, page: 1, size: MOST };
    let obligations = db::list(cx.db(), &wanted).await?;
    let now = cx.now();
    let open = open::under(cx.db(), id, today).await?;
    let gates = gates(cx.db(), &contract, &open, now).await?;
    let matters = open.into_iter().filter(|one| one.matter.code != DUTY).collect();
    Ok(Standing { contract, texts, obligations, matters, gates, today })
}

pub async fn show(mut cx: View<ViewObligations>, Path(id): Path<ContractId>) -> Result {
    let standing = load(&mut cx, id).await?;
    let view = views::StandingView::new(&standing, cx.actor())?;
    cx.show(view).await
}

pub async fn pdf(mut cx: View<PrintStanding>, Path(id): Path<ContractId>) -> Result {
    let standing = load(&mut cx, id).await?;
    let subject = format!("{}　{}", standing.contract.number, standing.contract.title);
    let issue = Issue::new(&cx, Whom::Nobody, "契約の現況", subject)
        .filed_as(&standing.contract.number)
        .without_handling();
    let paper = views::standing_paper(&standing, issue.masthead(&cx));
    let event = Event::new("obligation.print").about(id.0).under(id);
    issue.pdf(cx, event, paper).await
}
