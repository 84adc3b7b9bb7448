//! Who may do what: the roles people have, and permissions as types that stand in a page function's signature.

use crate::vocab::side::Side;
use serde::Serialize;

/// Who a signed-in person is. A role says what one may do; designation, catchment and information items say about whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Role {
    WardAdmin,
    WardOfficer,
    WardAuditor,
    WardEvaluator,
    ContractorManager,
    ContractorRecorder,
    CentreManager,
    CentreStaff,
    /// 運用保守: whoever maintains the systems, inside a job window only.
    Operator,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::WardAdmin,
        Self::WardOfficer,
        Self::WardAuditor,
        Self::WardEvaluator,
        Self::ContractorManager,
        Self::ContractorRecorder,
        Self::CentreManager,
        Self::CentreStaff,
        Self::Operator,
    ];

    /// Reads the `kind` and `role` columns of an account.
    pub fn of(kind: &str, role: &str) -> Option<Self> {
        Some(match (kind, role) {
            ("ward", "admin") => Self::WardAdmin,
            ("ward", "officer") => Self::WardOfficer,
            ("ward", "auditor") => Self::WardAuditor,
            ("ward", "evaluator") => Self::WardEvaluator,
            ("contractor", "manager") => Self::ContractorManager,
            ("contractor", "recorder") => Self::ContractorRecorder,
            ("centre", "manager") => Self::CentreManager,
            ("centre", "staff") => Self::CentreStaff,
            ("operator", "operator") => Self::Operator,
            _ => return None,
        })
    }

    /// The database login role, and with it the pool, that this person's requests use.
    pub fn pool(self) -> PoolKind {
        match self {
            Self::WardAdmin | Self::WardOfficer | Self::WardEvaluator => PoolKind::Ward,
            Self::WardAuditor => PoolKind::Auditor,
            Self::ContractorManager | Self::ContractorRecorder => PoolKind::Contractor,
            Self::CentreManager | Self::CentreStaff => PoolKind::Centre,
            Self::Operator => PoolKind::Operator,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::WardAdmin => "区 管理者",
            Self::WardOfficer => "区 担当者",
            Self::WardAuditor => "区 監査",
            Self::WardEvaluator => "区 選定委員",
            Self::ContractorManager => "受託者 管理者",
            Self::ContractorRecorder => "受託者 従事者",
            Self::CentreManager => "包括 管理者",
            Self::CentreStaff => "包括 職員",
            Self::Operator => "運用保守",
        }
    }

    pub fn is_contractor(self) -> bool {
        self.pool() == PoolKind::Contractor
    }

    /// The party of a contract that they act for.
    pub fn side(self) -> Side {
        if self.is_contractor() { Side::Contractor } else { Side::Ward }
    }

    pub fn is_centre(self) -> bool {
        self.pool() == PoolKind::Centre
    }

    /// Belongs to a company and acts under one of its contracts at a time.
    pub fn acts_under_contract(self) -> bool {
        matches!(self.pool(), PoolKind::Contractor | PoolKind::Operator)
    }

    pub fn is_ward(self) -> bool {
        matches!(self.pool(), PoolKind::Ward | PoolKind::Auditor)
    }
}

/// The kinds of database login; each has a small pool of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PoolKind {
    Ward,
    Contractor,
    Centre,
    Auditor,
    Operator,
    Auth,
    Worker,
}

impl PoolKind {
    pub const ALL: [Self; 7] =
        [Self::Ward, Self::Contractor, Self::Centre, Self::Auditor, Self::Operator, Self::Auth, Self::Worker];

    /// Name of the PostgreSQL login role.
    pub fn database_role(self) -> &'static str {
        match self {
            Self::Ward => "kayoi_ward",
            Self::Contractor => "kayoi_contractor",
            Self::Centre => "kayoi_centre",
            Self::Auditor => "kayoi_auditor",
            Self::Operator => "kayoi_operator",
            Self::Auth => "kayoi_auth",
            Self::Worker => "kayoi_worker",
        }
    }

    /// First letter of the login cookie: names the pool; `enter()` checks that it fits the account.
    pub fn letter(self) -> char {
        match self {
            Self::Ward => 'w',
            Self::Contractor => 'c',
            Self::Centre => 'h',
            Self::Auditor => 'a',
            Self::Operator => 'o',
            Self::Auth => '-',
            Self::Worker => '+',
        }
    }

    pub fn of_letter(letter: char) -> Option<Self> {
        let signed_in = [Self::Ward, Self::Contractor, Self::Centre, Self::Auditor, Self::Operator];
        signed_in.into_iter().find(|k| k.letter() == letter)
    }
}

/// What a page function needs to be allowed. Declared with [`permission!`] in the feature's `mod.rs`.
pub trait Permission: Send + Sync + 'static {
    /// Stable name, also the action of the audit event when the page showed personal data.
    const NAME: &'static str;
    const ROLES: &'static [Role];
    /// The page is about people: a contractor needs an accepted designation.
    const PEOPLE: bool = false;
    /// The page works before a contractor has chosen the contract it acts under, and before a forced password change.
    const ANYWHERE: bool = false;
    /// An operator may open it outside a job window too; every other page is shut to them then.
    const OUTSIDE: bool = Self::ANYWHERE;

    fn allows(role: Role) -> bool {
        Self::ROLES.contains(&role)
    }
}

/// Declares a permission: `permission!(pub SignContract, "contract.sign", [WardAdmin, WardOfficer]);`
/// With `people` after the name it needs a designation, with `anywhere` no chosen contract, with `outside` no job window.
#[macro_export]
macro_rules! permission {
    ($vis:vis $name:ident, $text:literal, [$($role:ident),+ $(,)?]) => {
        $crate::permission!(@ $vis $name, $text, [$($role),+], false, false, false);
    };
    ($vis:vis $name:ident, $text:literal, people, [$($role:ident),+ $(,)?]) => {
        $crate::permission!(@ $vis $name, $text, [$($role),+], true, false, false);
    };
    ($vis:vis $name:ident, $text:literal, anywhere, [$($role:ident),+ $(,)?]) => {
        $crate::permission!(@ $vis $name, $text, [$($role),+], false, true, true);
    };
    ($vis:vis $name:ident, $text:literal, outside, [$($role:ident),+ $(,)?]) => {
        $crate::permission!(@ $vis $name, $text, [$($role),+], false, false, true);
    };
    (@ $vis:vis $name:ident, $text:literal, [$($role:ident),+], $people:literal, $anywhere:literal, $outside:literal) => {
        #[derive(Debug)]
        $vis struct $name;
        impl $crate::kit::permission::Permission for $name {
            const NAME: &'static str = $text;
            const ROLES: &'static [$crate::kit::permission::Role] = &[$($crate::kit::permission::Role::$role),+];
            const PEOPLE: bool = $people;
            const ANYWHERE: bool = $anywhere;
            const OUTSIDE: bool = $outside;
        }
    };
}

/// A page for everybody, signed in or not.
#[derive(Debug)]
pub struct Anyone;

impl Permission for Anyone {
    const NAME: &'static str = "anyone";
    const ROLES: &'static [Role] = &Role::ALL;
    const ANYWHERE: bool = true;
}
