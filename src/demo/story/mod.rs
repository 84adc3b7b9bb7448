//! The stories of the three wards. One file a ward; what several share is here.

mod answers;
mod aobadai;
mod class;
mod classday;
mod council;
mod custody;
mod filings;
mod frailty;
mod guidance;
mod handovers;
mod job_windows;
mod logins;
mod minatohama;
mod place;
mod scores;
mod tablets;
mod wakaba;

pub use logins::{CODES, LOGINS};

use std::collections::BTreeMap;

use super::build::{Account, Build, ClauseSet, Contractor, DemoProblem, Login, Made, Ward};
use crate::kit::permission::Role;

type Hashes = BTreeMap<Role, String>;

/// The 特記事項 of the demo wards: invented, in the numbered form.
const PAPER: &str = include_str!("clauses.txt");

/// The three contractors. The first works for two wards.
pub(super) struct Contractors {
    pub genki: Contractor,
    pub aobakai: Contractor,
    pub minato: Contractor,
}

/// Tells all three.
pub fn tell(build: &mut Build, hashes: &Hashes) -> Made {
    let contractors = Contractors {
        genki: build.contractor("7000099000101", "NPO法人 元気の木", "東都若葉区若葉町2番8号"),
        aobakai: build.contractor("5000099000202", "医療法人社団 あおば会", "東都青葉台市中央1番1号"),
        minato: build.contractor("3000099000303", "株式会社みなと健康サポート", "東都港浜町浜通り5番3号"),
    };
    let people = People { accounts: people(build, &contractors, hashes) };
    wakaba::tell(build, &contractors, &people, hashes)?;
    let aobadai = aobadai::tell(build, &contractors, &people, hashes)?;
    minatohama::tell(build, &contractors, &people, hashes)?;
    frailty::tell(build, &contractors, &people, &aobadai)
}

/// The contractors' staff and their operators, by login name.
pub(super) struct People {
    accounts: BTreeMap<&'static str, Account>,
}

impl People {
    pub fn of(&self, login_name: &str) -> Made<&Account> {
        self.accounts.get(login_name).ok_or_else(|| DemoProblem::Login(login_name.to_owned()))
    }
}

fn people(build: &mut Build, contractors: &Contractors, hashes: &Hashes) -> BTreeMap<&'static str, Account> {
    let of = |name: &str| match name {
        "元気の木" => &contractors.genki,
        "あおば会" => &contractors.aobakai,
        _ => &contractors.minato,
    };
    let logins = LOGINS.iter().filter(|l| l.role.acts_under_contract());
    logins
        .map(|l| (l.login_name, build.contractor_account(of(l.belongs), l.role, login(l, hashes))))
        .collect()
}

fn login<'a>(entry: &'a logins::Entry, hashes: &'a Hashes) -> Login<'a> {
    Login {
        login_name: entry.login_name,
        name: entry.name,
        hash: hashes.get(&entry.role).map(String::as_str),
    }
}

pub(super) fn paper(build: &mut Build, ward: &Ward) -> Made<ClauseSet> {
    build.clause_set(ward, "個人情報の取扱いに関する特記事項", PAPER)
}
