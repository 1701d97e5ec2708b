import { describe, expect, it } from 'vitest';
import { neededFor } from '../../../functions/telemetry/prometheus-permission.ts';
import { settings } from './prometheus-server.ts';

const place = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret';

describe('what reading Prometheus needs of IAM', () => {
  it.each([
    ['nothing for CloudWatch', { kind: 'cloudwatch' } as const, undefined],
    ['nothing without credentials', settings(), undefined],
    [
      'the secret by its name',
      settings({ auth: { kind: 'bearer', secret: 'token' } }),
      { action: 'secretsmanager:GetSecretValue', resource: `${arn}:token` },
    ],
    [
      'the secret by its ARN',
      settings({ auth: { kind: 'basic', secret: `${arn}:user-AbCdEf` } }),
      { action: 'secretsmanager:GetSecretValue', resource: `${arn}:user-AbCdEf` },
    ],
    [
      'the workspace of the address, in its own region',
      settings({
        url: 'https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1',
        auth: { kind: 'sigv4', region: 'us-east-1' },
      }),
      {
        action: 'aps:QueryMetrics',
        resource: 'arn:aws:aps:us-east-1:123456789012:workspace/ws-1',
      },
    ],
  ])('is %s', (_, telemetry, expected) => {
    expect(neededFor(telemetry, place)).toEqual(expected);
  });
});
