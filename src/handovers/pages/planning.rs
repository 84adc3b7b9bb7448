//! 記入: a plan of something that is to pass, or a thing that arose with the contractor.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    handovers::{
        WriteHandover,
        db::{
            self, NewHandover,
            lines::{self, NewLine},
        },
        details::Content,
        held::{HeldThing, held},
        kinds::{Kind, Medium},
        loading::{self, Entry},
        notice::{Passing, apart},
        permitted::{Permitted, permitted},
        plan_form::{self, Ground, Load, NewEntry},
        states::HandoverState,
        views::PlanView,
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{ContractId, CourseId, HandoverId, HeldItemId},
    },
};

/// Which entry is written.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    kind: String,
    /// The handover whose password is told.
    notice_of: String,
}

/// What a new entry stands on.
pub struct Loaded {
    pub contract: Contract,
    pub kind: Kind,
    pub permitted: Permitted,
    pub held: Vec<HeldThing>,
    pub courses: Vec<(CourseId, String)>,
    pub notice_of: Option<Entry>,
}

impl Loaded {
    async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, asked: &Asked) -> Result<Self> {
        let contract = contracts::in_force(cx.db(), id, "受渡しを記録できません").await?;
        let notice_of = notice_of(cx, id, &asked.notice_of).await?;
        let kind = match &notice_of {
            Some(data) => data.kind,
            None => kind_of(&asked.kind, cx.actor().role.is_contractor())?,
        };
        let permitted = permitted(cx.db(), id).await?;
        if let Some(sentence) = permitted.copying_refusal().filter(|_| kind == Kind::Copied) {
            return Err(AppError::refused(sentence));
        }
        let held = match (kind, &notice_of) {
            (Kind::Back | Kind::Copied, None) => held(cx, id).await?,
            _ => Vec::new(),
        };
        let courses = lines::courses(cx.db(), id).await?;
        Ok(Self { contract, kind, permitted, held, courses, notice_of })
    }

    fn ground<'a>(&'a self, held: &'a [(HeldItemId, Medium, u32)], today: time::Date) -> Ground<'a> {
        Ground {
            kind: self.kind,
            permitted: &self.permitted,
            held,
            courses: &self.courses,
            is_notice: self.notice_of.is_some(),
            today,
        }
    }
}

fn kind_of(code: &str, is_contractor: bool) -> Result<Kind> {
    let kind = Kind::from_code(code).filter(|kind| !kind.is_automatic()).ok_or_else(|| {
        AppError::refused("何を記録するかを、受渡し管理簿の画面で選んでから進んでください。")
    })?;
    if kind.is_own_making() && !is_contractor {
        return Err(AppError::refused("収集・作成・複写した物は、受託者が記録します。"));
    }
    Ok(kind)
}

async fn notice_of<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: ContractId,
    id: &str,
) -> Result<Option<Entry>> {
    let Ok(id) = id.parse::<HandoverId>() else { return Ok(None) };
    let data = loading::entry(cx, id).await?;
    if data.row.contract != Some(contract) || data.kind.giver().is_none() {
        return Err(AppError::NotFound);
    }
    Ok(Some(data))
}

pub async fn new(
    mut cx: View<WriteHandover>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let loaded = Loaded::load(&mut cx, id, &asked).await?;
    let form = started(&loaded, asked, cx.today());
    cx.show(PlanView::new(&loaded, form)).await
}

fn started(loaded: &Loaded, asked: Asked, today: time::Date) -> Form {
    let form = Form::empty().with("kind", loaded.kind.code()).with("notice_of", asked.notice_of);
    if loaded.notice_of.is_some() {
        return form.with("content", "パスワード通知書").with("quantity", "1").with("medium", "paper");
    }
    let form = if loaded.kind.is_own_making() { form.with("on", wareki(today)) } else { form };
    loaded
        .held
        .iter()
        .fold(form, |form, one| form.with(&format!("count-{}", one.item), one.count.to_string()))
}

