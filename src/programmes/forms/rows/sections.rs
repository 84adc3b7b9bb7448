//! 報告の項目: a figure Kayoi counts from the records, or a text the contractor writes.

use super::{
    free_code,
    list::{About, List, MOST_NAME},
    order::Sequence,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Section, SectionContent,
        check::derived,
        definition::Definition,
        forms::{
            Part,
            field::{Field, Kind},
        },
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

/// The sections of the report of that number.
pub(super) struct Sections(pub usize);

impl Sections {
    fn all<'a>(&self, definition: &'a Definition) -> &'a [Section] {
        definition.reports.get(self.0).map_or(&[], |report| &report.sections)
    }

    fn all_mut<'a>(&self, definition: &'a mut Definition) -> Option<&'a mut Vec<Section>> {
        definition.reports.get_mut(self.0).map(|report| &mut report.sections)
    }

    /// A section of a kind that is offered; a figure has its usual title already.
    fn begun(&self, definition: &Definition, kind: &str) -> Option<Section> {
        let kinds = self.kinds(definition);
        kinds.iter().find(|offered| offered.code == kind)?;
        if let Some((_, content, ..)) = WRITTEN.iter().find(|(word, ..)| *word == kind) {
            let is_taken = |code: &str| {
                self.all(definition).iter().any(|one| one.code == code)
                    || derived(definition.style).contains(&code)
            };
            let code = free_code("text", is_taken);
            return Some(Section { code, title: String::new(), content: *content });
        }
        let (code, title) = (kind.to_owned(), title(kind).to_owned());
        Some(Section { code, title, content: SectionContent::Derived })
    }
}

impl List for Sections {
    fn about(&self) -> About {
        About {
            path: "sections",
            part: Part::Reports,
            title: "項目",
            what: "報告の項目",
            intro: "報告書に、この順で並びます。",
        }
    }

    fn path(&self) -> String {
        format!("reports[{}].sections", self.0)
    }

    fn title(&self, definition: &Definition) -> String {
        let title = definition.reports.get(self.0).map(|report| report.title.as_str());
        format!("「{}」の項目", title.unwrap_or_default())
    }

    fn len(&self, definition: &Definition) -> usize {
        self.all(definition).len()
    }

    /// The figures that aren't in the report yet, and the texts.
    fn kinds(&self, definition: &Definition) -> Vec<Choice> {
        let is_new = |code: &&&str| self.all(definition).iter().all(|one| one.code != ***code);
        let figures = derived(definition.style).iter().filter(is_new);
        let figures = figures.map(|code| Choice::new(*code, title(code)).hint("記録から自動で数えます。"));
        figures.chain(WRITTEN.map(|(word, _, name, hint)| Choice::new(word, name).hint(hint))).collect()
    }

    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()> {
        let section = self.begun(begun, kind)?;
        self.all_mut(begun)?.push(section);
        Some(())
    }

    fn other_kinds(&self, definition: &Definition, _: usize) -> Vec<Choice> {
        self.kinds(definition)
    }

    fn turn(&self, begun: &mut Definition, at: usize, kind: &str) -> Option<()> {
        let section = self.begun(begun, kind)?;
        *self.all_mut(begun)?.get_mut(at)? = section;
        Some(())
    }

    fn name(&self, definition: &Definition, at: usize) -> Option<String> {
        self.all(definition).get(at).map(|section| section.title.clone())
    }

    /// The name says it.
    fn kind(&self, _: &Definition, _: usize) -> Option<String> {
        None
    }

    fn lines(&self, definition: &Definition, at: usize) -> Option<Vec<String>> {
        self.all(definition).get(at).map(|section| vec![format!("{}。", section.content.label())])
    }

    fn fields(&self, _: &Definition, _: usize, path: &str) -> Option<Vec<Field>> {
        let title = Field::new(Kind::Line, format!("{path}.title"), "題名");
        Some(vec![title.hint("報告書の見出しになります。")])
    }

    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form> {
        let section = self.all(definition).get(at)?;
        Some(Form::empty().with(&format!("{path}.title"), &section.title))
    }

    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()> {
        let title = form.required(&format!("{path}.title"), "題名", MOST_NAME)?;
        self.all_mut(read)?.get_mut(at)?.title = title;
        Some(())
    }

    fn arrange(&self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()> {
        change(self.all_mut(definition)?);
        Some(())
    }
}
