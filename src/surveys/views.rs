//! What the pages of sheets print.

use askama::Template;

use super::{
    db::Survey,
    pages::Opened,
    sheets::{Ask, CHOICES, Sheet, choice_label, sheets, words_field},
    states::{SurveyAct, SurveyState},
};
use crate::{
    contracts::{
        db::Contract,
        is_in_force,
        views::{Head, Tab},
    },
    kit::{
        ctx::Actor,
        error::Result,
        form::{Choice, Form},
        parts::{Chip, Link, Row, Tone},
        permission::Role,
    },
    obligations::Terms,
    vocab::{dates::jst_stamp, ids::ContractId},
};

/// The sheets of a contract.
#[derive(Template)]
#[template(path = "surveys/list.html")]
pub struct ListView {
    head: Head,
    sheets: Vec<Line>,
    action: String,
    certificates: String,
}

struct Line {
    code: &'static str,
    title: &'static str,
    about: &'static str,
    /// Who answers it, and whether a clause asks for it.
    side: String,
    versions: Vec<Version>,
    may_begin: bool,
    begin: &'static str,
}

struct Version {
    href: String,
    name: String,
    chip: Chip,
    submitted: String,
    decided: String,
    corrected: bool,
}

impl ListView {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(contract: &Contract, reader: &Actor, versions: &[Survey], terms: &Terms) -> Result<Self> {
        let is_in_force = contract.is_in_force();
        let line = |sheet: &'static Sheet| {
            let own: Vec<&Survey> = versions.iter().filter(|one| one.form == sheet.code).collect();
            line(sheet, &own, terms, is_in_force && reader.role.side() == sheet.owed_by)
        };
        Ok(Self {
            head: Head::new(contract, reader, Tab::Surveys, "調査票と計画")?,
            sheets: sheets().iter().map(line).collect(),
            action: format!("/contracts/{}/surveys", contract.id),
            certificates: format!("/contracts/{}/certificates", contract.id),
        })
    }
}

fn line(sheet: &'static Sheet, versions: &[&Survey], terms: &Terms, writes: bool) -> Line {
    let is_open = |one: &&&Survey| SurveyState::from_code(&one.state).is_some_and(SurveyState::is_open);
    let asked = sheet.rules.iter().any(|rule| terms.demands(rule));
    let asked = if asked {
        "特記事項・仕様書が求めています。"
    } else {
        "求められていなくても、記録として残せます。"
    };
    Line {
        code: &sheet.code,
        title: &sheet.title,
        about: &sheet.about,
        side: format!("{}が答えます。{asked}", sheet.owed_by.label()),
        versions: versions.iter().map(|one| version(one)).collect(),
        may_begin: writes && !versions.iter().any(|one| is_open(&one)),
        begin: if versions.is_empty() { "作る" } else { "新しい版を作る" },
    }
}

fn version(one: &Survey) -> Version {
    let stamp = |at: Option<time::OffsetDateTime>| at.map_or_else(|| "—".into(), jst_stamp);
    Version {
        href: format!("/surveys/{}", one.id),
        name: format!("第{}版", one.number),
        chip: chip(one),
        submitted: stamp(one.submitted_at),
        decided: stamp(one.decided_at),
        corrected: one.correction_at.is_some(),
    }
}

fn chip(one: &Survey) -> Chip {
    SurveyState::from_code(&one.state)
        .map_or_else(|| Chip::new(Tone::Neutral, one.state.as_str()), SurveyState::chip)
}

fn trail(contract: ContractId, number: &str, title: &str) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(format!("{number}　{title}"), format!("/contracts/{contract}")),
        Link::new("調査票と計画", format!("/contracts/{contract}/surveys")),
    ]
}

fn trail_of(opened: &Opened) -> Vec<Link> {
    trail(opened.survey.contract, &opened.survey.contract_number, &opened.survey.contract_title)
}

#[derive(Template)]
#[template(path = "surveys/edit.html")]
pub struct EditView {
    trail: Vec<Link>,
    form: Form,
    title: String,
    about: &'static str,
    asked: Vec<Asked>,
    href: String,
}

struct Asked {
    code: &'static str,
    words: String,
    label: &'static str,
    is_choice: bool,
    hint: &'static str,
    choices: Vec<Choice>,
}

