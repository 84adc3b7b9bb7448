//! Recording that an add-on was given, and taking a record back.

use axum::extract::Path;
use time::Date;

use super::{
    RecordAddOns,
    db::{self, Given, NewAddOn, Place},
    form,
    giving::{allowed, is_qualified},
    views::{ConfirmView, Someone, View as PageView},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::people,
    programmes::{self, Definition, definition::AddOn},
    sessions::recorder,
    staffing::{self, Listed},
    vocab::ids::{AddOnId, ParticipantId, SessionId},
};

/// Everything the page offers.
struct Scene {
    place: Place,
    programme: &'static Definition,
    given: Vec<Given>,
    lines: Vec<Listed>,
    /// Everybody who was there, or is named by a record.
    people: Vec<Someone>,
}

impl Scene {
    async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: SessionId) -> Result<Self> {
        let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let programme = programmes::of(cx.db(), place.programme).await?;
        if programme.add_ons.is_empty() {
            return Err(AppError::refused("この事業には、加算などのプログラムがありません。"));
        }
        open(&place, cx.today(), false)?;
        let day = place.held_on;
        let mut lines = staffing::listed(cx.db(), place.contract).await?;
        lines.retain(|line| line.valid_from <= day && line.valid_to.is_none_or(|last| day <= last));
        let given = db::given(cx.db(), id).await?;
        let people = people_of(cx, &place, &given).await?;
        Ok(Self { place, programme, given, lines, people })
    }

    /// Each add-on is given once in a session.
    fn offered(&self) -> Vec<&'static AddOn> {
        let is_open = |add_on: &&AddOn| !self.given.iter().any(|given| given.code == add_on.code);
        self.programme.add_ons.iter().filter(is_open).collect()
    }

    fn present(&self) -> Vec<ParticipantId> {
        self.people.iter().filter(|someone| someone.present).map(|someone| someone.id).collect()
    }

    fn view(&self, form: Form) -> PageView {
        let offered = self.offered();
        let facts = (&self.place, self.programme, offered.as_slice());
        PageView::new(facts, (&self.given, &self.lines, &self.people), form)
    }
}

/// Whether the session takes records. Once the course's report is accepted it may still be read.
fn open(place: &Place, today: Date, frozen: bool) -> Result<()> {
    match recorder::refusal(&place.state, place.held_on, today, frozen) {
        Some(why) => Err(AppError::refused(why)),
        None => Ok(()),
    }
}

/// Everybody who was there, through the contract's information items, in the order of their name tags; then those whose
/// attendance was corrected after a record named them.
async fn people_of<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    place: &Place,
    given: &[Given],
) -> Result<Vec<Someone>> {
    cx.because_of(place.contract);
    let present = db::present(cx.db(), place.session).await?;
    let mut ids: Vec<uuid::Uuid> = present.iter().map(|(id, _)| id.0).collect();
    for taker in given.iter().flat_map(|given| &given.takers) {
        if !ids.contains(taker) {
            ids.push(*taker);
        }
    }
    let items = people::items_for(cx).await?;
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        let person = people::open(cx, row, items.as_deref())?;
        let tag = present.iter().find(|(id, _)| *id == person.id).map(|(_, tag)| *tag);
        found.push(Someone::new(&person, tag));
    }
    found.sort_by_key(|someone| ids.iter().position(|id| *id == someone.id.0));
    Ok(found)
}

pub async fn show(mut cx: View<RecordAddOns>, Path(id): Path<SessionId>) -> Result {
    let scene = Scene::load(&mut cx, id).await?;
    let form = form::blank(&scene.offered(), &scene.present());
    cx.show(scene.view(form)).await
}

