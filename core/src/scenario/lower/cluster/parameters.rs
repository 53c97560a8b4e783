//! Enterprise and service parameters (ADMIN-1), and the servers that they need (ADMIN-12).

use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{DefaultPermission, Server, Service, Table};
use crate::diagnostic::Code;
use crate::sorted::SortedSet;

const BLF_FOR_CALL_LISTS: &str = "BLF for Call Lists";
const DEPENDENCY_RECORDS: &str = "Enable Dependency Records";

/// The words of parameters for yes and no.
const SWITCH: [&str; 2] = ["Enabled", "Disabled"];

impl Pass<'_> {
    pub(super) fn parameters(&mut self, sections: &Sections<'_>) {
        for definition in self.parameter_definitions(Noun::EnterpriseParameter, sections) {
            let Some(word) =
                self.reader(definition.part).word(definition.node, "an enterprise parameter")
            else {
                continue;
            };
            let Some(value) = self.reader(definition.part).yes(word, "this parameter", SWITCH)
            else {
                continue;
            };
            let parameters = &mut self.read.cluster.parameters;
            match definition.key.text.as_str() {
                BLF_FOR_CALL_LISTS => parameters.blf_for_call_lists = value,
                DEPENDENCY_RECORDS => parameters.dependency_records = value,
                _ => parameters.warnings_on_refusals = value,
            }
        }
        self.service_parameters(sections);
    }

    fn service_parameters(&mut self, sections: &Sections<'_>) {
        for definition in self.parameter_definitions(Noun::ServiceParameter, sections) {
            let mut reader = self.reader(definition.part);
            let choices = [
                ("Allow Subscription", DefaultPermission::Allow),
                ("Disallow Subscription", DefaultPermission::Disallow),
            ];
            let value = reader
                .word(definition.node, "a service parameter")
                .and_then(|word| reader.choice(word, "this parameter", &choices));
            if let Some(value) = value {
                self.read.cluster.parameters.default_inter_presence_group = value;
            }
            self.needs_call_manager(definition);
        }
    }

    /// A parameter of the CallManager service is set where that service is active (ADMIN-12).
    fn needs_call_manager(&mut self, definition: Definition<'_>) {
        let active = |(_, server): (_, &Server)| server.services.contains(&Service::CallManager);
        if self.read.cluster.servers.iter().any(active) || self.read.unsure.contains(&Noun::Server)
        {
            return;
        }
        let message = format!(
            "`{}` is a parameter of the CallManager service, which is active on no server (ADMIN-12)",
            definition.key.text
        );
        let mut reader = self.reader(definition.part);
        let diagnostic = reader.error(Code::BadCluster, definition.key.span, message);
        reader.report(
            diagnostic.help("activate it: `servers: { CM1: { services: [CallManager] } }`"),
        );
    }

    /// The definitions whose names are known parameters; others are reported.
    fn parameter_definitions<'n>(
        &mut self,
        noun: Noun,
        sections: &Sections<'n>,
    ) -> Vec<Definition<'n>> {
        let known = noun.keys();
        let all = self.definitions(noun, sections);
        let (right, wrong): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|definition| known.contains(&definition.key.text.as_str()));
        for definition in wrong {
            let word = super::Word { text: &definition.key.text, span: definition.key.span };
            self.reader(definition.part).unknown_name(word, noun.word(), known.iter().copied());
        }
        right
    }

    /// Servers; a file that names any names them all.
    pub(super) fn servers(&mut self, sections: &Sections<'_>) {
        let definitions = self.definitions(Noun::Server, sections);
        if !definitions.is_empty() {
            self.read.cluster.servers = Table::new();
        }
        for definition in definitions {
            let mut server = Server::new(&definition.key.text);
            if let Some(fields) = self.fields(definition, "a server", Noun::Server) {
                server.description = self.text(definition, &fields, "description");
                if let Some(node) = fields.get("services") {
                    let mut reader = self.reader(definition.part);
                    let told = reader.log.len();
                    let words = reader.words(node, "`services`");
                    let services: SortedSet<Service> = words
                        .into_iter()
                        .filter_map(|word| reader.choice(word, "a service", &Service::ALL))
                        .collect();
                    // A word that is no service may be the one that is missed.
                    if reader.log.len() > told {
                        self.read.unsure.insert(Noun::Server);
                    }
                    server.services = services;
                }
            }
            self.read.cluster.servers.push(server);
        }
    }
}
