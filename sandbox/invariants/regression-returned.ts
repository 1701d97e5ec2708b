import type { Rule, Step } from './rule.ts';
import type { TableWrite } from './table-writes.ts';

const seesRegression = ({ sk, textOf }: TableWrite): boolean =>
  sk.startsWith('evidence#') && textOf('verdict') === 'regress';

/** A regression that is seen is acted upon in the same write: held, baking or waiting for approval. */
export const regressionReturned: Rule = {
  name: 'regression-returned',
  checks: ({ claim }) => ({
    onStep: ({ writes, runs: [change] }: Step) => {
      if (!change || !writes.some(seesRegression)) return;
      const { id, detail } = change.after;
      claim(
        detail.phase.kind === 'returning' || detail.plan.rollout.dryRun,
        () => `run ${id} saw a regression and goes on ${detail.phase.kind}`,
      );
    },
  }),
};
