//! 読む: the sheets of a contract with their versions, one of them, and its paper.

use axum::extract::Path;

use super::{Opened, open};
use crate::{
    audit::Event,
    contracts,
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    obligations,
    surveys::{
        ViewSurveys, db,
        sheets::{Ask, choice_label},
        views::{ListView, ShowView},
    },
    vocab::{
        dates::jst_stamp,
        ids::{ContractId, SurveyId},
    },
};

pub async fn of_contract(mut cx: View<ViewSurveys>, Path(id): Path<ContractId>) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let versions = db::of_contract(cx.db(), id).await?;
    let terms = obligations::terms(cx.db(), id).await?;
    let view = ListView::new(&contract, cx.actor(), &versions, &terms)?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewSurveys>, Path(id): Path<SurveyId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let role = cx.actor().role;
    cx.show(ShowView::new(&opened, role)).await
}

/// One version as PDF.
pub async fn paper(mut cx: View<ViewSurveys>, Path(id): Path<SurveyId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let survey = &opened.survey;
    let subject = format!("{}　第{}版", survey.contract_title, survey.number);
    let issue = Issue::new(&cx, Whom::Unread, &opened.sheet.title, subject);
    let accepted = survey.decided_at.filter(|_| matches!(survey.state.as_str(), "accepted" | "replaced"));
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", survey.contract_number, survey.contract_title)),
            Fact::new("受託者", &survey.contractor),
            Fact::new("答えた側", opened.sheet.owed_by.label()),
            Fact { label: "提出した日時".into(), value: survey.submitted_at.map(jst_stamp) },
            Fact { label: "受け取った日時".into(), value: accepted.map(jst_stamp) },
        ],
        parts: vec![answers(&opened)],
    };
    let event = Event::new("survey.print").about(id.0).under(opened.survey.contract);
    issue.pdf(cx, event, paper).await
}

fn answers(opened: &Opened) -> Part {
    let rows = opened.sheet.questions.iter().map(|question| {
        let answer = opened.answers.0.get(&question.code).cloned().unwrap_or_default();
        match question.ask {
            Ask::YesNo | Ask::Kept => {
                vec![question.label.clone(), choice_label(&answer.choice).to_owned(), answer.words]
            }
            Ask::Words => vec![question.label.clone(), answer.words],
        }
    });
    let is_plan = opened.sheet.questions.iter().all(|question| question.ask == Ask::Words);
    if is_plan {
        Part::table("措置", &[("項目", 2), ("内容", 3)], rows.collect())
    } else {
        Part::table("回答", &[("項目", 6), ("回答", 2), ("説明", 6)], rows.collect())
    }
}
