//! 受け付ける: the ward takes an applicant in. Person, enrolment with its place, consents and the application's own state are
//! written together or not at all.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{Loaded, judged, load};
use crate::{
    applications::{
        DecideApplication,
        db::{self, Change},
        judgement::{Judgement, expected_start},
        sheet::{Said, SaidAt},
        states::ApplicationAct,
        views::AcceptanceView,
    },
    audit::Event,
    consents,
    enrolments::{
        EnrolmentNote, db as enrolment_db,
        entrance::{self, Entrance, Newcomer, Offer, Place},
        start::read_by_hand,
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::{self, Person, entry::Entry},
    programmes::start::ByHand,
    sealing::Unit,
    verdict::Finding,
    vocab::{
        dates::wareki,
        ids::{ApplicationId, CourseId, EnrolmentId, ParticipantId},
    },
};

/// The answer 「新しく登録する」.
pub(in crate::applications) const NEW: &str = "new";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    course: Option<CourseId>,
}

/// Everything the decision stands on.
struct Desk {
    loaded: Loaded,
    entry: Entry,
    /// People of the register who may be the applicant.
    same: Vec<Person>,
    entrance: Entrance,
}

async fn desk<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: ApplicationId,
    course: Option<CourseId>,
) -> Result<Desk> {
    let loaded = load(cx, id).await?;
    loaded.after(ApplicationAct::Accept)?;
    if !loaded.row.contract_is_open {
        return Err(AppError::refused("契約が終わっているため、受け付けられません。"));
    }
    let offered = |id: CourseId| loaded.classes.iter().any(|class| class.id == id);
    let course = match course {
        Some(course) if offered(course) => course,
        Some(_) => return Err(AppError::NotFound),
        None => loaded
            .sheet
            .course
            .filter(|course| offered(*course))
            .or_else(|| loaded.classes.first().map(|class| class.id))
            .ok_or_else(|| {
                AppError::refused("この契約には、入れる教室がありません。先に教室を作ってください。")
            })?,
    };
    let districts = participants::districts(cx.db()).await?;
    let entry = loaded.sheet.applicant.entry(&districts).ok_or_else(|| {
        AppError::refused("申込みの地区（町丁目）がなくなっています。差し戻して、地区を選び直してください。")
    })?;
    let same = participants::same_people(cx, &entry, None).await?;
    let entrance = entrance::entrance(cx.db(), course, loaded.judgement.class(), None).await?;
    Ok(Desk { loaded, entry, same, entrance })
}

impl Desk {
    fn offer(&self, today: Date, by_hand: Option<ByHand>) -> Result<Offer> {
        self.entrance.offer(self.loaded.row.applied_on, today, by_hand)?.map_err(AppError::refused)
    }

    /// What the rules say for the day on which the person would begin.
    fn judge(&mut self, offer: &Offer, today: Date) {
        let first_on = self.entrance.course.first_on.max(today);
        let loaded = &mut self.loaded;
        let starts_on = match offer.place {
            Place::Stay { from, .. } => Some(from),
            Place::Today => Some(first_on),
            Place::Waiting | Place::Undecided => expected_start(
                loaded.definition,
                &loaded.sheet,
                loaded.row.applied_on,
                loaded.term(),
                Some(first_on),
            ),
        };
        loaded.judgement = Judgement::of(loaded.definition, &loaded.sheet, loaded.row.applied_on, starts_on);
    }

    fn view(&self, offer: &Offer, form: Form) -> AcceptanceView {
        AcceptanceView::new(&self.loaded, &self.same, &self.entrance, offer, form)
    }
}

pub async fn ask(
    mut cx: View<DecideApplication>,
    Path(id): Path<ApplicationId>,
    Query(asked): Query<Asked>,
) -> Result {
    let mut desk = desk(&mut cx, id, asked.course).await?;
    let today = cx.today();
    let offer = desk.offer(today, None)?;
    desk.judge(&offer, today);
    let mut form = Form::empty();
    if desk.same.is_empty() {
        form = form.with("person", NEW);
    }
    if let (Some(wished), true) = (desk.loaded.sheet.wished_start, desk.entrance.is_rolling())
        && !matches!(offer.place, Place::Stay { from, .. } if from == wished)
    {
        form = form.with("start_on", wareki(wished)).with("start_reason", "本人の希望");
    }
    cx.show(desk.view(&offer, form)).await
}

/// What the officer decided.
struct Decision {
    /// `None`: registers the applicant anew.
    person: Option<ParticipantId>,
    offer: Offer,
    by_hand: Option<String>,
    /// Why, although the rules do not say 該当.
    anyway: Option<String>,
}

