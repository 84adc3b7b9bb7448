//! Makes every text printable before typesetting, so that no character can stop a document.
//!
//! PDF/A refuses a glyph that no font has, a private-use character (外字) and some control characters. Here a character
//! that cannot be printed becomes 〓 (geta mark), and a name that lost one says so (`substituted`), so that the template
//! prints its kana beside it. The stored name is untouched.

use serde_json::{Map, Value};

/// Stands in for a character that no font can print.
pub const GETA: char = '〓';

/// Replaces unprintable characters in every text of `data`. `has` says whether some font has the character.
///
/// An object with `written` and `kana` (a [`super::parts::PersonName`]) also gets `substituted`.
pub fn cover(data: &mut Value, has: &dyn Fn(char) -> bool) {
    match data {
        Value::String(text) => {
            if let Some(printable) = printable(text, has) {
                *text = printable;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| cover(item, has)),
        Value::Object(fields) => cover_fields(fields, has),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn cover_fields(fields: &mut Map<String, Value>, has: &dyn Fn(char) -> bool) {
    let getas = |fields: &Map<String, Value>| {
        fields.get("written").and_then(Value::as_str).map(|name| name.matches(GETA).count())
    };
    let before = getas(fields);
    fields.values_mut().for_each(|field| cover(field, has));
    if let (Some(before), Some(after), true) = (before, getas(fields), fields.contains_key("kana")) {
        fields.insert("substituted".into(), Value::Bool(after > before));
    }
}

/// The text with what cannot be printed replaced or dropped; `None` when nothing had to change.
fn printable(text: &str, has: &dyn Fn(char) -> bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut base_is_printed = false;
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            _ if c.is_control() || is_invisible(c) => {}
            _ if is_variation_selector(c) => {
                if base_is_printed {
                    out.push(c);
                }
            }
            _ => {
                base_is_printed = !is_private(c) && has(c);
                out.push(if base_is_printed { c } else { GETA });
            }
        }
    }
    (out != text).then_some(out)
}

/// 外字: what it looks like is known only to the machine it came from.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// Direction marks, joiners and other characters without a shape; some could reorder a printed line.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E00FF}')
}

/// Part of the character before it: kept with it, dropped with it. Fonts without the variant print the base form.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn japanese_only(c: char) -> bool {
        c.is_ascii() || ('\u{3000}'..='\u{9FFF}').contains(&c)
    }

    #[test]
    fn a_name_that_lost_a_character_says_so() {
        let mut data = json!({ "name": { "written": "𠮷田 花", "kana": "ヨシダ ハナ" } });
        cover(&mut data, &japanese_only);
        assert_eq!(
            data,
            json!({ "name": { "written": "〓田 花", "kana": "ヨシダ ハナ", "substituted": true } })
        );
    }

    #[test]
    fn a_printable_name_is_left_alone() {
        let mut data = json!([{ "written": "渡邊\u{E0101} 一", "kana": "ワタナベ ハジメ" }]);
        cover(&mut data, &japanese_only);
        assert_eq!(
            data,
            json!([{ "written": "渡邊\u{E0101} 一", "kana": "ワタナベ ハジメ", "substituted": false }])
        );
    }

    #[test]
    fn private_use_and_emoji_become_geta_and_invisible_characters_go() {
        let mut data = json!("外\u{E000}字😀\u{202E}逆\u{0}\tあ\u{FE0F}い\r\n次");
        cover(&mut data, &japanese_only);
        assert_eq!(data, json!("外〓字〓逆 あ\u{FE0F}い\n次"));
    }

    #[test]
    fn a_variant_of_an_unprintable_base_goes_with_it() {
        let mut data = json!("😀\u{FE0F}");
        cover(&mut data, &japanese_only);
        assert_eq!(data, json!("〓"));
    }
}
