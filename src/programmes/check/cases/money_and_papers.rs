//! From measurements to papers.

use super::Case;

pub(super) const CASES: &[Case] = &[
    // Measurement and questionnaires.
    (
        "first_at_session = 1",
        "first_at_session = 11",
        "measurement.first_at_session",
        "11回目ですが、教室は10回で終わることがあります",
    ),
    (
        "instrument = \"grip\"",
        "instrument = \"scs5\"",
        "measurement.instruments[2].instrument",
        "「5回椅子立ち上がり」が2回",
    ),
    ("absolute = 0.5", "absolute = 0", "measurement.instruments[0].comparison", "幅が0以下"),
    (
        "comparison = { percent = 5 }",
        "comparison = \"category\"",
        "measurement.instruments[2].comparison",
        "区分では比べられません",
    ),
    ("systolic = 160", "systolic = 90", "measurement.soft_limits", "上の血圧の目安"),
    ("pulse_least = 50", "pulse_least = 120", "measurement.soft_limits", "脈拍の下の目安"),
    (
        ", { code = \"no\", text = \"いいえ\" }",
        "",
        "questionnaires[0].questions[0].answer",
        "選択肢が1つだけ",
    ),
    (
        "scale = { from = 1, to = 7",
        "scale = { from = 7, to = 7",
        "questionnaires[0].questions[1].answer",
        "段階の数が正しくありません",
    ),
    // Style.
    ("style = \"rolling_course\"", "style = \"guidance\"", "guidance", "「保健指導」の欄を書いてください"),
    (
        "style = \"rolling_course\"",
        "style = \"individual\"",
        "measurement.vitals",
        "この形の事業には教室がありません",
    ),
    (
        "style = \"rolling_course\"",
        "style = \"individual\"",
        "fees[0].rules[0].basis",
        "教室の回の数で払いますが、個別サービスには教室がない",
    ),
    (
        "style = \"rolling_course\"",
        "style = \"individual\"",
        "staffing[0].same_through_course",
        "教室のない形",
    ),
    // Fees.
    (
        "to = 5,",
        "to = 6,",
        "fees[0].rules[0].basis.tiered.tiers[1].from",
        "月の利用者が6人のときの額が2つあります",
    ),
    (
        "from = 1, to = 5",
        "from = 3, to = 5",
        "fees[0].rules[0].basis.tiered.tiers[0].from",
        "月の利用者が1人から2人までのときの額がありません",
    ),
    (
        "from = 6, to = 10",
        "from = 6, to = 8",
        "fees[0].rules[0].basis.tiered.tiers",
        "9人から10人までのときの額がありません（定員は10人、最後の段階は「6人から8人まで」です）",
    ),
    (
        "capacity = 10\n",
        "capacity = 5\n",
        "fees[0].rules[0].basis.tiered.tiers[1].from",
        "定員が5人のため、そうなる月がありません",
    ),
    (
        "price = { yen = 10000 }",
        "price = { yen = -1 }",
        "fees[0].rules[1].basis.add_on.price",
        "単価が-1円です",
    ),
    (
        "price = { yen = 10000 }",
        "price = { yen = 1000000000001 }",
        "fees[0].rules[1].basis.add_on.price",
        "1兆円",
    ),
    (
        "add_on = { add_on = \"oral_care\"",
        "add_on = { add_on = \"oral\"",
        "fees[0].rules[1].basis.add_on.add_on",
        "加算「oral」がありません",
    ),
    (
        "label = \"基本額（円）\" } }, each_further",
        "label = \"月額\" } }, each_further",
        "fees[0].rules[0].basis.tiered.tiers[1].base",
        "「基本額（円）」と「月額」の2つの名前",
    ),
    ("times = 3, yen = 30000", "times = 0", "fees[0].rules[1].cap.times", "上限が0回"),
    (
        "span = \"contract\", times = 3, yen = 30000",
        "span = \"contract\"",
        "fees[0].rules[1].cap",
        "金額も回数もありません",
    ),
    (
        "to_minutes = 60",
        "to_minutes = 120",
        "fees[0].rules[3].basis.hourly_bands.bands[1].to_minutes",
        "短い順ではありません",
    ),
    (
        "minutes = 90",
        "minutes = 150",
        "fees[0].rules[3].basis.hourly_bands.bands",
        "120分までですが、1回は150分です",
    ),
    (
        "per_block = { sessions = 4",
        "per_block = { sessions = 0",
        "fees[0].rules[4].basis.per_block.sessions",
        "1組が0回",
    ),
    (
        "pay = { free_until = { days_before = 1, at = \"16:00\" } }",
        "pay = \"never\"",
        "fees[0].rules[0].counts_paid_cancellations",
        "いつも支払わない決まり",
    ),
    ("tax = { added = 10 }", "tax = { added = 101 }", "fees[0].tax", "101%"),
    (
        "[[user_fees]]\ncode = \"material\"",
        "[[fees]]\nfrom = \"2024-04-01\"\nrules = []\n[[user_fees]]\ncode = \"material\"",
        "fees[1].from",
        "古い順",
    ),
    (
        "[[user_fees]]\ncode = \"material\"",
        "[[fees]]\nfrom = \"2025-04-01\"\nrules = []\n[[user_fees]]\ncode = \"material\"",
        "fees[1].rules",
        "1つもありません",
    ),
    // User fees.
    (
        "prepaid_block = { sessions = 4",
        "prepaid_block = { sessions = 0",
        "user_fees[0].basis.prepaid_block.sessions",
        "0回分",
    ),
    (
        "prepaid_block = { sessions = 4",
        "prepaid_block = { sessions = 20",
        "user_fees[0].basis.prepaid_block.sessions",
        "20回分の前払いですが、回数は12回まで",
    ),
    ("first_free = 1", "first_free = 12", "user_fees[1].basis.per_session.first_free", "だれも払いません"),
    ("most_per_month = 1000", "most_per_month = 0", "user_fees[1].most_per_month", "0円以下"),
    ("most_per_month = 1000", "most_per_month = 200", "user_fees[1].most_per_month", "1回分の額より小さく"),
    // Reports, filings, papers.
    (
        "code = \"participation\"",
        "code = \"crowd\"",
        "reports[0].sections[0].code",
        "「crowd」という集計はありません",
    ),
    (
        "goals = [{ code = \"walk\", text = \"歩く習慣をつける\" }]",
        "",
        "reports[0].sections[1].content",
        "事業の目標がありません",
    ),
    (
        "event = \"quarter_end\"",
        "event = \"month_end\"",
        "reports[0].due.event",
        "四半期ごとの報告ですが、期限が「各月の末日」から",
    ),
    ("cadence = \"quarterly\"", "cadence = \"per_course\"", "reports[0].due.event", "教室ごとの報告ですが"),
    (
        "day_of_next_month = 10",
        "day_of_next_month = 0",
        "reports[0].due.offset.day_of_next_month",
        "「翌月0日」という日はありません",
    ),
    (
        "day_of_next_month = 10",
        "day_of_next_month = 30",
        "reports[0].due.offset.day_of_next_month",
        "「翌月30日」は2月にない年があります",
    ),
    ("business_days_after = 10", "business_days_after = 0", "filings[0].due.offset", "長さが0です"),
    (
        "business_days_after = 10",
        "business_days_after = 366",
        "filings[0].due.offset",
        "長さが366開庁日です。365開庁日まで",
    ),
    ("business_days_after = 10", "weeks_after = 53", "filings[0].due.offset", "53週間です。52週間まで"),
    ("business_days_after = 10", "months_after = 13", "filings[0].due.offset", "13か月です。12か月まで"),
    ("occasion = \"チラシを配る前\"", "", "filings[1]", "期限も提出するときもありません"),
    (
        "occasion = \"チラシを配る前\"",
        "occasion = \"配る前\"\ndue = { event = \"briefing\", offset = \"same_day\" }",
        "filings[1]",
        "両方があります",
    ),
    (
        "documents = [",
        "documents = [{ kind = \"consent_form\", title = \"同意書\" }, ",
        "documents[1].kind",
        "同じ種類の書類が2回",
    ),
];
