mod information_items;
pub mod definition;
pub mod session_dates;
pub mod term;
pub use information_items::InformationItem;
pub use term::Term;
