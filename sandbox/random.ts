/** A seeded source of randomness: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** An independent source that does not disturb this one, named so that its use is stable. */
  fork(name: string): Random;
}

const hash = (text: string, seed: number): number => {
  let value = seed ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
};

/** Mulberry32: small, fast and good enough for simulated traffic. */
export const seeded = (seed: number): Random => {
  let state = hash('evenkeel', seed >>> 0);
  return {
    next: () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
    fork: (name) => seeded(hash(name, seed >>> 0)),
  };
};
