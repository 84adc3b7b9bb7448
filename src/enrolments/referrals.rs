//! 紹介: the ward, or a centre for a person of its own districts, proposes somebody for a contract with a reason. The ward
//! accepts (and goes on to the enrolment) or declines; whoever proposed may take it back while nothing is decided.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    DecideReferral, MakeReferral, SeeReferral, SeeReferrals, WithdrawReferral, db,
    db::referrals::{self as rows, Decision, NewReferral, ReferralRow},
    notes::{ReferralNote, ReferralRemark},
    referral_states::{ReferralAct, ReferralState, next},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Actor, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row},
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people, shown_name},
    sealing::Unit,
    vocab::{
        dates::jst_stamp,
        ids::{ContractId, ParticipantId, ReferralId},
    },
};

#[derive(Template)]
#[template(path = "enrolments/refer.html")]
struct NewView {
    form: Form,
    id: ParticipantId,
    name: String,
    contracts: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "enrolments/referrals.html")]
struct ListView {
    total: i64,
    tabs: Vec<Link>,
    rows: Vec<Line>,
    pager: Pager,
    is_ward: bool,
    is_narrowed: bool,
}

struct Line {
    href: String,
    name: String,
    contract: String,
    from: String,
    made: String,
    chip: Chip,
}

#[derive(Template)]
#[template(path = "enrolments/referral.html")]
struct ShowView {
    form: Form,
    id: ReferralId,
    person_href: String,
    name: String,
    chip: Chip,
    rows: Vec<Row>,
    version: i32,
    may_decide: bool,
    may_withdraw: bool,
    enrol_href: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    state: String,
    page: String,
}

pub async fn new(mut cx: View<MakeReferral>, Path(id): Path<ParticipantId>) -> Result {
    let view = new_view(&mut cx, id, Form::empty()).await?;
    cx.show(view).await
}

async fn new_view<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: ParticipantId,
    form: Form,
) -> Result<NewView> {
    let person = person(cx, id).await?;
    let contracts = db::open_contracts(cx.db()).await?;
    let contracts = contracts.into_iter().map(|c| Choice::new(c.id.to_string(), c.title)).collect();
    Ok(NewView { form, id, name: shown_name(&person), contracts })
}

async fn person<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ParticipantId) -> Result<Person> {
    let row = people::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    people::open(cx, row, None)
}

pub async fn create(
    mut cx: Act<MakeReferral>,
    Path(id): Path<ParticipantId>,
    Typed(mut form): Typed,
) -> Result {
    let offered: Vec<String> = db::open_contracts(cx.db()).await?.iter().map(|c| c.id.to_string()).collect();
    let codes: Vec<&str> = offered.iter().map(String::as_str).collect();
    let contract = form.choice("contract", "契約", &codes).and_then(|c| c.parse::<ContractId>().ok());
    let reason = form.required_lines("reason", "紹介の理由", 1000);
    person(&mut cx, id).await?;
    if let Some(contract) = contract
        && rows::is_proposed(cx.db(), id, contract).await?
    {
        form.refuse("contract", "この契約には、すでに紹介しています。紹介の一覧で確かめてください。");
    }
    let (Some(contract), Some(reason), false) = (contract, reason, form.has_problems()) else {
        let view = new_view(&mut cx, id, form).await?;
        return cx.invalid(view).await;
    };
    let (referral, now) = (ReferralId(cx.new_id()), cx.now());
    let note = ReferralNote { reason, remark: String::new() };
    let sealed = cx.seal(Unit::Ward(cx.ward().0), referral.0, 1, &note)?;
    let (from_centre, made_by) = (cx.actor().centre, cx.actor().account);
    let row = NewReferral {
        id: referral,
        contract,
        participant: id,
        from_centre,
        sealed: &sealed,
        made_by,
        made_at: now,
    };
    rows::insert(cx.write(), &row).await?;
    let event = Event::new("referral.create").about(referral.0).under(contract).of([id]);
    cx.commit(event)
        .await?
        .redirect_with(format!("/referrals/{referral}"), "紹介しました。区の決定を待ちます。")
}

