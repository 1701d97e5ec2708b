import type { Execution } from '../../engine/execution.ts';
import type { NewEvent } from '../event-bus.ts';

/** Whether and why the execution could be redriven, in the words of DescribeExecution. */
export const redriveStatus = ({ redriveRefusal }: Execution) =>
  redriveRefusal === undefined
    ? { redriveStatus: 'REDRIVABLE' as const, redriveStatusReason: undefined }
    : { redriveStatus: 'NOT_REDRIVABLE' as const, redriveStatusReason: redriveRefusal };

/** The event that EventBridge gets when an execution starts, ends or is redriven. */
export const statusEvent = (execution: Execution): NewEvent => {
  const { identity, status, output, error, cause, stoppedAt, redriveCount, redrivenAt } = execution;
  const { redriveStatus: redrivable, redriveStatusReason } = redriveStatus(execution);
  const hasOutput = status === 'SUCCEEDED';
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [identity.arn],
    detail: {
      executionArn: identity.arn,
      stateMachineArn: identity.machineArn,
      name: identity.name,
      status,
      startDate: identity.startedAt,
      stopDate: stoppedAt ?? null,
      input: JSON.stringify(identity.input),
      inputDetails: { included: true },
      output: hasOutput ? JSON.stringify(output) : null,
      outputDetails: hasOutput ? { included: true } : null,
      error: error ?? null,
      cause: cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount,
      redriveDate: redrivenAt ?? null,
      redriveStatus: redrivable,
      redriveStatusReason: redriveStatusReason ?? null,
    },
  };
};
