//! The rules in whole sentences.

use lampfield_core::rules::RuleId;

include!(concat!(env!("OUT_DIR"), "/rule_texts.rs"));

/// What a rule says, complete on its own.
#[must_use]
pub fn rule_text(id: RuleId) -> String {
    let all = rule_texts();
    let mut pieces = all.split('\0');
    while let (Some(name), Some(text)) = (pieces.next(), pieces.next()) {
        if name == id.as_str() {
            return text.to_owned();
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_the_text_of_its_table() {
        for rule in lampfield_core::rules::catalogue() {
            assert_eq!(rule_text(rule.id), rule.text, "{}: `cargo xtask reference`", rule.id);
        }
    }
}
