//! 検査の資料: gathered from the live records for the time since the last such inspection, a year at most.

use time::{Date, Duration};

use super::db::{
    self,
    kit::{Acted, Custodian, Owing},
};
use crate::{
    handovers,
    kit::{db::Reads, error::Result, parts::Row},
    vocab::{
        dates::{jst_midnight, wareki},
        ids::ContractId,
    },
};

/// A person who looks at so many people with one act is worth a question.
const MANY: i64 = 50;
/// The longest time the kit looks back, in days.
const BACK: i64 = 365;

pub struct Kit {
    pub from: Date,
    pub to: Date,
    pub custodians: Vec<Custodian>,
    pub acted: Vec<Acted>,
    pub owing: Owing,
    /// 受渡し管理簿: things that are neither given back nor erased.
    pub held: i64,
    /// Of a visit that is over: what stands today is no more what stood at the visit, and is left out.
    pub is_past: bool,
}

impl Kit {
    /// `last`: the day of the last inspection of this kind; `until`: the day of the visit, or today before it.
    pub async fn gather(
        db: &mut Reads,
        contract: ContractId,
        last: Option<Date>,
        (until, today): (Date, Date),
    ) -> Result<Self> {
        let year = until.checked_sub(Duration::days(BACK)).unwrap_or(Date::MIN);
        let from = last.filter(|on| *on > year && *on < until).unwrap_or(year);
        let (start, end) = (jst_midnight(from), jst_midnight(until) + Duration::DAY);
        Ok(Self {
            from,
            to: until,
            custodians: db::kit::custodians(db, contract, until).await?,
            acted: db::kit::acted(db, contract, (start, end)).await?,
            owing: db::kit::owing(db, contract, (start, end, until)).await?,
            held: handovers::left(db, contract).await?,
            is_past: until < today,
        })
    }

    /// What the kit of a visit that is over leaves out, in a sentence; empty before it.
    pub fn left_out(&self) -> &'static str {
        if self.is_past {
            "終わった検査の資料です。義務・提出物・是正・手元の物の数は、検査の後に変わるので載せていません。"
        } else {
            ""
        }
    }

    pub fn period(&self) -> String {
        format!("{}〜{}", wareki(self.from), wareki(self.to))
    }

    /// What is worth a question at the visit, in sentences; empty: nothing stands out.
    pub fn questions(&self) -> Vec<String> {
        let mut asked = Vec::new();
        for one in &self.custodians {
            if one.account_state == "disabled" && !self.is_past {
                asked.push(format!("{}さんは名簿に載っていますが、アカウントが停止されています。", one.name));
            }
            if one.valid_to.is_some_and(|until| until < self.to) {
                asked.push(format!("{}さんの従事の期間が終わっています。", one.name));
            }
            if one.trained_on.is_none() {
                asked.push(format!("{}さんの研修・教育の記録がありません。", one.name));
            }
        }
        for one in &self.acted {
            let name = one.name.as_deref().unwrap_or("名前の分からない人");
            if !one.designated {
                asked.push(format!("{name}さんは承認ずみの名簿に載っていませんが、操作の記録があります。"));
            }
            if one.most_people >= MANY {
                asked.push(format!("{name}さんは、一度に{}人の情報を開いています。", one.most_people));
            }
            if one.denied > 0 {
                asked.push(format!("{name}さんの操作が、{}回拒否されています。", one.denied));
            }
        }
        if self.held > 0 && !self.is_past {
            asked.push(format!(
                "受渡し管理簿に、返還も消去も済んでいない物が{}件あります。置き場所と数を見てください。",
                self.held
            ));
        }
        asked
    }

    pub fn figures(&self) -> Vec<Row> {
        let owing = &self.owing;
        let row = |label: &str, n: i64, unit: &str| Row::new(label, format!("{n}{unit}"));
        let mut rows = Vec::new();
        if !self.is_past {
            rows.extend([
                row("期限を過ぎた義務", owing.overdue, "件"),
                row("まだ済んでいない義務", owing.open, "件"),
                row("決定を待つ提出物", owing.undecided, "件"),
                row("差し戻されたままの提出物", owing.returned, "件"),
                row("前の検査から残る是正", owing.uncorrected, "件"),
                row("受託者の手元に残るもの", self.held, "件"),
            ]);
        }
        rows.extend([
            row("事故・急変（期間内）", owing.incidents, "件"),
            row("苦情・意見（期間内）", owing.complaints, "件"),
            row("有効な許可（期間内）", owing.permits, "件"),
            row("受渡し管理簿の記録（期間内）", owing.handovers, "件"),
            row("時間外・休日の操作（期間内）", self.acted.iter().map(|one| one.off_hours).sum(), "回"),
            row("印刷・書出し（期間内）", self.acted.iter().map(|one| one.handed_out).sum(), "回"),
        ]);
        rows
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn quiet() -> Kit {
        let custodian = Custodian {
            name: "大島".into(),
            custody: "custodian".into(),
            job: "運動指導".into(),
            valid_to: None,
            account_state: "active".into(),
            trained_on: Some(date!(2026 - 05 - 01)),
        };
        let acted = Acted {
            name: Some("大島".into()),
            events: 12,
            off_hours: 1,
            most_people: 20,
            handed_out: 2,
            denied: 0,
            designated: true,
        };
        let owing = Owing {
            overdue: 0,
            open: 3,
            undecided: 0,
            returned: 0,
            incidents: 0,
            complaints: 0,
            permits: 0,
            handovers: 0,
            uncorrected: 0,
        };
        let (from, to) = (date!(2026 - 04 - 01), date!(2026 - 11 - 20));
        Kit { from, to, custodians: vec![custodian], acted: vec![acted], owing, held: 0, is_past: false }
    }

    #[test]
    fn nothing_stands_out_where_all_is_in_order() {
        let kit = quiet();
        assert!(kit.questions().is_empty());
        assert!(kit.figures().iter().any(|row| row.label.contains("時間外") && row.value == "1回"));
    }

    #[test]
    fn what_stands_out_becomes_a_question() {
        let mut kit = quiet();
        kit.custodians[0].account_state = "disabled".into();
        kit.custodians[0].valid_to = Some(date!(2026 - 11 - 19));
        kit.custodians[0].trained_on = None;
        kit.acted[0].designated = false;
        kit.acted[0].most_people = MANY;
        kit.acted[0].denied = 2;
        kit.held = 3;
        assert_eq!(kit.questions().len(), 7);
        let of_today = kit.figures().len();
        kit.is_past = true;
        assert_eq!(kit.questions().len(), 5, "what stands today isn't asked about a visit that is over");
        assert_eq!(of_today - kit.figures().len(), 6);
    }
}
