//! Trunks and the security profiles of SIP trunks.

use super::super::super::yaml::Fields;
use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{
    NON_SECURE_PROFILE, NON_SECURE_PROFILE_NAME, SecurityProfile, SipTrunk, Trunk, TrunkKind,
};
use crate::diagnostic::Code;

/// What only a SIP trunk has.
const SIP_ONLY: &[&str] = &[
    "security_profile",
    "css",
    "subscribe_css",
    "presence_group",
    "device_credentials",
    "own_credentials",
    "options_ping",
    "dialect",
];

/// What a trunk speaks.
#[derive(Clone, Copy)]
enum Speaks {
    Sip,
    Mgcp,
    H323,
}

impl Pass<'_> {
    pub(super) fn security_profiles(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::SecurityProfile, sections) {
            let mut profile = SecurityProfile::new(&definition.key.text);
            let what = "a SIP trunk security profile";
            if let Some(fields) = self.fields(definition, what, Noun::SecurityProfile) {
                profile.description = self.text(definition, &fields, "description");
                let mut flag = |key| self.yes(definition, &fields, key);
                profile.digest_authentication = flag("enable_digest_authentication");
                profile.application_level_authorization =
                    flag("enable_application_level_authorization");
                profile.accept_presence_subscription = flag("accept_presence_subscription");
                self.application_needs_digest(definition, &fields, &profile);
            }
            if profile.name == NON_SECURE_PROFILE_NAME {
                // It is there from installation, under its own id.
                self.read.cluster.security_profiles.put(NON_SECURE_PROFILE, profile);
            } else {
                self.read.cluster.security_profiles.push(profile);
            }
        }
    }

    /// AUTH-9.
    fn application_needs_digest(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        profile: &SecurityProfile,
    ) {
        let key = "enable_application_level_authorization";
        let (Some((key, _)), true) = (
            fields.entry(key),
            profile.application_level_authorization && !profile.digest_authentication,
        ) else {
            return;
        };
        let message = "application-level authorization cannot be checked unless digest \
                       authentication is (AUTH-9)";
        let mut reader = self.reader(definition.part);
        let diagnostic = reader.error(Code::BadCluster, key.span, message);
        reader.report(diagnostic.help("add `enable_digest_authentication: yes`"));
    }

    pub(super) fn trunks(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::Trunk, sections) {
            let mut trunk = Trunk {
                name: definition.key.text.clone(),
                description: String::new(),
                destination: None,
                kind: TrunkKind::Sip(Box::default()),
            };
            if let Some(fields) = self.fields(definition, "a trunk", Noun::Trunk) {
                trunk.description = self.text(definition, &fields, "description");
                let destination = self.word(definition, &fields, "destination");
                trunk.destination = destination.map(|word| word.text.to_owned());
                trunk.kind = self.trunk_kind(definition, &fields);
            }
            self.read.cluster.trunks.push(trunk);
        }
    }

    fn trunk_kind(&mut self, definition: Definition<'_>, fields: &Fields<'_>) -> TrunkKind {
        let mut reader = self.reader(definition.part);
        let choices = [("SIP", Speaks::Sip), ("MGCP", Speaks::Mgcp), ("H.323", Speaks::H323)];
        let speaks = fields
            .need(&mut reader, "type", "SIP")
            .and_then(|node| reader.word(node, "`type`"))
            .and_then(|word| reader.choice(word, "the type of a trunk", &choices));
        match speaks {
            Some(Speaks::Mgcp) => self.no_sip(definition, fields, "an MGCP", TrunkKind::Mgcp),
            Some(Speaks::H323) => self.no_sip(definition, fields, "an H.323", TrunkKind::H323),
            Some(Speaks::Sip) | None => {
                TrunkKind::Sip(Box::new(self.sip_trunk(definition, fields)))
            }
        }
    }

    /// A trunk that carries no presence has none of the settings of presence (ROUTE-2).
    fn no_sip(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        what: &str,
        kind: TrunkKind,
    ) -> TrunkKind {
        for (key, _) in SIP_ONLY.iter().filter_map(|key| fields.entry(key)) {
            let message = format!("{what} trunk has no `{}`", key.text);
            let mut reader = self.reader(definition.part);
            let diagnostic = reader.error(Code::BadCluster, key.span, message);
            reader.report(diagnostic.help("presence travels over SIP trunks only (ROUTE-2)"));
        }
        kind
    }

    fn sip_trunk(&mut self, definition: Definition<'_>, fields: &Fields<'_>) -> SipTrunk {
        let mut sip = SipTrunk::new();
        if let Some(word) = self.word(definition, fields, "security_profile") {
            let id = self.read.cluster.security_profiles.id_of(word.text);
            let found = self.look_up(definition.part, Noun::SecurityProfile, word, id);
            sip.security_profile = found.unwrap_or(NON_SECURE_PROFILE);
        }
        sip.css = self.css(definition, fields, "css");
        sip.subscribe_css = self.css(definition, fields, "subscribe_css");
        let group = self.word(definition, fields, "presence_group");
        sip.presence_group = self.group_named(definition, group);
        sip.device_credentials = self.credentials(definition, fields, "device_credentials");
        sip.own_credentials = self.credentials(definition, fields, "own_credentials");
        sip.options_ping = self.yes(definition, fields, "options_ping");
        sip.dialect = self.dialect(definition, fields);
        sip
    }
}
