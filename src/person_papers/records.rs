//! 提供記録: what was provided to a person at each session, as a paper for the person or the family who asks for it, and the
//! list of those who got it.

use askama::Template;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::{
    HandOverRecord, PrintProvision, ViewProvision,
    db::{self, HandoverRow, NewHandover, ProvidedDay},
    subject::Whose,
};
use crate::{
    audit::Event,
    documents::{Issue, ProvisionRecord, provision_record::ProvisionLine},
    kit::{
        ctx::{Act, Ctx, View},
        error::Result,
        form::{Choice, Form},
        handing_out::Whom,
        parts::{Link, Row},
        permission::Permission,
        typed::Typed,
    },
    programmes::{Definition, InformationItem, definition::PaperKind},
    sealing::Sealable,
    sessions::entry::AttendanceStatus,
    vocab::{
        dates::{wareki, wareki_with_weekday},
        ids::{EnrolmentId, RecordHandoverId},
    },
};

/// Who got a record, sealed with the course's key.
#[derive(Serialize, Deserialize)]
pub struct Receiver(pub String);

impl Sealable for Receiver {
    const TABLE: &'static str = "record_handover";
}

const RECEIVERS: [(&str, &str); 2] = [("person", "本人"), ("family", "家族")];

#[derive(Template)]
#[template(path = "person_papers/provision.html")]
struct ShowView {
    form: Form,
    trail: Vec<Link>,
    name: String,
    title: String,
    lines: Vec<Row>,
    pdf: String,
    handovers: Vec<HandoverLine>,
    receivers: Vec<Choice>,
    /// Empty for whoever only reads.
    action: String,
}

struct HandoverLine {
    requested: String,
    handed: String,
    receiver: String,
    by: String,
}

fn title(whose: &Whose) -> String {
    whose.title(PaperKind::ServiceRecord, "提供記録")
}

pub async fn show(mut cx: View<ViewProvision>, Path(id): Path<EnrolmentId>) -> Result {
    let form = Form::empty().with("requested_on", wareki(cx.today())).with("handed_on", wareki(cx.today()));
    let view = view(&mut cx, id, form).await?;
    cx.show(view).await
}

async fn view<P: Permission, M>(cx: &mut Ctx<P, M>, id: EnrolmentId, form: Form) -> Result<ShowView> {
    let whose = Whose::open(cx, id).await?;
    let days = provided(cx, &whose).await?;
    let rows = db::handovers(cx.db(), id).await?;
    let handovers = rows.iter().map(|row| handover(cx, &whose, row)).collect::<Result<_>>()?;
    let writes = HandOverRecord::allows(cx.actor().role);
    Ok(ShowView {
        form,
        trail: whose.trail(),
        name: whose.name(),
        title: title(&whose),
        lines: days.iter().map(|day| day_row(day, whose.programme)).collect(),
        pdf: format!("/enrolments/{id}/provision/pdf"),
        handovers,
        receivers: RECEIVERS.map(|(code, label)| Choice::new(code, label)).to_vec(),
        action: if writes { format!("/enrolments/{id}/provision") } else { String::new() },
    })
}

/// What was provided, as far as the contract's items let the reader know it.
async fn provided<P: Permission, M>(cx: &mut Ctx<P, M>, whose: &Whose) -> Result<Vec<ProvidedDay>> {
    if cx.actor().role.is_contractor() && !whose.items.contains(&InformationItem::ServiceRecord) {
        return Ok(Vec::new());
    }
    Ok(db::provided(cx.db(), whose.subject.enrolment).await?)
}

fn handover<P: Permission, M>(cx: &mut Ctx<P, M>, whose: &Whose, row: &HandoverRow) -> Result<HandoverLine> {
    let got: Receiver = cx.open(whose.subject.participant, whose.unit(), row.id.0, 1, &row.sealed)?;
    let kind = RECEIVERS.iter().find(|(code, _)| *code == row.receiver).map_or("", |(_, label)| label);
    Ok(HandoverLine {
        requested: wareki(row.requested_on),
        handed: wareki(row.handed_on),
        receiver: if got.0.is_empty() { kind.to_owned() } else { format!("{kind}（{}）", got.0) },
        by: row.made_by.clone().unwrap_or_else(|| "受託者の担当者".into()),
    })
}

fn status(day: &ProvidedDay) -> String {
    if day.state == "cancelled" {
        return "中止".into();
    }
    let known = day.status.as_deref().and_then(AttendanceStatus::from_code);
    known.map_or_else(|| "記録なし".into(), |status| status.label().to_owned())
}

/// What was done, for whoever was there, with the add-ons the person took part in.
fn content(day: &ProvidedDay, programme: &Definition) -> Option<String> {
    let status = day.status.as_deref().and_then(AttendanceStatus::from_code);
    let was_there = day.state != "cancelled" && status.is_some_and(AttendanceStatus::in_hall);
    let name = |code: &String| {
        programme
            .add_ons
            .iter()
            .find(|add_on| add_on.code == *code)
            .map_or(code.clone(), |one| one.name.clone())
    };
    let said = Some(day.content.clone()).filter(|text| !text.is_empty());
    let parts: Vec<String> = said.into_iter().chain(day.add_ons.iter().map(name)).collect();
    Some(parts.join("・")).filter(|text| was_there && !text.is_empty())
}

