import type {
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  HistoryEvent as SdkEvent,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../../engine/execution.ts';
import type { HistoryEvent } from '../../engine/history.ts';
import { supportFields } from '../supported-fields.ts';
import { page } from './page.ts';
import { findExecution } from './refusal.ts';

/** The SDK's field for the details of an event. */
const detailsField = (type: string): string => {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};

const whole = { truncated: false };

const textOf = (name: string, value: unknown): Record<string, unknown> => {
  if (name === 'input' || name === 'output')
    return { [name]: JSON.stringify(value), [`${name}Details`]: whole };
  if (name === 'parameters') return { parameters: JSON.stringify(value) };
  if (name !== 'assignedVariables') return { [name]: value };
  const variables = Object.entries(Object(value)).map(([key, each]) => [key, JSON.stringify(each)]);
  return { assignedVariables: Object.fromEntries(variables), assignedVariablesDetails: whole };
};

const executionData = ['input', 'output', 'assignedVariables'];

const toSdk = (event: HistoryEvent, hasData: boolean): SdkEvent => {
  const { id, previousEventId, type, timestamp } = event;
  const details = Object.entries(event.details)
    .filter(([name, value]) => value !== undefined && (hasData || !executionData.includes(name)))
    .map(([name, value]) => textOf(name, value));
  return {
    id,
    previousEventId,
    type,
    timestamp: new Date(timestamp),
    ...(details.length > 0 ? { [detailsField(type)]: Object.assign({}, ...details) } : {}),
  };
};

/** The GetExecutionHistory command. */
export const historyCommand =
  (executions: ReadonlyMap<string, Execution>) =>
  (input: GetExecutionHistoryInput): GetExecutionHistoryOutput => {
    const fields = ['executionArn', 'maxResults', 'reverseOrder', 'nextToken'];
    supportFields('GetExecutionHistory', input, [...fields, 'includeExecutionData']);
    const { history } = findExecution(executions, input.executionArn);
    const { items, nextToken } = page(input.reverseOrder ? history.toReversed() : history, input);
    const hasData = input.includeExecutionData !== false;
    return { events: items.map((event) => toSdk(event, hasData)), nextToken };
  };
