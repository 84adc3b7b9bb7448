//! A class from its first day to today: who came, what was measured, who stopped and why.

use std::collections::BTreeMap;

use time::{Date, Time};
use uuid::Uuid;

use super::{answers, scores};
use crate::{
    demo::build::{
        Build, Contract, Course, Custodian, Enrolled, Made, Mark, NewCourse, Participant, SessionDay, Taken,
    },
    programmes::absences::{Attendance, Presence, Task, follow_ups},
    programmes::meguro,
    vocab::business_days::ClosedDays,
};

/// A class and its people.
pub struct Class {
    pub course: Course,
    pub enrolled: Vec<Enrolled>,
    pub staff: Vec<Custodian>,
    seen: BTreeMap<Uuid, Vec<Presence>>,
}

/// What a class is made of.
pub struct NewClass<'a> {
    pub name: &'a str,
    pub venue: &'a str,
    pub first_on: Date,
    pub state: &'a str,
    /// How many of the people get a place; the rest wait.
    pub places: usize,
}

const MEMOS: [&str; 8] = [
    "右ひざに痛み。しゃがむ動作は見学した。",
    "朝の薬を飲み忘れたとのこと。家族に伝えるよう話した。",
    "先週より歩き方が軽い。本人も喜んでいる。",
    "娘さんが入院し、気持ちが落ち着かない様子。",
    "補聴器の電池が切れていた。前の席に移動。",
    "血圧が高めのため10分休んで再び測った。",
    "友人を誘って来週見学に来る予定。",
    "水分を取っていなかった。休憩を増やした。",
];

impl Class {
    pub fn begin(
        build: &mut Build,
        contract: &Contract,
        staff: &[Custodian],
        people: &[Participant],
        new: &NewClass,
    ) -> Made<Self> {
        let capacity = u16::try_from(new.places.max(10)).unwrap_or(20);
        let starts_at = Time::from_hms(14, 0, 0).unwrap_or(Time::MIDNIGHT);
        let course = build.course(
            contract,
            &NewCourse {
                name: new.name,
                venue: new.venue,
                starts_at,
                capacity,
                first_on: new.first_on,
                sessions: 16,
                state: new.state,
            },
        )?;
        let enrolled = people
            .iter()
            .enumerate()
            .map(|(i, person)| build.enrol(&course, person, (i < new.places).then_some(i + 1)))
            .take(people.len())
            .collect::<Vec<_>>();
        Ok(Self {
            course,
            enrolled: enrolled.into_iter().take(new.places).collect(),
            staff: staff.to_vec(),
            seen: BTreeMap::new(),
        })
    }

    /// Records every session before `day`; the third was cancelled for the weather. `left`: who stopped before which session.
    pub fn hold_until(&mut self, build: &mut Build, day: Date, left: &[(usize, u16)]) -> Made {
        for session in self.course.sessions.clone().iter().filter(|s| s.on < day) {
            if session.number == 3 {
                build.cancel(session, 11, "台風の接近による暴風警報のため");
                self.seen.values_mut().for_each(|list| list.push(Presence::Cancelled));
                continue;
            }
            self.hold(build, session, left)?;
        }
        self.follow(build)
    }

    fn hold(&mut self, build: &mut Build, session: &SessionDay, left: &[(usize, u16)]) -> Made {
        let Some(recorder) = self.staff.last().cloned() else { return Ok(()) };
        let (mut present, mut absent) = (0, 0);
        for (index, enrolled) in self.enrolled.clone().iter().enumerate() {
            if left.iter().any(|&(who, from)| who == index && session.number >= from) {
                continue;
            }
            let presence = presence(build, session.number, index);
            self.seen.entry(enrolled.id).or_default().push(presence);
            let here = presence == Presence::Attended;
            if here {
                present += 1
            } else {
                absent += 1
            }
            let mark = if here { attended(build, index) } else { missing(presence) };
            build.attendance(&self.course, session, enrolled, &recorder, &mark)?;
        }
        build.close(&self.course, session, &self.staff, present, absent);
        Ok(())
    }

    /// Who was in the hall at a session that was held.
    pub fn present_at(&self, number: u16) -> Vec<Enrolled> {
        let place = usize::from(number.max(1)) - 1;
        let was_there = |one: &&Enrolled| {
            self.seen.get(&one.id).and_then(|seen| seen.get(place)) == Some(&Presence::Attended)
        };
        self.enrolled.iter().filter(was_there).cloned().collect()
    }

    /// Opens what the absence rule asks for; all but the latest was done.
    fn follow(&mut self, build: &mut Build) -> Made {
        let Some(rule) = meguro().course().map(|plan| plan.absences) else { return Ok(()) };
        for enrolled in self.enrolled.clone() {
            let seen = self.seen.get(&enrolled.id).map_or(&[][..], Vec::as_slice);
            let days = self.course.sessions.iter().map(|session| Some(session.on));
            let attendance: Vec<Attendance> =
                seen.iter().zip(days).map(|(&presence, on)| Attendance { presence, on }).collect();
            let tasks = follow_ups(rule, &attendance, &ClosedDays::default());
            let last = tasks.len().saturating_sub(1);
            for (index, task) in tasks.into_iter().enumerate() {
                if matches!(task.task, Task::UpdateCase { .. }) {
                    continue;
                }
                let Some(day) = self.course.sessions.get(task.session - 1).cloned() else { continue };
                let done = self
                    .staff
                    .first()
                    .filter(|_| index < last)
                    .map(|by| (by, "電話で本人と話した。かぜで休んだとのこと。来週は来られる。"));
                build.follow_up(&self.course.clone(), &day, &enrolled, task, done)?;
            }
        }
        Ok(())
    }

