//! 青葉台市: an individual service of the 新宿 kind, and a class whose new 従事者名簿 waits for the city.

use time::{Date, Duration};

use super::{
    Contractors, Hashes, People,
    class::{Class, NewClass},
    paper,
    place::{NewCentre, Place},
};
use crate::{
    assessments::{Answers, Reading, measures, physical::MeasureRecord},
    demo::build::{
        Account, Build, Contract, Custodian, DemoProblem, Enrolled, Letter, Made, NewContract, Participant,
        Referred, SheetState, Submission, Taken,
    },
    programmes::{meguro, shinjuku},
    services::records::Kind,
};

pub fn tell(build: &mut Build, contractors: &Contractors, people: &People, hashes: &Hashes) -> Made<Place> {
    let here = found(build, hashes)?;
    let set = paper(build, &here.ward)?;
    let residents = here.register(build, 70)?;
    let starts_on = build.day(-110);
    let mut contract = |contractor, number, title, programme, state| {
        build.contract(
            &here.ward,
            contractor,
            &NewContract {
                number,
                title,
                programme,
                starts_on,
                ends_on: starts_on + Duration::days(300),
                state,
                clause_set: Some(&set),
            },
        )
    };
    let service =
        contract(&contractors.aobakai, "青高契第21号", "通所型短期集中サービス", shinjuku(), "active")?;
    let class = contract(&contractors.genki, "青高契第22号", "青葉台いきいき教室", meguro(), "active")?;
    let therapists = [
        (people.of("aobakai.manager")?, "管理者", "理学療法士"),
        (people.of("aobakai.recorder")?, "機能訓練", "作業療法士"),
    ];
    let staff = build.roster_accepted(&service, &here.officer, &therapists);
    build.permit_files(&service, &staff, &here.officer)?;
    individually(build, &here, &service, &staff, &residents[..24])?;

    let instructors = [
        (people.of("genki.manager")?, "管理者", "健康運動指導士"),
        (people.of("genki.recorder")?, "運動指導", "介護予防運動指導員"),
    ];
    let custodians = build.roster_accepted(&class, &here.officer, &instructors);
    build.permit_files(&class, &custodians, &here.officer)?;
    build.roster_pending(
        &class,
        2,
        None,
        &[instructors[0], instructors[1], (people.of("genki.newcomer")?, "看護", "看護師")],
    );
    let first_on = build.wednesday(-22);
    let new = NewClass {
        name: "青葉台いきいき教室 第2期",
        venue: "青葉台公民館 和室",
        first_on,
        state: "running",
        places: 14,
    };
    let mut running = Class::begin(build, &class, &custodians, &residents[24..40], &new)?;
    let today = build.today;
    running.hold_until(build, today, &[])?;
    running.assess(build, "pre", 2, &[])?;
    build.papers_until(&service, build.day(-14), staff[0].account, &here.officer)?;
    build.papers_until(&class, build.day(-14), custodians[0].account, &here.officer)?;
    Ok(here)
}

fn found(build: &mut Build, hashes: &Hashes) -> Made<Place> {
    let ward = build.ward(super::CODES[1], "青葉台市", "福祉部 地域包括ケア推進課")?;
    let east = NewCentre {
        name: "青葉台東地域包括支援センター",
        operator: "青葉台市社会福祉協議会",
        districts: &["東が丘", "鶴見坂", "天神"],
    };
    let west = NewCentre {
        name: "青葉台西地域包括支援センター",
        operator: "医療法人 西山会",
        districts: &["西が丘", "泉町", "藤塚"],
    };
    Place::found(build, hashes, ward, &[east, west])
}

/// People at every step of the service, from a referral nobody has answered to a finished one.
fn individually(
    build: &mut Build,
    here: &Place,
    contract: &Contract,
    staff: &[Custodian],
    people: &[Participant],
) -> Made {
    for (index, person) in people.iter().enumerate() {
        let (centre, by) = here.centre_of(person)?;
        let state = match index {
            0..=2 => "proposed",
            3 => "declined",
            _ => "accepted",
        };
        let why = "この3か月で外出が減り、階段がつらいとの訴え。短い期間に集中した訓練で、買い物に一人で行けるようになりたい。";
        build.referral(contract, person, &Referred { from: Some(centre), by, state, why })?;
        if index < 4 {
            continue;
        }
        let began = build.day(-112 + i64::try_from(index).unwrap_or_default() * 4);
        let enrolled = build.enrol_in_service(contract, person, began)?;
        steps(build, &enrolled, staff, began, index)?;
        if index.is_multiple_of(5) {
            let state = if index.is_multiple_of(2) { SheetState::Sent } else { SheetState::Answered };
            half_time_letter(build, &enrolled, state, &staff[0], by)?;
        }
    }
    reports(build, here, contract, staff)
}

