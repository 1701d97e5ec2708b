import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, mistakeLine } from '../../functions/platform/errors.ts';
import { readArguments } from '../../sandbox/replay/arguments.ts';
import { linesOf } from '../../sandbox/replay/lines.ts';
import { orderMistakes } from '../../sandbox/replay/order.ts';
import { parseSample, type Sample, type Side, sampleLine } from '../../sandbox/replay/sample.ts';
import { aPlan } from '../support/a-plan.ts';
import { replayed } from '../support/a-replay.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aText, huge } from '../support/fuzz/hostile.ts';
import { mutatedJson } from '../support/fuzz/mutated.ts';
import { outcomeOf } from '../support/fuzz/refusal.ts';

const anAmount = fc.oneof(fc.nat(5_000), fc.double({ min: 0, max: 5_000, noNaN: true }));

const aHistogram = fc
  .uniqueArray(fc.nat(5_000), { minLength: 1, maxLength: 8 })
  .map((bounds) => bounds.toSorted((one, other) => one - other))
  .chain((bounds) =>
    fc.record({
      bounds: fc.constant(bounds),
      counts: fc.array(anAmount, { minLength: bounds.length + 1, maxLength: bounds.length + 1 }),
    }),
  );

const aSide: fc.Arbitrary<Side> = fc
  .record(
    {
      requests: anAmount,
      share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      latency: fc.oneof(
        aHistogram,
        fc.record({ p95: anAmount, p99: anAmount }),
        fc.record({ p95: anAmount }),
        fc.constant(null),
      ),
      cpu: anAmount,
      memory: fc.oneof(anAmount, fc.constant(null)),
    },
    { requiredKeys: ['requests', 'share'] },
  )
  .map(({ share, ...side }) => ({
    ...side,
    errors: Math.min(side.requests, side.requests * share),
  }));

const aMaybeSide = fc.option(aSide, { freq: 8 });

const start = Date.parse('2026-03-02T12:00:00Z');

const aSample = (minute: number): fc.Arbitrary<Sample> =>
  fc.record({
    at: fc.constant(new Date(start + minute * 60_000).toISOString()),
    seconds: fc.constant(60),
    stable: aMaybeSide,
    canary: aMaybeSide,
    weight: fc.oneof(
      fc.constantFrom(0, 10, 50, 100),
      fc.double({ min: 0, max: 100, noNaN: true }).map((weight) => Math.abs(weight)),
    ),
  });

/** Minutes with gaps, at weights that stay for a while or change. */
const aRecording = fc
  .uniqueArray(fc.nat(60), { minLength: 1, maxLength: 30 })
  .chain((minutes) =>
    fc.tuple(...minutes.toSorted((one, other) => one - other).map((minute) => aSample(minute))),
  )
  .chain((samples) =>
    fc.array(fc.nat(samples.length - 1), { maxLength: 3 }).map((changes) =>
      samples.map((sample, index) => ({
        ...sample,
        weight: samples[Math.max(0, ...changes.filter((at) => at <= index))]?.weight ?? 0,
      })),
    ),
  );

