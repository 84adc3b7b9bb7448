//! Every route of the program, by feature.

use crate::{
    accounts, assessments, audit, complaints, contracts, courses, enrolments, fees, filings, health, home,
    incidents, kit::routing::Routes, liaison, obligations, organisations, participants, person_papers,
    programmes, reports, services, sessions, user_fees,
};

pub fn all() -> Routes {
    Routes::new()
        .merge(health::routes())
        .merge(home::routes())
        .merge(accounts::routes())
        .merge(organisations::routes())
        .merge(programmes::routes())
        .merge(contracts::routes())
        .merge(fees::routes())
        .merge(user_fees::routes())
        .merge(obligations::routes())
        .merge(filings::routes())
        .merge(participants::routes())
        .merge(enrolments::routes())
        .merge(courses::routes())
        .merge(sessions::routes())
        .merge(incidents::routes())
        .merge(complaints::routes())
        .merge(services::routes())
        .merge(assessments::routes())
        .merge(person_papers::routes())
        .merge(liaison::routes())
        .merge(reports::routes())
        .merge(audit::routes())
}
