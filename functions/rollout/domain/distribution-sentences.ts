import type { DistributionMetric } from '../../telemetry/domain/metric.ts';
import type { Reading, Role } from '../../telemetry/domain/reading.ts';
import type { Effect } from './distribution-effect.ts';
import type { Values } from './distribution-values.ts';
import type { Comparison, Interval } from './mann-whitney.ts';
import type { Verdict } from './verdict.ts';

/** Three digits, whatever the size of the value: 0.0000012, 1.2e-9 or 12,300. */
const digits = (value: number): string => {
  const short = Number(value.toPrecision(3));
  return Math.abs(short) < 1_000
    ? String(short)
    : value.toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
};

const signed = (value: number): string => `${value < 0 ? '-' : '+'}${digits(Math.abs(value))}`;

const percent = (fraction: number): string => `${Number((fraction * 100).toFixed(6))} %`;

const sideText: Readonly<Record<Role, string>> = { canary: 'the canary', stable: 'stable' };

/** Why the sides that have no buckets have none. */
export const unseenText = (
  readings: Readonly<Record<Role, Reading>> | undefined,
  buckets: Readonly<Record<Role, object | undefined>>,
): string =>
  (['canary', 'stable'] as const)
    .filter((role) => buckets[role] === undefined)
    .map((role) => {
      const reading = readings?.[role];
      if (reading === undefined) return `on ${sideText[role]}: it was not read`;
      const because = reading.kind === 'blind' ? reading.because : `a ${reading.kind} was read`;
      return `on ${sideText[role]}: ${because}`;
    })
    .join('; ');

export const silenceText = (since: number): string =>
  `no data of one of the sides since ${new Date(since).toISOString().slice(11, 16)} UTC`;

export const uncertainText = (
  { canary }: Values,
  least: number,
  { confidence }: DistributionMetric,
): string =>
  `${canary.length} of ${least} buckets on both sides, ` +
  `since fewer are never ${percent(confidence)} certain`;

const effectText = ({ measure, value, floor }: Effect): string => {
  if (measure === 'mean-ratio')
    return `the ratio of the means is ${digits(value)}, and ${digits(floor)} is asked for`;
  if (measure === 'cles')
    return `the canary is higher in ${percent(value)} of all pairs, and ${percent(floor)} is asked for`;
  const least = floor > 0 ? `at least ${digits(floor)}` : 'more than 0';
  return `the means differ by ${signed(value)}, and ${least} in the worse direction is asked for`;
};

/** What a comparison came to. */
export interface Outcome extends Omit<Comparison, 'interval' | 'superiority'> {
  readonly canary: number;
  readonly stable: number;
  readonly interval: Interval;
  readonly tolerance: number;
  readonly verdict: Verdict;
  /** The effect that was asked for and is too small. */
  readonly tooSmall: Effect | undefined;
}

const verdictText = (
  metric: DistributionMetric,
  { isOneEmpty }: Values,
  outcome: Outcome,
): string => {
  const sign = { increase: '+', decrease: '-', either: '±' }[metric.direction];
  const tolerance = `the tolerance of ${sign}${digits(outcome.tolerance)} ${metric.unit}`.trimEnd();
  if (outcome.verdict === 'regress') return `all of it beyond ${tolerance}`;
  if (isOneEmpty) return 'but one of the sides has not one datapoint';
  if (outcome.verdict === 'inconclusive') return `neither within ${tolerance} nor beyond it`;
  return outcome.tooSmall
    ? `but too small: ${effectText(outcome.tooSmall)}`
    : `all of it within ${tolerance}`;
};

const basisText = ({ canary, zeros }: Values): string => {
  const filled = (['canary', 'stable'] as const)
    .filter((role) => zeros[role] > 0)
    .map((role) => `${zeros[role]} on ${sideText[role]}`);
  const counted = filled.length > 0 ? `, without data and counted as 0: ${filled.join(', ')}` : '';
  return `${canary.length} buckets${counted}`;
};

/** The levels of both sides, the shift with its interval, and what they mean, in one sentence. */
export const distributionText = (
  metric: DistributionMetric,
  values: Values,
  outcome: Outcome,
): string => {
  const { canary, stable, shift, interval } = outcome;
  const inUnit = (text: string): string => `${text} ${metric.unit}`.trimEnd();
  return (
    `${inUnit(digits(canary))} on the canary against ${inUnit(digits(stable))} on stable (medians): ` +
    `shifted by ${inUnit(signed(shift))}, with ${percent(metric.confidence)} confidence by ` +
    `${signed(interval.lower)} to ${inUnit(signed(interval.upper))}, ` +
    `${verdictText(metric, values, outcome)} (${basisText(values)})`
  );
};
