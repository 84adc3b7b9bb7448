//! 予定表の購読 of one account.

use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::{Account, Build, bytes, moment};

impl Build<'_> {
    /// An address that was made a week ago; nobody knows its secret.
    pub fn calendar_feed(&mut self, ward: Uuid, of: &Account) {
        let (id, secret) = (self.id(), self.id());
        let token_hash = bytes(&crate::filings::sha256(secret.as_bytes()));
        let made_at = moment(self.today - Duration::days(7), 9, 10);
        self.rows.add(
            "calendar_feed",
            json!({ "ward_id": ward, "id": id, "account_id": of.id, "contract_id": null, "token_hash": token_hash, "made_at": made_at }),
        );
    }
}
