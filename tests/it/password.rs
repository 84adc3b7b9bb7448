//! The change of a password: who guesses at the present one waits, as at the sign-in.

use axum::http::StatusCode;
use kayoi::kit::permission::Role;

use crate::world::World;

const WRONG: &str = "今のパスワードが違います。";
const WAIT: &str = "続けて間違えたため";

#[tokio::test]
async fn wrong_present_passwords_are_counted_and_hold_up_nobody_else() {
    let world = World::new().await;
    let (guesser, other) = (world.as_officer().await, world.role(Role::WardAdmin).await);
    let fields = [
        ("password", "not-the-one-2026"),
        ("new_password", "なにか長い言葉です2026"),
        ("password_again", "なにか長い言葉です2026"),
    ];
    for guess in 1..=5 {
        let got = guesser.post("/password", &fields).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.body.contains(WRONG) && !got.body.contains(WAIT), "guess {guess}");
    }
    let got = guesser.post("/password", &fields).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains(WAIT) && !got.body.contains(WRONG), "the sixth guess must wait");
    assert!(other.post("/password", &fields).await.body.contains(WRONG), "another account goes on");
}

#[tokio::test]
async fn the_sixth_login_ends_the_first_and_tells_it_why() {
    let world = World::new().await;
    let account = world.home.account(Role::WardOfficer).id;
    let first = world.as_officer().await;
    assert!(!first.get("/login").await.body.contains("別の端末"), "it still works");
    let hash = crate::world::hasher().hash("なにか長い言葉です2026").await.unwrap();
    let name: String =
        sqlx::query_scalar("update account set password_hash = $2 where id = $1 returning login_name")
            .bind(account)
            .bind(hash)
            .fetch_one(&mut world.admin().await)
            .await
            .unwrap();
    // A new password ends every login; this one is as old as one can be.
    let first = {
        drop(first);
        world.as_officer().await
    };
    sqlx::query("update login set made_at = made_at - interval '1 hour' where account_id = $1")
        .bind(account)
        .execute(&mut world.admin().await)
        .await
        .unwrap();
    assert!(world.as_nobody().get("/login").await.body.contains("5つの端末やブラウザーまで"));
    for nth in 1..=5 {
        assert_eq!(first.get("/home").await.status, StatusCode::OK, "with {nth} in all");
        let fields = [("login_name", name.as_str()), ("password", "なにか長い言葉です2026")];
        assert_eq!(world.as_nobody().post("/login", &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(first.get("/home").await.status, StatusCode::UNAUTHORIZED, "what a script is told");
    let told = first.get("/login").await.body;
    assert!(told.contains("別の端末やブラウザーでログインしたため"), "{told}");
}

#[tokio::test]
async fn an_icon_is_there_for_whoever_asks() {
    let got = World::new().await.as_nobody().get("/favicon.ico").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.headers["content-type"], "image/x-icon");
}