fn day_row(day: &ProvidedDay, programme: &Definition) -> Row {
    let content = content(day, programme).map(|text| format!("　{text}")).unwrap_or_default();
    Row::new(format!("第{}回　{}", day.number, wareki(day.held_on)), format!("{}{content}", status(day)))
}

pub async fn hand_over(
    mut cx: Act<HandOverRecord>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let whose = Whose::open(&mut cx, id).await?;
    let Some(typed) = read(&mut form, cx.today()) else {
        let view = view(&mut cx, id, form).await?;
        return cx.invalid(view).await;
    };
    let row = RecordHandoverId(cx.new_id());
    let sealed = cx.seal(whose.unit(), row.0, 1, &Receiver(typed.name))?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewHandover {
        id: row,
        requested_on: typed.requested_on,
        handed_on: typed.handed_on,
        receiver: &typed.receiver,
        sealed: &sealed,
        by,
        now,
    };
    db::insert_handover(cx.write(), &whose.subject, &new).await?;
    let event = Event::new("provision_record.hand_over").about(row.0).under(whose.subject.contract);
    let event = event.of([whose.subject.participant]);
    cx.commit(event).await?.redirect_with(format!("/enrolments/{id}/provision"), "交付を記録しました。")
}

struct TypedHandover {
    requested_on: Date,
    handed_on: Date,
    receiver: String,
    name: String,
}

fn read(form: &mut Form, today: Date) -> Option<TypedHandover> {
    let requested_on = form.date("requested_on", "申し出のあった日");
    let handed_on = form.date("handed_on", "渡した日");
    if let (Some(asked), Some(handed)) = (requested_on, handed_on)
        && (handed > today || asked > handed || today - asked > Duration::days(730))
    {
        form.refuse("handed_on", "申し出のあった日、渡した日の順に、今日までの日を入力してください。");
    }
    let receiver = form.choice("receiver", "渡した相手", &RECEIVERS.map(|(code, _)| code));
    let name = form.optional("name", "氏名・続柄", 60);
    if receiver.as_deref() == Some("family") && name.as_deref() == Some("") {
        form.refuse("name", "家族に渡したときは、氏名と続柄を入力してください。例：山田 良子（長女）");
    }
    if form.has_problems() {
        return None;
    }
    Some(TypedHandover {
        requested_on: requested_on?,
        handed_on: handed_on?,
        receiver: receiver?,
        name: name?,
    })
}

pub async fn pdf(mut cx: View<PrintProvision>, Path(id): Path<EnrolmentId>) -> Result {
    let whose = Whose::open(&mut cx, id).await?;
    let days = provided(&mut cx, &whose).await?;
    // For the person's own hands.
    let issue = Issue::new(&cx, Whom::Opened, title(&whose), &whose.subject.course_name).without_handling();
    let paper = ProvisionRecord {
        masthead: issue.masthead(&cx),
        course: whose.course_facts(wareki(cx.today())),
        participant: whose.person_name(),
        person: whose.person_facts(),
        lines: days.iter().map(|day| provision_line(day, whose.programme)).collect(),
    };
    let event = Event::new("provision_record.print").about(id.0).under(whose.subject.contract);
    issue.pdf(cx, event.with("days", days.len()), paper).await
}

fn provision_line(day: &ProvidedDay, programme: &Definition) -> ProvisionLine {
    ProvisionLine {
        number: day.number.to_string(),
        held_on: wareki_with_weekday(day.held_on),
        attendance: status(day),
        before: day.pre.clone(),
        after: day.post.clone(),
        content: content(day, programme),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets::sendai;

    #[test]
    fn what_was_done_stands_at_the_days_the_person_was_there() {
        let day = |state: &str, status: Option<&str>| ProvidedDay {
            number: 1,
            held_on: date!(2026 - 06 - 03),
            state: state.into(),
            content: "いすの体操".into(),
            status: status.map(Into::into),
            pre: None,
            post: None,
            add_ons: vec!["oral".into()],
        };
        let content = |day: ProvidedDay| content(&day, sendai());
        assert_eq!(content(day("closed", Some("present"))).as_deref(), Some("いすの体操・口腔プログラム"));
        assert_eq!(content(day("closed", Some("absent_notified"))), None);
        assert_eq!(content(day("cancelled", Some("present"))), None);
        assert_eq!(status(&day("cancelled", None)), "中止");
        assert_eq!(status(&day("closed", None)), "記録なし");
    }

    #[test]
    fn a_record_is_handed_over_after_it_was_asked_for_and_to_somebody() {
        let fits = |asked: &str, handed: &str, receiver: &str, name: &str| {
            let mut form = Form::empty()
                .with("requested_on", asked)
                .with("handed_on", handed)
                .with("receiver", receiver)
                .with("name", name);
            read(&mut form, date!(2026 - 06 - 17)).is_some()
        };
        assert!(fits("R8.6.10", "R8.6.17", "person", ""));
        assert!(fits("R8.6.17", "R8.6.17", "family", "長女"));
        assert!(!fits("R8.6.17", "R8.6.10", "person", ""));
        assert!(!fits("R8.6.17", "R8.6.18", "person", ""));
        assert!(!fits("R8.6.10", "R8.6.17", "family", " "));
        assert!(!fits("R8.6.10", "R8.6.17", "neighbour", "x"));
        assert!(!fits("", "R8.6.17", "person", ""));
    }
}
