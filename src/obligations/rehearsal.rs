//! ダミーデータによる検証: where the clauses of a contract ask for it, no list of real people is taken in before one of invented
//! people went the same way and the ward accepted what came of it. Source: S1.

pub use super::db::rehearsals::awaited;
use super::{
    Named,
    db::rehearsals::Awaited,
    settling::{hand_in, settle},
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
            "契約{}の特記事項は、本物の個人情報の前にダミーデータで検証することを求めています。「一覧ファイルから登録する」の画面で試しの取込みを行い、結果を認めると、取り込めるようになります。",
            titles.concat()
        )
    }))
}

/// The attempt, for the audit stream.
pub fn refused<P: Permission>() -> Event {
    Event::new("import.refused").with("permission", P::NAME)
}

/// A rehearsal went as expected: its duties lie with the ward.
pub async fn passed<P: Permission>(cx: &mut Act<P>, contracts: &[Awaited]) -> Result<()> {
    let today = cx.today();
    for one in contracts {
        hand_in(cx, &duty(one.contract), today).await?;
    }
    Ok(())
}

/// The ward accepts what came of it: lists may be taken in.
pub async fn accept<P: Permission>(cx: &mut Act<P>, contracts: &[Awaited]) -> Result<()> {
    let today = cx.today();
    for one in contracts {
        settle(cx, &duty(one.contract), today, "架空の参加者での試しの取込みの結果を、区が認めました。")
            .await?;
    }
    Ok(())
}
