//! 付議書の中身: what stands in a paper, part by part, before anybody asks what changed. Frozen when the paper is submitted.

use serde::{Deserialize, Serialize};

use super::{
    annex::Annex,
    facts::Facts,
    narrative::{Approval, Narrative},
};
use crate::{
    data_flows::Flow,
    measures::{MeasureTable, Usage},
    sealing::Sealable,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// 諮問・報告事項 or 付議事項
    pub title: String,
    pub subject: String,
    pub department: String,
    pub basis_label: String,
    /// 「業務委託：第3条第1項第3号」
    pub basis: Vec<String>,
    pub sections: Vec<Section>,
    pub measures: Vec<MeasureTable>,
    pub flows: Vec<Flow>,
    /// Approvals before this version, the latest first.
    pub earlier: Vec<Approval>,
}

/// 事業の概要 or a 別紙.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub code: String,
    pub heading: String,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub code: String,
    pub label: String,
    pub text: String,
}

impl Sealable for Content {
    const TABLE: &'static str = "council_paper.frozen";
}

impl Content {
    /// What keeps it from being submitted, in sentences. The measures of outsourcing may be told in words instead of the list, those
    /// of a connection to outside may not.
    pub fn lacks(&self, narrative: &Narrative, annexes: &[Annex]) -> Vec<String> {
        let missing = narrative.missing(annexes);
        let mut lacks: Vec<String> =
            missing.iter().map(|label| format!("「{label}」を書いてください。")).collect();
        let is_told = ["out_ward", "out_contractor"].iter().all(|code| !narrative.text(code).is_empty());
        let outsourced = annexes.contains(&Annex::Outsourcing) && !is_told;
        let connected = annexes.contains(&Annex::Connection);
        if connected && !self.lists(Usage::Connection) {
            lacks.push("外部結合の対策の一覧を作ってください。".into());
        } else if outsourced && self.measures.is_empty() {
            lacks.push("対策の一覧の版を、区が確認してください。".into());
        }
        lacks
    }

    fn lists(&self, usage: Usage) -> bool {
        self.measures.iter().any(|table| table.heading.starts_with(usage.label()))
    }
}

/// The paper as the contract and what was written make it.
pub fn compose(
    facts: &Facts,
    narrative: &Narrative,
    mut measures: Vec<MeasureTable>,
    flows: Vec<Flow>,
    earlier: Vec<Approval>,
) -> Content {
    // A table's heading begins with the use it is about, as its 別紙 does.
    measures.retain(|table| facts.annexes.iter().any(|annex| table.heading.starts_with(annex.label())));
    let listed = !measures.is_empty();
    let mut sections = vec![overview(facts, narrative)];
    sections.extend(facts.annexes.iter().map(|annex| match annex {
        Annex::Outsourcing => outsourcing(facts, narrative, listed),
        Annex::Development => development(facts, narrative),
        Annex::Connection => connection(facts, narrative, listed),
    }));
    Content {
        title: facts.law.paper_title().to_owned(),
        subject: narrative.text("subject").to_owned(),
        department: facts.department.clone(),
        basis_label: facts.law.basis_label().to_owned(),
        basis: facts.annexes.iter().map(|annex| basis(*annex, narrative)).collect(),
        sections,
        measures,
        flows,
        earlier,
    }
}

/// 「業務委託：第3条第1項第3号」
fn basis(annex: Annex, narrative: &Narrative) -> String {
    let code = match annex {
        Annex::Outsourcing => "out_basis",
        Annex::Development => "dev_basis",
        Annex::Connection => "con_basis",
    };
    format!("{}：{}", annex.label(), narrative.text(code))
}

fn section(code: &str, heading: String, entries: Vec<(&str, &str, String)>) -> Section {
    let entry =
        |(code, label, text): (&str, &str, String)| Entry { code: code.into(), label: label.into(), text };
    Section { code: code.into(), heading, entries: entries.into_iter().map(entry).collect() }
}

