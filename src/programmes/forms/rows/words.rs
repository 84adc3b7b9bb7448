//! 言い方: what the lists, their rows and the kinds of rows are called, and what a row means.

use super::{Nested, Plain, Rows, basis, causes, list::NEW, rule, section, sections, user_fees};
use crate::{
    kit::form::Choice,
    programmes::{Definition, wording},
    vocab::dates::wareki,
};

/// The only kind of a schedule.
pub(super) const NEXT: &str = "next";

impl Rows {
    /// The heading over the list.
    pub fn title(self, definition: &Definition) -> String {
        match self {
            Self::Schedules => "適用日".to_owned(),
            Self::Rules(at) => {
                let from = definition.fees.get(at).map(|schedule| wareki(schedule.from));
                format!("{}からの委託料", from.unwrap_or_default())
            }
            Self::UserFees => "利用者負担".to_owned(),
            Self::Causes => "中止の理由".to_owned(),
            Self::Sections(at) => {
                let title = definition.reports.get(at).map(|report| report.title.as_str());
                format!("「{}」の項目", title.unwrap_or_default())
            }
            Self::Guidance => "保健指導の決まり".to_owned(),
            Self::Plain(plain) => plain.list().title(definition),
            Self::Nested(nested) => nested.list().title(definition),
        }
    }

