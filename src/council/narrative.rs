//! 付議書の文章: what a person writes of a paper, each thing once, and the approvals from before Kayoi. Sealed with the contract's key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{annex::Annex, facts::Facts};
use crate::{
    kit::form::Form,
    sealing::Sealable,
    vocab::dates::{parse_date, wareki},
};

/// Lines for approvals that Kayoi doesn't know.
pub const EARLIER: usize = 4;
const LONGEST: usize = 2_000;

/// An earlier approval: by which body, at which meeting, when, of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub body: String,
    pub meeting: String,
    pub on: Date,
    pub what: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrative {
    texts: BTreeMap<String, String>,
    pub earlier: Vec<Approval>,
}

impl Sealable for Narrative {
    const TABLE: &'static str = "council_paper";
}

/// One thing to write.
pub struct Field {
    pub code: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// Lines of its box.
    pub rows: u8,
    /// `None`: of every paper.
    pub annex: Option<Annex>,
    /// A paper isn't submitted without it.
    pub needed: bool,
}

const fn of_all(
    code: &'static str,
    label: &'static str,
    hint: &'static str,
    rows: u8,
    needed: bool,
) -> Field {
    Field { code, label, hint, rows, annex: None, needed }
}

const fn of(annex: Annex, code: &'static str, label: &'static str, hint: &'static str, rows: u8) -> Field {
    Field { code, label, hint, rows, annex: Some(annex), needed: true }
}

const fn more(annex: Annex, code: &'static str, label: &'static str, hint: &'static str) -> Field {
    Field { code, label, hint, rows: 3, annex: Some(annex), needed: false }
}

pub const FIELDS: &[Field] = &[
    of_all("subject", "件名", "例：シニアの教室の運営業務の委託について", 2, true),
    of_all("work", "登録業務の名称", "", 2, true),
    of_all("purpose", "目的", "", 4, true),
    of_all("targets", "対象者", "", 3, true),
    of_all("outline", "事業の内容", "", 8, true),
    of_all("matter", "今回付議すること", "例：受渡しの方法の追加", 4, true),
    of_all("people", "対象者数の見込み", "例：約200人", 1, true),
    of_all("whose", "個人の範囲（だれの情報か）", "例：事業の対象者", 2, true),
    of_all(
        "more_items",
        "ほかの情報項目",
        "契約の情報項目にないものだけ。例：健診の結果（血圧、血糖）",
        3,
        false,
    ),
    of_all("media", "情報を記録する媒体", "例：紙、電子データ（受託者のシステム、CD-R）", 2, true),
    of_all("next_years", "次年度以降の扱い", "例：次年度以降も、同様の業務委託を行う", 2, false),
    of(Annex::Outsourcing, "out_basis", "業務委託の根拠の条項", "例：第3条第1項第3号（業務委託）", 1),
    of(Annex::Outsourcing, "out_reason", "委託の理由", "", 4),
    of(Annex::Outsourcing, "out_work", "委託の内容", "", 8),
    more(
        Annex::Outsourcing,
        "out_ward",
        "一覧のほかに区が行う対策",
        "対策の一覧がないときは、ここにすべて書きます。",
    ),
    more(
        Annex::Outsourcing,
        "out_contractor",
        "一覧のほかに受託者に行わせる対策",
        "対策の一覧がないときは、ここにすべて書きます。",
    ),
    of(Annex::Development, "dev_basis", "電算開発の根拠の条項", "例：第16条第1項本文（電算開発）", 1),
    of(Annex::Development, "dev_computer", "情報を記録するコンピュータ", "", 2),
    of(Annex::Development, "dev_reason", "新規開発・追加・変更の理由", "", 4),
    of(Annex::Development, "dev_content", "新規開発・追加・変更の内容", "", 6),
    of(Annex::Development, "dev_measures", "開発を委託するときの個人情報の保護の対策", "", 6),
    of(Annex::Development, "dev_when", "新規開発・追加・変更の時期", "", 3),
    of(Annex::Connection, "con_basis", "外部結合の根拠の条項", "例：第3条第1項第3号（外部結合）", 1),
    of(Annex::Connection, "con_partner", "結合の相手方", "", 2),
    of(Annex::Connection, "con_reason", "結合の理由", "", 4),
    of(Annex::Connection, "con_form", "結合の形態", "例：LGWANで、区の端末と相手方のサーバーを接続する", 4),
];

impl Field {
    /// Whether a paper with these annexes has it.
    pub fn is_of(&self, annexes: &[Annex]) -> bool {
        self.annex.is_none_or(|annex| annexes.contains(&annex))
    }
}

