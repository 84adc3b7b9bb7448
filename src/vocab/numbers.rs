//! 番号: numbers that stand for something outside this program, checked once when they come in.
//!
//! All are text, never integers: leading zeros count. The three that tell something about a person print `…`
//! in `Debug` and have no `Display`; a page calls `shown()`.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::kana::half_digits;

/// 法人番号 (13 digits, the first a check digit). Public.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CorporateNumber(String);

/// 介護保険被保険者番号: ten characters, the first a digit or `H`. The check digit is each insurer's own affair
/// and is not looked at.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InsuredNumber(String);

/// 郵便番号: seven digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode(String);

/// 電話番号: the digits to compare and dial, and the number as its owner groups it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone {
    digits: String,
    display: String,
}

/// Why a typed number was not accepted. `Display` is the sentence for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberProblem {
    #[error("法人番号を入力してください。例：1000020131105")]
    CorporateMissing,
    #[error("法人番号は13桁の数字で入力してください。例：1000020131105")]
    CorporateShape,
    #[error(
        "法人番号のどこかの数字が違っています。国税庁の公表サイトなどで確かめて入力してください。例：1000020131105"
    )]
    CorporateCheckDigit,
    #[error("被保険者番号を入力してください。例：0012345678")]
    InsuredMissing,
    #[error("被保険者番号は10桁の数字（Hで始まる番号はHと9桁の数字）で入力してください。例：0012345678")]
    InsuredShape,
    #[error("郵便番号を入力してください。例：153-8573")]
    PostalMissing,
    #[error("郵便番号は7桁の数字で入力してください。例：153-8573")]
    PostalShape,
    #[error("電話番号を入力してください。例：03-5722-9608")]
    PhoneMissing,
    #[error("電話番号は数字とハイフンで入力してください。例：03-5722-9608")]
    PhoneCharacters,
    #[error("電話番号は市外局番から入力してください。例：03-5722-9608、内線だけのときは 内線1234")]
    PhoneWithoutAreaCode,
    #[error(
        "この電話番号は{expected}桁のはずです。桁数を確かめて入力してください。例：03-5722-9608、090-1234-5678"
    )]
    PhoneLength { expected: usize },
    #[error("内線番号は8桁までの数字で入力してください。例：03-5722-9608 内線1234")]
    PhoneExtension,
}

impl CorporateNumber {
    /// Thirteen digits whose first is the check digit of the other twelve; spaces and hyphens are let through.
    pub fn parse(text: &str) -> Result<Self, NumberProblem> {
        let typed = bare(text);
        if typed.is_empty() {
            return Err(NumberProblem::CorporateMissing);
        }
        if typed.len() != 13 || !is_digits(&typed) {
            return Err(NumberProblem::CorporateShape);
        }
        let (check, base) = typed.split_at(1);
        if check != corporate_check_digit(base).to_string() {
            return Err(NumberProblem::CorporateCheckDigit);
        }
        Ok(Self(typed))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As printed: the thirteen digits.
    pub fn shown(&self) -> &str {
        &self.0
    }
}

impl InsuredNumber {
    pub fn parse(text: &str) -> Result<Self, NumberProblem> {
        let typed = bare(text).to_ascii_uppercase();
        if typed.is_empty() {
            return Err(NumberProblem::InsuredMissing);
        }
        let digits = typed.strip_prefix('H').unwrap_or(&typed);
        if typed.len() != 10 || !is_digits(digits) {
            return Err(NumberProblem::InsuredShape);
        }
        Ok(Self(typed))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As printed: the ten characters.
    pub fn shown(&self) -> &str {
        &self.0
    }
}

impl PostalCode {
    pub fn parse(text: &str) -> Result<Self, NumberProblem> {
        let typed = bare(text);
        let typed = typed.strip_prefix('〒').unwrap_or(&typed);
        if typed.is_empty() {
            return Err(NumberProblem::PostalMissing);
        }
        if typed.len() != 7 || !is_digits(typed) {
            return Err(NumberProblem::PostalShape);
        }
        Ok(Self(typed.to_owned()))
    }

