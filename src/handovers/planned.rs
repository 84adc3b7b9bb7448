//! 受渡しの計画: what is to pass, or passed, between ward and contractor, without who did it: the flow of data in a contract.

use time::Date;

use super::{
    db::{self, Wanted},
    kinds::Kind,
    loading::{self, Entry},
    states::HandoverState,
};
use crate::{
    kit::{ctx::Ctx, error::Result, permission::Permission},
    vocab::{ids::ContractId, side::Side},
};

/// As many entries as are looked at.
const MOST: i64 = 500;

/// One passing, as planned.
pub struct Passing {
    pub giver: Side,
    pub what: Vec<String>,
    /// 「紙・手渡し」
    pub way: String,
    pub protection: String,
    pub on: Date,
}

/// The passings of a contract by their day; what was cancelled is none.
pub async fn passings<P: Permission, M>(cx: &mut Ctx<P, M>, contract: ContractId) -> Result<Vec<Passing>> {
    let wanted = Wanted { contract: Some(contract), open: false, by_people: true };
    let rows = db::list(cx.db(), wanted, (MOST, 0)).await?;
    let entries = rows.into_iter().map(Entry::of).collect::<Result<Vec<Entry>>>()?;
    let passed = |entry: &Entry| {
        matches!(entry.kind, Kind::Out | Kind::Back) && entry.state != HandoverState::Cancelled
    };
    let mut entries: Vec<Entry> = entries.into_iter().filter(passed).collect();
    entries.sort_by_key(|entry| (entry.row.planned_on, entry.row.id));
    let mut lines = loading::named_lines(cx, &entries).await?;
    let mut passings = Vec::with_capacity(entries.len());
    for entry in &entries {
        let Some(giver) = entry.kind.giver() else { continue };
        let things = lines.remove(&entry.row.id).unwrap_or_default();
        let mut media: Vec<&str> = things.iter().map(|line| line.medium.label()).collect();
        media.dedup();
        passings.push(Passing {
            giver,
            what: things.iter().map(|line| line.name.clone()).collect(),
            way: [media.join("、"), entry.channel.label().to_owned()].join("　"),
            protection: loading::details(cx, &entry.row)?.unwrap_or_default().protection,
            on: entry.row.given_on.unwrap_or(entry.row.planned_on),
        });
    }
    Ok(passings)
}
