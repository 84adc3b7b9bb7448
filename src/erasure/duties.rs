//! 義務との結び付き: which obligations of the contract a report answers. Handed in with it they lie with the ward, accepted they are
//! done, returned they are open again. Each erasure is told to the obligations, so that its five business days run.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    kit::{ctx::Act, db::Reads, error::Result, permission::Permission},
    obligations::{self, Arisen, Evidence, Named, Occasion},
    vocab::ids::{ContractId, ErasureId, ObligationId},
};

const CONTRACTOR: &str = "contractor";
/// The rules of the library that an erasure of media comes under.
const MEDIA_REPORT: &str = "media_erasure_report";
const PLAN: &str = "erasure_plan";
/// Most open obligations of one contract that are looked at.
const MOST: i64 = 500;

/// An obligation that a report answers, by the names they share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub rule: String,
    pub occurrence: String,
    pub title: String,
}

impl Answered {
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.rule, &self.occurrence) == (&other.rule, &other.occurrence)
    }
}

/// One that waits for a report.
pub struct Open {
    pub id: ObligationId,
    pub due_on: Date,
    pub answered: Answered,
}

/// What the contractor still has to report, by due date.
pub async fn open(db: &mut Reads, contract: ContractId, today: Date) -> Result<Vec<Open>> {
    let wanted = obligations::db::Wanted {
        contract: Some(contract),
        state: "open",
        owed_by: CONTRACTOR,
        today,
        page: 1,
        size: MOST,
    };
    let rows = obligations::db::list(db, &wanted).await?;
    let waits =
        rows.into_iter().filter(|row| row.evidence == Evidence::Erasure.code() && row.handed_in_on.is_none());
    let open = waits.map(|row| Open {
        id: row.id,
        due_on: row.due_on,
        answered: Answered { rule: row.rule, occurrence: row.occurrence, title: row.title },
    });
    Ok(open.collect())
}

/// Whether it is the report of media that were erased: the library's, or the programme's own paper in its place.
fn is_of_an_erasure(one: &Answered) -> bool {
    let erasure = format!("arisen:{}:", Occasion::Erasure.code());
    one.rule != PLAN && one.occurrence.starts_with(&erasure)
}

/// What a report answers: what was chosen and, unless that tells of its erasure already, the report of media that falls due with
/// it, counted from `base`.
pub async fn answers<P: Permission>(
    cx: &mut Act<P>,
    (contract, report): (ContractId, ErasureId),
    mut chosen: Vec<Answered>,
    (base, unit): (Date, &str),
) -> Result<Vec<Answered>> {
    if chosen.iter().any(is_of_an_erasure) {
        return Ok(chosen);
    }
    let told = Arisen {
        occasion: Occasion::Erasure,
        on: base,
        key: report.to_string(),
        subject: unit.to_owned(),
        due_on: None,
    };
    obligations::arise(cx, contract, &told).await?;
    let (occurrence, today) = (told.occurrence(), cx.today());
    let opened = open(cx.db(), contract, today).await?.into_iter().map(|one| one.answered);
    let own = opened.filter(is_of_an_erasure).find(|one| one.occurrence == occurrence);
    chosen.push(own.unwrap_or_else(|| Answered {
        rule: MEDIA_REPORT.into(),
        occurrence,
        title: String::new(),
    }));
    Ok(chosen)
}

/// The report is there: what it answers lies with the ward.
pub async fn report<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    answers: &[Answered],
) -> Result<()> {
    let today = cx.today();
    for one in answers {
        obligations::hand_in(cx, &named(contract, one), today).await?;
    }
    Ok(())
}

pub async fn give_back<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    answers: &[Answered],
) -> Result<()> {
    for one in answers {
        obligations::hand_back(cx, &named(contract, one)).await?;
    }
    Ok(())
}

/// `on`: when it was reported. Media that are erased need no plan any more.
pub async fn accept<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    answers: &[Answered],
    on: Date,
) -> Result<()> {
    for one in answers {
        let note = "返還・消去の報告の受理で済みになりました。";
        obligations::settle(cx, &named(contract, one), on, note).await?;
        if is_of_an_erasure(one) {
            let plan = Named { rule: PLAN.into(), ..named(contract, one) };
            obligations::settle(cx, &plan, on, "5営業日の間に消去が済み、計画書は要りませんでした。").await?;
        }
    }
    Ok(())
}

/// A plan answers the one that is due first.
pub async fn plan<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    let named = Named { contract, rule: PLAN.into(), occurrence: String::new(), owed_by: CONTRACTOR };
    let today = cx.today();
    obligations::settle(cx, &named, today, "データ消去計画書の提出で済みになりました。").await?;
    Ok(())
}

fn named(contract: ContractId, one: &Answered) -> Named<'static> {
    Named { contract, rule: one.rule.clone(), occurrence: one.occurrence.clone(), owed_by: CONTRACTOR }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_erasure_is_reported_under_the_library_or_on_the_paper_of_the_programme() {
        let answered = |rule: &str, occurrence: &str| Answered {
            rule: rule.into(),
            occurrence: occurrence.into(),
            title: "消去".into(),
        };
        for (rule, occurrence, is_report) in [
            (MEDIA_REPORT, "arisen:erasure:7", true),
            ("filing/erasure", "arisen:erasure:7", true),
            (PLAN, "arisen:erasure:7", false),
            ("filing/erasure", "end", false),
            ("no_longer_needed", "arisen:no_longer_needed:7", false),
        ] {
            assert_eq!(is_of_an_erasure(&answered(rule, occurrence)), is_report, "{rule} {occurrence}");
        }
    }
}
