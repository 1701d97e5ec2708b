import type { Execution } from '../engine/execution.ts';
import { tokenPattern } from '../engine/tokens.ts';
import type { Rule, Step } from './rule.ts';

/** How every task token of the engine begins. */
const tokenStart = tokenPattern.source.slice(1, tokenPattern.source.indexOf('['));

/** What of an execution anybody may read who may not read its history. */
const shownBy = (execution: Execution): unknown => {
  const { output, error, cause, variables, identity } = execution;
  return { output, error, cause, variables, input: identity.input };
};

/** A task's own Arguments are the one place of the history where its token stands. */
const historyOf = ({ history }: Execution): unknown =>
  history.filter(({ type }) => type !== 'TaskScheduled').map(({ details }) => details);

/** The run item may hold the token of the wait that is under way. */
const itemsOf = (items: readonly Readonly<Record<string, unknown>>[]): unknown =>
  items.map(({ listener, status, ...rest }) => ({
    ...rest,
    ...(listener !== undefined && status !== 'open' && { listener }),
  }));

/** Task tokens and planted secrets appear in nothing that is told, logged, kept or shown. */
export const noSecretLeaks: Rule = {
  name: 'no-secret-leaks',
  checks: ({ probe, ledger, claim }) => {
    const secrets = [tokenStart, ...probe.secrets];

    const check = (where: string, content: unknown): void => {
      const text = typeof content === 'string' ? content : (JSON.stringify(content) ?? '');
      const found = secrets.find((secret) => text.includes(secret));
      claim(
        found === undefined,
        () => `${found === tokenStart ? 'a task token' : 'a planted secret'} stands in ${where}`,
      );
    };

    const itemsOfRuns = () => {
      const partitions = ledger.runs.all().map(({ id }) => `run#${id}`);
      return ['unsent', 'open', ...partitions].flatMap((pk) => ledger.reader.items(pk));
    };

    return {
      onStep: ({ record, writes, runs }: Step) => {
        if (record.action === 'Publish') check('a message', record.input);
        if (record.action === 'PutEvents') check('an event', record.input);
        if (writes.length > 0 && runs.length === 0)
          check(`an item that ${record.function} wrote`, record.input);
        for (const { after } of runs)
          if (after.status !== 'open') check(`the record of run ${after.id}`, after);
      },
      atEnd: (line) => {
        check('the log', probe.account.lines.join('\n'));
        check('the line of the rehearsal', line);
        check('an event', probe.account.bus.events);
        check('a message', probe.published);
        check('a dead letter', probe.account.functions.deadLetters);
        check('the table', itemsOf(itemsOfRuns()));
        for (const execution of probe.executions.values()) {
          check(`execution ${execution.identity.name}`, shownBy(execution));
          check(`the history of ${execution.identity.name}`, historyOf(execution));
        }
      },
    };
  },
};
