//! 若葉区の保健指導: 36 people selected from invented check-up data, half-way through their six months. Everything follows from
//! the order of the people, so the other stories stay as they are.

use time::{Date, Duration};

use super::place::Place;
use crate::{
    demo::{
        build::{
            Account, Build, ClauseSet, Contacted, Contract, Contractor, Custodian, Enrolled, Inquired, Made,
            NewContract, Participant, Selected,
        },
        dice::Dice,
    },
    guidance::{
        readings::Readings,
        words::{ContactWords, TargetWords},
    },
    programmes::{definition::Guidance, presets},
    vocab::decimal::Decimal,
};

/// Ids and values of this story alone.
const SEED: u64 = 0x5348_494e;
/// Who takes part: the first of the list.
const JOINED: usize = 20;

pub fn tell(
    build: &mut Build,
    here: &Place,
    (contractor, set): (&Contractor, &ClauseSet),
    staff: &[(&Account, &'static str, &'static str)],
    people: &[Participant],
) -> Made {
    let Some(guidance) = &presets::guidance().guidance else { return Ok(()) };
    let kept = std::mem::replace(&mut build.dice, Dice::new(SEED));
    let starts_on = build.day(-135);
    let new = NewContract {
        number: "若健契第20号",
        title: "若葉区糖尿病性腎症等重症化予防",
        programme: presets::guidance(),
        starts_on,
        ends_on: starts_on + Duration::days(364),
        state: "active",
        clause_set: Some(set),
    };
    let contract = build.contract(&here.ward, contractor, &new)?;
    let custodians = build.roster_accepted(&contract, &here.officer, staff);
    build.permit_files(&contract, &custodians, &here.officer)?;
    for (at, person) in people.iter().enumerate() {
        let who = Somebody { at, person, guidance, contract: &contract, officer: &here.officer };
        who.tell(build, starts_on + Duration::days(4), &custodians)?;
    }
    inquiries(build, &contract, people, &custodians)?;
    build.papers_until(&contract, build.day(-14), custodians[0].account, &here.officer)?;
    build.dice = kept;
    Ok(())
}

/// One of the people, by the place in the list.
struct Somebody<'a> {
    at: usize,
    person: &'a Participant,
    guidance: &'static Guidance,
    contract: &'a Contract,
    officer: &'a Account,
}

