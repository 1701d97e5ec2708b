import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlarm, setAlarm } from './alarm.ts';
import { casting } from './casting.ts';
import { executionsOf, invoke, until } from './cloud.ts';
import { deeds, startRollout } from './rollout.ts';
import { type Stage, setStage } from './stage.ts';
import { callSummary, deniedIn } from './summary.ts';

const begin = ['Resolve plan', 'Take lease', 'Check rollout'];
const shift = ['Shift traffic', 'Verify traffic'];
const back = ['Roll back', 'Wait for late calls', 'Roll back what came late'];
const rolledBack = [...back, 'End run as rolled back', 'Rolled back'];

/** How a rollout ends: with which error, what it did until then, and what people heard of it. */
const allPromoted = {
  does: 'promotes',
  error: undefined,
  did: [...begin, ...shift, ...shift, ...shift, 'End run as promoted', 'Promoted'],
  told: ['started', 'step-reached', 'promoted'],
};
const soonReturned = {
  does: 'rolls back',
  error: 'RolledBackError',
  did: [...begin, ...shift, ...rolledBack],
  told: ['started', 'step-reached', 'rolled-back', 'traffic-gone'],
};
const [blue, green] = [
  { blue: 100, green: 0 },
  { blue: 0, green: 100 },
];
const anna = { who: 'anna', why: 'a test' };

let stage: Stage;

beforeAll(async () => {
  stage = await setStage(casting);
}, 180_000);
afterAll(async () => {
  await stage?.stop();
  console.log(callSummary(stage?.recorder.calls ?? []));
});

it('tells nothing over an unencrypted connection, and loses nothing by it', async () => {
  const asked = { service: 'unknown', revision: '2', requestId: 'build-1', ...anna };
  const refused = async () =>
    (await stage.heard()).find(({ subject }) => subject.startsWith('unknown:'));

  stage.recorder.pretend({ encrypted: false });
  await invoke(stage.endpoint, 'start-rollout', asked);
  const meanwhile = await refused();
  stage.recorder.pretend({ encrypted: true });
  const later = await until(async () => {
    await invoke(stage.endpoint, 'guard-runs', {});
    return refused();
  }, 'the refusal');

  expect(deniedIn(stage.recorder.calls)).toEqual(['sns:Publish']);
  expect({ meanwhile, later: later.kind }).toEqual({ meanwhile: undefined, later: 'refused' });
});

