import type { Variant } from '../variant.ts';

const workflow = 'rollout';

/** Guards of the mailbox and of who listens to it. */
export const variantsOfSignals: readonly Variant[] = [
  {
    workflow,
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
    workflow,
    name: 'a shift goes over an unread signal',
    breaks: ['signal-once'],
    patches: [
      {
        file: 'functions/rollout/shift-traffic.ts',
        find: 'goal: String(weight) }, onlyIfNoSignals: true }',
        replace: 'goal: String(weight) } }',
      },
    ],
  },
  {
    workflow,
    name: 'a signal is put and not counted',
    breaks: ['signal-once', 'signal-heeded', 'scenario-as-told'],
    patches: [
      {
        file: 'functions/runs/mailbox.ts',
        find: 'add: { signalsPut: 1 },',
        replace: 'set: { touched: true },',
      },
    ],
  },
  {
    workflow,
    name: 'an abort is read and not heeded',
    breaks: ['signal-once', 'scenario-as-told'],
    patches: [
      {
        file: 'functions/rollout/domain/decide.ts',
        find: '  abort,\n  canaryAlarm,\n',
        replace: '  canaryAlarm,\n',
      },
    ],
  },
  {
    workflow,
    name: 'an answer to any gate opens the one that is closed',
    breaks: ['no-advance-unproven'],
    patches: [
      {
        file: 'functions/runs/domain/signal-fit.ts',
        find: 'if (signal.gate !== gate.id)',
        replace: 'if (signal.gate === undefined)',
      },
      {
        file: 'functions/rollout/domain/decide-approval.ts',
        find: "kind === 'approve' && answers === gate?.id",
        replace: "kind === 'approve' && answers !== undefined",
      },
    ],
  },
  {
    workflow,
    name: 'whoever sends a signal wakes nobody',
    breaks: ['signal-heeded'],
    patches: [
      {
        file: 'functions/runs/send-signal.ts',
        find: '  await wake(runId);\n',
        replace: '',
      },
    ],
  },
  {
    workflow,
    name: 'whoever listens does not look into the mailbox',
    breaks: ['signal-heeded'],
    patches: [
      {
        file: 'functions/runs/listen.ts',
        find: 'if (hasSignals(await readRun(run.id))) await endWait(input.token);',
        replace: '',
      },
    ],
  },
  {
    workflow,
    name: 'an older wait overwrites the token of a newer one',
    breaks: ['signal-heeded'],
    patches: [
      {
        file: 'functions/runs/listen.ts',
        find: '#listener.#entry < :entry OR (#listener.#entry = :entry AND #listener.#retry < :retry))',
        replace: '#listener.#entry > :retry OR :retry < :entry)',
      },
    ],
  },
];
