//! Files in and out: the county package that a sample starts from, areas and boundaries, Excel sheets of messages;
//! papers and workbooks that leave the house.
//!
//! Deliberately absent: databases and sockets. A reader turns bytes into typed rows or into a
//! report that names the row and the column; who stores them decides what to do with them.

pub mod boundaries;
pub mod calendar;
pub mod county;
pub mod messages;
pub mod paper;
pub mod profile;
pub mod routes;
pub mod workbook;
