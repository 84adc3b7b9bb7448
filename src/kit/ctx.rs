//! The context of a request: who asks, the open transaction, the time. A page function takes it first; its type names
//! the permission, so the signature is the security review. It can end in three ways only:
//!
//! * [`Ctx::show`] — a page; if a participant's record was opened on the way, the reading is written to the audit stream
//!   before anything is answered;
//! * [`Ctx::invalid`] — the same page again with what was typed and what is wrong (422), nothing written;
//! * [`Ctx::commit`] — a write with its audit event, which yields the redirect.
//!
//! Files leave by [`Ctx::hand_out`] alone.

use std::{collections::BTreeSet, marker::PhantomData};

use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::{StatusCode, request::Parts},
    response::IntoResponse,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    answer::{Answer, Committed, NOTICE_COOKIE},
    chrome::{self, Chrome},
    cookie::{LoginToken, cookie},
    db::{Reads, Writes},
    error::{AppError, Result},
    navigation,
    permission::{Permission, Role},
};
use crate::{
    accounts::limits,
    app::App,
    audit::{self, Event},
    programmes::Style,
    sealing::{Place, SealProblem, Sealable, Unit},
    vocab::{
        dates::jst_date,
        ids::{AccountId, CentreId, ContractId, ContractorId, DesignationId, ParticipantId, WardId},
    },
};

/// The signed-in person, as `enter()` found them at the start of this request.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    pub role: Role,
    pub person: String,
    /// The ward this request is about. Nil only before a contractor has chosen a contract.
    pub ward: WardId,
    pub ward_name: String,
    pub organisation: String,
    pub contractor: Option<ContractorId>,
    pub centre: Option<CentreId>,
    /// The contract a contractor's login acts under.
    pub contract: Option<ContractId>,
    pub contract_title: String,
    /// The accepted entry in that contract's 従事者名簿; `None` for a contractor means: sees no people.
    pub designation: Option<DesignationId>,
    pub is_custodian_manager: bool,
}

impl Actor {
    /// Whether personal data may be shown at all: a contractor needs an accepted designation.
    pub fn sees_people(&self) -> bool {
        !self.role.is_contractor() || self.designation.is_some()
    }
}

/// A page that only reads (GET).
pub type View<P> = Ctx<P, Viewing>;
/// An act that may write (POST).
pub type Act<P> = Ctx<P, Acting>;

#[derive(Debug)]
pub struct Viewing;
#[derive(Debug)]
pub struct Acting;

/// See the module comment. `P` is the permission, `M` whether it may write.
pub struct Ctx<P, M> {
    pub(super) app: App,
    pub(super) db: Writes,
    pub(super) actor: Actor,
    pub(super) now: OffsetDateTime,
    pub(super) request: Request,
    pub(super) opened: BTreeSet<ParticipantId>,
    about: Option<ContractId>,
    /// Of the contract a contractor acts under, for the menu.
    style: Option<Style>,
    kind: PhantomData<fn() -> (P, M)>,
}

/// What is needed of the HTTP request after its extractors have run.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) token: LoginToken,
    pub(super) id: String,
    path: String,
    notice: Option<String>,
}

