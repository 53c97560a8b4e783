//! The programs that tests call.

use super::packaged::Packaged;

/// Chromium and its driver.
pub(super) const BROWSER: Packaged = Packaged {
    programs: &["chromium", "chromedriver"],
    packages: &["chromium", "chromium-driver"],
    for_what: "the tests of the page",
    elsewhere: "install Chromium and ChromeDriver of the same version, and put both in PATH",
};

/// What reads captures as Wireshark does.
pub(super) const TSHARK: Packaged = Packaged {
    programs: &["tshark"],
    packages: &["tshark"],
    for_what: "the tests of captures",
    elsewhere: "install tshark, which comes with Wireshark, and put it in PATH",
};

/// The phones and servers that ours talks to.
pub(super) const PEERS: Packaged = Packaged {
    programs: &["sipp", "baresip", "kamailio"],
    packages: &["sip-tester", "baresip-core", "kamailio", "kamailio-presence-modules"],
    for_what: "the tests with other people's phones and servers",
    elsewhere: "install SIPp, baresip, and Kamailio with its presence modules, and put them in PATH",
};

/// What holds JUnit reports against their schema.
pub(super) const XMLLINT: Packaged = Packaged {
    programs: &["xmllint"],
    packages: &["libxml2-utils"],
    for_what: "the tests of JUnit reports",
    elsewhere: "install xmllint, which comes with libxml2, and put it in PATH",
};
