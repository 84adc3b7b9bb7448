//! The two programmes that ship. Numbers and section names are those of the sources, the sentences are our own.

use super::{
    AbsenceRule, CoursePlan, Goal, Instrument, InstrumentTiming, PlannedInstrument, Programme, Questionnaire,
    ReportDue, ReportPlan, ReportSection, SectionContent, ServicePlan, ServiceStep, Style, VitalsRule,
};
use super::{InformationItem as Item, questionnaire::AT_THE_END};

/// Every programme that ships, in the order a form offers them.
pub fn all() -> [&'static Programme; 2] {
    [meguro(), shinjuku()]
}

/// The programme a contract names.
pub fn by_code(code: &str) -> Option<&'static Programme> {
    all().into_iter().find(|programme| programme.code == code)
}

/// The questionnaire that answers are stored under.
pub fn questionnaire_by_code(code: &str) -> Option<&'static Questionnaire> {
    all().into_iter().filter_map(|programme| programme.questionnaire).find(|one| one.code == code)
}

/// 目黒型 シニアの部活: 16 weekly sessions for up to 20 people, reported once per course.
pub fn meguro() -> &'static Programme {
    &MEGURO
}

/// 新宿型 通所型短期集中: three months for one person in eight steps, reported each month.
pub fn shinjuku() -> &'static Programme {
    &SHINJUKU
}

const fn required(instrument: Instrument) -> PlannedInstrument {
    PlannedInstrument { instrument, timing: InstrumentTiming::BeforeAndAfter, required: true }
}

const fn chosen(instrument: Instrument) -> PlannedInstrument {
    PlannedInstrument { instrument, timing: InstrumentTiming::BeforeAndAfter, required: false }
}

const fn monthly(instrument: Instrument) -> PlannedInstrument {
    PlannedInstrument { instrument, timing: InstrumentTiming::BeforeMonthlyAndAfter, required: false }
}

const fn derived(code: &'static str, title: &'static str) -> ReportSection {
    ReportSection { code, title, content: SectionContent::Derived }
}

const fn narrative(code: &'static str, title: &'static str) -> ReportSection {
    ReportSection { code, title, content: SectionContent::Narrative }
}

static MEGURO: Programme = Programme {
    code: "meguro-senior-club",
    name: "目黒型 シニアの部活",
    source: "目黒区 令和6年度 シニアの部活 募集要項",
    style: Style::Course(CoursePlan {
        sessions: 16,
        minutes: 120,
        months: 4,
        capacity: 20,
        minimum: 3,
        vitals: VitalsRule::BeforeAndAfter,
        absences: AbsenceRule { contact_without_notice: true, tell_first_session: true, tell_in_a_row: 2 },
        measured_at_session: 2,
    }),
    information_items: &MEGURO_ITEMS,
    instruments: &[
        required(Instrument::BasicChecklist),
        required(Instrument::SelfRatedHealth),
        chosen(Instrument::SarcF),
        chosen(Instrument::GripStrength),
        chosen(Instrument::OneLegStanding),
        chosen(Instrument::TimedUpAndGo),
        chosen(Instrument::UsualWalk5m),
        chosen(Instrument::FastestWalk5m),
        chosen(Instrument::ChairStand30s),
    ],
    questionnaire: Some(&AT_THE_END),
    report: ReportPlan {
        title: "実施報告書", due: ReportDue::WeeksAfterEnd(2), sections: &MEGURO_SECTIONS
    },
    goals: &MEGURO_GOALS,
    most_years: Some(3),
};

/// 参加者名簿 (別紙1-6(1)④), with what the counts of 別紙2 need. The reading of a name goes with the name.
static MEGURO_ITEMS: [Item; 10] = [
    Item::Name,
    Item::Kana,
    Item::BirthDate,
    Item::Sex,
    Item::Address,
    Item::Phone,
    Item::EmergencyContact,
    Item::Certification,
    Item::CentreStaff,
    Item::ServiceRecord,
];

/// 別紙2-1, section by section.
static MEGURO_SECTIONS: [ReportSection; 15] = [
    derived("overview", "事業概要"),
    derived("staffing", "従事者と実施日ごとの従事状況"),
    narrative("programme", "プログラム"),
    derived("applicants", "参加申込人数"),
    derived("participation", "実参加人数・延参加人数"),
    derived("attendance", "出欠表"),
    derived("dropouts", "途中辞退者の人数と理由"),
    derived("self_rated_health", "主観的健康感の変化"),
    derived("checklist", "基本チェックリストの結果"),
    derived("comparison", "測定結果の前後比較"),
    derived("measurements", "測定結果の一覧"),
    ReportSection {
        code: "goals", title: "目標ごとの達成状況", content: SectionContent::NarrativePerGoal
    },
    narrative("impressions", "教室の様子と今後の課題"),
    narrative("survey", "アンケートの結果"),
    narrative("group", "自主グループの経過と社会参加"),
];

static MEGURO_GOALS: [Goal; 4] = [
    Goal { code: "learn", text: "介護予防の意味とやり方を知り、身につける" },
    Goal { code: "practise", text: "学んだことを毎日の暮らしで続ける" },
    Goal { code: "self_check", text: "自分で体調を確かめ、活動するかどうかを決める" },
    Goal { code: "group", text: "仲間と自主グループをつくり、活動を続ける" },
];

