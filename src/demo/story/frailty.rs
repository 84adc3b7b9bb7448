//! 青葉台市: a class of the 仙台 kind that people join by the month: eight in overlapping stays, one of them over, and three
//! applications that wait: one fit, one that has to be asked more, one not finished.

use time::{Date, Duration, Time, Weekday};

use super::{Contractors, People, paper, place::Place, scores};
use crate::{
    applications::{Applicant, Document, IdentityCheck, Judgement, Sheet, TakenAt},
    assessments::sarc_f::Grade,
    consents::{Given, Giver},
    demo::{
        build::{
            Build, Contract, Course, Custodian, Enrolled, Made, Mark, NewApplication, NewContract, NewCourse,
            NewParticipant, Participant, Planned, Taken,
        },
        people,
    },
    hearings::Request,
    participants::Identity,
    programmes::presets::sendai,
    vocab::{
        dates::{add_months, period_end},
        ids::DistrictId,
    },
};

/// Months from this one in which a stay begins; each lasts three.
const STAYS: [i32; 8] = [-3, -2, -2, -1, -1, -1, 0, 0];

pub fn tell(build: &mut Build, contractors: &Contractors, who: &People, here: &Place) -> Made {
    let set = paper(build, &here.ward)?;
    let this_month = build.today.replace_day(1).unwrap_or(build.today);
    let starts_on = add_months(this_month, -4);
    let contract = build.contract(
        &here.ward,
        &contractors.genki,
        &NewContract {
            number: "青高契第23号",
            title: "青葉台フレイル予防教室",
            programme: sendai(),
            starts_on,
            ends_on: period_end(starts_on, 12),
            state: "active",
            clause_set: Some(&set),
        },
    )?;
    let instructors = [
        (who.of("genki.manager")?, "教室指導員", "健康運動指導士"),
        (who.of("genki.recorder")?, "教室指導員", "介護予防運動指導員"),
    ];
    let staff = build.roster_accepted(&contract, &here.officer, &instructors);
    build.permit_files(&contract, &staff, &here.officer)?;
    let course = class(build, &contract)?;
    for item in staff.first().iter().flat_map(|_| &sendai().venue.standard) {
        build.venue_check(&course, &item.code, true, &staff[0]);
    }
    let members = join(build, here, &course, &staff, this_month)?;
    meet(build, &course, &members, &staff)?;
    papers(build, &contract, &course, &members, &staff)?;
    let (_, waiting) = resident(build, here, STAYS.len())?;
    build.enrol(&course, &waiting, None);
    build.papers_until(&contract, build.day(-14), staff[0].account, &here.officer)?;
    apply(build, here, &contract, &course, &staff)
}

/// Weekly since the second week of the contract, never on today's weekday: the demo has one class of today.
fn class(build: &mut Build, contract: &Contract) -> Made<Course> {
    let weekday =
        if build.today.weekday() == Weekday::Tuesday { Weekday::Thursday } else { Weekday::Tuesday };
    let week = contract.starts_on + Duration::weeks(1);
    let days = (0..7).map(|days| week + Duration::days(days));
    let first_on = days.into_iter().find(|day| day.weekday() == weekday).unwrap_or(week);
    build.course(
        contract,
        &NewCourse {
            name: "フレイル予防応援教室（泉町集会所）",
            venue: "泉町集会所 1階",
            starts_at: Time::from_hms(10, 0, 0).unwrap_or(Time::MIDNIGHT),
            capacity: 10,
            first_on,
            sessions: 44,
            state: "running",
        },
    )
}

/// Somebody with the days of their stay.
struct Member {
    enrolled: Enrolled,
    from: Date,
    to: Date,
}

