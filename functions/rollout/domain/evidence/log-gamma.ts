/** Lanczos' coefficients for g = 7, n = 9: 15 significant digits for every positive argument. */
const lanczos: readonly [number, ...number[]] = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** The natural logarithm of the gamma function of a positive number. */
export const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const [first, ...rest] = lanczos;
  const sum = rest.reduce((total, each, index) => total + each / (x + index), first);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

/** The logarithm of the Beta function of several arguments: their gammas over the gamma of the sum. */
export const logBeta = (parts: readonly number[]): number =>
  parts.reduce((total, part) => total + logGamma(part), 0) -
  logGamma(parts.reduce((total, part) => total + part, 0));

/** ln of the sum of exponentials, without overflow. ln 0 for none. */
export const logSum = (logs: readonly number[]): number => {
  const largest = Math.max(...logs);
  if (!Number.isFinite(largest)) return Number.NEGATIVE_INFINITY;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
};
