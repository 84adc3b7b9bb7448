//! 若葉区: classes of the 目黒 kind. One is half-way through and meets today, one is finished and reported, one begins soon.

use time::Duration;

use super::{
    Contractors, Hashes, People, centre_staff,
    class::{Class, NewClass},
    paper, register, ward_staff,
};
use crate::{
    demo::build::{
        Account, Build, Centre, Contract, Custodian, DemoProblem, Letter, Made, NewContract, Participant,
        Seen, SheetState, Submission, Ward, moment,
    },
    programmes::meguro,
};

const NARRATIVE: &str = "いす体操を中心に、家で続けられる運動を毎回ひとつ持ち帰っていただいた。後半は参加者が進行役を交代で務め、終了後に自主グループ「木曜わかば」が生まれた。";

struct Here {
    ward: Ward,
    officer: Account,
    north: Centre,
    south: Centre,
    north_staff: Account,
    south_staff: Account,
}

pub fn tell(build: &mut Build, contractors: &Contractors, people: &People, hashes: &Hashes) -> Made {
    let here = found(build, hashes)?;
    let set = paper(build, &here.ward)?;
    let residents = register(build, &here.ward, &[&here.north, &here.south], &here.officer, 92)?;
    let staff = [
        (people.of("genki.manager")?, "管理者", "健康運動指導士"),
        (people.of("genki.recorder")?, "運動指導", "介護予防運動指導員"),
    ];
    let (last, now) = (build.day(-190), build.day(-60));
    let mut contract = |number, title, starts_on, ends_on, state| {
        build.contract(
            &here.ward,
            &contractors.genki,
            &NewContract {
                number,
                title,
                programme: meguro(),
                starts_on,
                ends_on,
                state,
                clause_set: Some(&set),
            },
        )
    };
    let running = contract(
        "若健契第12号",
        "若葉区シニアのからだ教室（後期）",
        now,
        now + Duration::days(210),
        "active",
    )?;
    let finished = contract(
        "若健契第3号",
        "若葉区シニアのからだ教室（前期）",
        last,
        last + Duration::days(185),
        "closing",
    )?;
    let custodians = build.roster_accepted(&running, &here.officer, &staff);
    let earlier = build.roster_accepted(&finished, &here.officer, &staff);
    build.remember(
        &here.officer,
        &here.ward,
        &moment(now - Duration::days(5), 15, 5),
        "roster.accept",
        &Seen::object(running.id).under(&running),
    );

    half_way(build, &here, &running, &custodians, &residents[..22], people)?;
    soon(build, &running, &custodians, &residents[22..34])?;
    over(build, &here, &finished, &earlier, &residents[34..56])
}

fn found(build: &mut Build, hashes: &Hashes) -> Made<Here> {
    let ward = build.ward(super::CODES[0], "若葉区", "健康福祉部 高齢福祉課")?;
    let north = build.centre(
        &ward,
        "若葉北地域包括支援センター",
        "社会福祉法人 みつば会",
        &["若葉町1丁目", "若葉町2丁目", "桜坂"],
    );
    let south = build.centre(
        &ward,
        "若葉南地域包括支援センター",
        "社会福祉法人 みつば会",
        &["南台1丁目", "南台2丁目", "水車町"],
    );
    let nobody = || DemoProblem::Password("a login is missing".into());
    let officer = ward_staff(build, &ward, hashes).ok_or_else(nobody)?;
    let north_staff = centre_staff(build, &ward, &north, hashes).ok_or_else(nobody)?;
    let south_staff = centre_staff(build, &ward, &south, hashes).ok_or_else(nobody)?;
    Ok(Here { ward, officer, north, south, north_staff, south_staff })
}

