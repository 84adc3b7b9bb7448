//! 暗号化ファイル: the people of a selection, with the chosen items alone, as a workbook in an AES-256 archive.

use std::io::{Cursor, Write as _};

use time::Date;
use zip::{AesMode, CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{
    documents::{Cell, Column, Table},
    participants::{Person, sex_label},
    programmes::InformationItem,
};

/// An item a package can hold: how wide its column is, and what stands in it.
pub struct Offered {
    pub item: InformationItem,
    width: u16,
    read: fn(&Person) -> Cell,
}

/// What a package can hold of a person. Other items are records with papers of their own.
pub const OFFERED: [Offered; 7] = [
    Offered { item: InformationItem::Name, width: 20, read: |one| some(&one.identity.name()) },
    Offered { item: InformationItem::Kana, width: 20, read: |one| some(&one.identity.kana()) },
    Offered { item: InformationItem::BirthDate, width: 14, read: born },
    Offered { item: InformationItem::Sex, width: 8, read: |one| some(sex_label(&one.sex)) },
    Offered { item: InformationItem::Address, width: 40, read: |one| some(&one.identity.address) },
    Offered { item: InformationItem::Phone, width: 18, read: |one| some(&one.identity.telephone) },
    Offered { item: InformationItem::EmergencyContact, width: 40, read: emergency },
];

/// The workbook's table: `people` are already projected through the contract's items.
pub fn table(title: &str, people: &[Person], chosen: &[&Offered]) -> Table {
    Table {
        title: title.to_owned(),
        columns: chosen.iter().map(|one| Column::new(one.item.label(), one.width)).collect(),
        rows: people.iter().map(|person| chosen.iter().map(|one| (one.read)(person)).collect()).collect(),
        provenance: None,
    }
}

fn some(text: &str) -> Cell {
    let text = text.trim();
    if text.is_empty() { Cell::Empty } else { Cell::text(text) }
}

fn born(person: &Person) -> Cell {
    let born = person.identity.born_on;
    if born == Date::MIN { Cell::Empty } else { Cell::Date(born) }
}

fn emergency(person: &Person) -> Cell {
    person
        .identity
        .emergency
        .first()
        .map_or(Cell::Empty, |one| some(&format!("{}（{}）{}", one.name, one.relation, one.telephone)))
}

/// The workbook alone in an archive that opens with the passphrase only.
///
/// # Errors
/// When the archive can't be written.
pub fn encrypted(name: &str, workbook: &[u8], passphrase: &str) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .with_aes_encryption(AesMode::Aes256, passphrase);
    archive.start_file(name, options)?;
    archive.write_all(workbook)?;
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn the_archive_opens_with_its_passphrase_and_with_no_other() {
        let plain = "氏名 髙橋 花子".repeat(40);
        let made = encrypted("list.xlsx", plain.as_bytes(), "kx7mq-2hv9d").unwrap();
        assert!(!made.windows(6).any(|bytes| bytes == "花子".as_bytes()));
        let mut archive = ZipArchive::new(Cursor::new(made)).unwrap();
        assert!(archive.by_index_decrypt(0, b"kx7mq-2hv9e").is_err());
        assert!(archive.by_index(0).is_err(), "it is encrypted");
        let mut read = String::new();
        archive.by_index_decrypt(0, b"kx7mq-2hv9d").unwrap().read_to_string(&mut read).unwrap();
        assert_eq!(read, plain);
    }
}
