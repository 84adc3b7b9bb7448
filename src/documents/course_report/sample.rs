//! An invented finished course.

use super::super::attendance::{AttendanceTable, Mark, sample_people};
use super::super::outline::outline;
use super::super::paper::Masthead;
use super::super::parts::{CourseFacts, PersonName};
use super::*;
use crate::programmes::meguro;

impl CourseReport {
    /// Twenty people, sixteen sessions of which one was cancelled, one withdrawal.
    pub fn sample() -> Self {
        let attendance = AttendanceTable::sample(20, 16);
        Self {
            masthead: Masthead {
                stamps: vec!["課長".into(), "係長".into(), "担当".into()],
                ..Masthead::sample(
                    "介護予防事業実施報告書",
                    "実施報告書（全体評価書）",
                    "手ぬぐい体操グループづくりコース",
                )
            },
            outline: meguro().reports.first().map(|report| outline(&report.sections)).unwrap_or_default(),
            words: words(),
            course: CourseFacts::sample(),
            capacity: 20,
            staff: staff(&attendance),
            programme: programme(&attendance),
            participation: participation(&attendance),
            attendance,
            withdrawals: vec![Withdrawal {
                name: sample_people().into_iter().nth(4).map(|(name, ..)| name),
                when: "第3回のあと（6月21日）".into(),
                reason: "家族の介護が始まり、外出がむずかしくなったため。地域包括支援センターに連絡済み。"
                    .into(),
            }],
            health: health(),
            checklist: checklist(),
            comparison: comparison(),
            results: results(),
            goals: goals(),
            respondents: 19,
            questionnaire: questionnaire(),
            months: Vec::new(),
            add_ons: Vec::new(),
        }
    }
}

fn words() -> BTreeMap<String, String> {
    let said = [
        ("programme", "体操と講話を組み合わせ、後半は自主活動の準備に時間をとりました。"),
        (
            "impressions",
            "初回は緊張した様子でしたが、3回目からは開始前にお茶を囲む輪ができました。第11回は大雨の予報のため区と協議して中止とし、\
                      家でできる体操の紙をお送りしました。\n反省：血圧測定に時間がかかり、開始が10分遅れる回がありました。測定の机を2つに増やして改めました。",
        ),
        ("survey", "19人が回答しました。"),
        (
            "group",
            "第6回に「続けたいこと」を話し合い、第9回に世話役3人が決まりました。9月26日に自主グループ「東部てぬぐいの会」が\
                             12人で発足し、毎週木曜の午前に同じ会場で活動しています。ほかに3人が、地区の会食会と園芸の会に加わりました。",
        ),
    ];
    said.into_iter().map(|(code, text)| (code.to_owned(), text.to_owned())).collect()
}

fn staff(attendance: &AttendanceTable) -> StaffTable {
    let held = |session: usize| session != 10;
    let line = |name: &str, kana: &str, profession: &str, works: &dyn Fn(usize) -> bool| {
        StaffLine::new(
            PersonName::new(name, kana),
            profession,
            (0..16).map(|session| held(session) && works(session)).collect(),
        )
    };
    StaffTable {
        sessions: attendance.sessions.clone(),
        people: vec![
            line("田中 美咲", "タナカ ミサキ", "健康運動指導士", &|_| true),
            line("森 健一", "モリ ケンイチ", "介護予防運動指導員", &|session| session != 6),
            line("藤井 香織", "フジイ カオリ", "看護師", &|_| true),
            line("岡本 由美", "オカモト ユミ", "管理栄養士", &|session| session == 4),
            line("西村 亮", "ニシムラ リョウ", "歯科衛生士", &|session| session == 7),
        ],
    }
}

