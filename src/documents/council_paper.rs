//! 諮問・報告事項 / 付議事項: cover, 事業の概要, 別紙, measures, flow of data, earlier approvals; what changed since the last approved version
//! in bold and underlined.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Chart,
};
use crate::council::{Annex, Approval, Content, Facts, Law, Marked, Narrative, compose, marked};

#[derive(Clone, Debug, Serialize)]
pub struct CouncilPaper {
    pub masthead: Masthead,
    pub number: String,
    pub state: String,
    /// When, by whom and at which meeting it was approved; empty before.
    pub decision: String,
    /// Against which version changes are marked; empty for a first one.
    pub compared: String,
    pub marked: Marked,
    /// The drawing of the flow of data, in as many parts as pages have room for; none when nothing passes.
    pub charts: Vec<Chart>,
    /// Day, body, meeting and matter of the approvals before it.
    pub earlier: Vec<[String; 4]>,
}

impl Paper for CouncilPaper {
    const NAME: &'static str = "council_paper.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/council_paper.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        let marked = &self.marked;
        let entries: usize = marked.sections.iter().map(|section| section.entries.len()).sum();
        let measures: usize = marked.measures.iter().map(|table| table.lines.len()).sum();
        entries + measures + marked.flows.len() + self.earlier.len()
    }
}

impl CouncilPaper {
    /// An invented ward's second version: its contractor's data go over LGWAN now.
    pub fn sample() -> Self {
        let before = content(&[Annex::Outsourcing], "CD-R");
        let now = Content {
            flows: super::DataFlowSheet::sample().flows,
            measures: super::MeasuresList::sample().tables,
            ..content(&Annex::ALL, "LGWAN及びCD-R")
        };
        let marked = marked(&now, Some(&before));
        Self {
            masthead: Masthead { handling: None, ..Masthead::sample(&now.title, &now.title, "契第12号") },
            number: "第2版".into(),
            state: "作成中".into(),
            decision: String::new(),
            compared: "第1版（令和6年3月1日　個人情報保護管理運営会議　令和5年度第4回）".into(),
            earlier: vec![
                ["令和6年3月1日", "個人情報保護管理運営会議", "令和5年度第4回", "この契約の付議書 第1版"]
                    .map(str::to_owned),
            ],
            charts: super::DataFlowSheet::sample().charts,
            marked,
        }
    }
}

fn content(annexes: &[Annex], media: &str) -> Content {
    let facts = Facts {
        law: Law::Act,
        annexes: annexes.to_vec(),
        title: "シニアの元気クラブ運営業務委託".into(),
        programme: "シニアの元気クラブ".into(),
        department: "介護予防課".into(),
        contractor: "株式会社あおぞらフィットネス".into(),
        term: "令和6年4月1日から令和7年3月31日まで".into(),
        items: ["氏名", "住所", "電話番号"].map(str::to_owned).to_vec(),
        goals: vec!["家でも運動を続けられるようにする。".into()],
        stages: ["説明会", "教室（全16回）", "終了時の評価"].map(str::to_owned).to_vec(),
    };
    let media = format!("紙及び電磁的媒体（{media}）");
    let written = [
        ("media", media.as_str()),
        ("out_basis", "第3条第1項第3号"),
        ("out_reason", "専門の知識と経験が要るため。"),
    ];
    let first = Narrative::first(&facts).with(written.map(|(code, text)| (code, text.to_owned())));
    compose(&facts, &first, Vec::new(), Vec::new(), Vec::<Approval>::new())
}
