//! 関門の実際: what the registers that shut a gate say today. The clauses say which gates there are ([`super::gates`]); how those
//! stand that Kayoi itself keeps shut is told from the very rows that keep them so.

use time::Date;

use super::{gates::GateState, library::Gate};
use crate::{
    verdict::{Finding, Verdict},
    vocab::dates::wareki,
};

/// What the registers say about a contract on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Registers {
    /// How many stand in the accepted 従事者名簿.
    pub designated: i64,
    /// How many of them lack neither a pledge nor training that the clauses ask for.
    pub admitted: i64,
    /// Until when a permit covers what is printed and exported.
    pub copying_until: Option<Date>,
    pub take_out_until: Option<Date>,
}

/// Tells of each gate how it stands by them; what a clause forbids stays as it is.
pub fn enforce(gates: &mut [GateState], registers: &Registers) {
    for state in gates {
        let by_application = state.verdict.answer == Finding::Undecidable;
        match state.gate {
            Gate::PeopleVisible => state.verdict = people(registers),
            Gate::TakeOut if by_application => state.verdict = files("持出し", registers.take_out_until),
            Gate::Copying if by_application => state.verdict = files("複写・複製", registers.copying_until),
            Gate::TakeOut
            | Gate::Copying
            | Gate::RealDataImport
            | Gate::ReOutsourcing
            | Gate::JobWindow
            | Gate::Close => {}
        }
    }
}

fn people(registers: &Registers) -> Verdict {
    let Registers { designated, admitted, .. } = *registers;
    if designated == 0 {
        return Verdict::new(Finding::NotMet, "区が従事者名簿を承認すると、名簿に載った人に開きます。");
    }
    let lacking = designated - admitted;
    let (answer, words) = match (admitted, lacking) {
        (0, _) => (
            Finding::NotMet,
            format!("名簿に載っている{designated}人は、だれも特記事項が求める誓約書か教育を終えていません。"),
        ),
        (_, 0) => (Finding::Met, format!("名簿に載っている{designated}人が見られます。")),
        _ => (
            Finding::Met,
            format!(
                "名簿に載っている{designated}人のうち{admitted}人が見られます。{lacking}人は、誓約書か教育が済むと見られます。"
            ),
        ),
    };
    Verdict::new(answer, words)
}

fn files(what: &str, until: Option<Date>) -> Verdict {
    match until {
        Some(day) => Verdict::new(
            Finding::Met,
            format!(
                "区の承諾により、{}まで、Kayoiの印刷・出力・暗号化ファイルの作成は{what}として認められています。",
                wareki(day)
            ),
        ),
        None => Verdict::new(
            Finding::NotMet,
            format!(
                "「Kayoiの印刷・出力を含む」{what}の申請を区が承諾すると、受託者の印刷・出力・暗号化ファイルの作成に開きます。ほかの{what}は、申請ごとに区が決めます。"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn of(gate: Gate, answer: Finding, registers: &Registers) -> (Finding, String) {
        let mut gates = [GateState { gate, verdict: Verdict::new(answer, "条項"), clauses: Vec::new() }];
        enforce(&mut gates, registers);
        (gates[0].verdict.answer, gates[0].verdict.explanation.concat())
    }

    #[test]
    fn people_are_seen_by_those_who_lack_nothing() {
        let told = |designated, admitted| {
            let registers = Registers { designated, admitted, ..Registers::default() };
            of(Gate::PeopleVisible, Finding::Met, &registers)
        };
        assert_eq!(told(0, 0).0, Finding::NotMet);
        assert_eq!(told(2, 0).0, Finding::NotMet);
        assert_eq!(told(2, 2), (Finding::Met, "名簿に載っている2人が見られます。".into()));
        assert!(told(3, 1).1.contains("3人のうち1人") && told(3, 1).1.contains("2人は"));
    }

    #[test]
    fn files_are_open_only_under_a_permit_and_never_where_a_clause_forbids() {
        let none = Registers::default();
        let until = Registers { copying_until: Some(date!(2026 - 06 - 30)), ..none };
        assert_eq!(of(Gate::Copying, Finding::Undecidable, &none).0, Finding::NotMet);
        assert_eq!(of(Gate::TakeOut, Finding::Undecidable, &until).0, Finding::NotMet, "each its own");
        let open = of(Gate::Copying, Finding::Undecidable, &until);
        assert!(open.0 == Finding::Met && open.1.contains("令和8年6月30日まで"));
        assert_eq!(of(Gate::Copying, Finding::NotMet, &until), (Finding::NotMet, "条項".into()));
        assert_eq!(of(Gate::ReOutsourcing, Finding::Undecidable, &until).0, Finding::Undecidable);
    }
}
