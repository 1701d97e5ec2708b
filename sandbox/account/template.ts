import { join } from 'node:path';
import * as z from 'zod';
import { readServerlessFile } from './serverless-yaml.ts';

/** A function as serverless.yml defines it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly deployedName: string;
  /** Absolute path of the source file, and the name of its export. */
  readonly file: string;
  readonly exported: string;
  readonly timeoutSeconds: number;
  /** How often a failed asynchronous invocation is repeated. */
  readonly maximumRetryAttempts: number;
  /** Logical id of its role. */
  readonly role: string | undefined;
  /** With CloudFormation's functions not yet resolved. */
  readonly environment: Readonly<Record<string, unknown>>;
}

/** An EventBridge rule whose target is a function. */
export interface RuleDefinition {
  readonly function: string;
  /** With CloudFormation's functions not yet resolved; undefined for a schedule. */
  readonly pattern: Readonly<Record<string, unknown>> | undefined;
  readonly everyMinutes: number | undefined;
}

export interface MachineDefinition {
  readonly deployedName: string;
  /** Amazon States Language, with CloudFormation's functions not yet resolved. */
  readonly definition: () => unknown;
}

export interface Template {
  /** What the names of deployed things begin with, for example `evenkeel-prod`. */
  readonly prefix: string;
  readonly functions: readonly FunctionDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly machines: Readonly<Record<string, MachineDefinition>>;
  /** The CloudFormation resources by their logical ids, as they stand in the template. */
  readonly resources: () => Readonly<Record<string, unknown>>;
}

const Environment = z.record(z.string(), z.unknown()).default({});
const Provider = z.object({ timeout: z.int().default(6), environment: Environment });
const Rule = z
  .object({ pattern: z.record(z.string(), z.unknown()), schedule: z.string() })
  .partial();
const Schedule = z.union([
  z.string(),
  z.object({ rate: z.union([z.string(), z.tuple([z.string()])]), enabled: z.boolean().optional() }),
]);
const Event = z.union([
  z.strictObject({ eventBridge: Rule }),
  z.strictObject({ schedule: Schedule }),
]);
const Functions = z.record(
  z.string(),
  z.object({
    handler: z.string(),
    timeout: z.int().optional(),
    maximumRetryAttempts: z.int().min(0).max(2).default(2),
    role: z.string().optional(),
    environment: Environment,
    events: z.array(Event).default([]),
  }),
);
const Machines = z.record(z.string(), z.object({ name: z.string().optional() }));
const Resources = z.object({ Resources: z.record(z.string(), z.unknown()) }).partial();

type Functions = z.output<typeof Functions>;

const everyMinutesOf = (schedule: z.output<typeof Schedule>): number => {
  const rate = typeof schedule === 'string' ? schedule : [schedule.rate].flat().join();
  const minutes = /^rate\((\d+) minutes?\)$/.exec(rate)?.[1];
  if (minutes !== undefined) return Number(minutes);
  throw new Error(`serverless.yml: schedule "${rate}" is not simulated; allowed: rate(N minutes).`);
};

const rulesOf = (functions: Functions): RuleDefinition[] =>
  Object.entries(functions).flatMap(([name, { events }]) =>
    events.map((event) => {
      const schedule = 'schedule' in event ? event.schedule : event.eventBridge.schedule;
      return {
        function: name,
        pattern: 'eventBridge' in event ? event.eventBridge.pattern : undefined,
        everyMinutes: schedule === undefined ? undefined : everyMinutesOf(schedule),
      };
    }),
  );

const definitionsOf = (
  functions: Functions,
  provider: z.output<typeof Provider>,
  { root, prefix }: { readonly root: string; readonly prefix: string },
): FunctionDefinition[] =>
  Object.entries(functions).map(([name, { handler, ...settings }]) => {
    const dot = handler.lastIndexOf('.');
    return {
      name,
      deployedName: `${prefix}-${name}`,
      file: join(root, `${handler.slice(0, dot)}.ts`),
      exported: handler.slice(dot + 1),
      timeoutSeconds: settings.timeout ?? provider.timeout,
      maximumRetryAttempts: settings.maximumRetryAttempts,
      role: settings.role,
      environment: { ...provider.environment, ...settings.environment },
    };
  });

const read = (root: string): Template => {
  const file = readServerlessFile(root);
  const prefix = `${file.at('service')}-${file.at('provider.stage') ?? 'dev'}`;
  const functions = Functions.parse(file.at('functions'));
  const names = Machines.parse(namesOfMachines(file));
  return {
    prefix,
    functions: definitionsOf(functions, Provider.parse(file.at('provider')), { root, prefix }),
    rules: rulesOf(functions),
    machines: Object.fromEntries(
      Object.entries(names).map(([key, { name = `${prefix}-${key}` }]) => [
        key,
        {
          deployedName: name,
          definition: once(() => file.at(`stepFunctions.stateMachines.${key}.definition`)),
        },
      ]),
    ),
    resources: once(() => {
      const parts = z.array(Resources).parse([file.at('resources') ?? []].flat());
      return Object.assign({}, ...parts.map(({ Resources: inner = {} }) => inner));
    }),
  };
};

/** Without the definitions, which are files of their own and are read when they are asked for. */
const namesOfMachines = (file: ReturnType<typeof readServerlessFile>): unknown =>
  Object.fromEntries(
    file
      .keysAt('stepFunctions.stateMachines')
      .map((key) => [key, { name: file.at(`stepFunctions.stateMachines.${key}.name`) }]),
  );

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const templates = new Map<string, Template>();

/** Reads a project's `serverless.yml`, once per process. */
export const readTemplate = (root: string): Template => {
  const template = templates.get(root) ?? read(root);
  templates.set(root, template);
  return template;
};
