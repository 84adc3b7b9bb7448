//! What passed with each handover, and what of it is still out.

use time::Date;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{ContractId, CourseId, HandoverId, HeldItemId, TabletId},
};

/// A line of a handover.
pub struct Line {
    pub handover: HandoverId,
    /// The thing it is, or is a part of.
    pub item: HeldItemId,
    pub medium: String,
    pub quantity: i32,
    /// Sealed, of the thing itself; `None` for Kayoi's own entries.
    pub content: Option<Vec<u8>>,
    /// What was handed out, of Kayoi's own entries.
    pub action: Option<String>,
    pub course_name: Option<String>,
    /// Of a preparation: the tablet it is on or was on, and the number of its 消去記録.
    pub tablet: Option<TabletId>,
    pub tablet_label: Option<String>,
    pub wipe: Option<String>,
}

/// The lines of these handovers, each with the words of its thing.
pub async fn of(db: &mut Reads, handovers: &[HandoverId]) -> sqlx::Result<Vec<Line>> {
    let ids: Vec<uuid::Uuid> = handovers.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Line,
        r#"select l.handover_id as "handover: HandoverId", l.item_id as "item: HeldItemId", l.medium, l.quantity,
             i.content as "content?", o.action as "action?", k.name as "course_name?",
             t.id as "tablet?: TabletId", t.label as "tablet_label?", w.number as "wipe?"
           from handover_line l
           join handover_line i on i.ward_id = l.ward_id and i.id = l.item_id
           join handover o on o.ward_id = i.ward_id and o.id = i.handover_id
           left join course k on k.ward_id = i.ward_id and k.id = i.course_id
           left join tablet_pack p on p.ward_id = i.ward_id and p.handover_id = i.id
           left join tablet t on t.ward_id = p.ward_id and t.id = p.tablet_id
           left join tablet_wipe w on w.ward_id = p.ward_id and w.id = p.wipe_id
           where l.ward_id = (select app_ward()) and l.handover_id = any($1)
           order by l.handover_id, l.id"#,
        &ids
    )
    .fetch_all(db.conn())
    .await
}

/// A thing that is or was with the contractor.
pub struct Item {
    pub id: HeldItemId,
    pub contract: Option<ContractId>,
    pub copied_from: Option<HeldItemId>,
    pub course_name: Option<String>,
    pub medium: String,
    pub quantity: i32,
    pub content: Option<Vec<u8>>,
    pub state: String,
    pub action: Option<String>,
    pub reference: Option<String>,
    pub came_on: Date,
    /// Of a preparation, as in [`Line`].
    pub tablet: Option<TabletId>,
    pub tablet_label: Option<String>,
    pub wipe: Option<String>,
}

/// Things with the handover they came by; `$tail` says which.
macro_rules! things {
    ($tail:tt, $($value:expr),+) => {
        sqlx::query_as!(
            Item,
            r#"select l.id as "id: HeldItemId", l.contract_id as "contract: ContractId", l.copied_from as "copied_from: HeldItemId",
             k.name as "course_name?", l.medium, l.quantity, l.content, h.state, h.action, h.reference,
             coalesce(h.received_on, h.given_on, h.planned_on) as "came_on!",
             t.id as "tablet?: TabletId", t.label as "tablet_label?", w.number as "wipe?"
           from handover_line l
           join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
           left join course k on k.ward_id = l.ward_id and k.id = l.course_id
           left join tablet_pack p on p.ward_id = l.ward_id and p.handover_id = l.id
           left join tablet t on t.ward_id = p.ward_id and t.id = p.tablet_id
           left join tablet_wipe w on w.ward_id = p.ward_id and w.id = p.wipe_id
               where l.ward_id = (select app_ward()) and l.item_id = l.id "# + $tail,
            $($value),+
        )
    };
}

/// Everything of a contract that ever came into being as a thing of the contractor's, in the order in which it was written down.
pub async fn items(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Item>> {
    things!(
        "and l.contract_id = $1 and (h.kind in ('out', 'gathered', 'copied') or h.kind in ('printed', 'exported') and h.side = 'contractor')
         order by l.id",
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// One thing; `None` for what isn't one or isn't the reader's.
pub async fn item(db: &mut Reads, id: HeldItemId) -> sqlx::Result<Option<Item>> {
    things!("and l.id = $1", id.0).fetch_optional(db.conn()).await
}

/// What of a contract's things went towards the ward.
pub struct Return {
    pub item: HeldItemId,
    pub quantity: i32,
    pub state: String,
    pub received_on: Option<Date>,
}

pub async fn returns(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Return>> {
    sqlx::query_as!(
        Return,
        r#"select l.item_id as "item: HeldItemId", l.quantity, h.state, h.received_on
           from handover_line l join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
           where l.ward_id = (select app_ward()) and l.contract_id = $1 and h.kind = 'back' and l.item_id <> l.id
           order by l.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// How many things nobody has accounted for, reckoned by the database: the same for whoever may not see the lines.
pub async fn left(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    let things = sqlx::query_scalar!(r#"select things as "things!" from ledger_left($1)"#, contract.0);
    Ok(things.fetch_optional(db.conn()).await?.unwrap_or_default())
}

/// The handovers a thing went through, from the first on.
pub async fn passages(db: &mut Reads, item: HeldItemId) -> sqlx::Result<Vec<(HandoverId, i32)>> {
    let rows = sqlx::query!(
        r#"select handover_id as "handover: HandoverId", quantity from handover_line
           where ward_id = (select app_ward()) and item_id = $1 order by id"#,
        item.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.handover, row.quantity)).collect())
}

/// The copies that were made of a thing.
pub async fn copies(db: &mut Reads, item: HeldItemId) -> sqlx::Result<Vec<HeldItemId>> {
    sqlx::query_scalar!(
        r#"select id as "id: HeldItemId" from handover_line where ward_id = (select app_ward()) and copied_from = $1 order by id"#,
        item.0
    )
    .fetch_all(db.conn())
    .await
}

/// A line to be written.
pub struct NewLine<'a> {
    pub id: HeldItemId,
    pub contract: ContractId,
    pub handover: HandoverId,
    pub item: HeldItemId,
    pub copied_from: Option<HeldItemId>,
    pub course: Option<CourseId>,
    pub medium: &'a str,
    pub quantity: i32,
    pub content: Option<&'a [u8]>,
}

pub async fn insert(db: &mut Writes, new: &NewLine<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into handover_line (ward_id, id, contract_id, handover_id, item_id, copied_from, course_id, medium, quantity, content)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.contract.0,
        new.handover.0,
        new.item.0,
        new.copied_from.map(|id| id.0),
        new.course.map(|id| id.0),
        new.medium,
        new.quantity,
        new.content
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The courses of a contract, to say to which one a thing belongs.
pub async fn courses(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<(CourseId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: CourseId", name from course where ward_id = (select app_ward()) and contract_id = $1 order by name, id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The parts of things that one handover returns.
pub async fn parts(db: &mut Reads, handover: HandoverId) -> sqlx::Result<Vec<(HeldItemId, i32)>> {
    let rows = sqlx::query!(
        r#"select item_id as "item: HeldItemId", quantity from handover_line
           where ward_id = (select app_ward()) and handover_id = $1 and item_id <> id order by id"#,
        handover.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.item, row.quantity)).collect())
}
