//! The consents of one enrolment: seeing, recording, taking back, printing.

use axum::extract::Path;
use time::Date;

use super::{
    RecordConsent, SeeConsents,
    db::{self, ConsentWords, Withdrawal},
    given, paper, standing, store, unit,
    views::{self, Opened, ShowView, WithdrawalView},
};
use crate::{
    audit::Event,
    documents::render,
    enrolments::db::{self as enrolment_db, EnrolmentRow},
    kit::{
        answer::File,
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        parts::Link,
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people, shown_name},
    programmes::{self, Definition, Style, definition::Consent},
    reports::papers::{reference, refused},
    vocab::{
        dates::wareki,
        ids::{ConsentId, EnrolmentId},
    },
};

/// An enrolment whose programme has consents, with what was answered.
struct Loaded {
    row: EnrolmentRow,
    person: Person,
    definition: &'static Definition,
    answers: Vec<Opened>,
}

impl Loaded {
    /// Nothing is asked of somebody who takes part no more.
    fn is_over(&self) -> bool {
        !matches!(self.row.state.as_str(), "waiting" | "enrolled")
    }
}

async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: EnrolmentId) -> Result<Loaded> {
    let row = enrolment_db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let version = db::programme(cx.db(), row.contract).await?;
    let definition = programmes::of(cx.db(), version).await?;
    if definition.consents.is_empty() {
        return Err(AppError::refused("この事業では、同意の記録を求めていません。"));
    }
    cx.because_of(row.contract);
    let items = people::items_for(cx).await?;
    let register = people::find(cx.db(), row.participant).await?.ok_or(AppError::NotFound)?;
    let person = people::open(cx, register, items.as_deref())?;
    let mut answers = Vec::new();
    for consent in db::of_enrolment(cx.db(), id).await? {
        answers.push(open(cx, consent)?);
    }
    Ok(Loaded { row, person, definition, answers })
}

fn open<P: Permission, M>(cx: &mut Ctx<P, M>, row: db::Consent) -> Result<Opened> {
    let words: ConsentWords = cx.open(row.participant, unit(&row), row.id.0, 1, &row.sealed)?;
    let reason = match &row.withdrawal {
        Some(sealed) => cx.open::<Withdrawal>(row.participant, unit(&row), row.id.0, 1, sealed)?.reason,
        None => String::new(),
    };
    Ok(Opened { given: views::given_of(&row, words), row, reason })
}

fn view_of(loaded: &Loaded, form: Form) -> ShowView {
    let (answers, givers) = ShowView::answers();
    ShowView {
        form,
        enrolment: loaded.row.id,
        name: shown_name(&loaded.person),
        place: loaded.row.place_name(),
        ways: ways(loaded),
        wanting: standing::wanting(loaded.definition, loaded.answers.iter().map(|one| &one.row)),
        kinds: views::kinds(loaded.definition, &loaded.answers),
        answers,
        givers,
        is_over: loaded.is_over(),
    }
}

/// From the consents to what they belong to.
fn ways(loaded: &Loaded) -> Vec<Link> {
    let own = loaded.row.id;
    let mut ways = vec![
        Link::new("本人の画面へ", format!("/participants/{}", loaded.row.participant)),
        Link::new("参加の画面へ", format!("/enrolments/{own}")),
    ];
    if loaded.definition.style == Style::Guidance {
        ways.push(Link::new("保健指導の記録へ", format!("/guidance/{own}")));
    }
    ways
}

pub async fn show(mut cx: View<SeeConsents>, Path(id): Path<EnrolmentId>) -> Result {
    let loaded = load(&mut cx, id).await?;
    cx.show(view_of(&loaded, Form::empty())).await
}

/// Records one answer to one kind.
pub async fn record(
    mut cx: Act<RecordConsent>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let loaded = load(&mut cx, id).await?;
    if loaded.is_over() {
        return Err(AppError::refused("参加が終わっているため、同意を記録できません。"));
    }
    let code = form.value("kind").to_owned();
    let Some(kind) = kind_of(loaded.definition, &code) else {
        return Err(AppError::refused("同意の種類を選んでください。"));
    };
    let given = given::read(&mut form, kind, cx.today());
    let Some(Some(given)) = given else {
        if !form.has_problems() {
            let field = given::Fields::of(&kind.code).answer;
            form.refuse(&field, format!("「{}」に同意するかを選んでください。", kind.label));
        }
        return cx.invalid(view_of(&loaded, form)).await;
    };
    let consent = store(&mut cx, &loaded.row, kind, &given).await?;
    let event = Event::new("consent.record")
        .about(consent.0)
        .under(loaded.row.contract)
        .of([loaded.row.participant])
        .detail(serde_json::json!({ "kind": kind.code, "agreed": given.agreed }));
    cx.commit(event).await?.redirect_with(format!("/enrolments/{id}/consents"), "同意の記録を残しました。")
}

