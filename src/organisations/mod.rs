//! 組織: the ward's departments, its care centres with their districts, and the contractors (who exist once, by 法人番号).
//! Invariants: a 町丁目 belongs to one centre; a contractor is entered once for all wards and its accounts are its own —
//! a ward makes the very first manager of a contractor that has none, nothing more; and where another ward made it, they work
//! under this ward's contracts only once it has asked the company for its manager's 利用者ID.

mod closed_days;
pub mod db;
mod districts;
mod pages;
mod views;

use crate::{
    kit::{db::Reads, form::Choice, routing::Routes},
    permission,
    vocab::business_days::ClosedDays,
};

use closed_days::Entry;
pub use closed_days::{Entry as ClosedEntry, closed_days as closed_days_of};

permission!(pub ManageOrganisations, "organisation.manage", [WardAdmin, WardOfficer]);

/// The ward's care centres, for a select.
pub async fn centre_choices(db: &mut Reads) -> sqlx::Result<Vec<Choice>> {
    Ok(db::centres(db).await?.into_iter().map(|c| Choice::new(c.id.to_string(), c.name)).collect())
}

/// The ward's departments, for a select.
pub async fn department_choices(db: &mut Reads) -> sqlx::Result<Vec<Choice>> {
    Ok(db::departments(db).await?.into_iter().map(|d| Choice::new(d.id.to_string(), d.name)).collect())
}

/// Every contractor with its 法人番号, for a select.
pub async fn contractor_choices(db: &mut Reads) -> sqlx::Result<Vec<Choice>> {
    let choice =
        |c: db::Contractor| Choice::new(c.id.to_string(), format!("{}（{}）", c.name, c.corporate_number));
    Ok(db::all_contractors(db).await?.into_iter().map(choice).collect())
}

/// When the ward is closed.
pub async fn closed_days(db: &mut Reads) -> sqlx::Result<ClosedDays> {
    let entries: Vec<Entry> = db::closed_days::all(db).await?.into_iter().map(|(_, entry)| entry).collect();
    Ok(closed_days::closed_days(&entries))
}

pub fn routes() -> Routes {
    use pages::{centres, closed_days, contractors, departments};
    Routes::new()
        .get("/organisations", contractors::list)
        .get("/organisations/contractors/new", contractors::new)
        .post("/organisations/contractors", contractors::create)
        .get("/organisations/contractors/{id}", contractors::show)
        .post("/organisations/contractors/{id}/manager", contractors::invite)
        .post("/organisations/contractors/{id}/check", contractors::check)
        .get("/organisations/centres", centres::list)
        .get("/organisations/centres/new", centres::new)
        .post("/organisations/centres", centres::create)
        .get("/organisations/centres/{id}", centres::edit)
        .post("/organisations/centres/{id}", centres::update)
        .get("/organisations/closed-days", closed_days::list)
        .post("/organisations/closed-days", closed_days::add)
        .get("/organisations/closed-days/{id}/removal", closed_days::removing)
        .post("/organisations/closed-days/{id}/removal", closed_days::remove)
        .get("/organisations/departments", departments::list)
        .get("/organisations/departments/new", departments::new)
        .post("/organisations/departments", departments::create)
        .get("/organisations/departments/{id}", departments::edit)
        .post("/organisations/departments/{id}", departments::update)
}