pub async fn accept(
    mut cx: Act<DecideApplication>,
    Path(id): Path<ApplicationId>,
    Typed(mut form): Typed,
) -> Result {
    let course: CourseId =
        form.value("course").parse().map_err(|_| AppError::refused("教室を選んでください。"))?;
    enrolment_db::lock_course(cx.write(), course).await?;
    let mut desk = desk(&mut cx, id, Some(course)).await?;
    if form.value("version") != desk.loaded.row.version.to_string() {
        return Err(AppError::stale());
    }
    let today = cx.today();
    let by_rule = desk.offer(today, None)?;
    let Some(decision) = decide(&mut desk, &mut form, today, &by_rule) else {
        let offer = shown_offer(&desk, &form, today).unwrap_or(by_rule);
        return cx.invalid(desk.view(&offer, form)).await;
    };
    let participant = match decision.person {
        Some(known) => known,
        None => participants::register_new(&mut cx, &desk.entry).await?,
    };
    // Who was registered meanwhile was not among those the officer compared.
    let same = participants::same_people(&mut cx, &desk.entry, Some(participant)).await?;
    if decision.person.is_none() && same.len() != desk.same.len() {
        form.refuse("person", "同じ人かもしれない登録が増えました。もう一度確かめてください。");
        desk.same = same;
        return cx.invalid(desk.view(&decision.offer, form)).await;
    }
    let enrolment = write(&mut cx, &mut desk, &decision, participant).await?;
    let place = decision.offer.place;
    let event = Event::new("application.accept")
        .about(id.0)
        .under(desk.loaded.row.contract)
        .of([participant])
        .detail(serde_json::json!({
            "verdict": desk.loaded.judgement.finding().code(),
            "state": if place == Place::Waiting { "waiting" } else { "enrolled" },
            "registered": decision.person.is_none(),
        }));
    let notice = match place {
        Place::Stay { from, .. } => format!("受け付けました。{}から参加します。", wareki(from)),
        Place::Today => "受け付けました。参加に登録しました。".to_owned(),
        Place::Waiting | Place::Undecided => "受け付けました。待機に登録しました。".to_owned(),
    };
    cx.commit(event).await?.redirect_with(format!("/enrolments/{enrolment}"), &notice)
}

/// What stands on the page while something is missing: the start by hand, if that is what was typed.
fn shown_offer(desk: &Desk, form: &Form, today: Date) -> Option<Offer> {
    let by_hand = read_by_hand(&mut form.clone()).flatten()?;
    desk.offer(today, Some(by_hand)).ok()
}

/// Reads the decision; `None`: the problems are on the form.
fn decide(desk: &mut Desk, form: &mut Form, today: Date, by_rule: &Offer) -> Option<Decision> {
    let by_hand = if desk.entrance.is_rolling() { read_by_hand(form)? } else { None };
    let reason = by_hand.as_ref().map(|by_hand| by_hand.reason.clone());
    let offer = match by_hand {
        None => Offer {
            place: by_rule.place,
            explanation: by_rule.explanation.clone(),
            warnings: by_rule.warnings.clone(),
        },
        Some(by_hand) => match desk.entrance.offer(desk.loaded.row.applied_on, today, Some(by_hand)) {
            Ok(Ok(offer)) => offer,
            Ok(Err(refusal)) => {
                form.refuse("start_on", refusal.to_string());
                return None;
            }
            Err(_) => return None,
        },
    };
    desk.judge(&offer, today);
    if offer.place == Place::Undecided {
        form.refuse("start_on", "決まりでは開始日が決まりません。開始日と理由を入力してください。");
    }
    if !offer.warnings.is_empty() && !form.checked("confirmed", "yes") {
        form.refuse("confirmed", "開始日についての注意を確かめて、チェックを付けてください。");
    }
    let person = read_person(desk, form);
    let anyway = (desk.loaded.judgement.finding() != Finding::Met)
        .then(|| form.required_lines("reason", SaidAt::AcceptedAnyway.label(), 400).unwrap_or_default());
    if form.has_problems() {
        return None;
    }
    Some(Decision { person: person?, offer, by_hand: reason, anyway })
}

/// `Some(None)`: a new person.
fn read_person(desk: &Desk, form: &mut Form) -> Option<Option<ParticipantId>> {
    let ids: Vec<String> = desk.same.iter().map(|person| person.id.to_string()).collect();
    let mut codes: Vec<&str> = ids.iter().map(String::as_str).collect();
    codes.push(NEW);
    let chosen = form.choice("person", "登録する人", &codes)?;
    Some(desk.same.iter().map(|person| person.id).find(|id| id.to_string() == chosen))
}

/// Enrolment, consents and the application's own end.
async fn write(
    cx: &mut Act<DecideApplication>,
    desk: &mut Desk,
    decision: &Decision,
    participant: ParticipantId,
) -> Result<EnrolmentId> {
    let Decision { offer, by_hand, anyway, .. } = decision;
    let loaded = &mut desk.loaded;
    let said = [(SaidAt::AcceptedAnyway, anyway), (SaidAt::StartByHand, by_hand)];
    let today = cx.today();
    let said = said.into_iter().filter_map(|(at, words)| Some(Said { on: today, at, words: words.clone()? }));
    loaded.sheet.said.extend(said);
    let mut verdict = loaded.judgement.eligibility.lines();
    verdict.extend(offer.explanation.iter().chain(&offer.warnings).cloned());
    let reasons: Vec<&str> = [anyway, by_hand].into_iter().flatten().map(String::as_str).collect();
    let newcomer = Newcomer {
        participant,
        applied_on: loaded.row.applied_on,
        priority: loaded.judgement.class(),
        note: EnrolmentNote { verdict, decision: reasons.join("\n"), remark: String::new() },
    };
    let enrolment = entrance::admit(cx, &desk.entrance.course, offer, &newcomer).await?;
    consents::copy(cx, enrolment, loaded.definition, &loaded.sheet.answered.consents).await?;
    let (id, version) = (loaded.row.id, loaded.row.version);
    let state = loaded.after(ApplicationAct::Accept)?;
    let sealed = cx.seal(Unit::Unit(loaded.row.contract.0), id.0, version + 1, &loaded.sheet)?;
    let change = Change {
        state,
        applied_on: loaded.row.applied_on,
        judged: judged(&loaded.judgement),
        sealed: &sealed,
    };
    let decided = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), (id, version), &change, decided, Some((participant, enrolment))).await? {
        return Err(AppError::stale());
    }
    Ok(enrolment)
}
