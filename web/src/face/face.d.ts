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
  faults: { sentence: string; undo: string; link: string }[];
  /** Who is outside and has a link of its own. */
  outside: string[];
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

export interface Phone {
  name: string;
  model: string;
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
}

/** A mistake in a file; `load` throws an Error with `problems: Problem[]`. */
export interface Problem {
  code: string;
  message: string;
  line: number;
  column: number;
  rendered: string;
}
