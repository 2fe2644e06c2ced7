//! Masking of personal data: 张*, 138****1234. Applied before anything leaves the console's or
//! the central's use cases; the front end never receives the plain value.

/// A name with all but its first character hidden: 张三丰 → 张**.
pub fn name(full: &str) -> String {
    let mut characters = full.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    std::iter::once(first)
        .chain(characters.map(|_| '*'))
        .collect()
}

/// A phone number with its middle hidden: 13812341234 → 138****1234. What is too short to be a
/// number is hidden whole.
pub fn phone(full: &str) -> String {
    let characters: Vec<char> = full.chars().collect();
    let count = characters.len();
    let kept = |index: usize| count >= 8 && (index < 3 || index + 4 >= count);
    characters
        .iter()
        .enumerate()
        .map(|(i, c)| if kept(i) { *c } else { '*' })
        .collect()
}

/// A text that leaves the house, on paper or on a wall: mobile and identity numbers in it are masked.
pub fn written(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let digits = from
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(from.len());
        // The last place of an identity number may be an X (GB 11643).
        let is_checked = digits == 17 && from[digits..].starts_with(['X', 'x']);
        let (number, after) = from.split_at(digits + usize::from(is_checked));
        masked.push_str(before);
        let is_mobile = number.len() == 11 && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]);
        if is_mobile || number.len() == 18 {
            masked.push_str(&phone(number));
        } else {
            masked.push_str(number);
        }
        rest = after;
    }
    masked.push_str(rest);
    masked
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_keep_their_first_character_and_phones_their_ends() {
        assert_eq!(super::name("张三丰"), "张**");
        assert_eq!(super::name(""), "");
        assert_eq!(super::phone("13812341234"), "138****1234");
        assert_eq!(super::phone("0851222"), "*******");
    }

    #[test]
    fn numbers_of_people_are_masked_in_texts_and_other_numbers_are_not() {
        let text = "张先生13812341234, 身份证52038119900101123X、520381199001011234;";
        let masked = "张先生138****1234, 身份证520***********123X、520***********1234;";
        assert_eq!(super::written(text), masked);
        let other = "520381-20261121-0041, 12345热线, 2026年, 08512222222, 1381234123, 0.05";
        assert_eq!(super::written(other), other);
        assert_eq!(super::written(""), "");
    }
}
