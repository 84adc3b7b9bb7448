//! 認められた方法: what the clauses of a contract allow of the ways and the copying. The one place where the ledger asks them.

use crate::{
    kit::{db::Reads, error::Result},
    obligations::{self, BoundClause, library::Mode},
    vocab::ids::ContractId,
};

use super::kinds::Channel;

/// What a contract allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    channels: Vec<Channel>,
    pub copying: Mode,
    /// The clauses that name the ways, such as 「第27条」; empty when none does.
    naming: Vec<String>,
    /// The clauses that speak of copies.
    about_copies: Vec<String>,
}

impl Permitted {
    /// The ways that may be chosen.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Why this way may not be chosen; `None` when it may.
    pub fn refusal(&self, channel: Channel) -> Option<String> {
        (!self.channels.contains(&channel)).then(|| {
            let others: Vec<&str> = self.channels.iter().map(|one| one.label()).collect();
            format!(
                "この契約では、「{}」による受渡しは認められていません{}。認められている方法：{}",
                channel.label(),
                cited(&self.naming),
                others.join("、")
            )
        })
    }

    /// Why copies may not be made; `None` when they may.
    pub fn copying_refusal(&self) -> Option<String> {
        let source = cited(&self.about_copies);
        (self.copying == Mode::Never)
            .then(|| format!("この契約では、個人情報の複写・複製は禁じられています{source}。"))
    }

    #[cfg(test)]
    pub fn for_tests(channels: &[Channel], copying: Mode) -> Self {
        let (naming, about_copies) = (vec!["第27条".into()], vec!["第9条".into()]);
        Self { channels: channels.to_vec(), copying, naming, about_copies }
    }
}

fn cited(clauses: &[String]) -> String {
    if clauses.is_empty() { String::new() } else { format!("（{}）", clauses.join("・")) }
}

/// What the confirmed clauses of the contract allow.
pub async fn permitted(db: &mut Reads, contract: ContractId) -> Result<Permitted> {
    let terms = obligations::terms(db, contract).await?;
    let clauses = obligations::db::bindings::of_contract(db, contract).await?;
    Ok(Permitted {
        channels: Channel::ALL.into_iter().filter(|channel| terms.allows(*channel)).collect(),
        copying: terms.copying,
        naming: labels(&clauses, |bound| !bound.parameters.channels.is_empty()),
        about_copies: labels(&clauses, |bound| bound.code == "copying"),
    })
}

fn labels(clauses: &[BoundClause], speaks: fn(&obligations::BoundRule) -> bool) -> Vec<String> {
    let speaking = clauses.iter().filter(|clause| clause.binding.rules.iter().any(speaks));
    speaking.map(|clause| clause.clause.label.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_the_clauses_shut_is_refused_with_the_clause() {
        let permitted = Permitted::for_tests(&[Channel::ByHand, Channel::Post], Mode::Never);
        assert_eq!(permitted.channels(), [Channel::ByHand, Channel::Post]);
        assert_eq!(permitted.refusal(Channel::Post), None);
        let sentence = permitted.refusal(Channel::Mail).unwrap();
        assert!(sentence.contains("第27条") && sentence.contains("手渡し、追跡できる郵送"), "{sentence}");
        assert!(permitted.copying_refusal().unwrap().contains("第9条"));
        let free = Permitted::for_tests(&Channel::ALL, Mode::Consent);
        assert_eq!((free.refusal(Channel::Mail), free.copying_refusal()), (None, None));
    }
}
