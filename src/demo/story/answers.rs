//! What the people of a class answer to the questionnaire. Told by their place in the class, so that nothing else moves.

use crate::{
    assessments::questionnaire::{Mode, Replies},
    programmes::Questionnaire,
};

const GOOD: [&str; 5] = [
    "同じ町に話せる人ができた。毎週が楽しみだった。",
    "家でできる体操を覚えた。朝の立ち上がりが楽になった。",
    "先生が名前で呼んでくれるのがうれしかった。",
    "血圧を自分で測る習慣がついた。",
    "孫と公園まで歩けるようになった。",
];
const WISHES: [&str; 3] = [
    "夏は会場が暑いので、飲み物を置ける台がほしい。",
    "午後より午前のほうが通いやすい。",
    "終わったあとも月に一度は集まりたい。",
];

/// How the person in that place answered, and who held the pen.
pub fn of(asked: &Questionnaire, index: usize) -> (Replies, Mode) {
    let mut replies = Replies::default();
    for (at, item) in asked.closed().enumerate() {
        // Somebody leaves a question out now and then, as on real sheets.
        if (index + at * 5) % 13 == 12 {
            continue;
        }
        let answers = item.answers();
        let turn = [0, 1, 0, 1, 2, 0, 1, 0, 3, 1][(index * 3 + at * 7) % 10];
        let best_last = item.code == "continue";
        let place = if best_last { answers.len() - 1 - turn.min(2) } else { turn.min(answers.len() - 1) };
        if let Some((code, _)) = answers.get(place) {
            replies.chosen.choose(item, code);
        }
    }
    if index % 4 != 3 {
        replies.words.0.insert("good".to_owned(), GOOD[index % GOOD.len()].to_owned());
    }
    if index % 5 == 1 {
        replies.words.0.insert("wishes".to_owned(), WISHES[index / 5 % WISHES.len()].to_owned());
    }
    (replies, if index % 6 == 2 { Mode::Heard } else { Mode::Written })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::meguro;

    #[test]
    fn a_class_answers_in_many_ways() {
        let asked = meguro().questionnaire().unwrap();
        let all: Vec<(Replies, Mode)> = (0..20).map(|index| of(asked, index)).collect();
        assert!(all.iter().any(|(_, mode)| *mode == Mode::Heard));
        assert!(all.iter().any(|(replies, _)| replies.words.0.is_empty()));
        for item in asked.closed() {
            let codes: std::collections::BTreeSet<_> =
                all.iter().filter_map(|(replies, _)| replies.chosen.code(item)).collect();
            assert!(codes.len() > 1, "{}", item.code);
        }
        assert!(all.iter().any(|(replies, _)| replies.chosen.given(asked).0 < 5));
    }
}
