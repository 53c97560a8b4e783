//! The saved and the active configuration of a cluster.

mod mobility;
mod reset;

use super::devices::Devices;
use super::difference::difference;
use super::draft::Draft;
use super::pending::pending;
use super::review::review;
use super::{Applied, Edit, Effect, Pending, Refusal, Warning};
use crate::cluster::{Cluster, Noun, Object, Problem, Severity, validate};
use crate::gather::Gather;
use std::sync::Arc;

/// What is saved in the database of a cluster, and what acts.
///
/// ```
/// use lampfield_core::cluster::{ClusterBuilder, Configuration, Edit, Field, Object, Value};
///
/// let cluster = ClusterBuilder::new()
///     .partition("Internal")
///     .css("Everyone", &["Internal"])
///     .phone("Phone A", "7970 SIP", |p| p)
///     .build()?;
/// let mut configuration = Configuration::new(cluster);
/// let phone = Object::Phone("Phone A".to_owned());
/// configuration.apply(&Edit::Change {
///     object: phone.clone(),
///     settings: vec![(Field::SubscribeCss, Value::text("Everyone"))],
/// })?;
/// // Saved, and not active before the phone is Reset (ADMIN-2).
/// let waits = configuration.pending();
/// assert_eq!((waits[0].saved.as_str(), waits[0].active.as_str()), ("Everyone", ""));
/// configuration.reset(&[phone])?;
/// assert_eq!(configuration.pending(), []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Configuration {
    saved: Arc<Cluster>,
    active: Arc<Cluster>,
    pub(super) devices: Devices,
    /// What is wrong with what is saved: an edit is judged by what it adds to this.
    problems: Vec<Problem>,
    /// The last results of a search.
    results: Option<(Noun, Vec<Object>)>,
}

impl Configuration {
    /// A cluster that has just been started: everything saved is active, nobody is logged in, and
    /// every phone with a log-out profile shows it (EM-2).
    pub fn new(saved: Cluster) -> Self {
        let devices = Devices::fresh(&saved);
        let problems = validate(&saved);
        let active = Arc::new(devices.activate(&saved));
        Configuration { saved: Arc::new(saved), active, devices, problems, results: None }
    }

    /// What an administrator has saved.
    pub fn saved(&self) -> &Arc<Cluster> {
        &self.saved
    }

    /// What acts: the settings in force, as decisions, calls and phones read them.
    pub fn active(&self) -> &Arc<Cluster> {
        &self.active
    }

    /// Applies an edit.
    ///
    /// # Errors
    /// [`Refusal`] with every reason; nothing has changed then.
    pub fn apply(&mut self, edit: &Edit) -> Result<Applied, Refusal> {
        let results = self.results.clone();
        let mut draft = Draft::new(&self.saved, (&self.active, &self.devices), results);
        draft.edit(edit);
        let Draft { c: after, results, found, dependents, cancelled, reasons, .. } = draft;
        if let Some(refusal) = self.against(reasons, &after) {
            return Err(refusal);
        }
        let mut applied = Applied { found, dependents, cancelled, ..Applied::default() };
        if !Arc::ptr_eq(&after, &self.saved) {
            (applied.warnings, applied.effects) = self.save(after)?;
        }
        self.results = results;
        Ok(applied)
    }

    /// One refusal of the reasons against an edit and of what else is wrong in its draft; `None`
    /// where there is no reason.
    fn against(&self, mut reasons: Vec<Refusal>, draft: &Arc<Cluster>) -> Option<Refusal> {
        if !reasons.is_empty() && !Arc::ptr_eq(draft, &self.saved) {
            let new = validate(draft).into_iter().filter(|problem| {
                problem.code.severity() == Severity::Error && !self.problems.contains(problem)
            });
            reasons.extend(new.map(Refusal::from));
        }
        Refusal::of(reasons)
    }

    /// Saves another configuration, unless it holds mistakes that the one before did not.
    fn save(&mut self, after: Arc<Cluster>) -> Result<(Vec<Warning>, Vec<Effect>), Refusal> {
        let problems = validate(&after);
        let new = problems.iter().filter(|problem| !self.problems.contains(problem));
        let (errors, warnings): (Vec<Problem>, Vec<Problem>) =
            new.cloned().partition(|problem| problem.code.severity() == Severity::Error);
        if let Some(refusal) = Refusal::of(errors.into_iter().map(Refusal::from).gather()) {
            return Err(refusal);
        }
        let mut warnings: Vec<Warning> = warnings.into_iter().map(Warning::from).gather();
        warnings.extend(review(&self.saved, &after));
        self.devices.save(&self.saved, &after);
        self.saved = after;
        self.problems = problems;
        Ok((warnings, self.activate()))
    }

    /// Makes the active configuration anew; gives what is different in it.
    fn activate(&mut self) -> Vec<Effect> {
        let active = self.devices.activate(&self.saved);
        let effects = difference(&self.active, &active);
        self.active = Arc::new(active);
        effects
    }

    /// What is saved and does not act yet, device by device. A log-in or log-out takes what waits
    /// for one; a Reset takes everything.
    pub fn pending(&self) -> Vec<Pending> {
        pending(&self.saved, &self.devices)
    }
}