describe.concurrent('a rollout of the packaged stack, run by MiniStack', () => {
  it.each([
    { service: 'steady', end: allPromoted, what: 'a good version of a function', live: { 2: 100 } },
    { service: 'worse', end: soonReturned, what: 'a bad version of a function', live: { 1: 100 } },
    { service: 'storefront', end: allPromoted, what: 'a good ECS service', live: green },
    { service: 'broken', end: soonReturned, what: 'a bad ECS service', live: blue },
  ])('$end.does $what', async ({ service, end, live }) => {
    const rollout = await startRollout(stage, { service, revision: stage.revisionOf(service) });

    const { error, states } = await rollout.end();

    expect(error).toBe(end.error);
    expect(deeds(states)).toEqual(end.did);
    expect(await stage.weights(service)).toEqual(live);
    expect(await rollout.kinds(...end.told)).toEqual(new Set(end.told));
  });

  it('waits for an approval by the command in its message, and heeds an abort', async () => {
    const rollout = await startRollout(stage, { service: 'operated', revision: '2' });
    const { text } = await until(
      async () => (await rollout.heard()).find(({ kind }) => kind === 'approval-needed'),
      'a message that asks for approval',
    );
    const [, name = '', input = ''] = /invoke -f (approve-run) --data '(.*)'/.exec(text) ?? [];

    const approved = await invoke(stage.endpoint, name, JSON.parse(input));
    await rollout.bakes({ 1: 50, 2: 50 });
    const aborted = await invoke(stage.endpoint, 'abort-run', { run: rollout.run, ...anna });
    const { error, cause, states } = await rollout.end();

    expect([approved, aborted]).toMatchObject([
      { answer: { signal: 'approve', received: true } },
      { answer: { signal: 'abort', received: true } },
    ]);
    expect(error).toBe('RolledBackError');
    expect(cause).toContain('anna');
    expect(deeds(states)).toEqual([...begin, ...shift, ...shift, ...rolledBack]);
    expect(await stage.weights('operated')).toEqual({ 1: 100 });
  });

  it('takes the traffic back when an alarm of the canary rings', async () => {
    const alarmName = 'alarmed-errors';
    await createAlarm(stage.endpoint, alarmName);
    await setAlarm(stage.endpoint, alarmName, 'OK');
    const rollout = await startRollout(stage, { service: 'alarmed', revision: '2' });
    await rollout.bakes({ 1: 90, 2: 10 });

    const timestamp = new Date(stage.now()).toISOString();
    await setAlarm(stage.endpoint, alarmName, 'ALARM');
    const heard = await invoke(stage.endpoint, 'hear-alarm', {
      source: 'aws.cloudwatch',
      detail: { alarmName, state: { value: 'ALARM', timestamp, reason: 'a test' } },
    });
    const { error, cause } = await rollout.end();

    expect(heard).toEqual({ answer: { told: [rollout.run] } });
    expect(error).toBe('RolledBackError');
    expect(cause).toContain(alarmName);
    expect(await stage.weights('alarmed')).toEqual({ 1: 100 });
  });

  it('starts once for a repeated event, and not for another while it runs', async () => {
    const asked = { service: 'twice', revision: '2' };
    const first = await startRollout(stage, asked);
    await first.bakes({ 1: 90, 2: 10 });

    const again = await invoke(stage.endpoint, 'start-rollout', {
      ...asked,
      requestId: 'build-1',
      why: 'an end-to-end test',
      who: 'ci',
    });
    const other = await startRollout(stage, { ...asked, requestId: 'build-2' });
    const refused = await other.end();
    await invoke(stage.endpoint, 'abort-run', { run: first.run, ...anna });
    await first.end();

    expect(again.answer).toMatchObject({ run: first.run });
    expect(refused.error).toBe('LeaseHeldError');
    expect(await other.kinds('refused')).toEqual(new Set(['refused']));
    expect(await executionsOf(stage.endpoint, 'twice')).toHaveLength(2);
  });

  it('is settled by the guardian when its execution was stopped', async () => {
    const rollout = await startRollout(stage, { service: 'stopped', revision: '2' });
    await rollout.bakes({ 1: 90, 2: 10 });

    const { executionArn } = rollout;
    await new SFNClient({ endpoint: stage.endpoint }).send(
      new StopExecutionCommand({ executionArn }),
    );
    // The event of its end wakes the guardian; what that leaves is for its next minute.
    await until(async () => {
      const { 1: stable } = await stage.weights('stopped');
      return stable === 100 ? true : undefined;
    }, 'the traffic back');
    const settled = await until(async () => {
      await invoke(stage.endpoint, 'guard-runs', {});
      const seen = await rollout.status();
      return seen?.status === 'rolled-back' ? seen : undefined;
    }, 'the run settled');

    expect(settled.live).toEqual({ 1: 100 });
    expect(await rollout.kinds('rolled-back')).not.toContain('promoted');
  });

  it('is refused for a version that does not exist', async () => {
    const rollout = await startRollout(stage, { service: 'absent', revision: '9' });

    const { error, cause, states } = await rollout.end();
    const late = await invoke(stage.endpoint, 'abort-run', { run: rollout.run, ...anna });

    expect(error).toBe('WrongRevisionError');
    expect(late.error?.errorType).toBe('RunEndedError');
    expect(cause).toContain('there is no such version');
    expect(deeds(states)).toEqual([...begin, 'End run as refused', 'Refused']);
    expect(await rollout.kinds('refused')).toEqual(new Set(['refused']));
  });

  it('may not move a function that is not tagged for it', async () => {
    const rollout = await startRollout(stage, { service: 'untagged', revision: '2' });

    const { error, cause } = await rollout.end();

    expect(error).toBe('RolledBackError');
    expect(cause).toMatch(/lambda:UpdateAlias failed with AccessDenied/);
    expect(await stage.weights('untagged')).toEqual({ 1: 100 });
  });
});

it('needs no permission that its roles lack', () => {
  const expected = ['lambda:UpdateAlias', 'sns:Publish'];

  expect(deniedIn(stage.recorder.calls)).toEqual(expected);
});
