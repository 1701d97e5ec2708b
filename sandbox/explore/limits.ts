/** Ctrl-C, as something to ask for. */
export interface Interrupt {
  readonly isHeard: () => boolean;
  /** Hears no more, so that the process can end. */
  readonly done: () => void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** The first Ctrl-C lets a report be printed; the second one ends the process as usual. */
export const hearInterrupt = (): Interrupt => {
  let isHeard = false;
  const done = (): void => {
    for (const signal of signals) process.off(signal, hear);
  };
  const hear = (): void => {
    isHeard = true;
    done();
  };
  for (const signal of signals) process.on(signal, hear);
  return { isHeard: () => isHeard, done };
};

export type WhyStop = () => 'time' | 'interrupted' | undefined;

/** Why to stop: after some minutes from now on, or when interrupted. */
export const limitOf = (interrupt: Interrupt, minutes = Number.POSITIVE_INFINITY): WhyStop => {
  const until = performance.now() + minutes * 60_000;
  return () => {
    if (interrupt.isHeard()) return 'interrupted';
    return performance.now() > until ? 'time' : undefined;
  };
};
