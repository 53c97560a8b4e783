//! The saved and the active configuration of a cluster.

use super::{Applied, Edit, Pending, Refusal};
use crate::cluster::{Cluster, Object};
use crate::id::{EndUserId, PhoneId};
use std::sync::Arc;

/// What is saved in the database of a cluster, and what acts.
#[derive(Clone, Debug)]
pub struct Configuration {
    saved: Arc<Cluster>,
    active: Arc<Cluster>,
}

impl Configuration {
    /// A cluster that has just been started: everything saved is active, nobody is logged in, and
    /// every phone with a log-out profile shows it (EM-2).
    pub fn new(saved: Cluster) -> Self {
        let saved = Arc::new(saved);
        Configuration { active: Arc::clone(&saved), saved }
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
        let _ = edit;
        Ok(Applied::default())
    }

    /// Resets devices: phones and trunks themselves, all phones that show a button template, all
    /// trunks that have a security profile. Each takes what is saved (ADMIN-2, R-17).
    ///
    /// # Errors
    /// [`Refusal`] where an object is not there or nothing can be reset by it.
    pub fn reset(&mut self, objects: &[Object]) -> Result<Applied, Refusal> {
        let _ = objects;
        Ok(Applied::default())
    }

    /// Logs an end user in on a phone (EM-1).
    ///
    /// # Errors
    /// [`Refusal`] where the phone cannot (EM-5, R-20) or the user has no profile for it.
    pub fn log_in(&mut self, phone: PhoneId, user: EndUserId) -> Result<Applied, Refusal> {
        let _ = (phone, user);
        Ok(Applied::default())
    }

    /// Logs out whoever is logged in on a phone (EM-2).
    ///
    /// # Errors
    /// [`Refusal`] where nobody is.
    pub fn log_out(&mut self, phone: PhoneId) -> Result<Applied, Refusal> {
        let _ = phone;
        Ok(Applied::default())
    }

    /// What is saved and does not act yet, device by device.
    pub fn pending(&self) -> Vec<Pending> {
        Vec::new()
    }
}
