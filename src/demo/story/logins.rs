//! Who can sign in to the demo. `belongs` names the centre or the contractor; for the ward's own staff it is empty.

use crate::kit::permission::Role;

/// One login of the demo.
pub struct Entry {
    pub ward: &'static str,
    pub belongs: &'static str,
    pub organisation: &'static str,
    pub role: Role,
    pub login_name: &'static str,
    pub name: &'static str,
    pub what_to_see: &'static str,
}

/// The wards' invented codes: no municipality has them.
pub const CODES: [&str; 3] = ["990017", "990025", "990033"];

const fn ward(
    ward: &'static str,
    role: Role,
    login_name: &'static str,
    name: &'static str,
    what_to_see: &'static str,
) -> Entry {
    Entry { ward, belongs: "", organisation: ward, role, login_name, name, what_to_see }
}

const fn centre(
    ward: &'static str,
    centre: &'static str,
    role: Role,
    login_name: &'static str,
    name: &'static str,
) -> Entry {
    let what_to_see = "受信した連絡シート：未開封・回答待ち・完了";
    Entry { ward, belongs: centre, organisation: centre, role, login_name, name, what_to_see }
}

const fn contractor(
    ward: &'static str,
    belongs: &'static str,
    role: Role,
    login_name: &'static str,
    name: &'static str,
    what_to_see: &'static str,
) -> Entry {
    Entry { ward, belongs, organisation: belongs, role, login_name, name, what_to_see }
}

use Role::{
    CentreManager, CentreStaff, ContractorManager, ContractorRecorder, Operator, WardAdmin, WardAuditor,
    WardEvaluator, WardOfficer,
};

/// In the order in which to try them.
pub const LOGINS: &[Entry] = &[
    ward(
        "若葉区",
        WardOfficer,
        "wakaba.officer",
        "区職員 今井",
        "期限の近い仕事、契約と従事者名簿、実施報告書の受理",
    ),
    contractor(
        "若葉区・青葉台市",
        "元気の木",
        ContractorManager,
        "genki.manager",
        "教室長 早川",
        "2つの区の契約を切り替える。今日の教室、報告、連絡シート",
    ),
    contractor(
        "若葉区・青葉台市",
        "元気の木",
        ContractorRecorder,
        "genki.recorder",
        "運動指導員 大西",
        "今日の教室（タブレットの画面）",
    ),
    contractor(
        "若葉区・青葉台市",
        "元気の木",
        ContractorRecorder,
        "genki.newcomer",
        "看護師 新田",
        "名簿がまだ承認されていない人：参加者は見えない",
    ),
    centre("若葉区", "若葉北地域包括支援センター", CentreStaff, "wakaba.kita", "包括職員 野口"),
    centre("若葉区", "若葉南地域包括支援センター", CentreManager, "wakaba.minami", "包括所長 関"),
    ward(
        "若葉区",
        WardAdmin,
        "wakaba.admin",
        "区管理者 三宅",
        "アカウント、包括と担当地区、保守作業の承認、監査記録",
    ),
    ward("若葉区", WardAuditor, "wakaba.auditor", "監査委員 小柳", "監査記録の検索。参加者の情報は見えない"),
    ward(
        "若葉区",
        WardEvaluator,
        "wakaba.evaluator",
        "選定委員 桐山",
        "選定の仕事だけ。参加者の情報は見えない",
    ),
    contractor(
        "若葉区・青葉台市",
        "元気の木",
        Operator,
        "genki.operator",
        "保守担当 沢田",
        "承認された作業時間だけ開くシステムの状態。作業の申請と報告。参加者の情報は見えない",
    ),
    ward(
        "青葉台市",
        WardOfficer,
        "aobadai.officer",
        "市職員 栗原",
        "個別支援の契約、利用実績報告、届いた従事者名簿",
    ),
    ward("青葉台市", WardAdmin, "aobadai.admin", "市管理者 深津", "アカウントと組織"),
    contractor(
        "青葉台市",
        "あおば会",
        ContractorManager,
        "aobakai.manager",
        "理学療法士 千葉",
        "個別支援の8つの段階、月ごとの報告",
    ),
    contractor(
        "青葉台市",
        "あおば会",
        ContractorRecorder,
        "aobakai.recorder",
        "作業療法士 松尾",
        "個別支援の記録",
    ),
    centre("青葉台市", "青葉台東地域包括支援センター", CentreStaff, "aobadai.higashi", "包括職員 手塚"),
    centre("青葉台市", "青葉台西地域包括支援センター", CentreStaff, "aobadai.nishi", "包括職員 柏木"),
    ward("港浜町", WardOfficer, "minato.officer", "町職員 磯部", "これから始まる教室、下書きの契約"),
    ward("港浜町", WardAdmin, "minato.admin", "町管理者 網野", "アカウントと組織"),
    contractor(
        "港浜町",
        "みなと健康サポート",
        ContractorManager,
        "minatoken.manager",
        "所長 潮田",
        "差し戻された従事者名簿、募集中の教室",
    ),
    contractor(
        "港浜町",
        "みなと健康サポート",
        ContractorRecorder,
        "minatoken.recorder",
        "健康運動指導士 浜",
        "名簿の承認待ち",
    ),
    centre("港浜町", "港浜地域包括支援センター", CentreManager, "minato.centre", "包括所長 灘"),
];
