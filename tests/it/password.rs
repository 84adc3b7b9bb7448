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
async fn an_icon_is_there_for_whoever_asks() {
    let got = World::new().await.as_nobody().get("/favicon.ico").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.headers["content-type"], "image/x-icon");
}
