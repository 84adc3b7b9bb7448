mod information_items;
pub mod capacity;
pub mod definition;
pub mod due;
pub mod session_dates;
pub mod start;
pub mod term;
pub use information_items::InformationItem;
pub use term::Term;
