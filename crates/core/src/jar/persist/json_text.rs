//! JSON text as `JSON.stringify` writes it (ECMA-262, "JSON.stringify" and "Number::toString").

use std::fmt::Write;

/// Appends a string with its quotes.
pub fn push_json_string(out: &mut String, text: &str) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // Text can't fail to serialise.
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

/// Appends a number; `null` for one that JSON doesn't have.
pub fn push_json_number(out: &mut String, number: f64) {
    let size = number.abs();
    // Writing to a String can't fail.
    let _ = if !number.is_finite() {
        out.push_str("null");
        Ok(())
    } else if number == 0.0 {
        out.push('0');
        Ok(())
    } else if number.fract() == 0.0 && size < 1e15 {
        write!(out, "{}", number as i64)
    } else if (1e-6..1e21).contains(&size) {
        write!(out, "{number}")
    } else {
        let text = format!("{number:e}");
        match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => write!(out, "{digits}e+{exponent}"),
            _ => write!(out, "{text}"),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        // What Node.js 20 wrote.
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-7.0, "-7"),
            (0.5, "0.5"),
            (2.5000000000000004, "2.5000000000000004"),
            (1e15, "1000000000000000"),
            (123456789012345680000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (f64::MAX, "1.7976931348623157e+308"),
            (0.000001, "0.000001"),
            (1e-7, "1e-7"),
            (-1.25e-9, "-1.25e-9"),
            (5e-324, "5e-324"),
            (f64::NAN, "null"),
            (f64::INFINITY, "null"),
        ] {
            let mut out = String::new();
            push_json_number(&mut out, number);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn strings_are_escaped_as_javascript_escapes_them() {
        for (text, expected) in [
            ("", r#""""#),
            ("a=1; é 日 😀 \u{7F}\u{2028}", "\"a=1; é 日 😀 \u{7F}\u{2028}\""),
            ("\"\\/", r#""\"\\/""#),
            ("\"", r#""\"""#),
            ("\\", r#""\\""#),
            ("\u{8}\u{C}\n\r\t\u{0}\u{1F}", r#""\b\f\n\r\t\u0000\u001f""#),
        ] {
            let mut out = String::new();
            push_json_string(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
