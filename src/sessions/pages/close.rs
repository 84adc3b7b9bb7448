//! 終了: what the record says before it is closed, what is still open, who was on duty, what was done — and the closing.

use askama::Template;
use axum::extract::Path;
use uuid::Uuid;

use super::record::may_begin;
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::Row,
        typed::Typed,
    },
    programmes::{self, Definition, VitalsRule},
    sessions::{
        CloseSession,
        batch::roster_entry,
        closing::{Missing, close_check},
        db::{
            closing::{self, Staff},
            record::locked_state,
        },
        entry::{AttendanceStatus, Entry, Field},
        fields::{self, Cells},
        recorder,
        roster::{self, Head, Roster, Someone},
        tasks,
    },
    staffing::{self, Planned, SessionCheck},
    tablets::unsent::{self, Unsent},
    venues::{self, Checked},
    verdict::Finding,
    vocab::ids::{DesignationId, SessionId},
};

#[derive(Template)]
#[template(path = "sessions/close.html")]
struct CloseView {
    form: Form,
    title: String,
    action: String,
    record_href: String,
    answers: Vec<Row>,
    missing: Vec<Jump>,
    alerts: Vec<Jump>,
    staff: Vec<Choice>,
    end_checks: Vec<Choice>,
    /// Names of add-ons that are planned and not recorded, and where to record them.
    open_add_ons: String,
    add_on_href: String,
    nobody: bool,
    /// What tablets with a pack of this session last said.
    unsent: Unsent,
}

/// The tick with which somebody says that they looked at a tablet that never said anything.
const NOTHING_UNSENT: &str = "nothing_unsent";

/// A line with a link to the person's row.
struct Jump {
    href: String,
    name: String,
    text: String,
}

pub async fn show(mut cx: View<CloseSession>, Path(id): Path<SessionId>) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    let head = &roster.head;
    may_close(&roster, recorder::refusal(&head.state, head.held_on, cx.today(), false))?;
    may_begin(cx.db(), head).await?;
    let staff = closing::staff(cx.db(), id, head.contract, head.held_on).await?;
    let planned = staffing::planned(cx.db(), id).await?;
    let mut form = Form::empty().with("content", content_of(head, planned.as_ref()));
    // Whoever is planned or closes the session was there, unless they say otherwise.
    let expected = |one: &Staff| planned.as_ref().is_some_and(|plan| plan.accounts.contains(&one.account.0));
    let own = cx.actor().designation;
    for one in staff.iter().filter(|one| one.on_duty || Some(one.id) == own || expected(one)) {
        form = form.with("staff", one.id.to_string());
    }
    let programme = programmes::of(cx.db(), head.programme).await?;
    let unsent = unsent::of_session(cx.db(), id).await?;
    let view = view_of(&roster, programme, (&staff, planned.as_ref()), unsent, form);
    cx.show(view).await
}

/// What the plan says is filled in; an officer of the hall only has to correct it.
fn content_of(head: &Head, planned: Option<&Planned>) -> String {
    let content = planned.map(|plan| plan.content.as_str()).filter(|content| !content.is_empty());
    content.unwrap_or(&head.content).to_owned()
}

fn may_close(roster: &Roster, refusal: Option<&str>) -> Result<()> {
    match (refusal, roster.head.state.as_str()) {
        (Some(sentence), _) => Err(AppError::refused(sentence)),
        (None, "closed") => Err(AppError::refused("この回の記録は確定しています。")),
        (None, _) => Ok(()),
    }
}

fn view_of(
    roster: &Roster,
    programme: &Definition,
    (staff, planned): (&[Staff], Option<&Planned>),
    unsent: Unsent,
    form: Form,
) -> CloseView {
    let href = roster.head.href();
    let jump = |someone: &Someone, text: String| Jump {
        href: format!("{href}/record#row-{}", someone.id()),
        name: distinct(roster, someone),
        text,
    };
    let missing = missing(roster, programme.measurement.vitals).into_iter().filter_map(|missing| {
        let someone = roster.people.iter().find(|someone| someone.id() == missing.participant())?;
        Some(jump(someone, missing.message()))
    });
    let alerts = roster
        .people
        .iter()
        .flat_map(|someone| someone.alerts(&roster.head.limits).into_iter().map(move |text| (someone, text)));
    CloseView {
        form,
        title: roster.head.title(),
        action: format!("{href}/close"),
        record_href: format!("{href}/record"),
        answers: answers(roster),
        missing: missing.collect(),
        alerts: alerts.map(|(someone, text)| jump(someone, text)).collect(),
        staff: staff.iter().map(Staff::choice).collect(),
        end_checks: venues::end_check_choices(&programme.venue),
        open_add_ons: open_add_ons(programme, planned),
        add_on_href: format!("{href}/add-ons"),
        nobody: roster.people.is_empty(),
        unsent,
    }
}

