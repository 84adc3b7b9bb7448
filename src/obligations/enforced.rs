//! 関門の実際: how each gate of a contract stands today, told from the very rows that keep it shut. Which gates there are, the clauses
//! say ([`super::gates`]).

use time::{Date, OffsetDateTime};

use super::{binding::ClauseRef, gates::DemandedGate, library::Gate};
use crate::{
    contracts::{open::Open, states::ContractState},
    verdict::{Finding, Verdict},
    vocab::dates::{jst_stamp, wareki},
};

/// How one gate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateState {
    pub gate: Gate,
    /// 該当: open; 非該当: shut; 判定不能: decided for each case by an application, or not known yet.
    pub verdict: Verdict,
    pub clauses: Vec<ClauseRef>,
}

/// A duty that opens a gate once it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateDuty {
    pub title: String,
    pub gate: Gate,
    pub is_open: bool,
}

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

/// What the gates of a contract rest on.
pub struct Rests<'a> {
    pub duties: &'a [GateDuty],
    pub registers: &'a Registers,
    /// What keeps the contract from being closed.
    pub open: &'a [Open],
    pub now: OffsetDateTime,
}

/// Every demanded gate as it stands.
pub fn stand(demanded: Vec<DemandedGate>, on: &Rests<'_>) -> Vec<GateState> {
    let printing = Printing::of(&demanded, on.registers);
    let verdict = |one: &DemandedGate| match one.gate {
        Gate::Close => closing(on.open),
        Gate::PeopleVisible => people(on.registers),
        Gate::RealDataImport => by_duties(on.duties.iter().filter(|duty| duty.gate == one.gate)),
        Gate::TakeOut | Gate::Copying | Gate::ReOutsourcing | Gate::JobWindow if one.is_forbidden => {
            Verdict::new(Finding::NotMet, "条項が例外なく禁じています。申請はできません。")
        }
        Gate::TakeOut | Gate::Copying => printing.seen_from(one.gate),
        Gate::JobWindow => window(on.registers, on.now),
        Gate::ReOutsourcing => {
            Verdict::new(Finding::Undecidable, "申請ごとに区が決めます。申請は「許可」の画面でします。")
        }
    };
    demanded
        .into_iter()
        .map(|one| GateState { gate: one.gate, verdict: verdict(&one), clauses: one.clauses })
        .collect()
}

fn by_duties<'a>(duties: impl Iterator<Item = &'a GateDuty>) -> Verdict {
    let mut duties = duties.peekable();
    if duties.peek().is_none() {
        let why = "義務の期限がまだ決まっていません。契約を締結すると決まります。";
        return Verdict::new(Finding::Undecidable, why);
    }
    let open: Vec<String> =
        duties.filter(|one| one.is_open).map(|one| format!("「{}」が済むと開きます。", one.title)).collect();
    if open.is_empty() {
        return Verdict::new(Finding::Met, "求められている義務はすべて済んでいます。");
    }
    Verdict { answer: Finding::NotMet, explanation: open }
}

/// So many kinds of what is open are told in a gate; 現況 lists them all.
const TOLD: usize = 3;

