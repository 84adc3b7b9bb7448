//! Several texts in one paper: a ward's file may hold a 仕様書 and two 特記仕様書, one behind the other. A text begins where the
//! numbers begin anew, below the title of a text or as a heading of their own.

use super::{
    lines::{self, Line},
    markers::{self, Form},
};

/// One of several texts of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPart {
    /// Its first line in the paper, from 1.
    pub line: usize,
    /// Its title, or the first heading where it has none.
    pub title: String,
    pub text: String,
}

/// More texts than any paper holds; the rest is left to the last of them.
const MOST: usize = 30;

/// A title may stand so many visible lines above the first number.
const TITLE_REACH: usize = 30;

/// The texts of a paper, in order; one or none when nothing begins anew. Linear in the length of the paper.
pub fn parts(paper: &str) -> Vec<PaperPart> {
    let cleaned = lines::clean(paper);
    let lines = lines::visible(&cleaned);
    let begins = begins(&lines);
    let ends = begins.iter().skip(1).map(|(from, _)| *from).chain([lines.len()]);
    begins.iter().zip(ends).map(|((from, title), end)| part(&lines[*from..end], title)).collect()
}

/// The title that stands above the clauses of a text, where it has one. Example: 「個人情報取扱特記事項」.
pub fn title(text: &str) -> Option<String> {
    let cleaned = lines::clean(text);
    let lines = lines::visible(&cleaned);
    lines.iter().take(TITLE_REACH).find(|line| names_text(line.text)).map(|line| plain(line.text))
}

fn part(lines: &[Line<'_>], title: &str) -> PaperPart {
    let words: Vec<&str> = lines.iter().map(|line| line.text).collect();
    PaperPart {
        line: lines.first().map_or(1, |line| line.number),
        title: title.to_owned(),
        text: words.join("\n"),
    }
}

/// The first line of each text and its title.
fn begins(lines: &[Line<'_>]) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut title: Option<(usize, &str)> = None;
    for (at, line) in lines.iter().enumerate() {
        if names_text(line.text) {
            title = Some((at, line.text));
            continue;
        }
        let Some(form) = first_number(line.text).filter(|form| goes_on(&lines[at + 1..], *form)) else {
            continue;
        };
        if found.len() == MOST {
            break;
        }
        let near = title.take().filter(|(above, _)| at - above <= TITLE_REACH);
        let stands_alone = form == Form::Articles || line.text.starts_with('#');
        match near {
            Some((from, title)) => found.push((from, plain(title))),
            None if stands_alone => found.push((at, plain(line.text))),
            None => {}
        }
    }
    found
}

/// The line is the title of a text: of clauses, or of a 仕様書.
fn names_text(line: &str) -> bool {
    let words = lines::squeezed(markers::without_markdown(line));
    let names_specification =
        words.ends_with("仕様書") && words.chars().count() <= markers::TITLE_CHARS && !line.contains('\t');
    markers::is_title(line) || names_specification
}

/// The form of a line that carries the number 1 as a heading or an article.
fn first_number(line: &str) -> Option<Form> {
    // 「1 2 法令遵守」 is a twelve with its digits spread out.
    let is_spread = markers::spread_number(markers::without_markdown(line)).is_some();
    let marker = markers::clause_marker(line).filter(|marker| marker.number == 1 && !is_spread)?;
    let is_clause = marker.form == Form::Articles || line.starts_with('#') || !marker.rest.is_empty();
    is_clause.then_some(marker.form)
}

/// The number 2 of the same form comes before another 1.
fn goes_on(lines: &[Line<'_>], form: Form) -> bool {
    let numbers = lines.iter().filter_map(|line| markers::clause_marker(line.text));
    let mut same = numbers.filter(|marker| marker.form == form).map(|marker| marker.number);
    same.find(|number| *number <= 2) == Some(2)
}

fn plain(line: &str) -> String {
    markers::without_markdown(line).trim_matches(['*', ' ', '　']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: &str = "通知\n## 通所型業務委託実施仕様書\n### 1 目的\n広める。\n### 2 対象者\n次のとおり。\n1 区民\n2 65歳以上\n表\n\
        ## 個人情報の取扱いに関する特記仕様書\n### 1 定義\n#### (1) 個人情報\n法による。\n### 2 取扱い\n適正に扱う。\n\
        ## 1 行政情報\n知り得たもの。\n## 2 秘密\n守る。\n";

    #[test]
    fn each_text_begins_with_its_title_or_where_the_numbers_begin_anew() {
        let parts = parts(PAPER);
        let told: Vec<(usize, &str)> = parts.iter().map(|part| (part.line, part.title.as_str())).collect();
        let expected =
            [(2, "通所型業務委託実施仕様書"), (10, "個人情報の取扱いに関する特記仕様書"), (16, "1 行政情報")];
        assert_eq!(told, expected);
        assert!(parts[0].text.ends_with("表") && parts[2].text.starts_with("## 1 行政情報"));
    }

    #[test]
    fn a_text_goes_by_the_title_above_its_clauses() {
        assert_eq!(
            title("通知\n# 個人情報取扱特記事項\n第1条 守る。").as_deref(),
            Some("個人情報取扱特記事項")
        );
        assert_eq!(title(&parts(PAPER)[1].text).as_deref(), Some("個人情報の取扱いに関する特記仕様書"));
        assert_eq!(title(&parts(PAPER)[2].text), None, "a heading is no title");
    }

    #[test]
    fn a_list_inside_a_clause_begins_no_text() {
        let one = "個人情報取扱特記事項\n第1条 次のとおり。\n1 名前\n2 住所\n第2条 守る。\n第3条 返す。";
        assert_eq!(parts(one).len(), 1);
        assert!(parts("1 名前\n2 住所").is_empty() && parts("").is_empty());
    }
}
