//! Opening register rows for lists and pages of any feature: one place where a participant's name becomes readable, so
//! that every reading is in the audit stream and every contractor sees its projection.

use serde::{Deserialize, Deserializer, de::Error as _};
use time::Date;
use uuid::Uuid;

use super::Identity;
use crate::{
    kit::{ctx::Ctx, db::Reads, error::Result, permission::Permission},
    programmes::InformationItem,
    sealing::Unit,
    vocab::{
        dates::everyday_age,
        ids::{CentreId, ContractId, DistrictId, ParticipantId},
    },
};

/// The columns of `participant` that every list reads, sealed part included; also as PostgreSQL writes the row as JSON.
#[derive(Deserialize)]
pub struct Register {
    pub id: ParticipantId,
    pub number: i32,
    #[serde(rename = "centre_id")]
    pub centre: CentreId,
    #[serde(rename = "district_id")]
    pub district: DistrictId,
    pub sex: String,
    pub birth_year: i32,
    pub certification: String,
    #[serde(deserialize_with = "bytea")]
    pub sealed: Vec<u8>,
    pub version: i32,
}

/// Personal data never reaches a log.
impl std::fmt::Debug for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Register({})", self.id)
    }
}

/// `\x` and hexadecimal digits.
fn bytea<'de, D: Deserializer<'de>>(text: D) -> std::result::Result<Vec<u8>, D::Error> {
    let text = String::deserialize(text)?;
    let digits = text.strip_prefix("\\x").unwrap_or_default().as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect::<Option<_>>().ok_or_else(|| D::Error::custom("no bytea"))
}

/// An opened participant.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: ParticipantId,
    pub number: i32,
    pub centre: CentreId,
    pub district: DistrictId,
    pub sex: String,
    pub certification: String,
    pub version: i32,
    pub identity: Identity,
}

impl Person {
    /// Empty when the birth date is not among the contract's items.
    pub fn age_on(&self, day: Date) -> Option<i32> {
        (self.identity.born_on != Date::MIN).then(|| everyday_age(self.identity.born_on, day))
    }
}

/// 女・男・その他
pub fn sex_label(sex: &str) -> &'static str {
    match sex {
        "female" => "女",
        "male" => "男",
        _ => "その他",
    }
}

/// Opens one row and notes in the audit stream that it was seen. `items`: the contract's, for a contractor; `None` for the
/// ward and the centre of the person's own district.
pub fn open<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    row: Register,
    items: Option<&[InformationItem]>,
) -> Result<Person> {
    let ward = cx.ward().0;
    let identity: Identity = cx.open(row.id, Unit::Ward(ward), row.id.0, row.version, &row.sealed)?;
    Ok(person(row, identity, items))
}

/// Opens one row to sort or compare by it, without showing it to anybody. Whoever then shows it says so: [`Ctx::saw`].
pub fn peek<P: Permission, M>(
    cx: &Ctx<P, M>,
    row: Register,
    items: Option<&[InformationItem]>,
) -> Result<Person> {
    let identity: Identity = cx.open_paper(Unit::Ward(cx.ward().0), row.id.0, row.version, &row.sealed)?;
    Ok(person(row, identity, items))
}

fn person(row: Register, identity: Identity, items: Option<&[InformationItem]>) -> Person {
    let identity = match items {
        Some(items) => identity.projected(items),
        None => identity,
    };
    Person {
        id: row.id,
        number: row.number,
        centre: row.centre,
        district: row.district,
        sex: row.sex,
        certification: row.certification,
        version: row.version,
        identity,
    }
}

/// What a contractor's contract lets it see; `None` for wards and centres, who see all of what is theirs.
pub async fn items_for<P: Permission, M: Send>(cx: &mut Ctx<P, M>) -> Result<Option<Vec<InformationItem>>> {
    if !cx.actor().role.is_contractor() {
        return Ok(None);
    }
    let contract = cx.contract()?;
    Ok(Some(items_of(cx.db(), contract).await?))
}

/// One participant this person may see, or `None`.
pub async fn find(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Option<Register>> {
    sqlx::query_as!(
        Register,
        r#"select id as "id: ParticipantId", number, centre_id as "centre: CentreId", district_id as "district: DistrictId", sex, birth_year,
                  certification, sealed, version
           from participant where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Several participants, in no order; those this person may not see are missing.
pub async fn find_many(db: &mut Reads, ids: &[Uuid]) -> sqlx::Result<Vec<Register>> {
    sqlx::query_as!(
        Register,
        r#"select id as "id: ParticipantId", number, centre_id as "centre: CentreId", district_id as "district: DistrictId", sex, birth_year,
                  certification, sealed, version
           from participant where ward_id = (select app_ward()) and id = any($1)"#,
        ids
    )
    .fetch_all(db.conn())
    .await
}

/// The information items of a contract; what a contractor is shown goes through them.
pub async fn items_of(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<InformationItem>> {
    let codes = sqlx::query_scalar!(
        "select items from contract where ward_id = (select app_ward()) and id = $1",
        contract.0
    )
    .fetch_one(db.conn())
    .await?;
    Ok(codes.iter().filter_map(|code| InformationItem::from_code(code)).collect())
}
