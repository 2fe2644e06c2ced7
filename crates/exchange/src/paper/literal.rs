//! Values as typst literals.

use serde_json::Value;

/// A text as a typst string literal, quotes and all. Whatever it holds is only text in it: a string
/// has no markup. What would print as nothing or turn the line around (control characters,
/// direction marks) is shown as �, so that it cannot hide.
pub fn escaped(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in plain(text).chars() {
        match character {
            '\\' => literal.push_str("\\\\"),
            '"' => literal.push_str("\\\""),
            '\n' => literal.push_str("\\n"),
            plain => literal.push(plain),
        }
    }
    literal.push('"');
    literal
}

/// A text whose lines end with `\n` alone, and in which nothing hides: what would print as nothing,
/// turn the line around, or be no XML (Word and Excel) is shown as �.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\t' => plain.push(' '),
            hidden if is_hidden(hidden) => plain.push('\u{fffd}'),
            shown => plain.push(shown),
        }
    }
    plain
}

/// Control characters, the marks that change the direction of what follows, and what is no
/// character.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}')
}

/// A value as a typst literal: dictionaries, arrays, strings, numbers, booleans, none.
pub(super) fn of(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => escaped(text),
        Value::Array(items) => {
            // With the comma behind each item, one item is an array, too.
            let items: String = items.iter().map(|item| of(item) + ",").collect();
            format!("({items})")
        }
        Value::Object(fields) if fields.is_empty() => "(:)".to_owned(),
        Value::Object(fields) => {
            let field =
                |(name, value): (&String, &Value)| [&escaped(name), ":", &of(value), ","].concat();
            let fields: String = fields.iter().map(field).collect();
            format!("({fields})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_typst_means_nothing_in_a_string() {
        let hostile = r#"#read("/etc/passwd") $x$ *b* _i_ `c` <l> @r // c /* c */ = - + [x] {y} ~ \u{41} 'q'"#;
        let literal = escaped(hostile);
        assert!(literal.starts_with('"') && literal.ends_with('"'));
        let inside = &literal[1..literal.len() - 1];
        // Every quote and every backslash of the text has one backslash before it.
        let unescaped = inside.replace("\\\"", "\"").replace("\\\\", "\\");
        assert_eq!(unescaped, hostile);
        assert!(!inside.replace("\\\\", "").replace("\\\"", "").contains('"'));
    }

    #[test]
    fn a_text_cannot_end_its_string() {
        assert_eq!(escaped("\""), r#""\"""#);
        assert_eq!(escaped("\\\""), r#""\\\"""#);
        assert_eq!(escaped("\\"), r#""\\""#);
    }

    #[test]
    fn lines_stay_lines_and_what_hides_is_shown() {
        assert_eq!(escaped("甲\r\n乙\r丙\u{2028}丁"), "\"甲\\n乙\\n丙\\n丁\"");
        assert_eq!(escaped("a\tb"), "\"a b\"");
        assert_eq!(
            escaped("a\0b\u{1b}[31m\u{202e}c"),
            "\"a\u{fffd}b\u{fffd}[31m\u{fffd}c\""
        );
    }

    #[test]
    fn values_keep_their_shape() {
        let value =
            serde_json::json!({ "a": ["x"], "b": [], "c": {}, "d": null, "e": 3, "f": true });
        assert_eq!(
            of(&value),
            r#"("a":("x",),"b":(),"c":(:),"d":none,"e":3,"f":true,)"#
        );
    }
}
