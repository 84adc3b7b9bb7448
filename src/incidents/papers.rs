//! 事故報告書: the first report, and the whole of it up to now, as paper. The fields follow the 事故報告書 of the long-term
//! care insurance (第1報・第n報・最終報告).

use super::{
    affected::Means,
    case::Case,
    clocks::Answer,
    db::affected::Affected,
    decision::DecisionKind,
    views::{LawView, name_of, place, report_rows, report_title, said, told_rows},
};
use crate::{
    documents::{
        Masthead, RecordSheet,
        parts::Fact,
        record_sheet::{Grid, Section},
    },
    kit::parts::Row,
    participants::{Person, shown_name},
    vocab::dates::{jst_stamp, wareki},
};

/// 第1報.
pub fn first(case: &Case, masthead: Masthead) -> RecordSheet {
    RecordSheet { masthead, sections: opening(case) }
}

/// Everything up to now. `people`: those affected, as the reader may see them.
pub fn whole(case: &Case, people: &[(Affected, Person)], masthead: Masthead) -> RecordSheet {
    let mut sections = opening(case);
    for (report, findings) in &case.reports {
        sections.push(Section::words(report_title(report), pairs(report_rows(report, findings))));
    }
    if case.found.kind.is_data() {
        sections.push(affected(people));
    }
    sections.extend(case.law.as_ref().and_then(|law| {
        let answer = law.answer()?;
        Some(commission(&answer, &LawView::new(law, case.found.id())))
    }));
    for (decided, words) in &case.decisions {
        let kind = DecisionKind::from_code(&decided.kind);
        let title = format!("区の決定：{}", kind.map_or("決定", DecisionKind::label));
        let mut rows = vec![("決定した日".to_owned(), wareki(decided.decided_on))];
        rows.extend(
            kind.zip(decided.effective_on).map(|(kind, on)| (kind.day_label().to_owned(), wareki(on))),
        );
        rows.push(("内容と理由".to_owned(), words.clone()));
        sections.push(Section::words(title, rows));
    }
    sections.push(ending(case));
    RecordSheet { masthead, sections }
}

fn pairs(rows: Vec<Row>) -> Vec<(String, String)> {
    rows.into_iter().map(|row| (row.label, row.value)).collect()
}

fn opening(case: &Case) -> Vec<Section> {
    let incident = &case.found.incident;
    let times =
        [incident.told_family_at, incident.told_doctor_at, incident.told_ward_at, incident.told_centre_at];
    let who = case.person.as_ref().map_or_else(|| "参加者ではない・わからない".into(), name_of);
    let facts = vec![
        Fact::new("種類", case.found.kind.label()),
        Fact::new("起きた日時", jst_stamp(incident.happened_at)),
        Fact::new("知った日時", jst_stamp(incident.known_at)),
        Fact::new(
            "教室・契約",
            place(incident.course_name.as_deref(), incident.number, &incident.contract_title),
        ),
        Fact::new("件名", &incident.contract_title),
        Fact::new("本人", who),
        Fact::new("知らせた相手", told_rows(times).unwrap_or_else(|| "まだ知らせていません".into())),
        Fact::new("報告した日時", jst_stamp(incident.reported_at)),
        Fact::new("報告した人", incident.reported_by.clone().unwrap_or_default()),
    ];
    let words = vec![
        ("何が起きたか".to_owned(), case.description.what.clone()),
        ("した対応".to_owned(), said(&case.description.done)),
    ];
    vec![Section::facts("第1報", facts), Section::words("第1報の内容", words)]
}

fn affected(people: &[(Affected, Person)]) -> Section {
    let told = |row: &Affected| {
        let how = row.told_how.as_deref().and_then(Means::from_code).map_or("", Means::label);
        row.told_on.map_or_else(|| "まだ".into(), |on| format!("{}　{how}", wareki(on)))
    };
    let rows = people.iter().map(|(row, person)| vec![shown_name(person), told(row)]).collect();
    let grid = Grid { heads: vec!["氏名".into(), "本人への通知".into()], widths: vec![2, 3], rows };
    Section::grid(format!("影響を受けた人（{}人）", people.len()), grid, "まだ選ばれていません。")
}

fn commission(answer: &Answer, view: &LawView) -> Section {
    let mut facts = vec![
        Fact::new("判定", format!("{}　{}", answer.reportable.label(), answer.why)),
        Fact::new("判定した人", &view.judged),
    ];
    facts.extend(view.grounds.iter().chain(&view.days).map(|row| Fact::new(&row.label, &row.value)));
    let mut section = Section::facts("個人情報保護委員会への報告", facts);
    section.note = Some(view.explanation.clone()).filter(|text| !text.is_empty());
    section
}

fn ending(case: &Case) -> Section {
    let incident = &case.found.incident;
    let step = |at: Option<time::OffsetDateTime>, by: &Option<String>| {
        at.map_or_else(
            || "まだ".to_owned(),
            |at| format!("{}　{}", jst_stamp(at), by.as_deref().unwrap_or_default()),
        )
    };
    Section::facts(
        "区の確認",
        vec![
            Fact::new("開封", step(incident.opened_at, &incident.opened_by)),
            Fact::new("確認", step(incident.seen_at, &incident.seen_by)),
            Fact::new("対応の終了", step(incident.closed_at, &incident.closed_by)),
        ],
    )
}
