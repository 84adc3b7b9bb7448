//! The pages of user fees: who owes what, one person's months and receipts, a payment, its paper, voiding it.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    PrintReceipt, ReceiveUserFees, ViewUserFees,
    account::{PersonMonth, accounts, open_of, received},
    db::{self, NewReceipt, Receipt},
    payment::{self, Cost, Purpose, VoidReason},
    views::{self, ListView, Of, Opened, PersonView, VoidView},
};
use crate::{
    audit::Event,
    contracts::{
        self,
        db::Contract,
        views::{Head, Tab},
    },
    documents::{FeeReceipt, Issue, parts::Fact, parts::PersonName},
    fees::user_months,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        parts::{Link, Pager},
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people, shown_name},
    programmes::{self, Definition, fee::yen},
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{ContractId, ParticipantId, UserFeeReceiptId},
    },
};

const PAGE: u64 = 50;

/// A contract with everybody's months and all receipts.
struct Books {
    contract: Contract,
    definition: &'static Definition,
    receipts: Vec<Receipt>,
    months: BTreeMap<ParticipantId, Vec<PersonMonth>>,
}

impl Books {
    async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Self> {
        let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        cx.because_of(id);
        let definition = programmes::of(cx.db(), contract.programme).await?;
        let receipts = db::of_contract(cx.db(), id).await?;
        let months = accounts(&user_months(cx, &contract).await?, &receipts);
        Ok(Self { contract, definition, receipts, months })
    }

    fn of(&self, person: ParticipantId) -> &[PersonMonth] {
        self.months.get(&person).map_or(&[], Vec::as_slice)
    }
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    page: Option<u64>,
}

pub async fn list(
    mut cx: View<ViewUserFees>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let books = Books::open(&mut cx, id).await?;
    let open = books.months.values().map(|months| open_of(months)).fold(0, i64::saturating_add);
    let all = asked.show == "all" || (asked.show.is_empty() && open == 0);
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let shown = persons(&mut cx, &books, all, page).await?;
    let href = format!("/contracts/{id}/user-fees?show={}", if all { "all" } else { "open" });
    let tab = |label, of_all: bool| {
        let link = Link::new(
            label,
            format!("/contracts/{id}/user-fees?show={}", if of_all { "all" } else { "open" }),
        );
        if of_all == all { link.current() } else { link }
    };
    let received = received(&books.receipts);
    let of = |id: ParticipantId| received.get(&id).copied().unwrap_or_default();
    let view = ListView {
        head: Head::new(&books.contract, cx.actor(), Tab::UserFees, "利用者負担")?,
        tabs: vec![tab("未収のある人", false), tab("全員", true)],
        rules: books
            .definition
            .user_fees
            .iter()
            .map(|fee| format!("{}：{}", fee.label, fee.sentence()))
            .collect(),
        lines: shown
            .1
            .iter()
            .map(|person| views::line(id, person, books.of(person.id), of(person.id)))
            .collect(),
        open: yen(open),
        received: yen(received.values().copied().fold(0, i64::saturating_add)),
        pager: Pager::new(shown.0, page, PAGE, &href),
        asks_nothing: books.definition.user_fees.is_empty()
            && !books.definition.consents.iter().any(|kind| kind.cost),
        empty: if all { "まだ参加者がいません。" } else { "未収のある人はいません。" },
    };
    cx.show(view).await
}

/// A page of people by kana, those with something open or all; how many there are in all.
async fn persons(
    cx: &mut View<ViewUserFees>,
    books: &Books,
    all: bool,
    page: u64,
) -> Result<(u64, Vec<Person>)> {
    let mut ids = db::people(cx.db(), books.contract.id).await?;
    ids.retain(|id| all || open_of(books.of(ParticipantId(*id))) > 0);
    let items = people::items_for(cx).await?;
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        found.push(people::peek(cx, row, items.as_deref())?);
    }
    found.sort_by_cached_key(|person| (person.identity.kana(), person.number));
    let before = usize::try_from((page - 1).saturating_mul(PAGE)).unwrap_or(usize::MAX);
    let shown: Vec<Person> = found.iter().skip(before).take(PAGE as usize).cloned().collect();
    cx.saw(shown.iter().map(|person| person.id));
    Ok((found.len() as u64, shown))
}

/// The person of a contract, opened.
async fn person<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    books: &Books,
    id: ParticipantId,
) -> Result<Person> {
    if !db::people(cx.db(), books.contract.id).await?.contains(&id.0) {
        return Err(AppError::NotFound);
    }
    let row = people::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let items = people::items_for(cx).await?;
    people::open(cx, row, items.as_deref())
}

/// The costs of the programme, with the consents of the person.
async fn costs_of<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    books: &Books,
    person: ParticipantId,
) -> Result<Vec<Cost>> {
    let agreed = db::agreed(cx.db(), books.contract.id, person).await?;
    Ok(payment::costs(&books.definition.consents, &agreed))
}

fn view<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    (books, costs): (&Books, &[Cost]),
    person: &Person,
    form: Form,
) -> Result<PersonView> {
    let own = books.receipts.iter().filter(|receipt| receipt.participant == person.id);
    let opened = own.map(|receipt| open(cx, receipt)).collect::<Result<Vec<Opened<'_>>>>()?;
    let of = Of {
        contract: books.contract.id,
        contract_name: format!("{}　{}", books.contract.number, books.contract.title),
        person,
        writes: ReceiveUserFees::allows(cx.actor().role),
    };
    Ok(PersonView::new(&of, books.of(person.id), &opened, costs, form))
}

