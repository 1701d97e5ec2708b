import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { CallRecord } from '../../../sandbox/account/call-log.ts';
import type { Stack } from '../../../sandbox/account/stack.ts';
import { rehearseWith } from '../../../sandbox/rehearse.ts';
import type { Scenario } from '../../../sandbox/scenarios/scenario.ts';
import type { Expected, Item } from '../../support/dynamodb/a-case.ts';
import type { Sent } from './emulated-table.ts';

/** A call that a rehearsal made to the simulated table, and what the table answered. */
export interface RehearsedCall extends Sent {
  readonly expected: Expected;
}

export interface RehearsedTable {
  readonly scenario: string;
  readonly name: string;
  /** In the order in which the table handled them. */
  readonly calls: readonly RehearsedCall[];
  readonly items: readonly Item[];
}

const expectedOf = ({ output, error }: Readonly<CallRecord>): Expected => {
  if (!(error instanceof Error)) {
    const { $metadata: _, ...answer } = output as { readonly $metadata: unknown };
    return { output: answer };
  }
  const { name, message, CancellationReasons } = error as TransactionCanceledException;
  return { error: name, message, reasons: CancellationReasons };
};

/** Plays a scenario and keeps what its functions did to the table. */
export const rehearseTable = async (scenario: Scenario): Promise<RehearsedTable> => {
  const calls: RehearsedCall[] = [];
  const stacks: Stack[] = [];
  const keep = (record: Readonly<CallRecord>): void => {
    if (record.service !== 'DynamoDB') return;
    const input = structuredClone(record.input as object);
    calls.push({ command: record.action, input, expected: expectedOf(record) });
  };
  const onStack = (stack: Stack): void => {
    stacks.push(stack);
    stack.account.log.observe(keep);
  };
  await rehearseWith(
    scenario,
    { workflow: 'rollout', scenario: scenario.name, seed: 1 },
    { onStack },
  );
  const [stack] = stacks;
  if (!stack) throw new Error(`${scenario.name} was rehearsed without a stack`);
  const { tableName: name, table } = stack;
  return { scenario: scenario.name, name, calls, items: table.items(name) };
};

const parts = /"(?:Put|Update|Delete|ConditionCheck|\w+Expression)":("[^"]*")?/g;

/** What a call asks and how it ended: every expression in it, and the code of every reason. */
const kindOf = ({ command, input, expected }: RehearsedCall): string => {
  const outcome =
    'output' in expected
      ? ['answered']
      : [expected.error, ...(expected.reasons ?? []).map(({ Code }) => Code)];
  return [command, ...(JSON.stringify(input).match(parts) ?? []), ...outcome].join('\n');
};

/** A few rehearsals that between them make every kind of call that any of all makes. */
export const covering = (
  all: readonly RehearsedTable[],
  covered: ReadonlySet<string> = new Set(),
): readonly RehearsedTable[] => {
  const news = all.map((rehearsed) => ({
    rehearsed,
    kinds: new Set(rehearsed.calls.map(kindOf)).difference(covered),
  }));
  const [most] = news.toSorted((one, other) => other.kinds.size - one.kinds.size);
  if (!most || most.kinds.size === 0) return [];
  return [most.rehearsed, ...covering(all, covered.union(most.kinds))];
};
