//! The small parts that every view is made of. Each has its styles beside it, in tokens only.
//!
//! Deliberately absent: anything that knows what a case is beyond its lamp.

mod button;
mod chart;
mod count;
mod dialog;
mod field;
mod kept;
mod keyboard;
mod lamp;
mod panel;
mod segment;
mod states;
mod table;
mod tag;
mod time;
mod whole;

pub use button::{Button, Look};
pub use chart::{ChartOrTable, HEIGHT, Scale, Turn, WIDTH, dates, lines_at, share};
pub use count::{count, points};
pub use dialog::Dialog;
pub use field::{Choices, Select, TextArea, TextField};
pub use kept::{Keeping, KeptPaper};
pub use keyboard::{takes_keyboard, takes_keyboard_in_place};
pub use lamp::LampMark;
pub use panel::Panel;
pub use segment::Segment;
pub use states::{Empty, Failure, Loading, Shown};
pub use table::{CopyOrKeep, SheetTable, shown};
pub use tag::{Hue, Simulated, Tag};
pub use time::{Ago, Due, ago, civil, day_of, due, exact, spoken_day};
pub use whole::Whole;