pub async fn record(mut cx: Act<RecordAddOns>, Path(id): Path<SessionId>, Typed(mut typed): Typed) -> Result {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    db::lock(cx.write(), place.contract).await?;
    let scene = Scene::load(&mut cx, id).await?;
    open(&scene.place, cx.today(), scene.place.frozen)?;
    let Some(read) = form::read(&mut typed, &scene.offered(), &scene.lines, &scene.present()) else {
        return cx.invalid(scene.view(typed)).await;
    };
    let rule = allowed(cx.db(), &scene.place, read.add_on, (read.giver, &read.takers)).await?;
    if !rule.is_met() {
        let named = |who: &ParticipantId| scene.people.iter().find(|someone| someone.id == *who);
        let names: Vec<&str> =
            rule.had_enough.iter().filter_map(named).map(|someone| someone.name.as_str()).collect();
        if !names.is_empty() {
            typed.refuse("takers", format!("すでに受けています：{}さん。", names.join("さん、")));
        }
        if is_qualified(read.add_on, read.giver, &scene.place) {
            typed.refuse("add_on", rule.verdict.explanation.concat());
        } else {
            typed.refuse("giver", not_qualified(read.add_on, read.giver));
        }
        return cx.invalid(scene.view(typed)).await;
    }
    let (add_on, by, now) = (AddOnId(cx.new_id()), cx.actor().account, cx.now());
    let (code, takers) = (read.add_on.code.as_str(), read.takers.as_slice());
    let new = NewAddOn { id: add_on, code, giver: read.giver.id, takers, by, now };
    if let Err(error) = db::insert(cx.write(), &scene.place, &new).await {
        expect_violation(error, "add_on_once")?;
        return Err(AppError::stale());
    }
    let detail = serde_json::json!({ "add_on": code, "takers": takers.len() });
    let event = Event::new("add_on.give").about(id.0).under(scene.place.contract).detail(detail);
    let notice = format!("「{}」の実施を記録しました。", read.add_on.name);
    cx.commit(event).await?.redirect_with(format!("/sessions/{id}/add-ons"), &notice)
}

fn not_qualified(add_on: &AddOn, giver: &Listed) -> String {
    format!(
        "{}さんには、「{}」を行う資格（{}）の登録がありません。資格のある人を選ぶか、従事者名簿に資格を登録してください。",
        giver.name,
        add_on.name,
        add_on.qualifications.join("・")
    )
}

pub async fn confirm(mut cx: View<RecordAddOns>, Path((id, add_on)): Path<(SessionId, AddOnId)>) -> Result {
    let (place, name, _) = recorded(&mut cx, id, add_on).await?;
    cx.show(ConfirmView::new(&place, add_on, name)).await
}

pub async fn remove(
    mut cx: Act<RecordAddOns>,
    Path((id, add_on)): Path<(SessionId, AddOnId)>,
    Typed(_): Typed,
) -> Result {
    let (place, name, given) = recorded(&mut cx, id, add_on).await?;
    if !db::remove(cx.write(), id, add_on).await? {
        return Err(AppError::stale());
    }
    let detail = serde_json::json!({ "add_on": given.code, "takers": given.takers.len() });
    let takers = given.takers.iter().map(|id| ParticipantId(*id));
    let event = Event::new("add_on.remove").about(id.0).under(place.contract).of(takers).detail(detail);
    let notice = format!("「{name}」の記録を取り消しました。");
    cx.commit(event).await?.redirect_with(format!("/sessions/{id}/add-ons"), &notice)
}

/// A record that may still be taken back, with its session and the name of its add-on.
async fn recorded<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: SessionId,
    add_on: AddOnId,
) -> Result<(Place, String, Given)> {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let given = db::given(cx.db(), id).await?;
    let given = given.into_iter().find(|given| given.id == add_on).ok_or(AppError::NotFound)?;
    open(&place, cx.today(), place.frozen)?;
    let programme = programmes::of(cx.db(), place.programme).await?;
    let name = programme.add_ons.iter().find(|one| one.code == given.code).map(|one| one.name.clone());
    Ok((place, name.unwrap_or_else(|| given.code.clone()), given))
}