/// 18 places, all taken, four people waiting; session 8 is today.
fn half_way(
    build: &mut Build,
    here: &Here,
    contract: &Contract,
    staff: &[Custodian],
    people: &[Participant],
    who: &People,
) -> Made {
    let first_on = build.day(-49);
    let new = NewClass {
        name: "からだ元気コース（木の実ホール）",
        venue: "木の実ホール 2階 多目的室",
        first_on,
        state: "running",
        places: 18,
    };
    let mut class = Class::begin(build, contract, staff, people, &new)?;
    let today = build.today;
    let left = [(16, 4)];
    class.hold_until(build, today, &left)?;
    class.begin_today(build)?;
    class.assess(build, "pre", 2, &left)?;
    // Who left was asked on leaving; two who will be away at the end have answered already.
    class.ask(build, 4, &[16])?;
    class.ask(build, 7, &[2, 9])?;
    let (gone, on) = (class.enrolled[16].clone(), class.course.sessions[3].on);
    build.withdraw(&gone, on, "illness", "ひざの手術を受けることになったため。秋にまた来たいとのこと。")?;

    let sheets = [
        SheetState::Draft,
        SheetState::Sent,
        SheetState::Sent,
        SheetState::Opened,
        SheetState::Answered,
        SheetState::Closed,
        SheetState::Returned,
        SheetState::Sent,
    ];
    for (enrolled, state) in class.enrolled.iter().zip(sheets) {
        let centre =
            if enrolled.participant.centre == here.north.id { &here.north_staff } else { &here.south_staff };
        let text = "教室では体調よく過ごしています。先月より歩く速さが上がりました。家の階段で手すりを使うよう話しています。";
        build.sheet(
            enrolled,
            state,
            &Letter {
                by: &staff[0],
                centre,
                text,
                answer: "ご連絡ありがとうございます。来月の訪問のときに手すりの位置を一緒に確かめます。",
            },
        )?;
        if state != SheetState::Draft && state != SheetState::Sent {
            let seen = Seen::object(enrolled.participant.id).under(contract).of(&enrolled.participant);
            build.remember(centre, &here.ward, &moment(build.day(-5), 9, 10), "participant.view", &seen);
        }
    }
    let manager = who.of("genki.manager")?;
    for enrolled in class.enrolled.iter().take(6) {
        let seen = Seen::object(enrolled.participant.id).under(contract).of(&enrolled.participant);
        build.remember(manager, &here.ward, &moment(build.day(-7), 13, 40), "participant.view", &seen);
    }
    Ok(())
}

/// Begins in two weeks, still has free places.
fn soon(build: &mut Build, contract: &Contract, staff: &[Custodian], people: &[Participant]) -> Made {
    let first_on = build.wednesday(11);
    let new = NewClass {
        name: "はじめての筋力コース（南台会館）",
        venue: "南台会館 大会議室",
        first_on,
        state: "planned",
        places: 12,
    };
    Class::begin(build, contract, staff, people, &new)?;
    Ok(())
}

/// 16 sessions held, two people stopped, everything assessed, the report accepted after one return.
fn over(
    build: &mut Build,
    here: &Here,
    contract: &Contract,
    staff: &[Custodian],
    people: &[Participant],
) -> Made {
    let first_on = build.wednesday(-178);
    let new = NewClass {
        name: "からだ元気コース（若葉区民館）",
        venue: "若葉区民館 体育室",
        first_on,
        state: "finished",
        places: 20,
    };
    let mut class = Class::begin(build, contract, staff, people, &new)?;
    let left = [(11, 6), (17, 9)];
    let end = class.course.sessions.last().map_or(build.today, |s| s.on);
    class.hold_until(build, end + Duration::DAY, &left)?;
    class.assess(build, "pre", 2, &left)?;
    class.assess(build, "post", 15, &left)?;
    let asked: Vec<usize> = (0..class.enrolled.len()).filter(|index| ![5, 11, 17].contains(index)).collect();
    class.ask(build, 16, &asked)?;
    for (index, enrolled) in class.enrolled.clone().iter().enumerate() {
        match index {
            11 => build.withdraw(
                enrolled,
                class.course.sessions[5].on,
                "family",
                "妻の介護のため、日中に家を空けられなくなった。",
            )?,
            17 => build.withdraw(enrolled, class.course.sessions[8].on, "moved", "長男の家に引っ越した。")?,
            _ => build.complete(enrolled, end),
        }
    }
    let submission = Submission {
        state: "resubmitted",
        due_on: end + Duration::weeks(2),
        by: &staff[0],
        officer: &here.officer,
        narrative: NARRATIVE,
    };
    build.course_report(&class.course, &submission)?;
    Ok(())
}
