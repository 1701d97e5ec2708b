import type { Context as LambdaContext } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import type { Invocation } from './invocation.ts';

/** The Lambda context of one invocation, its remaining time on the virtual clock. */
export const lambdaContext = ({ request, deadline }: Invocation, clock: Clock): LambdaContext => {
  const { target, requestId } = request;
  const { deployedName } = target.definition;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: deployedName,
    functionVersion: String(target.version),
    invokedFunctionArn: target.arn,
    memoryLimitInMB: '512',
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${deployedName}`,
    logStreamName: `[${target.version}]${requestId}`,
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};
