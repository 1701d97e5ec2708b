/** One place of the product's code without its guard. */
export interface Patch {
  /** From the project's root. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** The product with one guard removed: exploration must find it, or it would miss such a mistake. */
export interface Variant {
  readonly name: string;
  /** Invariants of which one must be seen broken. */
  readonly breaks: readonly string[];
  readonly patches: readonly Patch[];
}

export const variants: readonly Variant[] = [
  {
    name: 'a return in part counts as a whole one',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/rollout/return-traffic.ts',
        find: 'return share === 0\n',
        replace: 'return share < 100\n',
      },
    ],
  },
  {
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
    name: 'what is not a regression passes',
    breaks: ['no-advance-unproven'],
    patches: [
      {
        file: 'functions/rollout/domain/decide-bake.ts',
        find: "if (seen.verdict === 'pass' && snapshot.evidenceUntil >= phase.minimumUntil)",
        replace: "if (seen.verdict !== 'regress' && snapshot.evidenceUntil >= phase.minimumUntil)",
      },
    ],
  },
  {
    name: 'a decision does not renew the lease',
    breaks: ['lost-lease-is-still'],
    patches: [
      {
        file: 'functions/runs/commit.ts',
        find: 'expiresAt: at + leaseSeconds * 1000',
        replace: 'expiresAt: at',
      },
    ],
  },
  {
    name: 'an end tells nobody',
    breaks: ['every-outcome-told'],
    patches: [
      {
        file: 'functions/rollout/end-run.ts',
        find: 'notices: noticesOf(ending, run),',
        replace: 'notices: [],',
      },
    ],
  },
  {
    name: 'two senders send one message',
    breaks: ['every-outcome-told'],
    patches: [
      {
        file: 'functions/runs/outbox.ts',
        find: 'if (!(await claim(message))) return;',
        replace: '',
      },
    ],
  },
  {
    name: 'a run ends over an unread signal',
    breaks: ['signal-once'],
    patches: [
      {
        file: 'functions/rollout/end-run.ts',
        find: 'onlyIfNoSignals: true,',
        replace: '',
      },
    ],
  },
  {
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
    name: 'a used token stays in the record',
    breaks: ['no-secret-leaks'],
    patches: [
      {
        file: 'functions/runs/commit.ts',
        find: "remove: next.gate ? ['listener'] : ['listener', 'gate'],",
        replace: "remove: next.gate ? [] : ['gate'],",
      },
    ],
  },
  {
    name: 'the guardian looks away',
    breaks: ['every-run-ends'],
    patches: [
      {
        file: 'functions/rollout/guard-runs.ts',
        find: 'await settleRun(run, gone);',
        replace: '',
      },
    ],
  },
];
