//! 義務との結び付き: a breach that is written down opens what the clauses make of it, and each decision closes its own part. Damages
//! that are asked for are owed by the day the ward set, until they are paid.

use time::Date;

use super::{
    case::Case,
    kinds::{BreachKind, ConsequenceKind},
};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Arisen, Named, Occasion},
    vocab::ids::{BreachId, ContractId},
};

/// What the engine is told of a breach; a damage is told of when it is to be paid.
pub(crate) fn came_up(id: BreachId, noticed_on: Date) -> Arisen {
    Arisen {
        occasion: Occasion::Breach,
        on: noticed_on,
        key: id.to_string(),
        subject: String::new(),
        due_on: None,
    }
}

/// The same of damages that are asked for.
pub(crate) fn owed(id: BreachId, happened_on: Date, pay_by: Date) -> Arisen {
    let of = came_up(id, happened_on);
    Arisen { occasion: Occasion::Damage, due_on: Some(pay_by), ..of }
}

pub async fn noticed<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    (id, kind): (BreachId, BreachKind),
    noticed_on: Date,
) -> Result<()> {
    match kind {
        BreachKind::Breach => obligations::arise(cx, contract, &came_up(id, noticed_on)).await,
        BreachKind::Damage => Ok(()),
    }
}

/// `pay_by`: of damages that are asked for.
pub async fn decided<P: Permission>(
    cx: &mut Act<P>,
    case: &Case,
    kind: ConsequenceKind,
    pay_by: Option<Date>,
) -> Result<()> {
    let (id, contract, today) = (case.id(), case.breach.contract, cx.today());
    if let Some(pay_by) = pay_by {
        return obligations::arise(cx, contract, &owed(id, case.breach.happened_on, pay_by)).await;
    }
    let occurrence = came_up(id, today).occurrence();
    let named = Named::of_rule(contract, kind.code(), &occurrence, "ward");
    obligations::settle(cx, &named, today, "区の決定により済みになりました。").await?;
    Ok(())
}

/// The last yen is there.
pub async fn paid<P: Permission>(cx: &mut Act<P>, case: &Case, on: Date) -> Result<()> {
    let occurrence = owed(case.id(), on, on).occurrence();
    let named =
        Named::of_rule(case.breach.contract, ConsequenceKind::Damages.code(), &occurrence, "contractor");
    obligations::settle(cx, &named, on, "賠償金の全額が支払われ、済みになりました。").await?;
    Ok(())
}
