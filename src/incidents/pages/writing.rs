//! 第一報を書く: from a 教室の回 or from the list of reports.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts,
    courses::words,
    incidents::{
        WriteIncident, db, duties,
        first_report::{self, FirstReport},
        views::{NewView, Somebody},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::people,
    sealing::Unit,
    vocab::{
        dates::jst_date,
        ids::{ContractId, IncidentId, ParticipantId, SessionId},
    },
};

/// Where a report is written: the 回, or the contract as a whole.
struct Scene {
    contract: ContractId,
    place: Option<db::Place>,
    people: Vec<Somebody>,
}

impl Scene {
    async fn of_contract<P: Permission, M: Send>(cx: &mut Ctx<P, M>) -> Result<Self> {
        let contract = cx.contract()?;
        Ok(Self { contract, place: None, people: who(cx, contract, None).await? })
    }

    async fn of_session<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: SessionId) -> Result<Self> {
        let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        if place.held_on > cx.today() {
            return Err(AppError::refused(
                "この回はまだ始まっていません。回に関わらない報告は「事故・急変」の一覧から書いてください。",
            ));
        }
        let people = who(cx, place.contract, Some(&place)).await?;
        Ok(Self { contract: place.contract, place: Some(place), people })
    }

    fn view<P: Permission, M>(self, cx: &mut Ctx<P, M>, form: Form) -> NewView {
        cx.because_of(self.contract);
        cx.saw(self.people.iter().map(|one| one.id));
        let (action, back, about) = match &self.place {
            Some(place) => (
                format!("/sessions/{}/incidents", place.session),
                format!("/sessions/{}/record", place.session),
                format!(
                    "{}　{}",
                    words::session_title(&place.course_name, place.number),
                    words::day(place.held_on)
                ),
            ),
            None => ("/incidents".into(), "/incidents".into(), String::new()),
        };
        NewView::new(form, (action, back, about), self.people)
    }
}

/// Everybody who may be meant, by name tag, then by kana. Whoever is shown the form has seen them: [`Scene::view`].
async fn who<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    contract: ContractId,
    place: Option<&db::Place>,
) -> Result<Vec<Somebody>> {
    let enrolled = db::people(cx.db(), contract, place.map(|place| place.course)).await?;
    let ids: Vec<_> = enrolled.iter().map(|(participant, _)| participant.0).collect();
    let items = people::items_of(cx.db(), contract).await?;
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        let tag = enrolled.iter().find(|(id, _)| *id == row.id).and_then(|(_, tag)| *tag);
        found.push(Somebody::new(people::peek(cx, row, Some(&items))?, tag.filter(|_| place.is_some())));
    }
    found.sort_by_cached_key(Somebody::order);
    Ok(found)
}

pub async fn new(mut cx: View<WriteIncident>) -> Result {
    let scene = Scene::of_contract(&mut cx).await?;
    let form = first_report::blank(cx.now());
    let view = scene.view(&mut cx, form);
    cx.show(view).await
}

pub async fn new_of_session(mut cx: View<WriteIncident>, Path(id): Path<SessionId>) -> Result {
    let scene = Scene::of_session(&mut cx, id).await?;
    let form = first_report::blank(cx.now());
    let view = scene.view(&mut cx, form);
    cx.show(view).await
}

pub async fn report(mut cx: Act<WriteIncident>, Typed(form): Typed) -> Result {
    let scene = Scene::of_contract(&mut cx).await?;
    take(cx, scene, form).await
}

pub async fn report_of_session(
    mut cx: Act<WriteIncident>,
    Path(id): Path<SessionId>,
    Typed(form): Typed,
) -> Result {
    let scene = Scene::of_session(&mut cx, id).await?;
    take(cx, scene, form).await
}

async fn take(mut cx: Act<WriteIncident>, scene: Scene, mut form: Form) -> Result {
    let people: Vec<ParticipantId> = scene.people.iter().map(|one| one.id).collect();
    let first = contracts::db::first_day(cx.db(), scene.contract).await?;
    let Some(report) = first_report::read(&mut form, &people, (first, cx.now())) else {
        let tried = form.dated_back(Event::new("incident.backdate").under(scene.contract));
        let view = scene.view(&mut cx, form);
        return cx.invalid_but_known(tried, view).await;
    };
    let id = IncidentId(cx.new_id());
    store(&mut cx, id, &scene, &report).await?;
    let known_on = jst_date(report.known_at);
    duties::reported(&mut cx, (scene.contract, id), report.kind, known_on).await?;
    let event = Event::new("incident.report").about(id.0).under(scene.contract);
    cx.commit(event.detail(serde_json::json!({ "kind": report.kind.code() })).of(report.participant))
        .await?
        .redirect_with(format!("/incidents/{id}"), "区に報告しました。区が開くと、この画面に時刻が出ます。")
}

async fn store(
    cx: &mut Act<WriteIncident>,
    id: IncidentId,
    scene: &Scene,
    report: &FirstReport,
) -> Result<()> {
    let sealed = cx.seal(Unit::Unit(scene.contract.0), id.0, 1, &report.description)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = db::NewIncident {
        id,
        contract: scene.contract,
        session: scene.place.as_ref().map(|place| place.session),
        report,
        sealed: &sealed,
        by,
        now,
    };
    Ok(db::insert(cx.write(), &new).await?)
}
