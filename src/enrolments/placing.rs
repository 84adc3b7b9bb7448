//! 参加の登録: choosing a course or an individual service, the verdict on eligibility with its working, then the place or
//! the waiting list. 非該当 ends the way; 判定不能 is passed only with a reason, which is kept.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{
    PlaceParticipant,
    db::{self, CourseRow, NewEnrolment, OpenContract},
    notes::{self, EnrolmentNote},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::{Choice, Form},
        parts::{Chip, Tone},
        permission::Permission,
        typed::Typed,
    },
    participants::{
        Person, certification,
        eligibility::{CourseApplicant, ServiceApplicant, course_eligibility, service_eligibility},
        people, shown_name,
    },
    programmes::{
        Style,
        capacity::{Admission, PlacesRefusal},
        definition::Places,
    },
    verdict::{Finding, Verdict},
    vocab::{
        dates::{legal_age, wareki},
        ids::{ContractId, CourseId, EnrolmentId, ParticipantId},
    },
};

#[derive(Template)]
#[template(path = "enrolments/new.html")]
struct NewView {
    form: Form,
    id: ParticipantId,
    name: String,
    places: Vec<Choice>,
    answers: Vec<Choice>,
    has_courses: bool,
    has_services: bool,
}

#[derive(Template)]
#[template(path = "enrolments/verdict.html")]
struct VerdictView {
    form: Form,
    id: ParticipantId,
    name: String,
    place: String,
    answer: Chip,
    explanation: Vec<String>,
    admission: String,
    may_go_on: bool,
    needs_reason: bool,
    label: &'static str,
    carried: Vec<(&'static str, String)>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    contract: String,
}

/// Where somebody can be enrolled.
enum Place {
    Course(CourseRow),
    Service(OpenContract),
}

/// What the form asked for, checked.
struct Application {
    place: Place,
    applied_on: Date,
    insured_here: Option<bool>,
    resident: Option<bool>,
    improvement_expected: Option<bool>,
}

const FIELDS: [&str; 6] =
    ["place", "applied_on", "insured_here", "resident", "improvement_expected", "contract"];
const ANSWERS: [(&str, &str); 3] = [("yes", "はい"), ("no", "いいえ"), ("unknown", "確かめていない")];

impl Place {
    fn code(&self) -> String {
        match self {
            Self::Course(course) => format!("course.{}", course.id),
            Self::Service(contract) => format!("service.{}", contract.id),
        }
    }

    fn contract(&self) -> ContractId {
        match self {
            Self::Course(course) => course.contract,
            Self::Service(contract) => contract.id,
        }
    }

    fn course(&self) -> Option<CourseId> {
        match self {
            Self::Course(course) => Some(course.id),
            Self::Service(_) => None,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Course(course) => format!("{}（{}）", course.name, course.contract_title),
            Self::Service(contract) => format!("個別支援（{}）", contract.title),
        }
    }

    fn choice(&self) -> Choice {
        let choice = Choice::new(self.code(), self.name());
        match self {
            Self::Course(course) => {
                let CourseRow { venue, capacity, enrolled, waiting, .. } = course;
                choice.hint(format!(
                    "{venue}・{}から・定員{capacity}人・参加{enrolled}人・待機{waiting}人",
                    wareki(course.first_on)
                ))
            }
            Self::Service(_) => choice.hint("1人ずつの支援です。定員はありません。"),
        }
    }
}

/// Every place of open contracts, or of the one contract asked for.
async fn places(db: &mut crate::kit::db::Reads, only: Option<ContractId>) -> Result<Vec<Place>> {
    // Into a rolling course people come by an application: consents, sheets and the start month belong to it.
    let courses =
        db::courses(db, None).await?.into_iter().filter(|course| !course.is_rolling()).map(Place::Course);
    let contracts = db::open_contracts(db).await?.into_iter();
    let services =
        contracts.filter(|contract| contract.style == Style::Individual.code()).map(Place::Service);
    Ok(courses.chain(services).filter(|place| only.is_none_or(|only| place.contract() == only)).collect())
}

fn new_view(person: &Person, places: &[Place], form: Form) -> NewView {
    NewView {
        form,
        id: person.id,
        name: shown_name(person),
        places: places.iter().map(Place::choice).collect(),
        answers: ANSWERS.iter().map(|(code, label)| Choice::new(*code, *label)).collect(),
        has_courses: places.iter().any(|p| p.course().is_some()),
        has_services: places.iter().any(|p| p.course().is_none()),
    }
}

pub async fn new(
    mut cx: View<PlaceParticipant>,
    Path(id): Path<ParticipantId>,
    Query(wanted): Query<Wanted>,
) -> Result {
    let person = open(&mut cx, id).await?;
    let places = places(cx.db(), wanted.contract.parse().ok()).await?;
    let mut form = Form::empty().with("applied_on", wareki(cx.today())).with("contract", wanted.contract);
    for question in ["insured_here", "resident", "improvement_expected"] {
        form = form.with(question, "unknown");
    }
    if let [only] = places.as_slice() {
        form = form.with("place", only.code());
    }
    cx.show(new_view(&person, &places, form)).await
}

async fn open<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ParticipantId) -> Result<Person> {
    let row = people::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    people::open(cx, row, None)
}