pub async fn list(mut cx: View<SeeReferrals>, Query(wanted): Query<Wanted>) -> Result {
    let state = ReferralState::from_code(&wanted.state);
    let page = wanted.page.parse::<i64>().unwrap_or(1).clamp(1, 100_000);
    let (total, found) = rows::list(cx.db(), state.map(ReferralState::code), (page - 1) * 50).await?;
    let ids: Vec<_> = found.iter().map(|r| r.participant.0).collect();
    let mut people: Vec<Person> = Vec::new();
    for row in people::find_many(cx.db(), &ids).await? {
        people.push(people::open(&mut cx, row, None)?);
    }
    let address = state.map_or("/referrals".into(), |s| format!("/referrals?state={}", s.code()));
    let lines = found.iter().map(|row| line(row, &people)).collect::<Result<Vec<_>>>()?;
    let is_ward = cx.actor().role.is_ward();
    cx.show(ListView {
        total,
        tabs: tabs(state),
        rows: lines,
        pager: Pager::new(total.unsigned_abs(), page.unsigned_abs(), 50, &address),
        is_ward,
        is_narrowed: state.is_some(),
    })
    .await
}

fn tabs(state: Option<ReferralState>) -> Vec<Link> {
    let mark = |link: Link, here: bool| if here { link.current() } else { link };
    let all = mark(Link::new("すべて", "/referrals"), state.is_none());
    let one = |s: ReferralState| {
        mark(Link::new(s.label(), format!("/referrals?state={}", s.code())), state == Some(s))
    };
    std::iter::once(all).chain(ReferralState::ALL.map(one)).collect()
}

fn state_of(row: &ReferralRow) -> Result<ReferralState> {
    ReferralState::from_code(&row.state).ok_or_else(|| AppError::bug("state of a referral"))
}

fn sender(row: &ReferralRow) -> String {
    row.centre_name.clone().unwrap_or_else(|| "区".into())
}

/// A person who moved to another centre's district is not named to the centre that referred them.
fn line(row: &ReferralRow, people: &[Person]) -> Result<Line> {
    let state = state_of(row)?;
    Ok(Line {
        href: format!("/referrals/{}", row.id),
        name: people
            .iter()
            .find(|p| p.id == row.participant)
            .map_or_else(|| "（担当の地区を離れた人）".into(), shown_name),
        contract: row.contract_title.clone(),
        from: sender(row),
        made: jst_stamp(row.made_at),
        chip: Chip::new(state.tone(), state.label()),
    })
}

pub async fn show(mut cx: View<SeeReferral>, Path(id): Path<ReferralId>) -> Result {
    let (row, person, note) = open(&mut cx, id).await?;
    let view = show_view(cx.actor(), &row, &person, note, Form::empty())?;
    cx.show(view).await
}

async fn open<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: ReferralId,
) -> Result<(ReferralRow, Person, ReferralNote)> {
    let row = rows::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let person = person(cx, row.participant).await?;
    let unit = Unit::Ward(cx.ward().0);
    let mut note: ReferralNote = cx.open(row.participant, unit, row.id.0, row.sealed_version, &row.sealed)?;
    if let Some(remark) = &row.remark {
        let remark: ReferralRemark = cx.open(row.participant, unit, row.id.0, row.version, remark)?;
        note.remark = remark.text;
    }
    cx.because_of(row.contract);
    Ok((row, person, note))
}

/// The side that proposed: the ward for its own, a centre for its own.
fn is_sender(actor: &Actor, row: &ReferralRow) -> bool {
    row.from_centre == actor.centre
}

