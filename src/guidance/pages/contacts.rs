//! 支援の記録: what was done on a planned contact, by which means, how long, what was agreed.

use askama::Template;
use axum::extract::Path;
use time::Date;
use uuid::Uuid;

use super::{TEXT, hand, past_day};
use crate::{
    audit::Event,
    guidance::{
        RecordGuidance, ViewGuidance,
        db::records::{self, ContactRow, Contacted},
        loading::Target,
        reported,
        words::ContactWords,
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::{Choice, Form},
        parts::Row,
        permission::Permission,
        typed::Typed,
    },
    participants::shown_name,
    programmes::definition::{Contact, ContactMeans},
    vocab::{
        dates::{jst_stamp, short, wareki, with_weekday},
        ids::EnrolmentId,
    },
};

#[derive(Template)]
#[template(path = "guidance/contact.html")]
struct ShowView {
    name: String,
    label: String,
    base: String,
    explanation: String,
    rows: Vec<Row>,
    edit_href: String,
    /// While nothing is recorded.
    is_open: bool,
}

#[derive(Template)]
#[template(path = "guidance/contact_edit.html")]
struct EditView {
    form: Form,
    name: String,
    label: String,
    base: String,
    action: String,
    explanation: String,
    minutes_hint: String,
    means: Vec<Choice>,
}

/// A planned contact of somebody, with its record if there is one.
struct Place {
    target: Target,
    contact: &'static Contact,
    explanation: String,
    row: Option<ContactRow>,
    /// Why the record's day is closed.
    closed: Option<String>,
}

impl Place {
    async fn load<P: Permission, M: Send>(
        cx: &mut Ctx<P, M>,
        id: EnrolmentId,
        planned: &str,
    ) -> Result<Self> {
        let target = Target::load(cx, id).await?;
        let contact = target.place.guidance.contact(planned).ok_or(AppError::NotFound)?;
        let row = records::contacts(cx.db(), id).await?.into_iter().find(|row| row.planned == planned);
        let today = cx.today();
        let step = target.steps(&[], today).into_iter().find(|step| step.code == planned);
        let explanation = step.map(|step| step.explanation).unwrap_or_default();
        let closed = match &row {
            Some(row) => reported::refusal(cx.db(), target.place.contract.id, row.done_on).await?,
            None => None,
        };
        Ok(Self { target, contact, explanation, row, closed })
    }

    /// Why nothing can be recorded or corrected here; `None` when it can.
    fn refusal(&self) -> Option<String> {
        if let Err(why) = self.target.state.guide() {
            return Some(why.to_string());
        }
        self.row.as_ref()?;
        if !self.target.place.shows_records() {
            return Some("支援の記録は、この契約の情報項目に含まれていないため、直せません。".into());
        }
        self.closed.clone()
    }

    fn words<P: Permission, M>(&self, cx: &mut Ctx<P, M>, row: &ContactRow) -> Result<ContactWords> {
        cx.open(self.target.row.participant, self.target.unit(), row.id, row.version, &row.sealed)
    }

    fn base(&self) -> String {
        format!("/guidance/{}", self.target.row.id)
    }

    fn edit_view(&self, form: Form) -> EditView {
        let planned = match self.contact.minutes {
            0 => String::new(),
            minutes => format!("予定は{minutes}分程度です。"),
        };
        let has_letter = self.contact.means.contains(&ContactMeans::Letter);
        let letter = if has_letter { "手紙のときは0を入力してください。" } else { "" };
        EditView {
            form,
            name: shown_name(&self.target.person),
            label: self.contact.label.clone(),
            base: self.base(),
            action: format!("{}/contacts/{}", self.base(), self.contact.code),
            explanation: self.explanation.clone(),
            minutes_hint: format!("{planned}{letter}"),
            means: self.contact.means.iter().map(|means| Choice::new(means.code(), means.label())).collect(),
        }
    }
}

