//! A participant's page: what is known, with telephone and address covered until somebody asks for them, which is an event
//! of its own.

use askama::Template;
use axum::extract::Path;
use time::Date;

use super::{
    Person, SeeContact, SeeParticipant, certification, db, entry,
    entry::TEXTS,
    people, sex_label,
    taking_part::{self, TakingPart},
    views::shown_name,
};
use crate::{
    assessments::ViewAssessments,
    audit::Event,
    kit::{
        ctx::{Act, Actor, Ctx, View},
        error::{AppError, Result},
        parts::{Link, Row},
        permission::Permission,
        typed::Typed,
    },
    programmes::InformationItem,
    vocab::{
        dates::{jst_date, wareki},
        ids::ParticipantId,
    },
};

#[derive(Template)]
#[template(path = "participants/show.html")]
struct ShowView {
    head: Head,
    basics: Vec<Row>,
    contacts: Vec<Row>,
    centre: Vec<Row>,
    living: Vec<Row>,
    certified: Vec<CertifiedLine>,
    taking_part: Vec<TakingPart>,
    shows_contact: bool,
    /// What the button uncovers; empty when there is nothing the reader may see.
    contact_label: &'static str,
    is_ward: bool,
    may_refer: bool,
}

/// The top of every page about one person.
pub(super) struct Head {
    pub id: ParticipantId,
    pub name: String,
    pub number: i32,
    pub tabs: Vec<Link>,
}

struct CertifiedLine {
    level: &'static str,
    from: String,
    to: String,
}

impl Head {
    /// `here` is the tab's last part of the address, empty for 概要.
    pub(super) fn new(person: &Person, actor: &Actor, here: &str) -> Self {
        let base = format!("/participants/{}", person.id);
        let mut tabs = vec![("概要", String::new()), ("経過", "/history".into())];
        if ViewAssessments::allows(actor.role) {
            tabs.push(("測定", "/assessments".into()));
        }
        if actor.role.is_ward() {
            tabs.push(("閲覧の記録", "/readings".into()));
        }
        let mut tabs: Vec<Link> = tabs
            .into_iter()
            .map(|(label, part)| {
                let link = Link::new(label, format!("{base}{part}"));
                if part == here { link.current() } else { link }
            })
            .collect();
        tabs.push(Link::new("連絡シート", format!("/liaison?participant={}", person.id)));
        Self { id: person.id, name: shown_name(person), number: person.number, tabs }
    }
}

pub async fn show(mut cx: View<SeeParticipant>, Path(id): Path<ParticipantId>) -> Result {
    let view = overview(&mut cx, id, false).await?;
    cx.show(view).await
}

/// The same page with telephone numbers and addresses.
pub async fn contact(mut cx: Act<SeeContact>, Path(id): Path<ParticipantId>, Typed(_): Typed) -> Result {
    let view = overview(&mut cx, id, true).await?;
    cx.commit_and_show(Event::new("participant.contact").about(id.0), view).await
}

/// Opens the person for a page about them, projected for a contractor.
pub(super) async fn open<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: ParticipantId,
) -> Result<(Person, Option<Vec<InformationItem>>)> {
    let items = people::items_for(cx).await?;
    let row = people::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    Ok((people::open(cx, row, items.as_deref())?, items))
}

async fn overview<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: ParticipantId,
    shows_contact: bool,
) -> Result<ShowView> {
    let (person, items) = open(cx, id).await?;
    let around = db::surroundings(cx.db(), id).await?;
    let role = cx.actor().role;
    let history = if role.is_contractor() { Vec::new() } else { db::certifications(cx.db(), id).await? };
    let shown = Facts { person: &person, items: items.as_deref(), today: cx.today(), shows_contact };
    Ok(ShowView {
        basics: shown.basics(jst_date(around.registered_at)),
        contacts: shown.contacts(),
        centre: shown.centre(&around),
        living: shown.living(),
        certified: history
            .iter()
            .map(|c| CertifiedLine {
                level: certification::label(&c.level),
                from: wareki(c.valid_from),
                to: c.valid_to.map_or_else(|| "終わりの日なし".into(), wareki),
            })
            .collect(),
        taking_part: taking_part::of(cx, id).await?,
        shows_contact,
        contact_label: shown.contact_label(),
        is_ward: role.is_ward(),
        may_refer: role.is_ward() || role.is_centre(),
        head: Head::new(&person, cx.actor(), ""),
    })
}