impl Narrative {
    /// What a first version begins with, from the contract and its programme.
    pub fn first(facts: &Facts) -> Self {
        let texts = [
            ("subject", subject(&facts.title)),
            ("work", facts.title.clone()),
            ("purpose", facts.goals.join("\n")),
            ("outline", facts.stages.join("\n")),
            ("out_work", facts.stages.join("\n")),
            ("whose", format!("{}の対象者", facts.programme)),
            ("con_partner", facts.contractor.clone()),
        ];
        Self::default().with(texts.into_iter().filter(|(_, text)| !text.is_empty()))
    }

    /// The same with these texts written.
    #[must_use]
    pub fn with(mut self, texts: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.texts.extend(texts.into_iter().map(|(code, text)| (code.to_owned(), text)));
        self
    }

    pub fn text(&self, code: &str) -> &str {
        self.texts.get(code).map_or("", String::as_str)
    }

    /// What is still to be written before it can be submitted.
    pub fn missing(&self, annexes: &[Annex]) -> Vec<&'static str> {
        let needed = FIELDS.iter().filter(|field| field.needed && field.is_of(annexes));
        needed.filter(|field| self.text(field.code).is_empty()).map(|field| field.label).collect()
    }

    /// The form in which it stands.
    pub fn form(&self) -> Form {
        let form = self.texts.iter().fold(Form::empty(), |form, (code, text)| form.with(code, text));
        self.earlier.iter().take(EARLIER).enumerate().fold(form, |form, (nth, one)| {
            form.with(&earlier_field("body", nth), &one.body)
                .with(&earlier_field("meeting", nth), &one.meeting)
                .with(&earlier_field("on", nth), wareki(one.on))
                .with(&earlier_field("what", nth), &one.what)
        })
    }

    /// Reads what was written; only its length is looked at before it is submitted.
    pub fn read(form: &mut Form) -> Option<Self> {
        let mut texts = BTreeMap::new();
        for field in FIELDS {
            if let Some(text) = form.optional_lines(field.code, field.label, LONGEST) {
                texts.insert(field.code.to_owned(), text);
            }
        }
        texts.retain(|_, text| !text.is_empty());
        let earlier = (0..EARLIER).filter_map(|nth| approval(form, nth)).collect();
        if form.has_problems() { None } else { Some(Self { texts, earlier }) }
    }
}

/// 「シニアの教室の委託について」
fn subject(title: &str) -> String {
    let is_named = title.ends_with("委託");
    if is_named { format!("{title}について") } else { format!("{title}の委託について") }
}

pub fn earlier_field(part: &str, nth: usize) -> String {
    format!("earlier_{part}-{nth}")
}

/// One line of the earlier approvals; an empty one is none.
fn approval(form: &mut Form, nth: usize) -> Option<Approval> {
    let name = |part| earlier_field(part, nth);
    if ["body", "meeting", "on", "what"].iter().all(|part| form.value(&name(part)).trim().is_empty()) {
        return None;
    }
    let body = form.required(&name("body"), "会議の名称", 60);
    let meeting = form.required(&name("meeting"), "会議の回", 40);
    let on = form.parse(&name("on"), parse_date);
    let what = form.required(&name("what"), "承認された内容", 120);
    Some(Approval { body: body?, meeting: meeting?, on: on?, what: what? })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::macros::date;

    use super::*;

    #[test]
    fn each_thing_is_written_once() {
        let codes: BTreeSet<&str> = FIELDS.iter().map(|field| field.code).collect();
        assert_eq!(codes.len(), FIELDS.len());
    }

    #[test]
    fn what_is_missing_depends_on_the_annexes() {
        let whole = Narrative::default().with(
            FIELDS
                .iter()
                .filter(|field| field.is_of(&[Annex::Outsourcing]))
                .map(|field| (field.code, "文".into())),
        );
        assert!(whole.missing(&[Annex::Outsourcing]).is_empty());
        assert_eq!(whole.missing(&[Annex::Outsourcing, Annex::Connection]).len(), 4);
        assert_eq!(Narrative::default().missing(&[Annex::Development])[0], "件名");
    }

    #[test]
    fn a_stored_narrative_is_the_form_it_was_read_from() {
        let mut narrative =
            Narrative::default().with([("subject", "件名\n二行目".to_owned()), ("media", "紙".to_owned())]);
        narrative.earlier.push(Approval {
            body: "審議会".into(),
            meeting: "令和3年度第7回".into(),
            on: date!(2021 - 12 - 01),
            what: "保健指導の委託".into(),
        });
        assert_eq!(Narrative::read(&mut narrative.form()), Some(narrative));
        let mut half = Form::empty().with("earlier_body-1", "審議会");
        assert_eq!(Narrative::read(&mut half), None);
        assert!(half.problem("earlier_on-1").is_some() && half.problem("earlier_on-0").is_none());
    }
}
