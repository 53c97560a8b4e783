//! The engine as the page knows it: something that takes requests, and answers later.

use std::rc::Rc;

use yew::Callback;

use crate::types::{Reply, Request};

/// A running engine. Dropping it ends it, whatever it is busy with.
pub trait EnginePort {
    /// Sends a request; its answer comes with this number.
    fn send(&self, request: Request) -> u32;
}

type Spawn = dyn Fn(Callback<(u32, Reply)>) -> Result<Box<dyn EnginePort>, String>;

/// Where engines come from: the worker on the page, a script in a test.
#[derive(Clone)]
pub struct EngineSource(Rc<Spawn>);

impl EngineSource {
    /// Wraps a function that starts an engine. Its errors are words for the user.
    pub fn new<F>(spawn: F) -> Self
    where
        F: Fn(Callback<(u32, Reply)>) -> Result<Box<dyn EnginePort>, String> + 'static,
    {
        Self(Rc::new(spawn))
    }

    /// Starts an engine.
    ///
    /// # Errors
    ///
    /// Says in words why there is none.
    pub fn spawn(&self, on_reply: Callback<(u32, Reply)>) -> Result<Box<dyn EnginePort>, String> {
        (self.0)(on_reply)
    }
}

impl PartialEq for EngineSource {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
