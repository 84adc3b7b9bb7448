use super::*;
use crate::assessments::Value;
use crate::assessments::measures::{self, Direction};

fn value(tenths: i64) -> Value {
    Reading::tenths(tenths).into()
}

fn grip_group(people: i64) -> Figure {
    let grip = measures::find("grip").unwrap();
    let pairs: Vec<(Value, Value)> =
        (0..people).map(|n| (value(170 + 20 * n), value(201 + 20 * n))).collect();
    SlopeChart::of_group("grip", grip, &pairs).unwrap().figure()
}

fn blood_pressure() -> Figure {
    let line = |name: &str, values: [i64; 6]| {
        (name.to_owned(), values.map(|v| (v > 0).then(|| Reading::whole(v))).to_vec())
    };
    SessionChart {
        id: "bp",
        title: "運動前の血圧",
        scale: Scale { unit: "mmHg", decimals: 0 },
        shape: Shape::Lines,
        sessions: (1..=6).map(|n| format!("第{n}回")).collect(),
        series: vec![line("収縮期", [142, 138, 0, 131, 135, 128]), line("拡張期", [84, 80, 0, 78, 80, 76])],
    }
    .figure()
}

fn attendance() -> Figure {
    let counts = [12, 11, 12, 10, 9, 12, 11, 8, 10, 11, 12, 12, 11, 10, 12, 12];
    SessionChart {
        id: "attendance",
        title: "出席人数",
        scale: Scale { unit: "人", decimals: 0 },
        shape: Shape::Bars,
        sessions: (1..=16).map(|n| format!("{n}回")).collect(),
        series: vec![("出席".to_owned(), counts.map(|n| Some(Reading::whole(n))).to_vec())],
    }
    .figure()
}

fn sides() -> Figure {
    let line = |name: &str, pre, post| SlopeLine {
        name: name.to_owned(),
        readings: [pre, post].map(Reading::tenths).to_vec(),
    };
    SlopeChart {
        id: "sides",
        title: "握力",
        scale: Scale { unit: "kg", decimals: 1 },
        direction: Direction::HigherIsBetter,
        occasions: ["開始時", "終了時"].map(str::to_owned).to_vec(),
        lines: vec![line("右", 214, 236), line("左", 201, 234)],
        people: Vec::new(),
        of_group: false,
    }
    .figure()
}

fn months() -> Figure {
    let tug = measures::find("tug").unwrap();
    let taken = [("開始時", 134), ("9月", 128), ("10月", 121), ("11月", 122), ("終了時", 109)];
    let taken: Vec<(String, Value)> =
        taken.into_iter().map(|(when, tenths)| (when.to_owned(), value(tenths))).collect();
    SlopeChart::over("months", tug, &taken).figure()
}

#[test]
fn months_between_are_drawn_and_listed() {
    let figure = months();
    assert_eq!(figure.caption_sentence, "TUG（3m）は13.4→10.9秒に短くなりました");
    assert_eq!(figure.table.head, ["", "開始時", "9月", "10月", "11月", "終了時", "差"]);
    assert_eq!(figure.table.rows[0][4], "12.2秒");
    assert_eq!(figure.svg.unwrap().matches("<circle").count(), 5);
}

