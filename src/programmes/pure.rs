mod information_items;
pub mod definition;
pub use information_items::InformationItem;
