//! Two servers of ours with a trunk between them.

use crate::plain::{Plain, code};
use crate::server::{Server, free_port};

fn office(own: &str, other: &str, phone: &str) -> String {
    format!(
        "cluster:
  button_templates: {{ BLF: {{ for: 7970 SIP, buttons: [Line, Speed Dial BLF] }} }}
  sip_trunk_security_profiles: {{ Open: {{ accept_presence_subscription: yes }} }}
  trunks: {{ To {other}: {{ type: SIP, destination: {other}, security_profile: Open }} }}
  route_groups: {{ There: {{ members: [To {other}] }} }}
  route_lists: {{ Out: {{ route_groups: [There] }} }}
  route_patterns: {{ {other}11X: {{ route: {{ route_list: Out }} }} }}
  directory_numbers: {{ {own}000: {{}}, {own}111: {{}} }}
  phones:
    Real: {{ type: 7970 SIP, template: BLF, lines: [{own}000], blf_speed_dials: [{{ destination: {other}111 }}] }}
    {phone}: {{ type: 7961 SCCP, lines: [{own}111] }}
outside:
  {other}: {{ type: presence server, trunk: To {other} }}
"
    )
}

#[test]
fn a_lamp_here_follows_a_phone_behind_a_trunk() {
    let (west, east) = (free_port(), free_port());
    let at = |name: &str, port: u16| format!("{name}=udp:127.0.0.1:{port}");
    // The name of the other one is the first digit of its numbers.
    let mut here = Server::at(west, &office("1", "2", "Desk"), &["--outside", &at("2", east)]);
    let mut there = Server::at(east, &office("2", "1", "Desk"), &["--outside", &at("1", west)]);
    let mut phone = Plain::new(west);
    phone.register();
    let more = "Event: presence\r\nExpires: 600\r\n";
    let request = phone.request("SUBSCRIBE", "2111", "over", more);
    phone.send(request.as_bytes());
    assert_eq!(code(&phone.next()), 200);
    let told = |phone: &Plain| {
        let notify = phone.next();
        phone.acknowledge(&notify);
        notify
    };
    let mut latest = told(&phone);
    // It may be pending first, until the far end has answered.
    while !latest.contains("<basic>open</basic>") {
        latest = told(&phone);
    }
    there.tell("Desk lifts");
    assert!(told(&phone).contains("on-the-phone"));
    there.tell("Desk hangs up");
    assert!(!told(&phone).contains("on-the-phone"));
    there.wait_for("subscriptions", "To 1 -> 2111  idle");
    here.wait_for("subscriptions", "Real -> 2111");
    // The far end goes, in order: the watcher hears that its subscription is over, or is asked to
    // wait for another way.
    assert_eq!(there.stop(), 0);
    here.wait_for("subscriptions", "none");
}
