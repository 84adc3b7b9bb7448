//! 提出物の行: each paper a definition asks for, each time it falls due, with what was handed in for it.

use time::Date;

use super::{
    db::Listed,
    occurrences::{ContractDays, Occurrence, is_typed, occurrences},
};
use crate::{
    kit::parts::{Chip, Tone},
    obligations::{db::owed::Duty, not_before_signing, paper_rule},
    programmes::{definition::Filing, due::DueDay},
    vocab::{business_days::ClosedDays, side::Side},
};

/// One paper owed, once.
pub struct Line<'a> {
    pub filing: &'a Filing,
    pub side: Side,
    pub when: When,
    /// What was last handed in for it; always `None` of a paper without a known day.
    pub paper: Option<&'a Listed>,
    /// The obligation it answers; `None` of a paper of a single session or person, which is none.
    pub duty: Option<&'a Duty>,
}

/// When it is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    Due {
        occurrence: Occurrence,
        day: DueDay,
    },
    /// By a rule, from a day that isn't known: the sentence says why.
    Undated(String),
    /// Whenever this comes up.
    Occasion(String),
}

impl Line<'_> {
    /// Nothing is owed any more, or everything is the other side's to do.
    pub fn is_handed_in(&self) -> bool {
        self.paper.is_some_and(|paper| !paper.is_returned()) || self.duty.is_some_and(Duty::is_answered)
    }

    /// Whether it is the line of this occurrence.
    pub fn is_for(&self, key: &str) -> bool {
        match &self.when {
            When::Due { occurrence, .. } => occurrence.is_of(key),
            When::Undated(_) | When::Occasion(_) => false,
        }
    }

    /// The other side has decided, or has nothing to decide; or its obligation was done otherwise or found needless.
    pub fn is_settled(&self) -> bool {
        self.paper.is_some_and(Listed::is_settled) || self.is_over()
    }

    fn is_over(&self) -> bool {
        self.duty.is_some_and(|duty| duty.is_over)
    }

    /// The day is over and the paper isn't there.
    pub fn is_overdue(&self, today: Date) -> bool {
        match (self.duty, &self.when) {
            (Some(duty), _) => duty.is_late(today),
            (None, When::Due { day, .. }) => !self.is_handed_in() && day.is_overdue(today),
            (None, When::Undated(_) | When::Occasion(_)) => false,
        }
    }

    /// Why it can't be handed in yet: its day follows from a record that isn't there.
    pub fn why_not_yet(&self) -> Option<&str> {
        let is_typed = self.filing.due.is_some_and(|due| is_typed(due.event));
        match &self.when {
            When::Undated(why) if !is_typed => Some(why),
            When::Undated(_) | When::Due { .. } | When::Occasion(_) => None,
        }
    }

    pub fn due_on(&self) -> Option<Date> {
        match &self.when {
            When::Due { day, .. } => Some(day.due_on),
            When::Undated(_) | When::Occasion(_) => None,
        }
    }

    pub fn chip(&self, today: Date) -> Chip {
        if let Some(paper) = self.paper.filter(|paper| !(paper.is_returned() && self.is_overdue(today))) {
            return paper.chip();
        }
        if self.is_over() {
            return Chip::new(Tone::Success, "済み");
        }
        // A register of its own answered the paper: it lies with the other side, and is nobody's delay.
        if self.is_handed_in() {
            return Chip::new(Tone::Info, "提出・確認待ち");
        }
        let When::Due { day, .. } = &self.when else { return Chip::new(Tone::Neutral, "出すとき") };
        Chip::due(day.last_day(), today)
    }
}

/// Every paper, each time it is owed: what has a day first, by that day.
pub fn lines<'a>(
    filings: &'a [Filing],
    facts: &ContractDays,
    closed: &ClosedDays,
    (papers, duties): (&'a [Listed], &'a [Duty]),
) -> Vec<Line<'a>> {
    let mut all = Vec::new();
    for filing in filings {
        for side in filing.owes.sides() {
            for when in times(filing, facts, closed) {
                let paper = last_paper(papers, filing, *side, &when);
                let duty = duty_of(duties, filing, *side, &when);
                all.push(Line { filing, side: *side, when, paper, duty });
            }
        }
    }
    all.sort_by_key(|line| (line.due_on().is_none(), line.due_on()));
    all
}

/// Each time a paper is owed.
fn times(filing: &Filing, facts: &ContractDays, closed: &ClosedDays) -> Vec<When> {
    let Some(rule) = filing.due else {
        return vec![When::Occasion(filing.occasion.clone().unwrap_or_default())];
    };
    match occurrences(rule.event, facts) {
        Ok(found) => found
            .into_iter()
            .map(|occurrence| {
                let day = occurrence.due(rule, closed);
                let day = facts.signed_on.map_or(day.clone(), |signed_on| not_before_signing(day, signed_on));
                When::Due { day, occurrence }
            })
            .collect(),
        Err(why) => vec![When::Undated(why)],
    }
}

/// The papers come latest first.
fn last_paper<'a>(papers: &'a [Listed], filing: &Filing, side: Side, when: &When) -> Option<&'a Listed> {
    let When::Due { occurrence, .. } = when else { return None };
    papers.iter().find(|paper| {
        paper.code == filing.code && paper.side == side.code() && occurrence.is_of(&paper.occurrence)
    })
}