    /// The seven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `153-8573`.
    pub fn shown(&self) -> String {
        let (area, town) = self.0.split_at(3);
        format!("{area}-{town}")
    }
}

impl Phone {
    /// A number in Japan with its area code, with or without an extension, or an extension alone (`内線1234`).
    pub fn parse(text: &str) -> Result<Self, NumberProblem> {
        let display = half_digits(text).trim().to_owned();
        let (line, extension) = match display.split_once("内線") {
            Some((line, extension)) => (phone_digits(line)?, Some(phone_digits(extension)?)),
            None => (phone_digits(&display)?, None),
        };
        if extension.as_ref().is_some_and(|digits| !(1..=8).contains(&digits.len())) {
            return Err(NumberProblem::PhoneExtension);
        }
        let digits = match extension {
            Some(extension) if line.is_empty() => extension,
            Some(_) | None => checked_line(line)?,
        };
        Ok(Self { digits, display })
    }

    /// The digits of the line (of the extension, if that is all there is).
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// In half width, grouped as typed: `03(5722)9608`.
    pub fn shown(&self) -> &str {
        &self.display
    }
}

impl fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! personal {
    ($($number:ident),+) => {$(
        impl fmt::Debug for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($number), "(…)"))
            }
        }
    )+};
}

macro_rules! through_text {
    ($($number:ident: $text:ident),+ $(,)?) => {$(
        impl TryFrom<String> for $number {
            type Error = NumberProblem;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$number> for String {
            fn from(number: $number) -> Self {
                number.$text().to_owned()
            }
        }
    )+};
}

personal!(InsuredNumber, PostalCode, Phone);
through_text!(CorporateNumber: as_str, InsuredNumber: as_str, PostalCode: as_str, Phone: shown);

/// 法人番号の指定等に関する省令2条: nine less the remainder by nine of the weighted sum, weights 1 and 2 from
/// the right.
fn corporate_check_digit(base: &str) -> u32 {
    let sum: u32 = base
        .chars()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(c, q)| c.to_digit(10).unwrap_or(0) * q)
        .sum();
    9 - sum % 9
}

