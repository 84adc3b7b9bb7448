//! The forms: a new entry, a cancelled plan, an encrypted file.

use askama::Template;

use crate::{
    handovers::{
        held::HeldThing,
        kinds::{Kind, Medium},
        loading::Entry,
        pages::{packages::Selection, planning::Loaded},
    },
    kit::form::{Choice, Form},
    obligations::library::Mode,
    vocab::{
        dates::{wareki, wareki_with_weekday},
        ids::CourseId,
    },
};

#[derive(Template)]
#[template(path = "handovers/plan.html")]
pub struct PlanView {
    form: Form,
    title: &'static str,
    lead: &'static str,
    action: String,
    back: String,
    contract: String,
    /// The day and way of the data whose password it tells; empty otherwise.
    data: String,
    day: &'static str,
    channels: Vec<Choice>,
    media: Vec<Choice>,
    courses: Vec<Choice>,
    originals: Vec<Choice>,
    /// What can go back.
    returnable: Vec<ReturnLine>,
    returns: bool,
    is_passing: bool,
    asks_consent: bool,
}

struct ReturnLine {
    id: String,
    field: String,
    ticked: bool,
    count: String,
    name: String,
    medium: &'static str,
    held: String,
    came_on: String,
    problem: String,
}

impl PlanView {
    pub fn new(loaded: &Loaded, form: Form) -> Self {
        let back = format!("/contracts/{}/handovers", loaded.contract.id);
        let (title, lead) = words(loaded.kind, loaded.notice_of.is_some());
        let returns = loaded.kind == Kind::Back && loaded.notice_of.is_none();
        let is_passing = !loaded.kind.is_own_making();
        Self {
            title,
            lead,
            action: back.clone(),
            back,
            contract: format!("{}　{}", loaded.contract.number, loaded.contract.title),
            data: loaded.notice_of.as_ref().map(data_line).unwrap_or_default(),
            day: if is_passing { "受渡しの予定日" } else { "日付" },
            channels: loaded.permitted.channels().iter().map(|one| one.choice()).collect(),
            media: Medium::choices(),
            courses: course_choices(&loaded.courses),
            originals: if loaded.kind == Kind::Copied { originals(&loaded.held) } else { Vec::new() },
            returnable: if returns {
                loaded.held.iter().map(|one| return_line(&form, one)).collect()
            } else {
                Vec::new()
            },
            returns,
            is_passing,
            asks_consent: loaded.kind == Kind::Copied && loaded.permitted.copying == Mode::Consent,
            form,
        }
    }
}

fn words(kind: Kind, is_notice: bool) -> (&'static str, &'static str) {
    if is_notice {
        return (
            "パスワードの通知を計画する",
            "データとは別の機会に渡します。同じ日に同じ方法では渡せません。",
        );
    }
    match kind {
        Kind::Back => (
            "受託者から区への返還を計画する",
            "返す物を選びます。一部だけを返すときは、数を直します。渡した後に、双方がそれぞれ確認します。",
        ),
        Kind::Gathered => (
            "収集・作成した物を記録する",
            "参加者から集めた申込書や、業務で作った名簿などを記録します。業務の後に、返還か消去をします。",
        ),
        Kind::Copied => (
            "複写・複製した物を記録する",
            "写しも、元の物と同じように返還か消去をします。元の物を選んで記録します。",
        ),
        Kind::Out | Kind::Printed | Kind::Exported | Kind::Imported => (
            "区から受託者への受渡しを計画する",
            "日付・場所・担当者・内容・数量・守り方を先に決めます。渡した後に、双方がそれぞれ確認します。",
        ),
    }
}

fn data_line(data: &Entry) -> String {
    let on = data.row.given_on.unwrap_or(data.row.planned_on);
    format!("データの受渡し：{}　{}", wareki(on), data.channel.label())
}

fn course_choices(courses: &[(CourseId, String)]) -> Vec<Choice> {
    courses.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect()
}

fn originals(held: &[HeldThing]) -> Vec<Choice> {
    held.iter()
        .map(|one| {
            Choice::new(
                one.item.to_string(),
                format!("{}（{}・{}）", one.name, one.medium.label(), wareki(one.came_on)),
            )
        })
        .collect()
}

fn return_line(form: &Form, one: &HeldThing) -> ReturnLine {
    let (id, field) = (one.item.to_string(), format!("count-{}", one.item));
    ReturnLine {
        ticked: form.checked("item", &id),
        count: form.value(&field).to_owned(),
        problem: form.problem(&field).unwrap_or_default().to_owned(),
        id,
        field,
        name: one.name.clone(),
        medium: one.medium.label(),
        held: format!("{}{}", one.count, one.medium.counter()),
        came_on: wareki(one.came_on),
    }
}

#[derive(Template)]
#[template(path = "handovers/cancel.html")]
pub struct CancelView {
    pub title: String,
    pub back: String,
    pub form: Form,
}

#[derive(Template)]
#[template(path = "handovers/package.html")]
pub struct PackageForm {
    form: Form,
    action: String,
    back: String,
    data: String,
    courses: Vec<Choice>,
    items: Vec<Choice>,
    channels: Vec<Choice>,
}

impl PackageForm {
    pub fn new(selection: &Selection, form: Form) -> Self {
        let row = &selection.entry.row;
        Self {
            action: format!("/handovers/{}/package", row.id),
            back: format!("/handovers/{}", row.id),
            data: format!("{}　{}", wareki_with_weekday(row.planned_on), selection.entry.channel.label()),
            courses: course_choices(&selection.courses),
            items: selection
                .offered
                .iter()
                .map(|one| Choice::new(one.item.code(), one.item.label()))
                .collect(),
            channels: selection.channels.iter().map(|channel| channel.choice()).collect(),
            form,
        }
    }
}

/// Shown once.
#[derive(Template)]
#[template(path = "handovers/passphrase.html")]
pub struct PassphraseView {
    pub passphrase: String,
    pub people: usize,
    pub back: String,
    pub notice: String,
}
