//! 体調確認: tests on questions or answers that aren't there, outcomes that are never reached.

use super::{Faults, eligibility::MOST_LEVELS};
use crate::programmes::definition::{AnswerTest, Ask, Definition, Outcome, Screening, ScreeningQuestion};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    for (at, sheet) in definition.screenings.iter().enumerate() {
        let path = format!("screenings[{at}]");
        faults.when(
            sheet.questions.is_empty(),
            &format!("{path}.questions"),
            "確認シートに質問がありません。1つ以上加えてください。",
        );
        for (nth, question) in sheet.questions.iter().enumerate() {
            self::question(sheet, question, nth, &format!("{path}.questions[{nth}]"), faults);
        }
        outcomes(sheet, &path, faults);
    }
}

fn question(sheet: &Screening, question: &ScreeningQuestion, nth: usize, path: &str, faults: &mut Faults) {
    if let Ask::Choices(options) = &question.ask {
        super::options(options, &format!("{path}.ask.choices"), faults);
    }
    let Some(when) = &question.when else { return };
    let path = format!("{path}.when");
    whole(sheet, when, &path, faults);
    let earlier = sheet.questions.get(..nth).unwrap_or_default();
    let later = asked(when).into_iter().find(|code| {
        sheet.questions.iter().any(|known| known.code == *code)
            && !earlier.iter().any(|known| known.code == *code)
    });
    if let Some(code) = later {
        let of = sheet.questions.iter().find(|known| known.code == code).map_or(code, |known| &known.text);
        faults.say(
            path,
            format!(
                "「{}」を聞くかどうかが、それより後の質問「{of}」の答えで決まります。その質問を前に移してください。",
                question.text
            ),
        );
    }
}

fn outcomes(sheet: &Screening, path: &str, faults: &mut Faults) {
    let mut hearing_before = false;
    for (nth, rule) in sheet.outcomes.iter().enumerate() {
        let path = format!("{path}.outcomes[{nth}]");
        match rule.outcome {
            Outcome::Fit => faults.say(
                format!("{path}.outcome"),
                "「可」はどの決まりにも当てはまらないときの結果です。この決まりを消してください。",
            ),
            Outcome::Hearing => hearing_before = true,
            Outcome::Unfit => faults.when(
                hearing_before,
                &format!("{path}.outcome"),
                "「不可」の決まりが「要聞き取り」の後にあります。「不可」を先に並べてください。",
            ),
        }
        if rule.when.is_empty() {
            let sentence = format!(
                "「{}」になる決まり「{}」に、条件がありません。条件を1つ以上加えてください。",
                rule.outcome.label(),
                rule.reason
            );
            let group = if matches!(rule.when, AnswerTest::All(_)) { "all" } else { "any" };
            faults.say(format!("{path}.when.{group}"), sentence);
            continue;
        }
        whole(sheet, &rule.when, &format!("{path}.when"), faults);
        for code in asked(&rule.when) {
            let reference = sheet.questions.iter().find(|known| known.code == code && known.reference_only);
            if let Some(question) = reference {
                faults.say(
                    format!("{path}.when"),
                    format!(
                        "「{}」は参考に聞くだけの質問ですが、結果を決める条件に使われています。参考の印を外すか、条件から消してください。",
                        question.text
                    ),
                );
            }
        }
    }
}

/// Codes of the questions a test looks at.
fn asked(test: &AnswerTest) -> Vec<&str> {
    match test {
        AnswerTest::All(parts) | AnswerTest::Any(parts) => parts.iter().flat_map(asked).collect(),
        AnswerTest::Not(inner) => asked(inner),
        AnswerTest::Is { question, .. } | AnswerTest::Only { question, .. } => vec![question],
    }
}

fn whole(sheet: &Screening, tree: &AnswerTest, path: &str, faults: &mut Faults) {
    if levels(tree) > MOST_LEVELS {
        faults
            .say(path, format!("条件の入れ子が深すぎて読めません。{MOST_LEVELS}段までにまとめてください。"));
    }
    test(sheet, tree, path, faults);
}

/// Levels of a tree, the top included.
fn levels(tree: &AnswerTest) -> usize {
    match tree {
        AnswerTest::All(parts) | AnswerTest::Any(parts) => 1 + parts.iter().map(levels).max().unwrap_or(0),
        AnswerTest::Not(inner) => 1 + levels(inner),
        AnswerTest::Is { .. } | AnswerTest::Only { .. } => 1,
    }
}

fn test(sheet: &Screening, tree: &AnswerTest, path: &str, faults: &mut Faults) {
    match tree {
        AnswerTest::All(parts) => several(sheet, parts, &format!("{path}.all"), faults),
        AnswerTest::Any(parts) => several(sheet, parts, &format!("{path}.any"), faults),
        AnswerTest::Not(inner) => test(sheet, inner, &format!("{path}.not"), faults),
        AnswerTest::Is { question, among } => answers(sheet, question, among, &format!("{path}.is"), faults),
        AnswerTest::Only { question, among } => {
            answers(sheet, question, among, &format!("{path}.only"), faults)
        }
    }
}

fn several(sheet: &Screening, parts: &[AnswerTest], path: &str, faults: &mut Faults) {
    faults.when(parts.is_empty(), path, "条件の中身がありません。条件を1つ以上加えてください。");
    for (at, part) in parts.iter().enumerate() {
        test(sheet, part, &format!("{path}[{at}]"), faults);
    }
}

fn answers(sheet: &Screening, code: &str, among: &[String], path: &str, faults: &mut Faults) {
    let Some(question) = sheet.questions.iter().find(|known| known.code == code) else {
        faults.say(
            format!("{path}.question"),
            format!(
                "「{code}」という質問は「{}」にありません。ある質問のコードにしてください。",
                sheet.title
            ),
        );
        return;
    };
    faults.when(
        among.is_empty(),
        &format!("{path}.among"),
        "どの答えのときかが書かれていません。答えを1つ以上選んでください。",
    );
    if question.ask == Ask::Words {
        faults.say(
            format!("{path}.question"),
            format!(
                "「{}」は文で答える質問のため、条件に使えません。選択肢のある質問にしてください。",
                question.text
            ),
        );
        return;
    }
    let known: Vec<&str> = question.ask.answers().into_iter().map(|(code, _)| code).collect();
    for answer in among.iter().filter(|answer| !known.contains(&answer.as_str())) {
        faults.say(
            format!("{path}.among"),
            format!(
                "「{}」に「{answer}」という答えはありません。使えるのは{}です。",
                question.text,
                known.join("、")
            ),
        );
    }
}
