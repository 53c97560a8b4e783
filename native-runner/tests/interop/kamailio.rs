//! Kamailio as the presence server behind a trunk.

use std::fs::File;
use std::net::UdpSocket;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::plain::{Plain, code};
use crate::server::{Folder, Server, free_port, wait_until};

/// A Kamailio in memory, with its folder.
pub(crate) struct Kamailio {
    child: Child,
    pub(crate) port: u16,
    folder: Folder,
}

const CONFIG: &str = include_str!("kamailio.cfg");

impl Kamailio {
    pub(crate) fn start(port: u16) -> Kamailio {
        Kamailio::with(port, CONFIG)
    }

    /// One that wants whoever says that he is 1000 to prove it: by the password `magpie`.
    pub(crate) fn that_challenges(port: u16) -> Kamailio {
        let load = "loadmodule \"tm.so\"\n";
        let serve = "    if (is_method(\"PUBLISH|SUBSCRIBE\")) {\n";
        let prove = "    if ($fU == \"1000\" && is_method(\"PUBLISH|SUBSCRIBE\")) {\n        \
                     if (!pv_www_authenticate(\"lab\", \"magpie\", \"0\")) {\n            \
                     www_challenge(\"lab\", \"1\");\n            exit;\n        }\n    }\n";
        let config = CONFIG
            .replace(load, &format!("{load}loadmodule \"auth.so\"\n"))
            .replace(serve, &format!("{prove}{serve}"));
        assert_eq!(config.matches("www_").count(), 2, "the configuration has moved");
        Kamailio::with(port, &config)
    }

    /// One with these texts of its configuration replaced.
    pub(crate) fn altered(port: u16, changes: &[(&str, &str)]) -> Kamailio {
        let mut config = CONFIG.to_owned();
        for (old, new) in changes {
            assert!(config.contains(old), "the configuration has moved: {old}");
            config = config.replace(old, new);
        }
        Kamailio::with(port, &config)
    }

    fn with(port: u16, config: &str) -> Kamailio {
        let folder = Folder::new();
        for table in ["version", "presentity", "active_watchers", "watchers", "xcap"] {
            folder.write(&format!("db/{table}"), table_of(table));
        }
        let config = config
            .replace("PORT", &port.to_string())
            .replace("FOLDER", &folder.0.display().to_string())
            .replace("MODULES", &modules());
        let path = folder.write("kamailio.cfg", &config);
        let log = File::create(folder.0.join("log")).unwrap();
        let mut command = Command::new("kamailio");
        command.args(["-DD", "-E", "-m", "64", "-M", "8", "-Y"]).arg(&folder.0);
        command.arg("-w").arg(&folder.0).arg("-f").arg(path).current_dir(&folder.0);
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child =
            command.spawn().expect("kamailio: `cargo xtask setup --only peers` installs it");
        let kamailio = Kamailio { child, port, folder };
        kamailio.wait_until_it_answers();
        kamailio
    }

    fn wait_until_it_answers(&self) {
        let asker = UdpSocket::bind("127.0.0.1:0").unwrap();
        asker.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let own = asker.local_addr().unwrap().port();
        let mut nth = 0;
        let there = wait_until(|| {
            nth += 1;
            let options = format!(
                "OPTIONS sip:127.0.0.1:{0} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{own};\
                 branch=z9hG4bK{nth}\r\nMax-Forwards: 70\r\nFrom: <sip:a@127.0.0.1>;tag=a\r\n\
                 To: <sip:127.0.0.1>\r\nCall-ID: up{nth}\r\nCSeq: 1 OPTIONS\r\n\
                 Content-Length: 0\r\n\r\n",
                self.port
            );
            asker.send_to(options.as_bytes(), ("127.0.0.1", self.port)).unwrap();
            asker.recv(&mut [0; 4096]).is_ok()
        });
        assert!(there, "{}", self.log());
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.0.join("log")).unwrap_or_default()
    }

    /// Publishes a status of a presentity, in place of the one with this tag; gives the new tag.
    pub(crate) fn publish(&self, user: &str, instead: Option<&str>, busy: bool) -> String {
        let publisher = UdpSocket::bind("127.0.0.1:0").unwrap();
        publisher.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let (own, port) = (publisher.local_addr().unwrap().port(), self.port);
        let activity =
            if busy { "<rpid:activities><rpid:on-the-phone/></rpid:activities>" } else { "" };
        let body = format!(
            "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
             xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
             xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"sip:{user}@127.0.0.1:{port}\">\
             <tuple id=\"t\"><status><basic>open</basic></status></tuple>\
             <dm:person id=\"p\">{activity}</dm:person></presence>"
        );
        let condition = instead.map(|tag| format!("SIP-If-Match: {tag}\r\n")).unwrap_or_default();
        let text = format!(
            "PUBLISH sip:{user}@127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{own};\
             branch=z9hG4bKp{own}\r\nMax-Forwards: 70\r\nFrom: <sip:{user}@127.0.0.1:{port}>;tag=p\r\n\
             To: <sip:{user}@127.0.0.1:{port}>\r\nCall-ID: p{user}{own}\r\nCSeq: 1 PUBLISH\r\n\
             Event: presence\r\nExpires: 600\r\n{condition}Content-Type: application/pidf+xml\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        publisher.send_to(text.as_bytes(), ("127.0.0.1", port)).unwrap();
        let mut room = [0; 4096];
        let length = publisher.recv(&mut room).expect("an answer to PUBLISH");
        let answer = String::from_utf8_lossy(&room[..length]).into_owned();
        assert_eq!(code(&answer), 200, "{answer}\n{}", self.log());
        let tag = answer.lines().find_map(|line| line.strip_prefix("SIP-ETag: "));
        tag.expect("a tag").to_owned()
    }
}