static SHINJUKU: Programme = Programme {
    code: "shinjuku-short-intensive",
    name: "新宿型 通所型短期集中サービス",
    source: "新宿区 通所型短期集中サービスの委託（令和4年度）",
    style: Style::Individual(ServicePlan {
        steps: &[
            ServiceStep::HomeAssessment,
            ServiceStep::PlanAndExplanation,
            ServiceStep::FirstDay,
            ServiceStep::ServiceDays,
            ServiceStep::Monitoring,
            ServiceStep::FinalHomeVisit,
            ServiceStep::CentreLiaison,
            ServiceStep::UsageReport,
        ],
        months: 3,
        least_days_per_week: 1,
        most_days_per_week: 3,
        monitoring_every_months: 1,
    }),
    information_items: &SHINJUKU_ITEMS,
    instruments: &[
        chosen(Instrument::BasicChecklist),
        chosen(Instrument::SarcF),
        chosen(Instrument::GripStrength),
        // Our choice: the source asks for monitoring each month and leaves open what is measured at it.
        monthly(Instrument::TimedUpAndGo),
        chosen(Instrument::UsualWalk5m),
    ],
    questionnaire: None,
    report: ReportPlan {
        title: "利用実績報告書",
        due: ReportDue::DayOfNextMonth(10),
        sections: &SHINJUKU_SECTIONS,
    },
    goals: &[
        Goal { code: "activity", text: "利用後の日常生活での活動を増やす" },
        Goal {
            code: "self_care", text: "自分で介護予防の取組を続け、地域で自立して暮らす"
        },
    ],
    most_years: None,
};

/// The list of the outsourcing paper (処理させる情報項目). Sex isn't on it. The reading of a name goes with the name.
static SHINJUKU_ITEMS: [Item; 14] = [
    Item::Name,
    Item::Kana,
    Item::BirthDate,
    Item::Address,
    Item::Phone,
    Item::EmergencyContact,
    Item::Certification,
    Item::CentreStaff,
    Item::ServiceUse,
    Item::LivingSituation,
    Item::DailyActivities,
    Item::MedicalHistory,
    Item::ServiceRecord,
    Item::CarePlan,
];

static SHINJUKU_SECTIONS: [ReportSection; 6] = [
    derived("overview", "事業概要"),
    derived("users", "利用者と利用日数"),
    derived("steps", "段階ごとの実施状況"),
    derived("monitoring", "モニタリングの実施状況"),
    derived("finished", "終了者と評価の結果"),
    narrative("remarks", "区への連絡事項"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn programmes_are_found_by_their_codes() {
        for programme in all() {
            assert_eq!(by_code(programme.code), Some(programme));
        }
        assert_eq!(by_code("sendai"), None);
    }

    #[test]
    fn the_course_has_the_numbers_of_its_source() {
        let plan = meguro().course().unwrap();
        assert_eq!((plan.sessions, plan.minutes, plan.capacity, plan.minimum), (16, 120, 20, 3));
        assert_eq!(plan.vitals, VitalsRule::BeforeAndAfter);
        assert_eq!(meguro().report.due, ReportDue::WeeksAfterEnd(2));
        assert_eq!(meguro().goals.len(), 4);
        assert!(meguro().service().is_none());
        assert!(meguro().may_renew_into(3) && !meguro().may_renew_into(4));
    }

    #[test]
    fn the_service_has_eight_steps_in_order() {
        let plan = shinjuku().service().unwrap();
        assert_eq!(plan.steps.len(), 8);
        assert!(plan.steps.is_sorted());
        assert_eq!((plan.months, plan.least_days_per_week, plan.most_days_per_week), (3, 1, 3));
        assert!(shinjuku().course().is_none());
        assert!(shinjuku().may_renew_into(9));
    }

    #[test]
    fn a_questionnaire_is_found_by_its_code() {
        let asked = meguro().questionnaire.unwrap();
        assert_eq!(questionnaire_by_code(asked.code), Some(asked));
        assert_eq!(questionnaire_by_code("weather"), None);
    }

    #[test]
    fn a_contract_starts_with_the_items_of_its_source() {
        let (course, service) = (meguro().information_items, shinjuku().information_items);
        assert!(!service.contains(&Item::Sex) && service.contains(&Item::CarePlan));
        assert!(course.contains(&Item::Sex) && !course.contains(&Item::MedicalHistory));
        assert!(course.is_sorted() && service.is_sorted());
    }

    #[test]
    fn codes_inside_a_programme_are_distinct() {
        for programme in all() {
            let sections: BTreeSet<&str> =
                programme.report.sections.iter().map(|section| section.code).collect();
            assert_eq!(sections.len(), programme.report.sections.len());
            let instruments: BTreeSet<&str> =
                programme.instruments.iter().map(|planned| planned.instrument.code()).collect();
            assert_eq!(instruments.len(), programme.instruments.len());
            let goals: BTreeSet<&str> = programme.goals.iter().map(|goal| goal.code).collect();
            assert_eq!(goals.len(), programme.goals.len());
        }
    }
}
