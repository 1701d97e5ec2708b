/** What somebody outside tells a task that waits for its token, in seconds after its invocation. */
export type Telling =
  | { readonly after: number; readonly succeeds: unknown }
  | { readonly after: number; readonly fails: string; readonly cause: string }
  | { readonly after: number; readonly beats: true };

/** What a function does when it is invoked for the nth time; without anything it answers null. */
export interface Play {
  readonly answers?: unknown;
  /** The name of an error; those of the service itself, not of the code, begin with `Lambda.`. */
  readonly throws?: string;
  /** Seconds that the invocation takes. */
  readonly takes?: number;
  /** The invocation never answers. */
  readonly isKilled?: boolean;
  readonly tells?: readonly Telling[];
}

/** The plays of each function by its name, the first for the first invocation; the last is repeated. */
export type Script = Readonly<Record<string, readonly Play[]>>;

/**
 * The states that a machine entered, in order: of the machine itself under `main`, of a branch under
 * the name of its state and its index, of an iteration likewise.
 */
export type Paths = Readonly<Record<string, readonly string[]>>;

/** How an execution went, as anybody can see it from outside. */
export interface Outcome {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly paths: Paths;
  /** The machine's own variables at the end. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What each function was invoked with, in order. */
  readonly payloads: Readonly<Record<string, readonly unknown[]>>;
  /** The functions in the order of their invocations. */
  readonly invoked: readonly string[];
  /** The types of the events in the history. */
  readonly events: readonly string[];
}

/** A machine and what happens around it. */
export interface EngineRun {
  /** A sentence in the present tense. */
  readonly name: string;
  readonly machine: object;
  readonly input?: unknown;
  readonly functions?: Script;
  /** When and how StopExecution ends it. */
  readonly stopped?: { readonly after: number; readonly error?: string; readonly cause?: string };
}

/** A run, and how AWS documents that it goes. */
export interface EngineCase extends EngineRun {
  readonly expected: Partial<Omit<Outcome, 'paths'>> & {
    readonly status: string;
    /** A list is the path of `main`, and no other is entered. */
    readonly paths?: Paths | readonly string[];
    /** From start to end, where time is virtual. */
    readonly seconds?: number;
    /** How many events the history has. */
    readonly eventCount?: number;
  };
}
