//! 変更箇所: what changed in a Japanese text, word by word. A word is a run of kanji, of hiragana, of katakana, or of letters and
//! digits; anything else stands for itself. The longest common sequence of words is what stayed.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Same,
    Added,
    Removed,
}

/// Neighbouring words with the same fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub change: Change,
    pub text: String,
}

/// Most pairs of words that are compared; beyond it the middle of the text counts as rewritten.
const MOST_PAIRS: usize = 4_000_000;

/// The runs of both texts: without what was removed they are `now`, without what was added `before`.
pub fn difference(before: &str, now: &str) -> Vec<Run> {
    let (old, new) = (words(before), words(now));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = (old.len() - head).min(new.len() - head);
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut runs = Runs::default();
    runs.extend(Change::Same, &new[..head]);
    if old_middle.len().saturating_mul(new_middle.len()) > MOST_PAIRS {
        runs.extend(Change::Removed, old_middle);
        runs.extend(Change::Added, new_middle);
    } else {
        runs.compare(old_middle, new_middle);
    }
    runs.extend(Change::Same, &new[new.len() - tail..]);
    runs.0
}

#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn push(&mut self, change: Change, word: &str) {
        match self.0.last_mut().filter(|run| run.change == change) {
            Some(run) => run.text.push_str(word),
            None => self.0.push(Run { change, text: word.to_owned() }),
        }
    }

    fn extend(&mut self, change: Change, words: &[&str]) {
        words.iter().for_each(|word| self.push(change, word));
    }

    /// Walks along the longest common sequence; what was removed comes before what stands in its place.
    fn compare(&mut self, old: &[&str], new: &[&str]) {
        let lengths = common(old, new);
        let length = |o: usize, n: usize| lengths.get(o * (new.len() + 1) + n).copied().unwrap_or_default();
        let (mut o, mut n) = (0, 0);
        while let (Some(was), Some(is)) = (old.get(o), new.get(n)) {
            if was == is {
                self.push(Change::Same, is);
                (o, n) = (o + 1, n + 1);
            } else if length(o + 1, n) >= length(o, n + 1) {
                self.push(Change::Removed, was);
                o += 1;
            } else {
                self.push(Change::Added, is);
                n += 1;
            }
        }
        self.extend(Change::Removed, &old[o..]);
        self.extend(Change::Added, &new[n..]);
    }
}

/// For each pair of places how many words the rests of both have in common, row by row.
fn common(old: &[&str], new: &[&str]) -> Vec<u16> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u16; (old.len() + 1) * width];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            lengths[o * width + n] = if old[o] == new[n] {
                lengths[(o + 1) * width + n + 1].saturating_add(1)
            } else {
                lengths[(o + 1) * width + n].max(lengths[o * width + n + 1])
            };
        }
    }
    lengths
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Letter,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '々'
        | '〇'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Script::Kanji,
        '\u{3041}'..='\u{309F}' => Script::Hiragana,
        '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9F}' => Script::Katakana,
        c if c.is_alphanumeric() => Script::Letter,
        _ => Script::Other,
    }
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut last) = (0, None);
    for (at, c) in text.char_indices() {
        let now = script(c);
        let ends = last.is_some_and(|last| last != now || now == Script::Other);
        if ends {
            words.extend(text.get(start..at));
            start = at;
        }
        last = Some(now);
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 「同じ[＋加えた][−除いた]」
    fn written(before: &str, now: &str) -> String {
        let run = |run: &Run| match run.change {
            Change::Same => run.text.clone(),
            Change::Added => format!("[+{}]", run.text),
            Change::Removed => format!("[-{}]", run.text),
        };
        difference(before, now).iter().map(run).collect()
    }

    #[test]
    fn words_are_marked_and_what_stayed_is_not() {
        let cases = [
            ("", "", ""),
            ("", "新規", "[+新規]"),
            ("廃止", "", "[-廃止]"),
            ("紙及び電磁的媒体", "紙及び電磁的媒体", "紙及び電磁的媒体"),
            ("CD-Rで渡す", "LGWANで渡す", "[-CD-R][+LGWAN]で渡す"),
            ("令和6年4月1日から", "令和7年4月1日から", "令和[-6][+7]年4月1日から"),
            ("氏名、住所、電話番号", "氏名、住所、性別、電話番号", "氏名、住所、[+性別、]電話番号"),
            ("保健指導（対面、電話）", "保健指導（対面、電話、Web）", "保健指導（対面、電話[+、Web]）"),
            ("一行目\n二行目", "一行目\n新しい行\n二行目", "一行目\n[+新しい行\n]二行目"),
            ("メールを送る", "メールを二度送る", "メールを[-送][+二度送]る"),
        ];
        for (before, now, expected) in cases {
            assert_eq!(written(before, now), expected, "{before} → {now}");
        }
    }

    #[test]
    fn a_text_too_long_to_compare_counts_as_rewritten_but_for_its_ends() {
        let (before, now) = ("、。".repeat(1_500), "，．".repeat(1_500));
        let runs = difference(&format!("初め{before}終わり"), &format!("初め{now}終わり"));
        let changes: Vec<Change> = runs.iter().map(|run| run.change).collect();
        assert_eq!(changes, [Change::Same, Change::Removed, Change::Added, Change::Same]);
    }

    fn without(runs: &[Run], left_out: Change) -> String {
        runs.iter().filter(|run| run.change != left_out).map(|run| run.text.as_str()).collect()
    }

    const TEXT: &str = "[ぁ-うア-ウ一-二年月日0-3A-C、。\n（）]{0,40}";

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_runs(before in TEXT, now in TEXT) {
            let runs = difference(&before, &now);
            prop_assert_eq!(without(&runs, Change::Removed), now);
            prop_assert_eq!(without(&runs, Change::Added), before);
            prop_assert!(runs.iter().all(|run| !run.text.is_empty()));
            prop_assert!(runs.windows(2).all(|pair| pair[0].change != pair[1].change));
        }

        #[test]
        fn a_text_does_not_differ_from_itself(text in TEXT) {
            prop_assert!(difference(&text, &text).iter().all(|run| run.change == Change::Same));
        }

        #[test]
        fn what_is_put_between_is_all_that_is_added(head in TEXT, tail in TEXT) {
            let runs = difference(&format!("{head}｜{tail}"), &format!("{head}｜＊｜{tail}"));
            prop_assert!(runs.iter().all(|run| run.change != Change::Removed));
            prop_assert_eq!(runs.iter().filter(|run| run.change == Change::Added).count(), 1);
        }
    }
}
