//! What a reader of a report should look at first: records that are missing or contradict each other.

use super::{
    CourseFigures, MonthFigures,
    rows::{CourseRows, Member, SessionRow, SessionState, Stage, Timing},
};
use crate::{
    assessments::{Instrument, instruments},
    guidance::GuidanceFigures,
    programmes::{Definition, VitalsRule},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing to look at.
    Good,
    /// To be looked at before the report is accepted.
    Attention,
}

/// One line of the checklist beside a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub label: &'static str,
    /// What was found, in words.
    pub found: String,
    pub standing: Standing,
}

impl Check {
    fn good(label: &'static str, found: impl Into<String>) -> Self {
        Self { label, found: found.into(), standing: Standing::Good }
    }

    /// Numbers of sessions where something is missing; none is good.
    fn sessions(label: &'static str, missing: &[u16], word: &str) -> Self {
        if missing.is_empty() {
            return Self::good(label, "不足はありません");
        }
        let numbers: Vec<String> = missing.iter().map(u16::to_string).collect();
        let found = format!("第{}回：{word}", numbers.join("・"));
        Self { label, found, standing: Standing::Attention }
    }

    fn count(label: &'static str, count: u32, word: &str) -> Self {
        if count == 0 {
            return Self::good(label, "不足はありません");
        }
        Self { label, found: format!("{count}{word}"), standing: Standing::Attention }
    }
}

/// What a programme owes beside attendance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// Blood pressure and pulse before and after.
    pub vitals: bool,
    /// The instruments that everybody takes at the beginning and at the end.
    pub required: Vec<Instrument>,
    /// A questionnaire at the end.
    pub asks: bool,
}

impl Owed {
    pub fn by(programme: &Definition) -> Self {
        let planned = programme.measurement.instruments.iter().filter(|planned| planned.required);
        Self {
            vitals: programme.measurement.vitals == VitalsRule::BeforeAndAfter,
            required: planned.filter_map(|one| instruments::find(one.instrument.code())).collect(),
            asks: programme.questionnaire().is_some(),
        }
    }
}

/// The checks of a guidance contract.
pub fn guidance(figures: &GuidanceFigures) -> Vec<Check> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let late = figures.contacts.iter().map(|contact| contact.late).sum();
    let unanswered = figures.inquiries.iter().map(|one| one.count - one.answered.min(one.count)).sum();
    vec![
        Check::count("参加の返事", count(figures.recruitment.open), "人の返事がまだです"),
        Check::count("支援の遅れ", count(late), "件の支援が遅れています"),
        Check::count("問い合わせへの回答", count(unanswered), "件が未回答です"),
    ]
}

/// The checks of a course.
pub fn course(rows: &CourseRows, figures: &CourseFigures, plan: &Owed) -> Vec<Check> {
    let members = rows.members();
    let counts = &figures.participation;
    let held = format!("予定{}回のうち{}回実施（中止{}回）", counts.planned, counts.held, counts.cancelled);
    let unclosed = sessions(rows, |s| matches!(s.state, SessionState::Open | SessionState::Planned));
    let unrecorded = sessions(rows, |s| s.was_held() && members.iter().any(|m| is_open(m, s)));
    let unstaffed =
        sessions(rows, |s| s.was_held() && !rows.duties.iter().any(|duty| duty.sessions.contains(&s.id)));
    let unmeasured = sessions(rows, |s| s.was_held() && members.iter().any(|m| lacks_vitals(m, s)));
    let conflicts =
        sessions(rows, |s| members.iter().any(|m| m.mark(s.id).is_some_and(|mark| mark.conflicts > 0)));
    let blank = sessions(rows, |s| s.was_held() && s.content.trim().is_empty());
    let mut checks = vec![
        Check::good("実施回数", held),
        Check::sessions("終了していない回", &unclosed, "終了の操作がまだです"),
        Check::sessions("出欠の記録", &unrecorded, "出欠が記録されていない人がいます"),
        Check::sessions("従事者の記録", &unstaffed, "従事者が記録されていません"),
        Check::sessions("実施内容", &blank, "実施内容が記録されていません"),
        Check::sessions("要確認の記録", &conflicts, "食い違う記録が残っています"),
    ];
    if plan.vitals {
        checks.push(Check::sessions("血圧・脈拍", &unmeasured, "値も測れない理由もない人がいます"));
    }
    let finished: Vec<&Member<'_>> = members.iter().filter(|m| m.last.stage != Stage::Withdrawn).collect();
    checks.push(assessed("開始時の評価", &finished, Timing::Pre, &plan.required));
    checks.push(assessed("終了時の評価", &finished, Timing::Post, &plan.required));
    if plan.asks {
        let owed = finished.iter().filter(|m| m.enrolments.iter().all(|e| e.questionnaires.is_empty()));
        checks.push(Check::count("アンケート", owed.map(|_| 1_u32).sum(), "人に回答がありません"));
    }
    checks
}