fn programme(attendance: &AttendanceTable) -> Vec<SessionLine> {
    const CONTENTS: [&str; 16] = [
        "開講、教室の目標、基本チェックリスト",
        "体力測定、体操の基本",
        "体操1番、姿勢の話",
        "体操2番、転ばない歩き方",
        "低栄養予防の講話（管理栄養士）",
        "体操3番、続けたいことの話し合い",
        "体操4番、町歩きの地図づくり",
        "口腔機能向上の講話（歯科衛生士）",
        "体操通し、世話役を決める話し合い",
        "近くの自主グループの見学",
        "中止（大雨の予報のため。8月14日に区が決定）",
        "体操通し、会の名前と決まりごと",
        "会計と連絡網の相談",
        "参加者による進行の練習",
        "体力測定、基本チェックリスト",
        "自主グループの初回、修了式",
    ];
    let dates = attendance.sessions.iter().zip(&attendance.present);
    CONTENTS
        .into_iter()
        .zip(dates)
        .map(|(content, (session, present))| SessionLine {
            number: session.number,
            date: session.date.clone(),
            content: content.into(),
            present: *present,
        })
        .collect()
}

fn participation(attendance: &AttendanceTable) -> Participation {
    let attendances = |sex: &str| {
        let rows = attendance.rows.iter().filter(|row| row.sex.as_deref() == Some(sex));
        rows.flat_map(|row| &row.marks).filter(|mark| **mark == Mark::Present).map(|_| 1_u32).sum::<u32>()
    };
    let (male, female) = (attendances("男"), attendances("女"));
    let district = |district: &str, male: u32, female: u32| DistrictLine {
        district: district.into(),
        people: BySex { total: male + female, male, female, other: 0, support: None },
    };
    Participation {
        applied: BySex { total: 22, male: 8, female: 14, other: 0, support: None },
        attended: BySex { total: 20, male: 7, female: 13, other: 0, support: Some(4) },
        attendances: BySex { total: male + female, male, female, other: 0, support: Some(49) },
        districts: vec![
            district("北部", 1, 1),
            district("東部", 3, 6),
            district("中央", 2, 1),
            district("南部", 0, 2),
            district("西部", 1, 3),
        ],
        sessions: "予定16回のうち15回実施（中止1回）".into(),
    }
}

fn change(improved: (u32, &str), kept: (u32, &str), worsened: (u32, &str)) -> Change {
    let share = |(people, percent): (u32, &str)| Share { people, percent: percent.into() };
    Change {
        pairs: improved.0 + kept.0 + worsened.0,
        improved: share(improved),
        kept: share(kept),
        worsened: share(worsened),
    }
}

fn health() -> HealthPerception {
    let level = |level: &str, before, after| HealthLevel { level: level.into(), before, after };
    HealthPerception {
        levels: vec![
            level("よい", 2, 4),
            level("まあよい", 4, 7),
            level("ふつう", 8, 6),
            level("あまりよくない", 4, 1),
            level("よくない", 1, 1),
        ],
        change: change((8, "42.1%"), (9, "47.4%"), (2, "10.5%")),
    }
}

fn checklist() -> Vec<ChecklistLine> {
    let line =
        |domain: &str, before, after, change| ChecklistLine { domain: domain.into(), before, after, change };
    vec![
        line("生活機能全般", 2, 1, change((6, "31.6%"), (11, "57.9%"), (2, "10.5%"))),
        line("運動器の機能", 7, 4, change((9, "47.4%"), (8, "42.1%"), (2, "10.5%"))),
        line("栄養", 1, 1, change((1, "5.3%"), (17, "89.5%"), (1, "5.3%"))),
        line("口腔機能", 5, 3, change((4, "21.1%"), (14, "73.7%"), (1, "5.3%"))),
        line("閉じこもり", 3, 0, change((5, "26.3%"), (14, "73.7%"), (0, "0.0%"))),
        line("認知機能", 6, 5, change((3, "15.8%"), (14, "73.7%"), (2, "10.5%"))),
        line("うつ", 4, 2, change((6, "31.6%"), (12, "63.2%"), (1, "5.3%"))),
    ]
}