pub async fn show(mut cx: View<ViewGuidance>, Path((id, planned)): Path<(EnrolmentId, String)>) -> Result {
    let place = Place::load(&mut cx, id, &planned).await?;
    let may_record = RecordGuidance::allows(cx.actor().role) && place.refusal().is_none();
    let rows = match &place.row {
        Some(row) if place.target.place.shows_records() => rows(row, place.words(&mut cx, row)?),
        Some(_) | None => Vec::new(),
    };
    cx.show(ShowView {
        name: shown_name(&place.target.person),
        label: place.contact.label.clone(),
        explanation: place.explanation.clone(),
        rows,
        edit_href: if may_record {
            format!("{}/contacts/{}/edit", place.base(), place.contact.code)
        } else {
            String::new()
        },
        is_open: place.row.is_none(),
        base: place.base(),
    })
    .await
}

fn rows(row: &ContactRow, words: ContactWords) -> Vec<Row> {
    let means = ContactMeans::from_code(&row.means).map_or("", ContactMeans::label);
    let or_none = |text: String| if text.is_empty() { "書かれていません".to_owned() } else { text };
    vec![
        Row::new("行った日", format!("{}（{}）", wareki(row.done_on), with_weekday(row.done_on))),
        Row::new("方法", means),
        Row::new("時間", format!("{}分", row.minutes)),
        Row::new("支援の内容", words.content),
        Row::new("目標", or_none(words.goals)),
        Row::new("次回まで", or_none(words.next)),
        Row::new(
            "記録",
            format!("{}　{}", jst_stamp(row.recorded_at), row.by.as_deref().unwrap_or_default()),
        ),
    ]
}

pub async fn edit(mut cx: View<RecordGuidance>, Path((id, planned)): Path<(EnrolmentId, String)>) -> Result {
    let place = Place::load(&mut cx, id, &planned).await?;
    refuse(&place)?;
    let form = match &place.row {
        Some(row) => {
            let words = place.words(&mut cx, row)?;
            Form::empty()
                .with("done_on", short(row.done_on))
                .with("means", row.means.clone())
                .with("minutes", row.minutes.to_string())
                .with("content", words.content)
                .with("goals", words.goals)
                .with("next", words.next)
                .with("version", row.version.to_string())
        }
        None => Form::empty().with("done_on", short(cx.today())).with("version", "0"),
    };
    cx.show(place.edit_view(form)).await
}

fn refuse(place: &Place) -> Result<()> {
    place.refusal().map_or(Ok(()), |why| Err(AppError::refused(why)))
}

/// A contact as it is typed.
struct Typing {
    done_on: Date,
    means: ContactMeans,
    minutes: i32,
    words: ContactWords,
}

/// Reads the form, or records its problems: the means are those of the plan, the day lies inside the guidance.
fn read(
    form: &mut Form,
    contact: &Contact,
    (started_on, ended_on, today): (Option<Date>, Option<Date>, Date),
) -> Option<Typing> {
    let done_on = past_day(form, "done_on", "行った日", today);
    if let (Some(on), Some(start)) = (done_on, started_on)
        && (on < start || ended_on.is_some_and(|end| on > end))
    {
        let until = ended_on.map_or_else(|| "今日".to_owned(), wareki);
        form.refuse(
            "done_on",
            format!("行った日は、参加を始めた{}から{until}までの日付にしてください。", wareki(start)),
        );
    }
    let codes: Vec<&str> = contact.means.iter().map(|means| means.code()).collect();
    let means = form.choice("means", "方法", &codes).and_then(|code| ContactMeans::from_code(&code));
    let least = i64::from(means != Some(ContactMeans::Letter));
    let minutes = form.whole_number("minutes", "時間（分）", least..=480);
    let content = form.required_lines("content", "支援の内容", TEXT);
    let goals = form.optional_lines("goals", "目標", TEXT);
    let next = form.optional_lines("next", "次回まで", TEXT);
    let typing = Typing {
        done_on: done_on?,
        means: means?,
        minutes: i32::try_from(minutes?).ok()?,
        words: ContactWords { content: content?, goals: goals?, next: next? },
    };
    (!form.has_problems()).then_some(typing)
}

