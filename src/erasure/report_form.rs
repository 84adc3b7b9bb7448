//! 報告の記入: the form as typed with its photos, and what it says once it is read.

use time::Date;

use super::{
    details::Details,
    methods::{MediumWords, Method, Shows, missing},
    states::ErasureRefusal,
    units::Unit,
};
use crate::{
    filings::{Attachment, AttachmentKind},
    kit::{form::Form, typed::UploadedFile},
    vocab::{
        dates::parse_date,
        ids::{HeldItemId, ObligationId},
    },
};

const LONGEST: usize = 200;
/// Days after which an erasure can't be reported as if it were of now.
const OLDEST: i64 = 90;

/// A thing that may be reported.
pub struct Erasable {
    pub item: HeldItemId,
    pub is_paper: bool,
    pub count: u32,
}

/// What a report says.
pub struct NewReport {
    pub unit: Unit,
    pub carried_out_on: Option<Date>,
    pub erased_on: Date,
    pub ends_reading: bool,
    pub details: Details,
    pub lines: Vec<(HeldItemId, u32, Method)>,
    /// Which medium, of all that isn't paper.
    pub medium: MediumWords,
    pub photos: Vec<Photo>,
    /// The obligations it answers.
    pub answers: Vec<ObligationId>,
}

/// What a report can be about.
pub struct Ground<'a> {
    pub units: &'a [Unit],
    pub things: &'a [Erasable],
    pub open: &'a [ObligationId],
}

/// A photo without what its camera wrote beside it.
pub struct Photo {
    pub shows: Shows,
    pub kind: AttachmentKind,
    pub bytes: Vec<u8>,
}

/// Reads the form, or records the problems. A day too long ago is given back beside them.
pub fn read(
    form: &mut Form,
    files: Vec<UploadedFile>,
    ground: &Ground<'_>,
    today: Date,
) -> Result<NewReport, Option<ErasureRefusal>> {
    let codes: Vec<String> = ground.units.iter().map(|unit| unit.code()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let unit = form.choice("unit", "返還・消去の単位", &codes).and_then(|code| Unit::from_code(&code));
    let days = days(form, today);
    let ends_reading = form.checked("ends_reading", "yes");
    let chosen = chosen(form, ground.things);
    if chosen.as_ref().is_some_and(Vec::is_empty) && !ends_reading {
        form.refuse("item", "消去した物を選んでください。Kayoiの情報だけを返すときは、下の印を付けます。");
    }
    let medium = medium(form, chosen.as_deref().unwrap_or_default());
    let photos = photos(form, files, medium.as_ref().map(|(method, _)| *method));
    let details = details(form);
    let answers = answers(form, ground.open);
    let backdated = days.err().flatten();
    let (
        Some(unit),
        Ok((carried_out_on, erased_on)),
        Some(chosen),
        Some(photos),
        Some(details),
        Some(answers),
        false,
    ) = (unit, days, chosen, photos, details, answers, form.has_problems())
    else {
        return Err(backdated);
    };
    let (method, words) = medium.unwrap_or((Method::Shredded, MediumWords::default()));
    let method_of = |is_paper: bool| if is_paper { Method::Shredded } else { method };
    let lines = chosen.iter().map(|(thing, count)| (thing.item, *count, method_of(thing.is_paper))).collect();
    Ok(NewReport {
        unit,
        carried_out_on,
        erased_on,
        ends_reading,
        details,
        lines,
        medium: words,
        photos,
        answers,
    })
}

/// When it was erased, and when the media had left the ward before that.
fn days(form: &mut Form, today: Date) -> Result<(Option<Date>, Date), Option<ErasureRefusal>> {
    let erased_on = form.date("erased_on", "消去・返還が済んだ日").ok_or(None)?;
    let out = form
        .parse_optional("carried_out_on", |typed| parse_date(typed).map_err(|e| e.to_string()))
        .ok_or(None)?;
    let refusal = if erased_on > today {
        Some(("erased_on", ErasureRefusal::InTheFuture))
    } else if (today - erased_on).whole_days() > OLDEST {
        Some(("erased_on", ErasureRefusal::TooLongAgo))
    } else if out.is_some_and(|out| out > erased_on) {
        Some(("carried_out_on", ErasureRefusal::OutAfterErasing))
    } else {
        None
    };
    match refusal {
        None => Ok((out, erased_on)),
        Some((field, refusal)) => {
            form.refuse(field, refusal.to_string());
            Err(Some(refusal).filter(|refusal| *refusal == ErasureRefusal::TooLongAgo))
        }
    }
}

fn chosen<'a>(form: &mut Form, things: &'a [Erasable]) -> Option<Vec<(&'a Erasable, u32)>> {
    if form.checked("all", "yes") {
        return Some(things.iter().map(|thing| (thing, thing.count)).collect());
    }
    let mut chosen = Vec::new();
    for thing in things {
        if form.checked("item", &thing.item.to_string()) {
            let field = format!("count-{}", thing.item);
            let count = form.whole_number(&field, "消去した数", 1..=i64::from(thing.count))?;
            chosen.push((thing, u32::try_from(count).ok()?));
        }
    }
    Some(chosen)
}

