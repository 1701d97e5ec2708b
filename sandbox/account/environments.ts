/** Lambda keeps an idle environment for some minutes; how long is not documented. */
const keptForMilliseconds = 10 * 60_000;

/**
 * The execution environments of a function's version: an invocation takes a warm one that is idle or
 * starts a cold one. One that froze or died is not used again.
 */
export const createEnvironments = () => {
  const idleSince = new Map<string, number[]>();

  return {
    /** @returns whether a warm environment was taken. */
    take: (version: string, now: number): boolean => {
      const idle = (idleSince.get(version) ?? []).filter((at) => now - at < keptForMilliseconds);
      const isWarm = idle.pop() !== undefined;
      idleSince.set(version, idle);
      return isWarm;
    },
    giveBack: (version: string, now: number): void => {
      idleSince.get(version)?.push(now);
    },
  };
};
