//! 義務との結び付き: an inspection that was held is the ward's yearly duty; what it found is owed by the contractor until the ward
//! has seen it put right.

use time::Date;

use super::{kinds::InspectionKind, record::Record};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Arisen, Named, Occasion},
    programmes::{Term, due::fiscal_year_end},
    vocab::ids::{ContractId, InspectionPointId},
};

/// Rules of the library.
const YEARLY: &str = "inspection";
const CORRECTION: &str = "corrective_action";

/// The ward looked, on that day: its duty of the fiscal year is done by an inspection of how personal data are kept.
pub async fn held<P: Permission>(cx: &mut Act<P>, record: &Record, on: Date) -> Result<()> {
    if record.kind != InspectionKind::PersonalData {
        return Ok(());
    }
    let term = Term { starts_on: record.inspection.starts_on, ends_on: record.inspection.ends_on };
    let named = Named {
        contract: record.inspection.contract,
        rule: YEARLY.into(),
        occurrence: format!("day:{}", fiscal_year_end(term, on)),
        owed_by: "ward",
    };
    obligations::settle(cx, &named, on, "検査の記録により済みになりました。").await?;
    Ok(())
}

/// What the engine is told of a point that is to be put right by a day.
pub(crate) fn to_correct(
    point: InspectionPointId,
    (on, due_on): (Date, Option<Date>),
    label: &str,
) -> Arisen {
    Arisen { occasion: Occasion::Finding, on, key: point.to_string(), subject: label.to_owned(), due_on }
}

fn correction(contract: ContractId, point: InspectionPointId) -> Named<'static> {
    let occurrence = to_correct(point, (Date::MIN, None), "").occurrence();
    Named { contract, rule: CORRECTION.into(), occurrence, owed_by: "contractor" }
}

/// Something has to be put right, by a day.
pub async fn found<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    point: InspectionPointId,
    days: (Date, Option<Date>),
    label: &str,
) -> Result<()> {
    obligations::arise(cx, contract, &to_correct(point, days, label)).await
}

/// The contractor says that it is put right.
pub async fn answered<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    point: InspectionPointId,
) -> Result<()> {
    let today = cx.today();
    obligations::hand_in(cx, &correction(contract, point), today).await
}

/// The second look: it is put right since that day, or it comes back.
pub async fn decided<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    point: InspectionPointId,
    done_on: Option<Date>,
) -> Result<()> {
    let named = correction(contract, point);
    match done_on {
        Some(on) => {
            obligations::settle(cx, &named, on, "是正を区が確かめ、済みになりました。").await?;
            Ok(())
        }
        None => obligations::hand_back(cx, &named).await,
    }
}
