use time::{OffsetDateTime, macros::date};

use super::*;
use crate::{
    programmes::shinjuku,
    services::steps::{Assessed, Fact, Liaison},
    vocab::ids::{EnrolmentId, ServiceRecordId},
};

const TODAY: Date = date!(2026 - 11 - 20);

fn service(consented_on: Option<Date>, attended: &[Date]) -> Service {
    let fact = |kind: Kind, done_on: Date| Fact {
        kind,
        done_on,
        attended: true,
        transport: true,
        explained_on: consented_on,
        consented_on,
    };
    let mut facts = vec![fact(Kind::Plan, date!(2026 - 11 - 01))];
    facts.extend(attended.iter().map(|day| fact(Kind::ServiceDay, *day)));
    let assessed = Assessed::default();
    Service {
        facts,
        enrolled_on: date!(2026 - 11 - 01),
        ended_on: None,
        assessed,
        liaison: Liaison::None,
        reported: Vec::new(),
        report_day: None,
    }
}

fn ground(service: &Service) -> Ground<'_> {
    Ground { service, plan: Box::leak(Box::new(shinjuku().service().unwrap())), today: TODAY, before: None }
}

fn typed(pairs: &[(&str, &str)]) -> Form {
    pairs.iter().fold(Form::empty(), |form, (name, value)| form.with(name, *value))
}

fn day(done_on: &str) -> Form {
    typed(&[("done_on", done_on), ("attended", "yes"), ("text_content", "体操")])
}

#[test]
fn a_day_before_consent_is_refused_and_an_absence_is_not() {
    let service = service(None, &[]);
    let mut form = day("2026-11-20");
    assert_eq!(read(&mut form, Kind::ServiceDay, &ground(&service)), None);
    assert!(form.problem("done_on").unwrap().contains("同意"));
    let mut absent = typed(&[("done_on", "2026-11-20"), ("attended", "no"), ("transport", "yes")]);
    let entry = read(&mut absent, Kind::ServiceDay, &ground(&service)).unwrap();
    assert_eq!((entry.attended, entry.transport), (Some(false), Some(false)));
}

#[test]
fn the_fourth_day_of_a_week_is_asked_about_until_that_day_is_confirmed() {
    let days = [date!(2026 - 11 - 16), date!(2026 - 11 - 17), date!(2026 - 11 - 18)];
    let service = service(Some(date!(2026 - 11 - 02)), &days);
    let mut form = day("2026-11-20");
    assert_eq!(read(&mut form, Kind::ServiceDay, &ground(&service)), None);
    assert!(asks_for_day(&form, &ground(&service)));
    let mut other = day("2026-11-20").with(CONFIRM_DAY, "2026-11-19");
    assert_eq!(read(&mut other, Kind::ServiceDay, &ground(&service)), None);
    let mut same = day("2026-11-20").with(CONFIRM_DAY, "2026-11-20");
    assert!(read(&mut same, Kind::ServiceDay, &ground(&service)).is_some());
}

#[test]
fn an_attended_day_says_what_was_done() {
    let service = service(Some(date!(2026 - 11 - 02)), &[]);
    let mut form = typed(&[("done_on", "2026-11-20"), ("attended", "yes")]);
    assert_eq!(read(&mut form, Kind::ServiceDay, &ground(&service)), None);
    assert_eq!(form.problem("text_content"), Some("内容を入力してください。"));
}

fn plan(explained: &str, consented: &str) -> Form {
    typed(&[
        ("done_on", "2026-11-10"),
        ("explained_on", explained),
        ("consented_on", consented),
        ("days_per_week", "2"),
        ("text_goal", "一人で買い物に行く"),
        ("text_steps", "近所まで歩く"),
        ("text_programme", "筋力運動"),
    ])
}

#[test]
fn consent_follows_the_explanation_and_that_the_plan() {
    let service = service(None, &[]);
    let problem = |explained: &str, consented: &str, field: &str| {
        let mut form = plan(explained, consented);
        assert_eq!(read(&mut form, Kind::Plan, &ground(&service)), None, "{explained} {consented}");
        form.problem(field).unwrap().to_owned()
    };
    assert!(problem("2026-11-09", "", "explained_on").contains("作成した日より前"));
    assert!(problem("", "2026-11-12", "explained_on").contains("説明をした日も"));
    assert!(problem("2026-11-13", "2026-11-12", "consented_on").contains("説明をした日より前"));
    assert!(read(&mut plan("", ""), Kind::Plan, &ground(&service)).is_some());
    let entry = read(&mut plan("2026-11-11", "R8.11.12"), Kind::Plan, &ground(&service)).unwrap();
    assert_eq!((entry.consented_on, entry.writing.days_per_week), (Some(date!(2026 - 11 - 12)), Some(2)));
}

#[test]
fn a_changed_plan_does_not_keep_the_old_consent() {
    let service = service(Some(date!(2026 - 11 - 12)), &[]);
    let first = read(&mut plan("2026-11-11", "2026-11-12"), Kind::Plan, &ground(&service)).unwrap();
    let nobody = uuid::Uuid::nil();
    let row = RecordRow {
        id: ServiceRecordId(nobody),
        enrolment: EnrolmentId(nobody),
        step: "plan".into(),
        done_on: first.done_on,
        attended: None,
        transport: None,
        explained_on: first.explained_on,
        consented_on: first.consented_on,
        recorded_at: OffsetDateTime::UNIX_EPOCH,
        recorded_by: None,
        version: 1,
    };
    let ground = Ground { before: Some((&row, &first.writing)), ..ground(&service) };
    let same = read(&mut plan("2026-11-11", "2026-11-12"), Kind::Plan, &ground).unwrap();
    assert!(!is_other_plan(&same, &ground));
    let changed =
        |explained: &str, consented: &str| plan(explained, consented).with("text_remarks", "痛むときは休む");
    assert_eq!(read(&mut changed("2026-11-11", "2026-11-12"), Kind::Plan, &ground), None);
    let unsigned = read(&mut changed("", ""), Kind::Plan, &ground).unwrap();
    assert!(is_other_plan(&unsigned, &ground));
    assert!(read(&mut changed("2026-11-18", "2026-11-19"), Kind::Plan, &ground).is_some());
}

#[test]
fn a_stored_record_fills_its_own_form() {
    let service = service(None, &[]);
    let entry = read(&mut plan("2026-11-11", ""), Kind::Plan, &ground(&service)).unwrap();
    assert_eq!(entry.writing.text("goal"), "一人で買い物に行く");
    assert_eq!(entry.explained_on, Some(date!(2026 - 11 - 11)));
    assert_eq!(of_new(Kind::ServiceDay, &service, TODAY).value("transport"), "yes");
}
