//! Two towns that know nothing of each other, a client for each kind of person, a clock that stands still.

mod clauses;
mod client;
mod ground;
mod laying;
mod looking;
mod papers;
mod passing;
mod town;

pub use client::{Client, Got};
pub use ground::{GROUND, Ground, own_database};
pub use looking::{PDF, link, times};
pub use town::{CANARY, Town};

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use kayoi::{
    accounts::hashing::Hasher,
    app::App,
    demo::build::{Account, Build},
    kit::{clock::Clock, cookie::LoginToken, permission::Role},
    programmes::Definition,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, macros::datetime};
use uuid::Uuid;

/// Wednesday, 17 June 2026, ten in the morning in Japan.
pub const NOW: OffsetDateTime = datetime!(2026-06-17 10:00 +9);

/// Two towns in the database of this run.
pub struct World {
    pub app: App,
    pub router: Router,
    /// The town a test is about.
    pub home: Town,
    /// Another one; its names carry [`CANARY`].
    pub other: Town,
    ground: &'static Ground,
}

impl World {
    pub async fn new() -> Self {
        Self::at(NOW).await
    }

    /// The same towns at another time, from where a test moves the clock of `app`.
    pub async fn at(now: OffsetDateTime) -> Self {
        let ground = GROUND.get().await;
        let mut build = Build::new(&ground.keys, kayoi::vocab::dates::jst_date(now), now, seed());
        let home = Town::found(&mut build, "");
        let other = Town::found(&mut build, CANARY);
        build.write(&mut ground.database.admin().await.unwrap()).await.unwrap();
        let app = ground.app(Clock::frozen(now)).await;
        Self { router: app.router(), app, home, other, ground }
    }

    /// A connection that sees everything, for looking behind the wall.
    pub async fn admin(&self) -> PgConnection {
        self.ground.database.admin().await.unwrap()
    }

    /// Makes the contract's programme another one.
    pub async fn bind_contract(&self, definition: &Definition) {
        let (programme, version) = (Uuid::new_v4(), Uuid::new_v4());
        let (ward, mut admin) = (self.home.ward.id, self.admin().await);
        sqlx::query("insert into programme (ward_id, id, code, name) values ($1, $2, $3, $4)")
            .bind(ward)
            .bind(programme)
            .bind(format!("{}-again", definition.code))
            .bind(&definition.name)
            .execute(&mut admin)
            .await
            .unwrap();
        sqlx::query("insert into programme_version (ward_id, id, programme_id, number, state, definition, made_at, published_at) values ($1, $2, $3, 1, 'published', $4, now(), now())")
            .bind(ward)
            .bind(version)
            .bind(programme)
            .bind(serde_json::to_value(definition).unwrap())
            .execute(&mut admin)
            .await
            .unwrap();
        sqlx::query("update contract set programme_version_id = $3 where ward_id = $1 and id = $2")
            .bind(ward)
            .bind(self.home.contract.id)
            .bind(version)
            .execute(&mut admin)
            .await
            .unwrap();
    }

