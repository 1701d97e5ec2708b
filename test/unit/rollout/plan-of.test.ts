import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { planFrom } from '../../../functions/rollout/read-plan.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import { albTraffic, anEntry, aPlan } from '../../support/a-plan.ts';

const names = Object.keys(defaultMetrics('alb'));
const allOff = Object.fromEntries(names.map((name) => [name, 'off']));

const aGauge = {
  kind: 'gauge',
  source: { namespace: 'Shop', metric: 'Refused', dimensions: { TargetGroup: '{targetGroup}' } },
  limits: { increasePercent: 20 },
};

const aCounter = { ...aGauge.source, metric: 'Orders' };

const mistakesIn = (rollout: object, metrics: object) => {
  try {
    aPlan({ ...rollout }, { metrics });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.mistakes;
    throw error;
  }
};

describe('the plan of an entry', () => {
  it('has the default metrics of its kind, unchanged', () => {
    expect(aPlan().metrics).toEqual(defaultMetrics('alb'));
  });

  it('changes a default by the fields that differ, and leaves the others', () => {
    const { 'error-rate': before, ...others } = defaultMetrics('alb');

    const { 'error-rate': after, ...rest } = aPlan(
      {},
      { metrics: { 'error-rate': { limits: { points: 0.2 }, consecutive: 2 } } },
    ).metrics;

    expect(after).toEqual({ ...before, limits: { points: 0.2 }, consecutive: 2 });
    expect(rest).toEqual(others);
  });

  it.each([
    [{ limits: { points: 1 } }, true],
    [{ events: aCounter }, false],
    [{ total: aCounter }, false],
  ])('doubts by what the default counts only what is counted so: %o', (change, isDoubted) => {
    const { metrics } = aPlan({}, { metrics: { 'error-rate': change } });

    expect('unanswered' in (metrics['error-rate'] ?? {})).toBe(isDoubted);
  });

  it('leaves out what is off, and adds a metric of its own with the defaults of its kind', () => {
    const { metrics } = aPlan({}, { metrics: { 'latency-p99': 'off', refused: aGauge } });

    expect(Object.keys(metrics).toSorted()).toEqual(
      [...names.filter((name) => name !== 'latency-p99'), 'refused'].toSorted(),
    );
    expect(metrics.refused).toMatchObject({ importance: 'advisory', consecutive: 3 });
  });

  it('replaces a default as a whole when a kind is given', () => {
    const { metrics } = aPlan({}, { metrics: { 'memory-per-task': aGauge } });

    expect(metrics['memory-per-task']).toMatchObject({ unit: '', source: { namespace: 'Shop' } });
  });

  it('leaves the defaults as they are for the next plan', () => {
    aPlan({}, { metrics: { 'latency-p99': 'off', 'error-rate': { consecutive: 1 } } });

    expect(aPlan().metrics).toEqual(defaultMetrics('alb'));
  });

  it('carries waivers of metrics that it has', () => {
    const waivers = { refused: 'nobody orders at night', 'latency-p99': 'few requests' };

    const plan = aPlan({ waivers }, { metrics: { refused: aGauge } });

    expect(plan.rollout.waivers).toEqual(waivers);
  });

  it.each<[string, object, object, string, string, unknown]>([
    [
      'a change of an unknown metric',
      {},
      { latency: { consecutive: 1 } },
      'metrics.latency',
      '"latency"',
      names.join(', '),
    ],
    [
      'an unknown metric that is off',
      {},
      { latency: 'off' },
      'metrics.latency',
      '"latency"',
      names.join(', '),
    ],
    [
      'an unknown kind of metric',
      {},
      { mine: { ...aGauge, kind: 'rate' } },
      'metrics.mine.kind',
      '"rate"',
      '"share", "quantile", "count", "gauge", "distribution"',
    ],
    [
      'a distribution that should decide',
      {},
      {
        mine: { kind: 'distribution', source: aGauge.source, importance: 'critical' },
      },
      'metrics.mine.importance',
      '"critical"',
      expect.stringMatching(/^advisory: minutes of a time series are not independent/),
    ],
    [
      'an unknown field of a metric',
      {},
      { 'error-rate': { points: 1 } },
      'metrics.error-rate.points',
      '1',
      'no field of that name',
    ],
    [
      'a limit of another kind',
      {},
      { 'error-rate': { limits: { points: 1, milliseconds: 1 } } },
      'metrics.error-rate.limits.milliseconds',
      '1',
      'no field of that name',
    ],
    [
      'no limit at all',
      {},
      { 'error-rate': { limits: {} } },
      'metrics.error-rate.limits',
      '{}',
      'at least one of points, percent',
    ],
    [
      'too many evaluations',
      {},
      { 'error-rate': { consecutive: 11 } },
      'metrics.error-rate.consecutive',
      '11',
      'at most 10',
    ],
    [
      'a waiver of an unknown metric',
      { waivers: { latency: 'why not' } },
      {},
      'rollout.waivers.latency',
      '"latency"',
      names.join(', '),
    ],
    [
      'a waiver of a metric that is off',
      { waivers: { 'latency-p99': 'why not' } },
      { 'latency-p99': 'off' },
      'rollout.waivers.latency-p99',
      '"latency-p99"',
      names.filter((name) => name !== 'latency-p99').join(', '),
    ],
    [
      'nothing that could decide',
      {},
      { ...allOff, mine: aGauge },
      'metrics',
      'no critical metric',
      expect.stringMatching(/^at least one metric that is critical/),
    ],
    [
      'only dry runs that could decide',
      {},
      { ...allOff, mine: { ...aGauge, importance: 'critical', dryRun: true } },
      'metrics',
      'no critical metric',
      expect.stringMatching(/critical and not dryRun/),
    ],
  ])('is refused for %s', (_what, rollout, metrics, path, value, allowed) => {
    expect(mistakesIn(rollout, metrics)).toEqual([{ path, value, allowed }]);
  });

  it.each(['constructor', 'toString'])('does not take %s for a metric', (name) => {
    expect(mistakesIn({}, { [name]: 'off' })).toMatchObject([{ path: `metrics.${name}` }]);
  });
});

describe('a catalogue file', () => {
  it('is read as YAML and completed', () => {
    const plan = planFrom(JSON.stringify(anEntry()), 'catalog/services/checkout.yml');

    expect(plan).toEqual(aPlan());
    expect(plan.traffic).toEqual({ ...albTraffic, allowSticky: false });
  });

  it.each([
    ['service: [', /^catalog\/services\/checkout\.yml is invalid: line \d: .* allowed: YAML/],
    ['a: 1\nb: "\nc: 2\n', /^catalog\/services\/checkout\.yml is invalid: line \d: /],
    ['', /is invalid: \(whole\): nothing is not allowed; allowed: object/],
  ])('that is %j is refused with its name and line', (text, message) => {
    expect(() => planFrom(text, 'catalog/services/checkout.yml')).toThrow(message);
  });
});
