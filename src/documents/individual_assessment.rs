//! 個別評価書: one participant's results before and after (目黒 別紙2 2(2)).

use serde::{Deserialize, Serialize};

use super::attendance::sample_people;
use super::liaison_sheet::sample_results;
use super::paper::{Masthead, Paper};
use super::parts::{Chart, CourseFacts, Fact, MeasureLine, PersonName, QuestionAnswer};

#[derive(Clone, Debug, Serialize)]
pub struct IndividualAssessment {
    pub masthead: Masthead,
    pub course: CourseFacts,
    pub participant: PersonName,
    /// 性別, 年齢, 出席回数 …
    pub person: Vec<Fact>,
    /// 測定日 before and after.
    pub measured_on: Vec<Fact>,
    pub results: Vec<MeasureLine>,
    /// When 改善 and 悪化 are said, printed under the results.
    pub rule: String,
    pub charts: Vec<Chart>,
    /// 評価コメント
    pub comment: Option<String>,
    /// 主観的健康感 before and after.
    pub health: BeforeAfter,
    pub checklist: Option<Checklist>,
    pub questionnaire: Vec<QuestionAnswer>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BeforeAfter {
    pub before: Option<String>,
    pub after: Option<String>,
}

/// 基本チェックリスト before and after.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checklist {
    pub before_on: Option<String>,
    pub after_on: Option<String>,
    pub domains: Vec<ChecklistDomain>,
    pub items: Vec<ChecklistItem>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChecklistDomain {
    /// 運動, 栄養, 口腔 …
    pub name: String,
    /// The rule, such as 「5項目中3項目以上」.
    pub criterion: String,
    /// Points, such as 「2／5」.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Whether the criterion is met; `None` when it cannot be said.
    pub met_before: Option<bool>,
    pub met_after: Option<bool>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChecklistItem {
    pub number: u8,
    pub question: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Whether the answer counts a point; printed in bold with ●.
    pub scored_before: bool,
    pub scored_after: bool,
}

impl Paper for IndividualAssessment {
    const NAME: &'static str = "individual_assessment.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/individual_assessment.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        let items = self.checklist.as_ref().map_or(0, |checklist| checklist.items.len());
        self.results.len() + items + self.questionnaire.len()
    }
}

impl IndividualAssessment {
    /// An invented participant with two charts, a checklist and three questions.
    pub fn sample() -> Self {
        let participant = sample_people().into_iter().nth(13).map(|(name, ..)| name);
        Self {
            masthead: Masthead::sample("個別評価書", "個別評価書", "手ぬぐい体操グループづくりコース"),
            course: CourseFacts::sample(),
            participant: participant.unwrap_or_else(|| PersonName::new("髙橋 花子", "タカハシ ハナコ")),
            person: vec![
                Fact::new("性別・年齢", "女・83歳"),
                Fact::new("担当地区", "東部"),
                Fact::new("出席", "実施15回のうち 13回"),
                Fact::new("認定の状況", "要支援1"),
            ],
            measured_on: vec![Fact::new("開始時", "令和6年6月13日"), Fact::new("終了時", "令和6年9月12日")],
            results: sample_results(),
            rule: "判定：前後の値をそのまま比べ、よい方向に変われば改善、同じなら維持、そうでなければ悪化。".into(),
            charts: vec![
                sample_chart("握力（kg）", "19.2", "21.0", (62, 41), "握力は19.2kgから21.0kgに上がりました。"),
                sample_chart("5回立ち上がり（秒）", "11.84", "10.20", (40, 60), "立ち上がりは1.64秒速くなりました。"),
            ],
            comment: Some(
                "握力と立ち上がりがよくなりました。歩く速さは少し落ちましたが、1秒間に1m以上で歩けています。\n右ひざの痛みがある日は、座ってできる体操を選びましょう。"
                    .into(),
            ),
            health: BeforeAfter { before: Some("あまりよくない".into()), after: Some("まあよい".into()) },
            checklist: Some(sample_checklist()),
            questionnaire: vec![
                QuestionAnswer { question: "教室は楽しかったですか。".into(), answer: Some("とても楽しかった".into()) },
                QuestionAnswer {
                    question: "家でも体操を続けていますか。".into(),
                    answer: Some("週に3日以上続けている".into()),
                },
                QuestionAnswer { question: "よかったこと、困ったことをお書きください。".into(), answer: None },
            ],
        }
    }
}

fn sample_chart(title: &str, before: &str, after: &str, heights: (u8, u8), caption: &str) -> Chart {
    let (left, right) = heights;
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120" role="img" font-family="BIZ UDPGothic, sans-serif" font-size="13">
<title>{title}</title><text x="8" y="14" font-weight="bold">{title}</text>
<line x1="60" y1="24" x2="60" y2="96" stroke="#777"/><line x1="180" y1="24" x2="180" y2="96" stroke="#777"/>
<line x1="60" y1="{left}" x2="180" y2="{right}" stroke="#222" stroke-width="2.5"/>
<circle cx="60" cy="{left}" r="4.5" fill="#fff" stroke="#222" stroke-width="2"/><rect x="175.5" y="{y}" width="9" height="9" fill="#222"/>
<text x="52" y="{left}" text-anchor="end" dy="4">{before}</text><text x="190" y="{right}" dy="4">{after}</text>
<text x="60" y="112" text-anchor="middle">開始時</text><text x="180" y="112" text-anchor="middle">終了時</text></svg>"##,
        y = f32::from(right) - 4.5,
    );
    Chart {
        caption: caption.into(), alt: format!("{title}の前後。開始時{before}、終了時{after}。"), svg
    }
}

fn sample_checklist() -> Checklist {
    const QUESTIONS: [(&str, &str, &str); 6] = [
        ("バスや電車で1人で外出していますか", "はい", "はい"),
        ("階段を手すりや壁をつたわらずに昇っていますか", "いいえ", "いいえ"),
        ("椅子に座った状態から何もつかまらずに立ち上がっていますか", "いいえ", "はい"),
        ("15分位続けて歩いていますか", "はい", "はい"),
        ("この1年間に転んだことがありますか", "はい", "はい"),
        ("週に1回以上は外出していますか", "いいえ", "はい"),
    ];
    const NUMBERS: [u8; 6] = [1, 6, 7, 8, 9, 16];
    let scores = |number: u8, answer: &str| (number == 9) == (answer == "はい");
    let items = NUMBERS.into_iter().zip(QUESTIONS).map(|(number, (question, before, after))| ChecklistItem {
        number,
        question: question.into(),
        before: Some(before.into()),
        after: Some(after.into()),
        scored_before: scores(number, before),
        scored_after: scores(number, after),
    });
    let domain =
        |name: &str, criterion: &str, before: &str, after: &str, met: (bool, bool)| ChecklistDomain {
            name: name.into(),
            criterion: criterion.into(),
            before: Some(before.into()),
            after: Some(after.into()),
            met_before: Some(met.0),
            met_after: Some(met.1),
        };
    Checklist {
        before_on: Some("令和6年6月6日".into()),
        after_on: Some("令和6年9月19日".into()),
        domains: vec![
            domain("生活機能全般", "20項目中10項目以上", "6／20", "3／20", (false, false)),
            domain("運動器の機能", "5項目中3項目以上", "3／5", "2／5", (true, false)),
            domain("栄養", "2項目とも", "0／2", "0／2", (false, false)),
            domain("口腔機能", "3項目中2項目以上", "1／3", "1／3", (false, false)),
            domain("閉じこもり", "16番に当てはまる", "1／2", "0／2", (true, false)),
        ],
        items: items.collect(),
    }
}
