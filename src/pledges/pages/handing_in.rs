//! 署名した紙の誓約書を出す: a manager hands in what somebody signed on paper.

use axum::extract::Path;

use super::in_force;
use crate::{
    audit::Event,
    contracts::db::Contract,
    filings::attachment::{Attachment, Kind},
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::{Choice, Form},
        typed::{Uploaded, UploadedFile},
    },
    pledges::{
        HandInPledge,
        db::{self, FILE, FileName, NewPledge, SealedPaper},
        duties,
        states::PledgeState,
        views::HandInView,
        words::{WORDING, today},
    },
    sealing::{Place, Unit},
    vocab::{
        dates::wareki,
        ids::{AccountId, ContractId, PledgeId},
    },
};

pub async fn form(mut cx: View<HandInPledge>, Path(id): Path<ContractId>) -> Result {
    let contract = in_force(cx.db(), id).await?;
    let day = cx.today();
    let people = who(cx.db(), &contract, day).await?;
    cx.show(HandInView::new(&contract, people, Form::empty().with("given_on", wareki(day)))).await
}

/// Those of the lists from whom no pledge has come.
async fn who(db: &mut Reads, contract: &Contract, today: time::Date) -> Result<Vec<Choice>> {
    let people = db::custodians(db, contract.id, today).await?;
    let open =
        |one: &db::Custodian| one.pledge_state.as_deref().is_none_or(|s| s == PledgeState::Returned.code());
    Ok(people
        .iter()
        .filter(|one| open(one))
        .map(|one| Choice::new(one.account.to_string(), format!("{}（{}）", one.name, one.job)))
        .collect())
}

pub async fn hand_in(mut cx: Act<HandInPledge>, Path(id): Path<ContractId>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    let contract = in_force(cx.db(), id).await?;
    let today = cx.today();
    let people = who(cx.db(), &contract, today).await?;
    let days = (contract.first_day(), today);
    let Some((account, given_on, paper)) = read(&mut form, files, &people, days) else {
        let tried = form.dated_back(Event::new("pledge.backdate").under(id));
        return cx.invalid_but_known(tried, HandInView::new(&contract, people, form)).await;
    };
    let pledge = PledgeId(cx.new_id());
    store(&mut cx, pledge, &contract, (account, given_on, &paper)).await?;
    duties::hand_in_when_whole(&mut cx, id).await?;
    let event = Event::new("pledge.hand_in").about(pledge.0).under(id);
    let event = event.detail(serde_json::json!({ "account": account, "file": paper.kind.code() }));
    cx.commit(event).await?.redirect_with(
        format!("/contracts/{id}/pledges"),
        "署名した誓約書を出しました。区が受理すると有効になります。",
    )
}

fn read(
    form: &mut Form,
    files: Vec<UploadedFile>,
    people: &[Choice],
    (first, today): (time::Date, time::Date),
) -> Option<(AccountId, time::Date, Attachment)> {
    let codes: Vec<&str> = people.iter().map(|one| one.code.as_str()).collect();
    let account = form.choice("account", "誓約した人", &codes);
    let given_on = form.day_since("given_on", "署名した日", ("契約の初めの日", first), today);
    let paper = match files.into_iter().find(|file| file.field == "file") {
        None => {
            form.refuse("file", "署名した紙を写したPDFか写真を選んでください。");
            None
        }
        Some(file) => match Attachment::read(&file.name, file.bytes) {
            Ok(paper) if matches!(paper.kind, Kind::Pdf | Kind::Jpeg | Kind::Png) => Some(paper),
            Ok(_) => {
                form.refuse("file", "PDF、JPEG、PNGのどれかにしてください。");
                None
            }
            Err(problem) => {
                form.refuse("file", problem.to_string());
                None
            }
        },
    };
    if form.has_problems() {
        return None;
    }
    Some((account?.parse().ok()?, given_on?, paper?))
}

async fn store(
    cx: &mut Act<HandInPledge>,
    id: PledgeId,
    contract: &Contract,
    (account, given_on, paper): (AccountId, time::Date, &Attachment),
) -> Result<()> {
    let unit = Unit::Unit(contract.id.0);
    let name = cx.seal(unit, id.0, 1, &FileName(paper.name.clone()))?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let bytes = cx.app().keys.seal_raw(unit, FILE, place, &paper.bytes)?;
    let (now, by, words) = (cx.now(), cx.actor().account, today());
    let new = NewPledge {
        id,
        contract: contract.id,
        account,
        wording: WORDING,
        words: &words,
        given_on,
        now,
        by,
        paper: Some(SealedPaper { of: paper, name, bytes }),
    };
    if let Err(error) = db::insert(cx.write(), &new).await {
        expect_violation(error, "pledge_once")?;
        return Err(AppError::stale());
    }
    Ok(())
}
