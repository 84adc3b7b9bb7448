//! 印刷: one paper as PDF, with what it says, its file's mark and what the other side decided.

use axum::extract::Path;

use super::reading::open;
use crate::{
    audit::Event,
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    filings::{
        PrintFiling,
        db::{self, FiledPaper},
        views::{Opened, facts, history},
    },
    kit::{ctx::View, error::Result, handing_out::Whom, parts::Row},
    vocab::{ids::FilingId, sizes::size_words},
};

pub async fn paper(mut cx: View<PrintFiling>, Path(id): Path<FilingId>) -> Result {
    let Some(paper) = db::find(cx.db(), id).await? else { return cx.missing(id.0).await };
    let opened = open(&mut cx, &paper).await?.filter(|opened| opened.content.is_some());
    let opened = opened.ok_or_else(super::reading::unopened)?;
    let issue = Issue::new(&cx, Whom::Unread, &paper.title, &paper.contract_number);
    let contract = format!("{}　{}", paper.contract_number, paper.contract_title);
    let mut head = vec![Fact::new("契約", contract)];
    head.extend(facts(&paper).into_iter().map(fact));
    let form = FormPaper { masthead: issue.masthead(&cx), facts: head, parts: parts(&paper, opened) };
    let event = Event::new("filing.print").about(id.0).under(paper.contract).unread();
    issue.pdf(cx, event, form).await
}

fn fact(row: Row) -> Fact {
    Fact::new(row.label, row.value)
}

fn parts(paper: &FiledPaper, opened: Opened) -> Vec<Part> {
    let content = opened.content.unwrap_or_default();
    let said = content.said.into_iter().map(|said| Fact::new(said.label, said.value)).collect();
    let mut parts = vec![Part::facts("内容", said)];
    if !content.words.is_empty() {
        parts.push(Part::words("補足", &content.words));
    }
    if let Some((name, (kind, size, sha256))) = content.file_name.zip(opened.file) {
        let mark = sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let file = vec![
            Fact::new("ファイル", format!("{name}（{}、{}）", kind.label(), size_words(i64::from(size)))),
            Fact::new("SHA-256", mark),
        ];
        parts.push(Part::facts("添付", file));
    }
    let mut steps: Vec<Fact> = history(paper).into_iter().map(fact).collect();
    steps.extend(opened.remark.map(|remark| Fact::new("差し戻した理由", remark)));
    parts.push(Part::facts("提出と決定", steps));
    parts.retain(|part| part.words.is_some() || !part.facts.is_empty());
    parts
}