impl EditView {
    pub fn new(opened: &Opened, form: Form) -> Self {
        let choices = || CHOICES.map(|(code, label)| Choice::new(code, label)).to_vec();
        let asked = opened.sheet.questions.iter().map(|question| Asked {
            code: &question.code,
            words: words_field(&question.code),
            label: &question.label,
            is_choice: question.ask != Ask::Words,
            hint: match question.ask {
                Ask::Kept => {
                    "保存の場所と、いつまで保存するか。例：本社の書庫（施錠）に、令和14年3月31日まで"
                }
                Ask::YesNo => "「いいえ」「該当なし」のときは、理由とこれからを書きます。",
                Ask::Words => "",
            },
            choices: choices(),
        });
        Self {
            trail: trail_of(opened),
            form,
            title: opened.title(),
            about: &opened.sheet.about,
            asked: asked.collect(),
            href: format!("/surveys/{}", opened.survey.id),
        }
    }
}

/// One version.
#[derive(Template)]
#[template(path = "surveys/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    reason: String,
    correction: String,
    answers: Vec<Row>,
    history: Vec<Row>,
    /// What is not answered yet; empty when it may be submitted.
    lacks: usize,
    href: String,
    version: i32,
    writes: bool,
    decides: bool,
    corrects: bool,
}

impl ShowView {
    pub fn new(opened: &Opened, role: Role) -> Self {
        let (survey, side, owed_by) = (&opened.survey, role.side(), opened.sheet.owed_by);
        let may = |act| opened.state.allows(act, owed_by, side).is_ok();
        let is_in_force = is_in_force(&survey.contract_state);
        Self {
            trail: trail_of(opened),
            title: opened.title(),
            chip: opened.state.chip(),
            reason: opened
                .reason
                .clone()
                .filter(|_| opened.state == SurveyState::Returned)
                .unwrap_or_default(),
            correction: opened.correction.clone().unwrap_or_default(),
            answers: answers(opened),
            history: history(survey),
            lacks: opened.sheet.open(&opened.answers).len(),
            href: format!("/surveys/{}", survey.id),
            version: survey.version,
            writes: is_in_force && may(SurveyAct::Write),
            decides: may(SurveyAct::Accept),
            corrects: may(SurveyAct::Correct),
        }
    }
}

fn answers(opened: &Opened) -> Vec<Row> {
    let row = |question: &super::sheets::Question| {
        let answer = opened.answers.0.get(&question.code).cloned().unwrap_or_default();
        let words = [choice_label(&answer.choice), answer.words.as_str()];
        let words: Vec<&str> = words.into_iter().filter(|part| !part.is_empty()).collect();
        Row::new(question.label.as_str(), words.join("。"))
    };
    opened.sheet.questions.iter().map(row).collect()
}

fn history(survey: &Survey) -> Vec<Row> {
    let by = |at: time::OffsetDateTime, who: Option<&String>| {
        format!("{}　{}", jst_stamp(at), who.map_or("", String::as_str)).trim_end().to_owned()
    };
    let decided = if survey.state == "returned" { "差戻し" } else { "決定" };
    let moments = [
        ("提出", survey.submitted_at, survey.submitted_by.as_ref()),
        (decided, survey.decided_at, survey.decided_by.as_ref()),
        ("是正の求め", survey.correction_at, survey.correction_by.as_ref()),
    ];
    moments.into_iter().filter_map(|(label, at, who)| Some(Row::new(label, by(at?, who)))).collect()
}

/// 差戻し or 是正の求め with its words.
#[derive(Template)]
#[template(path = "surveys/words.html")]
pub struct WordsView {
    trail: Vec<Link>,
    form: Form,
    heading: String,
    about: &'static str,
    label: &'static str,
    hint: &'static str,
    verb: &'static str,
    action: String,
    back: String,
}

impl WordsView {
    pub fn returning(opened: &Opened, form: Form) -> Self {
        let back = format!("/surveys/{}", opened.survey.id);
        Self {
            trail: trail_of(opened),
            form,
            heading: format!("差し戻す：{}", opened.title()),
            about: "答えた側の画面に理由が出て、直して出せるようになります。",
            label: "差し戻す理由",
            hint: "何をどう直せばよいか。例：「施錠して保管」の説明に、鍵をだれが持つかを書き足してください。",
            verb: "差し戻す",
            action: format!("{back}/return"),
            back,
        }
    }

    pub fn correcting(opened: &Opened, form: Form) -> Self {
        let back = format!("/surveys/{}", opened.survey.id);
        Self {
            trail: trail_of(opened),
            form,
            heading: format!("是正を求める：{}", opened.title()),
            about: "受託者は、直した新しい版を出します。それまでは、この版が有効です。",
            label: "是正を求めること",
            hint: "不十分な点と、どう直すか。例：外付けの記録媒体の数を、日ごとに数える手順がありません。",
            verb: "是正を求める",
            action: format!("{back}/correction"),
            back,
        }
    }
}
