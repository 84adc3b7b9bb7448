//! The statements of the list of participants: what a filter offers, and the people who fit it. Operators on protected
//! tables are leakproof (`=`, `any`), so indexes serve under row-level security; sealed rows are read for the page alone.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    kit::db::Reads,
    participants::{Register, filter::Filter},
    vocab::ids::{AccountId, CentreId, DistrictId, ParticipantId, SearchId},
};

/// Something a filter offers. `kind`: contract, course, centre, district; or `search` with the sealed words of a search.
pub struct Offered {
    pub kind: String,
    pub id: Uuid,
    pub name: String,
    pub sealed: Option<Vec<u8>>,
}

/// All that the page's form needs, in one statement. `search` is the asking person's own, not older than `since`.
pub async fn offered(
    db: &mut Reads,
    search: Option<SearchId>,
    account: AccountId,
    since: OffsetDateTime,
) -> sqlx::Result<Vec<Offered>> {
    sqlx::query_as!(
        Offered,
        r#"select o.kind as "kind!", o.id as "id!", o.name as "name!", o.sealed from (
             select 'contract' as kind, id, title as name, null::bytea as sealed from contract where ward_id = (select app_ward()) and state <> 'draft'
             union all select 'course', id, name, null from course where ward_id = (select app_ward())
             union all select 'centre', id, name, null from centre where ward_id = (select app_ward())
             union all select 'district', id, name, null from district where ward_id = (select app_ward())
             union all select 'search', id, '', sealed from search where ward_id = (select app_ward()) and id = $1 and account_id = $2 and made_at > $3
           ) o order by o.kind, o.name"#,
        search.map(|s| s.0),
        account.0,
        since
    )
    .fetch_all(db.conn())
    .await
}

/// The same for a contractor, who has no stored searches.
pub async fn offered_to_contractor(db: &mut Reads) -> sqlx::Result<Vec<Offered>> {
    sqlx::query_as!(
        Offered,
        r#"select o.kind as "kind!", o.id as "id!", o.name as "name!", null::bytea as sealed from (
             select 'course' as kind, id, name from course where ward_id = (select app_ward())
             union all select 'centre', id, name from centre where ward_id = (select app_ward())
             union all select 'district', id, name from district where ward_id = (select app_ward())
           ) o order by o.kind, o.name"#
    )
    .fetch_all(db.conn())
    .await
}

/// One line of the list before it is opened.
pub struct Hit {
    pub id: ParticipantId,
    pub number: i32,
    pub centre: CentreId,
    pub district: DistrictId,
    pub sex: String,
    pub birth_year: i32,
    pub certification: String,
    pub sealed: Vec<u8>,
    pub version: i32,
    /// How many fit the filter in all.
    pub total: i64,
    /// Live enrolments: `state` and the course's name (empty for an individual service), in the same order.
    pub states: Vec<String>,
    pub courses: Vec<String>,
}

impl Hit {
    pub fn register(&self) -> Register {
        Register {
            id: self.id,
            number: self.number,
            centre: self.centre,
            district: self.district,
            sex: self.sex.clone(),
            birth_year: self.birth_year,
            certification: self.certification.clone(),
            sealed: self.sealed.clone(),
            version: self.version,
        }
    }
}

/// How much of the result to read: everything up to `all_up_to` people (to be sorted by reading in the program), else
/// `size` of them by number from `offset` on.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub all_up_to: i64,
    pub size: i64,
    pub offset: i64,
}

