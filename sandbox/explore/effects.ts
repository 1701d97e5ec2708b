import type { CallRecord } from '../account/call-log.ts';
import { type TableWrite, writesOf } from '../invariants/table-writes.ts';

const writeText = ({ pk, sk, kind, textOf, set }: TableWrite): string => {
  if (pk === 'unsent') return kind === 'put' ? `tell ${textOf('kind')}` : `${kind} unsent`;
  if (pk === 'open') return `${kind} open`;
  const what = sk.split('#')[0] ?? '';
  if (what === 'timeline') return String(textOf('decision'));
  if (what === 'run' && set.has('listener')) return 'run listens';
  return kind === 'update' || kind === 'put' ? what : `${kind} ${what}`;
};

interface Input {
  readonly MessageAttributes?: { readonly kind?: { readonly StringValue?: string } };
  readonly Actions?: readonly {
    readonly ForwardConfig?: { readonly TargetGroups?: readonly { readonly Weight?: number }[] };
  }[];
  readonly FunctionVersion?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: object };
}

/**
 * What a call does, in a few words without ids and times: two calls of one function that do the same
 * need not both be explored.
 */
export const effectOf = (record: Readonly<CallRecord>): string => {
  const input = (record.input ?? {}) as Input;
  switch (record.action) {
    case 'TransactWriteItems':
      return [...new Set(writesOf(record).map(writeText))].toSorted().join(', ');
    case 'Publish':
      return input.MessageAttributes?.kind?.StringValue ?? '';
    case 'ModifyRule':
    case 'ModifyListener':
      return (input.Actions?.at(-1)?.ForwardConfig?.TargetGroups ?? [])
        .map(({ Weight }) => Weight)
        .join('/');
    case 'UpdateAlias':
      return JSON.stringify([input.FunctionVersion, input.RoutingConfig]);
    default:
      return '';
  }
};
