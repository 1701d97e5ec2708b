import type { Metric } from '../../telemetry/domain/metric.ts';
import type { Role, Window } from '../../telemetry/domain/reading.ts';
import type { Sample } from './judge-evidence.ts';
import type { Assessment, Limits } from './judge-limits.ts';
import type { Verdict } from './verdict.ts';

/** By hand, because a first `Intl.NumberFormat` takes a tenth of the time to load the function. */
const decimals = (value: number, digits: 0 | 1 | 2): string =>
  value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const signed = (value: number, digits: 0 | 1 | 2): string =>
  `${value < 0 ? '-' : '+'}${decimals(Math.abs(value), digits)}`;

const whole = (value: number): string => decimals(value, 0);

export const titleOf = (name: string, metric: Metric): string =>
  metric.title ?? name.replaceAll('-', ' ');

/** `%` for shares, `ms` for quantiles, the plan's own unit for gauges. */
export const unitOf = (metric: Metric): string => {
  if (metric.kind === 'gauge') return metric.unit;
  return metric.kind === 'share' ? '%' : 'ms';
};

const levelDigits = (value: number): 0 | 1 => (Math.abs(value) >= 100 ? 0 : 1);

const digitsOf = (metric: Metric, value: number): 0 | 1 | 2 => {
  if (metric.kind === 'share') return 2;
  return metric.kind === 'quantile' ? levelDigits(value) : 2;
};

const valueText = (metric: Metric, value: number): string =>
  `${decimals(value, digitsOf(metric, value))} ${unitOf(metric)}`.trimEnd();

/** "1,204 and 10,951 requests": the canary's and stable's, as the values stand in the sentence. */
export const exposureText = (metric: Metric, exposure: Readonly<Record<Role, number>>): string =>
  `${whole(exposure.canary)} and ${whole(exposure.stable)} ${metric.kind === 'gauge' ? 'buckets' : 'requests'}`;

const ownExposureText = (metric: Metric, { exposure, stable }: Sample): string =>
  stable === undefined
    ? `${whole(exposure.canary)} ${metric.kind === 'gauge' ? 'buckets' : 'requests'}`
    : exposureText(metric, exposure);

const differenceText = (metric: Metric, canary: number, stable: number): string => {
  if (metric.kind === 'share') return `${signed(canary - stable, 2)} points`;
  return stable === 0
    ? `${signed(canary, digitsOf(metric, canary))} ${unitOf(metric)}`.trimEnd()
    : `${signed((100 * (canary - stable)) / Math.abs(stable), 1)} %`;
};

const allowedText = (metric: Metric, worse: Limits['worse']): string => {
  const sign = worse === 'higher' ? 1 : -1;
  if (metric.kind === 'share') return signed(sign * (metric.limits.points ?? 0), 2);
  return `${signed(sign * (metric.limits.increasePercent ?? 0), 1)} %`;
};

const floorText = (metric: Metric, floor: number): string =>
  metric.kind === 'share' ? `${decimals(floor, 2)} points` : valueText(metric, floor);

const limitText = (metric: Metric, limits: Limits, assessment: Assessment): string => {
  const texts = [
    ...(assessment.counted.includes('difference') ? [allowedText(metric, limits.worse)] : []),
    ...(assessment.counted.includes('bound') && limits.bound !== undefined
      ? [valueText(metric, limits.bound)]
      : []),
  ];
  const uncounted = limits.bound !== undefined && !assessment.counted.includes('bound');
  return [
    ...(texts.length > 0 ? [`limit ${texts.join(' and ')}`] : []),
    ...(assessment.belowFloor ? [`but below the floor of ${floorText(metric, limits.floor)}`] : []),
    ...(assessment.mayBeChance ? ['which may be chance with so few requests'] : []),
    ...(uncounted && limits.bound !== undefined
      ? [`${valueText(metric, limits.bound)} does not count because stable does not keep it`]
      : []),
  ].join(', ');
};

const lastText = ({ start, end }: Window): string => {
  const seconds = Math.round((end - start) / 1_000);
  if (seconds % 60 !== 0) return `in the last ${seconds} seconds`;
  return seconds === 60 ? 'in the last minute' : `in the last ${seconds / 60} minutes`;
};

/** One sentence with the metric, both values, the limit and what they stand on. */
export const comparisonText = (
  name: string,
  metric: Metric,
  seen: { sample: Sample; limits: Limits; assessment: Assessment; isTrailing: boolean },
  evaluations: string,
): string => {
  const { sample, limits, assessment, isTrailing } = seen;
  const stable = sample.stable;
  const against = stable === undefined ? '' : ` against ${valueText(metric, stable)} on stable`;
  const when = isTrailing ? ` ${lastText(sample.window)}` : '';
  const difference =
    stable === undefined
      ? 'stable has no traffic to compare with'
      : differenceText(metric, sample.canary, stable);
  const basis = [ownExposureText(metric, sample), evaluations].filter(Boolean).join(', ');
  const value = valueText(metric, sample.canary);
  return (
    `${titleOf(name, metric)} ${value} on the canary${against}${when}: ` +
    `${difference}, ${limitText(metric, limits, assessment)} (${basis})`
  );
};

/** "48 of 200 requests on the canary": what is still missing, side by side. */
export const shortageText = (
  metric: Metric,
  short: readonly (readonly [Role, number])[],
  minimum: number,
): string =>
  short
    .map(
      ([role, seen]) =>
        `${whole(Math.floor(seen))} of ${whole(minimum)} ${metric.kind === 'gauge' ? 'buckets' : 'requests'} ` +
        `on ${role === 'canary' ? 'the canary' : 'stable'}`,
    )
    .join(' and ');

const wouldHave: Readonly<Record<Verdict, string>> = {
  regress: 'would have rolled back',
  blind: 'would have been blind',
  inconclusive: 'would have waited',
  pass: 'would have passed',
};

/** What a metric under trial says: what it would have done if it were heeded. */
export const dryRunText = (verdict: Verdict, because: string): string =>
  `dry run, ${wouldHave[verdict]}: ${because}`;

export const percentText = (fraction: number): string => `${whole(fraction * 100)} %`;
