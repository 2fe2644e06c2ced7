//! Stories through real parts: consoles with their two files, a real central on loopback, a line
//! that is cut, and the real window.

mod arrows;
mod desks;
mod line;
mod town;