/// The checks of one month of an individual service, at most `most` service days a week.
pub fn month(figures: &MonthFigures, most: u8) -> Vec<Check> {
    let unmonitored =
        figures.users.iter().filter(|user| user.attended > 0 && !user.monitored).map(|_| 1_u32).sum();
    let absent = figures.users.iter().filter(|user| user.attended == 0).map(|_| 1_u32).sum();
    vec![
        Check::good("利用", format!("実人数{}人・延{}回", figures.attended.total, figures.attendances)),
        Check::count("モニタリング（月1回）", unmonitored, "人に記録がありません"),
        Check::count("利用のない人", absent, "人がこの月に利用していません"),
        Check::count("週の利用日数の上限", figures.weeks_over(most), "回、上限を超えた週があります"),
    ]
}

fn sessions(rows: &CourseRows, wanted: impl Fn(&SessionRow) -> bool) -> Vec<u16> {
    rows.sessions.iter().filter(|session| wanted(session)).map(|session| session.number).collect()
}

fn is_open(member: &Member<'_>, session: &SessionRow) -> bool {
    super::attendance::mark(member, session) == super::Mark::Open
}

fn lacks_vitals(member: &Member<'_>, session: &SessionRow) -> bool {
    member
        .mark(session.id)
        .is_some_and(|mark| mark.status.is_some_and(|s| s.in_hall()) && !(mark.before && mark.after))
}

/// How many lack each required instrument; where none is required, how many were not assessed at all.
fn assessed(label: &'static str, members: &[&Member<'_>], timing: Timing, required: &[Instrument]) -> Check {
    let lacking = |has: &dyn Fn(&Member<'_>) -> bool| -> u32 {
        members.iter().filter(|member| !has(member)).map(|_| 1_u32).sum()
    };
    if required.is_empty() {
        let has_any =
            |m: &Member<'_>| m.enrolments.iter().any(|e| e.assessments.iter().any(|a| a.timing == timing));
        return Check::count(label, lacking(&has_any), "人に記録がありません");
    }
    let by_instrument = required.iter().map(|instrument| {
        let has = |m: &Member<'_>| m.answers(instrument.code, timing).is_some_and(|found| !found.is_blank());
        (instrument.name, lacking(&has))
    });
    let missing: Vec<String> = by_instrument
        .filter(|(_, people)| *people > 0)
        .map(|(name, people)| format!("{name}が{people}人"))
        .collect();
    if missing.is_empty() {
        return Check::good(label, "不足はありません");
    }
    let found = format!("必ず行う評価の記録がありません：{}", missing.join("、"));
    Check { label, found, standing: Standing::Attention }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn attention(rows: &CourseRows) -> Vec<&'static str> {
        let owed = Owed { vitals: true, ..Owed::default() };
        let checks = course(rows, &CourseFigures::of(rows, &[]), &owed);
        checks.iter().filter(|c| c.standing == Standing::Attention).map(|c| c.label).collect()
    }

    #[test]
    fn only_what_is_missing_asks_for_attention() {
        let mut rows = sample::course();
        rows.duties[0].sessions.push(rows.sessions[15].id);
        assert!(attention(&rows).is_empty());
        rows.sessions[3].state = SessionState::Open;
        rows.enrolments[0].marks[0].after = false;
        rows.enrolments[1].marks[1].status = None;
        rows.enrolments[2].marks[2].conflicts = 1;
        rows.sessions[4].content.clear();
        rows.enrolments[4].assessments.retain(|a| a.timing == Timing::Pre);
        let expected =
            ["終了していない回", "出欠の記録", "実施内容", "要確認の記録", "血圧・脈拍", "終了時の評価"];
        assert_eq!(attention(&rows), expected);
    }

    #[test]
    fn each_required_instrument_that_lacks_is_named() {
        let rows = sample::course();
        let owed = Owed::by(crate::programmes::meguro());
        assert_eq!(owed.required.iter().map(|one| one.code).collect::<Vec<_>>(), ["kcl", "health"]);
        let checks = course(&rows, &CourseFigures::of(&rows, &[]), &owed);
        let found = |label| checks.iter().find(|check| check.label == label).unwrap().found.clone();
        assert_eq!(
            found("開始時の評価"),
            "必ず行う評価の記録がありません：基本チェックリストが8人",
            "who left early is asked for nothing"
        );
        let taken = Owed { required: vec![instruments::SELF_HEALTH], ..owed };
        let checks = course(&rows, &CourseFigures::of(&rows, &[]), &taken);
        assert!(checks.iter().all(|check| !check.found.contains("主観的健康感")));
    }

    #[test]
    fn sessions_without_staff_are_named() {
        let rows = sample::course();
        let owed = Owed { asks: true, ..Owed::default() };
        let checks = course(&rows, &CourseFigures::of(&rows, &[]), &owed);
        let staff = checks.iter().find(|check| check.label == "従事者の記録").unwrap();
        assert_eq!(staff.found, "第16回：従事者が記録されていません");
        assert!(checks.iter().all(|check| check.label != "血圧・脈拍"));
        let asked = checks.iter().find(|check| check.label == "アンケート").unwrap();
        assert_eq!(asked.found, "8人に回答がありません", "who left early is not asked for one");
    }
}
