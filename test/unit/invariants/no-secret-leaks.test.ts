import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../../sandbox/account/call-log.ts';
import type { Ledger } from '../../../sandbox/invariants/ledger.ts';
import { noSecretLeaks } from '../../../sandbox/invariants/no-secret-leaks.ts';
import type { Probe } from '../../../sandbox/invariants/probe.ts';
import type { Step } from '../../../sandbox/invariants/rule.ts';

const token = `AQCEAAAAKgAAAAM${'a'.repeat(45)}`;

const aProbe = (lines: readonly string[]): Probe =>
  ({
    account: { lines, bus: { events: [] }, functions: { deadLetters: [] } },
    published: [],
    executions: new Map(),
    secrets: ['canary-secret'],
  }) as unknown as Probe;

const aLedger = (items: readonly object[]): Ledger =>
  ({
    runs: { all: () => [{ id: 'run-1' }] },
    reader: { items: (pk: string) => (pk === 'run#run-1' ? items : []) },
  }) as unknown as Ledger;

const brokenIn = (
  { lines = [], items = [] }: { lines?: readonly string[]; items?: readonly object[] },
  act: (checks: ReturnType<typeof noSecretLeaks.checks>) => void,
): string[] => {
  const broken: string[] = [];
  const claim = (held: boolean, sentence: () => string) => {
    if (!held) broken.push(sentence());
  };
  act(noSecretLeaks.checks({ probe: aProbe(lines), ledger: aLedger(items), claim }));
  return broken;
};

const aPublish = (message: string): Step => ({
  record: { action: 'Publish', input: { Message: message } } as CallRecord,
  caller: undefined,
  writes: [],
  runs: [],
  movement: undefined,
});

describe('the invariant no-secret-leaks', () => {
  it.each([
    ['a task token', `answer with ${token}`],
    ['a planted secret', 'the password is canary-secret'],
  ])('finds %s in a message', (what, message) => {
    const broken = brokenIn({}, ({ onStep }) => onStep?.(aPublish(message)));

    expect(broken).toEqual([`${what} stands in a message`]);
  });

  it('finds a task token in the log', () => {
    const broken = brokenIn({ lines: ['{}', `{"token":"${token}"}`] }, ({ atEnd }) =>
      atEnd?.('{}'),
    );

    expect(broken).toEqual(['a task token stands in the log']);
  });

  it.each([
    ['open', []],
    ['ended', ['a task token stands in the table']],
  ])('lets a run that is %s keep the token of its wait, or not', (status, expected) => {
    const items = [{ sk: 'run', status, listener: { token } }];

    const broken = brokenIn({ items }, ({ atEnd }) => atEnd?.('{}'));

    expect(broken).toEqual(expected);
  });
});
