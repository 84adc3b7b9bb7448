//! 許可の種類: what may be applied for, what each application has to say, and what the clauses make of it.

use crate::obligations::{Occasion, Terms, library::Mode};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TakeOut,
    Copying,
    ReOutsourcing,
    OtherCollection,
    SensitiveCollection,
    ExternalConnection,
}

/// One thing an application has to say.
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
}

const fn field(name: &'static str, label: &'static str, hint: &'static str) -> Field {
    Field { name, label, hint }
}

const TAKE_OUT: [Field; 4] = [
    field("scope", "持ち出すもの", "何を、何人分、何部。例：出欠の控え（紙1枚、18人分）"),
    field("reason", "理由", "例：会場に通信の設備がないため"),
    field(
        "route",
        "行き先と経路",
        "どこから、どうやって、どこへ。例：本社から会場まで社用車。途中で降ろさない",
    ),
    field(
        "protection",
        "保護の方法",
        "暗号化、鍵付きのケース、だれが持つか、いつ戻すか。例：鍵付きのかばんに入れ、取扱責任者が持つ",
    ),
];
const COPYING: [Field; 4] = [
    field("scope", "写すもの", "例：参加者名簿の氏名と緊急連絡先"),
    field("reason", "理由", "例：会場の控えとして、停電のときに使うため"),
    field("amount", "部数と形", "例：紙で1部。電子データの写しは作らない"),
    field("protection", "保管と消し方", "例：会場では施錠できる箱に入れ、教室が終わった日に細断する"),
];
const RE_OUTSOURCING: [Field; 6] = [
    field("partner", "再委託の相手の名称と代表者", "例：株式会社みなと測定　代表取締役 浜田 進"),
    field("address", "相手の所在地", "例：港区1-2-3"),
    field("scope", "任せる業務", "例：体力測定の補助。個人情報は氏名と測定値だけを扱う"),
    field("reason", "理由", "例：測定の資格を持つ者を、自社だけでは確保できないため"),
    field("protection", "相手の安全管理の状況", "例：プライバシーマークあり。端末を使わず、紙を持ち帰らない"),
    field("custodians", "相手の取扱責任者と取扱者", "氏名と役割を1行に1人ずつ。例：浜田 進（取扱責任者）"),
];
const OTHER_COLLECTION: [Field; 4] = [
    field("from", "だれから集めるか", "例：家族、主治医"),
    field("scope", "集める事項", "例：服薬の内容"),
    field("reason", "本人から集められない理由", "例：本人が覚えておらず、運動の可否の判断に要るため"),
    field("protection", "本人への説明と扱い方", "例：本人に説明して了承を得てから尋ね、記録に残す"),
];
const SENSITIVE_COLLECTION: [Field; 3] = [
    field("scope", "集める事項", "例：食事の制限に関わる信仰"),
    field("reason", "理由", "例：栄養の講話の献立に要るため"),
    field("protection", "本人への説明と扱い方", "例：答えたくないときは答えなくてよいと伝え、講話の後に消す"),
];
const EXTERNAL_CONNECTION: [Field; 4] = [
    field("scope", "置くもの・つなぐもの", "例：出欠の記録を置く国内のサーバー（事業者名、所在地）"),
    field("reason", "理由", "例：会場の端末から記録するため"),
    field("route", "つなぎ方", "例：閉域の回線で、登録した端末だけがつながる"),
    field("protection", "保護の方法", "例：通信と保存を暗号化し、利用の記録を毎月確かめる"),
];

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::TakeOut,
        Self::Copying,
        Self::ReOutsourcing,
        Self::OtherCollection,
        Self::SensitiveCollection,
        Self::ExternalConnection,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::TakeOut => "take_out",
            Self::Copying => "copying",
            Self::ReOutsourcing => "re_outsourcing",
            Self::OtherCollection => "other_collection",
            Self::SensitiveCollection => "sensitive_collection",
            Self::ExternalConnection => "external_connection",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::TakeOut => "個人情報の持出し",
            Self::Copying => "個人情報の複写・複製",
            Self::ReOutsourcing => "業務の再委託",
            Self::OtherCollection => "本人以外からの収集",
            Self::SensitiveCollection => "思想・信条などの収集",
            Self::ExternalConnection => "外部への設置・接続",
        }
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::TakeOut => &TAKE_OUT,
            Self::Copying => &COPYING,
            Self::ReOutsourcing => &RE_OUTSOURCING,
            Self::OtherCollection => &OTHER_COLLECTION,
            Self::SensitiveCollection => &SENSITIVE_COLLECTION,
            Self::ExternalConnection => &EXTERNAL_CONNECTION,
        }
    }

    /// Whether it may cover what Kayoi prints and exports.
    pub fn covers_files(self) -> bool {
        matches!(self, Self::TakeOut | Self::Copying)
    }

    /// What the clauses of a contract say of it.
    pub fn mode(self, terms: &Terms) -> Mode {
        match self {
            Self::TakeOut => terms.take_out,
            Self::Copying => terms.copying,
            Self::ReOutsourcing => terms.re_outsourcing,
            Self::OtherCollection => terms.other_collection,
            Self::SensitiveCollection => terms.sensitive_collection,
            Self::ExternalConnection => terms.external_connection,
        }
    }

    /// What an application tells the obligations.
    pub fn occasion(self) -> Occasion {
        match self {
            Self::TakeOut => Occasion::TakeOut,
            Self::Copying => Occasion::Copying,
            Self::ReOutsourcing => Occasion::ReOutsourcing,
            Self::OtherCollection | Self::SensitiveCollection => Occasion::OtherCollection,
            Self::ExternalConnection => Occasion::ExternalConnection,
        }
    }

    /// The rules of the library whose duty the ward's decision closes.
    pub fn rules(self) -> &'static [&'static str] {
        match self {
            Self::TakeOut => &["take_out"],
            Self::Copying => &["copying"],
            Self::ReOutsourcing => &["re_outsourcing", "third_party_handling"],
            Self::OtherCollection | Self::SensitiveCollection => {
                &["other_collection", "sensitive_collection"]
            }
            Self::ExternalConnection => &["outside_server"],
        }
    }

    /// The rules that ask for a record or a report of what was allowed.
    pub fn afterwards(self) -> &'static [&'static str] {
        match self {
            Self::TakeOut => &["take_out_record"],
            Self::ReOutsourcing => &["re_outsourcing_report"],
            Self::Copying | Self::OtherCollection | Self::SensitiveCollection | Self::ExternalConnection => {
                &[]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obligations::library::library;

    #[test]
    fn kinds_read_back_and_their_rules_are_in_the_library() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            for rule in kind.rules() {
                let rule = library().rule(rule).unwrap();
                assert_eq!(
                    rule.mode(&crate::obligations::library::Parameters::default()),
                    Some(Mode::Consent),
                    "{}",
                    rule.code
                );
            }
            assert!(kind.afterwards().iter().all(|rule| library().rule(rule).is_some()), "{}", kind.code());
        }
    }

    #[test]
    fn what_no_clause_speaks_of_is_free() {
        assert!(Kind::ALL.iter().all(|kind| kind.mode(&Terms::default()) == Mode::Free));
    }
}
