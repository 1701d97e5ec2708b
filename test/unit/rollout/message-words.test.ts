import { describe, expect, it } from 'vitest';
import type { Phase, RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { answersOf, rolloutMessage } from '../../../functions/rollout/domain/rollout-message.ts';
import type { Gate, MessageKind, Run } from '../../../functions/runs/domain/run.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail, aGate, aHold, aRun, minutes, noon } from '../../support/a-run.ts';

const anOpenRun = (phase: Phase = aBake(), detail: Partial<RolloutDetail> = {}) =>
  aRun({ detail: aDetail(phase, detail) });

const call = (name: string, input: string): string =>
  `npx serverless invoke -f ${name} --data '{${input}"who":"<you>","why":"<reason>"}'`;

const ofRun = '"run":"checkout-1",';
const abort = ['abort and roll back', call('abort-run', ofRun)];

describe('the answers of a run', () => {
  const textsOf = (run: Run<RolloutDetail>, gate: Gate | undefined): string[][] =>
    answersOf(run, gate).map(({ to, command }) => [to, command]);

  it.each<[string, Gate | undefined, string[][]]>([
    [
      'while it bakes',
      aGate('bake'),
      [
        abort,
        ['hold', call('signal-run', `${ofRun}"signal":"hold",`)],
        [
          'skip the rest of this wait',
          call('signal-run', `${ofRun}"gate":"bake-1","signal":"skip-wait",`),
        ],
        ['extend this bake', call('signal-run', `${ofRun}"gate":"bake-1","signal":"extend",`)],
      ],
    ],
    [
      'while it waits for approval',
      aGate('approval'),
      [
        ['approve', call('approve-run', `${ofRun}"gate":"approval-1","answer":"approve",`)],
        [
          'decline and roll back',
          call('approve-run', `${ofRun}"gate":"approval-1","answer":"decline",`),
        ],
        abort,
      ],
    ],
    [
      'while it is held',
      aGate('hold'),
      [
        ['resume', call('signal-run', `${ofRun}"gate":"hold-1","signal":"resume",`)],
        ['extend the hold', call('signal-run', `${ofRun}"gate":"hold-1","signal":"extend",`)],
        abort,
      ],
    ],
    ['while it watches', aGate('watch'), [abort]],
    ['while it waits for nothing', undefined, [abort]],
  ])('are whole commands %s', (_when, gate, texts) => {
    expect(textsOf(anOpenRun(), gate)).toEqual(texts);
  });

  it('of a dry run speak of no rollback, since there is nothing to roll back', () => {
    const plan = aPlan({ dryRun: true });

    expect(textsOf(anOpenRun(aBake(), { plan }), aGate('watch'))).toEqual([
      ['stop the dry run', call('abort-run', ofRun)],
    ]);
  });

  const returning = { because: 'worse', error: 'RolledBackError', until: noon };

  it.each<[string, Run<RolloutDetail>]>([
    ['has ended', aRun({ status: 'ended' })],
    ['returns its traffic', anOpenRun({ kind: 'returning', ...returning })],
    ['waits for its traffic to be gone', anOpenRun({ kind: 'draining', ...returning })],
  ])('are none once it %s', (_what, run) => {
    expect(textsOf(run, aGate('hold'))).toEqual([]);
  });

  const service = '"service":"checkout",';
  const release = [
    'release the lease, when the weights are as you want them',
    call('release-lease', service),
  ];

  it.each<[string, Partial<RolloutDetail>, string[][]]>([
    [
      'that has shifted',
      {},
      [['return the traffic to blue', call('retry-rollback', service)], release],
    ],
    ['that has shifted nothing', { firstShiftAt: undefined }, [release]],
    ['that does not know its sides', { sides: undefined }, [release]],
    ['that was a dry run', { plan: aPlan({ dryRun: true }) }, [release]],
  ])('are for the operator when it needs one: %s', (_what, detail, texts) => {
    const run = aRun({ status: 'needs-operator', detail: aDetail(aBake(), detail) });

    expect(textsOf(run, undefined)).toEqual(texts);
  });
});

describe('a message', () => {
  const messageOf = (run: Run<RolloutDetail>, kind: MessageKind, gate?: Gate) =>
    rolloutMessage(run, { kind, severity: 'info', sentence: 'it happened' }, gate);

  it.each<[MessageKind, string]>([
    ['started', 'rollout started'],
    ['step-reached', 'step reached'],
    ['held', 'HELD, waits for you'],
    ['reminder', 'still held, waits for you'],
    ['approval-needed', 'waits for your approval'],
    ['rolled-back', 'ROLLED BACK'],
    ['traffic-gone', 'traffic is gone from the canary'],
    ['promoted', 'promoted'],
    ['refused', 'rollout refused'],
    ['needs-operator', 'NEEDS AN OPERATOR'],
    ['would-have-rolled-back', 'would have rolled back (dry run)'],
    ['watched', 'dry run ended'],
    ['noticed', 'notice'],
  ])('of kind %s has the headline "%s"', (kind, headline) => {
    expect(messageOf(anOpenRun(), kind).headline).toBe(`checkout: ${headline} - it happened`);
  });

  it.each([
    ['needs-operator', 'reminder', 'REMINDER'],
    ['needs-operator', 'held', 'HELD, waits for you'],
    ['open', 'reminder', 'still held, waits for you'],
  ] as const)('of a run that is %s about a %s says %s', (status, kind, headline) => {
    expect(messageOf(aRun({ status }), kind).headline).toContain(`: ${headline} -`);
  });

  const look = ['look', `npx serverless invoke -f run-status --data '{"run":"checkout-1"}'`];

  it.each<[MessageKind, boolean]>([
    ['refused', false],
    ['noticed', false],
    ['traffic-gone', false],
    ['held', true],
    ['step-reached', true],
  ])('of kind %s asks for an answer: %s', (kind, asks) => {
    const answers = messageOf(anOpenRun(), kind, aGate('hold')).answers;

    expect(answers.map(({ to, command }) => [to, command]).at(-1)).toEqual(look);
    expect(answers.length > 1).toBe(asks);
  });

  const last = { verdict: 'pass', because: 'all is well', at: noon } as const;
  const usual = [
    'Revision: checkout:42',
    'Weights: canary (green) 10 %, stable (blue) 90 %',
    'Last verdict: pass: all is well',
    'Asked for by: ci (merge)',
    'Owner: team-shop',
    'Run: checkout-1',
  ];
  const without = (fact: string): string[] => usual.filter((each) => !each.startsWith(fact));

  it.each<[string, Run<RolloutDetail>, MessageKind, string[]]>([
    ['all of them', anOpenRun(aBake(), { last }), 'noticed', usual],
    ['no verdict at its start', anOpenRun(aBake(), { last }), 'started', without('Last verdict')],
    ['no verdict before the first', anOpenRun(), 'noticed', without('Last verdict')],
    [
      'no weights before the sides are known',
      anOpenRun(aBake(), { last, sides: undefined }),
      'noticed',
      without('Weights'),
    ],
    [
      'weights of 0 before the first shift',
      anOpenRun(aBake(), { last, live: undefined }),
      'noticed',
      usual.with(1, 'Weights: canary (green) 0 %, stable (blue) 100 %'),
    ],
    [
      'weights that may have changed, when it needs an operator',
      aRun({ status: 'needs-operator', detail: aDetail(aBake(), { last }) }),
      'noticed',
      usual.with(1, 'Weights as this run last read them: canary (green) 10 %, stable (blue) 90 %'),
    ],
  ])('tells the circumstances: %s', (_which, run, kind, facts) => {
    expect(messageOf(run, kind).facts).toEqual(facts);
  });

  const deadline = (action: string): string =>
    `Deadline: 2026-03-02T12:15:00.000Z, then: ${action}`;
  const approval = { deadlineMinutes: 15, action: 'advance' };
  const gated = aPlan({ steps: [{ weight: 10 }, { weight: 50, approval }, { weight: 100 }] });

  it.each<[string, Run<RolloutDetail>, Gate | undefined, string | undefined]>([
    ['a hold', anOpenRun(aHold()), aGate('hold'), deadline('roll-back')],
    [
      'a hold that ends with an operator',
      anOpenRun(aHold(), { plan: aPlan({ hold: { action: 'needs-operator' } }) }),
      aGate('hold'),
      deadline('needs-operator'),
    ],
    [
      'an approval',
      anOpenRun({ kind: 'approval', step: 1 }, { plan: gated }),
      aGate('approval'),
      deadline('advance'),
    ],
    [
      'an approval of a step that says nothing',
      anOpenRun({ kind: 'approval', step: 1 }),
      aGate('approval'),
      deadline('roll-back'),
    ],
    ['a bake', anOpenRun(), aGate('bake', { deadline: noon + minutes(1) }), undefined],
    ['nothing', anOpenRun(), undefined, undefined],
  ])('says what follows the deadline of %s', (_what, run, gate, fact) => {
    const said = messageOf(run, 'noticed', gate).facts.find((each) => each.startsWith('Deadline'));

    expect(said).toBe(fact);
  });
});
