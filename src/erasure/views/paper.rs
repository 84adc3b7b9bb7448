//! The papers of return and erasure, from a report, a plan, a destroyed key.

use crate::{
    contracts::db::Contract,
    documents::{ErasurePaper, Masthead, erasure_paper::PaperTable, parts::Fact},
    erasure::{
        clock::{base_day, is_staged},
        db::{PhotoFacts, destructions::Destruction, plans::Plan},
        details::{Details, PlanWords},
        loading::{Destroyed, Loaded},
        methods::Shows,
        units::Unit as Given,
    },
    handovers::ReturnedThing,
    kit::parts::grouped,
    vocab::dates::{jst_date, jst_stamp, wareki},
};

/// What stands on a contractor's copy in place of its words.
const UNSAID: &str = "この控えには載せていません。区の担当者が全文を印刷できます。";

/// Which paper of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// S0 特記12
    Certificate,
    /// S3 行政情報2(6)③
    Media,
    /// S4 別紙1
    Return,
}

impl Wanted {
    pub const ALL: [Self; 3] = [Self::Certificate, Self::Media, Self::Return];

    /// The word in addresses and in the audit record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Media => "media",
            Self::Return => "return",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wanted| wanted.code() == code)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Certificate => "消去証明書",
            Self::Media => "データ消去報告書",
            Self::Return => "返却又は消去に関する報告書",
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Certificate => {
                "業務で取り扱った個人情報を、次のとおり復元できない方法で消去したことを証明します。"
            }
            Self::Media => "次のとおり、データの消去が完了したことを報告します。",
            Self::Return => "業務で取り扱った個人情報を、次のとおり返却し、又は消去したことを報告します。",
        }
    }
}

/// Everything a paper of a report stands on.
pub struct Whole<'a> {
    pub report: &'a Loaded,
    pub contract: &'a Contract,
    pub unit: String,
    pub details: Details,
    pub things: Vec<Destroyed>,
    pub photos: Vec<PhotoFacts>,
    pub returned: Vec<ReturnedThing>,
    /// Nothing on it names a participant: the contractor's own copy.
    pub is_bare: bool,
}

impl Whole<'_> {
    /// 控え: what a contractor prints of its report. It reports in Kayoi, and the paper with every word and photo is the ward's to
    /// print. This one names no participant — whose it was, what the things are called, remarks, photos — and is therefore no copy
    /// of personal data: it leaves though a clause forbids copying, and isn't itself a thing that has to be erased and reported.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.is_bare = true;
        if let Given::Person(_) = self.report.unit {
            self.unit = "参加者1人".into();
        }
        self.details.remarks.clear();
        // Whoever sent the report sees its photos, another person of the contractor doesn't: the copy is the same for both.
        self.photos.clear();
        for (number, thing) in (1..).zip(&mut self.things) {
            thing.name = format!("{number}番の物");
        }
        for (number, thing) in (1..).zip(&mut self.returned) {
            thing.name = format!("{number}番の物（{}）", thing.medium);
        }
        self
    }
}

pub fn of_report(masthead: Masthead, to: String, wanted: Wanted, of: &Whole<'_>) -> ErasurePaper {
    let mut tables = vec![erased(&of.things)];
    match wanted {
        Wanted::Certificate => {}
        Wanted::Media => tables.push(photos(&of.photos, of.is_bare)),
        Wanted::Return => tables.insert(0, returned(&of.returned)),
    }
    ErasurePaper {
        masthead,
        to,
        lead: wanted.lead().into(),
        facts: facts(of, wanted),
        tables,
        photos: Vec::new(),
        notes: notes(of, wanted),
        signed_on: wareki(jst_date(of.report.row.reported_at)),
        signer: format!("受託者　{}", of.contract.contractor_name),
    }
}

