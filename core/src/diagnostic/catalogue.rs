//! Every code with its help: what `lampfield explain E0103` prints.

use super::code::codes;

codes! {
    NotYaml = "E0101": "the file is no readable YAML",
    "A scenario is written in YAML. Here its structure cannot be followed: a bracket or a quote is \
not closed, a line is indented otherwise than its neighbours, or a text that contains `: ` or starts \
with a sign of YAML's own stands without quotes.\nThe part of the file (the top-level key) in which \
this stands is left out; the other parts are checked all the same.",
    "# wrong\nsteps:\n  - { at: 0s, do: everybody connects\n# right\nsteps:\n  - { at: 0s, do: everybody connects }";

    UnknownKey = "E0102": "a key that is not known here",
    "Every key has its place. The keys that are known at this place are listed, and the nearest one is \
proposed.",
    "# wrong\nphones:\n  Phone A: { type: 7970 SIP, subscribe_cs: Everyone }\n# right\nphones:\n  Phone A: { type: 7970 SIP, subscribe_css: Everyone }";

    UnknownName = "E0103": "a name that nothing in the cluster has",
    "A partition, calling search space, presence group, directory number, trunk, user, phone or anything \
else is named that neither the file defines nor one of its edits adds. Names are compared letter by letter. A directory number is named \
with its partition: `1111 in Executives`; without one it is in the null partition (R-4).",
    "# wrong\nlines: [1111 in Executive]\n# right\nlines: [1111 in Executives]";

    UnknownSentence = "E0104": "a sentence that nobody understands",
    "`do` takes a sentence: who, verb, and what. `Phone A dials 1000`, `everybody connects`, \
`Phone B is unplugged`, `Phone A opens missed calls`. `fault` takes `cut Phone A`, `heal Phone A`, \
`loss 30%`, `lose next NOTIFY to Phone A`, `calm`. `lampfield explain E0104` lists all.\n\
A phone: connects, is unplugged, lifts, dials NUMBER, answers, holds, resumes, hangs up, presses BLF N, \
opens missed calls, closes missed calls (placed calls, received calls, directory likewise), logs in as \
USER, logs out, is reset. A phone of a proxy: sets itself busy, dials NUMBER, hangs up. One who is \
outside: subscribes to NUMBER [for USER], unsubscribes from NUMBER, sets NUMBER busy, ends the \
subscription of NUMBER [with REASON], answers CODE, answers nothing, answers as it should, is unplugged, \
connects. A trunk: goes out of service, comes into service, is reset. A CallManager, by the name of its \
cluster: restarts.\n\
Faults: cut LINK, heal LINK, loss P%, duplication P%, reordering P%, latency D, jitter D (each for all \
links, or `on` LINK), lose next [N] METHOD to LINK, lose next [N] METHOD from LINK, \
lose next but N METHOD to LINK, calm. LINK is a phone, one who is outside or a SIP trunk; `to` a trunk \
is towards its far end.",
    "# wrong\n- { at: 1s, do: Phone B calls 1000 }\n# right\n- { at: 1s, do: Phone B dials 1000 }";

    WrongType = "E0105": "a text, a list or a mapping stands where another one belongs",
    "YAML knows three things: a text (`Executives`), a list (`[Internal, Executives]` or lines that \
start with `- `) and a mapping (`key: value`).",
    "# wrong\npartitions: Internal\n# right\npartitions: [Internal]";

    MissingKey = "E0106": "a key that must be there is missing",
    "Some things are nothing without a key: a scenario without `name`, a phone without `type`, a step \
without a time.",
    "# wrong\nphones:\n  Phone A: { lines: [1000] }\n# right\nphones:\n  Phone A: { type: 7970 SIP, lines: [1000] }";

    Duplicate = "E0107": "something is there twice",
    "A key stands twice in one mapping, or two objects of a kind have the same name. Names are unique \
(R-20), and an included cluster must not define what its includer defines.",
    "# wrong\ndirectory_numbers:\n  1000: {}\n  1000: {}";

    BadDuration = "E0108": "a time that is not understood",
    "Every time has a unit: `us`, `ms`, `s`, `m` (minutes) or `h`. Parts may be joined: `1m30s`. Times \
are whole microseconds and never negative.",
    "# wrong\n- { at: 5, do: Phone B hangs up }\n# right\n- { at: 5s, do: Phone B hangs up }";

    TimeGoesBack = "E0109": "a step stands before the step above it in time",
    "Steps are read from top to bottom, and time never goes back. Steps at the same time run in the \
order in which they are written; checks see everything else of their moment.",
    "# wrong\n- { at: 5s, do: Phone B hangs up }\n- { at: 4s, do: Phone B lifts }";

    OneVerb = "E0110": "a step does not have exactly one thing to do",
    "A step has a time (`at` or `after`) and exactly one of `do`, `change`, `fault`, \
`expect`, `say`.",
    "# wrong\n- { at: 5s, do: Phone B lifts, fault: cut Phone A }\n# right\n- { at: 5s, do: Phone B lifts }\n- { at: 5s, fault: cut Phone A }";

    UnknownRule = "E0111": "an id that no rule has",
    "Rules and readings are named by their ids: `GROUP-10`, `QUIRK-8`, `R-14`. `lampfield rules` lists \
them all.",
    "# wrong\ncovers: [GROUP-99]\n# right\ncovers: [GROUP-10]";

    WrongWord = "E0112": "a word that is not one of those that may stand here",
    "Some settings take one of a few words, as they are written in CallManager Administration: \
`Enabled` or `Disabled`, `Allow Subscription`, `Disallow Subscription` or `Use System Default`. Lamps \
are `idle`, `busy`, `unknown`, `no icon`, `no entry` or `no lamp`.",
    "# wrong\n- { lamp: Phone A BLF 1, is: green }\n# right\n- { lamp: Phone A BLF 1, is: idle }";

    NoSuchLamp = "E0113": "a lamp that this phone cannot have",
    "A lamp is a BLF/SpeedDial of a phone, counted from 1 in the order of its `blf_speed_dials` \
(`Phone A BLF 1`), an entry of a call list (`Phone A missed call 1111`, `placed call`, `received \
call`) or of the directory (`Phone A directory 1111`), or what somebody outside subscribed to (`WebDial \
watch 5555`).",
    "# wrong\n- { lamp: Phone A BLF 7, is: idle }     # it has two\n# right\n- { lamp: Phone A BLF 2, is: idle }";

    BadWaveform = "E0114": "a waveform that cannot be read",
    "Each line of a waveform is a lamp's name and one letter for each column: `i` idle, `B` busy, `?` \
unknown, `-` an entry without icon, `.` no entry or no lamp. A column is one second unless the first \
line says `# one column = 500ms`; column k is read just before its end, counted from the start of the \
scenario. All lines are equally wide, and none reaches past the time of its step. Lines that start \
with `#` are comments.",
    "# wrong\nPhone A BLF 1   iiBBxx\n# right\nPhone A BLF 1   iiBB??";

    BadVersion = "E0115": "a format version that this program does not read",
    "The first key of a file is `lampfield: 1`, the version of the language. This program reads \
version 1.",
    "# wrong\nlampfield: 7\n# right\nlampfield: 1";

    Unreadable = "E0116": "a file cannot be read",
    "The file is not there, is no UTF-8 text, or is larger than 4 MB. Scenario files are written by \
people; large sites come from CSV.",
    "# wrong: no file of this name lies there\ncluster: { include: ../clusters/three-floors.yaml }\n# right\ncluster: { include: ../clusters/two-floors.yaml }";

    LeavesRoot = "E0117": "a path that leads out of the root",
    "An included file is named relative to the file that includes it, and must lie below the root of \
the scenarios. So a scenario from somebody else cannot read your files.",
    "# wrong\ncluster: { include: /etc/passwd }\n# right\ncluster: { include: ../clusters/two-floors.yaml }";

    IncludeCycle = "E0118": "files that include each other",
    "A file that is included may include another one, but not one that leads back to itself, and not \
more than 16 deep.",
    "# wrong, in clusters/two-floors.yaml\ncluster: { include: two-floors.yaml }";

    YamlFeature = "E0119": "a feature of YAML that scenarios do not use",
    "Anchors (`&x`), aliases (`*x`), merge keys (`<<`), tags (`!x`), directives and several documents in \
one file make a file hard to read, and edits by program unsafe. Write it out; share clusters with \
`include`.",
    "# wrong\nphones: { Phone A: &base { type: 7970 SIP }, Phone B: *base }";

    BadName = "E0120": "a name that cannot be used",
    "`all` and `everybody` mean every phone; `None` is the null partition and the unset calling search \
space. A directory number consists of digits, `*`, `#`, `+` and the signs of patterns (R-10). Names \
have no blanks at their ends and no line feeds.",
    "# wrong\nphones:\n  everybody: { type: 7970 SIP }";

    TooMuch = "E0121": "more than a file may hold",
    "Every bound has a name and a reason. Here a file is nested too deep or holds too many things.",
    "# wrong: 15 000 cases\nmatrix: { seed: 1..5000, latency: [1ms, 2ms, 3ms] }";

    Empty = "E0122": "something that must not be empty is empty",
    "An empty file, a scenario without steps, an `expect` without expectations: nothing would be \
checked, and it would look as if it had been.",
    "# wrong\n- { at: 5s, expect: [] }\n# right\n- { at: 5s, expect: [{ lamp: Phone A BLF 1, is: idle }] }";

    BadNumber = "E0123": "a number that is not understood",
    "Counts and seeds are whole numbers, written in digits. Chances are whole percents or parts of \
them up to four decimals, from `0%` to `100%`.",
    "# wrong\nnetwork: { loss: 0.3 }\n# right\nnetwork: { loss: 30% }";

    BadCluster = "E0124": "a cluster that CallManager would not accept",
    "The cluster can be read, and one of its settings is against a rule; the rule's id stands in the \
message. `lampfield explain RULE` tells more.",
    "# wrong: only one of the two (ADMIN-5)\nblf_speed_dials: [{ directory_number: 1111, destination: 1111 }]\n# right\nblf_speed_dials: [{ directory_number: 1111 }]";

    BadExpectation = "E0126": "an expectation that does not say one clear thing",
    "An expectation is one of: `lamp` with `is`, `message`, `never`, `decision`, `answer`, `waveform`, \
`refused`, `warned`, `cancelled`, `found`, `pending`, `view` with `shows`. With `lamp` go `within`, `by`, `holds` and `because`; with `message` go `count`, `within` and \
`between`.",
    "# wrong\n- { lamp: Phone A BLF 1, because: [GROUP-10] }\n# right\n- { lamp: Phone A BLF 1, is: idle, because: [GROUP-10] }";

    Tab = "E0127": "a tab in the indentation",
    "YAML is indented by blanks only: a tab looks different in every editor.",
    "# wrong\nsteps:\n<tab>- { at: 0s, do: everybody connects }\n# right\nsteps:\n  - { at: 0s, do: everybody connects }";

    PlainPassword = "E0128": "a password that stands in the file",
    "A scenario is passed on, so no real password stands in it. `lab` makes one up from the user name, \
the same in every run; `{ env: NAME }` takes one from the environment, `{ file: PATH }` from a file \
beside the scenario. None of them is ever shown in a trace, a report or a link.",
    "# wrong\nown_credentials: { username: cm, password: opensesame }\n# right\nown_credentials: { username: cm, password: lab }";

    Ambiguous = "E0129": "a name that several have",
    "A name that only one cluster has, or only one outside of them, stands alone. Where two have it, the \
cluster stands before it: `East/Phone A`.",
    "# wrong\n- { at: 1s, do: Phone A lifts }        # East and West have a Phone A\n# right\n- { at: 1s, do: East/Phone A lifts }";

    BadSite = "E0130": "clusters and outside do not fit together",
    "Those who are outside stand at the far end of a SIP trunk of a cluster, and a trunk to another \
cluster needs one that leads back. A trunk leads to one of them.",
    "# wrong\noutside: { Proxy D: { type: proxy, trunk: Old Gateway } }     # an MGCP trunk\n# right\noutside: { Proxy D: { type: proxy, trunk: Trunk C } }";

    BadChange = "E0131": "a change that says nothing clear",
    "`change` takes settings as a definition writes them (`change: { phones: { Phone A: { css: Everyone } } }`), \
or one of `add`, `copy`, `rename`, `delete`, `find`, `find_within`, `dependency_records`, each with the \
kind of object under it.",
    "# wrong\n- { at: 1s, change: { delete: Night } }\n# right\n- { at: 1s, change: { delete: { presence_groups: [Night] } } }";

    BadTable = "E0132": "a CSV file that cannot be read as phones",
    "`phones_csv` names CSV files: the first row names the columns, every further row is a phone. The \
columns are those of BAT's exports (`Device Name`, `Device Type`, `Device Protocol`, `CSS`, `Device \
Subscribe CSS`, `Directory Number 1`, `Route Partition 1`, `Busy Lamp Field Directory Number 1`, and so \
on); others are passed over. Cells are separated by commas; one with a comma or a quote in it stands in \
quotes.",
    "# wrong\nName,Device Type,Directory Number 1\n\"Phone A,7970 SIP,1000\n# right\nName,Device Type,Directory Number 1\n\"Phone A\",7970 SIP,1000";

    UnclosedFence = "E0133": "a part of a lesson that has no end",
    "A lesson starts with front matter: a line `---`, keys, a line `---`. Its blocks stand in fences: a \
line of three or more backticks opens one, a line of as many and nothing else closes it. Without that \
line all that follows belongs to the block.",
    "# wrong\n```yaml goal\nid: lit\n# right\n```yaml goal\nid: lit\n```";

    BadLesson = "E0134": "a lesson whose parts do not fit together",
    "A lesson is Markdown with front matter, exactly one block `yaml scenario`, and behind it any number \
of blocks `yaml predict` and `yaml goal`. A question is about one thing (`lamp`, `answer` or \
`stopped_by`) and has two choices at least, the right one among them. A goal has a `solution` that does \
something and a `check` that expects something. A block that a reader is only to look at is `yaml` alone.",
    "# wrong\n```yaml gaol\n# right\n```yaml goal";

    LampDiffers = "E0301": "a lamp does not show what was expected",
    "At the moment of the check the watcher shows something else. The note `why` tells the decision \
behind the lamp, or what happened to its subscription.",
    "- { at: 5s, do: Phone B lifts }\n- { at: 6s, expect: [{ lamp: Phone A BLF 1, is: idle }] }     # it is busy";

    BecauseDiffers = "E0302": "the outcome is right, and not for the expected reason",
    "`because` names rules that must be among the checks of the decision behind the lamp. The checks \
that there were are listed.",
    "- { lamp: Phone A BLF 1, is: idle, because: [GROUP-2] }     # a button here asks no groups: GROUP-10";

    MessageCountDiffers = "E0303": "not as many messages as expected",
    "Each datagram that leaves its sender counts, retransmissions too, within the window of the \
expectation: from the start of the scenario to the step, unless `within` or `between` says otherwise.",
    "- { message: { method: NOTIFY, to: Phone A, about: 1111 }, count: 1 }     # there were three";

    Happened = "E0304": "something happened that must never happen",
    "`never` forbids a message or a state of a lamp over the whole run, or `between` two moments.",
    "- { never: { message: { method: NOTIFY, to: Phone A }, between: [1s, 5s] } }     # one went at 2s";

    DecisionDiffers = "E0305": "CallManager decided otherwise than expected",
    "A decision is `allowed`, `refused`, `refused by default` or `no route`.",
    "- { decision: Phone A BLF 1, is: refused }     # it was allowed";

    AnswerDiffers = "E0306": "the SIP answer is another one than expected",
    "`answer` names a lamp of a SIP phone; what counts is the last final answer to its SUBSCRIBE.",
    "- { answer: Phone A BLF 1, is: 200 }     # it was 404";

    WaveformDiffers = "E0307": "a waveform differs",
    "The columns that differ are marked. `lampfield run --update` writes what happened into the file; \
it never touches `is`, `because` or `never`.",
    "- waveform: |\n    Phone A BLF 1 (1111)   iiiBBB     # it was iiiiBB";

    InvariantBroken = "E0308": "something that must always hold did not",
    "Invariants are checked at every event. `no-status-after-refusal`: a refused subscription never \
carries a status. `lamps-tell-the-truth-in-the-end`: when faults have stopped and the longest refresh \
and retry have passed, every live lamp shows what the status table and its watcher's own permission \
give. `one-upstream-subscription-per-trunk`: CallManager has one subscription at most for a route, a trunk \
and a presentity.",
    "always: [lamps-tell-the-truth-in-the-end]     # a lamp still shows what is long over";

    NotCovered = "E0309": "a rule under `covers` is not shown by this run",
    "Each rule has a kind of evidence: a check in a decision, an edit that is refused, or a lamp, message, \
list or view that shows it. \
A scenario that claims to cover a rule must contain that evidence.",
    "covers: [GROUP-11]     # and no step deletes a group that is in use";

    RunStopped = "E0310": "the run was stopped",
    "A limit of the engine was reached, or a datagram did not come out of its socket, so the rest of the \
scenario is not known.",
    "network: { latency: 0s }     # two nodes answer each other for ever, in no time";

    NotReached = "E0311": "checks that were not reached",
    "The run ended (`--until`) before these checks: they are unknown, not passed.",
    "- { at: 60s, expect: [{ lamp: Phone A BLF 1, is: idle }] }     # with `--until 30s`";

    RefusalDiffers = "E0312": "an edit was not refused as expected, or not taken",
    "`refused: change` is about the latest edit, log-in or log-out before it: it must have been refused, \
with the rule under `because`. An edit that is refused, and that no `refused` at its moment or later \
speaks of, fails the scenario too.",
    "- { at: 1s, change: { delete: { presence_groups: [Night] } } }     # it is in use, and nothing says `refused: change`";

    FoundDiffers = "E0313": "a list is another one than expected",
    "`found` is what the latest `find`, `find_within` or `dependency_records` gave, in its order.",
    "- { found: [Night] }     # there was Late, too";

    NotThere = "E0314": "a name that nothing has at that moment",
    "A step or an expectation names something that an edit of the scenario adds, and at its moment there \
is nothing of that name: the edit comes later, was refused, or it was deleted or renamed.",
    "- { at: 1s, do: Phone N lifts }     # the edit that adds it comes at 2s";

    ViewDiffers = "E0315": "the administrator sees something else than expected",
    "A view is what a page of the administration shows at that moment: what waits for a Reset, the \
relationship pane of a presence group, the buttons of a phone, its unassigned associated items.",
    "- { view: labels of Phone A, shows: [Lobby] }     # it writes Reception";

    KnownFailureOverdue = "E0316": "a known failure whose day is over",
    "`known_failure: { why: …, until: 2027-01-31 }` lets a scenario fail up to that day, included. From \
the next day on it fails like any other: mend what is wrong, or agree on another day.",
    "known_failure: { why: the lamp of a shared line, until: 2026-01-31 }     # that day is over";

    KnownFailureHolds = "E0317": "a known failure that no longer fails",
    "The scenario has `known_failure` and holds. Take the key out: from then on the scenario guards what \
was mended.",
    "known_failure: { why: the lamp of a shared line, until: 2099-01-31 }     # and everything holds";

    GoalHolds = "E0318": "a goal that is reached before anything was done",
    "The check of a goal was made in a run without its solution, at the same moments, and everything that \
it expects was so. A learner could not miss it: expect something that is not so yet.",
    "```yaml goal\nsolution: [{ after: 1s, do: Phone B lifts }]\ncheck: [{ after: 1s, expect: { lamp: Phone A BLF 2, is: idle } }]     # it was idle all the time";

    PredictionDiffers = "E0319": "a question of a lesson with another answer than the file says",
    "The engine answers each question of a lesson. Where it answers otherwise than `is` says, either the \
file is wrong or the engine: `lampfield explain` tells why it answers so.",
    "```yaml predict\nlamp: Phone A BLF 1\nis: idle     # it is busy";

    BackendsDiffer = "E0320": "simulator and sockets differ",
    "`--backend both` plays a scenario twice: in the simulator, and with its datagrams over real sockets. \
Every event must be the same but for addresses; the first that is not is shown from both sides.",
    "lampfield run --backend both FILE     # a message came out other than it was sent";

    NotProven = "E0321": "what a real clock can neither prove nor refute",
    "By a real clock (`--clock real`, `--target`) everything may be early or late by the `tolerance`. What \
then depends on which side of a moment something happened is unknown, not failed. So is what is checked \
while the run itself was later than the tolerance.",
    "- never: { message: { method: NOTIFY }, between: [1s, 2s] }     # one was sent at 1.98s, and the tolerance is 50ms";

    NotCheckable = "E0322": "what cannot be made or seen at a server under test",
    "With `--target` the first CallManager is somebody else's server. Edits, log-ins, Resets and decisions \
are inside of it: such steps are not made, and such expectations count neither as held nor as failed.",
    "- { decision: Phone A BLF 1, is: allowed }     # with `--target`, nobody outside sees it";
}
