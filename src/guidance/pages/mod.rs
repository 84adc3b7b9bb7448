//! The pages of the guidance, by what a person does.

pub mod calls;
pub mod contacts;
pub mod ending;
pub mod inquiries;
pub mod instructions;
pub mod overview;
pub mod person;
pub mod report;
pub mod results;

use time::Date;

use super::{db::records::Hand, loading::Place};
use crate::kit::{
    ctx::{Act, Ctx},
    form::Form,
    parts::Link,
    permission::Permission,
};

/// Longest text of a record, in characters.
const TEXT: usize = 2_000;

/// Who writes now.
fn hand<P: Permission>(cx: &Act<P>) -> Hand {
    Hand { by: cx.actor().account, now: cx.now() }
}

/// The pages of one contract's guidance.
fn tabs(place: &Place, here: &str) -> Vec<Link> {
    let base = format!("/contracts/{}/guidance", place.contract.id);
    [("予定一覧", ""), ("問い合わせ・意見・苦情", "/inquiries"), ("全体の結果", "/figures")]
        .into_iter()
        .map(|(label, part)| {
            let link = Link::new(label, format!("{base}{part}"));
            if part == here { link.current() } else { link }
        })
        .collect()
}

/// From the contract's page, for whoever may open it, to the list.
fn trail<P: Permission, M>(cx: &Ctx<P, M>, place: &Place) -> Vec<Link> {
    let mut trail = vec![Link::new("保健指導", "/guidance")];
    if crate::contracts::ViewContracts::allows(cx.actor().role) {
        trail.push(Link::new(&place.contract.title, format!("/contracts/{}", place.contract.id)));
    }
    trail
}

/// A day that has come: of the records, today or before.
fn past_day(form: &mut Form, name: &str, label: &str, today: Date) -> Option<Date> {
    let day = form.date(name, label)?;
    if day > today {
        form.refuse(name, format!("{label}は今日か、今日より前の日付を入力してください。"));
        return None;
    }
    Some(day)
}
