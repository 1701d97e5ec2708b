import type { GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts';
import type { Call, Caller, Service, Surroundings } from './service.ts';

export interface StsOptions {
  /** The name of the role that a function runs as; default: the function's own name. */
  readonly roleNameOf?: (caller: Caller) => string;
}

/** The simulated STS: tells a function its role's session, and the sandbox itself a user. */
export const sts = (
  { accountId }: Surroundings,
  { roleNameOf = (caller) => caller.function }: StsOptions = {},
): { readonly service: Service } => {
  const identify = (
    _input: object,
    { caller }: Call,
  ): Omit<GetCallerIdentityCommandOutput, '$metadata'> =>
    caller
      ? {
          Account: accountId,
          UserId: `AROASANDBOX:${caller.function}`,
          Arn: `arn:aws:sts::${accountId}:assumed-role/${roleNameOf(caller)}/${caller.function}`,
        }
      : {
          Account: accountId,
          UserId: 'AIDASANDBOX',
          Arn: `arn:aws:iam::${accountId}:user/operator`,
        };
  return { service: { GetCallerIdentity: identify } };
};
