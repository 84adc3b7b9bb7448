//! 対策: the measures of the list as data, in our own words. How many there are and in which order is a fact of S2: of 業務委託 eleven
//! in the running of it and eleven in systems, of 外部結合 five and eleven, the same for both sides.

/// What the list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    Outsourcing,
    Connection,
}

/// Where a measure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Running,
    Systems,
}

/// One measure, as the ward takes it and as the contractor is made to take it.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    pub code: &'static str,
    pub kind: Kind,
    pub ward: &'static str,
    pub contractor: &'static str,
}

impl Usage {
    pub const ALL: [Self; 2] = [Self::Outsourcing, Self::Connection];

    /// The word in stored marks and in names of fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outsourcing => "outsourcing",
            Self::Connection => "connection",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Outsourcing => "業務委託",
            Self::Connection => "外部結合",
        }
    }
}

impl Kind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Running => "運用上の対策",
            Self::Systems => "システム上の対策",
        }
    }
}

/// The lists a version holds.
pub fn usages(has_connection: bool) -> &'static [Usage] {
    if has_connection { &Usage::ALL } else { &[Usage::Outsourcing] }
}

/// The measures of a list, in its order.
pub fn measures_of(usage: Usage) -> impl Iterator<Item = Measure> {
    let running = match usage {
        Usage::Outsourcing => OUTSOURCING,
        Usage::Connection => CONNECTION,
    };
    running.iter().chain(SYSTEMS).copied()
}

const fn running(code: &'static str, ward: &'static str, contractor: &'static str) -> Measure {
    Measure { code, kind: Kind::Running, ward, contractor }
}

/// A measure in systems is the same on both sides.
const fn systems(code: &'static str, text: &'static str) -> Measure {
    Measure { code, kind: Kind::Systems, ward: text, contractor: text }
}

const OUTSOURCING: &[Measure] = &[
    running(
        "rules",
        "契約に特記事項を付け、個人情報保護法と区の情報セキュリティの決まりを守るよう求める。クラウドを使うときは、国の指針に沿うよう求める。",
        "特記事項、個人情報保護法、区の情報セキュリティの決まりを守る。クラウドを使うときは、国の指針に沿う。",
    ),
    running(
        "inspection",
        "契約の間、特記事項に基づいて立入り調査などを行い、状況の速やかな報告を求める。",
        "契約の間、特記事項に基づく立入り調査などを受け、状況を速やかに報告する。",
    ),
    running(
        "custodians",
        "取扱責任者と取扱者を前もって決め、届け出るよう求める。",
        "取扱責任者と取扱者を前もって決め、区に届け出る。",
    ),
    running(
        "flow",
        "業務全体の流れの図を作り、委託先と共有する。",
        "区が示した業務の流れに沿って業務を行う。",
    ),
    running(
        "encryption",
        "個人情報のデータを作るときは、パスワードを付けて暗号化する。媒体とパスワードは、別の機会に、鍵付きかばんで手渡しする。",
        "個人情報のデータを作るときは、パスワードを付けて暗号化する。媒体とパスワードは、別の機会に、鍵付きかばんで手渡しする。",
    ),
    running(
        "carrying",
        "個人情報を手渡しするときは、鍵付きかばんなどで運ぶ。",
        "個人情報を手渡しするときは、鍵付きかばんなどで運ぶ。",
    ),
    running(
        "ledger",
        "受渡しのたびに、日時・取扱者・内容・数量を管理簿に記録し、後からたどれるようにする。",
        "受渡しのたびに、日時・取扱者・内容・数量を管理簿に記録し、後からたどれるようにする。",
    ),
    running(
        "storage",
        "個人情報は、鍵のかかる金庫や書庫に保管する。",
        "個人情報は、鍵のかかる金庫や書庫に保管する。",
    ),
    running(
        "return",
        "業務の後、媒体・紙・パスワードの通知を返し、データを消去し、消去の報告書を出すよう求める。",
        "業務の後、媒体・紙・パスワードの通知を返し、データを消去し、消去の報告書を区に出す。",
    ),
    running(
        "emergency",
        "始める前に、事故・災害・故障に備えた体制と手順を整え、緊急の連絡と対応の手順を委託先と確かめる。",
        "始める前に、事故・災害・故障に備えた体制と手順を整え、緊急の連絡と対応の手順を区と確かめる。",
    ),
    running(
        "consultation",
        "事故が起きたとき、対策が変わったときは、直ちに委託先とその後の対応を話し合う。",
        "事故が起きたとき、対策が変わったときは、直ちに区とその後の対応を話し合う。",
    ),
];