/// The name, and of people with the same name the reading and the number that tell them apart.
fn distinct(roster: &Roster, someone: &Someone) -> String {
    let name = someone.name();
    if roster.people.iter().filter(|other| other.name() == name).count() < 2 {
        return name;
    }
    let which = match someone.name_tag {
        Some(tag) => format!("名札{tag}"),
        None => format!("参加者番号{}", someone.person.number),
    };
    let kana = someone.person.identity.kana();
    let told: Vec<&str> = [kana.trim(), &which].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{name}（{}）", told.join("・"))
}

impl Staff {
    fn choice(&self) -> Choice {
        Choice::new(self.id.to_string(), format!("{}（{}）", self.name, self.job))
    }
}

fn open_add_ons(programme: &Definition, planned: Option<&Planned>) -> String {
    let is_open = |code: &String| planned.is_some_and(|plan| plan.open_add_ons.contains(code));
    let names = programme.add_ons.iter().filter(|add_on| is_open(&add_on.code));
    names.map(|add_on| add_on.name.as_str()).collect::<Vec<_>>().join("、")
}

/// What keeps the session open; a programme that measures nothing asks for no readings.
fn missing(roster: &Roster, vitals: VitalsRule) -> Vec<Missing> {
    let measured = vitals == VitalsRule::BeforeAndAfter;
    let entries: Vec<_> =
        roster.people.iter().map(|someone| roster_entry(someone.id(), &someone.cells)).collect();
    close_check(&entries)
        .into_iter()
        .filter(|missing| measured || !matches!(missing, Missing::Reading(..)))
        .collect()
}

fn answers(roster: &Roster) -> Vec<Row> {
    let of = |status: AttendanceStatus| {
        roster.people.iter().filter(|someone| fields::status(&someone.cells) == Some(status)).count()
    };
    let counts = AttendanceStatus::ALL.map(|status| (status, of(status)));
    let said: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{}{count}人", status.label()))
        .collect();
    let reasons: Vec<String> = roster
        .people
        .iter()
        .flat_map(|someone| {
            unmeasured(&someone.cells).map(move |why| format!("{}さん（{why}）", someone.name()))
        })
        .collect();
    let told = roster.people.iter().filter(|someone| fields::value(&someone.cells, Field::Flags).is_some());
    let told: Vec<String> = told
        .map(|someone| format!("{}さん（{}）", someone.name(), super::session::told(&someone.cells)))
        .collect();
    let or_none = |list: &[String]| if list.is_empty() { "なし".to_owned() } else { list.join("、") };
    vec![
        Row::new("日時・会場", roster.head.date()),
        Row::new("名簿", format!("{}人", roster.people.len())),
        Row::new("出欠", or_none(&said)),
        Row::new("測れなかった人", or_none(&reasons)),
        Row::new("包括・区への連絡", or_none(&told)),
    ]
}

fn unmeasured(cells: &Cells) -> impl Iterator<Item = String> {
    [(Field::UnmeasuredPre, "開始前"), (Field::UnmeasuredPost, "終了後")].into_iter().filter_map(
        |(field, moment)| match fields::value(cells, field) {
            Some(Entry::Reason(why)) => Some(format!("{moment}：{why}")),
            _ => None,
        },
    )
}