impl<P: Permission, M> Ctx<P, M> {
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub fn ward(&self) -> WardId {
        self.actor.ward
    }

    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Today's date in Japan.
    pub fn today(&self) -> Date {
        jst_date(self.now)
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// A new time-ordered id: `CourseId(cx.new_id())`.
    pub fn new_id(&self) -> Uuid {
        super::ids::new_id(self.now)
    }

    pub fn db(&mut self) -> &mut Reads {
        &mut self.db
    }

    /// The contract under which people are looked at, for the audit stream. A contractor's own is known already.
    pub fn because_of(&mut self, contract: ContractId) {
        self.about = Some(contract);
    }

    /// The contract a contractor acts under.
    pub fn contract(&self) -> Result<ContractId> {
        self.actor.contract.ok_or(AppError::Detour("/work"))
    }

    /// Opens a sealed row about a participant and remembers that this person's record was seen.
    pub fn open<T: Sealable>(
        &mut self,
        participant: ParticipantId,
        unit: Unit,
        row: Uuid,
        version: i32,
        blob: &[u8],
    ) -> Result<T> {
        self.opened.insert(participant);
        self.open_paper(unit, row, version, blob)
    }

    /// Opens a sealed row that is not about one person (a report's narrative).
    pub fn open_paper<T: Sealable>(&self, unit: Unit, row: Uuid, version: i32, blob: &[u8]) -> Result<T> {
        Ok(self.app.keys.unseal(unit, Place { ward: self.actor.ward.0, row, version }, blob)?)
    }

    pub fn seal<T: Sealable>(
        &self,
        unit: Unit,
        row: Uuid,
        version: i32,
        value: &T,
    ) -> std::result::Result<Vec<u8>, SealProblem> {
        self.app.keys.seal(unit, Place { ward: self.actor.ward.0, row, version }, value)
    }

    /// Marks people whose unsealed but personal data (vitals, scores) the page shows.
    pub fn saw(&mut self, participants: impl IntoIterator<Item = ParticipantId>) {
        self.opened.extend(participants);
    }

    /// Ends a reading request with a page.
    pub async fn show<T: askama::Template>(mut self, view: T) -> Result {
        let html = chrome::render(&view, &self.chrome())?;
        self.record_reading().await?;
        self.db.commit().await?;
        Ok(Answer::page(StatusCode::OK, html))
    }

    /// Ends a reading request with JSON for a screen's script.
    pub async fn tell<T: serde::Serialize>(mut self, body: &T) -> Result {
        let body = axum::Json(body).into_response();
        self.record_reading().await?;
        self.db.commit().await?;
        Ok(Answer(body))
    }

    /// The page again with what is wrong (422). Whatever the act had written is rolled back.
    pub async fn invalid<T: askama::Template>(self, view: T) -> Result {
        self.undone(StatusCode::UNPROCESSABLE_ENTITY, None, view).await
    }

    /// The same; what was tried, such as dating something back, stays in the audit stream.
    pub async fn invalid_but_known<T: askama::Template>(self, tried: Option<Event>, view: T) -> Result {
        self.undone(StatusCode::UNPROCESSABLE_ENTITY, tried, view).await
    }

    /// The page again with what was typed, beside what has changed since it was opened (409). Rolled back as well.
    pub async fn conflict<T: askama::Template>(self, view: T) -> Result {
        self.undone(StatusCode::CONFLICT, None, view).await
    }

    async fn undone<T: askama::Template>(self, status: StatusCode, tried: Option<Event>, view: T) -> Result {
        let html = chrome::render(&view, &self.chrome())?;
        let Self { app, db, actor, now, request, opened, about, style, kind } = self;
        db.rollback().await?; // before asking for another connection: a full pool must not wait for itself
        let mut db = Writes::begin(app.pools.of(actor.role.pool())).await?;
        enter(&mut db, &request.token, now).await?.ok_or(AppError::LoginRequired)?;
        let mut fresh = Self { app, db, actor, now, request, opened, about, style, kind };
        // Read, but not done: without the particulars it would look like the act itself.
        fresh.record(Event::new(P::NAME).detail(serde_json::json!({ "saved": false }))).await?;
        if let Some(tried) = tried {
            audit::append(&mut fresh.db, &tried, fresh.now, &fresh.request.id).await?;
        }
        fresh.db.commit().await?;
        Ok(Answer::page(status, html))
    }

    /// The browser's CSRF token, for pages whose scripts send it as a header.
    pub fn csrf(&self) -> String {
        self.request.token.csrf()
    }

    fn chrome(&self) -> Chrome {
        Chrome {
            ward_name: self.actor.ward_name.clone(),
            organisation: self.actor.organisation.clone(),
            person: self.actor.person.clone(),
            role_label: self.actor.role.label().into(),
            nav: navigation::links(&self.actor, self.style, &self.request.path),
            notice: self.request.notice.clone().map(chrome::Notice::success),
            signed_in: true,
            tablet: false,
            csrf: self.request.token.csrf(),
        }
    }

    /// Writes the reading event if a record was opened. Durable with the next flush: a lost reading event goes with the
    /// answer it allowed only when the whole server dies in between.
    async fn record_reading(&mut self) -> Result<()> {
        self.record(Event::new(P::NAME)).await
    }

    async fn record(&mut self, event: Event) -> Result<()> {
        if self.opened.is_empty() {
            return Ok(());
        }
        let mut event = event.of(self.opened.clone());
        if let Some(contract) = self.about {
            event = event.under(contract);
        }
        Ok(audit::append(&mut self.db, &event, self.now, &self.request.id).await?)
    }
}

impl<P: Permission> Ctx<P, Acting> {
    pub fn write(&mut self) -> &mut Writes {
        &mut self.db
    }

    /// Ends a write whose result can be shown only once (a printed code).
    pub async fn commit_and_show<T: askama::Template>(self, event: Event, view: T) -> Result {
        let html = chrome::render(&view, &self.chrome())?;
        let Committed(()) = self.commit(event).await?;
        Ok(Answer::page(StatusCode::OK, html))
    }

