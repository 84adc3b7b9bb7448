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
        FeeStatement, Provenance, Table, csv,
        fee_statement::{FeeLine, FeeSum},
        parts::Fact,
        render,
    },
    kit::{
        answer::File,
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    programmes::fee::{Line, Remark, Statement, yen},
    reports::papers::{masthead, reference, refused},
    vocab::{
        dates::{jst_time, wareki},
        ids::ContractId,
    },
};

pub async fn pdf(mut cx: View<PrintFees>, Path(id): Path<ContractId>, Query(asked): Query<Asked>) -> Result {
    let (reckoning, paper, reference) = drawn(&mut cx, id, &asked).await?;
    let bytes = render(paper).await.map_err(refused)?;
    let event = Event::new("fee.print").about(id.0).under(id);
    let event =
        event.detail(serde_json::json!({ "period": reckoning.period.code(), "reference": reference }));
    let name = file_name(&reckoning, "pdf");
    cx.hand_out(event, Whom::Nobody, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}

pub async fn table(
    mut cx: View<PrintFees>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let (reckoning, paper, reference) = drawn(&mut cx, id, &asked).await?;
    let mut table = Table::from(&paper);
    table.provenance = Some(Provenance {
        reference: reference.clone(),
        purpose: "委託料の確認".to_owned(),
        taken_by: format!("{}　{}", cx.actor().organisation, cx.actor().person),
        taken_at: format!("{} {}", wareki(cx.today()), jst_time(cx.now())),
    });
    let bytes = csv::write(&table, csv::Encoding::Utf8).map_err(AppError::refused)?;
    let detail = serde_json::json!({ "as": "csv", "period": reckoning.period.code(), "reference": reference, "rows": table.rows.len() });
    let name = file_name(&reckoning, "csv");
    let file = File { name, content_type: "text/csv; charset=utf-8", bytes, inline: false };
    cx.hand_out(Event::new("fee.export").about(id.0).under(id).detail(detail), Whom::Nobody, file).await
}

fn file_name(of: &Reckoning, ending: &str) -> String {
    format!("委託料内訳書_{}_{}.{ending}", of.contract.number, of.period.label())
}

/// The statement as a paper, with its 出力番号.
async fn drawn<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: ContractId,
    asked: &Asked,
) -> Result<(Reckoning, FeeStatement, String)> {
    let reckoning = reckon(cx, id, &asked.period).await?;
    let Some(statement) = &reckoning.statement else {
        return Err(AppError::refused("この期間はまだ始まっていないため、委託料内訳書はありません。"));
    };
    let reference = reference(cx);
    let open = if statement.is_whole() { "" } else { "（未確定）" };
    let subject = format!("{}{open}", reckoning.period.label());
    let mut head = masthead(cx, "委託料内訳書", "委託料内訳書", subject, Some(reference.clone()));
    head.handling = None;
    let texts = |remarks: &[Remark]| remarks.iter().map(|one| one.text.clone()).collect();
    let paper = FeeStatement {
        masthead: head,
        facts: facts(&reckoning),
        problems: texts(&statement.problems),
        lines: statement.lines.iter().map(line).collect(),
        sums: all_sums(statement, open),
        steps: steps(statement),
        notes: texts(&statement.notes),
    };
    Ok((reckoning, paper, reference))
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
