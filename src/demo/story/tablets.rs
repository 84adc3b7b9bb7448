//! The tablets of a class in a hall without a network: one waits for the ward, one goes along today, one sent what nobody could take,
//! one is wiped.

use super::{class::Class, place::Place};
use crate::demo::build::{Build, Contract, Custodian, Made, Packed};

pub(super) fn tell(
    build: &mut Build,
    here: &Place,
    contract: &Contract,
    class: &Class,
    staff: &[Custodian],
) -> Made {
    let Some(manager) = staff.first() else { return Ok(()) };
    let until = build.day(60).min(contract.ends_on);
    let permitted = Some((&here.officer, until));
    let sessions = &class.course.sessions;
    let people = class.enrolled.len() - 1;
    let (before, now) = (&sessions[6..7], &sessions[7..8]);
    build.tablet(contract, "端末D", manager, None)?;
    let first = build.tablet(contract, "端末A", manager, permitted)?;
    let going = Packed { sessions: now, people, on: build.today, unsent: Some(0), wiped: None };
    build.tablet_pack(contract, first, manager, &going);
    let second = build.tablet(contract, "端末B", manager, permitted)?;
    let over =
        Packed { sessions: before, people, on: before[0].on, unsent: Some(0), wiped: Some("finished") };
    build.tablet_pack(contract, second, manager, &over);
    build.parked(&class.course, &before[0], (second, manager), "見学に来た方。血圧は測っていない")?;
    let third = build.tablet(contract, "端末C", manager, permitted)?;
    build.tablet_pack(contract, third, manager, &over);
    Ok(())
}
