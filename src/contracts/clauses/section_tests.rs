//! Papers in chapters: invented texts of the structure of a 仕様書.

use super::*;

const PAPER: &str = "\
体操教室 業務仕様書
令和8年3月
５ 会場
みどり会館ほか
６ 委託する業務
(1) 説明と同意
受託者は、始める前に説明を行い、同意を得る。
(2) 教室の内容
① 体操を教える。
ア 立って行う
イ 座って行う
② 測定を行う。
7 支払
区は、次に定める額を支払う。
(1) 教室 1回につき1万円
(2) 送迎 1回につき千円
8 そのほか
定めのないことは話し合って決める。
以上
別紙 様式
1 氏名
";

fn split() -> ClauseSplit {
    split_sections(PAPER).unwrap()
}

#[test]
fn each_part_of_a_chapter_is_a_clause() {
    let labels: Vec<(String, Option<String>, bool)> = split()
        .clauses
        .into_iter()
        .map(|clause| (clause.label, clause.heading, clause.heading_inherited))
        .collect();
    let named = |label: &str, heading: &str| (label.to_owned(), Some(heading.to_owned()), false);
    assert_eq!(
        labels,
        [
            named("５", "会場"),
            named("６(1)", "説明と同意"),
            named("６(2)", "教室の内容"),
            named("7", "支払"),
            named("8", "そのほか"),
        ]
    );
}

#[test]
fn lists_below_a_part_keep_their_nesting_and_a_list_of_cases_is_no_part() {
    let split = split();
    let lessons = &split.clauses[2];
    let marks: Vec<&str> = lessons.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(marks, ["①", "②"]);
    assert_eq!(lessons.items[0].items.len(), 2);
    let pay = &split.clauses[3];
    assert_eq!((pay.items.len(), pay.items[1].text.starts_with("送迎")), (2, true));
}

#[test]
fn numbers_run_on_and_no_line_is_lost() {
    let split = split();
    let numbers: Vec<u16> = split.clauses.iter().map(|clause| clause.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let read: String = split.clauses.iter().map(SplitClause::full_text).collect();
    for words in ["みどり会館", "同意を得る", "立って行う", "測定を行う", "1回につき千円", "話し合って決める"]
    {
        assert!(read.contains(words), "{words}");
    }
    assert!(split.left_out.iter().any(|line| line.text == "体操教室 業務仕様書"));
    assert!(split.left_out.iter().any(|line| line.text.starts_with("別紙")));
}

#[test]
fn chapters_marked_as_headings_have_parts_whatever_stands_above_them() {
    let text = "## 1 人員\n次の基準を満たす。\n### (1) 担当者\n一人を選ぶ。\n### (2) 欠員\n代わりを置く。\n## 1 2 法令\n守る。\n";
    let split = split_sections(text).unwrap();
    let labels: Vec<&str> = split.clauses.iter().map(|clause| clause.label.as_str()).collect();
    assert_eq!(labels, ["1", "1(1)", "1(2)"]);
    let next = "### 11 公害\n守る。\n#### 1 2 法令遵守\n守る。\n";
    let split = split_sections(next).unwrap();
    let labels: Vec<&str> = split.clauses.iter().map(|clause| clause.label.as_str()).collect();
    assert_eq!(labels, ["11", "12"]);
}

#[test]
fn a_paper_without_chapters_is_refused() {
    assert_eq!(split_sections("ただの文章です。"), Err(SplitProblem::NoClauses));
    assert_eq!(split_sections(" \n"), Err(SplitProblem::Empty));
}
