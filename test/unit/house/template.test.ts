import { beforeAll, describe, expect, it } from 'vitest';
import { deployment, sourceOf } from '../../support/deployment.ts';
import { functionOf, loadMachines, tasksOf } from '../../support/machine/machine.ts';
import {
  acceptsOnlyAll,
  actionsOf,
  allowedActions,
  isNeverSent,
  needsCommand,
  reachableActions,
  roleOf,
  statementsOf,
} from '../../support/permissions.ts';
import { publishedMetric } from '../../support/published-metric.ts';
import { reachesShippedFiles } from '../../support/source.ts';
import {
  functionId,
  functionResource,
  type Packaged,
  packageStack,
  propertyOf,
  type Resource,
  referenced,
  resourcesOf,
} from '../../support/template.ts';

const names = Object.keys(deployment.functions);
/** What events invoke. */
const awakened = ['start-rollout', 'hear-alarm', 'guard-runs'];

let packaged: Packaged;
const ofType = (type: string) => resourcesOf(packaged.template, type);
const only = (type: string): Resource | undefined => ofType(type)[0]?.[1];
const machine = () => only('AWS::StepFunctions::StateMachine');

beforeAll(async () => {
  packaged = await packageStack(names);
}, 180_000);

describe('the packaged stack', () => {
  it('keeps the table, its history and its key whatever happens to the stack', () => {
    const table = only('AWS::DynamoDB::Table');
    const key = only('AWS::KMS::Key');

    expect([table?.DeletionPolicy, key?.DeletionPolicy]).toEqual(['Retain', 'Retain']);
    expect(table?.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it('encrypts topic and dead letters with a key that alarms and events may use', () => {
    const statements = propertyOf(only('AWS::KMS::Key'), 'KeyPolicy.Statement') as {
      readonly Principal: { readonly Service?: string };
    }[];

    expect(referenced(propertyOf(only('AWS::SNS::Topic'), 'KmsMasterKeyId'))).toBe('Key');
    expect(referenced(propertyOf(only('AWS::SQS::Queue'), 'KmsMasterKeyId'))).toBe('Key');
    expect(statements.map(({ Principal }) => Principal.Service)).toEqual(
      expect.arrayContaining(['cloudwatch.amazonaws.com', 'events.amazonaws.com']),
    );
  });

  it('forgets logs after 30 days', () => {
    const groups = ofType('AWS::Logs::LogGroup');

    const kept = groups.map(([, group]) => propertyOf(group, 'RetentionInDays'));

    expect(kept).toEqual([...names, 'the machine'].map(() => 30));
  });

  it('tells people of every alarm', () => {
    const actions = ofType('AWS::CloudWatch::Alarm').map(([, alarm]) =>
      referenced((propertyOf(alarm, 'AlarmActions') as unknown[])[0]),
    );

    expect(actions.length).toBeGreaterThanOrEqual(5);
    expect(new Set(actions)).toEqual(new Set(['Topic']));
  });

  it.each(['NeedsOperator', 'GuardFailed'] as const)(
    'alarms on %s exactly as the functions publish it',
    (name) => {
      const published = publishedMetric(name);

      const alarm = packaged.template.Resources[`${name}Alarm`];

      expect(alarm?.Properties).toMatchObject(published);
    },
  );

  it('loses no event: every rule and every function behind one has dead letters', () => {
    const rules = ofType('AWS::Events::Rule').flatMap(
      ([, rule]) => propertyOf(rule, 'Targets') as { DeadLetterConfig?: { Arn: unknown } }[],
    );
    const functions = awakened.map((name) => functionResource(packaged.template, name));

    const letters = [
      ...rules.map((target) => target.DeadLetterConfig?.Arn),
      ...functions.map((each) => propertyOf(each, 'DeadLetterConfig.TargetArn')),
    ].map(referenced);

    expect(rules.length).toBe(4);
    expect(new Set(letters)).toEqual(new Set(['DeadLetters']));
    expect(ofType('AWS::Lambda::EventInvokeConfig').length).toBe(awakened.length);
  });

  it('ships the catalogue with exactly the functions that read it', () => {
    const shipping = names.filter((name) => packaged.archives[name]?.includes('catalog/services/'));
    const reading = names.filter((name) => reachesShippedFiles(sourceOf(name)));

    expect(shipping).toEqual(reading);
  });
});

describe('the packaged machine', () => {
  it('invokes published versions, which are all retained', () => {
    const [, parameters] = propertyOf(machine(), 'DefinitionString.Fn::Sub') as [string, object];
    const invoked = Object.values(parameters).map(referenced);

    const versions = invoked.map((id) => packaged.template.Resources[id ?? '']);

    expect(versions.map((version) => version?.Type)).toEqual(
      invoked.map(() => 'AWS::Lambda::Version'),
    );
    expect(new Set(versions.map((version) => version?.DeletionPolicy))).toEqual(
      new Set(['Retain']),
    );
  });

  it('may invoke the functions that its states name, and no others', () => {
    const [statement] = propertyOf(
      packaged.template.Resources.RolloutMachineRole,
      'Policies.0.PolicyDocument.Statement',
    ) as [{ Resource: { 'Fn::Sub': string }[] }];
    const allowed = statement.Resource.map((each) => each['Fn::Sub']);

    const named = loadMachines().flatMap(([, { States }]) =>
      tasksOf({ States }).map(([, state]) => functionOf(state) ?? ''),
    );

    const versions = [...new Set(named)].map((name) => `\${${functionId(name)}.Arn}:*`);
    expect(allowed.toSorted()).toEqual(versions.toSorted());
  });

  it('logs errors without payloads, which hold the task token, and is traced', () => {
    expect(machine()?.Properties).toMatchObject({
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });
});

describe('the permissions', () => {
  const statements = () =>
    ofType('AWS::IAM::Role').flatMap(([, role]) => statementsOf(packaged.template, role));

  it('give each function a role of its own', () => {
    const roles = names.map((name) => roleOf(packaged.template, name));

    expect(new Set(roles).size).toBe(names.length);
    expect(new Set(roles.map((role) => role?.Type))).toEqual(new Set(['AWS::IAM::Role']));
  });

  it('name every action in full, and resources except where AWS accepts none', () => {
    const actions = statements().flatMap(actionsOf);
    const wide = statements().filter(({ Resource }) => Resource === '*');

    expect(actions.filter((action) => !/^[a-z-]+:[A-Za-z]+$/.test(action))).toEqual([]);
    expect(wide.flatMap(actionsOf).filter((action) => !acceptsOnlyAll(action))).toEqual([]);
  });

  it('let traffic be moved only where its owner has put the tag', () => {
    const movers = statements().filter((statement) =>
      actionsOf(statement).some((action) => /:(Modify|UpdateAlias)/.test(action)),
    );

    expect(movers.length).toBeGreaterThan(0);
    for (const { Condition } of movers)
      expect(Condition).toEqual({ StringEquals: { 'aws:ResourceTag/evenkeel': 'managed' } });
  });

  it.each(names)('let %s do what its code does, and nothing else', (name) => {
    const allowed = [...allowedActions(packaged.template, name)].filter(needsCommand);
    const possible = [...reachableActions(sourceOf(name))];

    const needless = allowed.filter((action) => !possible.includes(action));
    const denied = possible.filter(
      (action) => !allowed.includes(action) && !isNeverSent(name, action),
    );

    expect(needless).toEqual([]);
    expect(denied).toEqual([]);
  });
});
