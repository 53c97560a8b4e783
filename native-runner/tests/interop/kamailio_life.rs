//! What becomes of a subscription behind a trunk at Kamailio: too brief, run out there, forgotten by a
//! restart.

use std::time::{Duration, Instant};

use crate::kamailio::{Kamailio, cluster, watch};
use crate::plain::{Plain, code};
use crate::server::{PATIENCE, Server, free_port};

/// A server with one trunk, to a Kamailio, and a phone that is registered at it.
fn behind(kamailio: &Kamailio, more: &str) -> (Server, Plain) {
    let at = format!("Partner=udp:127.0.0.1:{}", kamailio.port);
    let server = Server::start(&format!("{}{more}", cluster(&["Partner"])), &["--outside", &at]);
    let mut phone = Plain::new(server.port);
    phone.register();
    (server, phone)
}

/// Acknowledges what comes until a NOTIFY has these words.
#[track_caller]
fn wait_for_notify(phone: &Plain, words: &str) -> String {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        let Some(message) = phone.try_next(Duration::from_millis(500)) else { continue };
        if !message.starts_with("NOTIFY ") {
            continue;
        }
        phone.acknowledge(&message);
        if message.contains(words) {
            return message;
        }
    }
    panic!("no NOTIFY with {words:?}");
}

#[test]
fn an_expires_that_is_too_brief_for_kamailio_is_raised_to_what_it_wants() {
    let brief = [("\"min_expires\", 60", "\"min_expires\", 90")];
    let kamailio = Kamailio::altered(free_port(), &brief);
    kamailio.publish("7100", None, true);
    // What we ask for at first is refused.
    let mut asker = Plain::new(kamailio.port);
    let event = "Event: presence\r\nExpires: 70\r\n";
    let request = asker.request("SUBSCRIBE", "7100", "brief", event);
    asker.send(request.as_bytes());
    let refusal = asker.next();
    assert!(code(&refusal) == 423 && refusal.contains("Min-Expires: 90"), "{refusal}");
    let (mut server, mut phone) = behind(&kamailio, "timers: { subscribe_expires: 70s }\n");
    watch(&mut phone, "one");
    server.wait_for("subscriptions", "Phone A -> 7100  busy");
}

#[test]
fn a_subscription_that_runs_out_at_kamailio_ends_for_its_watcher_too() {
    // A refresh gets no answer there, and it grants ten seconds.
    let deaf = [
        ("\"min_expires\", 60", "\"min_expires\", 1"),
        ("\"max_expires\", 3600", "\"max_expires\", 10"),
        (
            "    if (is_method(\"OPTIONS\"))",
            "    if (has_totag()) {\n        exit;\n    }\n    if (is_method(\"OPTIONS\"))",
        ),
    ];
    let kamailio = Kamailio::altered(free_port(), &deaf);
    kamailio.publish("7100", None, false);
    let (mut server, mut phone) = behind(&kamailio, "");
    watch(&mut phone, "one");
    server.wait_for("subscriptions", "Phone A -> 7100  idle");
    wait_for_notify(&phone, "Subscription-State: terminated;reason=timeout");
    server.wait_for("subscriptions", "none");
}

#[test]
fn after_a_restart_of_kamailio_a_watcher_is_asked_to_come_again_and_is_told_anew() {
    let brief = [
        ("\"min_expires\", 60", "\"min_expires\", 1"),
        ("\"max_expires\", 3600", "\"max_expires\", 10"),
    ];
    let kamailio = Kamailio::altered(free_port(), &brief);
    kamailio.publish("7100", None, true);
    let (mut server, mut phone) = behind(&kamailio, "");
    watch(&mut phone, "one");
    server.wait_for("subscriptions", "Phone A -> 7100  busy");
    let port = kamailio.port;
    drop(kamailio);
    let kamailio = Kamailio::altered(port, &brief);
    kamailio.publish("7100", None, false);
    // It knows nothing of our subscription: the refresh gets 481.
    wait_for_notify(&phone, "Subscription-State: terminated;reason=deactivated");
    watch(&mut phone, "two");
    server.wait_for("subscriptions", "Phone A -> 7100  idle");
}