/// A column of a page is 24rem wide, half a sheet of paper 235pt: words keep 16 px there, or 12 pt on paper.
#[test]
fn words_are_large_enough_where_the_drawing_is_narrowest() {
    for figure in [months(), sides(), grip_group(6)] {
        let svg = figure.svg.unwrap();
        let after = |name: &str| -> Vec<u32> {
            let found = svg.split(name).skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok());
            found.collect()
        };
        let width = after(r#"viewBox="0 0 330 250" width=""#)[0];
        let sizes = after(r#"font-size=""#);
        assert!(sizes.len() > 4 && sizes.iter().all(|size| size * 360 / width >= 16), "{sizes:?} of {width}");
    }
}

#[test]
fn the_caption_says_the_conclusion() {
    assert_eq!(grip_group(5).caption_sentence, "握力は平均21.0→24.1kgに上がりました");
    let tug = measures::find("tug").unwrap();
    let caption =
        |pre, post| SlopeChart::of_person("t", tug, value(pre), value(post)).figure().caption_sentence;
    assert_eq!(caption(98, 91), "TUG（3m）は9.8→9.1秒に短くなりました");
    assert_eq!(caption(98, 98), "TUG（3m）は9.8秒で変わりませんでした");
    assert_eq!(
        sides().caption_sentence,
        "握力（右）は21.4→23.6kgに上がりました。握力（左）は20.1→23.4kgに上がりました"
    );
    assert!(blood_pressure().caption_sentence.contains("収縮期は5回の記録で128〜142mmHgでした"));
}

#[test]
fn the_table_holds_the_same_data() {
    assert_eq!(grip_group(5).table.rows, [["平均", "21.0kg", "24.1kg", "+3.1kg"]]);
    let table = blood_pressure().table;
    assert_eq!(table.head, ["回", "収縮期", "拡張期"]);
    assert_eq!(table.rows[2], ["第3回", "—", "—"]);
    assert_eq!(attendance().table.rows.len(), 16);
}

#[test]
fn a_small_group_is_a_table_only() {
    assert_eq!(grip_group(4).svg, None);
    assert!(grip_group(5).svg.is_some());
    assert!(SlopeChart::of_group("g", measures::find("grip").unwrap(), &[]).is_none());
}

#[test]
fn the_drawing_is_named_quiet_inside_and_free_of_style_attributes() {
    for figure in [grip_group(6), blood_pressure(), attendance(), sides()] {
        let svg = figure.svg.unwrap();
        assert!(svg.contains(r#"role="img" aria-labelledby=""#));
        assert!(svg.contains("<title id=") && svg.contains("<desc id="));
        assert_eq!(svg.matches(r#"<g aria-hidden="true">"#).count(), 1);
        assert!(!svg.contains("style=") && !svg.contains("<style") && !svg.contains("<script"));
        assert!(svg.contains(&figure.caption_sentence));
    }
}

#[test]
fn names_are_escaped() {
    let mut chart = SlopeChart::of_person("x", measures::find("tug").unwrap(), value(98), value(91));
    chart.lines[0].name = r#"<b>&"'"#.to_owned();
    let svg = chart.figure().svg.unwrap();
    assert!(svg.contains("&lt;b&gt;&amp;&quot;&#39;") && !svg.contains("<b>"));
}

#[test]
fn lines_differ_by_dash_and_marker_and_gaps_stay_open() {
    let svg = blood_pressure().svg.unwrap();
    assert_eq!(svg.matches("<polyline").count(), 4, "two lines, each broken once");
    assert_eq!(svg.matches(r#"stroke-dasharray="8 4""#).count(), 2);
    assert_eq!((svg.matches("<circle").count(), svg.matches("<polygon").count()), (5, 5));
}

#[test]
fn a_chart_without_data_still_draws() {
    let empty = SessionChart {
        id: "none",
        title: "出席人数",
        scale: Scale { unit: "人", decimals: 0 },
        shape: Shape::Bars,
        sessions: Vec::new(),
        series: vec![("出席".to_owned(), Vec::new())],
    };
    let figure = empty.figure();
    assert_eq!(figure.caption_sentence, "出席人数：出席の記録はありません");
    assert!(figure.svg.unwrap().ends_with("</svg>"));
}

/// Writes the drawings to the folder named by `KAYOI_CHARTS`, to be looked at; checks them in any case.
#[test]
fn drawings_can_be_looked_at() {
    let folder = std::env::var_os("KAYOI_CHARTS");
    let figures = [
        ("group", grip_group(9)),
        ("bp", blood_pressure()),
        ("attendance", attendance()),
        ("sides", sides()),
        ("months", months()),
    ];
    for (name, figure) in figures {
        let svg = figure.svg.unwrap();
        assert!(svg.len() < 12_000, "{name} has {} bytes", svg.len());
        if let Some(folder) = &folder {
            std::fs::write(std::path::Path::new(folder).join(format!("{name}.svg")), svg).unwrap();
        }
    }
}
