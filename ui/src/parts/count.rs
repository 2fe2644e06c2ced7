//! Counts: thousands separators. Their figures are tabular by the class `figures`.

/// A count as people read it: 1,234,567.
pub fn count(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_count_is_parted_in_thousands() {
        let shown = [0_u32, 12, 999, 1_000, 60_300, 1_234_567].map(super::count);
        assert_eq!(shown, ["0", "12", "999", "1,000", "60,300", "1,234,567"]);
    }
}
