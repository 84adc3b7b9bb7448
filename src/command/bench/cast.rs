//! The people of a benchmark: in every ward an officer and a manager who are signed in, and the pages they open.

use std::{collections::BTreeMap, net::SocketAddr};

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    load::Visitor,
    wire::{Got, Wire, get, post},
};
use crate::{
    accounts::hashing::Hasher,
    command::{Ground, Problem},
    kit::{clock::Clock, cookie::LoginToken, ids::new_id, permission::PoolKind},
    sessions::{
        entry::Field,
        operations::{OperationIn, OperationsIn, OperationsOut, SessionState},
    },
};

/// What every officer's account gets for the sign-in workload.
pub const PASSWORD: &str = "kayoi-bench-2026-officer";

/// A ward with its people and pages.
pub struct Ward {
    pub officer: String,
    pub manager: String,
    csrf: String,
    /// Today's classes of the contract that the manager works under.
    pub sessions: Vec<Uuid>,
    pub contract: Uuid,
    pub report: Uuid,
    login_name: String,
    officer_csrf: String,
    /// Of [`PASSWORD`].
    pub hash: String,
}

/// Signs two people of every generated ward in and finds what they open.
pub async fn wards(ground: &Ground) -> Result<Vec<Ward>, Problem> {
    let mut admin = ground.database.admin().await?;
    let hash = Hasher::new()?.hash(PASSWORD).await?;
    sqlx::query("update account set password_hash = $1 where login_name like 'bench.officer.%'")
        .bind(&hash)
        .execute(&mut admin)
        .await?;
    let found: Vec<(Uuid, Uuid, String, Uuid, Uuid, Uuid)> = sqlx::query_as(
        "select distinct on (w.code) w.ward_id, o.id, o.login_name, d.account_id, c.id, r.id
         from ward w join account o on o.ward_id = w.ward_id and o.login_name like 'bench.officer.%'
         join contract c on c.ward_id = w.ward_id join designation d on d.ward_id = w.ward_id and d.contract_id = c.id
         join report r on r.ward_id = w.ward_id and r.contract_id = c.id
         where w.code like '98%' order by w.code, c.number",
    )
    .fetch_all(&mut admin)
    .await?;
    let mut wards = Vec::new();
    for (ward, officer, login_name, manager, contract, report) in found {
        let sessions = sqlx::query_scalar(
            "select id from session where ward_id = $1 and contract_id = $2 and state in ('planned', 'open')
               and held_on <= (now() at time zone 'Asia/Tokyo')::date order by state desc, id",
        )
        .bind(ward)
        .bind(contract)
        .fetch_all(&mut admin)
        .await?;
        let (officer, officer_csrf) = sign_in(&mut admin, PoolKind::Ward, officer, None).await?;
        let (manager, csrf) =
            sign_in(&mut admin, PoolKind::Contractor, manager, Some((ward, contract))).await?;
        wards.push(Ward {
            officer,
            manager,
            csrf,
            sessions,
            contract,
            report,
            login_name,
            officer_csrf,
            hash: hash.clone(),
        });
    }
    if wards.iter().any(|ward| ward.sessions.len() < 2) || wards.is_empty() {
        return Err("the generated wards have no classes to record: remove the folder bench in KAYOI_DATA and start again".into());
    }
    Ok(wards)
}

/// A login as the sign-in page makes it; gives the cookie and the token of its forms.
async fn sign_in(
    admin: &mut PgConnection,
    pool: PoolKind,
    account: Uuid,
    under: Option<(Uuid, Uuid)>,
) -> Result<(String, String), Problem> {
    let (token, now) = (LoginToken::new(pool)?, Clock::Real.now());
    sqlx::query("insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)")
        .bind(token.hash())
        .bind(account)
        .bind(under.map(|(ward, _)| ward))
        .bind(under.map(|(_, contract)| contract))
        .bind(now)
        .bind(now + Duration::hours(1))
        .execute(admin)
        .await?;
    let cookie = token.set_cookie(false).ok_or("no cookie")?;
    let pair = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    Ok((pair, token.csrf()))
}

impl Ward {
    pub fn roster(&self) -> Vec<u8> {
        get(&format!("/sessions/{}/record", self.sessions[0]), &self.manager)
    }

