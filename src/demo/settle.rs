//! The last touch of the demo: the officers accept the reports that were sent in a second time, on the program's own
//! page, so that what is frozen is what the program freezes.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use sqlx::PgConnection;
use time::Duration;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::{
    build::{DemoProblem, Made},
    story,
};
use crate::{
    app::App,
    database::Database,
    kit::{cookie::LoginToken, permission::PoolKind},
};

#[derive(sqlx::FromRow)]
struct Waiting {
    report: Uuid,
    version: i32,
    officer: Uuid,
}

/// Accepts what waits; gives how many.
pub async fn settle(app: &App, database: &Database) -> Made<usize> {
    let mut admin = database.admin().await?;
    let waiting: Vec<Waiting> = sqlx::query_as(
        "select r.id as report, r.version, a.id as officer from report r
         join ward w on w.ward_id = r.ward_id and w.code = any($1)
         join account a on a.ward_id = r.ward_id and a.kind = 'ward' and a.role = 'officer'
         where r.state = 'submitted' and exists (select 1 from report_event e where e.ward_id = r.ward_id and e.report_id = r.id and e.act = 'returned')
         order by r.id",
    )
    .bind(story::CODES)
    .fetch_all(&mut admin)
    .await?;
    for report in &waiting {
        accept(app, &mut admin, report).await?;
    }
    Ok(waiting.len())
}

/// Signs the officer in, posts the acceptance, signs out.
async fn accept(app: &App, admin: &mut PgConnection, waiting: &Waiting) -> Made {
    let token = LoginToken::new(PoolKind::Ward).map_err(|e| DemoProblem::Page(e.to_string()))?;
    let now = app.clock.now();
    sqlx::query("insert into login (token_hash, account_id, made_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)")
        .bind(token.hash())
        .bind(waiting.officer)
        .bind(now)
        .bind(now + Duration::minutes(5))
        .execute(&mut *admin)
        .await?;
    let answer = app.router().oneshot(acceptance(app, &token, waiting)?).await;
    sqlx::query("delete from login where token_hash = $1").bind(token.hash()).execute(admin).await?;
    match answer {
        Ok(answer) if answer.status() == StatusCode::SEE_OTHER => Ok(()),
        Ok(answer) => Err(DemoProblem::Page(format!("accepting a report: {}", answer.status()))),
        Err(never) => match never {},
    }
}

fn acceptance(app: &App, token: &LoginToken, waiting: &Waiting) -> Made<Request<Body>> {
    let cookie = token.set_cookie(app.config.is_secure());
    let pair =
        cookie.as_ref().and_then(|c| c.to_str().ok()).and_then(|c| c.split(';').next()).unwrap_or_default();
    Request::post(format!("/reports/{}/acceptance", waiting.report))
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, pair)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("version={}&csrf={}", waiting.version, token.csrf())))
        .map_err(|e| DemoProblem::Page(e.to_string()))
}
