//! 問い合わせ・意見・苦情: what people called about, what was answered, and whether the ward was told.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use super::{TEXT, hand, past_day, tabs, trail};
use crate::{
    audit::Event,
    guidance::{
        RecordGuidance, ViewGuidance,
        calls::InquiryKind,
        db::{
            inquiries::{self, InquiryLine, InquiryRow, NewInquiry},
            targets,
        },
        loading::{FIRST, Place},
        words::{InquiryWords, ResponseWords},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tone},
        permission::Permission,
        typed::Typed,
    },
    participants::{people, shown_name},
    sealing::Unit,
    vocab::{
        dates::{short, wareki},
        ids::{ContractId, GuidanceInquiryId, ParticipantId},
    },
};

const PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "guidance/inquiries.html")]
struct ListView {
    title: String,
    trail: Vec<Link>,
    tabs: Vec<Link>,
    states: Vec<Link>,
    new_href: String,
    rows: Vec<Line>,
    open: bool,
    pager: Pager,
}

struct Line {
    href: String,
    day: String,
    kind: Chip,
    answered: Chip,
    escalated: &'static str,
}

#[derive(Template)]
#[template(path = "guidance/inquiry_new.html")]
struct NewView {
    form: Form,
    base: String,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "guidance/inquiry.html")]
struct ShowView {
    form: Form,
    base: String,
    action: String,
    kind: Chip,
    rows: Vec<Row>,
    may_respond: bool,
    escalated: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    state: String,
    page: Option<u64>,
}

fn base(id: ContractId) -> String {
    format!("/contracts/{id}/guidance/inquiries")
}

fn kind_chip(code: &str) -> Chip {
    InquiryKind::from_code(code).map_or_else(|| Chip::new(Tone::Neutral, code), InquiryKind::chip)
}

fn answer_chip(answered: bool) -> Chip {
    if answered { Chip::new(Tone::Success, "回答ずみ") } else { Chip::new(Tone::Warning, "回答まだ") }
}

fn escalation(escalated: bool) -> &'static str {
    if escalated { "区に伝えた" } else { "伝えていない" }
}

pub async fn list(
    mut cx: View<ViewGuidance>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let open = asked.state == "open";
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = inquiries::count(cx.db(), id, open).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let lines = inquiries::list(cx.db(), id, open, PAGE.cast_signed(), offset).await?;
    let tab = |label, href: String, here| {
        let link = Link::new(label, href);
        if here { link.current() } else { link }
    };
    let all_href = base(id);
    let open_href = format!("{all_href}?state=open");
    let line = |line: InquiryLine| Line {
        href: format!("{}/{}", base(id), line.id),
        day: wareki(line.received_on),
        kind: kind_chip(&line.kind),
        answered: answer_chip(line.answered_on.is_some()),
        escalated: escalation(line.escalated),
    };
    let view = ListView {
        title: place.contract.title.clone(),
        trail: trail(&cx, &place),
        tabs: tabs(&place, "/inquiries"),
        pager: Pager::new(total, page, PAGE, if open { &open_href } else { &all_href }),
        states: vec![tab("すべて", all_href, !open), tab("回答まだ", open_href, open)],
        new_href: if RecordGuidance::allows(cx.actor().role) {
            format!("{}/new", base(id))
        } else {
            String::new()
        },
        rows: lines.into_iter().map(line).collect(),
        open,
    };
    cx.show(view).await
}

/// The targets of a contract as choices, by reading.
async fn choices<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    place: &Place,
) -> Result<Vec<(ParticipantId, Choice)>> {
    let rows = targets::of_contract(cx.db(), place.contract.id).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.participant.0).collect();
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        let person = people::peek(cx, row, place.items.as_deref())?;
        let kana = person.identity.kana().trim().to_owned();
        let under = if kana.is_empty() { String::new() } else { format!("（{kana}）") };
        let choice = Choice::new(person.id.to_string(), format!("{}{under}", shown_name(&person)));
        found.push((kana, person.number, person.id, choice));
    }
    found.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    cx.saw(found.iter().map(|(_, _, id, _)| *id));
    Ok(found.into_iter().map(|(_, _, id, choice)| (id, choice)).collect())
}

fn new_view(id: ContractId, people: Vec<(ParticipantId, Choice)>, form: Form) -> NewView {
    NewView {
        form,
        base: base(id),
        kinds: InquiryKind::ALL.map(|kind| Choice::new(kind.code(), kind.label())).to_vec(),
        people: people.into_iter().map(|(_, choice)| choice).collect(),
    }
}

pub async fn new(mut cx: View<RecordGuidance>, Path(id): Path<ContractId>) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let people = choices(&mut cx, &place).await?;
    let form = Form::empty().with("received_on", short(cx.today()));
    cx.show(new_view(id, people, form)).await
}