/// Half width, without spaces and hyphens.
fn bare(text: &str) -> String {
    half_digits(text).chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | 'ー' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of a number grouped with hyphens, brackets, dots or spaces.
fn phone_digits(text: &str) -> Result<String, NumberProblem> {
    let digits = bare(text).replace(['(', ')', '.', '・'], "");
    if is_digits(&digits) { Ok(digits) } else { Err(NumberProblem::PhoneCharacters) }
}

fn checked_line(digits: String) -> Result<String, NumberProblem> {
    if digits.is_empty() {
        return Err(NumberProblem::PhoneMissing);
    }
    if !digits.starts_with('0') || digits.starts_with("00") {
        return Err(NumberProblem::PhoneWithoutAreaCode);
    }
    let expected = line_length(&digits);
    if digits.len() == expected { Ok(digits) } else { Err(NumberProblem::PhoneLength { expected }) }
}

/// 電気通信番号計画: eleven digits for 050, pagers, mobile telephones (060 since July 2026) and 0800; ten for
/// everything else.
fn line_length(digits: &str) -> usize {
    let eleven = ["020", "050", "060", "070", "080", "090"];
    if eleven.iter().any(|prefix| digits.starts_with(prefix)) { 11 } else { 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A5.4.
    #[test]
    fn corporate_numbers_have_a_check_digit() {
        let valid = ["4011001098993", "7123456789012", "5070001011233"];
        let wards = ["1000020131105", "8000020041009", "7000020131041"];
        for number in valid.into_iter().chain(wards) {
            assert_eq!(CorporateNumber::parse(number).unwrap().as_str(), number);
        }
        for number in ["4011001098994", "8011001098993", "0011001098993"] {
            assert_eq!(CorporateNumber::parse(number), Err(NumberProblem::CorporateCheckDigit), "{number}");
        }
        let typed = CorporateNumber::parse(" ４－０１１０－０１０９－８９９３ ").unwrap();
        assert_eq!(typed.to_string(), "4011001098993");
        assert_eq!(CorporateNumber::parse("　"), Err(NumberProblem::CorporateMissing));
        for number in ["401100109899", "40110010989933", "T4011001098993", "401100109899X"] {
            assert_eq!(CorporateNumber::parse(number), Err(NumberProblem::CorporateShape), "{number}");
        }
    }

    /// A5.1.
    #[test]
    fn insured_numbers_keep_zeros_and_the_letter_h() {
        for (typed, kept) in [
            ("0000012345", "0000012345"),
            ("００００１２３４５６", "0000123456"),
            ("h123456789", "H123456789"),
            ("Ｈ１２３４５６７８９", "H123456789"),
            ("00000-12345", "0000012345"),
        ] {
            assert_eq!(InsuredNumber::parse(typed).unwrap().shown(), kept);
        }
        for typed in ["123456789", "12345678901", "HH12345678", "1H23456789", "A123456789", "H12345678"] {
            assert_eq!(InsuredNumber::parse(typed), Err(NumberProblem::InsuredShape), "{typed}");
        }
        assert_eq!(InsuredNumber::parse(""), Err(NumberProblem::InsuredMissing));
    }

    /// A5.7.
    #[test]
    fn postal_codes_are_seven_digits_in_any_form() {
        for typed in
            ["153-8573", "1538573", "１５３－８５７３", "〒153-8573", "〒１５３ー８５７３", "153 8573"]
        {
            let code = PostalCode::parse(typed).unwrap();
            assert_eq!((code.as_str(), code.shown().as_str()), ("1538573", "153-8573"), "{typed}");
        }
        for typed in ["153-857", "153-85733", "15E-8573"] {
            assert_eq!(PostalCode::parse(typed), Err(NumberProblem::PostalShape), "{typed}");
        }
        assert_eq!(PostalCode::parse("〒"), Err(NumberProblem::PostalMissing));
    }

    /// A5.7.
    #[test]
    fn telephone_numbers_keep_their_grouping() {
        for (typed, digits, shown) in [
            ("03-5722-9608", "0357229608", "03-5722-9608"),
            ("０３（５７２２）９６０８", "0357229608", "03(5722)9608"),
            ("03ー5722ー9608", "0357229608", "03-5722-9608"),
            ("0357229608", "0357229608", "0357229608"),
            ("060-1234-5678", "06012345678", "060-1234-5678"),
            ("020-4123-4567", "02041234567", "020-4123-4567"),
            ("050 1234 5678", "05012345678", "050 1234 5678"),
            ("0120-123-456", "0120123456", "0120-123-456"),
            ("0570-123-456", "0570123456", "0570-123-456"),
            ("0800-123-4567", "08001234567", "0800-123-4567"),
            ("04992-2-1234", "0499221234", "04992-2-1234"),
            ("03-5722-9608 内線12", "0357229608", "03-5722-9608 内線12"),
            ("内線１２３４", "1234", "内線1234"),
            ("内線1234-5678", "12345678", "内線1234-5678"),
        ] {
            let phone = Phone::parse(typed).unwrap();
            assert_eq!((phone.as_str(), phone.shown()), (digits, shown), "{typed}");
        }
    }

    #[test]
    fn telephone_numbers_that_cannot_be_dialled_are_refused() {
        for (typed, problem) in [
            ("090-1234-567", NumberProblem::PhoneLength { expected: 11 }),
            ("03-5722-96081", NumberProblem::PhoneLength { expected: 10 }),
            ("0120-1234-567", NumberProblem::PhoneLength { expected: 10 }),
            ("1234-5678", NumberProblem::PhoneWithoutAreaCode),
            ("0081-3-5722-9608", NumberProblem::PhoneWithoutAreaCode),
            ("03-5722-96O8", NumberProblem::PhoneCharacters),
            ("03-5722-9608 内線", NumberProblem::PhoneExtension),
            ("内線123456789", NumberProblem::PhoneExtension),
            (" ", NumberProblem::PhoneMissing),
        ] {
            assert_eq!(Phone::parse(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn personal_numbers_do_not_reach_a_log() {
        assert_eq!(format!("{:?}", InsuredNumber::parse("0000012345")), "Ok(InsuredNumber(…))");
        assert_eq!(format!("{:?}", PostalCode::parse("153-8573")), "Ok(PostalCode(…))");
        assert_eq!(format!("{:?}", Phone::parse("03-5722-9608")), "Ok(Phone(…))");
    }

    #[test]
    fn numbers_are_checked_again_when_read_from_json() {
        let phone: Phone = serde_json::from_str("\"03-5722-9608\"").unwrap();
        assert_eq!(serde_json::to_string(&phone).unwrap(), "\"03-5722-9608\"");
        let problem = serde_json::from_str::<PostalCode>("\"153\"").unwrap_err().to_string();
        assert!(problem.starts_with("郵便番号は7桁の数字で"), "{problem}");
    }

    #[test]
    fn refusals_say_what_to_type_and_give_an_example() {
        let problem = NumberProblem::PhoneLength { expected: 11 }.to_string();
        assert!(problem.contains("11桁") && problem.contains("例："), "{problem}");
    }
}
