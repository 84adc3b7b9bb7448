//! In which fiscal years a contractor has had a programme.

use crate::{
    kit::db::Reads,
    vocab::ids::{ContractorId, ProgrammeVersionId},
};

/// Under any version of the programme; drafts don't count.
pub async fn years(
    db: &mut Reads,
    programme: ProgrammeVersionId,
    contractor: ContractorId,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "select distinct c.fiscal_year from contract c
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           join programme_version o on o.ward_id = v.ward_id and o.programme_id = v.programme_id and o.id = $1
         where c.ward_id = (select app_ward()) and c.contractor_id = $2 and c.state <> 'draft'",
        programme.0,
        contractor.0
    )
    .fetch_all(db.conn())
    .await
}