pub async fn close(mut cx: Act<CloseSession>, Path(id): Path<SessionId>, Typed(mut form): Typed) -> Result {
    // The lock first: what is checked below is what is closed, whatever another tablet sends meanwhile.
    locked_state(cx.db(), id, &[]).await?;
    let roster = roster::load(&mut cx, id).await?;
    let head = &roster.head;
    may_close(&roster, recorder::refusal(&head.state, head.held_on, cx.today(), false))?;
    may_begin(cx.db(), head).await?;
    let staff = closing::staff(cx.db(), id, head.contract, head.held_on).await?;
    let programme = programmes::of(cx.db(), head.programme).await?;
    let read = read(&mut form, &roster, programme, &staff);
    let unsent = unsent::of_session(cx.db(), id).await?;
    unsent.waiting.iter().for_each(|sentence| form.general(sentence));
    if !unsent.silent.is_empty() && !form.checked(NOTHING_UNSENT, "yes") {
        form.refuse(NOTHING_UNSENT, "連絡のない端末に未送信がないことを確かめて、選んでください。");
    }
    let (course, contract, by, now) = (head.course, head.contract, cx.actor().account, cx.now());
    let here = roster.people.iter().filter_map(|someone| fields::status(&someone.cells));
    let present = here.filter(|status| status.in_hall()).count();
    let chosen: Vec<DesignationId> = read.on_duty.iter().copied().map(DesignationId).collect();
    let check = staffing::with_staff(&mut cx, (course, id), &chosen, present).await?;
    for sentence in check.iter().flat_map(|check| &check.forbidden) {
        form.refuse("staff", sentence);
    }
    let (Some(content), Some(ended), false) = (read.content, read.ended, form.has_problems()) else {
        let planned = staffing::planned(cx.db(), id).await?;
        let view = view_of(&roster, programme, (&staff, planned.as_ref()), unsent, form);
        return cx.invalid(view).await;
    };
    closing::set_staff(cx.write(), id, contract, &read.on_duty).await?;
    if !closing::close(cx.write(), id, &content, by, now).await? {
        return Err(AppError::stale());
    }
    venues::store_end_checks(cx.write(), (id, contract), &ended, (by, now)).await?;
    let opened = tasks::open(&mut cx, id, course, contract).await?;
    let finished = closing::finish_course(cx.write(), course).await?;
    let event = Event::new("session.close").about(id.0).detail(serde_json::json!({
        "follow_ups": opened, "course_finished": finished, "silent_tablets": unsent.silent.len(),
    }));
    let notice = closed_notice(opened, finished, check.as_ref());
    cx.commit(event).await?.redirect_with(format!("/sessions/{id}"), &notice)
}

/// What was typed; problems are on the form.
struct Read {
    on_duty: Vec<Uuid>,
    content: Option<String>,
    ended: Option<Vec<Checked>>,
}

fn read(form: &mut Form, roster: &Roster, programme: &Definition, staff: &[Staff]) -> Read {
    let codes: Vec<String> = staff.iter().map(|one| one.id.to_string()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let on_duty = form.choices("staff", "従事者", &codes).unwrap_or_default();
    if on_duty.is_empty() && form.problem("staff").is_none() {
        form.refuse("staff", "この日に従事した人を選んでください。");
    }
    let content = form.required_lines("content", "実施内容", 1000);
    let ended = venues::read_end_checks(form, &programme.venue);
    let left = missing(roster, programme.measurement.vitals);
    if !left.is_empty() {
        form.general(format!(
            "まだ記録していないところが{}件あります。下の一覧から記録してください。",
            left.len()
        ));
    }
    if roster.people.is_empty() {
        form.general("名簿に参加者がいません。参加者がいない回は、区に連絡して中止にしてください。");
    }
    Read { on_duty: on_duty.iter().filter_map(|id| id.parse().ok()).collect(), content, ended }
}

/// No names: whoever reads on finds them in the plan.
fn closed_notice(opened: u64, finished: bool, check: Option<&SessionCheck>) -> String {
    let mut notice = "記録を確定しました。".to_owned();
    match check.map(|check| (check.finding, check.warnings.is_empty())) {
        Some((Finding::NotMet, _)) => {
            notice.push_str("人員の決まりを満たしていません。教室の「計画・人員」で確かめてください。");
        }
        Some((Finding::Undecidable, _)) => {
            notice.push_str("人員の決まりを満たすか判定できません。教室の「計画・人員」で確かめてください。");
        }
        Some((Finding::Met, false)) => {
            notice.push_str("従事者が予定や前の回と変わりました。教室の「計画・人員」で確かめてください。");
        }
        Some((Finding::Met, true)) | None => {}
    }
    if opened > 0 {
        notice
            .push_str(&format!("欠席した人への対応が{opened}件あります。「欠席への対応」を開いてください。"));
    }
    if finished {
        notice.push_str("この教室はすべての回が終わりました。");
    }
    notice
}
