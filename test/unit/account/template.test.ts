import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { resolveIntrinsics } from '../../../sandbox/account/intrinsics.ts';
import { stackMachines } from '../../../sandbox/account/stack-machines.ts';
import { stackReferences } from '../../../sandbox/account/stack-references.ts';
import { readTemplate } from '../../../sandbox/account/template.ts';
import { projectRoot } from '../../../sandbox/runtime.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const aProject = (files: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'evenkeel-template-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};

const serverlessYml = `
service: keel
custom:
  prefix: \${self:service}-\${sls:stage}
provider:
  stage: \${opt:stage, 'test'}
  timeout: 20
  environment:
    TABLE_NAME: !Ref Table
    TOPIC_ARN: !GetAtt Topic.Arn
    MACHINE: !Sub 'arn:\${AWS::Partition}:\${self:custom.prefix}-rollout'
functions:
  measure:
    handler: functions/rollout/measure.handler
    role: MeasureRole
  guard-runs:
    handler: functions/rollout/guard-runs.handler
    timeout: 60
    maximumRetryAttempts: 1
    environment: { LEVEL: high }
    events:
      - eventBridge: { pattern: { source: [aws.states] } }
      - eventBridge: { schedule: rate(1 minute) }
      - schedule: rate(5 minutes)
stepFunctions:
  stateMachines:
    rollout:
      name: \${self:custom.prefix}-rollout
      definition: \${file(machine.yaml)}
resources:
  - \${file(infra/table.yml)}
`;

const files = {
  'serverless.yml': serverlessYml,
  'machine.yaml': `
StartAt: Measure
States:
  Measure:
    Arguments: { FunctionName: { Fn::GetAtt: [measure, Arn] } }
    Retry: &transient [{ MaxAttempts: 2 }]
  Again:
    Retry: *transient
`,
  'infra/table.yml': `
Resources:
  Table: { Type: AWS::DynamoDB::Table }
  Topic: { Type: AWS::SNS::Topic }
`,
};

const place = { region: 'eu-west-1', accountId: '111122223333' };

describe('the template', () => {
  it('says where the functions are and how long they may run', () => {
    const root = aProject(files);

    const { prefix, functions } = readTemplate(root);

    expect(prefix).toBe('keel-test');
    expect(functions).toMatchObject([
      {
        name: 'measure',
        deployedName: 'keel-test-measure',
        file: join(root, 'functions/rollout/measure.ts'),
        exported: 'handler',
        timeoutSeconds: 20,
        maximumRetryAttempts: 2,
        role: 'MeasureRole',
      },
      { name: 'guard-runs', timeoutSeconds: 60, maximumRetryAttempts: 1 },
    ]);
  });

  it('says which events reach which function', () => {
    const { rules } = readTemplate(aProject(files));

    expect(rules).toEqual([
      { function: 'guard-runs', pattern: { source: ['aws.states'] }, everyMinutes: undefined },
      { function: 'guard-runs', pattern: undefined, everyMinutes: 1 },
      { function: 'guard-runs', pattern: undefined, everyMinutes: 5 },
    ]);
  });

  it('gives a function the environment of the provider and its own', () => {
    const template = readTemplate(aProject(files));
    const guard = template.functions.find(({ name }) => name === 'guard-runs');

    const environment = resolveIntrinsics(guard?.environment, stackReferences(template, place));

    expect(environment).toEqual({
      TABLE_NAME: 'keel-test-Table',
      TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:keel-test-Topic',
      MACHINE: 'arn:aws:keel-test-rollout',
      LEVEL: 'high',
    });
  });

  it('gives a machine the versions of its functions', () => {
    const template = readTemplate(aProject(files));

    const machines = stackMachines(template, place, stackReferences(template, place));

    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:keel-test-rollout';
    expect(machines).toEqual({
      [arn]: {
        StartAt: 'Measure',
        States: {
          Measure: {
            Arguments: {
              FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:keel-test-measure:1',
            },
            Retry: [{ MaxAttempts: 2 }],
          },
          Again: { Retry: [{ MaxAttempts: 2 }] },
        },
      },
    });
  });

  it.each([
    ['rate(1 minute)', 'cron(0 12 * * ? *)', 'not simulated'],
    ["${opt:stage, 'test'}", '${ssm:/stage}', '${ssm:/stage}'],
    ["${opt:stage, 'test'}", '${opt:stage}', 'resolves to nothing'],
  ])('refuses %s written as %s', (from, to, message) => {
    const root = aProject({ ...files, 'serverless.yml': serverlessYml.replace(from, to) });

    expect(() => readTemplate(root)).toThrow(message);
  });

  it.each([[{ Ref: 'Absent' }], [{ 'Fn::Join': ['', []] }], [{ 'Fn::Sub': '${Absent.Arn}' }]])(
    'refuses %j, which the stack does not have',
    (value) => {
      const template = readTemplate(aProject(files));

      expect(() => resolveIntrinsics(value, stackReferences(template, place))).toThrow(
        expect.objectContaining({ name: 'NotSimulatedError' }),
      );
    },
  );
});

describe("this project's template", () => {
  const template = readTemplate(projectRoot);
  const references = stackReferences(template, place);

  it('names each role as it says, by the region and the function', () => {
    const roles = template.functions.map(({ role }) => references(`${role}.Arn`));

    const prefix = 'arn:aws:iam::111122223333:role/evenkeel-prod-eu-west-1-';
    expect(roles).toEqual(template.functions.map(({ name }) => `${prefix}${name}`));
  });

  it('has nothing that the sandbox cannot resolve', () => {
    expect(resolveIntrinsics(template.rules, references)).toHaveLength(template.rules.length);
    for (const { environment } of template.functions)
      expect(resolveIntrinsics(environment, references)).toHaveProperty('TABLE_NAME');
    expect(Object.keys(stackMachines(template, place, references))).toEqual([
      'arn:aws:states:eu-west-1:111122223333:stateMachine:evenkeel-prod-rollout',
    ]);
  });
});