/// Everybody with a place, each by an application the city accepted.
fn join(
    build: &mut Build,
    here: &Place,
    course: &Course,
    staff: &[Custodian],
    this_month: Date,
) -> Made<Vec<Member>> {
    let Some(by) = staff.first() else { return Ok(Vec::new()) };
    let mut members = Vec::new();
    for (index, ahead) in STAYS.into_iter().enumerate() {
        let (from, applied_on) =
            (add_months(this_month, ahead), add_months(this_month, ahead - 1) + Duration::days(9));
        let to = period_end(from, 3);
        let (applicant, participant) = resident(build, here, index)?;
        let enrolled = build.enrol_for(course, &participant, index + 1, (applied_on, from, to));
        let mut sheet = filled(applicant, applied_on);
        let service = given(applied_on);
        sheet.answered.consents.insert("service".to_owned(), service.clone());
        build.consent(&enrolled, ("service", true), &service, by, None)?;
        if index % 4 != 3 {
            let back = (index == 2).then(|| (build.day(-6), "家族と相談し、情報の共有をやめたいとのこと。"));
            sheet.answered.consents.insert("sharing".to_owned(), service.clone());
            build.consent(&enrolled, ("sharing", false), &service, by, back)?;
        }
        let accepted = Some((here.officer.id, &enrolled));
        let new = NewApplication {
            definition: sendai(),
            sheet: &sheet,
            applied_on,
            starts_on: Some(from),
            state: "accepted",
            by,
            accepted,
        };
        build.application(&course.contract, &new)?;
        members.push(Member { enrolled, from, to });
    }
    Ok(members)
}

/// Every session before today with who had a place; SARC-F and standing up at the first and the last of each stay.
fn meet(build: &mut Build, course: &Course, members: &[Member], staff: &[Custodian]) -> Made {
    let Some(recorder) = staff.last() else { return Ok(()) };
    let today = build.today;
    for session in course.sessions.clone().iter().filter(|session| session.on < today) {
        let here: Vec<&Member> =
            members.iter().filter(|one| (one.from..=one.to).contains(&session.on)).collect();
        let mut present = 0;
        for one in &here {
            let came = !build.dice.chance(8);
            present += usize::from(came);
            let mark = if came {
                let (pre, post) = (reading(build), reading(build));
                Mark { status: Some("present"), pre: Some(pre), post: Some(post), ..Mark::default() }
            } else {
                Mark { status: Some("absent_notified"), ..Mark::default() }
            };
            build.attendance(course, session, &one.enrolled, recorder, &mark)?;
            let week = Duration::weeks(1);
            let timing = if session.on < one.from + week {
                Some(("pre", 0))
            } else if session.on > one.to - week {
                Some(("post", 1))
            } else {
                None
            };
            if let Some((timing, gain)) = timing.filter(|_| came) {
                let taken = Taken { timing, on: session.on, by: recorder, comment: None };
                for answers in scores::of_a_stay(&mut build.dice, gain) {
                    build.assessment(&one.enrolled, &answers, &taken)?;
                }
            }
        }
        build.close(course, session, staff, present, here.len() - present);
    }
    Ok(())
}

/// Blood pressure above and below, and pulse.
fn reading(build: &mut Build) -> (i64, i64, i64) {
    let systolic = build.dice.between(112, 158);
    (systolic, systolic * 6 / 10, build.dice.between(60, 88))
}

/// A plan of somebody's own, and what everybody paid for what they keep.
fn papers(
    build: &mut Build,
    contract: &Contract,
    course: &Course,
    members: &[Member],
    staff: &[Custodian],
) -> Made {
    let (Some(by), Some(planned)) = (staff.first(), members.first()) else {
        return Ok(());
    };
    let plan = Planned {
        goals: "孫の運動会を、立って応援する。",
        actions: "教室では、いすからの立ち上がりを毎回5回ずつ3組。\n家では、朝食の前につま先立ちを10回。",
        cautions: "左の足首を痛めやすいので、準備の体操を長めにとる。",
        made_on: planned.from,
        explained: Some(("教室長", "本人")),
        agreed_on: Some(planned.from),
        by,
    };
    build.individual_plan(course, &planned.enrolled, &plan)?;
    for (number, member) in (1..).zip(members) {
        build.consent(&member.enrolled, ("materials", false), &given(member.from), by, None)?;
        let paid = (member.from, by, "運動用ゴムバンド");
        build.user_fee_receipt(contract, &member.enrolled.participant, (number, 800), paid)?;
    }
    Ok(())
}

