//! What surrounds the running class of 若葉区: its plan, its hall, the talk of the week before, the briefing, a training.

use time::Duration;

use super::{class::Class, place::Place};
use crate::demo::build::{Briefing, Build, Custodian, Plan};

/// (内容, ねらい) in turn.
const PLANS: [(&str, &str); 8] = [
    ("ストレッチ・いす体操・血圧の話", "自分の体調を確かめてから動く習慣をつける"),
    ("体力測定・筋力づくり（下肢）", "今の体力を知り、目標をひとつ決める"),
    ("筋力づくり（上肢）・口の体操", "買い物の荷物を楽に持てる動きを覚える"),
    ("バランス運動・転ばない歩き方", "家の中でつまずきやすい場所に気づく"),
    ("栄養の話・たんぱく質のとり方", "毎日の食事を少し足すくふうを見つける"),
    ("脳トレ・二つのことを一度に", "間違えても笑って続けられる仲間をつくる"),
    ("自主グループづくりの話し合い", "終わった後も集まる日と場所の見当をつける"),
    ("屋外歩行・まちの休み場所さがし", "外に出る楽しみと、休みながら歩く自信をもつ"),
];
/// The session in which the talk on eating was given.
const TALK: u16 = 5;

/// The first of `staff` gives the talk: 保健師.
pub fn surround(build: &mut Build, here: &Place, class: &Class, staff: &[Custodian]) {
    let course = &class.course;
    let sessions = course.sessions.iter().zip(PLANS.iter().cycle());
    for (session, (content, aim)) in sessions {
        let add_ons: &[&str] = if session.number == TALK { &["nutrition"] } else { &[] };
        build.plan(course, session, &Plan { content, aim, add_ons }, staff);
    }
    let (Some(manager), Some(recorder)) = (staff.first(), staff.last()) else { return };
    let today = build.today;
    for session in course.sessions.iter().filter(|session| session.on < today && session.number != 3) {
        let absent = (session.number == 4).then_some("管理者が不在だったため、翌朝に電話で伝えた");
        build.end_check(course, session, "restored", None, recorder);
        build.end_check(course, session, "reported", absent, recorder);
    }
    if let Some(session) = course.sessions.iter().find(|session| session.number == TALK) {
        build.add_on(course, session, "nutrition", manager, &class.present_at(TALK));
    }
    if let Some(session) = course.sessions.iter().find(|session| session.on == today) {
        build.add_on(course, session, "oral", manager, class.enrolled.get(..6).unwrap_or_default());
    }
    let first = course.sessions.first().map_or(today, |session| session.on);
    let briefing = Briefing {
        on: first - Duration::days(10),
        venue: "木の実ホール 2階 多目的室",
        done: &["explanation", "trial", "checklist", "centre", "applications"],
        came: Some(27),
        notes: "いすが3脚足りなかった。次は30脚を先に並べておく。",
    };
    build.briefing(course, &briefing, manager);
    let on = today - Duration::days(20);
    let training = build.training(&here.ward, "meeting", "介護予防事業 受託事業者連絡会", on, &here.officer);
    build.trained(training, &course.contract, manager, on);
}
