//! 単価: typed in yen, or as 「契約：」 with the name under which every contract fills it in.

use unicode_normalization::UnicodeNormalization;

use crate::{
    kit::form::Form,
    programmes::{
        definition::{Definition, Price, UserBasis},
        fee::MOST_YEN,
        forms::field::{Field, Kind},
    },
};

const BY_CONTRACT: &str = "契約";
const MOST_NAME: usize = 100;
const HINT: &str = "円の数字。契約ごとに決めるときは「契約：」に続けて、単価の名前を書きます。例：1,500円 または 契約：教室1回（円）";

/// A price nobody has typed yet.
pub(super) fn blank() -> Price {
    Price::Contract { code: String::new(), label: String::new() }
}

pub(super) fn field(name: String, label: impl Into<String>) -> Field {
    Field::new(Kind::Line, name, label).hint(HINT)
}

/// The price as it is typed.
pub(super) fn typed(price: &Price) -> String {
    match price {
        Price::Yen(yen) => yen.to_string(),
        Price::Contract { label, .. } if label.is_empty() => String::new(),
        Price::Contract { label, .. } => format!("{BY_CONTRACT}：{label}"),
    }
}

/// The prices contracts fill in, by name: the same name is the same price, another name another one.
pub(super) struct Names {
    /// Code and name of every use.
    uses: Vec<(String, String)>,
    /// What a new code begins with.
    stem: String,
}

impl Names {
    pub(super) fn of(definition: &Definition, stem: &str) -> Self {
        let of_fees = definition.fees.iter().flat_map(|schedule| schedule.prices());
        let of_users = definition.user_fees.iter().map(|fee| of_user(&fee.basis));
        let uses = of_fees.chain(of_users).filter_map(|price| match price {
            Price::Contract { code, label } if !label.is_empty() => Some((code.clone(), label.clone())),
            Price::Contract { .. } | Price::Yen(_) => None,
        });
        Self { uses: uses.collect(), stem: stem.to_owned() }
    }

    /// The code of a name. A new name takes over the code that stands here when nothing else uses it.
    fn code(&mut self, label: &str, stored: &Price) -> String {
        let here = match stored {
            Price::Contract { code, label: known } if known == label => Some(code),
            Price::Contract { .. } | Price::Yen(_) => None,
        };
        if let Some(code) =
            here.or_else(|| self.uses.iter().find(|(_, known)| known == label).map(|(code, _)| code))
        {
            return code.clone();
        }
        let uses = |code: &str| self.uses.iter().filter(|(known, _)| known == code).count();
        let code = match stored {
            Price::Contract { code, .. } if uses(code) == 1 => code.clone(),
            Price::Contract { .. } | Price::Yen(_) => super::free_code(&self.stem, |code| uses(code) > 0),
        };
        self.uses.push((code.clone(), label.to_owned()));
        code
    }
}

/// The price of a user fee.
pub(super) fn of_user(basis: &UserBasis) -> &Price {
    match basis {
        UserBasis::PerSession { price, .. }
        | UserBasis::PrepaidBlock { price, .. }
        | UserBasis::BurdenRatio { of: price }
        | UserBasis::Once { price }
        | UserBasis::PerMonth { price } => price,
    }
}

/// The typed price; `stored` is the one that stood there.
pub(super) fn read(
    form: &mut Form,
    name: &str,
    label: &str,
    stored: &Price,
    names: &mut Names,
) -> Option<Price> {
    let typed = form.value(name).trim().to_owned();
    if let Some(rest) = typed.strip_prefix(BY_CONTRACT) {
        let named = rest.trim_start_matches([':', '：']).trim();
        if named.is_empty() || named.len() == rest.len() {
            form.refuse(
                name,
                format!("{label}の「契約：」に続けて、単価の名前を入力してください。例：契約：教室1回（円）"),
            );
            return None;
        }
        if named.chars().count() > MOST_NAME || named.chars().any(char::is_control) {
            form.refuse(name, format!("{label}の名前は{MOST_NAME}文字以内の1行で入力してください。"));
            return None;
        }
        return Some(Price::Contract { code: names.code(named, stored), label: named.to_owned() });
    }
    let is_number = typed.nfkc().next().is_some_and(|first| first.is_ascii_digit());
    if !typed.is_empty() && !is_number {
        form.refuse(
            name,
            format!(
                "{label}は、円の数字か「契約：」に続く名前で入力してください。例：1,500円 または 契約：教室1回（円）"
            ),
        );
        return None;
    }
    form.yen(name, label, 0..=MOST_YEN).map(Price::Yen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::presets::{meguro, sendai};

    fn reading(typed: &str, definition: &Definition, stored: &Price) -> Result<Price, String> {
        let mut form = Form::empty().with("p", typed);
        let mut names = Names::of(definition, "new");
        read(&mut form, "p", "単価", stored, &mut names)
            .ok_or_else(|| form.problem("p").unwrap_or_default().to_owned())
    }

    fn contract(code: &str, label: &str) -> Price {
        Price::Contract { code: code.into(), label: label.into() }
    }

    #[test]
    fn a_price_is_yen_or_a_name_of_the_contract() {
        let one = Price::Yen(1);
        assert_eq!(reading("２２，０００", meguro(), &one), Ok(Price::Yen(22_000)));
        for typed in ["1500", "1500円", "１５００円", "1,500円", " 1,500 円 "] {
            assert_eq!(reading(typed, meguro(), &one), Ok(Price::Yen(1_500)), "{typed}");
        }
        assert_eq!(reading("契約:回（円）", meguro(), &one), Ok(contract("new", "回（円）")));
        for (typed, told) in
            [("", "単価を入力"), ("ただ", "円の数字か"), ("契約", "名前を入力"), ("契約金", "名前を入力")]
        {
            assert!(reading(typed, meguro(), &one).unwrap_err().contains(told), "{typed}");
        }
        assert!(reading(&format!("契約：{}", "長".repeat(101)), meguro(), &one).is_err());
    }

    #[test]
    fn the_name_decides_which_price_of_the_contract_it_is() {
        let first = sendai().fees[0].prices().next().unwrap();
        let Price::Contract { code, label } = first else { panic!("{first:?}") };
        assert_eq!(reading(&typed(first), sendai(), &Price::Yen(1)), Ok(contract(code, label)));
        assert_eq!(reading("契約：ほかの額", sendai(), first), Ok(contract("new", "ほかの額")), "used twice");
        let once = meguro().fees[0].prices().next().unwrap();
        let Price::Contract { code, .. } = once else { panic!("{once:?}") };
        assert_eq!(reading("契約：教室の額", meguro(), once), Ok(contract(code, "教室の額")), "only renamed");
    }
}
