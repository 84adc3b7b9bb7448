//! Fifty records a page, with the names this reader may see.

use super::{Behind, Names, Page};
use crate::{
    kit::{
        ctx::Ctx,
        error::Result,
        parts::Pager,
        permission::{Permission, Role},
    },
    participants::people,
    vocab::{dates::wareki_with_weekday, ids::ParticipantId},
};

const PAGE: usize = 50;

/// What `behind/_lines.html` prints.
pub struct Listing {
    pub lines: Vec<Line>,
    pub pager: Pager,
    pub names: bool,
}

pub struct Line {
    pub on: String,
    pub what: String,
    /// Empty for whoever may not open the record.
    pub href: String,
    pub person: String,
    pub note: String,
}

impl Listing {
    /// One page of the records behind a figure. `here`: the address of the list; `page`: what was asked for; `kept`: the
    /// names a frozen paper holds.
    ///
    /// # Errors
    /// When the database is away or a name can't be opened.
    pub async fn of<P: Permission, M: Send>(
        cx: &mut Ctx<P, M>,
        records: &[Behind],
        (page, here): (&str, &str),
        kept: &Names,
    ) -> Result<Self> {
        let page = page.parse::<usize>().unwrap_or(1).clamp(1, 10_000);
        let shown: Vec<&Behind> = records.iter().skip((page - 1) * PAGE).take(PAGE).collect();
        let names = names(cx, &shown, kept).await?;
        let role = cx.actor().role;
        Ok(Self {
            lines: shown.iter().map(|record| line(record, role, names.as_ref())).collect(),
            pager: Pager::new(records.len() as u64, page as u64, PAGE as u64, here),
            names: names.is_some() && shown.iter().any(|record| record.person.is_some()),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The people of these records; `None` for whoever sees nobody.
async fn names<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    records: &[&Behind],
    kept: &Names,
) -> Result<Option<Names>> {
    if cx.actor().role == Role::WardAuditor || !cx.actor().sees_people() {
        return Ok(None);
    }
    let mut wanted: Vec<ParticipantId> = records.iter().filter_map(|record| record.person).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut names: Names = wanted.iter().filter_map(|id| Some((*id, kept.get(id)?.clone()))).collect();
    cx.saw(names.keys().copied().collect::<Vec<_>>());
    let unknown: Vec<uuid::Uuid> =
        wanted.iter().filter(|id| !names.contains_key(id)).map(|id| id.0).collect();
    if !unknown.is_empty() {
        let items = people::items_for(cx).await?;
        for row in people::find_many(cx.db(), &unknown).await? {
            let person = people::open(cx, row, items.as_deref())?;
            let name = person.identity.name();
            let numbered = || format!("番号{}", person.number);
            names.insert(person.id, if name.trim().is_empty() { numbered() } else { name });
        }
    }
    Ok(Some(names))
}

/// A record about somebody this reader doesn't see stands without a name and leads nowhere.
fn line(record: &Behind, role: Role, names: Option<&Names>) -> Line {
    let name = record.person.and_then(|id| names?.get(&id));
    let sees = names.is_some() && (record.person.is_none() || name.is_some());
    let href = match &record.page {
        Page::People(href) if sees => href.as_str(),
        Page::Course(href) if role != Role::WardAuditor => href.as_str(),
        Page::Paper(href) => href.as_str(),
        Page::People(_) | Page::Course(_) | Page::Nowhere => "",
    };
    Line {
        on: record.on.map_or_else(|| "—".to_owned(), wareki_with_weekday),
        what: record.what.clone(),
        href: href.to_owned(),
        person: name.cloned().unwrap_or_else(|| "—".to_owned()),
        note: record.note.clone(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_record_leads_on_only_for_who_may_see_it() {
        let id = ParticipantId(Uuid::nil());
        let record = |page| Behind {
            on: None,
            what: "第1回".to_owned(),
            person: Some(id),
            note: "出席".to_owned(),
            page,
            counts: 1,
        };
        let href = |page, role, names: Option<&Names>| line(&record(page), role, names).href;
        let people = || Page::People("/sessions/1".to_owned());
        let known = Names::from([(id, "花子".to_owned())]);
        assert_eq!(href(people(), Role::WardOfficer, Some(&known)), "/sessions/1");
        assert_eq!(href(people(), Role::ContractorManager, Some(&Names::new())), "", "somebody else's");
        assert_eq!(href(people(), Role::WardAuditor, None), "");
        let course = || Page::Course("/courses/1".to_owned());
        assert_eq!(href(course(), Role::WardAuditor, None), "");
        assert_eq!(href(course(), Role::ContractorManager, None), "/courses/1");
        assert_eq!(line(&record(people()), Role::WardAuditor, None).person, "—");
    }
}
