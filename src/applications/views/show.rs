//! One application on one page: who, the verdict with its reasons, the sheets, the consents, what was said.

use askama::Template;
use time::Date;

use super::{
    super::{
        pages::Loaded,
        sheet::{Applicant, Sheet},
        states::{ApplicationAct, ApplicationState},
    },
    desk::{asked_line, heard_line},
    screening_chip,
    verdict::VerdictPart,
};
use crate::{
    assessments::sarc_f,
    hearings::Standing,
    kit::{
        parts::{Chip, Row},
        permission::Role,
    },
    participants::{certification, entry, sex_label},
    programmes::{Definition, definition::Outcome},
    vocab::dates::{jst_stamp, wareki},
};

#[derive(Template)]
#[template(path = "applications/show.html")]
pub struct ShowView {
    href: String,
    version: i32,
    name: String,
    chip: Chip,
    list_href: String,
    /// What keeps a draft from being handed in.
    missing: String,
    judged: VerdictPart,
    sheets: Vec<SheetView>,
    about: Vec<Row>,
    person: Vec<Row>,
    facts: Vec<Row>,
    consents: Vec<Row>,
    said: Vec<Row>,
    history: Vec<Row>,
    may: Acts,
    enrolment_href: String,
    consent_pdf: String,
}

/// Which acts are offered.
struct Acts {
    edit: bool,
    submit: bool,
    hear: bool,
    accept: bool,
    decline: bool,
    give_back: bool,
    withdraw: bool,
}

struct SheetView {
    title: String,
    chip: Chip,
    reasons: Vec<String>,
    heard: String,
    /// What the centre was asked and answered; the ward alone reads it.
    asked: String,
    answers: Vec<Row>,
}

impl ShowView {
    pub(in crate::applications) fn new(
        loaded: &Loaded,
        role: Role,
        hears: bool,
        missing: &[String],
        (asked, today): (&[Standing], Date),
    ) -> Self {
        let of_ward = role.is_ward();
        let is_draft = loaded.state == ApplicationState::Draft;
        let row = &loaded.row;
        let visible = row.enrolment.filter(|_| of_ward || row.enrolment_state.is_some());
        Self {
            href: loaded.href(),
            version: row.version,
            name: loaded.sheet.applicant.identity.name(),
            chip: loaded.state.chip(),
            list_href: if of_ward {
                format!("/applications?contract={}", row.contract)
            } else {
                "/applications".into()
            },
            missing: if is_draft && !missing.is_empty() {
                format!("参加に必要な同意がそろっていないため、まだ提出できません：{}", missing.join("、"))
            } else {
                String::new()
            },
            judged: VerdictPart::new(&loaded.judgement),
            sheets: sheet_views(loaded, asked),
            about: about(loaded),
            person: person(&loaded.sheet.applicant, today),
            facts: facts(loaded.definition, &loaded.sheet),
            consents: consents(loaded),
            said: said(&loaded.sheet, of_ward),
            history: history(loaded),
            may: acts(loaded, of_ward, hears),
            enrolment_href: visible.map(|id| format!("/enrolments/{id}")).unwrap_or_default(),
            consent_pdf: if loaded.definition.consents.is_empty() {
                String::new()
            } else {
                format!("{}/consents/pdf", loaded.href())
            },
        }
    }
}

fn acts(loaded: &Loaded, of_ward: bool, hears: bool) -> Acts {
    let may = |act| loaded.state.after(act).is_ok();
    let open = loaded.row.contract_is_open;
    Acts {
        edit: open && may(ApplicationAct::Change),
        submit: open && may(ApplicationAct::Submit { needs_hearing: false }),
        hear: hears && may(ApplicationAct::Hear),
        accept: open && of_ward && may(ApplicationAct::Accept),
        decline: of_ward && may(ApplicationAct::Decline),
        give_back: of_ward && may(ApplicationAct::GiveBack),
        withdraw: may(ApplicationAct::Withdraw),
    }
}

fn about(loaded: &Loaded) -> Vec<Row> {
    let sheet = &loaded.sheet;
    let class = loaded.classes.iter().find(|class| Some(class.id) == sheet.course);
    let identity = sheet.identity_check.as_ref().map_or_else(
        || "まだ確認していません".to_owned(),
        |check| format!("{}（{}、{}が確認）", check.document.label(), wareki(check.on), check.by),
    );
    let mut rows = vec![
        Row::new("契約", loaded.row.contract_title.clone()),
        Row::new("申込日", wareki(loaded.row.applied_on)),
        Row::new("受け付けた場所", sheet.taken_at.label()),
        Row::new("書いた側", if loaded.row.from_ward { "区" } else { "受託者" }),
        Row::new("本人確認", identity),
        Row::new("希望する教室", class.map_or_else(|| "指定なし".to_owned(), |class| class.name.clone())),
        Row::new("希望する開始日", sheet.wished_start.map_or_else(|| "指定なし".to_owned(), wareki)),
    ];
    if !sheet.remark.is_empty() {
        rows.push(Row::new("連絡事項", sheet.remark.clone()));
    }
    rows
}

