//! What goes together in one definition.

use super::super::super::yaml::Fields;
use super::definition::Defining;
use crate::cluster::{Item, Noun, Service, Setting, TrunkKind};
use crate::diagnostic::{Code, Span};

impl Defining<'_, '_, '_> {
    /// Whether an object of this make has a setting: a trunk that carries no presence has none of
    /// the settings of presence (ROUTE-2).
    pub(super) fn has(&mut self, setting: &Setting, span: Span) -> bool {
        let Some(known) = self.values.known else { return true };
        let has = setting.read_item(&known.cluster, self.item).is_some();
        if let (false, Item::Trunk(trunk)) = (has, &*self.item) {
            let kind = if trunk.kind == TrunkKind::Mgcp { "MGCP" } else { "H.323" };
            let message = format_args!("an {kind} trunk has no `{}`", setting.key());
            let told = self.values.reader.tell(Code::BadCluster, span, message);
            told.help("presence travels over SIP trunks only (ROUTE-2)");
        }
        has
    }

    pub(super) fn check(&mut self, fields: &Fields<'_>) {
        let name = self.definition.name;
        let (span, message, help) = match &*self.item {
            Item::SecurityProfile(profile)
                if profile.application_level_authorization && !profile.digest_authentication =>
            {
                let key = fields.entry("enable_application_level_authorization");
                let message = "application-level authorization cannot be checked unless digest \
                               authentication is (AUTH-9)";
                let span = key.map_or(name.span, |(key, _)| key.span);
                (span, message.to_owned(), "add `enable_digest_authentication: yes`")
            }
            // An H.323 phone is watched and does not watch, whatever a file says (WATCH-13).
            Item::Model(model, all) if all.watches() && !model.supports_presence() => {
                let message = format!("`{model}` phones watch nothing: they cannot support this");
                (name.span, message, "an H.323 phone is a presentity only (WATCH-13)")
            }
            _ => return,
        };
        self.values.reader.tell(Code::BadCluster, span, format_args!("{message}")).help(help);
    }

    /// A parameter of the CallManager service is set where that service is active (ADMIN-12).
    pub(super) fn needs_call_manager(&mut self) {
        let Some(known) = self.values.known else { return };
        let mut servers = known.cluster.servers.iter();
        if self.definition.noun != Noun::ServiceParameters
            || servers.any(|(_, server)| server.services.contains(&Service::CallManager))
            || known.unsure.contains(&Noun::Server)
        {
            return;
        }
        let message = format_args!(
            "`{}` is a parameter of the CallManager service, which is active on no server (ADMIN-12)",
            self.definition.name.text
        );
        let told = self.values.reader.tell(Code::BadCluster, self.definition.name.span, message);
        told.help("activate it: `servers: { CM1: { services: [CallManager] } }`");
    }
}
