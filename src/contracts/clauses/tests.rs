//! The two forms as whole papers in invented words, the pitfalls one by one, and hostile input.

use proptest::prelude::*;

use super::*;

const NUMBERED: &str = include_str!("../../../tests/fixtures/clauses-numbered.txt");
const ARTICLES: &str = include_str!("../../../tests/fixtures/clauses-articles.txt");

fn numbers(split: &ClauseSplit) -> Vec<u16> {
    split.clauses.iter().map(|clause| clause.number).collect()
}

fn clause(split: &ClauseSplit, number: usize) -> &SplitClause {
    &split.clauses[number - 1]
}

fn labels(items: &[ClauseItem]) -> Vec<&str> {
    items.iter().map(|item| item.label.as_str()).collect()
}

#[test]
fn a_paper_with_numbered_clauses_gives_all_twenty_one() {
    let split = split(NUMBERED).unwrap();
    assert_eq!(numbers(&split), (1..=21).collect::<Vec<u16>>());
    let labels: Vec<&str> = split.clauses.iter().map(|clause| clause.label.as_str()).collect();
    assert_eq!(labels[..10], ["１", "２", "３", "４", "５", "６", "７", "８", "９", "10"]);
    let inherited: Vec<u16> =
        split.clauses.iter().filter(|clause| clause.heading_inherited).map(|clause| clause.number).collect();
    assert_eq!(inherited, [12, 16, 17]);
    assert_eq!(clause(&split, 1).heading.as_deref(), Some("目的"));
    assert_eq!(clause(&split, 12).heading.as_deref(), Some("返却と消去"));
    assert_eq!(clause(&split, 17).heading.as_deref(), Some("実地の検査"));
    assert_eq!(clause(&split, 21).heading.as_deref(), Some("損害の負担"));
}

#[test]
fn wrapped_lines_are_one_sentence_again_even_over_a_page_break() {
    let split = split(NUMBERED).unwrap();
    assert_eq!(
        clause(&split, 9).text,
        "受託者は、名簿の写しを作ってはならない。測定の結果を清書するために写しが要るときも、作る前に区へ知らせるものとする。"
    );
    assert_eq!(
        clause(&split, 21).text,
        "受託者は、第1項から第20項までに背いて誰かに損害を与えたときは、その負担を引き受けるものとする。"
    );
    assert_eq!(labels(&clause(&split, 5).items), ["(1)", "(2)", "(3)", "(4)"]);
}

#[test]
fn lines_around_the_clauses_are_reported_with_their_numbers() {
    let split = split(NUMBERED).unwrap();
    let lines: Vec<&str> = NUMBERED.split('\n').collect();
    for left in &split.left_out {
        assert!(lines[left.line - 1].contains(&left.text), "line {} is not {:?}", left.line, left.text);
    }
    let texts: Vec<&str> = split.left_out.iter().map(|left| left.text.as_str()).collect();
    for expected in ["１ 教室の概要", "特 記 事 項", "以 上", "別紙２ 情報の流れ"] {
        assert!(texts.contains(&expected), "{expected} is not reported");
    }
    assert!(split.left_out.is_sorted_by_key(|left| left.line));
}

#[test]
fn a_paper_with_articles_gives_all_forty() {
    let split = split(ARTICLES).unwrap();
    assert_eq!(numbers(&split), (1..=40).collect::<Vec<u16>>());
    assert_eq!(clause(&split, 3).label, "第３条");
    assert_eq!(clause(&split, 11).label, "第11条");
    let own: Vec<u16> =
        split.clauses.iter().filter(|clause| !clause.heading_inherited).map(|clause| clause.number).collect();
    assert_eq!(own, [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 16, 20, 26, 31, 32, 33, 35, 37, 38, 39, 40]);
    assert_eq!(clause(&split, 9).heading.as_deref(), Some("目的外の使用の禁止"));
    assert_eq!(clause(&split, 34).heading.as_deref(), Some("監査及び立入検査"));
    assert_eq!(clause(&split, 40).text, "この特記事項に書かれていないことは、区と受託者が相談して決める。");
    assert!(clause(&split, 40).items.is_empty());
}

#[test]
fn paragraphs_items_and_sub_items_nest() {
    let split = split(ARTICLES).unwrap();
    let sixth = &clause(&split, 6).items;
    assert_eq!(labels(sixth), ["(1)", "(2)", "(3)", "(4)", "2"]);
    assert_eq!(labels(&sixth[1].items), ["ア", "イ", "ウ"]);
    assert_eq!(labels(&clause(&split, 11).items), ["2", "3", "4"]);
}

