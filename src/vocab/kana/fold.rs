//! Search keys: what two spellings of one name have in common. Never shown.

use unicode_normalization::UnicodeNormalization;

use super::variants::common_form;
use super::width::{full_kana, is_hyphen};

/// The search key of a reading.
///
/// - Folded: hiragana, half width, small kana (old registers hold large kana only: キヨウコ = キョウコ), long
///   vowels however written (ヨーコ = ヨウコ, オオノ = オーノ = オウノ, ケイコ = ケーコ), ヴ→ブ, ヂ→ジ, ヅ→ズ, ヲ→オ,
///   ヰ→イ, ヱ→エ.
/// - Dropped: spaces and `・`.
/// - Kept: voicing (ヤマサキ ≠ ヤマザキ) and the number of sounds (小野 オノ ≠ 大野 オオノ).
///
/// The key of a beginning is the beginning of the key, so keys can be matched by prefix.
pub fn fold_kana(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in full_kana(text).chars().filter(|c| !c.is_whitespace() && *c != '・') {
        let before = key.chars().next_back().and_then(vowel);
        match (plain_kana(c), before) {
            ('ー', Some(vowel)) => key.push(vowel),
            ('ー', None) => {}
            ('ウ', Some('オ')) => key.push('オ'),
            ('イ', Some('エ')) => key.push('エ'),
            (kana, _) => key.push(kana),
        }
    }
    key
}

/// The search key of a written name: variation selectors and spaces dropped, widths and compatibility
/// ideographs made one, 旧字体 and 異体字 brought to a common form (髙→高, 﨑→崎, 邊→辺), 々 written out.
///
/// Different names may share a key (斎藤 and 斉藤): search offers both, and a person chooses.
pub fn fold_name(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let kept = text.chars().filter(|c| !is_variation_selector(*c)).nfkc().filter(|c| !c.is_whitespace());
    for c in kept.flat_map(char::to_lowercase) {
        match (c, key.chars().next_back()) {
            ('々' | '〻', Some(before)) => key.push(before),
            _ => key.push(common_form(c)),
        }
    }
    key
}

/// The beginnings of a key, shortest first: one character, two, … up to `max` or the whole key.
pub fn prefixes(key: &str, max: usize) -> Vec<String> {
    let ends = key.char_indices().map(|(start, c)| start + c.len_utf8());
    ends.take(max).filter_map(|end| key.get(..end)).map(str::to_owned).collect()
}

/// Large kana, one letter for each sound, one mark for the long vowel.
fn plain_kana(c: char) -> char {
    match c {
        'ァ' => 'ア',
        'ィ' | 'ヰ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' | 'ヱ' => 'エ',
        'ォ' | 'ヲ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ヴ' => 'ブ',
        'ヂ' => 'ジ',
        'ヅ' => 'ズ',
        _ if is_hyphen(c) => 'ー',
        _ => c,
    }
}

/// The vowel a large kana ends in; `None` for ン and everything that is not kana.
fn vowel(kana: char) -> Option<char> {
    const COLUMNS: [(char, &str); 5] = [
        ('ア', "アカガサザタダナハバパマヤラワ"),
        ('イ', "イキギシジチニヒビピミリ"),
        ('ウ', "ウクグスズツヌフブプムユル"),
        ('エ', "エケゲセゼテデネヘベペメレ"),
        ('オ', "オコゴソゾトドノホボポモヨロ"),
    ];
    COLUMNS.into_iter().find(|(_, column)| column.contains(kana)).map(|(vowel, _)| vowel)
}

/// The standard selectors and those of the ideographic variation database (IVS).
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
