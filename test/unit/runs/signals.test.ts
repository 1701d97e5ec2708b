import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Handler } from '../../../functions/platform/task.ts';
import { handler as abortRun } from '../../../functions/runs/abort-run.ts';
import { handler as approveRun } from '../../../functions/runs/approve-run.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { readMailbox } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import type { SignalSent } from '../../../functions/runs/send-signal.ts';
import { handler as signalRun } from '../../../functions/runs/signal-run.ts';
import { aGate, noon } from '../../support/a-run.ts';
import { aGatedRun, anOwned, aStore, type Store } from './a-store.ts';

const run = 'checkout-1';
const signed = { who: 'ann', why: 'because' };

const call = (store: Store, handler: Handler<SignalSent>, input: object) =>
  store.within(() => handler(input, {} as Context));

const mailOf = (store: Store) => store.within(async () => readMailbox(await readRun(run)));

const commands = { 'abort-run': abortRun, 'approve-run': approveRun, 'signal-run': signalRun };

describe('the signals of a person', () => {
  it.each([
    ['abort-run', undefined, {}, { id: 'abort', kind: 'abort' }],
    [
      'approve-run',
      aGate('approval'),
      { gate: 'approval-1', answer: 'approve' },
      { id: 'approve#approval-1', kind: 'approve', gate: 'approval-1' },
    ],
    [
      'approve-run',
      aGate('approval'),
      { gate: 'approval-1', answer: 'decline' },
      { id: 'decline#approval-1', kind: 'decline', gate: 'approval-1' },
    ],
    [
      'signal-run',
      aGate('hold'),
      { signal: 'resume', gate: 'hold-1' },
      { id: 'resume#hold-1', kind: 'resume', gate: 'hold-1' },
    ],
    [
      'signal-run',
      aGate('bake'),
      { signal: 'skip-wait', gate: 'bake-1' },
      { id: 'skip-wait#bake-1', kind: 'skip-wait', gate: 'bake-1' },
    ],
  ] as const)('by %s reach the mailbox, and count once', async (name, gate, input, signal) => {
    const store = aStore();
    await aGatedRun(store, gate ?? aGate('bake'));

    const answers = [
      await call(store, commands[name], { run, ...signed, ...input }),
      await call(store, commands[name], { run, ...signed, ...input }),
    ];

    expect(answers.map(({ received }) => received)).toEqual([true, false]);
    expect(await mailOf(store)).toEqual([{ ...signal, ...signed, at: noon }]);
  });

  it.each([
    ['hold', {}],
    ['extend', { gate: 'bake-1' }],
    ['finish-now', { step: 10 }],
  ])('%s may be sent again, and counts again', async (signal, input) => {
    const store = aStore();
    await aGatedRun(store, aGate('bake'));
    const send = () => call(store, signalRun, { run, signal, ...signed, ...input });

    const answers = [await send(), await send()];

    expect(answers.map(({ received }) => received)).toEqual([true, true]);
    expect(await mailOf(store)).toHaveLength(2);
  });

  it.each([
    ['abort-run', { run, why: 'because' }, 'who'],
    ['abort-run', { ...signed }, 'run'],
    ['abort-run', { run, ...signed, gate: 'bake-1' }, 'gate'],
    ['approve-run', { run, ...signed, gate: 'approval-1', answer: 'maybe' }, 'answer'],
    ['approve-run', { run, ...signed, answer: 'approve' }, 'gate'],
    ['signal-run', { run, ...signed, signal: 'abort' }, 'signal'],
    ['signal-run', { run, ...signed, signal: 'resume' }, 'gate'],
    ['signal-run', { run, ...signed, signal: 'hold', gate: 'bake-1' }, 'gate'],
    ['signal-run', { run, ...signed, signal: 'finish-now' }, 'step'],
    ['signal-run', { run, ...signed, signal: 'finish-now', step: 101 }, 'step'],
    ['signal-run', { run, who: '', why: 'because', signal: 'hold' }, 'who'],
  ] as const)('are refused by %s when %j is wrong at %s', async (name, input, path) => {
    const { store } = await anOwned();

    const refused = call(store, commands[name], input);

    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInputError',
      mistakes: [{ path }],
    });
    expect(await mailOf(store)).toEqual([]);
  });

  it('are refused when they do not fit, with a sentence and no change', async () => {
    const { store } = await anOwned();
    const before = store.items();

    const refused = call(store, signalRun, { run, signal: 'resume', gate: 'hold-9', ...signed });

    await expect(refused).rejects.toMatchObject({
      name: 'SignalRefusedError',
      message: `gate: hold-9 is not open; no gate is. Run ${run} was not changed; run-status shows what it waits for.`,
    });
    expect(store.items()).toEqual(before);
  });

  it('are refused by a run that is unknown or has ended', async () => {
    const { store, run: owned } = await anOwned();
    const abort = (id: string) => call(store, abortRun, { run: id, ...signed });

    await expect(abort('absent')).rejects.toMatchObject({ name: 'UnknownRunError' });
    await store.within(() =>
      commitAlways(owned, { end: { outcome: 'promoted', because: 'it is over' } }),
    );
    await expect(abort(run)).rejects.toMatchObject({
      name: 'RunEndedError',
      message: expect.stringContaining('(promoted: it is over)'),
    });
  });
});
