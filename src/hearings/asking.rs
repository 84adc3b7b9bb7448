//! Asking the centre when an application is handed in, and what became of it, for whoever decides.

use time::{Date, Duration, OffsetDateTime};

use super::{
    db,
    request::{Answer, Request},
};
use crate::{
    applications::{Applicant, Heard, SheetOutcome},
    kit::{
        ctx::{Act, Ctx},
        error::{AppError, Result},
        permission::Permission,
    },
    organisations,
    participants::people,
    sealing::Unit,
    vocab::{
        business_days::ClosedDays,
        ids::{ApplicationId, ContractId, HearingId, ParticipantId},
    },
};

/// An application that was just handed in.
pub(crate) struct Waiting<'a> {
    pub id: ApplicationId,
    pub contract: ContractId,
    pub contract_title: &'a str,
    pub applied_on: Date,
    pub applicant: &'a Applicant,
}

/// Sends one request a sheet to the centre of the applicant's district.
pub(crate) async fn ask<P: Permission>(
    cx: &mut Act<P>,
    waiting: &Waiting<'_>,
    sheets: &[&SheetOutcome],
) -> Result<()> {
    if sheets.is_empty() {
        return Ok(());
    }
    let closed = organisations::closed_days(cx.db()).await?;
    let due_on = due_on(cx.today(), &closed);
    let items = people::items_of(cx.db(), waiting.contract).await?;
    let centre = db::centre_of(cx.db(), waiting.applicant.district).await?.ok_or_else(|| {
        AppError::refused("申込みの地区（町丁目）がなくなっています。地区を選び直してから提出してください。")
    })?;
    for sheet in sheets {
        let id = HearingId(cx.new_id());
        let request =
            Request::new(waiting.contract_title, waiting.applied_on, waiting.applicant, sheet, &items);
        let sealed = cx.seal(Unit::Unit(waiting.contract.0), id.0, 1, &request)?;
        let (by, now) = (cx.actor().account, cx.now());
        let new = db::New {
            id,
            contract: waiting.contract,
            application: waiting.id,
            centre,
            sheet: &sheet.code,
            sealed: &sealed,
            by,
            now,
            due_on,
        };
        db::insert(cx.write(), &new).await?;
    }
    Ok(())
}

/// A week, and on to the next open day: long enough to reach somebody, short enough for whoever waits to take part.
fn due_on(asked_on: Date, closed: &ClosedDays) -> Date {
    let week = asked_on.saturating_add(Duration::weeks(1));
    if closed.is_closed(week) { closed.next_open(week) } else { week }
}

/// The last request about a sheet.
pub(crate) struct Standing {
    pub sheet: String,
    pub centre: String,
    pub asked_at: OffsetDateTime,
    pub due_on: Date,
    pub answer: Option<Heard>,
}

/// What the centre was asked of an application and answered; for the ward.
pub(crate) async fn of_application<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: ApplicationId,
    contract: ContractId,
) -> Result<Vec<Standing>> {
    let mut all = Vec::new();
    for row in db::of_application(cx.db(), id).await? {
        let answer = match &row.answer {
            Some(sealed) => {
                let who = ParticipantId(id.0);
                let Answer(heard) = cx.open(who, Unit::Unit(contract.0), row.id.0, row.version, sealed)?;
                Some(heard)
            }
            None => None,
        };
        all.push(Standing {
            sheet: row.sheet,
            centre: row.centre,
            asked_at: row.asked_at,
            due_on: row.due_on,
            answer,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_centre_has_a_week_to_the_next_open_day() {
        let closed = ClosedDays::default();
        assert_eq!(due_on(date!(2026 - 06 - 17), &closed), date!(2026 - 06 - 24));
        assert_eq!(due_on(date!(2026 - 06 - 20), &closed), date!(2026 - 06 - 29), "a Saturday");
        assert_eq!(due_on(date!(2026 - 12 - 22), &closed), date!(2027 - 01 - 04), "the turn of the year");
    }
}
