//! Registering a participant and changing the entry: form → check page (both eras, age, derived centre) → stored with its
//! search tokens in one transaction. Somebody with the same folded reading and birth date stops the way once.

use axum::extract::Path;
use time::Date;

use super::{
    EditParticipant, Identity, Person, RegisterParticipant, db,
    entry::{self, District, Entry},
    people, tokens,
    views::{CheckView, DuplicateView, EntryView},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::ParticipantId,
};

/// Answered on the interruption page: 「別の人として登録する」.
const OTHER_PERSON: &str = "other_person";
/// Sent by 「入力に戻る」 on the check page.
const BACK: &str = "back";

pub async fn new(mut cx: View<RegisterParticipant>) -> Result {
    let districts = db::districts(cx.db()).await?;
    cx.show(EntryView::new(None, &districts, Form::empty())).await
}

pub async fn check(mut cx: Act<RegisterParticipant>, Typed(mut form): Typed) -> Result {
    let districts = db::districts(cx.db()).await?;
    if form.checked(BACK, "yes") {
        return cx.show(EntryView::new(None, &districts, form)).await;
    }
    let Some(entry) = entry::read(&mut form, &districts, cx.today()) else {
        return cx.invalid(EntryView::new(None, &districts, form)).await;
    };
    let same = same_people(&mut cx, &entry, None).await?;
    if !same.is_empty() && !form.checked(OTHER_PERSON, "yes") {
        return cx.show(DuplicateView::new(None, &form, same, &districts)).await;
    }
    let today = cx.today();
    cx.show(CheckView::new(None, &form, &entry, today)).await
}

pub async fn create(mut cx: Act<RegisterParticipant>, Typed(mut form): Typed) -> Result {
    let districts = db::districts(cx.db()).await?;
    let Some(entry) = entry::read(&mut form, &districts, cx.today()) else {
        return cx.invalid(EntryView::new(None, &districts, form)).await;
    };
    // Taking the number locks the ward's row, so two people registering one person at the same moment see each other.
    let number = db::take_numbers(cx.write(), 1).await?;
    let same = same_people(&mut cx, &entry, None).await?;
    if !same.is_empty() && !form.checked(OTHER_PERSON, "yes") {
        return cx.invalid(DuplicateView::new(None, &form, same, &districts)).await;
    }
    let id = store_new(&mut cx, &entry, number).await?;
    cx.commit(Event::new("participant.register").about(id.0).of([id]))
        .await?
        .redirect_with(format!("/participants/{id}"), "参加者を登録しました。")
}

pub async fn edit(mut cx: View<EditParticipant>, Path(id): Path<ParticipantId>) -> Result {
    let districts = db::districts(cx.db()).await?;
    let (person, stored) = stored(&mut cx, id, &districts).await?;
    let form = entry::fill(&stored).with("version", person.version.to_string());
    cx.show(EntryView::new(Some(id), &districts, form)).await
}

pub async fn check_change(
    mut cx: Act<EditParticipant>,
    Path(id): Path<ParticipantId>,
    Typed(mut form): Typed,
) -> Result {
    let districts = db::districts(cx.db()).await?;
    let (_, before) = stored(&mut cx, id, &districts).await?;
    if form.checked(BACK, "yes") {
        return cx.show(EntryView::new(Some(id), &districts, form)).await;
    }
    let Some(entry) = entry::read(&mut form, &districts, cx.today()) else {
        return cx.invalid(EntryView::new(Some(id), &districts, form)).await;
    };
    // Asked only when the change makes them alike: two known namesakes are not asked about again.
    let same =
        if is_alike(&before, &entry) { Vec::new() } else { same_people(&mut cx, &entry, Some(id)).await? };
    if !same.is_empty() && !form.checked(OTHER_PERSON, "yes") {
        return cx.show(DuplicateView::new(Some(id), &form, same, &districts)).await;
    }
    let today = cx.today();
    cx.show(CheckView::new(Some(id), &form, &entry, today)).await
}

pub async fn update(
    mut cx: Act<EditParticipant>,
    Path(id): Path<ParticipantId>,
    Typed(mut form): Typed,
) -> Result {
    let districts = db::districts(cx.db()).await?;
    let (_, before) = stored(&mut cx, id, &districts).await?;
    let Some(entry) = entry::read(&mut form, &districts, cx.today()) else {
        return cx.invalid(EntryView::new(Some(id), &districts, form)).await;
    };
    let version: i32 = form.value("version").parse().map_err(|_| AppError::stale())?;
    let sealed = cx.seal(Unit::Ward(cx.ward().0), id.0, version + 1, &entry.identity)?;
    if !db::update(cx.write(), &plain(id, &entry, &sealed), version).await? {
        return Err(AppError::stale());
    }
    let search = tokens::of(&cx.app().keys.search_key(cx.ward().0)?, &entry.identity);
    db::replace_tokens(cx.write(), id, &search).await?;
    let period = |e: &Entry| (e.certification.clone(), e.certified_from, e.certified_to);
    if period(&before) != period(&entry) {
        remember_certification(&mut cx, id, &entry).await?;
    }
    let event = Event::new("participant.change")
        .about(id.0)
        .of([id])
        .detail(serde_json::json!({ "fields": changed(&before, &entry) }));
    cx.commit(event).await?.redirect_with(format!("/participants/{id}"), "登録の内容を変更しました。")
}