/// Three who wait: fit, to be asked more, not finished.
fn apply(build: &mut Build, here: &Place, contract: &Contract, course: &Course, staff: &[Custodian]) -> Made {
    let Some(by) = staff.first() else { return Ok(()) };
    for (index, (state, days)) in [("submitted", -4), ("hearing", -3), ("draft", -1)].into_iter().enumerate()
    {
        let applied_on = build.day(days);
        let (applicant, centre) = particulars(build, here, index);
        let mut sheet = filled(applicant, applied_on);
        sheet.course = Some(crate::vocab::ids::CourseId(course.id));
        let condition = sheet.answered.screenings.entry("condition".to_owned()).or_default();
        match state {
            "hearing" => {
                condition.insert("a".to_owned(), ["yes".to_owned()].into());
                condition.insert("a_why".to_owned(), ["other".to_owned()].into());
            }
            "draft" => {
                condition.clear();
                sheet.identity_check = None;
            }
            _ => {}
        }
        if state != "draft" {
            sheet.answered.consents.insert("service".to_owned(), given(applied_on));
        }
        let starts_on = add_months(applied_on.replace_day(1).unwrap_or(applied_on), 1);
        let new = NewApplication {
            definition: sendai(),
            sheet: &sheet,
            applied_on,
            starts_on: Some(starts_on),
            state,
            by,
            accepted: None,
        };
        let application = build.application(contract, &new)?;
        let judged = Judgement::of(sendai(), &sheet, applied_on, Some(starts_on));
        for open in judged.sheets.iter().filter(|one| state == "hearing" && one.is_open()) {
            let items = &sendai().information_items;
            let request = Request::new("青葉台フレイル予防教室", applied_on, &sheet.applicant, open, items);
            build.hearing(contract, (application, centre.id), (&open.code, &request), by)?;
        }
    }
    Ok(())
}

/// An applicant who is already in the register.
fn resident(build: &mut Build, here: &Place, index: usize) -> Made<(Applicant, Participant)> {
    let (applicant, centre) = particulars(build, here, index);
    let sex = if applicant.sex == "female" { "female" } else { "male" };
    let new = NewParticipant { sex, certification: "none", identity: applicant.identity.clone() };
    let participant = build.participant(&here.ward, &centre, applicant.district.0, new)?;
    Ok((applicant, participant))
}

fn particulars(build: &mut Build, here: &Place, index: usize) -> (Applicant, crate::demo::build::Centre) {
    let centre = here.centre(index).clone();
    let (district, place) = centre.districts[index % centre.districts.len()].clone();
    let sex = if index % 3 == 2 { "male" } else { "female" };
    let mut dice = build.dice.clone();
    let identity: Identity = people::identity(&mut dice, build.today, &here.ward.name, &place, sex);
    build.dice = dice;
    let applicant = Applicant {
        identity,
        sex: sex.to_owned(),
        district: DistrictId(district),
        district_name: place,
        certification: "none".to_owned(),
        certified_from: None,
        certified_to: None,
    };
    (applicant, centre)
}

/// Five points.
const SARC_F: [Option<Grade>; 5] =
    [Some(Grade::One), Some(Grade::Zero), Some(Grade::One), Some(Grade::Two), Some(Grade::One)];

/// Everything answered, and nothing that excludes.
fn filled(applicant: Applicant, applied_on: Date) -> Sheet {
    let mut sheet = Sheet::blank(applicant, TakenAt::Venue);
    sheet.identity_check =
        Some(IdentityCheck { document: Document::MyNumberCard, on: applied_on, by: "早川".to_owned() });
    let answered = &mut sheet.answered;
    (answered.resident, answered.own_facility_user) = (Some(true), Some(false));
    answered.sarc_f.0 = SARC_F;
    let condition = answered.screenings.entry("condition".to_owned()).or_default();
    for question in ["a", "b", "c1", "c2", "c3", "c4", "c5", "c6"] {
        condition.insert(question.to_owned(), ["no".to_owned()].into());
    }
    condition.insert("notes".to_owned(), ["高血圧（内服中）。ふだんは130くらい。".to_owned()].into());
    sheet
}

fn given(on: Date) -> Given {
    Given {
        agreed: true,
        explained_on: on,
        explained_by: "教室長 早川".to_owned(),
        answered_on: on,
        by: Giver::Person,
        family: String::new(),
    }
}