    pub fn home(&self) -> Vec<u8> {
        get("/home", &self.officer)
    }

    pub fn report(&self) -> Vec<u8> {
        get(&format!("/reports/{}/whole", self.report), &self.officer)
    }

    /// The same as a paper.
    pub fn paper(&self) -> Vec<u8> {
        get(&format!("/reports/{}/pdf", self.report), &self.officer)
    }

    /// The people of a contract who have a place.
    pub fn enrolled(&self) -> Vec<u8> {
        get(&format!("/participants?contract={}&state=enrolled", self.contract), &self.officer)
    }

    /// Types a reading into the search field; gives the page of its hits.
    pub async fn search(&self, address: SocketAddr) -> Result<Vec<u8>, Problem> {
        // サトウ
        let body = format!("csrf={}&typed=%E3%82%B5%E3%83%88%E3%82%A6", self.officer_csrf);
        let request =
            post("/participants/search", &self.officer, None, "application/x-www-form-urlencoded", &body);
        let got = Wire::connect(address).await?.ask(&request).await?;
        let hits = got.header("location").ok_or_else(|| format!("the search was refused: {}", got.status))?;
        Ok(get(hits, &self.officer))
    }

    pub fn login(&self) -> Vec<u8> {
        let body = format!("csrf=&login_name={}&password={PASSWORD}", self.login_name);
        post("/login", "", None, "application/x-www-form-urlencoded", &body)
    }

    /// The manager with the tablet at one of the classes.
    pub async fn recorder(&self, address: SocketAddr, class: usize) -> Result<Recorder, Problem> {
        let session = self.sessions[1 + class % (self.sessions.len() - 1)];
        let path = format!("/sessions/{session}/operations");
        let got = Wire::connect(address).await?.ask(&get(&path, &self.manager)).await?;
        let state: SessionState =
            serde_json::from_slice(&got.body).map_err(|_| format!("{path}: {}", got.status))?;
        let of = |fields: &BTreeMap<Field, _>, field: &Field| {
            fields.get(field).map_or(0, |out: &crate::sessions::operations::FieldOut| out.version)
        };
        let known = state
            .participants
            .iter()
            .map(|(id, fields)| (*id, FIELDS.map(|field| of(fields, &field))))
            .collect();
        Ok(Recorder { path, cookie: self.manager.clone(), csrf: self.csrf.clone(), known, round: 0 })
    }
}

const FIELDS: [Field; 3] = [Field::Attendance, Field::Pre, Field::Post];

/// Sends the whole class again and again: attendance and both readings of everybody, other values each time.
pub struct Recorder {
    path: String,
    cookie: String,
    csrf: String,
    /// The version of each field that the tablet knows.
    known: Vec<(Uuid, [i32; 3])>,
    round: usize,
}

impl Visitor for Recorder {
    fn ask(&mut self) -> Vec<u8> {
        self.round += 1;
        let now = Clock::Real.now();
        let values = if self.round.is_multiple_of(2) {
            ["present", "128/76/70", "132/78/74"]
        } else {
            ["late", "126/74/68", "130/80/72"]
        };
        let operations = self.known.iter().flat_map(|(participant, versions)| {
            let fields = FIELDS.into_iter().zip(values).zip(*versions);
            fields
                .map(|((field, value), base)| operation(*participant, field, value, base, now))
                .collect::<Vec<_>>()
        });
        let body =
            serde_json::to_string(&OperationsIn { operations: operations.collect() }).unwrap_or_default();
        post(&self.path, &self.cookie, Some(&self.csrf), "application/json", &body)
    }

    fn heard(&mut self, got: &Got) -> bool {
        let Ok(out) = serde_json::from_slice::<OperationsOut>(&got.body) else { return false };
        let versions = self.known.iter_mut().flat_map(|(_, versions)| versions);
        for (known, result) in versions.zip(&out.results) {
            *known = result.version;
        }
        got.status == 200 && out.unsaved == 0 && !out.results.is_empty()
    }
}

fn operation(participant: Uuid, field: Field, value: &str, base: i32, at: OffsetDateTime) -> OperationIn {
    OperationIn { key: new_id(at), participant, field, value: Some(value.to_owned()), base, at }
}
