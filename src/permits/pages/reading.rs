//! 読む: what the clauses allow, the permits of a contract, one of them, and its paper.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Opened, open};
use crate::{
    audit::Event,
    contracts,
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
        parts::{Pager, UNREAD},
    },
    obligations,
    permits::{
        PrintPermit, ViewPermits, db,
        states::PermitState,
        views::{ListView, ShowView},
    },
    vocab::{
        dates::{jst_stamp, wareki},
        ids::{ContractId, PermitId},
    },
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<u64>,
}

pub async fn of_contract(
    mut cx: View<ViewPermits>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (page, today) = (asked.page.unwrap_or(1).clamp(1, 100_000), cx.today());
    let terms = obligations::terms(cx.db(), id).await?;
    let total = db::count(cx.db(), id).await?.unsigned_abs();
    let permits = db::list(cx.db(), id, PAGE.cast_signed(), ((page - 1) * PAGE).cast_signed()).await?;
    let pager = Pager::new(total, page, PAGE, &format!("/contracts/{id}/permits?"));
    let view = ListView::new(&contract, cx.actor(), &terms, (&permits, today), pager)?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewPermits>, Path(id): Path<PermitId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let reader = (cx.actor().role, cx.today());
    cx.show(ShowView::new(&opened, reader)).await
}

/// The permit as PDF: what was applied for, and what the ward decided.
pub async fn paper(mut cx: View<PrintPermit>, Path(id): Path<PermitId>) -> Result {
    let opened = open(&mut cx, id).await?;
    if !opened.is_whole() {
        return Err(AppError::Forbidden(UNREAD.into()));
    }
    let label = opened.kind.label();
    let title = match opened.state {
        PermitState::Applied | PermitState::Returned | PermitState::Withdrawn => format!("{label}の申請書"),
        PermitState::Approved | PermitState::Ended | PermitState::Revoked => format!("{label}の承諾書"),
        PermitState::Refused => format!("{label}の不承諾通知書"),
    };
    let issue = Issue::new(&cx, Whom::Unread, title, &opened.permit.contract_title);
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", opened.permit.contract_number, opened.permit.contract_title)),
            Fact::new("受託者", &opened.permit.contractor),
            Fact::new("区", &opened.permit.ward),
        ],
        parts: parts(&opened),
    };
    let event = Event::new("permit.print").about(id.0).under(opened.permit.contract);
    issue.pdf(cx, event, paper).await
}

fn parts(opened: &Opened) -> Vec<Part> {
    let permit = &opened.permit;
    let mut asked = vec![
        Fact::new("申請した日時", jst_stamp(permit.applied_at)),
        Fact::new("期間", format!("{}〜{}", wareki(permit.starts_on), wareki(permit.ends_on))),
    ];
    if opened.kind.covers_files() {
        asked.push(Fact::new("Kayoiの印刷・出力", if permit.covers_files { "含む" } else { "含まない" }));
    }
    let said = |name: &str| opened.said.as_ref().and_then(|said| said.0.get(name).cloned());
    asked.extend(
        opened.kind.fields().iter().map(|field| Fact { label: field.label.into(), value: said(field.name) }),
    );
    let mut parts = vec![Part::facts("申請の内容", asked)];
    if let Some(at) = permit.decided_at {
        let mut decided = vec![
            Fact::new("決定した日時", jst_stamp(at)),
            Fact { label: "決定した人".into(), value: permit.decided_by.clone() },
            Fact { label: "条件・理由".into(), value: opened.decision.clone() },
        ];
        if let Some((suspension, gangs)) = permit.suspension_checked_on.zip(permit.gangs_checked_on) {
            decided.push(Fact::new("指名停止を確かめた日", wareki(suspension)));
            decided.push(Fact::new("暴力団排除を確かめた日", wareki(gangs)));
        }
        parts.push(Part::facts("区の決定", decided));
    }
    if let Some(at) = permit.ended_at {
        let ended =
            vec![Fact::new("日時", jst_stamp(at)), Fact { label: "内容".into(), value: opened.ending() }];
        parts.push(Part::facts("終了", ended));
    }
    parts
}