fn duty_of<'a>(duties: &'a [Duty], filing: &Filing, side: Side, when: &When) -> Option<&'a Duty> {
    let When::Due { occurrence, .. } = when else { return None };
    let rule = paper_rule(&filing.code);
    duties
        .iter()
        .find(|duty| duty.rule == rule && duty.owed_by == side.code() && occurrence.is_of(&duty.occurrence))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        filings::occurrences::{BriefingDay, CourseDays},
        programmes::{Term, meguro},
        vocab::ids::{ContractId, FilingId},
    };

    fn facts(briefings: Vec<Date>) -> ContractDays {
        let briefing = |on: Date| BriefingDay { id: Uuid::from_u128(3), on };
        let briefings = briefings.into_iter().map(briefing).collect();
        let course = CourseDays {
            id: Uuid::from_u128(9),
            name: "木曜コース".into(),
            first_on: date!(2024 - 06 - 06),
            last_on: date!(2024 - 12 - 16),
        };
        ContractDays {
            signed_on: Some(date!(2024 - 04 - 01)),
            term: Term { starts_on: date!(2024 - 04 - 01), ends_on: date!(2025 - 03 - 31) },
            briefings,
            courses: vec![course],
            sessions: Vec::new(),
            stays: Some(Vec::new()),
        }
    }

    fn paper(code: &str, occurrence: &str, state: &str) -> Listed {
        Listed {
            id: FilingId(Uuid::from_u128(1)),
            contract: ContractId(Uuid::from_u128(2)),
            contract_number: "1".into(),
            contract_title: "委託".into(),
            code: code.into(),
            title: code.into(),
            occurrence: occurrence.into(),
            subject: String::new(),
            side: "contractor".into(),
            decision: "receipt".into(),
            due_on: None,
            last_on: None,
            day_on: None,
            state: state.into(),
            filed_at: datetime!(2024-12-20 10:00 +9),
            filed_by: None,
            is_replaced: false,
        }
    }

    fn of<'a>(all: &'a [Line<'a>], code: &str) -> &'a Line<'a> {
        all.iter().find(|line| line.filing.code == code).unwrap()
    }

    /// domain-rules A4.9.
    #[test]
    fn the_papers_of_meguro_fall_due_as_the_source_says() {
        let closed = ClosedDays::default();
        let facts = facts(vec![date!(2024 - 05 - 27)]);
        let all = lines(&meguro().filings, &facts, &closed, (&[], &[]));
        assert_eq!(of(&all, "programme_set").due_on(), Some(date!(2024 - 05 - 02)), "06 is a 振替休日");
        assert_eq!(of(&all, "programme_set_final").due_on(), Some(date!(2024 - 05 - 20)));
        assert_eq!(of(&all, "participant_roster").due_on(), Some(date!(2024 - 06 - 05)));
        let When::Due { day, .. } = &of(&all, "results").when else { panic!("no day") };
        assert_eq!((day.due_on, day.last_day()), (date!(2024 - 12 - 30), date!(2025 - 01 - 06)));
        assert!(!of(&all, "results").is_overdue(date!(2025 - 01 - 06)));
        assert!(of(&all, "results").is_overdue(date!(2025 - 01 - 07)));
        assert!(matches!(&of(&all, "flyer").when, When::Occasion(occasion) if occasion.contains("説明会")));
    }

    #[test]
    fn a_day_that_is_not_known_is_explained_and_never_overdue() {
        let (facts, closed) = (facts(Vec::new()), ClosedDays::default());
        let all = lines(&meguro().filings, &facts, &closed, (&[], &[]));
        let line = of(&all, "programme_set");
        assert!(matches!(&line.when, When::Undated(why) if why.contains("まだ登録されていません")));
        assert!(!line.is_overdue(Date::MAX));
    }

    #[test]
    fn what_was_handed_in_is_found_by_its_occurrence_and_a_returned_one_is_owed_again() {
        let (facts, closed) = (facts(Vec::new()), ClosedDays::default());
        let key = format!("course:{}", Uuid::from_u128(9));
        let late = date!(2025 - 02 - 01);
        for (state, is_overdue) in [("filed", false), ("received", false), ("returned", true)] {
            let papers = [paper("results", &key, state), paper("data_return", "course:other", "received")];
            let all = lines(&meguro().filings, &facts, &closed, (&papers, &[]));
            assert_eq!(of(&all, "results").is_overdue(late), is_overdue, "{state}");
            assert!(of(&all, "data_return").is_overdue(late), "another course's paper doesn't count");
        }
        // The latest comes first.
        let papers = [paper("results", &key, "filed"), paper("results", &key, "returned")];
        assert!(of(&lines(&meguro().filings, &facts, &closed, (&papers, &[])), "results").is_handed_in());
    }

    #[test]
    fn a_paper_owed_by_both_has_a_line_for_each_side() {
        let mut definition = meguro().clone();
        definition.filings[0].owes = crate::programmes::definition::Owes::Both;
        let (facts, closed) = (facts(vec![date!(2024 - 05 - 27)]), ClosedDays::default());
        let all = lines(&definition.filings, &facts, &closed, (&[], &[]));
        let sides: Vec<Side> =
            all.iter().filter(|line| line.filing.code == "programme_set").map(|line| line.side).collect();
        assert_eq!(sides, [Side::Contractor, Side::Ward]);
    }
}
