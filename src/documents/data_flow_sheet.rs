//! 個人情報の流れ: who passes what to whom, drawn and as a table.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Chart,
};
use crate::data_flows::Flow;

#[derive(Clone, Debug, Serialize)]
pub struct DataFlowSheet {
    pub masthead: Masthead,
    /// The contract's.
    pub title: String,
    /// The drawing, in as many parts as pages have room for; none when nothing passes.
    pub charts: Vec<Chart>,
    pub flows: Vec<Flow>,
}

impl Paper for DataFlowSheet {
    const NAME: &'static str = "data_flow_sheet.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/data_flow_sheet.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.flows.len()
    }
}

impl DataFlowSheet {
    /// An invented ward that passes people to its contractor, who asks a centre and reports back.
    pub fn sample() -> Self {
        let title = "個人情報の流れ";
        let flow = |texts: [&str; 6]| {
            let [from, to, what, medium, protection, when] = texts.map(str::to_owned);
            Flow { from, to, what, medium, protection, when }
        };
        let flows = vec![
            flow([
                "みどり区",
                "受託者",
                "対象者の名簿",
                "CD-Rの手渡し",
                "暗号化、鍵付きかばん、管理簿への記載",
                "開始前",
            ]),
            flow(["受託者", "対象者", "参加の案内", "郵送", "宛名の二重の確認", "名簿の受取りの後"]),
            flow(["受託者", "地域包括支援センター", "連絡シート", "Kayoi", "通信の暗号化", "回の後"]),
            flow(["受託者", "みどり区", "結果の報告書", "LGWAN", "通信の暗号化", "翌月10日まで"]),
        ];
        let charts = crate::data_flows::charts(&flows).unwrap_or_default();
        Self {
            masthead: Masthead { handling: None, ..Masthead::sample(title, title, "契第12号") },
            title: "シニアの元気クラブ運営業務委託".into(),
            charts,
            flows,
        }
    }
}
