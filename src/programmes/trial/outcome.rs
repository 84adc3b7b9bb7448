//! The answer of a simulation as blocks of lines and tables.

use super::{
    super::{
        fee::{Statement, yen},
        session_dates::SessionDates,
        simulate::{Answered, DueAnswer, DueAnswers, PersonAnswer, Simulation},
        user_fee::{UserLine, UserStatement},
    },
    Block,
};
use crate::vocab::dates::{wareki, with_weekday};

pub(super) fn blocks(simulation: &Simulation) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (reference, person) in &simulation.people {
        blocks.extend(of_person(reference, person));
    }
    blocks.extend(simulation.places.as_ref().map(|places| {
        let lines = std::iter::once(places.rule.clone()).chain(places.explanation.clone()).collect();
        Block { title: "定員".to_owned(), lines, ..Block::default() }
    }));
    blocks.extend(simulation.dates.as_ref().map(|dates| of_dates("日程", dates)));
    blocks.extend(simulation.fees.as_ref().map(of_fees));
    blocks.extend(simulation.user_fees.as_ref().and_then(of_user_fees));
    blocks.extend(simulation.due.as_ref().map(of_due));
    blocks.extend(expectations(simulation));
    let alerts = to_look_at(simulation, &blocks);
    if !alerts.is_empty() {
        let title = "確かめること".to_owned();
        blocks.insert(0, Block { title, lines: alerts, is_warning: true, ..Block::default() });
    }
    blocks
}

/// What somebody would have to act on, each once, and nothing that the answer itself says further down.
fn to_look_at(simulation: &Simulation, blocks: &[Block]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for alert in &simulation.alerts {
        let is_said =
            found.contains(&alert.text) || blocks.iter().any(|block| block.lines.contains(&alert.text));
        if !is_said {
            found.push(alert.text.clone());
        }
    }
    found
}

fn of_person(reference: &str, person: &PersonAnswer) -> Vec<Block> {
    let mut blocks = Vec::new();
    for sheet in person.sheets.values() {
        let outcome = sheet.outcome.map_or("答えが足りません", |outcome| outcome.label());
        blocks.push(Block {
            title: format!("{reference}：{}：{outcome}", sheet.title),
            lines: sheet.explanation.clone(),
            ..Block::default()
        });
    }
    if let Some(eligible) = &person.eligibility {
        let mut lines = eligible.explanation.clone();
        lines.extend(person.priority.as_ref().map(|label| format!("優先の区分：{label}")));
        let title = format!("{reference}：{}", eligible.answer.label());
        blocks.push(Block { title, lines, ..Block::default() });
    }
    if let Some(selection) = &person.selection {
        let title = format!("{reference}：対象の選定：{}", selection.answer.label());
        blocks.push(Block { title, lines: selection.explanation.clone(), ..Block::default() });
    }
    blocks.extend(person.dates.as_ref().map(|dates| of_dates(&format!("{reference}：日程"), dates)));
    let tasks = person.follow_ups.iter().flat_map(|followed| &followed.tasks);
    let lines: Vec<String> = tasks.map(|task| task.explanation.clone()).collect();
    if !lines.is_empty() {
        blocks.push(Block { title: format!("{reference}：欠席への対応"), lines, ..Block::default() });
    }
    blocks
}

fn of_dates(title: &str, answer: &Answered<SessionDates>) -> Block {
    let title = title.to_owned();
    match answer {
        Answered::Refused(why) => {
            Block { title, lines: vec![why.clone()], is_warning: true, ..Block::default() }
        }
        Answered::Given(dates) => {
            let row = |session: &super::super::session_dates::SessionDate| {
                vec![
                    format!("第{}回", session.number),
                    with_weekday(session.on),
                    session.reason().unwrap_or_default(),
                ]
            };
            Block {
                title,
                lines: dates.explanation.clone(),
                head: vec!["回", "日", "ずらした理由"],
                rows: dates.sessions.iter().map(row).collect(),
                ..Block::default()
            }
        }
    }
}

fn of_fees(statement: &Statement) -> Block {
    let row = |line: &super::super::fee::Line| {
        vec![line.label.clone(), line.when.clone(), line.rule.clone(), line.arithmetic.clone(), yen(line.yen)]
    };
    let mut lines: Vec<String> = statement.problems.iter().map(|remark| remark.text.clone()).collect();
    lines.extend(statement.notes.iter().map(|remark| remark.text.clone()));
    if statement.is_whole() {
        lines.extend(statement.sums.iter().flat_map(|sum| sum.arithmetic.clone()));
    }
    Block {
        title: format!("委託料：{}", total(statement.is_whole(), statement.total)),
        lines,
        head: vec!["決まり", "期間", "内容", "計算", "金額"],
        rows: statement.lines.iter().map(row).collect(),
        has_amounts: true,
        is_warning: !statement.is_whole(),
    }
}

/// Where a line is missing, a sum of the others would be taken for the whole.
fn total(is_whole: bool, total: i64) -> String {
    if is_whole { yen(total) } else { "合計は出せません".to_owned() }
}

/// `None` when nobody pays anything.
fn of_user_fees(statement: &UserStatement) -> Option<Block> {
    let problems = statement.problems.iter().map(|problem| match &problem.person {
        Some(person) => format!("{person}：{}", problem.remark.text),
        None => problem.remark.text.clone(),
    });
    let said = |line: &UserLine| format!("{}：{}：{}", line.person, line.line.label, line.line.arithmetic);
    let lines: Vec<String> = problems.chain(statement.lines.iter().map(said)).collect();
    let is_whole = statement.problems.is_empty();
    let title = format!("利用者負担：{}", total(is_whole, statement.total));
    (!lines.is_empty()).then(|| Block { title, lines, is_warning: !is_whole, ..Block::default() })
}

fn of_due(due: &DueAnswers) -> Block {
    let answers = due.reports.values().chain(due.filings.values());
    let rows = answers.flat_map(of_due_answer).collect();
    Block {
        title: "報告と提出書類の期限".to_owned(),
        head: vec!["名前", "決まり", "期限", "数え方"],
        rows,
        ..Block::default()
    }
}

fn of_due_answer(answer: &DueAnswer) -> Vec<Vec<String>> {
    let line = |when: String, how: String| vec![answer.title.clone(), answer.rule.clone(), when, how];
    if answer.days.is_empty() {
        let why = answer.undecided.clone().unwrap_or_else(|| "決まった期限はありません。".to_owned());
        return vec![line("—".to_owned(), why)];
    }
    answer.days.iter().map(|day| line(wareki(day.due_on), day.explanation.clone())).collect()
}

fn expectations(simulation: &Simulation) -> Option<Block> {
    if simulation.expectations.is_empty() {
        return None;
    }
    let row = |one: &super::super::simulate::Expectation| {
        let met = if one.met { "合っています" } else { "違います" };
        vec![one.at.clone(), one.expected.to_string(), one.found.to_string(), met.to_owned()]
    };
    Some(Block {
        title: "期待した値との比較".to_owned(),
        head: vec!["場所", "期待した値", "出た値", "結果"],
        rows: simulation.expectations.iter().map(row).collect(),
        is_warning: !simulation.is_as_expected(),
        ..Block::default()
    })
}
