//! The catalogue itself. A programme chooses from it by code.

use super::{Aggregation, CutOff, Direction, Entry, Limit, Measure, Protocol, Quantity, Sex};
use crate::assessments::comparison::Rule;
use crate::assessments::reading::Reading;

const TWICE: &[&str] = &["1回目", "2回目"];
const ONCE: &[&str] = &["測定値"];

const fn protocol(id: &'static str, name: &'static str) -> Protocol {
    Protocol { id, name, aggregation: Aggregation::Best, cap: None }
}

const fn capped(id: &'static str, name: &'static str, cap: Reading) -> Protocol {
    Protocol { cap: Some(cap), ..protocol(id, name) }
}

const fn below(limit: Reading, label: &'static str) -> CutOff {
    CutOff { quantity: Quantity::Value, limit: Limit::Below(limit), sex: None, label, confirmed: true }
}

const fn at_least(limit: Reading, label: &'static str) -> CutOff {
    CutOff { limit: Limit::AtLeast(limit), ..below(limit, label) }
}

const fn below_for(sex: Sex, limit: Reading, label: &'static str) -> CutOff {
    CutOff { sex: Some(sex), ..below(limit, label) }
}

const fn unconfirmed(cut: CutOff) -> CutOff {
    CutOff { confirmed: false, ..cut }
}

const fn whole_range(low: i64, high: i64) -> (Reading, Reading) {
    (Reading::whole(low), Reading::whole(high))
}

const STANDARD: &[Protocol] = &[protocol("standard", "標準の方法")];
const RUN_UP: &[Protocol] =
    &[protocol("run_up", "助走路あり（最もよい値）"), protocol("no_run_up", "助走路なし（最もよい値）")];
const SLOW: &[CutOff] =
    &[CutOff { quantity: Quantity::Speed, ..below(Reading::whole(1), "歩行速度が1.0m/秒未満") }];
const SLOW_SYLLABLES: &[CutOff] = &[below(Reading::whole(6), "6.0回/秒未満（低下）")];
const SPEED_RULE: Rule = Rule::Speed { by: Reading::hundredths(10) };
const TEN_PERCENT: Rule = Rule::Percent { percent: 10 };

/// A measure of which higher values are better, tried twice, without published lines.
const BASE: Measure = Measure {
    code: "",
    name: "",
    unit: "",
    decimals: 0,
    direction: Direction::HigherIsBetter,
    soft_range: (Reading::whole(0), Reading::whole(1)),
    range_is_scale: false,
    entry: Entry::Direct,
    trials: TWICE,
    protocols: STANDARD,
    course_m: None,
    cut_offs: &[],
    comparison: Rule::Exact,
    other_comparisons: &[],
};

const fn timed_walk(
    code: &'static str,
    name: &'static str,
    course_m: u8,
    range: (Reading, Reading),
) -> Measure {
    Measure {
        code,
        name,
        unit: "秒",
        decimals: 2,
        direction: Direction::LowerIsBetter,
        soft_range: range,
        protocols: RUN_UP,
        course_m: Some(course_m),
        other_comparisons: &[SPEED_RULE],
        ..BASE
    }
}

const fn syllable(code: &'static str, name: &'static str) -> Measure {
    Measure {
        code,
        name,
        unit: "回/秒",
        decimals: 1,
        soft_range: whole_range(0, 12),
        entry: Entry::CountInFiveSeconds,
        trials: &["5秒間の回数"],
        cut_offs: SLOW_SYLLABLES,
        ..BASE
    }
}

/// A scored test on a fixed scale.
const fn scale(
    code: &'static str,
    name: &'static str,
    low: i64,
    high: i64,
    cut_offs: &'static [CutOff],
) -> Measure {
    Measure {
        code,
        name,
        unit: "点",
        soft_range: whole_range(low, high),
        range_is_scale: true,
        trials: ONCE,
        cut_offs,
        ..BASE
    }
}

