//! Receipts of what participants paid.

use serde_json::json;
use time::Date;

use super::{Build, Contract, Custodian, Made, Participant, iso, moment};
use crate::{sealing::Unit, user_fees::Purpose};

impl Build<'_> {
    /// A cost that somebody agreed to, and paid on the same day.
    pub fn user_fee_receipt(
        &mut self,
        contract: &Contract,
        of: &Participant,
        (number, yen): (i32, i64),
        (on, by, purpose): (Date, &Custodian, &str),
    ) -> Made {
        let id = self.id();
        let sealed =
            self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &Purpose(purpose.to_owned()))?;
        self.rows.add("user_fee_receipt", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "participant_id": of.id, "number": number, "month": null,
            "consent": "materials", "consented_on": iso(on), "paid_on": iso(on), "yen": yen, "sealed": sealed,
            "made_at": moment(on, 15, 45), "made_by": by.account, "voided_at": null, "voided_by": null, "void_reason": null, "version": 1
        }));
        Ok(())
    }
}
