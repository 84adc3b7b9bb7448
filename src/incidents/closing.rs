//! 対応を終える: what is still missing before the ward may end an incident. Pure.

use crate::verdict::Finding;

/// How far the matter has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// About personal data: see [`super::kinds::Kind::is_data`].
    pub is_data: bool,
    /// The contractor's 最終報告 is there.
    pub has_final: bool,
    /// Reports whose receipt the ward hasn't noted.
    pub unreceived: usize,
    /// Whether the law asks for a report; `None`: the ward hasn't judged.
    pub reportable: Option<Finding>,
    /// 速報 and 確報 to the commission.
    pub prompt_sent: bool,
    pub full_sent: bool,
    /// Affected people who haven't been told.
    pub untold: usize,
    /// The ward decided whether to publish.
    pub publication_decided: bool,
}

/// A sentence for each thing that is missing; empty: it may be ended.
pub fn missing(standing: &Standing) -> Vec<String> {
    let mut missing = Vec::new();
    let mut need = |is_missing: bool, sentence: &str| {
        if is_missing {
            missing.push(sentence.to_owned());
        }
    };
    need(!standing.has_final, "受託者の最終報告がまだ出ていません。");
    need(
        standing.unreceived > 0,
        "受け取っていない続報があります。読んで、受け取ったことを記録してください。",
    );
    if standing.is_data {
        need(standing.reportable.is_none(), "委員会への報告が必要かどうかを、まだ判定していません。");
        need(
            standing.reportable == Some(Finding::Undecidable),
            "委員会への報告が必要かどうかが判定不能のままです。分かったことを入れて、判定し直してください。",
        );
        let owed = standing.reportable == Some(Finding::Met);
        need(owed && !standing.prompt_sent, "委員会への速報が記録されていません。");
        need(owed && !standing.full_sent, "委員会への確報が記録されていません。");
        need(owed && standing.untold > 0, "まだ通知していない本人がいます。");
        need(!standing.publication_decided, "公表するかどうかが、まだ決まっていません。");
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leak() -> Standing {
        Standing {
            is_data: true,
            has_final: true,
            reportable: Some(Finding::Met),
            prompt_sent: true,
            full_sent: true,
            publication_decided: true,
            ..Standing::default()
        }
    }

    #[test]
    fn an_accident_ends_with_a_final_report_that_was_received() {
        let fall = Standing { has_final: true, ..Standing::default() };
        assert!(missing(&fall).is_empty());
        assert_eq!(missing(&Standing::default()).len(), 1);
        assert_eq!(missing(&Standing { unreceived: 1, ..fall }).len(), 1);
    }

    #[test]
    fn a_leak_ends_when_the_law_the_people_and_the_public_are_dealt_with() {
        assert!(missing(&leak()).is_empty());
        for (without, word) in [
            (Standing { reportable: None, ..leak() }, "まだ判定していません"),
            (Standing { reportable: Some(Finding::Undecidable), ..leak() }, "判定不能"),
            (Standing { prompt_sent: false, ..leak() }, "速報"),
            (Standing { full_sent: false, ..leak() }, "確報"),
            (Standing { untold: 2, ..leak() }, "本人"),
            (Standing { publication_decided: false, ..leak() }, "公表"),
        ] {
            let said = missing(&without);
            assert!(said.len() == 1 && said[0].contains(word), "{word}: {said:?}");
        }
    }

    #[test]
    fn what_needs_no_report_needs_no_notice_either() {
        let small = Standing {
            reportable: Some(Finding::NotMet),
            prompt_sent: false,
            full_sent: false,
            untold: 3,
            ..leak()
        };
        assert!(missing(&small).is_empty());
    }
}