/// The method and the medium of everything that isn't paper; `None` when there is only paper.
fn medium(form: &mut Form, chosen: &[(&Erasable, u32)]) -> Option<(Method, MediumWords)> {
    if !chosen.iter().any(|(thing, _)| !thing.is_paper) {
        return None;
    }
    let codes = Method::ALL.map(Method::code);
    let method = form.choice("method", "消去の方法", &codes).and_then(|code| Method::from_code(&code));
    let model = form.optional("model", "型式", LONGEST);
    let serial = form.optional("serial", "シリアル番号", LONGEST);
    let tool = form.optional("tool", "消去ソフトと方式", LONGEST);
    let (method, words) = (method?, MediumWords { model: model?, serial: serial?, tool: tool? });
    if let Err(problem) = method.check(false, &words) {
        form.refuse("method", problem.to_string());
    }
    Some((method, words))
}

fn photos(form: &mut Form, files: Vec<UploadedFile>, method: Option<Method>) -> Option<Vec<Photo>> {
    let mut photos = Vec::new();
    for file in files {
        let Some(shows) = Shows::from_code(&file.field) else { continue };
        match Attachment::read(&file.name, file.bytes) {
            Ok(Attachment { kind: kind @ (AttachmentKind::Jpeg | AttachmentKind::Png), bytes, .. }) => {
                photos.push(Photo { shows, kind, bytes });
            }
            Ok(_) => form.refuse(shows.code(), "写真は、JPEGかPNGで選んでください。"),
            Err(problem) => form.refuse(shows.code(), problem.to_string()),
        }
    }
    let there: Vec<Shows> = photos.iter().map(|photo| photo.shows).collect();
    let methods: Vec<Method> = method.into_iter().collect();
    for shows in missing(&methods, &there) {
        if form.problem(shows.code()).is_none() {
            form.refuse(shows.code(), format!("「{}」の写真を選んでください。", shows.label()));
        }
    }
    (!form.has_problems()).then_some(photos)
}

fn answers(form: &mut Form, open: &[ObligationId]) -> Option<Vec<ObligationId>> {
    let codes: Vec<String> = open.iter().map(ToString::to_string).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let chosen = form.choices("answers", "この報告で済む義務", &codes)?;
    Some(chosen.iter().filter_map(|code| code.parse().ok()).collect())
}

fn details(form: &mut Form) -> Option<Details> {
    let person = form.required("person", "行った人", LONGEST);
    let witness = form.optional("witness", "立ち会った人", LONGEST);
    let place = form.required("place", "行った場所", LONGEST);
    let remarks = form.optional_lines("remarks", "補足", 2_000);
    Some(Details { person: person?, witness: witness?, place: place?, remarks: remarks? })
}
