//! Stories over real HTTP.
