//! The lines of a 従事者名簿 that is being drafted or was returned.

use axum::extract::Path;

use super::roster::{Loaded, load, open};
use crate::{
    audit::Event,
    contracts::{
        DraftRoster,
        db::rosters,
        forms,
        particulars::{self, Asked},
        views,
    },
    kit::{
        answer::Answer,
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::{Choice, Form},
        typed::Typed,
    },
    programmes,
    sealing::Unit,
    staffing,
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
    let read = forms::designation(
        &mut form,
        (&offers.accounts, &offers.qualifications),
        &loaded.contract,
        &offers.asked,
    );
    let Some(line) = read else {
        return cx.invalid(views::EntryForm::new(&loaded, None, form, offers)).await;
    };
    touch(&mut cx, id, &form).await?;
    let entry = DesignationId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(contract.0), entry.0, 1, &line.said)?;
    if let Err(error) = rosters::insert_designation(cx.write(), &loaded.roster, entry, &line, &sealed).await {
        return twice(cx, error, views::EntryForm::new(&loaded, None, form, offers)).await;
    }
    done(cx, &loaded, Event::new("roster.add"), entry, "名簿に加えました。").await
}

pub async fn edit(
    mut cx: View<DraftRoster>,
    Path((contract, id, entry)): Path<(ContractId, RosterId, DesignationId)>,
) -> Result {
    let mut loaded = editable(cx.db(), contract, id).await?;
    open(&cx, contract, &mut loaded.lines)?;
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
    form = form.with("post", &line.post);
    if line.carries_media {
        form = form.with("carries_media", "yes");
    }
    let offers = offers(cx.db(), &loaded, Some(line.account)).await?;
    for item in &offers.asked.items {
        form = form.with(item.field, line.said.as_ref().map(|said| item.value(said)).unwrap_or_default());
    }
    cx.show(views::EntryForm::new(&loaded, Some(entry), form, offers)).await
}

pub async fn update(
    mut cx: Act<DraftRoster>,
    Path((contract, id, entry)): Path<(ContractId, RosterId, DesignationId)>,
    Typed(mut form): Typed,
) -> Result {
    let loaded = editable(cx.db(), contract, id).await?;
    let old = line(&loaded, entry)?;
    let (account, sealed_version) = (old.account, old.sealed_version + 1);
    let offers = offers(cx.db(), &loaded, Some(account)).await?;
    let read = forms::designation(
        &mut form,
        (&offers.accounts, &offers.qualifications),
        &loaded.contract,
        &offers.asked,
    );
    let Some(line) = read else {
        return cx.invalid(views::EntryForm::new(&loaded, Some(entry), form, offers)).await;
    };
    touch(&mut cx, id, &form).await?;
    let sealed = cx.seal(Unit::Unit(contract.0), entry.0, sealed_version, &line.said)?;
    match rosters::update_designation(cx.write(), id, entry, &line, (&sealed, sealed_version)).await {
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

/// What the form offers and asks.
pub struct Offers {
    /// The accounts to choose from: those not in the list yet, and the line's own.
    pub accounts: Vec<Choice>,
    /// The qualifications the programme asks for.
    pub qualifications: Vec<Choice>,
    /// What the clauses of the contract ask about a person.
    pub asked: Asked,
}

async fn offers(reads: &mut Reads, loaded: &Loaded, own: Option<AccountId>) -> Result<Offers> {
    let listed = |id: AccountId| Some(id) != own && loaded.lines.iter().any(|line| line.account == id);
    let colleagues = rosters::colleagues(reads).await?;
    let choice =
        |c: rosters::Colleague| Choice::new(c.id.to_string(), format!("{}（{}）", c.name, c.login_name));
    let accounts = colleagues.into_iter().filter(|c| !listed(c.id)).map(choice).collect();
    let programme = programmes::of(reads, loaded.contract.programme).await?;
    let asked = staffing::asked_qualifications(programme);
    let qualifications = asked.into_iter().map(|word| Choice::new(word, word)).collect();
    let texts = rosters::clause_texts(reads, loaded.contract.id).await?;
    Ok(Offers { accounts, qualifications, asked: particulars::asked(&texts) })
}

async fn touch(cx: &mut Act<DraftRoster>, id: RosterId, form: &Form) -> Result<()> {
    if rosters::touch(cx.write(), id, form.version()).await? { Ok(()) } else { Err(AppError::stale()) }
}

async fn twice(cx: Act<DraftRoster>, error: sqlx::Error, mut view: views::EntryForm) -> Result {
    expect_violation(error, "designation_account_once")?;
    view.form.refuse("account", TWICE);
    cx.invalid(view).await
}
