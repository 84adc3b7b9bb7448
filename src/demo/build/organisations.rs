//! Wards, departments, centres with districts, contractors, accounts.

use serde_json::json;
use uuid::Uuid;

use super::{Build, Made, iso};
use crate::{kit::permission::Role, sealing::Unit};

/// A ward that was made.
#[derive(Clone, Debug)]
pub struct Ward {
    pub id: Uuid,
    pub name: String,
    pub department: Uuid,
}

/// A centre with its districts: id and name.
#[derive(Clone, Debug)]
pub struct Centre {
    pub id: Uuid,
    pub name: String,
    pub districts: Vec<(Uuid, String)>,
}

#[derive(Clone, Debug)]
pub struct Contractor {
    pub id: Uuid,
    pub name: String,
}

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: Uuid,
    pub role: Role,
    pub login_name: String,
    pub organisation: String,
}

/// Who an account is for. `hash` is an argon2id hash; `None`: the code has not been used yet.
#[derive(Clone, Copy, Debug)]
pub struct Login<'a> {
    pub login_name: &'a str,
    pub name: &'a str,
    pub hash: Option<&'a str>,
}

/// Where an account belongs.
enum Belongs<'a> {
    Ward(&'a Ward),
    Centre(&'a Ward, &'a Centre),
    Contractor(&'a Contractor),
}

impl Build<'_> {
    /// A ward with its key and one department; its soft limits for vitals are switched on.
    pub fn ward(&mut self, code: &str, name: &str, department: &str) -> Made<Ward> {
        let (id, department_id) = (self.id(), self.id());
        self.make_key(Unit::Ward(id))?;
        let limits = json!({ "systolic_from": 180, "diastolic_from": 110, "systolic_below": 90, "pulse_below": 50, "pulse_from": 110, "systolic_change": 40, "systolic_rise": 40, "diastolic_rise": 20 });
        self.rows.add("ward", json!({ "ward_id": id, "code": code, "name": name, "telephone": "03-0000-1100", "vital_limits": limits, "last_participant_number": 0 }));
        self.rows.add("department", json!({ "ward_id": id, "id": department_id, "name": department }));
        let (day, closed_id) = (iso(self.day(-150)), self.id());
        self.rows.add("closed_day", json!({ "ward_id": id, "id": closed_id, "kind": "closed", "from_on": day, "to_on": day, "reason": "庁舎の設備点検" }));
        Ok(Ward { id, name: name.to_owned(), department: department_id })
    }

    pub fn centre(&mut self, ward: &Ward, name: &str, operator: &str, districts: &[&str]) -> Centre {
        let id = self.id();
        self.rows.add("centre", json!({ "ward_id": ward.id, "id": id, "name": name, "telephone": "03-0000-2200", "operator": operator }));
        let districts = districts.iter().map(|district| {
            let district_id = self.id();
            self.rows.add(
                "district",
                json!({ "ward_id": ward.id, "id": district_id, "name": district, "centre_id": id }),
            );
            (district_id, (*district).to_owned())
        });
        Centre { id, name: name.to_owned(), districts: districts.collect() }
    }

    /// `corporate_number`: 13 digits; the demo's are invented and have a right check digit.
    pub fn contractor(&mut self, corporate_number: &str, name: &str, address: &str) -> Contractor {
        let id = self.id();
        self.rows.add("contractor", json!({ "id": id, "corporate_number": corporate_number, "name": name, "address": address, "telephone": "03-0000-3300" }));
        Contractor { id, name: name.to_owned() }
    }

    pub fn ward_account(&mut self, ward: &Ward, role: Role, login: Login) -> Account {
        self.account(&Belongs::Ward(ward), role, login)
    }

    pub fn centre_account(&mut self, ward: &Ward, centre: &Centre, role: Role, login: Login) -> Account {
        self.account(&Belongs::Centre(ward, centre), role, login)
    }

    pub fn contractor_account(&mut self, contractor: &Contractor, role: Role, login: Login) -> Account {
        self.account(&Belongs::Contractor(contractor), role, login)
    }

    fn account(&mut self, belongs: &Belongs, role: Role, login: Login) -> Account {
        let id = self.id();
        let (kind, plain_role) = columns(role);
        let (ward, centre, contractor, organisation) = match belongs {
            Belongs::Ward(ward) => (Some(ward.id), None, None, &ward.name),
            Belongs::Centre(ward, centre) => (Some(ward.id), Some(centre.id), None, &centre.name),
            Belongs::Contractor(contractor) => (None, None, Some(contractor.id), &contractor.name),
        };
        self.rows.add("account", json!({
            "id": id, "kind": kind, "role": plain_role, "login_name": login.login_name, "name": login.name, "ward_id": ward, "centre_id": centre,
            "contractor_id": contractor, "password_hash": login.hash, "must_change": false, "state": "active", "second_factor": "none", "version": 1
        }));
        Account { id, role, login_name: login.login_name.to_owned(), organisation: organisation.clone() }
    }
}

/// The `kind` and `role` columns of an account: the way back from [`Role::of`].
pub fn columns(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::WardAdmin => ("ward", "admin"),
        Role::WardOfficer => ("ward", "officer"),
        Role::WardAuditor => ("ward", "auditor"),
        Role::WardEvaluator => ("ward", "evaluator"),
        Role::ContractorManager => ("contractor", "manager"),
        Role::ContractorRecorder => ("contractor", "recorder"),
        Role::CentreManager => ("centre", "manager"),
        Role::CentreStaff => ("centre", "staff"),
        Role::Operator => ("operator", "operator"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_the_way_back() {
        for role in Role::ALL {
            let (kind, plain) = columns(role);
            assert_eq!(Role::of(kind, plain), Some(role));
        }
    }
}
