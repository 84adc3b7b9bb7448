//! 検査の資料 and 検査結果 as paper.

use super::{
    kit::Kit,
    record::{Record, SeenPoint},
};
use crate::{
    documents::{
        Masthead, RecordSheet,
        parts::Fact,
        record_sheet::{Grid, Section},
    },
    vocab::dates::{jst_stamp, wareki, wareki_with_weekday},
};

/// An empty place to write in by hand.
const ROOM: &str = "　";

/// What is taken along: the plan, what the records say, and the points with room to write.
pub fn kit(record: &Record, kit: &Kit, masthead: Masthead) -> RecordSheet {
    let figures = kit.figures().into_iter().map(|row| Fact::new(row.label, row.value)).collect();
    let questions = kit.questions().into_iter().map(|sentence| vec![sentence, ROOM.into()]).collect();
    let asked =
        Grid {
            heads: vec!["確かめること".into(), "聞いたこと".into()], widths: vec![3, 2], rows: questions
        };
    let points = record.kind.points().iter();
    let points = points.map(|one| vec![format!("{}：{}", one.label, one.hint), ROOM.into(), ROOM.into()]);
    let checklist = Grid {
        heads: vec!["項目".into(), "良・指摘・是正".into(), "見たこと".into()],
        widths: vec![4, 2, 4],
        rows: points.collect(),
    };
    RecordSheet {
        masthead,
        sections: vec![
            Section::facts("予定", plan(record)),
            Section::facts(format!("記録に残っている数（{}）", kit.period()), figures),
            Section::grid("確かめること", asked, "記録のうえで目立つことはありません。"),
            custodians(kit),
            acted(kit),
            Section::grid("確認の項目", checklist, ""),
        ],
    }
}

fn custodians(kit: &Kit) -> Section {
    let row = |one: &super::db::kit::Custodian| {
        let custody = if one.custody == "custodian_manager" { "取扱責任者" } else { "取扱者" };
        vec![
            one.name.clone(),
            format!("{custody}　{}", one.job),
            one.trained_on.map_or_else(|| "記録なし".into(), wareki),
        ]
    };
    let grid = Grid {
        heads: vec!["氏名".into(), "役割".into(), "最後に受けた研修".into()],
        widths: vec![3, 4, 3],
        rows: kit.custodians.iter().map(row).collect(),
    };
    Section::grid("承認ずみの従事者名簿", grid, "承認ずみの従事者名簿がありません。")
}

fn acted(kit: &Kit) -> Section {
    let row = |one: &super::db::kit::Acted| {
        let name = one.name.clone().unwrap_or_else(|| "（名前の分からない人）".into());
        let figures = [one.events, one.off_hours, one.most_people, one.handed_out, one.denied];
        std::iter::once(name).chain(figures.map(|n| n.to_string())).collect()
    };
    let heads = ["氏名", "操作", "時間外", "一度に開いた人数", "印刷・書出し", "拒否"];
    let grid = Grid {
        heads: heads.map(Into::into).to_vec(),
        widths: vec![4, 2, 2, 3, 3, 2],
        rows: kit.acted.iter().map(row).collect(),
    };
    let mut section = Section::grid("Kayoiでの操作", grid, "操作の記録はありません。");
    section.note = section.note.or_else(|| {
        Some("時間外：7時より前、20時から後、土曜日・日曜日の操作です。だれの情報を見たかは、監査記録で確かめます。".into())
    });
    section
}

fn plan(record: &Record) -> Vec<Fact> {
    let inspection = &record.inspection;
    let mut facts = vec![
        Fact::new("種類", record.kind.label()),
        Fact::new("契約", &inspection.contract_title),
        Fact::new("受託者", &inspection.contractor),
        Fact::new("行う日", wareki_with_weekday(inspection.planned_on)),
        Fact::new("方法", record.mode.label()),
        Fact::new("場所", &record.plan.place),
        Fact::new("検査する人", &record.plan.inspectors),
    ];
    if !record.plan.why_remote.is_empty() {
        facts.push(Fact::new("現地で行わない理由", &record.plan.why_remote));
    }
    facts
}

/// What was found, and what became of it.
pub fn result(record: &Record, masthead: Masthead) -> RecordSheet {
    let mut facts = plan(record);
    facts.extend(record.inspection.held_on.map(|on| Fact::new("行った日", wareki_with_weekday(on))));
    let words = record.result.as_ref();
    facts.extend(words.map(|words| Fact::new("対応した人", &words.attendants)));
    let row = |point: &SeenPoint| {
        vec![
            record.kind.point_label(&point.row.code).to_owned(),
            point.finding.label().to_owned(),
            point.seen.clone(),
            point.row.due_on.map_or_else(String::new, wareki),
        ]
    };
    let found = Grid {
        heads: ["項目", "結果", "見たこと", "是正の期限"].map(Into::into).to_vec(),
        widths: vec![3, 2, 5, 3],
        rows: record.points.iter().map(row).collect(),
    };
    let mut sections = vec![Section::facts("検査", facts), Section::grid("結果", found, "")];
    sections.extend(
        words.map(|words| {
            Section::words("まとめ", vec![("検査した人のまとめ".into(), words.summary.clone())])
        }),
    );
    sections.extend(
        record
            .points
            .iter()
            .filter(|point| !point.answers.is_empty())
            .map(|point| corrections(record, point)),
    );
    RecordSheet { masthead, sections }
}

fn corrections(record: &Record, point: &SeenPoint) -> Section {
    let mut words = Vec::new();
    for answer in &point.answers {
        let label = format!("第{}回の是正（{}）", answer.row.number, wareki(answer.row.done_on));
        words.push((label, answer.done().to_owned()));
        if let Some(((decision, remark), at)) =
            answer.decision.zip(answer.remark.as_ref()).zip(answer.row.decided_at)
        {
            words.push((format!("再確認：{}（{}）", decision.label(), jst_stamp(at)), remark.clone()));
        }
    }
    Section::words(format!("是正：{}", record.kind.point_label(&point.row.code)), words)
}
