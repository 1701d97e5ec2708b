import type { Variant } from '../variant.ts';

const workflow = 'rollout';

/** Guards of records, leases, messages, the guardian and the start. */
export const variantsOfRuns: readonly Variant[] = [
  {
    workflow,
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
    workflow,
    name: 'a lease is taken from its holder',
    breaks: ['every-run-ends', 'scenario-as-told', 'lost-lease-is-still'],
    patches: [
      {
        file: 'functions/runs/lease.ts',
        find: 'if (lease.holder !== undefined) throw held(run, lease);',
        replace: '',
      },
      {
        file: 'functions/runs/lease.ts',
        find: "'attribute_not_exists(#holder) AND #epoch = :before'",
        replace: "'#epoch = :before'",
      },
    ],
  },
  {
    workflow,
    name: 'a run that needs an operator gives its lease back',
    breaks: ['ended-on-one-healthy-side'],
    patches: [
      {
        file: 'functions/runs/commit.ts',
        find: "const released = change.end && change.end.outcome !== 'needs-operator';",
        replace: 'const released = change.end;',
      },
    ],
  },
  {
    workflow,
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
    workflow,
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
    workflow,
    name: 'what could not be sent is left unsent',
    breaks: ['every-outcome-told'],
    patches: [
      {
        file: 'functions/rollout/guard-runs.ts',
        find: '    await sendMessages();\n',
        replace: '',
      },
    ],
  },
  {
    workflow,
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
  {
    workflow,
    name: 'each delivery of a request starts a run',
    breaks: ['every-run-ends'],
    patches: [
      {
        file: 'functions/rollout/start-rollout.ts',
        find: 'JSON.stringify([service, revision, requestId])',
        replace: 'JSON.stringify([service, revision, requestId, now()])',
      },
    ],
  },
  {
    workflow,
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
    workflow,
    name: 'the environment is logged',
    breaks: ['no-secret-leaks'],
    patches: [
      {
        file: 'functions/platform/env.ts',
        find: '    const source = environment();\n',
        replace:
          "    const source = environment();\n    logger.info('the environment', { environment: source });\n",
      },
      {
        file: 'functions/platform/env.ts',
        find: "import { environment } from './runtime.ts';\n",
        replace:
          "import { environment } from './runtime.ts';\nimport { logger } from './observability.ts';\n",
      },
    ],
  },
];
