//! 用紙: screening sheets, measurements and questionnaires.

use super::{Lines, quoted};
use crate::programmes::definition::{
    AnswerForm, AnswerTest, Ask, Definition, Measurement, PlannedInstrument, Screening, ScreeningQuestion,
    VitalsRule,
};

pub(super) fn screenings(definition: &Definition, lines: &mut Lines) {
    for sheet in &definition.screenings {
        let about = format!("screenings[{}]", sheet.code);
        lines.say(
            &about,
            format!("「{}」：「要聞き取り」のときは、{}", sheet.title, sheet.hearing_by.sentence()),
        );
        for question in &sheet.questions {
            lines.under(format!("{about}.questions[{}]", question.code), 1, asked(sheet, question));
        }
        for (at, rule) in sheet.outcomes.iter().enumerate() {
            let outcome = rule.outcome.label();
            let led_to = if rule.when.is_empty() {
                format!("「{outcome}」とする条件が、まだありません。")
            } else {
                format!("{}とき、「{outcome}」とします。", test(sheet, &rule.when))
            };
            lines.under(format!("{about}.outcomes[{at}]"), 1, format!("{led_to}理由：{}", rule.reason));
        }
        lines.under(format!("{about}.outcomes"), 1, "どれにも当てはまらないときは「可」です。");
    }
}

fn asked(sheet: &Screening, question: &ScreeningQuestion) -> String {
    let kind = match &question.ask {
        Ask::YesNo => "はい・いいえ".to_owned(),
        Ask::YesNoUnknown => "はい・いいえ・わからない".to_owned(),
        Ask::Choices(options) => {
            format!(
                "当てはまるものをすべて選ぶ：{}",
                quoted(options.iter().map(|option| option.text.as_str()))
            )
        }
        Ask::Words => "文で答える".to_owned(),
    };
    let when = question
        .when
        .as_ref()
        .map_or_else(String::new, |when| format!("{}ときだけ聞きます。", test(sheet, when)));
    let reference =
        if question.reference_only { "参考に聞くだけで、結果を決めません。" } else { "" };
    format!("質問「{}」（{kind}）{when}{reference}", question.text)
}

/// A test as a clause that 「とき」 can follow.
pub(crate) fn test(sheet: &Screening, tree: &AnswerTest) -> String {
    let joined = |parts: &[AnswerTest], mark: &str| {
        let clauses: Vec<String> = parts.iter().map(|part| test(sheet, part)).collect();
        if clauses.is_empty() {
            "（まだ条件がない）".to_owned()
        } else if clauses.len() > 1 {
            format!("（{}）", clauses.join(mark))
        } else {
            clauses.concat()
        }
    };
    match tree {
        AnswerTest::All(parts) => joined(parts, "、かつ"),
        AnswerTest::Any(parts) => joined(parts, "、または"),
        AnswerTest::Not(inner) => denied(sheet, inner),
        AnswerTest::Is { question, among } => {
            let (text, answers) = answered(sheet, question, among);
            format!("「{text}」に{answers}と答えた")
        }
        AnswerTest::Only { question, among } => {
            let (text, answers) = answered(sheet, question, among);
            format!("「{text}」に{answers}だけを答えた")
        }
    }
}

/// The opposite of a test as a clause.
fn denied(sheet: &Screening, inner: &AnswerTest) -> String {
    if let AnswerTest::Is { question, among } = inner {
        let (text, answers) = answered(sheet, question, among);
        return format!("「{text}」に{answers}と答えていない");
    }
    if let AnswerTest::Only { question, among } = inner {
        let (text, answers) = answered(sheet, question, among);
        return format!("「{text}」に{answers}だけを答えたのではない");
    }
    let listed = |parts: &[AnswerTest]| {
        let clauses: Vec<String> = parts.iter().map(|part| test(sheet, part)).collect();
        format!("（{}）", clauses.join("、"))
    };
    match inner {
        AnswerTest::All(parts) if parts.len() > 1 => format!("{}のすべてには当てはまらない", listed(parts)),
        AnswerTest::Any(parts) if parts.len() > 1 => format!("{}のどれにも当てはまらない", listed(parts)),
        AnswerTest::All(_)
        | AnswerTest::Any(_)
        | AnswerTest::Not(_)
        | AnswerTest::Is { .. }
        | AnswerTest::Only { .. } => format!("（{}のではない）", test(sheet, inner)),
    }
}

