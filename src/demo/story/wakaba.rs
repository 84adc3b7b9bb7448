//! 若葉区: classes of the 目黒 kind. One is half-way through and meets today, one is finished and reported, one begins soon.

use time::Duration;

use super::{
    Contractors, Hashes, People,
    class::{Class, NewClass},
    classday, guidance, job_windows, paper,
    place::{NewCentre, Place},
};
use crate::{
    demo::build::{
        Aftermath, Broken, Build, Contract, Custodian, Damaged, Enrolled, Letter, Looked, Made, Mishap,
        NewContract, Participant, Requested, Seen, SheetState, Submission, moment,
    },
    programmes::meguro,
};

const NARRATIVE: &str = "いす体操を中心に、家で続けられる運動を毎回ひとつ持ち帰っていただきました。反省：測定の日に待ち時間が長くなりました。次の教室では測定の机を2つに増やします。";

pub fn tell(build: &mut Build, contractors: &Contractors, people: &People, hashes: &Hashes) -> Made {
    let here = found(build, hashes)?;
    let set = paper(build, &here.ward)?;
    build.next_version(&here.ward, &set);
    let residents = here.register(build, 92)?;
    let staff = [
        (people.of("genki.manager")?, "管理者", "保健師・健康運動指導士"),
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
    build.draft(&here.ward, meguro());
    let custodians = build.roster_accepted(&running, &here.officer, &staff);
    let earlier = build.roster_accepted(&finished, &here.officer, &staff);
    build.permit_files(&running, &custodians, &here.officer)?;
    build.permit_files(&finished, &earlier, &here.officer)?;
    build.remember(
        &here.officer,
        &here.ward,
        &moment(now - Duration::days(5), 15, 5),
        "roster.accept",
        &Seen::object(running.id).under(&running),
    );

    job_windows::tell(build, &here, &running, people)?;
    half_way(build, &here, &running, &custodians, &residents[..22], people)?;
    soon(build, &running, &custodians, &residents[22..34])?;
    over(build, &here, &finished, &earlier, &residents[34..56])?;
    // The next class's rules haven't come yet; everything before them has.
    build.papers_until(&running, build.day(-14), custodians[0].account, &here.officer)?;
    build.papers_until(&finished, build.today, earlier[0].account, &here.officer)?;
    guidance::tell(build, &here, (&contractors.genki, &set), &staff, &residents[56..])
}

fn found(build: &mut Build, hashes: &Hashes) -> Made<Place> {
    let ward = build.ward(super::CODES[0], "若葉区", "健康福祉部 高齢福祉課")?;
    let north = NewCentre {
        name: "若葉北地域包括支援センター",
        operator: "社会福祉法人 みつば会",
        districts: &["若葉町1丁目", "若葉町2丁目", "桜坂"],
    };
    let south = NewCentre {
        name: "若葉南地域包括支援センター",
        operator: "社会福祉法人 みつば会",
        districts: &["南台1丁目", "南台2丁目", "水車町"],
    };
    Place::found(build, hashes, ward, &[north, south])
}

/// One report the ward has taken over, one from last week that it has not opened, and a lost sheet whose days are running.
fn report_incidents(build: &mut Build, here: &Place, class: &Class, staff: &[Custodian]) -> Made {
    let fall = Mishap {
        kind: "accident",
        what: "いすから立つときに右足がもつれ、左手をついて転んだ。頭は打っていない。",
        done: "手首を冷やし、座って様子を見た。はれがあり、家族に迎えを頼んだ。",
        by: &staff[1],
        opened: Some((&here.officer, true)),
    };
    build.incident(&class.course, &class.course.sessions[1], &class.enrolled[9], &fall)?;
    let illness = Mishap {
        kind: "sudden_illness",
        what: "体操のあと、気分が悪いとのこと。顔色が白く、血圧の上が92。",
        done: "横になってもらい、水分をとった。15分後に回復し、家族と帰宅。",
        by: &staff[0],
        opened: None,
    };
    build.incident(&class.course, &class.course.sessions[6], &class.enrolled[2], &illness)?;
    lose_a_sheet(build, here, class, &staff[0])
}

fn lose_a_sheet(build: &mut Build, here: &Place, class: &Class, by: &Custodian) -> Made {
    let (session, person) = (&class.course.sessions[6], &class.enrolled[5]);
    let loss = Mishap {
        kind: "loss",
        what: "教室のあと、基本チェックリストの用紙が1枚足りないことに気付いた。会場と車の中には見当たらない。",
        done: "会場の管理者に知らせ、当日の従事者全員に確かめている。",
        by,
        opened: Some((&here.officer, true)),
    };
    let incident = build.incident(&class.course, session, person, &loss)?;
    let followed = Aftermath {
        incident,
        changed: "別の参加者が、自分の書類と一緒に持ち帰っていた。用紙は返され、写しは取られていない。",
        instruction: "回収した用紙の枚数を、会場を出る前に2人で数えること。その方法を書面で報告すること。",
        by,
        officer: &here.officer,
    };
    build.aftermath(&class.course, session, person, &followed)
}

/// An inspection twelve days ago, one of whose corrections waits for the second look; a visit to come.
fn oversee(build: &mut Build, here: &Place, contract: &Contract, by: &Custodian) -> Made {
    let looked = Looked {
        on: build.day(-12),
        place: "受託者の事務所",
        summary: "名簿と従事者は一致している。保管の方法を直せば、おおむね良好。",
        wrong: "参加者の書類を入れた棚に鍵がかかっていなかった。",
        done: "鍵のかかる保管庫に移し、鍵の管理者を2人に決めた。",
        also: "受け取った用紙の枚数が、受渡し管理簿に書かれていない日がある。",
        officer: &here.officer,
        by,
    };
    build.inspection(contract, &looked)?;
    build.planned_visit(contract, (build.day(12), "木の実ホール"), &here.officer)?;
    ask(build, here, contract, by)?;
    follow(build, here, contract, by)?;
    let remark = "夜間の操作はない。一度に多くの人を開いた記録は、参加者名簿の作成のため。";
    build.access_review(contract, (build.day(-3), remark), &here.officer)
}

/// What the ward asked: answered, and not yet.
fn ask(build: &mut Build, here: &Place, contract: &Contract, by: &Custodian) -> Made {
    let requested = Requested {
        on: build.day(-5),
        asked: "4月からの個人情報の持出しと、持出し先での保管の状況を報告すること。",
        words: Some("会場へは名簿1枚だけを鍵付きのかばんで持ち出し、その日のうちに事務所へ戻しています。"),
        officer: &here.officer,
        by,
    };
    build.request(contract, &requested)?;
    let open = Requested {
        on: build.day(-1),
        asked: "緊急時の連絡網の、いまの内容を報告すること。",
        words: None,
        officer: &here.officer,
        by,
    };
    build.request(contract, &open)
}

/// What followed a breach: a guidance that stands, a publication to which the contractor may state its case; and a damage, paid
/// in part.
fn follow(build: &mut Build, here: &Place, contract: &Contract, by: &Custodian) -> Made {
    let broken = Broken {
        on: build.day(-10),
        what: "検査の2日後に訪ねたときも、参加者の書類を入れた棚に鍵がかかっていなかった。",
        guidance: "書類の保管を改めるよう、指導する予定です。",
        statement: "鍵付きの保管庫は発注ずみで、届くまでの間、施錠を忘れた日がありました。届いてからは毎日施錠しています。",
        reason: "保管庫が届く前も、施錠できる部屋に移すことはできたため",
        improve: "施錠したことを毎日記録し、2人で確かめること。",
        publication: "指導の事実と受託者の名称を、区のホームページで公表する予定です。",
        officer: &here.officer,
        by,
    };
    build.breach(contract, &broken)?;
    let damaged = Damaged {
        on: build.day(-20),
        what: "教室の片付けのときに、会場の壁の鏡を割った。けが人はいない。",
        claim: "鏡の取替えにかかった費用を請求します。",
        payee: "区（会場の設備）",
        owed: 50_000,
        paid: 30_000,
        officer: &here.officer,
    };
    build.damage(contract, &damaged)
}

/// 18 places, all taken, four people waiting; session 8 is today.
fn half_way(
    build: &mut Build,
    here: &Place,
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
    report_incidents(build, here, &class, staff)?;
    oversee(build, here, contract, &staff[0])?;
    classday::surround(build, here, &class, staff);
    super::custody::tell(build, here, contract, staff)?;
    super::filings::tell(build, here, contract, &class, staff)?;
    super::handovers::tell(build, here, contract, staff)?;
    super::tablets::tell(build, here, contract, &class, staff)?;
    super::council::tell(build, here, (contract, meguro()), staff)?;

    letters(build, here, contract, &staff[0], &class.enrolled)?;
    let manager = who.of("genki.manager")?;
    for enrolled in class.enrolled.iter().take(6) {
        let seen = Seen::object(enrolled.participant.id).under(contract).of(&enrolled.participant);
        build.remember(manager, &here.ward, &moment(build.day(-7), 13, 40), "participant.view", &seen);
    }
    Ok(())
}

/// A sheet in every state, and the centres' looks at the people of those they opened.
fn letters(
    build: &mut Build,
    here: &Place,
    contract: &Contract,
    by: &Custodian,
    enrolled: &[Enrolled],
) -> Made {
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
    for (enrolled, state) in enrolled.iter().zip(sheets) {
        let (_, centre) = here.centre_of(&enrolled.participant)?;
        let text = "教室では体調よく過ごしています。先月より歩く速さが上がりました。家の階段で手すりを使うよう話しています。";
        build.sheet(
            enrolled,
            state,
            &Letter {
                by,
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
    here: &Place,
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
