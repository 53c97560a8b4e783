/** Times are virtual, in microseconds. */
export type Micros = number;

export interface LoadOptions {
  /** The name under which mistakes speak of the file. */
  path?: string;
  /** In place of the file's seed. */
  seed?: number;
  /** Where to stand at once. */
  atUs?: Micros;
  /** What the user did, as `[time, sentence]`. */
  acts?: [Micros, string][];
}

/** The state of a run. */
export interface Snapshot {
  version: number;
  name: string;
  path: string;
  seed: number;
  nowUs: Micros;
  endUs: Micros;
  reachedUs: Micros;
  quiet: boolean;
  acted: boolean;
  acts: [Micros, string][];
  checksPassed: number;
  checksFailed: number;
  checksTotal: number;
  events: number;
  /** 32 hex digits: equal for equal runs, here and on the command line. */
  digest: string;
  phones: Phone[];
  last: string;
  flights: LadderRow[];
  notice: string | null;
  /** How many branches there are beside this run. */
  branches: number;
  /** Faults of the network that are in force: each with what takes it back. */
  faults: Fault[];
  /** The clusters, in the order of their phones, and then those outside. */
  nodes: Node[];
  /** What the one who acted should look at; empty but in the answer to `act`. */
  told: Reason[];
}

/** A reason against what was asked, or something to look at. */
export interface Reason {
  /** The id of the rule behind it. */
  rule: string;
  sentence: string;
  /** What to do instead. */
  wayOut: string;
  path: string;
}

/** A fault of the network. Its lanes are those of the two ends of its link, CallManager first; of one
 * that is about all links they are the same. */
export interface Fault {
  sentence: string;
  undo: string;
  fromLane: number;
  toLane: number;
}

/** A cluster, one outside, or a trunk, route list or hunt pilot of a cluster. */
export interface Node {
  table: "clusters" | "outside" | "trunks" | "route_lists" | "hunt_pilots";
  /** Empty for the only cluster. */
  name: string;
  /** What it is, and of a trunk what it lets in. */
  note: string;
  /** Of a trunk, the lane of its far end. */
  lane: number;
  /** Whether it is unplugged or out of service. */
  down: boolean;
  /** How many of the phones are a cluster's. */
  phones: number;
  /** What stands at its CallManager. */
  parts: Node[];
  /** Of one outside, what it watches here. */
  lamps: Entry[];
}

export interface Phone {
  name: string;
  /** Empty where there is only one. */
  cluster: string;
  model: string;
  /** Its lane in the ladder. */
  lane: number;
  connected: boolean;
  lines: Line[];
  keys: Key[];
  lists: List[];
  /** What makes sense now, for `act`. */
  verbs: string[];
  /** Whether something is saved that waits for its Reset or a log-in. */
  waits: boolean;
  /** Who may log in, where extension mobility is enabled on it. */
  users: string[];
  /** Who is logged in; empty for nobody. */
  user: string;
}

export interface Line {
  number: string;
  partition: string;
  state: "gone" | "on-hook" | "off-hook" | "ringing" | "connected";
  hint: string;
}

export interface Lamp {
  face: "idle" | "busy" | "unknown" | "no-icon" | "dark";
  badge: "" | "refused" | "pending" | "expired" | "unreachable" | "unmonitored";
  spoken: string;
  sinceUs: Micros;
}

export interface Key {
  button: number;
  label: string;
  target: string;
  lamp: Lamp;
  /** For `explain`. */
  subject: string;
}

export interface List {
  list: "missed" | "placed" | "received" | "directory";
  open: boolean;
  entries: Entry[];
}

export interface Entry {
  number: string;
  lamp: Lamp;
  /** For `explain`. */
  subject: string;
}

export interface LadderRow {
  event: number;
  atUs: Micros;
  kind: "sip" | "link" | "act" | "lamp" | "line" | "timer" | "fault";
  fromLane: number;
  toLane: number;
  label: string;
  repeats: number;
  lost: string;
  arrivedUs: Micros;
}

/** Why a lamp shows what it shows. */
export interface Why {
  /** The one that decides; empty where there is only one. */
  cluster: string;
  subject: string;
  /** What it shows and since when; of a request, what came of it. */
  headline: string;
  /** The decision behind a lamp in a sentence; empty where there is none. */
  reason: string;
  checks: Check[];
  remedies: Remedy[];
  events: LadderRow[];
}

export interface Check {
  /** `GROUP-10` */
  rule: string;
  verdict: "pass" | "fail" | "not-applied" | "noted";
  sentence: string;
  path: string;
}

export interface Remedy {
  sentence: string;
  path: string;
  /** What makes it, for `act`; empty where nothing does. */
  acts: string;
}

/** A mistake in a file; `load` throws an Error with `problems: Problem[]`. */
export interface Problem {
  code: string;
  message: string;
  line: number;
  column: number;
  rendered: string;
}
