//! Which trace a request belongs to, as W3C Trace Context (Recommendation of 2021) says it in a header.

use uuid::Uuid;

/// The header.
pub const HEADER: &str = "traceparent";

/// The header's value for what is done about one order: the order's identity is the trace's, so whoever knows
/// the one finds the other. The caller's own span, which nobody records, is the identity's random half.
pub fn of_order(order: Uuid) -> String {
    let (_, caller) = order.as_u64_pair();
    format!("00-{}-{caller:016x}-01", order.simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_names_its_trace() {
        let order = Uuid::parse_str("01936b1e-8c5a-7d33-9f00-aa11bb22cc33").unwrap();
        assert_eq!(
            of_order(order),
            "00-01936b1e8c5a7d339f00aa11bb22cc33-9f00aa11bb22cc33-01"
        );
    }
}
