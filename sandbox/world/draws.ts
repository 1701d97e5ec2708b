import type { Random } from '../random.ts';

/** Above this mean the normal distribution stands in for Poisson and binomial ones. */
const largeMean = 30;

export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Inversion, for small means; written out because rehearsals spend their time here. */
const smallPoisson = (random: Random, mean: number): number => {
  let left = random.next();
  let probability = Math.exp(-mean);
  let count = 0;
  while (left >= probability && probability > 1e-300) {
    left -= probability;
    count += 1;
    probability *= mean / count;
  }
  return count;
};

const smallBinomial = (random: Random, trials: number, probability: number): number => {
  const odds = probability / (1 - probability);
  let left = random.next();
  let point = Math.exp(trials * Math.log1p(-probability));
  let count = 0;
  while (left >= point && count < trials) {
    left -= point;
    count += 1;
    point *= (odds * (trials - count + 1)) / count;
  }
  return count;
};

export const poisson = (random: Random, mean: number): number => {
  if (mean <= 0) return 0;
  if (mean <= largeMean) return smallPoisson(random, mean);
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
};

export const binomial = (random: Random, trials: number, probability: number): number => {
  if (trials <= 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(random, trials, 1 - probability);
  const mean = trials * probability;
  if (mean <= largeMean) return smallBinomial(random, trials, probability);
  const drawn = Math.round(mean + Math.sqrt(mean * (1 - probability)) * normal(random));
  return Math.min(trials, Math.max(0, drawn));
};

/** Marsaglia and Tsang's method, with scale 1. */
export const gamma = (random: Random, shape: number): number => {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return d * v;
    }
  }
};

/**
 * A factor around 1 by which a mean of `mean` counts wavers, so that counts drawn from the product
 * have `dispersion` times the variance that independent events would have.
 */
export const burst = (random: Random, mean: number, dispersion: number): number => {
  if (dispersion <= 1 || mean <= 0) return 1;
  const shape = mean / (dispersion - 1);
  return gamma(random, shape) / shape;
};

/** Distributes a whole number by shares; shares that do not add up to 1 leave a rest. */
export const distribute = <Key>(
  random: Random,
  whole: number,
  shares: readonly (readonly [Key, number])[],
): Map<Key, number> => {
  const drawn = new Map<Key, number>();
  let left = whole;
  let probability = 1;
  for (const [key, share] of shares) {
    const count = probability <= 1e-12 ? 0 : binomial(random, left, share / probability);
    drawn.set(key, count);
    left -= count;
    probability -= share;
  }
  return drawn;
};
