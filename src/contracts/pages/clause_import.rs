//! 文書の取込み: a 特記事項 or the body of a 仕様書, pasted or uploaded, split, and shown for correction. Nothing is stored before
//! the person has seen it.

use axum::extract::Path;

use super::draft_contract;
use crate::{
    audit::Event,
    contracts::{
        DraftContract,
        clauses::{self, ClauseSplit, MAX_BYTES, MOST_CLAUSES, PaperPart, SplitProblem},
        db::{self, Contract},
        forms, paper, views,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::{Choice, Form},
        typed::{Typed, Uploaded},
    },
    vocab::ids::{ClauseSetId, ContractId, ContractTextId},
};

/// How a paper names its clauses: `numbers` (第１条, １ …) or `chapters` (６ … with (1) below it).
pub const FORMS: [&str; 2] = ["numbers", "chapters"];
pub const KINDS: [&str; 2] = ["clauses", "specification"];

pub async fn form(mut cx: View<DraftContract>, Path(id): Path<ContractId>) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let known = db::clause_sets::in_use(cx.db()).await?;
    let carried = db::clause_sets::texts(cx.db(), id).await?;
    let form = Form::empty().with("kind", KINDS[0]).with("form", FORMS[0]);
    let view = views::ClauseImport::new(&contract, form, known, &carried);
    cx.show(view).await
}

/// Splits the paper and shows every clause; what was pasted stays on the page when it can't be split.
pub async fn read(mut cx: Act<DraftContract>, Path(id): Path<ContractId>, upload: Uploaded) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let Uploaded { mut form, files } = upload;
    let kind = form.choice("kind", "文書の種類", &KINDS);
    let shape = form.choice("form", "文書の書き方", &FORMS);
    let text = match files.first() {
        Some(_) if !form.value("text").trim().is_empty() => {
            form.general("ファイルと貼り付けの両方があります。どちらか一方にしてください。");
            None
        }
        Some(file) => {
            paper::read(&file.bytes).map_err(|problem| form.refuse("paper", problem.to_string())).ok()
        }
        None if form.value("text").trim().is_empty() => {
            form.refuse("text", "文書の本文を貼り付けるか、テキストファイルを選んでください。");
            None
        }
        None => Some(form.value("text").to_owned()),
    };
    let field = if files.is_empty() { "text" } else { "paper" };
    let Some(((text, shape), kind)) = text.zip(shape).zip(kind) else {
        let view = again(&mut cx, &contract, form).await?;
        return cx.invalid(view).await;
    };
    if let Err(problem) = clauses::fits(&text) {
        form.refuse(field, problem.to_string());
        // What is larger than any paper isn't sent back.
        let form = if text.len() > MAX_BYTES { form.set("text", "") } else { form };
        let view = again(&mut cx, &contract, form).await?;
        return cx.invalid(view).await;
    }
    let parts = parts(&text);
    let Some(wanted) = chosen(&form, &parts, &text) else {
        let was_asked = form.checked("of_parts", "yes");
        if was_asked {
            form.refuse("part", "取り込む部分を選んでください。");
        }
        let mut view = again(&mut cx, &contract, form.set("text", &text)).await?;
        view.parts = parts.iter().map(choice).collect();
        return if was_asked { cx.invalid(view).await } else { cx.show(view).await };
    };
    match split(&wanted, &shape) {
        Ok(split) => {
            let name = clauses::title(&wanted).unwrap_or_else(|| forms::unnamed(&contract, &kind));
            cx.show(views::Correction::found(&contract, split, (&kind, &name))?).await
        }
        Err(problem) => {
            form.refuse(field, problem.to_string());
            let view = again(&mut cx, &contract, form).await?;
            cx.invalid(view).await
        }
    }
}

/// The page of the import as it was typed.
async fn again(cx: &mut Act<DraftContract>, contract: &Contract, form: Form) -> Result<views::ClauseImport> {
    let known = db::clause_sets::in_use(cx.db()).await?;
    let carried = db::clause_sets::texts(cx.db(), contract.id).await?;
    Ok(views::ClauseImport::new(contract, form, known, &carried))
}

/// A text of a paper, with how many clauses each form finds in it.
struct Found {
    part: PaperPart,
    by_number: usize,
    by_chapter: usize,
}

/// The texts of a paper that have clauses, in whichever form.
fn parts(text: &str) -> Vec<Found> {
    let count = |part: &PaperPart, shape| split(&part.text, shape).map_or(0, |found| found.clauses.len());
    let found = |part: PaperPart| {
        let (by_number, by_chapter) = (count(&part, "numbers"), count(&part, "chapters"));
        (by_number.max(by_chapter) > 0).then_some(Found { part, by_number, by_chapter })
    };
    clauses::parts(text).into_iter().filter_map(found).collect()
}

/// The text to take apart: the whole paper, or the one of several that was chosen; `None` while it wasn't.
fn chosen(form: &Form, parts: &[Found], whole: &str) -> Option<String> {
    if parts.len() < 2 {
        return Some(whole.to_owned());
    }
    let asked = form.value("part");
    parts.iter().find(|found| found.part.line.to_string() == asked).map(|found| found.part.text.clone())
}

fn choice(found: &Found) -> Choice {
    let Found { part, by_number, by_chapter } = found;
    let counts = format!("「条や番号で並ぶ」なら{by_number}条、「章の下に(1)、(2)が並ぶ」なら{by_chapter}条");
    Choice::new(part.line.to_string(), &part.title).hint(format!("{}行目から。{counts}", part.line))
}

fn split(text: &str, shape: &str) -> std::result::Result<ClauseSplit, SplitProblem> {
    let split = if shape == "chapters" { clauses::split_sections(text) } else { clauses::split(text) }?;
    if split.clauses.len() > MOST_CLAUSES { Err(SplitProblem::TooMany) } else { Ok(split) }
}

/// Takes over a set that another contract of the ward carries, with everything that was confirmed about it.
pub async fn reuse(mut cx: Act<DraftContract>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let known = db::clause_sets::in_use(cx.db()).await?;
    let carried = db::clause_sets::texts(cx.db(), id).await?;
    let ids: Vec<String> = known.iter().map(|set| set.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let chosen = form.choice("set", "文書", &ids).and_then(|set| set.parse::<ClauseSetId>().ok());
    let chosen = chosen.filter(|set| {
        let is_new = carried.iter().all(|text| text.set != *set);
        if !is_new {
            form.refuse("set", "この文書は、すでにこの契約に入っています。");
        }
        is_new
    });
    let Some(set) = chosen else {
        return cx.invalid(views::ClauseImport::new(&contract, form, known, &carried)).await;
    };
    let (text, now, by) = (ContractTextId(cx.new_id()), cx.now(), cx.actor().account);
    if !db::clause_sets::touch(cx.write(), id, contract.version).await? {
        return Err(AppError::stale());
    }
    db::clause_sets::carry(cx.write(), (text, id, set), now, by).await?;
    let event =
        Event::new("contract.clauses").about(id.0).under(id).detail(serde_json::json!({ "set": set }));
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/clauses"), "文書を取り込みました。")
}
