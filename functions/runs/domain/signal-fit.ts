import type { Gate, Run } from './run.ts';
import type { Signal, SignalKind } from './signal.ts';

const answersOf: Readonly<Record<Gate['kind'], readonly SignalKind[]>> = {
  approval: ['approve', 'decline'],
  hold: ['resume', 'extend'],
  bake: ['skip-wait', 'extend', 'finish-now'],
  watch: [],
};

const always: readonly SignalKind[] = ['abort', 'alarm', 'hold'];

/** Whether a signal answers no gate, so that it needs nothing of a run but its mailbox. */
export const namesNoGate = ({ kind }: Pick<Signal, 'kind'>): boolean => always.includes(kind);

const gateRefusal = (gate: Gate, signal: Signal, at: number): string | undefined => {
  const answers = answersOf[gate.kind];
  if (!answers.includes(signal.kind))
    return `signal: ${signal.kind} does not answer ${gate.id}; allowed: ${[...answers, 'hold', 'abort'].join(', ')}`;
  if (signal.kind === 'finish-now')
    return signal.step === gate.step
      ? undefined
      : `step: ${signal.step} is not the step that bakes; allowed: ${gate.step}`;
  if (signal.gate !== gate.id)
    return `gate: ${signal.gate ?? 'nothing'} is not open; allowed: ${gate.id}`;
  if (gate.kind !== 'bake' && at >= gate.deadline)
    return `gate: ${gate.id} closed at ${new Date(gate.deadline).toISOString()}`;
  return undefined;
};

/**
 * Why a signal does not fit what the run is waiting for, as "path: value; allowed"; undefined if it
 * fits. Abort, hold and alarm are valid at any time until the traffic is being returned.
 */
export const whyRefused = (
  run: Pick<Run<unknown>, 'gate' | 'returning'>,
  signal: Signal,
  at: number,
): string | undefined => {
  if (run.returning) return 'the traffic is being returned to stable, which nothing stops';
  const { gate } = run;
  if (gate?.kind === 'watch' && signal.kind === 'hold')
    return 'signal: hold is nothing for a dry run, which shifts nothing; allowed: abort';
  if (namesNoGate(signal)) return undefined;
  if (!gate) return `gate: ${signal.gate ?? signal.step ?? 'nothing'} is not open; no gate is`;
  return gateRefusal(gate, signal, at);
};
