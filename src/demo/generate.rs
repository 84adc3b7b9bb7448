//! Large data for `docs/performance.md`, through the same builder: real sealing, real search tokens, every row as the
//! program would write it. Operations are left out; the roster and the reports read `attendance`.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime, Time};

use super::build::{
    Account, Build, Contract, Contractor, Course, Custodian, Login, Made, Mark, NewContract, NewCourse,
    Participant, Submission, Ward,
};
use crate::{database::Database, kit::permission::Role, programmes::meguro, sealing::Keyring};

/// How much to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub wards: u16,
    pub participants_per_ward: usize,
    /// Courses that each participant has been in.
    pub courses_each: usize,
}

impl Size {
    /// 1 ward, 200 participants, about 1,800 attendances.
    pub const S: Self = Self { wards: 1, participants_per_ward: 200, courses_each: 1 };
    /// 23 wards, 20,000 participants, about 500,000 attendances.
    pub const M: Self = Self { wards: 23, participants_per_ward: 870, courses_each: 2 };

    pub fn of(name: &str) -> Option<Self> {
        match name {
            "S" | "s" => Some(Self::S),
            "M" | "m" => Some(Self::M),
            _ => None,
        }
    }
}

const CLASS: usize = 20;
/// A ward's people are shared out among this many contracts.
const CONTRACTS: usize = 5;
const SESSIONS: u16 = 16;

/// One ward after the other, each in a transaction of its own. `tell` hears of each ward.
pub async fn generate(
    database: &Database,
    keys: &Keyring,
    today: Date,
    now: OffsetDateTime,
    size: Size,
    tell: impl Fn(u16, usize),
) -> Made {
    let mut admin = database.admin().await?;
    let there: i64 =
        sqlx::query_scalar("select count(*) from ward where code like '98%'").fetch_one(&mut admin).await?;
    for number in u16::try_from(there).unwrap_or_default()..size.wards {
        let attendances = ward(&mut admin, keys, (today, now), number, size).await?;
        tell(number + 1, attendances);
    }
    sqlx::raw_sql("vacuum (analyze)").execute(&mut admin).await?;
    Ok(())
}

async fn ward(
    admin: &mut PgConnection,
    keys: &Keyring,
    (today, now): (Date, OffsetDateTime),
    number: u16,
    size: Size,
) -> Made<usize> {
    let mut build = Build::new(keys, today, now, 0x9800 + u64::from(number));
    let build = &mut build;
    let ward = build.ward(&format!("98{number:04}"), &format!("試験{}区", number + 1), "高齢福祉課")?;
    let centres = ["東", "西", "南", "北"].map(|side| {
        build.centre(
            &ward,
            &format!("試験{}{side}包括", number + 1),
            "試験会",
            &[&format!("{side}1丁目"), &format!("{side}2丁目")],
        )
    });
    let contractor = build.contractor(&format!("1{number:012}"), &format!("試験法人{}", number + 1), "東都");
    let officer = build.ward_account(
        &ward,
        Role::WardOfficer,
        Login { login_name: &format!("bench.officer.{number}"), name: "試験 区職員", hash: None },
    );
    let manager = build.contractor_account(
        &contractor,
        Role::ContractorManager,
        Login { login_name: &format!("bench.manager.{number}"), name: "試験 管理者", hash: None },
    );
    let mut people = Vec::with_capacity(size.participants_per_ward);
    for index in 0..size.participants_per_ward {
        people.push(build.somebody(&ward, &centres[index % centres.len()])?);
    }
    let mut attendances = 0;
    for (index, share) in people.chunks(people.len().div_ceil(CONTRACTS).max(1)).enumerate() {
        attendances += contract(
            build,
            (&ward, &contractor),
            (&officer, &manager),
            (index + 1, share),
            size.courses_each,
        )?;
    }
    let build = std::mem::replace(build, Build::new(keys, today, now, 0));
    build.write(admin).await?;
    Ok(attendances)
}

/// A contract with its courses and the report on the first of them that is finished.
fn contract(
    build: &mut Build,
    (ward, contractor): (&Ward, &Contractor),
    (officer, manager): (&Account, &Account),
    (number, people): (usize, &[Participant]),
    courses_each: usize,
) -> Made<usize> {
    let contract = build.contract(
        ward,
        contractor,
        &NewContract {
            number: &format!("試第{number}号"),
            title: &format!("試験教室{number}"),
            programme: meguro(),
            starts_on: build.day(-360),
            ends_on: build.day(120),
            state: "active",
            clause_set: None,
        },
    )?;
    let staff = build.roster_accepted(&contract, officer, &[(manager, "管理者", "保健師")]);
    let mut attendances = 0;
    for round in 0..courses_each {
        for (class, people) in people.chunks(CLASS).enumerate() {
            let (made, count) = course(build, &contract, &staff, people, round)?;
            attendances += count;
            if let (Some(by), 0, true) = (staff.first(), class, round + 1 == courses_each) {
                let due_on = build.day(30);
                build.course_report(
                    &made,
                    &Submission { state: "draft", due_on, by, officer, narrative: "" },
                )?;
            }
        }
    }
    Ok(attendances)
}

/// The last round is half-way through and meets today.
fn course(
    build: &mut Build,
    contract: &Contract,
    staff: &[Custodian],
    people: &[Participant],
    round: usize,
) -> Made<(Course, usize)> {
    let first_on = build.day(if round == 0 { -63 } else { -210 });
    let (state, starts_at) =
        (if round == 0 { "running" } else { "finished" }, Time::from_hms(14, 0, 0).unwrap_or(Time::MIDNIGHT));
    let course = build.course(
        contract,
        &NewCourse {
            name: "試験コース",
            venue: "試験会館",
            starts_at,
            capacity: 20,
            first_on,
            sessions: SESSIONS,
            state,
        },
    )?;
    let enrolled: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(index, person)| build.enrol(&course, person, Some(index + 1)))
        .collect();
    let mut count = 0;
    for session in course.sessions.iter().filter(|s| s.on < build.today).cloned().collect::<Vec<_>>() {
        for person in &enrolled {
            let systolic = build.dice.between(108, 168);
            let reading = (systolic, systolic * 6 / 10, build.dice.between(58, 92));
            let absent = build.dice.chance(10);
            let memo = (!absent && build.dice.chance(5)).then_some("体調は変わりなし。");
            let mark = if absent {
                Mark { status: Some("absent_notified"), ..Mark::default() }
            } else {
                Mark { status: Some("present"), pre: Some(reading), post: Some(reading), memo, flags: &[] }
            };
            build.bare_attendance(&course, &session, person, None, &mark)?;
            count += 1;
        }
        build.close(&course, &session, staff, people.len(), 0);
    }
    Ok((course, count))
}
