import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import {
  splitOf,
  stickySeconds,
  weightsOf,
  withWeights,
} from '../../../functions/traffic/alb-actions.ts';
import { aForward, anAlbTarget, blue, green, other, rule } from './an-alb.ts';

describe('weightsOf', () => {
  it.each<{ name: string; actions: Action[]; because: string }>([
    {
      name: 'a fixed response',
      actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
      because: 'has the actions fixed-response, and exactly one forward action is allowed',
    },
    { name: 'no action', actions: [], because: 'has the actions nothing' },
    {
      name: 'no weight above 0',
      actions: [aForward({ [blue]: 0, [green]: 0 })],
      because: 'has no target group with a weight above 0, so no share is defined',
    },
    {
      name: 'a missing weight',
      actions: [aForward({ [blue]: 1, [green]: undefined })],
      because: `names target group ${green} without a weight`,
    },
  ])('refuses $name', ({ actions, because }) => {
    expect(() => weightsOf(rule, actions)).toThrow(
      expect.objectContaining({
        name: 'UnsupportedTrafficError',
        message: expect.stringContaining(`Rule ${rule} ${because}`),
      }),
    );
  });

  it('reads a plain forward as all the traffic', () => {
    const actions: Action[] = [{ Type: 'forward', TargetGroupArn: blue }];

    expect(weightsOf(rule, actions)).toEqual({ [blue]: 1 });
  });
});

describe('splitOf', () => {
  it('names the sides as the catalogue does and everybody else by ARN', () => {
    const split = splitOf(anAlbTarget(), { [blue]: 6, [green]: 3, [other]: 1 }, 7);

    expect(split).toEqual({ shares: { blue: 60, green: 30 }, foreign: { [other]: 10 }, at: 7 });
  });

  it('reads a side that is not in the rule as one without traffic', () => {
    const split = splitOf(anAlbTarget(), { [blue]: 1 }, 7);

    expect(split.shares).toEqual({ blue: 100, green: 0 });
  });
});

describe('stickySeconds', () => {
  it.each([
    { config: undefined, seconds: 0 },
    { config: { Enabled: false, DurationSeconds: 3600 }, seconds: 0 },
    { config: { Enabled: true, DurationSeconds: 3600 }, seconds: 3600 },
    { config: { Enabled: true }, seconds: Number.POSITIVE_INFINITY },
  ])('is $seconds for $config', ({ config, seconds }) => {
    const forward: Action = {
      Type: 'forward',
      ForwardConfig: { TargetGroupStickinessConfig: config },
    };

    expect(stickySeconds(forward)).toBe(seconds);
  });
});

describe('withWeights', () => {
  const moved = { [blue]: 50, [green]: 50 };

  const oidc = {
    Issuer: 'https://login.example.com',
    AuthorizationEndpoint: 'https://login.example.com/authorize',
    TokenEndpoint: 'https://login.example.com/token',
    UserInfoEndpoint: 'https://login.example.com/user',
    ClientId: 'shop',
    Scope: 'openid',
    SessionTimeout: 604_800,
    AuthenticationRequestExtraParams: { prompt: 'login' },
    OnUnauthenticatedRequest: 'authenticate',
  } as const;

  const cognito: Action = {
    Type: 'authenticate-cognito',
    Order: 1,
    AuthenticateCognitoConfig: {
      UserPoolArn: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_abc',
      UserPoolClientId: 'shop',
      UserPoolDomain: 'shop-login',
      OnUnauthenticatedRequest: 'deny',
    },
  };

  it('keeps the order and the stickiness and changes only the two weights', () => {
    const sticky = { Enabled: true, DurationSeconds: 60 };
    const before = aForward({ [green]: 10, [blue]: 90 });
    const live = {
      ...before,
      Order: 5,
      ForwardConfig: { ...before.ForwardConfig, TargetGroupStickinessConfig: sticky },
    };

    const written = withWeights([live], moved);

    expect(written).toEqual([
      {
        Type: 'forward',
        Order: 5,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: green, Weight: 50 },
            { TargetGroupArn: blue, Weight: 50 },
          ],
          TargetGroupStickinessConfig: sticky,
        },
      },
    ]);
  });

  it('drops the top-level target group beside the forward configuration', () => {
    const live = { ...aForward({ [blue]: 90, [green]: 10 }), TargetGroupArn: blue };

    const [written] = withWeights([live], moved);

    expect(written).not.toHaveProperty('TargetGroupArn');
  });

  it.each([
    { name: 'as a read answers it', read: oidc },
    {
      name: 'with a secret that a read should not have answered',
      read: { ...oidc, ClientSecret: 'x' },
    },
  ])('keeps the existing client secret of an OIDC action $name', ({ read }) => {
    const live: Action[] = [
      { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: read },
      { ...aForward({ [blue]: 90, [green]: 10 }), Order: 2 },
    ];

    const [written] = withWeights(live, moved);

    expect(written).toEqual({
      Type: 'authenticate-oidc',
      Order: 1,
      AuthenticateOidcConfig: { ...oidc, UseExistingClientSecret: true },
    });
  });

  it('writes every other action back as it was read', () => {
    const live = [cognito, { ...aForward({ [blue]: 90, [green]: 10 }), Order: 2 }];

    const written = withWeights(live, moved);

    expect(written[0]).toEqual(cognito);
    expect(written[1]?.Order).toBe(2);
  });
});