impl Somebody<'_> {
    fn tell(&self, build: &mut Build, selected_on: Date, staff: &[Custodian]) -> Made {
        let readings = checkup(&mut build.dice, self.at);
        let verdict = self.guidance.select(&readings);
        let by_hand = verdict.answer != crate::verdict::Finding::Met;
        let words = TargetWords {
            email: if self.at % 4 == 1 { format!("wakaba{}@example.jp", self.at) } else { String::new() },
            diagnosis: "2型糖尿病".into(),
            treatment: ["内服治療中", "インスリン注射と内服", "食事療法と内服"][self.at % 3].into(),
            working: verdict.explanation,
            reason: if by_hand {
                "かかりつけ医から参加の希望があったため。".into()
            } else {
                String::new()
            },
        };
        let selected = Selected {
            on: selected_on,
            by: self.officer,
            finding: verdict.answer.code(),
            by_hand,
            words: &words,
            checkup_on: selected_on - Duration::days(50),
            readings: &readings,
        };
        let enrolled = build.target(self.contract, self.person, &selected)?;
        let by = &staff[self.at % staff.len()];
        let first_call = selected_on + Duration::days(3 + i64::try_from(self.at % 6).unwrap_or(0));
        self.call(build, &enrolled, first_call, by)?;
        if self.at < JOINED {
            self.guide(build, &enrolled, (first_call, &readings), by)?;
        }
        Ok(())
    }

    /// Some are reached at the second attempt, some not at all, three were not called yet.
    fn call(&self, build: &mut Build, enrolled: &Enrolled, on: Date, by: &Custodian) -> Made {
        let later = on + Duration::days(5);
        if self.at % 5 == 2 && self.at < 33 {
            build.guidance_call(enrolled, (on - Duration::days(2), 10), ("absent", ""), by)?;
        }
        match self.at {
            0..JOINED => {
                let note = "説明を聞いて、参加したいとのこと。平日の午後がよい。";
                build.guidance_call(enrolled, (on, 14), ("joined", note), by)?;
                build.guidance_start(enrolled, on + Duration::days(4));
            }
            20..24 => {
                build.guidance_call(
                    enrolled,
                    (on, 15),
                    ("considering", "家族と相談してから返事をするとのこと。"),
                    by,
                )?;
            }
            24..27 => {
                build.guidance_call(enrolled, (on, 11), ("absent", ""), by)?;
                build.guidance_call(enrolled, (later, 18), ("absent", "留守番電話に残した。"), by)?;
            }
            27 => {
                build.guidance_call(enrolled, (on, 13), ("unreachable", "電話番号が使われていない。"), by)?
            }
            28..33 => {
                let reason = ["illness", "other_activity", "family", "moved", "hospital"][self.at % 5];
                let note = "今は参加できないとのこと。";
                build.guidance_call(enrolled, (on, 16), ("declined", note), by)?;
                build.withdraw(enrolled, on, reason, note)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Three months and a little: some contacts late, two people stopped.
    fn guide(
        &self,
        build: &mut Build,
        enrolled: &Enrolled,
        (called_on, readings): (Date, &Readings),
        by: &Custodian,
    ) -> Made {
        let started_on = called_on + Duration::days(4);
        let stopped = (self.at >= 18).then(|| started_on + Duration::days(50));
        let end = stopped.unwrap_or(build.today);
        for (nth, planned) in self.guidance.plan(started_on).into_iter().enumerate() {
            let on = planned.from + Duration::days(i64::try_from(2 + (self.at * 3 + nth) % 20).unwrap_or(2));
            let is_left_out = (nth == 2 && self.at.is_multiple_of(5)) || (nth == 1 && self.at % 7 == 3);
            if on > end || is_left_out {
                continue;
            }
            let means = &self.guidance.contacts[nth].means;
            let means = means[self.at % means.len()];
            let words = said(nth);
            build.guidance_contact(
                enrolled,
                &Contacted {
                    planned: &planned.code,
                    on,
                    means: means.code(),
                    minutes: if means.code() == "letter" { 0 } else { self.guidance.contacts[nth].minutes },
                    words: &words,
                    by,
                },
            )?;
        }
        if self.at.is_multiple_of(3) {
            let doctor = ["中央内科クリニック　田村医師", "若葉病院　内科　白石医師"][self.at % 2];
            let text = "塩分は1日6g未満を目安に。たんぱく質の制限は今は不要。低血糖に注意する。";
            build.guidance_instruction(enrolled, started_on + Duration::days(1), (doctor, text), by)?;
        }
        for (nth, days) in [45_i64, 90].into_iter().enumerate() {
            let on = started_on + Duration::days(days);
            if on <= end {
                build.guidance_result(enrolled, (on, "clinic"), &later(readings, self.at, nth), by.account);
            }
        }
        if let Some(on) = stopped {
            build.withdraw(enrolled, on, "hospital", "検査のため入院することになった。")?;
        }
        Ok(())
    }
}

/// Values over the limits; three of the people want a kidney value and are taken in by hand.
fn checkup(dice: &mut Dice, at: usize) -> Readings {
    let mut readings = Readings::new();
    let mut put = |code: &str, low: i64, high: i64, step: i64| {
        let number = dice.between(low, high) * step;
        readings.insert(code.to_owned(), Decimal(number));
    };
    put("height", 1_450, 1_720, 10);
    put("bmi", 205, 310, 10);
    put("waist", 760, 1_020, 10);
    put("systolic", 118, 168, 100);
    put("diastolic", 66, 98, 100);
    put("triglycerides", 80, 260, 100);
    put("hdl", 38, 80, 100);
    put("ldl", 84, 168, 100);
    put("ast", 15, 48, 100);
    put("alt", 12, 60, 100);
    put("ggt", 14, 120, 100);
    put("hba1c", 66, 88, 10);
    put("fasting_glucose", 118, 190, 100);
    put("urine_sugar", 0, 4, 100);
    put("haemoglobin", 112, 152, 10);
    put("smoking", 0, 1, 100);
    put("creatinine", 78, 168, 1);
    if at % 12 == 7 {
        put("egfr", 610, 680, 10);
    } else {
        put("egfr", 320, 589, 10);
        put("urine_protein", 0, 4, 100);
    }
    readings.extend(weight(&readings).map(|weight| ("weight".to_owned(), weight)));
    readings
}

/// The weight in kg, to one decimal, that a height and a BMI come to.
fn weight(body: &Readings) -> Option<Decimal> {
    let (height, bmi) = (body.get("height")?.0, body.get("bmi")?.0);
    Some(Decimal(height * height / 1_000 * bmi / 1_000_000 * 10))
}

/// What the doctor measured later: most a little better, some a little worse.
fn later(first: &Readings, at: usize, nth: usize) -> Readings {
    let by = i64::try_from(nth + 1).unwrap_or(1);
    let way = if at % 4 == 3 { -1 } else { 1 };
    let moved = [
        ("hba1c", -20 * way * by),
        ("egfr", 40 * way * by),
        ("systolic", -300 * by),
        ("ldl", -400 * way),
        ("weight", -50 * by),
    ];
    let value = |(code, by): (&str, i64)| Some((code.to_owned(), Decimal((first.get(code)?.0 + by).max(0))));
    moved.into_iter().filter_map(value).collect()
}

fn said(nth: usize) -> ContactWords {
    let [content, goals, next] = [
        [
            "検査の結果を一緒に見て、腎臓の働きと血糖のつながりを話した。食事と薬の様子を聞いた。",
            "夕食を21時までに食べる。みそ汁は1日1杯にする。",
            "食べたものを1週間書く。",
        ],
        ["食事の記録を読み、塩分の多いものを一緒に探した。", "めん類の汁を残す。", "血圧を朝晩測る。"],
        ["血圧の手帳を見た。散歩が週3回になった。", "散歩を続ける。", "次の受診の結果を知らせてもらう。"],
        [
            "検査値の変わり方を見て、続けられていることを確かめた。",
            "間食を1日1回にする。",
            "かかりつけ医に手帳を見せる。",
        ],
    ][nth.min(3)];
    ContactWords { content: content.into(), goals: goals.into(), next: next.into() }
}

/// One complaint that the ward was told of, one question still open.
fn inquiries(build: &mut Build, contract: &Contract, people: &[Participant], staff: &[Custodian]) -> Made {
    let day = |days: i64| build.today + Duration::days(days);
    let (received, answered, asked) = (day(-60), day(-59), day(-1));
    let complaint = Inquired {
        kind: "complaint",
        on: received,
        summary: "夕食の時間に電話がかかってきて困るとのこと。",
        escalated: true,
        response: Some(("おわびし、電話は平日の14時から16時までにすると約束した。", answered)),
        by: &staff[0],
    };
    build.guidance_inquiry(contract, people.get(24), &complaint)?;
    let question = Inquired {
        kind: "question",
        on: asked,
        summary: "Webの面談に使う機器は区から借りられるかとのこと。",
        escalated: false,
        response: None,
        by: &staff[0],
    };
    build.guidance_inquiry(contract, people.get(21), &question)?;
    Ok(())
}