    /// Ends a write. The event goes into the ward's chain in the same transaction.
    pub async fn commit(mut self, event: Event) -> Result<Committed> {
        let event = event.of(self.opened.clone());
        audit::append(&mut self.db, &event, self.now, &self.request.id).await?;
        self.db.commit().await?;
        Ok(Committed(()))
    }
}

impl<P: Permission, M: Send + Sync + 'static> FromRequestParts<App> for Ctx<P, M> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let request = Request::of(parts, app).ok_or(AppError::LoginRequired)?;
        let (app, mut db, actor, now, request) = open_context(app.clone(), request, Needs::of::<P>()).await?;
        let style = match actor.contract {
            Some(contract) => app.styles.of(&mut db, contract).await?,
            None => None,
        };
        let opened = BTreeSet::new();
        Ok(Self { app, db, actor, now, request, opened, about: None, style, kind: PhantomData })
    }
}

/// A permission as values, so that the work below is compiled once and not per page.
struct Needs {
    name: &'static str,
    roles: &'static [Role],
    people: bool,
    anywhere: bool,
}

impl Needs {
    fn of<P: Permission>() -> Self {
        Self { name: P::NAME, roles: P::ROLES, people: P::PEOPLE, anywhere: P::ANYWHERE }
    }
}

async fn open_context(
    app: App,
    request: Request,
    needs: Needs,
) -> Result<(App, Writes, Actor, OffsetDateTime, Request)> {
    let now = app.clock.now();
    let mut db = Writes::begin(app.pools.of(request.token.pool)).await?;
    let (actor, must_change) = enter(&mut db, &request.token, now).await?.ok_or(AppError::LoginRequired)?;
    if must_change && !needs.anywhere {
        return Err(AppError::Detour("/password"));
    }
    if actor.role.is_contractor() && actor.contract.is_none() && !needs.anywhere {
        return Err(AppError::Detour("/work"));
    }
    let refusal = if !needs.roles.contains(&actor.role) {
        Some("このページを開く権限がありません。")
    } else if needs.people && actor.role.is_contractor() && actor.designation.is_none() {
        Some(
            "参加者の情報を見るには、従事者名簿に載り、区が名簿を承認し、契約が求める誓約書と教育が済んでいる必要があります。「誓約書」の画面か、受託者の管理者に確認してください。",
        )
    } else {
        None
    };
    let Some(sentence) = refusal else { return Ok((app, db, actor, now, request)) };
    // A refusal is an event too; nothing else happened in this transaction.
    let event = Event::new("denied").detail(serde_json::json!({ "permission": needs.name }));
    audit::append(&mut db, &event, now, &request.id).await?;
    db.commit().await?;
    Err(AppError::Forbidden(sentence.into()))
}

/// The first statement of every transaction, which also tells the database what time it is. `None`: no live login.
pub(super) async fn enter(
    db: &mut Reads,
    token: &LoginToken,
    now: OffsetDateTime,
) -> Result<Option<(Actor, bool)>> {
    let idle = sqlx::postgres::types::PgInterval {
        months: 0,
        days: 0,
        microseconds: limits::idle(token.pool).whole_microseconds() as i64,
    };
    let row = sqlx::query!(
        r#"select account_id as "account!", kind as "kind!", role as "role!", person as "person!", must_change as "must_change!",
                  ward_id as ward, ward_name, organisation as "organisation!", contractor_id as contractor, centre_id as centre,
                  contract_id as contract, contract_title, designation_id as designation, custody,
                  set_config('app.now', $2::timestamptz::text, true) as told
           from enter($1, $2, $3)"#,
        token.hash(),
        now,
        idle
    )
    .fetch_optional(db.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role = Role::of(&row.kind, &row.role).ok_or_else(|| AppError::bug("unknown role"))?;
    let actor = Actor {
        account: AccountId(row.account),
        role,
        person: row.person,
        ward: WardId(row.ward.unwrap_or_default()),
        ward_name: row.ward_name.unwrap_or_default(),
        organisation: row.organisation,
        contractor: row.contractor.map(ContractorId),
        centre: row.centre.map(CentreId),
        contract: row.contract.map(ContractId),
        contract_title: row.contract_title.unwrap_or_default(),
        designation: row.designation.map(DesignationId),
        is_custodian_manager: row.custody.as_deref() == Some("custodian_manager"),
    };
    Ok(Some((actor, row.must_change)))
}

impl Request {
    fn of(parts: &Parts, app: &App) -> Option<Self> {
        Some(Self {
            token: LoginToken::of(&parts.headers, app.config.is_secure())?,
            id: super::request_id(parts),
            path: parts.extensions.get::<MatchedPath>().map_or_else(String::new, |p| p.as_str().into()),
            notice: cookie(&parts.headers, NOTICE_COOKIE)
                .and_then(|v| URL_SAFE_NO_PAD.decode(v).ok())
                .and_then(|v| String::from_utf8(v).ok())
                .filter(|v| !v.is_empty()),
        })
    }
}
