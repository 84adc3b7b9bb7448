//! 次の一歩: what a contract waits for.

use crate::{
    contracts::{
        db::{Contract, PaperCounts, PeopleCounts},
        states::ContractState,
    },
    kit::permission::Role,
};

/// What to do now.
pub struct Next {
    pub text: String,
    pub href: String,
    pub label: &'static str,
}

/// The step the reader may take now.
pub fn next_step(
    contract: &Contract,
    role: Role,
    state: ContractState,
    paper: &PaperCounts,
    people: Option<&PeopleCounts>,
) -> Option<Next> {
    let id = contract.id;
    let step = |text: &str, path: &str, label| {
        Some(Next { text: text.into(), href: format!("/contracts/{id}/{path}"), label })
    };
    let nobody = people.is_some_and(|people| people.custodians == 0);
    if role.is_contractor() {
        let text = "いま有効な従事者名簿がありません。名簿を作って区に提出してください。承認されるまで、参加者の情報は見られません。";
        return if nobody { step(text, "roster", "従事者名簿を開く") } else { None };
    }
    match state {
        ContractState::Draft if paper.clauses == 0 => step(
            "次は、区の特記事項を取り込みます。義務の期限は、特記事項の条項に結び付けて計算します。",
            "clauses/import",
            "特記事項を取り込む",
        ),
        ContractState::Draft if paper.unconfirmed > 0 => step(
            "次は、条項が求めることを確かめます。すべての条項を確かめると、締結できます。",
            "clauses",
            "条項を確かめる",
        ),
        ContractState::Draft => step(
            "内容と特記事項がそろいました。締結すると、義務の期限が決まります。",
            "signature",
            "締結に進む",
        ),
        ContractState::Signed if nobody => step(
            "受託者の従事者名簿を待っています。名簿を承認すると、従事者が参加者の情報を見られます。",
            "roster",
            "従事者名簿を開く",
        ),
        ContractState::Signed => step(
            "従事者名簿がそろいました。事業を始めるときに、実施中にします。",
            "activation",
            "実施中にする",
        ),
        ContractState::Active => None,
        ContractState::Closing => step(
            "報告と、個人情報の返還・消去の確認が済んだら、契約を終了します。",
            "closure",
            "契約を終了する",
        ),
        ContractState::Closed => None,
    }
}

/// How a contract in force comes to its end.
pub fn ending(contract: &Contract, state: ContractState) -> Option<Next> {
    let id = contract.id;
    matches!(state, ContractState::Signed | ContractState::Active).then(|| Next {
        text: "事業が終わったら、終了の手続きを始めます。受託者は、報告と返還・消去のために、終了まで使い続けられます。".into(),
        href: format!("/contracts/{id}/closing"),
        label: "終了の手続きを始める",
    })
}
