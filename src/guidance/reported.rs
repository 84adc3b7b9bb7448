//! 受理した報告の期間: a record whose day lies in one stays as the report counted it.

use time::Date;

use super::db::targets::{self, GuidanceContract};
use crate::{
    kit::{db::Reads, error::Result},
    programmes::{Term, definition::Cadence, report_periods::ReportPeriod},
    vocab::dates::wareki,
};

const CADENCES: [Cadence; 4] =
    [Cadence::Monthly, Cadence::Quarterly, Cadence::PerFiscalYear, Cadence::PerContract];

/// The periods of a contract whose reports the ward has accepted.
pub struct Reported(Vec<ReportPeriod>);

impl Reported {
    pub async fn load(db: &mut Reads, contract: &GuidanceContract) -> Result<Self> {
        let rows = targets::accepted_reports(db, contract.id).await?;
        let term = Term { starts_on: contract.starts_on, ends_on: contract.ends_on };
        Ok(Self(rows.iter().filter_map(|(kind, first_on)| period(kind, *first_on, term)).collect()))
    }

    /// Why nothing of this day may be written or changed any more; `None` while it may.
    pub fn refusal(&self, on: Date) -> Option<String> {
        let found = self.0.iter().find(|period| period.first_on <= on && on <= period.last_on)?;
        let (from, to) = (wareki(found.first_on), wareki(found.last_on));
        Some(format!("{from}から{to}までの報告を区が受理したため、この期間の記録は変えられません。"))
    }
}

fn period(kind: &str, first_on: Date, term: Term) -> Option<ReportPeriod> {
    CADENCES.into_iter().find(|cadence| cadence.code() == kind)?.period_from(first_on, term)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn days_of_an_accepted_report_are_closed() {
        let term = Term { starts_on: date!(2026 - 05 - 01), ends_on: date!(2027 - 02 - 26) };
        let of = |kind, on| Reported(period(kind, on, term).into_iter().collect());
        let allows = |reported: &Reported, on| reported.refusal(on).is_none();
        let month = of("monthly", date!(2026 - 06 - 01));
        assert!(!allows(&month, date!(2026 - 06 - 01)) && !allows(&month, date!(2026 - 06 - 30)));
        assert!(allows(&month, date!(2026 - 05 - 31)) && allows(&month, date!(2026 - 07 - 01)));
        let year = of("yearly", date!(2026 - 04 - 01));
        assert!(!allows(&year, date!(2026 - 05 - 01)) && !allows(&year, term.ends_on));
        assert!(of("contract", term.starts_on).refusal(date!(2026 - 12 - 01)).is_some());
        assert!(allows(&of("course", term.starts_on), term.starts_on));
    }
}
