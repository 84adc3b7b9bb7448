//! 港浜町: a small town. A class that begins next week, a 従事者名簿 sent back with a reason, a contract still in draft.

use time::Duration;

use super::{
    Contractors, Hashes, People,
    class::{Class, NewClass},
    paper,
    place::{NewCentre, Place},
};
use crate::{
    demo::build::{Build, Made, NewContract, Referred},
    programmes::{meguro, shinjuku},
};

pub fn tell(build: &mut Build, contractors: &Contractors, people: &People, hashes: &Hashes) -> Made {
    let ward = build.ward(super::CODES[2], "港浜町", "福祉課 介護予防係")?;
    let centre = NewCentre {
        name: "港浜地域包括支援センター",
        operator: "港浜町",
        districts: &["浜通り", "灯台下", "松林"],
    };
    let here = Place::found(build, hashes, ward, &[centre])?;
    let set = paper(build, &here.ward)?;
    let residents = here.register(build, 38)?;
    let starts_on = build.day(-12);
    let mut contract = |number, title, programme, state| {
        build.contract(
            &here.ward,
            &contractors.minato,
            &NewContract {
                number,
                title,
                programme,
                starts_on,
                ends_on: starts_on + Duration::days(200),
                state,
                clause_set: Some(&set),
            },
        )
    };
    let class = contract("港福第7号", "港浜町 浜の体操教室", meguro(), "signed")?;
    let draft = contract("港福第8号", "港浜町 短期集中サービス（案）", shinjuku(), "draft")?;
    super::council::tell_of_draft(build, &here, (&draft, shinjuku()))?;
    let staff = [
        (people.of("minatoken.manager")?, "管理者", "保健師"),
        (people.of("minatoken.recorder")?, "運動指導", "健康運動指導士"),
    ];
    build.roster_pending(
        &class,
        1,
        Some((
            &here.officer,
            "運動指導の方の資格の写しが付いていません。写しを付けて、もう一度出してください。",
        )),
        &staff,
    );

    let first_on = build.wednesday(5);
    let new = NewClass {
        name: "浜の体操教室",
        venue: "港浜町保健センター",
        first_on,
        state: "planned",
        places: 10,
    };
    Class::begin(build, &class, &[], &residents[..13], &new)?;
    for person in &residents[13..16] {
        build.referral(
            &class,
            person,
            &Referred {
                from: None,
                by: &here.officer,
                state: "proposed",
                why: "健診の結果、足腰の力が落ちていた。教室への参加を勧めた。",
            },
        )?;
    }
    Ok(())
}