/// What keeps a contract from being closed, as its gate.
fn closing(open: &[Open]) -> Verdict {
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
    fn of(demanded: &[DemandedGate], registers: &Registers) -> Self {
        let asked = || demanded.iter().filter(|one| matches!(one.gate, Gate::TakeOut | Gate::Copying));
        if let Some(never) = asked().find(|one| one.is_forbidden) {
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

    fn demanded(gate: Gate, is_forbidden: bool) -> DemandedGate {
        DemandedGate { gate, is_forbidden, clauses: Vec::new() }
    }

    fn on<'a>(duties: &'a [GateDuty], registers: &'a Registers) -> Rests<'a> {
        Rests { duties, registers, open: &[], now: NOW }
    }

    fn of(gate: Gate, is_forbidden: bool, registers: &Registers) -> (Finding, String) {
        let gates = stand(vec![demanded(gate, is_forbidden)], &on(&[], registers));
        (gates[0].verdict.answer, gates[0].verdict.explanation.concat())
    }

    #[test]
    fn people_are_seen_by_those_who_lack_nothing() {
        let told = |designated, admitted| {
            of(Gate::PeopleVisible, false, &Registers { designated, admitted, ..Registers::default() })
        };
        assert_eq!(told(0, 0).0, Finding::NotMet);
        assert_eq!(told(2, 0).0, Finding::NotMet);
        assert_eq!(told(2, 2), (Finding::Met, "名簿に載っている2人が見られます。".into()));
        assert!(told(3, 1).1.contains("3人のうち1人") && told(3, 1).1.contains("2人は"));
    }

    #[test]
    fn real_data_wait_for_every_duty_of_their_gate() {
        let duty = |title: &str, gate, is_open| GateDuty { title: title.into(), gate, is_open };
        let told = |duties: &[GateDuty]| {
            let gates =
                stand(vec![demanded(Gate::RealDataImport, false)], &on(duties, &Registers::default()));
            (gates[0].verdict.answer, gates[0].verdict.explanation.clone())
        };
        assert_eq!(told(&[]).0, Finding::Undecidable);
        assert_eq!(
            told(&[duty("名簿", Gate::PeopleVisible, true)]).0,
            Finding::Undecidable,
            "another gate's"
        );
        let half =
            [duty("リハーサル", Gate::RealDataImport, true), duty("手順", Gate::RealDataImport, false)];
        assert_eq!(told(&half), (Finding::NotMet, vec!["「リハーサル」が済むと開きます。".into()]));
        assert_eq!(told(&half[1..]).0, Finding::Met);
    }

    #[test]
    fn a_contract_is_closed_when_nothing_is_open() {
        assert_eq!(of(Gate::Close, false, &Registers::default()).0, Finding::Met);
    }

    #[test]
    fn a_job_window_is_open_from_its_first_minute_to_its_last() {
        let told = |window: Option<(i64, i64)>| {
            let at = |hours| NOW + Duration::hours(hours);
            let (from, to) = (window.map(|(from, _)| at(from)), window.map(|(_, to)| at(to)));
            let registers = Registers { window_from: from, window_to: to, ..Registers::default() };
            of(Gate::JobWindow, false, &registers)
        };
        assert!(told(None).0 == Finding::NotMet && told(None).1.contains("承認した作業時間がありません"));
        assert!(told(Some((1, 3))).0 == Finding::NotMet && told(Some((1, 3))).1.contains("11:00〜"));
        assert!(told(Some((0, 2))).0 == Finding::Met && told(Some((0, 2))).1.contains("12:00に閉じます"));
        let registers = Registers { window_from: Some(NOW), window_to: Some(NOW), ..Registers::default() };
        assert!(of(Gate::JobWindow, true, &registers).1.contains("例外なく禁じて"), "forbidden stays so");
    }

    #[test]
    fn files_are_open_only_under_a_permit_and_never_where_a_clause_forbids() {
        let none = Registers::default();
        let until = Registers { copying_until: Some(date!(2026 - 06 - 30)), ..none };
        assert_eq!(of(Gate::Copying, false, &none).0, Finding::NotMet);
        assert_eq!(of(Gate::TakeOut, false, &until).0, Finding::NotMet, "each its own");
        let open = of(Gate::Copying, false, &until);
        assert!(open.0 == Finding::Met && open.1.contains("令和8年6月30日まで"));
        assert_eq!(of(Gate::Copying, true, &until).0, Finding::NotMet);
        assert_eq!(of(Gate::ReOutsourcing, false, &until).0, Finding::Undecidable);
    }

    #[test]
    fn what_is_printed_is_a_copy_and_is_taken_out() {
        let told = |no_copies: bool, registers: &Registers| {
            let gates = vec![demanded(Gate::TakeOut, false), demanded(Gate::Copying, no_copies)];
            let take_out = stand(gates, &on(&[], registers)).remove(0);
            (take_out.verdict.answer, take_out.verdict.explanation.concat())
        };
        let (day, later) = (date!(2026 - 06 - 30), date!(2026 - 07 - 31));
        let revoked = Registers { take_out_until: Some(later), ..Registers::default() };
        let both = Registers { copying_until: Some(day), ..revoked };
        let shut = told(false, &revoked);
        assert!(shut.0 == Finding::NotMet && shut.1.contains("複写・複製の申請を"), "{}", shut.1);
        let open = told(false, &both);
        assert!(open.0 == Finding::Met && open.1.contains("令和8年6月30日まで"), "the shorter: {}", open.1);
        let never = told(true, &both);
        assert!(never.0 == Finding::Undecidable && never.1.contains("複写・複製を禁じているため"));
    }

    #[test]
    fn before_the_signature_and_after_the_end_gates_say_what_is_true() {
        let state =
            |gate| GateState { gate, verdict: Verdict::new(Finding::Met, "開"), clauses: Vec::new() };
        let all = || vec![state(Gate::PeopleVisible), state(Gate::Close)];
        let draft = in_state(all(), ContractState::Draft);
        assert_eq!(draft[1].verdict.answer, Finding::NotMet);
        let closed = in_state(all(), ContractState::Closed);
        assert_eq!((closed.len(), closed[0].verdict.answer), (1, Finding::NotMet));
        assert_eq!(in_state(all(), ContractState::Active), all());
    }
}