fn kind_of<'a>(definition: &'a Definition, code: &str) -> Option<&'a Consent> {
    definition.consents.iter().find(|kind| kind.code == code)
}

/// The consent, its enrolment and what it is about, while it can be taken back.
async fn to_take_back<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ConsentId) -> Result<(Loaded, usize)> {
    let consent = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let loaded = load(cx, consent.enrolment).await?;
    let at = loaded.answers.iter().position(|one| one.row.id == id).ok_or(AppError::NotFound)?;
    if !consent.agreed {
        return Err(AppError::refused("同意しないという回答のため、取り消すものがありません。"));
    }
    if consent.withdrawn_on.is_some() {
        return Err(AppError::refused("この同意はすでに取り消されています。"));
    }
    Ok((loaded, at))
}

fn withdrawal_view(loaded: &Loaded, at: usize, form: Form) -> Option<WithdrawalView> {
    let one = loaded.answers.get(at)?;
    let kind = kind_of(loaded.definition, &one.row.kind);
    Some(WithdrawalView {
        form,
        action: format!("/consents/{}/withdrawal", one.row.id),
        back: format!("/enrolments/{}/consents", loaded.row.id),
        name: shown_name(&loaded.person),
        label: kind.map_or_else(|| one.row.kind.clone(), |kind| kind.label.clone()),
        given: one.given.line(),
    })
}

pub async fn ask_withdrawal(mut cx: View<RecordConsent>, Path(id): Path<ConsentId>) -> Result {
    let (loaded, at) = to_take_back(&mut cx, id).await?;
    let form = Form::empty().with("withdrawn_on", wareki(cx.today()));
    let view = withdrawal_view(&loaded, at, form).ok_or(AppError::NotFound)?;
    cx.show(view).await
}

pub async fn withdraw(
    mut cx: Act<RecordConsent>,
    Path(id): Path<ConsentId>,
    Typed(mut form): Typed,
) -> Result {
    let (loaded, at) = to_take_back(&mut cx, id).await?;
    let given_on = loaded.answers.get(at).map(|one| one.given.answered_on).ok_or(AppError::NotFound)?;
    let on = read_day(&mut form, given_on, cx.today());
    let reason = form.required_lines("reason", "取り消しの理由", 400);
    let (Some(on), Some(reason)) = (on, reason) else {
        let view = withdrawal_view(&loaded, at, form).ok_or(AppError::NotFound)?;
        return cx.invalid(view).await;
    };
    let sealed = cx.seal(loaded.row.unit(), id.0, 1, &Withdrawal { reason })?;
    let by = cx.actor().account;
    if !db::withdraw(cx.write(), id, on, &sealed, by).await? {
        return Err(AppError::stale());
    }
    let event =
        Event::new("consent.withdraw").about(id.0).under(loaded.row.contract).of([loaded.row.participant]);
    cx.commit(event)
        .await?
        .redirect_with(format!("/enrolments/{}/consents", loaded.row.id), "同意の取り消しを記録しました。")
}

fn read_day(form: &mut Form, given_on: Date, today: Date) -> Option<Date> {
    let on = form.date("withdrawn_on", "取り消した日")?;
    if on < given_on || on > today {
        let sentence = format!("取り消した日は、{}から今日までの日付を入力してください。", wareki(given_on));
        form.refuse("withdrawn_on", sentence);
        return None;
    }
    Some(on)
}

/// 同意書.
pub async fn print(mut cx: View<SeeConsents>, Path(id): Path<EnrolmentId>) -> Result {
    let loaded = load(&mut cx, id).await?;
    let reference = reference(&cx);
    let answered = |kind: &Consent| {
        let latest = loaded.answers.iter().find(|one| one.row.kind == kind.code)?;
        Some((latest.given.clone(), latest.row.withdrawn_on))
    };
    let subject = paper::Subject {
        name: shown_name(&loaded.person),
        kana: loaded.person.identity.kana(),
        contract: loaded.row.contract_title.clone(),
        place: loaded.row.place_name(),
    };
    let form = paper::consent_form(&cx, loaded.definition, &subject, answered, reference.clone());
    let name = format!("{}.pdf", form.masthead.title);
    let bytes = render(form).await.map_err(refused)?;
    let event = Event::new("consent.print")
        .about(id.0)
        .under(loaded.row.contract)
        .detail(serde_json::json!({ "reference": reference }));
    cx.hand_out(event, Whom::Opened, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}