    /// Today's class has begun: the first people are recorded, a memo and flags are set, two tablets disagree on one reading.
    pub fn begin_today(&mut self, build: &mut Build) -> Made {
        let today = build.today;
        let (Some(session), Some(recorder)) =
            (self.course.sessions.iter().find(|s| s.on == today).cloned(), self.staff.last().cloned())
        else {
            return Ok(());
        };
        let course = self.course.clone();
        for (index, enrolled) in self.enrolled.clone().iter().take(8).enumerate() {
            let mark = match index {
                1 => Mark {
                    pre: Some((182, 96, 84)),
                    memo: Some("血圧が高め。座って休み、10分後に測り直す。"),
                    flags: &["centre"],
                    ..Mark::default()
                },
                5 => Mark { status: Some("absent_notified"), ..Mark::default() },
                _ => Mark { pre: Some(reading(build, index)), ..Mark::default() },
            };
            let mark = Mark { status: mark.status.or(Some("present")), ..mark };
            build.attendance(&course, &session, enrolled, &recorder, &mark)?;
        }
        if let (Some(enrolled), Some(other)) = (self.enrolled.get(3), self.staff.first().cloned()) {
            build.conflict(&course, &session, enrolled, &other, ("pre", "128/74/70"));
        }
        build.open(&course, &session, &self.staff, 7, 1);
        Ok(())
    }

    /// The assessments of everybody still there: `pre` at the second session, `post` at the fifteenth.
    pub fn assess(
        &self,
        build: &mut Build,
        timing: &'static str,
        number: u16,
        left: &[(usize, u16)],
    ) -> Made {
        let (Some(session), Some(by)) =
            (self.course.sessions.iter().find(|s| s.number == number), self.staff.first())
        else {
            return Ok(());
        };
        for (index, enrolled) in self.enrolled.iter().enumerate() {
            if left.iter().any(|&(who, from)| who == index && number >= from) {
                continue;
            }
            let mut dice = build.dice.clone();
            let answers = scores::all(&mut dice, i64::from(timing == "post"));
            build.dice = dice;
            for (at, given) in answers.iter().enumerate() {
                let comment =
                    (at == 2 && index.is_multiple_of(4)).then_some("左手は痛みがあり軽く握ってもらった。");
                build.assessment(enrolled, given, &Taken { timing, on: session.on, by, comment })?;
            }
        }
        Ok(())
    }
}

impl Class {
    /// The questionnaire, at that session, of those who stand in these places.
    pub fn ask(&self, build: &mut Build, number: u16, places: &[usize]) -> Made {
        let (Some(session), Some(by), Some(asked)) = (
            self.course.sessions.iter().find(|s| s.number == number),
            self.staff.first(),
            meguro().questionnaire(),
        ) else {
            return Ok(());
        };
        for (index, enrolled) in self.enrolled.iter().enumerate().filter(|(index, _)| places.contains(index))
        {
            let (replies, mode) = answers::of(asked, index);
            build.questionnaire(enrolled, asked, &replies, mode, (session.on, by))?;
        }
        Ok(())
    }
}

fn presence(build: &mut Build, session: u16, index: usize) -> Presence {
    // Two people show the absence rule at work; the others come nearly always.
    match (index, session) {
        (4, 5 | 6) => Presence::AbsentWithoutNotice,
        (7, 1) => Presence::AbsentWithNotice,
        _ if build.dice.chance(7) => Presence::AbsentWithNotice,
        _ if build.dice.chance(2) => Presence::AbsentWithoutNotice,
        _ => Presence::Attended,
    }
}

fn reading(build: &mut Build, index: usize) -> (i64, i64, i64) {
    let base = 118 + i64::try_from(index % 7).unwrap_or_default() * 5;
    let systolic = base + build.dice.between(-9, 12);
    (systolic, systolic * 6 / 10 + build.dice.between(-4, 5), build.dice.between(62, 84))
}

fn attended(build: &mut Build, index: usize) -> Mark<'static> {
    let status = if build.dice.chance(4) { "late" } else { "present" };
    let (pre, post) = (reading(build, index), reading(build, index));
    let memo = build.dice.chance(9).then(|| build.dice.pick(&MEMOS));
    Mark {
        status: Some(status),
        pre: Some(pre),
        post: Some(post),
        memo,
        flags: if memo.is_some() && index.is_multiple_of(5) { &["ward"] } else { &[] },
    }
}

fn missing(presence: Presence) -> Mark<'static> {
    Mark {
        status: Some(if presence == Presence::AbsentWithoutNotice {
            "absent_unnotified"
        } else {
            "absent_notified"
        }),
        ..Mark::default()
    }
}
