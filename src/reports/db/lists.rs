//! The statements of a course's papers and lists.

use time::Date;

use crate::{
    kit::db::Reads,
    vocab::ids::{ContractId, CourseId, ProgrammeVersionId},
};

/// A course whose lists leave the system.
pub struct ListedCourse {
    pub contract: ContractId,
    pub name: String,
    pub venue: String,
    pub first_on: Date,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub contractor: String,
    pub items: Vec<String>,
}

pub async fn course(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<ListedCourse>> {
    sqlx::query_as!(
        ListedCourse,
        r#"select k.contract_id as "contract: ContractId", k.name, k.venue, k.first_on, c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", c.items, o.name as contractor
           from course k
           join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           join contractor o on o.id = c.contractor_id
           where k.ward_id = (select app_ward()) and k.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Who has or had a place in a course, in the order of the name tags.
pub async fn roster(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<uuid::Uuid>> {
    sqlx::query_scalar!(
        "select participant_id from enrolment
         where ward_id = (select app_ward()) and course_id = $1 and state in ('enrolled', 'completed') order by name_tag, id",
        course.0
    )
    .fetch_all(db.conn())
    .await
}
