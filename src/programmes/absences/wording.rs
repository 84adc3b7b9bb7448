//! Follow-ups and absence rules in words.

use time::Date;

use super::{Notice, Task};
use crate::{
    programmes::definition::{AbsenceRule, TellWhom},
    vocab::dates::wareki,
};

impl TellWhom {
    pub fn label(self) -> &'static str {
        match self {
            Self::Ward => "区",
            Self::Centre => "担当の地域包括支援センター",
        }
    }
}

impl AbsenceRule {
    /// The rule in words, for the editor.
    pub fn sentence(&self) -> String {
        let whom = whom(self);
        let within = match self.within_days {
            0 => "その日のうちに".to_owned(),
            days => format!("{days}開庁日以内に"),
        };
        let mut all = Vec::new();
        if self.contact_without_notice {
            all.push("連絡なく欠席した人に、そのつど様子を確認します。".to_owned());
        }
        if self.tell_first_session {
            all.push(format!("初回を欠席したときは（連絡の有無によらず）、{within}{whom}に連絡します。"));
        }
        if self.tell_in_a_row > 0 {
            let resets = if self.notice_resets {
                "出席か、連絡のある欠席で数え直します"
            } else {
                "出席で数え直し、連絡のある欠席は数えません"
            };
            all.push(format!(
                "連絡のない欠席が{}回続いたときは、{within}{whom}に連絡します（{resets}。中止の回は数えません）。",
                self.tell_in_a_row
            ));
        }
        if all.is_empty() { "欠席への対応は定めません。".to_owned() } else { all.concat() }
    }
}

/// What is to be done and by which rule.
pub(super) fn explanation(rule: &AbsenceRule, task: Task, session: usize, by: Option<Date>) -> String {
    let (whom, by) = (whom(rule), by.map_or_else(String::new, |day| format!("{}までに、", wareki(day))));
    match task {
        Task::Contact => format!("{session}回目を連絡なく欠席しました。本人に様子を確認してください。"),
        Task::Notify { because: Notice::FirstSession } => {
            format!("初回（{session}回目）を欠席しました。{by}{whom}に連絡してください。")
        }
        Task::Notify { because: Notice::InARow } => {
            format!(
                "{session}回目で連絡のない欠席が{}回続きました。{by}{whom}に連絡してください。",
                rule.tell_in_a_row
            )
        }
        Task::UpdateCase { opened } => {
            format!("{session}回目も連絡なく欠席しました。{by}{opened}回目に始めた連絡に書き足してください。")
        }
    }
}

/// Whom to tell; the ward or the centre where the rule names nobody.
fn whom(rule: &AbsenceRule) -> String {
    match rule.tell.as_slice() {
        [] => "区または担当の地域包括支援センター".to_owned(),
        listed => listed.iter().map(|whom| whom.label()).collect::<Vec<_>>().join("と"),
    }
}
