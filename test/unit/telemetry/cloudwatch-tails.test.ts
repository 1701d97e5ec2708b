import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { answering, changing, minute, noon, type Series } from './cloudwatch-answers.ts';
import { pick, readTails, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

type Values = readonly (number | undefined)[];

const counts = (side: string, above: Values, upTo: Values, samples: Values): Series => ({
  [`TargetResponseTime TC(0.275:) ${side}`]: above,
  [`TargetResponseTime TC(:0.275) ${side}`]: upTo,
  [`TargetResponseTime SampleCount ${side}`]: samples,
});

const stable = counts('blue', [45, 45, 45], [855, 855, 855], [900, 900, 900]);

/** What is read of both sides when the canary's counts are these. */
const readOf = async (green: Series, requests: Values = [100, 100, 100]) => {
  cloudWatch
    .on(GetMetricDataCommand)
    .callsFake(
      answering({ ...traffic, ...stable, ...green, 'RequestCount Sum green': [...requests] }),
    );
  const { readings } = await readTails(pick('latency-p95'), { 'latency-p95': 275 });
  return readings['latency-p95'];
};

const eventsOf = (reading: { kind: string } | undefined) =>
  reading && 'buckets' in reading
    ? (reading.buckets as { events: number }[]).map(({ events }) => events)
    : [];

describe('a tail', () => {
  it('is how many of the timed requests of each minute were slower', async () => {
    const read = await readOf(counts('green', [5, 0, 12], [95, 100, 88], [100, 100, 100]));

    expect(read?.canary).toEqual({
      kind: 'tail',
      aboveMilliseconds: 275,
      buckets: [
        { at: noon, events: 5, total: 100 },
        { at: noon + minute, events: 0, total: 100 },
        { at: noon + 2 * minute, events: 12, total: 100 },
      ],
    });
    expect(eventsOf(read?.stable)).toEqual([45, 45, 45]);
  });

  it('of fractions is rounded up for the canary and down for stable, over all minutes', async () => {
    const [above, upTo, samples] = [
      [2.4, 2.4, 2.4],
      [97.6, 97.6, 97.6],
      [100, 100, 100],
    ];

    const read = await readOf({
      ...counts('green', above, upTo, samples),
      ...counts('blue', above, upTo, samples),
    });

    expect(eventsOf(read?.canary)).toEqual([3, 2, 3]);
    expect(eventsOf(read?.stable)).toEqual([2, 2, 3]);
  });

  it('counts what neither count has against the canary', async () => {
    const [above, upTo, samples] = [
      [5, 5, 5],
      [94, 94, 94],
      [100, 100, 100],
    ];

    const read = await readOf({
      ...counts('green', above, upTo, samples),
      ...counts('blue', above, upTo, samples),
    });

    expect(eventsOf(read?.canary)).toEqual([6, 6, 6]);
    expect(eventsOf(read?.stable)).toEqual([5, 5, 5]);
  });

  it('never has more slow requests than timed ones', async () => {
    const read = await readOf(counts('green', [100.4, 100, 99.9], [0, 0.4, 0], [100, 100, 100]));

    expect(eventsOf(read?.canary)).toEqual([100, 100, 100]);
  });

  it('is 0, or everything, where the other count has all samples and this one is left out', async () => {
    const read = await readOf(
      counts('green', [undefined, 100, 3], [100, undefined, 97], [100, 100, 100]),
    );

    expect(eventsOf(read?.canary)).toEqual([0, 100, 3]);
  });

  it.each<[string, Series, string]>([
    [
      'that do not add up to the samples',
      counts('green', [5, 5, 5], [95, 93, 95], [100, 100, 100]),
      '5 above and 93 up to it at 12:01 UTC, of 100 samples',
    ],
    [
      'that are more than the samples',
      counts('green', [5, 105, 5], [95, 95, 95], [100, 100, 100]),
      '105 above and 95 up to it at 12:01 UTC, of 100 samples',
    ],
    [
      'of which one is left out though the other has not all samples',
      counts('green', [5, 5, undefined], [95, 95, 90], [100, 100, 100]),
      'no count above and 90 up to it at 12:02 UTC, of 100 samples',
    ],
    [
      'that are both left out, even of one sample',
      counts('green', [], [], [1, 1, 1]),
      'no count above and no count up to it at 12:00 UTC, of 1 samples',
    ],
    [
      'that are 0 for a single sample',
      counts('green', [0], [0], [1]),
      '0 above and 0 up to it at 12:00 UTC, of 1 samples',
    ],
    [
      'where nothing was timed',
      counts('green', [5, 5, 1], [95, 95, 0], [100, 100, undefined]),
      '1 above and 0 up to it at 12:02 UTC, of 0 samples',
    ],
    [
      'of parts of samples',
      counts('green', [5, 5, 5], [95, 95, 94.5], [100, 100, 99.5]),
      '5 above and 94.5 up to it at 12:02 UTC, of 99.5 samples',
    ],
  ])('with counts %s is blind', async (_what, green, said) => {
    const read = await readOf(green);

    expect(read?.canary).toEqual({
      kind: 'blind',
      because: `TargetResponseTime has for 275 ms ${said}`,
    });
    expect(read?.stable.kind).toBe('tail');
  });

  it('may differ by a tenth of what a p95 leaves above, and by no more', async () => {
    const samples = [1_000, 1_000, 1_000];

    const within = await readOf(counts('green', [50, 50, 50], [945, 945, 945], samples));
    const beyond = await readOf(counts('green', [50, 50, 50], [944, 945, 945], samples));

    expect(within?.canary.kind).toBe('tail');
    expect(beyond?.canary.kind).toBe('blind');
  });

  it('leaves out a minute in which no request was answered', async () => {
    const read = await readOf(
      counts('green', [5, undefined, 5], [95, undefined, 95], [100, undefined, 100]),
      [100, 10, 100],
    );

    expect(read?.canary).toMatchObject({ buckets: [{ at: noon }, { at: noon + 2 * minute }] });
  });

  it('is blind when more than a tenth of the requests lie in such minutes', async () => {
    const read = await readOf(
      counts('green', [5, undefined, 5], [95, undefined, 95], [100, undefined, 100]),
    );

    expect(read?.canary).toEqual({
      kind: 'blind',
      because: '100 of 300 requests lie in 1 of 3 buckets without one timed sample',
    });
  });

  it('has seen a minute without any request', async () => {
    const read = await readOf(counts('green', [5, 5], [95, 95], [100, 100]), [100, 100, 0]);

    expect(read?.canary).toMatchObject({
      buckets: [{}, {}, { at: noon + 2 * minute, events: 0, total: 0 }],
    });
  });

  it('of a side without requests is blind and empty', async () => {
    const read = await readOf({}, []);

    expect(read?.canary).toMatchObject({ kind: 'blind', empty: true });
  });

  it.each(['TC(0.275:)', 'TC(:0.275)', 'SampleCount'])(
    'is blind when %s was not answered in full, and nothing else is',
    async (statistic) => {
      const green = counts('green', [5, 5, 5], [95, 95, 95], [100, 100, 100]);
      const series = { ...traffic, ...stable, ...green };
      cloudWatch.on(GetMetricDataCommand).callsFake((input) => {
        const query = input.MetricDataQueries?.find(
          ({ MetricStat }: { MetricStat?: { Stat?: string } }) => MetricStat?.Stat === statistic,
        );
        return changing(series, (result) =>
          result.Id === query?.Id ? { ...result, StatusCode: 'PartialData' } : result,
        )(input);
      });

      const { readings } = await readTails(pick('latency-p95', 'error-rate'), {
        'latency-p95': 275,
      });

      expect(readings['latency-p95']?.stable).toEqual({
        kind: 'blind',
        because: `${statistic} of TargetResponseTime: CloudWatch answered PartialData`,
      });
      expect(readings['latency-p95']?.canary.kind).toBe('tail');
      expect(readings['error-rate']?.stable.kind).toBe('share');
    },
  );
});