const fn vital(
    code: &'static str,
    name: &'static str,
    unit: &'static str,
    soft_range: (Reading, Reading),
    cut_offs: &'static [CutOff],
) -> Measure {
    Measure { code, name, unit, direction: Direction::Neither, soft_range, trials: ONCE, cut_offs, ..BASE }
}

const GRIP: Measure = Measure {
    code: "grip",
    name: "握力",
    unit: "kg",
    decimals: 1,
    soft_range: whole_range(1, 70),
    trials: &["右 1回目", "右 2回目", "左 1回目", "左 2回目"],
    protocols: &[
        protocol("best", "すべての試行の最大値"),
        Protocol {
            aggregation: Aggregation::MeanOfSides,
            ..protocol("mean_of_sides", "左右それぞれの最大値の平均")
        },
    ],
    cut_offs: &[
        below_for(Sex::Male, Reading::whole(28), "28kg未満（男性の筋力低下の目安）"),
        below_for(Sex::Female, Reading::whole(18), "18kg未満（女性の筋力低下の目安）"),
    ],
    other_comparisons: &[TEN_PERCENT],
    ..BASE
};

const ONE_LEG: Measure = Measure {
    code: "ols_open",
    name: "開眼片足立ち",
    unit: "秒",
    decimals: 1,
    soft_range: whole_range(0, 120),
    protocols: &[
        capped("cap60", "上限60秒（最大値）", Reading::whole(60)),
        capped("cap120", "上限120秒（最大値）", Reading::whole(120)),
    ],
    cut_offs: &[unconfirmed(below(Reading::whole(15), "15秒未満"))],
    ..BASE
};

const TUG: Measure = Measure {
    code: "tug",
    name: "TUG（3m）",
    unit: "秒",
    decimals: 1,
    direction: Direction::LowerIsBetter,
    soft_range: whole_range(3, 60),
    cut_offs: &[
        unconfirmed(at_least(Reading::whole(11), "11秒以上")),
        at_least(Reading::tenths(135), "13.5秒以上（転倒の危険の目安）"),
        at_least(Reading::whole(30), "30秒以上（介助が必要な目安）"),
    ],
    other_comparisons: &[TEN_PERCENT],
    ..BASE
};

const CHAIR_STAND_FIVE: Measure = Measure {
    code: "scs5",
    name: "5回椅子立ち上がり",
    unit: "秒",
    decimals: 2,
    direction: Direction::LowerIsBetter,
    soft_range: whole_range(4, 60),
    protocols: &[
        protocol("fifth_stand", "5回目に立ち上がったところまで"),
        protocol("fifth_sit", "5回目に座ったところまで"),
    ],
    cut_offs: &[at_least(Reading::whole(12), "12秒以上（身体機能の参考値）")],
    ..BASE
};

const CHAIR_STAND_30: Measure = Measure {
    code: "cs30",
    name: "30秒椅子立ち上がり（CS-30）",
    unit: "回",
    soft_range: whole_range(0, 45),
    trials: ONCE,
    protocols: &[
        protocol("seat40", "座面の高さ40cm"),
        protocol("seat38", "座面の高さ38cm"),
        protocol("seat42", "座面の高さ42cm"),
        protocol("seat45", "座面の高さ45cm"),
    ],
    ..BASE
};

const TWO_STEP: Measure = Measure {
    code: "step2",
    name: "2ステップ値",
    decimals: 2,
    soft_range: (Reading::tenths(3), Reading::whole(2)),
    entry: Entry::TwoSteps,
    cut_offs: &[
        below(Reading::tenths(13), "ロコモ度1"),
        below(Reading::tenths(11), "ロコモ度2"),
        below(Reading::tenths(9), "ロコモ度3"),
    ],
    comparison: Rule::Category,
    other_comparisons: &[Rule::Exact],
    ..BASE
};

const SIT_AND_REACH: Measure = Measure {
    code: "sit_reach",
    name: "座位体前屈",
    unit: "cm",
    decimals: 1,
    soft_range: whole_range(-30, 60),
    protocols: &[protocol("floor", "長座位（最大値）"), protocol("chair", "椅子座位（最大値）")],
    ..BASE
};

