//! The list of a contractor's certificates, registering one, confirming it or not, and the list on paper.

use axum::extract::Path;
use time::{Date, Duration};

use super::{
    DecideCertificate, RegisterCertificate, ViewCertificates,
    db::{self, Certificate, NewCertificate},
    views::{FormView, KINDS, ListView, RefusalView, kind_label},
};
use crate::{
    audit::Event,
    contracts::{self, db::Contract, in_force},
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        typed::Typed,
    },
    vocab::{
        dates::wareki,
        ids::{CertificateId, ContractId},
    },
};

/// What can't be done under a contract that isn't in force.
const CLOSED: &str = "認証を登録できません";
const DECIDED: &str = "この認証は、すでに決定されています。";

async fn contract(db: &mut Reads, id: ContractId) -> Result<Contract> {
    contracts::db::find(db, id).await?.ok_or(AppError::NotFound)
}

pub async fn list(mut cx: View<ViewCertificates>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let lines = db::of_contract(cx.db(), id).await?;
    let (role, today) = (cx.actor().role, cx.today());
    cx.show(ListView::new(&contract, role, &lines, today)).await
}

pub async fn new(mut cx: View<RegisterCertificate>, Path(id): Path<ContractId>) -> Result {
    let contract = in_force(cx.db(), id, CLOSED).await?;
    cx.show(FormView::new(&contract, Form::empty())).await
}

pub async fn register(
    mut cx: Act<RegisterCertificate>,
    Path(id): Path<ContractId>,
    Typed(mut form): Typed,
) -> Result {
    let contract = in_force(cx.db(), id, CLOSED).await?;
    let Some(new) = read(&mut form, cx.today()) else {
        return cx.invalid(FormView::new(&contract, form)).await;
    };
    let certificate = CertificateId(cx.new_id());
    let by = (cx.actor().account, cx.now());
    db::insert(cx.write(), (certificate, id), &new, by).await?;
    let event = Event::new("certificate.register").about(certificate.0).under(id);
    cx.commit(event.detail(serde_json::json!({ "kind": new.kind })))
        .await?
        .redirect_with(format!("/contracts/{id}/certificates"), "認証を登録しました。")
}

/// Years for which a certificate may run at most; any is renewed sooner.
const LONGEST_YEARS: i64 = 10;

fn read(form: &mut Form, today: Date) -> Option<NewCertificate> {
    let kind = form.choice("kind", "種類", &KINDS.map(|(code, _)| code));
    let name = form.required("name", "認証の名称", 80);
    let number = form.required("number", "登録番号", 60);
    let from = form.date("valid_from", "有効期間の初日");
    let to = form.date("valid_to", "有効期限");
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        form.refuse("valid_to", "初日以後の日を入力してください。");
    } else if to.is_some_and(|to| to < today) {
        form.refuse("valid_to", "有効期限が過ぎています。更新した後の認証を登録してください。");
    } else if from.zip(to).is_some_and(|(from, to)| to - from > Duration::days(LONGEST_YEARS * 366)) {
        form.refuse("valid_from", format!("有効期限までの{LONGEST_YEARS}年以内の日を入力してください。"));
    }
    if form.has_problems() {
        return None;
    }
    Some(NewCertificate { kind: kind?, name: name?, number: number?, valid_from: from?, valid_to: to? })
}

async fn undecided(reads: &mut Reads, id: CertificateId) -> Result<(Certificate, bool)> {
    let found = db::find(reads, id).await?.ok_or(AppError::NotFound)?;
    let is_open = found.state == "registered";
    Ok((found, is_open))
}

pub async fn confirm(mut cx: Act<DecideCertificate>, Path(id): Path<CertificateId>, _: Typed) -> Result {
    let (found, is_open) = undecided(cx.db(), id).await?;
    if !is_open {
        return cx.refuse(Event::new("certificate.refused").about(id.0).under(found.contract), DECIDED).await;
    }
    let by = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), id, ("confirmed", ""), by).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("certificate.confirm").about(id.0).under(found.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{}/certificates", found.contract), "認証を確認しました。")
}

pub async fn refusal(mut cx: View<DecideCertificate>, Path(id): Path<CertificateId>) -> Result {
    let (found, is_open) = undecided(cx.db(), id).await?;
    if !is_open {
        return Err(AppError::refused(DECIDED));
    }
    cx.show(RefusalView::new(&found, Form::empty())).await
}

pub async fn decline(
    mut cx: Act<DecideCertificate>,
    Path(id): Path<CertificateId>,
    Typed(mut form): Typed,
) -> Result {
    let (found, is_open) = undecided(cx.db(), id).await?;
    if !is_open {
        return cx.refuse(Event::new("certificate.refused").about(id.0).under(found.contract), DECIDED).await;
    }
    let Some(reason) = form.required_lines("reason", "確認できない理由", 500) else {
        return cx.invalid(RefusalView::new(&found, form)).await;
    };
    let by = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), id, ("declined", &reason), by).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("certificate.decline").about(id.0).under(found.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{}/certificates", found.contract), "確認できないと伝えました。")
}

/// All of a contract as PDF.
pub async fn paper(mut cx: View<ViewCertificates>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let lines = db::of_contract(cx.db(), id).await?;
    let (issue, today) = (Issue::new(&cx, Whom::Nobody, "受託者の認証の一覧", &contract.title), cx.today());
    let row = |one: &Certificate| {
        let term = format!("{}〜{}", wareki(one.valid_from), wareki(one.valid_to));
        let state = super::expiry::chip(&one.state, one.valid_to, today).text;
        vec![kind_label(&one.kind).to_owned(), one.name.clone(), one.number.clone(), term, state]
    };
    let columns = [("種類", 4), ("名称", 5), ("登録番号", 4), ("有効期間", 6), ("状態", 3)];
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", contract.number, contract.title)),
            Fact::new("受託者", &contract.contractor_name),
        ],
        parts: vec![Part::table("認証", &columns, lines.iter().map(row).collect())],
    };
    let event = Event::new("certificate.print").about(id.0).under(id);
    issue.pdf(cx, event, paper).await
}
