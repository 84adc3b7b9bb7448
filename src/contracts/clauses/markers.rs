//! What the beginning of a line says: a clause number, an item label, a heading, or something of no clause.

use super::lines::squeezed;

/// How a paper numbers its clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `１ … 21`
    Numbered,
    /// `第１条 … 第40条`
    Articles,
}

/// The number a line opens with, as printed, and the words after it.
#[derive(Debug, Clone)]
pub(super) struct ClauseMarker<'a> {
    pub form: Form,
    pub number: u16,
    pub label: String,
    pub rest: &'a str,
}

/// What kind of label opens an item, from the outermost to the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// `2`
    Paragraph,
    /// `参考：`
    Note,
    /// `(1)`
    Parenthesised,
    /// `①`
    Circled,
    /// `ア`
    Kana,
    /// `(ア)`
    ParenthesisedKana,
    /// `・`
    Bullet,
}

#[derive(Debug, Clone)]
pub(super) struct ItemMarker<'a> {
    pub kind: ItemKind,
    pub number: u16,
    pub label: String,
    pub rest: &'a str,
}

const KANA_ORDER: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const COUNTERS: &str = "項号回章節編款目類期者";
const PARTICLES: &str = "はがをにでとのもへて";
const HEADING_CHARS: usize = 60;
const BARE_HEADING_CHARS: usize = 25;
pub(super) const TITLE_CHARS: usize = 45;
const TITLE_ENDINGS: [&str; 5] = ["特記事項", "特記仕様書", "特約条項", "特記条項", "遵守事項"];
const SECTION_STARTS: [&str; 7] = ["別紙", "別記", "別表", "別添", "様式", "附則", "付則"];

/// The clause number that opens the line, if one does.
pub(super) fn clause_marker(line: &str) -> Option<ClauseMarker<'_>> {
    if line.starts_with('|') || line.contains('\t') || is_noise(line) {
        return None;
    }
    let plain = without_markdown(line);
    article_marker(plain).or_else(|| numbered_marker(plain))
}

/// `第1条`, or `第1` with a space and words after it. `第15項` and its like only refer to something.
fn article_marker(line: &str) -> Option<ClauseMarker<'_>> {
    let (number, after) = leading_number(line.strip_prefix('第')?.trim_start(), true)?;
    let words = after.trim_start();
    let (rest, opens) = match words.strip_prefix('条') {
        Some(rest) => (rest, rest.chars().next().is_none_or(|c| c.is_whitespace() || "（(【「".contains(c))),
        None => (after, after.len() > words.len() && !words.starts_with(|c| COUNTERS.contains(c))),
    };
    let label = squeezed(&line[..line.len() - rest.len()]);
    opens.then(|| ClauseMarker { form: Form::Articles, number, label, rest: rest.trim_start() })
}

fn numbered_marker(line: &str) -> Option<ClauseMarker<'_>> {
    let (number, after) = leading_number(line, false)?;
    let rest = match after.chars().next()? {
        c if c.is_whitespace() => after,
        '．' | '、' => after.get('．'.len_utf8()..)?,
        '.' => after.get(1..).filter(|rest| !rest.starts_with(|c: char| digit(c).is_some()))?,
        '（' | '【' => after,
        _ => return None,
    };
    let rest = rest.trim_start();
    let label = line[..line.len() - after.len()].to_owned();
    (!rest.is_empty()).then_some(ClauseMarker { form: Form::Numbered, number, label, rest })
}

/// A number whose digits are spread out (`1 2 法令遵守`), its label and the words after it.
pub(super) fn spread_number(line: &str) -> Option<(u16, String, &str)> {
    let (number, rest) = leading_number(line, true)?;
    let label = squeezed(&line[..line.len() - rest.len()]);
    (number >= 10 && rest.starts_with(char::is_whitespace)).then(|| (number, label, rest.trim_start()))
}

/// The item label that opens the line, if one does. A Markdown dash before a label is skipped.
pub(super) fn item_marker(line: &str) -> Option<ItemMarker<'_>> {
    let dashed = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
    let inner = dashed.unwrap_or(line).trim_start();
    if let Some(found) = labelled(inner) {
        return Some(found);
    }
    dashed.map(|rest| marker(ItemKind::Bullet, 1, "・", rest))
}

fn labelled(line: &str) -> Option<ItemMarker<'_>> {
    let first = line.chars().next()?;
    match first {
        '(' | '（' => parenthesised(line, first),
        '①'..='⑳' => Some(marker(ItemKind::Circled, offset(first, '①'), first, after(line, first))),
        '⑴'..='⒇' => Some(marker(ItemKind::Parenthesised, offset(first, '⑴'), first, after(line, first))),
        '・' | '○' | '●' | '※' => Some(marker(ItemKind::Bullet, 1, first, after(line, first))),
        _ => note(line).or_else(|| kana(line, first)).or_else(|| paragraph(line)),
    }
}

