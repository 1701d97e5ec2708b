import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourcesOf } from '../../support/template.ts';
import { packaged } from '../support/packaged.ts';
import { setAlarm } from './alarm.ts';
import { byHand } from './by-hand.ts';
import { ended, invoke, prefix, readFunction, readTopic, request, until } from './cloud.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { type Heard, listenTo } from './ears.ts';
import { deployLambda, lambdaMetrics, readVersions } from './lambda-service.ts';
import { leftOutOfStack } from './left-out-of-stack.ts';
import { realClock } from './quick-clock.ts';
import { described } from './resources.ts';
import type { Status } from './rollout.ts';
import { callSummary, deniedIn } from './summary.ts';
import { serve } from './users.ts';

const { template } = await packaged();
const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) =>
  String(Properties.FunctionName).slice(prefix.length + 1),
);

describe('the stack that `serverless deploy` makes in MiniStack', () => {
  const answered = new Set<string>();
  let deployment: Deployment;
  let endpoint: string;
  let heard: () => Promise<readonly Heard[]>;
  let leave: (() => void) | undefined;

  beforeAll(async () => {
    deployment = await startDeployment();
    endpoint = deployment.emulator.url;
    heard = await listenTo(endpoint, await readTopic(endpoint));
    await deployLambda(endpoint, 'pricing');
    const weights = () => readVersions(endpoint, 'pricing');
    const pricing = { weights, errors: {}, metrics: lambdaMetrics('pricing') };
    leave = await serve(endpoint, realClock(), [pricing]);
  }, 180_000);
  afterAll(async () => {
    leave?.();
    await deployment?.stop();
    console.log(`${answered.size} of ${functions.length} functions started and answered`);
    console.log(callSummary(deployment?.recorder.calls ?? []));
  });

  it('is deployed', () => {
    expect(deployment.printed).toContain(`Service deployed to stack ${prefix}`);
  });

  it.each(described)('has $what', async ({ read, as }) => {
    expect(await read(endpoint)).toMatchObject(as);
  });

  it.each(leftOutOfStack)('does not show that $what', async ({ isStillSo }) => {
    expect(await isStillSo(endpoint)).toBe(true);
  });

  it.each(functions)('runs %s as a role of its own, and traces it', async (name) => {
    const { Role, Runtime, TracingConfig } = await readFunction(endpoint, name);

    expect(Role).toMatch(new RegExp(`-${name}$`));
    expect({ Runtime, TracingConfig }).toEqual({
      Runtime: 'nodejs24.x',
      TracingConfig: { Mode: 'Active' },
    });
  });

  it('has every function invoked here', () => {
    expect(byHand.map(({ name }) => name).toSorted()).toEqual(functions.toSorted());
  });

  it.each(byHand)('has $name, which starts and answers', async ({ name, input, ...expected }) => {
    const given = await invoke(endpoint, name, input);

    if (expected.error) expect(given.error?.errorMessage).toMatch(expected.error);
    else expect(given).toEqual({ answer: expected.answer });
    answered.add(name);
  });

  it('tells people of each alarm of its own', async () => {
    const { MetricAlarms = [] } = await new CloudWatchClient({ endpoint }).send(
      new DescribeAlarmsCommand({}),
    );
    const names = MetricAlarms.map(({ AlarmName = '' }) => AlarmName);

    for (const name of names) await setAlarm(endpoint, name, 'ALARM');
    const texts = (await heard()).map(({ text }) => text);

    expect(names).toHaveLength(resourcesOf(template, 'AWS::CloudWatch::Alarm').length);
    expect(names.filter((name) => !texts.some((text) => text.includes(name)))).toEqual([]);
  });

  it('starts a rollout from the bus, and settles it when its machine fails uncaught', async () => {
    const asked = { service: 'pricing', revision: '2' };
    const { executionArn, run } = await request(endpoint, asked);

    // An expression as time limit is where MiniStack can go no further.
    const { error, states } = await ended(endpoint, executionArn);
    // The event of the failed execution wakes the guardian, and its schedule lets it finish.
    const settled = await until(
      async () => {
        const { answer } = await invoke(endpoint, 'run-status', { run });
        return (answer as Status).status === 'rolled-back' ? (answer as Status) : undefined;
      },
      'the run settled',
      150,
    );

    expect(error).toBe('States.Runtime');
    expect(states.at(-1)).toBe('Listen while baking');
    expect(settled.live).toEqual({ 1: 100 });
  }, 240_000);

  it('needs no permission that its roles lack', () => {
    expect(deniedIn(deployment.recorder.calls)).toEqual([]);
  });
});
