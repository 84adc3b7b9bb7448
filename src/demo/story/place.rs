//! Where a story plays: a ward with its officer and its centres, and the people who live there.

use super::{Hashes, LOGINS, login};
use crate::{
    demo::build::{Account, Build, Centre, DemoProblem, Made, Participant, Seen, Ward, moment},
    kit::permission::Role,
};

pub struct Place {
    pub ward: Ward,
    pub officer: Account,
    pub admin: Account,
    /// Each with the person who answers its sheets.
    centres: Vec<(Centre, Account)>,
}

/// A centre to be founded.
pub struct NewCentre<'a> {
    pub name: &'a str,
    pub operator: &'a str,
    pub districts: &'a [&'a str],
}

impl Place {
    pub fn found(build: &mut Build, hashes: &Hashes, ward: Ward, centres: &[NewCentre]) -> Made<Self> {
        let centres: Vec<Centre> =
            centres.iter().map(|new| build.centre(&ward, new.name, new.operator, new.districts)).collect();
        let (officer, admin) = ward_staff(build, &ward, hashes)?;
        let mut staffed = Vec::new();
        for centre in centres {
            let staff = centre_staff(build, &ward, &centre, hashes)?;
            staffed.push((centre, staff));
        }
        Ok(Self { ward, officer, admin, centres: staffed })
    }

    /// So many people of the ward, registered by its officer, in turn from its centres.
    pub fn register(&self, build: &mut Build, count: usize) -> Made<Vec<Participant>> {
        let mut people = Vec::new();
        for (index, (centre, _)) in self.centres.iter().cycle().take(count).enumerate() {
            let person = build.somebody(&self.ward, centre)?;
            let (hour, minute) =
                (u8::try_from(9 + index / 30).unwrap_or(9), u8::try_from(index * 2 % 60).unwrap_or(0));
            build.remember(
                &self.officer,
                &self.ward,
                &moment(build.day(-150), hour, minute),
                "participant.register",
                &Seen::object(person.id).of(&person),
            );
            people.push(person);
        }
        Ok(people)
    }

    /// One of the centres, in turn.
    pub fn centre(&self, index: usize) -> &Centre {
        &self.centres[index % self.centres.len()].0
    }

    /// The centre a person belongs to, with the one who answers its sheets.
    pub fn centre_of(&self, person: &Participant) -> Made<&(Centre, Account)> {
        let own = self.centres.iter().find(|(centre, _)| centre.id == person.centre);
        own.ok_or_else(|| DemoProblem::Login(format!("a centre of {}", self.ward.name)))
    }
}

/// The ward's own accounts; gives the officer's.
fn ward_staff(build: &mut Build, ward: &Ward, hashes: &Hashes) -> Made<(Account, Account)> {
    let (mut officer, mut admin) = (None, None);
    for entry in LOGINS.iter().filter(|l| l.role.is_ward() && l.ward == ward.name) {
        let account = build.ward_account(ward, entry.role, login(entry, hashes));
        if entry.role == Role::WardOfficer {
            officer = Some(account);
        } else if entry.role == Role::WardAdmin {
            admin = Some(account);
        }
    }
    officer
        .zip(admin)
        .ok_or_else(|| DemoProblem::Login(format!("the officer and the administrator of {}", ward.name)))
}

/// The centre's accounts; gives the one who answers sheets.
fn centre_staff(build: &mut Build, ward: &Ward, centre: &Centre, hashes: &Hashes) -> Made<Account> {
    let of_ward = LOGINS.iter().filter(|l| l.role.is_centre() && l.ward == ward.name);
    let mut staff = None;
    for entry in of_ward.filter(|l| l.belongs == centre.name) {
        staff = Some(build.centre_account(ward, centre, entry.role, login(entry, hashes)));
    }
    staff.ok_or_else(|| DemoProblem::Login(centre.name.clone()))
}
