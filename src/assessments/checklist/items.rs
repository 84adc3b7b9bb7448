//! The items and criteria of the 基本チェックリスト as data: 平成27年厚生労働省告示第197号, forms 1 and 2.

/// The answer that scores one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskOn {
    Yes,
    No,
    /// No.12: BMI below 18.5.
    Underweight,
}

/// One item of the sheet.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    pub no: u8,
    pub domain: &'static str,
    pub question: &'static str,
    pub risk_on: RiskOn,
    /// How to answer in a doubtful case; may be empty.
    pub hint: &'static str,
}

/// One criterion: `needed` or more of `items` score.
#[derive(Debug, PartialEq, Eq)]
pub struct Criterion {
    pub id: &'static str,
    /// The circled number of the form.
    pub mark: &'static str,
    pub name: &'static str,
    /// How the items are named in a sentence.
    pub items_named: &'static str,
    pub items: &'static [u8],
    pub needed: u8,
}

/// No.1 to 20: the items of the first criterion. No.21 to 25 never count toward it.
pub const FIRST_TWENTY: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

pub static CRITERIA: [Criterion; 7] = [
    criterion("overall", "①", "生活機能全般", "No.1〜20", FIRST_TWENTY, 10),
    criterion("motor", "②", "運動", "No.6〜10", &[6, 7, 8, 9, 10], 3),
    criterion("nutrition", "③", "栄養", "No.11・12", &[11, 12], 2),
    criterion("oral", "④", "口腔", "No.13〜15", &[13, 14, 15], 2),
    criterion("seclusion", "⑤", "閉じこもり", "No.16", &[16], 1),
    criterion("cognition", "⑥", "認知", "No.18〜20", &[18, 19, 20], 1),
    criterion("mood", "⑦", "うつ", "No.21〜25", &[21, 22, 23, 24, 25], 2),
];

const fn criterion(
    id: &'static str,
    mark: &'static str,
    name: &'static str,
    items_named: &'static str,
    items: &'static [u8],
    needed: u8,
) -> Criterion {
    Criterion { id, mark, name, items_named, items, needed }
}

pub static ITEMS: [Item; 25] = [
    item(
        1,
        "日常生活",
        "バスや電車で1人で外出していますか",
        RiskOn::No,
        "自分で運転する車やタクシーでの1人の外出も「はい」です",
    ),
    item(2, "日常生活", "日用品の買い物をしていますか", RiskOn::No, "電話での注文だけの場合は「いいえ」です"),
    item(3, "日常生活", "預貯金の出し入れをしていますか", RiskOn::No, "家族に頼んでいる場合は「いいえ」です"),
    item(4, "日常生活", "友人の家を訪ねていますか", RiskOn::No, "電話での交流や親せきの家は含みません"),
    item(5, "日常生活", "家族や友人の相談にのっていますか", RiskOn::No, "電話で相談にのる場合も「はい」です"),
    item(
        6,
        "運動",
        "階段を手すりや壁をつたわらずに昇っていますか",
        RiskOn::No,
        "時々つかまる程度なら「はい」、いつもつかまるなら「いいえ」です",
    ),
    item(
        7,
        "運動",
        "椅子に座った状態から何もつかまらずに立ち上がっていますか",
        RiskOn::No,
        "時々つかまる程度なら「はい」、いつもつかまるなら「いいえ」です",
    ),
    item(8, "運動", "15分位続けて歩いていますか", RiskOn::No, "屋内・屋外は問いません"),
    item(9, "運動", "この1年間に転んだことがありますか", RiskOn::Yes, ""),
    item(10, "運動", "転倒に対する不安は大きいですか", RiskOn::Yes, ""),
    item(11, "栄養", "6ヵ月間で2〜3kg以上の体重減少がありましたか", RiskOn::Yes, ""),
    item(12, "栄養", "身長と体重（BMI）", RiskOn::Underweight, "BMIが18.5未満のとき該当します"),
    item(13, "口腔", "半年前に比べて固いものが食べにくくなりましたか", RiskOn::Yes, ""),
    item(14, "口腔", "お茶や汁物等でむせることがありますか", RiskOn::Yes, ""),
    item(15, "口腔", "口の渇きが気になりますか", RiskOn::Yes, ""),
    item(16, "閉じこもり", "週に1回以上は外出していますか", RiskOn::No, ""),
    item(17, "閉じこもり", "昨年と比べて外出の回数が減っていますか", RiskOn::Yes, ""),
    item(18, "認知", "周りの人から「いつも同じ事を聞く」などの物忘れがあると言われますか", RiskOn::Yes, ""),
    item(19, "認知", "自分で電話番号を調べて、電話をかけることをしていますか", RiskOn::No, ""),
    item(20, "認知", "今日が何月何日かわからない時がありますか", RiskOn::Yes, ""),
    item(21, "うつ", "（ここ2週間）毎日の生活に充実感がない", RiskOn::Yes, ""),
    item(22, "うつ", "（ここ2週間）これまで楽しんでやれていたことが楽しめなくなった", RiskOn::Yes, ""),
    item(23, "うつ", "（ここ2週間）以前は楽にできていたことが今ではおっくうに感じられる", RiskOn::Yes, ""),
    item(24, "うつ", "（ここ2週間）自分が役に立つ人間だと思えない", RiskOn::Yes, ""),
    item(25, "うつ", "（ここ2週間）わけもなく疲れたような感じがする", RiskOn::Yes, ""),
];

const fn item(
    no: u8,
    domain: &'static str,
    question: &'static str,
    risk_on: RiskOn,
    hint: &'static str,
) -> Item {
    Item { no, domain, question, risk_on, hint }
}