/// The application, or `None` with the problems in `form`. `places` loses the chosen one.
fn read(form: &mut Form, places: &mut Vec<Place>, today: Date) -> Option<Application> {
    let codes: Vec<String> = places.iter().map(Place::code).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let place = form.choice("place", "教室・個別支援", &codes);
    let applied_on = form.date("applied_on", "申込日");
    if applied_on.is_some_and(|on| on > today) {
        form.refuse("applied_on", "申込日は、今日か、今日より前の日付を入力してください。");
    }
    let mut answer = |name: &str, label: &str| {
        form.optional_choice(name, label, &ANSWERS.map(|(code, _)| code)).map(|code| match code.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    };
    let insured_here = answer("insured_here", "区の被保険者か");
    let resident = answer("resident", "区内在住か");
    let improvement_expected = answer("improvement_expected", "維持・向上の見込み");
    if form.has_problems() {
        return None;
    }
    let at = places.iter().position(|p| Some(p.code()) == place)?;
    Some(Application {
        place: places.swap_remove(at),
        applied_on: applied_on?,
        insured_here: insured_here?,
        resident: resident?,
        improvement_expected: improvement_expected?,
    })
}

impl Application {
    fn verdict(&self, person: &Person, today: Date) -> Verdict {
        let certification = certification::known(&person.certification);
        match self.place {
            Place::Course(_) => course_eligibility(CourseApplicant {
                legal_age: u8::try_from(legal_age(person.identity.born_on, today)).ok(),
                insured_here: self.insured_here,
                resident: self.resident,
                certification,
            }),
            Place::Service(_) => service_eligibility(ServiceApplicant {
                certification,
                improvement_expected: self.improvement_expected,
            }),
        }
    }

    /// `None` for an individual service, which has no capacity.
    fn admission(&self) -> Result<Option<Admission>> {
        match &self.place {
            Place::Service(_) => Ok(None),
            Place::Course(course) => {
                Ok(Some(places_of(course)?.admit(count(course.enrolled), count(course.waiting))))
            }
        }
    }
}

pub(super) fn places_of(course: &CourseRow) -> Result<Places> {
    Places::of_course(count(course.capacity.into()), count(course.minimum.into())).map_err(AppError::bug)
}

pub(super) fn count(n: i64) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

pub async fn check(
    mut cx: Act<PlaceParticipant>,
    Path(id): Path<ParticipantId>,
    Typed(mut form): Typed,
) -> Result {
    let person = open(&mut cx, id).await?;
    let mut offered = places(cx.db(), form.value("contract").parse().ok()).await?;
    let Some(application) = read(&mut form, &mut offered, cx.today()) else {
        return cx.invalid(new_view(&person, &offered, form)).await;
    };
    let place = &application.place;
    if db::is_in(cx.db(), id, place.contract(), place.course()).await? {
        form.refuse("place", PlacesRefusal::AlreadyIn.to_string());
        let offered = places(cx.db(), form.value("contract").parse().ok()).await?;
        return cx.invalid(new_view(&person, &offered, form)).await;
    }
    let verdict = application.verdict(&person, cx.today());
    cx.show(verdict_view(&person, &application, &verdict, form)?).await
}

fn verdict_view(
    person: &Person,
    application: &Application,
    verdict: &Verdict,
    form: Form,
) -> Result<VerdictView> {
    let tone = match verdict.answer {
        Finding::Met => Tone::Success,
        Finding::NotMet => Tone::Danger,
        Finding::Undecidable => Tone::Warning,
    };
    let admission = application.admission()?;
    Ok(VerdictView {
        id: person.id,
        name: shown_name(person),
        place: application.place.name(),
        answer: Chip::new(tone, verdict.answer.label()),
        explanation: verdict.explanation.clone(),
        admission: admission
            .as_ref()
            .map_or_else(|| "個別支援として、すぐに参加になります。".into(), Admission::explanation),
        may_go_on: verdict.answer != Finding::NotMet,
        needs_reason: verdict.answer == Finding::Undecidable,
        label: if matches!(admission, Some(Admission::Waiting { .. })) {
            "待機に登録する"
        } else {
            "参加に登録する"
        },
        carried: FIELDS.iter().map(|name| (*name, form.value(name).to_owned())).collect(),
        form,
    })
}

pub async fn create(
    mut cx: Act<PlaceParticipant>,
    Path(id): Path<ParticipantId>,
    Typed(mut form): Typed,
) -> Result {
    let person = open(&mut cx, id).await?;
    let course: Option<CourseId> = form.value("place").strip_prefix("course.").and_then(|id| id.parse().ok());
    if let Some(course) = course {
        db::lock_course(cx.write(), course).await?;
    }
    let mut offered = places(cx.db(), form.value("contract").parse().ok()).await?;
    let Some(application) = read(&mut form, &mut offered, cx.today()) else {
        return cx.invalid(new_view(&person, &offered, form)).await;
    };
    let verdict = application.verdict(&person, cx.today());
    if verdict.answer == Finding::NotMet {
        return Err(AppError::refused(
            "対象になる条件に当てはまらないため、登録できません。前の画面で、当てはまらない条件を確かめてください。",
        ));
    }
    let decision = if verdict.answer == Finding::Undecidable {
        form.required_lines("decision", "登録する理由", 400)
    } else {
        Some(String::new())
    };
    let Some(decision) = decision else {
        return cx.invalid(verdict_view(&person, &application, &verdict, form)?).await;
    };
    let (enrolment, is_placed) = store(&mut cx, &person, &application, &verdict, decision).await?;
    let event = Event::new("enrolment.create")
        .about(enrolment.0)
        .under(application.place.contract())
        .of([id])
        .detail(serde_json::json!({ "verdict": verdict.answer.code(), "state": if is_placed { "enrolled" } else { "waiting" } }));
    let notice = if is_placed { "参加に登録しました。" } else { "待機に登録しました。" };
    cx.commit(event).await?.redirect_with(format!("/enrolments/{enrolment}"), notice)
}

/// Writes the enrolment; true when it has a place, false when it waits.
async fn store(
    cx: &mut Act<PlaceParticipant>,
    person: &Person,
    application: &Application,
    verdict: &Verdict,
    decision: String,
) -> Result<(EnrolmentId, bool)> {
    let (id, course) = (EnrolmentId(cx.new_id()), application.place.course());
    if course.is_none() {
        cx.app().keys.make(notes::unit(None, id))?;
    }
    let is_placed = !matches!(application.admission()?, Some(Admission::Waiting { .. }));
    let name_tag = match course {
        Some(course) if is_placed => Some(db::next_name_tag(cx.db(), course).await?),
        _ => None,
    };
    let note = EnrolmentNote { verdict: verdict.explanation.clone(), decision, remark: String::new() };
    let sealed = cx.seal(notes::unit(course, id), id.0, 1, &note)?;
    let row = NewEnrolment {
        id,
        contract: application.place.contract(),
        participant: person.id,
        course,
        state: if is_placed { "enrolled" } else { "waiting" },
        name_tag,
        applied_on: application.applied_on,
        enrolled_on: is_placed.then(|| cx.today()),
        stay: None,
        priority: None,
        sealed: &sealed,
    };
    match db::insert(cx.write(), &row).await {
        Ok(()) => Ok((id, is_placed)),
        Err(error) => {
            expect_violation(error, "enrolment_live_once")?;
            Err(AppError::refused(PlacesRefusal::AlreadyIn))
        }
    }
}