pub async fn write(mut cx: Act<WriteHandover>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let asked = Asked { kind: form.value("kind").to_owned(), notice_of: form.value("notice_of").to_owned() };
    db::lock(cx.write(), id).await?;
    let loaded = Loaded::load(&mut cx, id, &asked).await?;
    let held: Vec<_> = loaded.held.iter().map(|one| (one.item, one.medium, one.count)).collect();
    let read = plan_form::read(&mut form, &loaded.ground(&held, cx.today()));
    let entry = match read {
        Ok(entry) => entry,
        Err(backdated) => {
            let event = Event::new("handover.backdate").under(id).detail(kind_detail(loaded.kind));
            let tried = backdated.map(|_| event);
            return cx.invalid_but_known(tried, PlanView::new(&loaded, form)).await;
        }
    };
    if let Err(together) = apart_from_data(&loaded, &entry) {
        form.refuse("on", together);
        return cx.invalid(PlanView::new(&loaded, form)).await;
    }
    let handover = HandoverId(cx.new_id());
    store(&mut cx, handover, &loaded, &entry).await?;
    let (action, notice) = if loaded.kind.is_own_making() {
        ("handover.record", "受渡し管理簿に記録しました。")
    } else {
        ("handover.plan", "受渡しの計画を記録しました。")
    };
    let event = Event::new(action).about(handover.0).under(id).detail(kind_detail(loaded.kind));
    cx.commit(event).await?.redirect_with(format!("/handovers/{handover}"), notice)
}

fn kind_detail(kind: Kind) -> serde_json::Value {
    serde_json::json!({ "kind": kind.code() })
}

fn apart_from_data(loaded: &Loaded, entry: &NewEntry) -> std::result::Result<(), String> {
    let Some(data) = &loaded.notice_of else { return Ok(()) };
    let on = data.row.given_on.unwrap_or(data.row.planned_on);
    let data = Passing { on, channel: data.channel };
    apart(data, Passing { on: entry.on, channel: entry.channel }).map_err(|problem| problem.to_string())
}

async fn store(cx: &mut Act<WriteHandover>, id: HandoverId, loaded: &Loaded, entry: &NewEntry) -> Result<()> {
    let (contract, unit) = (loaded.contract.id, Unit::Unit(loaded.contract.id.0));
    let sealed = cx.seal(unit, id.0, 1, &entry.details)?;
    let state = if loaded.kind.is_own_making() { HandoverState::Done } else { HandoverState::Planned };
    let (by, now, side) = (cx.actor().account, cx.now(), cx.actor().role.side());
    let new = NewHandover {
        id,
        contract,
        kind: loaded.kind.code(),
        side: side.code(),
        channel: entry.channel.code(),
        planned_on: entry.on,
        notice_of: loaded.notice_of.as_ref().map(|data| data.row.id),
        sealed: &sealed,
        state: state.code(),
        by,
        now,
    };
    db::insert(cx.write(), &new).await?;
    store_load(cx, id, contract, &entry.load).await
}

async fn store_load(
    cx: &mut Act<WriteHandover>,
    handover: HandoverId,
    contract: ContractId,
    load: &Load,
) -> Result<()> {
    match load {
        Load::New(thing) => {
            let id = HeldItemId(cx.new_id());
            let content = cx.seal(Unit::Unit(contract.0), id.0, 1, &Content(thing.content.clone()))?;
            let new = NewLine {
                id,
                contract,
                handover,
                item: id,
                copied_from: thing.copied_from,
                course: thing.course,
                medium: thing.medium.code(),
                quantity: i32::try_from(thing.quantity).unwrap_or(i32::MAX),
                content: Some(&content),
            };
            lines::insert(cx.write(), &new).await?;
        }
        Load::Parts(parts) => {
            for (item, medium, count) in parts {
                let new = NewLine {
                    id: HeldItemId(cx.new_id()),
                    contract,
                    handover,
                    item: *item,
                    copied_from: None,
                    course: None,
                    medium: medium.code(),
                    quantity: i32::try_from(*count).unwrap_or(i32::MAX),
                    content: None,
                };
                lines::insert(cx.write(), &new).await?;
            }
        }
    }
    Ok(())
}
