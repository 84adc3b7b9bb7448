//! 委託料内訳書 as PDF and as CSV. They name nobody; each hand-out is an event.

use axum::extract::{Path, Query};

use super::{
    PrintFees,
    pages::Asked,
    reckoning::{Reckoning, reckon},
    views::{steps, sums},
};
use crate::{
    audit::Event,
    documents::{
        FeeStatement, Format, Issue, Table,
        fee_statement::{FeeLine, FeeSum},
        parts::Fact,
    },
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    programmes::fee::{Line, Remark, Statement, yen},
    vocab::{dates::wareki, ids::ContractId},
};

pub async fn pdf(mut cx: View<PrintFees>, Path(id): Path<ContractId>, Query(asked): Query<Asked>) -> Result {
    let (reckoning, paper, issue) = drawn(&mut cx, id, &asked).await?;
    let event = Event::new("fee.print").about(id.0).under(id).with("period", reckoning.period.code());
    issue.pdf(cx, event, paper).await
}

pub async fn table(
    mut cx: View<PrintFees>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let (reckoning, paper, issue) = drawn(&mut cx, id, &asked).await?;
    let event = Event::new("fee.export").about(id.0).under(id).with("period", reckoning.period.code());
    issue.table(cx, event, Table::from(&paper), (Format::Csv, "委託料の確認")).await
}

/// The statement as a paper, on its way out.
async fn drawn<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: ContractId,
    asked: &Asked,
) -> Result<(Reckoning, FeeStatement, Issue)> {
    let reckoning = reckon(cx, id, &asked.period).await?;
    let Some(statement) = &reckoning.statement else {
        return Err(AppError::refused("この期間はまだ始まっていないため、委託料内訳書はありません。"));
    };
    let (label, number) = (reckoning.period.label(), &reckoning.contract.number);
    let open = if statement.is_whole() { "" } else { "（未確定）" };
    let issue = Issue::new(cx, Whom::Nobody, "委託料内訳書", format!("{label}{open}"));
    let issue = issue.filed_as(format!("{number}_{label}")).without_handling();
    let texts = |remarks: &[Remark]| remarks.iter().map(|one| one.text.clone()).collect();
    let paper = FeeStatement {
        masthead: issue.masthead(cx),
        facts: facts(&reckoning),
        problems: texts(&statement.problems),
        lines: statement.lines.iter().map(line).collect(),
        sums: all_sums(statement, open),
        steps: steps(statement),
        notes: texts(&statement.notes),
    };
    Ok((reckoning, paper, issue))
}

fn facts(of: &Reckoning) -> Vec<Fact> {
    let contract = &of.contract;
    let mut facts = vec![
        Fact::new("契約番号", &contract.number),
        Fact::new("件名", &contract.title),
        Fact::new("受託者", &contract.contractor_name),
        Fact::new("所管課", &contract.department_name),
        Fact::new("期間", of.period.label()),
        Fact::new("契約期間", format!("{}〜{}", wareki(contract.starts_on), wareki(contract.ends_on))),
    ];
    facts.extend(of.counted_until().map(|day| Fact::new("計算した日", wareki(day))));
    facts
}

fn line(line: &Line) -> FeeLine {
    FeeLine {
        label: line.label.clone(),
        rule: line.rule.clone(),
        when: line.when.clone(),
        arithmetic: line.arithmetic.clone(),
        amount: yen(line.yen),
        yen: line.yen,
    }
}

/// While nothing can be counted for want of a price or a record, the sums are open and not 0.
fn all_sums(statement: &Statement, open: &str) -> Vec<FeeSum> {
    let is_known = statement.is_whole() || !statement.lines.is_empty();
    let sum = |(label, amount): (&str, i64)| FeeSum {
        label: label.to_owned(),
        amount: if is_known { yen(amount) } else { "—".to_owned() },
        yen: is_known.then_some(amount),
    };
    let total = format!("合計{open}");
    sums(statement).into_iter().chain([(total.as_str(), statement.total)]).map(sum).collect()
}
