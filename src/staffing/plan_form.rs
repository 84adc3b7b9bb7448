//! 回ごとの計画 as typed: one form for all sessions of a course.

use uuid::Uuid;

use super::{
    db::{Listed, Session},
    loading::{Loaded, line_of},
};
use crate::{
    kit::form::Form,
    programmes::Definition,
    vocab::ids::{DesignationId, SessionId},
};

/// Longest content or aim, in characters.
const TEXT: usize = 500;
/// Who leads every session that names nobody of its own.
pub const EVERY: &str = "staff-all";

/// The plan of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub session: SessionId,
    pub content: String,
    pub aim: String,
    pub add_ons: Vec<String>,
    pub staff: Vec<DesignationId>,
}

/// The field of a session's part.
pub fn field(part: &str, number: i32) -> String {
    format!("{part}-{number}")
}

/// Whether the plan of a session may still be written.
pub fn is_open(session: &Session) -> bool {
    matches!(session.state.as_str(), "planned" | "open")
}

/// The sum of the plans' versions: another one means that somebody wrote meanwhile.
pub fn version(sessions: &[Session]) -> i32 {
    sessions.iter().filter_map(|session| session.plan_version).sum()
}

/// The form as it is stored, with the lines of today's accepted list in place of older ones.
pub fn stored(loaded: &Loaded, lines: &[Listed]) -> Form {
    let mut form = Form::empty().with("version", version(&loaded.sessions).to_string());
    for session in loaded.sessions.iter().filter(|session| is_open(session)) {
        form = form
            .with(&field("content", session.number), &session.content)
            .with(&field("aim", session.number), &session.aim);
        for code in &session.add_ons {
            form = form.with(&field("add_on", session.number), code);
        }
        for line in loaded.duties_of(session.id, true).filter_map(|duty| line_of(lines, duty.account)) {
            form = form.with(&field("staff", session.number), line.id.to_string());
        }
    }
    form
}

/// Reads the form; `None` when it has problems. Sessions about which nothing was ever said are left out.
pub fn read(
    form: &mut Form,
    programme: &Definition,
    sessions: &[Session],
    lines: &[Listed],
) -> Option<Vec<Planned>> {
    let ids: Vec<String> = lines.iter().map(|line| line.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let add_ons: Vec<&str> = programme.add_ons.iter().map(|add_on| add_on.code.as_str()).collect();
    let every = form.choices(EVERY, "すべての回の従事者", &ids);
    let read: Vec<Option<Planned>> = sessions
        .iter()
        .filter(|session| is_open(session))
        .map(|session| one(form, session, &ids, &add_ons))
        .collect();
    if form.has_problems() {
        return None;
    }
    let every = designations(&every?);
    let mut plans: Vec<Planned> = read.into_iter().collect::<Option<_>>()?;
    for plan in plans.iter_mut().filter(|plan| plan.staff.is_empty() && !plan.content.is_empty()) {
        plan.staff.clone_from(&every);
    }
    let was_planned = |id: SessionId| sessions.iter().any(|s| s.id == id && s.plan_version.is_some());
    plans.retain(|plan| !plan.content.is_empty() || was_planned(plan.session));
    Some(plans)
}

fn one(form: &mut Form, session: &Session, ids: &[&str], add_ons: &[&str]) -> Option<Planned> {
    let label = |what: &str| format!("第{}回の{what}", session.number);
    let content = form.optional_lines(&field("content", session.number), &label("内容"), TEXT)?;
    let aim = form.optional_lines(&field("aim", session.number), &label("ねらい"), TEXT)?;
    let add_ons = form.choices(&field("add_on", session.number), &label("加算プログラム"), add_ons)?;
    let staff = form.choices(&field("staff", session.number), &label("配置予定従事者"), ids)?;
    if content.is_empty() && !(aim.is_empty() && add_ons.is_empty() && staff.is_empty()) {
        let message = format!("{}を入力してください。例：準備体操、手ぬぐい体操、健康の話", label("内容"));
        form.refuse(&field("content", session.number), message);
        return None;
    }
    Some(Planned { session: session.id, content, aim, add_ons, staff: designations(&staff) })
}

fn designations(ids: &[String]) -> Vec<DesignationId> {
    ids.iter().filter_map(|id| id.parse::<Uuid>().ok()).map(DesignationId).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{programmes::meguro, vocab::ids::AccountId};

    const KO: Uuid = Uuid::from_u128(10);
    const OTSU: Uuid = Uuid::from_u128(11);

    fn session(number: i32, state: &str) -> Session {
        Session {
            id: SessionId(Uuid::from_u128(u128::from(number.unsigned_abs()))),
            number,
            held_on: date!(2026 - 06 - 10),
            state: state.to_owned(),
            content: String::new(),
            aim: String::new(),
            add_ons: Vec::new(),
            plan_version: None,
            expected: 0,
            present: 0,
            supported: 0,
            unknown: 0,
            given: Vec::new(),
        }
    }

    fn lines() -> Vec<Listed> {
        let line = |id| Listed {
            id: DesignationId(id),
            account: AccountId(id),
            name: String::new(),
            job: String::new(),
            valid_from: date!(2026 - 04 - 01),
            valid_to: None,
            qualifications: None,
            qualification: String::new(),
        };
        [KO, OTSU].map(line).into()
    }

    #[test]
    fn who_leads_every_session_leads_those_that_name_nobody() {
        let sessions =
            [session(1, "planned"), session(2, "planned"), session(3, "closed"), session(4, "planned")];
        let mut form = Form::empty()
            .with(EVERY, KO.to_string())
            .with("content-1", "体操")
            .with("content-2", "口の体操")
            .with("aim-2", "飲みこみを保つ")
            .with("staff-2", OTSU.to_string())
            .with("add_on-2", "oral")
            .with("content-3", "もう終わった回");
        let plans = read(&mut form, meguro(), &sessions, &lines()).unwrap();
        let staff: Vec<_> = plans.iter().map(|plan| plan.staff.clone()).collect();
        assert_eq!(staff, [vec![DesignationId(KO)], vec![DesignationId(OTSU)]]);
        assert_eq!(plans[1].add_ons, ["oral"]);
    }

    #[test]
    fn what_is_said_of_a_session_begins_with_its_content() {
        let sessions = [session(1, "planned")];
        let mut form = Form::empty().with("aim-1", "体を知る");
        assert_eq!(read(&mut form, meguro(), &sessions, &lines()), None);
        assert!(form.problem("content-1").unwrap().starts_with("第1回の内容を入力してください。"));
        let mut forged = Form::empty().with("content-1", "体操").with("staff-1", Uuid::nil().to_string());
        assert_eq!(read(&mut forged, meguro(), &sessions, &lines()), None);
        assert!(forged.problem("staff-1").is_some());
    }

    #[test]
    fn a_plan_may_be_emptied_but_none_is_made_of_nothing() {
        let mut planned = session(1, "planned");
        planned.plan_version = Some(2);
        let plans = read(&mut Form::empty(), meguro(), &[planned, session(2, "planned")], &lines()).unwrap();
        assert_eq!((plans.len(), plans[0].content.as_str()), (1, ""));
    }
}