fn facts(of: &Whole<'_>, wanted: Wanted) -> Vec<Fact> {
    let row = &of.report.row;
    let mut facts = vec![
        Fact::new("契約番号", &of.contract.number),
        Fact::new("件名", &of.contract.title),
        Fact::new("単位", &of.unit),
    ];
    if wanted == Wanted::Media {
        let base = wareki(base_day(row.carried_out_on, row.erased_on));
        let from =
            if row.carried_out_on.is_some() { "媒体を持ち出した日" } else { "消去した日" };
        facts.push(Fact::new("起算日", format!("{base}（{from}）")));
        facts.push(Fact::new("報告の期限", format!("{}（5営業日）", wareki(row.due_on))));
    }
    facts.push(Fact::new("消去・返却が済んだ日", wareki(row.erased_on)));
    facts.push(Fact::new("行った人", &of.details.person));
    facts.push(Fact::new("行った場所", &of.details.place));
    if !of.details.witness.is_empty() {
        facts.push(Fact::new("立ち会った人", &of.details.witness));
    }
    if let Some(at) = row.decided_at.filter(|_| row.state == "accepted") {
        facts.push(Fact::new("区の受理", jst_stamp(at)));
    }
    facts
}

fn notes(of: &Whole<'_>, wanted: Wanted) -> Vec<String> {
    let mut notes = Vec::new();
    if of.report.row.ends_reading {
        notes
            .push("Kayoiにあるこの単位の情報は、区の受理とともに、受託者から見られなくなります。".to_owned());
    }
    if of.is_bare {
        notes.push("この控えには、参加者が分かることのある物の名前・補足・写真を載せていません。すべてを載せた書類は、Kayoiの報告から区が作ります。".to_owned());
    }
    if wanted == Wanted::Media && !of.photos.is_empty() {
        notes.push("写真は、位置などの付帯情報を除いてあります。SHA-256は、Kayoiの報告に付いているファイルのものです。".to_owned());
    }
    if !of.details.remarks.is_empty() {
        notes.push(of.details.remarks.replace('\n', "　"));
    }
    notes
}

fn table(heading: &str, heads: &[&str], shares: &[u8], rows: Vec<Vec<String>>, empty: &str) -> PaperTable {
    PaperTable {
        heading: heading.into(),
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        shares: shares.to_vec(),
        rows,
        empty: empty.into(),
    }
}

fn erased(things: &[Destroyed]) -> PaperTable {
    let shown = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let row = |one: &Destroyed| {
        let tool = if one.words.tool.is_empty() { String::new() } else { format!("　{}", one.words.tool) };
        vec![
            one.title(),
            one.amount.clone(),
            format!("{}{tool}", one.method.label()),
            shown(&one.words.model),
            shown(&one.words.serial),
        ]
    };
    let heads = ["内容・媒体", "数量", "方法（方式）", "型式", "シリアル番号"];
    let rows = things.iter().map(row).collect();
    table("消去した物", &heads, &[4, 1, 3, 2, 2], rows, "消去した物はありません。")
}

/// What stands below a photo on paper: 「1　裁断した紙」.
pub fn caption(number: usize, photo: &PhotoFacts) -> String {
    format!("{number}　{}", Shows::from_code(&photo.shows).map_or("", Shows::label))
}

fn photos(photos: &[PhotoFacts], is_bare: bool) -> PaperTable {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let row = |(number, one): (usize, &PhotoFacts)| {
        let shows = Shows::from_code(&one.shows).map_or("", Shows::label);
        vec![format!("{number}"), shows.to_owned(), hex(&one.sha256)]
    };
    let rows = (1..).zip(photos).map(row).collect();
    table(
        "証拠写真",
        &["写真", "何が写っているか", "SHA-256"],
        &[1, 3, 8],
        rows,
        if is_bare { UNSAID } else { "写真はありません。" },
    )
}

fn returned(things: &[ReturnedThing]) -> PaperTable {
    let row = |one: &ReturnedThing| vec![one.name.clone(), one.amount.clone(), one.on.clone()];
    let rows = things.iter().map(row).collect();
    table(
        "返却した物",
        &["内容・媒体", "数量", "区が受け取った日"],
        &[5, 1, 2],
        rows,
        "返却した物はありません。",
    )
}

