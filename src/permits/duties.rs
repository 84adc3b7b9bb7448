//! 義務との結び付き: an application comes up under its contract and lies with the ward; the decision closes what it had opened.

use time::Date;

use super::{kinds::Kind, pages::Opened, states::PermitState};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Arisen, Named},
    vocab::{
        dates::jst_date,
        ids::{ContractId, PermitId},
    },
};

const CONTRACTOR: &str = "contractor";

fn came_up(kind: Kind, permit: PermitId, starts_on: Date) -> Arisen {
    let (occasion, subject) = (kind.occasion(), kind.label().to_owned());
    Arisen { occasion, on: starts_on, key: permit.to_string(), subject, due_on: None }
}

/// What is applied for came up, and the duty to apply for it lies with the ward.
pub async fn hand_in<P: Permission>(
    cx: &mut Act<P>,
    (contract, permit): (ContractId, PermitId),
    kind: Kind,
    starts_on: Date,
) -> Result<()> {
    let came_up = came_up(kind, permit, starts_on);
    obligations::arise(cx, contract, &came_up).await?;
    let (occurrence, today) = (came_up.occurrence(), cx.today());
    for rule in kind.rules() {
        obligations::hand_in(cx, &Named::of_rule(contract, rule, &occurrence, CONTRACTOR), today).await?;
    }
    Ok(())
}

/// The duty to apply is done, whatever came of it; what was not allowed asks for no record afterwards either.
pub async fn settle<P: Permission>(cx: &mut Act<P>, opened: &Opened, to: PermitState) -> Result<()> {
    let (permit, kind) = (&opened.permit, opened.kind);
    let occurrence = came_up(kind, permit.id, permit.starts_on).occurrence();
    let on = jst_date(permit.applied_at);
    let afterwards = if to == PermitState::Approved { &[] } else { kind.afterwards() };
    for rule in kind.rules().iter().chain(afterwards) {
        let named = Named::of_rule(permit.contract, rule, &occurrence, CONTRACTOR);
        obligations::settle(cx, &named, on, note(to)).await?;
    }
    Ok(())
}

fn note(to: PermitState) -> &'static str {
    match to {
        PermitState::Approved => "区が承諾しました。",
        PermitState::Refused => "区が承諾しないと決めました。",
        PermitState::Returned => "区が申請を差し戻しました。申請し直すと、新しい義務になります。",
        PermitState::Withdrawn => "受託者が申請を取り下げました。",
        PermitState::Applied | PermitState::Ended | PermitState::Revoked => "許可の画面で済みになりました。",
    }
}