fn show_view(
    actor: &Actor,
    row: &ReferralRow,
    person: &Person,
    note: ReferralNote,
    form: Form,
) -> Result<ShowView> {
    let state = state_of(row)?;
    let is_open = state == ReferralState::Proposed;
    let mut facts = vec![
        Row::new("契約", row.contract_title.clone()),
        Row::new("紹介した所", sender(row)),
        Row::new("紹介した日時", jst_stamp(row.made_at)),
        Row::new("紹介の理由", note.reason),
    ];
    if let Some(at) = row.decided_at {
        facts.push(Row::new("決定した日時", jst_stamp(at)));
        facts.push(Row::new("決定についての連絡", note.remark));
    }
    let may_enrol = actor.role.is_ward() && state == ReferralState::Accepted;
    Ok(ShowView {
        form,
        id: row.id,
        person_href: format!("/participants/{}", person.id),
        name: shown_name(person),
        chip: Chip::new(state.tone(), state.label()),
        rows: facts,
        version: row.version,
        may_decide: actor.role.is_ward() && is_open,
        may_withdraw: is_open && is_sender(actor, row),
        enrol_href: if may_enrol { enrolment_address(row) } else { String::new() },
    })
}

fn enrolment_address(row: &ReferralRow) -> String {
    format!("/participants/{}/enrolments/new?contract={}", row.participant, row.contract)
}

pub async fn accept(mut cx: Act<DecideReferral>, Path(id): Path<ReferralId>, Typed(form): Typed) -> Result {
    let (row, ..) = open(&mut cx, id).await?;
    let event = decide(&mut cx, &row, ReferralAct::Accept, None, form.value("version")).await?;
    cx.commit(event).await?.redirect_with(
        enrolment_address(&row),
        "紹介を受け入れました。続けて、教室や個別支援に登録してください。",
    )
}

pub async fn decline(
    mut cx: Act<DecideReferral>,
    Path(id): Path<ReferralId>,
    Typed(mut form): Typed,
) -> Result {
    let (row, person, note) = open(&mut cx, id).await?;
    let Some(remark) = form.required_lines("remark", "見送りの理由", 1000) else {
        let view = show_view(cx.actor(), &row, &person, note, form)?;
        return cx.invalid(view).await;
    };
    let event = decide(
        &mut cx,
        &row,
        ReferralAct::Decline,
        Some(ReferralRemark { text: remark }),
        form.value("version"),
    )
    .await?;
    cx.commit(event).await?.redirect_with(format!("/referrals/{id}"), "紹介を見送りました。")
}

pub async fn withdraw(
    mut cx: Act<WithdrawReferral>,
    Path(id): Path<ReferralId>,
    Typed(form): Typed,
) -> Result {
    let (row, ..) = open(&mut cx, id).await?;
    if !is_sender(cx.actor(), &row) {
        return Err(AppError::refused("この紹介は、紹介した所だけが取り下げられます。"));
    }
    let event = decide(&mut cx, &row, ReferralAct::Withdraw, None, form.value("version")).await?;
    cx.commit(event).await?.redirect_with(format!("/referrals/{id}"), "紹介を取り下げました。")
}

async fn decide<P: Permission>(
    cx: &mut Act<P>,
    row: &ReferralRow,
    act: ReferralAct,
    remark: Option<ReferralRemark>,
    version: &str,
) -> Result<Event> {
    let to = next(state_of(row)?, act).map_err(AppError::refused)?;
    if version != row.version.to_string() {
        return Err(AppError::stale());
    }
    let unit = Unit::Ward(cx.ward().0);
    let remark = remark.map(|remark| cx.seal(unit, row.id.0, row.version + 1, &remark)).transpose()?;
    let (by, at) = (cx.actor().account, cx.now());
    let decision = Decision { state: to.code(), remark: remark.as_deref(), by, at };
    if !rows::decide(cx.write(), row.id, row.version, &decision).await? {
        return Err(AppError::stale());
    }
    let action = match act {
        ReferralAct::Accept => "referral.accept",
        ReferralAct::Decline => "referral.decline",
        ReferralAct::Withdraw => "referral.withdraw",
    };
    Ok(Event::new(action).about(row.id.0).under(row.contract).of([row.participant]))
}
