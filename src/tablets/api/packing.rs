//! 準備: the sessions of the next days, and the pack that a tablet takes along — what the recording screen shows of the people, and
//! nothing else.

use std::collections::BTreeMap;

use axum::extract::Path;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use super::{permitted, tablet};
use crate::{
    audit::Event,
    courses::words,
    documents::issue::reference,
    incidents,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Choice,
        typed::Sent,
    },
    permits::files,
    sessions::{
        entry::Field,
        fields::shown,
        operations::FieldOut,
        roster::{self, Roster, Someone},
        vitals::SoftLimits,
    },
    tablets::{
        PrepareTablet,
        db::{
            self, Tablet,
            packs::{self, NewPack},
        },
        secrets,
    },
    vocab::{
        dates::jst_at,
        ids::{HandoverId, SessionId, TabletId, TabletPackId},
    },
};

/// How far ahead a tablet is prepared, today included, in days.
const AHEAD: i64 = 7;
/// How long after the end of its last class a pack may be kept.
const KEPT: Duration = Duration::hours(24);
/// Most sessions in one pack.
const MOST: usize = 20;

#[derive(Serialize)]
struct Offer {
    sessions: Vec<OfferedSession>,
}

#[derive(Serialize)]
struct OfferedSession {
    id: SessionId,
    title: String,
    date: Date,
    time: String,
    place: String,
    people: i64,
}

/// The first and last day of what may be packed.
fn days(tablet: &Tablet, today: Date) -> (Date, Date) {
    let last = today + Duration::days(AHEAD - 1);
    (today, tablet.permitted_until.map_or(last, |until| until.min(last)))
}

pub async fn offered(mut cx: View<PrepareTablet>, Path(id): Path<TabletId>) -> Result {
    let tablet = tablet(&mut cx, id).await?;
    permitted(&tablet, cx.today())?;
    let days = days(&tablet, cx.today());
    let sessions = packs::offered(cx.db(), tablet.contract, days).await?;
    let sessions = sessions
        .into_iter()
        .map(|one| OfferedSession {
            id: one.id,
            title: words::session_title(&one.course_name, one.number),
            date: one.held_on,
            time: words::hours(one.starts_at, one.minutes),
            place: one.venue,
            people: one.people,
        })
        .collect();
    cx.tell(&Offer { sessions }).await
}

#[derive(Deserialize)]
pub struct Chosen {
    sessions: Vec<SessionId>,
    /// The machine's secret ([`secrets::device`]).
    #[serde(default)]
    device: String,
}

#[derive(Serialize)]
struct Pack {
    pack: TabletPackId,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
    rescue_key: String,
    #[serde(with = "time::serde::rfc3339")]
    now: OffsetDateTime,
    sessions: Vec<PackedSession>,
}

#[derive(Serialize)]
struct PackedSession {
    id: SessionId,
    title: String,
    date: Date,
    #[serde(with = "time::serde::rfc3339")]
    starts_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    ends_at: OffsetDateTime,
    place: String,
    soft_limits: SoftLimits,
    incident: Offered,
    people: Vec<PackedPerson>,
}

#[derive(Serialize)]
struct Offered {
    kinds: Vec<Word>,
    told: Vec<Word>,
}

#[derive(Serialize)]
struct Word {
    code: String,
    label: String,
}

#[derive(Serialize)]
struct PackedPerson {
    id: String,
    number: String,
    kana: String,
    name: String,
    same_name: bool,
    previous: Previous,
    emergency: Option<Emergency>,
    fields: BTreeMap<Field, FieldOut>,
}

#[derive(Serialize)]
struct Previous {
    pre: Option<String>,
    post: Option<String>,
}

#[derive(Serialize)]
struct Emergency {
    name: String,
    relation: String,
    phone: String,
}

