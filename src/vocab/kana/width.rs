//! Full and half width: what is changed before text is stored.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Why a typed フリガナ was not accepted. `Display` is the sentence for the person who typed it; `Debug` does not
/// repeat what they typed.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
pub enum KanaProblem {
    #[error("フリガナを入力してください。例：ヤマダ")]
    Missing,
    #[error("フリガナはひらがなかカタカナで入力してください（「{found}」は使えません）。例：ヤマダ")]
    NotKana { found: char },
}

impl fmt::Debug for KanaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::NotKana { .. } => "NotKana(…)",
        })
    }
}

/// ひらがな and 半角カナ to 全角カタカナ. Small kana, long vowels, `・` and `ヽヾ` stay as typed; a hyphen after a
/// kana is taken for the long vowel it looks like; spaces become one full-width space each and none at the ends.
pub fn katakana(text: &str) -> Result<String, KanaProblem> {
    let mut kana = String::with_capacity(text.len());
    for c in full_kana(text.trim()).chars() {
        match c {
            'ァ'..='ヺ' | 'ー' | '・' | 'ヽ' | 'ヾ' => kana.push(c),
            _ if is_hyphen(c) && kana.ends_with(is_katakana) => kana.push('ー'),
            _ if c.is_whitespace() => {
                if !kana.ends_with('　') {
                    kana.push('　');
                }
            }
            '\u{3099}' => return Err(KanaProblem::NotKana { found: '゛' }),
            '\u{309A}' => return Err(KanaProblem::NotKana { found: '゜' }),
            _ => return Err(KanaProblem::NotKana { found: c }),
        }
    }
    if kana.chars().any(is_katakana) { Ok(kana) } else { Err(KanaProblem::Missing) }
}

/// Figures, Latin letters, punctuation of ASCII, hyphens and spaces to half width; every other character stays.
///
/// Hyphen-like marks become `-` beside a figure or Latin letter only (`１－２` → `1-2`, `１ー２` → `1-2`), so the
/// long vowel of `コーポ` and a dash between kanji are left alone. `～` stays: it is a word in addresses.
pub fn half_digits(text: &str) -> String {
    let narrow: Vec<char> = text.chars().map(half_width).collect();
    let is_ascii = |at: Option<usize>| {
        at.and_then(|at| narrow.get(at)).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | ')'))
    };
    narrow
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let (after, before) = (is_ascii(at.checked_sub(1)), is_ascii(Some(at + 1)));
            match c {
                'ー' | 'ｰ' if after && (before || narrow.len() == at + 1) => '-',
                _ if is_hyphen(*c) && (after || before) => '-',
                _ => *c,
            }
        })
        .collect()
}

/// Hiragana and half-width kana as full-width katakana, with their voicing marks joined on.
pub(super) fn full_kana(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
            '゛' | 'ﾞ' => '\u{3099}',
            '゜' | 'ﾟ' => '\u{309A}',
            '･'..='ﾝ' => c.nfkc().next().unwrap_or(c),
            _ => c,
        })
        .nfc()
        .collect()
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ')
}

/// Marks typed for a hyphen, in half and full width. The long vowel `ー` is not one of them.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn half_width(c: char) -> char {
    match c {
        '－' | '～' => c,
        '！'..='｝' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{00A0}' => ' ',
        _ => c,
    }
}