/// The question's text and the answers' words, codes where they are unknown.
fn answered<'a>(sheet: &'a Screening, code: &'a str, among: &'a [String]) -> (&'a str, String) {
    let question = sheet.questions.iter().find(|question| question.code == code);
    let known = question.map(|question| question.ask.answers()).unwrap_or_default();
    let word =
        |answer: &'a str| known.iter().find(|(code, _)| *code == answer).map_or(answer, |(_, text)| text);
    let words: Vec<String> = among.iter().map(|answer| format!("「{}」", word(answer))).collect();
    (question.map_or(code, |question| &question.text), words.join("か"))
}

pub(super) fn measurement(definition: &Definition, lines: &mut Lines) {
    let measurement = &definition.measurement;
    for planned in &measurement.instruments {
        lines.say(
            format!("measurement.instruments[{}]", planned.instrument.code()),
            instrument(definition, *planned),
        );
    }
    if let Some(first) = measurement.first_at_session {
        lines.say("measurement.first_at_session", format!("最初の測定は{first}回目に行います。"));
    }
    vitals(measurement, lines);
    let sheet = if measurement.result_sheet {
        "参加者に結果の用紙を渡します。"
    } else {
        "参加者に渡す結果の用紙は定めません。"
    };
    lines.say("measurement.result_sheet", sheet);
}

fn instrument(definition: &Definition, planned: PlannedInstrument) -> String {
    let required = if planned.required {
        "必ず行います。"
    } else {
        "行うかどうかは事業者が区と決めます。"
    };
    let make_up = match (planned.may_make_up, definition.style.has_sessions()) {
        (true, _) => "別の日・郵送・電話で補えます。",
        (false, true) => "会場で行い、別の日・郵送・電話では補いません。",
        (false, false) => "",
    };
    format!(
        "{}：{}に測ります。{required}{make_up}{}。",
        planned.instrument.label(),
        planned.timing.label(),
        planned.comparison.words()
    )
}

fn vitals(measurement: &Measurement, lines: &mut Lines) {
    let text = match measurement.vitals {
        VitalsRule::NotRequired => "血圧・脈拍の測定は求めません。",
        VitalsRule::BeforeAndAfter => {
            "出席した全員の血圧・脈拍を、教室の前と後に測ります。値か測れない理由がなければ、回を締められません。"
        }
    };
    lines.say("measurement.vitals", text);
    if let Some(limits) = measurement.soft_limits {
        lines.say(
            "measurement.soft_limits",
            format!(
                "上の血圧が{}mmHg以上、下の血圧が{}mmHg以上、脈拍が毎分{}回以下または{}回以上のとき、注意を出します。",
                limits.systolic, limits.diastolic, limits.pulse_least, limits.pulse_most
            ),
        );
    }
}

pub(super) fn questionnaires(definition: &Definition, lines: &mut Lines) {
    for sheet in &definition.questionnaires {
        let about = format!("questionnaires[{}]", sheet.code);
        lines.say(&about, format!("アンケート「{}」", sheet.title));
        for question in &sheet.questions {
            let kind = match &question.answer {
                AnswerForm::FreeText => "文で答える".to_owned(),
                AnswerForm::Choice(options) => {
                    format!("1つ選ぶ：{}", quoted(options.iter().map(|option| option.text.as_str())))
                }
                AnswerForm::Scale { from, to, first, last } => {
                    format!("{from}（{first}）から{to}（{last}）までの段階で答える")
                }
            };
            lines.under(
                format!("{about}.questions[{}]", question.code),
                1,
                format!("質問「{}」（{kind}）", question.text),
            );
        }
    }
}
