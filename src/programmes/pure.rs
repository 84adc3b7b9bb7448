pub mod cancelled;
pub mod definition;
pub mod fee;
mod information_items;
pub mod user_fee;
pub use information_items::InformationItem;
