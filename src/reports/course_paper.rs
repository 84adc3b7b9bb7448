//! From content to the 実施報告書 that page and PDF print.

use super::{
    asked::Asked,
    content::{Content, Facts, People},
    narrative::Narrative,
};
use crate::{
    assessments::tally,
    documents::{
        CourseReport, Masthead,
        attendance::{self, AttendanceRow, AttendanceTable, SessionColumn},
        course_report as paper, parts,
    },
    enrolments::withdrawal::reason_label,
    figures::{self, CourseFigures, attendance::Sessions, outcomes::Filled, rows::SessionState},
    vocab::dates::{wareki, with_weekday, year_and_month},
};

/// The paper of a course's report.
pub fn paper(content: &Content, figures: &CourseFigures, asked: Asked, masthead: Masthead) -> CourseReport {
    CourseReport {
        masthead,
        outline: asked.outline(),
        words: content.narrative.sections.clone(),
        course: course_facts(&content.facts, figures),
        capacity: content.facts.course.as_ref().map_or(0, |course| course.capacity),
        staff: paper::StaffTable { sessions: columns(figures), people: staff(figures) },
        programme: session_lines(figures),
        participation: participation(figures),
        attendance: attendance_table(&content.people, figures),
        withdrawals: figures.dropouts.iter().map(|one| withdrawal(content, one)).collect(),
        health: health(figures),
        checklist: figures.outcomes.checklist.iter().map(checklist_line).collect(),
        comparison: comparison(figures),
        results: results(&content.people, figures),
        goals: goals(&content.narrative, asked),
        respondents: figures.questionnaires.iter().map(|one| one.people).sum(),
        questionnaire: questions(figures),
        months: figures.months.iter().map(month_count).collect(),
        add_ons: figures.add_ons.iter().map(|one| add_on_line(one, asked)).collect(),
    }
}

fn month_count(one: &figures::months::MonthLine) -> paper::MonthCount {
    paper::MonthCount {
        month: year_and_month(one.month),
        users: one.users,
        held: one.held,
        cancelled: one.cancelled,
        attendances: one.attendances,
    }
}

fn course_facts(facts: &Facts, figures: &CourseFigures) -> parts::CourseFacts {
    let course = facts.course.as_ref();
    let sessions = &figures.attendance.sessions;
    let days = sessions.first().zip(sessions.last());
    let term = days.map_or_else(String::new, |(first, last)| {
        format!("{}〜{}　", wareki(first.held_on), wareki(last.held_on))
    });
    parts::CourseFacts {
        prepared_on: wareki(facts.prepared_on),
        programme: facts.contract_title.clone(),
        course: course.map(|one| one.name.clone()).unwrap_or_default(),
        term: format!(
            "{term}{}（全{}回）",
            course.map_or("", |one| one.hours.as_str()),
            figures.attendance.sessions(Sessions::Planned).count()
        ),
        venue: course.map(|one| one.venue.clone()).unwrap_or_default(),
        contractor: facts.contractor.clone(),
    }
}

fn columns(figures: &CourseFigures) -> Vec<SessionColumn> {
    let sessions = figures.attendance.sessions.iter();
    let date = |on: time::Date| format!("{}/{}", u8::from(on.month()), on.day());
    sessions.map(|s| SessionColumn { number: s.number, date: date(s.held_on) }).collect()
}

fn staff(figures: &CourseFigures) -> Vec<paper::StaffLine> {
    let name = |one: &figures::StaffLine| parts::PersonName::new(&one.name, "");
    figures.staff.iter().map(|one| paper::StaffLine::new(name(one), &one.job, one.worked.clone())).collect()
}

fn session_lines(figures: &CourseFigures) -> Vec<paper::SessionLine> {
    let sessions = figures.attendance.sessions.iter().zip(&figures.attendance.present);
    sessions
        .map(|(session, present)| paper::SessionLine {
            number: session.number,
            date: with_weekday(session.held_on),
            content: session.content.clone(),
            present: matches!(session.state, SessionState::Open | SessionState::Closed).then_some(*present),
        })
        .collect()
}

fn by_sex(one: figures::BySex) -> paper::BySex {
    paper::BySex {
        total: one.total,
        male: one.male,
        female: one.female,
        other: one.other,
        support: one.support,
    }
}

fn participation(figures: &CourseFigures) -> paper::Participation {
    let counts = &figures.participation;
    let line = |(district, people): &(String, figures::BySex)| paper::DistrictLine {
        district: district.clone(),
        people: by_sex(*people),
    };
    paper::Participation {
        applied: by_sex(counts.applied),
        attended: by_sex(counts.attended),
        attendances: by_sex(counts.attendances),
        districts: counts.districts.iter().map(line).collect(),
        sessions: format!(
            "予定{}回のうち{}回実施（中止{}回{}）",
            counts.planned,
            counts.held,
            counts.cancelled,
            made_up(figures)
        ),
    }
}

/// 「・振替1回」: cancelled and held again.
fn made_up(figures: &CourseFigures) -> String {
    match figures.attendance.sessions.iter().filter(|one| one.made_up_by.is_some()).count() {
        0 => String::new(),
        n => format!("・振替{n}回"),
    }
}

/// 出欠表 for a paper or a list.
pub fn attendance_table(people: &People, figures: &CourseFigures) -> AttendanceTable {
    let with_sex = figures.participation.attended.with_sex();
    let row = |person: &figures::PersonLine| AttendanceRow {
        name: people.name(person.participant),
        sex: with_sex.then(|| person.sex.label().to_owned()),
        district: Some(person.district.clone()),
        marks: person.marks.iter().copied().map(attendance::Mark::from).collect(),
        attended: usize::try_from(person.attended).unwrap_or_default(),
    };
    AttendanceTable::new(columns(figures), figures.attendance.people.iter().map(row).collect())
}