/// `$1` the candidates' source; the rest is the same: filters, count, then the page with its live enrolments (`$places`). Sealed
/// parts come along in the first reading as long as all may be wanted; beyond that, those of the page are looked up.
macro_rules! hits {
    ($source:literal, $places:literal, $db:expr, $filter:expr, $window:expr, $first:expr) => {
        sqlx::query_as!(
            Hit,
            "with hit as materialized (select p.id, p.number, p.centre_id, p.district_id, p.sex, p.birth_year, p.certification, p.version,
                 case when row_number() over () <= $10::bigint then p.sealed end as sealed from "
                + $source
                + r#" where p.ward_id = (select app_ward())
                 and ($2::uuid is null or p.centre_id = $2) and ($3::uuid is null or p.district_id = $3)
                 and ($4::text is null or p.certification = $4)
                 and (not $5::bool or p.id in (select e.participant_id from enrolment e where e.ward_id = (select app_ward())
                   and ($6::uuid is null or e.contract_id = $6) and ($7::uuid is null or e.course_id = $7) and ($8::text is null or e.state = $8)))
                 and (not $9::bool or p.id not in (select e.participant_id from enrolment e where e.ward_id = (select app_ward())
                   and e.state in ('waiting', 'enrolled')))),
               counted as (select count(*) as n from hit),
               page as materialized (select * from hit order by number
                 limit (select case when n <= $10::bigint then $10::bigint else $11::bigint end from counted)
                 offset (select case when n <= $10::bigint then 0 else $12::bigint end from counted)),
               named as materialized (select id, name from course where ward_id = (select app_ward()))
               select p.id as "id!: ParticipantId", p.number as "number!", p.centre_id as "centre!: CentreId",
                 p.district_id as "district!: DistrictId", p.sex as "sex!", p.birth_year as "birth_year!",
                 p.certification as "certification!", p.version as "version!", (select n from counted) as "total!",
                 coalesce(p.sealed, (select q.sealed from participant q where q.ward_id = (select app_ward()) and q.id = p.id)) as "sealed!",
                 coalesce(l.states, '{}') as "states!", coalesce(l.courses, '{}') as "courses!"
               from page p left join "#
                + $places
                + r#" order by p.number"#,
            $first,
            $filter.centre.map(|c| c.0),
            $filter.district.map(|d| d.0),
            $filter.certification.as_deref(),
            $filter.asks_for_enrolment(),
            $filter.contract.map(|c| c.0),
            $filter.course.map(|c| c.0),
            $filter.enrolment_state(),
            $filter.asks_for_nothing_live(),
            $window.all_up_to,
            $window.size,
            $window.offset
        )
        .fetch_all($db.conn())
        .await
    };
}

/// Everybody who fits the filter, or the one with `number`. The ward's live enrolments are read once: a look-up for every
/// person costs more from about one person in twenty on.
pub async fn browse(db: &mut Reads, filter: &Filter, window: Window) -> sqlx::Result<Vec<Hit>> {
    hits!(
        "(select * from participant q where $1::int is null or q.number = $1) p",
        r#"(select e.participant_id, array_agg(e.state order by e.applied_on desc, e.id) as states,
              array_agg(coalesce(c.name, '') order by e.applied_on desc, e.id) as courses
            from enrolment e left join named c on c.id = e.course_id
            where e.ward_id = (select app_ward()) and e.state in ('waiting', 'enrolled')
              and (e.participant_id in (select id from page)) is true
            group by e.participant_id) l on l.participant_id = p.id"#,
        db,
        filter,
        window,
        filter.number
    )
}

/// Those who have all of `tokens` and fit the filter: few, so each one's enrolments are looked up.
pub async fn search(
    db: &mut Reads,
    tokens: &[Vec<u8>],
    filter: &Filter,
    window: Window,
) -> sqlx::Result<Vec<Hit>> {
    hits!(
        r#"(select t.participant_id from search_token t where t.ward_id = (select app_ward()) and t.token = any($1::bytea[])
            group by t.participant_id having count(*) = cardinality($1::bytea[])) t
           join participant p on p.id = t.participant_id"#,
        r#"lateral (select array_agg(e.state order by e.applied_on desc, e.id) as states,
              array_agg(coalesce(c.name, '') order by e.applied_on desc, e.id) as courses
            from enrolment e left join named c on c.id = e.course_id
            where e.ward_id = (select app_ward()) and e.participant_id = p.id and e.state in ('waiting', 'enrolled')) l on true"#,
        db,
        filter,
        window,
        tokens
    )
}
