import type { TelemetrySettings } from './domain/provider.ts';

/** What a function asks IAM for when it reads metrics. */
export interface NeededPermission {
  readonly action: string;
  readonly resource: string;
}

interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

const workspaceIn = (url: string): string => /\/workspaces\/(ws-[\w-]+)/.exec(url)?.[1] ?? '*';

/** What reading Prometheus needs besides the network; undefined when it needs nothing of AWS. */
export const neededFor = (
  telemetry: TelemetrySettings,
  { partition, account, region }: Place,
): NeededPermission | undefined => {
  if (telemetry.kind !== 'prometheus' || telemetry.auth.kind === 'none') return undefined;
  if (telemetry.auth.kind === 'sigv4') {
    const workspace = workspaceIn(telemetry.url);
    const resource = `arn:${partition}:aps:${telemetry.auth.region}:${account}:workspace/${workspace}`;
    return { action: 'aps:QueryMetrics', resource };
  }
  const { secret } = telemetry.auth;
  const resource = secret.startsWith('arn:')
    ? secret
    : `arn:${partition}:secretsmanager:${region}:${account}:secret:${secret}`;
  return { action: 'secretsmanager:GetSecretValue', resource };
};
