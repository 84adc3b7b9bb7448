//! The ledger's rows as papers print them.

use time::{Date, OffsetDateTime};

use super::{person, side_label};
use crate::{
    contracts::db::Contract,
    documents::{
        handover_ledger::{Holding, LedgerRow},
        parts::Fact,
    },
    handovers::{
        balance::Tally,
        db::lines::Item,
        details::Details,
        kinds::Kind,
        loading::{self, Entry, NamedLine},
    },
    kit::error::Result,
    vocab::{
        dates::{jst_date, jst_time, wareki},
        side::Side,
    },
};

pub fn paper_row(entry: &Entry, details: &Details, lines: &[NamedLine]) -> LedgerRow {
    let row = &entry.row;
    let mut content: Vec<String> =
        lines.iter().map(|line| format!("{}（{}）", line.name, line.medium.label())).collect();
    content.extend(row.people.filter(|n| *n > 0).map(|n| format!("{n}人")));
    content.extend(row.reference.as_ref().map(|reference| format!("出力番号 {reference}")));
    let amounts: Vec<String> = lines.iter().map(NamedLine::amount).collect();
    let (giver, taker) = hands(entry, details);
    LedgerRow {
        when: when(entry),
        kind: if row.notice_of.is_some() {
            "パスワードの通知".into()
        } else {
            entry.kind.label().into()
        },
        content: content.join("　"),
        quantity: amounts.join("・"),
        channel: if entry.kind.is_own_making() { String::new() } else { entry.channel.label().into() },
        place: details.place.clone(),
        giver,
        taker,
        protection: protection(entry, details),
        state: loading::chip(entry, lines).text,
    }
}

fn when(entry: &Entry) -> String {
    let row = &entry.row;
    let given = row.given_on.map(|on| moment(on, row.given_at));
    let received = row.received_on.map(|on| moment(on, row.received_at));
    match (given, received) {
        (Some(given), Some(received)) => format!("{given}　受取り {received}"),
        (Some(given), None) => given,
        (None, _) if entry.kind.giver().is_some() => format!("予定 {}", wareki(row.planned_on)),
        (None, _) => wareki(row.planned_on),
    }
}

/// 日時 (S3 特記仕様書 5(1)): the hour is that of the confirmation, where it was made on the day itself.
fn moment(on: Date, at: Option<OffsetDateTime>) -> String {
    match at.filter(|at| jst_date(*at) == on) {
        Some(at) => format!("{} {}", wareki(on), jst_time(at)),
        None => wareki(on),
    }
}

/// Who gave and who took: who confirmed it, else who is to.
fn hands(entry: &Entry, details: &Details) -> (String, String) {
    let row = &entry.row;
    let by = person(&row.made_by, entry.side);
    match entry.kind {
        Kind::Out | Kind::Back => {
            let of = |confirmed: &Option<String>, planned: &str, side: Option<Side>| {
                let name = confirmed.clone().unwrap_or_else(|| planned.to_owned());
                format!("{name}（{}）", side_label(side))
            };
            let giver = entry.kind.giver();
            (
                of(&row.given_by, &details.giver, giver),
                of(&row.received_by, &details.taker, giver.map(Side::other)),
            )
        }
        Kind::Imported => (by, "Kayoi".into()),
        Kind::Gathered | Kind::Copied => (String::new(), by),
        Kind::Printed | Kind::Exported => ("Kayoi".into(), by),
    }
}

fn protection(entry: &Entry, details: &Details) -> String {
    let mut parts: Vec<String> =
        [&details.protection, &details.packing, &details.route, &details.vehicle, &details.consent]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect();
    parts.extend(entry.row.tracking.as_ref().map(|number| format!("追跡番号 {number}")));
    parts.join("／")
}

pub fn paper_holding(item: &Item, name: String, tally: Tally) -> Result<Holding> {
    let medium = loading::medium_of(item)?;
    let amount = |count: u32| format!("{count}{}", medium.counter());
    Ok(Holding {
        content: format!("{name}（{}）", medium.label()),
        came_on: wareki(item.came_on),
        came: amount(tally.came),
        back: amount(tally.back),
        erased: amount(tally.erased),
        outstanding: amount(tally.outstanding()),
    })
}

/// What stands below the things on a 預かり証.
pub fn receipt_facts(entry: &Entry, details: &Details, contract: &Contract) -> Vec<Fact> {
    let (giver, taker) = hands(entry, details);
    let mut facts = vec![
        Fact::new("契約番号", &contract.number),
        Fact::new("件名", &contract.title),
        Fact::new("受渡しの方法", entry.channel.label()),
        Fact::new("場所", &details.place),
        Fact::new("渡した人", giver),
        Fact::new("受け取った人", taker),
    ];
    facts.extend(entry.row.tracking.as_ref().map(|number| Fact::new("追跡番号", number)));
    facts
}
