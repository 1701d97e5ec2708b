import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Handler } from '../../../functions/platform/task.ts';
import type { Notice } from '../../../functions/rollout/domain/decision.ts';
import { answersOf, rolloutMessage } from '../../../functions/rollout/domain/rollout-message.ts';
import { handler as abortRun } from '../../../functions/runs/abort-run.ts';
import { handler as approveRun } from '../../../functions/runs/approve-run.ts';
import type { Gate, MessageKind, Run } from '../../../functions/runs/domain/run.ts';
import type { SignalSent } from '../../../functions/runs/send-signal.ts';
import { handler as signalRun } from '../../../functions/runs/signal-run.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail, aGate, aHold, aRun, minutes, noon } from '../../support/a-run.ts';
import { deployment } from '../../support/deployment.ts';
import { aGatedRun, aStore } from '../runs/a-store.ts';

const gates: readonly Gate[] = [aGate('bake'), aGate('approval'), aGate('hold'), aGate('watch')];
const noGate = undefined;

const aNotice = (kind: MessageKind): Notice => ({
  kind,
  severity: 'warning',
  sentence: 'something happened',
});

/** The function and the input of a printed command. */
const parsed = (command: string): { name: string; input: object } => {
  const [, name = '', data = ''] =
    /^npx serverless invoke -f ([a-z-]+) --data '([^']+)'$/.exec(command) ?? [];
  return { name, input: JSON.parse(data) };
};

const kinds: readonly MessageKind[] = [
  'started',
  'step-reached',
  'held',
  'reminder',
  'approval-needed',
  'rolled-back',
  'traffic-gone',
  'promoted',
  'refused',
  'needs-operator',
  'would-have-rolled-back',
  'watched',
  'noticed',
];
const statuses = ['open', 'ended', 'needs-operator'] as const;

describe('a message of a rollout', () => {
  it.each(kinds)('of kind %s prints only commands that the deployed stack has', (kind) => {
    const commands = statuses.flatMap((status) =>
      [noGate, ...gates].flatMap(
        (gate) => rolloutMessage(aRun({ status }), aNotice(kind), gate).answers,
      ),
    );

    const calls = commands.map(({ command }) => parsed(command));

    expect(Object.keys(deployment.functions)).toEqual(
      expect.arrayContaining([...new Set(calls.map(({ name }) => name))]),
    );
    expect(calls.filter(({ name }) => name === 'run-status')).not.toEqual([]);
  });

  it('tells revision, weights, verdict, who asked, the owner, the deadline and the run', () => {
    const last = { verdict: 'inconclusive', because: 'too few requests', at: noon } as const;
    const run = aRun({ detail: aDetail(aHold(), { last }) });

    const message = rolloutMessage(run, aNotice('held'), aGate('hold'));

    expect(message).toMatchObject({
      kind: 'held',
      severity: 'warning',
      headline: 'checkout: HELD, waits for you - something happened',
      sentence: 'checkout: something happened',
      facts: [
        'Revision: checkout:42',
        'Weights: canary (green) 10 %, stable (blue) 90 %',
        'Last verdict: inconclusive: too few requests',
        'Asked for by: ci (merge)',
        'Owner: team-shop',
        'Deadline: 2026-03-02T12:15:00.000Z, then: roll-back',
        'Run: checkout-1',
      ],
    });
  });

  it.each([
    ['advance', { deadlineMinutes: 15, action: 'advance' }],
    ['roll-back', { deadlineMinutes: 15 }],
  ])('about an approval says what follows its deadline: %s', (action, approval) => {
    const plan = aPlan({ steps: [{ weight: 10 }, { weight: 50, approval }, { weight: 100 }] });
    const run = aRun({ detail: aDetail({ kind: 'approval', step: 1 }, { plan }) });

    const { facts } = rolloutMessage(run, aNotice('approval-needed'), aGate('approval'));

    expect(facts).toContain(
      `Deadline: ${new Date(noon + minutes(15)).toISOString()}, then: ${action}`,
    );
  });

  it('about a run that has not read its sides claims no weights', () => {
    const { facts } = rolloutMessage(
      aRun({ detail: aDetail({ kind: 'starting' }, { sides: undefined, live: undefined }) }),
      aNotice('refused'),
      noGate,
    );

    expect(facts.join()).not.toMatch(/Weights/);
  });
});

describe('the commands that answer a run', () => {
  const functions: Readonly<Record<string, Handler<SignalSent>>> = {
    'abort-run': abortRun,
    'approve-run': approveRun,
    'signal-run': signalRun,
  };
  const send = async (gate: Gate, command: string): Promise<boolean> => {
    const store = aStore();
    await aGatedRun(store, gate);
    const { name, input } = parsed(command);
    const sent = await store.within(async () => functions[name]?.(input, {} as Context));
    return sent?.received ?? false;
  };

  it.each(gates)('are taken by the run as they are printed, with gate %o', async (gate) => {
    const answers = answersOf(aRun({ gate }), gate);

    const received = await Promise.all(answers.map(({ command }) => send(gate, command)));

    expect(answers.length).toBeGreaterThan(0);
    expect(received).toEqual(answers.map(() => true));
  });

  it.each<[Gate | undefined, string[]]>([
    [aGate('bake'), ['abort-run', 'signal-run', 'signal-run', 'signal-run']],
    [aGate('approval'), ['approve-run', 'approve-run', 'abort-run']],
    [aGate('hold'), ['signal-run', 'signal-run', 'abort-run']],
    [aGate('watch'), ['abort-run']],
    [noGate, ['abort-run']],
  ])('with gate %o are %j', (gate, names) => {
    const answers = answersOf(aRun({ gate }), gate);

    expect(answers.map(({ command }) => parsed(command).name)).toEqual(names);
  });

  it.each<[string, Partial<Run<ReturnType<typeof aDetail>>>, string[]]>([
    ['has ended', { status: 'ended' }, []],
    ['needs an operator', { status: 'needs-operator' }, ['retry-rollback', 'release-lease']],
    [
      'needs an operator and has shifted nothing',
      { status: 'needs-operator', detail: aDetail(aBake(), { firstShiftAt: undefined }) },
      ['release-lease'],
    ],
    [
      'returns its traffic',
      { detail: aDetail({ kind: 'returning', because: '', error: '', until: noon }) },
      [],
    ],
    [
      'waits for the traffic to be gone',
      { detail: aDetail({ kind: 'draining', because: '', error: '', until: noon }) },
      [],
    ],
  ])('are only those that help when the run %s', (_state, changes, names) => {
    const answers = answersOf(aRun(changes), aGate('hold'));

    expect(answers.map(({ command }) => parsed(command).name)).toEqual(names);
  });
});
