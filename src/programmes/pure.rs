pub mod cancelled;
mod information_items;
pub mod definition;
pub mod fee;
pub use information_items::InformationItem;
