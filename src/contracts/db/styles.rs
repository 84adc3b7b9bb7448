//! The style of the programme a contract runs under, remembered: every page's menu asks for it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::{kit::db::Reads, programmes::Style, vocab::ids::ContractId};

/// The style of each contract somebody acted under. It is bound to a version of its programme for good once it is signed, and
/// nobody acts under a draft.
#[derive(Default)]
pub struct Styles(Mutex<BTreeMap<ContractId, Style>>);

impl Styles {
    pub async fn of(&self, db: &mut Reads, contract: ContractId) -> sqlx::Result<Option<Style>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&contract).copied();
        if known.is_some() {
            return Ok(known);
        }
        let found = sqlx::query_scalar!(
            "select v.definition->>'style' from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
             where c.ward_id = (select app_ward()) and c.id = $1",
            contract.0
        )
        .fetch_optional(db.conn())
        .await?
        .flatten();
        let style = found.and_then(|code| Style::ALL.into_iter().find(|style| style.code() == code));
        if let Some(style) = style {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(contract, style);
        }
        Ok(style)
    }
}
