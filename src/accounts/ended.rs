//! ログインの終わり: what the sign-in page tells a browser whose login has ended, and why.

use time::OffsetDateTime;

use super::{db, limits};
use crate::{
    app::App,
    kit::{cookie::LoginToken, db::Writes, error::Result, permission::PoolKind},
};

/// Why the login a browser still holds works no more; `None` while it does.
pub async fn why(app: &App, token: &LoginToken) -> Result<Option<String>> {
    let now = app.clock.now();
    let mut look = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    let found = db::login_times(&mut look, &token.hash()).await?;
    look.rollback().await?;
    Ok(sentence(found.as_ref(), token.pool, now))
}

fn sentence(found: Option<&db::LoginTimes>, pool: PoolKind, now: OffsetDateTime) -> Option<String> {
    let Some(found) = found else {
        return Some(
            "ログインが終わりました。パスワードを変えたとき、すべての端末でログアウトしたとき、管理者がアカウントを変えたときに終わります。もう一度ログインしてください。"
                .to_owned(),
        );
    };
    let minutes = limits::idle(pool).whole_minutes();
    if found.displaced_at.is_some() {
        Some(format!(
            "別の端末やブラウザーでログインしたため、この端末のログインは終わりました。同じ利用者IDで同時に使えるのは{}つまでで、いちばん古いものから終わります。",
            limits::AT_ONCE
        ))
    } else if found.in_window && found.expires_at <= now {
        Some(
            "作業時間が終わったため、ログインが終わりました。作業報告がまだのときは、もう一度ログインして「保守作業」の画面から出してください。"
                .to_owned(),
        )
    } else if found.expires_at <= now {
        let hours = limits::ABSOLUTE.whole_hours();
        Some(format!(
            "ログインしてから{hours}時間たったため、ログインが終わりました。もう一度ログインしてください。"
        ))
    } else if found.seen_at <= now - limits::idle(pool) {
        Some(format!(
            "{minutes}分のあいだ操作がなかったため、ログインが終わりました。もう一度ログインしてください。"
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    #[test]
    fn the_sign_in_page_says_why_a_login_has_ended() {
        let now = datetime!(2026-06-17 15:00 +9);
        let times = |seen: i64, left: i64, displaced: bool| db::LoginTimes {
            seen_at: now - Duration::minutes(seen),
            expires_at: now + Duration::minutes(left),
            displaced_at: displaced.then_some(now),
            in_window: false,
        };
        let said = |times: Option<db::LoginTimes>| sentence(times.as_ref(), PoolKind::Ward, now);
        assert_eq!(said(Some(times(5, 60, false))), None, "it still works");
        for (found, words) in [
            (Some(times(5, 0, true)), "別の端末"),
            (Some(times(5, 0, false)), "10時間"),
            (Some(times(30, 60, false)), "30分のあいだ操作がなかった"),
            (Some(db::LoginTimes { in_window: true, ..times(5, 0, false) }), "作業時間が終わった"),
            (None, "パスワードを変えた"),
        ] {
            assert!(said(found).is_some_and(|said| said.contains(words)), "{words}");
        }
    }
}
