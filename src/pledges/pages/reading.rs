//! 読む: who of a contract has pledged and learned, one pledge, its paper and its file.

use axum::extract::Path;

use super::load;
use crate::{
    audit::Event,
    contracts,
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    filings::attachment::Kind,
    kit::{
        answer::File,
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    obligations,
    pledges::{
        DecidePledge, TakePledge, ViewPledges,
        db::{self, DECIDED, FILE, FileName, Pledge, Reason},
        views::{ListView, ShowView},
    },
    sealing::{Place, Unit},
    vocab::{
        dates::{jst_stamp, wareki},
        ids::{ContractId, PledgeId},
    },
};

pub async fn of_contract(mut cx: View<ViewPledges>, Path(id): Path<ContractId>) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let today = cx.today();
    let people = db::custodians(cx.db(), id, today).await?;
    let terms = obligations::terms(cx.db(), id).await?;
    let view = ListView::new(&contract, cx.actor(), &people, &terms)?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewPledges>, Path(id): Path<PledgeId>) -> Result {
    let (pledge, state) = load(cx.db(), id).await?;
    let (file, reason) = opened(&cx, &pledge)?;
    let decides = DecidePledge::allows(cx.actor().role);
    cx.show(ShowView::new(&pledge, state, (file, reason), decides)).await
}

/// The file's name and the reason of a return.
fn opened<P: Permission, M>(cx: &Ctx<P, M>, pledge: &Pledge) -> Result<(Option<String>, Option<String>)> {
    let unit = Unit::Unit(pledge.contract.0);
    let file = pledge.sealed.as_ref().map(|blob| cx.open_paper::<FileName>(unit, pledge.id.0, 1, blob));
    let reason = pledge.reason.as_ref().map(|blob| cx.open_paper::<Reason>(unit, pledge.id.0, DECIDED, blob));
    Ok((file.transpose()?.map(|name| name.0), reason.transpose()?.map(|reason| reason.0)))
}

/// The pledge as PDF.
pub async fn paper(mut cx: View<TakePledge>, Path(id): Path<PledgeId>) -> Result {
    let (pledge, _) = load(cx.db(), id).await?;
    let subject = format!("{}　{}", pledge.contract_title, pledge.name);
    let issue = Issue::new(&cx, Whom::Nobody, "個人情報の取扱いに関する誓約書", subject);
    let signed = if pledge.is_paper {
        "署名した紙のとおり"
    } else {
        "本人がログインして、氏名を入力"
    };
    let received = pledge.decided_at.filter(|_| pledge.state == "received");
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", pledge.contract_number, pledge.contract_title)),
            Fact::new("受託者", &pledge.contractor),
        ],
        parts: vec![
            Part::words("誓約すること", &pledge.words),
            Part::facts(
                "誓約した人",
                vec![
                    Fact::new("誓約した日", wareki(pledge.given_on)),
                    Fact::new("氏名", &pledge.name),
                    Fact::new("誓約の方法", signed),
                    Fact::new("区に届いた日時", jst_stamp(pledge.handed_at)),
                    Fact { label: "区が受理した日時".into(), value: received.map(jst_stamp) },
                ],
            ),
        ],
    };
    let event = Event::new("pledge.print").about(id.0).under(pledge.contract);
    issue.pdf(cx, event, paper).await
}

/// The signed paper as it came, to be saved: never shown in the browser.
pub async fn file(mut cx: View<TakePledge>, Path(id): Path<PledgeId>) -> Result {
    let Some(pledge) = db::find(cx.db(), id).await? else { return cx.missing(id.0).await };
    let (Some(name), _) = opened(&cx, &pledge)? else { return Err(AppError::NotFound) };
    let kind = pledge.file_kind.as_deref().and_then(Kind::from_code).ok_or(AppError::NotFound)?;
    let sealed = db::sealed_file(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let bytes = cx.app().keys.unseal_raw(Unit::Unit(pledge.contract.0), FILE, place, &sealed)?;
    let event = Event::new("pledge.take").about(id.0).under(pledge.contract);
    cx.hand_out(event, Whom::Unread, File { name, content_type: kind.content_type(), bytes, inline: false })
        .await
}