fn parenthesised(line: &str, open: char) -> Option<ItemMarker<'_>> {
    let inner = after(line, open);
    let close = inner.find([')', '）'])?;
    let inside = inner[..close].trim();
    let rest = inner[close..].trim_start_matches([')', '）']);
    let label = squeezed(&line[..line.len() - rest.len()]);
    if let Some((number, "")) = leading_number(inside, true) {
        return Some(marker(ItemKind::Parenthesised, number, label, rest));
    }
    let mut chars = inside.chars();
    match (chars.next().and_then(kana_position), chars.next()) {
        (Some(number), None) => Some(marker(ItemKind::ParenthesisedKana, number, label, rest)),
        (Some(_) | None, _) => None,
    }
}

fn note(line: &str) -> Option<ItemMarker<'_>> {
    ["参考", "備考", "注"].into_iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        let rest = rest.strip_prefix(['：', ':']).or_else(|| rest.is_empty().then_some(rest))?;
        Some(marker(ItemKind::Note, 1, word, rest))
    })
}

fn kana(line: &str, first: char) -> Option<ItemMarker<'_>> {
    let number = kana_position(first)?;
    let rest = after(line, first);
    let rest = rest.strip_prefix(|c: char| c.is_whitespace() || "．、".contains(c))?;
    Some(marker(ItemKind::Kana, number, first, rest))
}

fn paragraph(line: &str) -> Option<ItemMarker<'_>> {
    let found = numbered_marker(line)?;
    Some(ItemMarker { kind: ItemKind::Paragraph, number: found.number, label: found.label, rest: found.rest })
}

fn marker(kind: ItemKind, number: u16, label: impl Into<String>, rest: &str) -> ItemMarker<'_> {
    ItemMarker { kind, number, label: label.into(), rest: rest.trim_start() }
}

fn after(line: &str, first: char) -> &str {
    &line[first.len_utf8()..]
}

fn offset(c: char, first: char) -> u16 {
    u16::try_from(u32::from(c).saturating_sub(u32::from(first))).map_or(1, |n| n.saturating_add(1))
}

fn kana_position(c: char) -> Option<u16> {
    let position = KANA_ORDER.chars().position(|kana| kana == c)?;
    u16::try_from(position + 1).ok()
}

/// The heading a line is, `（…）`, `【…】` or a Markdown heading, without its brackets.
pub(super) fn heading(line: &str) -> Option<String> {
    let plain = without_markdown(line).trim_end_matches('*').trim_end();
    let inside = match bracketed(plain) {
        Some((inside, "")) => inside,
        Some(_) => return None,
        None if line.starts_with('#') && !is_chapter(plain) && clause_marker(line).is_none() => plain,
        None => return None,
    };
    let inside = inside.trim();
    let fits = inside.chars().count() <= HEADING_CHARS && !inside.contains('。') && !inside.is_empty();
    (fits && leading_number(inside, true).is_none_or(|(_, rest)| !rest.is_empty())).then(|| inside.to_owned())
}

/// A heading at the beginning of the clause's own line, `第1条（目的） …`, and the words after it.
pub(super) fn inline_heading(rest: &str) -> Option<(String, &str)> {
    let (inside, after) = bracketed(rest)?;
    let own_line = after.is_empty() || after.starts_with(char::is_whitespace);
    let taken = rest.get(..rest.len() - after.len())?;
    own_line.then(|| heading(taken).map(|_| (inside.trim().to_owned(), after.trim_start())))?
}

/// The words after a clause number are a heading of their own: short, and no part of a sentence.
pub(super) fn is_bare_heading(rest: &str) -> bool {
    let count = rest.chars().count();
    (1..=BARE_HEADING_CHARS).contains(&count)
        && !rest.contains(['。', '、', '，'])
        && !rest.ends_with(|c| PARTICLES.contains(c))
        && bracketed(rest).is_none()
        && item_marker(rest).is_none()
}

/// Splits `（inside）after` at the bracket that closes the first one.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if !"（(【〔".contains(first) {
        return None;
    }
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '【' | '〔' => depth += 1,
            '）' | ')' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some((&text[first.len_utf8()..at], &text[at + c.len_utf8()..]));
        }
    }
    None
}

/// The line opens a bracket that it doesn't close: the first half of a wrapped heading.
pub(super) fn opens_heading(line: &str) -> bool {
    let plain = without_markdown(line);
    plain.starts_with(['（', '(', '【']) && bracketed(plain).is_none() && item_marker(plain).is_none()
}

