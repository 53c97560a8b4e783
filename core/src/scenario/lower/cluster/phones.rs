//! Phones, their button templates and their BLF/SpeedDials.

use super::super::super::yaml::{Fields, Node, Word};
use super::super::words::is_number;
use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{
    BlfSpeedDial, BlfTarget, Button, ButtonTemplate, Destination, Model, Phone, Protocol,
};
use crate::diagnostic::{Code, Span};
use crate::id::CssId;

const TEMPLATE_KEYS: &[&str] = &["for", "buttons"];
const KEYS: &[&str] = &[
    "type",
    "device_name",
    "description",
    "css",
    "subscribe_css",
    "presence_group",
    "template",
    "lines",
    "blf_speed_dials",
];
const BLF_KEYS: &[&str] = &["directory_number", "destination", "label", "label_ascii"];

impl Pass<'_> {
    pub(super) fn templates(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::ButtonTemplate, sections) {
            let mut reader = self.reader(definition.part);
            let mut template = ButtonTemplate {
                name: definition.key.text.clone(),
                model: None,
                buttons: Vec::new(),
            };
            if let Some(fields) =
                reader.fields(definition.node, "a button template", TEMPLATE_KEYS, &[])
            {
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

    pub(super) fn phones(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::Phone, sections) {
            let phone = self.phone(definition);
            self.read.cluster.phones.push(phone);
        }
    }

    fn phone(&mut self, definition: Definition<'_>) -> Phone {
        let unread = Model { number: "7970".to_owned(), protocol: Protocol::Sip };
        let mut phone = Phone::new(&definition.key.text, unread);
        let fields = self.reader(definition.part).fields(definition.node, "a phone", KEYS, &[]);
        if let Some(fields) = fields {
            self.phone_fields(definition, &fields, &mut phone);
        }
        phone
    }

    fn phone_fields(&mut self, definition: Definition<'_>, fields: &Fields<'_>, phone: &mut Phone) {
        let mut reader = self.reader(definition.part);
        let model = fields
            .need(&mut reader, "type", "7970 SIP")
            .and_then(|node| reader.word(node, "`type`"));
        let device = fields.word(&mut reader, "device_name");
        let _ = fields.word(&mut reader, "description");
        let css = fields.word(&mut reader, "css");
        let subscribe_css = fields.word(&mut reader, "subscribe_css");
        let group = fields.word(&mut reader, "presence_group");
        let template = fields.word(&mut reader, "template");
        let lines =
            fields.get("lines").map(|node| reader.words(node, "`lines`")).unwrap_or_default();
        if let Some(model) = model.and_then(|word| self.model(definition, word)) {
            phone.model = model;
        }
        phone.device_name = device.map(|word| word.text.to_owned());
        phone.css = css.and_then(|word| self.css(definition, word));
        phone.subscribe_css = subscribe_css.and_then(|word| self.css(definition, word));
        phone.presence_group = self.group_named(definition, group);
        phone.template = template.and_then(|word| {
            let id = self.read.cluster.button_templates.id_of(word.text);
            self.look_up(definition.part, Noun::ButtonTemplate, word, id)
        });
        self.lines(definition, &lines, phone);
        if let Some(node) = fields.get("blf_speed_dials") {
            let items = self.reader(definition.part).list(node, "`blf_speed_dials`");
            for item in items {
                // One that cannot be read keeps its place, so that the others keep their numbers.
                phone.blf_speed_dials.push(self.blf(definition, item).unwrap_or_else(unread));
            }
        }
    }

    fn lines(&mut self, definition: Definition<'_>, words: &[Word<'_>], phone: &mut Phone) {
        for word in words {
            let Some(dn) = self.number_named(definition, *word) else { continue };
            if phone.lines.contains(&dn) {
                let message = format!("`{}` is twice a line of this phone", word.text);
                let mut reader = self.reader(definition.part);
                let diagnostic = reader.error(Code::Duplicate, word.span, message);
                reader.report(diagnostic);
            } else {
                phone.lines.push(dn);
            }
        }
    }

    /// A calling search space; `None` is the unset one (CSS-3).
    fn css(&mut self, definition: Definition<'_>, word: Word<'_>) -> Option<CssId> {
        if matches!(word.text, "None" | "<None>") {
            return None;
        }
        let id = self.read.cluster.calling_search_spaces.id_of(word.text);
        self.look_up(definition.part, Noun::CallingSearchSpace, word, id)
    }

    /// `7970 SIP`, `7961 SCCP`, `H.323`.
    fn model(&mut self, definition: Definition<'_>, word: Word<'_>) -> Option<Model> {
        let (number, protocol) = word.text.rsplit_once(' ').unwrap_or(("", word.text));
        let protocol = match protocol {
            "SIP" if !number.is_empty() => Some(Protocol::Sip),
            "SCCP" if !number.is_empty() => Some(Protocol::Sccp),
            "H.323" => Some(Protocol::H323),
            _ => None,
        };
        if protocol.is_none() {
            let message = format!("`{}` is no phone type", word.text);
            let mut reader = self.reader(definition.part);
            let diagnostic = reader.error(Code::WrongWord, word.span, message);
            reader.report(
                diagnostic.help("model and protocol, as in `7970 SIP` or `7961 SCCP`, or `H.323`"),
            );
        }
        protocol.map(|protocol| Model { number: number.trim().to_owned(), protocol })
    }

    fn blf(&mut self, definition: Definition<'_>, node: &Node) -> Option<BlfSpeedDial> {
        let mut reader = self.reader(definition.part);
        let fields = reader.fields(node, "a BLF/SpeedDial", BLF_KEYS, &[])?;
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
        if word.text.contains('@') && !word.text.contains(char::is_whitespace) {
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

const BUTTONS: [(&str, Button); 3] = [
    ("Line", Button::Line),
    ("Speed Dial", Button::SpeedDial),
    ("Speed Dial BLF", Button::SpeedDialBlf),
];
