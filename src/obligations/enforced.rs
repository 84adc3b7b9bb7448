//! 関門の実際: what the registers that shut a gate say today. The clauses say which gates there are ([`super::gates`]); how those
//! stand that Kayoi itself keeps shut is told from the very rows that keep them so.

use time::{Date, OffsetDateTime};

use super::{gates::GateState, library::Gate};
use crate::{
    contracts::{open::Open, states::ContractState},
    verdict::{Finding, Verdict},
    vocab::dates::{jst_stamp, wareki},
};

/// What the registers say about a contract now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Registers {
    /// How many stand in the accepted 従事者名簿.
    pub designated: i64,
    /// How many of them lack neither a pledge nor training that the clauses ask for.
    pub admitted: i64,
    /// Until when a permit covers what is printed and exported.
    pub copying_until: Option<Date>,
    pub take_out_until: Option<Date>,
    /// The approved job window that is open or comes next.
    pub window_from: Option<OffsetDateTime>,
    pub window_to: Option<OffsetDateTime>,
}

/// Tells of each gate how it stands by them; what a clause forbids stays as it is.
pub fn enforce(gates: &mut [GateState], registers: &Registers, now: OffsetDateTime) {
    let printing = Printing::of(gates, registers);
    for state in gates {
        let by_application = state.verdict.answer == Finding::Undecidable;
        match state.gate {
            Gate::PeopleVisible => state.verdict = people(registers),
            Gate::TakeOut | Gate::Copying if by_application => state.verdict = printing.seen_from(state.gate),
            Gate::JobWindow if by_application => state.verdict = window(registers, now),
            Gate::TakeOut
            | Gate::Copying
            | Gate::RealDataImport
            | Gate::ReOutsourcing
            | Gate::JobWindow
            | Gate::Close => {}
        }
    }
}

/// So many kinds of what is open are told in a gate; 現況 lists them all.
const TOLD: usize = 3;

/// What keeps a contract from being closed, as its gate.
pub fn closing(open: &[Open]) -> Verdict {
    if open.is_empty() {
        return Verdict::new(Finding::Met, "終わっていないことはありません。");
    }
    let mut explanation: Vec<String> = open.iter().take(TOLD).map(Open::sentence).collect();
    let more: usize = open.iter().skip(TOLD).map(|one| one.count).sum();
    if more > 0 {
        explanation.push(format!("ほかにも{more}件、終わっていないことがあります。"));
    }
    Verdict { answer: Finding::NotMet, explanation }
}

/// What is true before the signature and after the end, whatever the registers hold.
pub fn in_state(mut gates: Vec<GateState>, state: ContractState) -> Vec<GateState> {
    match state {
        ContractState::Draft => {
            for gate in gates.iter_mut().filter(|one| one.gate == Gate::Close) {
                gate.verdict = Verdict::new(Finding::NotMet, "締結していない契約は、終了できません。");
            }
        }
        ContractState::Closed => {
            gates.retain(|one| one.gate != Gate::Close);
            for gate in &mut gates {
                gate.verdict = Verdict::new(
                    Finding::NotMet,
                    "契約が終了したため、受託者はこの契約の情報を見られず、何もできません。",
                );
            }
        }
        ContractState::Signed | ContractState::Active | ContractState::Closing => {}
    }
    gates
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

fn window(registers: &Registers, now: OffsetDateTime) -> Verdict {
    match registers.window_from.zip(registers.window_to) {
        Some((from, to)) if from <= now => {
            Verdict::new(Finding::Met, format!("区が承認した作業時間です。{}に閉じます。", jst_stamp(to)))
        }
        Some((from, to)) => Verdict::new(
            Finding::NotMet,
            format!("区が承認した作業時間（{}〜{}）に開きます。", jst_stamp(from), jst_stamp(to)),
        ),
        None => Verdict::new(
            Finding::NotMet,
            "運用保守の担当者が申請し、区の管理者が承認した作業時間にだけ開きます。今は、承認した作業時間がありません。",
        ),
    }
}

/// Whether people leave Kayoi on paper or in a file: that is a copy, and it is taken out, so what a clause says of either holds. The
/// same rule as `files_shut` of the database.
enum Printing {
    /// A clause forbids this without exception.
    Forbidden(Gate),
    /// Permits that are lacking.
    Lacks(Vec<Gate>),
    Until(Date),
}

/// 「Kayoiの印刷・出力・暗号化ファイルの作成」
const PRINTING: &str = "Kayoiの印刷・出力・暗号化ファイルの作成";

impl Printing {
    fn of(gates: &[GateState], registers: &Registers) -> Self {
        let asked = || gates.iter().filter(|one| matches!(one.gate, Gate::TakeOut | Gate::Copying));
        if let Some(never) = asked().find(|one| one.verdict.answer == Finding::NotMet) {
            return Self::Forbidden(never.gate);
        }
        let permits: Vec<(Gate, Option<Date>)> =
            asked().map(|one| (one.gate, until(one.gate, registers))).collect();
        let lacking: Vec<Gate> =
            permits.iter().filter(|(_, day)| day.is_none()).map(|(gate, _)| *gate).collect();
        match permits.iter().filter_map(|(_, day)| *day).min() {
            Some(first) if lacking.is_empty() => Self::Until(first),
            _ => Self::Lacks(lacking),
        }
    }

    /// As the row of one of both gates tells it.
    fn seen_from(&self, gate: Gate) -> Verdict {
        let others = format!("ほかの{}は、申請ごとに区が決めます。", noun(gate));
        match self {
            Self::Forbidden(never) => Verdict::new(
                Finding::Undecidable,
                format!("条項が{}を禁じているため、{PRINTING}はできません。{others}", noun(*never)),
            ),
            Self::Lacks(lacking) => Verdict::new(
                Finding::NotMet,
                format!(
                    "{PRINTING}は止まっています。「Kayoiの印刷・出力を含む」{}の申請を区が承諾すると開きます。{others}",
                    lacking.iter().map(|one| noun(*one)).collect::<Vec<_>>().join("と")
                ),
            ),
            Self::Until(day) => Verdict::new(
                Finding::Met,
                format!("区の承諾により、{}まで、{PRINTING}が認められています。{others}", wareki(*day)),
            ),
        }
    }
}

fn until(gate: Gate, registers: &Registers) -> Option<Date> {
    if gate == Gate::TakeOut { registers.take_out_until } else { registers.copying_until }
}

fn noun(gate: Gate) -> &'static str {
    if gate == Gate::TakeOut { "持出し" } else { "複写・複製" }
}

