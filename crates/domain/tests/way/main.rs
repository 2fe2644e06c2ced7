//! The way of a case in each county: walked by hand as the county describes it, with refusals and
//! real dates, and by random sequences of commands.

#![allow(clippy::unwrap_used, reason = "a walk that cannot go on has failed")]

mod accounts;
mod appraisal;
mod board;
mod changde;
mod chishui;
mod chongqing;
mod days;
mod digital_city;
mod duties;
mod fixture;
mod ganzhou;
mod kept;
mod liaocheng;
mod pack;
mod random;
mod reception;
mod reconciled;
mod records;
mod roster;
mod rules;
mod score;
mod staffing;
mod standard;
mod throw;
mod ulanqab;
mod weifang;
mod whole;
mod words;
mod xicheng;