pub async fn save(
    mut cx: Act<RecordGuidance>,
    Path((id, planned)): Path<(EnrolmentId, String)>,
    Typed(mut form): Typed,
) -> Result {
    let place = Place::load(&mut cx, id, &planned).await?;
    refuse(&place)?;
    let (row, today) = (&place.target.row, cx.today());
    let Some(typing) = read(&mut form, place.contact, (row.started_on, row.ended_on, today)) else {
        return cx.invalid(place.edit_view(form)).await;
    };
    if let Some(why) = reported::refusal(cx.db(), place.target.place.contract.id, typing.done_on).await? {
        form.refuse("done_on", why);
        return cx.invalid(place.edit_view(form)).await;
    }
    let known = place.row.as_ref().map(|row| (row.id, row.version));
    if form.value("version") != known.map_or(0, |(_, version)| version).to_string() {
        return Err(AppError::stale());
    }
    store(&mut cx, &place, known, &typing).await?;
    let event = Event::new("guidance.contact").about(id.0).under(row.contract);
    let detail =
        serde_json::json!({ "planned": planned, "means": typing.means.code(), "corrected": known.is_some() });
    cx.commit(event.detail(detail)).await?.redirect_with(format!("/guidance/{id}"), "支援を記録しました。")
}

async fn store(
    cx: &mut Act<RecordGuidance>,
    place: &Place,
    known: Option<(Uuid, i32)>,
    typing: &Typing,
) -> Result<()> {
    let (id, version) = known.map_or_else(|| (cx.new_id(), 1), |(id, version)| (id, version + 1));
    let sealed = cx.seal(place.target.unit(), id, version, &typing.words)?;
    let hand = hand(cx);
    let contact = Contacted {
        planned: &place.contact.code,
        done_on: typing.done_on,
        means: typing.means.code(),
        minutes: typing.minutes,
        sealed: &sealed,
    };
    match known {
        Some((id, version)) => {
            if !records::update_contact(cx.write(), (id, version), &contact, hand).await? {
                return Err(AppError::stale());
            }
        }
        None => {
            if let Err(error) =
                records::insert_contact(cx.write(), id, &place.target.row, &contact, hand).await
            {
                expect_violation(error, "guidance_contact_once")?;
                return Err(AppError::stale());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets;

    fn second() -> &'static Contact {
        presets::guidance().guidance.as_ref().unwrap().contact("second").unwrap()
    }

    fn typed(pairs: &[(&str, &str)]) -> Form {
        let all =
            [("done_on", "R8.6.10"), ("means", "phone"), ("minutes", "20"), ("content", "食事の記録を見た")];
        let of = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let pairs = all.map(|(name, value)| (name.to_owned(), of(name).unwrap_or(value).to_owned()));
        Form::from_pairs(pairs.to_vec())
    }

    fn problem(pairs: &[(&str, &str)], field: &str) -> bool {
        let mut form = typed(pairs);
        let days = (Some(date!(2026 - 05 - 01)), Some(date!(2026 - 06 - 15)), date!(2026 - 06 - 17));
        read(&mut form, second(), days).is_none() && form.problem(field).is_some()
    }

    #[test]
    fn only_means_of_the_plan_on_days_of_the_guidance() {
        let days = (Some(date!(2026 - 05 - 01)), None, date!(2026 - 06 - 17));
        let typing = read(&mut typed(&[]), second(), days).unwrap();
        assert_eq!((typing.means, typing.minutes), (ContactMeans::Phone, 20));
        assert!(problem(&[("means", "face_to_face")], "means"), "the second contact is no visit");
        for day in ["R8.4.30", "R8.6.16", "R8.6.18"] {
            assert!(problem(&[("done_on", day)], "done_on"), "{day}");
        }
        assert!(problem(&[("minutes", "0")], "minutes") && problem(&[("content", "")], "content"));
        assert!(!problem(&[], "done_on"));
    }
}
