//! How each kind of consent stands: the latest answer of a kind holds.

use super::db::Consent;
use crate::{
    kit::parts::{Chip, Tone},
    programmes::{Definition, definition},
    vocab::dates::wareki,
};

/// How a kind stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has been asked.
    Open,
    Agreed,
    Refused,
    TakenBack,
}

impl Standing {
    pub fn of(latest: Option<&Consent>) -> Self {
        match latest {
            None => Self::Open,
            Some(consent) if consent.withdrawn_on.is_some() => Self::TakenBack,
            Some(consent) if consent.agreed => Self::Agreed,
            Some(_) => Self::Refused,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "まだ聞いていない",
            Self::Agreed => "同意あり",
            Self::Refused => "同意しない",
            Self::TakenBack => "取り消し",
        }
    }

    pub fn chip(self, required: bool) -> Chip {
        let tone = match (self, required) {
            (Self::Agreed, _) => Tone::Success,
            (Self::Open, true) => Tone::Warning,
            (Self::Refused | Self::TakenBack, true) => Tone::Danger,
            (Self::Open | Self::Refused | Self::TakenBack, false) => Tone::Neutral,
        };
        Chip::new(tone, self.label())
    }
}

/// The latest answer of a kind; `rows` have the latest first.
pub fn latest<'a>(
    rows: impl IntoIterator<Item = &'a Consent>,
    kind: &definition::Consent,
) -> Option<&'a Consent> {
    rows.into_iter().find(|row| row.kind == kind.code)
}

/// What is wrong with the required kinds, in one sentence; empty when nothing is.
pub fn wanting<'a>(definition: &Definition, rows: impl IntoIterator<Item = &'a Consent> + Clone) -> String {
    let required = definition.consents.iter().filter(|kind| kind.required);
    let wrong = required.filter_map(|kind| {
        let found = latest(rows.clone(), kind);
        match (Standing::of(found), found.and_then(|row| row.withdrawn_on)) {
            (Standing::Agreed, _) => None,
            (Standing::TakenBack, Some(on)) => {
                Some(format!("「{}」の同意が{}に取り消されています。", kind.label, wareki(on)))
            }
            (Standing::Refused, _) => Some(format!("「{}」に同意していません。", kind.label)),
            (Standing::Open | Standing::TakenBack, _) => {
                Some(format!("「{}」の同意がまだ記録されていません。", kind.label))
            }
        }
    });
    wrong.collect()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        programmes::presets::sendai,
        vocab::ids::{ConsentId, EnrolmentId, ParticipantId},
    };

    fn row(kind: &str, agreed: bool, withdrawn: bool) -> Consent {
        let nobody = Uuid::nil();
        Consent {
            id: ConsentId(nobody),
            participant: ParticipantId(nobody),
            enrolment: EnrolmentId(nobody),
            course: None,
            kind: kind.into(),
            agreed,
            given_by: "person".into(),
            explained_on: date!(2026 - 06 - 01),
            answered_on: date!(2026 - 06 - 01),
            sealed: Vec::new(),
            recorded_by: None,
            recorded_at: datetime!(2026-06-01 10:00 +9),
            withdrawn_on: withdrawn.then_some(date!(2026 - 06 - 10)),
            withdrawal: None,
        }
    }

    #[test]
    fn only_what_is_required_is_wanting() {
        assert_eq!(wanting(sendai(), []), "「事業の利用」の同意がまだ記録されていません。");
        assert_eq!(wanting(sendai(), &[row("service", true, false)]), "");
        assert_eq!(wanting(sendai(), &[row("service", false, false)]), "「事業の利用」に同意していません。");
        let others = [row("service", true, false), row("sharing", false, false)];
        assert_eq!(wanting(sendai(), &others), "");
    }

    #[test]
    fn a_consent_taken_back_is_wanting_until_it_is_given_anew() {
        let taken_back = row("service", true, true);
        assert_eq!(Standing::of(Some(&taken_back)), Standing::TakenBack);
        assert_eq!(
            wanting(sendai(), &[taken_back]),
            "「事業の利用」の同意が令和8年6月10日に取り消されています。"
        );
        let anew = [row("service", true, false), row("service", true, true)];
        assert_eq!(wanting(sendai(), &anew), "");
    }
}
