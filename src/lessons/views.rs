//! What the pages of lessons print.

use askama::Template;
use time::Date;

use super::{
    DecideLesson, PrepareLesson, PrintLesson, ReportLesson, TakeLesson,
    db::{Learner, Lesson, Listed},
    form::{KINDS, kind_label},
    states::LessonState,
};
use crate::{
    contracts::{ViewContracts, db::Contract, is_in_force},
    kit::{
        ctx::Actor,
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tone},
        permission::{Permission, Role},
    },
    vocab::{
        dates::{jst_stamp, wareki, wareki_with_weekday},
        ids::{AccountId, ContractId},
    },
};

#[derive(Template)]
#[template(path = "lessons/list.html")]
pub struct ListView {
    trail: Vec<Link>,
    lines: Vec<Line>,
    pager: Pager,
    new_href: String,
    reader_learns: bool,
}

struct Line {
    href: String,
    title: String,
    kind: &'static str,
    day: String,
    passed: i64,
    chip: Chip,
    own: Chip,
}

impl ListView {
    pub fn new(contract: &Contract, reader: &Actor, lines: &[Listed], pager: Pager) -> Self {
        let is_in_force = contract.is_in_force();
        let prepares = PrepareLesson::allows(reader.role) && is_in_force;
        Self {
            trail: led(trail(contract.id, &contract.number, &contract.title), reader.role),
            lines: lines.iter().map(line).collect(),
            pager,
            new_href: if prepares {
                format!("/contracts/{}/lessons/new", contract.id)
            } else {
                String::new()
            },
            reader_learns: reader.role.is_contractor(),
        }
    }
}

fn line(one: &Listed) -> Line {
    let own = match (one.own, one.has_test) {
        (true, _) => Chip::new(Tone::Success, "終えた"),
        (false, _) if one.gave => Chip::new(Tone::Info, "行った人"),
        (false, true) => Chip::new(Tone::Warning, "確認テストを受ける"),
        (false, false) => Chip::new(Tone::Neutral, "記録なし"),
    };
    Line {
        href: format!("/lessons/{}", one.id),
        title: one.title.clone(),
        kind: kind_label(&one.kind),
        day: wareki_with_weekday(one.held_on),
        passed: one.passed,
        chip: state_chip(&one.state),
        own,
    }
}

fn state_chip(code: &str) -> Chip {
    LessonState::from_code(code).map_or_else(|| Chip::new(Tone::Neutral, code), LessonState::chip)
}

fn trail(contract: ContractId, number: &str, title: &str) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(format!("{number}　{title}"), format!("/contracts/{contract}")),
        Link::new("教育・訓練", format!("/contracts/{contract}/lessons")),
    ]
}

/// Whoever reads no contract is led to the lessons alone.
fn led(trail: Vec<Link>, role: Role) -> Vec<Link> {
    let hidden = if ViewContracts::allows(role) { 0 } else { 2 };
    trail.into_iter().skip(hidden).collect()
}

#[derive(Template)]
#[template(path = "lessons/form.html")]
pub struct FormView {
    trail: Vec<Link>,
    form: Form,
    title: &'static str,
    action: String,
    back: String,
    kinds: Vec<Choice>,
}

impl FormView {
    pub fn new(contract: &Contract, form: Form) -> Self {
        let back = format!("/contracts/{}/lessons", contract.id);
        let trail = trail(contract.id, &contract.number, &contract.title);
        Self::at(trail, form, "教育・訓練を用意する", back.clone(), back)
    }

    pub fn of(lesson: &Lesson, form: Form) -> Self {
        let href = format!("/lessons/{}", lesson.id);
        let trail = trail(lesson.contract, &lesson.contract_number, &lesson.contract_title);
        Self::at(trail, form, "教育・訓練を直す", href.clone(), href)
    }

    fn at(trail: Vec<Link>, form: Form, title: &'static str, action: String, back: String) -> Self {
        let kinds = KINDS.map(|(code, label)| Choice::new(code, label)).to_vec();
        Self { trail, form, title, action, back, kinds }
    }
}