fn withdrawal(content: &Content, one: &figures::Dropout) -> paper::Withdrawal {
    let after = one.after_session.map_or_else(|| "開始前".to_owned(), |number| format!("第{number}回のあと"));
    let on = one.on.map_or_else(String::new, |day| format!("（{}月{}日）", u8::from(day.month()), day.day()));
    paper::Withdrawal {
        name: content.people.name(one.participant),
        when: after + &on,
        reason: reason_label(&one.reason).to_owned(),
    }
}

fn change(one: figures::Change) -> paper::Change {
    let share = |people: u32| {
        let wide = |n: u32| usize::try_from(n).unwrap_or_default();
        paper::Share { people, percent: tally::Share::of(wide(people), wide(one.pairs)).percent() }
    };
    paper::Change {
        pairs: one.pairs,
        improved: share(one.improved),
        kept: share(one.kept),
        worsened: share(one.worsened),
    }
}

fn health(figures: &CourseFigures) -> paper::HealthPerception {
    let health = &figures.outcomes.health;
    let level = |one: &figures::outcomes::Level| paper::HealthLevel {
        level: one.label.clone(),
        before: one.before,
        after: one.after,
    };
    paper::HealthPerception {
        levels: health.levels.iter().map(level).collect(),
        change: change(health.change),
    }
}

fn checklist_line(one: &figures::outcomes::CriterionLine) -> paper::ChecklistLine {
    paper::ChecklistLine {
        domain: one.name.clone(),
        before: one.before,
        after: one.after,
        change: change(one.change),
    }
}

fn comparison(figures: &CourseFigures) -> paper::Comparison {
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    let line = |one: &figures::outcomes::MeasureLine| paper::ComparisonLine {
        measure: named_with_unit(&one.name, &one.unit),
        mean_before: dash(&one.mean_before),
        mean_after: dash(&one.mean_after),
        change: change(one.change),
        outside: one.outside,
    };
    let lines = &figures.outcomes.comparison;
    let rules: Vec<&str> = lines.iter().map(|line| line.rule.as_str()).collect();
    let has_lone_means = lines.iter().any(|line| line.change.pairs == 0 && line.mean_before.is_some());
    let lone_means = if has_lone_means {
        "前後の組がない項目の平均は、その時に測定できた人の平均です。"
    } else {
        ""
    };
    paper::Comparison {
        standing: standing(figures.outcomes.sheets, lines.is_empty()),
        lines: lines.iter().map(line).collect(),
        rule: format!(
            "判定：{}割合の分母は前後とも測定できた人です。四捨五入のため、合計が100%にならないことがあります。{lone_means}",
            rules.join("")
        ),
        charts: Vec::new(),
    }
}

/// What there is to compare, and what is still missing.
fn standing(sheets: Filled, nothing_compared: bool) -> String {
    match (sheets.before, sheets.after) {
        (0, 0) if !nothing_compared => String::new(),
        (0, 0) => "測定の記録がまだありません。".to_owned(),
        (before, 0) => {
            format!(
                "開始時の記録が{before}人分あります。終了時の記録がまだないため、前後の比較はできません。"
            )
        }
        (0, after) => {
            format!("終了時の記録が{after}人分あります。開始時の記録がないため、前後の比較はできません。")
        }
        (before, after) => format!("開始時の記録が{before}人分、終了時の記録が{after}人分あります。"),
    }
}

/// 「握力（kg）」
pub fn named_with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() { name.to_owned() } else { format!("{name}（{unit}）") }
}

/// 測定結果一覧 for a paper or a list.
pub fn results(people: &People, figures: &CourseFigures) -> paper::ResultTable {
    let with_sex = figures.participation.attended.with_sex();
    let results = &figures.outcomes.results;
    let row = |one: &figures::outcomes::ResultLine| paper::ResultRow {
        name: people.name(one.participant),
        sex: with_sex.then(|| one.sex.label().to_owned()),
        age: people.age(one.participant),
        values: one.values.clone(),
    };
    paper::ResultTable {
        measures: results.measures.iter().map(|(name, unit)| named_with_unit(name, unit)).collect(),
        rows: results.rows.iter().map(row).collect(),
    }
}

/// Every answer that is offered with its people; 無回答 where somebody left the question out.
fn questions(figures: &CourseFigures) -> Vec<paper::QuestionTally> {
    let tally = |line: &figures::questionnaire::QuestionLine| paper::QuestionTally {
        question: line.question.clone(),
        answers: line
            .answers
            .iter()
            .cloned()
            .chain((line.unanswered > 0).then(|| ("無回答".to_owned(), line.unanswered)))
            .collect(),
    };
    figures.questionnaires.iter().flat_map(|one| &one.questions).map(tally).collect()
}

fn add_on_line(one: &figures::AddOnLine, asked: Asked) -> paper::AddOnLine {
    let known = asked.programme.add_ons.iter().find(|add_on| add_on.code == one.code);
    paper::AddOnLine {
        name: known.map_or_else(|| one.code.clone(), |add_on| add_on.name.clone()),
        date: with_weekday(one.held_on),
        by: one.by.clone(),
        people: one.people,
    }
}

fn goals(narrative: &Narrative, asked: Asked) -> Vec<paper::Goal> {
    let written = |code: &str| narrative.goals.get(code);
    asked
        .programme
        .goals
        .iter()
        .map(|goal| paper::Goal {
            goal: goal.text.to_owned(),
            outcome: written(&goal.code).map_or_else(String::new, |text| text.outcome.label().to_owned()),
            narrative: written(&goal.code).map_or_else(String::new, |text| text.text.clone()),
        })
        .collect()
}
