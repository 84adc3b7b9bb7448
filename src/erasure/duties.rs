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

/// What a report answers: what was chosen, and the report of an erasure that nobody had told before.
pub fn answers(report: ErasureId, chosen: Vec<Answered>) -> Vec<Answered> {
    let is_told = chosen.iter().any(|one| one.rule == MEDIA_REPORT);
    let own = Answered {
        rule: MEDIA_REPORT.into(),
        occurrence: erased(report, Date::MIN, "").occurrence(),
        title: String::new(),
    };
    chosen.into_iter().chain((!is_told).then_some(own)).collect()
}

fn erased(report: ErasureId, on: Date, subject: &str) -> Arisen {
    Arisen {
        occasion: Occasion::Erasure,
        on,
        key: report.to_string(),
        subject: subject.to_owned(),
        due_on: None,
    }
}

/// The report is there: its erasure, counted from `base`, is told, and what it answers lies with the ward.
pub async fn report<P: Permission>(
    cx: &mut Act<P>,
    (contract, report): (ContractId, ErasureId),
    answers: &[Answered],
    (base, unit): (Date, &str),
) -> Result<()> {
    let told = erased(report, base, unit);
    if answers.iter().any(|one| one.occurrence == told.occurrence()) {
        obligations::arise(cx, contract, &told).await?;
    }
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
        obligations::settle_named(cx, &named(contract, one), on, note).await?;
        if one.rule == MEDIA_REPORT {
            let plan = Named { rule: PLAN.into(), ..named(contract, one) };
            obligations::settle_named(cx, &plan, on, "5営業日の間に消去が済み、計画書は要りませんでした。")
                .await?;
        }
    }
    Ok(())
}

/// A plan answers the one that is due first.
pub async fn plan<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    let named = Named { contract, rule: PLAN.into(), occurrence: String::new(), owed_by: CONTRACTOR };
    let today = cx.today();
    obligations::settle_named(cx, &named, today, "データ消去計画書の提出で済みになりました。").await?;
    Ok(())
}

fn named(contract: ContractId, one: &Answered) -> Named<'static> {
    Named { contract, rule: one.rule.clone(), occurrence: one.occurrence.clone(), owed_by: CONTRACTOR }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_erasure_that_nobody_told_is_told_with_its_report() {
        let report = ErasureId(Uuid::from_u128(7));
        let returned =
            Answered { rule: "data_return".into(), occurrence: "end".into(), title: "返還".into() };
        let all = answers(report, vec![returned.clone()]);
        assert_eq!(all[0], returned);
        assert_eq!(
            (all[1].rule.as_str(), all[1].occurrence.clone()),
            (MEDIA_REPORT, format!("arisen:erasure:{report}"))
        );
        let told = Answered { rule: MEDIA_REPORT.into(), occurrence: "arisen:erasure:x".into(), ..returned };
        assert_eq!(answers(report, vec![told.clone()]), [told], "it was told when the media left");
    }
}
