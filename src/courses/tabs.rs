//! The tab bar of a course, the same on every page that belongs to it, whichever feature keeps the page.

use crate::{
    kit::{ctx::Actor, parts::Link, permission::Permission},
    name_tags::SeeNameTags,
    reports::TakeLists,
    vocab::ids::CourseId,
};

/// The page behind a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseTab {
    Overview,
    Plan,
    Venue,
    Briefings,
    People,
    NameTags,
    Assessments,
    Papers,
    Liaison,
    Lists,
}

impl CourseTab {
    const ALL: [Self; 10] = [
        Self::Overview,
        Self::Plan,
        Self::Venue,
        Self::Briefings,
        Self::People,
        Self::NameTags,
        Self::Assessments,
        Self::Papers,
        Self::Liaison,
        Self::Lists,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Overview => "概要",
            Self::Plan => "計画・人員",
            Self::Venue => "会場",
            Self::Briefings => "体験・説明会",
            Self::People => "参加者",
            Self::NameTags => "名札",
            Self::Assessments => "評価",
            Self::Papers => "参加者ごとの書類",
            Self::Liaison => "連絡シート",
            Self::Lists => "名簿・一覧の出力",
        }
    }

    /// What follows the course's own address.
    fn part(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Plan => "/plan",
            Self::Venue => "/venue",
            Self::Briefings => "/briefings",
            Self::People => "/enrolments",
            Self::NameTags => "/name-tags",
            Self::Assessments => "/assessments",
            Self::Papers => "/papers",
            Self::Liaison => "/liaison",
            Self::Lists => "/lists",
        }
    }

    /// Whoever sees no people is led only to what shows none.
    fn is_for(self, reader: &Actor) -> bool {
        match self {
            Self::Overview | Self::Plan | Self::Venue | Self::Briefings => true,
            Self::People | Self::Assessments | Self::Papers | Self::Liaison => reader.sees_people(),
            Self::NameTags => reader.sees_people() && SeeNameTags::allows(reader.role),
            Self::Lists => reader.sees_people() && TakeLists::allows(reader.role),
        }
    }
}

/// The pages of a course the reader may open, the one behind `here` marked.
pub fn tabs(id: CourseId, reader: &Actor, here: CourseTab) -> Vec<Link> {
    let link = |tab: CourseTab| {
        let link = Link::new(tab.label(), format!("/courses/{id}{}", tab.part()));
        if tab == here { link.current() } else { link }
    };
    CourseTab::ALL.into_iter().filter(|tab| tab.is_for(reader)).map(link).collect()
}