/// The stored entry, opened: for the ward, which sees all of it.
async fn stored<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: ParticipantId,
    districts: &[District],
) -> Result<(Person, Entry)> {
    let row = people::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let person = people::open(cx, row, None)?;
    let newest =
        db::certifications(cx.db(), id).await?.into_iter().next().filter(|c| c.level == person.certification);
    let district = districts
        .iter()
        .find(|d| d.id == person.district)
        .cloned()
        .ok_or_else(|| AppError::bug("district of a participant"))?;
    let entry = Entry {
        identity: person.identity.clone(),
        sex: person.sex.clone(),
        district,
        certification: person.certification.clone(),
        certified_from: newest.as_ref().map(|c| c.valid_from),
        certified_to: newest.and_then(|c| c.valid_to),
    };
    Ok((person, entry))
}

/// Whether the duplicate warning takes both entries for one person.
fn is_alike(before: &Entry, after: &Entry) -> bool {
    let text = |e: &Entry| {
        tokens::same_person_text(&e.identity.family_kana, &e.identity.given_kana, e.identity.born_on)
    };
    text(before) == text(after)
}

/// People of the ward with the same folded reading and birth date, opened.
pub(crate) async fn same_people<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    entry: &Entry,
    but: Option<ParticipantId>,
) -> Result<Vec<Person>> {
    let key = cx.app().keys.search_key(cx.ward().0)?;
    let Identity { family_kana, given_kana, born_on, .. } = &entry.identity;
    let token = tokens::same_person(&key, family_kana, given_kana, *born_on);
    let rows = db::sharing(cx.db(), &[token]).await?;
    rows.into_iter().filter(|row| Some(row.id) != but).map(|row| people::open(cx, row, None)).collect()
}

/// Registers somebody under the ward's next number. Taking it locks the ward's row, so two people who register one person at
/// the same moment come one after the other.
pub(crate) async fn register_new<P: Permission>(cx: &mut Act<P>, entry: &Entry) -> Result<ParticipantId> {
    let number = db::take_numbers(cx.write(), 1).await?;
    store_new(cx, entry, number).await
}

/// Writes a new participant with tokens and certification; the caller has taken the number.
pub(crate) async fn store_new<P: Permission>(
    cx: &mut Act<P>,
    entry: &Entry,
    number: i32,
) -> Result<ParticipantId> {
    let (id, now) = (ParticipantId(cx.new_id()), cx.now());
    let sealed = cx.seal(Unit::Ward(cx.ward().0), id.0, 1, &entry.identity)?;
    db::insert(cx.write(), &plain(id, entry, &sealed), number, now).await?;
    let search = tokens::of(&cx.app().keys.search_key(cx.ward().0)?, &entry.identity);
    db::insert_tokens(cx.write(), id, &search).await?;
    remember_certification(cx, id, entry).await?;
    Ok(id)
}

async fn remember_certification<P: Permission>(
    cx: &mut Act<P>,
    id: ParticipantId,
    entry: &Entry,
) -> Result<()> {
    let Some(valid_from) = entry.certified_from else { return Ok(()) };
    let row = cx.new_id();
    let certified =
        db::Certified { level: entry.certification.clone(), valid_from, valid_to: entry.certified_to };
    Ok(db::insert_certification(cx.write(), row, id, &certified).await?)
}

fn plain<'a>(id: ParticipantId, entry: &'a Entry, sealed: &'a [u8]) -> db::Plain<'a> {
    db::Plain {
        id,
        centre: entry.district.centre,
        district: entry.district.id,
        sex: &entry.sex,
        birth_year: entry.identity.born_on.year(),
        certification: &entry.certification,
        sealed,
    }
}

/// The names of the fields that differ, for the audit stream: never their values.
fn changed(before: &Entry, after: &Entry) -> Vec<&'static str> {
    let (old, new) = (entry::fill(before), entry::fill(after));
    entry::field_names().into_iter().filter(|field| old.value(field) != new.value(field)).collect()
}

/// The day printed on pages about a person.
pub(super) fn age_words(person: &Person, today: Date) -> String {
    person.age_on(today).map(|age| format!("{age}歳")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_by_the_names_of_its_fields() {
        let before = entry::tests::entry();
        let mut after = before.clone();
        assert!(changed(&before, &after).is_empty());
        after.identity.telephone = "03-0000-0000".into();
        after.certification = "support_2".into();
        assert_eq!(changed(&before, &after), ["telephone", "certification"]);
    }
}
