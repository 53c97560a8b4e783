//! Passwords: never in the file itself.

use super::super::super::yaml::{Fields, Node};
use super::super::secret;
use super::{Definition, Pass};
use crate::cluster::Credentials;
use crate::secret::Secret;

impl Pass<'_> {
    /// `{ username: cm, password: lab }`.
    pub(super) fn credentials(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        key: &str,
    ) -> Option<Credentials> {
        let node = fields.get(key)?;
        let sources = self.sources;
        secret::credentials(&mut self.reader(definition.part), sources, node)
    }

    /// A password alone; `name` is whose it is.
    pub(super) fn secret(
        &mut self,
        definition: Definition<'_>,
        node: &Node,
        name: &str,
    ) -> Option<Secret> {
        let sources = self.sources;
        secret::secret(&mut self.reader(definition.part), sources, node, name)
    }
}