fn open<'a, P: Permission, M>(cx: &mut Ctx<P, M>, receipt: &'a Receipt) -> Result<Opened<'a>> {
    let unit = Unit::Unit(receipt.contract.0);
    let purpose: Purpose = cx.open(receipt.participant, unit, receipt.id.0, 1, &receipt.sealed)?;
    let reason: Option<VoidReason> = match &receipt.void_reason {
        Some(sealed) => Some(cx.open(receipt.participant, unit, receipt.id.0, 2, sealed)?),
        None => None,
    };
    Ok(Opened { receipt, purpose: purpose.0, void_reason: reason.map(|reason| reason.0).unwrap_or_default() })
}

pub async fn show(
    mut cx: View<ViewUserFees>,
    Path((id, participant)): Path<(ContractId, ParticipantId)>,
) -> Result {
    let books = Books::open(&mut cx, id).await?;
    let person = person(&mut cx, &books, participant).await?;
    let form = Form::empty().with("paid_on", wareki(cx.today()));
    let costs = costs_of(&mut cx, &books, participant).await?;
    let view = view(&mut cx, (&books, &costs), &person, form)?;
    cx.show(view).await
}

pub async fn receive(
    mut cx: Act<ReceiveUserFees>,
    Path((id, participant)): Path<(ContractId, ParticipantId)>,
    Typed(mut form): Typed,
) -> Result {
    db::lock(cx.write(), id).await?;
    let books = Books::open(&mut cx, id).await?;
    let person = person(&mut cx, &books, participant).await?;
    let costs = costs_of(&mut cx, &books, participant).await?;
    let Some(payment) = payment::read(&mut form, books.of(participant), &costs, cx.today()) else {
        let view = view(&mut cx, (&books, &costs), &person, form)?;
        return cx.invalid(view).await;
    };
    let receipt = UserFeeReceiptId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(id.0), receipt.0, 1, &Purpose(payment.purpose.clone()))?;
    let (by, now) = (cx.actor().account, cx.now());
    let new =
        NewReceipt { id: receipt, contract: id, participant, payment: &payment, sealed: &sealed, by, now };
    let Some(number) = db::insert(cx.write(), &new).await? else { return Err(AppError::stale()) };
    let event = Event::new("user_fee.receive").about(receipt.0).under(id).of([participant]);
    let event = event.detail(serde_json::json!({ "number": number, "yen": payment.yen }));
    let to = format!("/contracts/{id}/user-fees/{participant}");
    cx.commit(event).await?.redirect_with(to, "受領を記録しました。領収書を開けます。")
}

/// A receipt with its contract and person.
async fn load<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: UserFeeReceiptId,
) -> Result<(Receipt, Contract, Person)> {
    let receipt = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let contract = contracts::db::find(cx.db(), receipt.contract).await?.ok_or(AppError::NotFound)?;
    cx.because_of(contract.id);
    let row = people::find(cx.db(), receipt.participant).await?.ok_or(AppError::NotFound)?;
    let items = people::items_for(cx).await?;
    let person = people::open(cx, row, items.as_deref())?;
    if receipt.voided_at.is_some() {
        return Err(AppError::refused("この領収書は取り消されています。"));
    }
    Ok((receipt, contract, person))
}

pub async fn pdf(mut cx: View<PrintReceipt>, Path(id): Path<UserFeeReceiptId>) -> Result {
    let (receipt, contract, person) = load(&mut cx, id).await?;
    let purpose = open(&mut cx, &receipt)?.purpose;
    let issue = Issue::new(&cx, Whom::Opened, "領収書", format!("第{}号", receipt.number)).without_handling();
    let paper = FeeReceipt {
        masthead: issue.masthead(&cx),
        participant: PersonName::new(shown_name(&person), person.identity.kana().trim()),
        amount: yen(receipt.yen),
        purpose,
        facts: vec![
            Fact::new("領収書の番号", format!("第{}号", receipt.number)),
            Fact::new("受け取った日", wareki(receipt.paid_on)),
            Fact::new("事業", &contract.programme_name),
            Fact::new("件名", &contract.title),
        ],
        contractor: contract.contractor_name.clone(),
        issued_on: wareki(cx.today()),
    };
    let event = Event::new("user_fee.print").about(id.0).under(contract.id).with("number", receipt.number);
    issue.pdf(cx, event, paper).await
}

fn void_view(receipt: &Receipt, form: Form) -> VoidView {
    VoidView {
        form,
        number: receipt.number,
        yen: yen(receipt.yen),
        action: format!("/user-fee-receipts/{}/void", receipt.id),
        back: format!("/contracts/{}/user-fees/{}", receipt.contract, receipt.participant),
    }
}

pub async fn void_form(mut cx: View<ReceiveUserFees>, Path(id): Path<UserFeeReceiptId>) -> Result {
    let (receipt, ..) = load(&mut cx, id).await?;
    cx.show(void_view(&receipt, Form::empty())).await
}

pub async fn void(
    mut cx: Act<ReceiveUserFees>,
    Path(id): Path<UserFeeReceiptId>,
    Typed(mut form): Typed,
) -> Result {
    let (receipt, contract, person) = load(&mut cx, id).await?;
    let Some(reason) = form.required("reason", "取り消す理由", 200) else {
        return cx.invalid(void_view(&receipt, form)).await;
    };
    let sealed = cx.seal(Unit::Unit(contract.id.0), id.0, 2, &VoidReason(reason))?;
    let (by, now) = (cx.actor().account, cx.now());
    if !db::void(cx.write(), id, &sealed, (by, now)).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("user_fee.void").about(id.0).under(contract.id).of([person.id]);
    let event = event.detail(serde_json::json!({ "number": receipt.number }));
    let to = format!("/contracts/{}/user-fees/{}", contract.id, person.id);
    cx.commit(event).await?.redirect_with(to, "領収書を取り消しました。番号は欠番として残ります。")
}
