/** Scenarios whose story a Lambda alias cannot tell: it has no tasks, and no version that is missing. */
const onlyWithTasks: readonly string[] = ['no-capacity-at-rollback', 'wrong-revision'];

/** Whether a scenario can be played with a sample. */
export const hasSample = (scenario: string, sample: 'checkout' | 'pricing'): boolean =>
  sample === 'checkout' || !onlyWithTasks.includes(scenario);
