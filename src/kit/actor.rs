//! Who asks: the signed-in person, read anew by `enter()` at the start of every transaction.

use time::OffsetDateTime;

use super::{
    cookie::LoginToken,
    db::Reads,
    error::{AppError, Result},
    permission::{Permission, Role},
};
use crate::{
    accounts::limits,
    vocab::ids::{AccountId, CentreId, ContractId, ContractorId, DesignationId, JobWindowId, WardId},
};

/// The signed-in person, as `enter()` found them at the start of this request.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    pub role: Role,
    pub person: String,
    /// The ward this request is about. Nil only before a contractor has chosen a contract.
    pub ward: WardId,
    pub ward_name: String,
    pub organisation: String,
    pub contractor: Option<ContractorId>,
    pub centre: Option<CentreId>,
    /// The contract a contractor's or an operator's login acts under.
    pub contract: Option<ContractId>,
    pub contract_title: String,
    /// The accepted entry in that contract's 従事者名簿; `None` for a contractor means: sees no people.
    pub designation: Option<DesignationId>,
    pub is_custodian_manager: bool,
    /// The job window an operator's login works inside; `None` outside any.
    pub window: Option<JobWindowId>,
}

impl Actor {
    /// Whether personal data may be shown at all: a contractor needs an accepted designation.
    pub fn sees_people(&self) -> bool {
        !self.role.is_contractor() || self.designation.is_some()
    }

    /// Whether a page of this permission opens for them.
    pub fn opens<P: Permission>(&self) -> bool {
        P::allows(self.role) && (!P::PEOPLE || self.sees_people())
    }
}

/// The first statement of every transaction, which also tells the database what time it is. `None`: no live login.
pub(super) async fn enter(
    db: &mut Reads,
    token: &LoginToken,
    now: OffsetDateTime,
) -> Result<Option<(Actor, bool)>> {
    let idle = sqlx::postgres::types::PgInterval {
        months: 0,
        days: 0,
        microseconds: limits::idle(token.pool).whole_microseconds() as i64,
    };
    let row = sqlx::query!(
        r#"select account_id as "account!", kind as "kind!", role as "role!", person as "person!", must_change as "must_change!",
                  ward_id as ward, ward_name, organisation as "organisation!", contractor_id as contractor, centre_id as centre,
                  contract_id as contract, contract_title, designation_id as designation, custody, window_id as "window",
                  set_config('app.now', $2::timestamptz::text, true) as told
           from enter($1, $2, $3)"#,
        token.hash(),
        now,
        idle
    )
    .fetch_optional(db.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role = Role::of(&row.kind, &row.role).ok_or_else(|| AppError::bug("unknown role"))?;
    let actor = Actor {
        account: AccountId(row.account),
        role,
        person: row.person,
        ward: WardId(row.ward.unwrap_or_default()),
        ward_name: row.ward_name.unwrap_or_default(),
        organisation: row.organisation,
        contractor: row.contractor.map(ContractorId),
        centre: row.centre.map(CentreId),
        contract: row.contract.map(ContractId),
        contract_title: row.contract_title.unwrap_or_default(),
        designation: row.designation.map(DesignationId),
        is_custodian_manager: row.custody.as_deref() == Some("custodian_manager"),
        window: row.window.map(JobWindowId),
    };
    Ok(Some((actor, row.must_change)))
}