fn comparison() -> Comparison {
    let line = |measure: &str, before: &str, after: &str, change, outside| ComparisonLine {
        measure: measure.into(),
        mean_before: before.into(),
        mean_after: after.into(),
        change,
        outside,
    };
    Comparison {
        standing: "開始時の記録が20人分、終了時の記録が19人分あります。".into(),
        lines: vec![
            line("握力（kg）", "21.4", "22.6", change((11, "61.1%"), (3, "16.7%"), (4, "22.2%")), 2),
            line("5回椅子立ち上がり（秒）", "10.92", "9.71", change((13, "72.2%"), (1, "5.6%"), (4, "22.2%")), 2),
            line("TUG（秒）", "8.9", "8.4", change((10, "55.6%"), (4, "22.2%"), (4, "22.2%")), 2),
            line("5m通常歩行（秒）", "4.52", "4.38", change((9, "50.0%"), (3, "16.7%"), (6, "33.3%")), 2),
            line("開眼片足立ち（秒）", "24.7", "29.3", change((8, "47.1%"), (5, "29.4%"), (4, "23.5%")), 3),
        ],
        rule: "判定：前後の値をそのまま比べ、よい方向に変われば改善、同じなら維持、そうでなければ悪化。割合の分母は前後とも測定できた人です。\
               四捨五入のため、合計が100%にならないことがあります。"
            .into(),
        charts: Vec::new(),
    }
}

fn results() -> ResultTable {
    let tenth = |value: usize| format!("{}.{}", value / 10, value % 10);
    let row = |(index, (name, sex, _)): (usize, (PersonName, &str, &str))| {
        let pair = |before: usize, after: usize| (Some(tenth(before)), (index != 4).then(|| tenth(after)));
        ResultRow {
            name: Some(name),
            sex: Some(sex.into()),
            age: u8::try_from(88 - index % 13).ok(),
            values: vec![
                pair(180 + index * 6, 188 + index * 6),
                pair(125 - index * 2, 112 - index),
                pair(105 - index, 99 - index),
                pair(50 - index % 9, 48 - index % 9),
                pair(120 + index * 11, 140 + index * 13),
            ],
        }
    };
    ResultTable {
        measures: ["握力 kg", "5回立ち上がり 秒", "TUG 秒", "5m歩行 秒", "片足立ち 秒"]
            .map(Into::into)
            .into(),
        rows: sample_people().into_iter().enumerate().map(row).collect(),
    }
}

fn goals() -> Vec<Goal> {
    let goal = |goal: &str, outcome: &str, narrative: &str| Goal {
        goal: goal.into(),
        outcome: outcome.into(),
        narrative: narrative.into(),
    };
    vec![
        goal(
            "介護予防の大切さと方法を知り、身につける",
            "達成",
            "講話のあとの小さな確認で、19人中17人が3つの柱（運動・栄養・口腔）を挙げられました。",
        ),
        goal(
            "身につけたことを毎日の暮らしで続ける",
            "おおむね達成",
            "家での体操を週3日以上続けている人は、開始時の4人から13人に増えました。",
        ),
        goal(
            "自分で体調を確かめ、参加するかどうかを判断する",
            "達成",
            "全員が血圧手帳をつけ、体調により自分から見学を選ぶ場面が5回ありました。",
        ),
        goal(
            "自主活動グループをつくり、続ける",
            "達成",
            "12人で「東部てぬぐいの会」を立ち上げ、会場の予約も参加者が行っています。",
        ),
    ]
}

fn questionnaire() -> Vec<QuestionTally> {
    let tally = |question: &str, answers: &[(&str, u32)]| QuestionTally {
        question: question.into(),
        answers: answers.iter().map(|(answer, people)| ((*answer).into(), *people)).collect(),
    };
    vec![
        tally(
            "教室は楽しかったですか。",
            &[("とても楽しかった", 12), ("楽しかった", 6), ("ふつう", 1), ("楽しくなかった", 0)],
        ),
        tally("自主グループに参加しますか。", &[("参加する", 12), ("考えている", 4), ("参加しない", 3)]),
    ]
}