/// The line is the title of a clause set, such as 「個人情報取扱特記事項」.
pub(super) fn is_title(line: &str) -> bool {
    if line.contains('\t') || line.chars().count() > TITLE_CHARS * 2 {
        return false;
    }
    let words = squeezed(without_markdown(line));
    let words = words.trim_end_matches(['*', '】', '」', '』', '》', '＞', '>']);
    let words = words.strip_suffix("（案）").unwrap_or(words);
    words.chars().count() <= TITLE_CHARS
        && !words.contains(['。', '、'])
        && TITLE_ENDINGS.iter().any(|ending| words.ends_with(ending))
}

/// The line shows that the clauses are over: 以上, a new section, a table, a date, a heading of something else.
pub(super) fn ends_clauses(line: &str) -> bool {
    let words = squeezed(without_markdown(line));
    words == "以上"
        || line.starts_with(['#', '|'])
        || line.contains('\t')
        || opens_appendix(&words)
        || (is_date(&words))
        || is_title(line)
        || heading(line).is_some_and(|_| item_marker(line).is_none())
}

/// The words, without white space, begin an appendix (`別紙1`, `様式2`) and are no sentence.
pub(super) fn opens_appendix(words: &str) -> bool {
    let bare = words.trim_start_matches(['（', '(', '【', '［', '[']);
    SECTION_STARTS.iter().any(|start| bare.starts_with(start)) && !words.contains('。')
}

fn is_date(words: &str) -> bool {
    let era = ["令和", "平成", "西暦"].iter().any(|era| words.starts_with(era));
    era && words.ends_with('日') && words.chars().count() <= 16
}

/// The line belongs to the page or the chapter, not to a clause: a page number, `第２章 …`.
pub(super) fn is_noise(line: &str) -> bool {
    is_page_number(line) || is_chapter(without_markdown(line))
}

fn is_page_number(line: &str) -> bool {
    let words = squeezed(line);
    let core = words.trim_start_matches(['P', 'p', '.']).trim_end_matches("ページ").trim_end_matches("頁");
    let marks = |c: char| digit(c).is_some() || "-－―‐–—/／~～".contains(c);
    core.chars().any(|c| digit(c).is_some()) && core.chars().all(marks) && core.chars().count() <= 9
}

fn is_chapter(line: &str) -> bool {
    let number = line.strip_prefix('第').and_then(|rest| leading_number(rest.trim_start(), true));
    number.is_some_and(|(_, rest)| {
        let after = rest.trim_start().strip_prefix(['章', '節', '編']);
        after.is_some_and(|title| title.is_empty() || title.starts_with(char::is_whitespace))
    })
}

pub(super) fn without_markdown(line: &str) -> &str {
    line.trim_start_matches('#').trim_start().trim_start_matches('*').trim_start()
}

fn digit(c: char) -> Option<u16> {
    let zero = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        _ => return None,
    };
    u16::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// The number (1–999) a text opens with. `spread` also reads kanji digits and spaces between the digits.
fn leading_number(text: &str, spread: bool) -> Option<(u16, &str)> {
    let first = text.chars().next()?;
    if spread && kanji_value(first).is_some() {
        return kanji_number(text);
    }
    let (mut value, mut digits, mut end) = (0_u16, 0, 0);
    for (at, c) in text.char_indices() {
        match digit(c) {
            Some(d) if digits < 3 => {
                (value, digits, end) = (value * 10 + d, digits + 1, at + c.len_utf8());
            }
            Some(_) => return None,
            None if spread && digits > 0 && c.is_whitespace() => {}
            None => break,
        }
    }
    (value > 0).then(|| (value, &text[end..]))
}

fn kanji_value(c: char) -> Option<u16> {
    let position = "〇一二三四五六七八九".chars().position(|kanji| kanji == c);
    match c {
        '十' => Some(10),
        '百' => Some(100),
        _ => position.and_then(|p| u16::try_from(p).ok()),
    }
}

fn kanji_number(text: &str) -> Option<(u16, &str)> {
    let (mut total, mut last, mut end) = (0_u16, 0_u16, 0);
    for (read, (at, c)) in text.char_indices().enumerate() {
        let Some(value) = kanji_value(c) else { break };
        if read > 6 {
            return None;
        }
        if value >= 10 {
            total = total.checked_add(last.max(1).checked_mul(value)?)?;
            last = 0;
        } else {
            last = last.checked_mul(10)?.checked_add(value)?;
        }
        end = at + c.len_utf8();
    }
    let number = total.checked_add(last)?;
    (1..=999).contains(&number).then(|| (number, &text[end..]))
}
