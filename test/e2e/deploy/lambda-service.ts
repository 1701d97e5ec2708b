import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { readSource } from '../../support/source.ts';

/**
 * The sample Lambda service of the catalogue under another name. Latencies are left out: MiniStack
 * counts the periods of a query from the epoch. A step bakes for ten minutes, since they pass in real
 * time on a quicker clock.
 */
export const lambdaEntry = (name: string): string =>
  readSource('catalog/services/pricing.yml')
    .replaceAll('maximumMinutes: 20', 'maximumMinutes: 10')
    .replace('service: pricing', `service: ${name}`)
    .replace('function: pricing', `function: ${name}`)
    .replace('metrics: {}', 'metrics: { latency-p95: off, latency-p99: off }');

const code = (revision: number): Uint8Array =>
  zipSync({ 'index.mjs': strToU8(`export const handler = async () => ${revision};`) });

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/** Deploys a function with versions 1 and 2 behind the alias `live`, which is at 1. */
export const deployLambda = async (
  endpoint: string,
  name: string,
  tags: Record<string, string> = { evenkeel: 'managed' },
): Promise<void> => {
  const lambda = new LambdaClient({ endpoint });
  const { Role } = await new IAMClient({ endpoint }).send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }),
  );
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: Role?.Arn,
      Code: { ZipFile: code(1) },
      Tags: tags,
    }),
  );
  await lambda.send(new PublishVersionCommand({ FunctionName: name }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: code(2) }));
  await lambda.send(new PublishVersionCommand({ FunctionName: name }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }),
  );
  for (const Qualifier of ['1', '2'])
    await waitUntilPublishedVersionActive(
      { client: lambda, minDelay: 1, maxDelay: 1, maxWaitTime: 60 },
      { FunctionName: name, Qualifier },
    );
};

/** The percentage of the requests that each version has. */
export const readVersions = async (
  endpoint: string,
  name: string,
): Promise<Record<string, number>> => {
  const { FunctionVersion = '', RoutingConfig } = await new LambdaClient({ endpoint }).send(
    new GetAliasCommand({ FunctionName: name, Name: 'live' }),
  );
  const weights = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  const additional = weights.map(([version, weight]) => [version, Math.round(weight * 100)]);
  const rest = weights.reduce((sum, [, weight]) => sum - Math.round(weight * 100), 100);
  return { ...Object.fromEntries(additional), [FunctionVersion]: rest };
};

/** What Lambda publishes of a version in a minute. */
export const lambdaMetrics = (name: string) => ({
  namespace: 'AWS/Lambda',
  dimensions: (version: string) => ({
    FunctionName: name,
    Resource: `${name}:live`,
    ExecutedVersion: version,
  }),
  counts: (requests: number, errors: number) => ({ Invocations: requests, Errors: errors }),
});
