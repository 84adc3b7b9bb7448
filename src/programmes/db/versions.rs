//! The versions of a programme.

use time::OffsetDateTime;

use crate::{
    kit::db::Reads,
    vocab::ids::{ProgrammeId, ProgrammeVersionId},
};

/// A version with what the programme's page says of it.
pub struct Version {
    pub id: ProgrammeVersionId,
    pub number: i32,
    /// `draft`, `published` or `retired`.
    pub state: String,
    pub note: String,
    pub made_at: OffsetDateTime,
    pub published_at: Option<OffsetDateTime>,
    pub retired_at: Option<OffsetDateTime>,
    /// Empty when the program published it, or when the reader may not see the account.
    pub published_by: String,
    pub contracts: i64,
}

impl Version {
    pub fn is_draft(&self) -> bool {
        self.state == "draft"
    }

    pub fn is_published(&self) -> bool {
        self.state == "published"
    }
}

/// Every version, newest first.
pub async fn of(db: &mut Reads, programme: ProgrammeId) -> sqlx::Result<Vec<Version>> {
    sqlx::query_as!(
        Version,
        r#"select v.id as "id: ProgrammeVersionId", v.number, v.state, v.note, v.made_at, v.published_at, v.retired_at,
                  coalesce(a.name, '') as "published_by!",
                  (select count(*) from contract c where c.ward_id = v.ward_id and c.programme_version_id = v.id) as "contracts!"
           from programme_version v left join account a on a.id = v.published_by
           where v.ward_id = (select app_ward()) and v.programme_id = $1 order by v.number desc"#,
        programme.0
    )
    .fetch_all(db.conn())
    .await
}

/// A version's definition as it is stored.
pub struct Stored {
    pub text: String,
    /// No draft: it never changes again.
    pub is_final: bool,
}

/// # Errors
/// `RowNotFound` when the reader may not see it.
pub async fn stored(db: &mut Reads, version: ProgrammeVersionId) -> sqlx::Result<Stored> {
    sqlx::query_as!(
        Stored,
        r#"select definition::text as "text!", state <> 'draft' as "is_final!" from programme_version
           where ward_id = (select app_ward()) and id = $1"#,
        version.0
    )
    .fetch_one(db.conn())
    .await
}
