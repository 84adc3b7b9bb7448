//! 準備: which sessions may be packed, what was, and what the tablet last said of each.

use time::{Date, OffsetDateTime, Time};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, HandoverId, SessionId, TabletId, TabletPackId},
};

/// A session that may be packed.
pub struct Offered {
    pub id: SessionId,
    pub course_name: String,
    pub number: i32,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub venue: String,
    pub people: i64,
}

/// The sessions of a contract from today until a day.
pub async fn offered(
    db: &mut Reads,
    contract: ContractId,
    (from, to): (Date, Date),
) -> sqlx::Result<Vec<Offered>> {
    sqlx::query_as!(
        Offered,
        r#"select s.id as "id: SessionId", k.name as course_name, s.number, s.held_on, s.starts_at, s.minutes, k.venue,
             (select count(*) from enrolment e where e.ward_id = s.ward_id and e.course_id = s.course_id and e.state <> 'waiting'
                and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, e.stay_to, s.held_on) >= s.held_on) as "people!"
           from session s join course k on k.ward_id = s.ward_id and k.id = s.course_id
           where s.ward_id = (select app_ward()) and s.contract_id = $1 and s.state in ('planned', 'open') and s.held_on between $2 and $3
           order by s.held_on, s.starts_at, s.id limit 60"#,
        contract.0,
        from,
        to
    )
    .fetch_all(db.conn())
    .await
}

/// A pack as it is written, with the id of its entry in the ledger.
pub struct NewPack<'a> {
    pub id: TabletPackId,
    pub tablet: TabletId,
    pub contract: ContractId,
    pub handover: HandoverId,
    pub people: i32,
    pub sessions: &'a [SessionId],
    pub expires_at: OffsetDateTime,
    pub by: AccountId,
    /// The hash of the machine's secret.
    pub device: &'a [u8; 32],
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewPack<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tablet_pack (ward_id, id, contract_id, tablet_id, handover_id, people, made_at, made_by, expires_at, device)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.contract.0,
        new.tablet.0,
        new.handover.0,
        new.people,
        new.now,
        new.by.0,
        new.expires_at,
        new.device
    )
    .execute(db.conn())
    .await?;
    let sessions: Vec<_> = new.sessions.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into tablet_pack_session (ward_id, pack_id, session_id, contract_id)
         select app_ward(), $1, s, $2 from unnest($3::uuid[]) s",
        new.id.0,
        new.contract.0,
        &sessions
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// A pack that was made.
pub struct Pack {
    pub id: TabletPackId,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub expires_at: OffsetDateTime,
    pub people: i32,
    pub sessions: i64,
    pub wiped: bool,
    /// What the tablet last said is unsent, over all its sessions; `None` while it never said anything.
    pub unsent: Option<i64>,
}

/// The latest packs of a tablet.
pub async fn of_tablet(db: &mut Reads, tablet: TabletId) -> sqlx::Result<Vec<Pack>> {
    sqlx::query_as!(
        Pack,
        r#"select p.id as "id: TabletPackId", p.made_at, a.name as "made_by?", p.expires_at, p.people, p.wipe_id is not null as "wiped!",
             (select count(*) from tablet_pack_session x where x.ward_id = p.ward_id and x.pack_id = p.id) as "sessions!",
             (select sum(x.unsent) from tablet_pack_session x where x.ward_id = p.ward_id and x.pack_id = p.id) as "unsent"
           from tablet_pack p left join account a on a.id = p.made_by
           where p.ward_id = (select app_ward()) and p.tablet_id = $1 order by p.made_at desc, p.id limit 50"#,
        tablet.0
    )
    .fetch_all(db.conn())
    .await
}

/// What a machine says that it still has of a session, written to every pack on it that isn't wiped.
pub async fn heard(
    db: &mut Writes,
    (tablet, session): (TabletId, SessionId),
    device: Option<[u8; 32]>,
    unsent: i32,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update tablet_pack_session x set unsent = $3, heard_at = $4 from tablet_pack p
         where x.ward_id = (select app_ward()) and x.session_id = $2 and p.ward_id = x.ward_id and p.id = x.pack_id
           and p.tablet_id = $1 and p.wipe_id is null and (p.device is null or p.device = $5)",
        tablet.0,
        session.0,
        unsent,
        now,
        device.as_ref().map(<[u8; 32]>::as_slice)
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What a tablet with a pack of a session last said of it.
pub struct Told {
    pub tablet: TabletId,
    pub label: String,
    pub unsent: Option<i32>,
    pub made_at: OffsetDateTime,
}

/// The tablets that hold a session, each by its latest pack.
pub async fn holding(db: &mut Reads, session: SessionId) -> sqlx::Result<Vec<Told>> {
    sqlx::query_as!(
        Told,
        r#"select distinct on (t.label, t.id) t.id as "tablet: TabletId", t.label, x.unsent, p.made_at
           from tablet_pack_session x join tablet_pack p on p.ward_id = x.ward_id and p.id = x.pack_id
             join tablet t on t.ward_id = p.ward_id and t.id = p.tablet_id
           where x.ward_id = (select app_ward()) and x.session_id = $1 and p.wipe_id is null
           order by t.label, t.id, x.unsent is null, p.made_at desc"#,
        session.0
    )
    .fetch_all(db.conn())
    .await
}

/// A pack that is on a machine still.
pub struct OnTablet {
    pub id: TabletPackId,
    pub made_at: OffsetDateTime,
    /// Whose it is; `None`: prepared by a program without a secret.
    pub device: Option<Vec<u8>>,
    /// What was last said to be unsent of it.
    pub unsent: i64,
}

/// The packs of a tablet that no wipe has ended.
pub async fn on_tablet(db: &mut Reads, tablet: TabletId) -> sqlx::Result<Vec<OnTablet>> {
    sqlx::query_as!(
        OnTablet,
        r#"select p.id as "id: TabletPackId", p.made_at, p.device,
             (select coalesce(sum(x.unsent), 0) from tablet_pack_session x where x.ward_id = p.ward_id and x.pack_id = p.id) as "unsent!"
           from tablet_pack p where p.ward_id = (select app_ward()) and p.tablet_id = $1 and p.wipe_id is null order by p.id"#,
        tablet.0
    )
    .fetch_all(db.conn())
    .await
}
