//! Ways out of the cluster: route groups, route lists and the patterns that lead to them; hunting.

use super::super::super::yaml::{Fields, Node};
use super::super::words::is_host_pattern;
use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{
    Distribution, HuntList, HuntPilot, Route, RouteGroup, RouteList, RoutePattern, SipRoutePattern,
};
use crate::diagnostic::{Code, list_words};
use crate::id::{DnId, RouteGroupId, TrunkId};

const DISTRIBUTIONS: [(&str, Distribution); 2] =
    [("Top Down", Distribution::TopDown), ("Circular", Distribution::Circular)];

/// The keys of a `route`.
const ROUTES: [&str; 3] = ["trunk", "route_group", "route_list"];

impl Pass<'_> {
    pub(super) fn route_groups(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::RouteGroup, sections) {
            let mut group = RouteGroup {
                name: definition.key.text.clone(),
                distribution: Distribution::default(),
                members: Vec::new(),
            };
            if let Some(fields) = self.fields(definition, "a route group", Noun::RouteGroup) {
                if let Some(word) = self.word(definition, &fields, "distribution") {
                    let read = self.reader(definition.part).choice(
                        word,
                        "the distribution of a route group",
                        &DISTRIBUTIONS,
                    );
                    group.distribution = read.unwrap_or_default();
                }
                group.members = self.trunk_members(definition, &fields);
            }
            self.read.cluster.route_groups.push(group);
        }
    }

    fn trunk_members(&mut self, definition: Definition<'_>, fields: &Fields<'_>) -> Vec<TrunkId> {
        let table = Noun::Trunk;
        self.members(definition, fields, "members", "[Trunk C]", |pass, word| {
            let id = pass.read.cluster.trunks.id_of(word.text);
            pass.look_up(definition.part, table, word, id)
        })
    }

    pub(super) fn route_lists(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::RouteList, sections) {
            let mut list = RouteList {
                name: definition.key.text.clone(),
                description: String::new(),
                groups: Vec::new(),
            };
            if let Some(fields) = self.fields(definition, "a route list", Noun::RouteList) {
                list.description = self.text(definition, &fields, "description");
                list.groups = self.group_members(definition, &fields);
            }
            self.read.cluster.route_lists.push(list);
        }
    }

    fn group_members(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
    ) -> Vec<RouteGroupId> {
        self.members(definition, fields, "route_groups", "[West]", |pass, word| {
            let id = pass.read.cluster.route_groups.id_of(word.text);
            pass.look_up(definition.part, Noun::RouteGroup, word, id)
        })
    }

    pub(super) fn route_patterns(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::RoutePattern, sections) {
            let (pattern, partition) = self.number_and_partition(definition, "route pattern");
            let route = self.pattern_route(definition, "a route pattern", Noun::RoutePattern);
            let Some(route) = route else { continue };
            let name = definition.key.text.clone();
            let pattern = RoutePattern { name, pattern, partition, route };
            self.read.cluster.route_patterns.push(pattern);
        }
    }

    pub(super) fn sip_route_patterns(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::SipRoutePattern, sections) {
            let (pattern, partition) = self.split_partition(definition);
            if !is_host_pattern(&pattern) {
                let message = format!("`{pattern}` is no domain, wildcard domain or IP address");
                let mut reader = self.reader(definition.part);
                let diagnostic = reader.error(Code::BadName, definition.key.span, message);
                reader.report(diagnostic.help(
                    "`example.com`, `*.example.com` or `10.21.91.156`, then ` in ` and the partition (CSS-6)",
                ));
            }
            let noun = Noun::SipRoutePattern;
            let route = self.pattern_route(definition, "a SIP route pattern", noun);
            let Some(route) = route else { continue };
            let name = definition.key.text.clone();
            let pattern = SipRoutePattern { name, pattern, partition, route };
            self.read.cluster.sip_route_patterns.push(pattern);
        }
    }

    fn pattern_route(
        &mut self,
        definition: Definition<'_>,
        what: &'static str,
        noun: Noun,
    ) -> Option<Route> {
        let fields = self.fields(definition, what, noun)?;
        let mut reader = self.reader(definition.part);
        let node = fields.need(&mut reader, "route", "{ trunk: Trunk C }")?;
        self.route(definition, node)
    }

    /// `{ trunk: … }`, `{ route_group: … }` or `{ route_list: … }`.
    fn route(&mut self, definition: Definition<'_>, node: &Node) -> Option<Route> {
        let mut reader = self.reader(definition.part);
        let told = reader.log.len();
        let fields = reader.fields(node, "a route", &ROUTES)?;
        let found: Vec<&str> = ROUTES.into_iter().filter(|key| fields.get(key).is_some()).collect();
        let [key] = found.as_slice() else {
            // A key that is unknown may well be the misspelt one.
            if reader.log.len() == told {
                let message = format!("a route leads to one of {}", list_words(ROUTES));
                let diagnostic = reader.error(Code::BadCluster, node.span, message);
                reader.report(diagnostic.help("for example `route: { route_list: Out }`"));
            }
            return None;
        };
        let word = fields.word(&mut reader, key)?;
        let (c, part) = (&self.read.cluster, definition.part);
        match *key {
            "trunk" => {
                let id = c.trunks.id_of(word.text);
                self.look_up(part, Noun::Trunk, word, id).map(Route::Trunk)
            }
            "route_group" => {
                let id = c.route_groups.id_of(word.text);
                self.look_up(part, Noun::RouteGroup, word, id).map(Route::Group)
            }
            _ => {
                let id = c.route_lists.id_of(word.text);
                self.look_up(part, Noun::RouteList, word, id).map(Route::List)
            }
        }
    }

    pub(super) fn hunt_lists(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::HuntList, sections) {
            let mut list = HuntList {
                name: definition.key.text.clone(),
                description: String::new(),
                members: Vec::new(),
            };
            if let Some(fields) = self.fields(definition, "a hunt list", Noun::HuntList) {
                list.description = self.text(definition, &fields, "description");
                let mut reader = self.reader(definition.part);
                let node = fields.need(&mut reader, "members", "[1000 in Internal]");
                let words = node.map(|node| reader.words(node, "`members`")).unwrap_or_default();
                // A number may be hunted twice in one round.
                let members: Vec<DnId> = words
                    .into_iter()
                    .filter_map(|word| self.number_named(definition, word))
                    .collect();
                list.members = members;
            }
            self.read.cluster.hunt_lists.push(list);
        }
    }

    pub(super) fn hunt_pilots(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::HuntPilot, sections) {
            let (pattern, partition) = self.number_and_partition(definition, "hunt pilot");
            let fields = self.fields(definition, "a hunt pilot", Noun::HuntPilot);
            let hunt_list = fields.and_then(|fields| {
                let mut reader = self.reader(definition.part);
                let node = fields.need(&mut reader, "hunt_list", "Sales")?;
                let word = reader.word(node, "`hunt_list`")?;
                let id = self.read.cluster.hunt_lists.id_of(word.text);
                self.look_up(definition.part, Noun::HuntList, word, id)
            });
            let Some(hunt_list) = hunt_list else { continue };
            let name = definition.key.text.clone();
            let pilot = HuntPilot { name, pattern, partition, hunt_list };
            self.read.cluster.hunt_pilots.push(pilot);
        }
    }
}