#[derive(Template)]
#[template(path = "lessons/show.html")]
pub struct ShowView {
    form: Form,
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    facts: Vec<Row>,
    materials: String,
    report: String,
    /// Why it came back; empty unless it did.
    reason: String,
    learners: Vec<Person>,
    /// Whom a manager may record as having been there.
    absent: Vec<Choice>,
    href: String,
    version: i32,
    may: Ways,
}

/// What the reader may do from here.
struct Ways {
    print: bool,
    test: bool,
    edit: bool,
    report: bool,
    decide: bool,
}

impl Ways {
    fn of(
        role: Role,
        state: LessonState,
        (is_in_force, is_on, has_test): (bool, bool, bool),
        gave: bool,
    ) -> Self {
        let changes = state.change().is_ok();
        Self {
            print: PrintLesson::allows(role),
            test: TakeLesson::allows(role) && is_on && has_test && !gave,
            edit: PrepareLesson::allows(role) && is_in_force && changes && gave,
            report: ReportLesson::allows(role) && is_on && changes,
            decide: DecideLesson::allows(role) && state.decide().is_ok(),
        }
    }
}

struct Person {
    name: String,
    job: String,
    on: String,
    score: String,
    chip: Chip,
}

impl ShowView {
    /// `words`: the report and the reason of a return; `reader`: role, account and today.
    pub fn new(
        lesson: &Lesson,
        state: LessonState,
        learners: &[Learner],
        (report, reason): (Option<String>, Option<String>),
        (role, account, today): (Role, AccountId, Date),
        form: Form,
    ) -> Self {
        let all = lesson.questions.0.len();
        let is_in_force = is_in_force(&lesson.contract_state);
        let is_on = is_in_force && lesson.held_on <= today;
        let records = ReportLesson::allows(role) && is_on && all == 0 && state.change().is_ok();
        let choice =
            |one: &Learner| Choice::new(one.account.to_string(), format!("{}（{}）", one.name, one.job));
        // Recorders see what they came to themselves, not their colleagues' scores.
        let shown = learners.iter().filter(|one| role != Role::ContractorRecorder || one.account == account);
        Self {
            form,
            trail: led(trail(lesson.contract, &lesson.contract_number, &lesson.contract_title), role),
            title: lesson.title.clone(),
            chip: state.chip(),
            facts: facts(lesson, learners),
            materials: lesson.materials.clone(),
            report: report.unwrap_or_default(),
            reason: reason.filter(|_| state == LessonState::Returned).unwrap_or_default(),
            learners: shown.map(|one| person(one, lesson, state)).collect(),
            absent: learners
                .iter()
                .filter(|one| records && one.is_recordable(account, lesson.held_on, today))
                .map(choice)
                .collect(),
            href: format!("/lessons/{}", lesson.id),
            version: lesson.version,
            may: Ways::of(role, state, (is_in_force, is_on, all > 0), account == lesson.made_by),
        }
    }
}

fn facts(lesson: &Lesson, learners: &[Learner]) -> Vec<Row> {
    let passed = learners.iter().filter(|one| one.passed).count();
    let test = match lesson.questions.0.len() {
        0 => "なし（参加した人を管理者が記録）".to_owned(),
        all => format!("{all}問。{}問以上の正解で合格", lesson.pass_mark),
    };
    let mut facts = vec![
        Row::new("種類", kind_label(&lesson.kind)),
        Row::new("日にち", wareki_with_weekday(lesson.held_on)),
        Row::new("行った人", lesson.giver.clone().unwrap_or_else(|| "受託者の管理者".into())),
        Row::new("確認テスト", test),
        Row::new("終えた人", format!("{}人のうち{passed}人", learners.len())),
    ];
    let late = learners.iter().filter(|one| one.late).count();
    if late > 0 {
        facts.push(Row::new("遅れた記録", format!("{late}人（行った日から7日を過ぎて記録）")));
    }
    let by = |who: Option<&String>, side: &str| who.map_or_else(|| side.to_owned(), Clone::clone);
    if let Some(at) = lesson.reported_at {
        facts.push(Row::new(
            "区に報告",
            format!("{}　{}", jst_stamp(at), by(lesson.reported_by.as_ref(), "受託者")),
        ));
    }
    if let Some(at) = lesson.decided_at {
        facts.push(Row::new(
            "区の決定",
            format!("{}　{}", jst_stamp(at), by(lesson.decided_by.as_ref(), "区の担当者")),
        ));
    }
    facts
}

