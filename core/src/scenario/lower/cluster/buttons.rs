//! Phone button templates, lines and BLF/SpeedDials: what phones and device profiles share.

use super::super::super::yaml::{Fields, Node, Word};
use super::super::words::{is_number, is_sip_uri};
use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{
    BLF_SETTINGS, BlfSpeedDial, BlfTarget, Button, ButtonTemplate, Destination, Model,
};
use crate::diagnostic::{Code, Span};
use crate::id::{DnId, TemplateId};

/// The buttons of a template.
pub(in super::super) const BUTTONS: [(&str, Button); 3] = [
    ("Line", Button::Line),
    ("Speed Dial", Button::SpeedDial),
    ("Speed Dial BLF", Button::SpeedDialBlf),
];

impl Pass<'_> {
    pub(super) fn templates(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::ButtonTemplate, sections) {
            let mut template = ButtonTemplate {
                name: definition.key.text.clone(),
                model: None,
                buttons: Vec::new(),
            };
            if let Some(fields) = self.fields(definition, "a button template", Noun::ButtonTemplate)
            {
                let mut reader = self.reader(definition.part);
                let model = fields.word(&mut reader, "for");
                let buttons = fields.need(&mut reader, "buttons", "[Line, Speed Dial BLF]");
                let words = buttons.map(|node| reader.words(node, "`buttons`")).unwrap_or_default();
                template.buttons = words
                    .into_iter()
                    .filter_map(|word| reader.choice(word, "a button", &BUTTONS))
                    .collect();
                template.model = model.and_then(|word| self.model(definition, word));
            }
            self.read.cluster.button_templates.push(template);
        }
    }

    pub(super) fn template(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
    ) -> Option<TemplateId> {
        let word = self.word(definition, fields, "template")?;
        let id = self.read.cluster.button_templates.id_of(word.text);
        self.look_up(definition.part, Noun::ButtonTemplate, word, id)
    }

    pub(super) fn needed_model(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
    ) -> Option<Model> {
        let mut reader = self.reader(definition.part);
        let node = fields.need(&mut reader, "type", "7970 SIP")?;
        let word = reader.word(node, "`type`")?;
        self.model(definition, word)
    }

    /// `7970 SIP`, `7961 SCCP`, `H.323`.
    pub(super) fn model(&mut self, definition: Definition<'_>, word: Word<'_>) -> Option<Model> {
        let model = Model::parse(word.text);
        if model.is_none() {
            let message = format!("`{}` is no phone type", word.text);
            let mut reader = self.reader(definition.part);
            let diagnostic = reader.error(Code::WrongWord, word.span, message);
            reader.report(
                diagnostic.help("model and protocol, as in `7970 SIP` or `7961 SCCP`, or `H.323`"),
            );
        }
        model
    }

    /// The lines of a phone or profile, each once.
    pub(super) fn lines(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        whose: &str,
    ) -> Vec<DnId> {
        let Some(node) = fields.get("lines") else { return Vec::new() };
        let words = self.reader(definition.part).words(node, "`lines`");
        let mut lines = Vec::new();
        for word in words {
            let Some(dn) = self.number_named(definition, word) else { continue };
            if lines.contains(&dn) {
                let message = format!("`{}` is twice a line of {whose}", word.text);
                let mut reader = self.reader(definition.part);
                let diagnostic = reader.error(Code::Duplicate, word.span, message);
                reader.report(diagnostic);
            } else {
                lines.push(dn);
            }
        }
        lines
    }

    /// The BLF/SpeedDials of a phone or profile. One that cannot be read keeps its place, so that
    /// the others keep their numbers.
    pub(super) fn blfs(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
    ) -> Vec<BlfSpeedDial> {
        let Some(node) = fields.get("blf_speed_dials") else { return Vec::new() };
        let items = self.reader(definition.part).list(node, "`blf_speed_dials`");
        items.iter().map(|item| self.blf(definition, item).unwrap_or_else(unread)).collect()
    }

    fn blf(&mut self, definition: Definition<'_>, node: &Node) -> Option<BlfSpeedDial> {
        let mut reader = self.reader(definition.part);
        let keys: Vec<&'static str> = BLF_SETTINGS.iter().map(|(key, ..)| *key).collect();
        let fields = reader.fields(node, "a BLF/SpeedDial", &keys)?;
        let label = fields.word(&mut reader, "label").map(|word| word.text.to_owned());
        let ascii = fields.word(&mut reader, "label_ascii").map(|word| word.text.to_owned());
        let number = fields.word(&mut reader, "directory_number");
        let destination = fields.word(&mut reader, "destination");
        let target = match (number, destination) {
            (Some(word), None) => BlfTarget::DirectoryNumber(self.number_named(definition, word)?),
            (None, Some(word)) => BlfTarget::Destination(self.destination(definition, word)?),
            _ => {
                self.one_target(definition, fields.span, number.is_some());
                return None;
            }
        };
        Some(BlfSpeedDial {
            target,
            label: label.unwrap_or_default(),
            label_ascii: ascii.unwrap_or_default(),
        })
    }

    fn one_target(&mut self, definition: Definition<'_>, span: Span, both: bool) {
        let mut reader = self.reader(definition.part);
        let (code, message) = if both {
            (
                Code::BadCluster,
                "a BLF/SpeedDial takes `directory_number` or `destination`, not both (ADMIN-5)",
            )
        } else {
            (
                Code::MissingKey,
                "a BLF/SpeedDial needs a `directory_number` or a `destination` (R-20)",
            )
        };
        let diagnostic = reader.error(code, span, message);
        reader.report(diagnostic);
    }

    /// Digits, `*` and `#`, or a SIP URI (ADMIN-6).
    fn destination(&mut self, definition: Definition<'_>, word: Word<'_>) -> Option<Destination> {
        if is_number(word.text) {
            return Some(Destination::Number(word.text.to_owned()));
        }
        if is_sip_uri(word.text) {
            let uri = word.text.strip_prefix("sip:").unwrap_or(word.text);
            return Some(Destination::SipUri(uri.to_owned()));
        }
        let message = format!("`{}` is no destination", word.text);
        let mut reader = self.reader(definition.part);
        let diagnostic = reader.error(Code::BadCluster, word.span, message);
        reader.report(
            diagnostic.help("digits, `*` and `#`, or a SIP URI like `anna@example.com` (ADMIN-6)"),
        );
        None
    }
}

fn unread() -> BlfSpeedDial {
    BlfSpeedDial {
        target: BlfTarget::Destination(Destination::Number(String::new())),
        label: String::new(),
        label_ascii: String::new(),
    }
}