const FUNCTIONAL_REACH: Measure = Measure {
    code: "fr",
    name: "ファンクショナルリーチ",
    unit: "cm",
    decimals: 1,
    soft_range: whole_range(0, 60),
    cut_offs: &[below_for(Sex::Male, Reading::tenths(153), "15.3cm未満（高齢男性の転倒の危険の目安）")],
    ..BASE
};

const SWALLOWING: Measure = Measure {
    code: "rsst",
    name: "反復唾液嚥下テスト（RSST）",
    unit: "回",
    soft_range: whole_range(0, 15),
    trials: &["30秒間の回数"],
    cut_offs: &[unconfirmed(below(Reading::whole(3), "30秒間に3回未満"))],
    ..BASE
};

const CHEWING_GLUCOSE: Measure = Measure {
    code: "chew_glu",
    name: "咀嚼能力（グルコース）",
    unit: "mg/dL",
    soft_range: whole_range(0, 400),
    trials: ONCE,
    cut_offs: &[unconfirmed(below(Reading::whole(100), "100mg/dL未満"))],
    ..BASE
};

const TONGUE: Measure = Measure {
    code: "tongue",
    name: "舌圧",
    unit: "kPa",
    decimals: 1,
    soft_range: whole_range(0, 70),
    cut_offs: &[below(Reading::whole(30), "30kPa未満（低下）")],
    ..BASE
};

const TEETH: Measure = Measure {
    unit: "本",
    ..scale("teeth", "残存歯数", 0, 32, &[below(Reading::whole(20), "20本未満")])
};

/// The measures in the order of the reference: body, mouth, cognition, vital signs.
pub static MEASURES: [Measure; 28] = [
    GRIP,
    ONE_LEG,
    TUG,
    Measure {
        cut_offs: SLOW,
        other_comparisons: &[SPEED_RULE, TEN_PERCENT],
        ..timed_walk("walk5_u", "5m通常歩行", 5, whole_range(2, 30))
    },
    Measure {
        other_comparisons: &[SPEED_RULE, TEN_PERCENT],
        ..timed_walk("walk5_m", "5m最大歩行", 5, whole_range(1, 30))
    },
    Measure { cut_offs: SLOW, ..timed_walk("walk10_u", "10m通常歩行", 10, whole_range(4, 60)) },
    timed_walk("walk10_m", "10m最大歩行", 10, whole_range(4, 60)),
    CHAIR_STAND_FIVE,
    CHAIR_STAND_30,
    TWO_STEP,
    SIT_AND_REACH,
    FUNCTIONAL_REACH,
    syllable("odk_pa", "オーラルディアドコキネシス「パ」"),
    syllable("odk_ta", "オーラルディアドコキネシス「タ」"),
    syllable("odk_ka", "オーラルディアドコキネシス「カ」"),
    SWALLOWING,
    CHEWING_GLUCOSE,
    scale("chew_score", "咀嚼能率スコア", 0, 9, &[unconfirmed(below(Reading::whole(3), "2点以下"))]),
    scale("chew_gum", "咀嚼（ガムの色）", 1, 5, &[]),
    TONGUE,
    TEETH,
    scale(
        "mmse",
        "MMSE-J",
        0,
        30,
        &[below(Reading::whole(28), "27点以下"), below(Reading::whole(24), "23点以下")],
    ),
    scale("hdsr", "HDS-R", 0, 30, &[below(Reading::whole(21), "20点以下")]),
    scale("moca", "MoCA-J", 0, 30, &[unconfirmed(below(Reading::whole(26), "25点以下"))]),
    scale("mpi", "あたまの健康チェック（MPI）", 0, 100, &[]),
    vital(
        "bp_sys",
        "収縮期血圧",
        "mmHg",
        whole_range(60, 260),
        &[at_least(Reading::whole(180), "180mmHg以上")],
    ),
    vital(
        "bp_dia",
        "拡張期血圧",
        "mmHg",
        whole_range(30, 160),
        &[at_least(Reading::whole(110), "110mmHg以上")],
    ),
    vital("pulse", "脈拍", "回/分", whole_range(30, 200), &[]),
];
