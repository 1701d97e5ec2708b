/** Scenarios whose story a Lambda alias cannot tell: it has no tasks, and no version that is missing. */
const onlyWithTasks: readonly string[] = ['no-capacity-at-rollback', 'wrong-revision'];

/** Samples that a scenario can be played with beside its own. */
export const otherSamples = (scenario: string): readonly 'pricing'[] =>
  onlyWithTasks.includes(scenario) ? [] : ['pricing'];
