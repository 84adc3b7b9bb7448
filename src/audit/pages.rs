//! The search page of the audit stream, for the ward's auditor and administrator.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use time::Duration;

use super::{ReadAudit, actions, db, details};
use crate::{
    kit::{
        ctx::View,
        error::Result,
        form::{Choice, Form},
        parts::Tag,
    },
    vocab::dates::{jst_midnight, jst_stamp, parse_date},
};

const PAGE: usize = 50;

/// The filter as typed.
#[derive(Deserialize, Default)]
pub struct Filter {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    action: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListView {
    form: Form,
    people: Vec<Choice>,
    actions: Vec<Choice>,
    tags: Vec<Tag>,
    rows: Vec<Row>,
    older_href: String,
}

struct Row {
    seq: i64,
    at: String,
    person: String,
    organisation: String,
    action: String,
    contract: String,
    participants: String,
    detail: String,
}

pub async fn list(mut cx: View<ReadAudit>, Query(filter): Query<Filter>) -> Result {
    let mut form = Form::empty()
        .with("from", filter.from.clone())
        .with("to", filter.to.clone())
        .with("account", filter.account.clone())
        .with("action", filter.action.clone());
    let from = form.parse_optional("from", parse_date);
    let to = form.parse_optional("to", parse_date);
    let search = db::Search {
        from: from.flatten().map(jst_midnight),
        to: to.flatten().map(|day| jst_midnight(day) + Duration::days(1)),
        account: filter.account.parse().ok(),
        action: Some(filter.action.clone()).filter(|a| !a.is_empty()),
        before: filter.before,
    };
    let mut lines = db::search(cx.db(), &search, PAGE as i64 + 1).await?;
    let older = lines.len() > PAGE;
    lines.truncate(PAGE);
    let people: Vec<Choice> =
        db::people(cx.db()).await?.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let older_href = lines
        .last()
        .filter(|_| older)
        .map(|l| format!("{}&before={}", href(&filter, ""), l.seq))
        .unwrap_or_default();
    let tags = tags(&filter, &people);
    let actions = actions::all().map(|(code, label)| Choice::new(*code, *label)).collect();
    cx.show(ListView { form, people, actions, tags, rows: lines.into_iter().map(row).collect(), older_href })
        .await
}

/// Midnight of the day in Japan.
fn row(line: db::Line) -> Row {
    Row {
        seq: line.seq,
        at: jst_stamp(line.at),
        person: line.person.unwrap_or_else(|| "—".into()),
        organisation: line.organisation,
        action: actions::label(&line.action).to_owned(),
        contract: line.contract.unwrap_or_default(),
        participants: if line.participants == 0 {
            String::new()
        } else {
            format!("{}人", line.participants)
        },
        detail: details::line(&line.detail),
    }
}

/// The list's address without one of its conditions.
fn href(filter: &Filter, without: &str) -> String {
    let pairs = [
        ("from", &filter.from),
        ("to", &filter.to),
        ("account", &filter.account),
        ("action", &filter.action),
    ];
    let kept: Vec<String> = pairs
        .iter()
        .filter(|(name, value)| *name != without && !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    format!("/audit?{}", kept.join("&"))
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn tags(filter: &Filter, people: &[Choice]) -> Vec<Tag> {
    let person =
        people.iter().find(|p| p.code == filter.account).map(|p| p.label.clone()).unwrap_or_default();
    [
        ("from", format!("{}から", filter.from), &filter.from),
        ("to", format!("{}まで", filter.to), &filter.to),
        ("account", person, &filter.account),
        ("action", actions::label(&filter.action).to_owned(), &filter.action),
    ]
    .into_iter()
    .filter(|(_, _, value)| !value.is_empty())
    .map(|(name, label, _)| Tag { label, remove_href: href(filter, name) })
    .collect()
}
