//! Every route of the program, by feature.

use crate::{
    accounts, applications, assessments, audit, consents, contracts, courses, enrolments, fees, health, home,
    incidents, kit::routing::Routes, liaison, obligations, organisations, participants, programmes, reports,
    services, sessions,
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
        .merge(obligations::routes())
        .merge(participants::routes())
        .merge(applications::routes())
        .merge(enrolments::routes())
        .merge(consents::routes())
        .merge(courses::routes())
        .merge(sessions::routes())
        .merge(incidents::routes())
        .merge(services::routes())
        .merge(assessments::routes())
        .merge(liaison::routes())
        .merge(reports::routes())
        .merge(audit::routes())
}
