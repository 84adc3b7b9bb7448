//! The figures of a guidance contract, each with its part of an address and its value.

use std::fmt;

use super::{
    ContactCount, GuidanceFigures, Recruit,
    values::{ValueChange, Went},
};
use crate::programmes::definition::ContactMeans;

/// One figure. Lines of a table are counted from 0, and from 1 in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuidanceFigure {
    Recruited(Recruit),
    Calls,
    /// Who declined or dropped out for a reason.
    Ending(usize, Recruit),
    /// Of a planned contact, or of all of them.
    Contacts(Option<usize>, Contacted),
    Value(usize, Went),
    Medians(usize),
    Means(usize),
    Inquiries(usize, Inquired),
    /// Contacts of one person.
    PersonDone(usize),
    PersonLate(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contacted {
    Done,
    By(ContactMeans),
    Late,
    Minutes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inquired {
    All,
    Escalated,
    Answered,
}

impl Recruit {
    fn code(self) -> &'static str {
        match self {
            Self::Selected => "selected",
            Self::ByHand => "by-hand",
            Self::Called => "called",
            Self::Consented => "consented",
            Self::TakingPart => "taking-part",
            Self::Completed => "completed",
            Self::DroppedOut => "dropped-out",
            Self::Declined => "declined",
            Self::Open => "open",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Selected => "対象者",
            Self::ByHand => "区が加えた人",
            Self::Called => "電話をした人",
            Self::Consented => "参加すると答えた人",
            Self::TakingPart => "参加中",
            Self::Completed => "最後まで終えた人",
            Self::DroppedOut => "途中でやめた人",
            Self::Declined => "辞退した人",
            Self::Open => "返事がまだの人",
        }
    }
}

impl Contacted {
    const ALL: [Self; 7] = [
        Self::Done,
        Self::By(ContactMeans::ALL[0]),
        Self::By(ContactMeans::ALL[1]),
        Self::By(ContactMeans::ALL[2]),
        Self::By(ContactMeans::ALL[3]),
        Self::Late,
        Self::Minutes,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::By(means) => means.code(),
            Self::Late => "late",
            Self::Minutes => "minutes",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Done => "実施",
            Self::By(means) => means.label(),
            Self::Late => "遅れ",
            Self::Minutes => "時間（分）",
        }
    }

    fn of(self, count: &ContactCount) -> String {
        match self {
            Self::Done => count.done.to_string(),
            Self::By(means) => {
                count.means().find(|(one, _)| *one == means).map_or(0, |(_, done)| done).to_string()
            }
            Self::Late => count.late.to_string(),
            Self::Minutes => count.minutes.to_string(),
        }
    }
}

impl Went {
    const ALL: [Self; 6] =
        [Self::Anywhere, Self::Rose, Self::Unchanged, Self::Fell, Self::Improved, Self::Worsened];

    fn code(self) -> &'static str {
        match self {
            Self::Anywhere => "people",
            Self::Rose => "rose",
            Self::Unchanged => "unchanged",
            Self::Fell => "fell",
            Self::Improved => "improved",
            Self::Worsened => "worsened",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Anywhere => "2日以上の値がある人",
            Self::Rose => "上がった人",
            Self::Unchanged => "変化なし",
            Self::Fell => "下がった人",
            Self::Improved => "改善",
            Self::Worsened => "悪化",
        }
    }
}

impl Inquired {
    const ALL: [Self; 3] = [Self::All, Self::Escalated, Self::Answered];

    fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Escalated => "escalated",
            Self::Answered => "answered",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::All => "件数",
            Self::Escalated => "区に伝えた",
            Self::Answered => "回答ずみ",
        }
    }
}

impl fmt::Display for GuidanceFigure {
    /// Writes the part of an address that names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Recruited(recruit) => f.write_str(recruit.code()),
            Self::Calls => f.write_str("calls"),
            Self::Ending(line, recruit) => write!(f, "ending.{}.{}", line + 1, recruit.code()),
            Self::Contacts(Some(line), of) => write!(f, "contact.{}.{}", line + 1, of.code()),
            Self::Contacts(None, of) => write!(f, "contacts.{}", of.code()),
            Self::Value(line, went) => write!(f, "value.{}.{}", line + 1, went.code()),
            Self::Medians(line) => write!(f, "value.{}.medians", line + 1),
            Self::Means(line) => write!(f, "value.{}.means", line + 1),
            Self::Inquiries(line, of) => write!(f, "inquiries.{}.{}", line + 1, of.code()),
            Self::PersonDone(line) => write!(f, "person.{}.done", line + 1),
            Self::PersonLate(line) => write!(f, "person.{}.late", line + 1),
        }
    }
}

impl GuidanceFigures {
    /// Every figure with its value as it is printed.
    pub fn all(&self) -> Vec<(GuidanceFigure, String)> {
        let recruit = |one| (GuidanceFigure::Recruited(one), self.recruitment.of(one).to_string());
        let mut all: Vec<(GuidanceFigure, String)> = Recruit::ALL.map(recruit).into();
        all.push((GuidanceFigure::Calls, self.recruitment.calls.to_string()));
        for (line, one) in self.endings.iter().enumerate() {
            let counts = [(Recruit::Declined, one.declined), (Recruit::DroppedOut, one.dropped_out)];
            let figure = |recruit| GuidanceFigure::Ending(line, recruit);
            all.extend(counts.map(|(recruit, people)| (figure(recruit), people.to_string())));
        }
        let lines = self.contacts.iter().enumerate().map(|(line, count)| (Some(line), count));
        let total = self.contacts_total();
        for (line, count) in lines.chain([(None, &total)]) {
            all.extend(Contacted::ALL.map(|of| (GuidanceFigure::Contacts(line, of), of.of(count))));
        }
        self.values.iter().enumerate().for_each(|(line, one)| all.extend(of_value(line, one)));
        for (line, one) in self.inquiries.iter().enumerate() {
            let counts = [one.count, one.escalated, one.answered].map(|count| count.to_string());
            let figures = Inquired::ALL.map(|of| GuidanceFigure::Inquiries(line, of));
            all.extend(figures.into_iter().zip(counts));
        }
        for (line, one) in self.people.iter().enumerate() {
            all.push((GuidanceFigure::PersonDone(line), one.contacts_done.to_string()));
            all.push((GuidanceFigure::PersonLate(line), one.contacts_late.to_string()));
        }
        all
    }

    /// The figure of that part of an address with its value.
    pub fn find(&self, code: &str) -> Option<(GuidanceFigure, String)> {
        self.all().into_iter().find(|(figure, _)| figure.to_string() == code)
    }

    /// All planned contacts together.
    pub fn contacts_total(&self) -> ContactCount {
        let mut by_means = [0; 4];
        for (at, sum) in by_means.iter_mut().enumerate() {
            *sum = self.contacts.iter().filter_map(|contact| contact.by_means.get(at)).sum();
        }
        ContactCount {
            code: String::new(),
            label: "合計".to_owned(),
            done: self.contacts_done(),
            late: self.contacts.iter().map(|contact| contact.late).sum(),
            minutes: self.contacts.iter().map(|contact| contact.minutes).sum(),
            by_means,
        }
    }
}

fn of_value(line: usize, one: &ValueChange) -> Vec<(GuidanceFigure, String)> {
    let went = |went| Some((GuidanceFigure::Value(line, went), one.went(went)?.to_string()));
    let mut all: Vec<(GuidanceFigure, String)> = Went::ALL.into_iter().filter_map(went).collect();
    all.push((GuidanceFigure::Medians(line), one.medians()));
    all.push((GuidanceFigure::Means(line), one.means()));
    all
}