fn person(applicant: &Applicant, today: Date) -> Vec<Row> {
    let identity = &applicant.identity;
    let mut rows = vec![
        Row::new("氏名", identity.name()),
        Row::new("カナ", identity.kana()),
        Row::new("生年月日", entry::birth_line(identity.born_on, today)),
        Row::new("性別", sex_label(&applicant.sex)),
        Row::new("住所", format!("{} {}", identity.postal_code, identity.address).trim().to_owned()),
        Row::new("電話番号", identity.telephone.clone()),
        Row::new("地区（町丁目）", applicant.district_name.clone()),
        Row::new("認定", certification::label(&applicant.certification)),
    ];
    rows.extend(identity.emergency.iter().map(|contact| {
        Row::new("緊急連絡先", format!("{}（{}）　{}", contact.name, contact.relation, contact.telephone))
    }));
    rows
}

/// The services and SARC-F as they were answered; the verdict says the rest.
fn facts(definition: &Definition, sheet: &Sheet) -> Vec<Row> {
    let answered = &sheet.answered;
    let mut rows: Vec<Row> = answered
        .services
        .iter()
        .map(|(group, used)| {
            let names: Vec<&str> = used.iter().map(String::as_str).collect();
            let names = if names.is_empty() { "利用していない".to_owned() } else { names.join("、") };
            Row::new(group.label(), names)
        })
        .collect();
    if answered.sarc_f.0.iter().any(Option::is_some) {
        rows.push(Row::new("SARC-F", sarc_f::score(&answered.sarc_f).explanation.join("")));
    }
    let own = definition.eligibility.questions.iter();
    rows.extend(own.filter_map(|question| {
        let yes = answered.answers.get(&question.code)?;
        Some(Row::new(&question.text, if *yes { "はい" } else { "いいえ" }))
    }));
    rows
}

fn sheet_views(loaded: &Loaded, asked: &[Standing]) -> Vec<SheetView> {
    let sheets = loaded.judgement.sheets.iter();
    sheets
        .map(|judged| {
            let code = judged.outcome.map_or("undecidable", |outcome| match outcome {
                Outcome::Fit => "fit",
                Outcome::Hearing => "hearing",
                Outcome::Unfit => "unfit",
            });
            let by = judged.hearing_by.label();
            let heard = loaded.sheet.heard.get(&judged.code).map(heard_line);
            SheetView {
                title: judged.title.clone(),
                chip: screening_chip(code),
                reasons: judged.screened.reasons.clone(),
                heard: heard.unwrap_or_else(|| {
                    if judged.is_open() {
                        format!("聞き取りは{by}が行います。")
                    } else {
                        String::new()
                    }
                }),
                asked: asked_line(asked, &judged.code),
                answers: judged.answers.iter().map(|(asked, told)| Row::new(asked, told)).collect(),
            }
        })
        .collect()
}

fn consents(loaded: &Loaded) -> Vec<Row> {
    let given = &loaded.sheet.answered.consents;
    loaded
        .definition
        .consents
        .iter()
        .map(|kind| {
            let label = if kind.required {
                format!("{}（参加に必要）", kind.label)
            } else {
                kind.label.clone()
            };
            let line = given
                .get(&kind.code)
                .map_or_else(|| "まだ聞いていない".to_owned(), crate::consents::Given::line);
            Row::new(label, line)
        })
        .collect()
}

fn said(sheet: &Sheet, of_ward: bool) -> Vec<Row> {
    let shown = sheet.said.iter().filter(|said| of_ward || !said.at.is_wards_own());
    shown.map(|said| Row::new(said.at.label(), format!("{}（{}）", said.words, wareki(said.on)))).collect()
}

fn history(loaded: &Loaded) -> Vec<Row> {
    let row = &loaded.row;
    let by = |at, who: Option<&String>| {
        format!("{}　{}", jst_stamp(at), who.map_or("", String::as_str)).trim_end().to_owned()
    };
    let mut rows = vec![Row::new("作成", by(row.made_at, row.made_by.as_ref()))];
    rows.extend(row.submitted_at.map(|at| Row::new("提出", by(at, row.submitted_by.as_ref()))));
    rows.extend(row.decided_at.map(|at| Row::new("区の決定", by(at, row.decided_by.as_ref()))));
    rows
}