pub async fn pack(
    mut cx: Act<PrepareTablet>,
    Path(id): Path<TabletId>,
    Sent(chosen): Sent<Chosen>,
) -> Result {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let tablet = tablet(&mut cx, id).await?;
    permitted(&tablet, cx.today())?;
    if let Some(why) = files::kept_in(&mut cx).await? {
        return cx.refuse(files::refused::<PrepareTablet>(), why).await;
    }
    let device = own_machine(&mut cx, id, &chosen.device).await?;
    let mut ids = chosen.sessions;
    ids.sort();
    ids.dedup();
    if ids.is_empty() || ids.len() > MOST {
        return Err(AppError::refused(format!("準備する回を1つから{MOST}まで選んでください。")));
    }
    let mut sessions = Vec::with_capacity(ids.len());
    for session in &ids {
        let roster = roster::load(&mut cx, *session).await?;
        fits(&tablet, &roster, cx.today())?;
        sessions.push(packed(&roster));
    }
    let now = cx.now();
    let expires_at = sessions.iter().map(|one| one.ends_at).max().unwrap_or(now).max(now) + KEPT;
    let (pack, entry) = (TabletPackId(cx.new_id()), HandoverId(cx.new_id()));
    let people = sessions.iter().map(|one| one.people.len()).sum::<usize>();
    let new = NewPack {
        id: pack,
        tablet: id,
        contract: tablet.contract,
        handover: entry,
        people: i32::try_from(people).unwrap_or(i32::MAX),
        sessions: &ids,
        expires_at,
        by: cx.actor().account,
        device: &device,
        now,
    };
    packs::insert(cx.write(), &new).await?;
    let event = Event::new("tablet.prepare").about(id.0).under(tablet.contract).detail(serde_json::json!({
        "reference": reference(&cx), "sessions": ids.len(), "pack": pack,
    }));
    let answer = Pack { pack, expires_at, rescue_key: STANDARD.encode(&tablet.rescue_public), now, sessions };
    cx.commit_packed(event, entry).await?.json(&answer)
}

const NO_SECRET: &str =
    "端末のプログラムが古いため、準備できません。通信できる所で、この画面を読み込み直してください。";
const NO_RECORDER: &str =
    "先に、この端末の記録者になってください。画面を読み込み直して、端末を選び直してください。";
const ELSEWHERE: &str = "この名前の端末は、別の機械で準備されていて、まだ消去されていません。その機械で「終了して端末から消す」を済ませてください。なくしたときや壊れたときは、端末の許可を取り消し、この機械を新しい名前で登録してください。";

/// The hash of the machine's secret, where who asks records on it and no other machine goes by its name.
async fn own_machine(cx: &mut Act<PrepareTablet>, tablet: TabletId, secret: &str) -> Result<[u8; 32]> {
    let device = secrets::device(secret).ok_or_else(|| AppError::refused(NO_SECRET))?;
    let me = cx.actor().account;
    if db::recorders(cx.db(), tablet).await?.iter().all(|one| one.account != me) {
        return Err(AppError::Stale(NO_RECORDER.into()));
    }
    db::lock(cx.write(), tablet).await?;
    if db::is_this_machine(cx.db(), tablet, &device).await? {
        Ok(device)
    } else {
        Err(AppError::Stale(ELSEWHERE.into()))
    }
}

/// # Errors
/// A session of another contract, of another day, or with nobody in it.
fn fits(tablet: &Tablet, roster: &Roster, today: Date) -> Result<()> {
    let head = &roster.head;
    if head.contract != tablet.contract {
        return Err(AppError::NotFound);
    }
    let (from, to) = days(tablet, today);
    let is_open = matches!(head.state.as_str(), "planned" | "open");
    if !is_open || head.held_on < from || head.held_on > to {
        return Err(AppError::Stale(format!(
            "「{}」は準備できません。今日から{AHEAD}日のうち、端末の許可の期限までの、まだ終わっていない回を選んでください。",
            head.title()
        )));
    }
    if roster.people.is_empty() {
        return Err(AppError::Stale(format!("「{}」は名簿に参加者がいません。", head.title())));
    }
    Ok(())
}

fn packed(roster: &Roster) -> PackedSession {
    let head = &roster.head;
    let starts_at = jst_at(head.held_on, head.starts_at);
    let (kinds, told) = incidents::offered();
    let word = |choice: Choice| Word { code: choice.code, label: choice.label };
    PackedSession {
        id: head.id,
        title: head.title(),
        date: head.held_on,
        starts_at,
        ends_at: starts_at + Duration::minutes(i64::from(head.minutes)),
        place: head.venue.clone(),
        soft_limits: head.limits,
        incident: Offered {
            kinds: kinds.into_iter().map(word).collect(),
            told: told.into_iter().map(word).collect(),
        },
        people: roster.people.iter().map(|someone| person(roster, someone)).collect(),
    }
}

/// One person as the recording screen prints them, with the first emergency contact where the contract hands it over.
fn person(roster: &Roster, someone: &Someone) -> PackedPerson {
    let shown_person = someone.on_screen(roster.is_same_name(someone));
    let contact = someone.person.identity.emergency.first();
    PackedPerson {
        id: shown_person.id,
        number: shown_person.number,
        kana: shown_person.kana,
        name: shown_person.name,
        same_name: shown_person.same_name,
        previous: Previous {
            pre: someone.previous_pre.map(|reading| reading.to_string()),
            post: someone.previous_post.map(|reading| reading.to_string()),
        },
        emergency: contact.map(|contact| Emergency {
            name: contact.name.clone(),
            relation: contact.relation.clone(),
            phone: contact.telephone.clone(),
        }),
        fields: shown(&someone.cells),
    }
}
