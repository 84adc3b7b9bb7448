//! 書類: the ledger as PDF and as a table, and the 預かり証 for what the contractor received.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    documents::{
        CustodyReceipt, Format, HandoverLedger, Issue, Table, handover_ledger::LedgerRow, parts::Fact,
    },
    handovers::{
        PrintHandovers,
        db::{self, Wanted},
        holdings::Holdings,
        kinds::Kind,
        loading::{self, Entry},
        states::HandoverState,
        views::{self, paper_row},
    },
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    vocab::{
        dates::wareki,
        ids::{ContractId, HandoverId},
    },
};

/// As many entries as a paper takes.
const MOST: i64 = 1_400;

pub async fn pdf(mut cx: View<PrintHandovers>, Path(id): Path<ContractId>) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let rows = rows(&mut cx, id).await?;
    let holdings = Holdings::of(cx.db(), id).await?;
    let mut held = Vec::new();
    for (item, tally) in holdings.outstanding() {
        held.push(views::paper_holding(item, loading::item_name(&cx, item)?, tally)?);
    }
    let issue = Issue::new(&cx, Whom::Unread, "受渡し管理簿", &contract.number);
    let paper = HandoverLedger { masthead: issue.masthead(&cx), facts: facts(&contract), rows, held };
    issue.pdf(cx, event(id).with("list", "handovers"), paper).await
}

pub async fn table(mut cx: View<PrintHandovers>, Path((id, format)): Path<(ContractId, String)>) -> Result {
    let format = Format::from_code(&format).ok_or(AppError::NotFound)?;
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let rows = rows(&mut cx, id).await?;
    let issue = Issue::new(&cx, Whom::Unread, "受渡し管理簿", &contract.number);
    let table = Table::from(rows.as_slice());
    issue.table(cx, event(id).with("list", "handovers"), table, (format, "受渡しの記録の確認")).await
}

/// The ledger is no participant's data; were it noted in itself, each print would be an entry of the next.
fn event(id: ContractId) -> Event {
    Event::new("handover.print").about(id.0).under(id)
}

fn facts(contract: &Contract) -> Vec<Fact> {
    vec![
        Fact::new("契約番号", &contract.number),
        Fact::new("件名", &contract.title),
        Fact::new("受託者", &contract.contractor_name),
        Fact::new("所管課", &contract.department_name),
        Fact::new("契約期間", format!("{}〜{}", wareki(contract.starts_on), wareki(contract.ends_on))),
    ]
}

/// Every entry of the contract, the earliest first.
async fn rows<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Vec<LedgerRow>> {
    let wanted = Wanted { contract: Some(id), open: false, by_people: false };
    let rows = db::list(cx.db(), wanted, (MOST, 0)).await?;
    let entries = rows.into_iter().map(Entry::of).collect::<Result<Vec<Entry>>>()?;
    let mut lines = loading::named_lines(cx, &entries).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries.iter().rev() {
        let details = loading::details(cx, &entry.row)?.unwrap_or_default();
        let lines = lines.remove(&entry.row.id).unwrap_or_default();
        rows.push(paper_row(entry, &details, &lines));
    }
    Ok(rows)
}

/// What the contractor gives for what it received.
pub async fn custody_receipt(mut cx: View<PrintHandovers>, Path(id): Path<HandoverId>) -> Result {
    let entry = loading::entry(&mut cx, id).await?;
    if entry.kind != Kind::Out || entry.state != HandoverState::Received {
        return Err(AppError::refused("預かり証は、受託者が受け取ったことを確認した後に作れます。"));
    }
    let contract = contracts::db::find(cx.db(), entry.contract()?).await?.ok_or(AppError::NotFound)?;
    let details = loading::details(&cx, &entry.row)?.unwrap_or_default();
    let lines = loading::named_lines(&mut cx, std::slice::from_ref(&entry)).await?;
    let lines: Vec<_> = lines.into_values().flatten().collect();
    let issue = Issue::new(&cx, Whom::Unread, "預かり証", &contract.number);
    let paper = CustodyReceipt {
        masthead: issue.masthead(&cx),
        to: format!("{}　{}", cx.actor().ward_name, contract.department_name),
        things: lines
            .iter()
            .map(|line| (line.name.clone(), line.medium.label().to_owned(), line.amount()))
            .collect(),
        facts: views::receipt_facts(&entry, &details, &contract),
        contractor: contract.contractor_name.clone(),
        received_on: entry.row.received_on.map(wareki).unwrap_or_default(),
    };
    let event = Event::new("handover.print").about(id.0).under(contract.id).with("list", "custody_receipt");
    issue.pdf(cx, event, paper).await
}
