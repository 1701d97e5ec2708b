/**
 * A clock that runs faster than the real one: a rollout bakes for minutes, and a test may not.
 * Milliseconds since the epoch.
 */
export interface QuickClock {
  readonly realStart: number;
  readonly start: number;
  readonly speed: number;
}

const RealDate = Date;

const halfADay = 12 * 3_600_000;

/** Begins in the past, so that nothing of a test that runs for minutes lies in the future. */
export const quickClock = (speed: number): QuickClock => {
  const realStart = RealDate.now();
  return { realStart, start: realStart - halfADay, speed };
};

/** The real clock. */
export const realClock = (): QuickClock => {
  const realStart = RealDate.now();
  return { realStart, start: realStart, speed: 1 };
};

export const timeOf = ({ realStart, start, speed }: QuickClock): number =>
  Math.floor(start + (RealDate.now() - realStart) * speed);

/** Makes `Date` of this process tell the time of the clock that is given as JSON. */
export const quickenDate = (json: string | undefined): void => {
  if (json === undefined) return;
  const clock: QuickClock = JSON.parse(json);
  globalThis.Date = new Proxy(RealDate, {
    construct: (Target, given) =>
      given.length === 0 ? new Target(timeOf(clock)) : Reflect.construct(Target, given),
    get: (target, name, receiver) =>
      name === 'now' ? () => timeOf(clock) : Reflect.get(target, name, receiver),
  });
};