#[cfg(test)]
mod tests {
    use time::{
        Duration,
        macros::{date, datetime},
    };

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-06-17 10:00 +9);

    fn of(gate: Gate, answer: Finding, registers: &Registers) -> (Finding, String) {
        let mut gates = [GateState { gate, verdict: Verdict::new(answer, "条項"), clauses: Vec::new() }];
        enforce(&mut gates, registers, NOW);
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
    fn a_job_window_is_open_from_its_first_minute_to_its_last() {
        let told = |window: Option<(i64, i64)>| {
            let at = |hours| NOW + Duration::hours(hours);
            let (from, to) = (window.map(|(from, _)| at(from)), window.map(|(_, to)| at(to)));
            let registers = Registers { window_from: from, window_to: to, ..Registers::default() };
            of(Gate::JobWindow, Finding::Undecidable, &registers)
        };
        assert!(told(None).0 == Finding::NotMet && told(None).1.contains("承認した作業時間がありません"));
        assert!(told(Some((1, 3))).0 == Finding::NotMet && told(Some((1, 3))).1.contains("11:00〜"));
        assert!(told(Some((0, 2))).0 == Finding::Met && told(Some((0, 2))).1.contains("12:00に閉じます"));
        let registers = Registers { window_from: Some(NOW), window_to: Some(NOW), ..Registers::default() };
        assert_eq!(
            of(Gate::JobWindow, Finding::NotMet, &registers).1,
            "条項",
            "what a clause forbids stays so"
        );
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

    fn decided(gate: Gate, answer: Finding) -> GateState {
        GateState { gate, verdict: Verdict::new(answer, "条項"), clauses: Vec::new() }
    }

    #[test]
    fn what_is_printed_is_a_copy_and_is_taken_out() {
        let told = |copying: Finding, registers: &Registers| {
            let mut gates = [decided(Gate::TakeOut, Finding::Undecidable), decided(Gate::Copying, copying)];
            enforce(&mut gates, registers, NOW);
            let [take_out, _] = gates;
            (take_out.verdict.answer, take_out.verdict.explanation.concat())
        };
        let (day, later) = (date!(2026 - 06 - 30), date!(2026 - 07 - 31));
        let revoked = Registers { take_out_until: Some(later), ..Registers::default() };
        let both = Registers { copying_until: Some(day), ..revoked };
        let shut = told(Finding::Undecidable, &revoked);
        assert!(shut.0 == Finding::NotMet && shut.1.contains("複写・複製の申請を"), "{}", shut.1);
        let open = told(Finding::Undecidable, &both);
        assert!(open.0 == Finding::Met && open.1.contains("令和8年6月30日まで"), "the shorter: {}", open.1);
        let never = told(Finding::NotMet, &both);
        assert!(never.0 == Finding::Undecidable && never.1.contains("複写・複製を禁じているため"));
    }

    #[test]
    fn before_the_signature_and_after_the_end_gates_say_what_is_true() {
        let all = || vec![decided(Gate::PeopleVisible, Finding::Met), decided(Gate::Close, Finding::Met)];
        let draft = in_state(all(), ContractState::Draft);
        assert_eq!(draft[1].verdict.answer, Finding::NotMet);
        let closed = in_state(all(), ContractState::Closed);
        assert_eq!((closed.len(), closed[0].verdict.answer), (1, Finding::NotMet));
        assert_eq!(in_state(all(), ContractState::Active), all());
    }
}
