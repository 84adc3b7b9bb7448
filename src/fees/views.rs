//! What the pages of fees print.

use askama::Template;

use super::{period::Period, reckoning::Reckoning};
use crate::{
    behind::Listing,
    contracts::views::{Head, Tab},
    kit::{
        ctx::Actor,
        error::Result,
        form::{Choice, Form},
        parts::Row,
    },
    programmes::fee::{Line, Remark, RowRef, Statement, yen},
    vocab::dates::wareki,
};

#[derive(Template)]
#[template(path = "fees/show.html")]
pub struct Show {
    head: Head,
    form: Form,
    action: String,
    periods: Vec<Choice>,
    period: String,
    until: String,
    begun: bool,
    lines: Vec<FigureLine>,
    sums: Vec<(&'static str, String)>,
    total: String,
    /// All records of the statement.
    rows_href: String,
    steps: Vec<String>,
    problems: Vec<Said>,
    notes: Vec<Said>,
    prices_href: String,
    pdf_href: String,
    csv_href: String,
}

struct FigureLine {
    label: String,
    when: String,
    rule: String,
    arithmetic: String,
    yen: String,
    rows_href: String,
    count: usize,
}

/// A sentence with the records it is about.
struct Said {
    text: String,
    href: String,
}

impl Show {
    /// # Errors
    /// When the stored state of the contract is unknown.
    pub fn new(reader: &Actor, of: &Reckoning) -> Result<Self> {
        let (id, code) = (of.contract.id, of.period.code());
        let base = format!("/contracts/{id}/fees/rows?period={code}");
        let empty = Statement::default();
        let statement = of.statement.as_ref().unwrap_or(&empty);
        Ok(Self {
            head: Head::new(&of.contract, reader, Tab::Fees, "委託料内訳書")?,
            form: Form::empty().with("period", code.clone()),
            action: format!("/contracts/{id}/fees"),
            periods: Period::offered(of.term)
                .iter()
                .map(|one| Choice::new(one.code(), one.label()))
                .collect(),
            period: of.period.label(),
            until: of.counted_until().map(wareki).unwrap_or_default(),
            begun: of.statement.is_some(),
            lines: figure_lines(statement, &base),
            sums: sums(statement).into_iter().map(|(label, amount)| (label, yen(amount))).collect(),
            total: yen(statement.total),
            rows_href: base.clone(),
            steps: steps(statement),
            problems: said(&statement.problems, "problem", &base, &format!("/contracts/{id}/prices")),
            notes: said(&statement.notes, "note", &base, ""),
            prices_href: format!("/contracts/{id}/prices"),
            pdf_href: format!("/contracts/{id}/fees/pdf?period={code}"),
            csv_href: format!("/contracts/{id}/fees/csv?period={code}"),
        })
    }
}

fn figure_lines(statement: &Statement, base: &str) -> Vec<FigureLine> {
    let line = |(number, line): (usize, &Line)| FigureLine {
        label: line.label.clone(),
        when: line.when.clone(),
        rule: line.rule.clone(),
        arithmetic: line.arithmetic.clone(),
        yen: yen(line.yen),
        rows_href: format!("{base}&rule={}&line={number}", line.code),
        count: line.rows.len(),
    };
    (1..).zip(&statement.lines).map(line).collect()
}

/// Subtotal, and what is taken off or added; nothing that is 0 by rule.
pub fn sums(statement: &Statement) -> Vec<(&'static str, i64)> {
    let mut sums = vec![("小計", statement.subtotal)];
    if statement.user_fees_off != 0 {
        sums.push(("利用者負担の差引き", -statement.user_fees_off));
    }
    if statement.tax != 0 {
        sums.push(("消費税", statement.tax));
    }
    sums
}

/// How the sums were made, one step a line; the days are named when the rules changed in between.
pub fn steps(statement: &Statement) -> Vec<String> {
    let several = statement.sums.len() > 1;
    let step = |days: &str, step: &String| if several { format!("{days}：{step}") } else { step.clone() };
    let of_sum = |sum: &crate::programmes::fee::Sum| {
        let days = sum.days.shown();
        sum.arithmetic.iter().map(|one| step(&days, one)).collect::<Vec<_>>()
    };
    statement.sums.iter().flat_map(of_sum).collect()
}

/// `of_contract`: where a sentence about the contract itself leads.
fn said(remarks: &[Remark], kind: &str, base: &str, of_contract: &str) -> Vec<Said> {
    let one = |(number, remark): (usize, &Remark)| Said {
        text: remark.text.clone(),
        href: match remark.rows.as_slice() {
            [] => String::new(),
            [RowRef::Contract] => of_contract.to_owned(),
            _ => format!("{base}&remark={kind}-{number}"),
        },
    };
    (1..).zip(remarks).map(one).collect()
}

/// One figure of a statement with its working out.
pub struct Figure {
    pub title: String,
    pub facts: Vec<Row>,
    pub rows: Vec<RowRef>,
    /// What names it in an address.
    query: String,
}

impl Figure {
    /// The page of its records.
    pub fn address(&self, of: &Reckoning) -> String {
        format!("/contracts/{}/fees/rows?period={}{}", of.contract.id, of.period.code(), self.query)
    }