    pub fn keys(&self) -> &'static kayoi::sealing::Keyring {
        &self.ground.keys
    }

    /// Somebody of the home town, by role.
    pub async fn role(&self, role: Role) -> Client {
        self.sign_in(&self.home, self.home.account(role)).await
    }

    pub async fn as_officer(&self) -> Client {
        self.role(Role::WardOfficer).await
    }

    pub async fn as_manager(&self) -> Client {
        self.role(Role::ContractorManager).await
    }

    pub async fn as_recorder(&self) -> Client {
        self.role(Role::ContractorRecorder).await
    }

    pub async fn as_centre(&self) -> Client {
        self.role(Role::CentreStaff).await
    }

    /// A contractor's person whose name is not in the accepted 従事者名簿.
    pub async fn as_undesignated(&self) -> Client {
        self.sign_in(&self.home, &self.home.undesignated).await
    }

    /// The home town's operator in no job window.
    pub async fn as_operator_outside(&self) -> Client {
        let operator = self.home.account(Role::Operator);
        self.open_login(&self.home, operator, Some(self.home.contract.id), None).await
    }

    pub fn as_nobody(&self) -> Client {
        Client::new(&self.router, None)
    }

    /// A fresh login of an account; a contractor's acts under the town's contract, an operator's inside the town's job window.
    pub async fn sign_in(&self, town: &Town, account: &Account) -> Client {
        self.sign_in_under(town, account, town.contract.id).await
    }

    /// The same, but a contractor's acts under that contract.
    pub async fn sign_in_under(&self, town: &Town, account: &Account, contract: Uuid) -> Client {
        let contract = account.role.acts_under_contract().then_some(contract);
        let window = (account.role == Role::Operator).then_some(town.window);
        self.open_login(town, account, contract, window).await
    }

    async fn open_login(
        &self,
        town: &Town,
        account: &Account,
        contract: Option<Uuid>,
        window: Option<Uuid>,
    ) -> Client {
        let token = LoginToken::new(account.role.pool()).unwrap();
        sqlx::query("insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at, window_id) values ($1, $2, $3, $4, $5, $5, $6, $7)")
            .bind(token.hash())
            .bind(account.id)
            .bind(contract.map(|_| town.ward.id))
            .bind(contract)
            .bind(self.app.clock.now())
            .bind(self.app.clock.now() + time::Duration::hours(10))
            .bind(window)
            .execute(&mut self.admin().await)
            .await
            .unwrap();
        Client::new(&self.router, Some(token))
    }

    /// One row of a town by table: a known one where pages look at several together, else the first.
    pub async fn sample(&self, town: &Town, table: &str) -> Option<Uuid> {
        match table {
            "account" => return Some(town.account(Role::WardOfficer).id),
            "contractor" => return Some(town.contractor.id),
            "contract" => return Some(town.contract.id),
            "course" => return Some(town.course.id),
            "session" => return Some(town.course.sessions[0].id),
            "participant" => return Some(town.people[0].id),
            "enrolment" => return Some(town.enrolled[0].id),
            "service" => return Some(town.in_service.id),
            "guidance_target" => return Some(town.guided.id),
            _ => {}
        }
        // The programme that has a draft beside its published version.
        let sql = if table == "programme" {
            "select programme_id from programme_version where ward_id = $1 and state = 'draft'".to_owned()
        } else {
            format!("select id from {table} where ward_id = $1 order by id limit 1")
        };
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(town.ward.id)
            .fetch_optional(&mut self.admin().await)
            .await
            .unwrap()
    }
}

/// An officer of a ward of another ground, such as the demo's.
pub async fn officer_of(ground: &Ground, app: &App, ward: Uuid) -> Client {
    let token = LoginToken::new(Role::WardOfficer.pool()).unwrap();
    let done = sqlx::query(
        "insert into login (token_hash, account_id, made_at, seen_at, expires_at)
         select $1, id, $3, $3, $4 from account where ward_id = $2 and kind = 'ward' and role = 'officer' order by id limit 1",
    )
    .bind(token.hash())
    .bind(ward)
    .bind(app.clock.now())
    .bind(app.clock.now() + time::Duration::hours(10))
    .execute(&mut ground.database.admin().await.unwrap())
    .await
    .unwrap();
    assert_eq!(done.rows_affected(), 1);
    Client::new(&app.router(), Some(token))
}

pub fn today() -> Date {
    kayoi::vocab::dates::jst_date(NOW)
}

/// Another seed for every world, so that their ids never meet.
fn seed() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let random = Uuid::new_v4().as_u64_pair().0;
    random ^ COUNT.fetch_add(1, Ordering::Relaxed)
}

/// What a test needs of a hasher: quick.
pub fn hasher() -> Hasher {
    Hasher::quick().unwrap()
}

/// Compares a text with the one in git; `UPDATE_SNAPSHOTS=1` writes it anew.
pub fn snapshot(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots").join(name);
    if std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|v| v == "1") {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = kept
        .lines()
        .zip(text.lines())
        .filter(|(a, b)| a != b)
        .take(5)
        .map(|(a, b)| format!("- {a}\n+ {b}"))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        kept == text,
        "tests/it/snapshots/{name} is not what the program says ({} lines there, {} here). Look at the difference, then run with UPDATE_SNAPSHOTS=1.\n{lines}",
        kept.lines().count(),
        text.lines().count()
    );
}
