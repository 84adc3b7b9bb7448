//! The register: participants with certification and search tokens, and referrals.

use serde_json::json;
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Centre, Contract, Made, Ward, bytes, iso, moment};
use crate::{
    enrolments::ReferralNote,
    participants::{Identity, tokens},
    sealing::Unit,
};

/// A participant that was made; what a story may mention of them.
#[derive(Clone, Debug)]
pub struct Participant {
    pub id: Uuid,
    pub ward: Uuid,
    pub centre: Uuid,
    pub number: i64,
    pub sex: &'static str,
    pub born_on: Date,
    pub certification: &'static str,
    pub name: String,
}

/// What a new register row is made of.
pub struct NewParticipant {
    pub sex: &'static str,
    pub certification: &'static str,
    pub identity: Identity,
}

/// Who referred somebody, how far it has come and why.
#[derive(Clone, Copy, Debug)]
pub struct Referred<'a> {
    /// `None`: the ward itself.
    pub from: Option<&'a Centre>,
    pub by: &'a Account,
    /// `proposed`, `accepted`, `declined` or `withdrawn`.
    pub state: &'a str,
    pub why: &'a str,
}

impl Build<'_> {
    pub fn participant(
        &mut self,
        ward: &Ward,
        centre: &Centre,
        district: Uuid,
        new: NewParticipant,
    ) -> Made<Participant> {
        let id = self.id();
        let number = self.next_number(ward);
        let identity = &new.identity;
        let sealed = self.seal(Unit::Ward(ward.id), ward.id, id, 1, identity)?;
        self.rows.add("participant", json!({
            "ward_id": ward.id, "id": id, "number": number, "centre_id": centre.id, "district_id": district, "sex": new.sex, "birth_year": identity.born_on.year(),
            "certification": new.certification, "sealed": sealed, "version": 1, "registered_at": moment(self.day(-150), 10, 0)
        }));
        if matches!(new.certification, "support_1" | "support_2" | "target") {
            let certification_id = self.id();
            self.rows.add("certification", json!({
                "ward_id": ward.id, "id": certification_id, "participant_id": id, "level": new.certification,
                "valid_from": iso(self.day(-200)), "valid_to": iso(self.day(165))
            }));
        }
        self.tokens(ward, id, identity)?;
        Ok(Participant {
            id,
            ward: ward.id,
            centre: centre.id,
            number,
            sex: new.sex,
            born_on: identity.born_on,
            certification: new.certification,
            name: identity.name(),
        })
    }

    fn next_number(&mut self, ward: &Ward) -> i64 {
        self.rows.count_up("ward", "ward_id", &ward.id.to_string(), "last_participant_number")
    }

    /// The tokens by which the register is searched.
    fn tokens(&mut self, ward: &Ward, participant: Uuid, identity: &Identity) -> Made {
        let key = self.search_key(ward.id)?;
        for token in tokens::of(&key, identity) {
            self.rows.add(
                "search_token",
                json!({ "ward_id": ward.id, "token": bytes(&token), "participant_id": participant }),
            );
        }
        Ok(())
    }

    pub fn referral(
        &mut self,
        contract: &Contract,
        participant: &Participant,
        referred: &Referred,
    ) -> Made<Uuid> {
        let Referred { from, by, state, why } = *referred;
        let id = self.id();
        let decided = state != "proposed";
        let version = if decided { 2 } else { 1 };
        let sealed = self.seal(
            Unit::Ward(contract.ward),
            contract.ward,
            id,
            version,
            &ReferralNote { reason: why.to_owned(), remark: String::new() },
        )?;
        self.rows.add("referral", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "participant_id": participant.id, "from_centre_id": from.map(|c| c.id), "state": state,
            "sealed": sealed, "sealed_version": version, "made_by": by.id, "made_at": moment(self.day(-20), 14, 30), "decided_by": decided.then_some(by.id),
            "decided_at": decided.then(|| moment(self.day(-18), 9, 40)), "version": version
        }));
        Ok(id)
    }
}