#[test]
fn a_reference_list_stays_in_its_clause() {
    let split = split(ARTICLES).unwrap();
    let fourth = &clause(&split, 4).items;
    assert_eq!(labels(fourth), ["参考"]);
    assert_eq!(labels(&fourth[0].items), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(labels(&fourth[0].items[4].items), ["・", "・"]);
    assert_eq!(fourth[0].items[5].items[1].text, "取りやめたいときの連絡先");
}

#[test]
fn a_page_number_inside_an_item_is_left_out_and_the_item_goes_on() {
    let split = split(ARTICLES).unwrap();
    let items = &clause(&split, 18).items;
    assert_eq!(labels(items), ["(1)", "(2)", "(3)", "(4)"]);
    assert_eq!(items[0].text, "自分の ID を人に使わせないこと（共同のID を区が認めた場合を除く。)");
    assert!(split.left_out.iter().any(|left| left.text == "- 17 -"));
}

#[test]
fn kanji_and_spread_article_numbers_and_headings_on_the_same_line() {
    let paper = "第一条（目的） 守る。\n第 二 条（秘密）\n話さない。\n第３条　返す。\n第四条の二 これは第三条の続き。";
    let split = split(paper).unwrap();
    assert_eq!(numbers(&split), [1, 2, 3]);
    let headings: Vec<_> = split.clauses.iter().map(|clause| clause.heading.as_deref()).collect();
    assert_eq!(headings, [Some("目的"), Some("秘密"), Some("秘密")]);
    assert_eq!(clause(&split, 2).text, "話さない。");
    assert_eq!(clause(&split, 3).text, "返す。第四条の二 これは第三条の続き。");
}

#[test]
fn a_number_without_its_counter_and_a_bare_heading_are_read_too() {
    let paper = "個人情報取扱特記事項\n第１ 基本的な考え\n受託者は、大切に扱う。\n第２ 秘密を守る\n受託者は、話さない。また、\n第 15 項を守る。\n第３ 受託者は、返す。";
    let split = split(paper).unwrap();
    let labels: Vec<&str> = split.clauses.iter().map(|clause| clause.label.as_str()).collect();
    assert_eq!(labels, ["第１", "第２", "第３"]);
    assert_eq!(clause(&split, 1).heading.as_deref(), Some("基本的な考え"));
    assert_eq!(clause(&split, 1).text, "受託者は、大切に扱う。");
    assert_eq!(clause(&split, 2).text, "受託者は、話さない。また、第 15 項を守る。");
    assert!(clause(&split, 3).heading_inherited);
}

#[test]
fn numbers_are_read_in_kanji_up_to_three_digits() {
    for (printed, number) in
        [("十", 10), ("十一", 11), ("二十", 20), ("四十", 40), ("百二", 102), ("二一", 21)]
    {
        let line = format!("第{printed}条 本文");
        assert_eq!(markers::clause_marker(&line).map(|marker| marker.number), Some(number), "{printed}");
    }
    assert!(markers::clause_marker("第零条 本文").is_none());
    assert!(markers::clause_marker("第1000条 本文").is_none());
    assert!(markers::clause_marker("1.5倍 にする").is_none());
}

#[test]
fn a_heading_wrapped_over_two_lines_is_one_heading() {
    let paper = "個人情報取扱特記事項\n（目的外の利用及び第三者へ\nの提供の禁止）\n１ 使わない。\n（返却）\n２ 返す。";
    let split = split(paper).unwrap();
    assert_eq!(clause(&split, 1).heading.as_deref(), Some("目的外の利用及び第三者への提供の禁止"));
    assert_eq!(clause(&split, 2).heading.as_deref(), Some("返却"));
    assert_eq!(split.left_out.len(), 1);
}

#[test]
fn a_list_that_starts_again_at_one_belongs_to_its_clause() {
    let paper = "特記事項\n（一）\n１ 次のとおり。\n（二）\n２ 次の物を届ける。\n1 名簿\n2 規程\n3 日程\n（三）\n３ 返す。";
    let split = split(paper).unwrap();
    assert_eq!(numbers(&split), [1, 2, 3]);
    assert_eq!(labels(&clause(&split, 2).items), ["1", "2", "3"]);
    assert_eq!(clause(&split, 3).text, "返す。");
}

#[test]
fn a_wrapped_reference_to_an_article_is_not_an_article() {
    let paper = "特記事項\n第1条 まもる。\n第2条 次のことは\n第3条の規定により行う。また\n第1条 に従う。\n第3条 返す。";
    let split = split(paper).unwrap();
    assert_eq!(clause(&split, 2).text, "次のことは第3条の規定により行う。また第1条 に従う。");
    assert_eq!(numbers(&split), [1, 2, 3]);
}

#[test]
fn what_cannot_be_read_is_a_problem_that_says_what_to_do() {
    assert_eq!(split(" \n\u{feff}\n"), Err(SplitProblem::Empty));
    assert_eq!(split("ただの手紙です。\nお元気ですか。"), Err(SplitProblem::NoClauses));
    assert_eq!(split(&"あ".repeat(MAX_BYTES / 3 + 1)), Err(SplitProblem::TooLarge));
    assert!(SplitProblem::NoClauses.to_string().contains("貼り付けてください"));
}

#[test]
fn control_characters_do_not_reach_the_clauses() {
    let split = split("特記事項\r\n１ 守\u{0}る\u{202e}こと。\r\n２ 返\u{7}す。").unwrap();
    assert_eq!(clause(&split, 1).text, "守ること。");
    assert_eq!(clause(&split, 2).text, "返す。");
}

#[test]
fn the_shape_as_json_is_stable() {
    let split = split("表紙\n特記事項\n（守秘）\n１ 話さない。\n(1) 家でも").unwrap();
    assert_eq!(
        serde_json::to_string(&split).unwrap(),
        r#"{"clauses":[{"number":1,"label":"１","heading":"守秘","heading_inherited":false,"text":"話さない。","items":[{"label":"(1)","text":"家でも","items":[]}]}],"left_out":[{"line":1,"text":"表紙"},{"line":2,"text":"特記事項"}]}"#
    );
}

/// Everything a clause keeps, in order.
fn kept(split: &ClauseSplit) -> String {
    fn items(out: &mut String, list: &[ClauseItem]) {
        for item in list {
            out.push_str(&item.label);
            out.push_str(&item.text);
            items(out, &item.items);
        }
    }
    let mut out = String::new();
    for clause in &split.clauses {
        if !clause.heading_inherited {
            out.push_str(clause.heading.as_deref().unwrap_or_default());
        }
        // A heading may stand before the number or after it; its letters are checked alone.
        out.push('\n');
        out.push_str(&clause.label);
        out.push_str(&clause.text);
        items(&mut out, &clause.items);
        out.push('\n');
    }
    out
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut letters = whole.chars();
    part.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

fn check(paper: &str) -> Result<(), TestCaseError> {
    let Ok(split) = split(paper) else { return Ok(()) };
    let cleaned = lines::squeezed(&lines::clean(paper));
    for part in kept(&split).split('\n') {
        prop_assert!(is_subsequence(&lines::squeezed(part), &cleaned), "{part:?} is not in {paper:?}");
    }
    prop_assert_eq!(numbers(&split), (1..).take(split.clauses.len()).collect::<Vec<u16>>());
    let left: usize = split.left_out.iter().map(|line| letters(&line.text)).sum();
    prop_assert_eq!(letters(&kept(&split)) + left, letters(&cleaned), "words were lost or doubled");
    Ok(())
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        (1_u16..6).prop_map(|n| format!("{n} 受託者は、")),
        (1_u16..6).prop_map(|n| format!("第{n}条 区は、")),
        (1_u16..4).prop_map(|n| format!("({n}) 名簿")),
        Just("特 記 事 項".to_owned()),
        Just("（見出し）".to_owned()),
        (1_u16..4).prop_map(|n| format!("第{n} 目的")),
        (1_u16..4).prop_map(|n| format!("{n}．目的")),
        Just("受託者は、話さない。".to_owned()),
        Just("（途中の".to_owned()),
        Just("見出し）".to_owned()),
        Just("以 上".to_owned()),
        Just("- 3 -".to_owned()),
        Just("参考：一覧".to_owned()),
        Just("ア 規程".to_owned()),
        Just("・ 名前".to_owned()),
        Just("\u{c}# 第1章 総則".to_owned()),
        "\\PC{0,12}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_text_ends_without_a_panic(paper in any::<String>()) {
        check(&paper)?;
    }

    #[test]
    fn any_order_of_paper_parts_keeps_its_words(parts in prop::collection::vec(fragment(), 0..60)) {
        check(&parts.join("\n"))?;
    }
}

#[test]
fn the_largest_paper_is_read_to_its_end() {
    let hostile = ["特記事項\n1 あ\n", "（\n", "1 1 1\n", "第1条 （（（\n", "- (1) ア\n", "参考：\n"];
    for part in hostile {
        let paper = part.repeat(MAX_BYTES / part.len());
        let lines = paper.lines().count();
        if let Ok(split) = split(&paper) {
            assert!(split.clauses.len() + split.left_out.len() <= lines * 2);
        }
    }
}
