//! ダミーデータによる検証: where the clauses of a contract ask for it, no list of real people is taken in before one of invented
//! people went the same way and the ward accepted what came of it. Source: S1.

pub use super::db::rehearsals::awaited;
use super::{
    Named,
    db::rehearsals::{self, Awaited},
    settling::settle,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx},
        error::Result,
        permission::Permission,
    },
    vocab::ids::ContractId,
};

const RULE: &str = "rehearsal";

fn duty(contract: ContractId) -> Named<'static> {
    Named::of_rule(contract, RULE, "", "contractor")
}

/// Why no list is taken in, in a sentence; `None` when one may be.
pub async fn keeps_out<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: Option<ContractId>,
) -> Result<Option<String>> {
    let titles: Vec<String> =
        awaited(cx.db(), contract).await?.into_iter().map(|one| format!("「{}」", one.title)).collect();
    Ok((!titles.is_empty()).then(|| {
        format!(
            "契約{}の特記事項は、本物の個人情報の前にダミーデータで検証することを求めています。「一覧ファイルから登録する」の画面で試しの取込みを行い、別の職員が結果を認めると、取り込めるようになります。",
            titles.concat()
        )
    }))
}

/// The attempt, for the audit stream.
pub fn refused<P: Permission>() -> Event {
    Event::new("import.refused").with("permission", P::NAME)
}

/// A rehearsal went as expected: its duties lie with the ward, that is with somebody else than who ran it.
pub async fn passed<P: Permission>(cx: &mut Act<P>, contracts: &[Awaited]) -> Result<()> {
    let (today, by) = (cx.today(), cx.actor().account);
    let contracts: Vec<ContractId> = contracts.iter().map(|one| one.contract).collect();
    rehearsals::tried(cx.write(), &contracts, by, today).await?;
    Ok(())
}

/// Who may accept what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepting {
    /// It hasn't gone as expected for every contract that waits.
    NotRun,
    /// Run by somebody else.
    Another,
    /// Run by oneself: somebody else of the ward accepts it.
    NotOneself,
    /// Run by oneself, and there is nobody else: with a reason.
    Alone,
}

/// Who ran it, seen from whoever asks.
pub async fn accepting<P: Permission, M>(cx: &mut Ctx<P, M>, contracts: &[Awaited]) -> Result<Accepting> {
    let own = cx.actor().account;
    if contracts.iter().any(|one| one.tried_by.is_none()) {
        return Ok(Accepting::NotRun);
    }
    if contracts.iter().all(|one| one.tried_by != Some(own)) {
        return Ok(Accepting::Another);
    }
    let has_another = rehearsals::has_another(cx.db(), own).await?;
    Ok(if has_another { Accepting::NotOneself } else { Accepting::Alone })
}

/// The ward accepts what came of it: lists may be taken in. `alone`: why who ran it accepts it too; empty when somebody else does.
pub async fn accept<P: Permission>(cx: &mut Act<P>, contracts: &[Awaited], alone: &str) -> Result<()> {
    let today = cx.today();
    let ids: Vec<ContractId> = contracts.iter().map(|one| one.contract).collect();
    if !alone.is_empty() {
        rehearsals::alone(cx.write(), &ids, alone).await?;
    }
    let note = match alone {
        "" => "架空の参加者での試しの取込みの結果を、試した人とは別の職員が認めました。".to_owned(),
        why => format!("架空の参加者での試しの取込みの結果を、試した職員が認めました。理由：{why}"),
    };
    for id in ids {
        settle(cx, &duty(id), today, &note).await?;
    }
    Ok(())
}
