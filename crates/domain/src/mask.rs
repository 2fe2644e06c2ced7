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

#[cfg(test)]
mod tests {
    #[test]
    fn names_keep_their_first_character_and_phones_their_ends() {
        assert_eq!(super::name("张三丰"), "张**");
        assert_eq!(super::name(""), "");
        assert_eq!(super::phone("13812341234"), "138****1234");
        assert_eq!(super::phone("0851222"), "*******");
    }
}
