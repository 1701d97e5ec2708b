import * as z from 'zod/mini';
import { UnknownRunError } from '../platform/errors.ts';
import { task } from '../platform/task.ts';
import { RunId } from '../runs/domain/inputs.ts';
import type { Run, TimelineEntry } from '../runs/domain/run.ts';
import { readLease } from '../runs/lease.ts';
import { readRun, readTimeline } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { ServiceName } from './domain/inputs.ts';
import { answersOf } from './domain/rollout-message.ts';
import { liveWeights } from './live-weights.ts';

const Input = z.union([z.strictObject({ run: RunId }), z.strictObject({ service: ServiceName })]);
type Input = z.output<typeof Input>;

/** What a person needs to know of a run, and to copy in order to answer it. Times are ISO 8601. */
export interface RunStatus {
  readonly run: string;
  readonly service: string;
  readonly revision: string;
  readonly status: string;
  readonly because: string | undefined;
  readonly live: Readonly<Record<string, number>> | string;
  readonly step: string;
  readonly gate: string | undefined;
  readonly deadline: string | undefined;
  readonly lastVerdict: string | undefined;
  readonly mustAct: string;
  readonly commands: Readonly<Record<string, string>>;
  readonly timeline: readonly string[];
}

const runIdOf = async (input: Input): Promise<string> => {
  if ('run' in input) return input.run;
  const { holder } = await readLease(`rollout/${input.service}`);
  if (holder !== undefined) return holder;
  throw new UnknownRunError(
    `service: no rollout of "${input.service}" is under way in this account and region. Nothing was changed; an ended run is shown by its id.`,
  );
};

const stepText = ({ detail, status }: Run<RolloutDetail>): string => {
  const { phase, plan } = detail;
  const steps = plan.rollout.steps.map(({ weight }) => `${weight} %`).join(', ');
  if (status !== 'open') return `none any more (steps ${steps})`;
  return 'step' in phase
    ? `${phase.kind} at step ${phase.step + 1} of ${steps}`
    : `${phase.kind} (steps ${steps})`;
};

const mustAct = (run: Run<RolloutDetail>): string => {
  if (run.status === 'needs-operator') return `an operator: ${run.because}`;
  if (run.status === 'ended') return 'nobody: the run has ended';
  const kind = run.gate?.kind;
  return kind === 'approval' || kind === 'hold'
    ? `a person must answer ${run.gate?.id}; the owner is ${run.detail.plan.owner}`
    : 'nobody: the run goes on by itself';
};

const line = ({ at, decision, because }: TimelineEntry): string =>
  `${new Date(at).toISOString()} ${decision}: ${because}`;

/** Shows a run: live weights, step, deadline, last verdict, who must act and the commands for it. */
export const runStatus = async (input: Input): Promise<RunStatus> => {
  const run = await readRun<RolloutDetail>(await runIdOf(input));
  const { detail, gate } = run;
  return {
    run: run.id,
    service: detail.plan.service,
    revision: detail.revision,
    status: run.outcome ?? run.status,
    because: run.because,
    live: await liveWeights(detail.plan.traffic),
    step: stepText(run),
    gate: gate?.id,
    deadline: gate && new Date(gate.deadline).toISOString(),
    lastVerdict: detail.last && `${detail.last.verdict}: ${detail.last.because}`,
    mustAct: mustAct(run),
    commands: Object.fromEntries(answersOf(run, gate).map(({ to, command }) => [to, command])),
    timeline: (await readTimeline(run.id)).map(line),
  };
};

export const handler = task(Input, runStatus);
