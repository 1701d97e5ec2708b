import { join } from 'node:path';
import type { Post } from '../../functions/platform/http.ts';
import { Clock } from '../clock.ts';
import { seeded } from '../random.ts';
import { CallLog } from './call-log.ts';
import { applyCall, type CallEnvironment, type ClientCall } from './calls.ts';
import { type Home, runIn } from './context.ts';
import { type Deliveries, EventBus } from './event-bus.ts';
import { type FaultPlan, type FunctionFaults, noFaults } from './faults.ts';
import { fileText } from './file-text.ts';
import type { LambdaHandler } from './function-code.ts';
import { createFunctions, type Functions } from './functions.ts';
import { type Allowed, refusalOf } from './iam-actions.ts';
import { idSource } from './identifiers.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { perform } from './perform.ts';
import { NotSimulatedError, type Service, type Surroundings } from './service.ts';
import type { FunctionDefinition, RuleDefinition } from './template.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type ServiceOrFactory = Service | ((surroundings: Surroundings) => Service);

export interface AccountOptions {
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly region?: string;
  readonly accountId?: string;
  readonly functions?: readonly FunctionDefinition[];
  /** The code of the functions by name; a function without code cannot be invoked. */
  readonly handlers?: Readonly<Record<string, LambdaHandler>>;
  /** Rules whose patterns have their references resolved. */
  readonly rules?: readonly RuleDefinition[];
  readonly environmentOf?: (functionName: string | undefined) => Environment;
  /** By the SDK's service ids; more can be added later. */
  readonly services?: Readonly<Record<string, ServiceOrFactory>>;
  readonly faults?: FaultPlan;
  readonly functionFaults?: FunctionFaults;
  /** 1 is the table of latencies; 0 makes everything instant. */
  readonly latencyScale?: number;
  /** The project's folder: files shipped with functions are read from here. */
  readonly root?: string;
  /** Texts by path that functions read instead of the files of the project. */
  readonly shippedFiles?: ReadonlyMap<string, string>;
  readonly allowed?: Allowed;
  readonly deliveries?: Deliveries;
  /** Answers for servers that are not AWS; by default there are none. */
  readonly post?: Post;
}

export interface Account extends Home, Surroundings {
  readonly startedAt: number;
  readonly latencies: Latencies;
  readonly functions: Functions;
  readonly bus: EventBus;
  readonly log: CallLog;
  /** What handlers logged and the metric documents that they printed, as lines. */
  readonly lines: readonly string[];
  /** Mistakes of the sandbox or in its use: not empty means that the rehearsal proves nothing. */
  readonly defects: readonly unknown[];
  /** Adds services by the SDK's service ids. */
  simulate(services: Readonly<Record<string, ServiceOrFactory>>): void;
  /** Runs code as a person or CI of this account: its SDK calls are logged and meet no faults. */
  runAsPerson<Result>(run: () => Result): Result;
  /**
   * Asks a service directly, at once and unseen by log, latency, faults and permissions.
   *
   * @param caller a function's name, or `operator` for a person.
   */
  callAs(caller: string, service: string, action: string, input: unknown): unknown;
}

const noServer: Post = ({ url }) =>
  Promise.reject(
    new NotSimulatedError(`${new URL(url).host} is not simulated. Nothing was sent to it.`),
  );

const memoized = <Value>(make: (name: string | undefined) => Value) => {
  const made = new Map<string | undefined, Value>();
  return (name: string | undefined): Value => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
  };
};

interface Parts extends Surroundings {
  readonly latencies: Latencies;
}

const partsOf = (options: AccountOptions): Parts => {
  const random = seeded(options.seed);
  return {
    clock: new Clock(options.startsAt),
    random,
    accountId: options.accountId ?? '123456789012',
    region: options.region ?? 'eu-west-1',
    latencies: createLatencies(random.fork('latencies'), options.latencyScale),
  };
};

/** What handlers reach: time, ids, environment, files and log. */
const homeOf = (
  options: AccountOptions,
  { clock, random, region }: Surroundings,
  call: Home['call'],
): Home & { readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const {
    root = process.cwd(),
    shippedFiles,
    environmentOf = () => ({}),
    post = noServer,
  } = options;
  return {
    post,
    clock,
    region,
    call,
    lines,
    freshId: idSource(random.fork('fresh ids')),
    environment: memoized((name) => ({ AWS_REGION: region, ...environmentOf(name) })),
    readShippedFile: async (path) => shippedFiles?.get(path) ?? fileText(join(root, path)),
    keepLine: (line) => void lines.push(line),
  };
};

const functionsOf = (
  { functions: definitions = [], handlers = {}, functionFaults = {} }: AccountOptions,
  parts: Parts,
  home: Home,
): Functions =>
  createFunctions({
    ...parts,
    definitions,
    handlers,
    faults: functionFaults,
    freshId: idSource(parts.random.fork('requests')),
    runAs: (invocation, run) => runIn({ home, invocation }, run),
  });

const busOf = (
  { rules = [], deliveries }: AccountOptions,
  parts: Parts,
  functions: Functions,
): EventBus =>
  new EventBus({
    ...parts,
    rules,
    deliveries,
    freshId: idSource(parts.random.fork('events')),
    deliver: (name, event) => void functions.invoke(name, event, { asynchronous: true }),
  });

/** How calls are made in the account; `repeat` is filled in by the functions that exist after it. */
const callEnvironment = (
  { faults = noFaults, allowed }: AccountOptions,
  parts: Parts,
  later: { readonly repeat: Functions['repeat']; readonly services: Map<string, Service> },
): CallEnvironment & { readonly defects: unknown[] } => {
  const defects: unknown[] = [];
  return {
    clock: parts.clock,
    random: parts.random.fork('retries'),
    accountId: parts.accountId,
    latencies: parts.latencies,
    faults,
    log: new CallLog(parts.clock),
    refusal: refusalOf(parts, allowed),
    keepDefect: (error) => void defects.push(error),
    defects,
    ...later,
  };
};

/**
 * A simulated AWS account: a clock, functions, a bus and services, of which nothing is shared with
 * another account. The trap and the runtime must be installed for code to find it.
 */
export const createAccount = (options: AccountOptions): Account => {
  const parts = partsOf(options);
  const services = new Map<string, Service>();
  const repeat: Functions['repeat'] = (...call) => functions.repeat(...call);
  const environment = callEnvironment(options, parts, { repeat, services });
  const home = homeOf(options, parts, (call: ClientCall) => perform(environment, call));
  const functions = functionsOf(options, parts, home);
  const bus = busOf(options, parts, functions);

  const simulate: Account['simulate'] = (added) => {
    for (const [id, service] of Object.entries(added))
      services.set(id, typeof service === 'function' ? service(parts) : service);
  };
  simulate({ EventBridge: bus.service, ...options.services });

  return {
    ...home,
    ...parts,
    startedAt: options.startsAt,
    functions,
    bus,
    log: environment.log,
    defects: environment.defects,
    simulate,
    runAsPerson: (run) => runIn({ home, invocation: undefined }, run),
    callAs: (name, service, action, input) => {
      const { region } = parts;
      const caller = name === 'operator' ? undefined : { function: name, invocation: 0, region };
      return applyCall(environment, { service, action, input, region, caller });
    },
  };
};