    /// What one row is.
    pub fn what(self) -> &'static str {
        match self {
            Self::Schedules => "適用日",
            Self::Rules(_) => "委託料の決まり",
            Self::UserFees => "利用者負担",
            Self::Causes => "中止の理由",
            Self::Sections(_) => "報告の項目",
            Self::Guidance => "保健指導",
            Self::Plain(plain) => plain.list().about().what,
            Self::Nested(nested) => nested.list().about().what,
        }
    }

    /// What the list is for.
    pub fn intro(self) -> &'static str {
        match self {
            Self::Schedules => "委託料の決まりを、使い始める日ごとに分けます。古い順に並びます。",
            Self::Rules(_) => "支払う額は、すべての決まりの合計です。",
            Self::UserFees => "参加者が支払うものです。1つもなければ、無料です。",
            Self::Causes => {
                "教室を中止するときに選べる理由です。1つも定めないと、どの理由でも選べ、区が決めます。"
            }
            Self::Sections(_) => "報告書に、この順で並びます。",
            Self::Guidance => {
                "健診の結果から対象者を選び、決めた月に連絡する事業で定めます。ほかの形の事業では定めません。"
            }
            Self::Plain(plain) => plain.list().about().intro,
            Self::Nested(nested) => nested.list().about().intro,
        }
    }

    /// What the row is called.
    pub fn name(self, definition: &Definition, at: usize) -> String {
        let name = match self {
            Self::Schedules => definition.fees.get(at).map(|one| format!("{}から", wareki(one.from))),
            Self::Rules(nth) => rule(definition, nth, at).map(|one| one.label.clone()),
            Self::UserFees => definition.user_fees.get(at).map(|one| one.label.clone()),
            Self::Causes => definition.cancellation.causes.get(at).map(|one| one.cause.label().to_owned()),
            Self::Sections(nth) => section(definition, nth, at).map(|one| one.title.clone()),
            Self::Guidance => definition.guidance.as_ref().map(|_| definition.name.clone()),
            Self::Plain(plain) => plain.list().name(definition, at),
            Self::Nested(nested) => nested.list().name(definition, at),
        };
        name.unwrap_or_default()
    }

    /// What the row means, a sentence a line.
    pub fn lines(self, definition: &Definition, at: usize) -> Vec<String> {
        let said = match self {
            Self::Schedules => definition.fees.get(at).map(wording::schedule),
            Self::Rules(nth) => rule(definition, nth, at).map(|one| wording::fee_rule(definition, one)),
            Self::UserFees => definition.user_fees.get(at).map(|one| one.sentence()),
            Self::Causes => definition.cancellation.causes.get(at).map(wording::cause),
            Self::Sections(nth) => {
                section(definition, nth, at).map(|one| format!("{}。", one.content.label()))
            }
            Self::Guidance => return wording::about(definition, "guidance.about_people"),
            Self::Plain(plain) => return plain.list().lines(definition, at).unwrap_or_default(),
            Self::Nested(nested) => return nested.list().lines(definition, at).unwrap_or_default(),
        };
        said.unwrap_or_default().split_inclusive('。').map(str::to_owned).collect()
    }

    /// The kinds a new row may have.
    pub fn kinds(self, definition: &Definition) -> Vec<Choice> {
        let three = |(word, name, hint): (&str, &str, &str)| Choice::new(word, name).hint(hint);
        match self {
            Self::Schedules => {
                let copied = "いちばん新しい適用日の決まりを写します。写した決まりを、あとで直します。";
                let first = "初めの適用日を決めてから、決まりを加えます。";
                let hint = if definition.fees.is_empty() { first } else { copied };
                vec![Choice::new(NEXT, "適用日").hint(hint)]
            }
            Self::Rules(_) => basis::KINDS.into_iter().map(three).collect(),
            Self::UserFees => user_fees::KINDS.into_iter().map(three).collect(),
            Self::Causes => causes::kinds(definition)
                .into_iter()
                .map(|cause| Choice::new(cause.code(), cause.label()))
                .collect(),
            Self::Sections(at) => {
                let kinds = definition.reports.get(at).map(|report| sections::kinds(definition, report));
                kinds
                    .into_iter()
                    .flatten()
                    .map(|(word, name, hint)| Choice::new(word, name).hint(hint))
                    .collect()
            }
            Self::Guidance if definition.guidance.is_some() => Vec::new(),
            Self::Guidance => vec![Choice::new(NEW, self.what())],
            Self::Plain(plain) => plain.list().kinds(definition),
            Self::Nested(nested) => nested.list().kinds(definition),
        }
    }

    /// The kinds a row may be turned into.
    pub fn other_kinds(self, definition: &Definition, at: usize) -> Vec<Choice> {
        let own = match self {
            Self::Schedules | Self::Guidance => return Vec::new(),
            Self::Plain(plain) => return plain.list().other_kinds(definition, at),
            Self::Nested(nested) => return nested.list().other_kinds(definition, at),
            Self::Rules(nth) => rule(definition, nth, at).map(|one| basis::word_of(&one.basis)),
            Self::UserFees => definition.user_fees.get(at).map(|one| user_fees::word_of(&one.basis)),
            Self::Causes | Self::Sections(_) => None,
        };
        self.kinds(definition).into_iter().filter(|kind| Some(kind.code.as_str()) != own).collect()
    }

    /// The name of a row's kind, for the heading of its page; empty when the row's own name says it.
    pub fn kind(self, definition: &Definition, at: usize) -> String {
        let name = |kinds: &[(&str, &str, &str)], word: &str| {
            kinds.iter().find(|(known, ..)| *known == word).map(|(_, name, _)| (*name).to_owned())
        };
        let found = match self {
            Self::Rules(nth) => {
                rule(definition, nth, at).and_then(|one| name(&basis::KINDS, basis::word_of(&one.basis)))
            }
            Self::UserFees => {
                let fee = definition.user_fees.get(at);
                fee.and_then(|one| name(&user_fees::KINDS, user_fees::word_of(&one.basis)))
            }
            Self::Causes => Some(self.name(definition, at)),
            Self::Plain(plain) => plain.list().kind(definition, at),
            Self::Nested(nested) => nested.list().kind(definition, at),
            Self::Schedules | Self::Sections(_) | Self::Guidance => None,
        };
        found.unwrap_or_default()
    }

    /// The lists that lie in a row of this one and go with it.
    pub fn inside(self, at: usize) -> Vec<Self> {
        match self {
            Self::Schedules => vec![Self::Rules(at)],
            Self::Guidance => Nested::IN_GUIDANCE.map(Self::Nested).to_vec(),
            Self::Plain(Plain::Reports) => vec![Self::Sections(at)],
            Self::Plain(Plain::Questionnaires) => vec![Self::Nested(Nested::Asked(at))],
            Self::Plain(Plain::Screenings) => {
                [Nested::Questions(at), Nested::Outcomes(at)].map(Self::Nested).to_vec()
            }
            Self::Rules(_)
            | Self::UserFees
            | Self::Causes
            | Self::Sections(_)
            | Self::Plain(_)
            | Self::Nested(_) => Vec::new(),
        }
    }
}