fn half_time_letter(
    build: &mut Build,
    enrolled: &Enrolled,
    state: SheetState,
    by: &Custodian,
    centre: &Account,
) -> Made {
    let text = "3か月の計画の半ばです。屋外を20分続けて歩けるようになりました。買い物の練習に移ります。";
    let answer = "承知しました。買い物支援の利用も合わせて考えます。";
    build.sheet(enrolled, state, &Letter { by, centre, text, answer })?;
    Ok(())
}

/// When somebody is measured: the days after the beginning, and by how many tenths of a second that is faster than the
/// first time. The monthly ones are 31 days apart, so that no calendar month ever holds both.
const MEASURED: [(&str, i64, i64); 4] =
    [("pre", 3, 0), ("monthly", 38, 7), ("monthly", 69, 15), ("post", 94, 24)];

/// The eight steps, as far as the time since `began` has let them come.
fn steps(build: &mut Build, enrolled: &Enrolled, staff: &[Custodian], began: Date, index: usize) -> Made {
    let today = build.today;
    // One person was taken to hospital a week ago.
    let until = if index == 9 { today - Duration::days(7) } else { today };
    for (step, after, text) in planned(index.is_multiple_of(2)) {
        let on = began + Duration::days(after);
        if on <= until {
            build.service_record(enrolled, step, on, &staff[usize::from(step == Kind::ServiceDay)], text)?;
        }
    }
    for (timing, after, gain) in MEASURED {
        let on = began + Duration::days(after);
        if on <= until {
            let first = 128 + i64::try_from(index % 5).unwrap_or_default() * 6;
            let taken = Taken { timing, on, by: &staff[0], comment: None };
            build.assessment(enrolled, &walked(first - gain)?, &taken)?;
        }
    }
    if began + Duration::days(94) <= today {
        build.complete(enrolled, began + Duration::days(94));
    } else if index == 9 {
        build.withdraw(
            enrolled,
            today - Duration::days(6),
            "hospital",
            "入院のため。退院後にあらためて相談する。",
        )?;
    }
    Ok(())
}

/// What is done in such a service: the record, the days after its beginning, the words. Some come twice a week.
fn planned(twice_a_week: bool) -> Vec<(Kind, i64, &'static str)> {
    let mut plan: Vec<_> = vec![
        (
            Kind::HomeVisit,
            3,
            "玄関の段差15cm、浴室に手すりなし。本人の目標は、坂の上の店まで一人で買い物に行くこと。",
        ),
        (
            Kind::Plan,
            8,
            "週2回、12週。下肢の筋力と屋外歩行。目標は連続歩行20分。本人と家族に説明し、同意をいただいた。",
        ),
        (Kind::Monitoring, 38, "連続歩行12分。痛みの訴えなし。回数を増やす。"),
        (Kind::Monitoring, 68, "連続歩行18分。坂道の練習を始めた。"),
        (Kind::FinalVisit, 94, "買い物に一人で行けた。自宅での体操の表を渡し、地域の体操の会を紹介した。"),
    ];
    let days: &[i64] = if twice_a_week { &[12, 15] } else { &[13] };
    for week in 0..11 {
        plan.extend(
            days.iter().map(|day| {
                (Kind::ServiceDay, day + week * 7, "下肢の筋力づくり、屋外歩行。体調は変わりなし。")
            }),
        );
    }
    plan
}

/// 3m歩いて戻る, in tenths of a second.
fn walked(tenths: i64) -> Made<Answers> {
    let measure = measures::find("tug")
        .ok_or_else(|| DemoProblem::Password("a measure is missing from the catalogue".into()))?;
    let trials = [Some(Reading::tenths(tenths + 4)), Some(Reading::tenths(tenths))];
    let protocol = measure.protocols.first().map_or("", |protocol| protocol.id);
    Ok(Answers::Measured(MeasureRecord::performed(measure, protocol, &trials[..measure.trials.len().min(2)])))
}

/// Last month's report waits for the city, the one before was accepted.
fn reports(build: &mut Build, here: &Place, contract: &Contract, staff: &[Custodian]) -> Made {
    let this_month = build.today.replace_day(1).unwrap_or(build.today);
    let mut month = this_month;
    for state in ["submitted", "resubmitted"] {
        let due_on = month.replace_day(10).unwrap_or(month);
        month = (month - Duration::DAY).replace_day(1).unwrap_or(month);
        let narrative =
            "送迎の車を1台増やし、待ち時間が短くなりました。来月から坂道の練習の日を週2回にします。";
        build.monthly_report(
            contract,
            month,
            &Submission { state, due_on, by: &staff[0], officer: &here.officer, narrative },
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn whatever_day_a_service_begins_no_month_has_two_monthly_measurements() {
        let after =
            |at: usize| Duration::days(MEASURED.iter().filter(|one| one.0 == "monthly").nth(at).unwrap().1);
        for day in 0..4 * 365 {
            let began = date!(2024 - 01 - 01) + Duration::days(day);
            let months = [began + after(0), began + after(1)].map(|on| (on.year(), on.month()));
            assert_ne!(months[0], months[1], "begun on {began}");
        }
    }
}
