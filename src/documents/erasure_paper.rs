//! 返還・消去の書類: 消去証明書, データ消去報告書, 返却又は消去に関する報告書, データ消去計画書, 鍵の破棄の証明書. They differ in their words
//! alone: to whom, what is stated, facts, tables, who signs.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper, Picture},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct ErasurePaper {
    pub masthead: Masthead,
    /// To whom it is given; empty for a paper of the ward's own.
    pub to: String,
    /// What is stated.
    pub lead: String,
    pub facts: Vec<Fact>,
    pub tables: Vec<PaperTable>,
    /// 証拠写真.
    pub photos: Vec<EvidencePhoto>,
    pub notes: Vec<String>,
    pub signed_on: String,
    pub signer: String,
}

/// A photo of what was destroyed, with what it shows. `name` ends as its kind does (`1.jpg`).
#[derive(Clone, Debug, Serialize)]
pub struct EvidencePhoto {
    pub name: String,
    pub caption: String,
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A table with its heading. Widths are shares of the line.
#[derive(Clone, Debug, Serialize)]
pub struct PaperTable {
    pub heading: String,
    pub heads: Vec<String>,
    pub shares: Vec<u8>,
    pub rows: Vec<Vec<String>>,
    /// What stands there when there are no rows.
    pub empty: String,
}

impl Paper for ErasurePaper {
    const NAME: &'static str = "erasure_paper.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/erasure_paper.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn pictures(&self) -> Vec<Picture> {
        let picture =
            |photo: &EvidencePhoto| Picture { name: photo.name.clone(), bytes: photo.bytes.clone() };
        self.photos.iter().map(picture).collect()
    }

    fn rows(&self) -> usize {
        self.facts.len() + self.tables.iter().map(|table| table.rows.len()).sum::<usize>()
    }
}

impl ErasurePaper {
    /// An invented contractor's データ消去報告書.
    pub fn sample() -> Self {
        let row = |texts: [&str; 5]| texts.map(str::to_owned).to_vec();
        Self {
            masthead: Masthead::sample("データ消去報告書", "データ消去報告書", "契第12号"),
            to: "みどり区　介護予防課".into(),
            lead: "次のとおり、データの消去が完了したことを報告します。".into(),
            facts: vec![
                Fact::new("件名", "シニアの元気クラブ運営業務委託"),
                Fact::new("単位", "教室：手ぬぐい体操グループづくりコース"),
                Fact::new("起算日", "令和6年9月10日（媒体を持ち出した日）"),
                Fact::new("報告の期限", "令和6年9月18日（5営業日）"),
                Fact::new("消去実施日", "令和6年9月12日"),
                Fact::new("行った人", "田中 直子"),
                Fact::new("立ち会った人", "佐藤 学"),
            ],
            tables: vec![
                PaperTable {
                    heading: "消去した記録媒体".into(),
                    heads: ["内容・媒体", "数量", "方法（方式）", "型式", "シリアル番号"]
                        .map(str::to_owned)
                        .to_vec(),
                    shares: vec![4, 1, 3, 2, 2],
                    rows: vec![
                        row([
                            "参加者一覧（USBメモリー）",
                            "1個",
                            "消去ソフト　NIST SP 800-88 Clear",
                            "AB-16G",
                            "S00123",
                        ]),
                        row(["参加予定者名簿（紙）", "30枚", "裁断・溶解・焼却（紙）", "—", "—"]),
                    ],
                    empty: String::new(),
                },
                PaperTable {
                    heading: "証拠写真".into(),
                    heads: ["写真", "何が写っているか", "SHA-256"].map(str::to_owned).to_vec(),
                    shares: vec![1, 3, 6],
                    rows: Vec::new(),
                    empty: "写真はありません。".into(),
                },
            ],
            photos: Vec::new(),
            notes: vec!["写真は、位置などの付帯情報を除いて、Kayoiの報告に付いています。".into()],
            signed_on: "令和6年9月13日".into(),
            signer: "受託者　株式会社あおぞらフィットネス".into(),
        }
    }
}
