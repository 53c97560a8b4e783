//! Running text in lines.

/// Breaks text between words so that no line, indented by `indent`, is longer than `width`. Line
/// feeds in the text stay; a line that starts with a blank is left as it is.
pub(crate) fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        if paragraph.starts_with(' ') {
            lines.push(paragraph.to_owned());
            continue;
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = line.chars().count() + 1 + word.chars().count();
            if !line.is_empty() && indent + longer > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join(&format!("\n{:indent$}", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words_and_keeps_its_own_lines() {
        assert_eq!(wrapped("one two three", 2, 9), "one two\n  three");
        assert_eq!(
            wrapped("a\n  as it is, however long\nb", 1, 5),
            "a\n   as it is, however long\n b"
        );
        assert_eq!(wrapped("unbreakable", 0, 4), "unbreakable");
    }
}