pub async fn create(
    mut cx: Act<RecordGuidance>,
    Path(id): Path<ContractId>,
    Typed(mut form): Typed,
) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let people = choices(&mut cx, &place).await?;
    let today = cx.today();
    let kind = form.choice("kind", "種類", &InquiryKind::ALL.map(InquiryKind::code));
    let received_on = past_day(&mut form, "received_on", "受けた日", today);
    let codes: Vec<&str> = people.iter().map(|(_, choice)| choice.code.as_str()).collect();
    let participant = form.optional_choice("participant", "本人", &codes);
    let summary = form.required_lines("summary", "内容", TEXT);
    let response = form.optional_lines("response", "回答・対応", TEXT);
    let escalated = form.checked("escalated", "yes");
    let (Some(kind), Some(received_on), Some(participant), Some(summary), Some(response)) =
        (kind, received_on, participant, summary, response)
    else {
        return cx.invalid(new_view(id, people, form)).await;
    };
    let inquiry = GuidanceInquiryId(cx.new_id());
    let unit = Unit::Unit(id.0);
    let sealed = cx.seal(unit, inquiry.0, FIRST, &InquiryWords { summary })?;
    let answer = (!response.is_empty())
        .then(|| cx.seal(unit, inquiry.0, FIRST, &ResponseWords { text: response }))
        .transpose()?;
    let new = NewInquiry {
        id: inquiry,
        contract: id,
        participant: participant.parse().ok(),
        kind: &kind,
        received_on,
        sealed: &sealed,
        escalated,
        response: answer.as_deref().map(|sealed| (sealed, today)),
    };
    let hand = hand(&cx);
    inquiries::insert(cx.write(), &new, hand).await?;
    let event = Event::new("guidance.inquiry").about(inquiry.0).under(id).of(new.participant);
    cx.commit(event.detail(serde_json::json!({ "kind": kind, "escalated": escalated })))
        .await?
        .redirect_with(format!("{}/{inquiry}", base(id)), "記録しました。")
}

pub async fn show(
    mut cx: View<ViewGuidance>,
    Path((id, inquiry)): Path<(ContractId, GuidanceInquiryId)>,
) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let row = inquiries::find(cx.db(), id, inquiry).await?.ok_or(AppError::NotFound)?;
    let view = show_view(&mut cx, &place, &row, Form::empty()).await?;
    cx.show(view).await
}

async fn show_view<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    place: &Place,
    row: &InquiryRow,
    form: Form,
) -> Result<ShowView> {
    let unit = Unit::Unit(place.contract.id.0);
    let words: InquiryWords = cx.open_paper(unit, row.id.0, FIRST, &row.sealed)?;
    let response: Option<ResponseWords> = match &row.response {
        Some(sealed) => Some(cx.open_paper(unit, row.id.0, FIRST, sealed)?),
        None => None,
    };
    let name = match row.participant {
        Some(id) => match people::find(cx.db(), id).await? {
            Some(register) => shown_name(&people::open(cx, register, place.items.as_deref())?),
            None => String::new(),
        },
        None => "対象者ではない・わからない".to_owned(),
    };
    let answered = row.answered_on.map_or_else(|| "まだ回答していません".to_owned(), wareki);
    let base = base(place.contract.id);
    Ok(ShowView {
        form,
        action: format!("{base}/{}/response", row.id),
        base,
        kind: kind_chip(&row.kind),
        rows: vec![
            Row::new("受けた日", wareki(row.received_on)),
            Row::new("本人", name),
            Row::new("内容", words.summary),
            Row::new("区への連絡", escalation(row.escalated)),
            Row::new("回答した日", answered),
            Row::new("回答・対応", response.map(|words| words.text).unwrap_or_default()),
            Row::new("記録した人", row.by.clone().unwrap_or_default()),
        ],
        may_respond: RecordGuidance::allows(cx.actor().role) && row.answered_on.is_none(),
        escalated: row.escalated,
    })
}

pub async fn respond(
    mut cx: Act<RecordGuidance>,
    Path((id, inquiry)): Path<(ContractId, GuidanceInquiryId)>,
    Typed(mut form): Typed,
) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let row = inquiries::find(cx.db(), id, inquiry).await?.ok_or(AppError::NotFound)?;
    if row.answered_on.is_some() {
        return Err(AppError::refused("回答はすでに記録されています。画面を読み込み直してください。"));
    }
    let escalated = form.checked("escalated", "yes");
    let Some(text) = form.required_lines("response", "回答・対応", TEXT) else {
        let view = show_view(&mut cx, &place, &row, form).await?;
        return cx.invalid(view).await;
    };
    let sealed = cx.seal(Unit::Unit(id.0), inquiry.0, FIRST, &ResponseWords { text })?;
    let today = cx.today();
    if !inquiries::respond(cx.write(), inquiry, (&sealed, today), escalated).await? {
        return Err(AppError::stale());
    }
    cx.commit(Event::new("guidance.respond").about(inquiry.0).under(id).of(row.participant))
        .await?
        .redirect_with(format!("{}/{inquiry}", base(id)), "回答を記録しました。")
}
