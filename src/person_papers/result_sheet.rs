//! 結果票: a person's measurements before and after in large, plain words, printed for their own hands.

use axum::extract::Path;

use super::{
    PrintResultSheet,
    subject::{Whose, gives_results},
};
use crate::{
    assessments::{
        Change, Policies, db as assessments, instruments,
        sheets::{Comment, Timing},
    },
    audit::Event,
    documents::{Issue, Masthead, ResultSheet, parts::Chart, result_sheet::PlainResult},
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    liaison::composing::{Assessed, Pair, pairs},
    programmes::definition::PaperKind,
    vocab::{dates::wareki, ids::EnrolmentId},
};

/// What each measure shows, by the code of its instrument. A measure without words here has only its name.
const MEANINGS: &[(&str, &str)] = &[
    ("scs5", "いすから5回続けて立ち上がるのにかかった時間です。短いほど、足の力がしっかりしています。"),
    ("cs30", "30秒のあいだに、いすから立ち上がれた回数です。多いほど、足の力がしっかりしています。"),
    (
        "sarc_f",
        "筋肉の衰えを調べる5つの質問の点数です。少ないほど安心です。4点以上は、筋肉の衰えに注意が要ります。",
    ),
    ("grip", "手を強く握る力です。全身の筋肉の力の目安になります。大きいほど力があります。"),
    ("ols_open", "目を開けて片足で立っていられた時間です。長いほど、転びにくい体です。"),
    ("tug", "いすから立って3m先を回り、戻って座るまでの時間です。短いほど、動きがすばやく安定しています。"),
    ("walk5_u", "いつもの速さで5m歩くのにかかった時間です。短いほど、歩く力があります。"),
    ("walk5_m", "できるだけ速く5m歩くのにかかった時間です。短いほど、歩く力があります。"),
];

pub async fn pdf(mut cx: View<PrintResultSheet>, Path(id): Path<EnrolmentId>) -> Result {
    let whose = Whose::open(&mut cx, id).await?;
    if !gives_results(whose.programme) {
        return Err(AppError::refused("この事業には、参加者に渡す結果票の決まりがありません。"));
    }
    let stored = assessments::of_enrolment(cx.db(), id).await?;
    cx.saw([whose.subject.participant]);
    let assessed = read(&stored);
    if assessed.is_empty() {
        return Err(AppError::refused("測定の記録がまだありません。評価を入力すると、結果票を作れます。"));
    }
    let comment = last_comment(&mut cx, &whose, &stored)?;
    let issue = Issue::new(&cx, Whom::Opened, title(&whose), format!("{} さま", whose.name()));
    let issue = issue.filed_as(&whose.subject.course_name).without_handling();
    let head = Masthead { title: "測定の結果".to_owned(), ..issue.masthead(&cx) };
    let paper = sheet(&whose, &assessed, comment, head);
    let event = Event::new("result_sheet.print").about(id.0).under(whose.subject.contract);
    issue.pdf(cx, event, paper).await
}

/// The ward's own title, where its paper of that kind is the person's sheet and not the 個別評価書 for the centre.
fn title(whose: &Whose) -> String {
    let named = whose.title(PaperKind::IndividualResult, "結果票");
    if whose.programme.measurement.result_sheet { named } else { "結果票".to_owned() }
}

fn read(stored: &[assessments::Stored]) -> Vec<Assessed> {
    let one = |row: &assessments::Stored| {
        Some(Assessed {
            instrument: instruments::find(&row.instrument)?,
            timing: Timing::from_code(&row.timing)?,
            done_on: row.done_on,
            answers: row.answers.0.clone(),
        })
    };
    stored.iter().filter_map(one).collect()
}

/// The last comment that was written with a measurement.
fn last_comment(
    cx: &mut View<PrintResultSheet>,
    whose: &Whose,
    stored: &[assessments::Stored],
) -> Result<Option<String>> {
    let Some((row, sealed)) = stored.iter().rev().find_map(|row| Some((row, row.sealed.as_ref()?))) else {
        return Ok(None);
    };
    let comment: Comment = cx.open(whose.subject.participant, whose.unit(), row.id.0, row.version, sealed)?;
    Ok(Some(comment.text).filter(|text| !text.is_empty()))
}