/// What the reader may see of a person, as lines.
struct Facts<'a> {
    person: &'a Person,
    items: Option<&'a [InformationItem]>,
    today: Date,
    shows_contact: bool,
}

impl Facts<'_> {
    fn may(&self, item: InformationItem) -> bool {
        self.items.is_none_or(|items| items.contains(&item))
    }

    /// Only the lines the contract lists.
    fn allowed(&self, lines: Vec<(InformationItem, Row)>) -> Vec<Row> {
        lines.into_iter().filter(|(item, _)| self.may(*item)).map(|(_, row)| row).collect()
    }

    fn basics(&self, registered_on: Date) -> Vec<Row> {
        let identity = &self.person.identity;
        let born = if self.may(InformationItem::BirthDate) {
            entry::birth_line(identity.born_on, self.today)
        } else {
            String::new()
        };
        let mut rows = self.allowed(vec![
            (InformationItem::Name, Row::new("氏名", identity.name())),
            (InformationItem::Kana, Row::new("カナ", identity.kana())),
            (InformationItem::BirthDate, Row::new("生年月日", born)),
            (InformationItem::Sex, Row::new("性別", sex_label(&self.person.sex))),
            (
                InformationItem::Certification,
                Row::new("認定", certification::label(&self.person.certification)),
            ),
            (InformationItem::Phone, Row::new("電話番号", self.covered(&identity.telephone))),
            (
                InformationItem::Address,
                Row::new("住所", self.covered(&format!("{} {}", identity.postal_code, identity.address))),
            ),
        ]);
        if self.items.is_none() {
            rows.push(Row::new("登録した日", wareki(registered_on)));
        }
        rows
    }

    fn contacts(&self) -> Vec<Row> {
        let contacts = self.person.identity.emergency.iter().zip(entry::CONTACT_FIELDS);
        contacts
            .flat_map(|(contact, fields)| {
                [
                    Row::new(fields.title, format!("{}（{}）", contact.name, contact.relation)),
                    Row::new(format!("{}の電話番号", fields.title), self.covered(&contact.telephone)),
                    Row::new(format!("{}の住所", fields.title), self.covered(&contact.address)),
                ]
            })
            .collect()
    }

    fn centre(&self, around: &db::Surroundings) -> Vec<Row> {
        let mut rows = vec![
            Row::new("地域包括支援センター", around.centre.clone()),
            Row::new("センターの電話番号", around.centre_telephone.clone()),
        ];
        rows.extend(self.allowed(vec![
            (InformationItem::Address, Row::new("地区（町丁目）", around.district.clone())),
            (
                InformationItem::CentreStaff,
                Row::new("包括の担当者", self.person.identity.centre_person.clone()),
            ),
        ]));
        rows
    }

    fn living(&self) -> Vec<Row> {
        use InformationItem::{DailyActivities, LivingSituation, MedicalHistory, ServiceUse};
        let items = [
            ServiceUse,
            LivingSituation,
            LivingSituation,
            DailyActivities,
            DailyActivities,
            DailyActivities,
            DailyActivities,
            MedicalHistory,
        ];
        let texts = TEXTS.iter().zip(entry::texts(&self.person.identity));
        self.allowed(
            items.into_iter().zip(texts.map(|((_, label, _), text)| Row::new(*label, text))).collect(),
        )
    }

    fn contact_label(&self) -> &'static str {
        let emergency = !self.person.identity.emergency.is_empty();
        match (self.may(InformationItem::Phone) || emergency, self.may(InformationItem::Address) || emergency)
        {
            (true, true) => "電話番号と住所を表示する",
            (true, false) => "電話番号を表示する",
            (false, true) => "住所を表示する",
            (false, false) => "",
        }
    }

    fn covered(&self, text: &str) -> String {
        if self.shows_contact { text.trim().to_owned() } else { cover(text) }
    }
}

/// A telephone number keeps its last two digits, an address is only said to exist.
fn cover(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    if !text.chars().all(|c| c.is_ascii_digit() || "-() 内線".contains(c)) {
        return "（表示していません）".into();
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    text.chars()
        .map(|c| {
            seen += usize::from(c.is_ascii_digit());
            if c.is_ascii_digit() && seen + 2 <= digits { '＊' } else { c }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::cover;

    #[test]
    fn only_the_end_of_a_telephone_number_is_left() {
        assert_eq!(cover("03-5722-9608"), "＊＊-＊＊＊＊-＊＊08");
        assert_eq!(cover("153-8573 中央町1-2-3"), "（表示していません）");
        assert_eq!(cover(" "), "");
    }
}