/// `is_bare`: the contractor's own copy, without what it wrote, for the same reason as [`Whole::bare`].
pub fn of_plan(
    masthead: Masthead,
    to: String,
    (plan, words, is_bare): (&Plan, &PlanWords, bool),
    contract: &Contract,
) -> ErasurePaper {
    let (media, steps) = if is_bare {
        (UNSAID.to_owned(), UNSAID.to_owned())
    } else {
        (words.media.replace('\n', "　"), words.steps.replace('\n', "　"))
    };
    let staged = if is_staged(plan.base_on, plan.completes_on) {
        "計画が1か月以上に及ぶため、消去が終わったものから順に、データ消去報告書を提出します。"
    } else {
        "すべての消去が終わってから、データ消去報告書を提出します。"
    };
    ErasurePaper {
        masthead,
        to,
        lead: "消去する記録媒体が多く、5営業日を超えるため、次の計画で消去します。".into(),
        facts: vec![
            Fact::new("契約番号", &contract.number),
            Fact::new("件名", &contract.title),
            Fact::new("起算日", wareki(plan.base_on)),
            Fact::new("5営業日の期限", wareki(plan.due_on)),
            Fact::new("消去が終わる予定の日", wareki(plan.completes_on)),
            Fact::new("責任者", &words.person),
            Fact::new("対象の記録媒体と台数", media),
            Fact::new("工程", steps),
        ],
        tables: Vec::new(),
        photos: Vec::new(),
        notes: vec![staged.to_owned()],
        signed_on: wareki(jst_date(plan.made_at)),
        signer: format!("受託者　{}", contract.contractor_name),
    }
}

pub fn of_destruction(masthead: Masthead, of: &Destruction) -> ErasurePaper {
    let unit = of.course_name.as_ref().map_or_else(|| "契約全体".into(), |name| format!("教室：{name}"));
    let rows = of.fingerprints.iter().map(|print| vec![print.clone(), "AES-256-GCM".into()]).collect();
    let signed_on = of.decided_at.map(|at| wareki(jst_date(at))).unwrap_or_default();
    ErasurePaper {
        lead: "次の単位の個人情報を封じていた暗号鍵を破棄し、バックアップにあるものも含めて、読み出せなくしたことを証明します。".into(),
        to: String::new(),
        facts: vec![
            Fact::new("契約番号", &of.contract_number),
            Fact::new("件名", &of.contract_title),
            Fact::new("単位", unit),
            Fact::new("方法", "暗号化技術を利用した消去（NIST SP 800-88 Cryptographic Erase）"),
            Fact::new("保存期間の終わった日", wareki(of.kept_until)),
            Fact::new("保存期間の根拠", &of.basis),
            Fact::new("提案した人", format!("{}　{}", jst_stamp(of.proposed_at), of.proposer.clone().unwrap_or_default())),
            Fact::new("決定した人", format!("{}　{}", of.decided_at.map(jst_stamp).unwrap_or_default(), of.decider.clone().unwrap_or_default())),
            Fact::new("鍵の写しの処置", of.copies.replace('\n', "　")),
        ],
        tables: vec![table("破棄した鍵", &["鍵の識別（SHA-256の先頭8バイト）", "暗号"], &[3, 1], rows, "鍵はありません。")],
        photos: Vec::new(),
        notes: vec![
            format!("鍵で封じていない測定値・検査値・評価の回答は、{}件を削除しました。", grouped(of.numbers.unwrap_or_default().unsigned_abs().into())),
            "その数値は、破棄の前に作られたバックアップには、その保存期間が終わるまで残ります。氏名などは、鍵がないため、そこでも読めません。".to_owned(),
            "参加した日や人数などの統計と、区の参加者名簿は、この消去の対象ではありません。".to_owned(),
        ],
        signed_on,
        signer: masthead.ward.clone(),
        masthead,
    }
}