fn overview(facts: &Facts, narrative: &Narrative) -> Section {
    let text = |code| narrative.text(code).to_owned();
    section(
        "overview",
        "事業の概要".into(),
        vec![
            ("programme", "事業名", facts.programme.clone()),
            ("department", "担当課", facts.department.clone()),
            ("purpose", "目的", text("purpose")),
            ("targets", "対象者", text("targets")),
            ("outline", "事業内容", text("outline")),
            ("matter", "今回付議すること", text("matter")),
            ("people", "対象者数の見込み", text("people")),
        ],
    )
}

/// What stands at the head of every 別紙.
fn head<'a>(facts: &Facts, narrative: &Narrative) -> Vec<(&'a str, &'a str, String)> {
    vec![
        ("subject", "件名", narrative.text("subject").to_owned()),
        ("department", "保有課（担当課）", facts.department.clone()),
        ("work", "登録業務の名称", narrative.text("work").to_owned()),
    ]
}

/// Whose, and which.
fn items(facts: &Facts, narrative: &Narrative) -> String {
    let more = narrative.text("more_items");
    let all = facts.items.iter().map(String::as_str).chain((!more.is_empty()).then_some(more));
    format!("【個人の範囲】{}\n【情報項目】{}", narrative.text("whose"), all.collect::<Vec<_>>().join("、"))
}

fn term(facts: &Facts, narrative: &Narrative) -> String {
    match narrative.text("next_years") {
        "" => facts.term.clone(),
        next => format!("{}\n（{next}）", facts.term),
    }
}

