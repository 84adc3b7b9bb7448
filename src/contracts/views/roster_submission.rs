//! The page before a 従事者名簿 is submitted.

use askama::Template;

use super::roster::{Person, below, person};
use crate::{
    contracts::{pages::roster::Ready, roster_changes::Change},
    kit::{form::Form, parts::Link},
};

const BY_APPROVAL: [&str; 2] = [
    "提出すると、区が承認するか差し戻すまで、この版は直せません。",
    "承認されると、名簿の人が参加者の情報を見られるようになり、今までの版は旧版になります。",
];
const BY_NOTICE: [&str; 3] = [
    "この契約の特記事項では、従事者の変更は、区に届け出ればよいことになっています。",
    "届け出ると、この版がすぐに有効になります。加わる人は参加者の情報を見られるようになり、外れる人は見られなくなります。",
    "届け出た版は直せません。間違いがあったときは、新しい版を作って届け出ます。",
];

/// Before a submission: what changes, and why.
#[derive(Template)]
#[template(path = "contracts/roster_submission.html")]
pub struct RosterSubmission {
    trail: Vec<Link>,
    form: Form,
    heading: String,
    /// What handing it in brings about.
    told: &'static [&'static str],
    label: &'static str,
    changes: Vec<String>,
    people: Vec<Person>,
    version: i32,
    action: String,
    back: String,
}

impl RosterSubmission {
    pub fn new(ready: &Ready, form: Form) -> Self {
        let (loaded, number) = (&ready.loaded, ready.loaded.roster.number);
        let back = loaded.href();
        let (heading, told, label) = if ready.by_notice {
            (format!("第{number}版：従事者の変更を区に届け出ますか"), &BY_NOTICE[..], "区に届け出る")
        } else {
            (format!("第{number}版：この名簿を区に提出しますか"), &BY_APPROVAL[..], "区に提出する")
        };
        Self {
            trail: below(&loaded.contract),
            form,
            heading,
            told,
            label,
            changes: ready.changes.iter().map(Change::sentence).collect(),
            people: loaded.lines.iter().map(|line| person(line, None, &back)).collect(),
            version: loaded.roster.version,
            action: format!("{back}/submission"),
            back,
        }
    }
}