fn sheet(whose: &Whose, assessed: &[Assessed], comment: Option<String>, masthead: Masthead) -> ResultSheet {
    let policies = Policies::from(&whose.programme.measurement);
    let day = |timing: Timing| {
        let days = assessed.iter().filter(|one| one.timing == timing).map(|one| one.done_on);
        days.max().map(wareki)
    };
    let planned =
        |code: &str| whose.programme.measurement.instruments.iter().any(|one| one.instrument.code() == code);
    let lines: Vec<Pair> = pairs(assessed, &policies).into_iter().filter(Pair::is_line).collect();
    let charts: Vec<Chart> =
        if lines.len() <= 3 { lines.iter().filter_map(Pair::chart).collect() } else { Vec::new() };
    ResultSheet {
        masthead,
        course: whose.subject.course_name.clone(),
        participant: whose.person_name(),
        before_on: day(Timing::Pre),
        after_on: day(Timing::Post),
        results: lines.iter().filter(|pair| planned(pair.instrument.code)).map(plain).collect(),
        charts,
        comment,
        contractor: whose.subject.contractor.clone(),
    }
}

fn plain(pair: &Pair<'_>) -> PlainResult {
    let code = pair.instrument.code;
    let meaning = MEANINGS.iter().find(|(known, _)| *known == code).map_or("", |(_, text)| text);
    let after = pair.after();
    PlainResult {
        name: pair.instrument.name.to_owned(),
        unit: pair.instrument.yardstick().unit.to_owned(),
        meaning: meaning.to_owned(),
        before: pair.before(),
        verdict: after
            .as_ref()
            .map_or("終わりの測定は、これからです", |_| verdict(pair.comparison.change))
            .to_owned(),
        after,
    }
}

fn verdict(change: Change) -> &'static str {
    match change {
        Change::Improved => "よくなりました",
        Change::Kept => "保たれています",
        Change::Worsened => "下がりました。無理のない運動を続けましょう",
        Change::Excluded => "今回はくらべられません",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{
        assessments::{Answers, Reading, measures, physical::MeasureRecord},
        programmes::presets,
    };

    #[test]
    fn every_measure_of_the_presets_that_give_a_sheet_is_explained() {
        for programme in presets::all().into_iter().filter(|programme| gives_results(programme)) {
            for planned in &programme.measurement.instruments {
                let code = planned.instrument.code();
                let is_line = !matches!(code, "kcl" | "health");
                assert!(!is_line || MEANINGS.iter().any(|(known, _)| *known == code), "{code}");
            }
        }
        assert!(MEANINGS.iter().all(|(code, _)| instruments::find(code).is_some()));
        assert!(gives_results(presets::sendai()) && gives_results(presets::meguro()));
    }

    #[test]
    fn a_verdict_is_said_in_plain_words() {
        let measured = |timing, hundredths| {
            let measure = measures::find("scs5").unwrap();
            let readings = [Some(Reading::hundredths(hundredths))];
            Assessed {
                instrument: measure.into(),
                timing,
                done_on: date!(2026 - 06 - 13),
                answers: Answers::Measured(MeasureRecord::performed(
                    measure,
                    measure.protocols[0].id,
                    &readings,
                )),
            }
        };
        let before = measured(Timing::Pre, 1180);
        let said = |assessed: &[Assessed]| {
            pairs(assessed, &Policies::default()).iter().map(plain).collect::<Vec<PlainResult>>().remove(0)
        };
        let open = said(std::slice::from_ref(&before));
        assert_eq!((open.before.as_deref(), open.after), (Some("11.80"), None));
        assert!(open.verdict.contains("これから"));
        let result = said(&[before, measured(Timing::Post, 1020)]);
        assert_eq!((result.unit.as_str(), result.verdict.as_str()), ("秒", "よくなりました"));
        assert!(result.meaning.contains("短いほど"));
    }
}
