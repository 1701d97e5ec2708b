import type { Variant } from '../variant.ts';

const workflow = 'rollout';

/** Guards of what is moved. */
export const variantsOfTraffic: readonly Variant[] = [
  {
    workflow,
    name: 'a return in part counts as a whole one',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/rollout/return-traffic.ts',
        find: 'return share === 0\n',
        replace: 'return share < 100\n',
      },
      {
        file: 'functions/rollout/domain/decide-drain.ts',
        find: 'if (share !== undefined && share > 0)',
        replace: 'if (share === -1)',
      },
    ],
  },
  {
    workflow,
    name: 'a late shift heeds neither its turn nor a return',
    breaks: ['no-forward-after-return'],
    patches: [
      {
        file: 'functions/runs/commit.ts',
        find: "conditions.push('attribute_not_exists(#returning)')",
        replace: 'undefined',
      },
      {
        file: 'functions/runs/domain/guards.ts',
        find: 'if (run.decided === undefined || entry >= run.decided.entry) return run;',
        replace: 'if (entry >= 0) return run;',
      },
      {
        file: 'functions/rollout/shift-traffic.ts',
        find: "phase.kind !== 'shifting' || !sides",
        replace: '!sides',
      },
      {
        file: 'functions/rollout/shift-traffic.ts',
        find: 'stepOf(detail, phase.step)',
        replace: "stepOf(detail, 'step' in phase ? phase.step : 0)",
      },
    ],
  },
  {
    workflow,
    name: 'nobody looks for late calls after a rollback',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/rollout/roll-back.ts',
        find: 'const result = await returnTraffic(declared.run);',
        replace:
          "const result = input.late ? { state: 'returned', because: '' } as const : await returnTraffic(declared.run);",
      },
      {
        file: 'functions/rollout/domain/decide-drain.ts',
        find: 'if (share !== undefined && share > 0)',
        replace: 'if (share === -1)',
      },
    ],
  },
  {
    workflow,
    name: 'a shift drops the other actions of the rule',
    breaks: ['only-ours-changed'],
    patches: [
      {
        file: 'functions/traffic/alb-actions.ts',
        find: 'actions.map((action) =>\n    action.Type',
        replace:
          "actions.filter(({ Type }) => Type === 'forward').map((action) =>\n    action.Type",
      },
    ],
  },
  {
    workflow,
    name: 'a shift goes to a side without healthy targets',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/rollout/domain/readiness.ts',
        find: 'if (healthy < needed)',
        replace: 'if (healthy < 0)',
      },
    ],
  },
  {
    workflow,
    name: 'a rollback goes to a side without healthy targets',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/rollout/return-traffic.ts',
        find: 'if (stable.healthy === 0)',
        replace: 'if (stable.healthy < 0)',
      },
      {
        file: 'functions/rollout/return-traffic.ts',
        find: 'Math.min(100, Math.floor(carriedShare(',
        replace: 'stable.healthy === 0 ? 100 : Math.min(100, Math.floor(carriedShare(',
      },
    ],
  },
  {
    workflow,
    name: 'the revision is not looked at again',
    breaks: ['onto-its-revision'],
    patches: [
      {
        file: 'functions/rollout/shift-traffic.ts',
        find: 'if (!isRevision(canary.revision, detail.revision))',
        replace: 'if (canary.healthy < 0)',
      },
      {
        file: 'functions/rollout/domain/readiness.ts',
        find: 'if (!complete)',
        replace: 'if (desired < 0)',
      },
    ],
  },
  {
    workflow,
    name: 'any revision is good enough to begin with',
    breaks: ['scenario-as-told'],
    patches: [
      {
        file: 'functions/traffic/alb-sides.ts',
        find: 'if (isRevision(canary.revision, revision) && canary.settled && canary.running > 0)',
        replace: 'if (canary.running > 0)',
      },
    ],
  },
  {
    workflow,
    name: 'a promotion keeps the old weights of the alias',
    breaks: ['ended-on-one-healthy-side', 'scenario-as-told'],
    patches: [
      {
        file: 'functions/traffic/alias.ts',
        find: 'RoutingConfig: { AdditionalVersionWeights: { ...routing.additional } },',
        replace:
          '...(Object.keys(routing.additional).length > 0 && { RoutingConfig: { AdditionalVersionWeights: { ...routing.additional } } }),',
      },
    ],
  },
  {
    workflow,
    name: 'an alias is set whoever has changed it',
    breaks: ['nobody-overwritten'],
    patches: [
      { file: 'functions/traffic/alias.ts', find: '    RevisionId: revisionId,\n', replace: '' },
    ],
  },
  {
    workflow,
    name: 'a shift overwrites what it finds',
    breaks: ['nobody-overwritten'],
    patches: [
      {
        file: 'functions/rollout/shift-traffic.ts',
        find: 'if (!isOurs(run, sides, seen, weight))',
        replace: 'if (!sides)',
      },
    ],
  },
];
