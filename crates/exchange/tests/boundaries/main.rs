//! Areas and boundaries from files: real ones, made ones, broken ones.
#![cfg(test)]

mod broken;
mod made;
mod read;
mod real;
mod reconciled;
