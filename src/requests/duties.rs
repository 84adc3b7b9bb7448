//! 義務との結び付き: what the ward asks opens the duty that a clause hangs on it, by the day the ward set; the answer that the ward
//! receives closes it.

use time::Date;

use super::kinds::RequestKind;
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Arisen, Named, Occasion},
    vocab::ids::{ContractId, WardRequestId},
};

/// What comes up with a request, and the rule of the library that its answer satisfies.
fn of_kind(kind: RequestKind) -> (Occasion, &'static str) {
    match kind {
        RequestKind::Report => (Occasion::Request, "status_report"),
        RequestKind::Papers => (Occasion::Survey, "performance_survey"),
        RequestKind::Witnessing => (Occasion::Witnessing, "witnessing"),
        RequestKind::UnfitStaff => (Occasion::StaffRequest, "staff_request"),
    }
}

/// What the engine is told of a request.
pub(crate) fn came_up(id: WardRequestId, kind: RequestKind, on: Date, due_on: Option<Date>) -> Arisen {
    let (occasion, _) = of_kind(kind);
    Arisen { occasion, on, key: id.to_string(), subject: String::new(), due_on }
}

fn named(contract: ContractId, id: WardRequestId, kind: RequestKind) -> Named<'static> {
    let occurrence = came_up(id, kind, Date::MIN, None).occurrence();
    Named { contract, rule: of_kind(kind).1.to_owned(), occurrence, owed_by: "contractor" }
}

pub async fn asked<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    (id, kind): (WardRequestId, RequestKind),
    due_on: Date,
) -> Result<()> {
    let of = came_up(id, kind, cx.today(), Some(due_on));
    obligations::arise(cx, contract, &of).await
}

pub async fn answered<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    (id, kind): (WardRequestId, RequestKind),
) -> Result<()> {
    let today = cx.today();
    obligations::hand_in(cx, &named(contract, id, kind), today).await
}

/// `answered_on`: when the answer came that the ward received; without it the answer went back.
pub async fn decided<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    (id, kind): (WardRequestId, RequestKind),
    answered_on: Option<Date>,
) -> Result<()> {
    let named = named(contract, id, kind);
    match answered_on {
        Some(on) => {
            obligations::settle(cx, &named, on, "回答を区が受理し、済みになりました。").await?;
            Ok(())
        }
        None => obligations::hand_back(cx, &named).await,
    }
}
