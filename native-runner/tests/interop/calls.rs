//! Calls of real phones through CallManager, and the lamps that follow.

use crate::baresip::Baresip;
use crate::server::{OFFICE, Server};

#[test]
fn one_baresip_calls_another_and_the_lamp_of_a_third_follows() {
    let mut server = Server::start(OFFICE, &[]);
    let mut caller = Baresip::start(server.port, "1000", &[], "udp");
    let mut called = Baresip::start(server.port, "1222", &[], "udp");
    let mut third = Baresip::start(server.port, "1333", &["1000", "1222"], "udp");
    for phone in ["Phone A  1000", "Phone C  1222", "Phone D  1333"] {
        server.wait_for("registrations", phone);
    }
    third.wait_for("1222", "Online");
    caller.command("dial", "1222");
    // A phone that dials is busy; one that rings is not.
    third.wait_for("1000", "Busy");
    third.wait_for("1222", "Online");
    called.command("accept", "");
    third.wait_for("1222", "Busy");
    called.command("hangup", "");
    third.wait_for("1000", "Online");
    third.wait_for("1222", "Online");
    assert!(!caller.log().contains("error"), "{}", caller.log());
}

#[test]
fn a_caller_who_gives_up_stops_the_ringing_everywhere() {
    let mut server = Server::start(OFFICE, &[]);
    let mut caller = Baresip::start(server.port, "1000", &[], "udp");
    let mut called = Baresip::start(server.port, "1222", &[], "udp");
    server.wait_for("registrations", "Phone C  1222");
    server.wait_for("registrations", "Phone A  1000");
    caller.command("dial", "1222");
    let rings = |called: &mut Baresip| called.command("listcalls", "").contains("INCOMING");
    assert!(crate::server::wait_until(|| rings(&mut called)), "{}", called.log());
    server.wait_for_line("1000", "busy");
    caller.command("hangup", "");
    server.wait_for_line("1000", "idle");
    assert!(crate::server::wait_until(|| !rings(&mut called)), "{}", called.log());
}

#[test]
fn a_real_phone_and_a_simulated_one_call_each_other() {
    let mut server = Server::start(OFFICE, &[]);
    let mut real = Baresip::start(server.port, "1000", &["1111"], "udp");
    server.wait_for("registrations", "Phone A  1000");
    real.wait_for("1111", "Online");
    real.command("dial", "1111");
    server.wait_for_line("1000", "busy");
    server.tell("Phone B answers");
    real.wait_for("1111", "Busy");
    server.tell("Phone B hangs up");
    real.wait_for("1111", "Online");
    server.wait_for_line("1000", "idle");
    server.tell("Phone B dials 1000");
    let rings = |real: &mut Baresip| real.command("listcalls", "").contains("INCOMING");
    assert!(crate::server::wait_until(|| rings(&mut real)), "{}", real.log());
    real.command("accept", "");
    server.wait_for_line("1000", "busy");
    real.command("hangup", "");
    server.wait_for_line("1000", "idle");
    real.wait_for("1111", "Online");
}

#[test]
fn a_number_that_nobody_has_is_refused() {
    let mut server = Server::start(OFFICE, &[]);
    let mut caller = Baresip::start(server.port, "1000", &[], "udp");
    server.wait_for("registrations", "Phone A  1000");
    caller.command("dial", "4711");
    assert!(crate::server::wait_until(|| caller.log().contains("480")), "{}", caller.log());
    server.wait_for_line("1000", "idle");
}