const CONNECTION: &[Measure] = &[
    running(
        "rules",
        "個人情報保護法と区の情報セキュリティの決まりを守るよう求める。クラウドを使うときは、国の指針に沿うよう求める。",
        "個人情報保護法と区の情報セキュリティの決まりを守る。クラウドを使うときは、国の指針に沿う。",
    ),
    running(
        "inspection",
        "必要なときに立入り調査などを行い、状況の速やかな報告を求める。",
        "立入り調査などを受け、状況を速やかに報告する。",
    ),
    running(
        "erasure",
        "システムで要らなくなったデータを消去し、消去の報告書を出すよう求める。",
        "システムで要らなくなったデータを消去し、消去の報告書を区に出す。",
    ),
    running(
        "emergency",
        "始める前に、事故・災害・故障に備えた体制と手順を整え、緊急の連絡と対応の手順を結合先と確かめる。",
        "始める前に、事故・災害・故障に備えた体制と手順を整え、緊急の連絡と対応の手順を区と確かめる。",
    ),
    running(
        "consultation",
        "事故が起きたとき、対策が変わったときは、直ちに結合先とその後の対応を話し合う。",
        "事故が起きたとき、対策が変わったときは、直ちに区とその後の対応を話し合う。",
    ),
];

const SYSTEMS: &[Measure] = &[
    systems("partners", "つなぐネットワークでは、決まった相手のほかと通信できないようにする。"),
    systems("devices", "ネットワーク機器とサーバーで、通信できるシステムを限る。"),
    systems("transit", "通信の内容を暗号化し、途中での盗み見・改ざん・なりすましを防ぐ。"),
    systems(
        "attacks",
        "ファイアウォール、サーバーの守りの強化、侵入の検知、修正プログラムなどで、外からの侵入・破壊・漏えいを防ぐ。",
    ),
    systems("viruses", "ウイルス対策のソフトウェアを入れ、最新のパターンファイルを使う。"),
    systems("sign_in", "IDとパスワードやアドレスの管理で、他人による盗用・改ざん・なりすましを防ぐ。"),
    systems("access", "個人情報を置くフォルダーの権限を絞り、ファイルにパスワードを付け、見られる人を限る。"),
    systems("logs", "システムとネットワークの動き、操作、利用を見守り、記録をとって、定期的に分析する。"),
    systems("standby", "サーバーの二重化やバックアップで、事故や故障のときも動くようにする。"),
    systems("rooms", "入退室の管理などで、機器と情報のある場所を守る。"),
    systems("jurisdiction", "サーバーは、日本の法律が及ぶ安全な環境に置く。"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// S2: 5 業務委託にかかる対策 and 4 外部結合にかかる対策.
    #[test]
    fn the_lists_hold_as_many_measures_as_the_source() {
        let count = |usage, kind| measures_of(usage).filter(|one| one.kind == kind).count();
        assert_eq!(
            (count(Usage::Outsourcing, Kind::Running), count(Usage::Outsourcing, Kind::Systems)),
            (11, 11)
        );
        assert_eq!(
            (count(Usage::Connection, Kind::Running), count(Usage::Connection, Kind::Systems)),
            (5, 11)
        );
        for usage in Usage::ALL {
            let codes: BTreeSet<&str> = measures_of(usage).map(|one| one.code).collect();
            assert_eq!(codes.len(), measures_of(usage).count(), "a code stands for one measure");
        }
    }
}