describe('a bucket of a recording', () => {
  it('is written and read again as it was', () =>
    holds([aSample(0)], (sample) => {
      expect(parseSample(sampleLine(sample))).toEqual({ value: sample });
    }));

  it('is one that can be judged, or is refused on short lines', () =>
    holds(
      [
        fc.oneof(
          aSample(0).chain((sample) => mutatedJson(sample).map((each) => JSON.stringify(each))),
          aText,
        ),
      ],
      (line) => {
        const parsed = parseSample(line);

        if ('value' in parsed) {
          expect(Number.isFinite(Date.parse(parsed.value.at))).toBe(true);
          expect(parseSample(sampleLine(parsed.value))).toMatchObject({
            value: { at: parsed.value.at, weight: parsed.value.weight },
          });
          return;
        }
        expect(parsed.mistakes.length).toBeGreaterThan(0);
        for (const mistake of parsed.mistakes) {
          expect(mistakeLine(mistake)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(mistakeLine(mistake).length).toBeLessThan(1_000);
        }
      },
      { examples: [[huge], ['{"__proto__":{}}'], ['null'], [`"${huge}"`]] },
    ));
});

describe('the lines of a recording', () => {
  it('are the same however they are cut into pieces', () =>
    holds(
      [
        fc.array(fc.string({ unit: fc.constantFrom('a', '{', ' ', '\r', 'é') }), { maxLength: 8 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
      ],
      async (texts, cuts) => {
        const text = texts.join('\n');
        const places = [0, ...cuts.toSorted((one, other) => one - other), text.length];
        async function* pieces() {
          for (const [index, place] of places.entries())
            yield text.slice(place, places[index + 1] ?? place);
        }

        const lines: unknown[] = [];
        for await (const line of linesOf(pieces())) lines.push(line);

        expect(lines).toEqual(
          texts
            .map((each, index) => ({ number: index + 1, text: each.replace(/\r$/, '') }))
            .filter((each) => each.text.trim() !== ''),
        );
      },
    ));
});

describe('whatever was recorded', () => {
  const plans = fc.constantFrom('threshold', 'sequential').map((judge) =>
    aPlan({
      judge,
      steps: [
        { weight: 10, warmUpBuckets: 0 },
        { weight: 100, warmUpBuckets: 1 },
      ],
    }),
  );

  it('is judged bucket by bucket, and no lack of data is a pass', () =>
    holds([aRecording, plans], (samples, plan) => {
      expect(samples.flatMap((each, index) => orderMistakes(samples[index - 1], each))).toEqual([]);

      const { lines, decision } = replayed(samples, plan);

      expect(lines).toHaveLength(samples.length);
      for (const [index, { verdict, because }] of lines.entries()) {
        const { stable, canary, weight } = samples[index] ?? {};
        expect(because).not.toMatch(/NaN|undefined|Infinity/);
        if (!canary || (weight !== 100 && !stable)) expect(verdict).not.toBe('pass');
      }
      const at = lines.find((line) => line.at === decision.at);
      if (decision.decision === 'promote') expect(at?.verdict).toBe('pass');
      expect(decision.decision === 'roll-back').toBe(
        lines.some(({ verdict }) => verdict === 'regress'),
      );
      if (lines.at(-1)?.verdict === 'blind') expect(decision.decision).not.toBe('promote');
    }));

  it('says of a bucket the same before and after what follows it', () =>
    holds([aRecording, plans, fc.nat()], (samples, plan, cut) => {
      // What is left out depends on the whole file; all of these hold every kind of value somewhere.
      const last = { requests: 1, errors: 0, cpu: 1, memory: 1 };
      const whole = samples.map((each, index) => {
        const latency = { bounds: [100], counts: [1, 0] };
        return index === 0 ? { ...each, weight: 0, stable: { ...last, latency } } : each;
      });
      const length = 1 + (cut % whole.length);

      const { lines } = replayed(whole, plan);

      expect(replayed(whole.slice(0, length), plan).lines).toEqual(lines.slice(0, length));
    }));
});

describe('the words after replay', () => {
  it('ask for a service and recordings, or are refused', () =>
    holds(
      [
        fc.array(
          fc.oneof(fc.constantFrom('--service', '--samples', '--json', '-', '--help', '--'), aText),
          { maxLength: 6 },
        ),
      ],
      async (words) => {
        const outcome = await outcomeOf(() => readArguments(words, () => {}));

        if ('error' in outcome) expect(outcome.error).toBeInstanceOf(InvalidInputError);
        else if (outcome.value !== 'helped') {
          expect(outcome.value.service).not.toBe('');
          expect(outcome.value.samples.length).toBeGreaterThan(0);
        }
      },
    ));
});
