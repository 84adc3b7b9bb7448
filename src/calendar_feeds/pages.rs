//! The page on which an address is made and ended, and the address itself.

use askama::Template;
use axum::extract::Path;

use super::{
    FollowCalendar,
    address::Address,
    db::{self, NewFeed},
};
use crate::{
    audit::Event,
    kit::{
        answer::{Answer, File},
        ctx::{Act, View},
        error::{AppError, Result},
        guest::Guest,
        typed::Typed,
    },
    obligations::calendar,
    vocab::dates::jst_stamp,
};

#[derive(Template)]
#[template(path = "calendar_feeds/show.html")]
struct FeedView {
    /// The whole address, right after it was made; empty later.
    address: String,
    /// Since when there is one; empty when there is none.
    since: String,
}

pub async fn show(mut cx: View<FollowCalendar>) -> Result {
    let contract = cx.actor().contract;
    let since = db::since(cx.db(), contract).await?.map(jst_stamp).unwrap_or_default();
    cx.show(FeedView { address: String::new(), since }).await
}

/// A new address; the one before ends.
pub async fn make(mut cx: Act<FollowCalendar>, Typed(_): Typed) -> Result {
    let address = Address::new().map_err(AppError::bug)?;
    let (contract, now) = (cx.actor().contract, cx.now());
    let renewed = db::end(cx.write(), contract).await?;
    let new = NewFeed {
        ward: cx.ward(),
        id: cx.new_id(),
        account: cx.actor().account,
        contract,
        token_hash: &address.hash(),
        now,
    };
    db::insert(cx.write(), &new).await?;
    let whole = format!("{}{}", cx.app().config.origin, address.path());
    let event = Event::new("calendar.make").with("renewed", renewed);
    cx.commit_and_show(event, FeedView { address: whole, since: jst_stamp(now) }).await
}

pub async fn end(mut cx: Act<FollowCalendar>, Typed(_): Typed) -> Result {
    let contract = cx.actor().contract;
    if !db::end(cx.write(), contract).await? {
        return Err(AppError::refused("購読の住所はありません。画面を読み込み直してください。"));
    }
    cx.commit(Event::new("calendar.end"))
        .await?
        .redirect_with("/obligations/calendar-feed", "購読をやめました。住所はもう使えません。")
}

/// What a calendar program fetches. Nobody is signed in: the address is all it needs.
pub async fn fetch(guest: Guest, Path(part): Path<String>) -> Result {
    let address = Address::read(&part).ok_or(AppError::NotFound)?;
    let days = db::of_address(&guest.app, &address.hash()).await?.ok_or(AppError::NotFound)?;
    let bytes = calendar::ics(&days, guest.app.clock.now()).into_bytes();
    Ok(Answer::from(File {
        name: "kayoi.ics".into(),
        content_type: calendar::CONTENT_TYPE,
        bytes,
        inline: false,
    }))
}