impl Drop for Kamailio {
    fn drop(&mut self) {
        // It ends its own children when it is asked to.
        let id = self.child.id().to_string();
        drop(Command::new("kill").args(["-TERM", &id]).status());
        let ended = wait_until(|| self.child.try_wait().is_ok_and(|ended| ended.is_some()));
        if !ended {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

/// Where Debian puts its modules: below the name of the machine's kind.
fn modules() -> String {
    let kinds = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let folders = kinds.map(|kind| kind.path().join("kamailio/modules"));
    let found = folders.into_iter().find(|folder| folder.join("presence.so").exists());
    let found = found.expect("the presence modules: `cargo xtask setup --only peers`");
    found.display().to_string()
}

/// The text database wants to know its columns.
fn table_of(table: &str) -> &'static str {
    match table {
        "version" => {
            "table_name(string) table_version(int)\npresentity:5\nactive_watchers:12\nwatchers:3\nxcap:4\n"
        }
        _ => "id(int,auto)\n",
    }
}

/// A cluster whose 7XXX lie behind trunks, tried in this order.
pub(crate) fn cluster(trunks: &[&str]) -> String {
    let list = |each: &dyn Fn(&str) -> String| trunks.iter().map(|t| each(t)).collect::<Vec<_>>();
    let trunk = |name: &str| format!("Trunk {name}: {{ type: SIP, destination: {name} }}");
    let member = |name: &str| format!("Trunk {name}");
    let outside =
        |name: &str| format!("  {name}: {{ type: presence server, trunk: Trunk {name} }}\n");
    format!(
        "cluster:
  button_templates: {{ BLF: {{ for: 7970 SIP, buttons: [Line, Speed Dial BLF] }} }}
  enterprise_parameters: {{ BLF for Call Lists: Enabled }}
  service_parameters: {{ Default Inter-Presence Group Subscription: Allow Subscription }}
  trunks: {{ {} }}
  route_groups: {{ There: {{ members: [{}] }} }}
  route_lists: {{ Out: {{ route_groups: [There] }} }}
  route_patterns: {{ 7XXX: {{ route: {{ route_list: Out }} }} }}
  directory_numbers: {{ 1000: {{}} }}
  phones:
    Phone A: {{ type: 7970 SIP, template: BLF, lines: [1000], blf_speed_dials: [{{ destination: 7100 }}] }}
outside:
{}",
        list(&trunk).join(", "),
        list(&member).join(", "),
        list(&outside).concat(),
    )
}

/// Waits for a NOTIFY with or without the activity, and acknowledges what comes.
#[track_caller]
fn wait_for_status(phone: &Plain, busy: bool) {
    for _ in 0..20 {
        let message = phone.next();
        if !message.starts_with("NOTIFY ") {
            continue;
        }
        phone.acknowledge(&message);
        let open = message.contains("<basic>open</basic>");
        if open && message.contains("on-the-phone") == busy {
            return;
        }
    }
    panic!("no NOTIFY says so");
}

pub(crate) fn watch(phone: &mut Plain, call: &str) {
    let request = phone.request("SUBSCRIBE", "7100", call, "Event: presence\r\nExpires: 600\r\n");
    phone.send(request.as_bytes());
}

#[test]
fn what_is_published_at_kamailio_reaches_a_watcher_here() {
    let kamailio = Kamailio::start(free_port());
    let at = format!("Partner=udp:127.0.0.1:{}", kamailio.port);
    let mut server = Server::start(&cluster(&["Partner"]), &["--outside", &at]);
    let mut phone = Plain::new(server.port);
    phone.register();
    watch(&mut phone, "one");
    // Nothing is published yet: accepted, and unknown.
    server.wait_for("subscriptions", "Phone A -> 7100  unknown");
    let tag = kamailio.publish("7100", None, false);
    wait_for_status(&phone, false);
    kamailio.publish("7100", Some(&tag), true);
    wait_for_status(&phone, true);
    server.wait_for("subscriptions", "Phone A -> 7100  busy");
}

#[test]
fn a_second_watcher_gets_the_cached_status_and_kamailio_one_subscription() {
    let kamailio = Kamailio::start(free_port());
    let at = format!("Partner=udp:127.0.0.1:{}", kamailio.port);
    let mut server = Server::start(&cluster(&["Partner"]), &["--outside", &at]);
    kamailio.publish("7100", None, true);
    let mut phone = Plain::new(server.port);
    phone.register();
    watch(&mut phone, "one");
    server.wait_for("subscriptions", "Phone A -> 7100  busy");
    watch(&mut phone, "two");
    let both = |text: &str| text.matches("Phone A -> 7100  busy").count() == 2;
    assert!(wait_until(|| both(&server.ask("subscriptions"))), "{}", server.ask("subscriptions"));
}

#[test]
fn a_dead_trunk_is_passed_over_for_the_one_behind_which_kamailio_is() {
    let kamailio = Kamailio::start(free_port());
    kamailio.publish("7100", None, true);
    let at = [
        format!("Dead=udp:127.0.0.1:{}", free_port()),
        format!("Partner=udp:127.0.0.1:{}", kamailio.port),
    ];
    let more = ["--outside", &at[0], "--outside", &at[1]];
    let mut server = Server::start(&cluster(&["Dead", "Partner"]), &more);
    server.tell("Trunk Dead goes out of service");
    let mut phone = Plain::new(server.port);
    phone.register();
    watch(&mut phone, "one");
    server.wait_for("subscriptions", "Phone A -> 7100  busy");
}
