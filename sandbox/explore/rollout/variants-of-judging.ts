import type { Variant } from '../variant.ts';

const workflow = 'rollout';

/** Guards of what a tick decides. */
export const variantsOfJudging: readonly Variant[] = [
  {
    workflow,
    name: 'what is not a regression passes',
    breaks: ['no-advance-unproven'],
    patches: [
      {
        file: 'functions/rollout/domain/decide-bake.ts',
        find: "if (seen.verdict === 'pass' && snapshot.evidenceUntil >= passesAt(",
        replace: "if (seen.verdict !== 'regress' && snapshot.evidenceUntil >= passesAt(",
      },
    ],
  },
  {
    workflow,
    name: 'a held run is not judged',
    breaks: ['regression-returned'],
    patches: [
      {
        file: 'functions/rollout/domain/decide.ts',
        find: "judgement?.verdict === 'regress' ?",
        replace: "judgement?.verdict === 'regress' && detail.phase.kind !== 'held' ?",
      },
    ],
  },
  {
    workflow,
    name: 'a hold has no end',
    breaks: ['scenario-as-told'],
    patches: [
      {
        file: 'functions/rollout/domain/decide-hold.ts',
        find: 'if (gate && now >= gate.deadline)',
        replace: 'if (gate && now < 0)',
      },
    ],
  },
  {
    workflow,
    name: 'weights that somebody else set are no reason to stop',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/rollout/domain/decide.ts',
        find: '  regression,\n  decideDrift,\n',
        replace: '  regression,\n',
      },
    ],
  },
];
