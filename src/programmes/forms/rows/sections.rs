//! 報告の項目: a figure Kayoi counts from the records, or a text the contractor writes.

use crate::{
    kit::form::Form,
    programmes::{
        Section, SectionContent,
        check::derived,
        definition::{Definition, Report},
        forms::field::{Field, Kind},
    },
};

/// What the contractor writes: the word of the kind, its name, and what it is for.
const WRITTEN: [(&str, SectionContent, &str, &str); 2] = [
    ("narrative", SectionContent::Narrative, "事業者が書く文", "1つの欄に書きます。"),
    (
        "narrative_per_goal",
        SectionContent::NarrativePerGoal,
        "事業者が目標ごとに書く文",
        "事業の目標の1つごとに欄があります。",
    ),
];

/// The usual title of a figure.
fn title(code: &str) -> &str {
    match code {
        "overview" => "事業概要",
        "staffing" => "従事者と従事状況",
        "months" => "月別の利用者数と開催回数",
        "add_ons" => "加算プログラムの実施",
        "applicants" => "参加申込人数",
        "participation" => "参加状況",
        "attendance" => "出欠表",
        "dropouts" => "途中辞退者の人数と理由",
        "self_rated_health" => "主観的健康感",
        "checklist" => "基本チェックリスト",
        "comparison" => "測定の前後比較",
        "measurements" => "測定結果の一覧",
        "users" => "利用者と利用日数",
        "steps" => "段階ごとの実施状況",
        "monitoring" => "モニタリングの実施状況",
        "finished" => "終了した利用者の結果",
        "selection" => "対象者と参加勧奨の結果",
        "contacts" => "保健指導の実施状況（方法別）",
        "values" => "検査値の推移",
        "calls" => "問い合わせ・意見・苦情",
        "individual" => "1人ごとの指導結果",
        other => other,
    }
}

/// The figures that aren't in the report yet, and the texts: word, name, what it is for.
pub(super) fn kinds(definition: &Definition, report: &Report) -> Vec<(String, String, &'static str)> {
    let figures =
        derived(definition.style).iter().filter(|code| report.sections.iter().all(|one| one.code != **code));
    let figures =
        figures.map(|code| ((*code).to_owned(), title(code).to_owned(), "記録から自動で数えます。"));
    let texts = WRITTEN.iter().map(|(word, _, name, hint)| ((*word).to_owned(), (*name).to_owned(), *hint));
    figures.chain(texts).collect()
}

/// A section of that kind; a figure has its usual title already.
pub(super) fn blank(definition: &Definition, report: &Report, kind: &str) -> Option<Section> {
    if let Some((_, content, ..)) = WRITTEN.iter().find(|(word, ..)| *word == kind) {
        let is_taken = |code: &str| {
            report.sections.iter().any(|one| one.code == code) || derived(definition.style).contains(&code)
        };
        return Some(Section {
            code: super::free_code("text", is_taken),
            title: String::new(),
            content: *content,
        });
    }
    let code = derived(definition.style).iter().find(|code| **code == kind)?;
    Some(Section {
        code: (*code).to_owned(),
        title: title(code).to_owned(),
        content: SectionContent::Derived,
    })
}

pub(super) fn fields(path: &str) -> Vec<Field> {
    vec![Field::new(Kind::Line, format!("{path}.title"), "題名").hint("報告書の見出しになります。")]
}

pub(super) fn filled(path: &str, section: &Section) -> Form {
    Form::empty().with(&format!("{path}.title"), &section.title)
}

pub(super) fn read(form: &mut Form, path: &str, section: &Section) -> Option<Section> {
    let title = form.required(&format!("{path}.title"), "題名", 100)?;
    Some(Section { title, ..section.clone() })
}