    /// A line of a rule, by its number on the statement; without a fitting number, all of the rule's lines.
    pub fn of_rule(statement: &Statement, rule: &str, line: &str) -> Option<Self> {
        let of_rule: Vec<(usize, &Line)> =
            (1..).zip(&statement.lines).filter(|(_, line)| line.code == rule).collect();
        let chosen: Vec<(usize, &Line)> =
            of_rule.iter().filter(|(number, _)| number.to_string() == line).copied().collect();
        let shown = if chosen.is_empty() { of_rule } else { chosen };
        let (_, first) = shown.first()?;
        let mut facts = vec![Row::new("決まり", &first.rule)];
        for (_, line) in &shown {
            facts.push(Row::new(&line.when, &line.arithmetic));
        }
        let mut rows: Vec<RowRef> = shown.iter().flat_map(|(_, line)| line.rows.clone()).collect();
        rows.sort_unstable();
        rows.dedup();
        let query = format!("&rule={rule}&line={line}");
        Some(Self { title: format!("「{}」の記録", first.label), facts, rows, query })
    }

    /// `problem-1`, `note-2`.
    pub fn of_remark(statement: &Statement, remark: &str) -> Option<Self> {
        let (kind, number) = remark.split_once('-')?;
        let (remarks, title) = match kind {
            "problem" => (&statement.problems, "確認が必要な点の記録"),
            "note" => (&statement.notes, "注記の記録"),
            _ => return None,
        };
        let found = remarks.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(Self {
            title: title.to_owned(),
            facts: vec![Row::new("内容", &found.text)],
            rows: found.rows.clone(),
            query: format!("&remark={remark}"),
        })
    }

    /// Everything the total was counted from.
    pub fn whole(statement: Option<&Statement>) -> Self {
        let lines = statement.into_iter().flat_map(|one| &one.lines).flat_map(|line| &line.rows);
        let user_fees = statement.into_iter().flat_map(|one| &one.sums).flat_map(|sum| &sum.user_fee_rows);
        let mut rows: Vec<RowRef> = lines.chain(user_fees).cloned().collect();
        rows.sort_unstable();
        rows.dedup();
        let mut facts: Vec<Row> = statement
            .into_iter()
            .flat_map(sums)
            .map(|(label, amount)| Row::new(label, yen(amount)))
            .collect();
        facts.push(Row::new("合計", yen(statement.map_or(0, |one| one.total))));
        Self { title: "合計の記録".to_owned(), facts, rows, query: String::new() }
    }
}

#[derive(Template)]
#[template(path = "fees/rows.html")]
pub struct Rows {
    head: Head,
    facts: Vec<Row>,
    period: String,
    listing: Listing,
    back: String,
}

impl Rows {
    /// # Errors
    /// When the stored state of the contract is unknown.
    pub fn new(reader: &Actor, of: &Reckoning, figure: &Figure, listing: Listing) -> Result<Self> {
        let mut facts = vec![Row::new("期間", of.period.label())];
        facts.extend(figure.facts.iter().cloned());
        facts.push(Row::new("記録", format!("{}件", figure.rows.len())));
        Ok(Self {
            head: Head::new(&of.contract, reader, Tab::Fees, figure.title.as_str())?,
            facts,
            period: of.period.label(),
            listing,
            back: format!("/contracts/{}/fees?period={}", of.contract.id, of.period.code()),
        })
    }
}