/// What was written, and where the list stands.
fn measures(written: &str, listed: bool) -> String {
    let list = listed.then_some("対策の一覧のとおり");
    let parts = [Some(written).filter(|text| !text.is_empty()), list];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn outsourcing(facts: &Facts, narrative: &Narrative, listed: bool) -> Section {
    let text = |code| narrative.text(code).to_owned();
    let mut entries = head(facts, narrative);
    entries.extend([
        ("contractor", "委託先", facts.contractor.clone()),
        ("items", "事業者に処理させる情報項目（だれの、どのような項目か）", items(facts, narrative)),
        ("media", "処理させる情報項目の記録媒体", text("media")),
        ("reason", "委託理由", text("out_reason")),
        ("work_content", "委託の内容", text("out_work")),
        ("term", "委託の開始時期及び期限", term(facts, narrative)),
        ("ward", "区が行う情報保護対策", measures(narrative.text("out_ward"), listed)),
        (
            "contractor_measures",
            "受託事業者に行わせる情報保護対策",
            measures(narrative.text("out_contractor"), listed),
        ),
    ]);
    section(Annex::Outsourcing.code(), "別紙（業務委託）".into(), entries)
}

fn development(facts: &Facts, narrative: &Narrative) -> Section {
    let text = |code| narrative.text(code).to_owned();
    let recorded = format!("{}\n【記録するコンピュータ】{}", items(facts, narrative), text("dev_computer"));
    let mut entries = head(facts, narrative);
    entries.extend([
        ("items", "記録される情報項目（だれの、どのような項目が、どこに記録されるか）", recorded),
        ("reason", "新規開発・追加・変更の理由", text("dev_reason")),
        ("content", "新規開発・追加・変更の内容", text("dev_content")),
        ("measures", "開発等を委託する場合の個人情報保護対策", text("dev_measures")),
        ("when", "新規開発・追加・変更の時期", text("dev_when")),
    ]);
    section(Annex::Development.code(), "別紙（電算開発）".into(), entries)
}

fn connection(facts: &Facts, narrative: &Narrative, listed: bool) -> Section {
    let text = |code| narrative.text(code).to_owned();
    let mut entries = head(facts, narrative);
    entries.extend([
        ("items", "結合される情報項目（だれの、どのような項目か）", items(facts, narrative)),
        ("partner", "結合の相手方", text("con_partner")),
        ("reason", "結合する理由", text("con_reason")),
        ("form", "結合の形態", text("con_form")),
        ("term", "結合の開始時期と期間", term(facts, narrative)),
        ("measures", "情報保護対策", measures("", listed)),
    ]);
    section(Annex::Connection.code(), "別紙（外部結合）".into(), entries)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::council::{basis::Law, narrative::FIELDS};

    pub fn facts(annexes: &[Annex]) -> Facts {
        Facts {
            law: Law::Act,
            annexes: annexes.to_vec(),
            title: "シニアの教室".into(),
            programme: "介護予防教室".into(),
            department: "介護予防課".into(),
            contractor: "かよい体操社".into(),
            term: "令和8年4月1日から令和9年3月31日まで".into(),
            items: vec!["氏名".into(), "住所".into()],
            goals: Vec::new(),
            stages: Vec::new(),
        }
    }

    pub fn narrative() -> Narrative {
        Narrative::default().with(FIELDS.iter().map(|field| (field.code, format!("「{}」", field.code))))
    }

    fn text<'a>(content: &'a Content, section: &str, code: &str) -> &'a str {
        let section = content.sections.iter().find(|one| one.code == section).unwrap();
        &section.entries.iter().find(|entry| entry.code == code).unwrap().text
    }

    #[test]
    fn what_a_paper_lacks_is_said_in_sentences() {
        let table = |usage: Usage| MeasureTable {
            heading: format!("{}：区が行う対策", usage.label()),
            lines: Vec::new(),
        };
        let lacks = |narrative: &Narrative, annexes: &[Annex], measures: Vec<MeasureTable>| {
            let content = compose(&facts(annexes), narrative, measures, Vec::new(), Vec::new());
            content.lacks(narrative, annexes)
        };
        let (whole, empty) = (narrative(), Narrative::default());
        assert_eq!(lacks(&whole, &[Annex::Outsourcing], Vec::new()), [""; 0], "told in words");
        let open = lacks(&empty, &[Annex::Outsourcing], vec![table(Usage::Outsourcing)]);
        assert!(!open.is_empty() && open.iter().all(|one| one.ends_with("を書いてください。")), "{open:?}");
        assert!(
            lacks(&empty, &[Annex::Outsourcing], Vec::new()).iter().any(|one| one.contains("対策の一覧の版"))
        );
        let connected = |tables| lacks(&whole, &[Annex::Connection], tables);
        assert!(connected(vec![table(Usage::Outsourcing)])[0].contains("外部結合"));
        assert_eq!(connected(vec![table(Usage::Outsourcing), table(Usage::Connection)]), [""; 0]);
    }

    #[test]
    fn each_annex_has_its_form_filled_from_contract_and_words() {
        let content = compose(&facts(&Annex::ALL), &narrative(), Vec::new(), Vec::new(), Vec::new());
        let headings: Vec<&str> = content.sections.iter().map(|one| one.heading.as_str()).collect();
        assert_eq!(headings, ["事業の概要", "別紙（業務委託）", "別紙（電算開発）", "別紙（外部結合）"]);
        assert_eq!(
            text(&content, "outsourcing", "items"),
            "【個人の範囲】「whose」\n【情報項目】氏名、住所、「more_items」"
        );
        assert!(text(&content, "development", "items").ends_with("【記録するコンピュータ】「dev_computer」"));
        assert_eq!(
            text(&content, "connection", "term"),
            "令和8年4月1日から令和9年3月31日まで\n（「next_years」）"
        );
        assert_eq!(
            content.basis,
            ["業務委託：「out_basis」", "電算開発：「dev_basis」", "外部結合：「con_basis」"]
        );
    }

    /// Everything written is printed somewhere.
    #[test]
    fn nothing_written_is_left_out() {
        let content = compose(&facts(&Annex::ALL), &narrative(), Vec::new(), Vec::new(), Vec::new());
        let all = serde_json::to_string(&content).unwrap();
        for field in FIELDS {
            assert!(all.contains(&format!("「{}」", field.code)), "{} is printed nowhere", field.code);
        }
    }

    #[test]
    fn the_list_is_named_where_there_is_one() {
        assert_eq!(measures("鍵をかける", true), "鍵をかける\n対策の一覧のとおり");
        assert_eq!((measures("", true), measures("鍵", false)), ("対策の一覧のとおり".into(), "鍵".into()));
    }
}
