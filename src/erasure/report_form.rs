//! 報告の記入: the form as typed with its photos, and what it says once it is read.

use time::Date;

use super::{
    details::Details,
    methods::{MediumWords, Method, Shows, missing},
    units::Unit,
};
use crate::{
    filings::{Attachment, AttachmentKind},
    kit::{form::Form, typed::UploadedFile},
    vocab::{
        dates::{parse_date, wareki},
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
    /// When the contractor got it: nothing is erased before.
    pub came_on: Date,
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

/// Reads the form, or records the problems.
pub fn read(
    form: &mut Form,
    files: Vec<UploadedFile>,
    ground: &Ground<'_>,
    today: Date,
) -> Option<NewReport> {
    let codes: Vec<String> = ground.units.iter().map(|unit| unit.code()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let unit = form.choice("unit", "返還・消去の単位", &codes).and_then(|code| Unit::from_code(&code));
    let ends_reading = form.checked("ends_reading", "yes");
    let chosen = chosen(form, ground.things);
    if chosen.as_ref().is_some_and(Vec::is_empty) && !ends_reading {
        form.refuse("item", "消去した物を選んでください。Kayoiの情報だけを返すときは、下の印を付けます。");
    }
    let days = days(form, chosen.as_deref().unwrap_or_default(), today);
    let medium = medium(form, chosen.as_deref().unwrap_or_default());
    let photos = photos(form, files, medium.as_ref().map(|(method, _)| *method));
    let details = details(form);
    let answers = answers(form, ground.open);
    let ((carried_out_on, erased_on), unit, chosen) = (days?, unit?, chosen?);
    let (photos, details, answers) = (photos?, details?, answers?);
    if form.has_problems() {
        return None;
    }
    let (method, words) = medium.unwrap_or((Method::Shredded, MediumWords::default()));
    let method_of = |is_paper: bool| if is_paper { Method::Shredded } else { method };
    let lines = chosen.iter().map(|(thing, count)| (thing.item, *count, method_of(thing.is_paper))).collect();
    Some(NewReport {
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
fn days(form: &mut Form, chosen: &[(&Erasable, u32)], today: Date) -> Option<(Option<Date>, Date)> {
    let erased_on = form.date("erased_on", "消去・返還が済んだ日");
    let out = form.parse_optional("carried_out_on", |typed| parse_date(typed).map_err(|e| e.to_string()))?;
    let erased_on = erased_on?;
    let came_on = chosen.iter().map(|(thing, _)| thing.came_on).max();
    if erased_on > today {
        form.refuse("erased_on", "消去した日がまだ来ていません。今日までの日を入力してください。");
    } else if (today - erased_on).whole_days() > OLDEST {
        let message = format!(
            "{OLDEST}日以上前の日にさかのぼって報告することはできません。事情を、区の担当者に知らせてください。"
        );
        form.refuse_dated_back("erased_on", message);
    } else if let Some(came_on) = came_on.filter(|came_on| erased_on < *came_on) {
        let message =
            format!("選んだ物が受託者に渡った日（{}）以後の日を入力してください。", wareki(came_on));
        form.refuse_dated_back("erased_on", message);
    } else if out.is_some_and(|out| out > erased_on) {
        form.refuse("carried_out_on", "持ち出した日は、消去した日と同じ日か、それより前の日です。");
    }
    Some((out, erased_on))
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
