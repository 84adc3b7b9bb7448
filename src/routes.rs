//! Every route of the program, by feature.

use crate::{
    access_reviews, accounts, add_ons, applications, assessments, audit, breaches, briefings, calendar_feeds,
    certificates, complaints, consents, contracts, council, courses, data_flows, enrolments, erasure, fees,
    filings, guidance, handovers, health, hearings, home, incidents, inspections, job_windows,
    kit::routing::Routes, lessons, liaison, measures, name_tags, obligations, organisations, participants,
    permits, person_papers, pledges, programmes, reports, requests, services, sessions, staffing, surveys,
    tablets, trainings, user_fees, venues,
};

pub fn all() -> Routes {
    Routes::new()
        .merge(health::routes())
        .merge(home::routes())
        .merge(accounts::routes())
        .merge(organisations::routes())
        .merge(programmes::routes())
        .merge(contracts::routes())
        .merge(pledges::routes())
        .merge(lessons::routes())
        .merge(permits::routes())
        .merge(surveys::routes())
        .merge(certificates::routes())
        .merge(fees::routes())
        .merge(user_fees::routes())
        .merge(obligations::routes())
        .merge(calendar_feeds::routes())
        .merge(filings::routes())
        .merge(handovers::routes())
        .merge(erasure::routes())
        .merge(measures::routes())
        .merge(data_flows::routes())
        .merge(council::routes())
        .merge(participants::routes())
        .merge(applications::routes())
        .merge(enrolments::routes())
        .merge(consents::routes())
        .merge(courses::routes())
        .merge(staffing::routes())
        .merge(venues::routes())
        .merge(briefings::routes())
        .merge(name_tags::routes())
        .merge(trainings::routes())
        .merge(sessions::routes())
        .merge(tablets::routes())
        .merge(add_ons::routes())
        .merge(incidents::routes())
        .merge(inspections::routes())
        .merge(access_reviews::routes())
        .merge(breaches::routes())
        .merge(requests::routes())
        .merge(job_windows::routes())
        .merge(complaints::routes())
        .merge(hearings::routes())
        .merge(services::routes())
        .merge(guidance::routes())
        .merge(assessments::routes())
        .merge(person_papers::routes())
        .merge(liaison::routes())
        .merge(reports::routes())
        .merge(audit::routes())
}
