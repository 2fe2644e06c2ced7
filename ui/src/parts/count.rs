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

/// Hundredths of a point as people read them: 87.32.
pub fn points(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    #[test]
    fn points_have_two_decimals() {
        assert_eq!(super::points(8_732), "87.32");
        assert_eq!(super::points(5), "0.05");
    }

    #[test]
    fn a_count_is_parted_in_thousands() {
        let shown = [0_u32, 12, 999, 1_000, 60_300, 1_234_567].map(super::count);
        assert_eq!(shown, ["0", "12", "999", "1,000", "60,300", "1,234,567"]);
    }
}
