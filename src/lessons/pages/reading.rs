//! 読む: the lessons of a contract, one of them, and its report on paper.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::load;
use crate::{
    audit::Event,
    contracts,
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        parts::Pager,
        permission::Permission,
    },
    lessons::{
        PrintLesson, ViewLessons,
        db::{self, Learner, Lesson, Words},
        form::kind_label,
        questions::Question,
        views::{ListView, ShowView},
    },
    sealing::Unit,
    vocab::{
        dates::{jst_stamp, wareki},
        ids::{ContractId, LessonId},
    },
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<u64>,
}

pub async fn of_contract(
    mut cx: View<ViewLessons>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let reader = cx.actor().account;
    let total = db::count(cx.db(), id).await?.unsigned_abs();
    let offset = ((page - 1) * PAGE).cast_signed();
    let lines = db::list(cx.db(), id, reader, (PAGE.cast_signed(), offset)).await?;
    let pager = Pager::new(total, page, PAGE, &format!("/contracts/{id}/lessons?"));
    let view = ListView::new(&contract, cx.actor(), &lines, pager);
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewLessons>, Path(id): Path<LessonId>) -> Result {
    let (lesson, state) = load(cx.db(), id).await?;
    let learners = db::learners(cx.db(), &lesson).await?;
    let words = opened(&cx, &lesson)?;
    let reader = (cx.actor().role, cx.actor().account, cx.today());
    cx.show(ShowView::new(&lesson, state, &learners, words, reader, Form::empty())).await
}

/// What was told the ward, and why it came back.
fn opened<P: Permission, M>(cx: &Ctx<P, M>, lesson: &Lesson) -> Result<(Option<String>, Option<String>)> {
    let unit = Unit::Unit(lesson.contract.0);
    let open = |blob: &Option<Vec<u8>>, version: Option<i32>| {
        let sealed = blob.as_ref().zip(version);
        sealed.map(|(blob, version)| cx.open_paper::<Words>(unit, lesson.id.0, version, blob)).transpose()
    };
    let report = open(&lesson.report, lesson.report_version)?;
    let reason = open(&lesson.reason, lesson.reason_version)?;
    Ok((report.map(|words| words.0), reason.map(|words| words.0)))
}

/// The lesson and its report as PDF.
pub async fn paper(mut cx: View<PrintLesson>, Path(id): Path<LessonId>) -> Result {
    let (lesson, _) = load(cx.db(), id).await?;
    let learners = db::learners(cx.db(), &lesson).await?;
    let (report, _) = opened(&cx, &lesson)?;
    let issue = Issue::new(&cx, Whom::Unread, kind_label(&lesson.kind), &lesson.title);
    let tells_answers = !cx.actor().role.is_contractor() || cx.actor().account == lesson.made_by;
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", lesson.contract_number, lesson.contract_title)),
            Fact::new("受託者", &lesson.contractor),
            Fact::new("実施した日", wareki(lesson.held_on)),
            Fact { label: "行った人".into(), value: lesson.giver.clone() },
            Fact { label: "区に報告した日時".into(), value: lesson.reported_at.map(jst_stamp) },
        ],
        parts: parts(&lesson, &learners, report.as_deref(), tells_answers),
    };
    let event = Event::new("lesson.print").about(id.0).under(lesson.contract);
    issue.pdf(cx, event, paper).await
}

/// `tells_answers`: whoever may still have to take the test doesn't read its answers here.
fn parts(lesson: &Lesson, learners: &[Learner], report: Option<&str>, tells_answers: bool) -> Vec<Part> {
    let all = lesson.questions.0.len();
    let line = |one: &Learner| {
        let score = one.score.map_or_else(String::new, |score| format!("{score}／{all}"));
        let passed = match (one.passed, one.late) {
            (true, true) => "終えた（7日を過ぎて記録）",
            (true, false) => "終えた",
            (false, _) if one.gave(lesson) => "行った人",
            (false, _) => "まだ",
        };
        vec![one.name.clone(), one.job.clone(), one.on.map(wareki).unwrap_or_default(), score, passed.into()]
    };
    let columns = [("氏名", 3), ("職種", 3), ("日", 3), ("正解", 2), ("結果", 3)];
    let mut parts = vec![Part::words("教材・訓練の内容", &lesson.materials)];
    parts.extend(report.map(|words| Part::words("実施の状況", words)));
    parts.push(Part::table("受けた人", &columns, learners.iter().map(line).collect()));
    parts.extend((all > 0).then(|| test(lesson, tells_answers)));
    parts
}

fn test(lesson: &Lesson, tells_answers: bool) -> Part {
    let heading = format!("確認テスト（{}問以上の正解で合格）", lesson.pass_mark);
    let asked = lesson.questions.0.iter().enumerate();
    let row = |(index, one): (usize, &Question)| {
        let mut row = vec![(index + 1).to_string(), one.ask.clone()];
        row.extend(tells_answers.then(|| one.answers.get(one.right).cloned().unwrap_or_default()));
        row
    };
    let columns = [("問", 1), ("問題", 8), ("正しい答え", 8)];
    let shown = if tells_answers { &columns[..] } else { &columns[..2] };
    Part::table(&heading, shown, asked.map(row).collect())
}