fn person(one: &Learner, lesson: &Lesson, state: LessonState) -> Person {
    let all = lesson.questions.0.len();
    let chip = match (one.passed, one.tries) {
        (true, _) if one.late => Chip::new(Tone::Warning, "終えた（7日を過ぎて記録）"),
        (true, _) => Chip::new(Tone::Success, "終えた"),
        (false, _) if one.gave(lesson) && state == LessonState::Received => {
            Chip::new(Tone::Success, "行った人（終えた扱い）")
        }
        (false, _) if one.gave(lesson) => Chip::new(Tone::Info, "行った人（区が受理すると、終えた扱い）"),
        (false, 0) => Chip::new(Tone::Neutral, "まだ"),
        (false, tries) => Chip::new(Tone::Warning, format!("{tries}回受けて不合格")),
    };
    Person {
        name: one.name.clone(),
        job: one.job.clone(),
        on: one.on.map_or_else(|| "—".into(), wareki),
        score: one.score.map_or_else(|| "—".into(), |score| format!("{score}／{all}")),
        chip,
    }
}

#[derive(Template)]
#[template(path = "lessons/test.html")]
pub struct TestView {
    trail: Vec<Link>,
    form: Form,
    title: String,
    pass: String,
    materials: String,
    questions: Vec<Asked>,
    href: String,
}

struct Asked {
    field: String,
    label: String,
    answers: Vec<Choice>,
}

impl TestView {
    pub fn new(lesson: &Lesson, role: Role, form: Form) -> Self {
        let asked = |(index, one): (usize, &super::questions::Question)| Asked {
            field: format!("q{index}"),
            label: format!("問{}　{}", index + 1, one.ask),
            answers: one
                .answers
                .iter()
                .enumerate()
                .map(|(nth, words)| Choice::new(nth.to_string(), words))
                .collect(),
        };
        Self {
            trail: led(trail(lesson.contract, &lesson.contract_number, &lesson.contract_title), role),
            form,
            title: lesson.title.clone(),
            pass: format!(
                "{}問のうち{}問以上の正解で合格です。合格するまで何度でも受けられます。",
                lesson.questions.0.len(),
                lesson.pass_mark
            ),
            materials: lesson.materials.clone(),
            questions: lesson.questions.0.iter().enumerate().map(asked).map(mixed).collect(),
            href: format!("/lessons/{}", lesson.id),
        }
    }
}

/// The answers in an order that doesn't tell which is right: by their words.
fn mixed(mut asked: Asked) -> Asked {
    asked.answers.sort_by(|a, b| a.label.cmp(&b.label));
    asked
}

#[derive(Template)]
#[template(path = "lessons/report.html")]
pub struct ReportView {
    trail: Vec<Link>,
    form: Form,
    title: String,
    facts: Vec<Row>,
    href: String,
}

impl ReportView {
    pub fn new(lesson: &Lesson, learners: &[Learner], form: Form) -> Self {
        Self {
            trail: trail(lesson.contract, &lesson.contract_number, &lesson.contract_title),
            form,
            title: lesson.title.clone(),
            facts: facts(lesson, learners),
            href: format!("/lessons/{}", lesson.id),
        }
    }
}

/// 差戻し with its reason.
#[derive(Template)]
#[template(path = "lessons/return.html")]
pub struct ReturnView {
    trail: Vec<Link>,
    form: Form,
    title: String,
    href: String,
}

impl ReturnView {
    pub fn new(lesson: &Lesson, form: Form) -> Self {
        Self {
            trail: trail(lesson.contract, &lesson.contract_number, &lesson.contract_title),
            form,
            title: lesson.title.clone(),
            href: format!("/lessons/{}", lesson.id),
        }
    }
}
