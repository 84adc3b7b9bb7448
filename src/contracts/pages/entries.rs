//! The lines of a 従事者名簿 that is being drafted or was returned.

use axum::extract::Path;

use super::roster::{Loaded, load};
use crate::{
    audit::Event,
    contracts::{DraftRoster, db::rosters, forms, views},
    kit::{
        answer::Answer,
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::{Choice, Form},
        typed::Typed,
    },
    programmes, staffing,
    vocab::{
        dates::wareki,
        ids::{AccountId, ContractId, DesignationId, RosterId},
    },
};

const TWICE: &str = "この人はすでに名簿に載っています。ほかの人を選んでください。";

pub async fn new(mut cx: View<DraftRoster>, Path((contract, id)): Path<(ContractId, RosterId)>) -> Result {
    let loaded = editable(cx.db(), contract, id).await?;
    let offers = offers(cx.db(), &loaded, None).await?;
    let start = loaded.contract.starts_on.max(cx.today()).min(loaded.contract.ends_on);
    let form = Form::empty()
        .with("custody", "custodian")
        .with("valid_from", wareki(start))
        .with("version", loaded.roster.version.to_string());
    cx.show(views::EntryForm::new(&loaded, None, form, offers)).await
}

pub async fn create(
    mut cx: Act<DraftRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(mut form): Typed,
) -> Result {
    let loaded = editable(cx.db(), contract, id).await?;
    let offers = offers(cx.db(), &loaded, None).await?;
    let Some(line) = forms::designation(&mut form, (&offers.0, &offers.1), &loaded.contract) else {
        return cx.invalid(views::EntryForm::new(&loaded, None, form, offers)).await;
    };
    touch(&mut cx, id, &form).await?;
    let entry = DesignationId(cx.new_id());
    if let Err(error) = rosters::insert_designation(cx.write(), &loaded.roster, entry, &line).await {
        return twice(cx, error, views::EntryForm::new(&loaded, None, form, offers)).await;
    }
    done(cx, &loaded, Event::new("roster.add"), entry, "名簿に加えました。").await
}

pub async fn edit(
    mut cx: View<DraftRoster>,
    Path((contract, id, entry)): Path<(ContractId, RosterId, DesignationId)>,
) -> Result {
    let loaded = editable(cx.db(), contract, id).await?;
    let line = line(&loaded, entry)?;
    let mut form = Form::empty()
        .with("account", line.account.to_string())
        .with("custody", &line.custody)
        .with("job", &line.job)
        .with("qualification", &line.qualification)
        .with("work_place", &line.work_place)
        .with("valid_from", wareki(line.valid_from))
        .with("valid_to", line.valid_to.map(wareki).unwrap_or_default())
        .with("version", loaded.roster.version.to_string());
    for held in line.qualifications.iter().flatten() {
        form = form.with("qualifications", held);
    }
    let offers = offers(cx.db(), &loaded, Some(line.account)).await?;
    cx.show(views::EntryForm::new(&loaded, Some(entry), form, offers)).await
}

pub async fn update(
    mut cx: Act<DraftRoster>,
    Path((contract, id, entry)): Path<(ContractId, RosterId, DesignationId)>,
    Typed(mut form): Typed,
) -> Result {
    let loaded = editable(cx.db(), contract, id).await?;
    let offers = offers(cx.db(), &loaded, Some(line(&loaded, entry)?.account)).await?;
    let Some(line) = forms::designation(&mut form, (&offers.0, &offers.1), &loaded.contract) else {
        return cx.invalid(views::EntryForm::new(&loaded, Some(entry), form, offers)).await;
    };
    touch(&mut cx, id, &form).await?;
    match rosters::update_designation(cx.write(), id, entry, &line).await {
        Ok(true) => {}
        Ok(false) => return Err(AppError::stale()),
        Err(error) => {
            return twice(cx, error, views::EntryForm::new(&loaded, Some(entry), form, offers)).await;
        }
    }
    done(cx, &loaded, Event::new("roster.change"), entry, "名簿を直しました。").await
}

pub async fn remove(
    mut cx: Act<DraftRoster>,
    Path((contract, id, entry)): Path<(ContractId, RosterId, DesignationId)>,
    Typed(form): Typed,
) -> Result {
    let loaded = editable(cx.db(), contract, id).await?;
    line(&loaded, entry)?;
    touch(&mut cx, id, &form).await?;
    if !rosters::remove_designation(cx.write(), id, entry).await? {
        return Err(AppError::stale());
    }
    done(cx, &loaded, Event::new("roster.remove"), entry, "名簿から外しました。").await
}

async fn done(
    cx: Act<DraftRoster>,
    loaded: &Loaded,
    event: Event,
    entry: DesignationId,
    notice: &str,
) -> Result<Answer> {
    let event = event.about(entry.0).under(loaded.contract.id);
    cx.commit(event).await?.redirect_with(loaded.href(), notice)
}

async fn editable(reads: &mut Reads, contract: ContractId, id: RosterId) -> Result<Loaded> {
    let loaded = load(reads, contract, id).await?;
    if loaded.state.is_editable() {
        Ok(loaded)
    } else {
        Err(AppError::refused(
            "提出した名簿は直せません。区が差し戻したとき、または新しい版を作ったときに直せます。",
        ))
    }
}

fn line(loaded: &Loaded, entry: DesignationId) -> Result<&rosters::Designation> {
    loaded.lines.iter().find(|line| line.id == entry).ok_or(AppError::NotFound)
}

/// The accounts to choose from, those not in the list yet and the line's own; and the qualifications the programme asks for.
async fn offers(
    reads: &mut Reads,
    loaded: &Loaded,
    own: Option<AccountId>,
) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let listed = |id: AccountId| Some(id) != own && loaded.lines.iter().any(|line| line.account == id);
    let colleagues = rosters::colleagues(reads).await?;
    let choice =
        |c: rosters::Colleague| Choice::new(c.id.to_string(), format!("{}（{}）", c.name, c.login_name));
    let accounts = colleagues.into_iter().filter(|c| !listed(c.id)).map(choice).collect();
    let programme = programmes::of(reads, loaded.contract.programme).await?;
    let asked = staffing::asked_qualifications(programme);
    Ok((accounts, asked.into_iter().map(|word| Choice::new(word, word)).collect()))
}

async fn touch(cx: &mut Act<DraftRoster>, id: RosterId, form: &Form) -> Result<()> {
    if rosters::touch(cx.write(), id, form.version()).await? { Ok(()) } else { Err(AppError::stale()) }
}

async fn twice(cx: Act<DraftRoster>, error: sqlx::Error, mut view: views::EntryForm) -> Result {
    expect_violation(error, "designation_account_once")?;
    view.form.refuse("account", TWICE);
    cx.invalid(view).await
}
