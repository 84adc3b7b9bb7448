//! Rows of certificates.

use time::{Date, OffsetDateTime};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, CertificateId, ContractId},
};

pub struct Certificate {
    pub id: CertificateId,
    pub contract: ContractId,
    pub kind: String,
    pub name: String,
    pub number: String,
    pub valid_from: Date,
    pub valid_to: Date,
    pub registered_at: OffsetDateTime,
    pub registered_by: Option<String>,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub reason: String,
}

/// The certificates that fit; `$rest` narrows or sorts them.
macro_rules! certificates {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Certificate,
            r#"select k.id as "id: CertificateId", k.contract_id as "contract: ContractId", k.kind, k.name, k.number, k.valid_from, k.valid_to, k.registered_at,
                      a.name as "registered_by?", k.state, k.decided_at, d.name as "decided_by?", k.reason
               from certificate k left join account a on a.id = k.registered_by left join account d on d.id = k.decided_by
               where k.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: CertificateId) -> sqlx::Result<Option<Certificate>> {
    certificates!("and k.id = $1", id.0).fetch_optional(db.conn()).await
}

/// All of a contract, those that last longest first; at most 200.
pub async fn of_contract(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Certificate>> {
    certificates!("and k.contract_id = $1 order by k.valid_to desc, k.id desc limit 200", contract.0)
        .fetch_all(db.conn())
        .await
}

/// What a new row says; from the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    pub kind: String,
    pub name: String,
    pub number: String,
    pub valid_from: Date,
    pub valid_to: Date,
}

pub async fn insert(
    db: &mut Writes,
    (id, contract): (CertificateId, ContractId),
    new: &NewCertificate,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into certificate (ward_id, id, contract_id, kind, name, number, valid_from, valid_to, registered_at, registered_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        contract.0,
        new.kind,
        new.name,
        new.number,
        new.valid_from,
        new.valid_to,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else decided first.
pub async fn decide(
    db: &mut Writes,
    id: CertificateId,
    (state, reason): (&str, &str),
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update certificate set state = $2, reason = $3, decided_at = $4, decided_by = $5, version = 2
         where ward_id = (select app_ward()) and id = $1 and state = 'registered' and version = 1",
        id.0,
        state,
        reason,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
