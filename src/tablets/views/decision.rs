//! The forms: a registration, a permission, a refusal, a revocation.

use askama::Template;

use super::{trail, trail_of};
use crate::{
    contracts::db::Contract,
    kit::{
        form::Form,
        parts::{Link, Row},
    },
    tablets::pages::Opened,
};

#[derive(Template)]
#[template(path = "tablets/register.html")]
pub struct RegisterView {
    trail: Vec<Link>,
    form: Form,
    action: String,
}

impl RegisterView {
    pub fn new(contract: &Contract, form: Form) -> Self {
        Self {
            trail: trail(contract.id, &contract.number, &contract.title),
            form,
            action: format!("/contracts/{}/tablets", contract.id),
        }
    }
}

/// What is about to be said about a tablet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Permit,
    Refuse,
    Revoke,
}

impl Way {
    /// The label of the words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Permit => "条件",
            Self::Refuse => "許可しない理由",
            Self::Revoke => "使用を止める理由",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Permit => "permission",
            Self::Refuse => "refusal",
            Self::Revoke => "revocation",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Permit => "端末を許可する",
            Self::Refuse => "端末を許可しない",
            Self::Revoke => "端末の使用を止める",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Permit => "守ってもらう条件があれば書きます。例：教室が終わった日に消去すること",
            Self::Refuse => "例：画面のロックの設定が確かめられないため",
            Self::Revoke => {
                "止めると、新しい準備はできません。止める前に端末で記録したことは、まだ送れます。例：端末を会場に置き忘れ、見当たらないため"
            }
        }
    }
}

#[derive(Template)]
#[template(path = "tablets/decision.html")]
pub struct DecisionView {
    trail: Vec<Link>,
    form: Form,
    heading: String,
    rows: Vec<Row>,
    permits: bool,
    label: &'static str,
    hint: &'static str,
    verb: &'static str,
    action: String,
    back: String,
}

impl DecisionView {
    pub fn new(opened: &Opened, way: Way, form: Form) -> Self {
        let back = format!("/tablets/{}", opened.tablet.id);
        let mut rows = super::show::device(opened);
        if way == Way::Permit {
            rows.extend(super::show::carried(opened));
        }
        Self {
            trail: trail_of(&opened.tablet),
            form,
            heading: format!("{}：{}", way.verb(), opened.tablet.label),
            rows,
            permits: way == Way::Permit,
            label: way.label(),
            hint: way.hint(),
            verb: way.verb(),
            action: format!("{back}/{}", way.path()),
            back,
        }
    }
}
