//! Both sides of a subscription against each other and against hand-written messages.

mod exchange;
mod pair;
